"""Single files packed with gzip, bzip2, xz or zstd."""

from __future__ import annotations

import bz2
import gzip
import importlib
import lzma
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import IO, Any, BinaryIO, NamedTuple, cast

from reader.errors import UnreadableSource
from reader.sources.allowance import bomb
from reader.sources.containers.members import (
    UNPACKING,
    ArchiveEntry,
    contents_of,
    member_path,
    opened,
    spooled,
    unpacking,
)
from reader.sources.containers.section import section
from reader.sources.fetched import HEAD, Fetched
from reader.sources.protocol import Fail, FoundFile


class Packing(NamedTuple):
    """A way in which one file is packed.

    ``start`` is how such a file begins, ``endings`` are those of its name and what is left of it, ``opens``
    opens it unpacked.
    """

    start: bytes
    endings: tuple[tuple[str, str], ...]
    opens: Callable[[BinaryIO], IO[bytes]]


def _gzip(stream: BinaryIO) -> IO[bytes]:
    return cast(IO[bytes], gzip.GzipFile(fileobj=stream))


def _zstd(stream: BinaryIO) -> IO[bytes]:
    # New in Python 3.14; the package is the same for those before.
    for name in ("compression.zstd", "backports.zstd"):
        with suppress(ImportError):
            zstd: Any = importlib.import_module(name)
            return cast(IO[bytes], zstd.ZstdFile(stream))
    raise UnreadableSource("is packed with zstd, which takes Python 3.14 or the package backports.zstd")


PACKINGS = (
    Packing(b"\x1f\x8b\x08", ((".tgz", ".tar"), (".gz", "")), _gzip),
    Packing(b"BZh", ((".tbz2", ".tar"), (".tbz", ".tar"), (".bz2", "")), bz2.BZ2File),
    Packing(b"\xfd7zXZ\0", ((".txz", ".tar"), (".xz", "")), lzma.LZMAFile),
    Packing(b"\x28\xb5\x2f\xfd", ((".tzst", ".tar"), (".zst", "")), _zstd),
)


def packing_of(head: bytes) -> Packing | None:
    """How a file is packed that begins with these bytes."""
    return next((packing for packing in PACKINGS if head.startswith(packing.start)), None)


def first_bytes(fetched: Fetched, size: int = HEAD) -> bytes:
    """The first bytes of what is packed in a file; fewer or none if it is damaged or cannot be unpacked."""
    packing = packing_of(fetched.head(16))
    if packing is None:
        return b""
    with fetched.open() as stream:
        try:
            with packing.opens(stream) as unpacked:
                return unpacked.read(size)
        except UNPACKING:
            return b""


class Packed:
    """The container for one packed file, which it names after itself."""

    def sniff(self, fetched: Fetched) -> bool:
        """Whether a file begins as a packed one does."""
        packing = packing_of(fetched.head(16))
        # "BZh" alone could begin a text.
        return packing is not None and (packing.start != b"BZh" or fetched.head(10)[4:] == b"1AY&SY")

    def find(self, fetched: Fetched, fail: Fail) -> Iterator[FoundFile]:
        """The file in it."""
        packing = packing_of(fetched.head(16))
        if packing is None:
            raise UnreadableSource("is not packed")
        stream, allowance = opened(fetched)
        packed = stream.seek(0, 2)
        stream.seek(0)
        with stream, unpacking(), packing.opens(stream) as unpacked:
            content, damage = spooled(unpacked, allowance)
        size = content.seek(0, 2)
        opens = partial(section, content, 0, size)
        entry = ArchiveEntry(_name(fetched, packing), size, opens, problem=bomb(size, packed))
        contents = contents_of(fetched, [entry], allowance, content)
        if damage and not size:
            raise UnreadableSource(f"is damaged ({damage})")
        yield from contents.files()
        if damage:
            fail("", UnreadableSource(f"is damaged ({damage}): its rest cannot be read"))


def _name(fetched: Fetched, packing: Packing) -> str:
    name = fetched.name
    for ending, instead in packing.endings:
        if name.lower().endswith(ending) and len(name) > len(ending):
            return member_path(name[: -len(ending)] + instead)
    return "content"
