"""Adding and fetching from the screen: the dialog, the bottom line, the sheet, the articles that come."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library import Library
from reader.tui.controllers import notices
from reader.tui.keys.actions import first_key
from reader.tui.screens.adding import AddLine
from reader.tui.screens.choosing import KeyLine
from reader.tui.screens.imports import ImportsSheet
from reader.tui.widgets.key_hints import KeyHints
from tests import web_server as web
from tests.tui.conftest import Reader
from tests.web_server import page, serving


@pytest.fixture(autouse=True)
def notices_stay(monkeypatch):
    monkeypatch.setattr(notices, "STANDS", 3600.0)


def saved(title: str) -> str:
    return f"{title}\n\n{title}\n\nSome words about it.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "from elsewhere"
    (top / "deeper").mkdir(parents=True)
    (top / "deeper" / "fog.txt").write_text(saved("Fog"))
    (top / "ice.txt").write_text(saved("Ice"))
    (top / "noise.txt").write_bytes(bytes(range(256)))
    return top


@pytest.fixture
def server(home: Path, tmp_path: Path, monkeypatch):
    """A site with a page, and a configuration that lets it be asked."""
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "config.toml").write_text('allow-private-addresses = ["127.0.0.1"]\n')
    with serving({"/a": web.gives(page("A tide"))}) as served:
        yield served


@pytest.fixture
def bookmarks(server, paths, tmp_path: Path):
    """A library with two articles that have only addresses: one can be had."""
    file = tmp_path / "marks.html"
    file.write_text(
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n"
        f'<DT><A HREF="{server.url("/a")}">A mark</A>\n<DT><A HREF="{server.url("/none")}">None</A>\n</DL>\n'
    )
    with Library(paths) as library:
        library.add([file])
        return {library.summary(article).title: article for article in library.ids("is:empty")}


def says(reader: Reader, words: str) -> bool:
    """Whether the article pane says something."""
    return any(words in line.replace("\u00a0", " ") for line in reader.lines(reader.article))


def about(reader: Reader) -> str:
    return str(reader.app.screen.query_one("#about").render())


def offers(reader: Reader) -> list[str]:
    return str(reader.app.screen.query_one("#offers").render()).splitlines()


def sheet_lines(reader: Reader) -> list[str]:
    return [line.plain for line in reader.app.screen.choices._contents]


# --- the dialog ---------------------------------------------------------------------------------------------


async def test_a_folder_is_added_by_its_path(run, folder):
    async with run() as reader:
        await reader.press("A")
        assert isinstance(reader.app.screen, AddLine)
        await reader.type(str(folder)[:-4])
        await reader.until(lambda: bool(offers(reader)))
        await reader.press("tab")
        assert reader.app.screen.line.value == f"{folder}/"
        await reader.until(lambda: about(reader) == "Adds a folder with 3 files.")
        await reader.press("tab", "tab")
        assert reader.app.screen.line.value == f"{folder}/ice.txt"
        await reader.press("shift+tab")
        assert reader.app.screen.line.value == f"{folder}/deeper/"
        reader.app.screen.line.value = str(folder)
        await reader.press("enter")
        await reader.until(lambda: reader.notice == "from elsewhere: 2 added, 1 failed · D shows why")
        await reader.until(lambda: "Fog" in reader.titles())
        assert reader.heading.endswith("18 unread of 18")


async def test_what_is_not_there_is_said_in_the_dialog(run, tmp_path):
    async with run() as reader:
        await reader.press("A")
        await reader.press("enter")
        assert about(reader) == "Type a path or an address"
        reader.app.screen.line.value = str(tmp_path / "none")
        await reader.press("enter")
        assert about(reader) == "There is no such file or folder"
        (tmp_path / "none").write_text(saved("None yet"))
        await reader.press("enter")
        await reader.until(lambda: reader.notice == "none: 1 added")


async def test_addresses_are_pasted(run, server):
    async with run() as reader:
        await reader.press("A")
        reader.burst(f"\x1b[200~{server.url('/a')}\n{server.url('/none')}\n\x1b[201~")
        await reader.until(lambda: about(reader) == "Fetches 2 addresses.")
        await reader.press("enter")
        await reader.until(lambda: reader.notice == "2 addresses: 1 added, 1 failed · D shows why")
        await reader.until(lambda: "A tide" in reader.titles())


async def test_the_place_in_the_list_stays(run, folder):
    async with run(size=(80, 14)) as reader:
        await reader.press("G", "k", "k")
        selected = reader.list.selected
        below = reader.list.cursor - reader.list.scroll_offset.y
        reader.main._adding.add(str(folder))
        await reader.until(lambda: len(reader.list.ids) == 18)
        await reader.until(lambda: not reader.main._adding._working)
        assert reader.list.selected == selected
        assert reader.list.cursor - reader.list.scroll_offset.y == below


async def test_the_tour_takes_nothing(run, empty_paths):
    async with run(at=empty_paths, tour=True) as reader:
        await reader.press("A")
        assert (
            reader.notice
            == f"This is the tour, which stays as it is. {first_key('tour')} returns to your library."
        )
        await reader.press("F")
        assert reader.notice.startswith("This is the tour")


async def test_an_empty_library_offers_what_helps(run, empty_paths):
    async with run(at=empty_paths) as reader:
        shown = " ".join(" ".join(line.split()) for line in reader.lines(reader.list))
        assert f"The library in {empty_paths.data} (--data-dir) is empty." in shown.replace("- ", "-")
        assert "A adds what you have saved: a folder, a file, addresses or a feed." in shown
        assert "Enter takes the tour" in shown
        keys = reader.lines(reader.main.query_one(KeyHints))[0].split()
        assert keys == ["A", "add", "Enter", "tour", "q", "quit", "?", "help"]


# --- fetching -----------------------------------------------------------------------------------------------


async def test_the_article_that_has_no_text_is_fetched(run, bookmarks):
    async with run() as reader:
        reader.list.select(bookmarks["A mark"])
        await reader.press("enter")
        await reader.until(
            lambda: any("No text yet · F fetches it" in line for line in reader.lines(reader.article))
        )
        await reader.press("F")
        await reader.until(lambda: reader.notice == "“A mark”: 1 fetched")
        await reader.until(lambda: not reader.article.view.summary.empty)
        assert not says(reader, "No text yet")


async def test_marked_ones_and_all_of_the_list(run, bookmarks):
    async with run() as reader:
        await reader.press("ctrl+a", "F")
        await reader.until(lambda: reader.notice == "2 articles: 1 fetched, 1 failed · D shows why")
        await reader.press("escape", "G", "F")
        assert isinstance(reader.app.screen, KeyLine)
        asked = str(reader.app.screen.query_one("Static").render())
        assert "l the 1 article of the list without a text" in asked
        await reader.press("escape")
        assert reader.notice == ""
        await reader.press("F", "l")
        await reader.until(lambda: reader.notice == "1 article: 1 left for later")


# --- the sheet ----------------------------------------------------------------------------------------------


async def test_what_failed_and_why(run, folder):
    async with run() as reader:
        await reader.press("D")
        assert reader.notice == "Nothing has been added or fetched since the start: A adds, F fetches."
        reader.main._adding.add(str(folder))
        await reader.until(lambda: "D shows why" in reader.notice)
        await reader.press("D")
        assert isinstance(reader.app.screen, ImportsSheet)
        assert sheet_lines(reader) == [
            "✓ from elsewhere: 2 added, 1 failed",
            "    noise.txt: is binary data, not text",
        ]
        await reader.press("slash", *"noise", "escape", "j", "j")
        (folder / "noise.txt").write_text(saved("Quiet"))
        await reader.press("r")
        await reader.until(lambda: sheet_lines(reader)[0] == "✓ noise.txt: 1 added")
        assert len(sheet_lines(reader)) == 3
        await reader.press("g", "d")
        assert sheet_lines(reader)[0].startswith("✓ from elsewhere")
        await reader.press("D")
        assert not isinstance(reader.app.screen, ImportsSheet)


async def test_a_long_reason_can_be_read_whole(run, tmp_path):
    folder = tmp_path / "a folder with a name that is long enough to fill the line of the sheet"
    folder.mkdir()
    (folder / f"{'noise ' * 12}.txt").write_bytes(bytes(range(256)) * 40)
    async with run(size=(80, 24)) as reader:
        reader.main._adding.add(str(folder))
        await reader.until(lambda: "D shows" in reader.notice)
        await reader.press("D")
        body = reader.app.screen.query_one("#sheet-body")
        await reader.until(lambda: any("binary data" in line for line in reader.lines(body)))
        await reader.until(lambda: not any("…" in line for line in reader.lines(body)))


async def test_an_import_is_stopped(run, paths, tmp_path):
    many = tmp_path / "many"
    many.mkdir()
    for number in range(3000):
        (many / f"{number}.txt").write_text(saved(f"Number {number}"))
    async with run() as reader:
        reader.main._adding.add(str(many))
        reader.main._adding.add(str(tmp_path / "many" / "1.txt"))
        await reader.pilot.pause()
        reader.main._adding.sheet()
        await reader.pilot.pause()
        await reader.until(lambda: " of 3,000" in sheet_lines(reader)[-1])
        assert sheet_lines(reader)[0] == "· 1.txt: waits"
        assert "· 1 more · D shows it" in reader.notice
        await reader.pilot.press("d")
        assert len(sheet_lines(reader)) == 1
        await reader.pilot.press("d")
        assert "what has come is kept" in str(reader.app.screen.query_one("#sheet").border_subtitle)
        await reader.until(lambda: sheet_lines(reader)[0].startswith("■ many: stopped; "))
    with Library(paths) as library:
        assert 16 < len(library.ids("")) < 3016


# --- vanished -----------------------------------------------------------------------------------------------


async def test_an_article_whose_source_has_vanished_says_so(run, paths, folder):
    with Library(paths) as library:
        library.add([folder])
        (folder / "ice.txt").unlink()
        library.add([folder])
        article = library.ids("title:Ice")[0]
    async with run() as reader:
        reader.list.select(article)
        await reader.until(lambda: any("†" in line and "Ice" in line for line in reader.lines(reader.list)))
        await reader.press("enter")
        await reader.until(lambda: says(reader, "source vanished 20"))
