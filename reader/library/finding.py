"""Search over store and index together: what neither can do alone.

The index knows words and scores; the store knows titles, bodies and reading state. ``Finding`` passes
each what it needs of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.model import Article, Change, Hit, Progress, Related, Snippet
from reader.search import query as query_language
from reader.search import snippets
from reader.search.engine import SearchIndex
from reader.search.query import Filter, Query
from reader.store import Store

MAX_FOUND = 1000
"""How many results a search on screen keeps: more than anyone scrolls through."""

ProgressCallback = Callable[[Progress], None]
StopCallback = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of a search: ids best first, their scores, and how many articles match in all.

    Not ``complete``: the search was stopped before its end, or the index cannot be read.
    """

    query: Query
    ids: tuple[int, ...]
    scores: tuple[float, ...]
    total: int
    complete: bool = True


class _Queue:
    """The store's change queue as the index wants to see it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def pending(self, limit: int) -> Sequence[Change]:
        return self._store.changes.pending(limit)

    def acknowledge(self, changes: Sequence[Change]) -> None:
        self._store.changes.acknowledge([change.seq for change in changes])

    def count(self) -> int:
        return self._store.changes.count()

    def requeue(self) -> None:
        self._store.changes.requeue()

    def total(self) -> int:
        return self._store.articles.counts().all


class Finding:
    """Search, snippets, similar articles and the upkeep of the index of one library."""

    def __init__(self, store: Store, directory: Path) -> None:
        self._store = store
        self._index = SearchIndex(directory, store.library_id)
        self._queue = _Queue(store)

    # --- searching ------------------------------------------------------------------------------

    def find(
        self,
        text: str,
        *,
        typing: bool = False,
        limit: int = MAX_FOUND,
        stop: StopCallback | None = None,
    ) -> Found:
        """The articles that a query matches, best first; where none has all its words, those with some.

        Never raises on any query text. ``Found.query.notes`` says how the query was taken.
        """
        query = query_language.parse(text, typing=typing)
        matches = self._index.search(query, limit=limit, filter=self._matching, stop=stop)
        if not matches.total and matches.complete and (relaxed := query.relaxed()) is not None:
            query = relaxed
            matches = self._index.search(query, limit=limit, filter=self._matching, stop=stop)
        ids = tuple(article_id for article_id, _ in matches.hits)
        return Found(query, ids, tuple(score for _, score in matches.hits), matches.total, matches.complete)

    def hits(self, found: Found) -> list[Hit]:
        """What was found as a person reads it: title, score, snippet, source."""
        scores = dict(zip(found.ids, found.scores, strict=True))
        return [
            Hit(
                summary.id,
                summary.title,
                scores[summary.id],
                self._snippet(found.query, self._store.articles.get(summary.id)),
                summary.source,
            )
            for summary in self._store.articles.summaries(found.ids)
        ]

    def snippet(self, text: str, article_id: int, *, typing: bool = False) -> Snippet:
        """The passage of an article that shows best why a query matches it. Raises ArticleNotFound."""
        return self._snippet(query_language.parse(text, typing=typing), self._store.articles.get(article_id))

    def _snippet(self, query: Query, article: Article) -> Snippet:
        body = "\n".join([article.note, *article.paragraphs()]) if article.note else article.text()
        return snippets.snippet(body, query, article.lang)

    def marks(self, text: str, article_id: int, *, typing: bool = False) -> list[tuple[int, int, int]]:
        """Where a query matches in an article: (block, start, end) in each block's plain text, in order.

        Block -1 is the head: the title, a line break, and the note.

        Raises:
            ArticleNotFound: there is no such article.
        """
        query = query_language.parse(text, typing=typing)
        article = self._store.articles.get(article_id)
        texts = [f"{article.title}\n{article.note}", *(block.plain for block in article.blocks)]
        return [
            (number, start, end)
            for number, text_of_block in enumerate(texts, start=-1)
            for start, end in snippets.marks(text_of_block, query, article.lang)
        ]

    def _matching(self, wanted: Filter) -> Collection[int] | None:
        """The ids that a filter admits, from what only the store knows; None for a filter nobody knows."""
        articles = self._store.articles
        match wanted.name, wanted.value:
            case "is", "unread":
                return articles.ids(unread=True)
            case "is", "read":
                return articles.ids(unread=False)
            case "is", "starred":
                return articles.ids(starred=True)
            case "source", part:
                return articles.ids(source=part)
            case "tag", tag:
                return articles.ids(tag=tag)
            case "lang", lang:
                return articles.ids(lang=lang)
            case _:
                return None

    def similar(self, article_id: int, limit: int, exclude: Collection[int] = ()) -> list[Related]:
        """The articles closest in content, without those in ``exclude``, with the terms they share."""
        found = {similar.id: similar for similar in self._index.similar(article_id, limit, exclude)}
        return [
            Related(
                summary.id,
                summary.title,
                "similar",
                found[summary.id].score,
                summary.source,
                summary.read is not None,
                found[summary.id].shared,
            )
            for summary in self._store.articles.summaries(list(found))
        ]

    # --- upkeep ---------------------------------------------------------------------------------

    def is_current(self) -> bool:
        """Whether the index, as last committed by whatever process, holds every article as it is."""
        # The queue first: what has left it by then is committed, and seen when the index is opened after.
        return (
            self._queue.count() == 0
            and self._index.usable()
            and self._index.doc_count() == self._queue.total()
        )

    def update(self, *, progress: ProgressCallback | None = None, stop: StopCallback | None = None) -> int:
        """Applies the change queue to the index; returns how many changes. Raises IndexBusy."""
        return self._sync(self._queue.count(), progress, stop)

    def _sync(self, expected: int, progress: ProgressCallback | None, stop: StopCallback | None) -> int:
        def report(done: int, total: int) -> None:
            if progress:
                progress(Progress("indexing", done, total))

        report(0, expected)
        return self._index.sync(self._queue, progress=report, stop=stop)

    def rebuild(self, *, progress: ProgressCallback | None = None, stop: StopCallback | None = None) -> int:
        """Builds the index anew; returns how many articles it took in. Raises IndexBusy."""
        self._index.discard()
        return self._sync(self._queue.total(), progress, stop)

    def refresh(self) -> None:
        """Sees what other processes have indexed since."""
        self._index.refresh()

    def problems(self) -> list[str]:
        """What is not in order with the index, in words."""
        if self._queue.total() == 0 and self._queue.count() == 0:
            # Nothing to find: there need be no index.
            return []
        pending = self._queue.count()
        waiting = [f"{pending} changes are not in the search index yet"] if pending else []
        return [*waiting, *self._index.problems()]
