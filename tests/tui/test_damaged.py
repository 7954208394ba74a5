"""What is damaged shows as such, what fails is said and logged, and everything else goes on."""

from __future__ import annotations

import sqlite3
from contextlib import closing, nullcontext

import pytest
from textual.app import App

from reader.library import Library, showing
from reader.library.finding import Finder
from reader.model import Position
from reader.tui.background import jobs, shelf_jobs
from reader.tui.widgets import article_pane
from reader.typesetting import layout

WELCOME = "Welcome to the reader"
NUMBERS = "Follow the numbers, find your way back"


def article(paths, title: str) -> int:
    with Library(paths) as library:
        return next(one for one in library.ids() if library.summary(one).title == title)


def damage(
    paths, title: str, statement: str = "UPDATE bodies SET blocks = '[[\"par' WHERE article = ?"
) -> int:
    """Damages one article as a bad disk does; returns its id."""
    damaged = article(paths, title)
    with closing(sqlite3.connect(paths.library)) as connection, connection:
        connection.execute(statement, (damaged,))
    return damaged


def text(reader) -> str:
    return " ".join(" ".join(reader.lines(reader.article)).split())


async def test_a_damaged_article_says_so_and_the_rest_goes_on(run, paths):
    damage(paths, NUMBERS)
    async with run() as reader:
        await reader.press("down", "enter")
        assert reader.title == NUMBERS
        assert "This article is damaged in the library: its text cannot be decoded" in text(reader)
        assert "reader check" in text(reader)
        # Links are kept apart from the text: the keys for them go on.
        await reader.press("left_square_bracket")
        assert reader.title == WELCOME
        await reader.press("backspace")
        assert reader.title == NUMBERS
        await reader.press("s", "slash", *"memex")
        await reader.until(lambda: reader.main.searching.text == "memex")
        await reader.press("enter")
        assert reader.title not in ("", NUMBERS)
        assert "damaged" not in text(reader)


async def test_a_start_at_a_damaged_article_is_a_start_like_any_other(run, paths):
    async with run() as reader:
        await reader.press("down", "enter", "space")
        place = reader.article.position
        assert place != Position()
    damaged = damage(paths, NUMBERS)
    for _ in range(2):
        async with run() as reader:
            assert reader.title == NUMBERS
            assert "This article is damaged" in text(reader)
    # Its place is kept for when it is put right.
    with Library(paths) as library:
        assert library.store.state.position(damaged) == place


async def test_its_page_read_in_again_puts_it_right(run, paths, pages, tmp_path, monkeypatch):
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setattr(App, "suspend", lambda _: nullcontext())
    with Library(paths) as library:
        assert library.add([pages]).added == 4
    damage(paths, "Wind turbines")
    async with run() as reader:
        await reader.press("enter")
        assert reader.title == "Wind turbines"
        assert "This article is damaged" in text(reader)
        await reader.press("e")
        assert "Wind turbines turn slowly" in text(reader)
        assert "damaged" not in text(reader)


async def test_what_of_an_article_is_damaged_stands_below_its_title(run, paths):
    damage(paths, NUMBERS, "UPDATE articles SET words = 'many' WHERE id = ?")
    async with run() as reader:
        await reader.press("down", "enter")
        assert "damaged in the library: its length" in text(reader)
        assert "Saved pages have lost their addresses" in text(reader)


@pytest.mark.parametrize(
    ("module", "job", "keys"),
    [
        (showing, "view", ["down", "enter"]),
        (Finder, "closest", ["down", "enter"]),
        (Finder, "marks_in", ["slash", "w", "enter"]),
        (jobs, "save_place", ["down"]),
        (shelf_jobs, "find", ["slash", "w"]),
        (jobs, "trail", ["h"]),
        (jobs, "apply", ["s"]),
    ],
)
async def test_a_mistake_of_ours_is_said_and_logged_and_the_screen_goes_on(
    run, paths, monkeypatch, module, job, keys
):
    def mistaken(*_, **__):
        raise ZeroDivisionError("nobody has thought of that")

    async with run(article=1) as reader:
        await reader.press("l", "g")
        with monkeypatch.context() as patch:
            patch.setattr(module, job, mistaken)
            await reader.press(*keys)
            await reader.until(lambda: "mistake in the reader" in reader.notice)
            assert str(paths.log) in reader.notice
            assert "nobody has thought of that" in "".join(reader.faults)
        await reader.press("escape", "l", "g", "down", "down", "enter")
        assert reader.title == "Twelve million index cards"
        reader.faults.clear()


async def test_a_mistake_at_the_end_keeps_nobody(run, monkeypatch):
    def mistaken(*_, **__):
        raise ZeroDivisionError("nobody has thought of that")

    async with run(size=(100, 14)) as reader:
        await reader.press("enter")
        monkeypatch.setattr(jobs, "save_place", mistaken)
        await reader.press("space", "q")
        await reader.until(lambda: not reader.app.is_running)
        assert "your place was not kept: a mistake in the reader itself" in reader.app.parting[0]
        reader.faults.clear()


async def test_an_article_that_cannot_be_laid_out_says_so(run, monkeypatch):
    def mistaken(*_, **__):
        raise ZeroDivisionError("nobody has thought of that")

    async with run() as reader:
        with monkeypatch.context() as patch:
            patch.setattr(layout.Layout, "__init__", mistaken)
            await reader.press("down", "enter")
            assert "This article cannot be shown" in text(reader)
            assert "reader show" in text(reader)
        await reader.press("l", "down", "enter")
        assert reader.title == "Twelve million index cards"
        assert len(reader.faults) == 1
        reader.faults.clear()


async def test_a_line_that_cannot_be_painted_is_empty_and_said_once(run, monkeypatch):
    def mistaken(*_, **__):
        raise ZeroDivisionError("nobody has thought of that")

    async with run() as reader:
        with monkeypatch.context() as patch:
            patch.setattr(article_pane.ArticlePane, "_parts", mistaken)
            await reader.press("down", "enter")
            assert reader.title == NUMBERS
            assert text(reader) == ""
            await reader.press("j", "j")
        assert len(reader.faults) == 1
        await reader.press("right_square_bracket")
        assert "cards" in text(reader)
        reader.faults.clear()
