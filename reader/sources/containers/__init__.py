"""Files that hold other files: one module per kind. They are registered in :mod:`reader.sources`.

Nothing is written to disk under a name that an archive states. Names are made safe (``members``), what is
unpacked is counted (:mod:`reader.sources.allowance`), and symbolic links are left out.
"""
