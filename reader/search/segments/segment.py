"""One segment of the index: postings and dictionaries in one file, written once and read in parts.

Whoosh's own format pickles and compresses blocks of 128 postings and walks through them one posting at a
time. Here each term's postings are flat arrays, so writing, decoding, scoring and merging take a few calls
that run in C. Nothing is read before it is needed; opening costs the size of the document table.

File layout (integers in the machine's byte order; a file from another machine counts as broken)::

    MAGIC
    postings of every term of every field, one after another:
        1 byte    which integer sizes follow (two bits each: documents, impacts, positions)
        documents n numbers (differences to the previous one would be smaller, but need a loop to read)
        impacts   n numbers: occurrences << 8 | length of the field as Whoosh's length byte
        positions occurrences numbers: all positions in the first document, then in the second ...
    tables: for each field a dictionary of terms (with document frequency and place of the postings) and a
        dictionary of *surfaces* (folded words as written, each with its term); the document table
    JSON that lists the tables, each with place, length and CRC-32
    length and CRC-32 of the JSON; MAGIC

The checksum of a table is verified when it is first used, so opening a large segment reads little of it.
Postings have checksums too, one for each ``CHECKED`` bytes, which only :meth:`SegmentFile.verify` uses:
searches do not pay for them, and only check that the data they decode are consistent. The file is read, not
mapped into memory: if a mapped file is cut short or its disk fails, the system kills the program.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, repeat
from operator import lt, rshift
from pathlib import Path
from typing import Any

from reader.errors import IndexBroken
from reader.idset import Arrangement
from reader.search.segments.data import Data
from reader.search.segments.dictionary import Dictionary

MAGIC = b"ARSEG\x04" + (b"<" if sys.byteorder == "little" else b">") + b"\n"
TAIL = struct.Struct("=QI")
CODES = "BHI"
"""Integers of one, two and four bytes, as ``array`` names them."""

_SIZES = {code: array(code).itemsize for code in "BHIQqd"}
_FEW = 8  # if this many times fewer documents are wanted than there are, their starts are added up
KEYS = "keys"
"""The field that holds the terms that characterise each article (see ``similar``)."""

SKETCH = 128
"""The size in bytes of a text's sketch, by which near-duplicates are recognised (see ``sketch``)."""

SEEDS = 6
"""Near-duplicates share one of this many smallest hashes, with about one exception in ten thousand."""

CHECKED = 2**20
"""How many bytes of postings share a checksum."""

Numbers = Sequence[int]


class Postings:
    """The postings of one term: ``docs`` and ``impacts`` in parallel, and ``positions`` on demand."""

    __slots__ = ("_codes", "_data", "_place", "_starts", "docs", "impacts")

    def __init__(self, data: bytes, count: int, documents: int) -> None:
        self._data = data
        self._codes = data[0]
        code, self._place = CODES[self._codes & 3], 1
        self.docs = array(code, self._take(count * _SIZES[code]))
        code = CODES[self._codes >> 2 & 3]
        self.impacts = array(code, self._take(count * _SIZES[code]))
        self._starts: array[int] | None = None
        if not len(self.docs) == len(self.impacts) == count or self.docs[-1] >= documents:
            raise IndexBroken("postings do not fit their documents")

    @property
    def size(self) -> int:
        """Their size on disk in bytes."""
        return len(self._data)

    def _take(self, size: int) -> bytes:
        begin, self._place = self._place, self._place + size
        return self._data[begin : self._place]

    def positions(self) -> tuple[array[int], array[int]]:
        """(starts, positions): document number i of ``docs`` has ``positions[starts[i]:starts[i + 1]]``."""
        if self._starts is None:
            self._starts = array("I", accumulate(self._counts(), initial=0))
        return self._starts, self.all_positions()

    def positions_at(self, indexes: Sequence[int]) -> Iterator[array[int]]:
        """The positions in some of the documents, given by their ascending indexes in ``docs``."""
        if self._starts is not None or len(indexes) * _FEW > len(self.docs):
            starts, positions = self.positions()
            for index in indexes:
                yield positions[starts[index] : starts[index + 1]]
            return
        # Adding up the counts in between is cheaper than computing every start.
        counts, positions, start, done = self._counts(), self.all_positions(), 0, 0
        for index in indexes:
            start, done = start + sum(counts[done:index]), index
            yield positions[start : start + counts[index]]

    def _counts(self) -> Sequence[int]:
        """How often the term occurs in each document."""
        if self.impacts.itemsize == 2:
            # The high byte of each impact, without a loop.
            return self.impacts.tobytes()[sys.byteorder == "little" :: 2]
        return array("I", map(rshift, self.impacts, repeat(8)))

    def all_positions(self) -> array[int]:
        """The positions of all documents, one document after another."""
        return array(CODES[self._codes >> 4 & 3], self._data[self._place :])


