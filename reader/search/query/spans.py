"""Reads the values of ``added:``, ``words:`` and other filters as spans of times or numbers. Pure.

Dates are days, months and years in local time, or ages: see :func:`times`. A span includes its first number
and excludes its second; None means that it is open at that end.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

FromTo = tuple[float | None, float | None]
"""From (inclusive) and to (exclusive)."""

DATE_FORMS = "2014, 2014-03, 2014-03-27, 2014..2015, <7d, >2w or today"
NUMBER_FORMS = "1000, >1000, <500 or 500..800"
PER_CENT_FORMS = "50, >50, <=10 or 10..90"

_DATE = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2}))?(?:[-/]([0-9]{1,2}))?")
_AGE = re.compile(r"([0-9]{1,5})([hdwmy])", re.IGNORECASE)
_NUMBER = re.compile(r"([0-9]{1,9}|[0-9]{1,3}(?:[,_][0-9]{3}){1,2})(k?)", re.IGNORECASE)
_COMPARED = re.compile(r"([<>]=?|[\u2264\u2265])\s*(.*)", re.DOTALL)
_SIGNS = {"\u2264": "<=", "\u2265": ">="}
_RANGE = re.compile(r"(.*?)(?:\.\.+|\u2026)(.*)", re.DOTALL)

_HOURS = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}
_DAYS_AGO = {"today": 0, "yesterday": 1}


def times(text: str, now: datetime) -> FromTo | None:
    """The times (seconds since the epoch) that a date, an age or a range of them means; None for no date.

    ``2014``, ``2014-03`` and ``2014-03-27`` are a year, a month and a day; ``today`` and ``yesterday`` are
    days; ``7d`` is the last seven days (``h d w m y``: hours to years). ``<2014`` is before that year,
    ``>2014`` after it; ``<=`` and ``>=`` include it. For ages, ``<7d`` is younger and ``>2w`` older. ``A..B``
    includes both ends, in either order; one of them can be missing.

    Args:
        text: what the user wrote.
        now: the local time, without a time zone.
    """
    text = text.strip()
    if match := _COMPARED.fullmatch(text):
        sign, rest = _SIGNS.get(match[1], match[1]), match[2].strip()
        if _AGE.fullmatch(rest):
            # A small age is a late time.
            moment = _period(rest, now)[0]
            return _span((moment, None) if sign[0] == "<" else (None, moment))
        period = _period(rest, now)
        return None if period is _NO_DATE else _span(_compared(sign, period))
    if match := _RANGE.fullmatch(text):
        if not (match[1].strip() or match[2].strip()):
            return None
        ends = [_period(end, now) if end.strip() else _OPEN for end in (match[1], match[2])]
        if _NO_DATE in ends:
            return None
        first, second = ends
        if first[0] and second[0] and second[0] < first[0]:
            first, second = second, first
        return _span((first[0], _end(second)))
    period = _period(text, now)
    return None if period is _NO_DATE else _span(period)


_Period = tuple[datetime | None, datetime | None]
_OPEN: _Period = (None, None)
_NO_DATE: _Period = (datetime.max, datetime.min)


def _end(period: _Period) -> datetime | None:
    """Where a range that ends with this period ends: an age is a moment here, not the time since then."""
    start, end = period
    return start if start is not None and end is None else end


def _compared(sign: str, period: _Period) -> _Period:
    start, end = period
    return {"<": (None, start), "<=": (None, end), ">": (end, None), ">=": (start, None)}[sign]


def _period(text: str, now: datetime) -> _Period:
    """The period of a date, or the time since an age; ``_NO_DATE`` for anything else."""
    text = text.strip().lower()
    if text in _DAYS_AGO:
        try:
            day = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(_DAYS_AGO[text])
            return day, day + timedelta(1)
        except OverflowError:
            return _NO_DATE
    if match := _AGE.fullmatch(text):
        try:
            return now - timedelta(hours=int(match[1]) * _HOURS[match[2].lower()]), None
        except OverflowError:
            return datetime.min, None
    match = _DATE.fullmatch(text)
    if not match:
        return _NO_DATE
    year, month, day_of_month = (int(part) if part else 0 for part in match.groups())
    try:
        start = datetime(year, month or 1, day_of_month or 1)
        if day_of_month:
            return start, start + timedelta(1)
        if month:
            return start, datetime(year + month // 12, month % 12 + 1, 1)
        return start, datetime(year + 1, 1, 1)
    except (ValueError, OverflowError):
        # No such day, or the calendar ends there.
        return _NO_DATE


def _span(period: _Period) -> FromTo:
    start, end = (None if moment is None else _seconds(moment) for moment in period)
    return start, end


def _seconds(moment: datetime) -> float | None:
    try:
        return moment.timestamp()
    except (OverflowError, ValueError, OSError):
        # Years outside the range of the system's clock: nothing is older.
        return (moment - datetime(1970, 1, 1)).total_seconds()


def numbers(text: str) -> FromTo | None:
    """The numbers that a number, a comparison or a range means; None for anything else.

    ``1000`` is exactly that number; ``>1000``, ``>=1000``, ``<500``, ``<=500``; ``500..800`` includes both
    ends, in either order; one can be missing. ``1k`` and ``1,000`` are 1000.
    """
    text = text.strip()
    if match := _COMPARED.fullmatch(text):
        sign, number = _SIGNS.get(match[1], match[1]), _number(match[2])
        if number is None:
            return None
        return {"<": (None, number), "<=": (None, number + 1), ">": (number + 1, None), ">=": (number, None)}[
            sign
        ]
    if match := _RANGE.fullmatch(text):
        ends = [_number(end) for end in (match[1], match[2]) if end.strip()]
        if not ends or None in ends:
            return None
        low, high = (ends[0] if match[1].strip() else None), (ends[-1] if match[2].strip() else None)
        if low is not None and high is not None and high < low:
            low, high = high, low
        return low, None if high is None else high + 1
    number = _number(text)
    return None if number is None else (number, number + 1)


def per_cents(text: str) -> FromTo | None:
    """The same for numbers of per cent: ``>50`` and ``>50%``, ``10..90``."""
    return numbers(text.replace("%", "").replace("\u066a", ""))


def _number(text: str) -> int | None:
    match = _NUMBER.fullmatch(text.strip())
    if not match:
        return None
    return int(match[1].replace(",", "").replace("_", "")) * (1000 if match[2] else 1)
