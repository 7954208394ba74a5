"""Two sizes never chase each other.

A screen that is laid out for a new size gets an event of that size, and lays itself out for the size
of the event. With two events of different sizes under way (a window that is resized quickly, a terminal whose
size is guessed at first) each leads to the next, and the screen is painted in both sizes in turn, forever.
Here an event with a size that the app no longer has is dropped: the one with its present size comes later.

Without this patch the reader runs, and a window that is resized quickly may flicker. It can go when Textual
compares the two sizes.
"""

from __future__ import annotations

import inspect
from typing import Any

from textual import events
from textual.screen import Screen

_resized = getattr(Screen, "_on_resize", None)


async def _on_resize(self: Screen[Any], event: events.Resize) -> None:
    if event.size == self.app.size and _resized is not None:
        await _resized(self, event)


def applies() -> bool:
    """Whether Textual's screens still have the method that is patched."""
    if not inspect.iscoroutinefunction(_resized):
        return False
    return list(inspect.signature(_resized).parameters) == ["self", "event"]


def apply() -> None:
    """Patches Textual's screens, for the whole process; doing it twice does no harm."""
    Screen._on_resize = _on_resize  # type: ignore[method-assign]
