"""One library file: how it is written to, and how it is copied as a whole.

All writing happens inside :meth:`Database.transaction`. The outermost transaction is the real one, which is
on disk when it ends. One inside another is a savepoint, so that a page that fails in the middle of a batch
does not affect the others.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from reader.errors import LibraryBusy
from reader.store.asking import Row
from reader.store.opening import Access, Opened
from reader.store.patience import Patience, gave_up
from reader.store.values import is_unicode

__all__ = ["Access", "Database", "Row", "json_parameter"]


class Database(Opened):
    """A connection to one library file, for one thread.

    ``before_commit`` runs inside the outermost transaction when its body is done, for work that is put off
    until the end of a batch. ``after_rollback`` runs when the outermost transaction has been rolled back,
    ``after_transaction`` when it is over, committed or not.
    """

    def __init__(
        self,
        path: Path,
        patience: Patience | None = None,
        *,
        admit: Callable[[Opened], None] = lambda _: None,
        for_reading: bool = False,
    ) -> None:
        """Opens the file; see :class:`Opened` for the arguments. Raises LibraryError."""
        self.before_commit: Callable[[], None] = lambda: None
        self.after_rollback: Callable[[], None] = lambda: None
        self.after_transaction: Callable[[], None] = lambda: None
        super().__init__(path, patience, admit=admit, for_reading=for_reading)

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def copy_into(self, target: sqlite3.Connection, pages: int) -> None:
        """Copies the whole file as it is at one moment, ``pages`` pages at a time. Raises LibraryError."""
        self.execute("BEGIN")
        try:
            # This fixes the moment: what others write meanwhile does not make the copy start again.
            self.value("SELECT count(*) FROM sqlite_master")
            self._connection.backup(target, pages=pages, progress=lambda *_: None)
        finally:
            self.execute("ROLLBACK")

    def take_from(self, source: sqlite3.Connection, pages: int, when_locked: Callable[[], object]) -> None:
        """Replaces the whole content with that of another database, in one transaction.

        ``when_locked`` is called once nobody else can write. If it raises, nothing is changed. Raises
        LibraryBusy if waiting was given up before that. Errors of SQLite are passed on unchanged.
        """
        self._require_in_place()
        with self.patience.wait(self.path) as goes_on:
            locked = False

            def look_on(status: int, _remaining: int, _total: int) -> None:
                nonlocal locked
                if status & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    if not goes_on():
                        raise LibraryBusy(gave_up(self.path), source=self.path)
                elif not locked:
                    locked = True
                    self._require_in_place()
                    when_locked()

            source.backup(self._connection, pages=pages, progress=look_on, sleep=0.01)
        self._note_own_write()

    @contextmanager
    def references_unguarded(self) -> Iterator[None]:
        """Allows a transaction inside to rebuild tables that others refer to, without deleting their rows."""
        self.execute("PRAGMA foreign_keys = OFF")
        try:
            yield
        finally:
            self.execute("PRAGMA foreign_keys = ON")

    def changes(self) -> int:
        """How many rows this connection has changed so far."""
        return self._connection.total_changes

    @property
    def in_transaction(self) -> bool:
        """Whether something is being written that may still be undone."""
        return self._depth > 0

    @property
    def holds_lock(self) -> bool:
        """Whether other programs cannot write now because of this connection; for signal handlers too."""
        return self._connection.in_transaction

    @property
    def for_session(self) -> bool:
        """Whether parts of a read-only library change in memory (see :meth:`keep_for_session`)."""
        return bool(self._session)

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing: what is written in the block is kept when it ends, and undone if it raises."""
        return self._savepoint() if self._depth else self._outermost()

    @contextmanager
    def _outermost(self) -> Iterator[None]:
        try:
            self._require_in_place()
            with self.unhurried():
                # Takes the write lock at once: a reader that becomes a writer midway could not wait its turn.
                self.execute("BEGIN IMMEDIATE")
                self._depth = 1
                yield
                self.before_commit()
                self._require_in_place()
                self.execute("COMMIT")
            self._note_own_write()
        except BaseException:
            # Some errors (a full disk) end the transaction.
            if self._connection.in_transaction:
                with suppress(sqlite3.Error):  # the error that caused this is the one to report
                    self._connection.execute("ROLLBACK")
            self.after_rollback()
            raise
        finally:
            self._depth = 0
            self.after_transaction()

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        name = f"level_{self._depth}"
        self.execute(f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
            self.execute(f"RELEASE {name}")
        except BaseException:
            if self._connection.in_transaction:
                with suppress(sqlite3.Error):
                    self._connection.execute(f"ROLLBACK TO {name}")
                    self._connection.execute(f"RELEASE {name}")
            raise
        finally:
            self._depth -= 1


def json_parameter(values: Iterable[Any]) -> str:
    """Many values as one parameter, for ``json_each(?)``: SQLite limits the number of parameters."""
    # In a damaged file, bytes may stand for a number or a text; they become a text that matches nothing.
    values = list(values)
    text = json.dumps(values, ensure_ascii=False, default=repr)
    # Text from a damaged file may not be encodable. Written with escapes, it can at least be passed on.
    return text if is_unicode(text) else json.dumps(values, default=repr)
