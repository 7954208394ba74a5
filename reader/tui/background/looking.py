"""Looks at files for the dialog that adds: on threads of their own, which keep nothing from ending."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from reader.tui.state.adding import MOST_COUNTED, PathFacts, unescaped

T = TypeVar("T")

MOST_NAMES = 2000
"""So many names of a folder are offered."""


async def aside(work: Callable[[], T]) -> T:
    """Runs work on a daemon thread: a disk that does not answer keeps neither keys nor the end waiting."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 (it is raised again where the result is awaited)
            failure = error
            _settle(future, lambda: future.set_exception(failure))
        else:
            _settle(future, lambda: future.set_result(result))

    threading.Thread(target=run, name="looking", daemon=True).start()
    return await asyncio.wrap_future(future)


def _settle(future: Future[T], settle: Callable[[], None]) -> None:
    # Nobody may wait for it any more.
    if future.set_running_or_notify_cancel():
        settle()


class FolderEntry(NamedTuple):
    """A name in a folder, and whether it is a folder itself."""

    name: str
    folder: bool


def whole(typed: str) -> str:
    """The path that was typed, from the root on; ``~`` is the home directory."""
    try:
        path = str(Path(typed).expanduser().absolute())
        if "\\" in typed and not os.path.lexists(path):
            other = str(Path(unescaped(typed)).expanduser().absolute())
            return other if os.path.lexists(other) else path
    except (OSError, RuntimeError, ValueError):
        # There is no home, or the directory in which the reader was started has been removed.
        return typed
    return path


def facts_of(typed: str, stop: Callable[[], bool]) -> PathFacts:
    """What is at a path. ``stop`` is polled while files are counted."""
    path = Path(whole(typed))
    try:
        if path.is_dir():
            files, parts = _files(str(path), stop)
            return PathFacts("folder", files=files, parts=parts)
        if path.is_file():
            return PathFacts("file", size=path.stat().st_size)
        return PathFacts("other" if os.path.lexists(path) else "nothing")
    except (OSError, ValueError):
        return PathFacts("nothing")


def _files(folder: str, stop: Callable[[], bool]) -> tuple[int, int]:
    """How many files are below a folder, and how many of them are parts of pages by their names."""
    # Nothing is looked for when the reader starts.
    from reader.sources.below import files_below
    from reader.sources.patterns import is_part_of_pages

    found = islice(files_below(folder, lambda _name, _error: None), MOST_COUNTED)
    count = parts = 0
    for count, path in enumerate(found, 1):
        parts += is_part_of_pages(path)
        if count % 100 == 0 and stop():
            break
    return count, parts


def entries(typed: str) -> Sequence[FolderEntry]:
    """The names in the folder of a path that is being typed, folders first; none if there is no folder."""
    folder = whole(typed.rpartition("/")[0] + "/" if "/" in typed else ".")
    try:
        with os.scandir(folder) as scan:
            found = [FolderEntry(entry.name, _is_folder(entry)) for entry in islice(scan, MOST_NAMES)]
    except (OSError, ValueError):
        return ()
    return sorted(found, key=lambda entry: (not entry.folder, entry.name.casefold(), entry.name))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
