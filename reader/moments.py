"""Times as files write them, and one way to keep them: text in UTC, only as exact as the time is known.

``2019-01-27T08:15:30Z`` is known to the second, ``2019-01-27`` to the day, ``2019-01`` to the month, ``2011``
to the year. Such texts sort in the order of the times.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

_ISO = re.compile(
    r"(\d{4})(?:-?(\d{2})(?:-?(\d{2})"
    r"(?:(?:[Tt]|\s+)(\d{2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?\s*([Zz]|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?)?)?)?"
)
_NUMBER = re.compile(r"[1-9]\d{9}(?:\d{3})?", re.ASCII)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([-/])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)")
_DOTS = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NAMED = (
    re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})", re.I),
    re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})", re.I),
)
_WEBKIT_EPOCH = 11_644_473_600
"""Seconds from 1601, where Chrome starts to count, to 1970."""
_FIRST, _LAST = datetime(1, 1, 1, tzinfo=UTC).timestamp(), datetime(9999, 12, 31, tzinfo=UTC).timestamp()


def from_seconds(seconds: float | str | None) -> str:
    """A time given in seconds since 1970; "" for 0, nothing, or what is not such a number."""
    try:
        number = float(seconds or 0)
    except ValueError:
        return ""
    if not number or not _FIRST <= number <= _LAST:
        return ""
    return _written(datetime.fromtimestamp(int(number // 1), UTC))


def from_milliseconds(milliseconds: float | str | None) -> str:
    """A time given in thousandths of a second since 1970."""
    return _scaled(milliseconds, 10**3)


def from_microseconds(microseconds: float | str | None) -> str:
    """A time given in millionths of a second since 1970 (Firefox, Google Reader)."""
    return _scaled(microseconds, 10**6)


def from_webkit(microseconds: float | str | None) -> str:
    """A time given in millionths of a second since 1601 (Chrome)."""
    return _scaled(microseconds, 10**6, less=_WEBKIT_EPOCH)


def from_text(text: object) -> str:
    """A time written in ISO 8601 (all common variants) or as in a mail (RFC 2822); "" if it is neither.

    Days are also understood as ``2021/3/5``, ``5.3.2021``, ``5 March 2021`` and ``March 5, 2021``.
    ``5/3/2021`` is not: it is another day in another country. A time without a zone counts as UTC. Ten
    digits are seconds since 1970, thirteen are thousandths of them. What follows a day that cannot be
    understood is left out.
    """
    words = str(text or "").strip()
    if _NUMBER.fullmatch(words):
        return from_seconds(words) if len(words) == 10 else from_milliseconds(words)
    words = _day_as_iso(words)
    if match := _ISO.fullmatch(words) or _ISO.match(words):
        return _from_iso(match)
    from email.utils import parsedate_to_datetime  # the start of the reader needs no such times

    try:
        moment = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return from_datetime(moment)


def from_pattern(text: object, pattern: str) -> str:
    """A time written after a pattern of :meth:`datetime.strptime`; "" if it is not."""
    try:
        return from_datetime(datetime.strptime(str(text or "").strip(), pattern))
    except ValueError:
        return ""


def from_datetime(moment: datetime) -> str:
    """A time as a value; without a zone it counts as UTC."""
    try:
        return _written(moment.astimezone(UTC) if moment.tzinfo else moment)
    except (OverflowError, ValueError):
        return ""


def seconds_of(moment: str) -> float | None:
    """The start of a time written here, in seconds since 1970; None for ""."""
    if not moment:
        return None
    year, month, day = (*map(int, moment[:10].split("-")), 1, 1)[:3]
    hour, minute, second = map(int, moment[11:19].split(":")) if len(moment) > 10 else (0, 0, 0)
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp()


def _scaled(number: float | str | None, scale: int, less: int = 0) -> str:
    try:
        whole = int(number or 0)
    except (ValueError, OverflowError):
        return ""
    return from_seconds(whole // scale - less) if whole else ""


def _day_as_iso(words: str) -> str:
    """A time with its day written as in ISO 8601, if it is written in one of the other ways."""
    match = _YEAR_FIRST.match(words) or _DOTS.match(words)
    match = match or next((found for named in _NAMED if (found := named.fullmatch(words))), None)
    if match is None:
        return words
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    return f"{match['year']}-{number:02}-{int(match['day']):02}{words[match.end() :]}"


def _from_iso(match: re.Match[str]) -> str:
    year, month, day, hour, minute, second, zone = match.groups()
    known = [part for part in (year, month, day) if part]
    try:
        datetime(int(year), int(month or 1), int(day or 1))
        if hour is None:
            return "-".join(known)
        moment = datetime(
            *(int(year), int(month), int(day), int(hour), int(minute), min(59, int(second or 0))), tzinfo=UTC
        )
    except ValueError:
        return year if int(year) >= 1 else ""
    if zone and zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        away = (int(digits[:2]) * 60 + int(digits[2:])) * 60
        return from_seconds(moment.timestamp() - (away if zone[0] == "+" else -away))
    return _written(moment)


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}".rjust(20, "0")
