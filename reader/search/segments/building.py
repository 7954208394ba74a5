"""Builds a segment from documents. Standard library only.

A batch of documents is inverted in memory, in one growing array per term. Only the distinct terms are sorted,
once, when the batch is written.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from pathlib import Path

from reader.model import Document
from reader.search.analysis.words import analyse, fold, language, vocabulary
from reader.search.segments.keys import KeyChooser
from reader.search.segments.segment import SegmentFile
from reader.search.segments.sketch import sketch
from reader.search.segments.twins import seeds, twins
from reader.search.segments.writing import RawBytes, SegmentWriter

FIELDS = ("body", "note", "tags", "title")
"""The searchable fields of an article, in the order in which a segment stores them."""

KEY_FIELDS = {"body": 1, "title": 2}
"""The fields that an article's key terms come from, and the weight of an occurrence in each."""

MOST_CHARACTERS = 8_000_000
"""How many characters of a field are indexed: about 1.3 million words, more than twice War and Peace. A word
with more than about 16 million occurrences could not be counted, and a batch would fill the memory long
before that."""


@dataclass(slots=True)
class Documents:
    """The document tables of a segment in the making, except for the sketches."""

    ids: array[int] = made_by(default_factory=lambda: array("q"))
    lengths: dict[str, array[int]] = made_by(default_factory=lambda: {name: array("I") for name in FIELDS})
    langs: list[str] = made_by(default_factory=list)
    marks: array[int] = made_by(default_factory=lambda: array("Q"))

    def take(self, segment: SegmentFile, numbers: Sequence[int]) -> None:
        """Copies documents from a segment."""
        self.ids.extend([segment.ids[n] for n in numbers])
        self.langs.extend([segment.lang(n) for n in numbers])
        marks = segment.marks
        self.marks.extend([marks[n] for n in numbers])
        for name, own in self.lengths.items():
            old = segment.table(f"lengths.{name}", "I")
            own.extend([old[n] for n in numbers])

    def finish(
        self,
        writer: SegmentWriter,
        sketches: Iterable[RawBytes],
        seeds: array[int],
        twins: array[int],
        stemmers: set[str],
    ) -> None:
        """Writes the document tables, which completes the segment.

        Args:
            writer: writes the segment.
            sketches: the sketches of all documents, in any number of pieces.
            seeds: the table of their smallest hashes.
            twins: the articles that have near-duplicates.
            stemmers: the stemmers that were used for the documents.
        """
        langs = sorted(set(self.langs))
        lang_numbers = {lang: number for number, lang in enumerate(langs)}
        writer.add_table("ids", self.ids)
        writer.add_table("marks", self.marks)
        writer.add_table("langs", array("H", map(lang_numbers.__getitem__, self.langs)))
        writer.add_pieces("sketches", sketches)
        writer.add_table("seeds", seeds)
        writer.add_table("twins", twins)
        for name, values in self.lengths.items():
            writer.add_table(f"lengths.{name}", values)
        writer.close(
            {
                "languages": sorted(stemmers),
                "langs": langs,
                "totals": {name: sum(values) for name, values in self.lengths.items()},
                "ids": [min(self.ids, default=0), max(self.ids, default=0)],
            }
        )


