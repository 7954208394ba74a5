"""Merges several segments into one. Standard library only.

Terms and their postings pass through in order, one at a time; the document tables follow. Apart from the
tables of the new segment, memory use does not grow with the size of the merge.
"""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain, groupby, repeat
from operator import itemgetter
from pathlib import Path

from reader.search.segments.building import FIELDS, KEY_FIELDS, Documents
from reader.search.segments.keys import KeyChooser
from reader.search.segments.segment import KEYS, Field, Postings, SegmentFile
from reader.search.segments.twins import joined
from reader.search.segments.writing import SegmentWriter

_RELEASE = 4 * 2**20
"""After this many bytes of a merge, the sources are told to forget what they have cached."""

_GONE = 0xFFFFFFFF
"""Stands for the new number of a document or term that is not in the new segment."""


class _Stopped(Exception):
    """The merge was abandoned."""


class _Source:
    """A segment to merge.

    Attributes:
        kept: the numbers of the documents that are not deleted.
    """

    def __init__(self, segment: SegmentFile, deleted: Collection[int], first: int) -> None:
        self.segment = segment
        self.kept: Sequence[int] = range(segment.documents)
        self._first = first  # the new number of the first document that is kept
        self._new: array[int] | None = None  # the new number of each document; None if all are kept
        if deleted:
            self.kept = array("I", [number for number in self.kept if number not in deleted])
            self._new = array("I", repeat(_GONE, segment.documents))
            for new, number in enumerate(self.kept, first):
                self._new[number] = new

    def kept_of(self, postings: Postings) -> tuple[array[int], array[int], array[int]]:
        """(documents by their new numbers, impacts, positions) of a term, without deleted documents."""
        positions, new, first = postings.all_positions(), self._new, self._first
        if new is None:
            return array("I", [first + doc for doc in postings.docs]), postings.impacts, positions
        docs, impacts, at = array("I"), postings.impacts[:0], 0
        kept = positions[:0]
        for doc, impact in zip(postings.docs, postings.impacts, strict=True):
            following = at + (impact >> 8)
            if new[doc] != _GONE:
                docs.append(new[doc])
                impacts.append(impact)
                kept.extend(positions[at:following])
            at = following
        return docs, impacts, kept

    def key_counts(self) -> Iterator[int]:
        """How many key terms each kept document has."""
        starts = self.segment.table("key_starts", "I")
        return (starts[doc + 1] - starts[doc] for doc in self.kept)

    def keys(self, table: str, code: str) -> Iterator[array[int]]:
        """The part of a key term table that belongs to the kept documents, piece by piece."""
        numbers = self.segment.table(table, code)
        self.segment.release()
        if self._new is None:
            yield numbers
            return
        starts = self.segment.table("key_starts", "I")
        for doc in self.kept:
            yield numbers[starts[doc] : starts[doc + 1]]

    def sketches(self) -> Iterator[bytes]:
        """The sketches of the kept documents."""
        yield from map(self.segment.sketch, self.kept)
        self.segment.release()

    def seeds(self) -> Iterator[int]:
        """The smallest hashes of the kept documents, in ascending order (see ``twins``)."""
        new, first = self._new, self._first
        for entry in self.segment.table("seeds", "Q"):
            if new is None:
                yield entry + first
            elif (number := new[entry & 0xFFFFFFFF]) != _GONE:
                yield entry >> 32 << 32 | number


def merge(
    sources: Sequence[tuple[SegmentFile, Collection[int]]],
    path: Path,
    *,
    choose_keys: bool,
    stop: Callable[[], bool] | None = None,
) -> bool:
    """Writes one segment from several, without the documents deleted in each.

    Args:
        sources: segments, each with the numbers of its deleted documents.
        choose_keys: whether the articles' key terms are chosen again (now that more is known about how rare
            each term is) or copied.
        stop: polled; once it is true, the file is left unfinished.

    Returns:
        Whether the segment was finished.

    Raises:
        IndexBroken: a source is damaged; damaged data are never written again with a valid checksum.
        OSError: the disk is full, or the machine fails in some other way.
    """
    own: list[_Source] = []
    documents = Documents()
    for segment, deleted in sources:
        segment.verify_postings()
        own.append(_Source(segment, deleted, len(documents.ids)))
        documents.take(segment, own[-1].kept)
    merging = _Merging(SegmentWriter(path), own, stop)
    try:
        merging.fields(KeyChooser(len(documents.ids), None) if choose_keys else None)
        sketches = chain.from_iterable(source.sketches() for source in own)
        stemmers = {stemmer for segment, _ in sources for stemmer in segment.about["languages"]}
        seeds = array("Q", heapq.merge(*(source.seeds() for source in own)))
        paired = joined(segment.table("twins", "q") for segment, _ in sources)
        documents.finish(merging.writer, sketches, seeds, paired, stemmers)
    except _Stopped:
        merging.writer.abandon()
        return False
    except BaseException:
        merging.writer.abandon()
        raise
    return True


