"""wallabag: JSON with the text and the annotations of each entry, and CSV."""

from __future__ import annotations

from collections.abc import Iterator

from reader import moments
from reader.formats.exports.csv_rows import columns_of, rows_of
from reader.formats.exports.entries import NO_BODY, Body, address, entry, highlight, lacking, names_of
from reader.formats.exports.json_records import (
    Record,
    as_record,
    flag_in,
    list_in,
    load,
    markup_in,
    number_in,
    record_in,
    records_in,
    shape_of,
    stream,
    text_in,
    texts_in,
    time_in,
)
from reader.formats.parsed import Parsed, Refused
from reader.model import Facts
from reader.sources import Fetched

_COLUMNS = {"title", "url", "content", "mime type", "creation date"}
_KEYS = {"is_archived", "is_starred", "url"}
_PAGED = "_embedded.items[]"

# wallabag puts this sentence where the text would be.
_FAILED = "wallabag can't retrieve contents for this article"
_LONGEST_FAILURE = 1000


def sniff(fetched: Fetched) -> bool:
    """Whether a file is wallabag's JSON: the export, or what its interface for programs answers."""
    shape = shape_of(fetched)
    return any(shape.issuperset(f"{place}.{key}" for key in _KEYS) for place in ("[]", _PAGED))


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The entries of the JSON."""
    if "[].url" in shape_of(fetched):
        entries = stream(fetched)
    else:
        page = as_record(load(fetched.raw))
        entries = iter(list_in(record_in(page, "_embedded"), "items"))
    for number, record in enumerate(entries, start=1):
        if isinstance(record, dict):
            yield from _entry(record, number)
        else:
            yield Refused(f"entry {number}", "it is not a record")


def _entry(record: Record, number: int) -> Iterator[Parsed | Refused]:
    url, title = address(text_in(record, "url", "given_url", "origin_url")), text_in(record, "title")
    named = f"entry {text_in(record, 'id') or number}"
    html = markup_in(record, "content")
    if _FAILED in html and len(html) < _LONGEST_FAILURE:
        html = ""
    if not (url or html or title):
        yield Refused(named, "neither address nor text")
        return
    marks = (
        made
        for one in records_in(record, "annotations")
        for made in highlight(text_in(one, "quote"), text_in(one, "text"), created=time_in(one, "created_at"))
    )
    facts = Facts(
        url=url,
        author=names_of(texts_in(record, "published_by")),
        published=time_in(record, "published_at"),
        saved=time_in(record, "created_at"),
        archived=flag_in(record, "is_archived"),
        starred=flag_in(record, "is_starred"),
        highlights=tuple(marks),
    )
    labels = [text_in(one, "label") for one in records_in(record, "tags")]
    yield entry(
        url or named,
        facts,
        title=title,
        tags=[*texts_in(record, "tags"), *labels],
        lang=text_in(record, "language"),
        body=Body(html=html) if html else NO_BODY,
    )
    status = number_in(record, "http_status")
    if not html and status is not None and status >= 400:
        yield lacking(named, title, f"no text in the export (HTTP status {status:.0f})")


def sniff_csv(fetched: Fetched) -> bool:
    """Whether a file is wallabag's CSV."""
    return columns_of(fetched) >= _COLUMNS


def read_csv(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The entries of the CSV."""
    for row in rows_of(fetched.raw):
        url, title, html = address(row.text("url")), row.text("title"), row.values.get("content", "").strip()
        if not (url or html):
            yield lacking(row.named, title, "neither address nor text")
            continue
        # The hour is that of a clock of twelve hours, without am or pm: only the day is certain.
        day = row.text("creation date").partition(" ")[0]
        saved = moments.from_pattern(day, "%d/%m/%Y")[:10]
        facts = Facts(url=url, saved=saved)
        yield entry(
            url or title,
            facts,
            title=title,
            tags=row.text("tags").split(","),
            lang=row.text("language"),
            body=Body(html=html),
        )
