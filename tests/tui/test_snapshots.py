"""Whole screens, as text and styles, compared with what is kept in ``__snapshots__``.

When a screen changes on purpose: ``READER_SNAPSHOTS=update python -m pytest tests/tui/test_snapshots.py``,
then look at the difference. A snapshot holds the lines of the screen, then the styles of each line (``7B`` is
seven cells in style B), then what each letter stands for. Nothing in it depends on the machine or the day.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import pytest
from rich.style import Style
from textual.strip import Strip

from reader import highlighting, ingest, tour
from reader.config import Paths, Settings
from reader.library import Library
from reader.model import Position
from reader.tui.widgets.preview_pane import PreviewPane
from tests import every_block

SNAPSHOTS = Path(__file__).parent / "__snapshots__"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

LOOKS = ("bold", "dim", "italic", "underline", "reverse", "strike")

ADDED = 1_767_960_000.0
"""Noon in Greenwich on 9 January 2026, which is that day nearly everywhere."""


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Path:
    """The tour's pages as a library, added at a fixed time from sources that are no files."""
    root = tmp_path_factory.mktemp("snapshots")
    with Library(Paths(root / "data", root, root)) as library:
        pages = [(f"tour:{name}", raw) for name, raw in tour.pages()]
        ingest.add_pages(library.store, pages, now=ADDED)
        library.catch_up()
    return root / "data"


@pytest.fixture
def at(library, tmp_path) -> Paths:
    """A copy of that library."""
    root = tmp_path / "snapshots"
    shutil.copytree(library, root / "data")
    return Paths(root / "data", root / "config", root / "logs")


def picture(strips: Iterable[Strip]) -> str:
    """A screen as text: its lines, their styles, and what these are."""
    lines: list[str] = []
    styles: list[str] = []
    letters: dict[str, str] = {}
    for strip in strips:
        lines.append(strip.text.rstrip())
        cells = [
            letters.setdefault(in_words(segment.style or Style()), LETTERS[len(letters)])
            for segment in strip
            for _ in range(segment.cell_length)
        ]
        styles.append(" ".join(f"{len(list(run))}{letter}" for letter, run in groupby(cells)))
    legend = [f"{letter}  {style}" for style, letter in letters.items()]
    return "\n".join([*lines, "", *styles, "", *legend]) + "\n"


def in_words(style: Style) -> str:
    """What a style looks like; what else it carries is of no account."""
    looks = [
        name for name in ("bold", "italic", "underline", "reverse", "strike", "dim") if getattr(style, name)
    ]
    colours = [colour.get_truecolor().hex if colour else "none" for colour in (style.color, style.bgcolor)]
    return " ".join([*looks, colours[0], "on", colours[1]])


async def compare(name: str, reader) -> None:
    """Fails if the screen does not come to be as it is kept; with ``READER_SNAPSHOTS=update`` keeps it."""
    file = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("READER_SNAPSHOTS") == "update":
        SNAPSHOTS.mkdir(exist_ok=True)
        file.write_text(seen(reader), encoding="utf-8")
    kept = file.read_text(encoding="utf-8")
    with suppress(AssertionError):
        # A scroll bar may be painted a moment after what it belongs to.
        await reader.until(lambda: seen(reader) == kept, seconds=2)
    shown = seen(reader).split("\n")
    assert shown == kept.split("\n"), f"{name}: not as it was; see the top of {Path(__file__).name}"


def seen(reader) -> str:
    """The whole screen, put together by a part of Textual without a public name."""
    return picture(reader.app.screen._compositor.render_strips())


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_article(run, at, size):
    async with run(size=size, at=at) as reader:
        await reader.press("enter")
        await compare(f"article-{size[0]}x{size[1]}", reader)


async def test_related_pane(run, at):
    async with run(size=(120, 40), at=at) as reader:
        await reader.press("enter", "r", "j")
        await compare("related-120x40", reader)


async def test_search(run, at):
    async with run(size=(120, 40), at=at) as reader:
        reader.box.cursor_blink = False
        await reader.press("slash")
        await reader.type("window")
        await reader.until(lambda: reader.heading.endswith("found"))
        # The preview comes after a pause.
        await reader.until(lambda: any(pane.view for pane in reader.main.query(PreviewPane)))
        await reader.settle()
        await compare("search-120x40", reader)


async def test_match(run, at):
    async with run(size=(80, 24), at=at) as reader:
        await reader.press("slash")
        await reader.type("window")
        await reader.until(lambda: reader.heading.endswith("found"))
        await reader.press("enter")
        await compare("match-80x24", reader)


async def test_help(run, at):
    async with run(size=(80, 24), at=at) as reader:
        await reader.press("enter", "question_mark")
        await compare("help-80x24", reader)


async def test_light_theme(run, at):
    async with run(size=(80, 24), at=at, settings=Settings(theme="reader-light")) as reader:
        await reader.press("enter")
        await compare("light-80x24", reader)


@pytest.mark.parametrize("cells", [40, 80, 120])
async def test_every_block(run, empty_paths, cells):
    with Library(empty_paths) as library:
        library.store.articles.put(every_block.PAGE, ADDED)
        library.catch_up()
    async with run(size=(cells, 110 if cells == 40 else 90), at=empty_paths) as reader:
        await reader.press("enter")
        await compare(f"every-block-{cells}", reader)


@pytest.mark.parametrize(
    ("name", "size", "theme", "keys"),
    [
        ("wide", (200, 40), "reader-dark", ()),
        ("selected", (80, 24), "reader-light", ("v", "right_parenthesis", "s")),
        ("narrow-none", (60, 20), "reader-none", ("semicolon",)),
    ],
)
async def test_highlights(run, at, name, size, theme, keys):
    """Notes beside the text, a selected passage, and a highlight that is picked, without colour."""
    with Library(at) as library:
        first = next(one for one in library.ids() if library.summary(one).title.startswith("Welcome"))
        blocks = library.get(first).blocks
        for block, start, end, color, note in (
            (0, 5, 31, "yellow", "A note that is long enough to be wrapped where it stands beside the text."),
            (0, 60, 90, "green", "Right below it."),
            (2, 0, 20, "blue", ""),
        ):
            ends = Position(block, start), Position(block, end)
            library.apply(highlighting.added(first, blocks, *ends, color=color, note=note))
    async with run(size=size, at=at, settings=Settings(theme=theme), article=first) as reader:
        await reader.press("l", "tab", *keys)
        await compare(f"highlights-{name}-{size[0]}x{size[1]}", reader)
