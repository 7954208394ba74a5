"""However a text is set, nothing is lost, no line and no gap is too wide, and each place is found again."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reader import blocks
from reader.blocks import Block, Span
from reader.library.view import ArticleView
from reader.model import Article, Position, Summary
from reader.text import display, width
from reader.typesetting.bidi import seen, visual_order
from reader.typesetting.drawing import MORE_LEFT, MORE_RIGHT
from reader.typesetting.formulas import readable
from reader.typesetting.hyphenating import wrap_divided
from reader.typesetting.layout import Layout
from reader.typesetting.typography import Typography
from reader.typesetting.wrap import wrap
from tests.examples import examples
from tests.laid_out import lay_out


def words(text: str) -> list[str]:
    return text.split()


ENGLISH = words(
    "the of and extraordinary considerations typographically lighthouse keeper's notebook well-known "
    "“illegible” handwriting, naïve 漢字 e\u0301te\u0301 https://example.org/a/b/c REPRODUCTION 2014-03-27"
)
BACKWARD = words("שלום עולם مرحبا بالعالم (סוגריים) 12 abc، %5")

english = st.lists(st.sampled_from(ENGLISH), min_size=1, max_size=60).map(" ".join)
mixed = st.lists(st.sampled_from(ENGLISH + BACKWARD), min_size=1, max_size=40).map(" ".join)
typographies = st.builds(
    Typography,
    justified=st.booleans(),
    hyphenated=st.booleans(),
    sideways=st.booleans(),
    wraps_code=st.booleans(),
)
widths = st.integers(20, 250)


def some_blocks(texts):
    spans = st.lists(
        st.builds(
            lambda text, style: Span(f"{text} ", style), texts, st.sampled_from(["", "strong", "code"])
        ),
        min_size=1,
        max_size=3,
    )
    rows = st.integers(1, 9).flatmap(
        lambda n: st.lists(st.lists(texts | st.just("x"), min_size=n, max_size=n), min_size=1, max_size=4)
    )
    return st.one_of(
        st.builds(blocks.paragraph, spans),
        st.builds(blocks.heading, spans, st.integers(1, 6), st.sampled_from(["", "2.1"])),
        st.builds(blocks.item, spans, st.integers(1, 4), st.sampled_from(["•", "12.", "–"])),
        st.builds(blocks.quote, st.builds(blocks.paragraph, spans)),
        st.builds(blocks.verse, st.lists(texts, min_size=1, max_size=5)),
        st.builds(
            blocks.code, texts.map(lambda t: t.replace(" the ", "\n\t")), st.sampled_from(["", "python"])
        ),
        st.builds(blocks.table, rows, align=st.text("lrc", max_size=9), header=st.integers(0, 1)),
        st.builds(blocks.footnote, st.sampled_from(["", "7"]), spans),
    )


def layout_of(block: Block, cells: int, typography: Typography) -> Layout:
    summary = Summary(1, "t", "page", "/a/b.txt", 0, 0.0, lang="en")
    view = ArticleView(summary, Article("t", (blocks.paragraph("above"), block), lang="en"), ())
    return lay_out(view, cells, 250, tail=False, typography=typography)


def lines_of(layout: Layout) -> list[int]:
    return [line for line in range(len(layout)) if layout.stretch(line)[0] == 1]


def row(layout: Layout, line: int) -> str:
    return "".join(piece.text for piece in layout.pieces(line))


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@given(some_blocks(english), widths, typographies)
@examples(200)
def test_every_character_is_shown_once_and_in_order(block: Block, cells: int, typography: Typography) -> None:
    layout = layout_of(block, cells, typography)
    shown = [row(layout, line) for line in lines_of(layout)]
    assert all(width(text) <= cells for text in shown)
    if block.kind != "table" and not any(MORE_RIGHT in text for text in shown):
        if block.language:
            assert letters(shown.pop(1)) == block.language
        marker = block.marker if block.kind != "quote" else ""
        assert letters("".join(shown)) == letters(marker + block.plain)


@given(some_blocks(english), widths, typographies)
@examples(150)
def test_every_character_can_be_brought_into_sight(block: Block, cells: int, typography: Typography) -> None:
    layout = layout_of(block, cells, typography)
    lines = lines_of(layout)
    most = layout.overflow(range(lines[0], lines[-1] + 1)) if lines else 0
    assert not most or typography.sideways
    for char, letter in enumerate(block.plain):
        if letter.isalnum():
            place = Position(1, char)
            line = layout.line_of(place)
            layout.shift = layout.shift_to(place)
            assert layout.shift <= most
            pieces = list(layout.pieces(line, [(char, char + 1, "match")]))
            # A hyphen that is painted after it has its style.
            assert "".join(piece.text for piece in pieces if "match" in piece.styles).rstrip("-") == letter
            assert width("".join(piece.text for piece in pieces)) <= cells


@given(some_blocks(english), widths, typographies, st.integers(0, 400))
@examples(100)
def test_lines_scrolled_sideways_fit_and_say_that_there_is_more(
    block: Block, cells: int, typography: Typography, shift: int
) -> None:
    layout = layout_of(block, cells, replace(typography, sideways=True, wraps_code=False))
    layout.shift = shift
    for line in lines_of(layout):
        text = row(layout, line)
        assert width(text) <= cells
        if MORE_LEFT in text[: layout.margin]:
            assert shift > 0
    if shift == 0:
        assert not any(row(layout, line)[: layout.margin].strip() for line in lines_of(layout))


@given(some_blocks(english), widths, st.booleans())
@examples(200)
def test_justified_lines_end_at_the_edge_and_no_gap_is_wider_than_two(
    block: Block, cells: int, hyphenated: bool
) -> None:
    ragged = layout_of(block, cells, Typography(hyphenated=hyphenated))
    layout = layout_of(block, cells, Typography(justified=True, hyphenated=hyphenated))
    assert len(ragged) == len(layout)
    edge = layout.margin + layout.measure
    for line in lines_of(layout):
        before, after = row(ragged, line), row(layout, line)
        assert before.split() == after.split()
        if before != after:
            assert block.kind in ("paragraph", "quote", "item", "footnote")
            assert width(after.rstrip()) == edge
            assert "   " not in after.strip()


@given(english, st.integers(8, 90))
@settings(deadline=None)
def test_divided_lines_cover_the_text_and_leave_room_for_a_hyphen(text: str, room: int) -> None:
    def places(_begin: int, word: str) -> range:
        return range(2, len(word) - 2)

    at = in_a_row = 0
    for start, end in wrap_divided(text, room, places):
        assert not text[at:start].strip()
        cells = width(display(text[start:end]))
        assert cells <= room
        word = next(m[0] for m in re.finditer(r"\S+", text) if m.start() <= end - 1 < m.end())
        if re.match("[a-z][a-z]", text[end - 1 : end + 1]) and len(word) <= room:
            assert cells < room
            in_a_row += 1
        else:
            in_a_row = 0
        assert in_a_row <= 2
        at = end
    assert not text[at:].strip()
    assert len(list(wrap_divided(text, room, places))) <= len(wrap(text, room)) + 1
    assert list(wrap_divided(text, room, lambda _begin, _word: ())) == wrap(text, room)


@given(some_blocks(mixed), widths, typographies)
@examples(150)
def test_reordered_lines_show_the_same_characters(block: Block, cells: int, typography: Typography) -> None:
    plain = layout_of(block, cells, typography)
    layout = layout_of(block, cells, replace(typography, reorders=True))
    for line in lines_of(layout):
        before, after = row(plain, line), row(layout, line)
        assert width(after) <= cells
        if not plain.overflow(range(line, line + 1)):
            assert sorted(letters(unicodedata.normalize("NFKC", after))) == sorted(
                letters(unicodedata.normalize("NFKC", before))
            )


@given(st.text(max_size=60), st.booleans())
def test_an_order_has_every_character_once(text: str, backward: bool) -> None:
    assert sorted(visual_order(text, backward=backward)) == list(range(len(text)))
    assert len(seen(text, backward=backward)) <= len(text)


@given(st.text("abc ()[].,12", max_size=40))
def test_text_from_left_to_right_stays_as_it_is(text: str) -> None:
    assert seen(text, backward=False) == text


@given(st.text(st.sampled_from("\\{}^_$&~ abxyz019+-=<>[]()frasqtlpim'\n") | st.characters(), max_size=120))
def test_any_text_may_be_taken_for_a_formula(text: str) -> None:
    found = readable(text)
    assert found is None or found.strip() == found != ""


@given(some_blocks(mixed), widths, widths, typographies, st.booleans())
@examples(150)
def test_places_and_copies_do_not_depend_on_how_a_text_is_set(
    block: Block, cells: int, other: int, typography: Typography, reorders: bool
) -> None:
    plain = layout_of(block, other, Typography())
    layout = layout_of(block, cells, replace(typography, reorders=reorders))
    assert layout.copy() == plain.copy()
    places = [layout.position_of(line) for line in range(len(layout))]
    assert [(at.block, at.char) for at in places] == sorted((at.block, at.char) for at in places)
    for place in places:
        assert layout.position_of(layout.line_of(place)) == place
        block_there, start, end = plain.stretch(plain.line_of(place))
        assert start == end or place.char < 0 or (block_there, start) <= (place.block, place.char)


@given(some_blocks(english), widths, typographies, st.data())
@examples(100)
def test_what_is_selected_begins_with_the_character_that_is_pointed_at(
    block: Block, cells: int, typography: Typography, data: st.DataObject
) -> None:
    layout = layout_of(block, cells, typography)
    if block.kind == "table":
        return  # a row is copied whole
    letters_of = [at for at, char in enumerate(block.plain) if char.isalnum()]
    char = data.draw(st.sampled_from(letters_of))
    place = Position(1, char)
    layout.shift = layout.shift_to(place)
    line = layout.line_of(place)
    column = 0
    for piece in layout.pieces(line, [(char, char + 1, "match")]):
        if "match" in piece.styles:
            break
        column += len(piece.text)
    copied = layout.copy((line, column), (line, column + 1))
    # At its beginning the text has its marker.
    assert copied.removeprefix(f"{block.marker} ")[:1] == block.plain[char]
