"""Org: the outlines of Emacs, as decent text: titles, headings, lists, tables, code, quotations, links.

``reading`` makes an article of a file, ``lines`` blocks of its lines, ``inline`` spans of what is within a
paragraph. What is for Emacs alone (drawers, options, comments) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.formats.by_name import beginning, is_named
from reader.formats.parsed import Parsed
from reader.sources import Fetched

_MEDIA_TYPES = ("text/org", "text/x-org")


def sniff(fetched: Fetched) -> bool:
    """Whether a file is an Org document: its name says so, and it is text."""
    return is_named(fetched, (".org",), _MEDIA_TYPES) and bool(beginning(fetched))


def read(fetched: Fetched) -> Iterator[Parsed]:
    """The article in a file. Raises UnreadableSource if it is not text."""
    from reader.formats.org.reading import article_in

    yield article_in(fetched)
