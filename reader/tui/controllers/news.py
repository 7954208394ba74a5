"""What is new in an article since the person read it: marked in the text, stepped through, listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.library.view import ArticleView
from reader.tui.background import jobs
from reader.tui.controllers.jumping import Jumping
from reader.tui.controllers.parts import Parts
from reader.tui.keys.actions import with_key
from reader.tui.state.news import ArticleNews

if TYPE_CHECKING:
    from textual.app import App


class News:
    """Knows what has changed in the open article. The marks stay until another article is shown."""

    def __init__(self, app: App[Any], parts: Parts, jumping: Jumping) -> None:
        self._app = app
        self._backend = parts.backend
        self._article = parts.article
        self._reading = parts.reading
        self._tasks = parts.tasks
        self._keymap = parts.keymap
        self._jumping = jumping
        self.state = ArticleNews()
        """What has changed in the article that was looked at last."""
        self._reading.when_changed = self.look

    def look(self, view: ArticleView) -> None:
        """An article is shown that has changed since it was read: what is new is marked in a moment."""
        self._tasks.do(self._mark(view))

    async def _mark(self, view: ArticleView) -> None:
        article = view.summary.id
        changes = await self._backend.look_up(lambda library: jobs.changes_since_read(library, article))
        now = self._reading.view
        if now is None or now.summary.id != article or now.article.blocks != view.article.blocks:
            return
        self.state = ArticleNews.of(article, changes)
        self._article.set_new(self.state.spans)
        if changes:
            key = with_key("goes there", "next_new", self._keymap) if self.state.passages else ""
            lists = with_key("lists them", "changes", self._keymap)
            self._tell(f"Changed since you read it: {self.state.words()}", key, lists)

    def _tell(self, *parts: str) -> None:
        self._tasks.tell(" · ".join(filter(None, parts)))

    @property
    def _of_open(self) -> ArticleNews:
        """What has changed in the article that is open."""
        return self.state if self.state.article == self._reading.open_id else ArticleNews()

    def next(self) -> None:
        """Goes to the next new passage."""
        news = self._of_open
        if self._reading.view is None:
            self._tasks.tell("No article is open.")
        elif not news.passages:
            self._tasks.tell("Nothing is new in this article since you read it.")
        else:
            place = news.place
            news = self.state = news.step(
                self._article.position, place is not None and self._article.sees(place)
            )
            if news.place is not None:
                self._jumping.leave()
                self._article.bring(news.place)
                self._tasks.tell(f"New passage {(news.current or 0) + 1:,} of {len(news.passages):,}")

    async def ask(self) -> None:
        """Lists what has changed, or what changed last; the chosen place is gone to."""
        from reader.tui.screens.changes import ChangesSheet

        view = self._reading.view
        if view is None or view.damaged:
            self._tasks.tell("No article is open.")
            return
        article = view.summary.id
        news = self._of_open
        listed = news.changes
        heading = "Changed since you read it"
        if not listed:
            last = await self._backend.read(lambda library: jobs.latest_changes(library, article))
            if last is None:
                self._tasks.tell("The text of this article has not changed since it was added.")
                return
            heading, listed = last
        self._app.push_screen(
            ChangesSheet(heading, listed, self._keymap),
            lambda place: None if place is None else self._jumping.go(place),
        )
