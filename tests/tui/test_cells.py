"""Rows in terminals that count otherwise: the next part stands where it should, and nothing old shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.text import agreed, display, graphemes, truncate, width

HINDI = "किताबें धीरे-धीरे पढ़ी जाती हैं"
BURMESE = "စာအုပ်များကို ဖြည်းဖြည်းဖတ်ကြသည်"


def test_spacing_marks_take_a_cell():
    assert width("की") == 2
    assert width("कि") == 2
    assert width("ကား") == 3
    assert width("នៃ") == 2
    assert width("கௌ") == 2
    # Marks above and below take none.
    assert width("कू") == width("กี่") == width("e\u0301") == 1


def test_a_syllable_is_never_parted():
    pieces = [HINDI[start:end] for start, end, _ in graphemes(HINDI)]
    assert "".join(pieces) == HINDI
    assert pieces[:3] == ["कि", "ता", "बें"]
    assert [truncate("कीकीकी", cells) for cells in (6, 5, 4, 3)] == ["कीकीकी", "कीकी…", "की…", "की…"]


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(HINDI + BURMESE), max_size=40))
def test_rich_and_textual_measure_alike(text: str) -> None:
    assert cell_len(display(text)) == width(display(text))
    assert sum(cells for _, _, cells in graphemes(text)) == width(display(text))


# --- a terminal -------------------------------------------------------------------------------------

_SEQUENCE = re.compile(r"\x1b(?:(7|8)|\[([?\d;]*)([A-Za-z]))")


class Row:
    """One row of a terminal that counts cells in its own way: just enough of one for what a strip becomes."""

    def __init__(self, cells: int, count: Callable[[str], int]) -> None:
        self.cells = ["x"] * cells
        self.wrapped = False
        self._count = count
        self._at = self._saved = 0
        self._wraps = True

    def write(self, text: str) -> None:
        end = 0
        for sequence in _SEQUENCE.finditer(text):
            self._print(text[end : sequence.start()])
            end = sequence.end()
            key, number, final = sequence.groups()
            if key == "7":
                self._saved = self._at
            elif key == "8":
                self._at = self._saved
            elif final == "C":
                self._at = min(self._at + int(number), len(self.cells))
            elif number == "?7":
                self._wraps = final == "h"
        self._print(text[end:])

    def _print(self, text: str) -> None:
        for char in text:
            size = self._count(char)
            if self._at + size > len(self.cells):
                self.wrapped = self.wrapped or self._wraps
                self._at = len(self.cells) - size
            if size:
                self.cells[self._at : self._at + size] = [char] + [""] * (size - 1)
                self._at += size
            else:
                self.cells[max(0, self._at - 1)] += char


def marks_are_nothing(char: str) -> int:
    return 0 if unicodedata.category(char).startswith("M") else width(char)


def signs_are_narrow(char: str) -> int:
    return min(1, width(char)) if unicodedata.category(char).startswith("S") else width(char)


def marks_are_wide(char: str) -> int:
    return 2 if unicodedata.category(char) == "Mc" else width(char)


@pytest.mark.parametrize("count", [width, marks_are_nothing, signs_are_narrow, marks_are_wide])
@pytest.mark.parametrize("text", [HINDI, BURMESE, "☰ 👍 and ☱", "plain, “quoted”", "本はゆっくり"])
def test_the_next_part_stands_in_its_place(count, text):
    cells = width(text) + 2
    row = Row(2 * cells + 2, count)
    console = Console(color_system="truecolor", force_terminal=True)
    for part in (text, text):
        strip = Strip([Segment(part, Style(color="red")), Segment("  ", Style(bgcolor="blue"))])
        assert strip.cell_length == cells
        # Textual draws a widget and what stands beside it one after the other.
        row.write(strip.render(console) + Strip([Segment("│")]).render(console))
    assert [at for at, cell in enumerate(row.cells) if cell == "│"] == [cells, 2 * cells + 1]
    # Nothing of what stood there before.
    assert "x" not in row.cells
    assert not row.wrapped
    if count is not marks_are_wide:
        assert "".join(row.cells).count(text) == 2


def test_what_is_measured_alike_is_drawn_as_ever():
    console = Console(color_system="truecolor", force_terminal=True)
    for text in ("│ ● Hacking bureaucracy…  ★ “é” – 1 ▌", "Ελλάδα, Россия", "本はゆっくりと、한국어"):
        assert agreed(text)
        assert "\x1b7" not in Strip([Segment(text, Style(bold=True))]).render(console)