class Batch:
    """Documents that will become one segment.

    Args:
        length_byte: rounds the length of a field to one byte, as Whoosh does.
    """

    def __init__(self, length_byte: Callable[[int], int]) -> None:
        self._length_byte = length_byte
        # For each term, one document after another: number, impact, positions.
        self._postings: dict[str, defaultdict[str, array[int]]] = {
            name: defaultdict(lambda: array("I")) for name in FIELDS
        }
        self._seen: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._documents = Documents()
        self._sketches = bytearray()

    def __len__(self) -> int:
        return len(self._documents.ids)

    def add(self, document: Document) -> None:
        """Adds one document; of a field longer than ``MOST_CHARACTERS``, only the beginning.

        Raises:
            MemoryError, OverflowError: the document is too large. The batch is unusable afterwards.
        """
        number, stemmer, table = len(self), language(document.lang), self._documents
        terms_of = vocabulary(stemmer)
        table.ids.append(document.id)
        table.langs.append(document.lang)
        table.marks.append(document.mark)
        for name in FIELDS:
            text = " ".join(document.tags) if name == "tags" else getattr(document, name)
            raw, beside = analyse(text[:MOST_CHARACTERS]) if text else ([], [])
            length = len(raw) or bool(beside)  # a sign alone is a word of its own
            table.lengths[name].append(length)
            terms_of.make_room()
            terms = list(map(terms_of.__getitem__, raw))
            if length:
                seen = self._seen[name, stemmer]
                seen.update(raw)
                seen.update([word for _, word, _, _ in beside])
                self._invert(name, number, terms, terms_of.beside_in(raw, beside), length)
            if name == "body":
                self._sketches += sketch(terms)

    def _invert(
        self, name: str, number: int, terms: Iterable[str], beside: Iterable[tuple[int, str]], length: int
    ) -> None:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for position, term in enumerate(terms):
            places[term].append(position)
        for position, term in beside:
            here = places[term]
            at = bisect_left(here, position)
            if at == len(here) or here[at] != position:
                here.insert(at, position)
        postings, length_byte = self._postings[name], self._length_byte(length)
        for term, positions in places.items():
            postings[term].fromlist([number, len(positions) << 8 | length_byte, *positions])

    def write(
        self, path: Path, background: SegmentFile | None = None, others: Sequence[SegmentFile] = ()
    ) -> None:
        """Writes the segment.

        Args:
            path: the new file.
            background: a larger segment that shows better how rare terms are.
            others: the older segments, which may have near-duplicates of these documents.
        """
        writer = SegmentWriter(path)
        try:
            self._write(writer, KeyChooser(len(self), background), others)
        except BaseException:
            writer.abandon()
            raise
        if background:
            background.release()

    def _write(self, writer: SegmentWriter, chooser: KeyChooser, others: Sequence[SegmentFile]) -> None:
        for name in FIELDS:
            field, factor = writer.add_field(name), KEY_FIELDS.get(name, 0)
            postings = self._postings.pop(name)
            if factor:
                chooser.start_field(factor)
            ordered = sorted(postings, key=str.encode)
            for term in ordered:
                encoded = term.encode()
                docs, impacts, positions = _taken_apart(postings.pop(term))
                field.add(encoded, docs, impacts, positions)
                if factor:
                    chooser.add(encoded, docs, impacts)
            field.close(self._surfaces(name, ordered))
        chooser.chosen().write(writer)
        own = seeds(self._sketches)
        paired = twins(self._documents.ids, self._sketches, own, others)
        self._documents.finish(writer, (self._sketches,), own, paired, {stemmer for _, stemmer in self._seen})

    def _surfaces(self, name: str, ordered: list[str]) -> Iterator[tuple[bytes, int]]:
        """The folded words of a field, each with the number of its term."""
        # A separator that is in no word and sorts before all of them keeps the order of the pairs.
        pairs: set[bytes] = set()
        for (field, stemmer), words in self._seen.items():
            if field == name:
                terms = vocabulary(stemmer)
                pairs.update([f"{fold(word)}\0{terms[word]}".encode() for word in words])
                pairs.update(
                    f"{fold(word)}\0{term}".encode()
                    for word in words.intersection(terms.beside)
                    for term in terms.beside[word]
                )
        for pair in sorted(pairs):
            surface, _, term = pair.partition(b"\0")
            yield surface, bisect_left(ordered, term, key=str.encode)


def _taken_apart(entry: array[int]) -> tuple[array[int], array[int], array[int]]:
    """The documents, impacts and positions of a term."""
    docs, impacts, positions = array("I"), array("I"), array("I")
    at, end = 0, len(entry)
    while at < end:
        impact = entry[at + 1]
        following = at + 2 + (impact >> 8)
        docs.append(entry[at])
        impacts.append(impact)
        positions.extend(entry[at + 2 : following])
        at = following
    return docs, impacts, positions
