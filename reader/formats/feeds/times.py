"""Times as feeds write them: like mails, but with all the variants that programs make of that."""

from __future__ import annotations

import re

from reader import moments

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_ZONES = {
    **dict.fromkeys(("ut", "utc", "gmt", "z", "wet"), "Z"),
    **dict.fromkeys(("bst", "cet", "met", "west"), "+0100"),
    **dict.fromkeys(("cest", "mest", "eet", "sast"), "+0200"),
    **dict.fromkeys(("eest", "msk"), "+0300"),
    **dict.fromkeys(("jst", "kst"), "+0900"),
    **dict.fromkeys(("aest",), "+1000"),
    **dict.fromkeys(("at", "ast", "edt"), "-0400"),
    **dict.fromkeys(("adt",), "-0300"),
    **dict.fromkeys(("et", "est", "cdt"), "-0500"),
    **dict.fromkeys(("ct", "cst", "mdt"), "-0600"),
    **dict.fromkeys(("mt", "mst", "pdt"), "-0700"),
    **dict.fromkeys(("pt", "pst", "akdt"), "-0800"),
    **dict.fromkeys(("akst",), "-0900"),
    **dict.fromkeys(("hst",), "-1000"),
}

_LIKE_MAIL = re.compile(
    r"(?:[^\W\d]{2,12}\.?,?\s*)?(\d{1,2})(?:st|nd|rd|th)?[\s,-]{1,4}([a-z]{3,9})\.?[\s,-]{1,4}(\d{4}|\d{2})\b"
    r"(?:,?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
    r"(?:\s*(?:gmt|utc)?([+-]\d{1,2}:?\d{2})|\s+([a-z]{1,5}))?\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"[^\W\d]{2,12}\.?,\s*(?=\d{4})")
_SLASHES = re.compile(r"(\d{4})/(\d{2})/(\d{2})")


def moment_of(text: str) -> str:
    """A time of a feed as :mod:`reader.moments` writes it; "" if it cannot be understood."""
    text = text.strip()[:100]
    found = _LIKE_MAIL.match(text)
    if not found:
        return moments.from_text(_SLASHES.sub(r"\1-\2-\3", _WEEKDAY.sub("", text)))
    day, name, year, hour, minute, second, away, zone = found.groups()
    if name[:3].lower() not in _MONTHS:
        return moments.from_text(text)
    month = _MONTHS.index(name[:3].lower()) + 1
    date = f"{_whole(year):04}-{month:02}-{int(day):02}"
    if hour is None:
        return moments.from_text(date)
    offset = _offset(away) if away else _ZONES.get((zone or "").lower(), "Z")
    return moments.from_text(f"{date}T{int(hour):02}:{minute}:{second or '00'}{offset}")


def _whole(year: str) -> int:
    short = len(year) == 2
    return int(year) + ((2000 if int(year) < 70 else 1900) if short else 0)


def _offset(text: str) -> str:
    digits = text[1:].replace(":", "").rjust(4, "0")
    return text[0] + digits
