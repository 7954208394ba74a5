"""What the panes show of an article: immutable, prepared off the event loop, free of Textual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reader.model import Article, Position, Summary

Group = Literal["previous", "next", "recommended", "similar", "linked from"]
"""The groups of the related pane, in the order they are shown."""

GROUPS: tuple[Group, ...] = ("previous", "next", "recommended", "similar", "linked from")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the related pane: an article one key away, or the title of one that is not here.

    ``key`` is what follows it (``[``, ``]``, ``1`` … ``9``) or "" past the ninth. ``target`` is None for
    an unresolved link. ``detail`` is the teaser, lead or shared terms shown when the cursor is on it.
    """

    group: Group
    title: str
    key: str = ""
    target: int | None = None
    read: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Everything the article pane and the related pane need to show one article."""

    summary: Summary
    article: Article
    entries: tuple[Entry, ...] = ()
    position: Position = Position()
