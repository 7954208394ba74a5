"""Tar archives: plain, and packed with gzip, bzip2, xz or zstd.

Python's own module is not used: it follows sizes that lead back to where it has been, and takes seconds for
headers that are made to take long.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, NamedTuple

from reader.errors import UnreadableSource
from reader.sources.containers.members import (
    ArchiveEntry,
    contents_of,
    member_path,
    opened,
    spooled,
    unpacking,
)
from reader.sources.containers.packed import first_bytes, packing_of
from reader.sources.containers.section import section
from reader.sources.fetched import Fetched
from reader.sources.protocol import Fail, FoundFile

_BLOCK = 512
_MOST_HEADER = 1 << 20
"""No name or list of attributes is longer."""

_WITHOUT_DATA = b"123456"
_FILE, _LINK = b"0\0" + b"7", b"1"
_NAME_FOLLOWS, _LINK_FOLLOWS, _ATTRIBUTES, _FOR_ALL = b"L", b"K", b"x", b"g"


class Tar:
    """The container for tar archives."""

    def sniff(self, fetched: Fetched) -> bool:
        """Whether a file, or what is packed in it, begins as a tar archive does."""
        return is_tar(fetched.head(_BLOCK)) or is_tar(first_bytes(fetched, _BLOCK))

    def find(self, fetched: Fetched, fail: Fail) -> Iterator[FoundFile]:
        """The files in it, in order; of a damaged archive, those before the damage."""
        stream, allowance = opened(fetched)
        damage = ""
        packing = packing_of(fetched.head(16))
        if packing is not None:
            # A picture beside a page may stand anywhere in the archive, so all of it is unpacked once.
            with stream, unpacking(), packing.opens(stream) as unpacked:
                stream, damage = spooled(unpacked, allowance)
        scan = _Scan(stream)
        contents = contents_of(fetched, scan, allowance, stream)
        yield from contents.files()
        if damage or scan.damage:
            fail("", UnreadableSource(f"is damaged ({damage or scan.damage}): its rest cannot be read"))


def is_tar(head: bytes) -> bool:
    """Whether these 512 bytes are the header of a file in a tar archive: its checksum is right."""
    if len(head) < _BLOCK or not head[:100].strip(b"\0"):
        return False
    stated = head[148:156].strip(b"\0 ")
    if not re.fullmatch(b"[0-7]{1,7}", stated):
        return False
    # The checksum itself counts as blanks; some old programs add up signed bytes.
    plain = sum(head) - sum(head[148:156]) + 8 * 32
    signed = plain - 256 * sum(byte > 127 for byte in head[:148] + head[156:_BLOCK])
    return int(stated, 8) in (plain, signed)


class _Header(NamedTuple):
    name: str
    kind: bytes
    size: int
    modified: int
    link: str


class _Scan:
    """Goes through the headers of an archive. ``damage`` says, after that, why it could not go on."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._end = stream.seek(0, 2)
        self._found: dict[str, ArchiveEntry] = {}
        self.damage = ""

    def __iter__(self) -> Iterator[ArchiveEntry]:
        at = 0
        ahead: dict[str, str] = {}
        for_all: dict[str, str] = {}
        while at < self._end:
            block = self._at(at, _BLOCK)
            if not block.strip(b"\0"):
                return
            if not is_tar(block):
                self.damage = "it is cut off" if len(block) < _BLOCK else "there is something else in it"
                return
            header = _header(block, for_all | ahead)
            size = 0 if header.kind in _WITHOUT_DATA else header.size
            start, at = at + _BLOCK, at + _BLOCK + -(-size // _BLOCK) * _BLOCK
            if start + size > self._end:
                self.damage = "it is cut off"
                return
            if header.kind in _NAME_FOLLOWS + _LINK_FOLLOWS + _ATTRIBUTES + _FOR_ALL:
                self._read_ahead(header, start, ahead, for_all)
                continue
            ahead = {}
            entry = self._entry(header, start)
            if entry is not None:
                self._found[entry.path] = entry
                yield entry

    def _read_ahead(
        self, header: _Header, start: int, ahead: dict[str, str], for_all: dict[str, str]
    ) -> None:
        """What a header says about the file behind it: a long name, or attributes."""
        raw = self._at(start, min(header.size, _MOST_HEADER))
        if header.kind in (_NAME_FOLLOWS, _LINK_FOLLOWS):
            ahead["path" if header.kind == _NAME_FOLLOWS else "linkpath"] = _text(raw.split(b"\0")[0])
        else:
            (ahead if header.kind == _ATTRIBUTES else for_all).update(_attributes(raw))

    def _entry(self, header: _Header, start: int) -> ArchiveEntry | None:
        path = member_path(header.name)
        if not path or header.name.endswith("/"):
            return None
        if header.kind == _LINK:
            # Another name of a file that was stored before. Symbolic links are not followed.
            file = self._found.get(member_path(header.link))
            return file and file._replace(path=path)
        if header.kind not in _FILE:
            return None
        opens = partial(section, self._stream, start, header.size)
        return ArchiveEntry(path, header.size, opens, float(header.modified))

    def _at(self, at: int, size: int) -> bytes:
        self._stream.seek(at)
        return self._stream.read(size)


def _header(block: bytes, ahead: dict[str, str]) -> _Header:
    name = _text(block[:100].split(b"\0")[0])
    prefix = block[345:500].split(b"\0")[0]
    if block[257:263] == b"ustar\0" and prefix:
        name = posixpath.join(_text(prefix), name)
    size = _number(block[124:136])
    kind = block[156:157]
    if kind in _FILE and (stated := ahead.get("size", "")).isdecimal():
        size = int(stated[:20])
    return _Header(
        name=ahead.get("path", name),
        kind=kind,
        size=size,
        modified=min(_number(block[136:148]), 1 << 40),
        link=ahead.get("linkpath", _text(block[157:257].split(b"\0")[0])),
    )


def _number(field: bytes) -> int:
    """A number in octal digits, or in binary if its first bit is set; never below 0."""
    if field[0] & 0x80:
        return 0 if field[0] & 0x40 else int.from_bytes(bytes([field[0] & 0x3F]) + field[1:], "big")
    digits = re.match(b"[ \0]*([0-7]*)", field)
    return int(digits[1] or b"0", 8) if digits else 0


def _attributes(raw: bytes) -> Iterator[tuple[str, str]]:
    """The attributes in an extended header: ``length name=value`` and a line end each."""
    at = 0
    while match := re.compile(rb"(\d{1,9}) ").match(raw, at):
        end = at + int(match[1])
        name, equals, value = raw[match.end() : end - 1].partition(b"=")
        if end <= match.end() or not equals:
            return
        if name in (b"path", b"linkpath", b"size"):
            yield name.decode(), _text(value)
        at = end


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
