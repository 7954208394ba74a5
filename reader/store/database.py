"""One SQLite connection: how it is opened, how it is written to, what its errors say.

Everything that writes does so inside :meth:`Database.transaction`. The outermost transaction is the real
one and is on disk, whole, when it ends; one inside another is a savepoint, so that a page that fails in the
middle of a batch takes nothing with it but itself.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reader.errors import LibraryError

Row = tuple[Any, ...]

_BUSY_SECONDS = 20.0
"""How long to wait for another process that is writing: longer than its longest batch takes."""

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
    until the end of a batch happens there. ``after_rollback`` runs when the outermost one came to nothing.
    """

    def __init__(self, path: Path) -> None:
        """Opens the file, creating it and its directory where needed.

        Raises:
            LibraryError: it cannot be opened, is not a database, or is locked for too long.
        """
        self.path = path
        self.before_commit: Callable[[], None] = lambda: None
        self.after_rollback: Callable[[], None] = lambda: None
        self._depth = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=_BUSY_SECONDS, isolation_level=None, cached_statements=256
            )
        except (OSError, sqlite3.Error) as error:
            raise explain(error, path) from error
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        # Reading the schema first: a file that is no database says so here, before anything is changed.
        self.execute("SELECT count(*) FROM sqlite_master")
        if self.value("PRAGMA journal_mode") != "wal":
            self.execute("PRAGMA journal_mode = WAL")
        for pragma in _PRAGMAS:
            self.execute(f"PRAGMA {pragma}")

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Runs one statement.

        Raises:
            LibraryError: SQLite refuses, in words for the user.
        """
        try:
            return self._connection.execute(sql, parameters)
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Runs one statement for each of ``parameters``; errors as :meth:`execute`."""
        try:
            self._connection.executemany(sql, parameters)
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query; errors as :meth:`execute`."""
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None; errors as :meth:`execute`."""
        try:
            found: Row | None = self._connection.execute(sql, parameters).fetchone()
        except sqlite3.Error as error:
            raise explain(error, self.path) from error
        return found

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

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what is written inside is kept when the block ends, undone when it raises."""
        outermost = self._depth == 0
        name = f"level_{self._depth}"
        # Taking the write lock at once: a reader that turns writer half way could not wait for its turn.
        self.execute("BEGIN IMMEDIATE" if outermost else f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
            if outermost:
                self.before_commit()
            self.execute("COMMIT" if outermost else f"RELEASE {name}")
        except BaseException:
            # Some errors (a full disk) end the transaction by themselves.
            if self._connection.in_transaction:
                if outermost:
                    self._connection.execute("ROLLBACK")
                else:
                    self._connection.execute(f"ROLLBACK TO {name}")
                    self._connection.execute(f"RELEASE {name}")
            if outermost:
                self.after_rollback()
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
        return LibraryError(
            f"the library {path} is being written by another program; try again when it is done"
        )
    if "readonly" in text:
        return LibraryError(f"the library {path} cannot be written: the file or its directory is read-only")
    if "malformed" in text:
        return LibraryError(f"the library {path} is damaged: {text}")
    if "unable to open" in text:
        return LibraryError(f"the library {path} cannot be opened: no such directory, or no permission")
    if "full" in text:
        return LibraryError(f"the library {path} cannot be written: the disk is full")
    return LibraryError(f"the library {path} cannot be used: {text}")
