"""Which keys the bottom line offers now."""

from __future__ import annotations

from collections.abc import Callable

from reader.tui.controllers.parts import Parts
from reader.tui.keys.hints import HintPlace, hints
from reader.tui.widgets.key_hints import KeyHints


class Hinting:
    """Shows the keys that are useful where the person is, and for what there is just now."""

    def __init__(self, line: KeyHints, parts: Parts, selecting: Callable[[], HintPlace | None]) -> None:
        """``selecting`` says for which place hints are shown while a cursor is in the text."""
        self._line = line
        self._panes = parts.panes
        self._searching = parts.searching
        self._article = parts.article
        self._keymap = parts.keymap
        self._selecting = selecting

    def show(self) -> None:
        """To be called when the focus, the marks, the matches or what is in sight has changed."""
        article = self._article
        matches = article.has_matches or bool(article.found.spans)
        shown = hints(self._place, self._keymap, matches=matches, wide=article.wide_in_sight)
        self._line.show(shown)

    @property
    def _place(self) -> HintPlace:
        if self._searching.empty:
            return "empty"
        place = self._selecting() or self._panes.focus
        return "marked" if place == "list" and self._searching.marks else place
