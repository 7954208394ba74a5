"""The index of a library as last committed, kept open from one search to the next.

Whatever is wrong with it (missing, damaged, of another version, of another library) makes it count as none:
there is no snapshot then until a sync has built it anew (``engine``).
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from reader.errors import IndexBroken
from reader.search.columns import Columns
from reader.search.segment import SegmentFile
from reader.search.snapshot import Snapshot

FORMAT = 104
"""Counts up whenever an index written by an older version would be read wrongly: also when ``words``
splits, folds or stems differently."""

_ABOUT = "about.json"
_DAMAGED = "damaged"
_LOCK_SUFFIX = "WRITELOCK"
_ATTEMPTS = 5


class OpenIndex:
    """An index directory. One instance per thread; any number of processes.

    Nothing is opened or created until it is needed.

    Args:
        directory: where the index is; it holds nothing else.
        library_id: which library it belongs to; an index of another one counts as missing.

    Attributes:
        files: the open segments by segment id.
        snapshot: the state that was last looked at; None where it could not be opened.
    """

    def __init__(self, directory: Path, library_id: str) -> None:
        self._directory = directory
        self._about = {"format": FORMAT, "library": library_id}
        self._columns = Columns()
        self.files: dict[str, SegmentFile] = {}
        self.snapshot: Snapshot | None = None
        self._state: tuple[int, tuple[str, ...]] | None = None
        self._toc: Path | None = None
        self._stamp: tuple[int, tuple[int, int, int]] | None = None

    def given_up(self) -> bool:
        """Whether the index was found damaged, by whatever process, and is to be built anew."""
        return (self._directory / _DAMAGED).exists()

    def give_up(self) -> None:
        """Leaves a mark so that the next sync, in whatever process, rebuilds the index."""
        self._close()
        if self._directory.is_dir():
            # Where nothing can be written, nothing will be rebuilt either.
            with suppress(OSError):
                (self._directory / _DAMAGED).touch()

    def begin_anew(self) -> None:
        """Replaces the index by an empty one. The caller holds the lock."""
        from reader.search import codec

        self._close()
        for path in self._directory.iterdir():
            # The lock is held; a lock file deleted under it would let a second writer in.
            if not path.name.endswith(_LOCK_SUFFIX):
                _delete(path)
        codec.open_index(self._directory, create=True)
        # Last: only an index that was created whole says what it is.
        (self._directory / _ABOUT).write_text(json.dumps(self._about), encoding="utf-8")
        self.refresh()

    def current(self) -> Snapshot | None:
        """The state as last committed, by whatever process; None where there is none that can be read."""
        self.refresh()
        return self.snapshot

    def usable(self) -> bool:
        """Whether the index, as last committed by whatever process, opens and was not found damaged."""
        if self.given_up():
            return False
        return not self._changed() or self._opens()

    def refresh(self) -> bool:
        """Looks at the index as last committed, by whatever process; returns whether it changed.

        Costs next to nothing where it did not: every search does it first.
        """
        before = self._state
        if self._changed():
            self._opens()
        return self._state != before

    def _changed(self) -> bool:
        if self._toc is None:
            return True
        # The directory's time changes with each commit, but not where two come within a clock tick; the
        # table of contents then is gone, or (in an index made anew) another file.
        try:
            return (self._directory.stat().st_mtime_ns, _identity(self._toc)) != self._stamp
        except OSError:
            return True

    def _opens(self) -> bool:
        from reader.search import codec

        for _ in range(_ATTEMPTS):
            try:
                self._open()
            except (FileNotFoundError, codec.NoToc):
                # A writer may have replaced what was about to be opened: then there is a newer one.
                continue
            except Exception:  # noqa: BLE001 - unpickling damaged bytes can raise anything at all
                break
            return True
        self._close()
        return False

    def _open(self) -> None:
        from reader.search import codec

        about = json.loads((self._directory / _ABOUT).read_text(encoding="utf-8"))
        if about != self._about:
            raise IndexBroken("an index of another version or library")
        # Before anything is read: a commit meanwhile makes the stamp an old one.
        modified = self._directory.stat().st_mtime_ns
        index = codec.open_index(self._directory)
        generation, segments = codec.read_toc(index)
        toc = codec.toc_path(self._directory, generation)
        stamp = (modified, _identity(toc))
        # The generation alone would not do: a rebuilt index counts from 0 again.
        state = (generation, tuple(s.segment_id() for s in segments))
        if state != self._state:
            files = {s.segment_id(): self._file(codec.segment_path(index.storage, s)) for s in segments}
            opened = [(files[s.segment_id()], frozenset(s.deleted_docs())) for s in segments]
            if any(
                file.documents != s.doc_count_all() for (file, _), s in zip(opened, segments, strict=True)
            ):
                raise IndexBroken("a segment has other documents than it should")
            lengths = [codec.byte_to_length(byte) for byte in range(256)]
            self._columns.keep(files.values())
            self.files, self._state = files, state
            self.snapshot = Snapshot(opened, lengths, self._columns)
        self._toc, self._stamp = toc, stamp

    def _file(self, path: Path) -> SegmentFile:
        return self.files.get(path.stem) or SegmentFile(path)

    def _close(self) -> None:
        self._columns.keep(())
        self.files, self.snapshot, self._state, self._toc, self._stamp = {}, None, None, None, None


def _identity(path: Path) -> tuple[int, int, int]:
    """What tells a file from another of its name. Raises OSError where there is none."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns, status.st_size


def _delete(path: Path) -> None:
    if path.is_dir():
        for child in path.iterdir():
            _delete(child)
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
