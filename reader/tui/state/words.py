"""The words for the list and its search: the heading, and the line under the search box. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.changes import count
from reader.config import command
from reader.text import truncate
from reader.tui.state.events import Why
from reader.tui.state.searching import ListState
from reader.tui.state.shelves import INBOX, Shelf

if TYPE_CHECKING:
    from reader.library.view import SearchResult
    from reader.model import Summary

_SUGGESTED = 60
"""The cells that a suggestion may take: the line under the box needs room for other things as well."""


def headings(state: ListState, name: str) -> tuple[str, ...]:
    """The heading, what the list shows and what is going on, and shorter ones for less room.

    ``name`` is that of the library; "": that of the shelf alone.
    """
    shelf = state.shelf.title if not name or state.shelf == INBOX else f"{name}: {state.shelf.title}"
    name = name if name and state.shelf == INBOX else shelf
    if state.listing is None:
        return (name,)
    waiting = state.listing.pending
    left = (f"indexing {waiting:,}…" if waiting else "indexing…") if state.indexing else ""
    # In a narrow list there is room for the one or the other.
    named = marked(state) or name
    counts = _counts(state, named)
    rest = counts.partition("  ")[2] or counts
    shorter = ((counts, left), (named, left) if left else (counts,), (counts,), (rest,))
    return tuple(dict.fromkeys("  ".join(filter(None, parts)) for parts in shorter))


def short_headings(state: ListState, name: str) -> tuple[str, ...]:
    """The shelf and what is unread on it in few cells, and in fewer: ``Inbox  672 unread``, ``672 unread``.

    None where something else is to be said: results, marks, or what is going on.
    """
    if state.listing is None or state.indexing or state.marks or state.results is not None:
        return ()
    total, unread = state.counts
    title = name if name and state.shelf == INBOX else state.shelf.title
    counts = f"{unread:,} unread" if unread else count(total)
    return f"{title}  {counts}", counts


def heading(state: ListState, name: str) -> str:
    """The heading if there is room for all of it."""
    return headings(state, name)[0]


def marked(state: ListState) -> str:
    """How many articles are marked, and whether the list shows them; "" if none is."""
    if not state.marks:
        return ""
    hidden = state.marks.hidden(state.shown_ids)
    return f"{len(state.marks):,} marked" + (f", {hidden:,} not shown" if hidden else "")


def _counts(state: ListState, name: str) -> str:
    results = state.results
    if results is None or not results.complete:
        total, unread = state.counts
        return f"{name}  {unread:,} unread of {total:,}"
    shown = len(results.ids)
    if results.partial_from < shown:
        matches = "match" if results.partial_from == 1 else "matches"
        counts = f"{results.partial_from:,} {matches}, {shown - results.partial_from:,} partial"
    elif shown + (folded := sum(results.alike.values())) >= results.total:
        # As many as there are rows; copies that are folded into them are no rows.
        copies = "copy" if folded == 1 else "copies"
        counts = f"{shown:,} found" + (f", {folded:,} {copies}" if folded else "")
    else:
        counts = f"best {shown:,} of {results.total:,}"
    if state.shelf.narrows:
        counts += f" in {state.shelf.title}"
    return f"{name}  {counts}" if state.marks else counts


def note(state: ListState, suggestion_key: str) -> str:
    """The line under the box; "" where nothing needs saying.

    Oddities of a query are mentioned only once it is written out: it may be half typed. ``suggestion_key`` is
    the key that searches for the suggestion, "" if it has none.
    """
    results = state.results
    if not state.active or results is None or not results.complete:
        return ""
    written = results.text == state.written
    odd = results.odd if written else ()
    parts = (
        state.note,
        _lacking(state.listing.unindexed) if state.listing is not None and results.words else "",
        _advice(results, written, suggestion_key),
        *dict.fromkeys((*odd, *results.notes)),
    )
    return " · ".join(part for part in parts if part)


def empty(why: Why, shelf: Shelf, key: Callable[[str], str], place: str = "") -> str:
    """The text in place of the rows while there are none.

    Args:
        why: why there are none.
        shelf: the shelf that is shown.
        key: names the key of an action.
        place: the directory of the library, if it was named on the command line.
    """
    if why == "no articles":
        begin, adds = key("begin"), key("add")
        tour = f"{begin} takes the tour" if begin else "Take the tour"
        add = f"{adds} adds" if adds else f"“{command('add')}” adds"
        library = f"The library in {place} (--data-dir) is empty" if place else "Your library is empty"
        return (
            f"{library}. {add} what you have saved: a folder, a file, addresses or a feed."
            f" {tour}: sixteen short articles that show what the reader can do."
        )
    if why == "shelf empty":
        shelves = key("shelves")
        others = f" {shelves} shows the other shelves." if shelves else ""
        if shelf == INBOX:
            return f"Your inbox is empty: everything is in the archive.{others}"
        return f"There is nothing on this shelf: {shelf.title}.{others}"
    if why == "no index":
        return "The search index is being built. The results will appear here when it is ready."
    return "Nothing found." if why else ""


def lost_highlights(number: int, key: str = "") -> str:
    """What is said at the end of an article of highlights whose words are not in its text any more.

    ``key`` is that of the sheet that lists them.
    """
    if not number:
        return ""
    lost = (
        "1 highlight is not in this text any more: its words have changed."
        if number == 1
        else f"{number:,} highlights are not in this text any more: their words have changed."
    )
    return f"{lost} {key} lists highlights." if key else lost


def no_text(summary: Summary, fetch_key: str) -> str:
    """What is said in place of the text of an article that has none."""
    if not summary.empty:
        return ""
    if not summary.url:
        return "No text, and no address to fetch it from"
    return f"No text yet · {fetch_key} fetches it" if fetch_key else "No text yet"


def missing_note(title: str, fits: int) -> str:
    """The note on a search for a title that leads to no article; ``fits``: how many could be meant."""
    if fits == 1:
        return f"“{title}” may be this article; links with other titles begin with the same words"
    if fits:
        return f"{fits} articles fit “{title}” equally well"
    return f"“{title}” is not in your library; these come closest"


MOST_CANDIDATES = 10
"""So many articles are listed that a link may mean; a query takes no more filters."""


def candidates_query(candidates: Sequence[int]) -> str:
    """The query for the articles that a link may mean."""
    return f"id:({' OR '.join(map(str, candidates[:MOST_CANDIDATES]))})"


def title_query(title: str) -> str:
    """The query for the titles that are like one."""
    # Any quotation mark would end the title.
    return 'like:"' + " ".join("".join(c if c.isalnum() or c in "-'’" else " " for c in title).split()) + '"'


def _lacking(unindexed: int) -> str:
    """What to say of a search over an index that is not complete; "" where it is."""
    if not unindexed:
        return ""
    if unindexed == 1:
        return "One article is not indexed yet and may be missing."
    return f"{unindexed:,} articles are not indexed yet and may be missing."


def _advice(results: SearchResult, written: bool, suggestion_key: str) -> str:
    """What to try after a search that found little; "" where no advice is needed."""
    if results.suggestion:
        meant = f"Did you mean “{truncate(results.suggestion, _SUGGESTED)}”?"
        return f"{meant} {suggestion_key} searches for it." if suggestion_key else meant
    if results.ids or results.odd:
        return ""
    if results.empty and written:
        return "There is nothing to search for: no letters, no numbers."
    if not results.words:
        return ""
    return "No article has any of these words. Try fewer or different words."
