"""Measures how long the open article is in front, and keeps that until it is written to the library."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from reader.library.view import ArticleView
from reader.model import Position
from reader.reading_days import ReadingTime
from reader.tui.state.attention import Attention

WORTH_KEEPING = 5.0
"""Seconds of reading that are written even if the place is the same: less waits for the next movement."""


class ReadingClock:
    """Counts what is read of the article that is open, by keys and by the place that they lead to."""

    def __init__(
        self,
        share: Callable[[], float],
        in_front: Callable[[], bool] = lambda: True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """The clock stands until an article is open.

        Args:
            share: how far through the article the screen is.
            in_front: whether the person looks at the text: it has the focus, and nothing lies over it.
            clock: gives the time in seconds.
        """
        self._share = share
        self._in_front = in_front
        self._clock = clock
        self._attention = Attention()
        self.counts = True
        """Whether anything is counted."""

    def opens(self, view: ArticleView | None) -> None:
        """Another article is about to be shown, or none."""
        self.acted()
        article, words, begin = 0, 0, 0.0
        if view is not None and not view.damaged:
            article, words = view.summary.id, view.summary.words
            # From the top, an article that fits on the screen is read as a whole.
            begin = 0.0 if view.position == Position() else view.summary.progress
        self._attention = self._attention.opens(article, words, begin, self._clock())

    def acted(self) -> None:
        """The person has pressed a key, or used the mouse: they are there."""
        if self.counts and self._attention.article:
            self._attention = self._attention.acts(self._clock(), self._share(), front=self._in_front())

    def ends(self) -> None:
        """The person has come to the end of the open article."""
        self._attention = self._attention.ends()

    def times(self) -> tuple[ReadingTime, ...]:
        """What was read and is not kept yet."""
        if not self.counts:
            return ()
        self._attention = self._attention.passes(self._clock(), self._share(), front=self._in_front())
        return self._attention.owed

    @property
    def worth_keeping(self) -> bool:
        """Whether that is so much that it should be kept soon."""
        return self._attention.owes >= WORTH_KEEPING

    def keeps(self, times: Sequence[ReadingTime]) -> None:
        """These amounts have been kept."""
        self._attention = self._attention.keeps(times)
