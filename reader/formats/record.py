"""Records: one article a line as JSON, with everything that is known of it. Nothing is lost in them.

The library stores a record in place of the export of a service, which may hold more than the articles. With
the bytes of pictures in them, records are also the format in which a whole library can be written down.

A line is an object whose first field is ``"format": "article-reader 1"``. Fields that are empty are left out.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, cast, get_args

from reader.blocks import SHAPES, STYLES, Block, BlockKind, Span, styled
from reader.errors import UnreadableSource
from reader.formats.leading import found_again
from reader.formats.parsed import Parsed, Refused
from reader.formats.tidy import tidy
from reader.model import LINK_KINDS, Article, Asset, Facts, Highlight, Link, LinkKind, TitleFrom
from reader.sources import Fetched
from reader.text import clean

FORMAT = "article-reader 1"

_OPENING = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"format"\s*:\s*"article-reader \d{1,4}"')
_DEEPEST = 10_000
_STATES = ("read", "archived", "starred")
_TEXTS = ("url", "site", "author", "published", "saved", "excerpt", "remark", "feed")


def sniff(fetched: Fetched) -> bool:
    """Whether a file consists of records: its first line says so."""
    with fetched.open() as stream:
        return _OPENING.match(stream.read(200)) is not None


def encode(parsed: Parsed, *, with_assets: bool = False) -> bytes:
    """An article as one line. With ``with_assets``, its pictures are in it, not only their names."""
    article = parsed.article
    stated = {
        "format": FORMAT,
        "member": parsed.member,
        "encoding": parsed.encoding,
        "title": article.title,
        "title_from": article.title_from,
        "lang": article.lang,
        "tags": [*article.tags],
        "note": article.note,
        "note_label": article.note_label,
        **_facts_written(parsed.facts),
        "blocks": [_block_written(block) for block in article.blocks],
        "links": [_without_defaults(link, Link) for link in article.links],
        "assets": [_asset_written(asset, with_bytes=with_assets) for asset in parsed.assets],
    }
    kept = {name: value for name, value in stated.items() if value not in ("", [], None)}
    # With escapes, because a name may hold characters that cannot be encoded.
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return (text if _can_be_encoded(text) else json.dumps(kept, separators=(",", ":"))).encode() + b"\n"


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The articles of a file of records."""
    with fetched.open() as stream:
        for number, row in enumerate(stream, 1):
            if row.strip(b"\xef\xbb\xbf \t\r\n"):
                yield _record(row, number, fetched)


def _record(row: bytes, number: int, fetched: Fetched) -> Parsed | Refused:
    try:
        return found_again(decode(row), fetched.source_of)
    except UnreadableSource as error:
        return Refused(f"line {number}", str(error))


