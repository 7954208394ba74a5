"""A library that cannot be written, on screen: it is read, and told once that nothing is kept."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from reader.config import Paths
from reader.library import Library
from reader.log import log_to


async def test_it_is_read_and_one_can_go_back(run, paths, read_only):
    with read_only(paths.data):
        async with run() as reader:
            assert reader.notice == "This library is read-only: nothing is kept."
            await reader.press("enter")
            first = reader.title
            await reader.press("]")
            assert reader.title != first
            reader.main.tell("")
            await reader.press("backspace")
            assert reader.title == first
            await reader.press("L", "s", "u", "space", "slash")
            await reader.type("memex")
            await reader.press("enter", "h", "escape", "w", "escape", "ctrl+r", "escape")
            assert "memex" in reader.article.view.article.text().casefold()
            assert "read-only" not in reader.notice
    with Library(paths) as library:
        assert library.store.trail.current() is None
        assert library.store.articles.counts().unread == 16


async def test_what_is_asked_for_and_cannot_be_kept_is_told(run, paths, read_only):
    with read_only(paths.data):
        async with run() as reader:
            await reader.press("slash")
            await reader.type("memex")
            await reader.press("ctrl+s", "m", "enter")
            assert "cannot be written" in reader.notice


async def test_without_an_index_it_is_read_too(run, paths, read_only):
    shutil.rmtree(paths.index)
    with read_only(paths.data):
        async with run() as reader:
            await reader.press("enter", "]", "slash")
            await reader.type("memex")
            assert reader.title


def test_a_log_that_cannot_be_written_is_done_without(tmp_path: Path, read_only, capfd):
    folder = tmp_path / "logs"
    folder.mkdir()
    log = logging.getLogger("reader")
    before = list(log.handlers)
    with read_only(tmp_path):
        for logs in (folder, folder / "deeper"):
            log_to(Paths(tmp_path, tmp_path, logs))
            log.warning("nobody hears this")
    for handler in set(log.handlers) - set(before):
        log.removeHandler(handler)
    assert capfd.readouterr() == ("", "")
    assert not list(folder.iterdir())
