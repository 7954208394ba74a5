"""Actions of the list and of the panes: order, shelves, preview, widths, closing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from textual import on

from reader.orders import Order
from reader.settings.found import SettingPath
from reader.tui.background import shelf_jobs
from reader.tui.controllers.previewing import Previewing
from reader.tui.keys.actions import with_key
from reader.tui.screens.acting import Acting
from reader.tui.state.shelves import Shelf, chosen, usual
from reader.tui.state.spaces import PREVIEW_FROM, STEP, ClosedPane, Wishes
from reader.tui.widgets.list_head import ColumnHeads
from reader.tui.widgets.pane_frame import PaneFrame
from reader.tui.widgets.preview_pane import PreviewPane
from reader.tui.widgets.shelf_bar import ShelfBar


class ListingActions(Acting):
    """What the list shows and in which order, and how the panes share the screen."""

    _previewing: Previewing
    _keep: Callable[[Mapping[SettingPath, bool]], None]
    """Changes settings, which are kept."""

    # --- order --------------------------------------------------------------------------------------

    def action_order(self) -> None:
        from reader.tui.screens.list_sheets import OrderSheet

        state = self.searching.state
        self.app.push_screen(
            OrderSheet(state.in_order, searching=state.active, keymap=self._settings.keys), self._sort
        )

    def _sort(self, order: Order | None) -> None:
        if order is not None:
            self._tasks.in_turn(self.searching.sort(order))

    @on(ColumnHeads.SortWanted)
    def _column_clicked(self, message: ColumnHeads.SortWanted) -> None:
        self._sort(chosen(usual(message.by), self.searching.state.in_order))

    # --- shelves ------------------------------------------------------------------------------------

    def action_shelves(self) -> None:
        self._tasks.in_turn(self._shelves())

    async def _shelves(self) -> None:
        panes = self.panes
        if panes.spaces.shelves and panes.focused == "shelves":
            self._show_bar(False)
            panes.go("list")
        elif panes.spaces.room_for_shelves:
            if not panes.wishes.shelves:
                self._show_bar(True)
            await self._count_shelves()
            panes.go("shelves")
        else:
            await self._pick_shelf()

    async def _pick_shelf(self) -> None:
        from reader.tui.screens.list_sheets import ShelvesSheet

        shelves = await self._backend.look_up(shelf_jobs.shelves)
        here = self.searching.state.shelf
        self.app.push_screen(ShelvesSheet(shelves, here, self._settings.keys), self._shelf_picked)

    async def _count_shelves(self) -> None:
        """Shows the shelves beside the list with their counts as they are now."""
        shelves = await self._backend.look_up(shelf_jobs.shelves)
        found = self.query(ShelfBar)
        if not found:
            bar = ShelfBar(id="shelves")
            bar.styles.width = max(1, self.panes.spaces.shelves)
            # An article may have been opened meanwhile that leaves no room for them.
            bar.display = bool(self.panes.spaces.shelves)
            await self.query_one(PaneFrame).mount(bar, before=0)
        self.query_one(ShelfBar).show(shelves, self.searching.state.shelf)

    @on(ShelfBar.Chosen)
    def _shelf_chosen(self, message: ShelfBar.Chosen) -> None:
        self._shelf_picked(message.shelf)

    def _shelf_picked(self, shelf: Shelf | None) -> None:
        if shelf is not None:
            self.tell("")
            self._tasks.in_turn(self._show_shelf(shelf))

    async def _show_shelf(self, shelf: Shelf) -> None:
        await self.searching.choose(shelf)
        self.panes.go("list")

    _had_shelves = False

    def _shelves_arranged(self) -> None:
        """To be called when the panes share the screen in another way: out of sight, the counts get old."""
        has = bool(self.panes.spaces.shelves)
        if has and not self._had_shelves:
            self._look_at_shelves()
        self._had_shelves = has

    def _look_at_shelves(self) -> None:
        """To be called when the list has been read: the shelves on screen follow."""
        if self.panes.spaces.shelves:
            self._tasks.do(self._count_shelves())

    # --- panes --------------------------------------------------------------------------------------

    def _set(self, wishes: Wishes) -> None:
        self.panes.wish(wishes)
        self._keep_panes()

    def _show_bar(self, on: bool) -> None:
        self._keep({("list", "shelves"): on})

    def wish(self) -> None:
        """Arranges the panes as the settings and what is remembered of the screen have it."""
        settings, kept = self._settings, self.searching.remembered.wishes
        wishes = replace(kept, shelves=settings.shelves, preview=settings.preview)
        if self.panes.wishes != wishes:
            self.panes.wish(wishes)

    def _keep_panes(self) -> None:
        self.searching.remember(replace(self.searching.remembered, wishes=self.panes.wishes))

    def action_preview(self) -> None:
        panes = self.panes
        on = not panes.wishes.preview
        self._keep({("list", "preview"): on})
        key = with_key("shows it again", "preview", self._settings.keys)
        if not on:
            self.tell(f"No preview. {key}." if key else "No preview.")
        elif not panes.spaces.preview:
            reason = (
                "Close the article to see the preview."
                if panes.opened
                else f"The preview needs {PREVIEW_FROM} columns."
            )
            self.tell(reason)

    @on(PreviewPane.OpenWanted)
    def _preview_clicked(self, message: PreviewPane.OpenWanted) -> None:
        self.panes.go("list")
        if self._list.selected == message.article:
            self._list.action_choose()

    def action_wider(self) -> None:
        self._resize(STEP)

    def action_narrower(self) -> None:
        self._resize(-STEP)

    def _resize(self, by: int) -> None:
        if self.panes.resize(by):
            self._keep_panes()
        else:
            self.tell("There is no other pane to share the width with.")

    @on(PaneFrame.Dragged)
    def _border_dragged(self, message: PaneFrame.Dragged) -> None:
        if message.done:
            self._keep_panes()
        else:
            self.panes.move_edge(message.edge, message.cells)

    def action_close_pane(self) -> None:
        """Closes the pane that has the focus; the others take its room."""
        panes, keys = self.panes, self._settings.keys
        pane = panes.focused
        if pane == "shelves":
            self._show_bar(False)
            panes.go("list")
        elif not panes.opened:
            self._close_preview()
        elif pane == "article" or panes.alone:
            self._tasks.in_turn(self._close_article())
        elif pane == "related" and panes.spaces.kind == "two":
            panes.go("article")
        else:
            name: ClosedPane = "related" if pane == "related" else "list"
            self._set(panes.wishes.with_closed(name, True))
            panes.go("article")
            action = "related" if name == "related" else "show_list"
            self.tell(with_key("shows it again", action, keys))

    def _close_preview(self) -> None:
        if self.panes.spaces.preview:
            self.action_preview()
        else:
            self.tell("The list stays.")

    async def _close_article(self) -> None:
        self.tell("")
        await self.reading.put_away()
        self._list.mark_open(None)
        self.panes.adapt()
        self.panes.go("list")
        self._previewing.look()
