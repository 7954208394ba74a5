"""What the panes show of an article: immutable, prepared off the event loop, free of Textual."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from reader.model import Article, Position, Scene, Summary

Group = Literal["previous", "next", "recommended", "similar", "copies", "linked from"]
"""The groups of the related pane, in the order they are shown."""

GROUPS: tuple[Group, ...] = ("previous", "next", "recommended", "similar", "copies", "linked from")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the related pane: an article a key or three away, or the title of one that is not here.

    Attributes:
        group: under which heading it stands.
        title: the target's title, or the one the link names.
        key: what follows it: ``[``, ``]``, ``1`` … ``9``, or from ``10`` on its number behind a zero.
        target: the article it leads to; None for an unresolved link.
        read: whether that article has been read.
        detail: the teaser, or how the article begins; shown when the cursor is on it.
        why: what makes it related, where that needs saying: shared terms, kinds of links.
        fits: how many articles fit the link equally well, which is why it is unresolved; else 0.
    """

    group: Group
    title: str
    key: str = ""
    target: int | None = None
    read: bool = False
    detail: str = ""
    why: str = ""
    fits: int = 0

    @property
    def missing(self) -> str:
        """What stands in place of the article of an unresolved link, in a word or two; else ""."""
        if self.target is not None:
            return ""
        return f"{self.fits} fit equally" if self.fits else "not here"


def key_width(entries: Iterable[Entry]) -> int:
    """The cells that the widest key of some entries takes."""
    return max((len(entry.key) for entry in entries), default=1)


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Everything the article pane and the related pane need to show one article."""

    summary: Summary
    article: Article
    entries: tuple[Entry, ...] = ()
    position: Position = Position()
    scene: Scene = Scene()
    """What stood around it when it was left: for a step back, forward or after a restart."""
    unkept: str = ""
    """Why the step that led to it is not kept, in words; else ""."""
    share: float = 1.0
    """Which share of the article ``article`` holds: less than 1.0 where it is too long to be shown whole."""
    damaged: bool = False
    """Whether the article cannot be read, so that words about that stand in its place."""
