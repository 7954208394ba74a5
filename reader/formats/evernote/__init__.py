"""Evernote's exports (``.enex``): ``stream`` reads the notes one by one, ``content`` the text of each.

``reading`` makes articles of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.formats.exports.json_records import head_of
from reader.formats.parsed import Parsed, Refused
from reader.sources import Fetched

_HEAD = 4096


def sniff(fetched: Fetched) -> bool:
    """Whether a file is an export of Evernote, by its first element."""
    head = head_of(fetched)[:_HEAD]
    return b"<en-export" in head and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The notes of an export. Raises UnreadableSource if nothing in it can be read."""
    from reader.formats.evernote.reading import articles_in

    yield from articles_in(fetched)
