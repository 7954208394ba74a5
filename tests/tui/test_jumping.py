"""Jumps in the open article on screen: headings, paragraphs, per cent, marked places, and back."""

from __future__ import annotations

import pytest

from reader.library import Library
from reader.model import Position
from reader.tui.screens.contents import ContentsSheet
from reader.tui.screens.letters import LetterSheet
from reader.tui.screens.number import NumberLine
from reader.tui.widgets.sheet_list import SheetList

from .conftest import paths_at


@pytest.fixture
def book(tmp_path):
    """A library with one article of ten chapters with two sections each."""
    pages = tmp_path / "pages"
    pages.mkdir()
    lines = ["# The book"]
    for chapter in range(1, 11):
        lines.append(f"## Chapter {chapter}")
        for section in (1, 2):
            lines.append(f"### Section {chapter}.{section}")
            lines += [f"Words {chapter}.{section}.{n} about tides and the boats in them." for n in range(6)]
    (pages / "book.md").write_text("\n\n".join(lines), encoding="utf-8")
    with Library(paths_at(tmp_path / "book")) as library:
        library.add([pages])
    return paths_at(tmp_path / "book")


def at(reader):
    """The text at the top of the pane."""
    place = reader.article.position
    return reader.article.view.article.blocks[place.block].plain if place.block >= 0 else "head"


async def test_headings_and_paragraphs_are_gone_through(run, book):
    async with run(at=book, size=(80, 24)) as reader:
        await reader.press("enter", "}")
        assert at(reader) == "Chapter 1"
        await reader.press("}", "}")
        assert at(reader) == "Section 1.2"
        await reader.press(")", ")")
        assert at(reader) == "Words 1.2.1 about tides and the boats in them."
        await reader.press("(")
        assert at(reader) == "Words 1.2.0 about tides and the boats in them."
        await reader.press("{", "{")
        assert at(reader) == "Section 1.1"
        await reader.press("{", "{")
        assert reader.notice == "There is no heading before this one."
        await reader.press("(", "(")
        assert at(reader) == "head"


async def test_near_the_end_jumps_go_on_although_nothing_scrolls(run, book):
    async with run(at=book, size=(80, 24)) as reader:
        await reader.press("enter", *["}"] * 30)
        assert reader.notice == ""
        await reader.press("}")
        assert reader.notice == "There is no further heading."
        await reader.press("{")
        assert reader.notice == ""


async def test_a_number_of_per_cent_is_gone_to(run, book):
    async with run(at=book, size=(80, 24)) as reader:
        await reader.press("enter", "%")
        assert isinstance(reader.app.screen, NumberLine)
        await reader.press("5", "0", "enter")
        assert abs(reader.article.progress - 0.5) < 0.02
        await reader.press("%", "1", "0", "0", "%")
        assert reader.article.progress == 1.0
        await reader.press("%", "1", "2", "0", "enter")
        assert reader.notice == "120 is not a number from 0 to 100."
        await reader.press("%", "2", "5", "backspace", "escape")
        assert reader.article.progress == 1.0
        # Back to where the jump was from, and back again.
        await reader.press("'", "'")
        assert abs(reader.article.progress - 0.5) < 0.02
        await reader.press("'", "'")
        assert reader.article.progress == 1.0


async def test_a_marked_place_is_gone_to_by_its_letter_also_after_a_restart(run, book):
    async with run(at=book, size=(80, 24)) as reader:
        await reader.press("enter", "}", "}", "}", "m")
        assert isinstance(reader.app.screen, LetterSheet)
        await reader.press("a")
        assert reader.notice.startswith("Marked this place as a")
        await reader.press("G", "m", "z", "g", "'")
        shown = str(reader.app.screen.query_one("#letters").render())
        assert "a  Section 1.2" in shown
        assert "'  back to where you jumped from" in shown
        await reader.press("a")
        assert at(reader) == "Section 1.2"
        await reader.press("'", "x")
        assert reader.notice == "No place is marked as x here · m marks one"
        await reader.press("m", "!")
        assert "letter or a digit" in reader.notice
        await reader.press("m", "escape", "g", "q")
    async with run(at=book, size=(80, 24)) as reader:
        await reader.press("'", "a")
        assert at(reader) == "Section 1.2"


async def test_a_mark_takes_over_another_place(run, book):
    async with run(at=book, size=(80, 24)) as reader:
        await reader.press("enter", "m", "a", "}", "}", "m", "a", "G", "'", "a")
        assert at(reader) == "Section 1.1"


async def test_the_contents_are_an_outline_with_the_current_section(run, book):
    async with run(at=book, size=(80, 24)) as reader:
        await reader.press("enter", "}", "}", "}", ")", "t")
        assert isinstance(reader.app.screen, ContentsSheet)
        sheet = reader.app.screen.query_one(SheetList)
        lines = [str(sheet.get_option_at_index(n).prompt) for n in range(4)]
        assert lines == ["  Chapter 1", "    Section 1.1", "▸   Section 1.2", "  Chapter 2"]
        assert sheet.selected == 2
        await reader.press("slash", *"7.2", "enter")
        assert at(reader) == "Section 7.2"
        await reader.press("'", "'")
        assert at(reader).startswith("Words 1.2.0")


async def test_the_ends_of_the_article_and_what_is_found_can_be_left_again(run, book):
    async with run(at=book, size=(80, 24)) as reader:
        await reader.press("enter", "}", "}", "G", "'", "'")
        assert at(reader) == "Section 1.1"
        await reader.press("ctrl+f", *"8.1.3", "enter")
        assert reader.article.position.block > 60
        await reader.press("'", "'")
        assert at(reader) == "Section 1.1"


async def test_without_an_article_jumps_say_so(run, empty_paths):
    async with run(at=empty_paths) as reader:
        for key in ("}", ")", "%", "m", "'", "f", "i"):
            await reader.press(key)
            assert reader.notice == "No article is open.", key
            assert reader.app.screen is reader.main
        assert reader.article.position == Position()
