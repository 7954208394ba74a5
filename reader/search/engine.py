"""The search index of one library: a directory that follows a change queue and answers queries.

The directory is derived. Whatever is wrong with it (missing, damaged, of another version, of another
library), :meth:`SearchIndex.sync` deletes it, asks the queue for all articles again and rebuilds it,
without a word. Whoosh keeps the commits (``codec``); this module decides when what happens.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from reader.errors import IndexBroken
from reader.model import Change, Document, Similar
from reader.search import tiers
from reader.search.feedback import fed_back
from reader.search.idset import IdSet
from reader.search.matching import Evaluation, Stopped
from reader.search.nearness import gathered, nearer
from reader.search.opening import OpenIndex
from reader.search.planning import All, Filters, Plan, Planner, exact
from reader.search.query import Node, Query
from reader.search.ranking import ALL_FEATURES, MOST_POSTINGS, NEAR_POOL, Features
from reader.search.similar import similar
from reader.search.sketch import group
from reader.search.snapshot import Snapshot
from reader.search.suggesting import suggestion

BATCH = 1000
"""Documents per commit: more need more memory (about 35 MB each 1,000), fewer more merges."""


class ChangeQueue(Protocol):
    """What the index has not seen yet; whoever holds the articles keeps it."""

    def pending(self, limit: int) -> Sequence[Change]:
        """The oldest changes that are not acknowledged."""
        ...

    def acknowledge(self, changes: Sequence[Change]) -> None:
        """Forgets changes: they are in the index."""
        ...

    def count(self) -> int:
        """How many changes are pending."""
        ...

    def requeue(self) -> None:
        """Makes every article in the library pending."""
        ...

    def total(self) -> int:
        """How many articles the library has."""
        ...


@dataclass(frozen=True, slots=True)
class Matches:
    """The answer to a query.

    Attributes:
        hits: (article id, score), the best first.
        total: how many articles match in all.
        complete: False where the search was stopped, or the index cannot be read until the next sync.
        reduced: of too many common words only the rarest were looked up.
        cut: of too many words that begin as asked only the commonest were.
        found: all articles that match, where they were asked for without scores.
    """

    hits: tuple[tuple[int, float], ...] = ()
    total: int = 0
    complete: bool = True
    reduced: bool = False
    cut: bool = False
    found: IdSet = field(default_factory=IdSet)


class SearchIndex:
    """The search index of one library. One instance per thread; any number of processes.

    Nothing is opened or created until it is needed.

    Args:
        directory: where the index is; it holds nothing else.
        library_id: which library it belongs to; an index of another one counts as missing.
    """

    def __init__(self, directory: Path, library_id: str) -> None:
        self._directory = directory
        self._opened = OpenIndex(directory, library_id)

    # --- writing ------------------------------------------------------------------------------------

    def sync(
        self,
        queue: ChangeQueue,
        *,
        progress: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> int:
        """Brings the index up to date; returns how many changes were applied.

        A change is acknowledged after the commit that holds it, and applying one again does no harm: a
        sync that is killed is simply run again.

        Args:
            queue: the changes.
            progress: called with (changes applied, changes in all) after each commit.
            stop: polled between and during commits; what is not applied by then stays pending.

        Raises:
            IndexBusy: another process is writing the index.
            IndexBroken: it cannot be written (a full disk, missing rights).
        """
        from reader.search import codec

        try:
            with codec.Lock(self._directory):
                if self.usable():
                    codec.clean(codec.open_index(self._directory))
                else:
                    self._rebuild(queue)
                applied = self._apply(queue, progress, stop)
                # The library is asked first: what is added meanwhile is then pending, not missing.
                total = queue.total()
                if queue.count() == 0 and self.doc_count() != total:
                    self._rebuild(queue)
                    applied += self._apply(queue, progress, stop)
                return applied
        except OSError as error:
            raise IndexBroken(f"the search index cannot be written: {error.strerror or error}") from error

    def _apply(
        self,
        queue: ChangeQueue,
        progress: Callable[[int, int], None] | None,
        stop: Callable[[], bool] | None,
    ) -> int:
        applied, expected, rebuilt = 0, queue.count(), False
        while not (stop and stop()):
            try:
                # What is new can be found by now, and merges can be put off.
                self._merge(tiers.due, applied, stop)
                changes = queue.pending(BATCH)
                if not changes:
                    self._merge(tiers.leftover, applied, stop)
                    break
                self._commit(changes)
            except _DAMAGE:
                # A segment that opened well turned out damaged when it was merged.
                if rebuilt:
                    raise
                self._rebuild(queue)
                rebuilt = True
                continue
            queue.acknowledge(changes)
            applied += len(changes)
            del changes  # a merge may follow, and needs the memory that their texts take
            if progress:
                progress(applied, max(expected, applied))
        return applied

    def _commit(self, changes: Sequence[Change]) -> None:
        from reader.search import codec

        # Of several changes to one article the last one counts.
        last: dict[int, Document | None] = {change.article: change.document for change in changes}
        writer = codec.ArticleWriter(codec.open_index(self._directory))
        for article, document in last.items():
            writer.delete_article(article, self._opened.files)
            if document is not None:
                writer.add_document(document)
        writer.commit(self._opened.files)
        self._opened.refresh()

    def _merge(
        self,
        choose: Callable[[Sequence[tiers.Size], int], list[int]],
        indexed: int,
        stop: Callable[[], bool] | None,
    ) -> None:
        """Merges as long as there is anything to; nothing in a sync that has not ``indexed`` anything."""
        from reader.search import codec

        while indexed and not (stop and stop()):
            writer = codec.ArticleWriter(codec.open_index(self._directory))
            if not writer.merge(lambda sizes: choose(sizes, indexed), self._opened.files, stop=stop):
                break
            self._opened.refresh()

    def _rebuild(self, queue: ChangeQueue) -> None:
        self._opened.begin_anew()
        queue.requeue()

    def usable(self) -> bool:
        """Whether the index, as last committed by whatever process, opens and was not found damaged."""
        return self._opened.usable()

    def refresh(self) -> bool:
        """Looks at the index as last committed, by whatever process; returns whether it changed."""
        return self._opened.refresh()

    def discard(self) -> None:
        """Gives the index up: the next sync, in whatever process, rebuilds it."""
        self._opened.give_up()

    # --- reading ------------------------------------------------------------------------------------

    def search(
        self,
        query: Query,
        *,
        limit: int = 50,
        filter: Filters | None = None,
        stop: Callable[[], bool] | None = None,
        most: int = MOST_POSTINGS,
        features: Features = ALL_FEATURES,
        asked: Node | None = None,
        question: bool = False,
    ) -> Matches:
        """The articles that match, the best first, in the index as last committed by whatever process.

        Never raises, whatever the query or the index.

        Args:
            query: a parsed query; one that asks for nothing finds nothing.
            limit: how many hits at most.
            filter: gives the ids of the articles that a ``query.Filter`` lets through, or None for a
                filter it does not know, which is then ignored. Without it all filters are ignored.
            stop: polled; once it is true the answer is empty and not complete.
            most: how many postings are looked at, about; of more the commonest words are left out.
            features: what ranking does beyond BM25F.
            asked: where the query is an easier form of another one, that: its other words need not be there,
                but where they are they count, most where all stand as they were asked for.
            question: whether it is several words of a question, so that what its best articles have in common
                is looked for as well (see ``feedback``).
        """

        repeats = query.text if features.repeats else ""

        def best(snapshot: Snapshot, node: Node, plan: Plan) -> Matches:
            evaluation = Evaluation(snapshot, stop)
            whole = asked or node
            pool = max(limit, NEAR_POOL) if limit > 0 else 0
            hits, total = evaluation.best(plan, pool, exact(snapshot, whole))
            plans = [plan]
            if whole != node and (full := Planner(snapshot, filter, most, repeats).plan(whole)):
                hits = evaluation.raised(full, plan, hits)
                plans.append(full)
            if features.nearness and isinstance(plans[-1], All):
                hits = nearer(evaluation, snapshot, plans, lambda: exact(snapshot, whole, "body"), hits)
            if features.nearness:
                hits = gathered(evaluation, snapshot, plan, hits)
            if question and features.feedback:
                hits = fed_back(evaluation, snapshot, plan, hits)
            return Matches(tuple(hits[:limit]), total)

        return self._carried_out(query, filter, most, best, repeats)

    def everything(
        self,
        query: Query,
        *,
        filter: Filters | None = None,
        stop: Callable[[], bool] | None = None,
        most: int = MOST_POSTINGS,
    ) -> Matches:
        """All articles that match, as :attr:`Matches.found`, without scores. Otherwise as :meth:`search`."""

        def found(snapshot: Snapshot, node: Node, plan: Plan) -> Matches:
            ids = Evaluation(snapshot, stop).found(plan)
            return Matches(total=len(ids), found=ids)

        return self._carried_out(query, filter, most, found)

    def _carried_out(
        self,
        query: Query,
        filters: Filters | None,
        most: int,
        carry_out: Callable[[Snapshot, Node, Plan], Matches],
        repeats: str = "",
    ) -> Matches:
        snapshot = self._opened.current()
        if snapshot is None:
            return Matches(complete=False)
        if query.node is None:
            return Matches()
        try:
            planner = Planner(snapshot, filters, most, repeats)
            plan = planner.plan(query.node)
            if plan is None:
                return Matches()
            return replace(carry_out(snapshot, query.node, plan), reduced=planner.reduced, cut=planner.cut)
        except Stopped:
            return Matches(complete=False)
        except _DAMAGE:
            self._opened.give_up()
            return Matches(complete=False)

    def suggest(self, query: Query) -> str:
        """The text of a query with its misspelt words put right, "" where none is. Never raises."""
        snapshot = self._opened.current()
        if snapshot is None:
            return ""
        try:
            return suggestion(snapshot, query)
        except _DAMAGE:
            self._opened.give_up()
            return ""

    def similar(self, article: int, limit: int = 5, exclude: Collection[int] = ()) -> list[Similar]:
        """The articles most like one, with the terms they share; empty where nothing is known of it."""
        snapshot = self._opened.current()
        if snapshot is None:
            return []
        try:
            return similar(snapshot, article, limit, exclude)
        except _DAMAGE:
            self._opened.give_up()
            return []

    def alike(self, articles: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Which of some articles are nearly the same: the first of each group, with the others."""
        snapshot = self._opened.snapshot
        if snapshot is None or len(articles) < 2:
            return {}
        try:
            return group(articles, snapshot.sketches)
        except _DAMAGE:
            self._opened.give_up()
            return {}

    def doc_count(self) -> int:
        """How many articles the index holds."""
        snapshot = self._opened.current()
        return snapshot.live if snapshot else 0

    def has(self, article: int) -> bool:
        """Whether an article is in the index."""
        snapshot = self._opened.current()
        return snapshot is not None and any(
            (number := segment.numbers.get(article)) is not None and number not in deleted
            for segment, deleted in snapshot.segments
        )

    def problems(self) -> list[str]:
        """What is wrong with the index, in words; reads all of it. Empty when nothing is.

        A problem is no cause for worry: the next sync rebuilds the index.
        """
        if not self._directory.is_dir():
            return ["there is no search index yet"]
        if self._opened.given_up():
            return ["the search index is damaged"]
        self._opened.refresh()
        if self._opened.snapshot is None:
            return ["the search index cannot be opened"]
        try:
            for segment, _ in self._opened.snapshot.segments:
                segment.verify()
        except _DAMAGE as error:
            self._opened.give_up()
            return [f"the search index cannot be read ({error or type(error).__name__})"]
        return []


_DAMAGE = (IndexBroken, LookupError, ValueError, OverflowError, MemoryError)
"""What damaged bytes lead to when they are decoded, once a segment has passed the checks of opening."""
