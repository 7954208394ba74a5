"""What a person has typed into the dialog that adds: a path, addresses or a feed. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

MOST_COUNTED = 20_000
"""The files of a folder are counted up to here."""

_ADDRESS = re.compile(r"(?:feed:)?https?://[^\s<>\"“”]+|feed://[^\s<>\"“”]+", re.IGNORECASE)
_TRAILING = ".,;:!?'’)]}>"
_FEED = re.compile(r"(?:^|[/._-])(?:feed|feeds|rss2?|atom)(?:[/.]|$)|\.(?:rss|atom|rdf)$", re.IGNORECASE)

PlaceKind = Literal["nothing", "folder", "file", "other"]


@dataclass(frozen=True, slots=True)
class ToAdd:
    """What is to be added.

    Attributes:
        path: a path as it was meant, without quotation marks; "" if addresses were typed.
        addresses: addresses, each once.
        feed: whether the only address looks like that of a feed.
        cut: whether the last address was left out because the text ends in the middle of it.
    """

    path: str = ""
    addresses: tuple[str, ...] = ()
    feed: bool = False
    cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.path or self.addresses)


@dataclass(frozen=True, slots=True)
class PathFacts:
    """What is at a path: how many files a folder has (at most ``MOST_COUNTED``), or the bytes of a file.

    ``parts``: how many of the files are pictures and other parts of pages by their names, and so no articles.
    """

    kind: PlaceKind
    files: int = 0
    size: int = 0
    parts: int = 0


def to_add(text: str, *, full: bool = False) -> ToAdd:
    """What a text means. ``full``: it is as long as it may be, so its end may be missing."""
    text = text.strip()
    if text.lower().startswith("file://"):
        return ToAdd(unquote(urlsplit(text).path))
    addresses = _ADDRESS.findall(text)
    if not addresses:
        return ToAdd(_unquoted(text))
    if full and len(addresses) > 1:
        addresses.pop()
    found = tuple(dict.fromkeys(map(_tidied, addresses)))
    return ToAdd(addresses=found, feed=len(found) == 1 and _is_feed(addresses[0]), cut=full)


def _tidied(address: str) -> str:
    if address.lower().startswith("feed://"):
        address = "https" + address[4:]
    address = re.sub(r"^feed:", "", address, flags=re.IGNORECASE)
    # A bracket belongs to it if its other half does: as in Wikipedia's addresses.
    while address[-1:] in tuple(_TRAILING) and not (address[-1] == ")" and "(" in address):
        address = address[:-1]
    return address


def _is_feed(address: str) -> bool:
    if address.lower().startswith("feed:"):
        return True
    parts = urlsplit(address)
    return bool(_FEED.search(parts.path))


def _unquoted(text: str) -> str:
    """A path without the quotation marks that a file manager or a shell puts around it."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text


def unescaped(path: str) -> str:
    r"""A path as a shell would take it: ``My\ Files`` is ``My Files``."""
    return re.sub(r"\\(.)", r"\1", path)


# --- words ------------------------------------------------------------------------------------------------


def will(asked: ToAdd, facts: PathFacts | None) -> str:
    """What will be done, in a sentence; "" while that is not known. ``facts``: what is at the path."""
    if asked.addresses:
        if asked.feed:
            return "Follows this feed, and adds what is in it."
        number = len(asked.addresses)
        cut = " The text was cut at its end: the last address is left out." if asked.cut else ""
        what = "Fetches the article at this address." if number == 1 else f"Fetches {number:,} addresses."
        return what + cut
    if not asked.path:
        return "A path, or addresses: one, or many with spaces or lines between them. A feed is followed."
    return "" if facts is None else _of_path(asked.path, facts)


def _of_path(path: str, facts: PathFacts) -> str:
    if facts.kind == "folder":
        if not facts.files:
            return "This folder is empty."
        more = facts.files >= MOST_COUNTED
        files = "1 file" if facts.files == 1 else f"{facts.files:,} files"
        what = "a picture or the like" if facts.parts == 1 else "pictures and the like"
        parts = f", {facts.parts:,} of them {what}" if facts.parts else ""
        return f"Adds a folder with {'more than ' if more else ''}{files}{parts}."
    if facts.kind == "file":
        if path.lower().endswith(".opml"):
            return "Follows the feeds of this list."
        return f"Adds a file of {size(facts.size)}."
    return "" if facts.kind == "nothing" else "This is neither a file nor a folder."


def wrong(asked: ToAdd, facts: PathFacts | None) -> str:
    """Why something cannot be added, in words; "" if it can."""
    if asked.addresses:
        return ""
    if not asked.path:
        return "Type a path or an address"
    if facts is not None and facts.kind == "nothing":
        host = asked.path.split("/", 1)[0]
        if re.fullmatch(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}", host) and not host.lower().endswith(_ENDINGS):
            return f"There is no such file. If it is an address, write https://{asked.path}"
        return "There is no such file or folder"
    return ""


_ENDINGS = (
    ".txt",
    ".md",
    ".html",
    ".htm",
    ".zip",
    ".json",
    ".csv",
    ".xml",
    ".opml",
    ".epub",
    ".enex",
)


def size(number: int) -> str:
    """So many bytes, as people say it: ``12 KB``."""
    if number < 1000:
        return "1 byte" if number == 1 else f"{number} bytes"
    amount, units = number / 1000, ["KB", "MB", "GB", "TB"]
    while amount >= 999.5 and len(units) > 1:
        amount /= 1000
        del units[0]
    unit = units[0]
    return f"{amount:.1f} {unit}" if amount < 9.95 else f"{amount:.0f} {unit}"


def name_of(asked: ToAdd) -> str:
    """A short name for what is added: ``saved-pages``, ``3 addresses``."""
    if asked.addresses:
        return asked.addresses[0] if len(asked.addresses) == 1 else f"{len(asked.addresses):,} addresses"
    return asked.path.rstrip("/").rpartition("/")[2] or asked.path
