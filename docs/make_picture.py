"""Pictures of the screen, made from the tour.

``python docs/make_picture.py`` makes the one in the README; with a folder behind it, those of the list, an
article, sheets and the settings, an article with every kind of block, highlights and a picture, in several
sizes and themes, to be looked at. Run it in a checkout: the article with every block is that of the tests.
"""

from __future__ import annotations

import asyncio
import math
import re
import struct
import sys
import tempfile
import time
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from textual.pilot import Pilot

sys.path.insert(0, str(Path(__file__).parents[1]))

from reader import highlighting
from reader.changes import Star, Tag
from reader.config import Paths, Settings
from reader.library import Library
from reader.model import Position
from reader.tui.app import ReaderApp
from reader.tui.widgets.article_pane import ArticlePane
from tests import every_block

TARGET = Path(__file__).parent / "img" / "screen.svg"
SIZES = ((60, 20), (80, 24), (120, 40), (200, 60))
THEMES = ("reader-dark", "reader-light", "reader-contrast")

SHOTS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "article": (("space",), ()),
    "list": (("c", "j", "j"), ()),
    "beside": (("enter",), ("l",)),
    "search": (("slash", *"trail"), ("escape",)),
    "help": (("question_mark",), ("escape",)),
    "tags": (("number_sign",), ("escape",)),
    "settings": (("comma",), ("escape",)),
}
"""What is taken: the keys before it, and those after it."""

PAGES: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "blocks": ((), ("space",)),
    "more-blocks": ((), ("space",)),
    "last-blocks": ((), ("G",)),
    "highlights": (("question_mark", "escape"), ("semicolon",)),
    "highlight": ((), ("escape",)),
}
"""The same for the article with every block, whose first words are highlighted."""

README_KEYS = ("right_square_bracket", "backspace", "slash", *"trail", "enter")


async def opened(pilot: Pilot[None]) -> None:
    """Waits until the first article of the tour is on screen."""
    while not pilot.app.screen.query_one(ArticlePane).view:
        await pilot.pause(0.1)


async def press(pilot: Pilot[None], keys: Sequence[str]) -> None:
    """Presses keys, and waits until everything that they lead to is there."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause(0.3)
        await pilot.app.workers.wait_for_complete()
    await pilot.pause(0.6)


def picture(app: ReaderApp, title: str, file: Path) -> None:
    """Writes what stands on the screen."""
    svg = app.export_screenshot(title=title)
    # The picture names a font on somebody's server; any monospaced font will do.
    file.write_text(re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL), encoding="utf-8")


async def readme() -> None:
    """Opens the tour, reads a little, searches, and writes what stands on the screen."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        app = ReaderApp(Paths(root / "data", root / "config", root / "logs"), Settings(), tour=True)
        async with app.run_test(size=(120, 34)) as pilot:
            await opened(pilot)
            await press(pilot, README_KEYS)
            picture(app, "reader", TARGET)
            await app.action_quit()


def chart(path: Path) -> None:
    """Writes a picture: a sky over water, as a PNG of 360 by 200 pixels."""
    columns, lines = 360, 200
    rows = b"".join(
        b"\0"
        + b"".join(
            bytes((40 + line, 90 + line // 2, 160 + (column * line) % 60))
            if line < 120 + 8 * math.sin(column / 20)
            else bytes((20, 60 + line // 3, 90 + column // 6))
            for column in range(columns)
        )
        for line in range(lines)
    )
    size = struct.pack(">IIBBBBB", columns, lines, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", size), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


async def pages(folder: Path) -> None:
    """Writes an article with every block, highlights and a picture, in each size and theme."""
    for columns, lines in SIZES:
        for theme in THEMES:
            with tempfile.TemporaryDirectory() as made:
                root = Path(made)
                paths = Paths(root / "data", root / "config", root / "logs")
                notes = root / "notes"
                notes.mkdir()
                chart(notes / "water.png")
                text = "# A view\n\nFrom the pier.\n\n![Sky over water](water.png)\n\nSo it is."
                (notes / "view.md").write_text(text, encoding="utf-8")
                with Library(paths) as library:
                    library.add([notes])
                    [view] = library.ids()
                    whole = library.store.articles.put(every_block.PAGE, time.time()).id
                    library.catch_up()
                    blocks = library.get(whole).blocks
                    for color, block, note in (("yellow", 1, "Twice in one winter!"), ("blue", 2, "")):
                        start, end = Position(block, 3), Position(block, 40)
                        library.apply(highlighting.added(whole, blocks, start, end, color=color, note=note))
                for article, shots in ((whole, PAGES), (view, {"picture": ((), ())})):
                    app = ReaderApp(paths, Settings(theme=theme), article=article)
                    async with app.run_test(size=(columns, lines)) as pilot:
                        await opened(pilot)
                        await pilot.pause(2.5)
                        for name, (before, after) in shots.items():
                            await press(pilot, before)
                            picture(app, f"{name}, {theme}", folder / f"{name}-{columns}x{lines}-{theme}.svg")
                            await press(pilot, after)
                        await app.action_quit()


async def gallery(folder: Path) -> None:
    """Writes the main screens in each size and theme."""
    for columns, lines in SIZES:
        for theme in THEMES:
            with tempfile.TemporaryDirectory() as made:
                root = Path(made)
                paths = Paths(root / "data", root / "config", root / "logs")
                app = ReaderApp(paths, Settings(theme=theme), tour=True)
                async with app.run_test(size=(columns, lines)) as pilot:
                    await opened(pilot)
                    with Library(paths.for_tour()) as library:
                        ids = library.ids()
                        library.apply(Star(tuple(ids[2:4])))
                        library.apply(Tag(tuple(ids[1:6]), ("reading", "history"), ()))
                    await pilot.pause(2.5)
                    for name, (before, after) in SHOTS.items():
                        await press(pilot, before)
                        picture(app, f"{name}, {theme}", folder / f"{name}-{columns}x{lines}-{theme}.svg")
                        await press(pilot, after)
                    await app.action_quit()


def main() -> None:
    """Makes what the command line asks for."""
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        folder.mkdir(parents=True, exist_ok=True)
        asyncio.run(gallery(folder))
        asyncio.run(pages(folder))
    else:
        asyncio.run(readme())


if __name__ == "__main__":
    main()
