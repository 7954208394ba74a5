"""Units broken into lines. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from reader.blocks import Block
from reader.typesetting.body import body
from reader.typesetting.drawing import UnitLine, shown
from reader.typesetting.parts import Part
from reader.typesetting.units import Unit


class Lines:
    """The lines of a part: for each line its unit, and the range of characters that it shows."""

    __slots__ = ("ends", "of", "starts", "units")

    def __init__(self, units: Iterable[Unit], measure: int) -> None:
        self.units: list[Unit] = []
        self.of, self.starts, self.ends = array("i"), array("i"), array("i")
        for unit in units:
            ranges = unit.ranges(measure)
            if ranges or unit.picture:
                number = len(self.units)
                self.units.append(unit)
                for start, end in [(line, line) for line in range(-unit.above, 0)] + ranges:
                    self.of.append(number)
                    self.starts.append(start)
                    self.ends.append(end)

    def __len__(self) -> int:
        return len(self.of)

    def unit(self, line: int) -> Unit:
        return self.units[self.of[line]]

    def key(self, line: int) -> tuple[int, int]:
        unit, start = self.unit(line), self.starts[line]
        return unit.block, unit.base + (start if start < 0 else unit.stretch(start, self.ends[line])[0])

    def line_of(self, key: tuple[int, int]) -> int:
        """The line that shows a character of a block, or the nearest line before it; -1 if there is none."""
        line = bisect_right(range(len(self)), key, key=self.key) - 1
        if key[1] < 0 and self._begins_after(line, key[0]):
            # In a wider column there were more lines before the text of this block: its picture was larger.
            return line + 1
        if line < 0:
            return line
        unit = self.unit(line)
        begins = unit.begins(key[1] - unit.base) if unit.block == key[0] else None
        while begins is not None and self.starts[line] > begins:
            line -= 1
        while begins is not None and self.starts[line] < begins:
            line += 1
        return line

    def _begins_after(self, line: int, block: int) -> bool:
        """Whether a block begins with the next line."""
        earlier = line < 0 or self.unit(line).block < block
        return earlier and line + 1 < len(self) and self.unit(line + 1).block == block

    def is_first(self, line: int) -> bool:
        """Whether a line is the first one of its unit."""
        return line == 0 or self.of[line - 1] != self.of[line] or self.starts[line - 1] < 0

    def drawn(self, line: int) -> UnitLine:
        """A line as it is painted; a blank one has no text."""
        last = line + 1 == len(self) or self.of[line + 1] != self.of[line]
        start, end = self.starts[line], self.ends[line]
        return UnitLine(self.unit(line), start, end, first=self.is_first(line), last=last, number=line)


def lines_of(blocks: Sequence[Block], measure: int) -> Iterator[str]:
    """Blocks as plain lines of at most ``measure`` cells, safe for a terminal."""
    for index in range(len(blocks)):
        lines = Lines(body(blocks, Part(index, index + 1, 0), measure, {}), measure)
        for line in range(len(lines)):
            unit, start = lines.unit(line), lines.starts[line]
            if start >= 0:
                front = unit.front_of(first=lines.is_first(line))
                yield (front + shown(unit, start, lines.ends[line])).rstrip()
            elif index or line:
                yield ""
