"""What programs that save pages write into them: the address, the time, a remark.

Browsers write ``saved from url=``, SingleFile a comment of some lines, Save Page WE ``meta`` elements,
HTTrack, monolith and the Internet Archive comments of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from reader import moments
from reader.text import clean, collapse

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SAVED_FROM = re.compile(r"saved from url=\((\d{1,6})\)(\S+)", re.I)
_SINGLE_FILE = re.compile(r"\s*(?:Page saved with SingleFile|Archive processed by SingleFile)\b")
_LINE = re.compile(r"^[ \t]*(url|saved date|info)[ \t]*:[ \t]*(.*?)[ \t]*$", re.M | re.I)
_HTTRACK = re.compile(r"Mirrored from (\S+) by HTTrack Website Copier/\S+ \[[^\]]*\], ([^\n]{10,60})")
_MONOLITH = re.compile(r"Saved from (\S+) at (\S+) using monolith")
_ARCHIVED = re.compile(r"FILE ARCHIVED ON (\d\d:\d\d:\d\d) ([A-Za-z]{3} \d{1,2}, \d{4})")
_MOST_COMMENTS = 20
_LONGEST = 20_000

_DATE = re.compile(
    r"(?:[A-Za-z]{3},?\s+)?([A-Za-z]{3})[a-z]*\s+(\d{1,2}),?\s+(\d{4})\s+(\d{1,2}):(\d\d):(\d\d)"
    r"(?:\s*(?:GMT|UTC)?\s*([+-]\d{4})?)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class PageOrigin:
    """Where a page was saved from, when, and what the person wrote about it; "" for what is not known."""

    url: str = ""
    saved: str = ""
    remark: str = ""


def origin_of(root: Element) -> PageOrigin:
    """What the program that saved a page wrote into it."""
    url = saved = remark = ""
    for comment in _comments(root):
        found = _from_comment(comment)
        url, saved, remark = url or found.url, saved or found.saved, remark or found.remark
    for meta in root.iter("meta"):
        name = (meta.get("name") or "").lower()
        if name == "savepage-url":
            url = url or _address(meta.get("content") or "")
        elif name == "savepage-date":
            saved = saved or script_date(meta.get("content") or "")
    return PageOrigin(url, saved, remark)


def _comments(root: Element) -> Iterator[str]:
    from lxml import etree

    before = root.getprevious()
    for _ in range(_MOST_COMMENTS):
        if before is None:
            break
        yield (before.text or "")[:_LONGEST]
        before = before.getprevious()
    for number, comment in enumerate(root.iter(etree.Comment)):
        if number >= _MOST_COMMENTS:
            break
        yield (comment.text or "")[:_LONGEST]


def _from_comment(text: str) -> PageOrigin:
    if _SINGLE_FILE.match(text):
        lines: dict[str, str] = {}
        for name, value in _LINE.findall(text):
            lines.setdefault(name.lower(), value)
        remark = collapse(clean(lines.get("info", "")))
        return PageOrigin(_address(lines.get("url", "")), script_date(lines.get("saved date", "")), remark)
    if match := _SAVED_FROM.search(text):
        # The number is the length of the address, behind which older browsers write more.
        return PageOrigin(_address(match[2][: int(match[1])]))
    if match := _HTTRACK.search(text):
        return PageOrigin(_address(f"http://{match[1]}"), moments.from_text(match[2].strip()))
    if match := _MONOLITH.search(text):
        return PageOrigin(_address(match[1]), moments.from_text(match[2]))
    if match := _ARCHIVED.search(text):
        return PageOrigin("", script_date(f"{match[2]} {match[1]}"))
    return PageOrigin()


def _address(text: str) -> str:
    text = clean(text.strip())
    return text if re.match(r"https?://[^\s/]", text, re.I) and len(text) < 8192 and " " not in text else ""


def script_date(text: str) -> str:
    """A time as scripts write it (``Wed May 18 2022 08:09:10 GMT+0200 (…)``), or as anything else does."""
    match = _DATE.search(text[:200])
    if not match:
        return moments.from_text(text[:200])
    month, day, year, hour, minute, second, zone = match.groups()
    if month.lower() not in _MONTHS:
        return ""
    try:
        moment = datetime(
            int(year),
            _MONTHS.index(month.lower()) + 1,
            int(day),
            int(hour),
            int(minute),
            int(second),
            tzinfo=UTC,
        )
        if zone:
            moment -= timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[3:]))
    except (ValueError, OverflowError):
        return ""
    return moments.from_datetime(moment)
