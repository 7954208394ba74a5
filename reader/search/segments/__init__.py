"""The index on disk: what it consists of, how documents get there, and how it is read.

* One segment: ``segment`` reads it and says what lies where, ``writing`` writes it, ``building`` makes it
  from documents, ``merging`` from other segments. ``keys`` chooses the terms that ``similar`` compares,
  ``sketch`` recognises texts that are nearly the same.
* All of them: ``directory`` is the index directory and its lock, ``contents`` its table of contents,
  ``commits`` changes it, ``tiers`` decides what is merged, ``syncing`` follows the library's change queue.
* Reading: ``opening`` keeps the last commit open, ``snapshot`` is that state, ``columns`` keeps decoded
  postings. ``lanes`` holds a byte for each document, so that a whole segment is computed at once.
* ``whoosh_codec``: our segments as Whoosh's readers and searchers see them. Only this module imports
  Whoosh.
"""
