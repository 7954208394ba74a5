"""Where links in the text lead: questions to the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.addresses import address_key
from reader.text import fold

if TYPE_CHECKING:
    from reader.library.protocol import Library

_FEW = 20
"""How many articles are looked at whose addresses contain the one that is looked for."""


def target_of(library: Library, article: int, text: str, href: str) -> int | None:
    """The article that a link in the text of another one leads to; None if the library does not have it."""
    key = address_key(href)
    names = {fold(href), fold(text)}
    by_title: int | None = None
    for resolved in library.links(article):
        if resolved.target is None:
            continue
        address = resolved.link.address
        if address and (address == href or (key and address_key(address) == key)):
            return resolved.target
        if by_title is None and resolved.link.title and fold(resolved.link.title) in names:
            by_title = resolved.target
    return by_title if by_title is not None else _at(library, href)


def _at(library: Library, href: str) -> int | None:
    """The article that came from an address of the web; pages do not state all their links as links."""
    key = address_key(href)
    if not key or any(char.isspace() or char == '"' for char in href):
        return None
    rows = library.summaries(library.ids(f'url:"{href}"', limit=_FEW))
    return next((row.id for row in rows if address_key(row.url) == key), None)
