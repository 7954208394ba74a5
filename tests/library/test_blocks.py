"""What each kind of block is to the rest of the program: found, marked, counted, shown, exported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.blocks import SHAPES, STYLES
from reader.formats.saved_page import parse
from reader.library import Library
from tests import every_block

WORDS = {
    "table": "church",
    "the head of a table": "stood",
    "a styled cell": "gulls",
    "an alternative text": "saws on the ice",
    "a caption": "channel",
    "verse": "quay",
    "code": "melt",
    "a footnote": "newspaper",
    "a quotation in a quotation": "waited",
    "a task": "sharpened",
}


@pytest.fixture
def library(data: Path) -> Iterator[Library]:
    with Library.open(data) as library:
        library.store.articles.put(every_block.PAGE, 1.0)
        library.catch_up()
        yield library


def test_the_article_has_every_kind_and_style() -> None:
    assert {block.kind for block in every_block.BODY} == set(SHAPES)
    assert {style for block in every_block.BODY for span in block.spans for style in span.styles} == set(
        STYLES
    )


def test_it_is_stored_as_it_is(library: Library) -> None:
    assert library.get(1).blocks == every_block.BODY


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_the_words_of_every_block_are_found_and_marked(library: Library, words: str) -> None:
    found = library.search(f'"{words}"')
    assert [hit.id for hit in found] == [1]
    assert any(found[0].snippet.text[start:end] in words for start, end in found[0].snippet.marks)
    marks = library.finding.marks(f'"{words}"', 1)
    marked = {every_block.BODY[block].plain[start:end] for block, start, end in marks}
    assert marked & {words, *words.split()}


def test_words_are_counted_and_the_list_shows_the_first(library: Library) -> None:
    summary = library.summary(1)
    text = every_block.ARTICLE.text()
    assert 0.9 < summary.words / len(re.findall(r"\w+", text)) < 1.1
    assert summary.lead.startswith("Harbours that froze In the winter of 1947 the whole harbour froze twice")
    assert "126216" not in summary.lead


def test_the_exported_page_has_all_words_in_their_order(library: Library) -> None:
    back = parse(library.as_page(1))
    assert back.title == every_block.ARTICLE.title
    assert re.findall(r"\w+", back.text()) == re.findall(r"\w+", every_block.ARTICLE.text())


@pytest.fixture
def shown(library: Library) -> None:
    """The article in a library that is closed, so that commands can open it."""
    library.close()


def test_show_says_what_each_block_is(shown: None, run) -> None:
    (record,) = run("show", "1", "--json").records
    found = {block["kind"]: block for block in record["blocks"]}
    assert set(found) == {"list" if kind == "item" else kind for kind in SHAPES}
    assert all(list(block)[:5] == ["kind", "text", "level", "marker", "spans"] for block in record["blocks"])
    table = found["table"]
    assert (table["rows"][0], table["align"], table["header"]) == (
        ["Harbour", "Days", "What stood still"],
        "lrl",
        1,
    )
    assert table["rows"][2] == ["Whitby", "9", "everything but the gulls"]
    code, plain = (block for block in record["blocks"] if block["kind"] == "code")
    assert (code["language"], plain["language"]) == ("python", None)
    drawn, numbered = (block for block in record["blocks"] if block["kind"] == "image")
    assert (drawn["asset"], drawn["alt"]) == ("ab12cd", "Men with saws on the ice")
    assert drawn["caption"] == "Fig. 1: the channel."
    assert (numbered["asset"], numbered["alt"], numbered["text"]) == ("104812", "", "[[104812]]")
    assert numbered["spans"] == [{"text": "104812", "style": "image", "href": "104812"}]
    items = [block for block in record["blocks"] if block["kind"] == "list"]
    assert [item.get("done") for item in items] == [None, None, None, True, False, None, None, None]
    assert items[-3]["quoted"] == 1
    assert next(block["label"] for block in record["blocks"] if block["kind"] == "footnote") == "1"


def test_show_in_a_pipe_keeps_a_row_on_a_line(shown: None, run) -> None:
    lines = run("show", "1").lines
    assert "Harbour    Days    What stood still" in lines
    assert "    as white as what they lay in, and as slow to answer when the pilot called," in lines
    assert "[1] The log gives the fourth; the newspaper, printed in a warmer town, the fifth." in lines


def test_show_on_a_terminal_sets_every_block(shown: None, in_terminal) -> None:
    lines = in_terminal("show", "1", columns=44).out.split("\n")
    body = lines[lines.index("Harbours that froze") :]
    assert all(len(line) <= 44 for line in body)
    assert "▎ ▎ It says: wait. So we waited, and wrote" in lines
    assert "Anstruther   │   12 │ the ferry, both mills," in lines
    assert "┌ image: Men with saws on the ice ┐" in [line.replace("\xa0", " ") for line in lines]
