"""The files in an archive, whatever kind of archive it is: safe names, neighbours, limits."""

from __future__ import annotations

import errno
import lzma
import posixpath
import re
import struct
import weakref
import zipfile
import zlib
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BufferedReader, RawIOBase
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, NamedTuple, cast

from reader.errors import UnreadableSource
from reader.sources.allowance import MOST_FILES, Allowance
from reader.sources.fetched import MAX_BYTES, Fetched
from reader.sources.listing import Names, resolved, spellings
from reader.sources.protocol import FoundFile

CHUNK = 1 << 20
_IN_MEMORY = 16 * CHUNK

DAMAGED: tuple[type[Exception], ...] = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, IndexError, KeyError),
    *(ValueError, OverflowError, NotImplementedError, RuntimeError),
)
"""What Python's libraries raise for archives that are damaged, or packed in a way that they do not know."""

UNPACKING: tuple[type[Exception], ...] = (*DAMAGED, OSError, UnreadableSource)
"""What may be raised while something is unpacked; damage counts as OSError in some of the libraries."""

_DRIVE = re.compile(r"[A-Za-z]:(?=/)")
_SURROGATE = re.compile("[\ud800-\udfff]")


class ArchiveEntry(NamedTuple):
    """A file in an archive, as the archive lists it."""

    path: str
    size: int
    open: Callable[[], IO[bytes]]
    """Opens it; raises one of ``DAMAGED``, OSError or UnreadableSource."""
    modified: float | None = None
    problem: str = ""
    """Why it cannot be read, or ""."""


class OpenArchive:
    """The files of one archive, while it is open.

    The archive stays open until the last of its files is forgotten, because its list is read only once.
    """

    def __init__(
        self, archive: Fetched, entries: Iterable[ArchiveEntry], allowance: Allowance, packed: bool
    ) -> None:
        self._archive = archive
        self._packed = packed
        self._allowance = allowance
        self._entries: dict[str, ArchiveEntry] = {}
        again: dict[str, int] = {}
        for entry in entries:
            if len(self._entries) >= MOST_FILES:
                raise UnreadableSource(f"holds more than {MOST_FILES:,} files")
            self._entries[_told_apart(entry.path, self._entries, again)] = entry
        self._names = Names(self._entries)

    def files(self) -> Iterator[FoundFile]:
        """The files, in the order of the archive."""
        source = self._archive.source
        for path in self._entries:
            yield FoundFile(source, partial(self.fetch, path), member=path, path=path)

    def fetch(self, path: str) -> Fetched:
        """Reads a file. Raises UnreadableSource or OSError."""
        entry = self._entries[path]
        if entry.problem:
            raise UnreadableSource(entry.problem)
        large = entry.size > MAX_BYTES
        return Fetched(
            self._archive.source,
            partial(self._open, entry) if large else self._read(entry),
            member=path,
            modified=entry.modified,
            neighbours=partial(self._neighbour, path),
            names=partial(self._names.beside, path),
            allowance=self._allowance,
        )

    def _read(self, entry: ArchiveEntry) -> bytes:
        with unpacking(), entry.open() as stream:
            raw = stream.read(MAX_BYTES + 1)
        if self._packed:
            self._allowance.spend(len(raw))
        if len(raw) < entry.size:
            raise UnreadableSource("is damaged (it is cut off)")
        return raw

    def _open(self, entry: ArchiveEntry) -> BinaryIO:
        with unpacking():
            return BufferedReader(_Unpacking(entry.open(), self._allowance if self._packed else None), CHUNK)

    def _neighbour(self, beside: str, name: str) -> Fetched | None:
        for spelling in spellings(name):
            wanted = resolved(spelling, beside)
            path = self._names.find(wanted) if wanted else None
            if path is None:
                continue
            try:
                return self.fetch(path)
            except (UnreadableSource, OSError, MemoryError):
                return None
        return None


