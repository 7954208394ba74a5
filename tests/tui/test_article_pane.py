"""The article pane in a small app of its own: showing, moving, marking, following, copying."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.selection import Selection

from reader.library.view import ArticleView, Entry
from reader.model import Article, Block, Position, Span, Summary
from reader.text import display
from reader.tui.state.links import TextLink
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.paged_view import OVERLAP
from reader.tui.widgets.set_view import SetView

SHARED = Path(os.environ.get("READER_SHARED") or Path(__file__).parents[3] / "shared")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]")
PROSE = "The quick brown fox jumps over the lazy dog, and the dog looks up at it again. " * 5

ENTRIES = (
    Entry("next", "Join us", "]", 4),
    Entry("recommended", "Building the next generation", "1", None),
)


TOP = Position()


def view(*texts, id=1, position=TOP, entries=ENTRIES, title="A title"):
    blocks = tuple(text if isinstance(text, Block) else Block("paragraph", (Span(text),)) for text in texts)
    summary = Summary(id, title, "page", "/saved/blog/one.txt", 441, 1395921600.0)
    return ArticleView(summary, Article(title, blocks), entries, position)


class PaneApp(App[None]):
    """One pane, and a record of what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[object] = []

    def compose(self) -> ComposeResult:
        yield ArticlePane()

    def on_mount(self) -> None:
        self.pane.focus()

    @property
    def pane(self) -> ArticlePane:
        return self.query_one(ArticlePane)

    @property
    def rows(self) -> list[str]:
        return [self.pane.render_line(y).text.rstrip() for y in range(self.pane.size.height)]

    def row_of(self, text: str) -> int:
        return next(y for y, row in enumerate(self.rows) if text in row)

    def styles_of(self, text: str) -> list[object]:
        lines = [self.pane.render_line(y) for y in range(self.pane.size.height)]
        return [segment.style for line in lines for segment in line if segment.text == text]

    def on_article_pane_moved(self, message: ArticlePane.Moved) -> None:
        self.said.append(message)

    def on_article_pane_entry_chosen(self, message: ArticlePane.EntryChosen) -> None:
        self.said.append(message.entry)

    def on_article_pane_link_chosen(self, message: ArticlePane.LinkChosen) -> None:
        self.said.append(message.link)


async def until(condition: Callable[[], object]) -> None:
    """Waits for what another thread or a timer brings about."""
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 (a condition of any kind)
            await asyncio.sleep(0.01)


async def test_shows_an_article_and_says_where_it_stands():
    app = PaneApp()
    async with app.run_test(size=(60, 20)):
        app.pane.show(view("Short."))
        assert app.rows[1].strip() == "A title"
        assert app.rows[5].strip() == "Short."
        assert app.pane.progress == 1.0
        await until(lambda: app.said)
        (moved,) = app.said
        assert isinstance(moved, ArticlePane.Moved)
        assert (moved.article, moved.position, moved.progress) == (1, Position(), 1.0)


async def test_moves_by_line_half_page_and_page():
    app = PaneApp()
    async with app.run_test(size=(60, 20)) as pilot:
        pane = app.pane
        pane.show(view(*[PROSE] * 20))
        assert pane.progress == 0.0
        for key, line in (
            ("j", 1),
            ("k", 0),
            ("space", 20 - OVERLAP),
            ("ctrl+d", 30 - OVERLAP),
            ("ctrl+u", 20 - OVERLAP),
            ("b", 0),
        ):
            await pilot.press(key)
            assert pane.scroll_offset.y == line, key
        await pilot.press("G")
        assert pane.progress == 1.0
        assert "end" in app.rows[-1]
        await pilot.press("g")
        assert pane.position == Position()
        pane.go_to(Position(7, 100))
        block, start = pane.position.block, pane.position.char
        assert block == 7
        assert 0 < start <= 100
        assert 0.0 < pane.progress < 1.0
        await until(lambda: app.said and app.said[-1].position == pane.position)


