"""Everything that can go wrong and is worth a sentence to the user.

An error has fields that say what it is about, and its cause as ``__cause__``. Only :func:`sentence` turns
them into words; ``str(error)`` calls it. A kind of error with its own wording defines ``form``.
"""

from __future__ import annotations

import errno
import os
from typing import ClassVar, Self


class ReaderError(Exception):
    """Something the user can be told in one sentence; ``str(error)`` is that sentence.

    Attributes:
        source: the file, folder or address it is about; "" if it is about none.
        member: the part of the source, such as a file in an archive or a line; "" for the whole.
        article: the id of the article it is about, or None.
        setting: the setting or option it is about; "" if it is about none.
        reason: what is wrong, in words that fit ``form``.
    """

    form: ClassVar[str] = ""
    """The sentence, with the names of the fields in braces. Used only where those fields are set; otherwise,
    and where a kind has no form, the sentence names the fields that are set and then the reason."""

    def __init__(
        self,
        reason: str = "",
        *,
        source: str | os.PathLike[str] = "",
        member: str = "",
        article: int | None = None,
        setting: str = "",
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.source = os.fspath(source)
        self.member = member
        self.article = article
        self.setting = setting

    def __str__(self) -> str:
        return sentence(self)

    def about(self, source: str | os.PathLike[str]) -> Self:
        """The same error about another source: a copy was looked at, the original is spoken of."""
        other = type(self).__new__(type(self), self.reason)
        other.__dict__.update(self.__dict__, source=os.fspath(source))
        other.__cause__ = self
        return other


class QueryIgnoredInPart(ReaderError):
    """A change was asked for by a query of which a part has no effect: it may find what was not meant."""


def sentence(error: ReaderError) -> str:
    """An error in words: the one place where its fields become a sentence."""
    fields = vars(error)
    missing = [name for name, value in fields.items() if value in ("", None) and f"{{{name}}}" in error.form]
    if error.form and not missing:
        return error.form.format_map(fields)
    article = "" if error.article is None else f"article {error.article}"
    return ": ".join(filter(None, (error.source, error.member, article, error.setting, error.reason)))


class UnreadableSource(ReaderError):
    """A source cannot be opened or is not text. Without ``source`` it says only why, not which."""


class LibraryError(ReaderError):
    """The library file cannot be opened, is damaged, or is from a newer version.

    ``source`` is the file; ``reason`` continues the sentence: "cannot be opened: permission denied".
    """

    form = "the library {source} {reason}"


class NotALibrary(LibraryError):
    """A file is not a library."""

    form = "{source} is not a library: {reason}"


class NotInOrder(LibraryError):
    """A library to restore from is damaged; ``reason`` says how."""

    form = "{source} is not in order: {reason}"


class LogMisplaced(LibraryError):
    """Something else lies where SQLite keeps the log of a library; ``reason`` says what."""

    form = "{source} is where the log of the library belongs, but it is {reason}: move it elsewhere"


class LibraryReadOnly(LibraryError):
    """The library can be read, but what was asked would change it."""


class LibraryBusy(LibraryError):
    """Another program has kept the library locked for longer than we wait; nothing was changed."""


class LibraryMoved(LibraryError):
    """The library was moved, deleted or replaced while it was open; nothing was changed."""


class LibraryDamaged(LibraryError):
    """The file of the library is damaged: not only one article, and not because of the machine."""


class ArticleDamaged(LibraryError):
    """What the library holds of one article cannot be decoded; the other articles are not affected."""

    form = "article {article} is damaged in the library: {reason}"

    def __init__(self, article: int, reason: str) -> None:
        super().__init__(reason, article=article)


class MachineError(ReaderError):
    """The machine is the problem, not the data: no memory, a full or failing disk, too many open files.

    Nothing is deleted or rebuilt because of it; the sentence says which it was.
    """


class LibraryMachineError(LibraryError, MachineError):
    """The machine keeps the library from being used; the library itself may be in perfect order."""


class CannotWrite(LibraryMachineError):
    """A file or folder beside the library, such as a backup, cannot be written."""

    form = "{source} {reason}"


class WrongFile(ReaderError):
    """A named file cannot be used as requested: it must not be replaced, or is missing."""

    form = "{source} {reason}"


class ProgramFault(ReaderError):
    """A mistake of this program. The traceback is in the log; nothing is deleted because of it."""


class ArticleNotFound(ReaderError):
    """No article has that id."""

    form = "there is no article {article} in this library"

    def __init__(self, article: int) -> None:
        super().__init__(article=article)


class NoSuchText(ReaderError):
    """An article has no former text with that number."""

    form = "article {article} has no text {number}"

    def __init__(self, article: int, number: int) -> None:
        super().__init__(article=article)
        self.number = number


class SearchError(ReaderError):
    """A saved search cannot be kept, renamed or found as asked."""


class TagError(ReaderError):
    """A tag cannot be renamed as asked."""


class IndexBusy(ReaderError):
    """Another process is writing the search index."""


class IndexBroken(ReaderError):
    """The bytes of the search index are damaged, as the code that decoded them found; it must be rebuilt."""


class IndexRefused(ReaderError):
    """A directory is where the search index belongs, but reader did not make it; it is left alone."""


class ConfigError(ReaderError):
    """A setting, or an option that says where things are, cannot be used as it is."""


_SYSTEM = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "this user's disk quota is used up",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.EFBIG: "files may not grow any further (see 'ulimit -f')",
    errno.EIO: "the disk reports an error",
    errno.ENOMEM: "there is not enough memory",
    errno.EROFS: "the file system is read-only",
}


def in_words(error: OSError | MemoryError) -> str:
    """What went wrong with the machine, in a few words: ``the disk is full``."""
    if isinstance(error, MemoryError):
        return _SYSTEM[errno.ENOMEM]
    words = error.strerror or str(error)
    return _SYSTEM.get(error.errno or 0, words[:1].lower() + words[1:])
