"""Sources into the library: walk, read, parse, store, report.

A source is a file, a folder or ``-`` (one page on standard input). Pages are read and parsed a batch at
a time and each batch is stored in one transaction, so that the library is locked only while it is
written to. Stopped at any point, everything before the current batch is in the library and the same
import can simply be run again. A source that fails is named with its reason; the others go on.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reader import formats
from reader.errors import UnreadableSource
from reader.files import read_file, read_stdin
from reader.model import AddReport, Failure, Page, Progress
from reader.store import Put, Store, prepare

BATCH = 50
"""Pages in one transaction: enough that the commits cost little, few enough that nobody waits for long who
wants to write meanwhile; and that little is lost."""

BATCH_BYTES = 4 * 2**20
"""A batch ends at this many bytes, however few its pages are: they are all in memory at once."""

MAX_BYTES = 64 * 2**20
"""The largest file that is read. A saved page is some kilobytes; what is larger is something else."""

STDIN = "-"

ProgressCallback = Callable[[Progress], None]
StopCallback = Callable[[], bool]


@dataclass(slots=True)
class _Tally:
    """Counts of an import under way."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    same: int = 0
    failed: list[Failure] = field(default_factory=list)

    def fail(self, name: str, error: Exception) -> None:
        self.failed.append(Failure(_as_text(name), _reason(error)))

    def count(self, put: Put) -> None:
        self.same += put.same
        match put.outcome:
            case "added":
                self.added += 1
            case "updated":
                self.updated += 1
            case _:
                self.unchanged += 1

    def report(self) -> AddReport:
        return AddReport(self.added, self.updated, self.unchanged, tuple(self.failed), self.same)


def add(
    store: Store,
    sources: Iterable[str | os.PathLike[str]],
    *,
    now: float,
    tags: Sequence[str] = (),
    progress: ProgressCallback | None = None,
    stop: StopCallback | None = None,
) -> AddReport:
    """Adds every page found in ``sources`` to the store.

    Args:
        store: where the articles go.
        sources: files, folders (searched to any depth) or ``-``.
        now: the time to record as theirs, seconds since the epoch; one value for a whole import keeps
            the pages of a folder in the folder's order.
        tags: what to tag all these articles with, also those that the library has already.
        progress: called before each page, first when all files are found.
        stop: asked before each page; True ends the import after what was read so far is stored.

    Returns:
        What was added, updated, unchanged, and each failure with its reason.

    Raises:
        LibraryError: the library cannot be written to (a full disk, another program that keeps it locked).
    """
    tally = _Tally()
    found: list[str] = []
    for source in sources:
        _collect(os.fspath(source), found, tally)
    batch: list[Page] = []
    size = done = 0
    for name in found:
        if stop and stop():
            break
        if progress:
            progress(Progress("reading", done, len(found), name))
        page = _read_page(store, name, tally, known_too=bool(tags))
        done += 1
        if page is None:
            continue
        batch.append(page)
        size += len(page.raw)
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            _store(store, batch, now, tally, tags)
            batch, size = [], 0
    _store(store, batch, now, tally, tags)
    if progress:
        progress(Progress("reading", done, len(found)))
    return tally.report()


def add_pages(store: Store, pages: Iterable[tuple[str, bytes]], *, now: float) -> AddReport:
    """Adds pages given as (source, bytes) in one transaction. For pages that are not files, as the tour's.

    Raises:
        UnreadableSource: one of them is not text; then none is added.
        LibraryError: the library cannot be written to.
    """
    tally = _Tally()
    _store(store, [formats.parse(raw, source) for source, raw in pages], now, tally)
    return tally.report()


def _store(store: Store, batch: list[Page], now: float, tally: _Tally, tags: Sequence[str] = ()) -> None:
    if not batch:
        return
    try:
        # All that can be done before is: the library is locked for as short a time as can be.
        ready = [prepare(page) for page in batch]
        with store.transaction():
            done = [store.articles.put(page, now) for page in ready]
            for put in done if tags else ():
                store.articles.add_tags(put.id, tags)
    except MemoryError as error:
        # One of them is too much. The others are not to be lost with it.
        if len(batch) == 1:
            tally.fail(batch[0].source, error)
        for page in batch if len(batch) > 1 else ():
            _store(store, [page], now, tally, tags)
        return
    # Only what is committed counts.
    for put in done:
        tally.count(put)


