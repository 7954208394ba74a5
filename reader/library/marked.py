"""What can be asked of a library about everything that was marked in it, whatever the article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from reader.colors import COLORS, shown_color

if TYPE_CHECKING:
    from reader.model import Passage

PassageOrder = Literal["article", "newest", "oldest", "color"]
"""By article (the one added last first) and in the order of its text; by the time when they were made; by
colour."""

PASSAGE_ORDERS: tuple[PassageOrder, ...] = get_args(PassageOrder)


@dataclass(frozen=True, slots=True)
class Passages:
    """Highlights that a query finds.

    Attributes:
        found: the highlights, article by article, in the order of the list and of each text.
        notes: how the query was understood, if that needs saying.
        ignored: those of the notes that say that a part of the query was ignored.
    """

    found: tuple[Passage, ...] = ()
    notes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


class Marked(Protocol):
    """The highlights of all articles; part of :class:`~reader.library.protocol.Library`."""

    def passages(self, query: str = "") -> Passages:
        """All highlights, or those that a query finds.

        Words and phrases are looked for in the passage, its note and tags and the title of its article;
        ``note:`` in the note; ``highlight:``, ``color:`` and ``highlighted:`` are about the passage, all
        other filters about the article.
        """

    def review(self, most: int, now: float) -> list[Passage]:
        """The highlights to bring back today, at most ``most``; see :mod:`reader.library.reviewing`."""

    def reviewed(self, passages: Iterable[Passage], now: float) -> None:
        """Notes that a person has seen these highlights in a review; does nothing in a read-only library."""


def in_order(passages: Iterable[Passage], order: PassageOrder) -> list[Passage]:
    """Highlights in an order; those between which it does not decide stay as they are.

    Without a time, they come last. Of one colour, they stay article by article.
    """
    if order == "article":
        return list(passages)
    if order == "color":
        return sorted(passages, key=lambda one: COLORS.index(shown_color(one.stored.highlight.color)))
    timed = sorted(passages, key=lambda one: one.stored.highlight.created, reverse=order == "newest")
    return sorted(timed, key=lambda one: not one.stored.highlight.created)
