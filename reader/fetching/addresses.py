"""Addresses of the web as text: which ones there are, and how they are written."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from reader.addresses import without_keys
from reader.fetching.values import FetchFailed
from reader.text import display, truncate

LONGEST = 8000
"""The longest address, in characters. Longer ones hold data, not a place."""

_PORTS = {"http": 80, "https": 443}


def is_address(name: str) -> bool:
    """Whether a name is written like an address of the web, whatever is wrong with the rest of it."""
    return name.lstrip()[:8].lower().startswith(("http://", "https://"))


def tidy(url: str) -> str:
    """An address as it is asked for and remembered.

    The scheme and the host are in lower case. A port that goes without saying, a user with a password, and
    the part after ``#`` are left out: the password that someone once wrote into an address is not for us.

    Raises:
        FetchFailed: it is no address of the web.
    """
    written = url.strip()
    if len(written) > LONGEST:
        raise FetchFailed(f"the address is longer than {LONGEST:,} characters", lasting=True)
    try:
        parts = urlsplit(written)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise FetchFailed("this is not an address", lasting=True) from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        shown = truncate(display(scheme), 20)
        raise FetchFailed(
            f"only http and https are fetched, not {shown}" if shown else "this is not an address",
            lasting=True,
        )
    if not host or any(ord(character) <= 32 or character in '"%<>\\^`{|}\x7f' for character in host):
        raise FetchFailed("the address names no host", lasting=True)
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != _PORTS[scheme]:
        host = f"{host}:{port}"
    return urlunsplit((scheme, host, parts.path or "/", parts.query, ""))


def host_of(url: str) -> str:
    """The host of a tidy address, with its port if it is not the usual one."""
    return urlsplit(url).netloc


def shown(url: str) -> str:
    """An address in a message: without passwords and keys, and not longer than a line or two."""
    try:
        return truncate(display(without_keys(tidy(url))), 300)
    except FetchFailed:
        return truncate(display(without_keys(url.rpartition("@")[2])), 300)