class Field:
    """One field of an open segment: its terms, and where their postings are."""

    def __init__(self, segment: SegmentFile, name: str) -> None:
        self._segment = segment
        self.terms = Dictionary(segment, f"{name}.terms")
        self.frequencies = segment.table(f"{name}.frequencies", "I")
        self._places = segment.table(f"{name}.places", "Q")
        self.surfaces = Dictionary(segment, f"{name}.surfaces")
        self.surface_terms = segment.table(f"{name}.surface_terms", "I")

    def postings(self, number: int) -> Postings:
        """The postings of a term, by its number in :attr:`terms`.

        Raises:
            IndexBroken: they are inconsistent.
        """
        data = self._segment.data[self._places[number] : self._places[number + 1]]
        try:
            return Postings(data, self.frequencies[number], self._segment.documents)
        except (IndexError, ValueError) as error:
            raise IndexBroken(str(error)) from error


class SegmentFile:
    """An open segment.

    Raises:
        IndexBroken: the file is incomplete, or from another version or machine.
        OSError: it cannot be opened.

    Attributes:
        data: the file's bytes.
        about: the writer's description of it.
        ids: article ids by document number.
    """

    def __init__(self, path: Path) -> None:
        self.data = Data(path)
        size = len(self.data)
        if size < 2 * len(MAGIC) + TAIL.size:
            raise IndexBroken(f"{path.name} is cut short")
        end = size - len(MAGIC) - TAIL.size
        if self.data[: len(MAGIC)] != MAGIC or self.data[end + TAIL.size :] != MAGIC:
            raise IndexBroken(f"{path.name} is not a segment of this version")
        length, checksum = TAIL.unpack(self.data[end : end + TAIL.size])
        raw = self.data[max(0, end - length) : end]
        if zlib.crc32(raw) != checksum:
            raise IndexBroken(f"{path.name} is damaged")
        header = _understood(raw, path.name)
        self.name = path.name
        self.about: dict[str, Any] = header["about"]
        self.places: dict[str, tuple[int, int, int]] = header["tables"]
        self._checks: list[int] = header["checks"]
        self.ids: array[int] = self.table("ids", "q")
        self.documents = len(self.ids)
        self._fields: dict[str, Field] = {}
        self._filled: dict[str, int] = {}

    def table(self, name: str, code: str) -> array[int]:
        """A table of numbers. Raises IndexBroken if it is damaged."""
        _, data = self._whole(name)
        table = array(code)
        if len(data) % table.itemsize:
            raise IndexBroken(f"{self.name} is damaged")
        table.frombytes(data)
        return table

    def place(self, name: str) -> int:
        """Where a table of words starts. Raises IndexBroken if it is damaged."""
        return self._whole(name)[0]

    def _whole(self, name: str) -> tuple[int, bytes]:
        try:
            place, length, checksum = self.places[name]
        except KeyError:
            raise IndexBroken(f"{self.name} has no table {name}") from None
        table = self.data[place : place + length]
        if len(table) != length or zlib.crc32(table) != checksum:
            raise IndexBroken(f"{self.name} is damaged")
        return place, table

    def field(self, name: str) -> Field:
        """A field, opened on first use."""
        field = self._fields.get(name)
        if field is None:
            field = self._fields[name] = Field(self, name)
        return field

    def release(self) -> None:
        """Forgets the words that were cached."""
        for field in self._fields.values():
            field.terms.release()
            field.surfaces.release()

    def verify(self) -> None:
        """Reads everything, and compares it with its checksums.

        Raises:
            IndexBroken: something in it is not as it was written.
        """
        self.verify_postings()
        for name in self.places:
            self._whole(name)
        for name in {table.partition(".")[0] for table in self.places if table.endswith(".places")}:
            field = self.field(name)
            for number in range(len(field.terms)):
                if number % 20_000 == 0:
                    self.release()
                postings = field.postings(number)
                if name != KEYS and postings.positions()[0][-1] != len(postings.all_positions()):
                    raise IndexBroken("positions do not fit their postings")

    def verify_postings(self) -> None:
        """Compares the postings with their checksums, at about 2 GB/s. Raises IndexBroken."""
        end = min((place for place, _, _ in self.places.values()), default=len(self.data))
        for number, begin in enumerate(range(0, end, CHECKED)):
            piece = self.data[begin : min(begin + CHECKED, end)]
            if number >= len(self._checks) or zlib.crc32(piece) != self._checks[number]:
                raise IndexBroken(f"{self.name} is damaged")

    @cached_property
    def arrangement(self) -> Arrangement:
        """The articles in the order of the documents."""
        return Arrangement(self.ids)

    @cached_property
    def ascending(self) -> bool:
        """Whether the documents are numbered in the order of their articles' ids."""
        return all(map(lt, self.ids, self.ids[1:]))

    @cached_property
    def numbers(self) -> dict[int, int]:
        """Article id -> document number."""
        return {article: number for number, article in enumerate(self.ids)}

    @cached_property
    def title_lengths(self) -> bytes:
        """How many words each document's title has; 255 means 255 or more."""
        return bytes([min(length, 255) for length in self.table("lengths.title", "I")])

    def filled(self, name: str) -> int:
        """How many documents have any word in a field."""
        if name not in self._filled:
            self._filled[name] = self.documents - self.table(f"lengths.{name}", "I").count(0)
        return self._filled[name]

    @cached_property
    def _keys(self) -> tuple[array[int], array[int], array[int]]:
        return self.table("key_starts", "I"), self.table("key_terms", "I"), self.table("key_weights", "B")

    def keys(self, number: int) -> dict[int, int]:
        """The key terms of a document, by their numbers in the field ``KEYS``, with their weights."""
        starts, terms, weights = self._keys
        here = slice(starts[number], starts[number + 1])
        return dict(zip(terms[here], weights[here], strict=True))

    @cached_property
    def langs(self) -> array[int]:
        """The language of each document, as its place in ``about["langs"]``."""
        return self.table("langs", "H")

    def spoken(self, wanted: Callable[[str], bool]) -> bytes:
        """1 for each document whose language is ``wanted``, 0 for the others."""
        own = bytes(map(wanted, self.about["langs"]))
        if len(own) <= 256:
            return self._lang_lane.translate(own.ljust(256, b"\0"))
        return bytes(map(own.__getitem__, self.langs))

    @cached_property
    def _lang_lane(self) -> bytes:
        return bytes(list(self.langs))  # the numbers, not the bytes of the array

    @cached_property
    def marks(self) -> array[int]:
        """A number for the content that each document was made from (see ``Document.mark``)."""
        return self.table("marks", "Q")

    def lang(self, number: int) -> str:
        """The language of a document; "" if it is not known."""
        lang: str = self.about["langs"][self.langs[number]]
        return lang

    def seeds(self, documents: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """The first :data:`SEEDS` numbers of the sketch of each of some documents."""
        return zip(*(map(seeds.__getitem__, documents) for seeds in self._seeds), strict=True)

    @cached_property
    def _seeds(self) -> list[array[int]]:
        place = self.places["sketches"][0]
        whole = array("I", self.data[place : place + self.documents * SKETCH])
        return [whole[at :: SKETCH // whole.itemsize] for at in range(SEEDS)]

    @property
    def twins(self) -> array[int] | None:
        """The articles that are known to have near-duplicates; None in a segment of an earlier format."""
        return self.table("twins", "q") if "twins" in self.places else None

    def sketch(self, number: int) -> bytes:
        """The sketch of a document's text."""
        place, size = self.places["sketches"][0] + number * SKETCH, SKETCH
        return self.data[place : place + size]


def _understood(raw: bytes, name: str) -> dict[str, Any]:
    """The header of a segment. Raises IndexBroken if it does not have the form that ``writing`` gives it."""
    try:
        header = json.loads(raw)
        tables = header["tables"].values()
        whole = all(
            type(n) is int and n >= 0 for table in tables for n in (*table, len(table) - 3, 3 - len(table))
        )
        if whole and isinstance(header["about"], dict) and isinstance(header["checks"], list):
            return dict(header)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        pass
    raise IndexBroken(f"{name} is damaged")
