"""What is said of a search that is being narrowed: under the box, and in help."""

from __future__ import annotations

import pytest

from reader.library.view import TagCount
from reader.tui.commandline.completing import FIELDS, RANGES, STATES, Nameable
from reader.tui.commandline.narrowing import NARROWINGS, may_follow
from tests.tui.test_searches import find, note

KNOWN = Nameable(tags=[TagCount("energy", 12), TagCount("lakes", 3)])


def test_everything_that_a_search_takes_is_explained():
    assert {one.name for one in NARROWINGS} == {"is", *FIELDS, *RANGES}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wind is:", f"is: {', '.join(STATES)}"),
        ("is:st", "is: starred, started"),
        ("-is:unr", "is: unread"),
        ("is:trash", f"is: takes {', '.join(STATES)}; is:trash is ignored"),
        ("wind tag:", "tag: energy 12, lakes 3"),
        ("tag:#la", "tag: lakes 3"),
        ("tag:bees", "No tag contains “bees”"),
        ("color:bl", "color: blue"),
        ("words:", "words: takes >1000, <500 or 500..800"),
    ],
)
def test_what_may_follow_a_colon(text, said):
    assert may_follow(text, KNOWN) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "wind",
        "is:unread",
        "is: ",
        "tag:lakes",
        "words:>5",
        "tag:(a",
        "10:30",
        "https://a.example",
        "color:mauve",
    ],
)
def test_nothing_is_said_of_what_is_whole_or_no_filter(text):
    assert may_follow(text, KNOWN) == ""


def test_without_tags_this_is_said():
    assert may_follow("tag:", Nameable()) == "There are no tags yet"


async def test_the_line_under_the_box_lists_what_may_follow(run):
    async with run() as reader:
        await find(reader, "is:")
        assert note(reader).startswith("is: unread, read, starred")
        await reader.press(*"starred")
        assert "unread" not in note(reader)


async def test_the_tags_are_listed(run):
    async with run() as reader:
        await reader.press("number_sign", *"lakes", "enter")
        await find(reader, "tag:")
        await reader.until(lambda: "lakes 1" in note(reader))
        await reader.press(*"#lakes")
        await reader.until(lambda: reader.heading == "1 found")


@pytest.mark.parametrize(
    ("words", "shown"), [("tag:", "Articles with that tag"), ("field", "When it was added")]
)
async def test_help_tells_how_to_narrow_a_search(run, words, shown):
    async with run() as reader:
        await reader.press("question_mark", "slash", *words)
        assert shown in str(reader.app.screen.query_one("#sheet-text").render())
