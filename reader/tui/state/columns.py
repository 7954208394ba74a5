"""The columns of the list: what each says of an article, and which of them fit into a width. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from reader.addresses import site_of
from reader.config import ListColumn
from reader.model import Summary
from reader.orders import NEWEST, Order, OrderKey
from reader.text import width

DateFrom = Literal["added", "published", "saved", "read", "opened"]

GAP = 2
"""Cells between two columns."""

LEAST_TITLE = 24
"""A column is left out if the title had fewer cells with it."""

BEST_TITLE = 50
"""With so many cells for the title, columns that are cut get the rest."""

NO_TEXT = "∅"
"""Stands for the length of an article that the library has no text of."""

_WORDS_A_MINUTE = 220


@dataclass(frozen=True, slots=True)
class _Kind:
    """How wide a column is, and how much it matters.

    Attributes:
        head: its heading.
        cells: its width; of a column that can be cut, the least one.
        most: its width if there is room.
        rank: columns with the highest rank are left out first.
        right: whether its values end at its right edge.
        sorts: the order that a click on its heading chooses, if any.
    """

    head: str
    cells: int
    rank: int
    most: int = 0
    right: bool = False
    sorts: OrderKey | None = None


_KINDS: dict[ListColumn, _Kind] = {
    "state": _Kind("", 3, 0),
    "id": _Kind("Id", 6, 9, right=True, sorts="added"),
    "title": _Kind("Title", LEAST_TITLE, 0, sorts="title"),
    "site": _Kind("Site", 12, 4, 24, sorts="site"),
    "author": _Kind("Author", 12, 8, 22),
    "date": _Kind("Date", 10, 2, sorts="published"),
    "added": _Kind("Added", 10, 6, sorts="added"),
    "published": _Kind("Published", 10, 5, sorts="published"),
    "saved": _Kind("Saved", 10, 6, sorts="saved"),
    "minutes": _Kind("Length", 6, 1, right=True, sorts="length"),
    "words": _Kind("Words", 7, 7, right=True, sorts="length"),
    "progress": _Kind("Read", 5, 3, right=True, sorts="progress"),
    "tags": _Kind("Tags", 10, 5, 28),
    "lang": _Kind("Lang", 4, 9),
}

assert set(_KINDS) == set(get_args(ListColumn))


@dataclass(frozen=True, slots=True)
class Fitted:
    """A column with its width in a list, the gap after it not counted."""

    name: ListColumn
    cells: int
    head: str
    right: bool = False
    sorts: OrderKey | None = None


def fitted(columns: Sequence[ListColumn], cells: int, order: Order = NEWEST) -> tuple[Fitted, ...]:
    """The columns that fit into ``cells``, in their order, and how wide each is.

    The title is always among them and takes what the others leave; ``order`` names the date that is shown.
    """
    wanted = [*dict.fromkeys(columns)]
    if "title" not in wanted:
        wanted.append("title")

    def taken() -> int:
        return sum(_KINDS[name].cells for name in wanted) + sum(map(gap_after, wanted[:-1]))

    while taken() > cells and len(wanted) > 1:
        droppable = [name for name in wanted if name != "title"]
        if droppable == ["state"]:
            break
        wanted.remove(max((name for name in droppable if name != "state"), key=lambda n: _KINDS[n].rank))
    spare = cells - taken()
    widths = {name: _KINDS[name].cells for name in wanted}
    # The title first, then in equal shares what can be cut, then the title again.
    widths["title"] = max(1, widths["title"] + min(spare, BEST_TITLE - LEAST_TITLE))
    spare -= min(spare, BEST_TITLE - LEAST_TITLE)
    cut = [name for name in wanted if _KINDS[name].most]
    for left, name in zip(range(len(cut), 0, -1), sorted(cut, key=_room), strict=True):
        more = min(spare // left, _room(name))
        widths[name] += more
        spare -= more
    widths["title"] += spare
    return tuple(
        Fitted(
            name=name,
            cells=widths[name],
            head=_DATES[order.by] if name == "date" and order.by in _DATES else _KINDS[name].head,
            right=_KINDS[name].right,
            sorts=_sorts(name, order),
        )
        for name in wanted
    )


def _room(name: ListColumn) -> int:
    """The cells that a column that can be cut may have more than the least."""
    return _KINDS[name].most - _KINDS[name].cells


def _sorts(name: ListColumn, order: Order) -> OrderKey | None:
    return order.by if name == "date" and order.by in _DATES else _KINDS[name].sorts


def gap_after(column: str) -> int:
    """The cells between a column and the next: one blank is enough after the signs of the state."""
    return 0 if column == "state" else GAP


_DATES: dict[OrderKey, str] = {
    "published": "Published", "saved": "Saved", "read": "Last read", "opened": "Opened",
}  # fmt: skip
"""Orders by a date: the column of the date shows that one."""


# --- what the columns say ----------------------------------------------------------------------------------


def signs(summary: Summary) -> tuple[str, str]:
    """The state of an article without colour: how far it is read, and what else it is.

    ``●`` unread, ``◐`` started, ``○`` read; ``★`` starred, ``▪`` in the archive, ``†`` its source has
    vanished, ``~`` the title is not the page's own.
    """
    read = "○" if summary.read is not None else "◐" if summary.per_cent else "●"
    star = "★" if summary.starred else "▪" if summary.archived is not None else " "
    if summary.vanished is not None:
        return read, star + "†"
    return read, star + ("~" if summary.title_from != "page" else " ")


def value(column: ListColumn, summary: Summary, order: Order = NEWEST) -> str:
    """What a column other than the state and the title says of an article."""
    match column:
        case "site":
            return site(summary)
        case "author":
            return summary.author
        case "date":
            return date(summary, order)
        case "added" | "published" | "saved":
            return day(getattr(summary, column))
        case "minutes":
            return NO_TEXT if summary.empty else minutes(summary.words)
        case "words":
            return f"{summary.words:,}" if summary.words else ""
        case "progress":
            return progress(summary)
        case "tags":
            return " ".join(summary.tags)
        case "lang":
            return summary.lang
        case "id":
            return str(summary.id)
        case _:
            return ""


def site(summary: Summary) -> str:
    """Where an article is from: its site, the host of its address, or the folder or file it came from."""
    if name := site_of(summary.site, summary.url, summary.source):
        return name
    from reader.typesetting.units import source_name  # the start does not wait for it

    return source_name(summary.source)


def date(summary: Summary, order: Order = NEWEST) -> str:
    """The date that a list in that order shows: when it was published, else saved, else added.

    A list sorted by a date shows that date.
    """
    if order.by in _DATES:
        return day(getattr(summary, order.by))
    return day(summary.published) or day(summary.saved) or day(summary.added)


def day(moment: str | float | None) -> str:
    """The day of a moment, as exact as it is known: ``2024-03-12``, ``2024-03``, ``2024``; "" for none."""
    if not moment:
        return ""
    try:
        if isinstance(moment, str):
            if len(moment) <= len("2024-03-12"):
                return moment
            return datetime.fromisoformat(moment).astimezone().date().isoformat()
        return datetime.fromtimestamp(moment).date().isoformat() if moment > 0 else ""
    except (OverflowError, OSError, ValueError):  # a time that the platform's calendar does not have
        return ""


def minutes(words: int) -> str:
    """How long reading takes: ``8 min``, ``4 h``; "" if there is nothing to read."""
    if words <= 0:
        return ""
    whole = math.ceil(words / _WORDS_A_MINUTE)
    return f"{whole} min" if whole < 100 else f"{round(whole / 60)} h"


def progress(summary: Summary) -> str:
    """How far an article has been read: ``42 %``, ``read``, or "" if it was not begun."""
    if summary.read is not None:
        return "read"
    return f"{summary.per_cent} %" if summary.per_cent else ""


def brief(summary: Summary, cells: int, order: Order = NEWEST) -> str:
    """What a narrow row says below the title, as far as it fits into ``cells``.

    How far the article was read, whether it has changed since, its length, where it is from, and its date.
    """
    started = f"{summary.per_cent} %" if summary.read is None and summary.per_cent else ""
    said = ""
    length = "no text" if summary.empty else minutes(summary.words)
    vanished = "vanished" if summary.vanished is not None else ""
    changed = "changed" if summary.changed is not None else ""
    for part in filter(None, (started, changed, length, site(summary), vanished, date(summary, order))):
        longer = f"{said} · {part}" if said else part
        if said and width(longer) > cells:
            break
        said = longer
    return said