def _read_page(store: Store, name: str, tally: _Tally, *, known_too: bool) -> Page | None:
    """The page to store, or None for one that failed or (not ``known_too``) that the library has as it is."""
    try:
        if name != STDIN and store.holds(name):
            raise UnreadableSource("a file of this library")
        raw = read_stdin(MAX_BYTES) if name == STDIN else read_file(name, MAX_BYTES)
        source = _source_of(name, raw)
        if not known_too and store.articles.known(source, raw):
            tally.unchanged += 1
            return None
        return formats.parse(raw, source)
    except (UnreadableSource, OSError, MemoryError) as error:
        tally.fail(name, error)
        return None


# --- names ------------------------------------------------------------------------------------------


def _source_of(name: str, raw: bytes) -> str:
    """The name an article's origin is stored under: an absolute path, valid as UTF-8."""
    if name == STDIN:
        return f"stdin:{hashlib.sha256(raw).hexdigest()[:12]}"
    # Not Path.resolve(): a page is known by the name the user gives it, links and all; and that costs
    # a system call for each folder above each page.
    return _as_text(os.path.abspath(name))  # noqa: PTH100


def _as_text(name: str) -> str:
    """A file name as text. It need not be any: what is not becomes escapes, which keep names apart."""
    try:
        raw = os.fsencode(name)
    except UnicodeEncodeError:
        # No file has that name.
        raw = name.encode("utf-8", "backslashreplace")
    return raw.decode("utf-8", "backslashreplace")


# --- finding ----------------------------------------------------------------------------------------


def _collect(name: str, found: list[str], tally: _Tally) -> None:
    """Adds the files that ``name`` stands for to ``found``, in order; failures go to the tally."""
    if name == STDIN:
        found.append(name)
        return
    try:
        mode = os.stat(name).st_mode  # noqa: PTH116 (a Path takes no name for the current directory)
    except (OSError, ValueError) as error:
        tally.fail(name, error)
        return
    if stat.S_ISREG(mode):
        found.append(name)
    elif stat.S_ISDIR(mode):
        found.extend(_walk(name, tally))
    else:
        tally.fail(name, UnreadableSource("not a file or folder"))


def _walk(folder: str, tally: _Tally) -> Iterator[str]:
    """Every regular file below ``folder``: the files of a folder by name, then its folders by name.

    Hidden files and folders are left out. Folders behind symbolic links are not entered, so that a link
    to a parent does not walk for ever; files behind symbolic links are pages like any other. What cannot be
    looked at is named in the tally, and the rest goes on.
    """
    # A stack of our own: os.walk recurses up to Python 3.11, and folders can be deeper than that allows.
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        entries = _entries(path, tally)
        folders = []
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.is_file():
                    yield entry.path
                elif not entry.is_dir():
                    tally.fail(entry.path, UnreadableSource(_what_is_wrong(entry)))
            except OSError as error:
                # A link in a circle, or into a folder that may not be entered.
                tally.fail(entry.path, error)
        waiting += reversed(folders)


def _entries(folder: str, tally: _Tally) -> list[os.DirEntry[str]]:
    """What is in a folder and not hidden, by name; as much of it as can be read."""
    entries = []
    try:
        with os.scandir(folder) as scan:
            # Each is kept at once: a disk that fails may do so in the middle.
            for entry in scan:
                if not entry.name.startswith("."):
                    entries.append(entry)  # noqa: PERF401
    except OSError as error:
        tally.fail(folder, error)
    return sorted(entries, key=lambda entry: entry.name)


def _what_is_wrong(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "a link to nothing" if not os.path.exists(entry.path) else "not a regular file"  # noqa: PTH110
    return "not a regular file"


def _reason(error: Exception) -> str:
    match error:
        case FileNotFoundError():
            return "no such file or folder"
        case PermissionError():
            return "permission denied"
        case OSError(errno=errno.ELOOP):
            return "a link that leads back to itself"
        case OSError(strerror=str(words)):
            return words[:1].lower() + words[1:]
        case MemoryError():
            return "there is not enough memory for it"
        case _:
            return str(error)
