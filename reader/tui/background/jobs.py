"""The questions of the screen to the library: plain functions of a ``Library``, run by the backend's threads.

Each is one question or one change, and returns immutable data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from reader.changes import Applied, Change, Remove, describe
from reader.errors import ArticleDamaged, ArticleNotFound, LibraryBusy, LibraryReadOnly, MachineError
from reader.library.view import (
    ArticleView,
    Entry,
    HitRow,
    Lacking,
    Listing,
    MarkSpan,
    Place,
    SearchResult,
    Step,
)
from reader.model import Position, SavedSearch, Scene, Summary, Visit
from reader.orders import OPENED, STARTED
from reader.reading_days import ReadingTime
from reader.text import display, heading, truncate, width

if TYPE_CHECKING:
    from reader.comparing import BlockChange
    from reader.library.protocol import Library

__all__ = [
    "Direction",
    "HitRow",
    "Lacking",
    "Listing",
    "Place",
    "SearchLists",
    "SearchResult",
    "Step",
]

SAVING = 1.0
"""Seconds that keeping the place waits for another program: it is tried again soon."""

SHOWN_STEPS = 500
SHOWN_WANTED = 500
"""How many steps and wanted titles their sheets show: more than anyone reads through."""

RECENT = 50
"""How many recent searches their sheet shows."""

_NAMED_BY = 3


# --- the list ---------------------------------------------------------------------------------------


def listing(library: Library) -> Listing:
    """The whole list."""
    return library.listing()


def counts(library: Library) -> tuple[int, int]:
    """How many articles there are, and how many of them are unread."""
    return library.counts()


def unread(library: Library) -> frozenset[int]:
    """All unread articles."""
    return frozenset(library.ids("is:unread"))


def waiting(library: Library) -> int:
    """How many articles are not in the index yet."""
    return library.waiting


def version(library: Library) -> int:
    """A number that changes when another process has changed the library.

    It is asked for now and then while nothing else is going on: a good moment for work that can wait.
    """
    library.rest()
    return library.version()


def summaries(library: Library, ids: Sequence[int]) -> list[Summary]:
    """The rows of the list for these articles."""
    return library.summaries(ids)


# --- places and steps -------------------------------------------------------------------------------


def save_place(library: Library, place: Place | None, times: Sequence[ReadingTime] = ()) -> None:
    """Keeps where a person stands, for the next time the article is opened and for the trail.

    ``times``: what was read since that was last kept.
    """
    with library.patience.at_most(SAVING):
        library.save_place(place, times)


Opening = Callable[[int], None]
"""Called with an article's id before its text is read; see :mod:`reader.tui.background.opening`."""


def _unmarked(article: int) -> None:
    """Keeps no mark."""


def open_article(
    library: Library,
    article: int,
    leaving: Place | None,
    scene: Scene,
    *,
    again: bool = False,
    searched: str = "",
    opening: Opening = _unmarked,
    read: bool = False,
) -> ArticleView:
    """Goes to an article; see :meth:`Library.follow` for the arguments not named here.

    ``searched`` is the search whose matches are to be marked in it. If nothing can be written now it is shown
    all the same, and the view says why it is not kept.

    Raises:
        ArticleNotFound: it has been removed meanwhile.
    """
    try:
        position, unkept = library.follow(article, leaving, scene, again=again, read=read), ""
    except (LibraryBusy, LibraryReadOnly, MachineError) as error:
        position, unkept = library.place_of(article), str(error)
    opening(article)
    shown = library.view(article, position, searched=searched)
    return replace(shown, unkept=unkept, counts=library.counts())


def view(library: Library, article: int, position: Position) -> ArticleView:
    """The article that is open, as it is now; where the search matches is not known yet.

    Raises:
        ArticleNotFound: it has been removed.
    """
    return replace(library.view(article, position), marks=None)


def with_similar(library: Library, article: int) -> tuple[Entry, ...]:
    """All entries of an article, if its view came without the similar ones: for the search thread."""
    return library.entries(article)


def look_for(library: Library, leaving: Place, query: str) -> None:
    """Begins a search as a step of the trail: back leads to the article and the line it was begun at."""
    library.look_for(leaving, query)


Direction = Literal["back", "forward"]


def step(
    library: Library, to: Direction | int, leaving: Place | None, opening: Opening = _unmarked
) -> ArticleView | None:
    """One step along the trail, or to a visit by its id: to the article, the line and the scene left there.

    None at the end of the trail.
    """
    if isinstance(to, int):
        return _at(library, library.jump(to, leaving), opening)
    return _at(library, library.back(leaving) if to == "back" else library.forward(leaving), opening)


def last_open(library: Library) -> int | None:
    """The article where the person left off; None in a library never read in."""
    visit = library.current_visit()
    return None if visit is None else visit.article


def resume(library: Library, opening: Opening = _unmarked) -> ArticleView | None:
    """The same as it is to be shown: with the line and the scene as they were left."""
    return _at(library, library.current_visit(), opening)


def _at(library: Library, visit: Visit | None, opening: Opening) -> ArticleView | None:
    if visit is None:
        return None
    opening(visit.article)
    searched = visit.scene.query if visit.scene.marked else ""
    shown = library.view(visit.article, visit.position, searched=searched)
    return replace(shown, scene=visit.scene, counts=library.counts())


def started(library: Library) -> list[int]:
    """The articles that were begun and not read to their end, the one opened last first."""
    return library.ids(STARTED, order=OPENED)


