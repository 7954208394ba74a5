"""Documents to a segment, and several segments to one. Standard library only.

A batch of documents is inverted in memory: for every term three growing arrays. Nothing is sorted but the
distinct terms, once, when the batch is written.
"""

from __future__ import annotations

import heapq
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from itertools import accumulate, groupby, repeat
from operator import itemgetter
from pathlib import Path

from reader.model import Document
from reader.search.keys import KeyChooser
from reader.search.segment import KEYS, Field, Numbers, SegmentFile, SegmentWriter
from reader.search.sketch import sketch
from reader.search.words import fold, language, split, vocabulary

FIELDS = ("body", "note", "tags", "title")
"""The fields of an article that are searched, in the order a segment holds them."""

_KEY_FIELDS = {"body": 1, "title": 2}
_Entry = tuple["array[int]", "array[int]", "array[int]"]
_KEY_IMPACT = 8  # a key term's weight stands where other terms have their occurrences


_RELEASE = 20_000
"""After so many terms of a merge, memory need not hold what was read of the sources."""


def _new_entry() -> _Entry:
    return array("I"), array("I"), array("I")


@dataclass(slots=True)
class _Documents:
    """What a segment says of its documents, one after another: the document tables."""

    ids: array[int] = made_by(default_factory=lambda: array("q"))
    lengths: dict[str, array[int]] = made_by(default_factory=lambda: {name: array("I") for name in FIELDS})
    langs: list[str] = made_by(default_factory=list)
    sketches: bytearray = made_by(default_factory=bytearray)

    def take(self, segment: SegmentFile, numbers: Sequence[int]) -> None:
        """Takes over documents of a segment."""
        self.ids.extend([segment.ids[n] for n in numbers])
        self.langs.extend([segment.lang(n) for n in numbers])
        for name, own in self.lengths.items():
            old = segment.table(f"lengths.{name}", "I")
            own.extend([old[n] for n in numbers])
        self.sketches += b"".join([segment.sketch(n) for n in numbers])


