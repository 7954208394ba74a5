"""A search thread that hangs: keys go on, and so do all steps that need no search."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager

import pytest

from reader.tui.keys import keyboard


@asynccontextmanager
async def hanging(reader):
    """The search thread does nothing more inside the block."""
    let_go = threading.Event()
    hung = asyncio.ensure_future(reader.main._backend.look_up(lambda _: let_go.wait()))
    try:
        yield
    finally:
        let_go.set()
        await hung
        await reader.settle()


async def test_reading_goes_on(run):
    async with run(size=(120, 20)) as reader:
        await reader.press("enter", "l", "j", "enter")
        second = reader.title
        async with hanging(reader):
            await reader.pilot.press("space")
            await reader.until(lambda: reader.article.scroll_offset.y > 0)
            await reader.pilot.press("backspace")
            await reader.until(lambda: reader.title not in (second, ""))
            await reader.pilot.press("L")
            await reader.until(lambda: reader.title == second)
            await reader.pilot.press("s")
            await reader.until(lambda: reader.notice.startswith("Starred"))
            await reader.pilot.press("l", "j", "enter")
            await reader.until(lambda: reader.title not in (second, ""))


async def test_reloading_what_is_open_keeps_no_step_from_being_taken(run, monkeypatch):
    async with run() as reader:
        await reader.press("enter", "l", "j", "enter")
        second = reader.title
        async with hanging(reader):
            # As after a change that another program has made.
            reloading = asyncio.ensure_future(reader.main.session.watching.follow())
            again = asyncio.ensure_future(reader.main.reading.reload())
            await reader.pilot.press("backspace")
            await reader.until(lambda: reader.title not in (second, ""))
        await asyncio.gather(reloading, again)
        assert reader.title != second


@pytest.mark.parametrize("patience", [0.1, 3600.0])
async def test_a_search_that_is_not_answered_is_waited_for_once(run, monkeypatch, patience):
    """The key after one whose results do not come waits for them a moment, later keys not at all."""
    async with run() as reader:
        await reader.press("slash")
        await reader.type("memex")
        await reader.press("enter")
        opened = reader.title
        async with hanging(reader):
            await reader.pilot.press("l", "slash", *"index")
            assert reader.box.value == "index"
            monkeypatch.setattr(keyboard, "PATIENCE", 0.1)
            # Enter wants the first result.
            await reader.pilot.press("enter")
            monkeypatch.setattr(keyboard, "PATIENCE", patience)
            await reader.until(lambda: not reader.app.keyboard.busy)
            await reader.pilot.press("down", "down")
            await reader.pilot.press("escape")
            await reader.until(lambda: reader.box.value == "" and reader.focus == "list")
            await reader.pilot.press("tab", "space")
            await reader.until(lambda: reader.focus == "article")
            assert reader.title == opened
