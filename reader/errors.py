"""What can go wrong, in words for the user. One root, few children, no codes."""

from __future__ import annotations


class ReaderError(Exception):
    """Something the user can be told in one sentence. ``str(error)`` is that sentence."""


class UnreadableSource(ReaderError):
    """A source cannot be opened or is not text; the message says why, not which (the caller knows)."""


class LibraryError(ReaderError):
    """The library file cannot be opened, is damaged, or is from a newer version."""


class LibraryReadOnly(LibraryError):
    """The library can be read, but what was asked would change it."""


class LibraryBusy(LibraryError):
    """Another program has kept the library locked for longer than one waits; nothing was changed."""


class LibraryMoved(LibraryError):
    """Another file has taken the place of the library while it was open, or none: nothing was changed."""


class LibraryDamaged(LibraryError):
    """The file of the library is damaged: not one article alone, and not because of the machine."""


class ArticleDamaged(LibraryError):
    """What the library holds of one article cannot be decoded; the other articles are not affected."""

    def __init__(self, article_id: int, reason: str) -> None:
        super().__init__(f"article {article_id} is damaged in the library: {reason}")
        self.article_id = article_id
        self.reason = reason


class MachineError(ReaderError):
    """The machine is in the way, not the data: no memory, a full or failing disk, too many open files.

    Nothing is deleted or rebuilt because of it; the sentence says which it was.
    """


class LibraryMachineError(LibraryError, MachineError):
    """The machine is in the way of the library, which itself may be in the best of order."""


class ProgramFault(ReaderError):
    """A mistake of this program. The traceback is in the log; nothing is deleted because of it."""


class ArticleNotFound(ReaderError):
    """No article has that id."""

    def __init__(self, article_id: int) -> None:
        super().__init__(f"there is no article {article_id} in this library")
        self.article_id = article_id


class SearchError(ReaderError):
    """A saved search cannot be kept, renamed or found as asked."""


class IndexBusy(ReaderError):
    """Another process is writing the search index."""


class IndexBroken(ReaderError):
    """The bytes of the search index are damaged, as whoever decoded them found; it is to be rebuilt."""


class IndexRefused(ReaderError):
    """What lies where the search index belongs was not made by reader, and is left alone."""


class ConfigError(ReaderError):
    """The configuration file cannot be used as it is."""


def in_words(error: OSError | MemoryError) -> str:
    """What went wrong with the machine, in a few words: ``no space left on device``."""
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    words = error.strerror or str(error)
    return words[:1].lower() + words[1:]
