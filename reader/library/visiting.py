"""Places and the trail: where a person has been, and the way back."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress

from reader.errors import ArticleNotFound
from reader.library.places import Places
from reader.library.view import Place, Step
from reader.model import MarkedPlace, Position, Scene, Visit
from reader.reading_days import ReadingTime
from reader.store import Store


class Visiting:
    """Goes from article to article. Each step is one transaction, and saves the place that is left."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save_place(self, place: Place | None, times: Sequence[ReadingTime] = ()) -> None:
        """See :meth:`reader.library.places.Places.save_place`."""
        if not times or self._store.read_only:
            self._leave(place)
            return
        with self._store.transaction():
            self._leave(place)
            self._store.reading.add(times, time.time())

    def _save_place(self, place: Place) -> None:
        from reader.anchors import make  # not needed at the start

        anchor = make(place.blocks, place.position) if place.blocks else None
        # If another process has removed the article meanwhile, there is nothing to save.
        with suppress(ArticleNotFound), self._store.transaction():
            self._store.state.save_position(
                place.article, place.position, place.progress, anchor, opened=time.time()
            )
            if place.caught_up is not None and not self._store.read_only:
                self._store.former.is_known(place.article, place.caught_up)
            if place.finished and self._store.articles.summary(place.article).read is None:
                self._store.state.mark_read(place.article, time.time())
            if self._is_at(place.article):
                self._store.trail.update(place.position, place.scene, anchor)

    def place_of(self, article: int) -> Position:
        """See :meth:`reader.library.places.Places.place_of`."""
        done = self._store.articles.summary(article).progress >= 1.0
        return Position() if done else self._store.state.position(article)

    def follow(
        self, article: int, leaving: Place | None, scene: Scene, *, again: bool, read: bool
    ) -> Position:
        """See :meth:`reader.library.places.Places.follow`."""
        with self._store.transaction():
            self._leave(leaving)
            summary = self._store.articles.summary(article)
            position = Position() if summary.progress >= 1.0 else self._store.state.position(article)
            stays = again and (leaving is None or leaving.article == article)
            if not (stays and self._is_at(article)):
                self._store.trail.follow(
                    Visit(article=article, position=position, scene=scene, at=time.time())
                )
            if read and summary.read is None:
                self._store.state.mark_read(article, time.time())
        return position

    def look_for(self, leaving: Place, query: str) -> None:
        """See :meth:`reader.library.places.Places.look_for`."""
        with self._store.transaction():
            self.save_place(leaving)
            if leaving.scene.query == query and self._is_at(leaving.article):
                # The search is already open.
                return
            scene = Scene(query, None, "list")
            self._store.trail.follow(
                Visit(article=leaving.article, position=leaving.position, scene=scene, at=time.time())
            )

    def back(self, leaving: Place | None) -> Visit | None:
        """See :meth:`reader.library.places.Places.back`."""
        with self._store.transaction():
            self._leave(leaving)
            return self._store.trail.back()

    def forward(self, leaving: Place | None) -> Visit | None:
        """See :meth:`reader.library.places.Places.forward`."""
        with self._store.transaction():
            self._leave(leaving)
            return self._store.trail.forward()

    def jump(self, visit: int, leaving: Place | None) -> Visit | None:
        """See :meth:`reader.library.places.Places.jump`."""
        with self._store.transaction():
            self._leave(leaving)
            return self._store.trail.jump(visit)

    def trail(self, limit: int) -> list[Step]:
        """See :meth:`reader.library.places.Places.trail`."""
        current, line = self._store.trail.current(), set(self._store.trail.line())
        visits = self._store.trail.recent(limit)
        summaries = self._store.articles.summaries([*{visit.article for visit in visits}])
        titles = {summary.id: summary.title for summary in summaries}
        return [
            Step(
                visit=visit,
                title=titles[visit.article],
                here=current is not None and visit.id == current.id,
                on_line=visit.id in line,
            )
            for visit in visits
            if visit.article in titles
        ]

    def current(self) -> Visit | None:
        """See :meth:`reader.library.places.Places.current_visit`."""
        return self._store.trail.current()

    # --- bookmarks ----------------------------------------------------------------------------------

    def bookmarks(self, article: int) -> tuple[MarkedPlace, ...]:
        """See :meth:`reader.library.places.Places.bookmarks`."""
        return self._store.bookmarks.of(article)

    def set_bookmark(self, letter: str, place: Place) -> None:
        """See :meth:`reader.library.places.Places.set_bookmark`."""
        from reader.anchors import make

        anchor = make(place.blocks, place.position) if place.blocks else None
        self._store.bookmarks.put(place.article, MarkedPlace(letter, place.position), anchor)

    def _leave(self, place: Place | None) -> None:
        if place is not None:
            self._save_place(place)

    def _is_at(self, article: int) -> bool:
        """Whether the trail's last step led to this article."""
        current = self._store.trail.current()
        return current is not None and current.article == article


class LocalPlaces(Places):
    """The places of a library on this machine; what the methods do is said in :class:`Places`."""

    _visiting: Visiting

    def save_place(self, place: Place | None, times: Sequence[ReadingTime] = ()) -> None:
        self._visiting.save_place(place, times)

    def place_of(self, article_id: int) -> Position:
        return self._visiting.place_of(article_id)

    def follow(
        self, article_id: int, leaving: Place | None, scene: Scene, *, again: bool = False, read: bool = False
    ) -> Position:
        return self._visiting.follow(article_id, leaving, scene, again=again, read=read)

    def look_for(self, leaving: Place, query: str) -> None:
        self._visiting.look_for(leaving, query)

    def back(self, leaving: Place | None) -> Visit | None:
        return self._visiting.back(leaving)

    def forward(self, leaving: Place | None) -> Visit | None:
        return self._visiting.forward(leaving)

    def jump(self, visit: int, leaving: Place | None) -> Visit | None:
        return self._visiting.jump(visit, leaving)

    def current_visit(self) -> Visit | None:
        return self._visiting.current()

    def trail(self, limit: int) -> list[Step]:
        return self._visiting.trail(limit)

    def bookmarks(self, article_id: int) -> tuple[MarkedPlace, ...]:
        return self._visiting.bookmarks(article_id)

    def set_bookmark(self, letter: str, place: Place) -> None:
        self._visiting.set_bookmark(letter, place)
