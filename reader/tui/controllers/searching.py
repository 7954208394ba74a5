"""What the list shows: all articles in their order, or what a search found."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from textual.widgets import Static

from reader.text import display, truncate
from reader.tui.widgets.article_list import ArticleList, Row
from reader.tui.widgets.search_box import SearchBox
from reader.tui.work import jobs
from reader.tui.work.backend import Backend

DEBOUNCE = 0.025
"""Seconds without a key before a search starts: below what is felt, above the pace of a key held down."""


NO_ARTICLES = "No articles yet. Enter takes the tour."
"""What the list says while the library is empty."""


_SUGGESTED = 60
"""Cells that a suggestion takes: the line under the box has room for other things as well."""


PAUSE = 0.8
"""Seconds without a key after which a query counts as written out."""


@dataclass(frozen=True, slots=True)
class _Before:
    """The list as it was when the search began."""

    selected: int | None
    scroll: int


class Searching:
    """Drives the list, its heading and the search box."""

    def __init__(
        self,
        backend: Backend,
        articles: ArticleList,
        box: SearchBox,
        head: Static,
        note: Static,
        lacking: Callable[[], object],
        ended: Callable[[], None],
    ) -> None:
        """``lacking`` is called when a search cannot be answered for want of an index, ``ended`` when the
        list shows none any more."""
        self._backend = backend
        self._list = articles
        self._box = box
        self._head = head
        self._note = note
        self._lacking = lacking
        self._ended = ended
        self._name = "Tour" if backend.touring else "Articles"
        self._listing = jobs.Listing((), 0, 0, 0, 0)
        self._outcome = jobs.SearchResult("", (), 0, 0)
        self._before: _Before | None = None
        self._generation = 0
        self._indexing = False
        self.loaded = False
        """Whether the list has been read at all."""
        self._unfolded = ""
        self._before_advice = ""
        self._strokes = 0
        self._written = ""
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

    async def load(self) -> None:
        """Reads the list anew; the cursor stays on its article."""
        self._listing = await self._backend.library(jobs.listing)
        self.loaded = True
        self._list.forget_rows()
        if self.active:
            await self.search(self._box.value)
        else:
            self._list.empty = NO_ARTICLES
            self._list.show(self._listing.ids, select=self._list.selected)
        self.tell_counts()

    async def narrow(self, condition: str) -> None:
        """Adds a condition (``is:unread``) to what is searched for, or takes it away again."""
        words = self.asked.split()
        words = [word for word in words if word != condition] if condition in words else [*words, condition]
        await self.show(" ".join(words), self._list.selected)

    def tell_indexing(self, waiting: int | None) -> None:
        """Says in the heading how many articles are yet to be indexed; None: nobody is at it any more."""
        self._indexing = waiting is not None
        if waiting is not None:
            self._listing = replace(self._listing, unindexed=waiting)
        self.tell_counts()
        if self.active:
            self._say()

    def tell_counts(self) -> None:
        """Writes the heading: what the list shows, and what is going on."""
        waiting = self._listing.pending
        left = f"  indexing {waiting:,}…" if waiting else "  indexing…"
        self._head.update(self._counts() + (left if self._indexing else ""))

    def _counts(self) -> str:
        if not self.active or not self._outcome.complete:
            return f"{self._name}  {self._listing.unread:,} unread of {self._listing.total:,}"
        outcome, shown = self._outcome, len(self._list.ids)
        if outcome.partial_from < shown:
            return f"{outcome.partial_from:,} found, {shown - outcome.partial_from:,} in part"
        all_shown = shown + sum(outcome.alike.values()) >= outcome.total
        return f"{outcome.total:,} found" if all_shown else f"best {shown:,} of {outcome.total:,}"

    async def recount(self, counts: tuple[int, int] | None) -> None:
        """An article has been read, or marked unread: the heading follows, the list stays as it is.

        ``counts`` are how many articles there are, and how many are unread, if that is known.
        """
        if counts is None:
            counts = await self._backend.library(jobs.counts)
        total, unread = counts
        self._listing = replace(self._listing, total=total, unread=unread)
        self.tell_counts()

    # --- searching ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Remembers the list as it is, to come back to it."""
        if self._before is None:
            self._before = _Before(self._list.selected, self._list.scroll_offset.y)

    async def typed(self, text: str) -> None:
        """The text in the box has changed. Does nothing if it changes again before it is time to search."""
        self._strokes += 1
        strokes = self._strokes
        self._written = ""
        self._generation += 1
        generation = self._generation
        await asyncio.sleep(DEBOUNCE)
        if generation != self._generation:
            return
        if not text.strip():
            self._restore()
            return
        await self.search(text)
        # What is odd may be half typed: it is said to who has stopped typing.
        await asyncio.sleep(PAUSE)
        if strokes == self._strokes:
            self._written = text
            if text == self.text:
                self._say()

    async def catch_up(self) -> None:
        """Shows the results of what stands in the box, or the list if nothing does; unless that is done."""
        if self.asked and self.asked != self.text.strip():
            await self.search(self._box.value)
        elif self.active and not self.asked:
            self.leave()

    async def search(self, text: str, note: str = "") -> None:
        """Shows what matches, if nothing newer is asked for meanwhile.

        The cursor stays on its article, where it can, while letters are added or taken away.
        """
        self._generation += 1
        generation = self._generation
        fold, rows = self._unfolded != text, self._list.rows_in_sight
        outcome = await self._backend.search(
            lambda library, stop: jobs.find(library, text, True, stop, fold=fold, rows=rows)
        )
        if generation != self._generation:
            return
        self.begin()
        self._outcome = outcome
        if not outcome.complete:
            # Nothing newer was asked for: there is no index to ask. When it is made, this is searched again.
            self._list.empty = "The search index is being made. What you look for appears when it is done."
            self._list.show(())
            self.text = text
            self.tell_counts()
            self._lacking()
            return
        # Who has not moved the cursor means the best, whichever that is by now; so does who asks for
        # something else, where letters are neither added to what was there nor taken away.
        new, old = text.strip(), self.text.strip()
        goes_on = bool(old) and (new.startswith(old) or old.startswith(new))
        selected = self._list.selected if goes_on and self._list.cursor else None
        self.text = text
        self._list.empty = "Nothing found."
        self._list.show(outcome.ids, snippets=outcome.words, select=selected, divider=outcome.partial_from)
        self._supply_hits(outcome.rows)
        self.tell_counts()
        self._before_advice = note
        self._say()

    def _say(self) -> None:
        """Writes the line under the box: what is odd in a query only if it is written out."""
        outcome = self._outcome
        written = outcome.text == self._written
        advice = _advice(outcome, written)
        notes = dict.fromkeys((*outcome.odd, *outcome.notes) if written else outcome.notes)
        lacking = _lacking(self._listing.unindexed) if outcome.words and outcome.complete else ""
        self._tell(" · ".join(part for part in (self._before_advice, lacking, advice, *notes) if part))

    async def unfold(self) -> bool:
        """Lists the copies that results stand for, or folds them again; False where there are none."""
        if not self.active or not (self._outcome.alike or self._unfolded == self.text):
            return False
        self._unfolded = "" if self._unfolded == self.text else self.text
        selected = self._list.selected
        await self.search(self.text)
        if selected is not None:
            self._list.select(selected)
        return True

    @property
    def suggestion(self) -> str:
        """The search that may have been meant by the one whose results are shown, or ""."""
        return self._outcome.suggestion if self.active else ""

    async def show(self, text: str, selected: int | None, note: str = "") -> None:
        """Shows the results of a search, or without a text the list in its order, an article selected."""
        if text != self.text or text != self._box.value:
            self._generation += 1
            self._strokes += 1
            self._written = text
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
            self._list.empty = NO_ARTICLES
            self._list.show(self._listing.ids, select=before.selected)
            self._list.scroll_to(y=before.scroll, animate=False, force=True)
            self._ended()
        self.tell_counts()

    def _tell(self, words: str) -> None:
        self._note.update(display(words))
        self._note.set_class(bool(words), "-shown")

    # --- rows -----------------------------------------------------------------------------------

    async def supply(self, ids: Sequence[int]) -> None:
        """Loads rows that the list lacks, with snippets while it shows a search."""
        text = self.text
        if self.active and self._outcome.words:
            found = await self._backend.look_up(lambda library: jobs.hit_rows(library, text, ids))
            if text == self.text:
                self._supply_hits(found)
        else:
            rows = await self._backend.read(lambda library: jobs.summaries(library, ids))
            self._list.supply(Row(summary) for summary in rows)

    def _supply_hits(self, rows: Iterable[jobs.HitRow]) -> None:
        alike = self._outcome.alike
        self._list.supply(Row(summary, snippet, alike.get(summary.id, 0)) for summary, snippet in rows)


def plain_words(title: str) -> str:
    """The words of a title, without the signs of the query language."""
    return " ".join("".join(c if c.isalnum() else " " for c in title).split())


def missing_note(title: str, fits: int) -> str:
    """What a search for a title that leads to no article is, in words."""
    if fits:
        return f"{fits} articles fit “{title}” equally:"
    return f"“{title}” is not here. What comes closest:"


def _lacking(unindexed: int) -> str:
    """What to say of a search over an index that is not whole; "" where it is."""
    if not unindexed:
        return ""
    if unindexed == 1:
        return "One article is not indexed yet and may be missing."
    return f"{unindexed:,} articles are not indexed yet and may be missing."


def _advice(outcome: jobs.SearchResult, written: bool) -> str:
    """The way on from a search that found little, in words; "" where none is needed.

    ``written``: the query is not still being typed.
    """
    if outcome.suggestion:
        return f"Did you mean “{truncate(outcome.suggestion, _SUGGESTED)}”? Ctrl+Y searches for it."
    if outcome.ids or outcome.odd:
        return ""
    if outcome.empty and written:
        return "Nothing in it can be looked for: no letters, no numbers."
    if not outcome.words:
        return ""
    return "Nothing has any of these words. Fewer letters, or another form?"
