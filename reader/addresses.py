"""Addresses on the web, and what is the same in two spellings of one. Pure."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

_WEB = re.compile(r"https?://", re.IGNORECASE)
_PORTS = {"http": ":80", "https": ":443"}
_TRACKING = re.compile(r"utm_\w+(=|$)", re.IGNORECASE)
_USER = re.compile(r"(?<=[a-z0-9+.-]://)[^/?#\\]*@", re.IGNORECASE)
_SECRET = re.compile(
    r"(?:(?:access|refresh|auth|id)_?token|api_?key|client_?secret|passw(?:or)?d|(?:php|j)?session_?id)=",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"[\w.\[\]-]*(?:token|key|secret|signature|password|passwd|credentials?)\]?="
    r"|(?:[\w.\[\]-]*[_.\[-])?(?:sig|auth|pass|pwd|pw|session|session_?id|sid|jwt|private|user_?hash)\]?=",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")


def is_web(address: str) -> bool:
    """Whether it is an address on the web, not the path of a file."""
    return _WEB.match(address) is not None


def address_key(address: str) -> str:
    """The same text for all spellings of an address; "" for "".

    Upper and lower case of the scheme and the host, the usual port, the part after ``#``, a slash at the end
    and the parameters by which newsletters count clicks (``utm_source``) make no difference.
    """
    address = address.strip()
    split = _split(address)
    if split is None or not split.netloc:
        return address.partition("#")[0].rstrip()
    scheme = split.scheme.lower()
    user, at, host = split.netloc.rpartition("@")
    host = host.lower().removesuffix(_PORTS.get(scheme, ":"))
    query = "&".join(part for part in split.query.split("&") if part and not _TRACKING.match(part))
    path = split.path.rstrip("/")
    return f"{scheme}://{user}{at}{host}{path}{'?' if query else ''}{query}"


def without_user(address: str) -> str:
    """An address without the name and the password that may stand before its host."""
    return _USER.sub("", address, count=1)


def without_secrets(address: str) -> str:
    """An address without a name, a password, or parameters that by their names are keys to an account."""
    return _without(address, _SECRET)


def without_keys(address: str) -> str:
    """An address as it is shown: also without parameters that may be keys, such as those of a private feed.

    It may be needed whole to fetch what is there, so this is for what people and other programs see.
    """
    return _without(address, _KEY, _SECRET)


def _without(address: str, *names: re.Pattern[str]) -> str:
    address = without_user(address)
    start, mark, rest = address.partition("?")
    if not mark or not is_web(start.lstrip()) or "#" in start:
        return address
    query, hash_sign, fragment = rest.partition("#")
    parts = query.split("&")
    kept = [part for part in parts if not any(name.match(part) for name in names)]
    if len(kept) == len(parts):
        return address
    return f"{start}{'?' if kept else ''}{'&'.join(kept)}{hash_sign}{fragment}"


def site_of(site: str, url: str, source: str) -> str:
    """What an article is from, as people call it: its site, or the host of its address; "" for neither."""
    return site or host_of(url) or host_of(source)


def host_of(address: str) -> str:
    """The host of an address without ``www.``, or ""."""
    split = _split(address)
    host = "" if split is None else split.netloc.rpartition("@")[2].partition(":")[0].lower()
    return host.removeprefix("www.")


def words_of(address: str) -> str:
    """The words in an address, for search: of its host and its path."""
    split = _split(address)
    if split is None or not split.netloc:
        return ""
    return " ".join([split.netloc.rpartition("@")[2], *_WORD.findall(split.path)])


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        # Brackets that are not those of an IPv6 address.
        return None
