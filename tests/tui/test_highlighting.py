"""Highlights on screen: text is selected with keys and the mouse, marked, changed, annotated, undone."""

from __future__ import annotations

import pytest
from textual.events import TextSelected
from textual.geometry import Offset
from textual.selection import Selection

from reader import highlighting
from reader.config import Settings
from reader.errors import LibraryReadOnly
from reader.library import Library
from reader.model import Position
from reader.text import width
from reader.tui.screens.highlight import HighlightSheet
from reader.tui.widgets.key_hints import KeyHints

from .conftest import paths_at

FIRST = "The harbour froze twice that winter. Nobody had seen it before. The boats stood still."
SECOND = "A second paragraph is about tides, and about the people who wrote them down every day."
THIRD = "In the third, Dr. Ashe counts ships. She counts them again."


@pytest.fixture
def marked_paths(tmp_path):
    """A library with one article of three paragraphs."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "harbour.md").write_text(f"# The harbour\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n", encoding="utf-8")
    with Library(paths_at(tmp_path / "marked")) as library:
        library.add([pages])
    return paths_at(tmp_path / "marked")


def kept(paths):
    """The highlights that the library has: (words, colour, note)."""
    with Library(paths) as library:
        stored = library.highlights(library.ids()[0])
    return [(one.highlight.quote, one.highlight.color, one.highlight.note) for one in stored]


async def test_a_passage_is_selected_highlighted_undone_and_redone(run, marked_paths):
    async with run(at=marked_paths) as reader:
        await reader.press("enter", "v")
        assert "cursor" in str(reader.article.border_title)
        await reader.press("w", "v", "e", "e", "e")
        assert reader.app.screen.get_selected_text() == "harbour froze twice"
        assert "3 words selected" in str(reader.article.border_title)
        await reader.press("enter")
        assert reader.focus == "article"
        assert reader.notice == "Highlighted “harbour froze twice” · z undoes"
        assert kept(marked_paths) == [("harbour froze twice", "yellow", "")]
        assert len(reader.article.highlights.found) == 1
        await reader.press("z")
        assert kept(marked_paths) == []
        assert reader.article.highlights.found == ()
        await reader.press("Z")
        assert kept(marked_paths) == [("harbour froze twice", "yellow", "")]


async def test_colours_notes_and_deleting_at_the_cursor(run, marked_paths):
    async with run(at=marked_paths) as reader:
        await reader.press("enter", "v", "s", "3")
        assert kept(marked_paths) == [("The harbour froze twice that winter.", "blue", "")]
        # The cursor comes back where it was left, on the highlight.
        await reader.press("v", "5")
        assert kept(marked_paths)[0][1] == "purple"
        assert "Made the highlight “The harbour froze" in reader.notice
        await reader.press("a")
        await reader.type("why twice")
        await reader.press("ctrl+j")
        await reader.type("ask")
        await reader.press("enter")
        assert kept(marked_paths)[0][2] == "why twice\nask"
        await reader.press("a", "backspace", "backspace", "backspace", "escape")
        assert kept(marked_paths)[0][2] == "why twice\nask"
        await reader.press("d")
        assert kept(marked_paths) == []
        assert "Removed the highlight “The harbour froze" in reader.notice
        await reader.press("z", "z", "z")
        assert kept(marked_paths) == [("The harbour froze twice that winter.", "blue", "")]
        await reader.press("Z", "Z", "Z", "escape")
        assert kept(marked_paths) == []
        assert reader.focus == "article"


async def test_a_selection_gets_a_note_or_none_if_it_is_given_up(run, marked_paths):
    async with run(at=marked_paths) as reader:
        await reader.press("enter", "v", "p", "a", "escape")
        assert kept(marked_paths) == []
        assert reader.app.screen.get_selected_text() == FIRST
        await reader.press("a")
        await reader.type("like a zeppelin")
        await reader.press("enter")
        assert kept(marked_paths) == [(FIRST, "yellow", "like a zeppelin")]
        assert reader.article.passage is None
        assert reader.focus == "article"
        # The words of the note are found at once, as those of the text are.
        await reader.press("escape", "slash")
        await reader.type("zeppelin")
        await reader.until(lambda: reader.list.ids != () and "zeppelin" in "".join(reader.lines(reader.list)))


async def test_a_note_is_written_in_the_editor(run, marked_paths, monkeypatch):
    given = []

    def edited(_app, text, editor):
        given.append((text, editor))
        return f"{text} and more\x1b[2J\n"

    monkeypatch.setattr("reader.tui.background.programs.edit_text", edited)
    async with run(at=marked_paths, settings=Settings(editor="ed")) as reader:
        await reader.press("enter", "v", "s", "a")
        await reader.type("some")
        await reader.press("ctrl+e")
        assert given == [("some", "ed")]
        assert kept(marked_paths)[0][2] == "some and more"


async def test_search_extends_what_is_selected(run, marked_paths):
    async with run(at=marked_paths) as reader:
        await reader.press("enter", "v", "v", "slash")
        await reader.type("tides")
        await reader.press("enter")
        chosen = f"{FIRST}\n\nA second paragraph is about tides"
        assert reader.app.screen.get_selected_text() == chosen
        await reader.press("slash")
        await reader.type("them")
        await reader.press("escape")
        assert reader.app.screen.get_selected_text() == chosen
        await reader.press("slash")
        await reader.type("them")
        await reader.press("enter", "n")
        assert reader.app.screen.get_selected_text().endswith("She counts them")
        await reader.press("N", "enter")
        assert kept(marked_paths)[0][0].endswith("the people who wrote them")


async def test_the_other_end_leaving_and_the_hints(run, marked_paths):
    async with run(at=marked_paths, size=(120, 30)) as reader:

        def hints():
            return reader.lines(reader.main.query_one(KeyHints))[0]

        await reader.press("enter", "v", "j")
        assert "v begin" in hints()
        await reader.press("v", "e")
        assert "Enter highlight" in hints()
        assert "1-5 colour" in hints()
        await reader.press("o", "k", "0")
        assert reader.app.screen.get_selected_text().startswith("The harbour froze")
        await reader.press("escape")
        assert reader.article.passage is not None
        assert reader.article.passage.begun is None
        await reader.press("enter")
        assert "Nothing is selected or highlighted here" in reader.notice
        await reader.press("escape")
        assert reader.article.passage is None
        assert reader.focus == "article"
        assert "Space page" in hints()


async def test_lines_and_pages_move_the_cursor_and_the_text(run, tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    text = "\n\n".join(f"Paragraph {number} is here, and it goes on." for number in range(300))
    (pages / "long.md").write_text(f"# Long\n\n{text}\n", encoding="utf-8")
    with Library(paths_at(tmp_path / "long")) as library:
        library.add([pages])
    async with run(at=paths_at(tmp_path / "long"), size=(80, 24)) as reader:

        def at():
            return reader.article.passage.cursor

        await reader.press("enter", "v", "w", "j", "j")
        assert (at().block, at().char) == (2, 10)
        await reader.press("G")
        assert at().block == 299
        assert reader.article.in_sight(at())
        await reader.press("g", "space")
        first = at()
        assert first.block > 5
        assert reader.article.in_sight(first)
        await reader.press("pageup")
        assert at().block <= 1
        await reader.press("v", "ctrl+d", "ctrl+d", "dollar_sign")
        assert "words selected" in str(reader.article.border_title)
        await reader.resize(60, 20)
        assert "words selected" in str(reader.article.border_title)
        assert reader.article.passage.begun is not None
        await reader.press("enter")
        with Library(paths_at(tmp_path / "long")) as library:
            assert library.highlights(library.ids()[0])[0].highlight.quote.endswith("goes on.")


async def test_highlights_are_gone_through_shown_and_given_other_words(run, marked_paths):
    async with run(at=marked_paths, size=(120, 30)) as reader:
        await reader.press("enter", "semicolon")
        assert "Nothing is highlighted in this article · v selects text" in reader.notice
        await reader.press("v", "s", "1", "v", "right_curly_bracket", "s", "2", "semicolon")
        assert reader.notice.startswith("Highlight 1 of 2, yellow")
        await reader.press("semicolon")
        assert reader.notice.startswith("Highlight 2 of 2, green")
        await reader.press("quotation_mark", "enter")
        sheet = reader.app.screen
        assert isinstance(sheet, HighlightSheet)
        await reader.press("4")
        assert kept(marked_paths)[0][1] == "red"
        await reader.press("enter", "y")
        assert reader.notice == "Copied “The harbour froze twice that winter.” (36 characters)"
        await reader.press("enter", "v")
        assert "takes these words for the highlight" in reader.notice
        await reader.press("s", "enter")
        assert kept(marked_paths)[0][:2] == (
            "The harbour froze twice that winter. Nobody had seen it before.",
            "red",
        )
        assert reader.notice.startswith("Moved the highlight")
        await reader.press("semicolon", "enter", "d")
        assert len(kept(marked_paths)) == 1
        await reader.press("semicolon", "escape")
        assert reader.article.picked is None


async def test_what_the_mouse_selects_is_highlighted_with_the_same_keys(run, marked_paths):
    async with run(at=marked_paths, size=(120, 30)) as reader:
        await reader.press("enter")
        pane = reader.article
        line = next(y for y, text in enumerate(reader.lines(pane)) if "harbour froze" in text)
        column = reader.lines(pane)[line].index("harbour")
        # The top border of the pane is a line, too.
        await reader.pilot.mouse_down(pane, offset=(column, line + 1))
        await reader.pilot.hover(pane, offset=(column + 5, line + 1))
        await reader.pilot.hover(pane, offset=(column + len("harbour froze") - 1, line + 1))
        await reader.pilot.mouse_up(pane, offset=(column + len("harbour froze") - 1, line + 1))
        await reader.settle()
        assert reader.app.screen.get_selected_text() == "harbour froze"
        await reader.press("e", "2")
        assert kept(marked_paths) == [("harbour froze twice", "green", "")]
        await reader.pilot.click(pane, offset=(column + 1, line + 1))
        await reader.settle()
        assert isinstance(reader.app.screen, HighlightSheet)
        await reader.press("escape")
        assert not reader.app.screen.get_selected_text()


async def test_another_article_or_pane_ends_it(run, marked_paths):
    async with run(at=marked_paths, size=(120, 30)) as reader:
        await reader.press("enter", "v", "e")
        await reader.press("tab")
        assert reader.article.passage is None
        assert reader.focus != "article"
        await reader.press("shift+tab", "v", "c")
        assert reader.article.passage is None
        assert reader.focus == "list"
        await reader.press("v")
        assert reader.notice == "No article is open."


async def test_lost_highlights_are_said_at_the_end_and_come_back(run, marked_paths, tmp_path):
    with Library(marked_paths) as library:
        article = library.ids()[0]
        blocks = library.get(article).blocks
        library.apply(highlighting.added(article, blocks, Position(0, 4), Position(0, 23), note="lost note"))
        source = tmp_path / "pages" / "harbour.md"
        source.write_text(f"# The harbour\n\nEverything is new.\n\n{SECOND}\n", encoding="utf-8")
        library.add([source])
    async with run(at=marked_paths, size=(120, 30)) as reader:
        await reader.press("enter")
        shown = "\n".join(reader.lines(reader.article))
        assert "1 highlight is not in this text any more" in shown
        assert "V lists highlights" in " ".join(shown.split())
        await reader.press("semicolon")
        assert "not in its text any more" in reader.notice
        with Library(marked_paths) as library:
            source.write_text(f"# The harbour\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n", encoding="utf-8")
            library.add([source])
        await reader.main.reading.reload()
        await reader.settle()
        assert "any more" not in "\n".join(reader.lines(reader.article))
        assert len(reader.article.highlights.found) == 1


async def test_notes_stand_beside_the_text_where_there_is_room(run, marked_paths):
    with Library(marked_paths) as library:
        article = library.ids()[0]
        blocks = library.get(article).blocks
        for block, words in ((0, "A first note, rather long, of many words. " * 4), (1, "Second.")):
            library.apply(
                highlighting.added(article, blocks, Position(block, 4), Position(block, 23), note=words)
            )
    async with run(at=marked_paths, size=(120, 30)) as reader:
        await reader.press("enter", "M")
        lines = reader.lines(reader.article)
        first = next(y for y, text in enumerate(lines) if "The harbour froze" in text)
        assert lines[first].lstrip().startswith("✎ The harbour froze")
        assert "│ A first note, rather" in lines[first]
        second = next(y for y, text in enumerate(lines) if "│ Second." in text)
        assert "A second paragraph" in lines[second] or lines[second - 1].rstrip().endswith("…")
        assert max(map(width, lines)) <= 120
        await reader.resize(70, 30)
        lines = reader.lines(reader.article)
        assert not any("│" in text for text in lines)
        assert any(text.startswith("✎ The harbour") for text in lines)
        await reader.press("semicolon")
        assert "A first note" in reader.notice


async def test_a_selection_made_otherwise_is_taken_over_and_one_of_the_title_is_left_alone(run, marked_paths):
    async with run(at=marked_paths, size=(120, 30)) as reader:
        await reader.press("enter")
        pane, screen = reader.article, reader.main
        lines = reader.lines(pane)
        line = next(y for y, text in enumerate(lines) if "second paragraph" in text)
        start, end = lines[line].index("second"), lines[line].index(" is about")
        screen.selections = {pane: Selection(Offset(start, line), Offset(end, line))}
        await reader.press("v")
        assert screen.get_selected_text() == "second paragraph"
        assert not screen.selections
        await reader.press("escape", "escape")
        top = next(y for y, text in enumerate(lines) if "The harbour" in text)
        screen.selections = {pane: Selection(Offset(2, top), Offset(13, top))}
        screen.post_message(TextSelected())
        await reader.settle()
        assert pane.passage is None
        assert screen.get_selected_text() == "The harbour"


async def test_what_is_highlighted_elsewhere_shows_at_once_and_nothing_moves(run, marked_paths):
    async with run(at=marked_paths, size=(60, 20)) as reader:
        await reader.press("enter", "v", "v", "e")
        with Library(marked_paths) as library:
            article = library.ids()[0]
            change = highlighting.added(
                article, library.get(article).blocks, Position(1, 2), Position(1, 8), note="n"
            )
            library.apply(change)
        await reader.main.reading.reload()
        await reader.settle()
        assert len(reader.article.highlights.found) == 1
        assert reader.main.get_selected_text() == "The"
        assert any(text.startswith("✎") for text in reader.lines(reader.article))
        with Library(marked_paths) as library:
            library.undo()
        await reader.main.reading.reload()
        await reader.settle()
        assert reader.article.highlights.count == 0


async def test_a_library_that_cannot_be_written_says_so(run, marked_paths, monkeypatch):
    def refused(_library, _change, progress=None, stop=None):
        raise LibraryReadOnly("the disk is full")

    async with run(at=marked_paths, size=(100, 20)) as reader:
        await reader.press("enter")
        monkeypatch.setattr(Library, "apply", refused)
        await reader.press("v", "s", "enter")
        assert "the disk is full" in reader.notice
        assert reader.article.highlights.count == 0
        assert reader.focus == "article"


async def test_the_cursor_in_a_wide_line_scrolls_it_sideways(run, tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    code = "x = [" + ", ".join(f"item{number}" for number in range(40)) + "]"
    (pages / "code.md").write_text(f"# Code\n\nBefore.\n\n```\n{code}\n```\n", encoding="utf-8")
    with Library(paths_at(tmp_path / "code")) as library:
        library.add([pages])
    settings = Settings(code_lines="scroll")
    async with run(at=paths_at(tmp_path / "code"), size=(60, 20), settings=settings) as reader:
        await reader.press("enter", "v", "right_curly_bracket", *["w"] * 30)
        shown = "\n".join(reader.lines(reader.article))
        assert "item29" in shown
        assert "item0," not in shown
        await reader.press("i", "enter", "semicolon")
        assert "item29" in "\n".join(reader.lines(reader.article))
