"""Keeps the index in step with the library: applies the change queue, compares the two, rebuilds.

The queue says what has changed since the index last applied it. That is reliable as long as each side is the
one that the other knows: the library remembers the *epoch* of the index that it has acknowledged. The epochs
differ after a library or an index was restored from a copy, or after a power failure lost the library's last
transactions. Then the marks of all articles are compared, and the differences are indexed again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol

from reader.errors import IndexBroken, MachineError, in_words
from reader.model import Document, IndexChange
from reader.search.segments import contents, tiers
from reader.search.segments.building import MOST_CHARACTERS
from reader.search.segments.commits import Writer, begun, clean
from reader.search.segments.contents import FORMAT, Contents
from reader.search.segments.directory import CONTENTS, REBUILT, IndexDirectory
from reader.search.segments.opening import OpenIndex

log = logging.getLogger(__name__)

BATCH = 1000
"""Documents per commit: larger ones need more memory (about 35 MB per 1,000), smaller ones more merges."""

BATCH_CHARACTERS = 16_000_000
"""The most text in a commit, unless a single document has more."""

ROOM = 2
"""How many times the size of the old index a new one beside it may need, while its segments are merged."""


class ChangeQueue(Protocol):
    """What the index has not seen yet, and what it can be compared with; the library keeps both."""

    def pending(self, limit: int) -> Sequence[IndexChange]:
        """The oldest changes that have not been acknowledged."""
        ...

    def changes_of(self, articles: Sequence[int]) -> Sequence[IndexChange]:
        """The current state of some articles, as changes; for an article that is gone, a deletion."""
        ...

    def queued(self) -> dict[int, int]:
        """The queue number of each article that is in the queue."""
        ...

    def acknowledge(
        self,
        seqs: Collection[int],
        *,
        epoch: str,
        articles: Collection[int] | None,
        reasons: Mapping[int, str],
    ) -> None:
        """Forgets changes: they are in the index.

        Args:
            seqs: the numbers of the changes; numbers that are no longer in the queue are ignored.
            epoch: the epoch of the index that contains them; "" to keep the epoch known so far.
            articles: the articles that ``reasons`` is about; None for all.
            reasons: the articles that could not be indexed in full, and why.
        """
        ...

    def epoch(self) -> str:
        """The epoch of the index that was last acknowledged; "" if there was none."""
        ...

    def marks(self) -> dict[int, int]:
        """The mark of each article in the library (see ``Document.mark``)."""
        ...

    def count(self) -> int:
        """How many changes are pending."""
        ...

    def total(self) -> int:
        """How many articles the library has."""
        ...


class Sync:
    """One run that brings an index up to date, or rebuilds it.

    A change is acknowledged after the commit that contains it, and applying it again does no harm: if a run
    is killed, it is simply run again.

    Args:
        directory: where the index is.
        library_id: the library it belongs to.
        opened: the index as this thread has it open.
        queue: the changes.
        progress: called with (changes applied, changes in all) after each commit.
        stop: polled between and during commits; changes that have not been applied then stay pending.
    """

    def __init__(
        self,
        directory: IndexDirectory,
        library_id: str,
        opened: OpenIndex,
        queue: ChangeQueue,
        progress: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> None:
        self._directory = directory
        self._library_id = library_id
        self._opened = opened
        self._queue = queue
        self._progress = progress
        self._stop = stop
        self._applied = 0
        self._expected = 0
        self._reasons: dict[int, str] = {}

    # --- update and rebuild -----------------------------------------------------------------------------

    def update(self) -> int:
        """Applies the pending changes; returns how many there were.

        An index that is missing, damaged, or of another version or library is built from scratch. One of an
        earlier version that can still be read answers searches meanwhile, if the disk has room for both.

        Raises:
            IndexBusy: another process is writing the index.
            IndexRefused: something else is where the index belongs.
            MachineError: it cannot be written (a full disk, missing permissions).
        """
        with self._writing():
            self._update()
        return self._applied

    def rebuild(self) -> int:
        """Rebuilds the index from all articles; returns how many were indexed.

        The current index answers searches until the new one replaces it, and stays if the rebuild fails.
        Raises like :meth:`update`.
        """
        with self._writing():
            if self._opened.usable():
                self._build_beside(None)
            else:
                self._update()
        return self._applied

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self._directory.lock():
                yield
        except (OSError, MemoryError) as error:
            raise MachineError(f"the search index cannot be written: {in_words(error)}") from error

    def _update(self) -> None:
        self._expected = self._queue.count()
        usable = self._opened.usable()
        if usable and self._opened.outdated():
            if self._renew():
                return
            usable = False
        if usable and self._opened.contents is not None:
            self._directory.write_mark(FORMAT)
            clean(self._directory, self._opened.contents)
        for attempt in ("first", "last"):
            if not usable:
                self._begin()
            try:
                self._catch_up()
            except IndexBroken:
                # A segment that could be opened turned out to be damaged when it was read.
                if attempt == "last":
                    raise
                log.warning("the search index is damaged and is being rebuilt", exc_info=True)
                usable = False
                continue
            return

    def _catch_up(self) -> None:
        writer = self._writer()
        if writer.contents.epoch != self._queue.epoch():
            self._compare(writer)
        self._apply(writer)
        # Count the library first: articles that are added meanwhile are then pending, not missing.
        total = self._queue.total()
        if not self._stopped() and self._queue.count() == 0 and writer.contents.live != total:
            log.warning("the search index had %d articles of %d", writer.contents.live, total)
            self._compare(writer)
            self._apply(writer)

    def _begin(self) -> None:
        """Replaces the index with an empty one."""
        self._opened.close()
        if damaged := self._directory.damaged():
            log.warning("the search index was damaged (commit %s); it is being rebuilt", damaged)
        elif self._directory.file(CONTENTS).exists():
            log.warning("the search index is of another format or library; it is being rebuilt")
        self._directory.delete()
        # The mark comes first: our files in a directory with a mark may be deleted.
        self._directory.write_mark(FORMAT)
        contents.write(self._directory.file(CONTENTS), Contents.of(()), self._library_id)
        self._opened.refresh()

    def _renew(self) -> bool:
        """Builds a new index beside one of an earlier format; returns False if that is not possible.

        If this is stopped or killed, the next sync goes on with it.
        """
        assert self._opened.contents is not None
        new = begun(self._directory, self._library_id)
        if self._directory.room() < ROOM * self._opened.contents.size - (new.contents.size if new else 0):
            log.warning("the disk has no room for a new search index beside the old one")
            return False
        try:
            self._build_beside(new, goes_on=True)
        except IndexBroken:
            log.warning("the new search index is damaged and is being built again", exc_info=True)
            return False
        return True

    def _build_beside(self, new: Writer | None, *, goes_on: bool = False) -> None:
        """Builds an index beside the current one, and replaces that one at the end.

        ``new``: the writer of one that was begun. ``goes_on``: whether to keep what is there if this is
        stopped.
        """
        assert self._opened.contents is not None
        before = self._opened.contents
        clean(self._directory, before, new.contents if new else None)
        writer = new or Writer(self._directory, self._library_id, Contents.of(()), {}, REBUILT)
        # Changes from here on stay in the queue and are applied afterwards.
        queued = self._queue.queued()
        try:
            finished = self._index_differences(writer, acknowledge=False)
            if finished:
                self._directory.write_mark(FORMAT)
                writer.promote()
        except BaseException as error:
            self._opened.close()
            if not goes_on or isinstance(error, Exception):
                clean(self._directory, before)
            raise
        if not finished:
            if not goes_on:
                clean(self._directory, before)
            return
        self._opened.refresh()
        self._queue.acknowledge(
            queued.values(), epoch=writer.contents.epoch, articles=None, reasons=self._reasons
        )
        self._apply(writer)

    # --- shared by both ---------------------------------------------------------------------------------

    def _compare(self, writer: Writer) -> None:
        """Indexes the differences between the index and the library: everything, if the index is empty."""
        queued = self._queue.queued()
        if self._index_differences(writer, acknowledge=True):
            self._queue.acknowledge(queued.values(), epoch=writer.contents.epoch, articles=(), reasons={})

    def _index_differences(self, writer: Writer, *, acknowledge: bool) -> bool:
        """Returns whether everything was indexed, which is not the case if the run was stopped."""
        has, wanted = writer.marks(), self._queue.marks()
        differing = [article for article, mark in wanted.items() if has.pop(article, None) != mark]
        differing += has  # what is left is no longer in the library
        self._expected = max(self._expected, self._applied + len(differing))
        for begin in range(0, len(differing), BATCH):
            if self._stopped():
                return False
            changes = self._queue.changes_of(differing[begin : begin + BATCH])
            reasons = self._commit(writer, changes)
            self._reasons |= reasons
            if acknowledge:
                self._acknowledge(changes, "", reasons)
            self._tell(len(changes))
            self._merge(writer, tiers.due)
        self._merge(writer, tiers.leftover)
        return True

    def _apply(self, writer: Writer) -> None:
        """Applies the changes in the queue."""
        while not self._stopped():
            # New articles can already be found, so merges can be put off.
            self._merge(writer, tiers.due)
            changes = self._queue.pending(BATCH)
            if not changes:
                self._merge(writer, tiers.leftover)
                break
            reasons = self._commit(writer, changes)
            self._acknowledge(changes, writer.contents.epoch, reasons)
            self._tell(len(changes))
            del changes  # a merge may follow, and needs the memory of their texts

    def _writer(self) -> Writer:
        assert self._opened.contents is not None
        return Writer(self._directory, self._library_id, self._opened.contents, dict(self._opened.files))

    def _merge(self, writer: Writer, choose: Callable[[Sequence[tiers.Size], int], list[int]]) -> None:
        """Merges as long as there is anything to merge; a run that has indexed nothing merges nothing."""
        indexed = self._applied
        while indexed and not self._stopped():
            if not writer.merge(lambda sizes: choose(sizes, indexed), stop=self._stop):
                break
            self._opened.refresh()

    def _acknowledge(self, changes: Sequence[IndexChange], epoch: str, reasons: Mapping[int, str]) -> None:
        seqs = [change.seq for change in changes if change.seq]
        articles = [change.article for change in changes]
        self._queue.acknowledge(seqs, epoch=epoch, articles=articles, reasons=reasons)

    def _tell(self, changes: int) -> None:
        self._applied += changes
        if self._progress:
            self._progress(self._applied, max(self._expected, self._applied))

    def _stopped(self) -> bool:
        return self._stop is not None and self._stop()

    # --- a commit ---------------------------------------------------------------------------------------

    def _commit(self, writer: Writer, changes: Sequence[IndexChange]) -> dict[int, str]:
        """Commits changes; returns the articles that could not be indexed in full, and why."""
        # If there are several changes to one article, the last one counts.
        last = {change.article: change for change in changes}
        documents, gone, reasons = [], [], {}
        for article, change in last.items():
            if change.error:
                reasons[article] = change.error
            if change.document is not None:
                documents.append(change.document)
                if len(change.document.body) > MOST_CHARACTERS:
                    reasons[article] = f"only its first {MOST_CHARACTERS:,} characters are searched"
            else:
                gone.append(article)
        for part in _parts(documents) if documents else [[]]:
            reasons |= self._commit_each(writer, part, gone)
            gone = []
        self._opened.refresh()
        return reasons

    def _commit_each(
        self, writer: Writer, documents: Sequence[Document], gone: Sequence[int]
    ) -> dict[int, str]:
        """Commits documents. If one cannot be indexed, bisection finds it, and its text is left out."""
        try:
            writer.commit(documents, gone)
            return {}
        except (OSError, IndexBroken):
            raise
        except Exception as error:
            if not documents:
                raise
            if not isinstance(error, MemoryError | OverflowError):
                log.exception("indexing failed at %s", [document.id for document in documents[:3]])
            reason = _why(error)
        # Outside the handler: while an error is being handled, the memory of the failed attempt is not freed.
        if len(documents) > 1:
            half = len(documents) // 2
            first = self._commit_each(writer, documents[:half], gone)
            return first | self._commit_each(writer, documents[half:], ())
        (document,) = documents
        bare = (
            replace(document, body="")
            if document.body
            else Document(id=document.id, title="", note="", body="", mark=document.mark)
        )
        if bare == document:
            raise MachineError(f"the search index cannot be written: {reason}")
        return {document.id: reason} | self._commit_each(writer, [bare], gone)


def _parts(documents: Sequence[Document]) -> Iterator[list[Document]]:
    """The documents in groups whose texts fit into memory together."""
    part: list[Document] = []
    size = 0
    for document in documents:
        characters = min(len(document.body), MOST_CHARACTERS)
        if part and size + characters > BATCH_CHARACTERS:
            yield part
            part, size = [], 0
        part.append(document)
        size += characters
    yield part


def _why(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "there was not enough memory to index its text"
    if isinstance(error, OverflowError):
        return "its text is too long to be indexed"
    return f"its text cannot be indexed ({type(error).__name__}; the log has more)"
