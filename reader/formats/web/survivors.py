"""Which texts of a page other judges take for the article: trafilatura, or the page itself in its JSON-LD."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.formats.web.measures import TextRun

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TOKEN = re.compile(r"⟦(\d{1,7})⟧")
_MOST_RUNS = 8000
# Larger pages are books: trafilatura would take minutes, and the structure of the page says enough.
_MOST_TEXT = 1_500_000
_LEAST_COVERED = 0.6


def by_trafilatura(root: Element, runs: Sequence[TextRun]) -> set[int]:
    """The numbers of the runs that trafilatura keeps; none if it finds no article, or the page is too large.

    Each run gets a mark in a copy of the page, and what comes back is searched for the marks. So trafilatura
    decides what belongs to the article, and the page's own elements keep their structure.
    """
    if not runs or len(runs) > _MOST_RUNS or sum(run.size for run in runs) > _MOST_TEXT:
        return set()
    page = _with_tokens(root, runs)
    from lxml import etree
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(page, include_comments=False, include_tables=True)
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        RuntimeError,
        TypeError,
        ValueError,
    ):
        return set()
    except etree.LxmlError:
        return set()
    text = getattr(found, "text", None) or ""
    return {int(number) for number in _TOKEN.findall(text)}


def _with_tokens(root: Element, runs: Sequence[TextRun]) -> str:
    from lxml import etree

    written: list[tuple[Element, bool, str | None]] = []
    for run in runs:
        for element, tail in run.nodes:
            text = element.tail if tail else element.text
            if not text or not text.strip():
                continue
            stripped = text.lstrip()
            marked = f"{text[: len(text) - len(stripped)]}⟦{run.number}⟧ {stripped}"
            try:
                if tail:
                    element.tail = marked
                else:
                    element.text = marked
            except ValueError:
                # It holds a control character: the parser takes it, and nothing else does.
                continue
            written.append((element, tail, text))
            break
    try:
        return str(etree.tostring(root, encoding="unicode", method="html"))
    finally:
        for element, tail, text in written:
            if tail:
                element.tail = text
            else:
                element.text = text


def by_text(runs: Sequence[TextRun], text: str) -> set[int]:
    """The runs that a text consists of; none if the page's runs do not make up most of the text."""
    whole = _letters(text[:_MOST_TEXT])
    if len(whole) < 200 or len(runs) > _MOST_RUNS:
        return set()
    found: set[int] = set()
    covered = at = 0
    for run in runs:
        words = _letters(run.text)
        if not words:
            continue
        place = whole.find(words, at)
        if place < 0 and len(words) > 40:
            place = whole.find(words)
        if place < 0 or (len(words) < 20 and place > at + 200):
            continue
        found.add(run.number)
        covered += len(words)
        at = place + len(words)
    return found if covered >= _LEAST_COVERED * len(whole) else set()


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
