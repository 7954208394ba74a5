"""Whole web pages: the article in them, what they say about it, and its pictures.

Rooms: ``pages`` and ``mhtml`` (the formats), ``articles`` (puts the others together), ``finding`` (where the
article is, with the help of ``measures``, ``clutter`` and ``survivors``), ``metadata`` (with ``titles``,
``people``, ``dates``, ``linked_data`` and ``origins``), and ``assets`` (pictures). HTML that is an article
already goes to :mod:`reader.formats.markup` directly.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.formats.parsed import Parsed
    from reader.formats.web.assets import Neighbour

__all__ = ["article_of_page"]


def article_of_page(
    raw: bytes,
    *,
    url: str = "",
    charset: str = "",
    neighbour: Neighbour | None = None,
    parts: Mapping[str, tuple[bytes, str]] | None = None,
    title: str = "",
    saved: str = "",
) -> Parsed:
    """The article in a web page, with what the page says about it.

    Args:
        raw: the bytes of the page.
        url: its address, if known; the address that the page itself states counts more.
        charset: the encoding that its server or archive stated.
        neighbour: returns the files beside the page by their relative names.
        parts: the bytes and types of the files in the same archive, by address.
        title: what to call it if the page does not say.
        saved: when it was saved, if the page does not say.

    Raises:
        UnreadableSource: the bytes are not text. A page without an article is kept as a whole.
    """
    # Imported here: what reads pages is only needed when there is one.
    from reader.formats.web.articles import PageSource, read_page

    return read_page(
        PageSource(
            raw, url=url, charset=charset, neighbour=neighbour, parts=parts or {}, title=title, saved=saved
        )
    )
