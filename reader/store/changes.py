"""The change queue: what the search index has not seen yet.

Triggers of the library file fill it, so that no way of changing an article can forget to. It holds one
entry an article; a further change gives the entry a new number. Acknowledging the old number then does
nothing, and the later change is not lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.model import Change
from reader.store.articles import Articles
from reader.store.database import Database, json_parameter
from reader.text import fold


class Changes:
    """The queue, oldest change first."""

    def __init__(self, db: Database, articles: Articles) -> None:
        self._db = db
        self._articles = articles

    def pending(self, limit: int) -> list[Change]:
        """The oldest changes, with what to index; ``document`` is None for an article that is gone."""
        ids = self._db.column("SELECT article FROM changes ORDER BY seq LIMIT ?", (limit,))
        among = json_parameter(ids)
        self._name_languages(among)
        # Those that got a language just now have other numbers than before.
        rows = self._db.rows(
            "SELECT seq, article FROM changes WHERE article IN (SELECT value FROM json_each(?)) ORDER BY seq",
            (among,),
        )
        documents = {document.id: document for document in self._articles.documents(ids)}
        return [Change(seq, article, documents.get(article)) for seq, article in rows]

    def _name_languages(self, among: str) -> None:
        """Finds out the language of those articles that have none.

        Libraries of the time when languages were not looked at get them so, article by article as their
        index is built anew, and need not wait for it when they are opened.
        """
        nameless = self._db.column(
            "SELECT id FROM articles WHERE lang = '' AND id IN (SELECT value FROM json_each(?))", (among,)
        )
        if not nameless:
            return
        from reader.language import detect  # most of those who look at the queue find nothing to do

        documents = self._articles.documents(nameless)
        found = [(detect(f"{d.title}\n{d.note}\n{d.body}"), d.id) for d in documents]
        if named := [(lang, article) for lang, article in found if lang]:
            with self._db.transaction():
                self._db.executemany("UPDATE articles SET lang = ? WHERE id = ?", named)

    def acknowledge(self, seqs: Sequence[int]) -> None:
        """Takes these entries off the queue. What has changed again since stays on it."""
        with self._db.transaction():
            self._db.execute(
                "DELETE FROM changes WHERE seq IN (SELECT value FROM json_each(?))", (json_parameter(seqs),)
            )

    def count(self) -> int:
        """How many articles are waiting."""
        waiting: int = self._db.value("SELECT count(*) FROM changes")
        return waiting

    def titled(self, texts: Sequence[str], limit: int) -> list[int]:
        """The articles waiting whose titles hold all these texts (folded), the latest added first."""
        conditions = " AND ".join(["instr(a.sort_key, ?)"] * len(texts))
        return self._db.column(
            f"SELECT a.id FROM changes c JOIN articles a ON a.id = c.article WHERE {conditions}"
            " ORDER BY a.added DESC, a.id LIMIT ?",
            (*map(fold, texts), limit),
        )

    def requeue(self, ids: Iterable[int] | None = None) -> None:
        """Puts articles on the queue again; all of them (and nothing else) when no ids are given."""
        with self._db.transaction():
            if ids is None:
                self._db.execute("DELETE FROM changes")
                self._db.execute("INSERT INTO changes (article) SELECT id FROM articles ORDER BY id")
            else:
                self._db.execute(
                    "REPLACE INTO changes (article) SELECT id FROM articles"
                    " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
                    (json_parameter(ids),),
                )
