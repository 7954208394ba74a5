"""A start never comes to its end twice at the same article."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from reader.config import Paths
from reader.tui.background.opening import OpeningMark
from reader.tui.widgets.article_pane import OPENING
from reader.tui.widgets.related_pane import RelatedPane
from reader.tui.widgets.set_view import SetView

WELCOME = "Welcome to the reader"
NUMBERS = "Follow the numbers, find your way back"


@pytest.fixture
def places(tmp_path) -> Paths:
    (tmp_path / "data").mkdir()
    return Paths(tmp_path / "data", tmp_path / "config", tmp_path / "logs")


def killed(paths: Paths, article: int) -> None:
    """A reader of the library that is killed while it opens an article."""
    script = (
        "import os, signal, sys; from pathlib import Path; from reader.config import Paths;"
        " from reader.tui.background.opening import OpeningMark;"
        " mark = OpeningMark(Paths(*map(Path, sys.argv[1:4]))); mark.set(int(sys.argv[4]));"
        " os.kill(os.getpid(), signal.SIGKILL)"
    )
    command = [sys.executable, "-c", script, paths.data, paths.config, paths.logs, str(article)]
    done = subprocess.run(list(map(str, command)), check=False)
    assert done.returncode == -signal.SIGKILL


def test_a_mark_is_found_after_a_kill_and_only_then(places):
    mark = OpeningMark(places)
    assert mark.found() is None
    mark.set(3)
    mark.clear()
    mark.set(5)
    # An orderly end, in the middle of opening one.
    mark.close()
    assert list(places.data.iterdir()) == []
    killed(places, 7)
    mark = OpeningMark(places)
    assert mark.found() == 7
    # Nothing has been opened since.
    mark.clear()
    mark.close()
    mark = OpeningMark(places)
    assert mark.found() == 7
    mark.set(8)
    mark.clear()
    assert mark.found() is None
    mark.close()


def test_what_another_reader_is_opening_is_no_mark(places):
    one, other = OpeningMark(places), OpeningMark(places)
    one.set(3)
    assert other.found() is None
    other.set(4)
    other.close()
    assert one.found() == 3
    one.close()


def test_where_the_library_cannot_be_written_the_mark_is_beside_the_log(places, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    mark, elsewhere = (
        OpeningMark(places),
        OpeningMark(Paths(places.data / "tour", places.config, places.logs)),
    )
    mark.set(3)
    assert list(places.data.iterdir()) == []
    assert elsewhere.found() is None
    mark.close()
    elsewhere.close()


@pytest.mark.parametrize("kind", ["text", "folder", "link", "pipe"])
def test_what_is_not_ours_is_left_alone(places, tmp_path, kind):
    file, precious = places.data / "opening", tmp_path / "precious.txt"
    precious.write_text("1")
    if kind == "text":
        file.write_text("notes of my own")
    elif kind == "folder":
        file.mkdir()
    elif kind == "link":
        file.symlink_to(precious)
    else:
        os.mkfifo(file)
    mark = OpeningMark(places)
    assert mark.found() is None
    mark.set(3)
    mark.clear()
    mark.close()
    assert precious.read_text() == "1"
    assert file.is_symlink() == (kind == "link")
    assert kind != "text" or file.read_text() == "notes of my own"


async def test_an_article_that_ended_the_reader_is_not_opened_by_itself(run, paths):
    async with run() as reader:
        await reader.press("down", "enter")
        assert reader.title == NUMBERS
        article = reader.article.view.summary.id
    killed(paths, article)
    for _ in range(2):
        # As long as nothing is opened.
        async with run() as reader:
            assert reader.title == ""
            shown = " ".join(" ".join(reader.lines(reader.article)).split())
            assert "could not be shown. It is not opened automatically" in shown
            assert reader.list.selected == article
    async with run() as reader:
        # By hand it is; this one is healthy, and so is the next start.
        await reader.press("enter")
        assert reader.title == NUMBERS
    async with run() as reader:
        assert reader.title == NUMBERS


async def test_another_article_is_resumed_all_the_same(run, paths):
    async with run() as reader:
        await reader.press("down", "enter", "right_square_bracket")
        title, article = reader.title, reader.article.view.summary.id
    killed(paths, article + 1)
    async with run() as reader:
        assert reader.title == title


async def test_a_screen_that_is_left_while_an_article_is_opened_leaves_no_mark(run, paths):
    async with run() as reader:
        await reader.press("down")
        reader.burst("\rq")
        await reader.until(lambda: not reader.app.is_running)
    assert not (paths.data / "opening").exists()
    async with run() as reader:
        assert "could not be shown" not in " ".join(reader.lines(reader.article))


async def test_nothing_is_painted_for_a_pane_without_width(run, monkeypatch):
    async with run() as reader:
        await reader.press("enter")
    # A busy machine: the panes are painted before they hear of their size.
    for pane in (RelatedPane, SetView):
        monkeypatch.setattr(pane, "on_resize", lambda self, *size: None)
    async with run() as reader:
        assert not "".join(reader.lines(reader.related)).strip()
        assert "".join(reader.lines(reader.article)).strip() == OPENING
        monkeypatch.undo()
        await reader.resize(121, 40)
        assert any("Follow the numbers" in one for one in reader.lines(reader.related))


async def test_a_message_is_not_said_again_when_what_opened_over_it_closes(run):
    async with run() as reader:
        await reader.press("enter", "0", "9", "9")
        assert reader.notice == "There is no related article 99."
        await reader.press("h", "escape")
        assert reader.notice == ""
