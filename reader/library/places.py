"""What can be asked of a library about places: where a person has been, is, and wants to come back to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.library.view import Place, Step
    from reader.model import MarkedPlace, Position, Scene, Visit
    from reader.reading_days import ReadingTime


class Places(Protocol):
    """Places in articles, bookmarks, and the trail; part of :class:`~reader.library.protocol.Library`."""

    def save_place(self, place: Place | None, times: Sequence[ReadingTime] = ()) -> None:
        """Saves where a person is, for the next time the article is opened and for the trail.

        If they have ``finished`` the article, it is marked as read; that is not in the journal. If they have
        ``caught_up`` with a text that had changed, they know it. If the article has been removed meanwhile,
        nothing of this is saved. ``times``: what was read since that was last saved, for the statistics.
        """

    def place_of(self, article_id: int) -> Position:
        """Where an article opens: where it was left, or at its beginning if it was read to the end.

        Raises:
            ArticleNotFound: there is no such article.
        """

    def follow(
        self, article_id: int, leaving: Place | None, scene: Scene, *, again: bool = False, read: bool = False
    ) -> Position:
        """Goes to an article: saves the place left, adds a visit to the trail.

        If this step was taken from here before (to the same article with the same search), it leads to the
        visit of that time.

        Args:
            article_id: where to go.
            leaving: the place left, if anything was open.
            scene: the scene around the article: the search that led to it may be newer than the place.
            again: whether to add no step if the person is in this article already, or was last.
            read: whether to mark the article as read.

        Returns:
            Where the article opens.

        Raises:
            ArticleNotFound: there is no such article; then nothing has changed.
        """

    def look_for(self, leaving: Place, query: str) -> None:
        """Starts a search as a step of the trail: back leads to where it started."""

    def back(self, leaving: Place | None) -> Visit | None:
        """Saves the place left and goes one step back along the trail; None at its beginning."""

    def forward(self, leaving: Place | None) -> Visit | None:
        """Saves the place left and goes one step forward; None at the end of the trail."""

    def jump(self, visit: int, leaving: Place | None) -> Visit | None:
        """Saves the place left and goes to any visit of the trail; None if it does not exist."""

    def current_visit(self) -> Visit | None:
        """The visit where the person is; None if nothing has ever been read in the library."""

    def trail(self, limit: int) -> list[Step]:
        """The latest steps of the trail, at most ``limit``, latest first."""

    def bookmarks(self, article_id: int) -> tuple[MarkedPlace, ...]:
        """The bookmarks in an article, by their letters; none if there is no such article."""

    def set_bookmark(self, letter: str, place: Place) -> None:
        """Keeps a place in an article under a letter; it stays at its words when the article changes.

        What the letter stood for in this article before is forgotten.

        Raises:
            ArticleNotFound: there is no such article.
            LibraryReadOnly: the library cannot be changed.
        """
