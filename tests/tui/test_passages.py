"""The sheet of all highlights: by article, date, colour; opened, changed, undone, found again."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from reader.changes import MarkPassages
from reader.facts import fact_of
from reader.highlighting import added
from reader.library import Library
from reader.model import Highlight, Position, StoredHighlight
from reader.tui.screens.commandline import CommandLine
from reader.tui.screens.note import NoteText
from reader.tui.screens.passages import GuessSheet, PassagesSheet
from reader.tui.screens.review import ReviewSheet

from .conftest import paths_at

TEXTS = {
    "harbour": "The harbour froze twice that winter. Nobody had seen it before.\n\nThe boats stood still.",
    "orchard": "An apple keeps until spring. The pear does not keep at all.",
}
LOST = "Nobody at all has seen it before"


def mark(library, article, words, **how):
    blocks = library.get(article).blocks
    for number, block in enumerate(blocks):
        if (at := block.plain.find(words)) >= 0:
            start, end = Position(number, at), Position(number, at + len(words))
            library.apply(added(article, blocks, start, end, **how))
            return
    raise AssertionError(words)


@pytest.fixture
def marked(tmp_path):
    """Two articles with three highlights, and a lost one."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, text in TEXTS.items():
        (pages / f"{name}.md").write_text(f"# The {name}\n\n{text}\n", encoding="utf-8")
    paths = paths_at(tmp_path / "marked")
    with Library(paths) as library:
        library.add([pages])
        mark(library, 1, "froze twice", now=1_600_000_000.0, note="why [twice]?")
        mark(library, 1, "boats stood still", now=1_500_000_000.0, color="blue")
        mark(library, 2, "keeps until spring", now=1_700_000_000.0, color="red")
        lost = StoredHighlight(Highlight(LOST, color="green"))
        library.apply(MarkPassages((1,), add=(fact_of(lost),)))
    return paths


def sheet(reader) -> PassagesSheet:
    found = reader.app.screen
    assert isinstance(found, PassagesSheet)
    return found


def shown(reader) -> list[str]:
    """The words of the lines, as far as the filter lets them through."""
    choices = sheet(reader).choices
    return [choices.get_option_at_index(n).prompt.plain.split("\n")[0] for n in range(choices.option_count)]


def kept(paths):
    with Library(paths) as library:
        return [
            (one.stored.highlight.quote, one.stored.highlight.color, one.stored.highlight.note)
            for one in library.passages().found
        ]


FROZE, BOATS, KEEPS, GONE = "┃ froze twice", "┃ boats stood still", "┃ keeps until spring", f"┆ {LOST}"


async def test_the_sheet_lists_sorts_and_filters(run, marked):
    async with run(at=marked) as reader:
        await reader.press("V")
        assert shown(reader) == [FROZE, BOATS, GONE, KEEPS]
        assert "Highlights: 4 · 1 lost · by article" in str(sheet(reader).query_one("#sheet").border_title)
        await reader.press("o")
        assert shown(reader) == [KEEPS, FROZE, BOATS, GONE]
        await reader.press("o", "o")
        assert shown(reader) == [FROZE, GONE, BOATS, KEEPS]
        await reader.press("slash")
        await reader.type("orchard")
        assert shown(reader) == [KEEPS]
        await reader.press("escape")
        assert len(shown(reader)) == 4
        await reader.press("V")
        # The order is kept for the next time.
        await reader.press("V")
        assert "by colour" in str(sheet(reader).query_one("#sheet").border_title)


async def test_enter_opens_the_article_at_the_words(run, marked):
    async with run(at=marked) as reader:
        await reader.press("V", "j", "enter")
        assert reader.title == "The harbour"
        assert reader.focus == "article"
        assert reader.article.picked.highlight.quote == "boats stood still"
        assert "Highlight 2 of 2, blue" in reader.notice
        await reader.press("V")
        assert sheet(reader).selected.stored.highlight.quote == "boats stood still"
        await reader.press("j", "enter")
        assert reader.notice == "The words of this highlight are not in the text any more."


