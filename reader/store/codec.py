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
from typing import Any, BinaryIO, TypeGuard

from reader.addresses import address_key, is_web
from reader.blocks import SHAPES, STYLES, styled
from reader.counting import count_words
from reader.errors import ArticleDamaged
from reader.model import LINK_KINDS, UNTITLED, Article, Block, Link, LinkKind, Span
from reader.store.pictures import names, without_pictures
from reader.store.values import NO_TITLE, exact_text, is_unicode, text
from reader.store.values import source as decode_source
from reader.text import bare, collapse, cut, fold, unescape

KEYS = "3"
"""The version of the way keys are made. Change it when that changes, so that all keys are made again."""

HEAD = 200
"""How many characters of the bare words of a body or a teaser are stored for comparison."""

_LEAD = 200
# Few characters remain of a text full of signs, entities and image marks.
_HEAD_SOURCE = 5 * HEAD
_TITLE = 1000
_HALF_ENTITY = re.compile(r"&#?\w{0,8}$")

_KINDS = frozenset(SHAPES)
_STYLES = frozenset(STYLES)
_FORMER_STYLES = {"strike": "deleted"}
_MORE_NAMES = ("quoted", "inside", "language", "align", "header")
_check_style = lru_cache(maxsize=256)(lambda style: styled(*style.split()))
_MORE = attrgetter(*_MORE_NAMES)
_NOTHING_MORE = _MORE(Block("paragraph"))
_MARK = "[[{}]]"
_DEEPEST = 10_000  # lists may be nested without limit, but no page has this many levels

_SHORTEST = 20
"""The fewest characters that an encoded block takes."""

_decode = json.JSONDecoder().raw_decode
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# --- blocks ---------------------------------------------------------------------------------------------


def encode_blocks(blocks: tuple[Block, ...]) -> str:
    """Blocks as compact JSON: ``[kind, spans, level, marker]``; a plain span is only its text.

    Attributes that few blocks have (quotations around them, the language of code …) follow in an object,
    without those that are 0 or empty.

    Raises:
        ValueError: a span has an unknown style, so the blocks could not be read back.
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
    """A span as JSON: its text, or its text, style and ``href``.

    An image whose text is the mark of a saved page is written as its name only, as older versions did.
    Null marks an image without a name, to distinguish the two.
    """
    if not (span.style or span.href):
        return span.text
    _check_style(span.style)
    if "image" in span.style:
        if span.text == _MARK.format(span.href):
            return [span.href, span.style, ""]
        return [span.text, span.style, span.href or None]
    return [span.text, span.style, span.href]


def decode_blocks(data: object, article: int = 0) -> tuple[Block, ...]:
    """Decodes the output of :func:`encode_blocks`, the text of ``article``.

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


def decode_text(data: object, article: int = 0) -> str | None:
    """The text of :func:`decode_blocks`, as :meth:`Article.text` has it; None if there are no blocks.

    Raises the same errors. It makes no blocks, so it takes a third of the time.
    """
    written = exact_text(data, article, "its text")
    if "\\u" in written:
        blocks = decode_blocks(data, article)
        return Article("", blocks).text() if blocks else None
    with _telling(article):
        listed = json.loads(written)
        if type(listed) is not list:
            raise _Odd("no blocks")
        texts = [_text(*block) for block in listed]
    return "\n\n".join([text for text in texts if text.strip()]) if listed else None


