"""The index on disk: what it consists of, how documents are added to it, and how it is read.

* One segment: ``segment`` reads it and describes its layout, ``writing`` writes it, ``building`` makes it
  from documents, ``merging`` from other segments. ``keys`` chooses the terms that ``similar`` compares,
  ``sketch`` recognises near-duplicate texts.
* All segments: ``directory`` is the index directory and its lock, ``contents`` its table of contents;
  ``commits`` changes it, ``tiers`` decides what to merge, ``syncing`` follows the library's change queue.
* Reading: ``opening`` keeps the last commit open, ``snapshot`` is that state, ``columns`` keeps decoded
  postings. ``lanes`` holds a byte per document, so that a whole segment is computed at a time.
* ``whoosh_codec``: our segments as Whoosh's readers and searchers see them. Only this module imports
  Whoosh.
"""
