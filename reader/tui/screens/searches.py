"""The sheet of saved and recent searches: runs them again, and renames or deletes saved ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from reader.errors import ReaderError
from reader.model import SavedSearch
from reader.text import display
from reader.tui.background import jobs
from reader.tui.background.backend import Backend, Job
from reader.tui.keys.actions import bindings, toggle
from reader.tui.screens.prompt import Prompt
from reader.tui.screens.sheets import ListSheet


class SearchesSheet(ListSheet[str]):
    """Saved searches with their unread counts, then the recent ones; the chosen query is the result."""

    heading = "Searches"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("choose", "searches"),
        ("delete_search", "deletes"),
        ("rename_search", "renames"),
        ("filter", "filters"),
        ("close", "closes"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("searches"), toggle("searches", "close_by_opener")]

    def __init__(
        self, searches: jobs.SearchLists, backend: Backend, keymap: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(keymap)
        self._searches = searches
        self._backend = backend

    def lines(self) -> list[Content]:
        return [*map(_saved, self._searches.saved), *map(_recent, self._searches.recent)]

    def result(self, number: int) -> str:
        saved, recent = self._searches.saved, self._searches.recent
        return saved[number].query if number < len(saved) else recent[number - len(saved)]

    @property
    def _selected(self) -> SavedSearch | None:
        """The saved search that is selected, if a saved one is."""
        number = self.choices.selected
        return None if number is None or number >= len(self._searches.saved) else self._searches.saved[number]

    # --- changing saved searches ----------------------------------------------------------------------------

    def action_delete_search(self) -> None:
        saved = self._selected
        if saved is None:
            self.say("Only saved searches can be deleted")
        else:
            name = display(saved.name)
            self.run_worker(
                self._change(
                    lambda library: jobs.delete_search(library, saved),
                    f"Deleted @{name}; it is a recent search now",
                )
            )

    def action_rename_search(self) -> None:
        saved = self._selected
        if saved is None:
            self.say("Only saved searches can be renamed")
            return

        def rename(name: str | None) -> None:
            if name:
                self.in_turn(self._change(lambda library: library.rename_search(saved.name, name)))

        self.app.push_screen(Prompt("Rename this search", saved.name, self._keymap), rename)

    async def _change(self, job: Job[object], said: str = "") -> None:
        try:
            await self._backend.library(job)
        except ReaderError as error:
            self.say(str(error))
            return
        self._searches = await self._backend.look_up(jobs.searches)
        self.choices.show(self.lines())
        self.say(said)


def _saved(search: SavedSearch) -> Content:
    unread = f"{search.unread:,} unread" if search.unread else "all read"
    return Content.assemble(
        ("@ ", "bold $accent"),
        (display(search.name), "bold"),
        (f"  {unread}", "$accent" if search.unread else "$secondary"),
        (f"  {display(search.query)}", "$secondary italic"),
    )


def _recent(query: str) -> Content:
    return Content.assemble(("/ ", "$secondary"), (display(query), ""))
