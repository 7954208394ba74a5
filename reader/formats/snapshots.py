"""Pages that a program has kept beside a record of its own: the text of an article comes from them."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from reader.errors import UnreadableSource
from reader.formats.decoding import decode
from reader.formats.exports.entries import NO_BODY, Body, bytes_of
from reader.model import NO_FACTS, Facts
from reader.sources import Fetched
from reader.text import fold


class KeptPage(NamedTuple):
    """What a kept page holds: the text with its pictures, what the page says about it, its language."""

    body: Body = NO_BODY
    facts: Facts = NO_FACTS
    lang: str = ""


def snapshot_of(file: Fetched, url: str = "") -> KeptPage:
    """The article in a page, with pictures that are in it or beside it; empty if there is none."""
    from reader.formats.web import article_of_page

    raw = bytes_of(file)
    with suppress(UnreadableSource):
        if raw.strip():
            parsed = article_of_page(raw, url=url, neighbour=file.neighbour)
            body = Body(blocks=parsed.article.blocks, assets=parsed.assets)
            return KeptPage(body=body, facts=parsed.facts, lang=parsed.article.lang)
    return KeptPage()


def text_of(file: Fetched, title: str = "") -> KeptPage:
    """The text of a plain-text file, without the title above it; empty if the file is not text."""
    with suppress(UnreadableSource):
        return KeptPage(body=Body(text=below_title(decode(bytes_of(file))[0], title)))
    return KeptPage()


def below_title(text: str, title: str) -> str:
    """A text without its first line, if that repeats the title."""
    first, _, rest = text.lstrip().partition("\n")
    return rest if title and rest.strip() and fold(first) == fold(title) else text
