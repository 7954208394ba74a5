"""From names to the files that are read: which ones, in which order, and in which format.

Folders and archives are walked in the same way. Before their files are read one by one, formats that consist
of several files (the export of a service, a page with its pictures) say which files belong to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader import formats, sources
from reader.errors import UnreadableSource
from reader.formats import Format
from reader.sources import Container, Fetched, FoundFile, Names
from reader.sources.patterns import Patterns, Picking, is_of_the_system, is_part_of_pages

DEEPEST = 4
"""How many levels of archives inside archives are opened."""

_ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz", ".tbz2", ".xz", ".txz", ".zst", ".tzst")

CANNOT: tuple[type[Exception], ...] = (UnreadableSource, OSError, MemoryError)
"""Why a file cannot be fetched or read."""


class Walker:
    """Decides what becomes of the files that sources and archives hold.

    Attributes:
        form: the format that all files are read in, or None.
        passed_over: how many files were left out because they are no articles by themselves.
    """

    def __init__(self, picking: Picking | None = None) -> None:
        """Raises UnknownFormat."""
        picking = picking or Picking()
        self.form: Format | None = formats.named(picking.form) if picking.form else None
        self.passed_over = 0
        self._include = Patterns(picking.include)
        self._exclude = Patterns(picking.exclude)
        self._only = picking.only

    def to_read(self, found: Iterable[FoundFile], within: str = "") -> list[FoundFile]:
        """The files that are read by themselves, in order.

        Args:
            found: all files of a folder or archive.
            within: the path of the archive, as seen from what was named; "" if it was named itself.
        """
        files = list(found)
        articles = [file for file in files if self._may_be_read(file, within)]
        taken = self._taken(articles, files)
        parts = [file for file in articles if file.path not in taken and is_part_of_pages(file.path)]
        # Who names files one by one has been told.
        self.passed_over += len(parts) if self._only is None else 0
        taken.update(file.path for file in parts)
        return [file for file in articles if file.path not in taken and self._is_meant(file, within)]

    def _is_meant(self, file: FoundFile, within: str) -> bool:
        """Whether a file is among those that were named one by one, or in an archive that is."""
        return self._only is None or bool(within) or file.path in self._only

    def _may_be_read(self, file: FoundFile, within: str) -> bool:
        path = path_of(file, within)
        if self._exclude.match(path):
            return False
        if not file.path:
            return True
        # What is in an archive is looked at in its turn.
        wanted = self.includes(path) or path.casefold().endswith(_ARCHIVES)
        return wanted and not is_of_the_system(file.path)

    def includes(self, path: str) -> bool:
        """Whether a file is wanted by its path, as seen from what was named."""
        return not self._include or self._include.match(path)

    def container_of(self, fetched: Fetched, depth: int) -> Container | None:
        """The container that opens a file; None if the file is read itself."""
        if depth >= DEEPEST:
            return None
        container = sources.container_of(fetched)
        if container is None:
            return None
        try:
            own = self.form.sniff(fetched) if self.form else formats.is_format_of_its_own(fetched)
        except UnreadableSource:
            # It is too large for the formats that look at all of it.
            own = False
        return None if own else container

    def _taken(self, files: Sequence[FoundFile], all_files: Sequence[FoundFile]) -> set[str]:
        """The paths of the files that belong to others."""
        takers = [format for format in formats.FORMATS if format.takes and self.form in (None, format)]
        taken: set[str] = set()
        if not takers or not any(file.path for file in files):
            return taken
        names = Names(file.path for file in all_files)
        # A file higher up speaks for those below it, wherever the archive has put it.
        for file in sorted(files, key=lambda file: (file.path.count("/"), file.path)):
            if file.path not in taken and not is_part_of_pages(file.path):
                taken.update(path for path in self._taken_by(file, takers, names) if path != file.path)
        return taken

    def _taken_by(self, file: FoundFile, takers: Sequence[Format], names: Names) -> Iterable[str]:
        for format in takers:
            mine = format.takes(file.path, names) if format.takes else ()
            if not mine:
                continue
            try:
                if (self.form or formats.format_of(file.fetch())) is format:
                    return mine
            except CANNOT:
                # The message comes when the file is read.
                return ()
        return ()


def path_of(file: FoundFile, within: str) -> str:
    """The path of a file as seen from what was named; for a file that was named itself, its name."""
    if not file.path:
        return file.name.rpartition("/")[2]
    return f"{within}/{file.path}" if within else file.path
