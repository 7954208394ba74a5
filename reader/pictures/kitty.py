"""Kitty's graphics protocol: pictures sent once, and shown where placeholders stand among the text. Pure.

https://sw.kovidgoyal.net/kitty/graphics-protocol/, with Unicode placeholders: a cell of a picture is a
character with marks that say which row and column of the picture it is, in a colour that says which picture.
Terminals and tmux treat it like any other character, so pictures scroll and are cut like text.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

PLACEHOLDER = "\U0010eeee"

_RANGES = (
    "305 30D-30E 310 312 33D-33F 346 34A-34C 350-352 357 35B 363-36F 483-487 592-595 597-599 59C-5A1 "
    "5A8-5A9 5AB-5AC 5AF 5C4 610-617 657-65B 65D-65E 6D6-6DC 6DF-6E2 6E4 6E7-6E8 6EB-6EC 730 732-733 "
    "735-736 73A 73D 73F-741 743 745 747 749-74A 7EB-7F1 7F3 816-819 81B-823 825-827 829-82D 951 "
    "953-954 F82-F83 F86-F87 135D-135F 17DD 193A 1A17 1A75-1A7C 1B6B 1B6D-1B73 1CD0-1CD2 1CDA-1CDB "
    "1CE0 1DC0-1DC1 1DC3-1DC9 1DCB-1DCC 1DD1-1DE6 1DFE 20D0-20D1 20D4-20D7 20DB-20DC 20E1 20E7 20E9 "
    "20F0 2CEF-2CF1 2DE0-2DFF A66F A67C-A67D A6F0-A6F1 A8E0-A8F1 AAB0 AAB2-AAB3 AAB7-AAB8 AABE-AABF "
    "AAC1 FE20-FE26 10A0F 10A38 1D185-1D189 1D1AA-1D1AD 1D242-1D244"
)
"""The marks that stand for numbers: those of Unicode 6.0 above a letter that are never joined with it."""


def _marks() -> str:
    ends = (part.split("-") for part in _RANGES.split())
    return "".join(chr(code) for part in ends for code in range(int(part[0], 16), int(part[-1], 16) + 1))


MARKS = _marks()
"""The mark of each number from 0: of rows, of columns, and of the first byte of the number of a picture."""

MOST = len(MARKS)
"""A picture has at most so many rows and columns."""

_FIRST, _LAST = 16, 255
"""The numbers that a colour of the palette can say; the first sixteen colours are the person's own."""

PICTURES = _LAST - _FIRST + 1
"""How many pictures a terminal keeps for us."""

_CHUNK = 4096
"""The most characters of data that one command may have."""


def number_of(nth: int) -> int:
    """The palette colour that stands for the picture that was sent as number ``nth``, from 0."""
    return _FIRST + nth % PICTURES


def placeholder_row(row: int, columns: int, first_byte: int) -> str:
    """One row of a picture, cell by cell. Each cell says everything, so any of them may be painted alone."""
    begin, end = PLACEHOLDER + MARKS[row], MARKS[first_byte]
    return "".join(f"{begin}{MARKS[column]}{end}" for column in range(columns))


_EACH = 4
"""The characters of a cell: the placeholder and its three marks."""


def without_first(row: str, cells: int) -> str:
    """A row of placeholders without the first of its cells."""
    return row[_EACH * cells :]


def sent(png: bytes, number: int, first_byte: int, columns: int, rows: int) -> Iterator[str]:
    """The commands that give a picture to the terminal, to be shown where its placeholders are.

    Args:
        png: the picture as PNG.
        number: of the picture; with ``first_byte`` it makes the number by which the terminal knows it.
        first_byte: tells the pictures of one program from those of others in the same terminal.
        columns: the cells that it takes, from left to right.
        rows: and from top to bottom.
    """
    whole = first_byte << 24 | number
    data = base64.standard_b64encode(png).decode("ascii")
    # Quiet (q=2): an answer would come in as keys.
    about = f"a=T,U=1,q=2,f=100,i={whole},c={columns},r={rows},"
    for start in range(0, max(1, len(data)), _CHUNK):
        more = int(start + _CHUNK < len(data))
        yield f"\x1b_G{about}m={more};{data[start : start + _CHUNK]}\x1b\\"
        about = "q=2,"


def forgotten(number: int, first_byte: int) -> str:
    """The command that has the terminal forget a picture and free its memory."""
    return f"\x1b_Ga=d,d=I,q=2,i={first_byte << 24 | number}\x1b\\"
