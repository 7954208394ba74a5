"""Answers queries: which articles match, and which come first.

``planning`` turns a query's tree into a plan, and ``matching`` executes it, using the upper bounds of
``bounding``; ``phrases`` finds adjacent words. The best articles are then reranked: by ``nearness``
(proximity) and ``feedback`` (terms that the best articles share). ``spelling``, ``suggesting`` and
``longer_words`` find words that are nearly the one asked for; ``similar`` finds related articles. The numbers
are in ``reader.search.weights``.
"""
