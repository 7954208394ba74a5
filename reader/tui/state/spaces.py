"""How the panes share the screen, for each width. Pure.

Below 80 columns there is one pane at a time. Until something is opened, the list has the rest, with a preview
beside it where there is room. Beside an article, the text gets its measure first: up to 150 columns the list
and the related articles share the column on the left, from there on each has its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

SpaceKind = Literal["single", "list", "two", "stacked", "three"]
"""One pane at a time; the list and what goes with it; list and article; list over related articles, and the
article; three columns."""

Edge = Literal["shelves", "list", "related", "preview"]
"""A border that can be moved: the right one of the shelves or the list, the left one of the others."""

ClosedPane = Literal["list", "related"]

NARROW, WIDE, THREE = 80, 120, 150
STACKED_FROM = 24
"""The lines from which a column has room for the list and the related articles, one above the other."""

PREVIEW_FROM = 110
SHELVES_FROM, SHELVES_BESIDE_FROM = 100, 180
SHELVES = 26
LEAST = 24
"""The fewest cells that a pane can be given."""

LEAST_TEXT = 40
"""The same for an article."""

STEP = 4
"""The cells by which a key moves a border."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person has set; 0 cells stand for what suits the width of the screen.

    Attributes:
        shelves: whether the shelves are shown beside the list where there is room.
        preview: whether the selected article is shown beside the list where there is room.
        closed: panes that are closed beside an article.
        list, related, previewed: the cells of the list beside an article, of the related articles, and of
            the preview.
    """

    shelves: bool = False
    preview: bool = True
    closed: frozenset[ClosedPane] = frozenset()
    list: int = 0
    related: int = 0
    previewed: int = 0

    def with_closed(self, pane: ClosedPane, closed: bool) -> Wishes:
        """Closes a pane, or opens it again."""
        others = self.closed - {pane}
        return replace(self, closed=others | {pane} if closed else others)

    def as_json(self) -> dict[str, Any]:
        """What is kept beside the library, as values of JSON: shelves and preview are settings."""
        return {
            "closed": sorted(self.closed),
            "widths": {"list": self.list, "related": self.related, "preview": self.previewed},
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Wishes:
        """From what :meth:`as_json` gave; what is not as expected is as if it were not there."""
        widths = kept.get("widths")
        widths = widths if isinstance(widths, dict) else {}
        closed = kept.get("closed")
        names = {name for name in closed if isinstance(name, str)} if isinstance(closed, list) else set()

        def cells(name: str) -> int:
            found = widths.get(name)
            return min(max(found, 0), 1000) if type(found) is int else 0

        return cls(
            closed=frozenset(pane for pane in ("list", "related") if pane in names),
            list=cells("list"),
            related=cells("related"),
            previewed=cells("preview"),
        )


@dataclass(frozen=True, slots=True)
class Spaces:
    """The cells of each pane across, borders included; 0: it is not shown.

    ``columns``: whether the list has columns. ``room_for_shelves``: whether they fit beside the list.
    """

    kind: SpaceKind
    shelves: int = 0
    list: int = 0
    article: int = 0
    related: int = 0
    preview: int = 0
    columns: bool = False
    room_for_shelves: bool = False

    @property
    def edges(self) -> dict[int, Edge]:
        """The columns of the screen that are borders which can be moved."""
        found: dict[int, Edge] = {}
        at = self.shelves
        if self.list and (self.article or self.preview):
            found[at + self.list - 1] = "list" if self.article else "preview"
        if self.kind == "three" and self.related:
            found[at + self.list + self.article] = "related"
        return found


def spaces(
    width: int,
    measure: int,
    wishes: Wishes,
    *,
    opened: bool,
    related: bool = False,
    height: int = 40,
    alone: bool = False,
) -> Spaces:
    """How the panes share ``width`` cells.

    Args:
        width, height: those of the screen.
        measure: the widest a line of text may be.
        wishes: what the person has set.
        opened: whether there is an article, or something said in place of one.
        related: whether the related articles were asked for where they do not show by themselves.
        alone: whether one pane is to have the whole screen, however wide it is.
    """
    if width < NARROW or alone:
        return Spaces("single", list=width, article=width, related=width, columns=True)
    text = measure + 5
    if not opened:
        return _before_reading(width, text, wishes)
    return _reading(width, height, text, wishes, related)


def _before_reading(width: int, text: int, wishes: Wishes) -> Spaces:
    room = width >= SHELVES_FROM
    shelves = SHELVES if wishes.shelves and room else 0
    rest = width - shelves
    preview = 0
    if wishes.preview and rest >= PREVIEW_FROM:
        preview = wishes.previewed or min(text, rest * 3 // 8)
        preview = max(LEAST, min(preview, rest - 2 * LEAST))
    return Spaces(
        "list", shelves=shelves, list=rest - preview, preview=preview, columns=True, room_for_shelves=room
    )


def _reading(width: int, height: int, text: int, wishes: Wishes, related: bool) -> Spaces:
    listed = "list" not in wishes.closed
    if width < WIDE or (width < THREE and height < STACKED_FROM and listed):
        left = (
            _between(wishes.list or _between(width - text, 32, 44), LEAST, width - LEAST_TEXT)
            if listed
            else 0
        )
        return Spaces("two", list=left, article=width - left, related=width - left if related else 0)
    beside = "related" not in wishes.closed
    if width < THREE and listed:
        left = _between(wishes.list or _between(width - text, 36, 60), LEAST, width - LEAST_TEXT)
        return Spaces("stacked", list=left, article=width - left, related=left if beside else 0)
    # They stand beside the list, and go with it.
    room = width >= SHELVES_BESIDE_FROM and listed
    shelves = SHELVES if wishes.shelves and room else 0
    sides = width - shelves - LEAST_TEXT
    rest = max(0, width - shelves - text)
    right = left = 0
    if beside:
        right = wishes.related or _between(rest * 9 // 20, 32, 48)
        right = _between(right, LEAST, sides - (LEAST if listed else 0))
    if listed:
        left = _between(wishes.list or _between(rest - right, 36, 60), LEAST, sides - right)
    return Spaces(
        "three",
        shelves=shelves,
        list=left,
        article=width - shelves - left - right,
        related=right,
        room_for_shelves=room,
    )


def moved(wishes: Wishes, now: Spaces, edge: Edge, cells: int) -> Wishes:
    """The wishes after a border was moved by ``cells``, to the right if they are above 0."""
    match edge:
        case "list":
            return replace(wishes, list=max(LEAST, now.list + cells))
        case "related":
            return replace(wishes, related=max(LEAST, now.related - cells))
        case "preview":
            return replace(wishes, previewed=max(LEAST, now.preview - cells))
        case _:
            return wishes


def edge_of(pane: str, now: Spaces) -> tuple[Edge, int] | None:
    """The border that makes a pane wider, and in which direction (1: to the right); None if there is none."""
    edges = now.edges.values()
    if pane == "related" and "related" in edges:
        return "related", -1
    if "preview" in edges:
        return "preview", 1
    if "list" in edges:
        return "list", -1 if pane == "article" else 1
    return ("related", 1) if "related" in edges else None


def _between(cells: int, least: int, most: int) -> int:
    return max(least, min(cells, most))
