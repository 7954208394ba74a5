"""What several clicks at one place of an article select: the word there, or its paragraph."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Offset
from textual.scroll_view import ScrollView
from textual.selection import Selection

from reader.text import width

if TYPE_CHECKING:
    from reader.typesetting.layout import Layout

# Apostrophes and hyphens between letters belong to the word.
_WORD = re.compile(r"\w+(?:['\u2019\u2010-]\w+)*|\S")


def word_at(text: str, cell: int) -> tuple[int, int] | None:
    """The start and the end of the word at a cell of a line, in characters; None at a blank."""
    ends = accumulate(map(width, text))
    at = next((number for number, end in enumerate(ends) if end > cell), len(text))
    return next((found.span() for found in _WORD.finditer(text) if found.start() <= at < found.end()), None)


def clicked(layout: Layout, line: int, cell: int, clicks: int) -> Selection | None:
    """What two clicks (the word) or more (the paragraph) at a cell of a line select."""
    if line >= len(layout):
        return None
    text = "".join(piece.text for piece in layout.pieces(line))
    if clicks == 2:
        word = word_at(text, cell)
        return word and Selection(Offset(word[0], line), Offset(word[1], line))
    if not text.strip():
        return None
    block = layout.stretch(line)[0]
    first = last = line
    while first > 0 and _shows(layout, first - 1, block):
        first -= 1
    while _shows(layout, last + 1, block):
        last += 1
    end = "".join(piece.text for piece in layout.pieces(last))
    return Selection(Offset(0, first), Offset(len(end), last))


def select_clicked(pane: ScrollView, layout: Layout | None, event: events.Click) -> None:
    """Selects in a pane with a text what was clicked, and says so as Textual does."""
    # Textual would select everything.
    event.prevent_default()
    offset = event.get_content_offset(pane)
    if offset is None or layout is None or event.button != 1:
        return
    found = clicked(layout, pane.scroll_offset.y + offset.y, offset.x, event.chain)
    if found is not None:
        pane.screen.selections = {pane: found}
        pane.screen.post_message(events.TextSelected())


def _shows(layout: Layout, line: int, block: int) -> bool:
    """Whether a line shows text of a block; the blank lines between blocks do not."""
    if line >= len(layout) or layout.entry_at(line) is not None:
        return False
    return layout.stretch(line)[0] == block and any(piece.text.strip() for piece in layout.pieces(line))
