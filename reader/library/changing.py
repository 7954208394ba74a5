"""Changes to articles, with undo, redo and the trash, for ``Library``."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable

from reader.changes import Applied, Change, JournalEntry, Restore, Trashed
from reader.library.tagging import counted, renamed
from reader.library.view import TagCount
from reader.model import Progress
from reader.store import Store

ProgressCallback = Callable[[Progress], None]
StopCallback = Callable[[], bool]


class LibraryChanges:
    """Applies changes to one library, undoes and redoes them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def apply(
        self, change: Change, progress: ProgressCallback | None = None, stop: StopCallback | None = None
    ) -> Applied:
        """See :meth:`reader.library.protocol.Library.apply`."""
        return self._store.journal.apply(change, time.time(), _report(progress), stop or _never)

    def undo(self, progress: ProgressCallback | None = None) -> Applied | None:
        """See :meth:`reader.library.protocol.Library.undo`."""
        return self._store.journal.undo(time.time(), _report(progress))

    def redo(self, progress: ProgressCallback | None = None) -> Applied | None:
        """See :meth:`reader.library.protocol.Library.redo`."""
        return self._store.journal.redo(time.time(), _report(progress))

    def tags(self) -> list[TagCount]:
        """All tags with their numbers of articles."""
        return counted(self._store.articles.tags.counts())

    def rename_tag(self, tag: str, new: str) -> Applied:
        """See :meth:`reader.library.protocol.Library.rename_tag`."""
        return self.apply(renamed(tag, new, self._store.facts.tagged))

    def journal(self, limit: int) -> list[JournalEntry]:
        """The latest changes, latest first."""
        return self._store.journal.entries(limit)

    def trash(self) -> list[Trashed]:
        """The articles in the trash, last removed first."""
        return self._store.trash.all()

    def trashed(self, articles: Collection[int]) -> list[Trashed]:
        """Those of the given articles that are in the trash."""
        return self._store.trash.some(articles)

    def restore(self, articles: Iterable[int], progress: ProgressCallback | None = None) -> Applied:
        """Brings articles back from the trash."""
        return self.apply(Restore(tuple(articles)), progress)

    def empty_trash(self) -> int:
        """Deletes everything in the trash for good; returns how many articles that were."""
        self._store.require_writable()
        return self._store.trash.empty()

    def expire(self) -> int:
        """Deletes for good the articles that have been in the trash for 30 days; returns how many."""
        return 0 if self._store.read_only else self._store.trash.expire(time.time())

    def titles(self, articles: Collection[int]) -> dict[int, str]:
        """The titles of articles, whether they are in the library or in the trash."""
        here = {summary.id: summary.title for summary in self._store.articles.summaries(list(articles))}
        return {trashed.id: trashed.title for trashed in self.trashed(articles)} | here


def _report(progress: ProgressCallback | None) -> Callable[[int, int], None]:
    def report(done: int, total: int) -> None:
        if progress is not None:
            progress(Progress("changing", done, total))

    return report


def _never() -> bool:
    return False
