"""Lines that complete paths: the names in a folder are read from disk beside the event loop."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from textual.worker import Worker

from reader.tui.background.looking import FolderEntry, aside, entries
from reader.tui.commandline.completing import Choice
from reader.tui.screens.completing import CompletingLine


class PathLine(CompletingLine):
    """A line in which a path may stand."""

    def __init__(self, keymap: Mapping[str, str] | None = None, history: Sequence[str] = ()) -> None:
        super().__init__(keymap, history)
        self._listed: dict[str, Sequence[FolderEntry]] = {}

    def names(self, path: str) -> list[Choice]:
        """What the last name of a path that is being typed may become; none until its folder is read."""
        folder, slash, begun = path.rpartition("/")
        listed = self._listed.get(folder + slash)
        if listed is None:
            self.look(lambda: self._list(folder + slash), "list")
            return []
        return fitting(begun, listed)

    def look(self, work: Callable[[], Coroutine[Any, Any, None]], group: str) -> Worker[None]:
        """Begins work on the disk beside the event loop; it ends what has the same name."""

        async def begun() -> None:
            # A worker that is ended before it has begun leaves no coroutine behind that nobody awaits.
            await work()

        return self.run_worker(begun, exclusive=True, group=group)

    async def _list(self, folder: str) -> None:
        self._listed[folder] = await aside(lambda: entries(folder))
        self._known_more()


def fitting(begun: str, listed: Sequence[FolderEntry]) -> list[Choice]:
    """The names that begin like what is typed; hidden ones only if it begins with a dot."""
    wanted = begun.casefold()
    return [
        Choice(f"{entry.name}/" if entry.folder else entry.name)
        for entry in listed
        if entry.name.casefold().startswith(wanted) and (begun.startswith(".") or entry.name[0] != ".")
    ]
