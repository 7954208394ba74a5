"""Blocks of every kind as a saved page: what is written, and what it reads back as."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import blocks
from reader.blocks import SHAPES, Block, Span
from reader.formats.body_lines import WRITERS, to_lines
from reader.formats.saved_page import parse, write
from reader.model import Article
from tests.examples import examples

words = st.text("abcdefgé漢カ0", min_size=1, max_size=9)
texts = st.lists(words, min_size=1, max_size=20).map(" ".join)
sentences = texts.map(lambda text: f"{text.capitalize()}.")
spans = st.lists(
    st.builds(Span, texts.map(lambda text: f"{text} "), st.sampled_from(["", "strong"])), max_size=3
)
lines = texts | sentences | spans
bodies = st.recursive(
    st.one_of(
        st.builds(blocks.paragraph, lines),
        st.builds(blocks.heading, lines, st.integers(1, 6), st.sampled_from(["", "2.1", "PART 1"])),
        st.builds(
            blocks.item,
            lines,
            st.integers(1, 3),
            st.sampled_from(["•", "2."]),
            done=st.none() | st.booleans(),
        ),
        st.builds(blocks.verse, st.lists(st.just("") | lines | texts.map("      {}".format), max_size=6)),
        st.builds(blocks.code, lines.map(lambda t: t.replace(" ", "\n  ") if isinstance(t, str) else "x")),
        st.builds(blocks.table, st.lists(st.lists(lines | st.just(""), max_size=4), max_size=4)),
        st.builds(blocks.image, words, texts | st.just(""), lines | st.just("")),
        st.builds(blocks.footnote, st.sampled_from(["", "7"]), lines),
        st.just(blocks.rule()),
    ),
    lambda block: st.builds(blocks.quote, block),
    max_leaves=3,
)


def in_order(article: Article) -> list[str]:
    return re.findall(r"\w+", article.text())


def test_every_kind_is_written() -> None:
    assert WRITERS.keys() == SHAPES.keys()


@given(st.lists(bodies, max_size=6).map(tuple))
@examples(300)
def test_a_written_article_has_the_same_words_in_the_same_order(body) -> None:
    article = Article("A title of its own", body)
    back = parse(write(article))
    assert back.title == article.title
    assert in_order(back) == in_order(article)


@pytest.mark.parametrize(
    ("block", "written"),
    [
        (blocks.verse(["One,", "  two", "", "three"]), ["    One,", "      two", "", "    three"]),
        (
            blocks.table([["Name", "Height"], ["Ben Nevis", "1,345"], ["", "x"]], header=1),
            ["    Name       Height", "    Ben Nevis  1,345", "               x"],
        ),
        (blocks.image("ab12", "A harbour", "Fig. 1"), ["A harbour", "", "Fig. 1"]),
        (blocks.image("12", caption="Fig. 1", text="[[12]]"), ["[[12]]", "", "Fig. 1"]),
        (blocks.footnote("3", "See there."), ["[3] See there."]),
        (blocks.item("milk", 2, done=True), ["    • ☑ milk"]),
        (blocks.quote(blocks.code("x = 1")), [">     x = 1"]),
        (blocks.quote(blocks.quote(blocks.paragraph("Said."))), ["> > Said."]),
        (blocks.code("x = 1", "python"), ["```python", "x = 1", "```"]),
        (blocks.verse(["I walked along", "the long canal"]), ["I walked along", "the long canal"]),
        (blocks.paragraph("&amp; is a sign & more"), ["&amp;amp; is a sign & more"]),
    ],
)
def test_what_is_written(block: Block, written: list[str]) -> None:
    assert list(to_lines([block])) == written


def test_stanzas_and_columns_stay_lines_when_they_are_read_again() -> None:
    body = (
        blocks.verse(["The tide comes in", "    over the sand", "", "and leaves"]),
        blocks.paragraph("Between them stands a sentence that is none of both."),
        blocks.table([["Name", "Height"], ["Ben Nevis", "1,345"]], header=1),
    )
    back = parse(write(Article("A title", body)))
    assert [block.kind for block in back.blocks] == ["code", "paragraph", "code"]
    assert back.blocks[0].plain == body[0].plain
    assert back.blocks[2].plain == "Name       Height\nBen Nevis  1,345"
