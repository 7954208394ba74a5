"""Keeps the library: one SQLite file with everything a user could miss.

``open_store(path)`` gives a :class:`Store`, whose parts share one connection and one thread:

* ``articles``: put pages; get, list and remove articles (articles.py, pages.py, listing.py)
* ``origins``: which files articles came from, and which have vanished (origins.py, blobs.py, assets.py)
* ``links``: links with their targets, backlinks, wanted titles (links.py)
* ``facts``: the values that lists are ordered and filtered by, and when they changed (facts.py)
* ``state``: read, starred, position (state.py)
* ``trail``: back and forward (trail.py)
* ``searches``: saved searches, and recent ones (searches.py)
* ``changes``: what the search index has not seen yet (changes.py)
* ``mending``: repairs the damage that ``inspect`` finds (mending.py, integrity.py, seals.py)
* ``former``: what articles said before (former.py)
* ``reading``: what was read on which day (reading.py)
* ``journal``: changes that can be undone (journal.py, aspects.py)
* ``trash``: removed articles (trash.py)
* ``fetches``: what is to be fetched, and what came of it (fetches.py, renewing.py)
* ``feeds``: the feeds that the person follows, and their entries (feeds.py)
* ``tour``: whether this is the tour's library (tour.py)

resolve.py decides which article a link refers to, from what evidence.py finds, when settle.py asks.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import LibraryBusy, LibraryDamaged, LibraryMachineError, LibraryMoved
from reader.store.articles import Articles, Counts, Original
from reader.store.aspects import aspects_of
from reader.store.assets import StoredAsset
from reader.store.blobs import Blob, blob_of
from reader.store.bookmarks import Bookmarks
from reader.store.changes import Changes
from reader.store.codec import digest
from reader.store.database import Database
from reader.store.facts import ListFacts
from reader.store.faults import MEANT, read_only_error
from reader.store.integrity import Finding, Inspection, Kind, Report
from reader.store.journal import Journal
from reader.store.links import Links
from reader.store.mending import Kept, Mending
from reader.store.migrations import migrate
from reader.store.origins import Known
from reader.store.pages import Outcome, PutResult
from reader.store.patience import Patience
from reader.store.preparing import Prepared, prepare
from reader.store.rekey import bring_up_to_date
from reader.store.reviews import Reviews
from reader.store.schema import admit
from reader.store.seals import Seals
from reader.store.searches import Searches
from reader.store.settle import Settling
from reader.store.state import State
from reader.store.tour import Tour
from reader.store.trail import Trail
from reader.store.trash import DELETED_AT_REST
from reader.store.values import text

if TYPE_CHECKING:
    from reader.store.feeds import Feeds
    from reader.store.fetches import Fetches

__all__ = [
    "Blob",
    "Counts",
    "Finding",
    "Kept",
    "Kind",
    "Known",
    "Original",
    "Outcome",
    "Patience",
    "Prepared",
    "PutResult",
    "Store",
    "StoredAsset",
    "blob_of",
    "digest",
    "open_store",
    "prepare",
]


class Store:
    """An open library file. For one thread; other threads and processes open their own."""

    def __init__(self, db: Database) -> None:
        settling = Settling(db)
        seals = Seals(db)

        def before_commit() -> None:
            # Links are settled once for each batch, just before the commit: no library is left half resolved.
            settling.settle()
            seals.write()

        db.before_commit = before_commit
        db.after_rollback = settling.forget
        self._db = db
        self.articles = Articles(db, settling, seals)
        self.origins = self.articles.pages.origins
        self.facts = ListFacts(db)
        self.links = Links(db, settling)
        self.state = State(db)
        self.trail = Trail(db)
        self.bookmarks = Bookmarks(db)
        self.searches = Searches(db)
        self.reviews = Reviews(db)
        self.changes = Changes(db, self.articles)
        self.former = self.articles.pages.former
        self.reading = self.articles.reading
        self.mending = Mending(db, self.articles, settling, seals)
        self.trash = self.articles.trash
        self.journal = Journal(db, aspects_of(db, self.articles.tags, self.trash))
        self.tour = Tour(db)
        self._settling = settling
        self._seals = seals
        self._bring_up_to_date()
        db.after_reopen = self._take_over
        self._id = ""
        self._id_at = (-1, -1)
        self._rested_at = (-1, -1)

    def _take_over(self) -> None:
        """Brings a file that has replaced the library up to this version. Raises LibraryError."""
        migrate(self._db)
        self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        self._seals.attach()
        bring_up_to_date(self._db, self.articles, self._settling)
        self._seals.write_all()

    @property
    def library_id(self) -> str:
        """A unique id of the library, which everything derived from the library can carry."""
        at = self.stamp()
        if at != self._id_at:
            self._id = text(self._db.value("SELECT value FROM meta WHERE name = 'library_id'"))
            self._id_at = at
        return self._id

    @cached_property
    def fetches(self) -> Fetches:
        """What is to be fetched, and what came of it."""
        from reader.store.fetches import Fetches  # few programs fetch anything

        return Fetches(self._db)

    @cached_property
    def feeds(self) -> Feeds:
        """The feeds that the person follows."""
        from reader.store.feeds import Feeds  # the same

        return Feeds(self._db)

    def transaction(self) -> AbstractContextManager[None]:
        """Makes all writes inside one step: either all of them are kept, or none. Nested ones join it.

        Links are resolved when the outermost one ends.
        """
        return self._db.transaction()

    def holds(self, name: str) -> bool:
        """Whether a name leads to a file of this library, which must never be opened and closed."""
        return self._db.holds(name)

    def version(self) -> int:
        """A number that changes when another connection has changed the file (not when this one has)."""
        return self._db.version()

    @property
    def patience(self) -> Patience:
        """How long this library waits for other programs, and whom it notifies."""
        return self._db.patience

    @property
    def writing(self) -> bool:
        """Whether this library keeps others from writing at this moment; signal handlers may ask too."""
        return self._db.holds_lock

    def when_free(self, call: Callable[[], None]) -> None:
        """Calls ``call`` whenever a transaction has ended, instead of what was called before."""
        self._db.after_transaction = call

    @property
    def read_only(self) -> bool:
        """Whether the library can only be read: anything that would change it raises LibraryReadOnly."""
        return self._db.read_only

    @property
    def why_read_only(self) -> str:
        """Why nothing can be written, in words ("the disk is full"); "" if it can."""
        return self._db.why_read_only

    @property
    def hindered(self) -> bool:
        """Whether nothing can be written because of the machine (a full disk), not for lack of permission."""
        return self.read_only and self.why_read_only not in MEANT

    def require_writable(self) -> None:
        """Raises LibraryReadOnly if the library cannot be changed."""
        if self._db.read_only:
            raise read_only_error(self._db.path, self._db.why_read_only)

    def keep_for_session(self) -> None:
        """Lets reading state, trail and recent searches of a read-only library change until it is closed.

        The journal keeps such changes for as long. Only this object sees them. Does nothing to a library that
        can be written.
        """
        if self._db.read_only:
            self._db.keep_for_session(("state", "visits", "bookmarks", "meta", "recent_searches", "journal"))

    def stamp(self) -> tuple[int, int]:
        """A value that changes whenever anything in the file does, through any connection."""
        return self.version(), self._db.changes()

    def integrity(self) -> list[str]:
        """Everything that is wrong in the file, in words; an empty list if all is well."""
        return [finding.what for finding in self.inspect()]

    def inspect(self, report: Report = lambda done, total: None) -> list[Finding]:
        """Reads everything in the file and compares it with its seals; returns what is damaged."""
        with self._db.unhurried():
            return Inspection(self._db, self.articles, self._seals).findings(report)

    def rest(self, now: float | None = None) -> None:
        """Does a little pending work; call it now and then while nothing else has to be done.

        Moves the log into the file itself, deletes articles that have been in the trash for 30 days (``now``
        is the time to use in place of the clock's), and gives free space back to the disk.
        Does nothing if something was written since the last call, or if another program is at work.
        """
        from reader.store.space import GIVEN_AT_REST, give_back

        stamp = self.stamp()
        if stamp == self._rested_at:
            with suppress(LibraryBusy, LibraryMachineError, LibraryMoved), self.patience.at_most(0.0):
                self._delete_old(time.time() if now is None else now)
                give_back(self._db, most=GIVEN_AT_REST)
                self._db.bring_log_home()
        self._rested_at = self.stamp()

    def _delete_old(self, now: float) -> None:
        # Damage is reported by ``check``, not here.
        with suppress(LibraryDamaged):
            if not self.read_only:
                self.trash.expire(now, DELETED_AT_REST)

    def back_up(self, file: Path, *, replace: bool = False) -> int:
        """Writes the library as it is now into a file of its own; see :func:`reader.store.backup.copy_to`."""
        from reader.store.backup import copy_to  # imported here: few programs copy a library

        return copy_to(self._db, file, replace=replace)

    def make_ready(self, replaced: Database | None) -> None:
        """Prepares this copy to take a library's place; see backup.py."""
        from reader.store.backup import make_ready

        make_ready(self._db, replaced)
        self._db.bring_log_home()

    def give_back_space(self, stop: Callable[[], bool] = lambda: False) -> int:
        """Shrinks the file by the space that removed articles left; returns by how many bytes."""
        from reader.store.space import give_back

        return give_back(self._db, stop)

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(path: str | os.PathLike[str], patience: Patience | None = None) -> Store:
    """Opens a library, creating it if there is none.

    ``patience`` says how long to wait while another program has it locked, now and later.

    Raises:
        LibraryError: the file is not a library, is damaged or locked, or is from a newer version.
    """
    db = Database(Path(path), patience, admit=admit)
    try:
        migrate(db)
        return Store(db)
    except BaseException:
        db.close()
        raise
