"""Finds out which program has a library locked, if the system tells (Linux: ``/proc``)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")

# The bytes that SQLite locks: https://www.sqlite.org/walformat.html#wal_locks and os.h (PENDING_BYTE).
_WAL_LOCKS = range(120, 123)
"""Bytes of the ``-shm`` file: writing, checkpointing, recovering."""
_FILE_LOCKS = range(0x40000000, 0x40000000 + 512)
"""Bytes of the library file itself: a writer without WAL, or one that needs exclusive access."""

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Holder:
    """A program that has a library locked.

    Attributes:
        pid: its process id.
        name: its name, which may contain any characters.
        stopped: whether it is stopped (Ctrl+Z), and so keeps the lock until it is continued.
    """

    pid: int
    name: str
    stopped: bool


def find_holder(library: Path) -> Holder | None:
    """The program that has a library locked now; None if that cannot be found out.

    It only reads files of the system. It must not open the library's own files: closing one of them drops all
    locks that this process holds on it.
    """
    for file, locked in ((Path(f"{library}-shm"), _WAL_LOCKS), (library, _FILE_LOCKS)):
        try:
            inode = file.stat().st_ino
            lines = (_PROC / "locks").read_text(encoding="ascii", errors="replace").splitlines()
        except OSError:
            continue
        for pid in _writers(lines, inode, locked):
            return _describe(pid)
    return None


def words_for(holder: Holder | None) -> str:
    """A program in a sentence: ``reader (process 4242)``, or ``another program``."""
    from reader.text import display, truncate

    if holder is None:
        return "another program"
    if holder.pid == os.getpid():
        return "another part of this program"
    return f"{truncate(display(holder.name), _LONGEST)} (process {holder.pid})"


def _writers(lines: list[str], inode: int, locked: range) -> Iterator[int]:
    """The processes that hold a write lock on these bytes: ``1: POSIX ADVISORY WRITE 42 fe:00:2147 120 120``.

    The device is not compared: some file systems show a different one here than in ``stat``.
    """
    for line in lines:
        fields = line.split()
        if len(fields) != 8 or fields[1] != "POSIX" or fields[3] != "WRITE":
            continue
        pid, place, first, last = fields[4:]
        if not (pid.isdigit() and first.isdigit() and place.rpartition(":")[2] == str(inode)):
            continue
        end = int(last) if last.isdigit() else int(first)
        if int(pid) > 0 and int(first) < locked.stop and end >= locked.start:
            yield int(pid)


def _describe(pid: int) -> Holder:
    name, state = f"process {pid}", ""
    folder = _PROC / str(pid)
    try:
        status = (folder / "stat").read_text(encoding="utf-8", errors="replace")
        # The name is in brackets and may itself contain brackets.
        before, _, after = status.rpartition(")")
        name, state = before.partition("(")[2], after.split()[0]
        name = _called((folder / "cmdline").read_bytes(), name)
    except (OSError, IndexError):  # it has just ended
        pass
    return Holder(pid, name, state in ("T", "t"))


def _called(command: bytes, name: str) -> str:
    """The name that a user would use: for an interpreter, the script or module that it runs."""
    words = [os.fsdecode(word) for word in command.rstrip(b"\0").split(b"\0")]
    if not words[0]:
        return name
    program = _last(words[0])
    if not program.startswith("python"):
        return program or name
    for number, word in enumerate(words[1:], start=2):
        if word == "-m":
            return words[number] if number < len(words) else program
        if not word.startswith("-"):
            return _last(word)
        if word == "-c":
            break
    return program


def _last(path: str) -> str:
    return path.rpartition("/")[2]
