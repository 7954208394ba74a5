"""The index of a library as last committed, kept open between searches.

There may be none: it is missing, damaged, of a version that cannot be read, or of another library. Then a
sync builds it (``engine``). If the machine refuses to read it, that is another matter, and changes nothing
about the index.
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

    Nothing is opened or created until it is needed. Anything in the directory that reader did not make counts
    as no index.

    Args:
        directory: where the index is.
        library_id: the library it belongs to; an index of another library counts as missing.

    Attributes:
        files: the open segments by name.
        contents: the table of contents as last read; None if there is no index that can be opened.
        snapshot: the state it describes; None in the same case.
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
        """The state as last committed by any process; None if there is none that can be read.

        Raises:
            MachineError: it exists, but the machine refuses to read it.
        """
        self.refresh()
        return self.snapshot

    def usable(self) -> bool:
        """Whether the index, as last committed by any process, opens and has not been found damaged.

        Raises MachineError like :meth:`current`.
        """
        self.refresh()
        with reading_index():
            return self.contents is not None and self._directory.damaged() != self.contents.commit

    def outdated(self) -> bool:
        """Whether the index as last read is of an earlier format: it answers, but cannot be updated."""
        return self.contents is not None and not self.contents.current

    def refresh(self) -> bool:
        """Reads the index as last committed by any process; returns whether it changed.

        If it did not change, this costs one system call: every search does it first. Raises MachineError like
        :meth:`current`.
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
                # A writer may have replaced the files that we wanted to open: then there is a newer commit.
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
        """Closes everything that is open."""
        self._columns.keep(())
        self.files, self.contents, self.snapshot, self._stamp = {}, None, None, None

    # --- damage -----------------------------------------------------------------------------------------

    def give_up(self) -> None:
        """Leaves a mark so that the next sync, in any process, rebuilds the index: its bytes are damaged."""
        if self.contents is not None:
            self._directory.mark_damaged(self.contents.commit)
        self.close()

    def verify(self) -> None:
        """Reads everything and compares it with its checksums, unless this state has been verified before.

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
    """Turns errors of the machine in the block into an error that names the search index.

    Raises:
        MachineError: instead of OSError and MemoryError.
    """
    try:
        yield
    except FileNotFoundError:
        raise
    except (OSError, MemoryError) as error:
        raise MachineError(f"the search index cannot be read: {in_words(error)}") from error
