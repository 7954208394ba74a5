"""A cache of decoded postings, because searches use the same ones again and again.

A few hundred common words make up most of what people type and nearly all of the cost of decoding. Their
postings are kept as flat arrays within a budget of bytes; the least recently used are dropped first. Segments
never change, so the cache outlives commits.
"""

from __future__ import annotations

import codecs
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, MutableSequence, Sequence
from functools import cached_property
from itertools import compress, groupby, repeat
from operator import mul, sub

from reader.idset import places
from reader.search.segments.lanes import mask_where
from reader.search.segments.segment import Postings, SegmentFile
from reader.search.weights import ScoreTable

BUDGET = 32 * 2**20
"""How many bytes of decoded postings to keep: enough for the commonest words of 100,000 articles."""

_CODES = 255
_UTF_16 = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"
_LANE = 50  # shorter columns need no lane
_OFTEN = 2  # the documents are gone through this often before a lane is made to look them up
_OVERHEAD = 500  # bytes that a column takes besides its arrays
_FEW = 10  # if this many times fewer documents are wanted than there are, each is looked up


class Column:
    """The postings of one term in one segment.

    Attributes:
        docs: document numbers, ascending.
        impacts: the impact in each of them (see ``segment``).
    """

    def __init__(self, postings: Postings | ColumnPart, documents: int) -> None:
        self.docs: MutableSequence[int] = postings.docs
        self.impacts: MutableSequence[int] = postings.impacts
        self._postings = postings
        self._documents = documents
        self._shares: tuple[ScoreTable, list[float]] | None = None
        self._gone_through = 0

    @property
    def size(self) -> int:
        """About how many bytes it takes, including everything that may be computed from it later."""
        lane = self._documents if len(self.docs) > _LANE else 0
        return _OVERHEAD + 13 * len(self.docs) + 2 * self._postings.size + lane

    @property
    def two_bytes(self) -> bytes | None:
        """The impacts as bytes, if they are numbers of two bytes."""
        impacts = self.impacts
        return impacts.tobytes() if isinstance(impacts, array) and impacts.itemsize == 2 else None

    # --- impacts as bytes -----------------------------------------------------------------------

    @cached_property
    def exact(self) -> bool:
        """Whether each code stands for a single impact; for the very commonest words, similar ones share."""
        return len(self._different) <= _CODES

    @cached_property
    def _different(self) -> list[int]:
        return sorted(set(self.impacts))

    @cached_property
    def _groups(self) -> list[list[int]]:
        """The impacts that code 1 stands for, code 2, and so on, if impacts share codes."""
        different, step = self._different, 2
        while step < 256:
            # The same number of occurrences and nearly the same length: their scores differ little.
            groups = list(_grouped(different, step))
            if len(groups) <= _CODES:
                return groups
            step *= 2
        step = -(-len(different) // _CODES)
        return [different[at : at + step] for at in range(0, len(different), step)]

    @cached_property
    def codes(self) -> bytes:
        """The code of each of ``impacts``, from 1."""
        if self.exact:
            if quick := _coded(self.impacts, self._different):
                return quick
            code = {impact: code for code, impact in enumerate(self._different, 1)}
        else:
            code = {impact: code for code, group in enumerate(self._groups, 1) for impact in group}
        return bytes(map(code.__getitem__, self.impacts))

    @cached_property
    def lane(self) -> bytes:
        """The code of every document in the segment, 0 if it does not contain the term."""
        lane = bytearray(self._documents)
        for doc, code in zip(self.docs, self.codes, strict=True):
            lane[doc] = code
        return bytes(lane)

    @property
    def has_lane(self) -> bool:
        """Whether the lane has been made, because then it is the quickest way to look up a document."""
        return "lane" in self.__dict__

    @cached_property
    def mask(self) -> int:
        """The documents that have the term, as a mask (see ``lanes``)."""
        return mask_where(self.lane)

    # --- scores ---------------------------------------------------------------------------------

    def scores(self, table: ScoreTable, factor: float) -> dict[int, float]:
        """Document -> score, for all documents."""
        shares = map(table.__getitem__, self.impacts)
        return dict(zip(self.docs, map(mul, repeat(factor), shares), strict=False))

    def shares(self, table: ScoreTable) -> list[float]:
        """The share of each code; if a code has several, the highest."""
        # A table belongs to a snapshot, and the same one is asked for many times in a row.
        if self._shares is None or self._shares[0] is not table:
            if self.exact:
                shares = list(map(table.__getitem__, self._different))
            else:
                shares = [max(map(table.__getitem__, group)) for group in self._groups]
            self._shares = (table, [0.0, *shares])
        return self._shares[1]

    def scores_of(self, wanted: Collection[int] | None, table: ScoreTable, factor: float) -> dict[int, float]:
        """Document -> score, for those of ``wanted`` that have the term; None means all."""
        if wanted is None:
            return self.scores(table, factor)
        if self._looks_up(wanted) and self.exact:
            lane, shares = self.lane, self.shares(table)
            return {doc: factor * shares[code] for doc in wanted if (code := lane[doc])}
        return {doc: factor * table[impact] for doc, impact in self._pairs(wanted)}

    def impacts_of(self, wanted: Collection[int] | None) -> dict[int, int]:
        """Document -> impact, for those of ``wanted`` that have the term; None means all."""
        if wanted is None:
            return dict(zip(self.docs, self.impacts, strict=True))
        if self._looks_up(wanted) and self.exact:
            lane, different = self.lane, self._different
            return {doc: different[code - 1] for doc in wanted if (code := lane[doc])}
        return dict(self._pairs(wanted))

    def _looks_up(self, wanted: Collection[int]) -> bool:
        """Whether to look up documents in the lane.

        Making it takes as long as going through the documents twice, so that is what comes first.
        """
        if self.has_lane:
            return True
        if len(wanted) * _FEW > len(self.docs) > _LANE:
            self._gone_through += 1
        return self._gone_through > _OFTEN

    def _pairs(self, wanted: Collection[int]) -> Iterable[tuple[int, int]]:
        """Those of ``wanted`` that have the term, each with its impact."""
        docs, impacts = self.docs, self.impacts
        if len(wanted) * _FEW > len(docs):
            among = wanted if isinstance(wanted, set | dict) else set(wanted)
            return [(doc, impact) for doc, impact in zip(docs, impacts, strict=True) if doc in among]
        return [(docs[i], impacts[i]) for i in self.find(wanted)]

    # --- places ---------------------------------------------------------------------------------

    def where(self, lane: bytes, value: int) -> list[int]:
        """The documents that have the term and the given value in ``lane``."""
        if not self.has_lane and len(self.docs) * _FEW < self._documents:
            return [doc for doc in self.docs if lane[doc] == value]
        wanted = bytes(255 if byte == value else 0 for byte in range(256))
        mask = self.mask & int.from_bytes(lane.translate(wanted), "little")
        return places(mask.to_bytes(self._documents, "little"), 255)

    def among(self, wanted: Collection[int]) -> Collection[int]:
        """Those of ``wanted`` that have the term."""
        if self.has_lane:
            lane = self.lane
            return [doc for doc in wanted if lane[doc]]
        if len(wanted) * _FEW > len(self.docs):
            return set(wanted).intersection(self.docs)
        docs = self.docs
        return [docs[i] for i in self.find(wanted)]

    def find(self, wanted: Collection[int]) -> list[int]:
        """The indexes in ``docs`` of the wanted documents that are there, ascending."""
        docs, end = self.docs, len(self.docs)
        if len(wanted) * _FEW > end:
            among = wanted if isinstance(wanted, set | dict) else set(wanted)
            return [i for i, doc in enumerate(docs) if doc in among]
        ordered = sorted(wanted)
        return [i for doc in ordered if (i := bisect_left(docs, doc)) < end and docs[i] == doc]

    def within(self, wanted: DocumentLane) -> Column:
        """The same column, restricted to some of the documents."""
        docs, impacts = self.docs, self.impacts
        if wanted.few is not None:
            which = self.find(wanted.few)
            part = ColumnPart(self, [docs[i] for i in which], [impacts[i] for i in which], which.__getitem__)
        elif wanted.all_but is not None:
            without = self.find(wanted.all_but)
            if not without:
                return self
            docs, impacts = docs[:], impacts[:]
            for index in reversed(without):
                del docs[index], impacts[index]
            # The indexes in the part from which on one more document has been left out.
            shifts = list(map(sub, without, range(len(without))))
            part = ColumnPart(self, docs, impacts, lambda index: index + bisect_right(shifts, index))
        else:
            kept = bytes(map(wanted.lane.__getitem__, docs))
            which = list(compress(range(len(docs)), kept))
            part = ColumnPart(
                self, list(compress(docs, kept)), list(compress(impacts, kept)), which.__getitem__
            )
        return Column(part, self._documents)

    def positions_at(self, indexes: Sequence[int]) -> Iterator[array[int]]:
        """The positions of the term in some of the documents, given by ascending indexes in ``docs``."""
        return self._postings.positions_at(indexes)


class DocumentLane:
    """Some of a segment's documents.

    Attributes:
        lane: 1 for each of them, 0 for the others.
        few: the documents, if they are few; otherwise None.
        all_but: the other documents, if those are few; otherwise None.
    """

    def __init__(self, lane: bytes) -> None:
        inside, limit = lane.count(1), len(lane) // _FEW
        self.lane = lane
        self.few = places(lane, 1) if inside < limit else None
        self.all_but = places(lane, 0) if len(lane) - inside < limit else None


class ColumnPart:
    """Some of a column's postings in the same form. ``index`` maps their indexes to those of the column."""

    def __init__(
        self,
        column: Column,
        docs: MutableSequence[int],
        impacts: MutableSequence[int],
        index: Callable[[int], int],
    ) -> None:
        self.docs, self.impacts = docs, impacts
        self._column, self._index = column, index

    @property
    def size(self) -> int:
        """About how many bytes they would take."""
        return 8 * len(self.docs)

    def positions_at(self, indexes: Sequence[int]) -> Iterator[array[int]]:
        """Like that of the column, by indexes in ``docs``."""
        return self._column.positions_at(list(map(self._index, indexes)))


class Columns:
    """Keeps decoded postings of all segments within a budget. For one thread only."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._size = 0
        self._read = 0
        self._kept: OrderedDict[tuple[SegmentFile, str, int], Column] = OrderedDict()

    def column(self, segment: SegmentFile, field: str, number: int) -> Column:
        """The postings of a term of a field, by its number in the segment. Raises IndexBroken."""
        key = (segment, field, number)
        column = self._kept.get(key)
        if column is not None:
            self._kept.move_to_end(key)
            return column
        postings = segment.field(field).postings(number)
        column = Column(postings, segment.documents)
        self._kept[key] = column
        self._size += column.size
        self._read += postings.size
        if self._read > self._budget:
            # After reading this much, the segments may forget the words they have looked at.
            self._read = 0
            for each in {kept[0] for kept in self._kept}:
                each.release()
        while self._size > self._budget and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._size -= oldest.size
        return column

    def keep(self, segments: Iterable[SegmentFile]) -> None:
        """Forgets all segments but these."""
        alive = set(segments)
        for key in [key for key in self._kept if key[0] not in alive]:
            self._size -= self._kept.pop(key).size


def _coded(numbers: MutableSequence[int], different: Sequence[int]) -> bytes | None:
    """For each of many two-byte numbers its place, from 1, in a list of those that occur; None if this way is
    not possible.

    Numbers are characters of a text, and their places its encoding: Python has no quicker way of doing this.
    """
    if not isinstance(numbers, array) or numbers.itemsize != 2 or len(different) > _CODES:
        return None
    try:
        text = numbers.tobytes().decode(_UTF_16, "surrogatepass")
        if len(text) != len(numbers):
            return None  # two of them became one character
        encoding = codecs.charmap_build("\0" + "".join(map(chr, different)))
        return codecs.charmap_encode(text, "strict", encoding)[0]
    except UnicodeError:
        return None  # some numbers are no characters


def _grouped(impacts: list[int], step: int) -> Iterator[list[int]]:
    """Ascending impacts in groups of up to ``step``; within a group, the occurrences are equal."""
    for _, same in groupby(impacts, key=lambda impact: impact >> 8):
        alike = list(same)
        for at in range(0, len(alike), step):
            yield alike[at : at + step]
