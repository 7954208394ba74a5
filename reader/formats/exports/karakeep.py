"""Karakeep, once called Hoarder: its JSON, and what its JSON and its dump share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reader.formats.exports.entries import NO_BODY, Body, address, entry, lacking
from reader.formats.exports.folders import paths_of
from reader.formats.exports.json_records import (
    Record,
    as_record,
    flag_in,
    list_in,
    load,
    record_in,
    records_in,
    shape_of,
    text_in,
    texts_in,
    time_in,
)
from reader.formats.parsed import Parsed, Refused
from reader.model import Facts
from reader.sources import Fetched


def sniff(fetched: Fetched) -> bool:
    """Whether a file is Karakeep's JSON, new or old."""
    shape = shape_of(fetched)
    return shape >= {"bookmarks[].createdAt", "bookmarks[].content"} and bool(
        shape & {"bookmarks[].tags", "bookmarks[].content.type"}
    )


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The bookmarks of the JSON. The only texts in it are those of notes."""
    export = as_record(load(fetched.raw))
    paths = folders_of(records_in(export, "lists"))
    for number, one in enumerate(list_in(export, "bookmarks"), start=1):
        if not isinstance(one, dict):
            yield Refused(f"bookmark {number}", "it is not a record")
            continue
        text = text_in(record_in(one, "content"), "text")
        names = [paths[each] for each in texts_in(one, "lists") if each in paths]
        yield bookmark(one, f"bookmark {number}", folders=names, body=Body(text=text))


def folders_of(lists: Iterator[Record]) -> Mapping[str, str]:
    """The path of each list by its id. Smart lists are searches, not folders."""
    return paths_of(one for one in lists if text_in(one, "type") != "smart")


def bookmark(record: Record, named: str, *, folders: list[str], body: Body = NO_BODY) -> Parsed | Refused:
    """The article of one bookmark, given its text and the paths of the lists that it is in."""
    content = record_in(record, "content")
    url = address(text_in(content, "url", "sourceUrl"))
    title = text_in(record, "title") or text_in(content, "title")
    if not (url or body.html or body.page or body.blocks or body.text):
        return lacking(named, title, "neither address nor text")
    facts = Facts(
        url=url,
        site=text_in(content, "publisher"),
        author=text_in(content, "author"),
        published=time_in(content, "datePublished"),
        saved=time_in(record, "createdAt"),
        excerpt=text_in(content, "description") or text_in(record, "summary"),
        remark=text_in(record, "note"),
        archived=flag_in(record, "archived"),
        starred=flag_in(record, "favourited"),
    )
    tags = [*texts_in(record, "tags"), *(text_in(one, "name") for one in records_in(record, "tags"))]
    return entry(
        url or text_in(record, "id") or title or named, facts, title=title, tags=[*tags, *folders], body=body
    )
