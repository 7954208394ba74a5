"""Highlights: the passages that a person marked, with the places where their words are in the text now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from reader.errors import ArticleDamaged
from reader.facts import Passage, fact_of, highlight_in
from reader.model import Block, Highlight, Position, StoredHighlight
from reader.squeezed import squeezed
from reader.store import values
from reader.store.codec import decode_blocks
from reader.store.database import Database, Row, json_parameter
from reader.store.evidence import AMONG
from reader.store.listing import IS_EMPTY, POSSIBLE
from reader.store.positions import encode_anchor, find_passage, place
from reader.store.summaries import title_origin

if TYPE_CHECKING:
    from reader.anchors import AnchorText

_COLUMNS = "quote, note, color, created, tags, anchor, block, char, end_block, end_char"
_QUALIFIED = ", ".join(f"h.{name}" for name in _COLUMNS.split(", "))


class Highlights:
    """The highlights of one library."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, article: int) -> tuple[StoredHighlight, ...]:
        """The highlights of an article in the order of its text; those whose words are lost come last."""
        rows = self._db.rows(
            f"SELECT {IS_EMPTY}, {_QUALIFIED} FROM highlights h JOIN articles a ON a.id = h.article"
            " WHERE h.article = ? ORDER BY block IS NULL, block, char, end_block, end_char, h.id",
            (article,),
        )
        return tuple(_stored(row, waiting=bool(empty)) for empty, *row in rows)

    def all(self, articles: Collection[int] | None = None) -> list[Passage]:
        """All highlights of the library, or of some articles, each with what is known of its article.

        In the order of the list, the article that was added last first, and in each article in the order of
        its text; those whose words are lost come after the others of their article.
        """
        among = "" if articles is None else f"AND h.article {AMONG}"
        rows = self._db.rows(
            "SELECT a.id, a.title, a.title_from, a.url, a.site, a.author, a.published, a.lang, a.tags,"
            f" a.added, {IS_EMPTY}, {_QUALIFIED} FROM highlights h JOIN articles a ON a.id = h.article"
            f" WHERE {POSSIBLE} {among}"
            " ORDER BY a.added DESC, a.id, block IS NULL, block, char, end_block, end_char, h.id",
            () if articles is None else (json_parameter(articles),),
        )
        return [
            Passage(
                article,
                values.text(title),
                _stored(one, waiting=bool(empty)),
                url=values.text(url),
                site=values.text(site),
                author=values.text(author),
                published=values.text(published),
                lang=values.text(lang),
                title_from=title_origin(title_from),
                tags=values.words(tags),
                added=values.moment(added),
            )
            for (
                article,
                title,
                title_from,
                url,
                site,
                author,
                published,
                lang,
                tags,
                added,
                empty,
                *one,
            ) in rows
        ]

    def of_many(self, articles: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The highlights of articles as facts of a change; see :func:`reader.facts.fact_of`."""
        here = self._db.column(f"SELECT id FROM articles WHERE id {AMONG}", (json_parameter(articles),))
        found: dict[int, list[str]] = {article: [] for article in here}
        for article, *row in self._db.rows(
            f"SELECT article, {_COLUMNS} FROM highlights WHERE article {AMONG}", (json_parameter(here),)
        ):
            found[article].append(fact_of(_stored(row)))
        return {article: tuple(sorted(facts)) for article, facts in found.items()}

    def set_many(self, facts: Mapping[int, Collection[str]]) -> None:
        """Makes these the highlights of articles; those that stay keep their places."""
        for article, wanted in facts.items():
            left = list(wanted)
            for number, *row in self._db.rows(
                f"SELECT id, {_COLUMNS} FROM highlights WHERE article = ?", (article,)
            ):
                fact = fact_of(_stored(row))
                if fact in left:
                    left.remove(fact)
                else:
                    self._db.execute("DELETE FROM highlights WHERE id = ?", (number,))
            if left:
                self._insert(article, list(map(highlight_in, left)))

    def add(self, article: int, highlights: Iterable[Highlight]) -> None:
        """Adds the highlights that a file has, except those that the article has already."""
        there = {
            _identity(values.text(quote), values.text(note))
            for quote, note in self._db.rows(
                "SELECT quote, note FROM highlights WHERE article = ?", (article,)
            )
        }
        new = {_identity(one.quote, one.note): StoredHighlight(one) for one in reversed(list(highlights))}
        self._insert(article, [one for key, one in reversed(new.items()) if key not in there], anchored=True)

    def take_back(self, article: int, marks: Collection[str], stated: Iterable[Highlight]) -> None:
        """Removes highlights that a file had and has no longer.

        Args:
            article: the article.
            marks: their digests; one that the person has changed here has another.
            stated: what the file has now. A passage that it has with another note gets that note.
        """
        noted = {squeezed(one.quote): one for one in stated}
        for row, quote, note, color in self._db.rows(
            "SELECT id, quote, note, color FROM highlights WHERE article = ?", (article,)
        ):
            one = Highlight(values.text(quote), values.text(note))
            if digest_of_highlight(one) not in marks:
                continue
            if other := noted.get(squeezed(one.quote)):
                new = (other.note, other.color or color, row)
                self._db.execute("UPDATE highlights SET note = ?, color = ? WHERE id = ?", new)
            else:
                self._db.execute("DELETE FROM highlights WHERE id = ?", (row,))

    def add_kept(self, article: int, rows: Iterable[Mapping[str, object]]) -> None:
        """Adds highlights given as rows of the table, except those that the article has already."""
        kept = [_stored([row.get(name) for name in _COLUMNS.split(", ")]) for row in rows]
        there = set(self.of_many([article]).get(article, ()))
        self._insert(article, [one for one in kept if fact_of(one) not in there])

    def copy(self, old: int, new: int) -> None:
        """Gives an article the highlights of another one; those that it has already are left out."""
        self._db.execute(
            f"INSERT INTO highlights (article, {_COLUMNS}) SELECT ?1, {_COLUMNS} FROM highlights h"
            " WHERE article = ?2 AND NOT EXISTS (SELECT 1 FROM highlights t WHERE t.article = ?1"
            " AND t.quote = h.quote AND t.note = h.note) ORDER BY id",
            (new, old),
        )

    def _insert(self, article: int, highlights: Sequence[StoredHighlight], *, anchored: bool = False) -> None:
        """Adds highlights and looks for their words. ``anchored``: those found get an anchor."""
        text = self._text(article) if highlights else None
        rows = []
        for one in highlights:
            found = None if text is None else find_passage(text, one.highlight.quote, one.anchor)
            anchor = one.anchor
            if anchored and found is not None and text is not None:
                anchor = encode_anchor(text.make(*found))
            rows.append((article, *_written(one.highlight), anchor, *_columns(found)))
        self._db.executemany(
            f"INSERT INTO highlights (article, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
        )

    def _text(self, article: int) -> AnchorText | None:
        from reader.anchors import AnchorText

        stored = self._db.value("SELECT blocks FROM bodies WHERE article = ?", (article,))
        try:
            blocks: tuple[Block, ...] = decode_blocks(stored, article)
        except ArticleDamaged:
            return None
        return AnchorText(blocks) if blocks else None


def digest_of_highlight(highlight: Highlight) -> str:
    """Identifies a highlight of a file by its words and its note."""
    whole = "\0".join(_identity(highlight.quote, highlight.note)).encode(errors="surrogatepass")
    return hashlib.blake2b(whole, digest_size=8).hexdigest()


def _identity(quote: str, note: str) -> tuple[str, str]:
    return squeezed(quote), " ".join(note.split())


def _stored(row: Row | Sequence[object], *, waiting: bool = False) -> StoredHighlight:
    quote, note, color, created, tags, anchor, block, char, end_block, end_char = row
    start, end = place(block, char), place(end_block, end_char)
    known = isinstance(block, int) and 0 <= start.block <= end.block and start.char >= 0 <= end.char
    return StoredHighlight(
        highlight=Highlight(
            quote=values.text(quote),
            note=values.text(note),
            color=values.text(color),
            created=values.text(created),
            tags=values.words(tags),
        ),
        start=start if known else None,
        end=end if known else None,
        anchor=values.text(anchor),
        waiting=waiting,
    )


def _written(one: Highlight) -> tuple[str, ...]:
    tags = json.dumps(one.tags, ensure_ascii=False) if one.tags else ""
    return one.quote, one.note, one.color, one.created, tags


def _columns(found: tuple[Position, Position] | None) -> tuple[int | None, ...]:
    if found is None:
        return None, None, None, None
    start, end = found
    return start.block, start.char, end.block, end.char
