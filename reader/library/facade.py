"""``LocalLibrary``: a library on this machine, as one object over store, index and import."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.changes import Applied, Change, JournalEntry, Remove, SetTags, Trashed
from reader.config import Paths, find_paths
from reader.errors import ArticleNotFound, UnreadableSource
from reader.library import pictures, showing
from reader.library.answering import result_of
from reader.library.changing import LibraryChanges
from reader.library.editing import EditedPages
from reader.library.fetching import Gathering
from reader.library.known import KnownSummaries
from reader.library.living import LocalLife
from reader.library.local_marked import LocalMarked
from reader.library.protocol import Library
from reader.library.related import linking, shown_teaser
from reader.library.view import (
    ArticleView,
    CatchUp,
    Entry,
    HitRow,
    Listing,
    MarkSpan,
    SearchResult,
    TagCount,
)
from reader.library.visiting import LocalPlaces, Visiting
from reader.model import (
    Article,
    Backlink,
    Hit,
    Position,
    Progress,
    Related,
    ResolvedLink,
    SavedSearch,
    Snippet,
    StoredHighlight,
    Summary,
    Wanted,
)
from reader.orders import NEWEST, RELEVANCE, Order
from reader.store import Patience

if TYPE_CHECKING:
    from pathlib import Path

    from reader.formats.parsed import Parsed
    from reader.library.found import Found

ProgressCallback = Callable[[Progress], None]
StopCallback = Callable[[], bool]

_opened: set[Path] = set()
"""The indexes that this process has opened. Opening one of them again, on another thread, is quick."""


class LocalLibrary(Gathering, LocalMarked, LocalPlaces, LocalLife, Library):
    """All articles on this machine. Use one instance per thread.

    Methods without a docstring are described in :class:`~reader.library.protocol.Library`.
    """

    def __init__(self, paths: Paths, patience: Patience | None = None) -> None:
        """Opens the library at ``paths.library``; see :class:`reader.library.upkeep.Upkeep`.

        Raises LibraryError.
        """
        super().__init__(paths, patience)
        self._visiting = Visiting(self.store)
        self._known = KnownSummaries(self.store)
        self._changing = LibraryChanges(self.store)
        self._edited = EditedPages(self.store, self._read_again, self.know_text)
        self.store.journal.learn("page", self._edited)

    @classmethod
    def open(
        cls, data_dir: str | os.PathLike[str] | None = None, patience: Patience | None = None
    ) -> LocalLibrary:
        """The library in ``data_dir``; None means ``READER_DATA_DIR`` or the user's own directory."""
        return cls(find_paths(data_dir), patience)

    def __enter__(self) -> LocalLibrary:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- the library as a whole -------------------------------------------------------------------------

    @property
    def patience(self) -> Patience:
        return self.store.patience

    @property
    def read_only(self) -> bool:
        return self.store.read_only

    @property
    def why_read_only(self) -> str:
        return self.store.why_read_only

    @property
    def hindered(self) -> bool:
        return self.store.hindered

    @property
    def writing(self) -> bool:
        return self.store.writing

    def when_free(self, call: Callable[[], None]) -> None:
        self.store.when_free(call)

    def keep_for_session(self) -> None:
        self.store.keep_for_session()

    def version(self) -> int:
        return self.store.version()

    def rest(self) -> None:
        self.store.rest()

    def close(self) -> None:
        self.store.close()

    # --- the list ---------------------------------------------------------------------------------------

    def listing(self, order: Order = NEWEST, start: int = 0, most: int | None = None) -> Listing:
        total, unread = self.counts()
        return Listing(
            ids=tuple(self._order.arranged(order).ids[start : None if most is None else start + most]),
            unread=unread,
            total=total,
            version=self.store.version(),
            unindexed=self.waiting,
            read_only=self.read_only,
            hindered=self.why_read_only if self.hindered else "",
            archived=bool(self.store.facts.archived()),
        )

    def counts(self) -> tuple[int, int]:
        counts = self.store.articles.counts()
        return counts.all, counts.unread

    def ids(self, query: str = "", limit: int | None = None, order: Order = NEWEST) -> list[int]:
        if not query.strip():
            return self._order.ids(order)[:limit]
        return list(self.find_all(query, limit, order).ids)

    def in_order(self, ids: Iterable[int], order: Order = NEWEST) -> list[int]:
        return self._order.of(list(ids), order=order)

    def summary(self, article_id: int) -> Summary:
        return self.store.articles.summary(article_id)

    def summaries(self, ids: Sequence[int]) -> list[Summary]:
        return self.store.articles.summaries(ids)

    def tags(self) -> list[TagCount]:
        return self._changing.tags()

    # --- one article ------------------------------------------------------------------------------------

    def get(self, article_id: int) -> Article:
        return self.store.articles.get(article_id)

    def parsed(self, article_id: int) -> Parsed:
        from reader.library.exporting import parsed_of

        return parsed_of(self.store, article_id)

    def as_page(self, article_id: int) -> str:
        from reader.library.exporting import page_of

        return page_of(self.store, article_id)

    def highlights(self, article_id: int) -> tuple[StoredHighlight, ...]:
        self.summary(article_id)
        return self.store.articles.highlights(article_id)

    def stored_names(self, article_id: int) -> frozenset[str]:
        return frozenset(asset.name for asset in self.store.articles.assets(article_id))

    def picture(self, article_id: int, name: str) -> bytes | None:
        source = self.summary(article_id).source
        return pictures.picture(self.store, self.paths, article_id, source, name)

    def view(self, article_id: int, position: Position, *, searched: str = "") -> ArticleView:
        if self.paths.index not in _opened:
            return self._view(article_id, position, None)
        try:
            view = self._view(article_id, position, self.finding.closest)
            marked = searched and not view.damaged
            marks = self.finding.marks_in(view.article, searched, typing=True) if marked else ()
        except Exception:  # noqa: BLE001 (it is raised again, and reported, when the rest is requested)
            # Whatever is wrong with the index, the article can be read.
            return self._view(article_id, position, None)
        return replace(view, marks=tuple(marks))

    def _view(self, article_id: int, position: Position, alike: showing.Alike | None) -> ArticleView:
        view = showing.view(self.store, article_id, position, alike)
        blocks = view.article.blocks
        sizes = pictures.sizes(self.store, self.paths, article_id, view.summary.source, blocks)
        return replace(view, pictures=sizes) if sizes else view

    def entries(self, article_id: int) -> tuple[Entry, ...]:
        found = showing.entries(self.store, article_id, self.finding.closest)
        _opened.add(self.paths.index)
        return found

    # --- search -----------------------------------------------------------------------------------------

    def find(
        self,
        query: str,
        *,
        typing: bool = False,
        stop: StopCallback | None = None,
        fold: bool = True,
        rows: int = 0,
        order: Order = RELEVANCE,
    ) -> SearchResult:
        found = self.finding.find(query, typing=typing, stop=stop, fold=fold, order=order)
        _opened.add(self.paths.index)
        result = result_of(query, found, self.finding)
        if stop is not None and stop():
            # Nobody wants its rows any more.
            return replace(result, complete=False)
        shown = result.ids[:rows]
        if result.words:
            return replace(result, rows=tuple(self.rows(query, shown, typing=typing)))
        return replace(result, rows=tuple(HitRow(summary, None) for summary in self.summaries(shown)))

    def find_now(
        self, query: str, limit: int, *, whole: bool = False, rows: int = 0, order: Order = RELEVANCE
    ) -> SearchResult:
        found, behind = self._found_now(
            query, lambda: self.finding.find(query, limit=limit, whole=whole, order=order)
        )
        shown = tuple(self.rows(query, found.ids[:rows]))
        return replace(result_of(query, found, self.finding), rows=shown, behind=behind)

    def find_all(self, query: str, limit: int | None = None, order: Order = NEWEST) -> SearchResult:
        found, behind = self._found_now(query, lambda: self.finding.find_all(query, limit=limit, order=order))
        return replace(result_of(query, found, self.finding), behind=behind)

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """The best ``limit`` hits for a query, with snippets; if few have all its words, partial matches too.

        ``Hit.partial`` marks those that lack words. No query text makes it raise.
        """
        return self.find_now(query, limit, rows=limit).hits()

    def _found_now(self, query: str, find: Callable[[], Found]) -> tuple[Found, str]:
        """The result of a search with the index up to date; if it is not, the reason, in words."""
        state = self.catch_up() if self.finding.asks_index(query) else CatchUp()
        found = find()
        if not found.complete:
            state = self.catch_up()
            found = find() if state.current else found
        return found, state.behind

    def rows(self, query: str, ids: Sequence[int], *, typing: bool = False) -> list[HitRow]:
        at = self.store.stamp()
        summaries = self._known.of(ids, at)
        snippets = self.finding.snippets(query, [one.id for one in summaries], typing=typing, at=at)
        return list(map(HitRow, summaries, snippets))

    def snippet(self, query: str, article_id: int) -> Snippet:
        return self.finding.snippet(query, article_id)

    def marks(self, query: str, article_id: int, *, typing: bool = False) -> list[MarkSpan]:
        return self.finding.marks(query, article_id, typing=typing)

    def refresh(self) -> None:
        self.finding.refresh()

    # --- saved and recent searches ----------------------------------------------------------------------

    def saved_searches(self) -> list[SavedSearch]:
        return [
            replace(search, unread=self.finding.unread(search.query)) for search in self.store.searches.all()
        ]

    def save_search(self, name: str, query: str) -> SavedSearch:
        return self.store.searches.save(name, query, time.time())

    def rename_search(self, name: str, new: str) -> SavedSearch:
        return self.store.searches.rename(name, new)

    def delete_search(self, name: str) -> None:
        self.store.searches.delete(name)

    def remember_search(self, query: str) -> None:
        self.store.searches.remember(query, time.time())

    def recent_searches(self, limit: int = 200) -> list[str]:
        return self.store.searches.recent(limit)

    def forget_recent_searches(self) -> int:
        return self.store.searches.forget_recent()

    # --- links ------------------------------------------------------------------------------------------

    def links(self, article_id: int | None = None) -> Iterator[ResolvedLink]:
        if article_id is None:
            return self.store.links.all()
        self.summary(article_id)
        return iter(self.store.links.of(article_id))

    def backlinks(self, article_id: int) -> list[Backlink]:
        self.summary(article_id)
        return self.store.links.backlinks(article_id)

    def related(self, article_id: int, limit: int = 10, *, now: bool = True) -> list[Related]:
        backlinks = self.backlinks(article_id)
        if now:
            self.catch_up()
        return [
            *self.finding.similar(article_id, limit),
            *map(linking, backlinks),
        ]

    def wanted(self, limit: int | None = None) -> list[Wanted]:
        found = self.store.links.wanted(limit)
        return [replace(one, teaser=shown_teaser(one.teaser)) for one in found]

    # --- changes ----------------------------------------------------------------------------------------

    def apply(
        self, change: Change, progress: ProgressCallback | None = None, stop: StopCallback | None = None
    ) -> Applied:
        return self._changing.apply(change, progress, stop)

    def undo(self, progress: ProgressCallback | None = None) -> Applied | None:
        return self._changing.undo(progress)

    def redo(self, progress: ProgressCallback | None = None) -> Applied | None:
        return self._changing.redo(progress)

    def edited(self, article_id: int, before: bytes) -> Applied | None:
        return self._edited.made(article_id, before)

    def _read_again(self, source: str) -> None:
        if failed := self.add([source], index=False).failed:
            raise UnreadableSource(failed[0].error)

    def journal(self, limit: int) -> list[JournalEntry]:
        return self._changing.journal(limit)

    def tag(self, article_id: int, tags: Iterable[str]) -> tuple[str, ...]:
        if self.apply(SetTags((article_id,), tuple(tags))).missing:
            raise ArticleNotFound(article_id)
        return self.summary(article_id).tags

    def rename_tag(self, tag: str, new: str) -> Applied:
        return self._changing.rename_tag(tag, new)

    def remove(self, ids: Sequence[int]) -> Applied:
        there = {summary.id for summary in self.summaries(ids)}
        for article in ids:
            if article not in there:
                raise ArticleNotFound(article)
        return self.apply(Remove(tuple(ids)))

    def trash(self) -> list[Trashed]:
        return self._changing.trash()

    def trashed(self, ids: Sequence[int]) -> list[Trashed]:
        return self._changing.trashed(ids)

    def titles(self, ids: Sequence[int]) -> dict[int, str]:
        return self._changing.titles(ids)

    def restore(self, ids: Iterable[int], progress: ProgressCallback | None = None) -> Applied:
        return self._changing.restore(ids, progress)

    def empty_trash(self) -> int:
        return self._changing.empty_trash()

    def clear_up(self) -> None:
        self._changing.expire()
        self.give_back_space()
