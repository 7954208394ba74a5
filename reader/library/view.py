"""The values that a library returns and accepts: immutable, built off the event loop, free of Textual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from reader.colors import COLORS, shown_color
from reader.facts import Passage
from reader.model import (
    Article,
    Block,
    Hit,
    Position,
    Scene,
    Snippet,
    StoredHighlight,
    Summary,
    Visit,
    Wanted,
)
from reader.pictures.header import PictureSize

Group = Literal["previous", "next", "recommended", "similar", "copies", "linked from"]
"""The groups of the related pane, in the order they are shown."""

GROUPS: tuple[Group, ...] = ("previous", "next", "recommended", "similar", "copies", "linked from")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the related pane: an article one to three keys away, or a title that the library lacks.

    Attributes:
        group: the heading it is under.
        title: the target's title, or the one that the link names.
        key: the keys that open it: ``[``, ``]``, ``1`` … ``9``; from ``10`` on, a zero comes first.
        target: the article it leads to; None for an unresolved link.
        read: whether that article has been read.
        detail: the teaser, or the beginning of the article; shown when the cursor is on the entry.
        why: why it is related, if that needs saying: shared terms, kinds of links.
        candidates: the articles that may be meant, if it is not certain which one; otherwise none.
    """

    group: Group
    title: str
    key: str = ""
    target: int | None = None
    read: bool = False
    detail: str = ""
    why: str = ""
    candidates: tuple[int, ...] = ()

    @property
    def missing(self) -> str:
        """A word or two to show in place of the article if the link is unresolved; otherwise ""."""
        if self.target is not None:
            return ""
        match len(self.candidates):
            case 0:
                return "not here"
            case 1:
                return "not certain"
            case several:
                return f"{several} fit equally"


def key_width(entries: Iterable[Entry]) -> int:
    """The width in cells of the widest key of some entries."""
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
    """The scene when it was left, for a step back or forward, or a restart."""
    unkept: str = ""
    """Why the step that led here was not saved, in words; otherwise ""."""
    share: float = 1.0
    """How much of the article ``article`` contains: less than 1.0 if it is too long to be shown whole."""
    damaged: bool = False
    """Whether the article cannot be read. Then a message about the damage takes its place."""
    complete: bool = True
    """Whether similar articles are among the entries. They are not while the index is still closed."""
    marks: tuple[MarkSpan, ...] | None = None
    """Where the requested search matches; None if that is not known yet."""
    highlights: tuple[StoredHighlight, ...] = ()
    """What the person marked in it, in the order of the text."""
    counts: tuple[int, int] | None = None
    """How many articles there are, and how many are unread, now that this one is open."""
    pictures: Mapping[str, PictureSize] = field(default_factory=dict)
    """How large its pictures are, by the names that its images have: of those that are here."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Articles in some order, all or some of them, and the counts shown in a heading.

    Attributes:
        ids: the articles in their order.
        unread, total: how many are unread, and how many there are in all.
        version: a number that changes when another process changes the library.
        unindexed: how many articles the index lacks, so that a search may not find them.
        read_only: whether the library cannot be written.
        hindered: why it cannot be written, if the machine is the reason (a full disk); otherwise "".
        archived: whether any articles are in the archive.
    """

    ids: tuple[int, ...]
    unread: int
    total: int
    version: int
    unindexed: int
    read_only: bool = False
    hindered: str = ""
    archived: bool = False

    @property
    def pending(self) -> int:
        """How many articles this screen has to index; none if the library is read-only."""
        return 0 if self.read_only else self.unindexed


class HitRow(NamedTuple):
    """A row of a search: the article, and the passage that shows why it was found.

    ``snippet`` is None if the search asks for no words, so there is no passage to show.
    """

    summary: Summary
    snippet: Snippet | None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The result of a search.

    Attributes:
        text: the query.
        ids: the articles, best first; from ``partial_from`` on they have only some of the words.
        total: how many articles match in all, including partial matches.
        partial_from: where in ``ids`` the partial matches begin; its length if there are none.
        notes: how the query was understood, if that needs saying.
        odd: the same, assuming that the query is complete and no longer being typed.
        ignored: those of the notes that say that a part of the query was ignored.
        suggestion: the query that may have been meant, or "".
        copies: near-duplicates that are not listed, by the id of the article that stands for them.
        words: whether the query asks for words, so there are passages to show.
        empty: whether the query asks for nothing at all.
        complete: False if a newer search has ended this one, or no index can be read.
        scores: one for each of ``ids``, higher is better; all 0.0 if no words were asked for.
        rows: the first rows, as many as were requested.
        behind: why the index is not up to date, in words, if the search tried to update it.
    """

    text: str
    ids: tuple[int, ...]
    total: int
    partial_from: int
    notes: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
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
        """How many unlisted near-duplicates an article stands for, by its id."""
        return {article: len(others) for article, others in self.copies.items()}

    def hits(self) -> list[Hit]:
        """The rows as hits."""
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
    """The result of bringing the index up to date.

    Attributes:
        behind: why it is not up to date, in words; "" if it is.
        will_follow: whether another process is writing it, and will apply the changes or leave them queued.
    """

    behind: str = ""
    will_follow: bool = False

    @property
    def current(self) -> bool:
        """Whether the index contains every article as it is."""
        return not self.behind


@dataclass(frozen=True, slots=True)
class Place:
    """The article and the position in it where a person is, with the scene around it.

    ``blocks`` is the text that the position refers to: by now the library may hold a different one.
    ``finished``: the person has just come to the end, and so the article counts as read. ``caught_up``: they
    have come to the end of a text that had changed; this is the ``changed`` of its summary.
    """

    article: int
    position: Position
    progress: float
    scene: Scene = Scene()
    blocks: tuple[Block, ...] = field(default=(), compare=False, repr=False)
    finished: bool = False
    caught_up: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A visit, as the list of the trail shows it.

    ``on_line``: whether back and forward lead to it; otherwise it is on a branch that was left.
    """

    visit: Visit
    title: str
    here: bool
    on_line: bool


class TagCount(NamedTuple):
    """A tag, and how many articles have it."""

    tag: str
    articles: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """A title that the library lacks, with the titles of a few articles that name it."""

    wanted: Wanted
    named_by: tuple[str, ...]


# --- highlights ---------------------------------------------------------------------------------------

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
