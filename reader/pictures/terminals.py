"""Which way of showing pictures a terminal has: questions, what the answers mean, and what goes through tmux.

Pure. A terminal is asked for its name and version (XTVERSION), the size of its cells, and its attributes
(DA1), which every terminal answers, and last, so that the others have been answered by then. Only one that
has given a name is asked for Kitty's graphics: others might show the question; tmux takes it for a title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

PictureWay = Literal["kitty", "iterm", "sixel", "blocks", "box", "off"]
"""A way of showing pictures: three protocols of terminals; two colours a cell; a box with words; none."""

FIRST_QUESTIONS = "\x1b[>q\x1b[16t\x1b[c"
"""The name and version, the size of a cell in pixels, the attributes."""

KITTY_QUESTION = "\x1b_Gi=1,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[c"
"""Whether a picture of one pixel would be taken; and the attributes once more, to know when not."""

SIXEL_QUESTION = "\x1b[?2;4;0S"
"""How large a picture of sixels may be. Only a terminal that draws them understands it."""

_LARGEST = re.compile(r"\[\?2;0;(\d{1,6});(\d{1,6})S")
_CELL = re.compile(r"\[6;(\d{1,4});(\d{1,4})t")
_ATTRIBUTES = re.compile(r"\[\?([\d;]*)c")
_NAME = re.compile(r"P>\|(.{0,200})", re.DOTALL)
_GRAPHICS = re.compile(r"_Gi=1[^;]*;(.{0,200})", re.DOTALL)

_PLACEHOLDERS = ("kitty", "ghostty")
"""The terminals that draw a picture where its placeholders stand; others have the rest of the protocol."""

_ITERM = ("iterm2", "wezterm", "konsole", "mintty", "rio", "vscode")
"""Those that take pictures as iTerm2 does."""

SIXEL = "4"
"""The attribute of terminals that draw sixels."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What is known of a terminal.

    Attributes:
        name: its name and version as it says them, in lower case.
        graphics: whether it says that it takes Kitty's graphics.
        sixel: whether it draws sixels.
        cell: width and height of a cell in pixels; (0, 0) if unknown.
        largest: width and height in pixels of the largest picture that it draws; (0, 0) if it does not say.
        asked: how many sets of questions it has answered.
        through: whether tmux stands between, and passes on what is meant for the terminal.
    """

    name: str = ""
    graphics: bool = False
    sixel: bool = False
    cell: tuple[int, int] = (0, 0)
    largest: tuple[int, int] = (0, 0)
    asked: int = 0
    through: bool = False

    def answered(self, answer: str) -> Terminal:
        """What is known after one answer, given without the Esc before it."""
        if found := _NAME.match(answer):
            return replace(self, name=found[1].strip().lower())
        if found := _CELL.match(answer):
            height, width = int(found[1]), int(found[2])
            return replace(self, cell=(width, height)) if sane_cell(width, height) else self
        if found := _LARGEST.match(answer):
            return replace(self, largest=(int(found[1]), int(found[2])))
        if found := _GRAPHICS.match(answer):
            return replace(self, graphics=found[1].startswith("OK"))
        if found := _ATTRIBUTES.match(answer):
            attributes = found[1].split(";")
            return replace(self, sixel=SIXEL in attributes[1:], asked=self.asked + 1)
        return self

    @property
    def next_question(self) -> str:
        """What to ask now that the first questions have been answered; "" if nothing."""
        if self.asked != 1:
            return ""
        if self.name.startswith(_PLACEHOLDERS):
            return KITTY_QUESTION
        return SIXEL_QUESTION if self.sixel else ""

    @property
    def most_cells(self) -> tuple[int, int]:
        """The columns and rows of the largest picture; (0, 0) if there is no limit."""
        if self.way != "sixel" or 0 in self.largest or 0 in self.cell:
            return 0, 0
        return max(1, self.largest[0] // self.cell[0]), max(1, self.largest[1] // self.cell[1])

    @property
    def way(self) -> PictureWay:
        """The best way that it has."""
        if self.name.startswith(_PLACEHOLDERS) and (self.graphics or self.through):
            return "kitty"
        if self.name.startswith(_ITERM):
            return "iterm"
        return "sixel" if self.sixel and self.cell != (0, 0) else "blocks"


def sane_cell(width: int, height: int) -> bool:
    """Whether a cell may have that many pixels."""
    return 2 <= width <= 200 and 4 <= height <= 400


def may_be_asked(environment: Mapping[str, str]) -> bool:
    """Whether the terminal understands questions. Apple's and the console of Linux show some of them."""
    plain = environment.get("TERM", "") in ("", "dumb", "linux", "unknown")
    return not plain and environment.get("TERM_PROGRAM") != "Apple_Terminal"


def in_tmux(environment: Mapping[str, str]) -> bool:
    """Whether tmux stands between the reader and the terminal, and can be asked about it."""
    return bool(environment.get("TMUX"))


TMUX_QUESTION = ("display-message", "-p", "#{client_termtype}\t#{client_cell_width}\t#{client_cell_height}")
"""The words of the command of tmux that says which terminal is behind it, and how large its cells are."""

TMUX_PASSES = ("show-options", "-Apv", "allow-passthrough")
"""Those of the command that says whether it passes on what is meant for the terminal."""


def behind_tmux(known: Terminal, about: str, passes: str) -> Terminal:
    """What is known of the terminal behind tmux, from the answers of tmux.

    Without a passage only what tmux itself shows counts.
    """
    if passes.strip() not in ("on", "all"):
        return replace(known, name="", through=False)
    name, _, cell = about.strip("\n").partition("\t")
    width, _, height = cell.partition("\t")
    found = replace(known, name=name.strip().lower(), through=True)
    if width.isdigit() and height.isdigit() and sane_cell(int(width[:5]), int(height[:5])):
        found = replace(found, cell=(int(width), int(height)))
    # What is drawn after the text (iTerm2's pictures) is not drawn through tmux, which does not know of it.
    return found if found.name.startswith(_PLACEHOLDERS) else replace(found, name="", through=False)


def through_tmux(command: str) -> str:
    """A command for the terminal behind tmux, as tmux passes it on."""
    return f"\x1bPtmux;{command.replace(chr(27), chr(27) * 2)}\x1b\\"
