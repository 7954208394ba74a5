"""How values are written into the library file and read back: blocks, sources, keys. Pure functions."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

from reader.counting import count_words
from reader.model import Article, Block, Span
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
_IMAGE = re.compile(r"\[\[[0-9]+\]\]")
_HALF_IMAGE = re.compile(r"\[\[?[0-9]*\]?$")

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# --- blocks ---------------------------------------------------------------------------------------------


def encode_blocks(blocks: tuple[Block, ...]) -> str:
    """Blocks as compact JSON: ``[kind, spans, level, marker]``, a plain span as its text alone."""
    return _encode(
        [
            [
                block.kind,
                [
                    [span.text, span.style, span.href] if span.style or span.href else span.text
                    for span in block.spans
                ],
                block.level,
                block.marker,
            ]
            for block in blocks
        ]
    )


def decode_blocks(data: str) -> tuple[Block, ...]:
    """What :func:`encode_blocks` wrote."""
    return tuple(
        Block(
            kind,
            tuple(Span(span) if isinstance(span, str) else Span(*span) for span in spans),
            level,
            marker,
        )
        for kind, spans, level, marker in json.loads(data)
    )


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


def decode_source(stored: str | bytes) -> str:
    """What :func:`encode_source` was given."""
    return stored if isinstance(stored, str) else stored.decode(errors="surrogateescape")


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
        body_key=_hash(bare(_IMAGE.sub(" ", body)) or body, 8) if body else "",
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

    Image marks are left out, here and there: a picture has another number wherever an article is posted.
    """
    stem, was_cut = _stem(teaser[:_HEAD_SOURCE])
    stem = _IMAGE.sub(" ", stem)
    return bare(_HALF_IMAGE.sub("", stem) if was_cut else stem)[:HEAD].rstrip()


def pictures(text: str) -> str:
    """The image marks at the start of a body or a teaser: their numbers, each with a space behind."""
    if "[[" not in text:
        return ""
    return "".join(f"{mark[2:-2]} " for mark in _IMAGE.findall(text[:_HEAD_SOURCE]))


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
    return bare(_IMAGE.sub(" ", text[:_HEAD_SOURCE]))[:HEAD].rstrip()


def _lead(article: Article) -> str:
    parts: list[str] = []
    size = 0
    for block in article.blocks:
        words = collapse("".join(span.text for span in block.spans if span.style != "image"))
        if words:
            parts.append(f"{block.marker} {words}" if block.marker else words)
            size += len(words)
            if size > _LEAD:
                break
    return " ".join(parts)[:_LEAD].rstrip()


def _hash(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=size).hexdigest()
