"""Opens a library file, and notices when another file takes its name.

A library that cannot be written to is opened for reading, see :class:`Opened`. A file is recognised by its
device and inode, not by its name alone: see place.py.
"""

from __future__ import annotations

import os
import sqlite3
from _thread import allocate_lock  # threading takes a millisecond more
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path

from reader.errors import LibraryError, LibraryMachineError, LibraryMoved
from reader.folders import make_directory
from reader.store.asking import Asking, Row
from reader.store.faults import (
    FAULTS,
    explain,
    hindrance,
    is_shortage,
    lacks_log,
    reason,
    why_read_only,
)
from reader.store.guard import Guard, reading_only
from reader.store.patience import SLICE, Patience
from reader.store.place import FileState, LibraryFiles, look
from reader.store.repairs import repaired

_FIRST_PRAGMAS = ("trusted_schema = OFF", "cell_size_check = ON")
"""Set before anything is read: nothing in the file is trusted."""

_PRAGMAS = (
    "foreign_keys = ON",
    # Commits are on disk: a power cut loses nothing that was reported as done. The next two do the same on
    # macOS, and nothing elsewhere.
    "synchronous = FULL",
    "fullfsync = ON",
    "checkpoint_fullfsync = ON",
    "temp_store = MEMORY",
    "cache_size = -32000",
    # In pages: an import touches pages all over the file, which are cheaper to write back many at a time.
    "wal_autocheckpoint = 8000",
    "journal_size_limit = 67108864",
)

_CREATING = allocate_lock()


class Access(Enum):
    """How a library file is opened."""

    WRITE = "mode=rwc"
    READ = "mode=ro"
    UNLOCKED = "mode=ro&immutable=1"
    """Without any lock or side file, while nobody else has it open."""
    ALONE = "mode=rw&vfs=unix-excl"
    """For a log whose index has no room on disk: while it is read, nobody else can open the library."""


