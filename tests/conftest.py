"""What all tests share: a home of their own, saved pages to add, and ways to run the reader."""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import reader
from reader.cli import main
from reader.folders import make_directory
from reader.store import Store, open_store
from reader.store.database import Database
from tests.examples import SHARE

CHECKOUT = Path(__file__).resolve().parents[1]

LONGEST = 150
"""Seconds after which a process is given up: a busy machine needs a minute for what takes three seconds."""

_MAKE_PLACE = Database._make_place

# No test looks at a clock: a busy machine is slow at making examples, which is no fault of theirs.
# Every run tries the same examples, so a failure tells of the change; on demand they are new ones each time.
settings.register_profile(
    "reader",
    deadline=None,
    derandomize=SHARE < 1,
    max_examples=round(100 * SHARE),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("reader")


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes an empty folder whose name begins with the word given.

    ``tmp_path_factory`` reads the names of all folders before it makes one: of thousands, after a while.
    """
    root, number = tmp_path_factory.mktemp("tests"), itertools.count()

    def make(name: str) -> Path:
        folder = root / f"{name}{next(number)}"
        folder.mkdir()
        return folder

    return make


@pytest.fixture
def tmp_path(folders: Callable[[str], Path], request: pytest.FixtureRequest) -> Path:
    """An empty folder for the test, named after it."""
    return folders(re.sub(r"\W", "_", request.node.name)[:30])


@pytest.fixture(autouse=True)
def home(folders: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home directory for each test: nothing the user owns is read or written."""
    folder = folders("home")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    # Commands run in this process, whose priority nobody could raise again.
    monkeypatch.setattr("reader.cli.priority.MANY", sys.maxsize)
    for name in ("DATA", "CONFIG", "LOG"):
        monkeypatch.setenv(f"READER_{name}_DIR", str(folder / name.lower()))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(autouse=True)
def quick_libraries(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """A new library is a copy of an empty one: the steps that make one take twenty times as long.

    The first of a test is a copy of the first, the second of the second, for each has an id of its own.
    Tests of how libraries are made are marked ``genuine``.
    """
    if request.node.get_closest_marker("genuine"):
        return
    genuine, count, lock = Database._make_place, itertools.count(), threading.RLock()

    def make_place(db: Database) -> None:
        with lock:
            if not db.path.parent.exists() or not [*db.path.parent.glob(f"{db.path.name}*")]:
                raw = _empty_library(next(count), tmp_path_factory)
                make_directory(db.path.parent)
                descriptor = os.open(db.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    file.write(raw)
            genuine(db)

    monkeypatch.setattr(Database, "_make_place", make_place)


_empty: dict[int, bytes] = {}


def _empty_library(number: int, factory: pytest.TempPathFactory) -> bytes:
    if number not in _empty:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Database, "_make_place", _MAKE_PLACE)
            file = factory.mktemp("empty") / "library.sqlite3"
            open_store(file).close()
        _empty[number] = file.read_bytes()
    return _empty[number]


@pytest.fixture(scope="session", autouse=True)
def ctrl_c() -> Iterator[None]:
    """Ctrl-C works in the tests and in what they start, even where the tests run in the background.

    A shell starts background jobs with SIGINT ignored, and children inherit that.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def data(home: Path) -> Path:
    """The data directory of the test's library."""
    return home / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The corpora and hostile files that live outside the project; without them the test is skipped."""
    folder = Path(os.environ.get("READER_SHARED") or CHECKOUT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"needs the shared corpora: there is no {folder} (READER_SHARED names another folder)")
    return folder


# --- pages ------------------------------------------------------------------------------------------


def page_text(
    title: str,
    *paragraphs: str,
    note: str = "",
    previous: str = "",
    following: str = "",
    recommended: Sequence[tuple[str, str]] = (),
) -> str:
    """A saved page as a site writes it; ``recommended`` holds titles and teasers."""
    parts = [title, title]
    if note:
        parts.append(f"Editor's note: {note}")
    parts += paragraphs
    if previous:
        parts.append(f"<<:\xa0 {previous}")
    if following:
        parts.append(f">>:\xa0 {following}")
    if recommended:
        parts.append("Recommend")
        for pair in recommended:
            parts += pair
    return "\n\n".join(parts) + "\n"


@pytest.fixture(name="page_text", scope="session")
def _page_text() -> Callable[..., str]:
    return page_text


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of four saved pages that link to each other and to two titles that are not there."""
    folder = tmp_path / "pages"
    folder.mkdir()
    wind = "Wind turbines turn slowly and make little noise, which surprises those who live near them."
    mills = "Before turbines there were windmills, and before windmills there were very tired people."
    tides = "The tide comes twice a day and asks nobody. Engineers have tried to hold it for a century."
    tea = "A pot, leaves, water just off the boil. Everything else about tea is an opinion."
    missing = ("The last lamplighter", "He went out at dusk with a ladder, and the town...")
    texts = {
        "1-wind.txt": page_text(
            "Wind turbines",
            wind,
            "A turbine stands where the wind is, not where the people are.",
            note="First of two parts.",
            following="Windmills",
            recommended=[("Tides", f"{tides[:49]}..."), missing],
        ),
        "2-mills.txt": page_text("Windmills", mills, previous="Wind turbines", following="Tides"),
        "3-tides.txt": page_text(
            "Tides", tides, previous="Windmills", recommended=[missing, ("A history of rope", "Rope is...")]
        ),
        "4-tea.txt": page_text("How to make tea", tea),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


# --- running ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """What a run of the reader gave."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def rows(self) -> list[list[str]]:
        """The fields of each line of a pipe."""
        return [line.split("\t") for line in self.lines]

    @property
    def records(self) -> list[dict[str, Any]]:
        """The JSON objects, one a line."""
        return [json.loads(line) for line in self.out.split("\n")[:-1]]


RunReader = Callable[..., Result]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> RunReader:
    """Runs a command in this process, its output going into a pipe."""

    def run_here(*arguments: object) -> Result:
        code = main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Result(code, captured.out, captured.err)

    return run_here


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment for a reader in a process of its own: output buffered, as users have it."""
    return os.environ | {
        "PYTHONPATH": str(Path(reader.__file__).parents[1]),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUNBUFFERED": "",
    }


@pytest.fixture
def start(environment: dict[str, str]) -> Callable[..., Result]:
    """Runs a command in a process of its own; ``stdin`` is the text it can read."""

    def run_there(*arguments: object, stdin: str = "", **variables: str) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "reader", *map(str, arguments)],
            input=stdin.encode("utf-8", "surrogateescape"),
            capture_output=True,
            env=environment | variables,
            timeout=LONGEST,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run_there


@pytest.fixture
def in_terminal(environment: dict[str, str]) -> Callable[..., Result]:
    """Runs a command on a terminal of its own and gives all that it wrote there, as ``out``."""
    pexpect = pytest.importorskip("pexpect", reason="needs pexpect")

    def run_on_terminal(*arguments: object, columns: int = 80, **variables: str) -> Result:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "reader", *map(str, arguments)],
            env=environment | {"TERM": "xterm-256color"} | variables,
            dimensions=(24, columns),
            encoding="utf-8",
            timeout=LONGEST,
        )
        out = str(child.read())
        child.close()
        return Result(child.exitstatus, out.replace("\r\n", "\n"), "")

    return run_on_terminal


# --- disks ----------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes, for root alone."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a disk that is full can only be made by root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def fill(small_disk: Path) -> Callable[[], None]:
    """Fills the disk to the last byte."""

    def fill_up() -> None:
        with suppress(OSError), (small_disk / "fill").open("ab", 0) as file:
            while file.write(bytes(4096)):
                pass

    return fill_up


# --- damage -----------------------------------------------------------------------------------------


@pytest.fixture(name="put_into", scope="session")
def _put_into() -> Callable[..., None]:
    return put_into


def put_into(file: Path, table: str, column: str, value: object, where: str = "TRUE") -> None:
    """Writes any value into a column of a library, as damage would: past all that SQLite watches over.

    ``value``: what SQLite can hold; bytes that begin with ``text:`` are text in no encoding.
    """
    expression, parameter = "?", value
    if isinstance(value, bytes) and value.startswith(b"text:"):
        expression, parameter = "CAST(? AS TEXT)", value[5:]
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        shapes = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        _write_shapes(
            connection, {name: (sql or "").replace(" NOT NULL", "") for name, sql in shapes.items()}
        )
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        try:
            connection.execute(f'UPDATE {table} SET "{column}" = {expression} WHERE {where}', (parameter,))
        finally:
            _write_shapes(connection, shapes)
            for _, sql in triggers:
                connection.execute(sql)


def _write_shapes(connection: sqlite3.Connection, shapes: dict[str, str]) -> None:
    connection.execute("PRAGMA writable_schema = ON")
    for name, sql in shapes.items():
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ? AND type = 'table'", (sql, name))
    connection.execute("PRAGMA writable_schema = RESET")


# --- permissions --------------------------------------------------------------------------------------

_DAC_OVERRIDE = 1 << 1 | 1 << 2  # and _READ_SEARCH


@pytest.fixture(name="contents", scope="session")
def _contents() -> Callable[[Store], dict[str, list[tuple[object, ...]]]]:
    return contents


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables that a person could miss something of, and the seals of these."""
    db = store._db
    tables = db.column("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    found = {}
    for table in tables:
        if table not in ("changes", "revisions", "journal", "unindexed", "migrations"):
            found[table] = sorted(db.rows(f"SELECT * FROM {table}"), key=repr)
    # A state in which nothing is noted is as good as none.
    blank = (None, 0, -1, 0, 0.0)
    noted = [row for row in found["state"] if row[1:6] != blank]
    unnoted = {row[0] for row in found["state"]} - {row[0] for row in noted}
    found["state"] = noted
    left_out = {("state", article) for article in unnoted}
    found["seals"] = [
        row for row in found["seals"] if row[0] != "journal" and (row[0], row[1]) not in left_out
    ]
    return found


@pytest.fixture
def unprivileged() -> Callable[[], AbstractContextManager[None]]:
    """``with unprivileged():`` even root may only do what the modes of files and folders allow."""
    return _without_override


@pytest.fixture
def read_only() -> Callable[[Path], AbstractContextManager[None]]:
    """``with read_only(folder):`` nothing in the folder can be written, not even by root."""

    @contextmanager
    def locked(folder: Path) -> Iterator[None]:
        everything = [folder, *folder.rglob("*")]
        modes = {path: path.stat().st_mode for path in everything}
        for path, mode in modes.items():
            path.chmod(mode & ~0o222)
        try:
            with _without_override():
                if os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
                    pytest.skip("this user can write to what is read-only")
                yield
        finally:
            for path, mode in modes.items():
                path.chmod(mode)

    return locked


@contextmanager
def _without_override() -> Iterator[None]:
    """Takes from root, and from the threads started meanwhile, what lets it write to anything (on Linux)."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" and os.geteuid() == 0 else None
    if libc is None:
        yield
        return
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    before = (ctypes.c_uint32 * 6)()
    if libc.capget(header, before):
        pytest.skip("the capabilities of this process cannot be read")
    without = type(before)(*before)
    # Effective; they stay permitted, to be taken back.
    without[0] &= ~_DAC_OVERRIDE
    libc.capset(header, without)
    try:
        yield
    finally:
        libc.capset(header, before)
