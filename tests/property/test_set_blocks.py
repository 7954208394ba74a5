"""Every kind of block at every width: nothing is lost, nothing is doubled, and each place is found again."""

from __future__ import annotations

from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import blocks
from reader.blocks import SHAPES, Block, Span
from reader.library.view import ArticleView
from reader.model import Article, Position, Summary
from reader.text import width
from reader.typesetting.body import SETTERS
from reader.typesetting.layout import Layout
from reader.typesetting.tables import BETWEEN, columns_of
from tests.examples import examples
from tests.laid_out import lay_out

words = st.text("abcdefgé漢カ", min_size=1, max_size=14)
texts = st.lists(words, max_size=12).map(" ".join)
styles = st.lists(st.sampled_from(["strong", "emphasis", "deleted", "code", "link"]), max_size=2)
spans = st.lists(st.builds(lambda t, s: Span(t, blocks.styled(*s), "href"), texts, styles), max_size=3)
lines = texts | spans
plain_blocks = st.one_of(
    st.builds(blocks.paragraph, lines),
    st.builds(blocks.heading, lines, st.integers(1, 6), st.sampled_from(["", "2.1", "PART 1"])),
    st.builds(
        blocks.item, lines, st.integers(1, 4), st.sampled_from(["•", "12."]), done=st.none() | st.booleans()
    ),
    st.builds(blocks.verse, st.lists(st.just("") | lines | texts.map(lambda t: f"      {t}"), max_size=8)),
    st.builds(blocks.code, texts.map(lambda t: t.replace(" ", "\n  ")), st.sampled_from(["", "xyz"])),
    st.builds(blocks.image, st.just("9"), texts, lines),
    st.builds(blocks.footnote, st.sampled_from(["", "7"]), lines),
)
tables = st.builds(
    blocks.table,
    st.integers(1, 7).flatmap(lambda n: st.lists(st.lists(lines, min_size=n, max_size=n), max_size=5)),
    align=st.text("lrc", max_size=7),
    header=st.integers(0, 2),
)


@st.composite
def surrounded(draw, some) -> Block:
    """A block in quotations."""
    block = draw(some)
    for _ in range(draw(st.sampled_from([0, 0, 1, 3]))):
        block = blocks.quote(block)
    return block


def layout_of(block: Block, cells: int) -> Layout:
    summary = Summary(1, "t", "page", "/a/b.txt", 0, 0.0)
    view = ArticleView(summary, Article("t", (blocks.paragraph("above"), block)), ())
    return lay_out(view, cells, 250, tail=False)


def rows(layout: Layout) -> list[str]:
    """The lines of the second block."""
    return [
        "".join(piece.text for piece in layout.pieces(line))
        for line in range(len(layout))
        if layout.stretch(line)[0] == 1
    ]


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def test_every_kind_is_set() -> None:
    assert SETTERS.keys() == SHAPES.keys()


@given(surrounded(plain_blocks), st.integers(20, 250))
@examples(150)
def test_every_character_is_shown_once_and_in_order(block: Block, cells: int) -> None:
    before = block.marker if block.kind != "quote" else ""
    if block.kind == "image":
        before = "image" + ("" if block.picture.alt else block.picture.href)
    shown = rows(layout_of(block, cells))
    if block.language:
        assert letters(shown.pop(1)) == block.language
    if block.kind == "item" and not before:
        before = "•"
    assert letters("".join(shown)) == letters(before + block.plain)
    assert all(width(row) <= cells for row in shown)


@given(surrounded(tables), st.integers(20, 250))
@examples(150)
def test_every_character_of_a_table_is_shown_once_and_in_its_column(block: Block, cells: int) -> None:
    layout = layout_of(block, cells)
    shown = rows(layout)
    assert all(width(row) <= cells for row in shown)
    if letters("".join(shown)) == letters(block.plain):
        return
    columns = zip_longest(*(row.split(BETWEEN.strip()) for row in shown if "│" in row), fillvalue="")
    wanted = zip_longest(*block.rows, fillvalue=())
    assert [letters("".join(column)) for column in columns] == [
        letters("".join(span.text for cell in column for span in cell)) for column in wanted
    ]


