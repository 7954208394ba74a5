"""JSON Lines: an article a line, with the names of fields that programs commonly use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.errors import UnreadableSource
from reader.formats.decoding import decode
from reader.formats.exports.entries import Body, address, entry, highlight, names_of
from reader.formats.exports.json_records import (
    Record,
    as_record,
    flag_in,
    head_text,
    lines_of,
    list_in,
    load_text,
    number_in,
    text_in,
    texts_in,
    time_in,
)
from reader.formats.parsed import Parsed, Refused
from reader.formats.snapshots import below_title
from reader.model import Facts, Highlight
from reader.sources import Fetched

_HEAD = 1 << 16
_ENDINGS = (".jsonl", ".ndjson", ".jl", ".jsonlines")

_TITLE = ("title", "headline")
_URL = ("url", "link", "href", "canonical_url", "source_url", "permalink", "uri", "resolved_url")
_HTML = ("html", "content_html", "body_html", "htmlContent")
_TEXT = (
    "body",
    "text",
    "content",
    "content_text",
    "plain_text",
    "full_text",
    "fulltext",
    "article",
    "textContent",
)
_AUTHOR = ("author", "authors", "byline", "creator")
_PUBLISHED = (
    "published",
    "published_at",
    "publishedAt",
    "date_published",
    "date",
    "pubDate",
    "pub_date",
    "publish_date",
)
_SAVED = (
    "saved",
    "saved_at",
    "savedAt",
    "added",
    "added_at",
    "date_added",
    "time_added",
    "created_at",
    "createdAt",
)
_TAGS = ("tags", "labels")
_SITE = ("site", "site_name", "siteName", "publisher", "publication", "website")
_EXCERPT = ("excerpt", "summary", "description")
_REMARK = ("note", "notes", "remark", "comment")
_LANG = ("lang", "language")
_STARRED = ("starred", "is_starred", "favorite", "favourite", "isFavorite", "is_favorite")

_CLOSING = re.compile(
    r"</(?:p|div|h[1-6]|li|ul|ol|article|section|blockquote|a|em|strong|b|i|span|td|table)\s*>", re.I
)
_OPENING = re.compile(
    r"\s*<(?:!doctype|html|body|p|div|h[1-6]|ul|ol|article|section|blockquote|table|figure|img|br)\b", re.I
)
_COMMAS = re.compile(r"\s*[,;|]\s*")


def sniff(fetched: Fetched) -> bool:
    """Whether a file has JSON objects in its lines, and these look like articles."""
    head = fetched.head(_HEAD)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return False
    named = fetched.name.lower().endswith(_ENDINGS)
    lines = head_text(head).split("\n")
    whole = [line for line in lines[: None if len(head) < _HEAD else -1] if line.strip()]
    if not whole:
        # The first line is longer than what is looked at.
        keys = "|".join((*_HTML, *_TEXT))
        return named and bool(re.search(rf'"(?:{keys})"\s*:\s*"', lines[0]))
    records = [record for line in whole[:50] if (record := _record(line)) is not None]
    if not named and (len(whole) < 2 or 2 * len(records) < min(50, len(whole))):
        return False
    return any(_is_article(record) for record in records)


def _record(line: str) -> Record | None:
    try:
        value = load_text(line)
    except UnreadableSource:
        return None
    return value if isinstance(value, dict) else None


def _is_article(record: Record) -> bool:
    """Whether a record has a title, and a text or an address."""
    has_text = any(isinstance(record.get(key), str) for key in (*_HTML, *_TEXT))
    # Null says that it has none.
    has_title = bool(text_in(record, *_TITLE)) or any(record.get(key, "") is None for key in _TITLE)
    return has_title and (has_text or bool(text_in(record, *_URL)))


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The articles, in order. A line that is not an article is refused; an empty line is skipped.

    Raises:
        OSError: the file cannot be read.
    """
    for number, raw in lines_of(fetched):
        name = f"line {number}"
        try:
            text, _ = decode(raw)
            value = load_text(text.lstrip("\ufeff"))
        except UnreadableSource as error:
            yield Refused(name, _why(error))
            continue
        if isinstance(value, dict):
            yield article_of(value, name)
        else:
            yield Refused(name, "is not an object")


def _why(error: UnreadableSource) -> str:
    return "is not JSON" if "JSON" in error.reason else error.reason


def article_of(record: Record, name: str) -> Parsed | Refused:
    """The article that a record is, with the names of fields that programs commonly use.

    ``name``: what messages call the record.
    """
    body = _body(record)
    facts = Facts(
        url=address(text_in(record, *_URL)),
        site=text_in(record, *_SITE),
        author=names_of(_authors(record)),
        published=time_in(record, *_PUBLISHED),
        saved=time_in(record, *_SAVED),
        excerpt=text_in(record, *_EXCERPT),
        remark=text_in(record, *_REMARK),
        read=flag_in(record, "read"),
        archived=flag_in(record, "archived"),
        starred=next((flag for key in _STARRED if (flag := flag_in(record, key)) is not None), None),
        progress=number_in(record, "progress"),
        highlights=tuple(_highlights(record)),
    )
    if not (body.html or body.text or facts.url):
        return Refused(name, "it has neither a text nor an address")
    return entry(
        text_in(record, "id") or facts.url or name,
        facts,
        title=text_in(record, *_TITLE),
        tags=_tags(record),
        lang=text_in(record, *_LANG),
        body=body,
    )


def _body(record: Record) -> Body:
    within = as_record(record.get("content"))
    for source in (record, within):
        for key in _HTML:
            if isinstance(value := source.get(key), str) and value.strip():
                return Body(html=value)
    for source in (record, within):
        for key in _TEXT:
            if isinstance(value := source.get(key), str) and value.strip():
                if is_markup(value):
                    return Body(html=value)
                return Body(text=below_title(value, text_in(record, *_TITLE)))
    return Body()


def is_markup(text: str) -> bool:
    """Whether a text is HTML: it begins with an element, or elements are closed in it."""
    return bool(_OPENING.match(text) or _CLOSING.search(text))


def _authors(record: Record) -> Iterator[str]:
    for key in _AUTHOR:
        if key not in record:
            continue
        value = record[key]
        for one in value if isinstance(value, list) else [value]:
            yield (
                text_in(as_record(one), "name", "title")
                if isinstance(one, dict)
                else text_in({"name": one}, "name")
            )
        return


def _tags(record: Record) -> Iterator[str]:
    for key in _TAGS:
        value = record.get(key)
        if isinstance(value, str):
            yield from _COMMAS.split(value)
        else:
            for one in list_in(record, key):
                yield text_in(as_record(one), "name", "title") if isinstance(one, dict) else str(one or "")


def _highlights(record: Record) -> Iterator[Highlight]:
    for one in list_in(record, "highlights"):
        if not isinstance(one, dict):
            yield from highlight(one if isinstance(one, str) else "")
            continue
        yield from highlight(
            text_in(one, "quote", "text", "highlight", "content", "passage"),
            text_in(one, "note", "comment") or "\n".join(texts_in(one, "notes")),
            color=text_in(one, "color", "colour"),
            created=time_in(one, "created", "created_at", "createdAt", "date", "timestamp"),
            tags=texts_in(one, "tags"),
        )
