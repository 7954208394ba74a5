"""What a source returns: the bytes of one file, and everything known about it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

from reader.errors import UnreadableSource
from reader.sources.allowance import Allowance
from reader.sources.listing import called

MAX_BYTES = 64 * 2**20
"""The largest file that a format reads. A saved page has some kilobytes; larger files are something else."""

HEAD = 4096
"""So many bytes are enough to see what kind of file it is."""

Neighbours = Callable[[str], "Fetched | None"]
"""Returns the file that a relative name refers to, as seen from the file that contains the name."""


def _none(_name: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Fetched:
    """One file as a source found it.

    Attributes:
        locator: where it is: an absolute path, an address, or ``stdin:`` and the start of its digest; for a
            file in an archive, where the archive is.
        content: its bytes; for a file of more than ``MAX_BYTES``, a function that opens it.
        member: its path inside the archive; "" outside one.
        media_type: the type that the source states (``text/html; charset=utf-8``), or "".
        modified: when it was last changed, in seconds since the epoch; None if unknown.
        neighbours: returns the files beside it. Use :meth:`neighbour`.
        names: returns the names of all files in its folder and the folders below, relative to that folder
            (``pictures/1.png``), in order. Use :meth:`beside`.
        allowance: what may still be unpacked from the archive that it comes from; None outside one.
    """

    locator: str
    content: bytes | Callable[[], BinaryIO]
    member: str = ""
    media_type: str = ""
    modified: float | None = None
    neighbours: Neighbours = _none
    names: Callable[[], Sequence[str]] = tuple
    allowance: Allowance | None = field(default=None, compare=False)

    @property
    def source(self) -> str:
        """The name that the library remembers the file by: an archive counts as a folder."""
        return f"{self.locator}/{self.member}" if self.member else self.locator

    @property
    def raw(self) -> bytes:
        """All its bytes.

        Raises:
            UnreadableSource: there are more than ``MAX_BYTES``.
            OSError: they cannot be read.
        """
        if isinstance(self.content, bytes):
            return self.content
        with self.content() as stream:
            raw = stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise UnreadableSource(f"larger than {MAX_BYTES >> 20} MB")
        return raw

    @property
    def name(self) -> str:
        """The last part of its path: the name of the file, without folders."""
        return self.source.rpartition("/")[2]

    def head(self, size: int = HEAD) -> bytes:
        """Its first bytes, without reading more. Raises OSError or UnreadableSource."""
        if isinstance(self.content, bytes):
            return self.content[:size]
        with self.content() as stream:
            return stream.read(size)

    def open(self) -> BinaryIO:
        """Its bytes as a stream, without a limit; the caller closes it. Raises OSError."""
        return BytesIO(self.content) if isinstance(self.content, bytes) else self.content()

    def neighbour(self, name: str) -> Fetched | None:
        """The file that a relative name (``pictures/1.png``) refers to, as seen from this one.

        None if there is no such file, if it cannot be read, or if it lies outside the folder or archive that
        this file comes from.
        """
        return self.neighbours(name)

    def picture(self, name: str) -> bytes | None:
        """The bytes of the file beside this one that a relative name refers to; None if there are none."""
        found = self.neighbour(name)
        try:
            return None if found is None else found.raw
        except (OSError, UnreadableSource):
            return None

    def beside(self) -> Sequence[str]:
        """The names of all files in its folder and below, as :meth:`neighbour` takes them, in order."""
        return self.names()

    def called(self, name: str) -> list[str]:
        """The files of the whole folder or archive called ``name``, whatever the case of the letters.

        They are named as :meth:`neighbour` takes them (``../pictures/1.png``), the nearest ones first.
        """
        return called(self.beside(), name)

    def source_of(self, name: str) -> str:
        """The :attr:`source` that a file has whose name relative to this one is ``name``.

        A link to such a file has this as its address, so that it leads to the article of that file.
        """
        folder, slash, _ = self.source.rpartition("/")
        return posixpath.normpath(folder + slash + name) if name else self.source
