"""Finds articles: the query language, the index behind it, snippets, and similar articles.

The index is derived from the library: it is fed from a change queue (a protocol, see ``engine``), can be
deleted at any time, and is then rebuilt. This package knows nothing of SQLite and nothing of the screen.

* ``query``, ``words``, ``snippets``: pure functions on text.
* ``segment``, ``writing``, ``building``, ``merging``, ``keys``: how postings lie on disk, and how documents
  get there. No Whoosh.
* ``directory``, ``contents``, ``commits``: the index directory, its table of contents, what changes it.
* ``syncing``: applies the change queue; compares index and library; rebuilds.
* ``codec``: the one module that imports whoosh: our segments as Whoosh's readers and searchers see them.
* ``ranking``: the numbers that decide what comes first.
* ``snapshot``, ``planning``, ``matching``, ``similar``: answer a query, or find related articles.
* ``opening``: the index as last committed, kept open.
* ``engine``: :class:`~reader.search.engine.SearchIndex`, which holds it all together.
"""
