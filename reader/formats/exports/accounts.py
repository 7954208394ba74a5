"""Files of exports that hold an account, its tokens or cookies, and no article: nothing is read of them."""

from __future__ import annotations

from collections.abc import Iterator

from reader.errors import UnreadableSource
from reader.formats.exports.json_records import shape_of
from reader.formats.parsed import Parsed, Refused
from reader.sources import Fetched

# pocket-exporter (two), Readeck (two), Karakeep (two), cookies of browsers (two).
_SHAPES = (
    {"auth.cookieString"},
    {"hasUnlimitedAccess", "payments"},
    {"Users[].Password"},
    {"Tokens[].UID"},
    {"format", "user.email", "counts"},
    {"[].token", "[].events", "[].url"},
    {"[].name", "[].value", "[].domain"},
    {"cookies[].name", "cookies[].value", "cookies[].domain"},
)


def sniff(fetched: Fetched) -> bool:
    """Whether a file holds an account."""
    shape = shape_of(fetched)
    return any(shape >= keys for keys in _SHAPES)


def read(_fetched: Fetched) -> Iterator[Parsed | Refused]:
    """Never returns an article. Raises UnreadableSource."""
    raise UnreadableSource("it holds the data of an account, and no articles")
