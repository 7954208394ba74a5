"""The table of articles on a terminal: as many columns as fit beside the titles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reader.addresses import host_of
from reader.cli.output import DIM, Output, TableColumn, day
from reader.orders import NEWEST, Order

if TYPE_CHECKING:
    from reader.model import Summary

_SITE, _TAGS = 20, 18
_NARROW, _WIDE, _WIDEST = 72, 100, 130
"""From these widths of the terminal on, length and progress, the site, and the tags are shown."""

SIGNS = (
    "● marks unread articles, ★ starred ones, ▪ archived ones, ∅ those without a text, ✎ those with"
    " highlights, and ~ titles that the page itself does not have: they come from a link that leads"
    " there, from the first words or from the address."
)
"""What the help says about the signs."""


class ArticleTable:
    """Prints articles as rows of a table."""

    def __init__(self, ids: Sequence[int], out: Output, order: Order = NEWEST) -> None:
        """``ids``: all articles that will be printed; ``order``: theirs, which decides on the date shown."""
        self._out = out
        self._order = order
        width = out.width
        self._shown = [width >= least for least in (_WIDE, _NARROW, _NARROW, 0, _WIDEST)]
        after = (
            TableColumn(_SITE, style=DIM),
            TableColumn(5, right=True, style=DIM),
            TableColumn(8, right=True, style=DIM),
            TableColumn(10, style=DIM),
            TableColumn(_TAGS, style=DIM),
        )
        self._columns = (
            TableColumn(len(str(max(ids, default=0))), right=True),
            TableColumn(5),
            TableColumn(),
            *(column for column, shown in zip(after, self._shown, strict=True) if shown),
        )

    def print(self, summary: Summary) -> None:
        """Prints one of the articles."""
        share = f"{summary.per_cent} %" if summary.per_cent else ""
        length = f"{summary.words:,} w" if summary.words else ""
        after = (place_of(summary), share, length, self._date(summary), " ".join(summary.tags))
        cells = [cell for cell, shown in zip(after, self._shown, strict=True) if shown]
        self._out.row((summary.id, _signs(summary), summary.title, *cells), self._columns)

    def _date(self, summary: Summary) -> str:
        """The date by which articles are sorted; otherwise that of the addition."""
        match self._order.by:
            case "published" | "saved" as by:
                return _local(getattr(summary, by))
            case "read" | "opened" as by:
                at = getattr(summary, by)
                return "" if at is None else day(at)
            case _:
                return day(summary.added)


def place_of(summary: Summary) -> str:
    """Where an article is from in a few words: its site, the host of its address, or its file's name."""
    return (
        summary.site or host_of(summary.url) or host_of(summary.source) or summary.source.rpartition("/")[2]
    )


def _signs(summary: Summary) -> str:
    signs = (
        ("●", summary.read is None),
        ("★", summary.starred),
        ("▪", summary.archived is not None),
        ("∅" if summary.empty else "✎", summary.empty or bool(summary.highlights)),
        ("~", summary.title_from != "page"),
    )
    return "".join(sign if holds else " " for sign, holds in signs)


def _local(moment: str) -> str:
    """The date of a time as files state it: local if the hour is known."""
    if len(moment) <= len("2019-01-27"):
        return moment
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d")
    except (ValueError, OverflowError):
        return moment[:10]
