"""Finds articles: the query language, the index behind it, snippets, and similar articles.

The index is derived from the library. It follows a change queue (a protocol, see ``segments.syncing``), can
be deleted at any time, and is then rebuilt. This package knows nothing about SQLite or the screen.

It has four doors; a contract in pyproject.toml closes the rooms behind them to other packages. An arrow
means "imports"::

    engine ──► ranking ──► segments ──► query ──► analysis
                 passages ────────────────┘

* ``engine`` (a door): :class:`~reader.search.engine.SearchIndex`, which ties everything together.
* ``query`` (a door): what a person types, as a tree; relaxed forms of it; dates and numbers.
* ``passages`` (a door): snippets, and every place in a text that a query matches.
* ``weights`` (a door): the numbers that determine the order of results.
* ``analysis``: what counts as a word, and which spellings and inflections count as the same word.
* ``segments``: the index on disk.
* ``ranking``: plans, matches and scores.
"""
