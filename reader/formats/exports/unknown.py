"""JSON and CSV of services that are not known here: whatever has addresses, with what is usually said of it.

A record counts as an article if it has an address on the web, or if it stands in a list and has a title and
a text. Keys and columns are compared without case and signs, so ``Date added``, ``date_added`` and
``dateAdded`` are one. Whatever has no name that is known here is left out: it may be data of an account.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from reader.addresses import is_web
from reader.errors import UnreadableSource
from reader.formats.decoding import decode
from reader.formats.exports.csv_rows import columns_of, rows_of
from reader.formats.exports.entries import address
from reader.formats.exports.json_records import Record, as_list, load, shape_of, start_of
from reader.formats.json_lines import article_of
from reader.formats.parsed import Parsed, Refused
from reader.sources import Fetched

_NAMES = {
    "id": "id",
    "url": "url link href uri address pageurl articleurl linkurl itemurl sourceurl originalurl givenurl"
    " resolvedurl canonicalurl permalink weburl webaddress bookmarkurl",
    "title": "title name headline pagetitle articletitle linktitle itemtitle bookmarktitle subject",
    "html": "html contenthtml bodyhtml htmlcontent",
    "text": "text body content contenttext plaintext fulltext article textcontent articletext",
    "author": "author authors byline creator writer",
    "published": "published publishedat datepublished pubdate publishdate publicationdate",
    "saved": "saved savedat savedon added addedat addedon dateadded timeadded created createdat createdon"
    " datecreated createddate timestamp date time savedate bookmarkedat",
    "tags": "tags tag labels label keywords categories category topics",
    "folder": "folder folders collection collections group listname path",
    "site": "site sitename website publisher publication domain",
    "excerpt": "excerpt summary description snippet preview",
    "note": "note notes remark comment comments annotation memo",
    "lang": "lang language",
    "starred": "starred isstarred favorite favourite isfavorite isfavourite favorited favourited",
    "read": "read isread",
    "unread": "unread isunread toread",
    "archived": "archived isarchived",
    "state": "state status readstatus readingstatus",
    "progress": "progress readingprogress",
    "highlights": "highlights highlight quotes quote selection",
}
"""What is taken of a record, and what programs call it: the likeliest name first."""

_KNOWN = {
    spelling: (name, rank) for name, said in _NAMES.items() for rank, spelling in enumerate(said.split())
}
_STATES = {
    **dict.fromkeys(("read", "done", "finished"), "read"),
    **dict.fromkeys(("archive", "archived"), "archived"),
}
_KEYS = re.compile(r'"[^"\\]*"\s*:')
_FURTHER = ("children", "items", "bookmarks", "links", "articles")
"""What a record that is an article itself may hold further articles in."""

_ROWS = 20
_BY = re.compile(r"\A\s*by(?:\s*:\s*|\s+)(?=\S)", re.IGNORECASE)


def squeezed_key(key: str) -> str:
    """A key as it is compared: letters and digits alone, in lower case."""
    return "".join(filter(str.isalnum, key)).lower()


def _meaning(key: str) -> str:
    return _KNOWN.get(squeezed_key(key), ("", 0))[0]


# --- JSON -----------------------------------------------------------------------------------------------


def sniff_json(fetched: Fetched) -> bool:
    """Whether a file is JSON with records that have titles and addresses, or lists addresses or nothing."""
    paths = shape_of(fetched)
    if _holds_nothing(start_of(fetched)):
        return True
    if not paths:
        return _lists_addresses(fetched)
    meanings: dict[str, set[str]] = {}
    for path in paths:
        if is_web(path) or ".http://" in path or ".https://" in path:
            return True
        within, _, key = path.rpartition(".")
        meanings.setdefault(within, set()).add(_meaning(key))
    return any(
        {"url", "title"} <= found
        if within.endswith("[]") and within != "[]"
        else "url" in found
        if within
        else {"url", "title"} <= found and bool({"text", "html"} & found)
        for within, found in meanings.items()
        if within.endswith("[]") or not within
    )


def _lists_addresses(fetched: Fetched) -> bool:
    start = start_of(fetched).lstrip("\ufeff \t\r\n")
    return start[:1] == "[" and is_web(start[1:].lstrip().removeprefix('"'))


def _holds_nothing(start: str) -> bool:
    """Whether a text is JSON made of keys and brackets alone: an export from which nothing was exported."""
    if start.lstrip()[:1] not in ("[", "{") or _KEYS.sub("", start).strip("[]{}, \t\r\n"):
        return False
    try:
        return isinstance(json.loads(start), dict | list)
    except (ValueError, RecursionError):
        return False


def read_json(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The articles of all records in a file, wherever they stand in it.

    Raises:
        UnreadableSource: it is not JSON, or no record in it is an article.
    """
    found = False
    for number, record in enumerate(_records(load(fetched.raw)), 1):
        found = True
        yield _article(record, f"record {number}")
    if not found:
        raise UnreadableSource("no record in it has a title and an address")