class Batch:
    """Documents on their way into one segment.

    Args:
        length_byte: Whoosh's rounding of a field's length to one byte, so that scores equal its own.
    """

    def __init__(self, length_byte: Callable[[int], int]) -> None:
        self._length_byte = length_byte
        self._postings: dict[str, defaultdict[str, _Entry]] = {
            name: defaultdict(_new_entry) for name in FIELDS
        }
        self._seen: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._documents = _Documents()

    def __len__(self) -> int:
        return len(self._documents.ids)

    def add(self, document: Document) -> None:
        """Takes in one document."""
        number, stemmer, table = len(self), language(document.lang), self._documents
        table.ids.append(document.id)
        table.langs.append(document.lang)
        for name in FIELDS:
            text = " ".join(document.tags) if name == "tags" else getattr(document, name)
            raw = split(text) if text else []
            table.lengths[name].append(len(raw))
            terms = list(map(vocabulary(stemmer).__getitem__, raw))
            if raw:
                self._seen[name, stemmer].update(raw)
                self._invert(name, number, terms, len(raw))
            if name == "body":
                table.sketches += sketch(terms)

    def _invert(self, name: str, number: int, terms: Iterable[str], length: int) -> None:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for position, term in enumerate(terms):
            places[term].append(position)
        postings, length_byte = self._postings[name], self._length_byte(length)
        for term, positions in places.items():
            docs, impacts, all_positions = postings[term]
            docs.append(number)
            impacts.append(len(positions) << 8 | length_byte)
            all_positions.extend(positions)

    def write(self, path: Path, background: SegmentFile | None = None) -> None:
        """Writes the segment. ``background`` is an older segment that knows better how rare terms are."""
        chooser = KeyChooser(len(self), background)
        writer = SegmentWriter(path)
        for name in FIELDS:
            field, chosen = writer.add_field(name), _KEY_FIELDS.get(name, 0)
            postings = {term.encode(): entry for term, entry in self._postings[name].items()}
            for term in sorted(postings):
                docs, impacts, positions = postings[term]
                field.add(term, docs, impacts, positions)
                if chosen:
                    chooser.add(term, docs, impacts, chosen)
            field.close(self._surfaces(name))
            postings.clear()
        _finish(writer, self._documents, chooser.chosen(), {stemmer for _, stemmer in self._seen})

    def _surfaces(self, name: str) -> list[tuple[bytes, bytes]]:
        pairs: set[tuple[str, str]] = set()
        for (field, stemmer), words in self._seen.items():
            if field == name:
                terms = vocabulary(stemmer)
                pairs.update([(fold(word), terms[word]) for word in words])
        return sorted([(surface.encode(), term.encode()) for surface, term in pairs])


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
        choose_keys: whether the articles' key terms are chosen anew (now that more is known of how rare
            each term is) or taken over.
        stop: polled; once it is true the file is left unfinished.

    Returns:
        Whether the segment was finished.
    """
    # Old document number -> new one, or -1 where deleted.
    renumber: list[list[int]] = []
    documents = _Documents()
    for segment, deleted in sources:
        new: list[int] = []
        kept = [n for n in range(segment.documents) if n not in deleted]
        first = len(documents.ids)
        base = dict(zip(kept, range(first, first + len(kept)), strict=True))
        new.extend(base.get(n, -1) for n in range(segment.documents))
        renumber.append(new)
        documents.take(segment, kept)
    clean = [not deleted for _, deleted in sources]
    chooser = KeyChooser(len(documents.ids), None)
    writer = SegmentWriter(path)
    keys: list[tuple[bytes, Numbers, Numbers]] = []
    for name in (*FIELDS, KEYS):
        fields = [segment.field(name) for segment, _ in sources]
        field = writer.add_field(name) if name != KEYS else None
        chosen = _KEY_FIELDS.get(name, 0) if choose_keys else 0
        for count, (term, places) in enumerate(_in_order(fields)):
            if stop and count % 1000 == 0 and stop():
                writer.abandon()
                return False
            if count % _RELEASE == 0:
                for segment, _ in sources:
                    segment.release()
            docs, impacts, positions = _joined(places, fields, renumber, clean)
            if not docs:
                continue
            if field is None:
                keys.append((term, docs, array("B", [impact >> _KEY_IMPACT for impact in impacts])))
                continue
            field.add(term, docs, impacts, positions)
            if chosen:
                chooser.add(term, docs, impacts, chosen)
        if field is not None:
            field.close(_joined_surfaces(fields))
    stemmers = {stemmer for segment, _ in sources for stemmer in segment.about["languages"]}
    _finish(writer, documents, chooser.chosen() if choose_keys else keys, stemmers)
    return True


def _in_order(fields: list[Field]) -> Iterator[tuple[bytes, list[tuple[int, int]]]]:
    """Each term of several fields once, with (which field, number of the term there)."""
    streams = [
        zip(field.terms.words(), repeat(which), range(len(field.terms)), strict=False)
        for which, field in enumerate(fields)
    ]
    for term, group in groupby(heapq.merge(*streams), key=itemgetter(0)):
        yield term, [(which, number) for _, which, number in group]


def _joined(
    places: list[tuple[int, int]], fields: list[Field], renumber: list[list[int]], clean: list[bool]
) -> _Entry:
    # Arrays, for a common word has millions of positions: as objects they would be most of a merge's memory.
    docs, impacts, positions = _new_entry()
    for which, number in places:
        postings, new = fields[which].postings(number), renumber[which]
        if clean[which]:
            docs.extend([new[doc] for doc in postings.docs])
            impacts.extend(iter(postings.impacts))
            positions.extend(array("I", postings.all_positions()))
            continue
        starts, old_positions = postings.positions()
        for i, doc in enumerate(postings.docs):
            if new[doc] >= 0:
                docs.append(new[doc])
                impacts.append(postings.impacts[i])
                positions.extend(iter(old_positions[starts[i] : starts[i + 1]]))
    return docs, impacts, positions


def _joined_surfaces(fields: list[Field]) -> Iterator[tuple[bytes, bytes]]:
    streams: list[Iterator[tuple[bytes, bytes]]] = []
    for field in fields:
        own = map(field.terms.__getitem__, field.surface_terms)
        streams.append(zip(field.surfaces.words(), own, strict=True))
    for pair, _ in groupby(heapq.merge(*streams)):
        yield pair


def _finish(
    writer: SegmentWriter,
    documents: _Documents,
    keys: Iterable[tuple[bytes, Numbers, Numbers]],
    stemmers: set[str],
) -> None:
    """Writes the key terms, both ways round, and the document tables."""
    own_numbers = [array("I") for _ in documents.ids]
    own_weights = [array("B") for _ in documents.ids]
    field = writer.add_field(KEYS)
    for number, (term, docs, weights) in enumerate(keys):
        field.add(term, docs, [weight << _KEY_IMPACT for weight in weights], ())
        for doc, weight in zip(docs, weights, strict=True):
            own_numbers[doc].append(number)
            own_weights[doc].append(weight)
    field.close(())
    starts = array("I", accumulate(map(len, own_numbers), initial=0))
    langs = sorted(set(documents.langs))
    lang_numbers = {lang: number for number, lang in enumerate(langs)}
    writer.add_table("key_starts", starts.tobytes())
    writer.add_table("key_terms", b"".join(own_numbers))
    writer.add_table("key_weights", b"".join(own_weights))
    writer.add_table("ids", documents.ids.tobytes())
    writer.add_table("langs", array("H", map(lang_numbers.__getitem__, documents.langs)).tobytes())
    writer.add_table("sketches", bytes(documents.sketches))
    for name, values in documents.lengths.items():
        writer.add_table(f"lengths.{name}", values.tobytes())
    writer.close(
        {
            "languages": sorted(stemmers),
            "langs": langs,
            "totals": {name: sum(values) for name, values in documents.lengths.items()},
            "ids": [min(documents.ids, default=0), max(documents.ids, default=0)],
        }
    )
