"""The search index of one library: a directory that follows a change queue and answers queries.

The directory is derived. Whatever is wrong with it (missing, damaged, of another version, of another
library), :meth:`SearchIndex.sync` deletes it, asks the queue for all articles again and rebuilds it,
without a word. Whoosh keeps the commits (``codec``); this module decides when what happens.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from reader.errors import IndexBroken
from reader.model import Change, Document, Similar
from reader.search import tiers
from reader.search.columns import Columns
from reader.search.idset import IdSet
from reader.search.matching import Evaluation, Stopped
from reader.search.nearness import nearer
from reader.search.planning import Filters, Plan, Planner, exact
from reader.search.query import Node, Query
from reader.search.ranking import MOST_POSTINGS, NEAR_POOL
from reader.search.segment import SegmentFile
from reader.search.similar import similar
from reader.search.sketch import group
from reader.search.snapshot import Snapshot
from reader.search.suggesting import suggestion

FORMAT = 4
"""Counts up whenever an index written by an older version would be read wrongly: also when ``words``
splits, folds or stems differently."""

BATCH = 1000
"""Documents per commit: more need more memory (about 35 MB each 1,000), fewer more merges."""

_ABOUT = "about.json"
_DAMAGED = "damaged"
_LOCK_SUFFIX = "WRITELOCK"


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
        found: all articles that match, where they were asked for without scores.
    """

    hits: tuple[tuple[int, float], ...] = ()
    total: int = 0
    complete: bool = True
    reduced: bool = False
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
        self._about = {"format": FORMAT, "library": library_id}
        self._files: dict[str, SegmentFile] = {}
        self._columns = Columns()
        self._snapshot: Snapshot | None = None
        self._state: tuple[int, tuple[str, ...]] | None = None
        self._toc: Path | None = None
        self._stamp: tuple[int, tuple[int, int, int]] | None = None

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
            writer.delete_article(article, self._files)
            if document is not None:
                writer.add_document(document)
        writer.commit(self._files)
        self.refresh()

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
            if not writer.merge(lambda sizes: choose(sizes, indexed), self._files, stop=stop):
                break
            self.refresh()

    def _rebuild(self, queue: ChangeQueue) -> None:
        from reader.search import codec

        self._close()
        for path in self._directory.iterdir():
            # The lock is held; a lock file deleted under it would let a second writer in.
            if not path.name.endswith(_LOCK_SUFFIX):
                _delete(path)
        codec.open_index(self._directory, create=True)
        # Last: only an index that was created whole says what it is.
        (self._directory / _ABOUT).write_text(json.dumps(self._about), encoding="utf-8")
        self.refresh()
        queue.requeue()

    def usable(self) -> bool:
        """Whether the index, as last committed by whatever process, opens and was not found damaged."""
        if (self._directory / _DAMAGED).exists():
            return False
        return not self._changed() or self._opens()

    # --- opening ------------------------------------------------------------------------------------

    def refresh(self) -> bool:
        """Looks at the index as last committed, by whatever process; returns whether it changed.

        Costs next to nothing where it did not: every search does it first.
        """
        before = self._state
        if self._changed():
            self._opens()
        return self._state != before

    def _changed(self) -> bool:
        if self._toc is None:
            return True
        # The directory's time changes with each commit, but not where two come within a clock tick; the
        # table of contents then is gone, or (in an index made anew) another file.
        try:
            return (self._directory.stat().st_mtime_ns, _identity(self._toc)) != self._stamp
        except OSError:
            return True

    def _opens(self) -> bool:
        from reader.search import codec

        for _ in range(_ATTEMPTS):
            try:
                self._open()
            except (FileNotFoundError, codec.NoToc):
                # A writer may have replaced what was about to be opened: then there is a newer one.
                continue
            except Exception:  # noqa: BLE001 - unpickling damaged bytes can raise anything at all
                break
            return True
        self._close()
        return False

    def _open(self) -> None:
        from reader.search import codec

        about = json.loads((self._directory / _ABOUT).read_text(encoding="utf-8"))
        if about != self._about:
            raise IndexBroken("an index of another version or library")
        # Before anything is read: a commit meanwhile makes the stamp an old one.
        modified = self._directory.stat().st_mtime_ns
        index = codec.open_index(self._directory)
        generation, segments = codec.read_toc(index)
        toc = codec.toc_path(self._directory, generation)
        stamp = (modified, _identity(toc))
        # The generation alone would not do: a rebuilt index counts from 0 again.
        state = (generation, tuple(s.segment_id() for s in segments))
        if state != self._state:
            files = {s.segment_id(): self._file(codec.segment_path(index.storage, s)) for s in segments}
            opened = [(files[s.segment_id()], frozenset(s.deleted_docs())) for s in segments]
            if any(
                file.documents != s.doc_count_all() for (file, _), s in zip(opened, segments, strict=True)
            ):
                raise IndexBroken("a segment has other documents than it should")
            lengths = [codec.byte_to_length(byte) for byte in range(256)]
            self._columns.keep(files.values())
            self._files, self._state = files, state
            self._snapshot = Snapshot(opened, lengths, self._columns)
        self._toc, self._stamp = toc, stamp

    def _file(self, path: Path) -> SegmentFile:
        return self._files.get(path.stem) or SegmentFile(path)

    def _close(self) -> None:
        self._columns.keep(())
        self._files, self._snapshot, self._state, self._toc, self._stamp = {}, None, None, None, None

    def _current(self) -> Snapshot | None:
        self.refresh()
        return self._snapshot

    def discard(self) -> None:
        """Gives the index up: the next sync, in whatever process, rebuilds it."""
        self._damaged()

    def _damaged(self) -> None:
        """Leaves a mark so that the next sync, in whatever process, rebuilds the index."""
        self._close()
        if self._directory.is_dir():
            # Where nothing can be written, nothing will be rebuilt either.
            with suppress(OSError):
                (self._directory / _DAMAGED).touch()

    # --- reading ------------------------------------------------------------------------------------

    def search(
        self,
        query: Query,
        *,
        limit: int = 50,
        filter: Filters | None = None,
        stop: Callable[[], bool] | None = None,
        most: int = MOST_POSTINGS,
        bm25_only: bool = False,
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
            bm25_only: leaves out what is added to BM25 (see ``nearness``), to compare with others' scores.
        """

        def best(snapshot: Snapshot, node: Node, plan: Plan) -> Matches:
            evaluation = Evaluation(snapshot, stop)
            pool = max(limit, NEAR_POOL) if limit > 0 else 0
            hits, total = evaluation.best(plan, pool, exact(snapshot, node))
            if not bm25_only:
                hits = nearer(evaluation, snapshot, plan, lambda: exact(snapshot, node, "body"), hits)
            return Matches(tuple(hits[:limit]), total)

        return self._carried_out(query, filter, most, best)

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
    ) -> Matches:
        snapshot = self._current()
        if snapshot is None:
            return Matches(complete=False)
        if query.node is None:
            return Matches()
        try:
            planner = Planner(snapshot, filters, most)
            plan = planner.plan(query.node)
            if plan is None:
                return Matches()
            return replace(carry_out(snapshot, query.node, plan), reduced=planner.reduced)
        except Stopped:
            return Matches(complete=False)
        except _DAMAGE:
            self._damaged()
            return Matches(complete=False)

    def suggest(self, query: Query) -> str:
        """The text of a query with its misspelt words put right, "" where none is. Never raises."""
        snapshot = self._current()
        if snapshot is None:
            return ""
        try:
            return suggestion(snapshot, query)
        except _DAMAGE:
            self._damaged()
            return ""

    def similar(self, article: int, limit: int = 5, exclude: Collection[int] = ()) -> list[Similar]:
        """The articles most like one, with the terms they share; empty where nothing is known of it."""
        snapshot = self._current()
        if snapshot is None:
            return []
        try:
            return similar(snapshot, article, limit, exclude)
        except _DAMAGE:
            self._damaged()
            return []

    def alike(self, articles: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Which of some articles are nearly the same: the first of each group, with the others."""
        snapshot = self._snapshot
        if snapshot is None or len(articles) < 2:
            return {}
        try:
            return group(articles, snapshot.sketch)
        except _DAMAGE:
            self._damaged()
            return {}

    def doc_count(self) -> int:
        """How many articles the index holds."""
        snapshot = self._current()
        return snapshot.live if snapshot else 0

    def has(self, article: int) -> bool:
        """Whether an article is in the index."""
        snapshot = self._current()
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
        if (self._directory / _DAMAGED).exists():
            return ["the search index is damaged"]
        self.refresh()
        if self._snapshot is None:
            return ["the search index cannot be opened"]
        try:
            for segment, _ in self._snapshot.segments:
                segment.verify()
        except _DAMAGE as error:
            self._damaged()
            return [f"the search index cannot be read ({error or type(error).__name__})"]
        return []


_ATTEMPTS = 5

_DAMAGE = (IndexBroken, LookupError, ValueError, OverflowError, MemoryError)
"""What damaged bytes lead to when they are decoded, once a segment has passed the checks of opening."""


def _identity(path: Path) -> tuple[int, int, int]:
    """What tells a file from another of its name. Raises OSError where there is none."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns, status.st_size


def _delete(path: Path) -> None:
    if path.is_dir():
        for child in path.iterdir():
            _delete(child)
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
