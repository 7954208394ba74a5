"""What blocks and spans say of themselves: their text and their parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import blocks
from reader.blocks import SHAPES, STYLES, Block, Span

texts = st.text(max_size=12)
styles = st.lists(st.sampled_from(STYLES), max_size=3).map(lambda names: blocks.styled(*names))
spans = st.lists(st.builds(Span, texts, styles, st.sampled_from(["", "x"])), max_size=3)
cells = texts | spans


def flat(text) -> str:
    """A text in one line."""
    return "".join(s.text for s in blocks.spans_of(text)).replace("\n", " ").replace("\t", " ")


def plain(parts) -> str:
    return "".join(span.text for span in parts)


@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=4))
def test_a_table_has_the_cells_it_was_made_of(rows) -> None:
    made = blocks.table(rows)
    assert [[plain(cell) for cell in row] for row in made.rows] == [
        [flat(cell) for cell in row] for row in rows
    ]
    assert made.plain == "\n".join("\t".join(map(flat, row)) for row in rows)


@given(st.lists(cells, min_size=1, max_size=6))
def test_verse_has_the_lines_it_was_made_of(lines) -> None:
    made = blocks.verse(lines)
    assert [plain(line) for line in made.lines] == [flat(line) for line in lines]
    assert made.plain == "\n".join(map(flat, lines))


@given(texts, texts, cells)
def test_an_image_has_its_name_alternative_text_and_caption(name, alt, caption) -> None:
    made = blocks.image(name, alt, caption)
    assert (made.picture.href, made.picture.text, plain(made.caption)) == (name, flat(alt), flat(caption))
    assert made.plain == flat(alt) + (f"\n{flat(caption)}" if flat(caption) else "")


@given(st.sampled_from(sorted(SHAPES)), spans, st.sampled_from(["", "\n", "\t", "a\tb\n\nc\t\n"]))
def test_whatever_a_block_holds_its_parts_have_all_of_its_text(kind, some, signs) -> None:
    block = Block(kind, (*some, Span(signs, "strong"), *some))
    assert "\n".join(map(plain, block.lines)) == block.plain
    assert "\n".join("\t".join(map(plain, row)) for row in block.rows) == block.plain


def test_styles_apply_together_and_are_known() -> None:
    span = Span("x", blocks.styled("link", "emphasis", "strong"), "https://example.org")
    assert span.style == "strong emphasis link"
    assert span.styles == ("strong", "emphasis", "link")
    assert not any(name in other for name in STYLES for other in STYLES if name != other)
    with pytest.raises(ValueError, match="bold"):
        blocks.styled("bold")


@pytest.mark.parametrize(
    ("span", "alt"),
    [
        (Span("[[126]]", "image", "126"), ""),
        (Span("harbour.jpg", "image", "harbour.jpg"), ""),
        (Span("Figure 1", "image", "1"), "Figure 1"),
        (Span("A harbour", "image", "ab12"), "A harbour"),
        (Span("", "image", "ab12"), ""),
    ],
)
def test_an_alternative_text_says_more_than_the_name(span, alt) -> None:
    assert span.alt == alt


def test_any_block_can_stand_in_a_quotation() -> None:
    words = blocks.paragraph("Said.")
    once, twice = blocks.quote(words), blocks.quote(blocks.quote(words))
    assert (once.kind, once.level, once.depth) == ("quote", 1, 1)
    assert (twice.kind, twice.level, twice.depth) == ("quote", 2, 2)
    code = blocks.quote(blocks.code("x = 1\n", "Python"))
    assert (code.kind, code.plain, code.language, code.depth) == ("code", "x = 1", "python", 1)


def test_tasks_are_done_or_not() -> None:
    assert [blocks.item("a", done=done).done for done in (True, False, None)] == [True, False, None]
    assert blocks.item("a", 1, "2.", done=True).text == "2. ☑ a"


def test_powers_stay_powers_as_text() -> None:
    assert blocks.raised("6").text == "⁶"
    assert blocks.lowered("2").text == "₂"
    assert blocks.raised("er").text == "er"


def test_a_footnote_and_its_marks_have_one_label() -> None:
    note = blocks.footnote("3", "See there.")
    assert note.label == blocks.footnote_mark("3").href == "3"
    assert note.text == "[3] See there."
