"""What stands on the terminal already is not sent to it again.

Textual sends whole regions: a sheet that opens over the screen is laid out several times, and each time every
row of the screen is sent. Over a slow line that takes seconds. Here each cell is compared with what was sent
for it last, and only what differs is sent.

What the terminal shows is known as long as nobody else writes to it. When it was resized, or another program
had it, or a picture was left out because it read too slowly, :func:`forget` has everything sent once more.

Without this patch the reader runs, and sends more.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from itertools import repeat
from weakref import WeakKeyDictionary

from rich.console import Console
from rich.control import Control
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from reader.text import agreed, width

NEAR = 8
"""Cells that are sent once more if what stands on both sides differs: putting the cursor takes as much."""

Cell = tuple[str, int]
"""A character, and the number of its style. The second cell of a wide character has no text."""

_UNKNOWN: Cell = ("", -1)

MOST_LOOKS = 10_000
"""The most styles that are told apart; after that, everything is sent once more."""


class Sent:
    """What was sent to one terminal: the cells of each row."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Cell]] = {}
        self._looks: dict[object, int] = {}

    def changes(self, x: int, y: int, strip: Strip) -> Iterator[tuple[int, int]]:
        """The ranges of a piece of a row that the terminal does not show yet; it is taken as sent."""
        if len(self._looks) > MOST_LOOKS:
            self._looks.clear()
            self._rows.clear()
        row = self._rows.setdefault(y, [])
        end = x + strip.cell_length
        if len(row) < end:
            row.extend(repeat(_UNKNOWN, end - len(row)))
        new, old = cells_of(strip, self._looks), row[x:end]
        if new == old and _UNKNOWN not in new:
            return
        row[x:end] = new
        if end < len(row) and row[end][0] == "":
            # The other half of a wide character that has been painted over.
            row[end] = _UNKNOWN
        yield from differing(old, new)

    def cover(self, region: Region, picture: object) -> None:
        """A picture has been drawn over these cells: whatever is painted there now is to be sent."""
        for y in range(region.y, region.bottom):
            row = self._rows.setdefault(y, [])
            if len(row) < region.right:
                row.extend(repeat(_UNKNOWN, region.right - len(row)))
            row[region.x : region.right] = repeat(_covered(picture), region.width)

    def covers(self, region: Region, picture: object) -> bool:
        """Whether nothing has been sent to these cells since that picture was drawn over them."""
        cell = _covered(picture)
        rows = (self._rows.get(y, [])[region.x : region.right] for y in range(region.y, region.bottom))
        return all(len(row) == region.width and all(one == cell for one in row) for row in rows)


def _covered(picture: object) -> Cell:
    # No text is like that: it is not equal to any cell that is painted.
    return f"\0{picture}", -2


def differing(old: list[Cell], new: list[Cell]) -> Iterator[tuple[int, int]]:
    """The ranges in which two rows of cells differ; whole characters, and those that are near are one."""
    start = last = -1
    for at, (before, now) in enumerate(zip(old, new, strict=True)):
        if before == now and now != _UNKNOWN:
            continue
        if start >= 0 and at - last > NEAR:
            yield _whole_characters(new, start, last + 1)
            start = -1
        start, last = at if start < 0 else start, at
    if start >= 0:
        yield _whole_characters(new, start, last + 1)


def _whole_characters(cells: list[Cell], start: int, end: int) -> tuple[int, int]:
    while start > 0 and cells[start][0] == "":
        start -= 1
    while end < len(cells) and cells[end][0] == "":
        end += 1
    return start, end


def cells_of(strip: Strip, looks: dict[object, int]) -> list[Cell]:
    """The cells of a piece of a row; all unknown if terminals do not agree on how wide its text is.

    ``looks`` numbers each way that a cell can look.
    """
    if not agreed(strip.text):
        return [_UNKNOWN] * strip.cell_length
    cells: list[Cell] = []
    for text, style, _ in strip:
        look = _look(style, looks)
        if text.isascii() and text.strip():
            cells += zip(text, repeat(look))
            continue
        for char in text:
            size = width(char)
            if size:
                cells.append((char, look))
                cells += repeat(("", look), size - 1)
            elif cells:
                cells[-1] = (cells[-1][0] + char, cells[-1][1])
    return cells if len(cells) == strip.cell_length else [_UNKNOWN] * strip.cell_length


def _look(style: Style | None, looks: dict[object, int]) -> int:
    """The number of how a style looks; what it means to the mouse does not show."""
    if style is None:
        style = _PLAIN
    key = (style.color, style.bgcolor, style.link, *(bool(getattr(style, name)) for name in _ATTRIBUTES))
    return looks.setdefault(key, len(looks) + 1)


_PLAIN = Style()

_ATTRIBUTES = (
    "bold", "dim", "italic", "underline", "blink", "blink2", "reverse", "conceal", "strike", "underline2",
    "frame", "encircle", "overline",
)  # fmt: skip

_sent: WeakKeyDictionary[Console, Sent] = WeakKeyDictionary()


def forget(console: Console) -> None:
    """To be called when the terminal of an app, given by its console, may show something else."""
    _sent.pop(console, None)


def cover(console: Console, region: Region, picture: object) -> None:
    """To be called when a picture has been drawn over cells of the terminal of an app."""
    _sent.setdefault(console, Sent()).cover(region, picture)


def covers(console: Console, region: Region, picture: object) -> bool:
    """Whether a picture that was drawn over cells is still whole."""
    return console in _sent and _sent[console].covers(region, picture)


# --- the patch --------------------------------------------------------------------------------------


def applies() -> bool:
    """Whether Textual still has the parts that are patched."""
    kinds = ((LayoutUpdate, ("strips", "region")), (ChopsUpdate, ("chops", "spans", "chop_ends")))
    return all(
        list(inspect.signature(kind.__init__).parameters) == ["self", *names]
        and list(inspect.signature(kind.render_segments).parameters) == ["self", "console"]
        for kind, names in kinds
    )


def apply() -> None:
    """Patches Textual's updates of the screen, for the whole process; doing it twice does no harm."""
    LayoutUpdate.render_segments = _whole  # type: ignore[method-assign]
    ChopsUpdate.render_segments = _parts  # type: ignore[method-assign]


def _whole(self: LayoutUpdate, console: Console) -> str:
    sent = _sent.setdefault(console, Sent())
    text: list[str] = []
    for y, line in enumerate(self.strips, self.region.y):
        x = self.region.x
        for strip in line:
            text += _piece(sent, x, y, strip, console)
            x += strip.cell_length
    return "".join(text)


def _parts(self: ChopsUpdate, console: Console) -> str:
    sent = _sent.setdefault(console, Sent())
    text: list[str] = []
    for y, first, last in self.spans:
        for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
            if strip is None or x > last or end <= first:
                continue
            if not (first <= x < last and end <= last):
                strip = strip.crop(0, min(end, last) - x)
            text += _piece(sent, x, y, strip, console)
    return "".join(text)


def _piece(sent: Sent, x: int, y: int, strip: Strip, console: Console) -> Iterator[str]:
    for start, end in sent.changes(x, y, strip):
        yield Control.move_to(x + start, y).segment.text
        part = strip if (start, end) == (0, strip.cell_length) else strip.crop(start, end)
        yield part.render(console)
