"""Answers queries: which articles match, and which come first.

``planning`` turns a query's tree into a plan, ``matching`` carries it out with the upper bounds of
``bounding``; ``phrases`` finds words that stand next to each other. The best articles are then looked at
again: ``nearness`` (words close together), ``feedback`` (what the best have in common). ``spelling``,
``suggesting`` and ``longer_words`` find words that are nearly the one asked for; ``similar`` finds related
articles. The numbers are in ``reader.search.weights``.
"""
