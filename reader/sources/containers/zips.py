"""Zip archives, and what can be read of those that are cut off."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import IO, BinaryIO

from reader.errors import UnreadableSource
from reader.sources.allowance import Allowance, bomb
from reader.sources.containers.members import (
    CHUNK,
    UNPACKING,
    ArchiveEntry,
    contents_of,
    member_path,
    opened,
    unpacking,
)
from reader.sources.fetched import MAX_BYTES, Fetched
from reader.sources.protocol import Fail, FoundFile

LOCAL = b"PK\3\4"
_EMPTY = b"PK\5\6"
_FIRST_NAMES = (b"mimetype", b"[Content_Types].xml", b"META-INF/MANIFEST.MF", b"AndroidManifest.xml")
"""The first file in documents and programs that are zips: their parts are nothing to read."""

_HEADER = struct.Struct("<4s5H3I2H")
_UTF8, _ENCRYPTED, _SIZE_FOLLOWS = 1 << 11, 1, 1 << 3
_UNICODE_PATH = 0x7075


class Zip:
    """The container for zip archives."""

    def sniff(self, fetched: Fetched) -> bool:
        """Whether a file is a zip, and not a document or a program in the form of one."""
        head = fetched.head(100)
        return head.startswith((LOCAL, _EMPTY)) and not head[_HEADER.size :].startswith(_FIRST_NAMES)

    def find(self, fetched: Fetched, fail: Fail) -> Iterator[FoundFile]:
        """The files in it, in the order of its list; of a damaged archive, those that can be read."""
        stream, allowance = opened(fetched)
        try:
            with unpacking():
                entries = list(_listed(stream))
            damaged = False
        except UnreadableSource:
            entries = list(_salvaged(stream, allowance))
            damaged = True
        contents = contents_of(fetched, entries, allowance, stream, packed=True)
        yield from contents.files()
        if damaged:
            fail("", UnreadableSource("is damaged: only some of its files can be read"))


# --- by its list -------------------------------------------------------------------------------------------


def _listed(stream: BinaryIO) -> Iterator[ArchiveEntry]:
    archive = zipfile.ZipFile(stream)
    for info in archive.infolist():
        if info.is_dir() or info.orig_filename.endswith("\\"):
            continue
        mode = info.external_attr >> 16
        path = member_path(_name(info).replace("\\", "/"))
        if path and not stat.S_ISLNK(mode):
            problem = _problem(info.flag_bits, info.file_size, info.compress_size)
            opens = partial(_member, archive, info)
            yield ArchiveEntry(path, info.file_size, opens, _modified(info), problem)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    return archive.open(info)


def _problem(flags: int, size: int, packed: int) -> str:
    return "is encrypted with a password" if flags & _ENCRYPTED else bomb(size, packed)


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a file: in UTF-8 if the archive says so or it can be, else in the old code page."""
    if info.flag_bits & _UTF8:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    return _unicode_path(info.extra, raw) or _decoded(raw)


def _decoded(raw: bytes) -> str:
    with suppress(UnicodeDecodeError):
        return raw.decode()
    return raw.decode("cp437")


def _unicode_path(extra: bytes, name: bytes) -> str:
    """The name in the field that Info-ZIP adds for names that its code page lacks."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(field) > 5 and field[1:5] == struct.pack("<I", zlib.crc32(name)):
            with suppress(UnicodeDecodeError):
                return field[5:].decode()
    return ""


def _modified(info: zipfile.ZipInfo) -> float | None:
    try:
        return datetime(*info.date_time, tzinfo=UTC).timestamp()
    except ValueError:
        return None


# --- one file after another, without the list --------------------------------------------------------------


def _salvaged(stream: BinaryIO, allowance: Allowance) -> Iterator[ArchiveEntry]:
    """The files that stand whole in an archive whose list is missing or damaged."""
    stream.seek(0)
    while True:
        at = stream.tell()
        header = stream.read(_HEADER.size)
        if len(header) < _HEADER.size or not header.startswith(LOCAL):
            return
        _, _, flags, method, _, _, _, packed, size, name_size, extra_size = _HEADER.unpack(header)
        name = stream.read(name_size)
        stream.seek(extra_size, 1)
        start = stream.tell()
        text = name.decode(errors="replace") if flags & _UTF8 else _decoded(name)
        path = member_path(text.replace("\\", "/"))
        folder = name.endswith((b"/", b"\\"))
        try:
            if flags & _SIZE_FOLLOWS:
                size, end = (0, start) if folder else _measured(stream, method, allowance)
            else:
                end = start + packed
        except UNPACKING:
            return
        stream.seek(0, 2)
        if end > stream.tell():
            return
        if path and not folder:
            problem = _problem(flags, size, end - start)
            yield ArchiveEntry(path, size, partial(_inflated, stream, start, end, method), problem=problem)
        stream.seek(end)
        _skip_descriptor(stream)
        if stream.tell() <= at:
            return


def _measured(stream: BinaryIO, method: int, allowance: Allowance) -> tuple[int, int]:
    """The size of a deflated file, and where it ends, if the archive states that only behind it."""
    start = stream.tell()
    if method != zipfile.ZIP_DEFLATED:
        raise NotImplementedError
    inflate = zlib.decompressobj(-15)
    size = read = 0
    while not inflate.eof:
        part = stream.read(CHUNK >> 4)
        if not part:
            raise EOFError
        read += len(part)
        while part and not inflate.eof:
            piece = inflate.decompress(part, CHUNK)
            allowance.spend(len(piece))
            size += len(piece)
            part = inflate.unconsumed_tail
    return size, start + read - len(inflate.unused_data)


def _inflated(stream: BinaryIO, start: int, end: int, method: int) -> IO[bytes]:
    stream.seek(start)
    raw = stream.read(end - start)
    if method == zipfile.ZIP_DEFLATED:
        return BytesIO(zlib.decompressobj(-15).decompress(raw, MAX_BYTES + 1))
    if method != zipfile.ZIP_STORED:
        raise NotImplementedError
    return BytesIO(raw)


def _skip_descriptor(stream: BinaryIO) -> None:
    """Goes past the sizes behind a file, if there are any, to the next one."""
    at = stream.tell()
    after = stream.read(24)
    for size in (0, 12, 16, 20, 24):
        if after[size : size + 4] == LOCAL or (size == len(after) and size):
            stream.seek(at + size)
            return
    following = after + stream.read(4)
    place = following.find(LOCAL)
    stream.seek(at + place if place >= 0 else at)
