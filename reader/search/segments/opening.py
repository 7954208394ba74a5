"""The index of a library as last committed, kept open from one search to the next.

There may be none: it is missing, of another version or another library, or damaged. A sync then builds it
(``engine``). That the machine will not let it be read is another matter, and changes nothing about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from reader.errors import IndexBroken, MachineError, in_words
from reader.search.segments import contents
from reader.search.segments.columns import Columns
from reader.search.segments.contents import Contents
from reader.search.segments.directory import CONTENTS, SEGMENT, IndexDirectory, identity
from reader.search.segments.segment import SegmentFile
from reader.search.segments.snapshot import Snapshot

_ATTEMPTS = 5

_Stamp = tuple[int, int, int, int]


class OpenIndex:
    """An index directory. One instance per thread; any number of processes.

    Nothing is opened or created until it is needed. What is in the directory and was not made by reader
    counts as no index.

    Args:
        directory: where the index is.
        library_id: which library it belongs to; an index of another one counts as missing.

    Attributes:
        files: the open segments by name.
        contents: the table of contents that was last looked at; None if there is no index that can be opened.
        snapshot: the state it stands for; None in the same case.
    """

    def __init__(self, directory: IndexDirectory, library_id: str) -> None:
        self._directory = directory
        self._library_id = library_id
        self._columns = Columns()
        self.files: dict[str, SegmentFile] = {}
        self.contents: Contents | None = None
        self.snapshot: Snapshot | None = None
        self._stamp: _Stamp | None = None
        self._sound = ""

    def current(self) -> Snapshot | None:
        """The state as last committed, by any process; None if there is none that can be read.

        Raises:
            MachineError: it is there, and the machine will not let it be read.
        """
        self.refresh()
        return self.snapshot

    def usable(self) -> bool:
        """Whether the index, as last committed by any process, opens and was not found damaged.

        Raises MachineError as :meth:`current`.
        """
        self.refresh()
        with reading_index():
            return self.contents is not None and self._directory.damaged() != self.contents.commit

    def refresh(self) -> bool:
        """Looks at the index as last committed, by any process; returns whether it changed.

        Costs a system call if it did not: every search does it first. Raises MachineError as :meth:`current`.
        """
        before = self.contents
        with reading_index():
            if self._changed():
                self._opens()
        return self.contents is not before

    def _changed(self) -> bool:
        try:
            return identity(self._directory.file(CONTENTS)) != self._stamp
        except (FileNotFoundError, NotADirectoryError):
            return self._stamp is not None or self.contents is not None

    def _opens(self) -> None:
        for _ in range(_ATTEMPTS):
            try:
                self._open()
            except FileNotFoundError:
                # A writer may have replaced what was about to be opened: then there is a newer one.
                continue
            except IndexBroken:
                break
            return
        self.close()

    def _open(self) -> None:
        path = self._directory.file(CONTENTS)
        # Before anything is read: a commit meanwhile makes the stamp an old one.
        stamp = identity(path)
        read = contents.read(path, self._library_id)
        files = {entry.name: self.files.get(entry.name) or self._file(entry.name) for entry in read.entries}
        for entry in read.entries:
            if (files[entry.name].documents, len(files[entry.name].data)) != (entry.documents, entry.size):
                raise IndexBroken("a segment has other documents than it should")
        self._columns.keep(files.values())
        self.files, self.contents, self._stamp = files, read, stamp
        self.snapshot = Snapshot(
            [(files[entry.name], entry.deleted) for entry in read.entries], self._lengths(), self._columns
        )

    def _file(self, name: str) -> SegmentFile:
        return SegmentFile(self._directory.file(name + SEGMENT))

    @staticmethod
    def _lengths() -> list[int]:
        from reader.search.segments.whoosh_codec import byte_to_length

        return [byte_to_length(byte) for byte in range(256)]

    def close(self) -> None:
        """Lets go of what is open."""
        self._columns.keep(())
        self.files, self.contents, self.snapshot, self._stamp = {}, None, None, None

    # --- damage -----------------------------------------------------------------------------------------

    def give_up(self) -> None:
        """Leaves a mark so that the next sync, in any process, rebuilds the index. Its bytes are damaged."""
        if self.contents is not None:
            self._directory.mark_damaged(self.contents.commit)
        self.close()

    def verify(self) -> None:
        """Reads everything and compares it with its checksums, unless that was done for this state.

        Raises:
            IndexBroken: something is damaged.
            MachineError: it cannot be read.
        """
        if self.contents is None or self._sound == self.contents.commit:
            return
        with reading_index():
            for file in self.files.values():
                file.verify()
        self._sound = self.contents.commit


@contextmanager
def reading_index() -> Iterator[None]:
    """Says of what the machine refuses in the block that it concerns the search index.

    Raises:
        MachineError: instead of OSError and MemoryError.
    """
    try:
        yield
    except FileNotFoundError:
        raise
    except (OSError, MemoryError) as error:
        raise MachineError(f"the search index cannot be read: {in_words(error)}") from error
