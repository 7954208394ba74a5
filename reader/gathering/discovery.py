"""The feeds that a web page names."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from reader.fetching import is_address

_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
    "text/xml",
    "application/xml",
)
_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario|\breplies\b", re.IGNORECASE)
_MOST = 20


def feeds_named(raw: bytes, *, url: str, charset: str = "") -> list[str]:
    """The addresses of the feeds that a page names in its head, the likeliest first.

    That is the first one that is not about comments, as the page puts its main feed first.

    Raises:
        UnreadableSource: the bytes are not text.
    """
    from reader.formats.markup.reading import tree_of

    root = tree_of(raw, charset).root
    base = url
    found: dict[str, bool] = {}
    for element in root.iter("base", "link"):
        href = (element.get("href") or "").strip()
        if element.tag == "base" and href:
            base = _joined(url, href)
        elif element.tag == "link" and _is_feed(element.get("rel") or "", element.get("type") or ""):
            address = _joined(base, href)
            title = element.get("title") or ""
            if href and is_address(address) and len(found) < _MOST:
                found.setdefault(address, bool(_COMMENTS.search(f"{title} {href}")))
    return sorted(found, key=found.__getitem__)


def _is_feed(rel: str, kind: str) -> bool:
    kind = kind.lower().partition(";")[0].strip()
    names = rel.lower().split()
    # "feed" is an older word for the same.
    return ("alternate" in names and kind in _TYPES) or ("feed" in names and "alternate" not in names)


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return ""
