"""The sheet of statistics: what was read, as a quiet chart."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from reader.reading_days import ReadingStatistics
from reader.tui.keys.actions import bindings, toggle, with_key
from reader.tui.screens.sheets import TextSheet
from reader.typesetting.charts import chart, shows_blocks

_STYLES = {"heading": "bold $accent", "row": "", "note": "$secondary", "": ""}


class StatisticsSheet(TextSheet[bool]):
    """What was read. The result is True if all of it is to be forgotten."""

    heading = "What you have read"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("forget_statistics", "forgets all"),
        ("filter", "filters"),
        ("close", "closes"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("statistics"),
        toggle("statistics", "close_by_opener"),
    ]

    def __init__(
        self,
        stats: ReadingStatistics,
        today: date,
        *,
        counting: bool,
        keymap: Mapping[str, str] | None = None,
    ) -> None:
        """``counting``: whether what is read now is counted."""
        super().__init__(keymap)
        self._stats = stats
        self._today = today
        self._counting = counting
        self._asked = False

    def text(self, cells: int) -> tuple[Content, int]:
        encoding = getattr(sys.__stderr__, "encoding", None) or "utf-8"
        lines = list(chart(self._stats, self._today, cells, blocks=shows_blocks(encoding)))
        kept = [one for one in lines if self.contains(one.text)]
        parts = [(f"{line.text}\n", _STYLES[line.style]) for line in kept]
        note = (
            "Kept on this machine only."
            if self._counting
            else "Statistics are switched off: nothing is counted now."
        )
        return Content.assemble(*parts, "\n", (note, "$secondary")), len(kept)

    def action_forget_statistics(self) -> None:
        """Asks first: the same key once more forgets all of it."""
        if self._asked:
            self.dismiss(True)
        else:
            self._asked = True
            self.say(with_key("again forgets all of it, for good", "forget_statistics", self._keymap))
