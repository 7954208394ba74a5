"""The main screen: composes the panes and passes their messages and the keys on to the controllers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from reader.config import Settings
from reader.library.view import ArticleView
from reader.model import Summary
from reader.settings.found import SettingPath
from reader.tui.background.backend import Backend
from reader.tui.controllers.adding import Adding
from reader.tui.controllers.changing import Changing
from reader.tui.controllers.commanding import Commanding
from reader.tui.controllers.finding import TextFinder
from reader.tui.controllers.handing import Handing
from reader.tui.controllers.highlighting import Highlighting
from reader.tui.controllers.hinting import Hinting
from reader.tui.controllers.jumping import Jumping
from reader.tui.controllers.linking import Linking
from reader.tui.controllers.marked import MarkedPassages
from reader.tui.controllers.news import News
from reader.tui.controllers.notices import Notices
from reader.tui.controllers.onward import Onward
from reader.tui.controllers.panes import BREAKPOINTS, Panes, classes_for
from reader.tui.controllers.parts import Parts
from reader.tui.controllers.picturing import Picturing
from reader.tui.controllers.previewing import Previewing
from reader.tui.controllers.reading import Reading
from reader.tui.controllers.scenes import Scenes
from reader.tui.controllers.searching import Searching
from reader.tui.controllers.selecting import Selecting
from reader.tui.controllers.session import Session
from reader.tui.controllers.stepping import Stepping
from reader.tui.controllers.tasks import Tasks
from reader.tui.keys.action import Action
from reader.tui.keys.actions import bindings, first_key, with_key
from reader.tui.keys.keyboard import Keyboard
from reader.tui.screens.going import GoingActions
from reader.tui.screens.keeping import KeepingActions
from reader.tui.screens.listing import ListingActions
from reader.tui.screens.living import LivingActions
from reader.tui.screens.locating import LocatingActions
from reader.tui.screens.moving import MovingActions
from reader.tui.screens.over import Over
from reader.tui.screens.overlaying import OverlayActions
from reader.tui.screens.selecting import SelectingActions
from reader.tui.screens.taking_in import TakingInActions
from reader.tui.state import words
from reader.tui.terminal.graphics import Graphics
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.key_hints import KeyHints
from reader.tui.widgets.list_head import ColumnHeads, ListHead
from reader.tui.widgets.pane_frame import PaneFrame
from reader.tui.widgets.related_pane import RelatedPane
from reader.tui.widgets.search_box import SearchBox


class MainScreen(
    GoingActions,
    MovingActions,
    LocatingActions,
    SelectingActions,
    KeepingActions,
    LivingActions,
    TakingInActions,
    ListingActions,
    OverlayActions,
):
    """One library on screen."""

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("screen"), *bindings("empty")]
    AUTO_FOCUS = ""

    def __init__(
        self,
        backend: Backend,
        settings: Settings,
        keyboard: Keyboard,
        graphics: Graphics,
        *,
        keep: Callable[[Mapping[SettingPath, bool]], None],
        width: int,
        article: int | None = None,
    ) -> None:
        """Shows the library behind ``backend``, at ``article`` or where it was left.

        ``keyboard`` has the keys that wait for earlier ones, ``graphics`` says how the terminal shows
        pictures; ``keep`` changes settings; ``width`` is that of the terminal.
        """
        super().__init__(classes=classes_for(width))
        self._backend = backend
        self._settings = settings
        self._keyboard = keyboard
        self._keep = keep
        self._graphics = graphics
        self._first = article
        self._under_way = False

    def compose(self) -> ComposeResult:
        with PaneFrame(id="panes"):
            with Vertical(id="list-column"):
                yield ListHead(id="list-head")
                yield SearchBox(id="search")
                yield Static("", id="search-note", markup=False)
                yield ColumnHeads(id="column-heads")
                yield ArticleList(columns=self._settings.columns, id="list")
            yield ArticlePane(measure=self._settings.measure, id="article")
            yield RelatedPane(id="related")
        yield KeyHints(id="hints")

    def on_mount(self) -> None:
        self._list = self.query_one(ArticleList)
        self._article = self.query_one(ArticlePane)
        self._related = self.query_one(RelatedPane)
        self._box = self.query_one(SearchBox)
        backend, key = self._backend, self._key
        bottom = self.query_one(KeyHints)
        self._notices = Notices(self, bottom)
        self._tasks = Tasks(self, self._keyboard, self._notices, backend.paths)
        self.panes = Panes(self, self._settings.measure, self._panes_arranged)
        self.searching = Searching(
            backend=backend,
            articles=self._list,
            box=self._box,
            head=self.query_one(ListHead),
            columns=self.query_one(ColumnHeads),
            note=self.query_one("#search-note", Static),
            key=key,
            lacking=lambda: self._tasks.do(self.session.watching.index()),
            ended=lambda: self.reading.end_search(),
            listed=self._listed,
            lately=self._tasks.do,
        )
        self._list.fits = self.query_one(ColumnHeads).show
        self._previewing = Previewing(
            self,
            backend,
            self.panes,
            self._list,
            settings=self._settings,
            lacking=self._no_text,
            do=self._tasks.do,
        )
        self._article.lacking = self._no_text
        self._article.closing = self._lost
        self._article.set_page(self._settings)
        scenes = Scenes(self.panes, self.searching)
        self.reading = Reading(
            backend,
            self._article,
            self._related,
            scenes,
            self._state_changed,
            self._tasks.do,
            self._settings.mark_read,
            in_front=lambda: self._article.has_focus and self.is_current,
        )
        self.reading.clock.counts = self._settings.statistics
        self._stepping = Stepping(self.reading, self.searching, self._article, self.panes, self._notices)
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
        self._changing = Changing(self.app, parts, self._rows_changed, self.session.watching.index)
        self._over = Over(self.app, parts, self._settings, self._look_for, self._changing.follow_up)
        self._handing = Handing(self.app, parts, self._settings.share, self.get_selected_text)
        self._adding = Adding(self.app, parts, lambda: self._list.ids, self.session.watch)
        self._highlighting = Highlighting(
            self.app,
            parts,
            self._settings,
            self._changing,
            lambda one: self._tasks.in_turn(self._selector.reselect(one)),
        )
        self._marked = MarkedPassages(
            *(self.app, parts, self._settings, self._highlighting),
            self._changing.follow_up,
            self.session.tell_unkept,
            lambda query: self._tasks.do(self._commanding.ask_export(query)),
        )
        self._commanding = Commanding(
            self.app,
            parts,
            self._changing,
            self._over,
            self._handing,
            self._adding,
            self._marked,
            subjects=lambda: self._subjects,
            act=self._act,
            choose=self._list.action_choose,
            shares=tuple(self._settings.share),
        )
        self._onward = Onward(parts, self._open)
        self._jumping = Jumping(self.app, parts)
        self._news = News(self.app, parts, self._jumping)
        self._finder = TextFinder(self, parts, self._jumping)
        self._picturing = Picturing(self.app, parts, self._graphics, self._settings)
        self._linking = Linking(
            self.app, parts, self._related, self._follow, self._jumping.go, self._picturing.enlarge
        )
        self._hinting = Hinting(bottom, parts, lambda: self._selector.place)
        self._selector = Selecting(self, parts, lambda: self._highlighting, self._finder, self._hinting.show)
        self.panes.adapt()
        self._under_way = True
        self.session.begin()

    def _key(self, action: str) -> str:
        """The key that an action has now; "" if it has none."""
        return first_key(action, self._settings.keys)

    def _no_text(self, summary: Summary) -> str:
        return words.no_text(summary, self._key("fetch"))

    def _lost(self, view: ArticleView) -> str:
        return words.lost_highlights(sum(one.lost for one in view.highlights), self._key("highlights"))

    # --- what the app asks ------------------------------------------------------------------------

    def apply(self, settings: Settings) -> None:
        """Settings have changed. The keys are those that everything here has: they change in place."""
        self._settings = settings
        if self._under_way:
            self._over.apply(settings)
            self._article.set_measure(settings.measure)
            self._article.set_page(settings)
            self.panes.set_measure(settings.measure)
            self._previewing.apply(settings)
            self._list.set_columns(settings.columns)
            self.reading.marks_read = settings.mark_read
            self._picturing.apply(settings)
            self._highlighting.editor = settings.editor
            self._marked.editor = settings.editor
            self.reading.clock.counts = settings.statistics
            self.wish()
            self._look_at_shelves()
            self._hinting.show()

    def pictures_changed(self) -> None:
        """The terminal shows pictures in another way, or has lost those that it kept."""
        if self._under_way:
            self._picturing.look()
            self._picturing.lost()

    @property
    def text_measure(self) -> int:
        """The cells of the longest line that the open article has room for, or may have."""
        return self._article.measure

    async def rest(self) -> None:
        """Waits a short while for locks to be released that other programs may wait for."""
        await self.session.rest()

    async def close(self) -> str:
        """Keeps the place and closes the library: see :meth:`Session.close`."""
        if not self._under_way:
            return ""
        self._commanding.stop()
        self._handing.stop()
        self._adding.stop()
        await self._picturing.close()
        return await self.session.close()

    def acted(self) -> None:
        """A key or the mouse was used: the person is there."""
        if self._under_way:
            self.reading.clock.acted()

    async def _act(self, action: Action) -> None:
        """Does what the keys of an action do, where the focus is."""
        here = self.focused if self.panes.focus in action.where and self.focused is not None else self
        await here.run_action(action.call)

    # --- what the panes say -----------------------------------------------------------------------

    @on(ArticleList.RowsNeeded)
    def _rows_needed(self, message: ArticleList.RowsNeeded) -> None:
        self._tasks.do(self.searching.supply(message.ids))

    @on(ArticleList.Chosen)
    def _article_chosen(self, message: ArticleList.Chosen) -> None:
        self.tell("")
        self._onward.came_from(message.article)
        self._tasks.in_turn(self._open(message.article, self.searching.text))
        self._over.remember()

    async def _open(self, article: int, searched: str) -> None:
        self.session.tell_unkept(await self.reading.open(article, searched))
        view = self.reading.view
        if view is not None and view.damaged:
            self.tell(with_key("opens its page in your editor", "edit", self._settings.keys))
        elif searched and self.reading.open_id == article and self._article.has_matches:
            self._stepping.tell(opened=True)

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
    def _box_left(self) -> None:
        self.leave_search()

    @on(ArticlePane.EntryChosen)
    @on(RelatedPane.Chosen)
    def _entry_chosen(self, message: ArticlePane.EntryChosen | RelatedPane.Chosen) -> None:
        self._tasks.in_turn(self._follow(message.entry))

    @on(ArticlePane.Moved)
    @on(ArticleList.Moved)
    def _moved(self) -> None:
        self.session.moved()
        self._notices.look()
        self._previewing.look()
        self._hinting.show()

    @on(ArticlePane.Marked)
    def _marks_changed(self) -> None:
        self._hinting.show()

    @on(KeyHints.Clicked)
    async def _hint_clicked(self, message: KeyHints.Clicked) -> None:
        # What its key would do: the hints name actions of the pane with the focus, and of the screen.
        bound = self.active_bindings.values()
        here = next((found.node for found in bound if found.binding.action == message.action), self)
        await self.app.run_action(message.action, here)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.panes.focus_moved(event.widget)
        self._selector.focus_moved()
        self._hinting.show()
        self.query_one("#list-head").set_class(self._list.has_focus or self._box.has_focus, "-focused")
        # While a search is typed the arrow keys move the list's cursor, so it shows as if it had the focus.
        self._list.set_class(self._box.has_focus, "-chosen")
        if self._box.has_focus:
            self.tell("")
        self._moved()

    def on_screen_suspend(self) -> None:
        """Something opens over the screen: what was said before is not said again when that closes."""
        self.tell("")

    def on_resize(self, event: events.Resize) -> None:
        # Before anything is laid out: in the widths of the previous size there may be no room for the text.
        self.panes.arrange()
        self.call_after_refresh(self.panes.adapt)

    def _panes_arranged(self) -> None:
        """The panes share the screen in another way."""
        self.query_one("#list-column").set_class(self.panes.spaces.columns, "-columns")
        if self._under_way:
            self._previewing.look()
            self._shelves_arranged()

    def _listed(self, read: bool) -> None:
        """The list shows other rows; ``read``: the library has been read for it."""
        self._hinting.show()
        if read:
            self.wish()
            self._look_at_shelves()
            self._previewing.forget()
        self._previewing.look()

    def _rows_changed(self, rows: Sequence[Summary]) -> None:
        """The rows of some articles are new: the list and its heading follow."""
        for row in rows:
            self._list.update_summary(row)
        self._tasks.do(self.searching.recount(None))
        self._look_at_shelves()

    def _state_changed(self, summary: Summary, counts: tuple[int, int] | None) -> None:
        """An article's row is new: the list and its heading follow."""
        self._list.update_summary(summary)
        self._list.mark_open(self.reading.open_id)
        self.panes.adapt()
        self._tasks.do(self.searching.recount(counts))
