"""Finds articles: the query language, the index behind it, snippets, and similar articles.

The index is derived from the library: it is fed from a change queue (a protocol, see ``segments.syncing``),
can be deleted at any time, and is then rebuilt. This package knows nothing of SQLite and nothing of the
screen.

It has four doors, and a contract in pyproject.toml that closes the rooms behind them to other packages. An
arrow means "imports"::

    engine ──► ranking ──► segments ──► query ──► analysis
                 passages ────────────────┘

* ``engine`` (a door): :class:`~reader.search.engine.SearchIndex`, which holds it all together.
* ``query`` (a door): what a person types, as a tree; easier forms of it; dates and numbers.
* ``passages`` (a door): snippets, and all places in a text that a query matches.
* ``weights`` (a door): the numbers that the order of results depends on.
* ``analysis``: what counts as a word, and which words are one.
* ``segments``: the index on disk.
* ``ranking``: plans, matches and scores.
"""
