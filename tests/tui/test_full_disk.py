"""A disk without room: one reads as in a library that is read-only, and is told why nothing is kept."""

from __future__ import annotations

import shutil
from contextlib import suppress

import pytest

from reader.config import Paths
from reader.tui.controllers import session

WELCOME = "Welcome to the reader"
NUMBERS = "Follow the numbers, find your way back"


@pytest.fixture(autouse=True)
def quick() -> None:
    """Waits stay as long as they are: the disk is looked at by the clock here."""


@pytest.fixture
def on_small_disk(shelf, small_disk, tmp_path) -> Paths:
    """The tour's articles on a disk of a few megabytes."""
    shutil.copytree(shelf / "data", small_disk / "data")
    return Paths(small_disk / "data", tmp_path / "config", tmp_path / "logs")


@pytest.mark.slow
async def test_a_start_on_a_full_disk_reads_and_says_why_nothing_is_kept(run, on_small_disk, fill):
    async with run(at=on_small_disk) as reader:
        await reader.press("enter", "right_square_bracket")
        assert reader.title == NUMBERS
    fill()
    for _ in range(2):
        async with run(at=on_small_disk) as reader:
            assert reader.notice == "Nothing is kept: the disk is full."
            assert reader.title == NUMBERS
            await reader.press("backspace")
            assert reader.title == WELCOME
            await reader.press("slash", *"memex", "enter")
            assert "desk" in reader.title
            await reader.press("l", "escape", "escape", "G", "enter")
            assert reader.title == "Make it yours"
            # Not the tour, which Enter offers in an empty library.
            assert len(reader.app.screen_stack) == 1
            await reader.press("backspace", "q")
            await reader.until(lambda: not reader.app.is_running)


async def test_a_disk_that_fills_while_one_reads_is_said_once_and_again_at_the_end(
    run, on_small_disk, fill, small_disk, monkeypatch
):
    monkeypatch.setattr(session, "EVERY", 0.1)
    async with run(at=on_small_disk, size=(100, 14)) as reader:
        await reader.press("enter")
        fill()
        await reader.press("right_square_bracket")
        assert reader.title == NUMBERS
        # Of the place and of the way here: what is told last stands.
        assert reader.notice.endswith("the library cannot be written: the disk is full")
        await reader.press("space")
        with suppress(AssertionError):
            await reader.until(lambda: reader.main.session.unsaved)
        if not reader.main.session.unsaved:
            pytest.skip("the log of the library still had room for the place")
        reader.main.tell("")
        for _ in range(5):
            await reader.pilot.pause(0.1)
            assert reader.notice == ""
        await reader.press("q")
        await reader.until(lambda: not reader.app.is_running)
        assert "the disk is full" in reader.app.parting[0]
    (small_disk / "fill").unlink()
    async with run(at=on_small_disk) as reader:
        assert reader.title == WELCOME
        assert reader.notice == ""
