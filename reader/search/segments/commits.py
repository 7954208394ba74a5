"""Commits: documents are added and deleted, and segments merged, each with one new table of contents.

Everything that a table names is on disk before the table is. If the process is killed at any moment, the
index is as it was after the last commit; the next sync deletes what is left over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from reader.errors import IndexBroken
from reader.model import Document
from reader.search.segments import contents
from reader.search.segments.building import Batch
from reader.search.segments.contents import Contents, SegmentEntry
from reader.search.segments.directory import CONTENTS, REBUILT, SEGMENT, IndexDirectory, unlink
from reader.search.segments.merging import merge
from reader.search.segments.segment import SegmentFile

Chooser = Callable[[Sequence[tuple[int, int]]], Sequence[int]]
"""Takes (live documents, deleted documents) of each segment, and returns the places of those to merge."""

_CHOOSE_KEYS_UP_TO = 10_000
"""A larger merge copies the key terms: by then it is known well enough how rare terms are."""


class Writer:
    """Writes an index, or a new one that is built beside it. The caller holds the directory's lock.

    Args:
        directory: where the index is.
        library_id: the library it belongs to.
        before: the table of contents to start from.
        name: the file name of the table of contents to write.

    Attributes:
        contents: the table as last committed.
        files: the open segments by name.
    """

    def __init__(
        self,
        directory: IndexDirectory,
        library_id: str,
        before: Contents,
        files: dict[str, SegmentFile],
        name: str = CONTENTS,
    ) -> None:
        self.contents = before
        self.files = files
        self._directory = directory
        self._library_id = library_id
        self._name = name

    def marks(self) -> dict[int, int]:
        """The mark of each article in the index. Raises IndexBroken."""
        return marks_of(self.contents, self.files)

    def commit(self, documents: Sequence[Document], gone: Sequence[int]) -> None:
        """Adds documents, each replacing an older one of the same article, and deletes those in ``gone``.

        Raises:
            IndexBroken: a segment is damaged.
            OSError: the machine refuses.
            MemoryError, OverflowError: a document is too large for a segment; nothing has changed.
        """
        changed = {*(document.id for document in documents), *gone}
        entries = [entry for old in self.contents.entries if (entry := self._without(old, changed)).live]
        if documents:
            largest = max(entries, key=lambda entry: entry.documents, default=None)
            background = self.files[largest.name] if largest else None
            others = [self.files[entry.name] for entry in entries]
            entries.append(self._written(documents, background, others))
        self._finish(entries)

    def _without(self, entry: SegmentEntry, articles: set[int]) -> SegmentEntry:
        file = self.files[entry.name]
        low, high = file.about["ids"]
        numbers = file.numbers
        gone = {n for a in articles if low <= a <= high and (n := numbers.get(a)) is not None}
        return replace(entry, deleted=entry.deleted | gone) if gone - entry.deleted else entry

    def _written(
        self, documents: Sequence[Document], background: SegmentFile | None, others: Sequence[SegmentFile]
    ) -> SegmentEntry:
        from reader.search.segments.whoosh_codec import length_to_byte

        batch = Batch(length_to_byte)
        for document in documents:
            batch.add(document)
        name, path = self._new_segment()
        try:
            batch.write(path, background, others)
        except BaseException:
            unlink(path)
            raise
        return self._opened(name, path)

    def merge(self, choose: Chooser, *, stop: Callable[[], bool] | None = None) -> bool:
        """Merges segments, as a commit of its own; returns whether there were any to merge.

        Args:
            choose: returns the places of the segments to merge (see ``tiers``), given the sizes of all.
            stop: polled; once it is true, the merge is abandoned and left for a later time.

        Raises:
            IndexBroken: a segment is damaged.
            OSError: the machine refuses.
        """
        entries = self.contents.entries
        due = [entries[place] for place in choose([(entry.live, len(entry.deleted)) for entry in entries])]
        if not due:
            return False
        name, path = self._new_segment()
        sources = [(self.files[entry.name], entry.deleted) for entry in due]
        choose_keys = sum(entry.live for entry in due) <= _CHOOSE_KEYS_UP_TO
        try:
            finished = merge(sources, path, choose_keys=choose_keys, stop=stop)
        except BaseException:
            unlink(path)
            raise
        if not finished:
            unlink(path)
            return False
        rest = [entry for entry in entries if entry not in due]
        self._finish([*rest, self._opened(name, path)], self.contents.epoch)
        return True

    def _new_segment(self) -> tuple[str, Path]:
        name = contents.new_segment_name()
        return name, self._directory.file(name + SEGMENT)

    def _opened(self, name: str, path: Path) -> SegmentEntry:
        file = self.files[name] = SegmentFile(path)
        return SegmentEntry(name, file.documents, len(file.data))

    def _finish(self, entries: Sequence[SegmentEntry], epoch: str = "") -> None:
        new = Contents.of(entries, epoch)
        contents.write(self._directory.file(self._name), new, self._library_id)
        gone = {entry.name for entry in self.contents.entries} - {entry.name for entry in entries}
        self.contents = new
        for name in gone:
            del self.files[name]
            unlink(self._directory.file(name + SEGMENT))

    def promote(self) -> None:
        """Replaces the index by the one that was built beside it; deletes the old files. Raises OSError."""
        contents.write(self._directory.file(CONTENTS), self.contents, self._library_id)
        self._name = CONTENTS
        clean(self._directory, self.contents)


def clean(directory: IndexDirectory, kept: Contents, beside: Contents | None = None) -> None:
    """Deletes our files that a table of contents does not name: leftovers of a killed sync.

    ``beside``: the table of an index that is being built beside it, to be kept as well. The caller holds the
    lock. Raises OSError or IndexRefused.
    """
    names = {CONTENTS, *(entry.name + SEGMENT for entry in kept.entries)}
    if beside:
        names |= {REBUILT, *(entry.name + SEGMENT for entry in beside.entries)}
    directory.delete(keep=names.__contains__)


def begun(directory: IndexDirectory, library_id: str) -> Writer | None:
    """The writer of an index that was being built beside the other when the process ended.

    None if there is none that can be continued. The caller holds the lock. Raises OSError.
    """
    try:
        found = contents.read(directory.file(REBUILT), library_id)
        files = {entry.name: SegmentFile(directory.file(entry.name + SEGMENT)) for entry in found.entries}
    except (FileNotFoundError, IndexBroken):
        return None
    sizes = [(file.documents, len(file.data)) for file in files.values()]
    if not found.current or sizes != [(entry.documents, entry.size) for entry in found.entries]:
        return None
    return Writer(directory, library_id, found, files, REBUILT)


def marks_of(kept: Contents, files: Mapping[str, SegmentFile]) -> dict[int, int]:
    """The mark of each article in an index (see ``Document.mark``). Raises IndexBroken."""
    found: dict[int, int] = {}
    for entry in kept.entries:
        file = files[entry.name]
        pairs = zip(file.ids, file.marks, strict=True)
        if entry.deleted:
            found.update(pair for number, pair in enumerate(pairs) if number not in entry.deleted)
        else:
            found.update(pairs)
    return found
