"""What the actions of the main screen work with."""

from __future__ import annotations

from textual.screen import Screen

from reader.config import Settings
from reader.tui.background.backend import Backend
from reader.tui.controllers.adding import Adding
from reader.tui.controllers.changing import Changing
from reader.tui.controllers.commanding import Commanding
from reader.tui.controllers.finding import TextFinder
from reader.tui.controllers.handing import Handing
from reader.tui.controllers.highlighting import Highlighting
from reader.tui.controllers.jumping import Jumping
from reader.tui.controllers.linking import Linking
from reader.tui.controllers.marked import MarkedPassages
from reader.tui.controllers.notices import Notices
from reader.tui.controllers.onward import Onward
from reader.tui.controllers.panes import Panes
from reader.tui.controllers.picturing import Picturing
from reader.tui.controllers.reading import Reading
from reader.tui.controllers.searching import Searching
from reader.tui.controllers.selecting import Selecting
from reader.tui.controllers.session import Session
from reader.tui.controllers.stepping import Stepping
from reader.tui.controllers.tasks import Tasks
from reader.tui.screens.over import Over
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.related_pane import RelatedPane
from reader.tui.widgets.search_box import SearchBox


class Acting(Screen[None]):
    """The parts of the main screen. Each group of actions is a class of its own that uses them."""

    _settings: Settings
    _backend: Backend
    _list: ArticleList
    _article: ArticlePane
    _related: RelatedPane
    _box: SearchBox
    _notices: Notices
    _tasks: Tasks
    _stepping: Stepping
    _over: Over
    _changing: Changing
    _onward: Onward
    _handing: Handing
    _commanding: Commanding
    _adding: Adding
    _finder: TextFinder
    _jumping: Jumping
    _linking: Linking
    _picturing: Picturing
    _highlighting: Highlighting
    _marked: MarkedPassages
    _selector: Selecting
    panes: Panes
    searching: Searching
    reading: Reading
    session: Session

    def tell(self, words: str) -> None:
        """A short notice on the bottom line."""
        self._tasks.tell(words)

    @property
    def _subject(self) -> int | None:
        """The article that is visibly selected in the focused pane."""
        focus = self.panes.focus
        if focus in ("list", "search"):
            return self._list.selected
        if focus == "related":
            return self._related.selected
        return self.reading.open_id

    @property
    def _subjects(self) -> tuple[int, ...]:
        """The articles that a change is about: in the list the marked ones; without marks, and in the other
        panes, the one that is visibly selected."""
        marks = self.searching.marks
        if marks and self.panes.focus in ("list", "search"):
            return marks.in_order(self._list.ids)
        article = self._subject
        return () if article is None else (article,)