def changes_since_read(library: Library, article: int) -> tuple[BlockChange, ...]:
    """What is new in an article since the person read it; nothing if that cannot be told."""
    try:
        return library.changes_since_read(article)
    except (ArticleNotFound, ArticleDamaged):
        return ()


def latest_changes(library: Library, article: int) -> tuple[str, tuple[BlockChange, ...]] | None:
    """What the latest change of an article's text was: when, in words, and what; None if there was none."""
    from reader.comparing import compare

    former = [version for version in library.text_versions(article) if version.number]
    if not former:
        return None
    before = library.text_version(article, former[0].number)
    when = datetime.fromtimestamp(former[0].until or 0.0)
    return f"Changed on {when.day} {when:%b %Y}", compare(before, library.get(article))


def trail(library: Library) -> list[Step]:
    """The latest steps of the trail, the latest first."""
    return library.trail(SHOWN_STEPS)


def wanted(library: Library) -> list[Lacking]:
    """The titles most wanted, the most wanted first."""
    found = library.wanted(SHOWN_WANTED)
    by = {article for want in found for article in want.wanted_by[:_NAMED_BY]}
    titles = {summary.id: summary.title for summary in library.summaries([*by])}
    return [
        Lacking(want, tuple(titles[a] for a in want.wanted_by[:_NAMED_BY] if a in titles)) for want in found
    ]


# --- changes ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Changed:
    """The result of a change.

    Attributes:
        applied: the articles that changed, and its number in the journal.
        titles: the titles of the changed articles by id, if the words for the change name one.
        rows: the rows of the changed articles that are in the library, as they are now; none if more than
            ``SHOWN_CHANGES`` changed: then list them again.
    """

    applied: Applied
    titles: Mapping[int, str]
    rows: tuple[Summary, ...]

    def sentence(self, ending: str = "", cells: int | None = None) -> str:
        """What happened, and an ``ending``: ``Starred “Title” · z undoes``.

        If it is wider than ``cells``, the title is cut, so that the ending stays in sight.
        """
        titles = {article: display(heading(title)) for article, title in self.titles.items()}

        def said() -> str:
            return " · ".join(filter(None, (describe(self.applied, titles), ending)))

        excess = 0 if cells is None else width(said()) - cells
        if excess > 0:
            titles = {
                article: truncate(title, max(width(title) - excess, SHORTEST_TITLE))
                for article, title in titles.items()
            }
        words = describe(self.applied, titles)
        untitled = words == describe(self.applied, {})
        if untitled and cells is not None and width(said()) > cells > width(ending) + SHORTEST_TITLE:
            words = cut_quotation(words, cells - width(ending) - 3)
        return " · ".join(filter(None, (words, ending)))


def cut_quotation(words: str, cells: int) -> str:
    """Words cut to so many cells: what they quote, if they quote something, so that what follows stays."""
    begin, end = words.find("“") + 1, words.rfind("”")
    room = cells - width(words[:begin]) - width(words[end:])
    if begin and end > begin and room >= SHORTEST_TITLE:
        return words[:begin] + truncate(words[begin:end], room) + words[end:]
    return truncate(words, cells)


SHOWN_CHANGES = 200
"""The most rows that come with a change."""

SHORTEST_TITLE = 8
"""The fewest cells to which a title in a message is cut."""


def apply(library: Library, change: Change) -> Changed:
    """Makes a change to any number of articles."""
    return changed(library, library.apply(change))


def remove(library: Library, articles: Sequence[int]) -> Changed:
    """Moves articles to the trash."""
    return apply(library, Remove(tuple(articles)))


def edited(library: Library, article: int, before: bytes) -> Changed | None:
    """Takes in the page of an article whose file said ``before``; None if it still does."""
    applied = library.edited(article, before)
    return None if applied is None else changed(library, applied)


def undo(library: Library) -> Changed | None:
    """Undoes the latest change that is not undone yet; returns None if there is none."""
    applied = library.undo()
    return None if applied is None else changed(library, applied)


def redo(library: Library) -> Changed | None:
    """Redoes the change that was undone last; returns None if there is none."""
    applied = library.redo()
    return None if applied is None else changed(library, applied)


def changed(library: Library, applied: Applied) -> Changed:
    """A change with what is needed to say and show it."""
    few = len(applied.articles) <= SHOWN_CHANGES
    rows = library.summaries(applied.articles) if few else ()
    titles = {row.id: row.title for row in rows}
    if len(applied.articles) == 1 and not titles:
        titles = library.titles(applied.articles)
    return Changed(applied, titles, tuple(rows))


# --- search ---------------------------------------------------------------------------------------


def refresh(library: Library) -> None:
    """Reads what other processes have indexed since."""
    library.refresh()


def hit_rows(library: Library, text: str, ids: Sequence[int]) -> list[HitRow]:
    """Further rows of a search, with their snippets."""
    return library.rows(text, ids, typing=True)


def marks(library: Library, article: int, text: str) -> list[MarkSpan]:
    """Where an article's blocks match a query."""
    return library.marks(text, article, typing=True)


@dataclass(frozen=True, slots=True)
class SearchLists:
    """The saved searches with their unread counts, and the recent ones."""

    saved: tuple[SavedSearch, ...]
    recent: tuple[str, ...]


def delete_search(library: Library, saved: SavedSearch) -> None:
    """Deletes a saved search. Its query becomes the latest recent search, so that it can be saved again."""
    library.delete_search(saved.name)
    library.remember_search(saved.query)


def searches(library: Library) -> SearchLists:
    """What can be searched for again; counts what is unread, so for the search thread."""
    return SearchLists(tuple(library.saved_searches()), tuple(library.recent_searches(RECENT)))
