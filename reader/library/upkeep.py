"""An open library on this machine: its store, its index, and the upkeep of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.config import Paths
from reader.errors import IndexBroken, IndexBusy, IndexRefused, LibraryBusy, LibraryDamaged, MachineError
from reader.library.ordering import ListOrder
from reader.library.view import CatchUp
from reader.model import Progress
from reader.search.segments.contents import epoch_of
from reader.store import Patience, Store, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.care import Repair
    from reader.library.finding import Finder

ProgressCallback = Callable[[Progress], None]
StopCallback = Callable[[], bool]

CATCH_UP_SECONDS = 3.0
"""How long an index update waits for another program that is writing the library."""


class Upkeep:
    """The store and the index of one library, and what keeps them in order.

    The search index is opened and brought up to date when something is first searched for.
    """

    def __init__(self, paths: Paths, patience: Patience | None = None) -> None:
        """Opens the library at ``paths.library``, creating it if there is none.

        ``patience`` says how long to wait while another program has it locked, and whom to notify then; by
        default it waits twenty seconds, silently.

        A library that can only be read, because of its permissions or because the disk is full, is opened for
        reading: then ``read_only`` is true, and every change raises LibraryReadOnly. Its index is searched as
        it is.

        Raises:
            LibraryError: the file cannot be opened, is damaged, or is from a newer version (or an older
                one that cannot be written).
        """
        self.paths = paths
        self.store: Store = open_store(paths.library, patience)
        self._order = ListOrder(self.store)
        self._finding: Finder | None = None

    @property
    def finding(self) -> Finder:
        """Search, snippets and similar articles; opens the index on first use."""
        if self._finding is None:
            # Loading the search engine takes time, and only a search needs it.
            from reader.library.finding import Finder

            self._finding = Finder(self.store, self.paths.index, self._order)
        return self._finding

    # --- index ------------------------------------------------------------------------------------------

    @property
    def waiting(self) -> int:
        """How many articles are waiting to be indexed, as far as that is known without opening the index."""
        epoch = epoch_of(self.paths.index, self.store.library_id)
        if epoch and epoch == self.store.changes.epoch():
            return self.store.changes.count()
        # There is no index, or it does not match the library: all articles have to be compared.
        return self.store.articles.counts().all

    def catch_up(
        self, *, progress: ProgressCallback | None = None, stop: StopCallback | None = None
    ) -> CatchUp:
        """Like :meth:`update_index`, but an index that cannot be written now stays as it is.

        The result says why.
        """
        try:
            if self.finding.is_current():
                return CatchUp()
            if self.store.read_only:
                why = self.store.why_read_only if self.store.hindered else "the library is read-only"
                return CatchUp(f"{why}, and the search index is not up to date")
            # The question can be answered without it, so nobody should wait long.
            with self.store.patience.at_most(CATCH_UP_SECONDS):
                self.update_index(progress=progress, stop=stop)
        except IndexBusy:
            return CatchUp("another process is writing the search index", will_follow=True)
        except (LibraryBusy, IndexRefused, IndexBroken, MachineError) as error:
            return CatchUp(str(error))
        return CatchUp()

    def update_index(
        self, *, progress: ProgressCallback | None = None, stop: StopCallback | None = None
    ) -> int:
        """Applies the change queue to the index; returns how many changes were applied.

        Raises:
            IndexBusy: another process is writing the index; it applies these changes too, or leaves them in
                the queue.
            LibraryReadOnly: the library cannot be changed, and therefore neither can its queue.
        """
        self.store.require_writable()
        return self.finding.update(progress=progress, stop=stop)

    def reindex(self, *, progress: ProgressCallback | None = None, stop: StopCallback | None = None) -> int:
        """Rebuilds the index; returns how many articles were indexed. Raises like :meth:`update_index`."""
        self.store.require_writable()
        return self.finding.rebuild(progress=progress, stop=stop)

    def index_problems(self) -> list[str]:
        """The problems of the index, in words."""
        return self.finding.problems()

    def index_is_current(self) -> bool:
        """Whether the index contains every article as it is. Raises MachineError if it cannot be read."""
        return self.finding.is_current()

    # --- backups, space and repairs ---------------------------------------------------------------------

    def back_up(self, file: Path, *, replace: bool = False) -> int:
        """Copies the library as it is at this moment to a file, while others may read and write it.

        The file is complete and on disk when this returns; it does not contain the search index. Returns its
        size in bytes. :func:`reader.library.restoring.restore` restores it.

        Raises:
            ReaderError: the file already exists (unless ``replace``), or it cannot be written.
        """
        return self.store.back_up(file, replace=replace)

    def give_back_space(self) -> int:
        """Shrinks the file by the space that removed articles have left free; returns by how many bytes.

        Call it when nobody is waiting. It can be interrupted at any time.
        """
        return self.store.give_back_space()

    def check(self, *, progress: ProgressCallback | None = None) -> list[str]:
        """Everything that is wrong, in words, with what can be done about it; an empty list if all is well.

        The whole library is read and compared with its checksums.
        """
        from reader.library import care
        from reader.library.exposed import exposed, set_aside

        found = care.problems(self.store, progress)
        return [*found, *set_aside(self.paths), *exposed(self.paths), *self._problems_of_index()]

    def repair(self, *, progress: ProgressCallback | None = None) -> Repair:
        """Repairs everything that intact data allow; returns what was done, and what is left.

        A damaged article is rebuilt from the page it was read from. Its number, reading state, star and tags
        are kept, and so is the trail.

        Raises:
            LibraryReadOnly: the library cannot be changed.
        """
        from reader.library import care
        from reader.library.exposed import exposed

        repair = care.repair(self.store, progress)
        self.catch_up(progress=progress)
        return replace(repair, left=(*repair.left, *exposed(self.paths), *self._problems_of_index()))

    def _problems_of_index(self) -> list[str]:
        try:
            return self.index_problems()
        except LibraryDamaged:
            # The damage to the library has already been reported.
            return []
