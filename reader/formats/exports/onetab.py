"""OneTab: a line ``ADDRESS | TITLE`` for each tab. A list of bare addresses is read in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.addresses import is_web
from reader.formats.bookmarks import Bookmark, articles_of
from reader.formats.decoding import decode
from reader.formats.exports.json_records import head_of, head_text
from reader.formats.exports.unknown import sniff_csv
from reader.formats.parsed import Parsed, Refused, Subscription
from reader.sources import Fetched
from reader.text import clean

_ADDRESS = re.compile(r"(?:https?|file|ftp|about|chrome|edge|brave|moz-extension|chrome-extension):\S*", re.I)
_BETWEEN = " | "


def sniff(fetched: Fetched) -> bool:
    """Whether a file is text that begins with an address and whose lines are addresses, most with titles."""
    lines = [
        line.strip() for line in clean(head_text(head_of(fetched, 1 << 16))).lstrip("\ufeff").split("\n")
    ]
    lines = list(filter(None, lines))
    if not lines or not is_web(_parted(lines[0])[0]):
        return False
    found = [parted for line in lines if (parted := _parted(line))[0]]
    titled = sum(bool(title) for _, title in found)
    if titled:
        return 3 * len(found) >= 2 * len(lines)
    # Without titles it is a list of addresses only if there is nothing else in it: no column with titles.
    return len(found) == len(lines) and not sniff_csv(fetched)


def read(fetched: Fetched) -> Iterator[Parsed | Refused | Subscription]:
    """The tabs in a list.

    Raises:
        UnreadableSource: it is not text.
    """
    text, _ = decode(fetched.raw)
    yield from articles_of(_found(text.removeprefix("\ufeff")))


def _found(text: str) -> Iterator[Bookmark | Refused]:
    for number, line in enumerate(clean(text).split("\n"), 1):
        if not line.strip():
            continue
        url, title = _parted(line.strip())
        if url:
            yield Bookmark(url=url, title=title, named=f"line {number}")
        else:
            yield Refused(f"line {number}", "no address")


def _parted(line: str) -> tuple[str, str]:
    """The address and the title in a line; the address is "" if the line has none."""
    url, _, title = line.partition(_BETWEEN)
    url = url.removesuffix(" |").strip()
    return (url, title.strip()) if _ADDRESS.fullmatch(url) else ("", "")