def decode(row: bytes) -> Parsed:
    """The article in one line.

    Raises:
        UnreadableSource: it is not a record that this version can read.
    """
    try:
        stated = json.loads(row.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableSource("not a record: it is not JSON") from error
    if not isinstance(stated, dict) or not str(stated.get("format", "")).startswith("article-reader "):
        raise UnreadableSource("not a record: its format is not stated")
    if stated["format"] != FORMAT:
        raise UnreadableSource("the record was written by a newer version of reader")
    try:
        return _parsed(stated)
    except (_Odd, ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise UnreadableSource(f"the record is damaged: {error}"[:200]) from error


def _parsed(stated: dict[str, Any]) -> Parsed:
    title_from = stated.get("title_from", "page")
    if title_from not in get_args(TitleFrom):
        raise _Odd("an unknown origin of the title")
    title = _text(stated.get("title", ""))
    if not title.strip():
        raise _Odd("it has no title")
    article = Article(
        title=title,
        blocks=tuple(map(_block, _list(stated.get("blocks", [])))),
        links=tuple(map(_link, _list(stated.get("links", [])))),
        note=_text(stated.get("note", "")),
        note_label=_text(stated.get("note_label", "")),
        title_from=cast(TitleFrom, title_from),
        lang=_text(stated.get("lang", "")),
        tags=tuple(map(_text, _list(stated.get("tags", [])))),
    )
    return Parsed(
        article=article,
        member=_text(stated.get("member", "")),
        assets=tuple(asset for one in _list(stated.get("assets", [])) if (asset := _asset(one))),
        encoding=_text(stated.get("encoding", "utf-8")),
        facts=_facts(stated),
    )


class _Odd(Exception):
    """Something that no record has."""


# --- writing ------------------------------------------------------------------------------------------


def _facts_written(facts: Facts) -> dict[str, Any]:
    stated: dict[str, Any] = {name: getattr(facts, name) for name in (*_TEXTS, *_STATES, "progress")}
    stated["highlights"] = [_without_defaults(one, Highlight) for one in facts.highlights]
    return stated


def _without_defaults(value: object, kind: type[Any]) -> dict[str, Any]:
    """The fields of a value, without those that are empty."""
    return {f.name: found for f in fields(kind) if (found := getattr(value, f.name)) not in ("", ())}


def _block_written(block: Block) -> dict[str, Any]:
    stated = {f.name: getattr(block, f.name) for f in fields(Block) if f.name != "spans"}
    kept = {name: value for name, value in stated.items() if value not in ("", 0)}
    return kept | {"spans": [_span_written(span) for span in block.spans]}


def _span_written(span: Span) -> object:
    return [span.text, span.style, span.href] if span.style or span.href else span.text


def _asset_written(asset: Asset, *, with_bytes: bool) -> dict[str, Any]:
    stated = {"name": asset.name, "media_type": asset.media_type}
    return stated | ({"data": base64.b64encode(asset.raw).decode()} if with_bytes else {})


def _can_be_encoded(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


# --- reading ------------------------------------------------------------------------------------------


def _facts(stated: dict[str, Any]) -> Facts:
    progress = stated.get("progress")
    if progress is not None and (isinstance(progress, bool) or not isinstance(progress, int | float)):
        raise _Odd("an impossible progress")
    texts: dict[str, Any] = {name: _text(stated.get(name, "")) for name in _TEXTS}
    states: dict[str, Any] = {name: _state(stated.get(name)) for name in _STATES}
    highlights = tuple(map(_highlight, _list(stated.get("highlights", []))))
    return tidy(Facts(**texts, **states, progress=progress, highlights=highlights))


def _state(value: object) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise _Odd("a state that is neither true nor false")
    return value


def _highlight(stated: dict[str, Any]) -> Highlight:
    texts = {name: _text(stated.get(name, "")) for name in ("quote", "note", "color", "created")}
    return Highlight(**texts, tags=tuple(map(_text, _list(stated.get("tags", [])))))


def _link(stated: dict[str, Any]) -> Link:
    if stated.get("kind") not in LINK_KINDS:
        raise _Odd("an unknown kind of link")
    return Link(
        kind=cast(LinkKind, stated["kind"]),
        title=_text(stated.get("title", "")),
        teaser=_text(stated.get("teaser", "")),
        address=_address(stated.get("address", "")),
    )


def _block(stated: dict[str, Any]) -> Block:
    if stated.get("kind") not in SHAPES:
        raise _Odd("an unknown kind of block")
    numbers = {name: _number(stated.get(name, 0)) for name in ("level", "quoted", "inside", "header")}
    return Block(
        kind=cast(BlockKind, stated["kind"]),
        spans=tuple(map(_span, _list(stated.get("spans", [])))),
        marker=_text(stated.get("marker", "")),
        language=_text(stated.get("language", "")),
        align=_text(stated.get("align", "")),
        **numbers,
    )


def _span(stated: object) -> Span:
    if isinstance(stated, str):
        return Span(_text(stated))
    text, style, href = _list(stated)
    names = _text(style).split()
    if not set(STYLES).issuperset(names):
        raise _Odd("an unknown style")
    return Span(_text(text), styled(*names), _text(href))


def _asset(stated: dict[str, Any]) -> Asset | None:
    """A picture whose bytes are in the record; None if only its name is."""
    if "data" not in stated:
        return None
    try:
        raw = base64.b64decode(_string(stated["data"]), validate=True)
    except binascii.Error as error:
        raise _Odd("a picture that cannot be decoded") from error
    return Asset(_text(stated.get("name", "")), raw, _text(stated.get("media_type", "")))


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _Odd("something else in the place of a list")
    return value


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _DEEPEST:
        raise _Odd("an impossible number")
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise _Odd("something else in the place of a text")
    return value


def _text(value: object) -> str:
    return clean(_string(value))


def _address(value: object) -> str:
    """An address. The name of a file may hold bytes that are no text; they stay."""
    text = _string(value)
    try:
        text.encode(errors="surrogateescape")
    except UnicodeEncodeError:
        return clean(text)
    return "".join(char for char in text if char >= " " and char != "\x7f")
