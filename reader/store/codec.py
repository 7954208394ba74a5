"""How values are written into the library file and read back: blocks, sources, keys. Pure functions."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeGuard

from reader.blocks import SHAPES, STYLES
from reader.counting import count_words
from reader.errors import ArticleDamaged
from reader.model import LINK_KINDS, Article, Block, Link, LinkKind, Span
from reader.store.pictures import names, without_pictures
from reader.store.values import NO_TITLE, exact_text, is_unicode, text
from reader.text import bare, collapse, cut, fold, unescape

KEYS = "3"
"""Which way of making keys a library was written with: to be changed with it, so that they are made anew."""

HEAD = 200
"""How many characters of a body or a teaser, its words alone, are kept to compare."""

_LEAD = 200
# Little is left of a text full of signs, entities and image marks.
_HEAD_SOURCE = 5 * HEAD
_TITLE = 1000
_HALF_ENTITY = re.compile(r"&#?\w{0,8}$")

_KINDS = frozenset(SHAPES)
_STYLES = frozenset(STYLES)
_FORMER_STYLES = {"strike": "deleted"}
_MORE_NAMES = ("quoted", "inside", "language", "align", "header")
_MORE = attrgetter(*_MORE_NAMES)
_NOTHING_MORE = _MORE(Block("paragraph"))
_MARK = "[[{}]]"
_DEEPEST = 10_000  # of lists in lists there is no end, but no page has so many

_SHORTEST = 20
"""Characters that a block takes at least, written down."""

_decode = json.JSONDecoder().raw_decode
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# --- blocks ---------------------------------------------------------------------------------------------


def encode_blocks(blocks: tuple[Block, ...]) -> str:
    """Blocks as compact JSON: ``[kind, spans, level, marker]``, a plain span as its text alone.

    What few blocks have (quotations around them, the language of code …) follows as an object, without what
    is 0 or empty.
    """
    return _encode(
        [
            [block.kind, [_written(span) for span in block.spans], block.level, block.marker]
            if (more := _MORE(block)) == _NOTHING_MORE
            else [
                *(block.kind, [_written(span) for span in block.spans], block.level, block.marker),
                {name: value for name, value in zip(_MORE_NAMES, more, strict=True) if value},
            ]
            for block in blocks
        ]
    )


def _written(span: Span) -> object:
    """A span as JSON: its text, or text, style and ``href``.

    An image that stands in the text as a saved page writes it is its name alone, as ever; one that has no
    name is told from it by a null.
    """
    if not (span.style or span.href):
        return span.text
    if "image" in span.style:
        if span.text == _MARK.format(span.href):
            return [span.href, span.style, ""]
        return [span.text, span.style, span.href or None]
    return [span.text, span.style, span.href]


def decode_blocks(data: object, article: int = 0) -> tuple[Block, ...]:
    """What :func:`encode_blocks` wrote, which is the text of ``article``.

    Raises:
        ArticleDamaged: it is anything else.
    """
    written = exact_text(data, article, "its text")
    with _telling(article):
        listed = json.loads(written)
        if type(listed) is not list:
            raise _Odd("no blocks")
        blocks = tuple([_block(*block) for block in listed])
        _check_characters(blocks, written)
    return blocks


def decode_beginning(
    data: object, article: int, most_blocks: int, most_characters: int
) -> tuple[tuple[Block, ...], float]:
    """As :func:`decode_blocks`, but only the first blocks, where there are too many.

    Returns:
        At most so many blocks, of about so many characters, but one at least where there is one; and which
        share of the text they are: 1.0 is all.
    """
    written = exact_text(data, article, "its text")
    if len(written) <= max(len("[]"), min(most_characters, most_blocks * _SHORTEST)):
        return decode_blocks(data, article), 1.0
    blocks: list[Block] = []
    with _telling(article):
        if not written.startswith("["):
            raise _Odd("no blocks")
        at = 1
        while not blocks or (at < min(most_characters, len(written)) and len(blocks) < most_blocks):
            block, at = _decode(written, at)
            blocks.append(_block(*block))
            if written[at : at + 1] == "]":
                at = len(written)
            elif written[at : at + 1] != ",":
                raise _Odd("no end")
            at += 1
        _check_characters(blocks, written[:at])
    return tuple(blocks), min(1.0, at / len(written))


@contextmanager
def _telling(article: int) -> Iterator[None]:
    """Makes what is wrong with the text of an article an error that says so."""
    try:
        yield
    except _Odd as error:
        raise ArticleDamaged(article, f"its text has {error}") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise ArticleDamaged(article, "its text cannot be decoded") from error


def _check_characters(blocks: Iterable[Block], written: str) -> None:
    # Only what is escaped can be half of a character.
    if "\\u" in written and not all(map(_is_unicode, blocks)):
        raise _Odd("halves of characters")


class _Odd(Exception):
    """What no parser gives."""


def _block(kind: object, spans: object, level: object, marker: object, more: object = None) -> Block:
    if kind not in _KINDS:
        raise _Odd("an unknown kind of block")
    if not _is_level(level):
        raise _Odd("an impossible level")
    if type(marker) is not str or type(spans) is not list:
        raise _Odd("a block that is none")
    made = tuple([Span(span) if type(span) is str else _span(*span) for span in spans])
    if more is None:
        return Block(kind, made, level, marker)
    return Block(kind, made, level, marker, **_more(more))


def _more(more: object) -> dict[str, Any]:
    """What few blocks have."""
    if type(more) is not dict:
        raise _Odd("a block that is none")
    for name, value in more.items():
        if name not in _MORE_NAMES or not (
            type(value) is str if name in ("language", "align") else _is_level(value)
        ):
            raise _Odd("a block that is none")
    return more


def _is_level(value: object) -> TypeGuard[int]:
    return type(value) is int and 0 <= value <= _DEEPEST


def _span(text: object, style: object, href: object) -> Span:
    if type(text) is not str or type(style) is not str:
        raise _Odd("a run of text that is none")
    style = _style(style)
    if "image" in style:
        if href == "":
            return Span(_MARK.format(text), style, text)
        href = href or ""
    if type(href) is not str:
        raise _Odd("a run of text that is none")
    return Span(text, style, href)


@lru_cache(maxsize=256)
def _style(style: str) -> str:
    """A style as it is called now. Raises _Odd if one of its names is unknown."""
    names = [_FORMER_STYLES.get(name, name) for name in style.split(" ")] if style else []
    if not _STYLES.issuperset(names):
        raise _Odd("an unknown style")
    return " ".join(names)


def _is_unicode(block: Block) -> bool:
    return all(map(is_unicode, (block.marker, block.language, block.align))) and all(
        is_unicode(span.text + span.href) for span in block.spans
    )


# --- links ----------------------------------------------------------------------------------------------


def to_link(kind: object, title: object, teaser: object) -> Link:
    """A link as its row states it; one of an unknown kind stands somewhere in the text."""
    known: LinkKind = next((name for name in LINK_KINDS if name == kind), "inline")
    return Link(known, text(title, NO_TITLE), text(teaser))


# --- sources --------------------------------------------------------------------------------------------


def digest(raw: bytes) -> str:
    """What tells one page's bytes from another's."""
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def encode_source(source: str) -> str | bytes:
    """A source as SQLite can hold it: a path whose name is not UTF-8 is not text, so its bytes."""
    try:
        source.encode()
    except UnicodeEncodeError:
        return source.encode(errors="surrogateescape")
    return source


# --- keys -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Keys:
    """What is derived from an article's content when it is stored."""

    key: str
    body_key: str
    title_key: str
    title_cut: bool
    sort_key: str
    head: str
    note_head: str
    pictures: str
    lead: str
    words: int


