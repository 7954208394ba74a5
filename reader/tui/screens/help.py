"""The sheet of help: all keys, what narrows a search, and the commands after a colon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from reader.text import width
from reader.tui.keys.action import Where
from reader.tui.keys.actions import keys_at, toggle
from reader.tui.screens.sheets import TextSheet
from reader.typesetting.wrap import wrap

_INDENT = "  "
_MIN_HELP = 36
"""The cells that descriptions get at least, as long as there are some for the keys beside them."""

NARROWING = "Narrowing a search, with a field before a colon"
"""The heading of what can narrow a search."""

_MIN_KEYS, _MOST_KEYS = 8, 16
"""The cells of the keys: few have more."""


class HelpSheet(TextSheet[None]):
    """All keys, by group, as they are set now; those that act elsewhere come last."""

    heading = "Keys"
    BINDINGS: ClassVar[list[BindingType]] = [toggle("help", "close_by_opener")]

    def __init__(self, keymap: Mapping[str, str], word: str = "", where: Where = "list") -> None:
        """``word`` is what the rows contain at first; ``where``: the place in which help was asked for."""
        super().__init__(keymap, word)
        self._where: Where = where
        self._word = word

    def on_mount(self) -> None:
        if self._word:
            self.action_filter()
            self._filter.value = self._word

    def text(self, cells: int) -> tuple[Content, int]:
        table = keys_at(self._where, self._keymap)
        longest = max(width(row.keys) for _, rows in table for row in rows)
        # Where that leaves little room for the descriptions, those of long keys stand below them.
        column = max(min(longest, _MOST_KEYS, cells - len(_INDENT) - 2 - _MIN_HELP), _MIN_KEYS) + 2
        indent = len(_INDENT) + column
        parts: list[Content | tuple[str, str]] = []
        count = 0
        for group, rows in table:
            kept = [row for row in rows if self.contains(f"{row.keys} {row.help}")]
            count += len(kept)
            if not kept:
                continue
            parts.append((f"{group}\n", "bold $accent"))
            for row in kept:
                room = column - width(row.keys)
                space = " " * room if room >= 2 else f"\n{' ' * indent}"
                parts.append((f"{_INDENT}{row.keys}{space}", "bold"))
                lines = [row.help[start:end] for start, end in wrap(row.help, cells - indent)]
                parts.append((f"\n{' ' * indent}".join(lines) + "\n", ""))
            parts.append(("\n", ""))
        for section, rows_of_section in (self._narrowings(cells), self._commands(cells)):
            parts += section
            count += rows_of_section
        parts.append(
            (
                "The mouse works everywhere. You can change all these keys: see docs/configuration.md",
                "$secondary",
            )
        )
        return Content.assemble(*parts), count

    def _commands(self, cells: int) -> tuple[list[tuple[str, str]], int]:
        """What can be typed after the colon, each with its help below it, and how many those are."""
        from reader.tui.commandline.verbs import VERBS

        return self._named("Commands, after a colon", ((verb.usage, verb.help) for verb in VERBS), cells)

    def _narrowings(self, cells: int) -> tuple[list[tuple[str, str]], int]:
        """What can narrow a search, each with its help below it, and how many those are."""
        from reader.tui.commandline.narrowing import NARROWINGS

        return self._named(NARROWING, ((f"{one.name}:", one.about) for one in NARROWINGS), cells)

    def _named(
        self, heading: str, rows: Iterable[tuple[str, str]], cells: int
    ) -> tuple[list[tuple[str, str]], int]:
        kept = [(name, help) for name, help in rows if self.contains(f"{heading} {name} {help}")]
        parts: list[tuple[str, str]] = [(f"{heading}\n", "bold $accent")] if kept else []
        indent = len(_INDENT) + 2
        for name, help in kept:
            lines = [help[start:end] for start, end in wrap(help, cells - indent)]
            parts.append((f"{_INDENT}{name}\n", "bold"))
            parts.append((" " * indent + f"\n{' ' * indent}".join(lines) + "\n", ""))
        return [*parts, *([("\n", "")] if kept else [])], len(kept)
