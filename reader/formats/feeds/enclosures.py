"""The files that belong to an entry of a feed, as blocks: a link to each, nothing to fetch unasked."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from reader.blocks import Block, Span, image, paragraph
from reader.formats.feeds.values import Enclosure
from reader.text import clean, collapse


def blocks_of_enclosures(found: Iterable[Enclosure], blocks: Iterable[Block]) -> Iterator[Block]:
    """A block for each file that the text does not have already: its name, with its address as the link.

    A picture is shown as one, if the text has no picture of its own.
    """
    known = {span.href for block in blocks for span in block.spans if span.href}
    pictured = any("image" in span.style for block in blocks for span in block.spans)
    for one in found:
        url = "".join(clean(one.url).split())
        if not url or url in known:
            continue
        known.add(url)
        if not one.media_type.startswith("image/"):
            yield paragraph([Span(collapse(clean(one.title)) or _name(url), "link", url)])
        elif not pictured:
            pictured = True
            yield image(url, collapse(clean(one.title)))


def _name(url: str) -> str:
    try:
        path = urlsplit(url).path
    except ValueError:
        return url
    return collapse(clean(unquote(posixpath.basename(path.rstrip("/"))))) or url
