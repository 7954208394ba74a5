"""The change queue: the articles that the search index has not seen yet.

Triggers in the library file fill it, so that no change to an article can be forgotten. It has one entry for
each article; a further change gives the entry a new number. Acknowledging the old number then does nothing,
and the later change is not lost.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from reader.errors import ArticleDamaged
from reader.model import Document, IndexChange
from reader.store.articles import Articles
from reader.store.database import Database, json_parameter
from reader.store.documents import mark
from reader.store.values import LAST_ID
from reader.text import fold

_CHUNK = 500


class Changes:
    """The queue, oldest change first."""

    def __init__(self, db: Database, articles: Articles) -> None:
        self._db = db
        self._articles = articles

    def pending(self, limit: int) -> list[IndexChange]:
        """The oldest changes, with the documents to index; ``document`` is None if the article is gone.

        It is None too if the article exists but cannot be read; ``error`` then says why.
        """
        queued = self._db.rows("SELECT seq, article FROM changes ORDER BY seq LIMIT ?", (limit,))
        # An entry that names no possible article needs no work; it is simply removed.
        nameless = [IndexChange(seq, 0, None) for seq, article in queued if not isinstance(article, int)]
        return nameless + self.of([article for _, article in queued if isinstance(article, int)])

    def of(self, ids: Sequence[int]) -> list[IndexChange]:
        """The documents of some articles to index, even if they are not queued; includes removed ones."""
        among = json_parameter(ids)
        self._name_languages(among)
        # Articles whose language has just been detected have new numbers.
        rows = self._db.rows(
            "SELECT seq, article FROM changes WHERE article IN (SELECT value FROM json_each(?))", (among,)
        )
        seqs = {article: seq for seq, article in rows}
        found = self._articles.readable(ids)
        return [_change(seqs.get(article, 0), article, found.get(article)) for article in ids]

    def queued(self) -> dict[int, int]:
        """The number of each article's entry."""
        rows = self._db.rows("SELECT article, seq FROM changes")
        return {article: seq for article, seq in rows if isinstance(article, int)}

    def marks(self) -> dict[int, int]:
        """The mark of each article: a number made from everything about it that is indexed."""
        rows = self._db.rows("SELECT id, key, title, lang, tags FROM articles")
        marks = {article: mark(*indexed) for article, *indexed in rows}
        # What else is indexed of an article without text, or with notes, is put together by its document.
        others = self._db.column(
            "SELECT id FROM articles WHERE body_key = '' UNION SELECT article FROM state WHERE remark <> ''"
            " UNION SELECT article FROM highlights WHERE note <> ''"
            " UNION SELECT article FROM highlights WHERE block IS NULL"
        )
        for start in range(0, len(others), _CHUNK):
            for article, found in self._articles.readable(others[start : start + _CHUNK]).items():
                if isinstance(found, Document):
                    marks[article] = found.mark
        return marks

    def _name_languages(self, among: str) -> None:
        """Detects the language of articles that have none.

        Libraries from before language detection get their languages in this way, article by article as their
        index is rebuilt, so opening them takes no longer.
        """
        nameless = self._db.column(
            "SELECT id FROM articles WHERE lang = '' AND id IN (SELECT value FROM json_each(?))", (among,)
        )
        if not nameless:
            return
        from reader.language import detect  # most calls find nothing to do

        documents = self._articles.documents(nameless)
        found = [(detect(f"{d.title}\n{d.note}\n{d.body}"), d.id) for d in documents]
        if named := [(lang, article) for lang, article in found if lang]:
            with self._db.transaction():
                self._db.executemany("UPDATE articles SET lang = ? WHERE id = ?", named)

    def acknowledge(
        self,
        seqs: Collection[int],
        *,
        epoch: str = "",
        articles: Collection[int] | None = (),
        reasons: Mapping[int, str] | None = None,
    ) -> None:
        """Removes entries from the queue. Articles that have changed again since then stay in it.

        Args:
            seqs: the numbers of the entries.
            epoch: the epoch of the index that holds them; "" to keep the one known so far.
            articles: the articles that ``reasons`` is about; None for all.
            reasons: the articles among them that cannot be indexed as they are, and why.
        """
        with self._db.transaction():
            if seqs:
                self._db.execute(
                    "DELETE FROM changes WHERE seq IN (SELECT value FROM json_each(?))",
                    (json_parameter(seqs),),
                )
            if epoch:
                self._db.execute("REPLACE INTO meta (name, value) VALUES ('epoch', ?)", (epoch,))
            if articles is None:
                self._db.execute("DELETE FROM unindexed")
            elif articles:
                self._db.execute(
                    "DELETE FROM unindexed WHERE article IN (SELECT value FROM json_each(?))",
                    (json_parameter(articles),),
                )
            self._db.executemany(
                "INSERT INTO unindexed (article, reason) SELECT id, ? FROM articles WHERE id = ?",
                [(reason, article) for article, reason in (reasons or {}).items()],
            )

    def epoch(self) -> str:
        """The epoch of the index that was acknowledged last; "" if none was."""
        value = self._db.value("SELECT value FROM meta WHERE name = 'epoch'")
        return value if isinstance(value, str) else ""

    def unindexed(self) -> dict[int, str]:
        """The articles that are not indexed as they are, and why."""
        return dict(self._db.rows("SELECT article, reason FROM unindexed ORDER BY article"))

    def count(self) -> int:
        """How many articles are waiting."""
        waiting: int = self._db.value("SELECT count(*) FROM changes")
        return waiting

    def titled(self, texts: Sequence[str], limit: int) -> list[int]:
        """The queued articles whose titles contain all these texts (folded), the latest added first."""
        conditions = " AND ".join(["instr(a.sort_key, ?)"] * len(texts))
        return self._db.column(
            f"SELECT a.id FROM changes c JOIN articles a ON a.id = c.article WHERE {conditions}"
            " ORDER BY a.added DESC, a.id LIMIT ?",
            (*map(fold, texts), limit),
        )


def _change(seq: int, article: int, found: Document | ArticleDamaged | None) -> IndexChange:
    if isinstance(found, ArticleDamaged):
        return IndexChange(seq=seq, article=article, document=None, error=found.reason)
    if found is not None and not 0 < article <= LAST_ID:
        return IndexChange(seq=seq, article=article, document=None, error="no article can have its number")
    return IndexChange(seq, article, found)
