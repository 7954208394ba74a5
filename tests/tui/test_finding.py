"""Finding in the open article on screen: typed, stepped through, kept or left."""

from __future__ import annotations

import pytest

from reader.library import Library
from reader.tui.state.finding import head_of
from reader.tui.widgets.find_bar import FindBar

from .conftest import paths_at


@pytest.fixture
def long_paths(tmp_path):
    """A library with one long article: every tenth paragraph has the word harbour, one has Harbourside."""
    pages = tmp_path / "pages"
    pages.mkdir()
    paragraphs = [f"Paragraph number {number} goes on about tides and boats." for number in range(200)]
    for number in range(5, 200, 10):
        paragraphs[number] += " The harbour froze."
    paragraphs[150] += " Harbourside."
    (pages / "long.md").write_text("# The harbour book\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    with Library(paths_at(tmp_path / "long")) as library:
        library.add([pages])
    return paths_at(tmp_path / "long")


def bar(reader):
    return reader.main.query_one(FindBar)


def said(reader):
    return str(bar(reader).query_one("#find-count").render())


def current(reader):
    """The text of the current place."""
    place = reader.article.found.the_current
    if not place:
        return ""
    block, start, end = place[0]
    shown = reader.article.view.article
    text = head_of(shown) if block < 0 else shown.blocks[block].plain
    return f"{block}:{text[start:end]}"


async def test_what_is_typed_is_found_at_once_counted_and_stepped_through(run, long_paths):
    async with run(at=long_paths) as reader:
        await reader.press("enter", "ctrl+f")
        assert bar(reader).display
        assert "Esc" in said(reader)
        await reader.type("harbour")
        assert said(reader) == "1 of 22"
        assert current(reader) == "-1:harbour"
        await reader.press("down")
        assert said(reader) == "2 of 22"
        assert current(reader) == "5:harbour"
        await reader.press("up", "up")
        assert said(reader) == "22 of 22 · from the end again"
        assert reader.article.found_in_view == 22
        await reader.press("enter")
        assert not bar(reader).display
        assert reader.focus == "article"
        assert reader.notice.startswith("“harbour”: 22 of 22 · n next")
        await reader.press("n")
        assert "1 of 22 · from the top again" in reader.notice
        await reader.press("n", "n", "N")
        assert "2 of 22" in reader.notice
        assert current(reader) == "5:harbour"


async def test_a_capital_letter_and_quotes_are_taken_as_typed(run, long_paths):
    async with run(at=long_paths) as reader:
        await reader.press("enter", "ctrl+f")
        await reader.type("Harbour")
        assert said(reader) == "1 of 1"
        assert current(reader) == "150:Harbour"
        await reader.press("ctrl+f")
        await reader.type('"harbourside"')
        assert current(reader) == "150:Harbourside"
        await reader.press("ctrl+f")
        await reader.type('"harboursid"')
        assert said(reader) == "not in this article"


async def test_escape_leads_back_to_the_place(run, long_paths):
    async with run(at=long_paths) as reader:
        await reader.press("enter", "space", "space")
        place = reader.article.position
        await reader.press("ctrl+f")
        await reader.type("harbourside")
        assert reader.article.position != place
        await reader.press("escape")
        assert reader.article.position == place
        assert not reader.article.found.spans
        assert not bar(reader).display
        assert reader.focus == "article"


async def test_it_begins_at_the_place_and_says_when_it_goes_round(run, long_paths):
    async with run(at=long_paths) as reader:
        await reader.press("enter", "G", "ctrl+f")
        await reader.type("harbourside")
        assert said(reader) == "1 of 1 · from the top again"
        await reader.press("enter", "escape")
        # What was found is cleared first; the place stays.
        assert not reader.article.found.spans
        assert reader.focus == "article"
        assert reader.article.position.block > 100


async def test_what_is_not_there_is_said_and_nothing_moves(run, long_paths):
    async with run(at=long_paths) as reader:
        await reader.press("enter", "space")
        place = reader.article.position
        await reader.press("ctrl+f")
        await reader.type("submarine")
        assert said(reader) == "not in this article"
        assert reader.article.position == place
        await reader.press("enter")
        assert reader.notice == "“submarine” is not in this article."
        assert reader.article.position == place


async def test_finding_leaves_the_matches_of_a_search_alone(run):
    async with run() as reader:
        await reader.press("enter", "slash")
        await reader.type("reader")
        await reader.press("enter")
        count = reader.article.matches
        await reader.press("ctrl+f")
        await reader.type("the")
        await reader.press("enter", "n")
        assert "“the”" in reader.notice
        assert reader.article.matches == count
        await reader.press("escape", "n")
        assert reader.notice.startswith("Match ")


async def test_another_article_forgets_what_was_found(run):
    async with run() as reader:
        await reader.press("enter", "ctrl+f")
        await reader.type("the")
        await reader.press("enter")
        assert reader.article.found.spans
        await reader.press("1")
        assert not reader.article.found.spans


async def test_a_click_elsewhere_ends_it(run):
    async with run() as reader:
        await reader.press("enter", "ctrl+f")
        await reader.type("the")
        await reader.pilot.click("#article", offset=(5, 5))
        await reader.settle()
        assert not bar(reader).display
        assert reader.focus == "article"
        assert reader.article.found.spans


async def test_without_an_article_nothing_is_looked_for(run):
    async with run() as reader:
        await reader.press("ctrl+f")
        assert reader.notice == "No article is open."
