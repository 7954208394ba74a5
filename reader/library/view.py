"""The values that a library gives and takes: immutable, prepared off the event loop, free of Textual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from reader.model import Article, Block, Hit, Position, Scene, Snippet, Summary, Visit, Wanted

Order = Literal["added", "oldest", "title", "words", "read"]
"""Newest first, oldest first, by title, longest first, last read first (then what is unread)."""

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


MarkSpan = tuple[int, int, int]
"""Where a query matches: (block, start, end) in the block's plain text. Block -1 is the article's head."""


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
    complete: bool = True
    """Whether similar articles are among the entries: not while the index is not open yet."""
    marks: tuple[MarkSpan, ...] | None = None
    """Where the search that was asked for matches; None if that is still to be asked."""
    counts: tuple[int, int] | None = None
    """How many articles there are, and how many of them are unread, now that this one is open."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Articles in some order, all or a stretch of them, and the counts a heading tells.

    Attributes:
        ids: the articles in their order.
        unread, total: how many are unread, and how many there are.
        version: a number that changes when another process has changed the library.
        unindexed: how many articles the index lacks, so that a search may not find them.
        read_only: whether the library cannot be written.
        hindered: what keeps it from being written if that is the machine (a full disk); else "".
    """

    ids: tuple[int, ...]
    unread: int
    total: int
    version: int
    unindexed: int
    read_only: bool = False
    hindered: str = ""

    @property
    def pending(self) -> int:
        """How many articles this screen has to index. In a read-only library that is left to others."""
        return 0 if self.read_only else self.unindexed


class HitRow(NamedTuple):
    """A row of a search: the article, and the passage that shows why it was found.

    ``snippet`` is None if the search asks for no words, so that there is nothing to show.
    """

    summary: Summary
    snippet: Snippet | None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found.

    Attributes:
        text: the query.
        ids: the articles, best first; from ``partial_from`` on they have only some of the words.
        total: how many match in all, the partial ones included.
        partial_from: where in ``ids`` the partial matches begin; its length if there are none.
        notes: how the query was understood, where that needs saying.
        odd: the same if the query is complete and not still being typed.
        suggestion: the query that may have been meant, or "".
        copies: articles that are nearly the same as one among ``ids``, which stands for them; by its id.
        words: whether it asks for words, so that there are passages to show.
        empty: whether it asks for nothing at all.
        complete: False if a newer search has ended this one, or no index can be read.
        scores: one for each of ``ids``, higher is better; all 0.0 if no words were asked for.
        rows: the first rows, as many as were asked for.
        behind: why the index lacks what is newest, in words, if the search was to bring it up to date.
    """

    text: str
    ids: tuple[int, ...]
    total: int
    partial_from: int
    notes: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    suggestion: str = ""
    copies: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    words: bool = True
    empty: bool = False
    complete: bool = True
    scores: tuple[float, ...] = ()
    rows: tuple[HitRow, ...] = ()
    behind: str = ""

    @property
    def alike(self) -> dict[int, int]:
        """How many copies an article stands for that are not listed, by its id."""
        return {article: len(others) for article, others in self.copies.items()}

    def hits(self) -> list[Hit]:
        """The rows, each with all that is known of it."""
        partial, scores = set(self.ids[self.partial_from :]), dict(zip(self.ids, self.scores, strict=True))
        return [
            Hit(
                id=summary.id,
                title=summary.title,
                score=scores[summary.id],
                snippet=snippet or Snippet(""),
                source=summary.source,
                partial=summary.id in partial,
                alike=len(self.copies.get(summary.id, ())),
            )
            for summary, snippet in self.rows
        ]


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What came of bringing the index up to date.

    Attributes:
        behind: why it lacks what is newest, in words; "" if it lacks nothing.
        will_follow: whether another process is writing it, and takes that in or leaves it queued.
    """

    behind: str = ""
    will_follow: bool = False

    @property
    def current(self) -> bool:
        """Whether the index holds every article as it is."""
        return not self.behind


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which article a person stands, and what stands around it.

    ``blocks`` is the text that the position is about: the library may hold another one by now.
    """

    article: int
    position: Position
    progress: float
    scene: Scene = Scene()
    blocks: tuple[Block, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Step:
    """A visit as the sheet of the trail shows it.

    ``on_line``: back and forward lead to it; otherwise it stands on a branch that was left.
    """

    visit: Visit
    title: str
    here: bool
    on_line: bool


@dataclass(frozen=True, slots=True)
class Lacking:
    """A title the library lacks, with the titles of a few articles that name it."""

    wanted: Wanted
    named_by: tuple[str, ...]
