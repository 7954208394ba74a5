"""What the list shows: all articles, the unread, the starred, or what a search found."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual.widgets import Static

from reader.text import display
from reader.tui import jobs
from reader.tui.backend import Backend
from reader.tui.widgets.article_list import ArticleList, Row
from reader.tui.widgets.search_box import SearchBox

DEBOUNCE = 0.025
"""Seconds without a key before a search starts: below what is felt, above the pace of a key held down."""


@dataclass(frozen=True, slots=True)
class _Before:
    """The list as it was when the search began."""

    selected: int | None
    scroll: int


class Searching:
    """Drives the list, its heading and the search box."""

    def __init__(
        self, backend: Backend, articles: ArticleList, box: SearchBox, head: Static, note: Static
    ) -> None:
        self._backend = backend
        self._list = articles
        self._box = box
        self._head = head
        self._note = note
        self._name = "Tour" if backend.touring else "Articles"
        self._listing = jobs.Listing((), 0, 0, 0, 0)
        self._only: jobs.Only = ""
        self._before: _Before | None = None
        self._generation = 0
        self._total = 0
        self.text = ""
        """The search whose results the list shows, or "" while it shows articles in their order."""

    @property
    def active(self) -> bool:
        """Whether the list shows results of a search."""
        return self._before is not None

    @property
    def asked(self) -> str:
        """The search in the box, be its results here yet or not; "" while nothing is searched."""
        return self._box.value.strip()

    @property
    def listing(self) -> jobs.Listing:
        """The articles in their order, and the counts."""
        return self._listing

    # --- the list in its order ------------------------------------------------------------------

    async def load(self, select: int | None = None) -> None:
        """Reads the list anew; the cursor stays on its article, or goes to ``select``."""
        only = self._only
        self._listing = await self._backend.library(lambda library: jobs.listing(library, only))
        if self.active:
            await self.search(self._box.value)
        else:
            self._list.empty = _nothing(only, self._listing.total)
            self._list.forget_rows()
            self._list.show(self._listing.ids, select=select or self._list.selected)
        self.tell_counts()

    async def narrow(self, only: jobs.Only) -> None:
        """Lists unread or starred articles only, or only finds such; the same again lists all."""
        if self.active:
            words, condition = self._box.value.split(), f"is:{only}"
            text = " ".join(
                [word for word in words if word != condition] if condition in words else [*words, condition]
            )
            self._box.set_text(text)
            await self.search(text)
            return
        self._only = "" if self._only == only else only
        await self.load()

    def tell_counts(self, busy: str = "") -> None:
        """Writes the heading: what the list shows, and what is going on."""
        listing = self._listing
        if self.active:
            shown = len(self._list.ids)
            words = f"best {shown:,} of {self._total:,}" if shown < self._total else f"{shown:,} found"
        elif self._only:
            words = f"{self._only.capitalize()}  {len(listing.ids):,} of {listing.total:,}"
        else:
            words = f"{self._name}  {listing.unread:,} unread of {listing.total:,}"
        self._head.update(f"{words}  {busy}" if busy else words)

    async def recount(self) -> None:
        """An article has been read, or marked unread: the heading follows, the list stays as it is."""
        total, unread = await self._backend.library(jobs.counts)
        self._listing = replace(self._listing, total=total, unread=unread)
        self.tell_counts()

    # --- searching ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Remembers the list as it is, to come back to it."""
        if self._before is None:
            self._before = _Before(self._list.selected, self._list.scroll_offset.y)

    async def typed(self, text: str) -> None:
        """The text in the box has changed. Does nothing if it changes again before it is time to search."""
        self._generation += 1
        generation = self._generation
        await asyncio.sleep(DEBOUNCE)
        if generation != self._generation:
            return
        if text.strip():
            await self.search(text)
        else:
            self._restore()

    async def search(self, text: str, note: str = "") -> None:
        """Shows what matches, if nothing newer is asked for meanwhile; the cursor stays on its article."""
        self._generation += 1
        generation = self._generation
        outcome = await self._backend.search(lambda library, stop: jobs.find(library, text, True, stop))
        if generation != self._generation or not outcome.complete:
            return
        self.begin()
        self._total = outcome.total
        # Who has not moved the cursor means the best, whichever that is by now.
        selected = self._list.selected if self.text and self._list.cursor else None
        self.text = text
        self._list.empty = "Nothing found."
        self._list.show(outcome.ids, snippets=True, select=selected)
        self.tell_counts()
        self._tell(" · ".join([note, *outcome.notes] if note else outcome.notes) or _hint(outcome))

    async def show(self, text: str, selected: int | None, note: str = "") -> None:
        """Shows the results of a search, or without a text the list in its order, an article selected."""
        if text != self.text or text != self._box.value:
            self._generation += 1
            self._box.set_text(text)
            if text:
                await self.search(text, note)
            else:
                self._restore()
        if selected is not None:
            self._list.select(selected)

    def leave(self) -> None:
        """Ends the search, also one under way: the list as it was before."""
        self._generation += 1
        self._box.set_text("")
        self._restore()

    def _restore(self) -> None:
        before, self._before, self.text = self._before, None, ""
        self._tell("")
        if before is not None:
            self._list.empty = _nothing(self._only, self._listing.total)
            self._list.show(self._listing.ids, select=before.selected)
            self._list.scroll_to(y=before.scroll, animate=False, force=True)
        self.tell_counts()

    def _tell(self, words: str) -> None:
        self._note.update(display(words))
        self._note.set_class(bool(words), "-shown")

    # --- rows -----------------------------------------------------------------------------------

    async def supply(self, ids: Sequence[int]) -> None:
        """Loads rows that the list lacks, with snippets while it shows a search."""
        text = self.text
        if self.active:
            found = await self._backend.look_up(lambda library: jobs.hit_rows(library, text, ids))
            if text == self.text:
                self._list.supply(Row(summary, snippet) for summary, snippet in found)
        else:
            rows = await self._backend.library(lambda library: jobs.summaries(library, ids))
            self._list.supply(Row(summary) for summary in rows)


def _nothing(only: jobs.Only, total: int) -> str:
    """What an empty list says: why it is empty, and the way on."""
    if not total:
        return "No articles yet. Enter takes the tour."
    return f"No {only} articles."


def plain_words(title: str) -> str:
    """The words of a title, without the signs of the query language."""
    return " ".join("".join(c if c.isalnum() else " " for c in title).split())


def missing_note(title: str, fits: int) -> str:
    """What a search for a title that leads to no article is, in words."""
    if fits:
        return f"{fits} articles fit “{title}” equally:"
    return f"“{title}” is not here. What comes closest:"


def _hint(outcome: jobs.Outcome) -> str:
    return "" if outcome.ids else "Nothing has all these words. Fewer words, or another form?"