class _Unpacking(RawIOBase):
    """A large file in an archive as a stream: damage is UnreadableSource, what is unpacked is counted."""

    def __init__(self, stream: IO[bytes], allowance: Allowance | None) -> None:
        super().__init__()
        self._stream = stream
        self._allowance = allowance

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        with unpacking():
            return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        with unpacking():
            part = self._stream.read(len(buffer))
        if self._allowance is not None:
            self._allowance.spend(len(part))
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        self._stream.close()
        super().close()


def member_path(name: str) -> str:
    """A name from an archive as a path that leads nowhere else: ``../a//b`` is ``a/b``, ``..`` is ""."""
    name = _SURROGATE.sub(lambda match: f"\\x{ord(match[0]) & 0xFF:02x}", name).replace("\0", "")
    parts = _DRIVE.sub("", name).split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def _told_apart(path: str, taken: Container[str], again: dict[str, int]) -> str:
    """The path, with a number if the archive holds another file of that name: ``a (2).html``."""
    name = path
    stem, ending = posixpath.splitext(path)
    while name in taken:
        again[path] = again.get(path, 1) + 1
        name = f"{stem} ({again[path]}){ending}"
    return name


@contextmanager
def unpacking() -> Iterator[None]:
    """Damage that is found in the block is raised as UnreadableSource; errors of the disk stay OSError."""
    try:
        yield
    except UNPACKING as error:
        # Some libraries raise OSError without a number for damage; a place before the start is EINVAL.
        if isinstance(error, UnreadableSource) or getattr(error, "errno", None) not in (None, errno.EINVAL):
            raise
        raise UnreadableSource(f"is damaged ({reason_of(error)})") from error


def reason_of(error: Exception) -> str:
    """A short reason why something could not be unpacked."""
    match error:
        case UnreadableSource():
            return error.reason
        case EOFError():
            return "it is cut off"
        case zipfile.BadZipFile() if "CRC" in str(error):
            return "its checksum is wrong"
        case NotImplementedError():
            return "it is packed in a way that is not known here"
        case _:
            return "it cannot be unpacked"


def opened(archive: Fetched) -> tuple[BinaryIO, Allowance]:
    """An archive as a stream in which any place can be read at once, and what may be unpacked from it.

    A large archive inside another one is unpacked into a file without a name, which the system removes.
    """
    stream = archive.open()
    allowance = archive.allowance or Allowance(stream.seek(0, 2))
    stream.seek(0)
    try:
        allowance.open_archive()
        if archive.member and not isinstance(archive.content, bytes):
            with stream:
                return spooled(stream, None)[0], allowance
    except BaseException:
        stream.close()
        raise
    return stream, allowance


def spooled(stream: IO[bytes], allowance: Allowance | None) -> tuple[BinaryIO, str]:
    """What a stream holds, in a file without a name; and why its rest could not be read, or "".

    ``allowance`` is None if the stream itself counts what is unpacked.
    """
    copy = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (the caller closes it)
    damage = ""
    try:
        while True:
            try:
                # Not read(), which returns nothing of what it has if the rest cannot be read.
                part = getattr(stream, "read1", stream.read)(CHUNK)
            except UNPACKING as error:
                damage = reason_of(error)
                break
            if not part:
                break
            try:
                if allowance is not None:
                    allowance.spend(len(part))
            except UnreadableSource as error:
                damage = error.reason
                break
            copy.write(part)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return cast(BinaryIO, copy), damage


def contents_of(
    archive: Fetched,
    entries: Iterable[ArchiveEntry],
    allowance: Allowance,
    stream: IO[bytes],
    *,
    packed: bool = False,
) -> OpenArchive:
    """The files of an archive. ``stream``, from which they are read, is closed with the last of them.

    ``packed`` says that its files are unpacked one by one, and not all of it before.
    """
    try:
        contents = OpenArchive(archive, entries, allowance, packed)
    except BaseException:
        stream.close()
        raise
    weakref.finalize(contents, stream.close)
    return contents
