"""Addresses as they stand in a page: absolute where possible, left out where they lead nowhere."""

from __future__ import annotations

import re
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from reader.text import clean

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_KEPT = frozenset(
    ("http", "https", "ftp", "ftps", "mailto", "gemini", "gopher", "doi", "magnet", "file", "cid")
)
_ODD = re.compile(r"[\s\x00-\x1f\"<>]+")
LONGEST = 8192
"""A longer address is data, not an address."""


def tidy_address(written: str | None) -> str:
    """An address without the spaces and control characters that browsers ignore."""
    if not written:
        return ""
    text = clean(written.strip()).replace("\n", "").replace("\t", "")
    return _ODD.sub(lambda match: quote(match[0]), text)


def joined_address(base: str, written: str) -> str:
    """The address that ``written`` means on the page at ``base``; as written if that cannot be said."""
    if not base or not written:
        return written
    try:
        return urljoin(base, written)
    except ValueError:
        return written


def link_of(written: str | None, base: str, page: str = "") -> str:
    """The address of a link; "" if it leads nowhere: scripts, data, and places on the same page.

    Args:
        written: the ``href``.
        base: what it is relative to.
        page: the address of the page, if that is not ``base``.
    """
    if not written or len(written) > LONGEST:
        return ""
    text = tidy_address(written)
    if not text or text.startswith("#"):
        return ""
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in _KEPT and not text[len(scheme[0]) :].isdigit():
        return ""
    full = joined_address(base, text)
    if "#" in full and within(full, page or base):
        return ""
    return full


def within(address: str, page: str) -> bool:
    """Whether an address with a fragment is a place on that page."""
    return bool(page) and urldefrag(address).url == urldefrag(page).url


def fragment_of(written: str | None, base: str, page: str = "") -> str:
    """The name of the place on the same page that a link leads to, or ""."""
    text = (written or "").strip()
    if "#" not in text or len(text) > LONGEST:
        return ""
    rest, _, name = text.partition("#")
    if rest and not ((page or base) and within(joined_address(base, text), page or base)):
        return ""
    return name


def last_part(address: str) -> str:
    """The last part of an address's path, for want of a name; the host if there is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return parts.path.rstrip("/").rpartition("/")[2] or parts.netloc or address
