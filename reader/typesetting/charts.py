"""What was read, as a quiet chart of lines: fits a narrow terminal, with blocks or plain signs. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from reader.reading_days import ReadAmount, ReadingStatistics
from reader.text import display, fit, heading, truncate, width

MOST_NAMES = 10
"""How many sites and languages are listed."""

_FEWEST_WEEKS = 4
"""So many weeks are shown however little was read."""

WIDEST = 72
"""Cells: a longer bar says no more."""

_EIGHTHS = "▏▎▍▌▋▊▉█"
_PLAIN = "#"

ChartStyle = Literal["heading", "row", "note", ""]


class ChartLine(NamedTuple):
    """One line, safe for a terminal, and what it is."""

    text: str
    style: ChartStyle = ""


class _Row(NamedTuple):
    label: str
    amount: ReadAmount


def shows_blocks(encoding: str | None) -> bool:
    """Whether a terminal with that encoding can show the blocks that bars are made of."""
    try:
        _EIGHTHS.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def duration(seconds: float) -> str:
    """A time in words: ``25 min``, ``4 h 15 min``; "" for none."""
    if seconds <= 0:
        return ""
    whole = max(1, round(seconds / 60))
    if whole < 60:
        return f"{whole} min"
    hours, minutes = divmod(whole, 60)
    if hours >= 100:
        return f"{round(whole / 60):,} h"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def day_of(day: date, today: date) -> str:
    """A day: ``3 Nov``, in another year ``3 Nov 2024``."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {day:%b}{year}"


def bar(share: float, cells: int, *, blocks: bool) -> str:
    """A bar that takes a share of some cells; whatever is more than nothing is to be seen."""
    if share <= 0 or cells <= 0:
        return ""
    if not blocks:
        return _PLAIN * max(1, round(min(share, 1.0) * cells))
    eighths = max(1, round(min(share, 1.0) * cells * 8))
    full, rest = divmod(eighths, 8)
    return _EIGHTHS[-1] * full + (_EIGHTHS[rest - 1] if rest else "")


def chart(stats: ReadingStatistics, today: date, cells: int, *, blocks: bool) -> Iterator[ChartLine]:
    """The lines of statistics, none wider than ``cells`` (from 24 on)."""
    cells = min(cells, WIDEST)
    for name, value in _facts(stats, today):
        yield ChartLine(f"{name:<10}{truncate(value, cells - 10)}")
    first = next((n for n, week in enumerate(stats.weeks) if week.amount != ReadAmount()), 0)
    # Weeks before the first one are of no interest, unless it is the present one.
    begun = stats.weeks[min(first, max(0, len(stats.weeks) - _FEWEST_WEEKS)) :]
    weeks = [_Row(day_of(begins, today), amount) for begins, amount in begun]
    if any(row.amount != ReadAmount() for row in weeks):
        yield from _section("Words by week", weeks, cells, blocks)
    for title, named, unknown in (
        ("Sites", stats.sites, "not known"),
        ("Languages", stats.languages, "not known"),
    ):
        rows = [_Row(display(heading(name)) or unknown, amount) for name, amount in named]
        if rows:
            yield from _section(title, rows[:MOST_NAMES], cells, blocks)
            if len(rows) > MOST_NAMES:
                yield ChartLine(truncate(f"and {len(rows) - MOST_NAMES:,} more", cells), "note")
    if stats.removed != ReadAmount():
        yield ChartLine("")
        words = f"{stats.removed.words:,} words in removed articles"
        yield ChartLine(truncate(words, cells), "note")


def _facts(stats: ReadingStatistics, today: date) -> Iterator[tuple[str, str]]:
    articles, seconds, words = stats.total
    yield "Finished", "1 article" if articles == 1 else f"{articles:,} articles"
    yield "Time", duration(seconds) or "none"
    yield "Words", f"{words:,}"
    if stats.since is not None:
        days = "1 day" if stats.days == 1 else f"{stats.days:,} days"
        yield "Since", f"{day_of(stats.since, today)}, on {days}"


def _section(title: str, rows: Sequence[_Row], cells: int, blocks: bool) -> Iterator[ChartLine]:
    yield ChartLine("")
    yield ChartLine(truncate(title, cells), "heading")
    words = [f"{row.amount.words:,}" for row in rows]
    times = [duration(row.amount.seconds) for row in rows]
    of_words, of_times = max(map(width, words)), max(map(width, times))
    of_label = min(max(width(row.label) for row in rows), max(6, cells // 3))
    left = cells - of_label - of_words - 2
    # Where there is little room, the bar matters more than the time.
    shown = of_times and left - of_times - 2 >= 6
    if shown:
        left -= of_times + 2
    most = max(row.amount.words for row in rows)
    room = max(0, left - 1)
    for row, number, time in zip(rows, words, times, strict=True):
        share = row.amount.words / most if most else 0.0
        line = f"{fit(row.label, of_label)} {fit(bar(share, room, blocks=blocks), room)} {number:>{of_words}}"
        if shown:
            line += f"  {time:>{of_times}}"
        yield ChartLine(line.rstrip(), "row")
