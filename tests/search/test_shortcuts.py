"""Calculations with bytes instead of loops: they must give what the loop would give."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.model import Document
from reader.search.engine import SearchIndex
from reader.search.segments.columns import Column
from reader.search.segments.segment import SegmentFile
from reader.search.weights import CountTable, ScoreTable
from tests.search.conftest import ListQueue

_IMPACTS = st.lists(st.integers(0x0100, 0xFFFF), min_size=1, max_size=60)


class _Postings:
    """Postings of one term in the first documents of a segment."""

    def __init__(self, impacts: list[int]) -> None:
        self.docs = array("H", range(len(impacts)))
        self.impacts = array("H", impacts)
        self.size = 4 * len(impacts)


@given(_IMPACTS, st.floats(1, 5000))
def test_sums_bound_the_shares_from_above(impacts: list[int], average: float) -> None:
    lengths = [min(byte**3, 10**6) for byte in range(256)]
    table = ScoreTable(CountTable("body", lengths, average))
    sums = table.bound.sums(array("H", impacts).tobytes())
    assert len(sums) == len(impacts)
    for impact, own in zip(impacts, sums, strict=True):
        assert table[impact] <= table.bound.shares[own] * (1 + 1e-9)
    # And not far above, or they would rule nothing out.
    close = [i for i, impact in enumerate(impacts) if lengths[impact & 255] < 20 * average]
    assert all(table.bound.shares[sums[i]] < table[impacts[i]] * 1.1 for i in close)


@given(_IMPACTS)
def test_codes_stand_for_the_impacts(impacts: list[int]) -> None:
    column = Column(_Postings(impacts), len(impacts) + 1)  # type: ignore[arg-type]
    different = sorted(set(impacts))
    assert [different[code - 1] for code in column.codes] == impacts
    assert column.impacts_of(range(len(impacts) + 1)) == dict(enumerate(impacts))


def test_surrogates_are_numbers_like_others() -> None:
    impacts = [0xD800, 0xDC00, 0xFFFE, 0xFFFF, 0x0100]
    column = Column(_Postings(impacts), 5)  # type: ignore[arg-type]
    assert list(column.codes) == [2, 3, 4, 5, 1]


def test_a_dictionary_finds_what_bisection_finds(tmp_path: Path, new_queue: type[ListQueue]) -> None:
    # Two thousand words make several pieces; "stem" is there once for each of its languages.
    texts = [" ".join(f"{a}{b}{n:x}" for n in range(40)) for a in "abcdq" for b in ("", "x", "é", "字")]
    queue = new_queue(
        Document(n, "", "", text, lang=lang)
        for n, (text, lang) in enumerate(
            [(text, "en") for text in texts] + [("running", "en"), ("running", "de")], 1
        )
    )
    index = SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    index.refresh()
    (path,) = (tmp_path / "index").glob("*.art")
    field = SegmentFile(path).field("body")
    for dictionary in (field.surfaces, field.terms):
        words = list(dictionary.words())
        assert len(words) > 600
        asked = {word[:size] for word in words for size in (1, 2, 3, len(word))}
        for word in {*asked, *(word + b"a" for word in asked), b"", b"\xf0", b"a0\na1", b"zzz"}:
            place = bisect_left(words, word)
            assert dictionary.lower_bound(word) == place
            assert dictionary.find(word) == (place if words[place : place + 1] == [word] else -1)
            assert list(dictionary.prefixed(word)) == list(range(place, bisect_left(words, word + b"\xff")))