def keys_of(article: Article) -> Keys:
    """The derived columns of an article.

    ``key`` says what the article is: two pages that differ in white space or in their links alone are one
    article. A title that the page does not state is no part of it.
    """
    body = collapse(article.text())
    titled = article.title_from == "page"
    title = collapse(article.title) if titled else ""
    title_key, title_cut = key_title(title)
    note = f"{article.note_label} {article.note} " if article.note else ""
    return Keys(
        key=_hash("\0".join((title, collapse(article.note), body)), 16),
        body_key=_hash(bare(without_pictures(body)) or body, 8) if body else "",
        title_key=title_key,
        title_cut=title_cut,
        sort_key=sort_key(article.title),
        head=_head(body),
        note_head=_head(note + body) if note else "",
        pictures=pictures(body),
        lead=_lead(article),
        words=count_words(body),
    )


def key_title(title: str) -> tuple[str, bool]:
    """A title's words alone, and whether a trailing ``...`` was cut off it.

    A title without any word is its signs.
    """
    stem, was_cut = _stem(title[:_TITLE])
    key = bare(stem)
    if key:
        return key, was_cut
    return fold(title[:_TITLE]), False


def key_teaser(teaser: str) -> str:
    """A teaser's words alone, so that they are the start of the head they were cut from.

    Pictures are left out, here and there: a picture has another number wherever an article is posted.
    """
    stem, was_cut = _stem(teaser[:_HEAD_SOURCE])
    return bare(without_pictures(stem, was_cut=was_cut))[:HEAD].rstrip()


def pictures(text: str) -> str:
    """The pictures at the start of a body or a teaser: their names, each with a space behind."""
    return names(text, _HEAD_SOURCE)


def _stem(text: str) -> tuple[str, bool]:
    """A text without its trailing ``...``, entities decoded, and whether it had one."""
    stem, was_cut = cut(text)
    # The cut may have gone through the middle of an entity, encoded once or twice, which no longer decodes.
    stem = _HALF_ENTITY.sub("", unescape(_HALF_ENTITY.sub("", stem))) if was_cut else unescape(stem)
    stem, also = cut(stem)
    return stem, was_cut or also


def sort_key(title: str) -> str:
    """What titles are put in order by: folded, opening quotes and brackets aside."""
    folded = fold(title[:_TITLE])
    return folded.lstrip("\"'([{<*-_.~#") or folded


def _head(text: str) -> str:
    return bare(without_pictures(text[:_HEAD_SOURCE]))[:HEAD].rstrip()


def _lead(article: Article) -> str:
    parts: list[str] = []
    size = 0
    for block in article.blocks:
        words = collapse("".join(span.text for span in block.spans if "image" not in span.style))
        if words:
            parts.append(f"{block.marker} {words}" if block.marker else words)
            size += len(words)
            if size > _LEAD:
                break
    return " ".join(parts)[:_LEAD].rstrip()


def _hash(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=size).hexdigest()