def decode_beginning(
    data: object, article: int, most_blocks: int, most_characters: int
) -> tuple[tuple[Block, ...], float]:
    """Like :func:`decode_blocks`, but if there are too many blocks, only the first ones.

    Returns:
        At most ``most_blocks`` blocks, of about ``most_characters`` characters, but at least one if there are
        any; and the share of the text that they are: 1.0 is all of it.
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
    """Turns what is wrong with the text of an article into an ArticleDamaged that names it."""
    try:
        yield
    except _Odd as error:
        raise ArticleDamaged(article, f"its text has {error}") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise ArticleDamaged(article, "its text cannot be decoded") from error


def _check_characters(blocks: Iterable[Block], written: str) -> None:
    # Only an escaped character can be half of one.
    if "\\u" in written and not all(map(_is_unicode, blocks)):
        raise _Odd("halves of characters")


class _Odd(Exception):
    """Content that no parser returns."""


def _block(kind: object, spans: object, level: object, marker: object, more: object = None) -> Block:
    if kind not in _KINDS:
        raise _Odd("an unknown kind of block")
    if not _is_level(level):
        raise _Odd("an impossible level")
    if type(marker) is not str or type(spans) is not list:
        raise _Odd("an invalid block")
    made = tuple([Span(span) if type(span) is str else _span(*span) for span in spans])
    if more is None:
        return Block(kind, made, level, marker)
    return Block(kind, made, level, marker, **_more(more))


def _text(kind: object, spans: object, level: object, marker: object, more: object = None) -> str:
    """The text of a block with its marker."""
    if more is None and kind in _KINDS and _is_level(level) and type(marker) is str and type(spans) is list:
        try:
            plain = "".join(spans)
        except TypeError:
            pass  # a span with a style, or an odd one
        else:
            return f"{marker} {plain}" if marker else plain
    return _block(kind, spans, level, marker, more).text


def _more(more: object) -> dict[str, Any]:
    """The attributes that few blocks have."""
    if type(more) is not dict:
        raise _Odd("an invalid block")
    for name, value in more.items():
        if name not in _MORE_NAMES or not (
            type(value) is str if name in ("language", "align") else _is_level(value)
        ):
            raise _Odd("an invalid block")
    return more


def _is_level(value: object) -> TypeGuard[int]:
    return type(value) is int and 0 <= value <= _DEEPEST


def _span(text: object, style: object, href: object) -> Span:
    if type(text) is not str or type(style) is not str:
        raise _Odd("an invalid run of text")
    style = _style(style)
    if "image" in style:
        if href == "":
            return Span(_MARK.format(text), style, text)
        href = href or ""
    if type(href) is not str:
        raise _Odd("an invalid run of text")
    return Span(text, style, href)


@lru_cache(maxsize=256)
def _style(style: str) -> str:
    """A style by its current names. Raises _Odd if one of them is unknown."""
    names = [_FORMER_STYLES.get(name, name) for name in style.split(" ")] if style else []
    if not _STYLES.issuperset(names):
        raise _Odd("an unknown style")
    return " ".join(names)


def _is_unicode(block: Block) -> bool:
    return all(map(is_unicode, (block.marker, block.language, block.align))) and all(
        is_unicode(span.text + span.href) for span in block.spans
    )


# --- links ----------------------------------------------------------------------------------------------


def to_link(kind: object, title: object, teaser: object, address: object = "") -> Link:
    """A link as its row states it; an unknown kind becomes an inline link."""
    known: LinkKind = next((name for name in LINK_KINDS if name == kind), "inline")
    return Link(known, text(title, NO_TITLE), text(teaser), decode_source(address))


def link_address_key(address: str) -> str:
    """An address on the web in one spelling; "" for anything else that a link may have as its address."""
    return address_key(address) if is_web(address) else ""


# --- sources --------------------------------------------------------------------------------------------


def digest(raw: bytes) -> str:
    """Identifies the bytes of a page."""
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def digest_of_stream(stream: BinaryIO) -> str:
    """The :func:`digest` of everything in a stream, which may be larger than the memory."""
    found = hashlib.blake2b(digest_size=16)
    while part := stream.read(1 << 20):
        found.update(part)
    return found.hexdigest()


def encode_source(source: str) -> str | bytes:
    """A source in a form that SQLite can store: if a path is not UTF-8, its bytes."""
    try:
        source.encode()
    except UnicodeEncodeError:
        return source.encode(errors="surrogateescape")
    return source


# --- keys -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Keys:
    """Values derived from an article's content when it is stored."""

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


def keys_of(article: Article, url_key: str = "") -> Keys:
    """The derived columns of an article; ``url_key`` is its address in one spelling, if it is known.

    ``key`` identifies the article: two pages that differ only in white space or in their links are one
    article. A title that the page does not state is no part of it. Articles without text are told apart by
    their addresses alone, whatever titles they go by.
    """
    body = collapse(article.text())
    title = collapse(article.title) if article.title_from == "page" else ""
    title_key, title_cut = key_title(title)
    if not (body or article.note or url_key or article.title == UNTITLED):
        # It has nothing but what stands for its title, perhaps the words of a highlight.
        identity = collapse(article.title)
    else:
        identity = title
    note = f"{article.note_label} {article.note} " if article.note else ""
    return Keys(
        key=_key(article, identity, body, url_key),
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


def key_of_address(url_key: str) -> str:
    """What identifies an article without text that has this address."""
    return _hash("\0".join(("", "", "", url_key)), 16)


def _key(article: Article, title: str, body: str, url_key: str) -> str:
    if body or article.note or not url_key:
        return _hash("\0".join((title, collapse(article.note), body)), 16)
    if not article.blocks:
        return key_of_address(url_key)
    pictures = [span.href for block in article.blocks for span in block.spans if "image" in span.style]
    # No other identity is made from a text with three zeros.
    return _hash("\0".join(("", "", "", url_key, "pictures", *pictures)), 16)


def key_title(title: str) -> tuple[str, bool]:
    """Only the words of a title, and whether a trailing ``...`` was cut off it.

    A title without any words is reduced to its signs.
    """
    stem, was_cut = _stem(title[:_TITLE])
    key = bare(stem)
    if key:
        return key, was_cut
    return fold(title[:_TITLE]), False


def key_teaser(teaser: str) -> str:
    """Only the words of a teaser, so that they are the start of the head they were cut from.

    Pictures are left out of both, because a picture gets another number each time an article is posted.
    """
    stem, was_cut = _stem(teaser[:_HEAD_SOURCE])
    return bare(without_pictures(stem, was_cut=was_cut))[:HEAD].rstrip()


def pictures(text: str) -> str:
    """The pictures at the start of a body or a teaser: their names, each followed by a space."""
    return names(text, _HEAD_SOURCE)


def _stem(text: str) -> tuple[str, bool]:
    """A text without its trailing ``...``, entities decoded, and whether it had one."""
    stem, was_cut = cut(text)
    # An entity, encoded once or twice, may have been cut in the middle, so that it no longer decodes.
    stem = _HALF_ENTITY.sub("", unescape(_HALF_ENTITY.sub("", stem))) if was_cut else unescape(stem)
    stem, also = cut(stem)
    return stem, was_cut or also


def sort_key(title: str) -> str:
    """The key that titles are sorted by: folded, without opening quotes and brackets."""
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
