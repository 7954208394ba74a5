"""How the blocks of an article are told apart, and what a page does with lines that are too wide."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from reader import blocks
from reader.blocks import Block, Span
from reader.library.view import ArticleView
from reader.model import Article, Position, Summary
from reader.text import width
from reader.typesetting import hyphens
from reader.typesetting.colouring import LEXERS, MOST, coloured
from reader.typesetting.layout import Layout
from reader.typesetting.tables import next_shift
from reader.typesetting.typography import PLAIN, Typography
from tests.laid_out import lay_out

PROSE = "The lighthouse keeper counts extraordinary considerations typographically. " * 5
PLAIN_PROSE = "He wrote down each of the ships that came in with the tide, and what they had on board. " * 5


def layout_of(*some: Block, cells: int = 40, typography: Typography = PLAIN, **more: object) -> Layout:
    summary = replace(Summary(1, "Title", "page", "/a/b.txt", 0, 0.0, lang="en"), **more)
    view = ArticleView(summary, Article("Title", some, lang=summary.lang), ())
    return lay_out(view, cells, tail=False, typography=typography)


def rows(layout: Layout) -> list[str]:
    return ["".join(piece.text for piece in layout.pieces(line)).rstrip() for line in range(len(layout))]


def body(layout: Layout) -> list[str]:
    """The lines of the blocks, without the margin."""
    first = layout.line_of(Position(0, 0))
    return [row[layout.margin :] for row in rows(layout)[first : layout.end - 2]]


# --- blocks -----------------------------------------------------------------------------------------


def test_levels_of_headings_are_told_apart_by_their_characters() -> None:
    shown = {level: body(layout_of(blocks.heading("Ice", level))) for level in range(1, 7)}
    assert shown[1] == ["Ice", "━━━"]
    assert shown[2] == ["Ice", "───"]
    assert [shown[level] for level in (3, 4, 5)] == [["▪ Ice"], ["▫ Ice"], ["· Ice"]]


def test_the_line_below_a_heading_is_as_long_as_the_heading_and_is_not_copied() -> None:
    layout = layout_of(blocks.heading("word " * 20, 1), blocks.paragraph("After."))
    lines = body(layout)
    longest = max(width(line) for line in lines if "word" in line)
    assert "━" * longest in lines
    assert "━" not in layout.copy()


def test_a_term_stands_upon_what_it_means() -> None:
    some = (
        blocks.paragraph([Span("Frazil", "strong")]),
        blocks.item("needles of ice", 1, "–"),
        blocks.paragraph([Span("Grease ice", "strong")]),
        blocks.item("the same a day later", 1, "–"),
        blocks.paragraph("After."),
    )
    assert body(layout_of(*some)) == [
        *("Frazil", "– needles of ice", "", "Grease ice", "– the same a day later", "", "After."),
    ]


def test_the_title_block_says_all_that_is_known() -> None:
    layout = layout_of(
        blocks.paragraph("x"),
        cells=70,
        site="Tidewater Review",
        author="A. Smith",
        published="2019-01-27T08:15:30Z",
        words=441,
        lang="de",
        tags=("ice", "tides"),
        url="https://example.org/ice",
    )
    shown = [row.strip().replace("\xa0", " ") for row in rows(layout)[:7]]
    assert shown == [
        "",
        "Title",
        "",
        "Tidewater Review · A. Smith · 2019-01-27 · 3 min · German",
        "#ice  #tides",
        "https://example.org/ice",
        "",
    ]
    link = layout.link_at(5, layout.margin + 3)
    assert link is not None
    assert link.href == "https://example.org/ice"


# --- justified and hyphenated -----------------------------------------------------------------------


def test_justified_text_ends_at_the_edge_but_for_its_last_line() -> None:
    ragged = layout_of(blocks.paragraph(PLAIN_PROSE), cells=70)
    layout = layout_of(blocks.paragraph(PLAIN_PROSE), cells=70, typography=Typography(justified=True))
    *lines, last = body(layout)
    assert {width(line) for line in lines} == {layout.measure}
    assert last == body(ragged)[-1]
    assert [line.split() for line in lines] == [line.split() for line in body(ragged)[:-1]]


def test_a_line_that_would_need_wider_gaps_stays_ragged() -> None:
    text = "considerations of extraordinary typographically"
    layout = layout_of(blocks.paragraph(text), cells=24, typography=Typography(justified=True))
    assert body(layout) == body(layout_of(blocks.paragraph(text), cells=24))


def test_words_are_divided_in_the_language_of_the_article() -> None:
    pytest.importorskip("pyphen")
    typography = Typography(hyphenated=True)
    lines = body(layout_of(blocks.paragraph(PROSE), cells=30, typography=typography))
    divided = [line for line in lines if line.endswith("-")]
    assert divided
    assert "".join(lines).replace("-", "").replace(" ", "") == PROSE.replace(" ", "")
    unknown = body(layout_of(blocks.paragraph(PROSE), cells=30, typography=typography, lang="xx"))
    assert not any(line.endswith("-") for line in unknown)
    # Neither headings nor code have hyphens.
    for block in (blocks.heading(PROSE, 2), blocks.code(PROSE), blocks.paragraph([Span(PROSE, "code")])):
        assert not any(row.endswith("-") for row in body(layout_of(block, cells=30, typography=typography)))


def test_a_hyphen_is_neither_copied_nor_a_place() -> None:
    pytest.importorskip("pyphen")
    layout = layout_of(
        blocks.paragraph(PROSE), cells=30, typography=Typography(hyphenated=True, justified=True)
    )
    first = layout.line_of(Position(0, 0))
    assert layout.copy((first, 0), (layout.end - 2, 0)).strip() == PROSE.strip()
    line = next(line for line in range(first, layout.end) if rows(layout)[line].endswith("-"))
    here, there = layout.stretch(line), layout.stretch(line + 1)
    assert here[2] == there[1]
    # A selection of a line with wide gaps has the characters below it.
    wide = next(line for line in range(first, layout.end) if "  " in rows(layout)[line].strip())
    row = rows(layout)[wide]
    start = row.rindex(" ", 0, row.rindex(" ")) + 1
    word = row[start:].split()[0]
    assert layout.copy((wide, start), (wide, start + len(word))) == word


def test_without_pyphen_words_stay_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hyphens, "_loaded", {})
    monkeypatch.setitem(sys.modules, "pyphen", None)
    lines = body(layout_of(blocks.paragraph(PROSE), cells=30, typography=Typography(hyphenated=True)))
    assert lines == body(layout_of(blocks.paragraph(PROSE), cells=30))


# --- from right to left -----------------------------------------------------------------------------


def test_right_to_left_text_stands_on_the_right_if_the_reader_orders_it() -> None:
    some = (blocks.paragraph("שלום עולם " * 9), blocks.item("שלום", 1, "12."), blocks.paragraph("abc שלום"))
    ordered = layout_of(*some, cells=40, typography=Typography(reorders=True))
    edge = ordered.margin + ordered.measure
    right, item, left = (rows(ordered)[ordered.line_of(Position(block, 0))] for block in range(3))
    assert right.endswith("םולש")
    assert width(right) == edge
    assert item.strip() == "םולש .12"
    assert width(item) == edge
    assert left.strip() == "abc םולש"
    left_alone = layout_of(*some, cells=40)
    first = left_alone.line_of(Position(0, 0))
    assert rows(left_alone)[first].strip().startswith("שלום")


def test_what_is_selected_in_right_to_left_text_is_what_is_seen() -> None:
    layout = layout_of(blocks.paragraph("שלום עולם"), typography=Typography(reorders=True))
    line = layout.line_of(Position(0, 0))
    row = rows(layout)[line]
    # The last word is on the left.
    assert layout.copy((line, len(row) - 1), (line + 1, 0)) == "שלום עולם"
    painted = [piece.text for piece in layout.pieces(line, [(0, 4, "match")]) if "match" in piece.styles]
    assert painted == ["םולש"]


HEBREW = Typography(reorders=True)


def test_what_begins_with_other_letters_stands_where_its_article_stands() -> None:
    some = (
        blocks.item("Python שפה"),
        blocks.item("GPL", 1, "1."),
        blocks.item("2024"),
        blocks.quote(blocks.paragraph("HTML שפה")),
        blocks.heading("Python", 1),
        blocks.footnote("1", "See page 7"),
        blocks.paragraph("Only English."),
        blocks.code("print(1)"),
    )
    shown = rows(layout_of(*some, cells=40, typography=HEBREW, lang="he"))
    edge = max(map(width, shown))
    right = [row.strip() for row in shown if width(row) == edge]
    assert right == ["הפש Python •", "GPL .1", "2024 •", "הפש HTML ▎", "Python", "━━━━━━", "See page 7 [1]"]
    assert {"  Only English.", "    print(1)"} <= {*shown}
    # Elsewhere each text goes by its own first letter, and so does all of it if the terminal has an order.
    for layout in (layout_of(*some, typography=HEBREW), layout_of(*some, lang="he")):
        assert "  • Python " in "\n".join(rows(layout))


def test_the_columns_of_a_right_to_left_table_begin_on_the_right() -> None:
    table = blocks.table([["שם", "שנה"], ["ירושלים", "1948"], ["NASA", "2001"]], header=1)
    layout = layout_of(table, cells=40, typography=HEBREW, lang="he")
    first = layout.line_of(Position(0, 0))
    shown = rows(layout)[first : first + 4]
    assert [row.strip() for row in shown] == [
        "הנש │      םש",
        "─────┼────────",
        "1948 │ םילשורי",
        "2001 │    NASA",
    ]
    assert len({*map(width, shown)}) == 1
    # What is marked, and selected, is what is seen.
    start = table.plain.index("NASA")
    marked = layout.pieces(first + 3, [(start, start + 4, "match")])
    assert [piece.text for piece in marked if "match" in piece.styles] == ["NASA"]
    assert layout.copy((first + 3, shown[3].index("NASA")), (first + 4, 0)).startswith("NASA")


# --- sideways ---------------------------------------------------------------------------------------

COLUMNS = [f"column {n}" for n in range(9)]
TABLE = blocks.table([COLUMNS, [f"row {n}" for n in range(9)]], header=1)
SIDEWAYS = Typography(sideways=True, wraps_code=False)


def test_a_table_that_fits_in_no_other_way_is_scrolled_sideways() -> None:
    layout = layout_of(TABLE, cells=44, typography=SIDEWAYS)
    lines = body(layout)
    assert lines[0].startswith("column 0 │ column 1")
    assert lines[0].endswith("›")
    most = layout.overflow(range(len(layout)))
    assert most > 0
    layout.shift = most
    lines = rows(layout)[layout.line_of(Position(0, 0)) :]
    # The first column stays, and the last one is to be seen.
    assert lines[0].lstrip().startswith("‹column 0 │")
    assert lines[0].endswith("column 8")
    assert lines[2].lstrip().startswith("‹row 0")
    assert lines[2].endswith("row 8")


def test_a_table_is_scrolled_by_whole_columns() -> None:
    layout = layout_of(TABLE, cells=44, typography=SIDEWAYS)
    lines = range(len(layout))
    most, stops = layout.overflow(lines), layout.stops(lines)
    for number in range(2, 5):
        layout.shift = next_shift(layout.shift, True, stops, most, 20)
        row = rows(layout)[layout.line_of(Position(0, 0))]
        assert row.lstrip().startswith(f"‹column 0 │ column {number}")
    for _ in range(3):
        layout.shift = next_shift(layout.shift, False, stops, most, 20)
    assert layout.shift == 0


def test_without_columns_or_in_wide_ones_the_steps_are_short() -> None:
    assert next_shift(0, True, [], 100, 20) == 8
    assert next_shift(0, True, [60], 100, 20) == 8
    assert next_shift(60, False, [60], 100, 20) == 52
    assert next_shift(96, True, [60], 100, 20) == 100


def test_what_is_printed_cannot_be_scrolled() -> None:
    layout = layout_of(TABLE, cells=44)
    assert layout.overflow(range(len(layout))) == 0
    assert "column 8" in " ".join(" ".join(body(layout)).split())


def test_long_lines_of_code_are_broken_or_scrolled_by_choice() -> None:
    code = blocks.code("x = 1\n" + "y" * 90, "python")
    broken = layout_of(code, cells=44, typography=Typography(sideways=True))
    assert [line.count("y") for line in body(broken)] == [0, 38, 38, 14]
    scrolled = layout_of(code, cells=44, typography=SIDEWAYS)
    assert [line.strip() for line in body(scrolled)] == ["x = 1", "y" * 38 + "›"]
    scrolled.shift = 1000
    first = scrolled.line_of(Position(0, 0))
    assert [row.strip() for row in rows(scrolled)[first : first + 2]] == ["‹", "‹ " + " " + "y" * 38]
    assert scrolled.copy((first + 1, 6), (first + 1, 9)) == "yyy"


# --- colours ----------------------------------------------------------------------------------------


def test_code_is_coloured_by_its_language() -> None:
    text = 'def thaw(ice):\n    return "water", 42  # slowly'
    found = {text[run.start : run.end]: run.style for run in coloured(text, "python")}
    assert found["def"] == found["return"] == "code-keyword"
    assert found["thaw"] == "code-name"
    assert found['"water"'] == "code-string"
    assert found["42"] == "code-number"
    assert found["# slowly"] == "code-comment"
    assert coloured(text, "no such language") == ()
    assert coloured("x = 1\n" * MOST, "python") == ()
    assert coloured("x" * 5000, "python") == ()


def test_every_language_has_its_lexer() -> None:
    from pygments import lexers

    assert not [name for name in set(LEXERS.values()) if name not in lexers.LEXERS]


def test_the_language_is_painted_where_its_words_are() -> None:
    layout = layout_of(blocks.code("def f():\n    pass", "python"))
    styles = {piece.text: piece.styles for line in range(len(layout)) for piece in layout.pieces(line)}
    assert styles["def"] == ("code", "code-keyword")
    assert styles["pass"] == ("code", "code-keyword")
