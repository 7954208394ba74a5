"""Merging segments: one segment from several says what one made at once of the same documents says."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Document
from reader.search.segments.building import FIELDS, Batch
from reader.search.segments.merging import merge
from reader.search.segments.segment import KEYS, SegmentFile
from tests.examples import examples

_WORDS = ["apple", "apples", "Ärger", "naïve", "running", "run", "the", "42", "東京都", "кошки", "zebra"]
# Some stand so often that positions and impacts need larger integers than in other segments.
_TEXTS = st.lists(st.tuples(st.sampled_from(_WORDS), st.sampled_from([1, 1, 2, 70, 300])), max_size=8).map(
    lambda runs: " ".join(f"{word} " * times for word, times in runs)
)
_TITLES = st.lists(st.sampled_from([*_WORDS, "headline", "Apfel"]), max_size=4).map(" ".join)
_NOTES = st.sampled_from(["", "", "an apple noted"])
_DOCUMENTS = st.lists(
    st.tuples(_TITLES, _NOTES, _TEXTS, st.sampled_from(["", "de", "ru"])),
    min_size=1,
    max_size=9,
)


def _documents(drawn) -> list[Document]:
    tags = [(), ("fruit",), ("fruit", "of the day")]
    return [
        Document(10 * number + 3, title, note, body, lang, tags[number % 3])
        for number, (title, note, body, lang) in enumerate(drawn)
    ]


def _segment(path: Path, documents: list[Document]) -> SegmentFile:
    batch = Batch(lambda length: min(length, 255))
    for document in documents:
        batch.add(document)
    batch.write(path)
    return SegmentFile(path)


def _in_parts(folder: Path, documents: list[Document], parts: int) -> list[SegmentFile]:
    """The documents in so many segments (or fewer), in turn."""
    size = -(-len(documents) // parts)
    return [
        _segment(folder / f"part{at}", documents[at : at + size]) for at in range(0, len(documents), size)
    ]


def _contents(segment: SegmentFile) -> dict[str, object]:
    """All that a segment says, but for surfaces."""
    said: dict[str, object] = {
        "documents": [
            (segment.ids[n], segment.lang(n), segment.sketch(n), _keys(segment, n))
            for n in range(segment.documents)
        ],
        "lengths": [segment.table(f"lengths.{name}", "I").tolist() for name in FIELDS],
        "totals": segment.about["totals"],
    }
    for name in (*FIELDS, KEYS):
        field = segment.field(name)
        every = [field.postings(number) for number in range(len(field.terms))]
        said[name] = [
            (term, *(list(part) for part in (postings.docs, postings.impacts, postings.all_positions())))
            for term, postings in zip(field.terms.words(), every, strict=True)
        ]
    return said


def _keys(segment: SegmentFile, number: int) -> dict[bytes, int]:
    terms = segment.field(KEYS).terms
    return {terms[term]: weight for term, weight in segment.keys(number).items()}


def _surfaces(segment: SegmentFile, name: str) -> set[tuple[bytes, bytes]]:
    field = segment.field(name)
    return set(zip(field.surfaces.words(), map(field.terms.__getitem__, field.surface_terms), strict=True))


@examples(40)
@given(_DOCUMENTS, st.integers(1, 4))
def test_a_merge_that_chooses_keys_writes_the_file_that_one_batch_writes(drawn, parts):
    documents = _documents(drawn)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = _in_parts(folder, documents, parts)
        assert merge([(source, ()) for source in sources], folder / "merged", choose_keys=True)
        merged, whole = SegmentFile(folder / "merged"), _segment(folder / "whole", documents)
        # Near-duplicates of other segments are noted when a batch is written, not when segments are merged.
        assert _contents(merged) == _contents(whole)


@examples(40)
@given(_DOCUMENTS, st.integers(1, 4), st.data())
def test_a_merge_leaves_out_what_is_deleted_and_no_more(drawn, parts, data):
    documents = _documents(drawn)
    gone = data.draw(st.sets(st.sampled_from(documents)), label="deleted")
    left = [document for document in documents if document not in gone]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pairs = [
            (part, {number for number, article in enumerate(part.ids) if article in {d.id for d in gone}})
            for part in _in_parts(folder, documents, parts)
        ]
        assert merge(pairs, folder / "merged", choose_keys=True)
        merged, whole = SegmentFile(folder / "merged"), _segment(folder / "whole", left)
        merged.verify()
        assert _contents(merged) == _contents(whole)
        for field in FIELDS:
            # A word may have stood in a deleted document alone; its term is there, so it finds something.
            assert _surfaces(merged, field) >= _surfaces(whole, field)


@examples(40)
@given(_DOCUMENTS, st.integers(1, 4), st.data())
def test_a_merge_that_takes_keys_over_leaves_each_document_its_own(drawn, parts, data):
    documents = _documents(drawn)
    gone = data.draw(st.sets(st.sampled_from([document.id for document in documents])), label="deleted")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = _in_parts(folder, documents, parts)
        pairs = [
            (part, {number for number, article in enumerate(part.ids) if article in gone}) for part in sources
        ]
        assert merge(pairs, folder / "merged", choose_keys=False)
        merged = SegmentFile(folder / "merged")
        merged.verify()
        before = [
            (part.ids[n], _keys(part, n))
            for part, deleted in pairs
            for n in range(part.documents)
            if n not in deleted
        ]
        after = [(merged.ids[n], _keys(merged, n)) for n in range(merged.documents)]
        assert after == before
        assert all(list(merged.keys(n)) == sorted(merged.keys(n)) for n in range(merged.documents))
        # The other way round, as a field, they say the same.
        field = merged.field(KEYS)
        found: dict[int, dict[bytes, int]] = {n: {} for n in range(merged.documents)}
        for number, term in enumerate(field.terms.words()):
            postings = field.postings(number)
            for doc, impact in zip(postings.docs, postings.impacts, strict=True):
                found[doc][term] = impact >> 8
        assert list(found.values()) == [keys for _, keys in after]


@pytest.mark.parametrize("choose_keys", [True, False])
def test_a_merge_that_is_stopped_says_so(tmp_path, choose_keys):
    source = _segment(tmp_path / "one", [Document(1, "A title", "", "some words", "", ())])
    merged = tmp_path / "merged"
    assert not merge([(source, ())], merged, choose_keys=choose_keys, stop=lambda: True)
    merged.unlink()
    assert merge([(source, ())], merged, choose_keys=choose_keys, stop=lambda: False)
    assert SegmentFile(merged).documents == 1