async def test_resumes_and_keeps_its_place_at_every_width():
    app = PaneApp()
    async with app.run_test(size=(100, 20)) as pilot:
        words = " ".join(f"word{number}" for number in range(100))
        app.pane.show(view(*[words] * 30, position=Position(9, 200)))
        for size in ((41, 20), (120, 9), (70, 40), (100, 20)):
            await pilot.resize_terminal(*size)
            await until(lambda size=size: app.pane.outer_size == size)
            await pilot.pause()
            assert app.pane.position == Position(9, 200), size
            top = app.rows[0].strip()
            assert words.index(top) <= 200 <= words.index(top) + len(top)


async def test_showing_the_same_view_again_goes_back_to_its_place():
    app = PaneApp()
    async with app.run_test(size=(60, 20)):
        again = view(*[PROSE] * 20, position=Position(3, 0))
        app.pane.show(again)
        app.pane.action_bottom()
        app.pane.show(again)
        assert app.pane.position == Position(3, 0)


async def test_the_place_left_is_announced_before_the_next_article():
    app = PaneApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.pane.show(view(*[PROSE] * 20))
        await until(lambda: app.said)
        app.said.clear()
        app.pane.go_to(Position(5, 0))
        app.pane.show(view("Other", id=2))
        await until(lambda: len(app.said) == 2)
        await pilot.pause()
        assert [(moved.article, moved.position) for moved in app.said] == [
            (1, Position(5, 0)),
            (2, Position()),
        ]


async def test_marks_are_painted_and_stepped_through():
    app = PaneApp()
    async with app.run_test(size=(60, 20)) as pilot:
        pane = app.pane
        text = "needle " + PROSE
        pane.show(view(*[text] * 10))
        assert pane.step_match(1) == (0, 0)
        pane.set_matches([(block, 0, 6) for block in range(10)])
        plain = app.styles_of("needle")
        assert plain
        assert all(style.bold and style.underline for style in plain)
        assert pane.step_match(1) == (1, 10)
        assert pane.scroll_offset.y == 0
        first, *others = app.styles_of("needle")
        assert first.reverse
        assert not any(style.reverse for style in others)
        assert pane.step_match(-1) == (10, 10)
        assert any(style.reverse for style in app.styles_of("needle"))
        assert pane.scroll_offset.y > 0
        pane.clear_matches()
        assert app.styles_of("needle") == []
        # The marks of one article are not those of another.
        pane.set_matches([(0, 0, 6)])
        pane.show(view(text, id=2))
        assert app.styles_of("needle") == []
        await pilot.pause()


async def test_entries_under_the_end_can_be_clicked():
    app = PaneApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.pane.show(view("Short."))
        assert not [row for row in app.rows if "Join us" in row]
        app.pane.set_tail(True)
        row = app.row_of("Join us")
        before = app.styles_of("Join us")
        await pilot.hover(ArticlePane, offset=(8, row))
        assert app.styles_of("Join us") != before
        await pilot.hover(ArticlePane, offset=(8, 1))
        assert app.styles_of("Join us") == before
        await pilot.click(ArticlePane, offset=(8, row))
        await pilot.click(ArticlePane, offset=(8, app.row_of("Building")))
        await pilot.click(ArticlePane, offset=(8, 1))
        assert [said for said in app.said if isinstance(said, Entry)] == list(ENTRIES)
        assert "not\xa0here" in app.rows[app.row_of("Building")]


async def test_links_in_the_text_can_be_clicked():
    app = PaneApp()
    async with app.run_test(size=(60, 20)) as pilot:
        links = (
            Span("that", "link", "JOIN  us"),
            Span(" and "),
            Span("this", "link", "https://example.org/"),
        )
        app.pane.show(view(Block("paragraph", links)))
        row = app.row_of("that")
        for word in ("that", "and", "this"):
            await pilot.click(ArticlePane, offset=(app.rows[row].index(word), row))
        assert [(said.text, said.href) for said in app.said if isinstance(said, TextLink)] == [
            ("that", "JOIN  us"),
            ("this", "https://example.org/"),
        ]


