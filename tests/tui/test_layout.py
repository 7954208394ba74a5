"""An article at a width: what is on each line, and where in the article each line stands."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path

import pytest
from rich.style import Style

from reader.library.view import ArticleView, Entry
from reader.model import Article, Block, Position, Span, Summary, TitleFrom
from reader.text import display, width
from reader.tui.state.layers import Layers
from reader.tui.state.matches import Matches
from reader.tui.widgets.painting import strip_of
from reader.typesetting.layout import Layout
from reader.typesetting.units import source_name
from reader.typesetting.wrap import wrap_text
from tests.laid_out import lay_out

SHARED = Path(os.environ.get("READER_SHARED") or Path(__file__).parents[3] / "shared")
HOSTILE = SHARED / "hostile"
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]")

PROSE = "The quick brown fox jumps over the lazy dog, and the dog looks up. " * 6


def block(kind, *spans, **more):
    return Block(kind, tuple(Span(span) if isinstance(span, str) else span for span in spans), **more)


def view(*blocks, entries=(), note="", title="A title", title_from: TitleFrom = "page", **summary):
    summary = {"source": "/saved/blog/one.txt", "words": 441, "added": 1395921600.0, **summary}
    article = Article(
        title, tuple(blocks), note=note, note_label="Note:" if note else "", title_from=title_from
    )
    return ArticleView(Summary(1, title, title_from, **summary), article, tuple(entries))


def rows(layout: Layout) -> list[str]:
    return ["".join(piece.text for piece in layout.pieces(line)) for line in range(len(layout))]


def styles_of(layout: Layout, text: str) -> tuple[str, ...]:
    pieces = (piece for line in range(len(layout)) for piece in layout.pieces(line))
    return next(piece.styles for piece in pieces if text in piece.text)


ENTRIES = (
    Entry("next", "Join us", "]", 4),
    Entry("previous", "Coming soon", "[", 3, read=True),
    Entry("recommended", "Building the next", "1", None),
)


def test_everything_is_shown_in_order():
    shown = view(
        block("paragraph", "First paragraph."),
        block("heading", "A heading", level=1, marker="2.1"),
        block("item", "one", marker="•", level=1),
        block("item", "two " * 9, marker="•", level=1),
        block("quote", "Said someone. " * 3, level=1),
        block("image", Span("[[100482]]", "image", "100482")),
        block("rule"),
        block("code", "def f():\n\treturn 1"),
        note="Mind the gap.",
        entries=ENTRIES,
        title_from="link",
        progress=0.42,
    )
    text = [row.replace("\xa0", " ") for row in rows(lay_out(shown, 44, tail=True))]
    assert text == [
        "",
        "  A title",
        "",
        "  blog · added 2014-03-27 · 3 min · 42 % ·",
        "  title from a link",
        "",
        "  ▎ Note: Mind the gap.",
        "",
        "  First paragraph.",
        "",
        "",
        "  2.1 A heading",
        "  ━━━━━━━━━━━━━",
        "",
        "  • one",
        "  • two two two two two two two two two",
        "",
        "  ▎ Said someone. Said someone. Said",
        "  ▎ someone.",
        "",
        "  ┌ image 100482 ┐",
        "",
        "  " + "─" * 40,
        "",
        "    def f():                              ",
        "        return 1                          ",
        "",
        "",
        "               ──── end ────",
        "",
        "  Previous",
        "  [   Coming soon",
        "",
        "  Next",
        "  ] ● Join us",
        "",
        "  Recommended",
        "  1 ○ Building the next  not here",
    ]


def test_without_tail_the_end_is_the_last_line():
    layout = lay_out(view(block("paragraph", "x"), entries=ENTRIES), 60, tail=False)
    assert layout.end == len(layout) - 1
    assert "end" in rows(layout)[-1]


@pytest.mark.parametrize("cells", [40, 60, 80, 120, 200])
def test_text_keeps_to_the_measure_in_the_middle_of_the_pane(cells):
    layout = lay_out(view(block("paragraph", PROSE)), cells, tail=False)
    prose = [row for row in rows(layout) if "fox" in row]
    left = min(len(row) - len(row.lstrip()) for row in prose)
    longest = max(len(row.strip()) for row in prose)
    assert longest <= 70
    assert left >= 2
    assert cells - left - 70 <= left + 1 or cells < 74


@pytest.mark.parametrize("cells", range(-1, 20))
def test_a_pane_of_any_width_shows_every_word(cells):
    shown = view(block("item", "word", marker="PART 1"), note="note", entries=ENTRIES)
    layout = lay_out(shown, cells, tail=True)
    letters = "".join("".join(rows(layout)).replace("▎", "").split())
    assert all(word in letters for word in ("PART1", "word", "Note:", "note", "Comingsoon"))
    assert max(map(len, rows(layout))) <= max(1, cells)


def test_dates_no_calendar_has_and_missing_words_leave_the_line_shorter():
    row = rows(lay_out(view(words=0, added=1e30), 60, tail=False))[3]
    assert row.strip() == "blog"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/home/x/18f/pages/287.txt", "18f"),
        ("/home/x/saved/287.txt", "x"),
        ("287.txt", "287.txt"),
        ("/287.txt", "287.txt"),
        ("/pages/287.txt", "287.txt"),
        ("stdin:0f3a", "standard input"),
        ("", ""),
    ],
)
def test_source_name(source, name):
    assert source_name(source) == name


def test_inline_styles_links_and_images():
    shown = view(
        block(
            "paragraph",
            "Some ",
            Span("strong", "strong"),
            " words, ",
            Span("[[126216]]", "image", "126216"),
            " and ",
            Span("a link", "link", "Join us"),
            ".",
        )
    )
    layout = lay_out(shown, 80, tail=False)
    assert "Some strong words, [image\xa0126216] and a link." in rows(layout)[5]
    assert styles_of(layout, "strong") == ("strong",)
    assert styles_of(layout, "126216") == ("image",)
    link = layout.link_at(5, rows(layout)[5].index("a link"))
    assert link is not None
    assert link.href == "Join us"
    assert layout.link_at(5, rows(layout)[5].index("words")) is None
    assert "[[126216]]" in layout.copy()


def test_markup_is_text():
    title = "[bold]x[/bold] [@click=app.quit]y[/] \\[z]"
    assert title in rows(lay_out(view(title=title), 80, tail=False))[1]


def test_a_place_survives_a_change_of_width():
    layout = lay_out(view(*[block("paragraph", PROSE)] * 20), 80, tail=False)
    narrow = lay_out(view(*[block("paragraph", PROSE)] * 20), 41, tail=False)
    place = Position(12, PROSE.index("lazy", 200))
    for at in (layout, narrow):
        shown_block, start, end = at.stretch(at.line_of(place))
        assert shown_block == 12
        assert start <= place.char < end
    assert layout.line_of(Position()) == 0
    assert layout.line_of(Position(99, 0)) == layout.end


def test_the_line_below_the_title_says_where_the_article_is_from():
    known = {"site": "Tidewater Review", "author": "A. Smith", "published": "2019-01-27T08:15:30Z"}
    shown = rows(lay_out(view(block("paragraph", "x"), **known), 80, tail=False))
    line = "Tidewater Review · A. Smith · 2019-01-27 · 3 min"
    assert line in [row.replace("\xa0", " ").strip() for row in shown]
    shown = rows(lay_out(view(block("paragraph", "x"), url="https://www.example.org/ice"), 80, tail=False))
    assert any(row.strip().startswith("example.org") for row in shown)


def test_headings_say_their_place():
    layout = lay_out(
        view(block("paragraph", "x"), block("heading", "One"), block("heading", "T\x1bwo", marker="2.")),
        60,
        tail=False,
    )
    assert [(title, rows(layout)[layout.line_of(place)].strip()) for title, _, place in layout.headings] == [
        ("One", "One"),
        ("2. Two", "2. Two"),
    ]


def test_marks_are_painted_where_they_are():
    shown = view(
        block("item", "find this and this", marker="PART 1 with a very long marker"),
        note="and this",
    )
    layout = lay_out(shown, 50, tail=False)
    matches = Matches.of(
        [(0, 5, 9), (0, 14, 18), (-1, 2, 7), (-1, len("A title\n") + 4, len("A title\n") + 8)]
    )
    matches = matches.step(1, Position(0, 6))
    assert matches.position == Position(0, 14)
    layers = Layers().put("match", matches.others).put("match-current", matches.the_current)
    found = [
        (piece.text, piece.styles[-1])
        for line in range(len(layout))
        for piece in layout.pieces(line, layers.on(*layout.stretch(line)))
        if piece.styles and piece.styles[-1].startswith("match")
    ]
    assert found == [("title", "match"), ("this", "match"), ("this", "match"), ("this", "match-current")]


def test_marks_step_round_and_count():
    matches = Matches.of([(2, 0, 1), (0, 0, 1), (1, 0, 1)])
    assert matches.count == (0, 3)
    for block in (1, 2, 0, 1):
        matches = matches.step(1, Position(1, 0))
        assert matches.position == Position(block, 0)
    matches = matches.step(-1, Position())
    assert matches.position == Position(0, 0)
    assert matches.count == (1, 3)
    assert matches.let_go().count == (0, 3)
    assert Matches.of([(2, 0, 1), (0, 0, 1)]).step(-1, Position(1, 0)).position == Position(0, 0)
    assert Matches().step(1, Position()).position is None


def test_copying_a_part_leaves_out_wrapping_bars_and_margins():
    shown = view(block("paragraph", PROSE), block("quote", "A quotation.", level=1), block("item", "An item"))
    layout = lay_out(shown, 60, tail=False)
    first = next(line for line, row in enumerate(rows(layout)) if "fox" in row)
    quote = next(line for line, row in enumerate(rows(layout)) if "quotation" in row)
    start = rows(layout)[first].index("quick")
    assert layout.copy((first, start), (quote, 8)) == PROSE[4:] + "\n\nA qu"
    assert layout.copy((quote, 0), (quote + 2, 99)) == "A quotation.\n\n• An item"
    assert layout.copy((quote + 1, 3), (quote + 2, 99)) == "• An item"
    assert layout.copy((first, start), (first, start)) == ""


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("no\xa0break here", 9, ["no\xa0break", "here"]),
        ("well-known 2014-03-27", 8, ["well-", "known", "2014-03-", "27"]),
        ("one—two", 5, ["one—", "two"]),
        ("ab\u200bcd", 3, ["ab", "cd"]),
        ("東京（とうきょう）、日本", 8, ["東京（と", "うきょ", "う）、日", "本"]),
        ("他说：「你好。」", 8, ["他说：", "「你", "好。」"]),
        ("Facebook，你好", 9, ["Faceboo", "k，你好"]),
        ("ภาษาไทย", 4, ["ภาษา", "ไทย"]),
        ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
        ("ab \u0301cd", 4, ["ab", " \u0301cd"]),
        ("字", 1, ["字"]),
        ("  \t ", 5, []),
    ],
)
def test_lines_break_where_readers_of_the_script_expect(text, cells, lines):
    assert wrap_text(text, cells) == lines


def hostile_strings() -> list[str]:
    with (HOSTILE / "strings.jsonl").open(encoding="utf-8") as stream:
        strings = [json.loads(line)["text"] for line in stream]
    return strings + json.loads((HOSTILE / "blns" / "blns.json").read_text(encoding="utf-8"))


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="needs the shared hostile strings")
@pytest.mark.parametrize(
    "cells",
    [pytest.param(cells, marks=[pytest.mark.slow] if cells % 20 else []) for cells in range(20, 121, 4)],
)
def test_hostile_strings_fill_exactly_the_width(cells):
    strings = hostile_strings()
    # Whole once; else the start of each, for the longest take as long as all others together.
    size = 100_000 if cells in (20, 120) else 60
    for narrower in range(min(4, 121 - cells)):
        blocks = [
            block(("paragraph", "code", "item")[number % 3], text[:size], marker=text[:9])
            for number, text in enumerate(strings)
        ]
        related = [Entry("similar", text[:size], "1", 1) for text in strings[:: 7 + narrower]]
        title = " ".join(text[:40] for text in strings[::5])
        layout = lay_out(view(*blocks, title=title, note=title, entries=related), cells + narrower, tail=True)
        for line in range(len(layout)):
            parts = [(piece.text, Style()) for piece in layout.pieces(line)]
            strip = strip_of(parts, cells + narrower, Style())
            assert sum(segment.cell_length for segment in strip) == cells + narrower
            assert sum(width(text) for text, _ in parts) <= cells + narrower
            assert not CONTROL.search(strip.text)
            assert not unicodedata.category(strip.text.lstrip()[:1] or "x").startswith("M") or line
        size = 60


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="needs the shared hostile strings")
def test_hostile_strings_lose_nothing_visible():
    strings = hostile_strings()
    layout = lay_out(view(*[block("paragraph", text) for text in strings]), 60, tail=False)
    shown = "".join(char for row in rows(layout) for char in row if char.isalnum())
    at = 0
    for text in strings:
        letters = "".join(char for char in display(text) if char.isalnum())
        assert letters in shown[at:]
        at = shown.index(letters, at) + len(letters)


def test_entities_in_a_title_are_shown_decoded_and_copied_as_they_are():
    shown = lay_out(
        view(block("paragraph", "Text."), title="A &ldquo;front&nbsp;door&rdquo; &amp; more"), 60, tail=False
    )
    assert rows(shown)[1].strip() == "A “front\xa0door” & more"
    assert shown.copy().startswith("A &ldquo;front&nbsp;door&rdquo; &amp; more")
    assert shown.position_of(1) == Position(-1, 0)


def test_a_mark_on_an_entity_covers_what_is_shown_for_it():
    title = "A &ldquo;front&rdquo; more"
    shown = lay_out(view(block("paragraph", "Text."), title=title), 60, tail=False)
    start = title.index("front")
    marked = [
        piece.text for piece in shown.pieces(1, [(start, start + 5, "match")]) if "match" in piece.styles
    ]
    assert marked == ["front"]
