"""What the screen asks of the library to change articles, and to take changes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.model import Summary
from reader.text import tags_in

if TYPE_CHECKING:
    from reader.changes import Applied
    from reader.library import Library


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a change.

    Attributes:
        words: what happened, as a sentence that names the articles.
        rows: the articles that changed and are in the library, as they are now.
        gone: the articles that changed and are not in the library any more.
        listed: whether the list has to be read again: articles have gone or come back.
        tagged: whether tags have changed, which are in the index and on the open page.
        back: what takes it back: undoing, redoing, or "" where nothing changed.
    """

    words: str
    rows: tuple[Summary, ...] = ()
    gone: tuple[int, ...] = ()
    listed: bool = False
    tagged: bool = False
    back: str = ""


def toggle_star(library: Library, article: int) -> Changed:
    """Stars an article, or removes its star."""
    from reader.changes import Star

    return _done(library, library.apply(Star((article,), not library.summary(article).starred)))


def toggle_read(library: Library, article: int) -> Changed:
    """Marks an article as unread, or as read."""
    from reader.changes import MarkRead

    return _done(library, library.apply(MarkRead((article,), library.summary(article).read is None)))


def set_tags(library: Library, article: int, typed: str) -> Changed:
    """Gives an article the tags that were typed in place of those it has."""
    from reader.changes import SetTags

    return _done(library, library.apply(SetTags((article,), tags_in(typed))))


def remove(library: Library, articles: Sequence[int]) -> Changed:
    """Moves articles to the trash."""
    from reader.changes import Remove

    titles = {summary.id: summary.title for summary in library.summaries(articles)}
    return _done(library, library.apply(Remove(tuple(articles))), titles)


def undo(library: Library) -> Changed | None:
    """Takes the last change back; None if there is none."""
    applied = library.undo()
    return None if applied is None else _done(library, applied)


def redo(library: Library) -> Changed | None:
    """Makes the change again that was taken back last; None if there is none."""
    applied = library.redo()
    return None if applied is None else _done(library, applied)


def _done(library: Library, applied: Applied, titles: dict[int, str] | None = None) -> Changed:
    from reader.changes import describe

    rows = library.summaries(applied.articles or applied.change.articles)
    here = {row.id for row in rows}
    known = {**(titles or {}), **{row.id: row.title for row in rows}}
    lost = [article for article in applied.change.articles if article not in known]
    if lost:
        known |= {trashed.id: trashed.title for trashed in library.trash() if trashed.id in lost}
    aspect = applied.change.aspect
    back = {"applied": "undo", "redone": "undo", "undone": "redo"}[applied.action]
    return Changed(
        words=describe(applied, known),
        rows=tuple(rows),
        gone=tuple(article for article in applied.articles if article not in here),
        listed=aspect == "here",
        tagged=aspect == "tags",
        back=back if applied.articles else "",
    )
