"""Another program that has the library locked: who it is is said, and nobody waits for it for long."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from reader.changes import Star
from reader.errors import LibraryBusy
from reader.library import Library
from reader.tui.background import backend, jobs, shelf_jobs
from reader.tui.background.backend import serve
from reader.tui.controllers import session

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
connection.execute("ROLLBACK")
"""


class Holder:
    """Another program that is writing to the library, until it is let go."""

    def __init__(self, library) -> None:
        command = [sys.executable, "-c", HOLD, str(library)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.process.stdout.readline() == b"locked\n"

    def let_go(self) -> None:
        self.process.communicate()


@pytest.fixture
def locked(paths):
    """Locks the library, now or when called."""
    holders: list[Holder] = []

    def lock() -> Holder:
        holders.append(Holder(paths.library))
        return holders[-1]

    yield lock
    for holder in holders:
        holder.let_go()


@pytest.mark.slow
async def test_who_is_waited_for_stands_on_the_bottom_line_and_reading_goes_on(run, paths, locked):
    async with run() as reader:
        await reader.press("enter", "l")
        holder = locked()
        # Without waiting for its end: it waits for the lock.
        await reader.pilot.press("down", "enter")
        await reader.until(lambda: reader.notice.startswith("waiting for "))
        assert str(holder.process.pid) in reader.notice
        assert str(paths.library) not in reader.notice
        # It is opened all the same, and that this is not kept is said.
        await reader.until(lambda: reader.title == "Follow the numbers, find your way back")
        await reader.until(lambda: reader.notice.startswith("Not kept: the library is being written by"))
        await reader.pilot.press("l", "G")
        await reader.until(lambda: reader.list.cursor == 15)
        holder.let_go()
        await reader.until(lambda: not reader.notice)
        await reader.press("enter")
        assert reader.title == "Make it yours"
    with Library(paths) as library:
        assert library.summary(library.store.trail.current().article).title == "Make it yours"


async def test_the_place_is_tried_again_until_it_can_be_kept(run, paths, locked, monkeypatch):
    monkeypatch.setattr(session, "EVERY", 0.1)
    async with run(size=(100, 12)) as reader:
        await reader.press("enter")
        article = reader.article.view.summary.id
        holder = locked()
        await reader.pilot.press("space")
        await reader.until(lambda: reader.notice.startswith("waiting for "))
        # Between two attempts it stands there too.
        await reader.until(lambda: reader.main.session.unsaved)
        for _ in range(20):
            assert reader.notice.startswith("waiting for ")
            await asyncio.sleep(0.01)
        holder.let_go()
        await reader.until(lambda: not reader.notice)
        place = reader.article.position
        with Library(paths) as library:
            assert library.store.state.position(article) == place


async def test_quitting_waits_for_nobody_for_long_and_says_what_is_not_kept(run, paths, locked, monkeypatch):
    monkeypatch.setattr(backend, "LEAVING", 0.3)
    async with run(size=(100, 12)) as reader:
        await reader.press("enter")
        holder = locked()
        await reader.pilot.press("space", "l", "s", "u", "down", "enter", "q")
        await reader.until(lambda: not reader.app.is_running)
        assert holder.process.poll() is None
        assert len(reader.app.parting) == 1
        assert reader.app.parting[0].startswith("your place was not kept: the library")
        assert str(holder.process.pid) in reader.app.parting[0]


async def test_without_a_lock_nothing_is_said_at_the_end(run):
    async with run() as reader:
        await reader.press("enter", "space", "q")
        await reader.until(lambda: not reader.app.is_running)
        assert reader.app.parting == []


async def test_a_start_that_cannot_read_the_list_says_why_and_is_made_up_for(run, paths, monkeypatch):
    monkeypatch.setattr(session, "EVERY", 0.1)
    healthy = shelf_jobs.listing

    def busy(library, shelf, order):
        raise LibraryBusy(f"the library {paths.library} is being written by somebody")

    monkeypatch.setattr(shelf_jobs, "listing", busy)
    async with run() as reader:
        await reader.until(
            lambda: "written by somebody" in " ".join(" ".join(reader.lines(reader.article)).split())
        )
        assert reader.list.ids == ()
        # Enter in an empty list offers the tour: this one is not empty, as far as anybody knows.
        await reader.pilot.press("enter")
        assert len(reader.app.screen_stack) == 1
        assert "take the tour" not in " ".join(reader.lines(reader.list))
        monkeypatch.setattr(shelf_jobs, "listing", healthy)
        await reader.until(lambda: len(reader.list.ids) == 16)
        await reader.settle()
        await reader.press("enter")
        assert reader.title == "Welcome to the reader"


async def test_rows_come_while_something_else_waits_for_the_lock(paths, locked):
    holder = locked()
    behind = serve(paths)
    waiting = asyncio.ensure_future(behind.library(lambda library: jobs.apply(library, Star((1,)))))
    async with asyncio.timeout(30):
        while not behind._library.waiting:  # noqa: ASYNC110 (it is another thread that waits)
            await asyncio.sleep(0.01)
    rows = await behind.read(lambda library: jobs.summaries(library, [1, 2]))
    assert [row.id for row in rows] == [1, 2]
    assert not waiting.done()
    holder.let_go()
    assert [row.starred for row in (await waiting).rows] == [True]
    await behind.close()


async def test_a_job_without_end_keeps_no_screen_from_closing(paths, monkeypatch):
    monkeypatch.setattr(backend, "LEAVING", 0.2)
    behind, let_go = serve(paths), threading.Event()
    endless = asyncio.ensure_future(behind.library(lambda _: let_go.wait()))
    queued = [asyncio.ensure_future(behind.library(lambda _: None)) for _ in range(3)]
    await asyncio.sleep(0.05)
    await behind.close()
    assert not endless.done()
    # A daemon: the program ends while it still runs.
    assert all(thread.daemon for thread in threading.enumerate() if thread.name in ("library", "search"))
    let_go.set()
    await asyncio.gather(endless, *queued)


async def test_a_mistake_in_a_job_comes_to_who_asked_and_the_next_one_is_done(paths):
    behind = serve(paths)
    with pytest.raises(ZeroDivisionError):
        await behind.library(lambda _: 1 // 0)
    assert await behind.library(lambda library: len(library.ids())) == 16
    await behind.close()
    await behind.close()
    with pytest.raises(asyncio.CancelledError):
        await behind.library(lambda library: library.ids())


async def test_nothing_is_locked_when_the_screen_rests(run, paths):
    async with run() as reader:
        await reader.press("enter")
        await reader.main.rest()
        with closing(sqlite3.connect(paths.library, timeout=0)) as other, other:
            other.execute("UPDATE state SET starred = 1")