class _Merging:
    """A merge in progress."""

    def __init__(
        self, writer: SegmentWriter, sources: list[_Source], stop: Callable[[], bool] | None
    ) -> None:
        self.writer = writer
        self._sources = sources
        self._stop = stop
        self._released = 0

    def fields(self, chooser: KeyChooser | None) -> None:
        """Writes all fields, and the tables of the key terms. Raises _Stopped."""
        for name in FIELDS:
            factor = KEY_FIELDS.get(name, 0)
            if chooser and factor:
                chooser.start_field(factor)
            self._field(name, chooser if factor else None)
        if chooser:
            chooser.chosen().write(self.writer)
        else:
            self._take_over_keys()

    def _field(self, name: str, chooser: KeyChooser | None = None) -> list[array[int]]:
        """Writes a field; returns the new numbers of each source's terms."""
        # Not SegmentFile.field: that would keep them open until everything is merged.
        fields = [Field(source.segment, name) for source in self._sources]
        numbers = [array("I", repeat(_GONE, len(field.terms))) for field in fields]
        writer = self.writer.add_field(name)
        for count, (term, places) in enumerate(_in_order(fields)):
            self._pause(count)
            docs, impacts, positions = self._joined(places, fields)
            if not docs:
                continue
            for which, number in places:
                numbers[which][number] = len(writer)
            writer.add(term, docs, impacts, positions)
            if chooser:
                chooser.add(term, docs, impacts)
        writer.close(_joined_surfaces(fields, numbers))
        self._release()
        return numbers

    def _pause(self, count: int) -> None:
        if self._stop and count % 1000 == 0 and self._stop():
            raise _Stopped
        if self.writer.place - self._released > _RELEASE:
            self._release()

    def _release(self) -> None:
        self._released = self.writer.place
        for source in self._sources:
            source.segment.release()

    def _joined(
        self, places: list[tuple[int, int]], fields: list[Field]
    ) -> tuple[array[int], array[int], array[int]]:
        """(documents, impacts, positions) of a term in all sources."""
        # A common word has millions of positions, so they stay in the smallest possible integers.
        docs, impacts, positions = array("I"), array("B"), array("B")
        for which, number in places:
            more = self._sources[which].kept_of(fields[which].postings(number))
            docs, impacts, positions = map(_both, (docs, impacts, positions), more)
        return docs, impacts, positions

    def _take_over_keys(self) -> None:
        numbers, writer = self._field(KEYS), self.writer
        starts = array("I", [0])
        for source in self._sources:
            for count in source.key_counts():
                starts.append(starts[-1] + count)
        writer.add_table("key_starts", starts)
        writer.add_pieces(
            "key_terms",
            (
                array("I", map(new.__getitem__, piece))
                for source, new in zip(self._sources, numbers, strict=True)
                for piece in source.keys("key_terms", "I")
            ),
        )
        writer.add_pieces(
            "key_weights",
            (piece for source in self._sources for piece in source.keys("key_weights", "B")),
        )


def _in_order(fields: list[Field]) -> Iterator[tuple[bytes, list[tuple[int, int]]]]:
    """Each term of several fields once, with its places: (index of the field, number of the term there)."""
    streams = [
        zip(field.terms.words(), repeat(which), range(len(field.terms)), strict=False)
        for which, field in enumerate(fields)
    ]
    for term, group in groupby(heapq.merge(*streams), key=itemgetter(0)):
        yield term, [(which, number) for _, which, number in group]


def _both(numbers: array[int], more: array[int]) -> array[int]:
    """Two arrays joined, in integers of the larger of the two sizes."""
    if not numbers:
        return more
    if numbers.itemsize < more.itemsize:
        numbers = array(more.typecode, numbers)
    elif more.itemsize < numbers.itemsize:
        more = array(numbers.typecode, more)
    numbers.extend(more)
    return numbers


def _joined_surfaces(fields: list[Field], numbers: list[array[int]]) -> Iterator[tuple[bytes, int]]:
    """The words of several fields, each with the new number of its term."""
    streams = [
        zip(field.surfaces.words(), map(new.__getitem__, field.surface_terms), strict=True)
        for field, new in zip(fields, numbers, strict=True)
    ]
    for (surface, number), _ in groupby(heapq.merge(*streams)):
        if number != _GONE:
            yield surface, number
