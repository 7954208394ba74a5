"""What can be asked of a library about everything that was marked in it, whatever the article."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from reader.facts import Passage
    from reader.library.view import PassageResult


class Highlighted(Protocol):
    """The highlights of all articles; part of :class:`~reader.library.protocol.Library`."""

    def passages(self, query: str = "") -> PassageResult:
        """All highlights, or those that a query finds.

        Words and phrases are looked for in the passage, its note and tags and the title of its article;
        ``note:`` in the note; ``highlight:``, ``color:`` and ``highlighted:`` are about the passage, all
        other filters about the article.
        """

    def review(self, most: int, now: float) -> list[Passage]:
        """The highlights to bring back today, at most ``most``; see :mod:`reader.library.reviewing`."""

    def reviewed(self, passages: Iterable[Passage], now: float) -> None:
        """Notes that a person has seen these highlights in a review; does nothing in a read-only library."""
