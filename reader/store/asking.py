"""Runs SQLite statements: they wait their turn, can be interrupted, and explain why they fail."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from reader.errors import LibraryError
from reader.store.faults import FAULTS, code_of, explain, is_busy, is_no_text, read_only_error
from reader.store.guard import MOST_STEPS, Guard
from reader.store.patience import Patience
from reader.store.values import as_text, as_unicode

Row = tuple[Any, ...]

T = TypeVar("T")

_REFUSED = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_AUTH)


class Asking:
    """The part of :class:`~reader.store.database.Database` that runs statements."""

    path: Path
    patience: Patience
    why_read_only: str
    _connection: sqlite3.Connection
    _guard: Guard
    _hurried = True

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Runs one statement.

        Raises:
            LibraryBusy: another program has the library locked, and waiting was given up.
            LibraryError: SQLite refused; the reason is worded for the user.
        """
        self._guard.steps = 0
        try:
            return self._connection.execute(sql, parameters)
        except FAULTS as error:
            return self._again(error, lambda: self._connection.execute(sql, parameters))
        except UnicodeEncodeError:
            return self.execute(sql, _as_unicode(parameters))

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Runs one statement for each of ``parameters``, in a transaction. Raises like :meth:`execute`."""
        self._guard.steps = 0
        try:
            self._connection.executemany(sql, parameters)
        except FAULTS as error:
            self._fail(error)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query. Raises what :meth:`execute` raises."""
        self._guard.steps = 0
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except FAULTS as error:
            if is_no_text(error):
                return self._whatever_it_holds(sql, parameters)
            return self._again(error, lambda: self._connection.execute(sql, parameters).fetchall())
        except UnicodeEncodeError:
            return self.rows(sql, _as_unicode(parameters))

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None. Raises what :meth:`execute` raises."""
        self._guard.steps = 0
        try:
            found: Row | None = self._connection.execute(sql, parameters).fetchone()
        except FAULTS as error:
            if is_no_text(error):
                return next(iter(self._whatever_it_holds(sql, parameters)), None)
            found = self._again(error, lambda: self._connection.execute(sql, parameters).fetchone())
        except UnicodeEncodeError:
            return self.row(sql, _as_unicode(parameters))
        return found

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:  # noqa: ANN401 (a column of any type)
        """The first column of the first row, or None. Raises what :meth:`execute` raises."""
        found = self.row(sql, parameters)
        return None if found is None else found[0]

    def column(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """The first column of all rows. Raises what :meth:`execute` raises."""
        return [row[0] for row in self.rows(sql, parameters)]

    def first_bytes(self, blob: int, most: int) -> bytes:
        """The first bytes of a row of ``blobs``; the rest is not read. b"" if they cannot be read."""
        try:
            with self._connection.blobopen("blobs", "bytes", blob, readonly=True) as opened:
                return opened.read(min(most, len(opened)))
        except (*FAULTS, OverflowError, TypeError):
            return b""

    def _whatever_it_holds(self, sql: str, parameters: Sequence[Any]) -> list[Row]:
        """The rows of a query in which some text is damaged and cannot be decoded: see ``values``."""
        self._connection.text_factory = as_text
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except FAULTS as error:
            self._fail(error)
        finally:
            self._connection.text_factory = str

    @contextmanager
    def unhurried(self) -> Iterator[None]:
        """Lets statements inside the block take as long as they need, for work on a whole library."""
        before, self._hurried = self._hurried, False
        self._set_limit()
        try:
            yield
        finally:
            self._hurried = before
            self._set_limit()

    def _set_limit(self) -> None:
        self._guard.limit = MOST_STEPS if self._hurried else math.inf

    def _again(self, error: Exception, step: Callable[[], T]) -> T:
        """Repeats a step that has just failed while another program has the library locked.

        A statement that meets a lock has done nothing yet. Raises what :meth:`execute` raises.
        """
        if not is_busy(error):
            self._fail(error)
        with self.patience.wait(self.path) as goes_on:
            while goes_on():
                self._guard.steps = 0
                try:
                    return step()
                except FAULTS as now:
                    if not is_busy(now):
                        self._fail(now)
        return self._fail(error)

    def _fail(self, error: Exception) -> NoReturn:
        if code_of(error) == sqlite3.SQLITE_INTERRUPT:
            if not self._guard.ran_away:
                # Ctrl+C: sqlite3 drops the exception that it raised while a statement was running.
                raise KeyboardInterrupt from error
            raise LibraryError("is not in order: a query on it does not end", source=self.path) from error
        if code_of(error) & 0xFF in _REFUSED and self.why_read_only:
            raise read_only_error(self.path, self.why_read_only) from error
        raise explain(error, self.path) from error


def _as_unicode(parameters: Sequence[Any]) -> list[Any]:
    """The parameters, without the undecodable text that one of them has from a damaged file."""
    return [as_unicode(one) if isinstance(one, str) else one for one in parameters]
