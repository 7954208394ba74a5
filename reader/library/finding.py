"""Search over store and index together, for what neither can do alone.

The index knows words and scores; the store knows titles, bodies and reading state. ``Finder`` gives each of
them what it needs from the other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

from reader.errors import ArticleDamaged, ArticleNotFound
from reader.idset import IdSet
from reader.library.filtering import Filtering
from reader.library.found import Found
from reader.library.ordering import ListOrder
from reader.library.passages import PassageCutter, marks_in
from reader.library.queue import StoreQueue
from reader.library.related import described
from reader.library.texts import Texts
from reader.library.titled import closest_first, on_top, titled
from reader.library.waiting import waiting
from reader.model import Article, Progress, Related, Similar, Snippet
from reader.orders import NEWEST, RELEVANCE, Order
from reader.search import query as query_language
from reader.search.engine import IndexAnswer, SearchIndex
from reader.search.query import Query, relaxing
from reader.search.weights import ALL_FEATURES, MOST_POSTINGS, PARTIAL_POSTINGS
from reader.store import Store

MAX_FOUND = 1000
"""How many results a search on screen keeps: more than anyone scrolls through."""

FEW = 5
"""If fewer articles than this have all words, the best partial matches follow."""

FEW_OF_QUESTION = 20
"""The same for a question of several words: an answer need not contain all of them."""

COPIES = 20
"""How many more articles are looked up than requested, to replace those that are folded."""

COMPARED = 200
"""How many titles, those with the most significant words, are compared with the one of ``like:``."""

MAX_PARTIAL = 50
"""The most partial matches: those further down are not what anyone meant."""

_SHORT = 100

REDUCED = "There are too many common words: only the rarest are searched for."
CUT = "Very many words start like this: only the commonest are searched for."

ProgressCallback = Callable[[Progress], None]
StopCallback = Callable[[], bool]


class Finder:
    """Search, snippets, similar articles and upkeep of the index of one library."""

    def __init__(self, store: Store, directory: Path, order: ListOrder) -> None:
        self._store = store
        self._index = SearchIndex(directory, store.library_id)
        self._queue = StoreQueue(store)
        self._order = order
        self._filtering = Filtering(store, order)
        self._texts = Texts(store)
        self.features = ALL_FEATURES
        """What ranking does beyond BM25F: everything, except where the effect of each feature is measured."""

    # --- searching ------------------------------------------------------------------------------

    def find(
        self,
        text: str,
        *,
        typing: bool = False,
        limit: int | None = None,
        stop: StopCallback | None = None,
        whole: bool = False,
        fold: bool = True,
        order: Order = RELEVANCE,
    ) -> Found:
        """The articles that a query matches, best first; if few have all its words, partial matches too.

        A query that consists only of filters lists articles in the order of the list, and needs no index. No
        query text makes it raise. ``Found.query.notes`` says how the query was understood.

        Args:
            text: the query.
            typing: whether its last word may be unfinished: then it counts as a prefix.
            limit: the most ids to return; without it, filters alone return everything that passes them.
            stop: polled; once it is true, the result is empty and incomplete.
            whole: whether to leave out partial matches and list each near-duplicate.
            fold: whether to list only the best of several near-duplicates.
            order: with any order other than that by relevance, this is :meth:`find_all`.
        """
        if order.by != "relevance":
            return self.find_all(text, typing=typing, limit=limit, stop=stop, order=order)
        query = self._parsed(text, typing)
        exact = titled(self._store, query)
        if not query.asks_for_text():
            return self._in_order(query, self._filtering.listed(query), limit, exact)
        wanted = MAX_FOUND if limit is None else limit
        fold = fold and not whole
        limit = wanted + COPIES if fold else wanted
        # While someone is typing, nothing is reordered before their eyes.
        asked = not typing or relaxing.ends_question(text)
        hits, total, easier, matches = self._whole(query, limit, stop, asked)
        if not matches.complete:
            return Found(query=query, ids=(), scores=(), total=0, partial_from=0, complete=False)
        hits, total = self._with_waiting(query, hits, total, limit)
        if query.like:
            hits = closest_first(self._store, query.like, hits[:COMPARED])
            total = len(hits)
        if exact:
            # If there are more hits than requested, assume that titled articles are among the others.
            total += len(set(exact).difference(article for article, _ in hits)) if total == len(hits) else 0
            hits = on_top(exact, hits)[:limit]
        partial_from, suggestion, notes = len(hits), "", query.notes
        question = asked and relaxing.is_question(easier)
        if total < FEW and not query.like:
            suggestion = self._index.suggest(query)
        if not query.like and total < (FEW_OF_QUESTION if question else FEW):
            some = None if whole or len(hits) >= limit else relaxing.partial(query)
            if some is not None:
                most = min(limit, len(hits) + MAX_PARTIAL)
                more = self._search(some, most, stop, PARTIAL_POSTINGS, question=question)
                if not more.complete:
                    return Found(query=query, ids=(), scores=(), total=0, partial_from=0, complete=False)
                known = dict(hits)
                hits += [hit for hit in more.hits if hit[0] not in known][: limit - len(hits)]
                total += len(hits) - partial_from
        folded = self._index.alike([article for article, _ in hits]) if fold else {}
        if folded:
            copies = {article for others in folded.values() for article in others}
            partial_from = sum(article not in copies for article, _ in hits[:partial_from])
            hits = [hit for hit in hits if hit[0] not in copies]
        hits = hits[:wanted]
        notes = (*notes, *_limits(matches))
        return Found(
            query=replace(query, notes=notes),
            ids=tuple(map(itemgetter(0), hits)),
            scores=tuple(map(itemgetter(1), hits)),
            total=total,
            partial_from=min(partial_from, len(hits)),
            suggestion=suggestion,
            folded={article: folded[article] for article, _ in hits if article in folded} if folded else {},
        )

    def find_all(
        self,
        text: str,
        *,
        typing: bool = False,
        limit: int | None = None,
        stop: StopCallback | None = None,
        order: Order = NEWEST,
    ) -> Found:
        """All articles that match completely, or the first ``limit`` of them, in an order.

        There are no scores, near-duplicates are listed one by one, and a correction is suggested only if
        nothing is found. Otherwise like :meth:`find`.
        """
        query = self._parsed(text, typing)
        exact = titled(self._store, query)
        if not query.asks_for_text():
            return self._in_order(query, self._filtering.listed(query), limit, exact, order)
        filters, suggestion = self._filtering.admitted, ""
        matches = self._index.everything(relaxing.telling(query), filter=filters, stop=stop)
        essential = relaxing.essential(query) if matches.complete and matches.total < FEW else None
        ids = matches.found
        if essential is not None:
            matches = self._index.everything(essential, filter=filters, stop=stop)
            ids = ids | matches.found
        if not matches.complete:
            return Found(query=query, ids=(), scores=(), total=0, partial_from=0, complete=False)
        if new := [*exact, *waiting(self._store, self._filtering, query)]:
            ids = ids | IdSet.of(new)
        if not ids:
            suggestion = self._index.suggest(query)
        query = replace(query, notes=(*query.notes, *_limits(matches)))
        return replace(self._in_order(query, ids, limit, order=order), suggestion=suggestion)

    def _in_order(
        self,
        query: Query,
        ids: IdSet,
        limit: int | None,
        exact: Sequence[int] = (),
        order: Order = NEWEST,
    ) -> Found:
        """These articles, or the first ``limit``, as a result without scores, in an order.

        In the order of the list, articles whose title is the query (``exact``) come before them.
        """
        if exact:
            ids = ids | IdSet.of(exact)
        listed = tuple(self._order.of(ids, limit, order))
        if exact and order == NEWEST:
            listed = tuple(dict.fromkeys((*exact, *listed)))[:limit]
        return Found(
            query=query, ids=listed, scores=(0.0,) * len(listed), total=len(ids), partial_from=len(listed)
        )

    def _whole(
        self, query: Query, limit: int, stop: StopCallback | None, asked: bool
    ) -> tuple[list[tuple[int, float]], int, Query, IndexAnswer]:
        """The articles with all words except certain stop words; if there are few, except all stop words.

        ``asked``: whether the query is written out, so that it may be treated as a question.

        Returns the hits, their total number, the query that found them, and its matches.
        """
        easier = relaxing.telling(query)
        question = asked and relaxing.is_question(easier)
        if not self.features.all_first:
            easier = relaxing.partial(query) or easier
        matches = self._search(easier, limit, stop, asked=query.node, question=question)
        hits, total = list(matches.hits), matches.total
        essential = relaxing.essential(query) if matches.complete and total < FEW else None
        if essential is None or essential == easier:
            return hits, total, easier, matches
        matches = self._search(essential, limit, stop, asked=query.node, question=question)
        known = dict(hits)
        hits += [hit for hit in matches.hits if hit[0] not in known][: max(0, limit - len(hits))]
        return hits, matches.total, essential, matches

    def _with_waiting(
        self, query: Query, hits: list[tuple[int, float]], total: int, limit: int
    ) -> tuple[list[tuple[int, float]], int]:
        """The hits, preceded by new articles that are not indexed yet and match by their titles."""
        new = waiting(self._store, self._filtering, query)
        if not new:
            return hits, total
        known = dict(hits)
        new = [article for article in new if article not in known]
        best = hits[0][1] if hits else 0.0
        return [*((article, best) for article in new), *hits][:limit], total + len(new)

    def _search(
        self,
        query: Query,
        limit: int,
        stop: StopCallback | None,
        most: int = MOST_POSTINGS,
        asked: query_language.Node | None = None,
        question: bool = False,
    ) -> IndexAnswer:
        return self._index.search(
            query,
            limit=limit,
            filter=self._filtering.admitted,
            stop=stop,
            most=most,
            asked=asked,
            question=question,
            features=self.features,
        )

    def _parsed(self, text: str, typing: bool) -> Query:
        # A query that names no saved search and no tag by its sign always means the same.
        named = "@" in text or "#" in text or "＃" in text
        return self._parsed_again(text, typing) if named else _parsed(text, typing)

    def _parsed_again(self, text: str, typing: bool) -> Query:
        store = self._store
        return query_language.parse(
            text, typing=typing, saved=store.searches.get, tagged=lambda tag: bool(store.facts.tagged(tag))
        )

    def notes(self, text: str) -> tuple[str, ...]:
        """How a query was understood, if that is not literally, in words for the user."""
        if len(text) < _SHORT and text.islower() and text.replace(" ", "").isalpha():
            return ()  # a few plain words: they need not be parsed again at every key
        return self._parsed(text, False).notes

    def asks_index(self, text: str) -> bool:
        """Whether a query needs the index: filters alone do not."""
        return self._parsed(text, False).asks_for_text()

    def unread(self, text: str) -> int:
        """How many unread articles match a query, in the current index."""
        query = self._parsed(text, False)
        if not query.asks_for_text():
            unread = self._filtering.admitted(query_language.UNREAD) or IdSet()
            return len(self._filtering.listed(query) & unread)
        node = relaxing.telling(query).node
        assert node is not None
        both = replace(query, node=query_language.And((node, query_language.UNREAD)))
        return self._search(both, 0, None).total

    def snippet(self, text: str, article_id: int, *, typing: bool = False) -> Snippet:
        """The passage of an article that best shows why a query matches; empty if the article is damaged.

        Raises:
            ArticleNotFound: there is no such article.
        """
        shown = self.snippets(text, [article_id], typing=typing)
        if not shown:
            raise ArticleNotFound(article_id)
        return shown[0]

    def snippets(
        self, text: str, ids: Sequence[int], *, typing: bool = False, at: tuple[int, int] | None = None
    ) -> list[Snippet]:
        """The same for many articles, in the order of ``ids``; articles that do not exist are left out.

        ``at``: the stamp of the library, if the caller has just asked for it.
        """
        passages = PassageCutter(self._parsed(text, typing))
        found = self._texts.of(ids, at)
        return [passages.of(found[article]) for article in ids if article in found]

    def marks(self, text: str, article_id: int, *, typing: bool = False) -> list[tuple[int, int, int]]:
        """Where a query matches in an article: (block, start, end) in each block's plain text.

        The first match is in the passage that the snippet shows; the others follow in the order in which to
        go through them: passages with several of the words, then the rest (see ``passages.turns``). Block -1
        is the head: the title, a line break, and the note. Stop words (the, of) are not marked beside other
        words. A damaged article has no matches. Only some parts of a very long article are searched: see
        docs/search.md.

        Raises:
            ArticleNotFound: there is no such article.
        """
        try:
            return self.marks_in(self._store.articles.get(article_id), text, typing=typing)
        except ArticleDamaged:
            return []

    def marks_in(self, article: Article, text: str, *, typing: bool = False) -> list[tuple[int, int, int]]:
        """The same for an article that has already been read."""
        return marks_in(article, self._parsed(text, typing))

    def closest(self, article_id: int, limit: int, exclude: Collection[int] = ()) -> list[Similar]:
        """The articles most similar in content, according to the index; without ``exclude``."""
        return self._index.similar(article_id, limit, exclude)

    def similar(self, article_id: int, limit: int, exclude: Collection[int] = ()) -> list[Related]:
        """The articles most similar in content, with shared terms, then copies; without ``exclude``."""
        found = self.closest(article_id, limit, exclude)
        known = self._store.articles.summaries([one.id for one in found])
        return described(found, {summary.id: summary for summary in known})

    # --- upkeep ---------------------------------------------------------------------------------

    def is_current(self) -> bool:
        """Whether the index, as last committed by any process, contains every article in its current state.

        Raises MachineError if the index exists and cannot be read.
        """
        # The queue first: a change that has left it is committed, and is seen when the index is opened next.
        return (
            self._queue.count() == 0
            and self._index.usable()
            and self._index.epoch() == self._queue.epoch()
            and self._index.doc_count() == self._queue.total()
        )

    def update(self, *, progress: ProgressCallback | None = None, stop: StopCallback | None = None) -> int:
        """Applies the change queue to the index; returns how many changes that were.

        Raises:
            IndexBusy: another process is writing the index.
            IndexRefused: something else is where the index belongs.
            MachineError: the index cannot be written.
        """
        report = _reporting(progress, self._queue.count())
        return self._index.sync(self._queue, progress=report, stop=stop)

    def rebuild(self, *, progress: ProgressCallback | None = None, stop: StopCallback | None = None) -> int:
        """Rebuilds the index; returns how many articles were indexed. Raises like :meth:`update`."""
        report = _reporting(progress, self._queue.total())
        return self._index.rebuild(self._queue, progress=report, stop=stop)

    def refresh(self) -> None:
        """Makes changes visible that other processes have indexed."""
        self._index.refresh()

    def problems(self) -> list[str]:
        """What is wrong with the index, in words."""
        if self._queue.total() == 0 and self._queue.count() == 0:
            # There is nothing to find, so there need be no index.
            return []
        pending = self._queue.count()
        waiting = [f"{pending} changes are not in the search index yet"] if pending else []
        unindexed = [
            f"article {article} cannot be searched in full: {reason}"
            for article, reason in self._store.changes.unindexed().items()
        ]
        return [*waiting, *unindexed, *self._index.problems(self._queue)]


def _reporting(progress: ProgressCallback | None, expected: int) -> Callable[[int, int], None]:
    """Passes on the progress of indexing; reports its start immediately."""

    def report(done: int, total: int) -> None:
        if progress:
            progress(Progress("indexing", done, total))

    report(0, expected)
    return report


def _limits(matches: IndexAnswer) -> list[str]:
    """What was left out of the search, in words."""
    return [note for note, so in ((REDUCED, matches.reduced), (CUT, matches.cut)) if so]


@lru_cache(maxsize=8)
def _parsed(text: str, typing: bool) -> Query:
    """A query that is needed several times: for its results, its notes and its snippets."""
    return query_language.parse(text, typing=typing)
