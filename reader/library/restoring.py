"""Replaces the library with a backup. This can be undone, and open screens keep working."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reader.config import Paths
from reader.errors import (
    CannotWrite,
    LibraryBusy,
    LibraryError,
    LibraryMachineError,
    LibraryMoved,
    LibraryReadOnly,
    NotALibrary,
    NotInOrder,
    WrongFile,
)
from reader.folders import make_directory
from reader.store import Patience, open_store
from reader.store.backup import copy_to, discard, discard_left, put_in_place, staged
from reader.store.database import Database
from reader.store.faults import read_only_error, reason, why_read_only
from reader.store.place import look
from reader.store.schema import admit


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of a restore: how many articles there are now, and where the earlier library is kept.

    ``kept`` is None if there was none. ``usable`` is False if the earlier library could not be opened.
    """

    articles: int
    kept: Path | None
    usable: bool = True


def restore(paths: Paths, file: Path, patience: Patience | None = None, *, force: bool = False) -> Restored:
    """Replaces the whole library with a backup.

    The backup is checked first, and brought up to date if an older version made it; the file itself is not
    changed. The replaced library is kept beside it. Programs that have the library open see the change.

    Args:
        paths: which library.
        file: the backup, or any library of reader.
        patience: how long to wait while others are writing the library.
        force: whether to accept a backup with problems.

    Raises:
        ReaderError: the backup cannot be used, or the library cannot be replaced. Then nothing has changed.
    """
    patience = patience or Patience()
    library = paths.library
    _check_source(file, library)
    try:
        make_directory(library.parent)
    except OSError as error:
        raise CannotWrite(f"cannot be made: {reason(error)}", source=library.parent) from error
    if why := why_read_only(library):
        raise read_only_error(library, why)
    discard_left(library.parent)
    part = _ready(file, library, force)
    try:
        kept, usable = _replace(part, library, patience)
        with open_store(library, patience) as store:
            return Restored(store.articles.counts().all, kept, usable)
    finally:
        discard(part)


def _check_source(file: Path, library: Path) -> None:
    state = look(file)
    if state is None or not file.is_file():
        raise WrongFile("is not there, or is not a file", source=file)
    here = look(library)
    if here is not None and here.file == state.file:
        raise WrongFile("is the library itself", source=file)


def _ready(file: Path, library: Path, force: bool) -> Path:
    """A private copy of the backup that this version can open, beside the library it is for."""
    source = Database(file, admit=admit, for_reading=True)
    try:
        if not source.value("SELECT count(*) FROM sqlite_master"):
            raise NotALibrary("it is empty", source=file)
        part = staged(source, library.parent)
    finally:
        source.close()
    try:
        with open_store(part) as store:
            problems = store.integrity()
        if problems and not force:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            # The copy is ours, and gone when this is read.
            first = problems[0].replace(f"the library {part} ", "it ")
            raise NotInOrder(f"{first}{more}; --force restores it all the same", source=file)
    except LibraryError as error:
        discard(part)
        raise error.about(file) from error
    except BaseException:
        discard(part)
        raise
    return part


def _replace(part: Path, library: Path, patience: Patience) -> tuple[Path | None, bool]:
    """Puts the private copy in the library's place.

    Returns:
        Where the earlier library is kept, and whether it can be opened as a library.
    """
    kept: Path | None = None
    if look(library) is not None:
        try:
            return _replace_content(part, library, patience), True
        except (LibraryBusy, LibraryMachineError, LibraryMoved, LibraryReadOnly):
            raise
        except LibraryError:
            # It is not a library of this version, or so damaged that SQLite does not open it.
            kept = _free_name(library)
            _move_aside(library, kept)
    with Database(library, patience) as fresh:
        _prepare(part, None)
        put_in_place(part, fresh, lambda: None)
        fresh.bring_log_home()
    return kept, False


def _replace_content(part: Path, library: Path, patience: Patience) -> Path:
    with (
        Database(library, patience, admit=admit) as target,
        Database(library, patience, admit=admit) as reading,
    ):
        if target.read_only:
            raise read_only_error(library, target.why_read_only)
        _prepare(part, target)
        kept = _free_name(library)
        try:
            put_in_place(part, target, partial(copy_to, reading, kept))
        except BaseException:
            with suppress(OSError):
                kept.unlink(missing_ok=True)
            raise
        target.bring_log_home()
    return kept


def _prepare(part: Path, replaced: Database | None) -> None:
    with open_store(part) as copy:
        copy.make_ready(replaced)


def _free_name(library: Path) -> Path:
    """A free name beside the library for the earlier one, with the time in it."""
    day = time.strftime("%Y-%m-%d-%H%M%S")
    number = 1
    while True:
        name = f"{library.stem}-before-{day}{f'-{number}' if number > 1 else ''}{library.suffix}"
        if not os.path.lexists(library.with_name(name)):
            return library.with_name(name)
        number += 1


def _move_aside(library: Path, kept: Path) -> None:
    try:
        library.rename(kept)
        for suffix in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{library}{suffix}").rename(f"{kept}{suffix}")
    except OSError as error:
        raise LibraryMachineError(f"cannot be moved aside: {reason(error)}", source=library) from error
