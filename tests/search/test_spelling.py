"""Near spellings and what was probably meant."""

from __future__ import annotations

import tempfile
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Document
from reader.search.analysis.edits import edits_allowed, within
from reader.search.passages.snippets import marks, snippet
from reader.search.query import parse
from reader.search.ranking.spelling import near
from reader.search.segments.segment import SegmentFile
from reader.search.segments.snapshot import Snapshot
from reader.search.segments.writing import SegmentWriter
from tests.examples import examples


def levenshtein(one: str, other: str) -> int:
    """The textbook's table, to compare with."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


_WORD = st.text("abcd", min_size=1, max_size=9)


@given(_WORD, _WORD, st.integers(0, 2))
def test_within_so_many_edits(one, other, edits):
    assert within(one, one, 0)
    assert within(one, other, edits) == within(other, one, edits)
    if levenshtein(one, other) <= edits:
        assert within(one, other, edits)
    if within(one, other, edits):
        # A swap of neighbours is one edit here and two in the table.
        assert levenshtein(one, other) <= 2 * edits


def test_neighbours_swapped_are_one_edit():
    assert within("wind", "wnid", 1)
    assert not within("wind", "nwid", 0)


@examples(30)
@given(st.dictionaries(_WORD, st.integers(1, 3), min_size=1, max_size=40), _WORD)
def test_one_edit_alone_is_the_part_of_two_that_is_so_near(words, word):
    with tempfile.TemporaryDirectory() as folder:
        snapshot = snapshot_of(Path(folder) / "segment", words)
        all_near = near(snapshot, "body", word)
        assert near(snapshot, "body", word, 1) == tuple(one for one in all_near if one.edits <= 1)


def snapshot_of(path: Path, words: dict[str, int]) -> Snapshot:
    """A state of an index with these words, each with its document frequency; every word its own term."""
    writer = SegmentWriter(path)
    field = writer.add_field("body")
    most = max(words.values())
    for word in sorted(words, key=str.encode):
        field.add(word.encode(), range(words[word]), [1 << 8] * words[word], [0] * words[word])
    field.close((word, number) for number, word in enumerate(sorted(map(str.encode, words))))
    writer.add_table("ids", array("q", range(1, most + 1)).tobytes())
    writer.close({"languages": ["english"], "totals": {"body": most}})
    return Snapshot([(SegmentFile(path), frozenset())], range(256))


_LETTERS = st.sampled_from(["abc", "абв", "aбα"])


@examples(60)
@given(st.data())
def test_all_near_words_are_found_and_no_others(data):
    letters = data.draw(_LETTERS)
    words = data.draw(
        st.dictionaries(st.text(letters, min_size=1, max_size=8), st.just(1), min_size=1, max_size=80)
    )
    asked = data.draw(st.text(letters, min_size=3, max_size=8))
    edits = edits_allowed(asked)
    with tempfile.TemporaryDirectory() as folder:
        found = {one.word: one.edits for one in near(snapshot_of(Path(folder) / "s", words), "body", asked)}
    assert all(within(asked, word, k) for word, k in found.items())
    assert all(k <= edits for k in found.values())
    for word in words:
        away = levenshtein(asked, word)
        same_alphabet = ord(word[0]) & ~63 == ord(asked[0]) & ~63
        if away <= edits and (word[0] == asked[0] or (away < 2 and same_alphabet)):
            assert found[word] == next(k for k in range(3) if within(asked, word, k))


@pytest.mark.parametrize(
    ("asked", "word"),
    [("aaa", "aaα"), ("aaα", "aaa"), ("abcd", "abc𝒜d"), ("aб机abcd", "aabcd"), ("abcdef", "abc机机def")],
)
def test_a_letter_of_another_alphabet_is_one_edit_however_many_bytes_it_has(tmp_path, asked, word):
    assert [one.word for one in near(snapshot_of(tmp_path / "s", {word: 1}), "body", asked)] == [word]


def test_the_likeliest_comes_first(tmp_path):
    words = {"turbine": 40, "turbines": 2, "turpine": 1, "tribune": 1}
    found = near(snapshot_of(tmp_path / "s", words), "body", "turbne")
    assert [one.word for one in found][:2] == ["turbine", "turbines"]


def suggested(lib, text: str, typing: bool = False) -> str:
    return lib.index.suggest(parse(text, typing=typing))


@pytest.fixture
def towns(library):
    bodies = ["wind turbines in the government garden"] * 60 + [
        "the goverment",
        "Café Zürich, ветряная мельница",
    ]
    return library(*bodies, Document(90, "Cathedrals", "", "stone"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("turbnies", "turbines"),
        ("trubines", "turbines"),
        ("Gardne", "Garden"),
        ("GARDNE", "GARDEN"),
        ("wind gardne -stone is:unread", "wind garden -stone is:unread"),
        ('"wind turbinse" OR gardn', '"wind turbines" OR garden'),
        ("title:cathedrls", "title:cathedrals"),
        ("tag:gardne gardne", "tag:gardne garden"),
        ("xind", "wind"),
        ("goverment", "government"),
        ("мелница", "мельница"),
        ("caffe", "cafe"),
    ],
)
def test_what_was_probably_meant(towns, text, meant):
    assert suggested(towns, text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "wind",
        "turbine garden",
        "government",
        "xyzzyxyzzy",
        "wd",
        "-gardne",
        "gard*",
        "gardne~",
        "gardne:x1",
        "12345",
        "机器",
    ],
)
def test_nothing_to_put_right(towns, text):
    assert suggested(towns, text) == ""


def test_what_is_being_typed_is_put_right_when_nothing_begins_so(towns):
    assert suggested(towns, "gard", typing=True) == ""
    assert suggested(towns, "gove", typing=True) == ""
    assert suggested(towns, "gardne", typing=True) == "garden"
    assert suggested(towns, "gardne wi", typing=True) == "garden wi"


def test_fuzzy_words_find_near_spellings(library):
    lib = library("the colour of it", "the color of it", "colours fade", "a collar", "the colon")
    assert set(lib.ids("colour~")) == {1, 2, 3, 4, 5}  # collar and colon are two letters away
    assert set(lib.ids("colour~")[:2]) == {1, 3}
    assert lib.ids("colour~")[2] == 2
    assert lib.ids("color -colour") == [2]
    assert set(lib.ids("title:colour~ OR colon~")) >= {2, 5}
    assert lib.ids("colr") == []
    assert 2 in lib.ids("kolor~")


def test_fuzzy_words_are_marked():
    query = parse("colour~")
    text = "A colour, colors and collars; Kolour and flavour."
    assert [text[start:end] for start, end in marks(text, query)] == ["colour", "colors", "Kolour"]
    assert "colour" in snippet(text, query).text