async def test_selecting_with_the_mouse_copies_the_text_without_its_wrapping():
    app = PaneApp()
    async with app.run_test(size=(60, 26)) as pilot:
        app.pane.set_tail(True)
        app.pane.show(view(PROSE, "Second."))
        first, last = app.row_of("quick"), app.row_of("Second")
        await pilot.mouse_down(ArticlePane, offset=(app.rows[first].index("quick"), first))
        await pilot.hover(ArticlePane, offset=(app.rows[last].index("cond"), last))
        await pilot.mouse_up(ArticlePane, offset=(app.rows[last].index("cond"), last))
        assert app.screen.get_selected_text() == PROSE[4:] + "\n\nSec"
        (style,) = app.styles_of("Sec")
        assert style.color != style.bgcolor
        assert style.bgcolor != app.styles_of("ond.")[0].bgcolor
        # Where a selection ends, nothing is followed.
        entry = app.row_of("Join us")
        await pilot.mouse_down(ArticlePane, offset=(8, first))
        await pilot.hover(ArticlePane, offset=(8, entry))
        await pilot.mouse_up(ArticlePane, offset=(8, entry))
        assert not [said for said in app.said if isinstance(said, Entry)]
        # A selection counts lines, so it ends when they change.
        await pilot.resize_terminal(50, 26)
        await until(lambda: not app.screen.get_selected_text())


async def test_all_of_it_can_be_selected_and_is_clean():
    app = PaneApp()
    async with app.run_test(size=(60, 20)):
        app.pane.show(view("a\x1b[31m\u202eb", "字" * 100))
        text, _ = app.pane.get_selection(Selection(None, None))
        assert text == f"A title\n\nab\n\n{'字' * 100}"
        text, _ = app.pane.get_selection(Selection(Offset(0, 7), Offset(500, 8)))
        assert text == "字" * 54


async def test_of_a_long_article_what_is_seen_comes_first_and_stays_while_the_rest_is_set():
    app = PaneApp()
    async with app.run_test(size=(60, 20)) as pilot:
        long = [f"{number}. {PROSE}" for number in range(1000)]
        place = Position(700, 0)
        app.pane.show(view(*long, position=place))
        assert app.rows[0].strip().startswith("700. The quick")
        assert app.pane.position == place
        rows, estimated = app.rows, app.pane.virtual_size.height
        await app.workers.wait_for_complete()
        assert app.pane.virtual_size.height != estimated
        assert (app.rows, app.pane.position) == (rows, place)
        await pilot.resize_terminal(80, 20)
        await until(lambda: app.pane.virtual_size.width == 79)
        # The parts of another width are set one by one. The place is right once they are.
        await app.workers.wait_for_complete()
        await until(lambda: (app.rows[0].strip()[:4], app.pane.position) == ("700.", place))
        app.pane.show(view(*long, id=3))
        app.pane.show(view("Short.", id=4))
        await app.workers.wait_for_complete()
        assert app.rows[5].strip() == "Short."


@pytest.mark.parametrize(("key", "progress"), [("g", 0.0), ("G", 1.0)])
async def test_a_key_between_a_new_width_and_the_layout_for_it_counts(monkeypatch, key, progress):
    app = PaneApp()
    async with app.run_test(size=(100, 20)) as pilot:
        app.pane.show(view(*[PROSE] * 200, entries=(), position=Position(90, 0)))
        with monkeypatch.context() as patch:
            patch.setattr(SetView, "on_resize", lambda self: None)
            await pilot.resize_terminal(70, 20)
            await until(lambda: app.pane.size.width <= 70)
            await pilot.press(key)
        app.pane.on_resize()
        assert app.pane.virtual_size.width == 69
        await app.workers.wait_for_complete()
        # The last screen of a narrower pane begins a little later.
        assert app.pane.progress == pytest.approx(progress, abs=0.01)


@pytest.mark.parametrize("blocks", [40_000, 1])
async def test_an_article_without_end_is_moved_through_like_any_other(blocks):
    """So long that only what comes into sight is ever set: 40,000 paragraphs, or one as long."""
    app = PaneApp()
    async with app.run_test(size=(60, 20)) as pilot:
        words = [" ".join(f"{number}-{word}" for word in range(10)) for number in range(40_000)]
        app.pane.show(view(*(words if blocks > 1 else [" ".join(words)]), entries=()))
        await app.workers.wait_for_complete()
        top = app.rows
        await pilot.press("G")
        assert "39999-9" in "".join(app.rows)
        assert "── end ──" in app.rows[-1]
        assert app.pane.progress == 1.0
        end = app.rows
        for _ in range(8):
            await pilot.press("pageup")
        for _ in range(8):
            await pilot.press("pagedown")
        assert app.rows == end
        await pilot.press("g")
        assert app.rows == top
        for _ in range(25):
            await pilot.press("down")
        for _ in range(25):
            await pilot.press("up")
        assert app.rows == top


