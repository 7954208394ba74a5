"""The room that the panes share. A border between two of them can be dragged."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.containers import Container
from textual.message import Message

from reader.tui.state.spaces import Edge


class PaneFrame(Container):
    """Holds the panes and announces where a border is dragged."""

    class Dragged(Message):
        """A border was dragged by that many cells, to the right if they are above 0."""

        def __init__(self, edge: Edge, cells: int, *, done: bool) -> None:
            super().__init__()
            self.edge = edge
            self.cells = cells
            self.done = done

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.edges: Mapping[int, Edge] = {}
        """The columns that are borders."""
        self._dragged: Edge | None = None
        self._at = 0

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begins to drag the border under the pointer."""
        edge = self.edges.get(int(event.screen_x) - self.region.x)
        if edge is not None and event.button == 1:
            self._dragged, self._at = edge, int(event.screen_x)
            self.capture_mouse()
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Moves the border along."""
        at = int(event.screen_x)
        if self._dragged is not None and at != self._at:
            self.post_message(self.Dragged(self._dragged, at - self._at, done=False))
            self._at = at

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Leaves the border where it is."""
        if self._dragged is not None:
            edge, self._dragged = self._dragged, None
            self.release_mouse()
            self.post_message(self.Dragged(edge, 0, done=True))
