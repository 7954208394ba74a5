"""What is wrong in Textual: that it still is, and that the reader does without it."""

from __future__ import annotations

import asyncio

import pytest
from textual import events
from textual.geometry import Size
from textual.screen import Screen

from reader.tui.patches import resizing
from reader.tui.screens.main import MainScreen

MANY = 50


@pytest.fixture
def laid_out(monkeypatch):
    """The sizes that the main screen has been laid out for."""
    sizes: list[Size | None] = []
    lay_out = MainScreen._refresh_layout

    def counted(self, size=None, scroll=False):
        sizes.append(size)
        if len(sizes) > MANY:
            # It goes on for ever, and lets nothing else have its turn.
            resizing.apply()
        lay_out(self, size, scroll)

    monkeypatch.setattr(MainScreen, "_refresh_layout", counted)
    return sizes


async def two_sizes(reader, laid_out) -> None:
    """Two sizes reach the screen, with something else between them."""
    laid_out.clear()
    reader.app._size = Size(100, 30)
    for size in (Size(80, 25), reader.app.size):
        reader.main.post_message(events.Resize(size, size))
        reader.main.call_later(lambda: None)
    before = -1
    while before != len(laid_out):
        before = len(laid_out)
        for _ in range(20):
            await asyncio.sleep(0.005)


async def test_two_sizes_chase_each_other_without_the_patch(run, laid_out, monkeypatch):
    """When this fails, Textual has mended it: reader/tui/patches/resizing.py can go."""
    async with run(size=(120, 30)) as reader:
        with monkeypatch.context() as unpatched:
            unpatched.setattr(Screen, "_on_resize", resizing._resized)
            await two_sizes(reader, laid_out)
        assert len(laid_out) > MANY


async def test_two_sizes_do_not_chase_each_other(run, laid_out):
    async with run(size=(120, 30)) as reader:
        await two_sizes(reader, laid_out)
        assert len(laid_out) <= MANY
        assert reader.main.size == Size(100, 30)


async def test_a_window_that_changes_its_size_again_and_again_comes_to_rest(run):
    async with run(size=(100, 30)) as reader:
        await reader.press("enter")
        place = reader.article.position
        for number in range(300):
            size = Size(60 + number % 90, 20 + number % 30)
            reader.app.post_message(events.Resize(size, size))
            if number % 40 == 0:
                await asyncio.sleep(0.01)
        await reader.pilot.resize_terminal(120, 40)
        await reader.settle()
        assert reader.main.size == Size(120, 40)
        assert reader.article.position == place
