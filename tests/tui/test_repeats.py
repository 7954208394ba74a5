"""What stands on the terminal is not sent again; and what is sent makes it show what it should."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from reader.text import width
from reader.tui.patches import repeats
from reader.tui.patches.repeats import Sent, cells_of, differing

STYLES = [None, Style(bold=True), Style(color="red"), Style(bgcolor="blue"), Style(meta={"a": 1})]
WORDS = st.lists(
    st.tuples(st.sampled_from(["ab", " ", "字", "é", "e\u0301", "कि", "—", "xyz"]), st.integers(0, 4))
)


def strip_of(words) -> Strip:
    segments = [Segment(text, STYLES[style]) for text, style in words]
    return Strip(segments, sum(width(text) for text, _ in words))


@given(st.lists(st.tuples(st.integers(0, 6), WORDS), max_size=8))
def test_the_terminal_shows_what_it_should(pieces):
    sent, looks = Sent(), {}
    shown: dict[int, tuple[str, int]] = {}
    for x, words in pieces:
        strip = strip_of(words)
        cells = cells_of(strip, looks)
        for start, end in sent.changes(x, 0, strip):
            assert 0 <= start < end <= len(cells)
            # No half of a wide character is sent.
            assert cells[start][0] or cells[start] == ("", -1)
            assert end == len(cells) or cells[end][0] or cells[end] == ("", -1)
            for at in range(start, end):
                shown[x + at] = cells[at]
        for at, cell in enumerate(cells):
            assert shown.get(x + at) == cell or cell == ("", -1)


def test_only_what_differs_is_sent():
    sent = Sent()
    assert [*sent.changes(5, 2, Strip([Segment("one two three")]))] == [(0, 13)]
    assert [*sent.changes(5, 2, Strip([Segment("one two three")]))] == []
    assert [*sent.changes(5, 2, Strip([Segment("one TWO three")]))] == [(4, 7)]
    assert [
        *sent.changes(5, 2, Strip([Segment("one "), Segment("TWO", Style(meta={"x": 1})), Segment(" thr")]))
    ] == []
    assert [*sent.changes(5, 3, Strip([Segment("one TWO three")]))] == [(0, 13)]
    assert [*sent.changes(9, 2, Strip([Segment("TWO", Style(bold=True))]))] == [(0, 3)]


def test_what_is_near_is_sent_in_one_go():
    old = [(char, 0) for char in "a" * 30]
    assert [*differing(old, [("b", 0), *old[1:5], ("b", 0), *old[6:]])] == [(0, 6)]
    assert [*differing(old, [("b", 0), *old[1:20], ("b", 0), *old[21:]])] == [(0, 1), (20, 21)]


def test_a_wide_character_is_sent_whole_and_its_other_half_too():
    sent = Sent()
    assert [*sent.changes(0, 0, Strip([Segment("a字字b")]))] == [(0, 6)]
    assert [*sent.changes(0, 0, Strip([Segment("a字家b")]))] == [(3, 5)]
    assert [*sent.changes(0, 0, Strip([Segment("xy")]))] == [(0, 2)]
    # What stood in the second half of a character that is gone is not known.
    assert [*sent.changes(0, 0, Strip([Segment("xy 家b")]))] == [(2, 3)]


def test_text_that_terminals_measure_differently_is_always_sent():
    sent = Sent()
    strip = strip_of([("कि", 0), ("ab", 0)])
    assert [*sent.changes(0, 0, strip)] == [*sent.changes(0, 0, strip)] == [(0, strip.cell_length)]


def test_very_many_styles_are_forgotten_and_everything_is_sent(monkeypatch):
    monkeypatch.setattr(repeats, "MOST_LOOKS", 3)
    sent = Sent()
    for number in range(20):
        strip = Strip([Segment("a", Style(color=f"color({number})"))])
        assert [*sent.changes(0, 0, strip)] == [(0, 1)]
    assert [*sent.changes(0, 0, strip)] in ([], [(0, 1)])


@pytest.fixture
def patched(monkeypatch):
    for kind in (LayoutUpdate, ChopsUpdate):
        monkeypatch.setattr(kind, "render_segments", kind.render_segments)
    assert repeats.applies()
    repeats.apply()
    return Console()


def test_both_updates_of_the_screen_are_compared(patched):
    rows = [[Strip([Segment("abc")]), Strip([Segment("def")])], [Strip([Segment("ghijkl")])]]
    whole = LayoutUpdate(rows, Region(0, 0, 6, 2))
    assert re.findall("[a-z]+", re.sub("\x1b\\[[0-9;]*[A-Za-z]", "", whole.render_segments(patched))) == [
        "abcdefghijkl"
    ]
    assert whole.render_segments(patched) == ""
    chops = ChopsUpdate(
        [{0: Strip([Segment("abXdef")])}, {0: Strip([Segment("ghijkl")])}], [(0, 0, 6), (1, 0, 6)], [[6], [6]]
    )
    assert re.sub("\x1b\\[[0-9;]*[A-Za-z]", "", chops.render_segments(patched)) == "X"
    repeats.forget(patched)
    assert "abXdef" in chops.render_segments(patched)


async def test_a_key_has_everything_painted_again(run, monkeypatch):
    forgotten = []
    monkeypatch.setattr(repeats, "forget", forgotten.append)
    async with run() as reader:
        forgotten.clear()
        await reader.press("ctrl+l", "slash", "ctrl+l")
        assert forgotten == [reader.app.console] * 2
        await reader.resize(90, 30)
        assert len(forgotten) > 2


def test_a_picture_that_was_drawn_over_cells_is_whole_until_something_is_painted_there():
    sent = Sent()
    row = Strip([Segment("one two three")])
    for y in range(4):
        assert [*sent.changes(0, y, row)]
    region = Region(4, 1, 3, 2)
    sent.cover(region, "picture")
    assert sent.covers(region, "picture")
    assert not sent.covers(region, "another")
    assert not sent.covers(Region(3, 1, 3, 2), "picture")
    # Outside it nothing is sent again.
    assert [*sent.changes(0, 0, row)] == []
    assert sent.covers(region, "picture")
    # What was there before has to be sent once more.
    assert [*sent.changes(0, 1, row)] == [(4, 7)]
    assert not sent.covers(region, "picture")
    assert [*sent.changes(0, 2, row)] == [(4, 7)]
    assert [*sent.changes(0, 2, row)] == []
