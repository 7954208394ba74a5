"""What is wrong in Textual: that it still is, and that the reader does without it."""

from __future__ import annotations

import asyncio
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import rich.cells
from textual import events
from textual.geometry import Size
from textual.screen import Screen

from reader.tui import app, patches
from reader.tui.patches import PATCHES, apply_all, cells, parser, resizing
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
        await reader.resize(120, 40)
        assert reader.main.size == Size(120, 40)
        assert reader.article.position == place


ROOT = Path(__file__).parents[2]


def test_textual_is_the_version_that_the_patches_were_tried_on():
    """If this fails, a newer Textual is installed: try the patches, then raise ``TRIED`` and the bound."""
    assert version("textual").rsplit(".", 1)[0] == patches.TRIED
    assert [patch.__name__ for patch in PATCHES if not patch.applies()] == []
    assert parser.usable()


def test_no_later_textual_is_asked_for():
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    major, minor = map(int, patches.TRIED.split("."))
    assert f"textual>={patches.TRIED},<{major}.{minor + 1}" in dependencies


def test_what_reaches_into_textual_stands_in_one_place():
    """Private modules of Textual and Rich, and methods put in the place of theirs."""
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "reader").rglob("*.py"))
        if "patches" not in path.parts
        and any(sign in path.read_text() for sign in ("textual._", "rich._", "ignore[method-assign]"))
    ]
    assert found == []


async def test_a_textual_that_has_changed_is_done_without_its_patches(run, monkeypatch, caplog):
    async def another(self, event, more): ...

    before = resizing._resized
    monkeypatch.setattr(Screen, "_on_resize", before)
    monkeypatch.setattr(resizing, "_resized", another)
    monkeypatch.delattr(rich.cells, "load_cell_table")
    assert apply_all() == ["cells", "resizing"]
    assert Screen._on_resize is before
    assert "cells, resizing" in caplog.text
    assert not cells.applies()
    async with run() as reader:
        await reader.press("enter")
        assert reader.title


def test_with_another_parser_textual_drives_the_terminal_itself(monkeypatch):
    assert app._driver() is not None
    monkeypatch.setattr(parser.XTermParser, "tick", lambda self: iter([None]))
    assert not parser.usable()
    assert app._driver() is None
