"""Formats that a file is in because its name says so: whether the content does not speak against it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from itertools import islice

from reader.formats.exports.json_records import head_of, head_text
from reader.picture_kinds import media_type_of
from reader.sources import Fetched

_HTML = re.compile(
    r"\s*(?:<\?xml\b[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S
)
_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_NAVIGATION = re.compile(r"^(?:<<|>>):[ \t\xa0]+\S", re.MULTILINE)


def ending_of(fetched: Fetched) -> str:
    """How the name of a file ends, in lower case (``.md``); "" if it has no ending."""
    return posixpath.splitext(fetched.source.rpartition("/")[2])[1].lower()


def is_named(fetched: Fetched, endings: Collection[str], media_types: Collection[str]) -> bool:
    """Whether the name of a file or its media type is one of a format."""
    return (
        ending_of(fetched) in endings or fetched.media_type.partition(";")[0].strip().lower() in media_types
    )


def beginning(fetched: Fetched) -> str:
    """The beginning of a text that people wrote by hand; "" if it clearly is something else.

    Something else is a picture, a web page, or a saved page in our own format, whatever it is called.
    """
    head = head_of(fetched)
    if b"\0" in head[:1024] or media_type_of(head):
        return ""
    text = head_text(head).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return "" if _HTML.match(text) or is_saved_page(text) else text


def is_saved_page(text: str) -> bool:
    """Whether a text is clearly a page in our own format: its title comes twice, or it names others."""
    first, second = (*islice((line.strip() for line in text.split("\n") if line.strip()), 2), "", "")[:2]
    twice = first == second and any(map(str.isalnum, first)) and not _HEADING.match(first)
    return twice or _NAVIGATION.search(text) is not None
