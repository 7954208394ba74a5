"""What was read and when, as plain values, and the sums by week, site and language. Pure.

Frozen, standard library only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

_K = TypeVar("_K")

WEEK = timedelta(days=7)


class ReadingTime(NamedTuple):
    """What was read of an article since the last time that this was kept.

    Attributes:
        article: its id.
        seconds: how long it was in front.
        words: how many of its words were passed.
        finished: whether the person came to its end.
    """

    article: int
    seconds: float = 0.0
    words: int = 0
    finished: bool = False


class ReadingDay(NamedTuple):
    """What was read of an article on one day.

    Attributes:
        day: the day, where the person was.
        article: its id; 0 for all articles together that are gone for good.
        seconds: how long it was in front.
        words: how many words were passed.
        finished: how many articles were read to their end.
        site: the name of its site; "" if it is not known, or the article is not in the library.
        lang: the code of its language; the same.
        here: whether the article is in the library.
    """

    day: date
    article: int
    seconds: float
    words: int
    finished: int
    site: str = ""
    lang: str = ""
    here: bool = True


class ReadAmount(NamedTuple):
    """How much was read: articles to their end, seconds, words."""

    articles: int = 0
    seconds: float = 0.0
    words: int = 0


class NamedAmount(NamedTuple):
    """How much was read of a site, or in a language, by its name; "" if that is not known."""

    name: str
    amount: ReadAmount


class WeekAmount(NamedTuple):
    """How much was read in the week that begins on a Monday."""

    begins: date
    amount: ReadAmount


@dataclass(frozen=True, slots=True)
class ReadingStatistics:
    """What was read in all.

    Attributes:
        since: the first day with anything; None if nothing is known.
        days: on how many days something was read.
        total: how much.
        weeks: the same by week: the latest ones up to the present, the earliest first, without gaps.
        sites: the same by site, the most words first.
        languages: the same by language, the most words first.
        removed: how much of it was in articles that are no longer in the library.
    """

    since: date | None = None
    days: int = 0
    total: ReadAmount = ReadAmount()
    weeks: tuple[WeekAmount, ...] = ()
    sites: tuple[NamedAmount, ...] = ()
    languages: tuple[NamedAmount, ...] = ()
    removed: ReadAmount = ReadAmount()


def week_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def summed_up(rows: Iterable[ReadingDay], today: date, weeks: int) -> ReadingStatistics:
    """What rows say together; ``weeks``: how many weeks to give, with that of ``today`` as the last one."""
    known = [row for row in rows if row.seconds > 0 or row.words > 0 or row.finished > 0]
    if not known:
        return ReadingStatistics()
    last = week_of(today)
    by_week = _by(known, lambda row: week_of(row.day))
    here = [row for row in known if row.here]
    return ReadingStatistics(
        since=min(row.day for row in known),
        days=len({row.day for row in known}),
        total=_amount(known),
        weeks=tuple(
            WeekAmount(begins, by_week.get(begins, ReadAmount()))
            for begins in (last - number * WEEK for number in reversed(range(weeks)))
        ),
        sites=_ordered(_by(here, lambda row: row.site)),
        languages=_ordered(_by(here, lambda row: row.lang)),
        removed=_amount([row for row in known if not row.here]),
    )


def _amount(rows: Iterable[ReadingDay]) -> ReadAmount:
    rows = list(rows)
    # An article that was finished on two days is one article.
    finished = {row.article for row in rows if row.finished and row.article}
    gone = sum(row.finished for row in rows if not row.article)
    return ReadAmount(len(finished) + gone, sum(row.seconds for row in rows), sum(row.words for row in rows))


def _by(rows: Iterable[ReadingDay], key: Callable[[ReadingDay], _K]) -> dict[_K, ReadAmount]:
    groups: dict[_K, list[ReadingDay]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return {name: _amount(of) for name, of in groups.items()}


def _ordered(amounts: dict[str, ReadAmount]) -> tuple[NamedAmount, ...]:
    found = [NamedAmount(name, amount) for name, amount in amounts.items()]
    return tuple(sorted(found, key=lambda one: (-one.amount.words, -one.amount.seconds, one.name)))
