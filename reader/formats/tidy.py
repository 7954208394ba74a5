"""Puts the facts that formats read from files into one form: clean texts, valid times, numbers in range."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from reader.addresses import without_secrets
from reader.formats.authors import without_mail
from reader.model import NO_FACTS, Facts, Highlight
from reader.moments import from_text
from reader.text import clean, collapse

_LONGEST_LINE = 2_000
"""The longest address, name of a site or list of authors, in characters."""

_MOMENT = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\dZ)?)?)?")


def tidy(facts: Facts) -> Facts:
    """The same facts, as they are stored. ``tidy(tidy(f)) == tidy(f)``."""
    if facts == NO_FACTS:
        return facts
    progress = facts.progress
    if progress is not None:
        progress = None if math.isnan(progress) else min(max(float(progress), 0.0), 1.0)
    return replace(
        facts,
        url=without_secrets(address(facts.url)),
        feed=address(facts.feed),
        site=line(facts.site),
        author=without_mail(line(facts.author)),
        published=moment(facts.published),
        saved=moment(facts.saved),
        excerpt=clean(facts.excerpt).strip(),
        remark=clean(facts.remark).strip(),
        progress=progress,
        highlights=tuple(tidy_highlight(one) for one in facts.highlights if one.quote.strip() or one.note),
    )


def tidy_highlight(highlight: Highlight) -> Highlight:
    """The same highlight, as it is stored."""
    return Highlight(
        quote=clean(highlight.quote).strip(),
        note=clean(highlight.note).strip(),
        color=line(highlight.color).lower(),
        created=moment(highlight.created),
        tags=tuple(dict.fromkeys(tag for tag in map(line, highlight.tags) if tag)),
    )


def line(text: str) -> str:
    """A text on one line."""
    return collapse(clean(text[: 2 * _LONGEST_LINE]))[:_LONGEST_LINE].rstrip()


def address(text: str) -> str:
    """An address without white space around it or control characters in it."""
    return "".join(clean(text[: 4 * _LONGEST_LINE]).split())


def moment(text: str) -> str:
    """A time as :mod:`reader.moments` writes it, or ""."""
    if _MOMENT.fullmatch(text) and from_text(text) == text:
        return text
    return from_text(text)
