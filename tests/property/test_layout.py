"""Whatever an article says, its lines fit, lose nothing, and know where they stand."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from reader.blocks import SHAPES, STYLES, image, styled, table, verse
from reader.library.view import GROUPS, ArticleView, Entry
from reader.model import Article, Block, Position, Span, Summary
from reader.text import clean, display, width
from reader.tui.patches import apply_all
from reader.tui.widgets.painting import strip_of
from reader.typesetting.layout import Layout, Piece
from reader.typesetting.parts import Part, parts_of
from reader.typesetting.wrap import wrap, wrap_code
from tests.examples import examples
from tests.laid_out import lay_out

# As the app does: what is drawn without one is measured alike.
apply_all()

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]")
BREAKABLE = re.compile("[ \t\n\u1680\u2000-\u2006\u2008-\u200b\u2028\u2029\u205f\u3000]*")

SAMPLES = (
    "word hyphen-ated — dash— 2014-03-27 “quoted”, it’s naïve Привет 日本語 カメラー っ。「引用」（注） "
    "中文，标点！ ภาษาไทย ไม่ ລາວ ខ្មែរ မြန်မာ हिन्दी की عربي עברית 한국어 e\u0301 \u0301 x\u200by no\xa0break "
    "a\u0300\u0301\u0302\u0303\u0304 👩\u200d👩\u200d👧 👍🏽 🇩🇪 \u3164 \ufeff \u2028 ﷽ \x1b[31m \t "
    f"https://example.org/{'a' * 90}"
).split(" ")
odd_text = st.lists(st.sampled_from(SAMPLES) | st.text(max_size=6), max_size=25).map(" ".join)
glued_text = st.lists(st.sampled_from(SAMPLES) | st.characters(), max_size=25).map("".join)
texts = st.text(max_size=60) | odd_text | glued_text
widths = st.integers(1, 130)

styles = st.lists(st.sampled_from(STYLES), max_size=2).map(lambda names: styled(*names))
names = st.sampled_from(["", "a name"])
spans = st.lists(st.builds(Span, texts, styles, names), max_size=4).map(tuple)
kinds = st.sampled_from(sorted(SHAPES))
markers = st.sampled_from(["", "•", "1.", "PART 1", "①", "a very long marker indeed", "\x1b[2J"])
cells = texts | spans
blocks = st.builds(
    Block,
    kinds,
    spans,
    st.integers(0, 9),
    markers,
    st.sampled_from([0, 0, 1, 9]),
    st.sampled_from([0, 0, 1, 9]),
    st.sampled_from(["", "python", "\x1b[2J"]),
    st.text("lrc", max_size=4),
    st.integers(0, 3),
) | st.one_of(
    st.builds(
        table,
        st.lists(st.lists(cells, max_size=5), max_size=6),
        align=st.text("lrc", max_size=4),
        header=st.integers(0, 3),
    ),
    st.builds(verse, st.lists(st.just("") | cells, max_size=6)),
    st.builds(image, names, texts, cells),
)
entries = st.builds(
    Entry,
    st.sampled_from(GROUPS),
    texts,
    st.sampled_from(["", "[", "]", "1", "9"]),
    st.none() | st.integers(1, 9),
    st.booleans(),
)


def view(article: Article, *related: Entry) -> ArticleView:
    summary = Summary(1, article.title, article.title_from, "/a/b.txt", 500, 1.4e9, progress=0.4)
    return ArticleView(summary, article, related)


views = st.builds(
    view,
    st.builds(
        Article,
        texts,
        st.lists(blocks, max_size=6).map(tuple),
        note=texts,
        note_label=st.sampled_from(["", "Editor's note:"]),
        title_from=st.sampled_from(["page", "link", "text", "address"]),
    ),
    entries,
    entries,
)


def text_lines(layout: Layout) -> list[int]:
    return [line for line in range(len(layout)) if any(layout.pieces(line))]


def one_piece(text: str) -> bool:
    """Whether there is at most one place in a text that a line may be broken at: none but before marks."""
    shown = [char for char in text if width(display(char)) and not unicodedata.category(char).startswith("M")]
    return len(shown) <= 2


@given(texts, widths)
def test_lines_cover_everything_but_white_space_at_breaks(text: str, cells: int) -> None:
    at = 0
    for start, end in wrap(text, cells):
        assert at <= start < end
        assert BREAKABLE.fullmatch(text, at, start)
        at = end
    assert BREAKABLE.fullmatch(text, at)


@given(texts, widths)
def test_no_line_is_too_wide_or_starts_with_a_mark(text: str, cells: int) -> None:
    for number, (start, end) in enumerate(wrap(text, cells)):
        line = text[start:end]
        assert width(display(line)) <= cells or one_piece(line)
        if number:
            assert not unicodedata.category(line[0]).startswith("M")


@given(st.text(st.sampled_from("ab-—é “1."), max_size=120), st.integers(2, 40))
def test_narrow_text_breaks_the_same_alone_as_beside_wide_characters(text: str, cells: int) -> None:
    wide = "한" * (cells // 2)
    assert wrap(text, cells) == wrap(f"{text} {wide}", cells)[:-1]


@given(
    st.lists(
        st.sampled_from(["字", "漢", "カ", "。", "、", "」", "（", "「", "ー", "っ", "word", "，"]),
        max_size=60,
    ),
    st.integers(12, 40),
)
def test_no_line_starts_with_a_closing_or_ends_with_an_opening_character(
    parts: list[str], cells: int
) -> None:
    text = re.sub(
        "[。、」ーっ，]{2,}|^[。、」ーっ，]|[（「]{2,}|[（「]$|(?<=[（「])[。、」ーっ，]",
        "字",
        "".join(parts),
    )
    lines = [text[start:end] for start, end in wrap(text, cells)]
    assert not [line for line in lines[1:] if line[0] in "。、」ーっ，"]
    assert not [line for line in lines[:-1] if line[-1] in "（「"]


@given(st.text(st.characters() | st.sampled_from("\t\n "), max_size=80), widths)
def test_code_keeps_every_character_and_line(text: str, cells: int) -> None:
    ranges = wrap_code(text, cells)
    at = 0
    for start, end in ranges:
        assert text[at:start] in ("", "\n")
        assert "\n" not in text[start:end]
        at = end
    assert at == len(text)
    assert len(ranges) >= text.count("\n") + 1


@given(views, widths, st.booleans())
@examples(150)
def test_every_line_fits_and_is_harmless(shown: ArticleView, cells: int, tail: bool) -> None:
    layout = lay_out(shown, cells, tail=tail)
    for line in range(len(layout)):
        parts = [(piece.text, Style()) for piece in layout.pieces(line)]
        strip = strip_of(parts, cells, Style())
        assert sum(segment.cell_length for segment in strip) == strip.cell_length == cells
        assert not CONTROL.search(strip.text)
        if cells >= 8:
            assert sum(width(text) for text, _ in parts) <= cells


@given(views, widths, widths, st.booleans())
@examples(150)
def test_a_line_knows_its_place_at_every_width(
    shown: ArticleView, cells: int, other: int, tail: bool
) -> None:
    here, there = lay_out(shown, cells, tail=tail), lay_out(shown, other, tail=tail)
    places = [here.position_of(line) for line in range(len(here))]
    assert [(p.block, p.char) for p in places] == sorted((p.block, p.char) for p in places)
    for line, place in enumerate(places):
        back = here.line_of(place)
        assert here.position_of(back) == place
        assert line <= back or place == Position()
        block, start, end = there.stretch(there.line_of(place))
        blank = start == end or place.char < 0
        assert blank or (block, start) <= (place.block, place.char)


def drawn(layout: Layout) -> list[list[Piece]]:
    return [list(layout.pieces(line)) for line in range(len(layout))]


@given(views, widths, st.booleans(), st.integers(1, 9), st.integers(1, 3))
@examples(150)
def test_an_article_divided_between_its_blocks_looks_the_same(
    shown: ArticleView, cells: int, tail: bool, size: int, count: int
) -> None:
    blocks = shown.article.blocks
    parts = [Part(first, min(first + count, len(blocks)), size) for first in range(0, len(blocks), count)]
    divided = Layout(shown, cells, 70, parts, tail=tail)
    while divided.set_some():
        pass
    assert drawn(divided) == drawn(lay_out(shown, cells, tail=tail))


places = st.builds(Position, st.integers(-1, 9), st.integers(0, 60))


@given(views, widths, st.booleans(), st.integers(1, 30), st.lists(st.integers(0, 200) | places, max_size=9))
@examples(150)
def test_what_is_set_first_makes_no_difference(
    shown: ArticleView, cells: int, tail: bool, size: int, looks: list[int | Position]
) -> None:
    parts = parts_of(shown.article.blocks, size, 2)
    whole, lazy = (Layout(shown, cells, 70, parts, tail=tail) for _ in range(2))
    while whole.set_some():
        pass
    for look in looks:
        if isinstance(look, Position):
            assert lazy.position_of(lazy.line_of(look)) == whole.position_of(whole.line_of(look))
        else:
            lazy.hold(look, 5)
            top, held = lazy.position_of(lazy.top), list(lazy.pieces(lazy.top))
            lazy.set_some()
            assert (lazy.position_of(lazy.top), list(lazy.pieces(lazy.top))) == (top, held)
            # What is on screen does not move while it is painted.
            lazy.hold(lazy.top, 5)
            before = lazy.changes
            for line in range(lazy.top, min(lazy.top + 5, len(lazy))):
                list(lazy.pieces(line))
            assert lazy.changes == before
    lazy.hold_end(5)
    assert lazy.position_of(len(lazy) - 1) == whole.position_of(len(whole) - 1)
    while lazy.set_some():
        pass
    assert drawn(lazy) == drawn(whole)


@given(views, widths, st.integers(1, 30))
@examples(100)
def test_a_long_block_in_pieces_loses_nothing(shown: ArticleView, cells: int, size: int) -> None:
    layout = Layout(shown, cells, 70, parts_of(shown.article.blocks, size, 2), tail=True)
    assert layout.copy() == lay_out(shown, cells, tail=True).copy()
    while layout.set_some():
        pass
    places = [layout.position_of(line) for line in range(len(layout))]
    assert [(p.block, p.char) for p in places] == sorted((p.block, p.char) for p in places)


@given(views, widths, widths)
@examples(100)
def test_what_is_copied_does_not_depend_on_the_width(shown: ArticleView, cells: int, other: int) -> None:
    assert lay_out(shown, cells, tail=True).copy() == lay_out(shown, other, tail=True).copy()


@given(texts.map(clean), widths)
def test_a_paragraph_copies_as_one_line(text: str, cells: int) -> None:
    layout = lay_out(view(Article("t", (Block("paragraph", (Span(text),)),))), cells, tail=False)
    lines = [line for line in text_lines(layout) if layout.position_of(line).block == 0]
    if lines:
        copied = layout.copy((lines[0], 0), (lines[-1], 10_000))
        assert copied in text
        assert BREAKABLE.fullmatch(text.replace(copied, "", 1))


@given(texts.map(clean), widths, st.data())
def test_a_mark_paints_the_characters_it_names(text: str, cells: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    layout = lay_out(view(Article("t", (Block("paragraph", (Span(text),)),))), cells, tail=False)
    painted = [
        piece.text
        for line in text_lines(layout)
        if layout.position_of(line).block == 0
        for piece in layout.pieces(line, [(start, end, "match")])
        if "match" in piece.styles
    ]
    # Each piece is made safe by itself, so piled-up marks may differ at its edges: compare letters.
    assert _letters("".join(painted)) == _letters(display(text[start:end]))


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())
