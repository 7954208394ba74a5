"""Errors of the machine are said as such: nothing of them is taken for damage."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from reader.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryMachineError,
    LibraryReadOnly,
    MachineError,
    NotALibrary,
)
from reader.store import open_store
from reader.store.database import Database
from reader.store.faults import explain

CODES = {
    "IOERR_READ": LibraryMachineError,
    "IOERR_SHORT_READ": LibraryMachineError,
    "IOERR_FSYNC": LibraryMachineError,
    "IOERR_SHMMAP": LibraryMachineError,
    "IOERR_NOMEM": LibraryMachineError,
    "CANTOPEN": LibraryMachineError,
    "FULL": LibraryMachineError,
    "BUSY": LibraryBusy,
    "BUSY_RECOVERY": LibraryBusy,
    "LOCKED": LibraryBusy,
    "READONLY": LibraryReadOnly,
    "READONLY_DIRECTORY": LibraryReadOnly,
    "CORRUPT": LibraryDamaged,
    "CORRUPT_INDEX": LibraryDamaged,
    "NOTADB": NotALibrary,
    "TOOBIG": LibraryError,
    "SCHEMA": LibraryError,
    "CONSTRAINT_UNIQUE": LibraryError,
}


@pytest.mark.parametrize("name", CODES)
def test_errors_are_told_apart_by_their_codes(name: str, tmp_path: Path) -> None:
    # The words say something else, as they may in another version of SQLite.
    error = sqlite3.OperationalError("database disk image is malformed, locked and full")
    error.sqlite_errorcode = getattr(sqlite3, f"SQLITE_{name}")
    error.sqlite_errorname = f"SQLITE_{name}"
    explained = explain(error, tmp_path / "library.sqlite3")
    assert type(explained) is CODES[name]
    assert isinstance(explained, MachineError) == (CODES[name] is LibraryMachineError)
    assert ("damaged" in str(explained)) == (CODES[name] is LibraryDamaged)


@pytest.mark.parametrize("code", [errno.EIO, errno.EMFILE, errno.ENOSPC, errno.ENOMEM])
def test_errors_of_the_system_say_which_it_was(code: int, tmp_path: Path) -> None:
    explained = explain(OSError(code, os.strerror(code)), tmp_path / "library.sqlite3")
    assert isinstance(explained, MachineError)
    words = {
        errno.EIO: "the disk reports an error",
        errno.EMFILE: "too many files are open",
        errno.ENOSPC: "the disk is full",
        errno.ENOMEM: "there is not enough memory",
    }
    assert str(explained).endswith(words[code])


# --- with the machine as it is ----------------------------------------------------------------------------

_FEW_FILES = """
    import os, resource, sys
    from reader.errors import ReaderError
    from reader.store import open_store

    free = int(sys.argv[2])
    lowest = os.dup(0)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + free, lowest + free))
    try:
        with open_store(sys.argv[1]) as store:
            print(store.articles.ids(), store.integrity())
    except ReaderError as error:
        print(type(error).__name__, error)
"""

_LITTLE_MEMORY = """
    import resource, sys
    from pathlib import Path
    from reader.errors import ReaderError
    from reader.store.database import Database

    database = Database(Path(sys.argv[1]))
    page = resource.getpagesize()
    with open("/proc/self/statm") as statm:
        used = int(statm.read().split()[0]) * page
    resource.setrlimit(resource.RLIMIT_AS, (used + 2**26, used + 2**26))
    for sql in ("SELECT hex(zeroblob(300000000))", "SELECT zeroblob(400000000)"):
        try:
            database.rows(sql)
        except ReaderError as error:
            print(type(error).__name__, error)
    print(database.value("SELECT count(*) FROM sqlite_master"))
"""


def _run(script: str, *arguments: object, env: dict[str, str]) -> list[str]:
    command = [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="counts files and memory as Linux does")
def test_too_many_open_files_are_no_damage(library: Path, environment: dict[str, str]) -> None:
    open_store(library).close()
    said = [_run(_FEW_FILES, library, free, env=environment)[0] for free in range(8)]
    works = "[] []"
    refused = f"LibraryMachineError the library {library} cannot be opened: too many files are open"
    assert said[0] == refused
    assert said[-1] == works
    assert set(said) == {works, refused}


@pytest.mark.skipif(sys.platform != "linux", reason="counts files and memory as Linux does")
def test_too_little_memory_is_no_damage(library: Path, environment: dict[str, str]) -> None:
    sentence = f"LibraryMachineError the library {library} cannot be used: there is not enough memory"
    assert (
        _run(_LITTLE_MEMORY, library.with_name("l"), env=environment)[:2]
        == [sentence.replace("library.sqlite3", "l")] * 2
    )


_READ_ALL = """
    import sys
    from reader.errors import ReaderError
    from reader.store import open_store

    try:
        with open_store(sys.argv[1]) as store:
            print(store.integrity())
    except ReaderError as error:
        print(type(error).__name__, error)
"""


@pytest.mark.parametrize("from_read", [1, 2, 5, 12, 30])
def test_a_disk_that_fails_is_no_damage(
    library: Path, make_page, environment: dict[str, str], from_read: int
) -> None:
    strace = shutil.which("strace")
    if not strace or subprocess.run([strace, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs strace, to have system calls fail")
    with open_store(library) as store:
        for number in range(100):
            store.articles.put(make_page(f"/{number}", f"Title {number}", "Text. " * 100), 1.0)
    failing = f"inject=pread64:error=EIO:when={from_read}+"
    trace = [strace, "-f", "-o", os.devnull, "-e", "trace=pread64", "-e", failing, "-P", str(library)]
    command = [*trace, sys.executable, "-c", textwrap.dedent(_READ_ALL), str(library)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "damaged" not in done.stdout
    assert "the disk reports an error" in done.stdout
    with open_store(library) as store:
        assert store.integrity() == []


def test_a_file_that_may_not_be_read_is_no_damage(
    library: Path, read_only: Callable[[Path], AbstractContextManager[None]]
) -> None:
    open_store(library).close()
    with read_only(library.parent):
        library.chmod(0)
        if os.access(library, os.R_OK, effective_ids=os.access in os.supports_effective_ids):
            pytest.skip("this user can read what may not be read")
        with pytest.raises(LibraryMachineError, match="cannot be opened: permission denied"):
            open_store(library)
    library.chmod(0o600)
    open_store(library).close()


def test_numbers_that_have_come_to_their_end_are_not_taken_for_a_full_disk(library: Path, make_page) -> None:
    open_store(library).close()
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("INSERT INTO sqlite_sequence VALUES ('articles', ?)", (2**63 - 1,))
    with open_store(library) as store, pytest.raises(LibraryError, match="but the disk is not"):
        store.articles.put(make_page(title="One", body="Text"), 1.0)


def test_damage_is_said_as_damage(library: Path, make_page) -> None:
    with open_store(library) as store:
        for number in range(200):
            store.articles.put(make_page(f"/{number}", f"Title {number}", "Text. " * 100), 1.0)
    raw = bytearray(library.read_bytes())
    raw[20 * 4096 : -4096] = b"\xff" * (len(raw) - 21 * 4096)
    library.write_bytes(raw)
    with pytest.raises(LibraryDamaged), closing(Database(library)) as database:
        database.rows("SELECT * FROM articles JOIN bodies ON article = id")
