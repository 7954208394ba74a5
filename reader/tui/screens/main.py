"""The main screen: composes the panes and passes their messages and the keys on to the controllers."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from reader.config import Settings
from reader.library.view import Entry
from reader.model import Summary
from reader.tui.background import jobs
from reader.tui.background.backend import Backend
from reader.tui.background.clipboard import copied_from
from reader.tui.controllers.changing import Changing
from reader.tui.controllers.notices import Notices
from reader.tui.controllers.panes import BREAKPOINTS, Panes, classes_for
from reader.tui.controllers.parts import Parts
from reader.tui.controllers.reading import Reading
from reader.tui.controllers.scenes import Scenes
from reader.tui.controllers.searching import Searching
from reader.tui.controllers.session import Session
from reader.tui.controllers.stepping import Stepping
from reader.tui.controllers.tasks import Tasks
from reader.tui.keys.actions import bindings, first_key, hints, with_key
from reader.tui.keys.keyboard import Keyboard
from reader.tui.screens.over import Over
from reader.tui.state.words import missing_note, title_query
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.key_hints import KeyHints
from reader.tui.widgets.related_pane import RelatedPane
from reader.tui.widgets.search_box import SearchBox


class MainScreen(Screen[None]):
    """One library on screen."""

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("screen")]
    AUTO_FOCUS = ""

    def __init__(
        self,
        backend: Backend,
        settings: Settings,
        keyboard: Keyboard,
        *,
        width: int,
        article: int | None = None,
    ) -> None:
        """Shows the library behind ``backend``, at ``article`` or where it was left.

        ``keyboard`` has the keys that wait for earlier ones; ``width`` is that of the terminal.
        """
        super().__init__(classes=classes_for(width))
        self._backend = backend
        self._settings = settings
        self._keyboard = keyboard
        self._first = article
        self._under_way = False

    def compose(self) -> ComposeResult:
        with Horizontal(id="panes"):
            with Vertical(id="list-column"):
                yield Static("Articles", id="list-head", markup=False)
                yield SearchBox(id="search")
                yield Static("", id="search-note", markup=False)
                yield ArticleList(id="list")
            with Container(id="reading"):
                yield ArticlePane(measure=self._settings.measure, id="article")
                yield RelatedPane(id="related")
        yield KeyHints(id="hints")

    def on_mount(self) -> None:
        self._list = self.query_one(ArticleList)
        self._article = self.query_one(ArticlePane)
        self._related = self.query_one(RelatedPane)
        self._hints = self.query_one(KeyHints)
        self._box = self.query_one(SearchBox)
        backend, key = self._backend, self._key
        self._notices = Notices(self, self._hints)
        self._tasks = Tasks(self, self._keyboard, self._notices, backend.paths)
        self.panes = Panes(self)
        self.searching = Searching(
            backend=backend,
            articles=self._list,
            box=self._box,
            head=self.query_one("#list-head", Static),
            note=self.query_one("#search-note", Static),
            key=key,
            lacking=lambda: self._tasks.do(self.session.watching.index()),
            ended=lambda: self.reading.end_search(),
        )
        scenes = Scenes(self.panes, self.searching)
        self.reading = Reading(
            backend, self._article, self._related, scenes, self._state_changed, self._tasks.do
        )
        self._stepping = Stepping(self.reading, self.searching, self._article, self.panes, self._notices, key)
        parts = Parts(
            backend=backend,
            keymap=self._settings.keys,
            tasks=self._tasks,
            notices=self._notices,
            panes=self.panes,
            searching=self.searching,
            reading=self.reading,
            articles=self._list,
            article=self._article,
        )
        self.session = Session(self, parts, self._first)
        self._over = Over(self.app, parts, self._settings, self._look_for, self.session.watch)
        self._changing = Changing(self.app, parts, self._state_changed, self.session.watching.index)
        self._under_way = True
        self.session.begin()

    def _key(self, action: str) -> str:
        """The key that an action has now; "" if it has none."""
        return first_key(action, self._settings.keys)

    # --- what the app asks ------------------------------------------------------------------------

    def tell(self, words: str) -> None:
        """A short notice on the bottom line."""
        self._tasks.tell(words)

    async def rest(self) -> None:
        """Waits a short while for locks to be released that other programs may wait for."""
        await self.session.rest()

    async def close(self) -> str:
        """Keeps the place and closes the library: see :meth:`Session.close`."""
        return await self.session.close() if self._under_way else ""

    # --- what the panes say -----------------------------------------------------------------------

    @on(ArticleList.RowsNeeded)
    def _rows_needed(self, message: ArticleList.RowsNeeded) -> None:
        self._tasks.do(self.searching.supply(message.ids))

    @on(ArticleList.Chosen)
    def _article_chosen(self, message: ArticleList.Chosen) -> None:
        self.tell("")
        self._tasks.in_turn(self._open(message.article, self.searching.text))
        self._over.remember()

    async def _open(self, article: int, searched: str) -> None:
        self.session.tell_unkept(await self.reading.open(article, searched))
        view = self.reading.view
        if view is not None and view.damaged:
            self.tell(with_key("opens its page in your editor", "edit", self._settings.keys))
        elif searched and self.reading.open_id == article and self._article.has_matches:
            self._stepping.tell()

    @on(SearchBox.Typed)
    def _typed(self, message: SearchBox.Typed) -> None:
        # A click into the box does not begin a search; typing does.
        self.reading.begin_search(typing=True)
        # The line names the keys that help while typing.
        self.tell("")
        self._tasks.do(self.searching.typed(message.text))
        self._moved()

    @on(SearchBox.Moved)
    def _box_moved(self, message: SearchBox.Moved) -> None:
        self._tasks.in_turn(self._move(message.rows))

    async def _move(self, rows: int) -> None:
        await self.searching.catch_up()
        self._list.cursor += rows

    @on(SearchBox.Entered)
    def _box_entered(self) -> None:
        self._tasks.in_turn(self._enter())

    async def _enter(self) -> None:
        # The list may still show the results of an earlier text in the box.
        await self.searching.catch_up()
        if self._list.selected is not None:
            # The list gets the focus, because in the box Backspace edits instead of going back.
            self.panes.go("list")
            self._list.action_choose()

    @on(SearchBox.Left)
    def _leave_search(self) -> None:
        self.tell("")
        self._over.remember()
        self.reading.give_up_search()
        self.searching.leave()
        self.panes.go("list")

    @on(ArticlePane.EntryChosen)
    @on(RelatedPane.Chosen)
    def _entry_chosen(self, message: ArticlePane.EntryChosen | RelatedPane.Chosen) -> None:
        self._tasks.in_turn(self._follow(message.entry))

    @on(ArticlePane.Moved)
    @on(ArticleList.Moved)
    def _moved(self) -> None:
        self.session.moved()
        self._show_place()
        self._notices.look()

    @on(KeyHints.Clicked)
    async def _hint_clicked(self, message: KeyHints.Clicked) -> None:
        await self.run_action(message.action)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.panes.focus_moved(event.widget)
        self._show_hints()
        self.query_one("#list-head").set_class(self._list.has_focus or self._box.has_focus, "-focused")
        # While a search is typed the arrow keys move the list's cursor, so it shows as if it had the focus.
        self._list.set_class(self._box.has_focus, "-chosen")
        if self._box.has_focus:
            self.tell("")
        self._moved()

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self.panes.adapt)

    def _show_place(self) -> None:
        reading = self.reading.view is not None and self.panes.focus in ("article", "related")
        self._hints.place(f"{self._article.progress:.0%}" if reading else "")

    def _show_hints(self) -> None:
        self._hints.show(hints(self.panes.focus, self._settings.keys))

    def _state_changed(self, summary: Summary, counts: tuple[int, int] | None) -> None:
        """An article's row is new: the list and its heading follow."""
        self._list.update_summary(summary)
        self._list.mark_open(self.reading.open_id)
        self._tasks.do(self.searching.recount(counts))

    # --- going places -----------------------------------------------------------------------------

    async def _follow(self, entry: Entry) -> None:
        self.tell("")
        if entry.target is not None:
            self.session.tell_unkept(await self.reading.open(entry.target))
        else:
            await self._look_for(entry.title, entry.fits)

    async def _look_for(self, title: str, fits: int = 0) -> None:
        """Searches for a title that leads to no article, as a step of the trail."""
        query = title_query(title)
        await self.reading.look_for(query)
        self.panes.go("list")
        note = missing_note(title, fits)
        await self.searching.show(query, None, note)
        # The line under the box says it too, but the person has just looked elsewhere.
        self.tell(note)

    def action_follow(self, number: int) -> None:
        self._tasks.in_turn(self._follow_key(str(number), f"There is no related article {number}."))

    def action_follow_previous(self) -> None:
        self._tasks.in_turn(self._follow_key("[", "This page names no previous article."))

    def action_follow_next(self) -> None:
        self._tasks.in_turn(self._follow_key("]", "This page names no next article."))

    async def _follow_key(self, key: str, otherwise: str) -> None:
        entry = await self.reading.entry(key)
        if entry is None:
            self.tell(otherwise if self.reading.view else "No article is open.")
        else:
            await self._follow(entry)

    def action_back(self) -> None:
        self._tasks.in_turn(self._step("back"))

    def action_forward(self) -> None:
        self._tasks.in_turn(self._step("forward"))

    async def _step(self, direction: jobs.Direction) -> None:
        self.tell("")
        if not await self.reading.step(direction):
            self.tell(
                "You are at the beginning of your trail."
                if direction == "back"
                else "You are at the end of your trail."
            )

    def action_follow_far(self) -> None:
        self._over.number(self.action_follow)

    # --- keys -------------------------------------------------------------------------------------

    async def action_begin(self) -> None:
        """Enter in an empty library, where there is nothing to open, starts the tour."""
        if self.searching.loaded and not self.searching.listing.total:
            await self.run_action("app.tour")

    def action_next_pane(self) -> None:
        self.panes.step(1)

    def action_previous_pane(self) -> None:
        self.panes.step(-1)

    def action_show_list(self) -> None:
        self.panes.go("list")

    def action_related(self) -> None:
        self.panes.toggle_related()

    def action_search(self) -> None:
        self.reading.begin_search()
        self.panes.go_to_box()
        self._box.action_select_all()

    def action_leave(self) -> None:
        if self._article.has_matches:
            self.reading.clear_highlights()
            self._notices.look()
        elif self.searching.active:
            self._leave_search()
        elif not (self.panes.alone and self.panes.focused == "list"):
            # With one pane at a time, leaving ends at the list; otherwise it would go back and forth forever.
            self.panes.go("list" if self.panes.focused == "article" else "article")

    def action_unfold(self) -> None:
        self._tasks.in_turn(self._unfold())

    async def _unfold(self) -> None:
        if not await self.searching.unfold():
            self.tell("No result has copies.")

    def action_next_match(self) -> None:
        self._tasks.in_turn(self._stepping.step(1))

    def action_previous_match(self) -> None:
        self._tasks.in_turn(self._stepping.step(-1))

    def action_only_unread(self) -> None:
        self._narrow("is:unread")

    def action_only_starred(self) -> None:
        self._narrow("is:starred")

    def _narrow(self, condition: str) -> None:
        self.reading.begin_search()
        self._tasks.in_turn(self.searching.narrow(condition))

    # --- changes ----------------------------------------------------------------------------------

    @property
    def _subject(self) -> int | None:
        """The article that a change is about: the one that is visibly selected in the focused pane."""
        focus = self.panes.focus
        if focus in ("list", "search"):
            return self._list.selected
        if focus == "related":
            return self._related.selected
        return self.reading.open_id

    def _change(self, change: Callable[[int], Coroutine[Any, Any, None]]) -> None:
        article = self._subject
        if article is None:
            self.tell("No article is selected.")
        else:
            self._tasks.in_turn(change(article))

    def action_toggle_star(self) -> None:
        self._change(self._changing.toggle_star)

    def action_toggle_read(self) -> None:
        self._change(self._changing.toggle_read)

    def action_tag(self) -> None:
        self._change(self._changing.ask_tags)

    def action_remove(self) -> None:
        self._change(self._changing.remove)

    def action_undo(self) -> None:
        self._tasks.in_turn(self._changing.undo())

    def action_redo(self) -> None:
        self._tasks.in_turn(self._changing.redo())

    # --- what opens over the screen -----------------------------------------------------------------

    def action_contents(self) -> None:
        self._over.contents()

    def action_help(self) -> None:
        self._over.help()

    def action_trail(self) -> None:
        self._tasks.in_turn(self._over.trail())

    def action_wanted(self) -> None:
        self._tasks.in_turn(self._over.wanted())

    def action_searches(self) -> None:
        self._tasks.in_turn(self._over.searches())

    def action_take_suggestion(self) -> None:
        self._over.take_suggestion()

    def action_save_search(self) -> None:
        self._over.save_search()

    def action_open_source(self) -> None:
        self._over.program("open_source")

    def action_edit(self) -> None:
        self._over.program("edit")

    def action_copy(self) -> None:
        copied = copied_from(self.get_selected_text(), self.reading.view)
        if copied is not None:
            self.app.copy_to_clipboard(copied.text)
            self.tell(copied.words)
