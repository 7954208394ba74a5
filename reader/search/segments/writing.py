"""Writes segments in the format that ``segment`` reads and describes. Standard library only."""

from __future__ import annotations

import json
import os
import zlib
from array import array
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

from reader.search.segments.dictionary import BLOCK
from reader.search.segments.directory import create
from reader.search.segments.segment import CHECKED, CODES, MAGIC, TAIL, Numbers

RawBytes: TypeAlias = "bytes | bytearray | array[int]"


def _pack(numbers: Numbers) -> tuple[int, array[int]]:
    """Numbers in the smallest integer size that holds them: (number of the size, array)."""
    top = max(numbers, default=0)
    code = 0 if top < 0x100 else 1 if top < 0x10000 else 2
    if isinstance(numbers, array) and numbers.typecode == CODES[code]:
        return code, numbers
    return code, array(CODES[code], numbers)


class SegmentWriter:
    """Writes a segment: the fields one by one, each with its terms in ascending order; then ``close``."""

    def __init__(self, path: Path) -> None:
        self._file = os.fdopen(create(path), "wb", buffering=1 << 20)
        self._place = 0
        self._checks: list[int] = []
        self._check = 0
        self._tables: list[tuple[str, Iterable[RawBytes]]] = []
        self.write(MAGIC)

    def add_field(self, name: str) -> FieldWriter:
        """Starts the next field."""
        return FieldWriter(self, name)

    def write(self, piece: RawBytes) -> int:
        """Appends postings; returns the place after them."""
        size = self._file.write(piece)
        if self._place % CHECKED + size < CHECKED:
            self._check = zlib.crc32(piece, self._check)
        else:
            self._check_parts(memoryview(piece).cast("B"))
        self._place += size
        return self._place

    def _check_parts(self, piece: memoryview) -> None:
        """Adds a piece that extends beyond the current checksum's stretch."""
        at = self._place % CHECKED
        while at + len(piece) >= CHECKED:
            self._checks.append(zlib.crc32(piece[: CHECKED - at], self._check))
            piece, at, self._check = piece[CHECKED - at :], 0, 0
        self._check = zlib.crc32(piece, self._check)

    @property
    def place(self) -> int:
        return self._place

    def add_table(self, name: str, table: RawBytes) -> None:
        """Keeps a table, to be written after all postings."""
        self.add_pieces(name, (table,))

    def add_pieces(self, name: str, pieces: Iterable[RawBytes]) -> None:
        """Adds a table whose pieces are only requested when it is written, so it is never held whole."""
        self._tables.append((name, pieces))

    def close(self, about: Mapping[str, Any]) -> None:
        """Writes the tables and ``about``, which can be read as :attr:`SegmentFile.about`.

        The file is on disk when this returns.
        """
        checks = [*self._checks, self._check] if self._place % CHECKED else self._checks
        places = {}
        for name, pieces in self._tables:
            begin, checksum = self._place, 0
            for piece in pieces:
                checksum = zlib.crc32(piece, checksum)
                self._place += self._file.write(piece)
            places[name] = (begin, self._place - begin, checksum)
        header = json.dumps({"about": about, "tables": places, "checks": checks}).encode()
        self._file.write(header)
        self._file.write(TAIL.pack(len(header), zlib.crc32(header)) + MAGIC)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Closes the unfinished file."""
        with suppress(OSError):  # the rest of the buffer may not fit on the disk
            self._file.close()


class FieldWriter:
    """Writes one field of a segment."""

    def __init__(self, segment: SegmentWriter, name: str) -> None:
        self._segment = segment
        self._name = name
        self._terms = _Words()
        self._frequencies = array("I")
        self._places = array("Q", [segment.place])

    def __len__(self) -> int:
        """The number of terms so far, which is the number of the next one."""
        return len(self._frequencies)

    def add(self, term: bytes, docs: Numbers, impacts: Numbers, positions: Numbers) -> None:
        """Adds a term. ``docs`` ascend; ``positions`` are empty for a field without positions."""
        doc_code, packed_docs = _pack(docs)
        impact_code, packed_impacts = _pack(impacts)
        position_code, packed_positions = _pack(positions)
        head = bytes((doc_code | impact_code << 2 | position_code << 4,))
        self._terms.append(term)
        self._frequencies.append(len(docs))
        pieces = (head, packed_docs, packed_impacts, packed_positions)
        self._places.append(self._segment.write(b"".join(pieces)))

    def close(self, surfaces: Iterable[tuple[bytes, int]]) -> None:
        """Ends the field. ``surfaces`` are (folded word, number of its term) in ascending order."""
        words, own = _Words(), array("I")
        for surface, number in surfaces:
            words.append(surface)
            own.append(number)
        table, name = self._segment.add_table, self._name
        self._terms.write(table, f"{name}.terms")
        table(f"{name}.frequencies", self._frequencies)
        table(f"{name}.places", self._places)
        words.write(table, f"{name}.surfaces")
        table(f"{name}.surface_terms", own)


class _Words:
    """A dictionary in the making: words in ascending order, as they will be in the file.

    (A list of them would take three times as much memory.)
    """

    def __init__(self) -> None:
        self._words = bytearray()
        self._blocks = array("Q", [0])
        self._count = 0

    def append(self, word: bytes) -> None:
        """Adds the next word."""
        self._words += word + b"\n"
        self._count += 1
        if self._count % BLOCK == 0:
            self._blocks.append(len(self._words))

    def write(self, table: Callable[[str, RawBytes], None], name: str) -> None:
        """Adds the tables that :class:`Dictionary` reads."""
        if self._count % BLOCK:
            self._blocks.append(len(self._words))
        table(f"{name}.words", self._words)
        table(f"{name}.blocks", self._blocks)
        table(f"{name}.count", array("Q", [self._count]))
