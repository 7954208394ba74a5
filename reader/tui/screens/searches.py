"""The sheet of saved and recent searches: to search again, and to rename or delete what is saved."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from reader.errors import ReaderError
from reader.model import SavedSearch
from reader.text import display
from reader.tui.screens.prompt import Prompt
from reader.tui.screens.sheets import MOVES, Sheet, SheetList
from reader.tui.work import jobs
from reader.tui.work.backend import Backend, Job


class SearchesSheet(Sheet[str | None]):
    """Saved searches with how many unread articles each finds, then the recent ones; the query chosen."""

    heading = "Searches"
    closing = "Enter searches · d deletes · n renames · Esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        *MOVES,
        Binding("f,ctrl+r", "dismiss_sheet", show=False),
        Binding("d,delete", "delete", show=False),
        Binding("n", "rename", show=False),
    ]

    def __init__(self, searches: jobs.Searches, backend: Backend) -> None:
        super().__init__()
        self._searches = searches
        self._backend = backend

    def body(self) -> ComposeResult:
        yield SheetList(self._lines())

    def _lines(self) -> list[Content]:
        return [*map(_saved, self._searches.saved), *map(_recent, self._searches.recent)]

    @property
    def _chosen_saved(self) -> SavedSearch | None:
        index = self.query_one(SheetList).highlighted
        return (
            self._searches.saved[index] if index is not None and index < len(self._searches.saved) else None
        )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        saved, recent = self._searches.saved, self._searches.recent
        index = event.option_index
        self.dismiss(saved[index].query if index < len(saved) else recent[index - len(saved)])

    # --- keeping order ----------------------------------------------------------------------------

    def action_delete(self) -> None:
        saved = self._chosen_saved
        if saved is not None:
            self.run_worker(self._change(lambda library: library.delete_search(saved.name)))

    def action_rename(self) -> None:
        saved = self._chosen_saved
        if saved is None:
            return

        def rename(name: str | None) -> None:
            if name:
                self.run_worker(self._change(lambda library: library.rename_search(saved.name, name)))

        self.app.push_screen(Prompt("Rename this search", saved.name), rename)

    async def _change(self, job: Job[object]) -> None:
        try:
            await self._backend.library(job)
        except ReaderError as error:
            self.say(str(error))
            return
        self._searches = await self._backend.look_up(jobs.searches)
        options = self.query_one(SheetList)
        at = options.highlighted
        options.clear_options()
        options.add_options(self._lines())
        options.highlighted = None if at is None else min(at, options.option_count - 1)
        if not options.option_count:
            self.dismiss(None)


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
