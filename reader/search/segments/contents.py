"""The table of contents of the index: which segments it consists of, and what is deleted in each.

Only this program writes it, as JSON after a line with its length and checksum. (Whoosh's own table of
contents contains pickles, which run code when they are read.) A commit replaces the table with a new one.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.errors import IndexBroken
from reader.search.segments.directory import CONTENTS, LARGEST, framed, read_whole, unframed, write_durably

FORMAT = 8
"""Raised whenever this version would misread an index that an older version wrote. That includes any change
to how ``words`` splits, folds or stems."""

READABLE = frozenset({5, 6, 7, FORMAT})
"""The formats that this version can search. An index of an earlier one answers until a new one is built: its
segments have the same layout, but some words may not be found in all their forms."""

_SEGMENT = re.compile(r"ARTICLES_[a-z0-9]{16}")
_COMMIT = re.compile(r"[0-9a-f]{32}")


class OtherIndex(IndexBroken):
    """A table of contents that is intact, but of another format or library."""


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """What the table says about one segment.

    Attributes:
        name: the segment's name; its file is named after it.
        documents: how many documents it has, including deleted ones.
        size: the size of its file in bytes.
        deleted: the numbers of the deleted documents.
    """

    name: str
    documents: int
    size: int
    deleted: frozenset[int] = frozenset()

    @property
    def live(self) -> int:
        """How many documents are not deleted."""
        return self.documents - len(self.deleted)


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents as of one commit.

    Attributes:
        commit: a random name, different for every commit.
        epoch: a random name for the state of the library that the index reflects: a merge keeps it, every
            other commit has a new one. The library remembers the epoch that it has acknowledged, so each side
            can tell whether the other is the one it knows.
        entries: the segments.
        current: whether it is of the format that this version writes; if not, it can only be searched.
    """

    commit: str
    epoch: str
    entries: tuple[SegmentEntry, ...] = ()
    current: bool = True

    @classmethod
    def of(cls, entries: Sequence[SegmentEntry], epoch: str = "") -> Contents:
        """The table for a new commit, with a new epoch unless one is given."""
        commit = os.urandom(16).hex()
        return cls(commit, epoch or commit, tuple(entries))

    @property
    def live(self) -> int:
        """How many documents the index has."""
        return sum(entry.live for entry in self.entries)

    @property
    def size(self) -> int:
        """The size of its segments in bytes."""
        return sum(entry.size for entry in self.entries)


def new_segment_name() -> str:
    """A unique name for a new segment."""
    return f"ARTICLES_{os.urandom(8).hex()}"


def write(path: Path, contents: Contents, library_id: str) -> None:
    """Writes a table of contents; it is on disk when this returns. Raises OSError."""
    body = json.dumps(
        {
            "format": FORMAT,
            "library": library_id,
            "commit": contents.commit,
            "epoch": contents.epoch,
            "segments": [
                {"name": e.name, "documents": e.documents, "size": e.size, "deleted": sorted(e.deleted)}
                for e in contents.entries
            ],
        }
    ).encode()
    write_durably(path, framed(body))


def read(path: Path, library_id: str) -> Contents:
    """Reads a table of contents.

    Raises:
        FileNotFoundError: there is none.
        OtherIndex: it is of a format that cannot be read, or of another library.
        IndexBroken: it is damaged.
        OSError: it cannot be read.
    """
    body = unframed(read_whole(path, LARGEST))
    try:
        table = json.loads(body)
        if table["format"] not in READABLE or table["library"] != library_id:
            raise OtherIndex("an index of another version or library")
        return _checked(table)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        # Its checksum is right, so another program wrote it.
        raise IndexBroken(f"{path.name} makes no sense") from error


def _checked(table: dict[str, Any]) -> Contents:
    """The table, if everything in it has the form that :func:`write` gives it. Raises ValueError, KeyError,
    TypeError."""
    entries = []
    for one in table["segments"]:
        entry = SegmentEntry(one["name"], one["documents"], one["size"], frozenset(one["deleted"]))
        numbers = (entry.documents, entry.size, *entry.deleted)
        if not _SEGMENT.fullmatch(entry.name) or any(type(n) is not int or n < 0 for n in numbers):
            raise ValueError(entry.name)
        if any(number >= entry.documents for number in entry.deleted):
            raise ValueError(entry.name)
        entries.append(entry)
    names = (table["commit"], table["epoch"])
    current = table["format"] == FORMAT
    if not all(map(_COMMIT.fullmatch, names)) or len({e.name for e in entries}) != len(entries):
        raise ValueError("commit")
    return Contents(commit=names[0], epoch=names[1], entries=tuple(entries), current=current)


def epoch_of(directory: Path, library_id: str) -> str:
    """The epoch of an index, without opening it; "" if there is none that can be brought up to date."""
    try:
        found = read(directory / CONTENTS, library_id)
    except (IndexBroken, OSError):
        return ""
    return found.epoch if found.current else ""
