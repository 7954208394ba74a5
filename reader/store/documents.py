"""What search reads of an article: the document for the index, and the text that snippets are cut from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from reader.addresses import words_of
from reader.errors import ArticleDamaged
from reader.model import Article, Block, Document, Link
from reader.store import values
from reader.store.codec import decode_blocks, decode_text
from reader.store.database import Row
from reader.store.summaries import title_origin

SELECT_DOCUMENT = (
    "SELECT a.id, a.title, b.note, b.note_label, b.blocks, a.lang, a.tags, a.title_from, a.key,"
    " a.url, a.excerpt, s.remark, (SELECT json_group_array(json_array(quote, note, block IS NULL)) FROM"
    " (SELECT quote, note, block FROM highlights WHERE article = a.id"
    " AND (note <> '' OR block IS NULL OR a.body_key = '')"
    " AND typeof(quote) = 'text' AND typeof(note) = 'text' ORDER BY id))"
    " FROM articles a LEFT JOIN bodies b ON b.article = a.id"
    " LEFT JOIN state s ON s.article = a.id"
)
"""Selects the rows that the functions here read."""


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What can be read and found in an article beside its title, and its language."""

    note: str
    body: str
    lang: str


def to_article(
    row: Row,
    links: tuple[Link, ...],
    decode: Callable[[object, int], tuple[Block, ...]] = decode_blocks,
) -> Article:
    """The article of a row, with these links. Raises ArticleDamaged, or what ``decode`` raises."""
    article, title, note, note_label, blocks, lang, tags, title_from, *_ = row
    if blocks is None:
        raise ArticleDamaged(article, "its text is missing")
    return Article(
        title=values.exact_text(title, article, "its title"),
        blocks=decode(blocks, article),
        links=links,
        note=values.exact_text(note, article, "its note"),
        note_label=values.exact_text(note_label, article, "its note"),
        title_from=title_origin(title_from),
        lang=values.text(lang),
        tags=values.words(tags),
    )


def to_text(row: Row) -> ArticleText | None:
    """The text of the article of a row; None if it is damaged."""
    article, title, note, note_label, blocks, lang, *_ = row
    try:
        for stated, what in ((title, "its title"), (note_label, "its note")):
            values.exact_text(stated, article, what)
        if blocks is None:
            return None
        note, body = _searched(
            row, values.exact_text(note, article, "its note"), decode_text(blocks, article)
        )
    except ArticleDamaged:
        return None
    return ArticleText(note, body, values.text(lang))


def to_document(row: Row) -> Document | ArticleDamaged:
    """The document of a row; if it is damaged, the error that says what is wrong."""
    try:
        article = to_article(row, ())
    except ArticleDamaged as error:
        return error
    note, body = _searched(row, article.note, article.text() if article.blocks else None)
    beside = "" if article.blocks else body
    remark, _ = _remark(row, has_text=bool(article.blocks))
    return Document(
        id=row[0],
        title=article.title,
        note=note,
        body=body,
        lang=article.lang,
        tags=article.tags,
        mark=mark(row[8], row[1], row[5], row[6], beside, remark),
    )


def _searched(row: Row, note: str, text: str | None) -> tuple[str, str]:
    """The note and the body by which an article is found; ``text``: that of its blocks, None without any."""
    remark, quotes = _remark(row, has_text=text is not None)
    if remark:
        note = f"{note}\n{remark}" if note else remark
    if text is None:
        # Without a text, it is found by its summary, what was marked in it, and the words of its address.
        url, excerpt = map(values.text, row[9:11])
        text = "\n".join(part for part in (excerpt, *quotes, words_of(url)) if part)
    return note, text


def _remark(row: Row, *, has_text: bool) -> tuple[str, list[str]]:
    """What the person wrote about an article and on its highlights; the passages that are highlighted.

    What was marked and is not in the text any more is found beside the notes.
    """
    passages = [(*map(values.as_unicode, one[:2]), one[2]) for one in values.json_list(row[12])]
    parts = [values.text(row[11]), *(note for _, note, _ in passages)]
    quotes = [quote for quote, *_ in passages]
    if has_text:
        parts += [quote for quote, _, lost in passages if lost]
    return "\n".join(filter(None, parts)), quotes


def mark(key: object, title: object, lang: object, tags: object, beside: str = "", remark: str = "") -> int:
    """A number (64 bits) made from everything about an article that is indexed, as its columns have it.

    ``key`` covers its own title, note and body; ``title`` may come from links. ``beside`` is what is indexed
    in place of a body.
    """
    whole = f"{key}\0{title}\0{lang}\0{tags}"
    if beside or remark:
        whole += f"\0{beside}\0{remark}"
    return int.from_bytes(hashlib.blake2b(whole.encode(errors="surrogatepass"), digest_size=8).digest())
