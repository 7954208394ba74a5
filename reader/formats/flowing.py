"""Lines of a paragraph as one text: line ends that only kept the lines short are taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reader.blocks import Block, Span
from reader.text import clean, collapse, graphemes

SOFT = "\r"
"""Stands in spans where a line ended but the paragraph goes on; text that was cleaned has none."""

# Scripts without spaces between words. Korean has spaces and is not among them.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u303f\u3041-\u30ff\u3105-\u312f\u31a0-\u31ff\u3400-\u9fff"
    "\uf900-\ufaff\uff00-\uff65\U00020000-\U0003ffff]"
)
_WIDE_SIGN = re.compile("[\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]")

_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»「」『』（）、。，！？]+", re.IGNORECASE)
_NOT_AT_END = re.compile(r"[.,:;!?'*_~)\]}]+\Z")


def flowed(spans: Sequence[Span]) -> list[Span]:
    """The same spans without ``SOFT``: a space takes its place, or nothing where a script has no spaces."""
    text = "".join([span.text for span in spans])
    if SOFT not in text:
        return list(spans)
    found: list[Span] = []
    start = 0
    for span in spans:
        end = start + len(span.text)
        if SOFT in span.text:
            parts = [_in_place(text, at) if text[at] == SOFT else text[at] for at in range(start, end)]
            span = Span("".join(parts), span.style, span.href)
        if span.text or "image" in span.style:
            found.append(span)
        start = end
    return found


def _in_place(text: str, at: int) -> str:
    """What takes the place of a line end between two characters: a space or nothing."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not before or not after or before.isspace() or after.isspace() or after == SOFT:
        return ""
    if _UNSPACED.match(before) and _UNSPACED.match(after):
        return ""
    return "" if _WIDE_SIGN.match(before) or _WIDE_SIGN.match(after) else " "


def trimmed(spans: Iterable[Span]) -> list[Span]:
    """The spans without space at the beginning and the end of their text."""
    found = list(spans)
    while found and "image" not in found[0].style and not found[0].text.strip():
        del found[0]
    while found and "image" not in found[-1].style and not found[-1].text.strip():
        del found[-1]
    if found and found[0].text[:1].isspace():
        found[0] = Span(found[0].text.lstrip(), found[0].style, found[0].href)
    if found and found[-1].text[-1:].isspace():
        found[-1] = Span(found[-1].text.rstrip(), found[-1].style, found[-1].href)
    return found


def with_addresses(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a text, each with the address of the web that it is, or ""."""
    at = 0
    for match in _ADDRESS.finditer(text) if "://" in text else ():
        address = match[0]
        rest = _NOT_AT_END.search(address)
        if rest:
            # A bracket at the end belongs to the address if one was opened in it.
            keep = 1 if rest[0][0] == ")" and address.count("(") > address.count(")") - len(rest[0]) else 0
            address = address[: rest.start() + keep]
        if len(address) <= len("https://"):
            continue
        if match.start() > at:
            yield text[at : match.start()], ""
        yield address, address
        at = match.start() + len(address)
    if at < len(text):
        yield text[at:], ""


def one_line(text: str) -> str:
    """A text made harmless, without line ends and tabs: those mean something in spans."""
    return clean(text).replace("\n", " ").replace("\t", " ")


# How many cells of a text a title made of its first words may take.
_TITLE = 66


def first_words(blocks: Iterable[Block]) -> str:
    """A title made of the first words of a text, cut after a word with ``…``; "" without any words."""
    for block in blocks:
        words = collapse("".join(span.text for span in block.spans if "image" not in span.style))
        if not any(map(str.isalnum, words)):
            continue
        return shortened(words)
    return ""


def shortened(text: str) -> str:
    """A text on one line as a title: cut after a word with ``…`` if it is long."""
    end = cells = 0
    for _, stop, size in graphemes(text[: 4 * _TITLE]):
        if cells + size > _TITLE:
            break
        cells, end = cells + size, stop
    if end == len(text):
        return text
    at_word = text.rfind(" ", 0, end + 1)
    # Scripts without spaces are cut where the space runs out.
    kept = text[: at_word if at_word > end // 2 else end]
    return (kept.rstrip(" ,;:-–—.…") or kept) + "…"