def _records(value: object) -> Iterator[Record]:
    """The records that are articles, in order; not recursive, because files may be nested deeply.

    A record has an address, or it stands in a list and has a title with a text or with an address that cannot
    be fetched. The latter address is left out.
    """
    waiting: list[tuple[object, bool, bool]] = [(value, True, False)]
    while waiting:
        one, bare, in_list = waiting.pop()
        if isinstance(one, str):
            if bare and is_web(one) and address(one):
                yield {"url": one}
        elif isinstance(one, dict):
            record = _named(one)
            is_article = is_web(str(record.get("url") or "")) and (bare or "title" in record)
            if is_article:
                yield record
            elif in_list and _says_it_is_one(record):
                yield {name: said for name, said in record.items() if name != "url"}
            within = [
                (_keyed(key, inner), is_web(key))
                for key, inner in one.items()
                if not is_article or squeezed_key(key) in _FURTHER
            ]
            waiting += reversed(
                [(*each, False) for each in within if isinstance(each[0], (dict, list)) or each[1]]
            )
        else:
            waiting += [
                (each, bare, True) for each in reversed(as_list(one)) if isinstance(each, (dict, list, str))
            ]


def _says_it_is_one(record: Record) -> bool:
    """Whether a record without an address on the web has a title, and a text or some other address."""
    return all(
        any(isinstance(said := record.get(name), str) and said.strip() for name in names)
        for names in (("title",), ("text", "html", "url"))
    )


def _keyed(key: str, inner: object) -> object:
    """What stands under a key; if the key is an address, a record that has it as its address."""
    if not is_web(key):
        return inner
    if isinstance(inner, dict):
        return {"url": key, **inner}
    return {"url": key, "title": inner if isinstance(inner, str) else ""}


# --- CSV ------------------------------------------------------------------------------------------------


def sniff_csv(fetched: Fetched) -> bool:
    """Whether a file is CSV with a column of addresses, with or without names above its columns."""
    columns = columns_of(fetched)
    start = start_of(fetched)
    if not columns or "://" not in start:
        return False
    if "url" not in map(_meaning, columns):
        return _order(start) is not None
    names, *rows = _cells(start)
    places = [at for at, name in enumerate(names) if _meaning(name) == "url"]
    return 2 * sum(any(is_web(row[at].strip()) for at in places if at < len(row)) for row in rows) >= len(
        rows
    )


def read_csv(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The articles of a file, one for each row.

    Raises:
        UnreadableSource: it is not CSV.
    """
    raw = fetched.raw
    if (order := _order(start_of(fetched))) is not None:
        text, _ = decode(raw)
        raw = f"{order}\n{text.removeprefix(chr(0xFEFF))}".encode(errors="surrogatepass")
    for row in rows_of(raw):
        yield _article(_named(row.values), row.named)


@lru_cache(maxsize=4)
def _cells(start: str) -> tuple[tuple[str, ...], ...]:
    """The cells of the first rows of a file; the last row may be cut."""
    lines = start.lstrip("\ufeff\r\n").splitlines()[: _ROWS + 1]
    separator = max(",;\t|", key=lines[0].count) if lines else ","
    try:
        return tuple(tuple(cells) for cells in csv.reader(lines, delimiter=separator, strict=False))
    except csv.Error:
        return ()


def _order(start: str) -> str | None:
    """What the columns of a file are whose first line names none: those of the addresses and of the titles.

    None if its rows do not all have an address in the same column, and words in another one.
    """
    rows = [row for row in _cells(start)[:_ROWS] if row]
    if not rows or not all(len(row) > 1 for row in rows[:-1] or rows):
        return None
    rows = rows[:-1] if len(rows) > 1 and len(rows[-1]) < len(rows[0]) else rows
    width = len(rows[0])
    full = [at for at in range(width) if all(at < len(row) and is_web(row[at].strip()) for row in rows)]
    words = [
        at
        for at in range(width)
        if at not in full and any(any(map(str.isalpha, row[at])) for row in rows if at < len(row))
    ]
    if not full or not words:
        return None
    names = ["" for _ in range(width)]
    names[full[0]], names[words[0]] = "url", "title"
    separator = max(",;\t|", key=start.lstrip("\ufeff\r\n").splitlines()[0].count)
    return separator.join(names)


# --- both -----------------------------------------------------------------------------------------------


def _named(record: Mapping[str, object]) -> dict[str, object]:
    """What is taken of a record, under the names that this program has for it."""
    ranked: dict[str, tuple[int, object]] = {}
    for key, value in record.items():
        if key == "label" and isinstance(record.get("tags"), list):
            # A single label beside a list of tags, even an empty one, is what something is called.
            continue
        name, rank = _KNOWN.get(squeezed_key(key), ("", 0))
        if name and value not in (None, "", [], {}) and rank <= ranked.get(name, (rank, None))[0]:
            byline = squeezed_key(key) == "byline" and isinstance(value, str)
            ranked[name] = rank, _BY.sub("", str(value), count=1) if byline else value
    return {name: value for name, (_, value) in ranked.items()}


def _article(record: Record, name: str) -> Parsed | Refused:
    taken = dict(record)
    taken["tags"] = [*_labels(record.get("tags")), *_labels(record.get("folder"))]
    state = _STATES.get(str(record.get("state") or "").strip().lower(), "")
    if state:
        taken.setdefault(state, True)
    if isinstance(record.get("unread"), bool):
        taken.setdefault("read", not record["unread"])
    if isinstance(quote := record.get("highlights"), str):
        taken["highlights"] = [quote]
    return article_of(taken, name)


def _labels(value: object) -> Iterable[object]:
    """The names of labels or folders: a list of them, one of them, or several in one text."""
    if isinstance(value, str):
        return value.replace(";", ",").replace("|", ",").split(",")
    return [value] if isinstance(value, dict) else as_list(value)