@given(surrounded(plain_blocks | tables), st.integers(20, 250))
@examples(150)
def test_a_character_is_found_on_the_line_that_shows_it(block: Block, cells: int) -> None:
    layout = layout_of(block, cells)
    for char, letter in enumerate(block.plain):
        if letter.isalnum():
            line = layout.line_of(Position(1, char))
            marks = [(char, char + 1, "match")]
            painted = [piece.text for piece in layout.pieces(line, marks) if "match" in piece.styles]
            assert painted == [letter]


@pytest.mark.parametrize("cells", [20, 40, 80])
def test_a_mark_over_cells_is_painted_in_each_of_them(cells: int) -> None:
    table = blocks.table([["one two three four five", "six seven eight"], ["nine", "ten"]], header=1)
    layout = layout_of(table, cells)
    start, end = table.plain.index("five"), table.plain.index("seven")
    painted = [
        piece.text
        for line in range(len(layout))
        if layout.stretch(line)[0] == 1
        for piece in layout.pieces(line, [(start, end, "match")])
        if "match" in piece.styles
    ]
    assert "".join(sorted(map(letters, painted))) == "fivesix"


def test_columns_shrink_before_words_break() -> None:
    rows = [["a short one", "long words " * 9], ["x", "y"]]
    wide = columns_of(blocks.table(rows), 200)
    narrow = columns_of(blocks.table(rows), 40)
    assert wide == (11, 98)
    assert narrow == (11, 26)
    assert columns_of(blocks.table([["abcdefgh"] * 9]), 40) == ()


def test_a_long_table_is_set_in_pieces_as_it_is_whole() -> None:
    table = blocks.table(
        [["name", "what it is about"], *([f"row {n}", "words " * 30] for n in range(200))], header=1
    )
    assert len(table.plain) > 16_000
    layout = layout_of(table, 60)
    shown = rows(layout)
    assert letters("".join(shown)).count("row") == 200
    bars = {row.index("│") for row in shown if "│" in row}
    assert len(bars) == 1
    for n in (0, 57, 199):
        place = Position(1, table.plain.index(f"row {n}"))
        assert f"row {n}" in "".join(piece.text for piece in layout.pieces(layout.line_of(place)))


def test_a_table_without_words_in_its_head_stands_apart_from_what_is_above() -> None:
    shown = rows(layout_of(blocks.table([["", ""], ["a", "b"]], header=1), 40))
    assert [row.strip() for row in shown] == ["", "──┼──", "a │ b"]


def test_verse_that_begins_with_an_empty_line_stands_apart_from_what_is_above() -> None:
    shown = rows(layout_of(blocks.verse(["", "a", "", "b"]), 40))
    assert [row.strip() for row in shown] == ["", "a", "", "b"]


@pytest.mark.parametrize("cells", range(20, 60))
def test_long_verse_goes_on_to_the_right_within_its_width(cells: int) -> None:
    line = "letters " * 30
    shown = rows(layout_of(blocks.verse([f"  {line}", "short"]), cells))
    assert max(map(width, shown)) <= cells
    indents = [len(row) - len(row.lstrip()) for row in shown[1:]]
    assert set(indents[1:-1]) == {indents[0] + 4}
    assert indents[-1] == indents[0] - 2


def test_the_language_of_code_and_the_marks_of_quotations_are_not_copied() -> None:
    layout = layout_of(blocks.quote(blocks.code("x = 1\ny = 2", "python")), 40)
    assert layout.copy().endswith("above\n\nx = 1\ny = 2")


def test_a_row_of_a_table_is_copied_whole() -> None:
    layout = layout_of(blocks.table([["one two three", "four " * 9], ["5", "6"]]), 30)
    line = layout.line_of(Position(1, 0))
    assert layout.copy((line, 5), (line, 9)) == f"one two three\t{'four ' * 9}"