async def test_colour_note_and_deletion_are_changed_and_undone(run, marked):
    async with run(at=marked) as reader:
        await reader.press("V", "3")
        assert kept(marked)[0] == ("froze twice", "blue", "why [twice]?")
        await reader.press("a")
        reader.app.screen.query_one(NoteText).text = "because"
        await reader.press("enter")
        assert kept(marked)[0] == ("froze twice", "blue", "because")
        await reader.press("d")
        assert shown(reader) == [BOATS, GONE, KEEPS]
        said = str(sheet(reader).query_one("#sheet").border_subtitle)
        assert said == "Removed the highlight “froze twice” · z undoes"
        await reader.press("z")
        assert shown(reader) == [FROZE, BOATS, GONE, KEEPS]
        await reader.press("z", "z")
        assert kept(marked)[0] == ("froze twice", "yellow", "why [twice]?")
        await reader.press("Z", "escape")
        assert kept(marked)[0][1] == "blue"


async def test_a_lost_highlight_is_put_where_its_words_may_be(run, marked):
    async with run(at=marked) as reader:
        await reader.press("V", "m")
        assert "are in the text" in str(sheet(reader).query_one("#sheet").border_subtitle)
        await reader.press("j", "j", "m")
        assert isinstance(reader.app.screen, GuessSheet)
        assert "Nobody had seen it before" in str(reader.app.screen.query_one("#now").render())
        await reader.press("escape", "m", "enter")
        assert shown(reader)[1] == "┃ Nobody had seen it before"
        assert ("Nobody had seen it before", "green", "") in kept(marked)
        await reader.press("z")
        assert GONE in shown(reader)


async def test_the_command_line_takes_a_query(run, marked):
    async with run(at=marked) as reader:
        await reader.press("colon")
        reader.app.screen.query_one(Input).value = "highlights color:blue"
        await reader.press("enter")
        assert shown(reader) == [BOATS]
        await reader.press("escape", "colon")
        reader.app.screen.query_one(Input).value = "highlights zebra"
        await reader.press("enter")
        assert reader.notice == "No highlight is found by zebra."


async def test_without_highlights_the_key_says_how_to_make_one(run):
    async with run() as reader:
        await reader.press("V")
        assert reader.notice == "Nothing is highlighted yet · v selects text in an article"


# --- the review ---------------------------------------------------------------------------------------


def card(reader) -> str:
    found = reader.app.screen
    assert isinstance(found, ReviewSheet)
    return str(found.query_one("#sheet-text").render())


async def test_a_review_goes_through_a_few_and_opens_one(run, marked):
    async with run(at=marked) as reader:
        await reader.press("asterisk")
        title = str(reader.app.screen.query_one("#sheet").border_title)
        assert title == "Review: 1 of 4"
        first = card(reader)
        await reader.press("n", "n", "n", "n")
        assert "That was all for today: 4 highlights" in str(
            reader.app.screen.query_one("#sheet").border_subtitle
        )
        await reader.press("p", "p", "p")
        assert card(reader) == first
        shown = reader.app.screen.selected
        await reader.press("enter")
        assert reader.article.view.summary.id == shown.article
    with Library(marked) as library:
        assert len(library.store.reviews.seen()) == 4


async def test_a_highlight_is_kept_away_for_ever_and_that_is_undone(run, marked):
    async with run(at=marked) as reader:
        await reader.press("asterisk", "i")
        quote = reader.app.screen.selected.stored.highlight.quote
        assert "never brought back" in card(reader)
        said = str(reader.app.screen.query_one("#sheet").border_subtitle)
        assert said == f"Reviews never bring “{quote}” back · z undoes"
        await reader.press("2")
        assert "green" in card(reader)
        await reader.press("d")
        assert len(kept(marked)) == 3
        await reader.press("z", "z", "z")
        assert "never brought back" not in card(reader)
        assert len(kept(marked)) == 4


async def test_without_highlights_there_is_no_review(run):
    async with run() as reader:
        await reader.press("asterisk")
        assert "nothing to review" in reader.notice


async def test_they_are_exported_from_the_sheet_and_with_a_command(run, marked, tmp_path):
    everything, some = tmp_path / "all.md", tmp_path / "some.md"
    async with run(at=marked) as reader:
        await reader.press("V", "e")
        line = reader.app.screen
        assert isinstance(line, CommandLine)
        assert line.query_one(Input).value == "export highlights "
        await reader.type(str(everything))
        await reader.press("enter")
        await reader.until(lambda: reader.notice.startswith(f"Wrote highlights to {everything}: 4 new"))
        await reader.press("colon")
        await reader.type(f"export highlights color:red {some}")
        await reader.press("enter")
        await reader.until(lambda: reader.notice.startswith(f"Wrote highlights to {some}: 1 new"))
    assert LOST in everything.read_text(encoding="utf-8")
    assert "keeps until spring" in some.read_text(encoding="utf-8")