async def test_every_line_of_an_article_comes_by_once_on_the_way_through_it_up_and_down():
    app = PaneApp()
    async with app.run_test(size=(30, 12)) as pilot:
        numbers = [f"{number}" for number in range(30_000)]
        texts = [" ".join(numbers[start : start + 40]) for start in range(0, 30_000, 40)]
        app.pane.show(view(*texts, entries=(), position=Position(375, 0)))
        # As if it were longer than what is set to its end.
        app.workers.cancel_all()
        for key, step in (("pageup", -1), ("pagedown", 1)):
            for _ in range(15):
                before = re.findall(r"\d+", " ".join(app.rows))
                await pilot.press(key)
                after = re.findall(r"\d+", " ".join(app.rows))
                seen = sorted({int(word) for word in (*before, *after)})
                assert seen == list(range(seen[0], seen[-1] + 1))
                assert (int(after[0]) - int(before[0])) * step > 0


async def test_without_an_article_there_is_a_message():
    app = PaneApp()
    async with app.run_test(size=(60, 20)) as pilot:
        assert "".join(app.rows).strip() == ""
        app.pane.show(view(*[PROSE] * 20))
        app.pane.clear("Nothing here yet: [b]press a key[/b]\x1b[2J")
        assert [row.strip() for row in app.rows if row.strip()] == ["Nothing here yet: [b]press a key[/b][2J"]
        assert app.pane.view is None
        assert app.pane.progress == 0.0
        assert app.pane.get_selection(Selection(None, None)) is None
        await pilot.press("j", "G")
        await pilot.click(ArticlePane, offset=(8, 8))
        assert not [said for said in app.said if isinstance(said, Entry)]


async def test_what_is_shown_while_hidden_is_there_afterwards():
    app = PaneApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.pane.show(view("First."))
        app.pane.display = False
        await pilot.pause()
        app.pane.show(view(*[PROSE] * 9, "Second.", id=2, position=Position(9, 0)))
        app.pane.set_tail(True)
        app.pane.display = True
        await until(lambda: app.pane.virtual_size.height > 20)
        await pilot.pause()
        assert "Second." in "".join(app.rows)
        assert "Join us" in "".join(app.rows)


async def test_contents_lead_to_headings():
    app = PaneApp()
    async with app.run_test(size=(60, 20)):
        heading = Block("heading", (Span("Two"),), level=1, marker="2.")
        app.pane.show(view(*[PROSE] * 9, heading, *[PROSE] * 9))
        ((title, level, position),) = app.pane.contents
        assert (title, level) == ("2. Two", 1)
        app.pane.go_to(position)
        assert app.rows[0].strip() == "2. Two"


@pytest.mark.skipif(not (SHARED / "hostile").is_dir(), reason="needs the shared hostile strings")
@pytest.mark.parametrize("cells", [20, 41, 80, 120])
async def test_hostile_strings_fill_their_lines_and_nothing_else(cells):
    hostile = SHARED / "hostile"
    with (hostile / "strings.jsonl").open(encoding="utf-8") as stream:
        strings = [json.loads(line)["text"] for line in stream]
    strings += json.loads((hostile / "blns" / "blns.json").read_text(encoding="utf-8"))
    app = PaneApp()
    async with app.run_test(size=(cells, 50)) as pilot:
        pane = app.pane
        pane.set_tail(True)
        entries = tuple(Entry("similar", text, "1", 1) for text in strings[::3])
        title = " ".join(text[:50] for text in strings)
        pane.show(view(*strings, entries=entries, title=title))
        await until(lambda: pane.virtual_size.height)
        while True:
            for y in range(pane.size.height):
                strip = pane.render_line(y)
                assert sum(segment.cell_length for segment in strip) == cells
                assert strip.text == display(strip.text)
                assert not CONTROL.search(strip.text)
            if pane.scroll_offset.y >= pane.max_scroll_y:
                break
            pane.go_to(pane.position)
            pane.scroll_to_line(pane.scroll_offset.y + pane.size.height)
        await pilot.pause()
