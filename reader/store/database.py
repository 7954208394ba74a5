"""One SQLite connection: how it is opened, how it is written to, what its errors say.

Everything that writes does so inside :meth:`Database.transaction`. The outermost transaction is the real
one and is on disk, whole, when it ends; one inside another is a savepoint, so that a page that fails in the
middle of a batch takes nothing with it but itself.

A library that this user may not write to is opened for reading, see :class:`Database`.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from reader.errors import LibraryBusy, LibraryError, LibraryReadOnly
from reader.store.patience import SLICE, Patience, gave_up

Row = tuple[Any, ...]

T = TypeVar("T")

_PRAGMAS = (
    "foreign_keys = ON",
    # With WAL a power cut can cost the last transactions, never the library.
    "synchronous = NORMAL",
    "temp_store = MEMORY",
    "cache_size = -32000",
    # In pages: an import touches pages all over the file, which are cheaper to bring home many at a time.
    "wal_autocheckpoint = 8000",
)


class Database:
    """A connection to one library file, for one thread.

    ``before_commit`` runs inside the outermost transaction when its body is done: what has been put off
    until the end of a batch happens there. ``after_rollback`` runs when the outermost one came to nothing,
    ``after_transaction`` when it is over, whatever came of it.

    A file that exists and cannot be written, or whose directory cannot (SQLite keeps its log there), is
    opened read-only: whatever would change it raises LibraryReadOnly. While nobody else has it open it is
    read without any lock or side file, and opened anew when :meth:`version` finds it changed.
    """

    def __init__(self, path: Path, patience: Patience | None = None) -> None:
        """Opens the file, creating it and its directory where needed and allowed.

        ``patience`` says how long to wait where another program has it locked, here and later on.

        Raises:
            LibraryError: it cannot be opened, is not a database, or is locked for too long.
        """
        self.path = path
        self.patience = patience or Patience()
        self.read_only = _only_readable(path)
        self.before_commit: Callable[[], None] = lambda: None
        self.after_rollback: Callable[[], None] = lambda: None
        self.after_transaction: Callable[[], None] = lambda: None
        self._depth = 0
        self._reopened = 0
        self._session: tuple[str, ...] = ()
        self._connect()

    def _connect(self) -> None:
        # What the file is before it is opened: a change meanwhile is then seen as one.
        self._unlocked = _identity(self.path) if self.read_only and not _has_log(self.path) else None
        try:
            if not self.read_only:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                self._uri(), uri=True, timeout=SLICE, isolation_level=None, cached_statements=256
            )
        except (OSError, sqlite3.Error) as error:
            raise explain(error, self.path) from error
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def _uri(self) -> str:
        uri = self.path.absolute().as_uri()
        if not self.read_only:
            return uri
        # Without immutable SQLite would want to make the files of its log, and to lock them.
        return f"{uri}?mode=ro" if self._unlocked is None else f"{uri}?mode=ro&immutable=1"

    def _prepare(self) -> None:
        # Reading the schema first: a file that is no database says so here, before anything is changed.
        self.execute("SELECT count(*) FROM sqlite_master")
        if not self.read_only and self.value("PRAGMA journal_mode") != "wal":
            self.execute("PRAGMA journal_mode = WAL")
        for pragma in _PRAGMAS:
            self.execute(f"PRAGMA {pragma}")

    # --- read-only libraries ------------------------------------------------------------------------

    def keep_for_session(self, tables: Sequence[str]) -> None:
        """Lets these tables of a read-only library be written to: for this connection, in memory alone."""
        self._session = tuple(tables)
        self._overlay({table: self.rows(f"SELECT * FROM main.{table}") for table in tables})

    def _overlay(self, contents: dict[str, list[Row]]) -> None:
        # A temporary table stands before the library's own of its name. Its foreign keys lead nowhere.
        self.execute("PRAGMA foreign_keys = OFF")
        for table, rows in contents.items():
            stated = self.value("SELECT sql FROM main.sqlite_master WHERE name = ?", (table,))
            self.execute(stated.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                self.executemany(f"INSERT INTO temp.{table} VALUES ({marks})", rows)

    def version(self) -> int:
        """A number that changes when another connection has changed the file (this one's writes do not)."""
        if self._unlocked is not None and (_has_log(self.path) or _identity(self.path) != self._unlocked):
            contents = {table: self.rows(f"SELECT * FROM temp.{table}") for table in self._session}
            self._connection.close()
            self._connect()
            self._overlay(contents)
            self._reopened += 1
        version: int = self.value("PRAGMA data_version")
        return self._reopened << 32 | version

    # --- asking and writing ---------------------------------------------------------------------------

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Runs one statement.

        Raises:
            LibraryBusy: another program has the library locked, and patience is over.
            LibraryError: SQLite refuses, in words for the user.
        """
        try:
            return self._connection.execute(sql, parameters)
        except sqlite3.Error as error:
            return self._again(error, lambda: self._connection.execute(sql, parameters))

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Runs one statement for each of ``parameters``, in a transaction; errors as :meth:`execute`."""
        try:
            self._connection.executemany(sql, parameters)
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query; errors as :meth:`execute`."""
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            return self._again(error, lambda: self._connection.execute(sql, parameters).fetchall())

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None; errors as :meth:`execute`."""
        try:
            found: Row | None = self._connection.execute(sql, parameters).fetchone()
        except sqlite3.Error as error:
            found = self._again(error, lambda: self._connection.execute(sql, parameters).fetchone())
        return found

    def _again(self, error: sqlite3.Error, step: Callable[[], T]) -> T:
        """Repeats a step that has just failed, for as long as another program has the library locked.

        A statement that finds a lock has done nothing yet. Raises LibraryError as :meth:`execute`.
        """
        if not _is_busy(error):
            raise explain(error, self.path) from error
        with self.patience.wait(self.path) as goes_on:
            while goes_on():
                try:
                    return step()
                except sqlite3.Error as now:
                    if not _is_busy(now):
                        raise explain(now, self.path) from now
        raise explain(error, self.path) from error

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:  # noqa: ANN401 (a column of any type)
        """The first column of the first row, or None; errors as :meth:`execute`."""
        found = self.row(sql, parameters)
        return None if found is None else found[0]

    def column(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """The first column of all rows; errors as :meth:`execute`."""
        return [row[0] for row in self.rows(sql, parameters)]

    def changes(self) -> int:
        """How many rows this connection has changed so far."""
        return self._connection.total_changes

    @property
    def in_transaction(self) -> bool:
        """Whether something is being written that may yet be undone."""
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
        """All or nothing: what is written inside is kept when the block ends, undone when it raises."""
        return self._savepoint() if self._depth else self._outermost()

    @contextmanager
    def _outermost(self) -> Iterator[None]:
        try:
            # Taking the write lock at once: a reader that turns writer half way could not wait for its turn.
            self.execute("BEGIN IMMEDIATE")
            self._depth = 1
            yield
            self.before_commit()
            self.execute("COMMIT")
        except BaseException:
            # Some errors (a full disk) end the transaction by themselves.
            if self._connection.in_transaction:
                with suppress(sqlite3.Error):  # the error that led here is the one to tell
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

    def close(self) -> None:
        """Closes the connection; nothing can be asked of it afterwards. Closing twice does no harm."""
        self._connection.close()


def json_parameter(values: Iterable[Any]) -> str:
    """Many values as one parameter, for ``json_each(?)``: SQLite limits the number of parameters."""
    return json.dumps(list(values), ensure_ascii=False)


def explain(error: Exception, path: Path) -> LibraryError:
    """What an error of SQLite or the file system means to the user, in one sentence."""
    text = str(error)
    if isinstance(error, OSError):
        return LibraryError(f"the library {path} cannot be opened: {error.strerror or text}")
    if "not a database" in text:
        return LibraryError(f"{path} is not a library: the file is no SQLite database")
    if "locked" in text or "busy" in text:
        return LibraryBusy(gave_up(path))
    if "readonly" in text:
        return read_only_error(path)
    if "malformed" in text:
        return LibraryError(f"the library {path} is damaged: {text}")
    if "unable to open" in text and _has_log(path):
        return LibraryError(
            f"the library {path} was not closed by the program that wrote it last, and cannot be read"
            " before somebody who may write there has opened it once"
        )
    if "unable to open" in text:
        return LibraryError(f"the library {path} cannot be opened: no such directory, or no permission")
    if "full" in text:
        return LibraryError(f"the library {path} cannot be written: the disk is full")
    return LibraryError(f"the library {path} cannot be used: {text}")


def _is_busy(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    # What was read in this transaction is no longer the newest: waiting would not change that.
    return code & 0xFF == sqlite3.SQLITE_BUSY and code != sqlite3.SQLITE_BUSY_SNAPSHOT


def read_only_error(path: Path) -> LibraryReadOnly:
    """What there is to say where a library cannot be changed."""
    return LibraryReadOnly(f"the library {path} cannot be written: the file or its directory is read-only")


def _only_readable(path: Path) -> bool:
    try:
        return path.exists() and not (_writable(path) and _writable(path.parent))
    except OSError:  # its directory cannot be entered: opening says so
        return False


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _has_log(path: Path) -> bool:
    """Whether SQLite's log stands beside a library: changes that are not in the file itself yet.

    An empty one counts where another process has the library open, for it may write at any time.
    """
    log, index = Path(f"{path}-wal"), Path(f"{path}-shm")
    try:
        return log.stat().st_size > 0 or index.exists()
    except OSError:
        return False


def _identity(path: Path) -> tuple[int, int, int] | None:
    """What tells a file from what it was before; None where it cannot be seen."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
