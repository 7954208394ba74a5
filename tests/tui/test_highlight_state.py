"""The highlights of an article as they are shown: places, which one is meant, notes beside the text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader import blocks as make
from reader.library.view import ArticleView
from reader.model import Article, Highlight, Position, StoredHighlight, Summary
from reader.tui.state.highlights import LEAST_LINES, article_highlights, note_places
from reader.tui.state.motions import CursorText
from reader.typesetting.cells import characters_on, nearest
from reader.typesetting.typography import Typography
from tests.laid_out import lay_out

BLOCKS = tuple(make.paragraph(f"Paragraph {number} has a few words.") for number in range(4))
TEXT = CursorText(BLOCKS)


def marked(start, end, color="", note=""):
    words = TEXT.between(Position(*start), Position(*end))
    return StoredHighlight(Highlight(words, note, color), Position(*start), Position(*end))


LOST = StoredHighlight(Highlight("words that are gone"))


def test_they_are_painted_by_colour_and_overlaps_are_one():
    found = article_highlights(
        [
            marked((0, 0), (0, 9), "pink"),
            marked((0, 12), (0, 20)),
            marked((0, 15), (1, 4), "yellow", "note"),
            marked((2, 3), (3, 0), "#4a90d9"),
            LOST,
        ],
        TEXT,
    )
    assert found.painted["purple"] == ((0, 0, 9),)
    assert found.painted["yellow"] == ((0, 12, len(BLOCKS[0].plain)), (1, 0, 4))
    assert found.painted["blue"] == ((2, 3, len(BLOCKS[2].plain)),)
    assert (found.count, found.lost, len(found.found)) == (5, 1, 4)
    assert found.begins_noted(0, 10, 20)
    assert not found.begins_noted(0, 16, 30)
    assert found.note(found.noted[0][2]) == "note"


def test_the_one_that_is_meant():
    wide, inner, last = marked((0, 0), (1, 9)), marked((0, 12), (0, 20)), marked((3, 0), (3, 5))
    found = article_highlights([wide, inner, last], TEXT)
    assert found.at(Position(0, 13)) == inner
    assert found.at(Position(0, 20)) == wide
    assert found.at(Position(1, 9)) is None
    assert found.exactly(Position(0, 12), Position(0, 20)) == inner
    assert found.near(Position(0, 5), 1, None) == inner
    assert found.near(Position(0, 5), -1, None) == wide
    assert found.near(Position(3, 2), 1, None) == wide
    assert found.near(Position(), -1, None) == last
    assert found.near(Position(3, 9), 1, wide) == inner
    assert found.near(Position(3, 9), -1, wide) == last
    assert article_highlights([LOST], TEXT).near(Position(), 1, None) is None
    again = article_highlights([marked((0, 12), (0, 20), "red", "now with a note")], TEXT)
    assert again.same(inner) == again.found[0]
    assert again.same(wide) is None


def test_those_beyond_what_is_shown_of_a_long_article_are_not_lost():
    found = article_highlights([marked((3, 0), (3, 5))], CursorText(BLOCKS[:2]))
    assert (found.count, found.lost) == (0, 0)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 9)), max_size=20))
def test_notes_never_lie_over_each_other_and_begin_beside_their_words_if_they_can(steps):
    line, wanted = 0, []
    for step, lines in steps:
        line += step
        wanted.append((line, lines))
    places = note_places(wanted)
    assert len(places) == len(wanted)
    for (line, lines), place in zip(wanted, places, strict=True):
        assert place.first >= line
        assert min(lines, LEAST_LINES) <= place.lines <= lines
    for (one, other), (_, (line, _)) in zip(pairwise(places), pairwise(wanted), strict=True):
        assert other.first == max(line, one.first + one.lines)


# --- cells ------------------------------------------------------------------------------------------


MANY = (
    make.paragraph("Wide 天気 and e\u0301 and a very long line that is broken somewhere, because it has to."),
    make.paragraph("שלום עולם, this is (mixed) text: مرحبا بالعالم 123, and it ends here."),
    make.item("an item with words that go on and on and on until the line ends"),
    make.table([["month", "high"], ["January with a long name that wraps", "4.2 m"]], header=1),
    make.verse(["  First", "", "second"]),
    make.code("def tide():\n\treturn 4\n", "python"),
)


typographies = st.builds(
    Typography,
    justified=st.booleans(),
    hyphenated=st.booleans(),
    reorders=st.booleans(),
    wraps_code=st.booleans(),
)


@given(st.integers(20, 90), st.integers(10, 80), typographies)
def test_every_character_has_its_cells_on_the_line_that_shows_it(cells, measure, typography):
    view = ArticleView(Summary(1, "Title", "page", "", 9, 0.0), Article("Title", blocks=MANY))
    layout = lay_out(view, cells, measure, tail=False, typography=typography)
    text = CursorText(MANY)
    seen: dict[Position, tuple[int, int]] = {}
    for line in range(len(layout)):
        block, _, _ = layout.stretch(line)
        if not 0 <= block < len(MANY):
            continue
        found = characters_on(layout, line, text.characters(block))
        for one, other in pairwise(found):
            assert one.end <= other.first
        for one in found:
            assert layout.margin <= one.first < one.end <= layout.width
            assert nearest(found, one.first) == one.place
            assert one.place not in seen
            seen[one.place] = (line, one.first)
            assert layout.line_of(one.place) == line
    visible = {
        Position(number, char)
        for number, block in enumerate(MANY)
        for char in text.characters(number)
        if not block.plain[char].isspace()
    }
    assert visible <= seen.keys()