class Opened(Asking):
    """An open library file that follows its name: if another file takes the name, that one is opened.

    ``after_reopen`` runs when another file has taken the place of the library and has been opened.

    A file that exists but cannot be written, for whatever reason (it or its directory is read-only, the disk
    is full), is opened for reading, and anything that would change it raises LibraryReadOnly. While nobody
    else has it open it is read without any lock or side file, and opened again when :meth:`version` finds
    that it has changed.
    """

    _depth = 0
    """How many nested transactions are open."""

    def __init__(
        self,
        path: Path,
        patience: Patience | None = None,
        *,
        admit: Callable[[Opened], None] = lambda _: None,
        for_reading: bool = False,
    ) -> None:
        """Opens the file, creating it and its directory where needed and allowed.

        Args:
            path: the file.
            patience: how long to wait while another program has it locked, now and later.
            admit: called with each file that is opened, before anything in it is used or changed; raises
                LibraryError for a file that must not be used.
            for_reading: whether to write nothing, even if that is allowed.

        Raises:
            LibraryError: it cannot be opened, is not a database, is not admitted, or is locked for too long.
        """
        self.path = path
        self.patience = patience or Patience()
        self.why_read_only = "it was opened for reading" if for_reading else ""
        """Why nothing can be written, in words; "" if it can."""
        self.after_reopen: Callable[[], None] = lambda: None
        self.reopened = 0
        """How often another file was opened because it had taken the library's place."""
        self._admit = admit
        self._session: tuple[str, ...] = ()
        self._refused: FileState | None = None
        self._closed = False
        self._open()

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return bool(self.why_read_only)

    # --- opening --------------------------------------------------------------------------------------

    def _open(self) -> None:
        """Opens the file for writing if possible, else for reading; a read-only library stays read-only."""
        self._place = LibraryFiles(self.path)
        unlocked = not self._place.has_log()
        self.why_read_only = self.why_read_only or why_read_only(self.path)
        if not self.read_only:
            try:
                self._connect(Access.WRITE)
                return
            except LibraryMachineError as error:
                self.why_read_only = self._why_nothing_can_be_written(error.__cause__)
                if not self.read_only:
                    raise
        if unlocked:
            self._connect(Access.UNLOCKED)
            return
        try:
            self._connect(Access.READ)
        except LibraryMachineError:
            if why_read_only(self.path):
                raise
            self._connect(Access.ALONE)

    def _why_nothing_can_be_written(self, error: BaseException | None) -> str:
        """The reason, if the library exists and could be read without writing anything."""
        if look(self.path) is None:
            return ""
        found = hindrance(self.path.parent)
        if found is None:
            return "SQLite cannot keep its log beside it" if lacks_log(error) else ""
        return "" if is_shortage(found) else reason(found)

    def _connect(self, access: Access) -> None:
        connection: sqlite3.Connection | None = None
        try:
            if access is Access.WRITE:
                self._make_place()
            self._place.require_own_files()
            # Looked at before it is opened, so that a change in between is noticed.
            self._known = look(self.path)
            self._access = access
            connection = self._connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?{access.value}",
                uri=True,
                timeout=SLICE,
                isolation_level=None,
                cached_statements=256,
            )
            self._guard = Guard(connection)
            self._set_limit()
            self._prepare()
        except BaseException as error:
            if connection is not None:
                connection.close()
            if isinstance(error, (OSError, *FAULTS)):
                raise explain(error, self.path) from error
            raise

    def _make_place(self) -> None:
        """Creates the directory and the file if they are missing, for this user only. Raises OSError."""
        make_directory(self.path.parent)
        self._place.set_aside_foreign_log()
        # Closing a file drops all locks that this process has on it; no other thread has it open here.
        with _CREATING:
            if not self.path.exists():
                # SQLite itself would let everyone read it. Its log gets the permissions of the file.
                os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))

    def _prepare(self) -> None:
        for pragma in _FIRST_PRAGMAS:
            self.execute(f"PRAGMA {pragma}")
        if self._access is Access.ALONE:
            self._connection.set_authorizer(reading_only)
        # The schema is read first: a file that is not a database fails here, before anything is changed.
        is_new = not self.value("SELECT count(*) FROM sqlite_master")
        self._admit(self)
        if self._access is Access.WRITE:
            if is_new:
                self.execute("PRAGMA auto_vacuum = INCREMENTAL")
            if self.value("PRAGMA journal_mode") != "wal":
                self.execute("PRAGMA journal_mode = WAL")
        for pragma in _PRAGMAS:
            self.execute(f"PRAGMA {pragma}")
        if self._access is Access.WRITE:
            # The first statement has made the log.
            self.value("SELECT 1 FROM sqlite_master")
            self._place.note_log()
            self._note_own_write()
        self._require_in_place()

    # --- read-only libraries ------------------------------------------------------------------------

    def keep_for_session(self, tables: Sequence[str]) -> None:
        """Makes these tables of a read-only library writable, for this connection and only in memory."""
        self._session = tuple(tables)
        self._overlay({table: self.rows(f"SELECT * FROM main.{table}") for table in tables})

    def _overlay(self, contents: dict[str, list[Row]]) -> None:
        # A temporary table hides the library's own table of that name. Its foreign keys lead nowhere.
        self.execute("PRAGMA foreign_keys = OFF")
        for table, rows in contents.items():
            stated = self.value("SELECT sql FROM main.sqlite_master WHERE name = ?", (table,))
            self.execute(stated.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                self.executemany(f"INSERT INTO temp.{table} VALUES ({marks})", rows)

    # --- when others change the file ------------------------------------------------------------------

    def version(self) -> int:
        """A number that changes when another connection has changed the file (not when this one has).

        If another file has taken the library's place, that file is opened first. If it is not a library, or
        there is no file, the old one can still be read, but not written.
        """
        if not self._depth:
            self._follow()
        version: int = self.value("PRAGMA data_version")
        return self.reopened << 32 | version

    def _follow(self) -> None:
        now, known = look(self.path), self._known
        if now is None or known is None:
            return
        if self._access is Access.UNLOCKED:
            if now != known or self._place.has_log():
                self._reopen(now)
        elif now.file != known.file:
            self._reopen(now)
        elif now.stamp != known.stamp:
            self._drop_cache(now)

    def _drop_cache(self, now: FileState) -> None:
        """Reads from the file again: someone has written to it, and not only through the log.

        It was another program's checkpoint, or a copy of a library was written over the file, which SQLite
        cannot notice.
        """
        self.execute("PRAGMA shrink_memory")
        self._known = now
        self.reopened += 1

    def _reopen(self, now: FileState) -> None:
        if now == self._refused:
            return
        contents = {table: self.rows(f"SELECT * FROM temp.{table}") for table in self._session}
        before = self._connection, self._place, self._known, self._access, self._guard
        self._finish_log()
        try:
            self._open()
        except LibraryError:
            self._refused = now
            self._connection, self._place, self._known, self._access, self._guard = before
            return
        try:
            self._overlay(contents)
            self.after_reopen()
        except LibraryError:
            self._connection.close()
            self._refused = now
            self._connection, self._place, self._known, self._access, self._guard = before
            return
        before[0].close()
        self.reopened += 1
        if before[2] is not None and now.file != before[2].file:
            repaired("another file took the place of the library %s; it was opened", self.path)

    def _finish_log(self) -> None:
        """If the library has lost its name to another file: writes its log back and leaves none behind.

        SQLite itself would leave a log that the next program would apply to the other file.
        """
        now = look(self.path)
        moved = self._known is not None and (now is None or now.file != self._known.file)
        if moved and self._access is Access.WRITE:
            with suppress(sqlite3.Error):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def bring_log_home(self) -> None:
        """Writes the log into the file and empties it, unless others are reading or writing at this moment.

        Then the file alone is the library: a copy of it is a copy of everything.
        """
        if self._access is not Access.WRITE or self._depth or not self._place.log_size():
            return
        self._require_in_place()
        self.execute("PRAGMA busy_timeout = 0")
        try:
            self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self.execute(f"PRAGMA busy_timeout = {int(SLICE * 1000)}")
        self._note_own_write()

    def holds(self, name: str) -> bool:
        """Whether a name leads to a file of this library, which must never be opened and closed."""
        return self._place.holds(name)

    def _require_in_place(self) -> None:
        """Raises LibraryMoved if the library's name now belongs to another file, or no longer exists."""
        now, known = look(self.path), self._known
        if self._access is not Access.WRITE or now == known:
            return
        if now is None:
            raise LibraryMoved(
                "is not there any more: it was moved or deleted while it was open; nothing was written",
                source=self.path,
            )
        if known is not None and now.file != known.file:
            raise LibraryMoved(
                "was replaced by another file while it was open; nothing was written", source=self.path
            )
        if not self._depth:
            self._drop_cache(now)

    def _note_own_write(self) -> None:
        """Remembers how the file looks after our own commit, which may have written the log back into it."""
        now = look(self.path)
        if now is not None and self._known is not None and now.file == self._known.file:
            self._known = now

    def close(self) -> None:
        """Closes the connection, which cannot be used afterwards. Closing twice does no harm."""
        if self._closed:
            return
        self._closed = True
        self._finish_log()
        self._connection.close()
        if self._access is Access.WRITE:
            self._place.forget_log()
