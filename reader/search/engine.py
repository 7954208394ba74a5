"""The search index of one library: a directory that follows a change queue and answers queries.

The directory is derived. If the index is missing, damaged, of another version or of another library, the next
sync silently rebuilds it from the library (``syncing``). Meanwhile one of an earlier version answers, if it
can be read. Only bytes that prove to be damaged when they are
read make an index count as damaged; an error of the machine or a bug in this program changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from reader.errors import IndexBroken, IndexRefused, MachineError, ProgramFault, ReaderError
from reader.idset import IdSet
from reader.model import Similar
from reader.search.query.nodes import Node, Query
from reader.search.ranking.combinations import All
from reader.search.ranking.feedback import fed_back
from reader.search.ranking.matching import Evaluation, Stopped
from reader.search.ranking.nearness import gathered, nearer
from reader.search.ranking.planning import Filters, Planner, exact
from reader.search.ranking.plans import Plan
from reader.search.ranking.similar import similar
from reader.search.ranking.suggesting import suggestion
from reader.search.segments.commits import marks_of
from reader.search.segments.directory import IndexDirectory
from reader.search.segments.opening import OpenIndex, reading_index
from reader.search.segments.snapshot import Snapshot
from reader.search.segments.syncing import ChangeQueue, Sync
from reader.search.weights import ALL_FEATURES, MOST_POSTINGS, NEAR_POOL, Features

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class IndexAnswer:
    """The answer to a query.

    Attributes:
        hits: (article id, score), best first.
        total: how many articles match in all.
        complete: False if the search was stopped, or the index cannot be read until the next sync.
        reduced: there were too many common words, so only the rarest were looked up.
        cut: too many words start with a prefix, so only the commonest were looked up.
        found: all matching articles, if they were requested without scores.
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
        directory: where the index is; it contains nothing else.
        library_id: the library it belongs to; an index of another library counts as missing.
    """

    def __init__(self, directory: Path, library_id: str) -> None:
        self._library_id = library_id
        self._directory = IndexDirectory(directory, library_id)
        self._opened = OpenIndex(self._directory, library_id)

    # --- writing ------------------------------------------------------------------------------------

    def sync(
        self,
        queue: ChangeQueue,
        *,
        progress: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> int:
        """Brings the index up to date; returns how many changes were applied. See :meth:`Sync.update`."""
        return Sync(self._directory, self._library_id, self._opened, queue, progress, stop).update()

    def rebuild(
        self,
        queue: ChangeQueue,
        *,
        progress: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> int:
        """Rebuilds the index; returns how many articles were indexed. See :meth:`Sync.rebuild`."""
        return Sync(self._directory, self._library_id, self._opened, queue, progress, stop).rebuild()

    def usable(self) -> bool:
        """Whether the index, as last committed by any process, opens and has not been found damaged.

        One of an earlier version is not usable, although it answers: it has to be built anew. Raises
        MachineError if it exists and cannot be read.
        """
        return self._opened.usable() and not self._opened.outdated()

    def refresh(self) -> bool:
        """Reads the index as last committed by any process; returns whether it changed.

        Raises MachineError if it exists and cannot be read.
        """
        return self._opened.refresh()

    def epoch(self) -> str:
        """The epoch of the index as last read (see ``contents.Contents``); "" if there is none."""
        return self._opened.contents.epoch if self._opened.contents else ""

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
    ) -> IndexAnswer:
        """The articles that match, best first, in the index as last committed by any process.

        No query and no damage to the index makes it raise.

        Raises:
            MachineError: the index cannot be read (no memory, a failing disk).
            ProgramFault: a bug in this program.

        Args:
            query: a parsed query; an empty one finds nothing.
            limit: the most hits to return.
            filter: returns the ids of the articles that pass a ``query.Filter``, or None for a filter it does
                not know, which is then ignored. Without it all filters are ignored.
            stop: polled; once it is true the answer is empty and incomplete.
            most: about how many postings to read at most; beyond that, the commonest words are left out.
            features: what ranking does beyond BM25F.
            asked: if the query is a relaxed form of another query, that query: its other words are optional,
                but they add to the score, most of all if they appear as they were asked for.
            question: whether the query consists of several words of a question; then terms that its best
                articles have in common are searched for as well (see ``feedback``).
        """

        repeats = query.text if features.repeats else ""

        def best(snapshot: Snapshot, plan: Plan) -> IndexAnswer:
            node = query.node
            assert node is not None  # or there would be no plan
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
            return IndexAnswer(tuple(hits[:limit]), total)

        return self._carried_out(query, filter, most, best, repeats)

    def everything(
        self,
        query: Query,
        *,
        filter: Filters | None = None,
        stop: Callable[[], bool] | None = None,
        most: int = MOST_POSTINGS,
    ) -> IndexAnswer:
        """All matching articles, in ``found``, without scores. Otherwise like :meth:`search`."""

        def found(snapshot: Snapshot, plan: Plan) -> IndexAnswer:
            ids = Evaluation(snapshot, stop).found(plan)
            return IndexAnswer(total=len(ids), found=ids)

        return self._carried_out(query, filter, most, found)

    def _carried_out(
        self,
        query: Query,
        filters: Filters | None,
        most: int,
        carry_out: Callable[[Snapshot, Plan], IndexAnswer],
        repeats: str = "",
    ) -> IndexAnswer:
        def ask(snapshot: Snapshot) -> IndexAnswer:
            if query.node is None:
                return IndexAnswer()
            planner = Planner(snapshot, filters, most, repeats)
            plan = planner.plan(query.node)
            if plan is None:
                return IndexAnswer()
            return replace(carry_out(snapshot, plan), reduced=planner.reduced, cut=planner.cut)

        return self._asked(ask, IndexAnswer(complete=False))

    def suggest(self, query: Query) -> str:
        """The query's text with misspelt words corrected, or "". Raises like :meth:`search`."""
        return self._asked(lambda snapshot: suggestion(snapshot, query), "")

    def similar(self, article: int, limit: int = 5, exclude: Collection[int] = ()) -> list[Similar]:
        """The articles most like one, with the terms they share; empty if the article is unknown.

        Raises like :meth:`search`.
        """
        return self._asked(lambda snapshot: similar(snapshot, article, limit, exclude), [])

    def alike(self, articles: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Finds near-duplicates among some articles: the first of each group, with the others.

        Raises like :meth:`search`.
        """
        if len(articles) < 2:
            return {}
        return self._asked(lambda snapshot: snapshot.copies.group(articles), {}, fresh=False)

    def _asked(self, ask: Callable[[Snapshot], T], otherwise: T, *, fresh: bool = True) -> T:
        """Asks the index something; returns ``otherwise`` if it cannot be read until the next sync.

        ``fresh``: use the index as last committed, rather than as last read.
        """
        snapshot = self._opened.current() if fresh else self._opened.snapshot
        if snapshot is None:
            return otherwise
        try:
            with reading_index():
                return ask(snapshot)
        except Stopped:
            return otherwise
        except IndexBroken:
            log.warning("the search index is damaged", exc_info=True)
            self._opened.give_up()
            return otherwise
        except ReaderError:
            raise
        except Exception as error:
            # Damaged postings can decode to numbers that lead anywhere; the checksums show whether they did.
            if self._verified():
                log.exception("a search failed")
                raise ProgramFault(
                    f"the search failed because of a mistake in reader ({type(error).__name__}); see the log"
                ) from error
            return otherwise

    def _verified(self) -> bool:
        """Whether the whole index is as it was written; if not, it is given up. Raises MachineError."""
        try:
            self._opened.verify()
        except IndexBroken:
            log.warning("the search index is damaged", exc_info=True)
            self._opened.give_up()
            return False
        return True

    # --- its state ------------------------------------------------------------------------------------

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

    def problems(self, queue: ChangeQueue) -> list[str]:
        """What is wrong with the index, in words; reads all of it and compares it with the library.

        Empty if nothing is wrong. The next sync repairs damage and differences.
        """
        try:
            self._directory.require_ours()
            found = [
                f"others may write to {path}: chmod go-w {path}"
                for path in self._directory.writable_by_others()
            ]
            return [*found, *self._problems(queue)]
        except (IndexRefused, MachineError) as error:
            return [str(error)]
        except OSError as error:
            return [f"the search index cannot be read: {error.strerror or error}"]

    def _problems(self, queue: ChangeQueue) -> list[str]:
        if not self._directory.exists():
            return ["there is no search index yet"]
        self._opened.refresh()
        if self._opened.contents is None:
            return ["the search index cannot be opened: 'reader reindex' rebuilds it"]
        if not self._opened.usable() or not self._verified():
            return ["the search index is damaged: 'reader reindex' rebuilds it"]
        if self._opened.outdated():
            return ["the search index is of an earlier version: the next search builds a new one"]
        return self._differences(queue)

    def _differences(self, queue: ChangeQueue) -> list[str]:
        """How the index and the library disagree, apart from changes still in the queue."""
        has = marks_of(self._opened.contents, self._opened.files) if self._opened.contents else {}
        queued = queue.queued()
        wanted = {article: mark for article, mark in queue.marks().items() if article not in queued}
        differ = sum(has.get(article) != mark for article, mark in wanted.items())
        differ += sum(article not in wanted for article in has if article not in queued)
        if not differ and self.epoch() == queue.epoch():
            return []
        how_many = (
            f"the search index and the library differ in {differ} article{'s' if differ != 1 else ''}"
            if differ
            else "the search index belongs to another state of the library"
        )
        return [f"{how_many}: the next search fixes that"]
