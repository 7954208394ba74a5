"""``Library``: open, add, get, search, related, links, wanted and what belongs to them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.changes import Applied, Change, Remove, SetTags, Trashed
from reader.config import Paths, find_paths
from reader.errors import (
    ArticleNotFound,
    IndexBroken,
    IndexBusy,
    IndexRefused,
    LibraryBusy,
    LibraryDamaged,
    MachineError,
)
from reader.library.changing import Changing
from reader.library.ordering import ListOrder
from reader.model import (
    AddReport,
    Article,
    Backlink,
    Hit,
    Progress,
    Related,
    ResolvedLink,
    SavedSearch,
    Snippet,
    Summary,
    Wanted,
)
from reader.search.contents import epoch_of
from reader.store import Patience, Store, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.care import Repair
    from reader.library.finding import Finding, Found

    ProgressCallback = Callable[[Progress], None]
    StopCallback = Callable[[], bool]


_CATCH_UP_SECONDS = 3.0
"""How long an index that is behind waits for another program that is writing the library."""


class Library:
    """All articles on this machine, as one object. Use one instance a thread.

    Reading state and the trail are parts of the store: ``library.store.state``, ``library.store.trail``.
    The search index is opened when something is first searched for, and brought up to date then.

    Every method raises LibraryError when the library file cannot be read or written.
    """

    def __init__(self, paths: Paths, patience: Patience | None = None) -> None:
        """Opens the library at ``paths.library``, creating it if there is none.

        ``patience`` says how long to wait where another program has it locked, and who is told then; without
        one it is twenty seconds, in silence.

        A library that can only be read, whether it may not be written or the disk is full, is opened for
        that: ``read_only`` says so, and what would change it raises LibraryReadOnly. Its index is searched as
        it is.

        Raises:
            LibraryError: the file cannot be opened, is damaged, or is from a newer version (or an older
                one, where it cannot be written).
        """
        self.paths = paths
        self.store: Store = open_store(paths.library, patience)
        self._order = ListOrder(self.store)
        self.changing = Changing(self.store)
        self._finding: Finding | None = None
        self.behind = ""
        """Why the index lacks what is newest, in words, as of the last :meth:`catch_up`; else ""."""
        self.will_follow = False
        """Whether another process is writing the index: it takes in what is newest, or leaves it queued."""

    @classmethod
    def open(
        cls, data_dir: str | os.PathLike[str] | None = None, patience: Patience | None = None
    ) -> Library:
        """The library in ``data_dir``; None means ``READER_DATA_DIR`` or the user's own."""
        return cls(find_paths(data_dir), patience)

    @property
    def patience(self) -> Patience:
        """How long this library waits for other programs; see :class:`~reader.store.Patience`."""
        return self.store.patience

    @property
    def read_only(self) -> bool:
        """Whether the library cannot be changed; :attr:`why_read_only` says why."""
        return self.store.read_only

    @property
    def why_read_only(self) -> str:
        """Why nothing can be written, in words ("the disk is full"); "" where it can."""
        return self.store.why_read_only

    def close(self) -> None:
        """Closes the store. The library cannot be used after that."""
        self.store.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- content --------------------------------------------------------------------------------

    def add(
        self,
        sources: Iterable[str | os.PathLike[str]],
        *,
        tags: Sequence[str] = (),
        progress: ProgressCallback | None = None,
        stop: StopCallback | None = None,
        index: bool = True,
    ) -> AddReport:
        """Imports files, folders or ``-``, then brings the index up to date (unless ``index`` is False).

        See :func:`reader.ingest.add` for the arguments and the report. An index that another process is
        writing is left to that process, or to the next search.
        """
        # The parsers and the encoding detector are of no use to whoever only reads.
        from reader import ingest

        report = ingest.add(self.store, sources, now=time.time(), tags=tags, progress=progress, stop=stop)
        if index and not (stop and stop()):
            self.catch_up(progress=progress, stop=stop)
        return report

    def get(self, article_id: int) -> Article:
        """The article. Raises ArticleNotFound."""
        return self.store.articles.get(article_id)

    def beginning(self, article_id: int, most_blocks: int, most_characters: int) -> tuple[Article, float]:
        """The article, of a very long one only the first blocks; and which share of it that is.

        See :meth:`reader.store.articles.Articles.beginning`. Raises ArticleNotFound, ArticleDamaged.
        """
        return self.store.articles.beginning(article_id, most_blocks, most_characters)

    def as_page(self, article_id: int) -> str:
        """The article as a saved page: adding that gives the same article. Raises ArticleNotFound."""
        from reader.formats import saved_page

        return saved_page.write(self.get(article_id))

    def summary(self, article_id: int) -> Summary:
        """What a list shows of the article. Raises ArticleNotFound."""
        return self.store.articles.summary(article_id)

    def summaries(self, ids: Sequence[int]) -> list[Summary]:
        """The same for many articles, in the order of ``ids``; those that do not exist are left out."""
        return self.store.articles.summaries(ids)

    def ids(self, query: str = "", limit: int | None = None) -> list[int]:
        """The ids of all articles, or of those that match all of a query, in the order of the list.

        ``limit``: at most so many, the first ones.

        That order is: what was added last first, and what was added at once as it stood in its folder.
        """
        if not query.strip():
            return self._order.ids()[:limit]
        return list(self.find_all(query, limit).ids)

    def in_order(self, ids: Iterable[int]) -> list[int]:
        """These articles in the order of the list; those that do not exist are left out."""
        return self._order.of(list(ids))

    def tag(self, article_id: int, tags: Iterable[str]) -> tuple[str, ...]:
        """Gives an article these tags in place of those it has; returns them as they are kept.

        In lower case, each once; what has spaces in it is several. No tags take all away.

        Raises:
            ArticleNotFound: there is no such article.
        """
        if self.apply(SetTags((article_id,), tuple(tags))).missing:
            raise ArticleNotFound(article_id)
        return self.summary(article_id).tags

    def remove(self, ids: Sequence[int]) -> Applied:
        """Moves articles to the trash, with their sources, reading state and links.

        Raises:
            ArticleNotFound: one of them does not exist; then none is removed.
        """
        there = {summary.id for summary in self.summaries(ids)}
        for article in ids:
            if article not in there:
                raise ArticleNotFound(article)
        return self.apply(Remove(tuple(ids)))

    # --- changes --------------------------------------------------------------------------------

    def apply(
        self, change: Change, progress: ProgressCallback | None = None, stop: StopCallback | None = None
    ) -> Applied:
        """Makes a change to one article or to ten thousand; see :mod:`reader.changes`.

        What really changed is returned and kept in the journal, so that :meth:`undo` undoes exactly that,
        also after a restart. ``missing`` names the articles that do not exist. All of it happens in one
        transaction, except that many articles are removed or restored in several: ``progress`` then says how
        far it is, and ``stop`` may end it in between.

        Raises:
            LibraryReadOnly: the library cannot be changed.
            ArticleDamaged: what the trash holds of an article to be restored is damaged.
        """
        return self.changing.apply(change, progress, stop)

    def undo(self, progress: ProgressCallback | None = None) -> Applied | None:
        """Undoes the latest change that is not undone yet; returns None if there is none.

        Articles that have changed again since stay as they are: ``kept`` names them. Raises as :meth:`apply`.
        """
        return self.changing.undo(progress)

    def redo(self, progress: ProgressCallback | None = None) -> Applied | None:
        """Redoes the change that was undone last; returns None if there is none. As :meth:`undo`."""
        return self.changing.redo(progress)

    def trash(self) -> list[Trashed]:
        """What was removed in the last 30 days, the latest first."""
        return self.changing.trash()

    def restore(self, ids: Iterable[int], progress: ProgressCallback | None = None) -> Applied:
        """Brings articles back from the trash, with all that belonged to them, under the same ids.

        If the same text is in the library again under another id, that article gets what was kept of the
        removed one: ``merged`` names both. Raises as :meth:`apply`.
        """
        return self.changing.restore(ids, progress)

    # --- search ---------------------------------------------------------------------------------

    @property
    def finding(self) -> Finding:
        """Search, snippets and similar articles; opens the index on first use."""
        if self._finding is None:
            # Whoosh takes longer to import than everything else here: only a search pays for it.
            from reader.library.finding import Finding

            self._finding = Finding(self.store, self.paths.index, self._order)
        return self._finding

    def find(
        self, query: str, *, typing: bool = False, stop: StopCallback | None = None, fold: bool = True
    ) -> Found:
        """The ids that a query matches, best first; ``typing`` makes its last word a prefix.

        Without ``fold`` articles that are nearly the same are all listed.

        At once, in the index as it is by now: see :meth:`catch_up` for what is not in there yet.
        """
        return self.finding.find(query, typing=typing, stop=stop, fold=fold)

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """The best ``limit`` hits for a query, with snippets; where few have all its words, then some.

        The hits of ``reader search``. ``Hit.partial`` marks those that lack words. Never raises on any query
        text. docs/search.md describes the language.
        """
        return self.finding.hits(self.find_now(query, limit))

    def find_now(self, query: str, limit: int, *, whole: bool = False) -> Found:
        """Searches the index once it is up to date; one that turns out damaged is rebuilt and asked again.

        ``whole`` leaves out articles that lack some of the words.
        """
        return self._find_now(query, lambda: self.finding.find(query, limit=limit, whole=whole))

    def find_all(self, query: str, limit: int | None = None) -> Found:
        """As :meth:`find_now`, but all articles that match whole, or the first, in the order of the list.

        Without scores.
        """
        return self._find_now(query, lambda: self.finding.find_all(query, limit=limit))

    def _find_now(self, query: str, find: Callable[[], Found]) -> Found:
        if self.finding.asks_index(query):
            self.catch_up()
        found = find()
        return find() if not found.complete and self.catch_up() else found

    def snippet(self, query: str, article_id: int) -> Snippet:
        """The passage of an article that shows best why a query matches it. Raises ArticleNotFound."""
        return self.finding.snippet(query, article_id)

    # --- saved and recent searches --------------------------------------------------------------

    def saved_searches(self) -> list[SavedSearch]:
        """The searches that have a name, by name, each with how many unread articles it finds by now."""
        return [
            replace(search, unread=self.finding.unread(search.query)) for search in self.store.searches.all()
        ]

    def save_search(self, name: str, query: str) -> SavedSearch:
        """Keeps a query under a name, in place of what had that name; ``@name`` then stands for it.

        Raises:
            SearchError: the name or the query is empty, or the name too long.
        """
        return self.store.searches.save(name, query, time.time())

    def rename_search(self, name: str, new: str) -> SavedSearch:
        """Gives a saved search another name. Raises SearchError if that cannot be, or there is none."""
        return self.store.searches.rename(name, new)

    def delete_search(self, name: str) -> None:
        """Forgets a saved search. Raises SearchError if there is none of that name."""
        self.store.searches.delete(name)

    def remember_search(self, query: str) -> None:
        """Makes a query the latest of the recent ones; for whoever shows results to a person."""
        self.store.searches.remember(query, time.time())

    def recent_searches(self, limit: int = 200) -> list[str]:
        """What was searched for last, each query once, the latest first; at most 200 are kept."""
        return self.store.searches.recent(limit)

    def forget_recent_searches(self) -> int:
        """Forgets what was searched for; returns how many searches that were."""
        return self.store.searches.forget_recent()

    # --- index ----------------------------------------------------------------------------------

    def update_index(
        self, *, progress: ProgressCallback | None = None, stop: StopCallback | None = None
    ) -> int:
        """Indexes what the change queue holds; returns how many changes were applied.

        Raises:
            IndexBusy: another process is writing the index; it takes these changes along or leaves them
                in the queue.
            LibraryReadOnly: the library cannot be changed, nor therefore its queue.
        """
        self.store.require_writable()
        return self.finding.update(progress=progress, stop=stop)

    @property
    def waiting(self) -> int:
        """How many articles the index has yet to take in, as far as that is known without opening it."""
        epoch = epoch_of(self.paths.index, self.store.library_id)
        if epoch and epoch == self.store.changes.epoch():
            return self.store.changes.count()
        # There is none, or it is not of this state of the library: all have to be compared.
        return self.store.articles.counts().all

    def catch_up(self, *, progress: ProgressCallback | None = None, stop: StopCallback | None = None) -> bool:
        """As :meth:`update_index`, but an index that cannot be written now stays as it is.

        Then the answer is False and :attr:`behind` says why.
        """
        self.behind, self.will_follow = "", False
        try:
            if self.finding.is_current():
                return True
            if self.read_only:
                why = self.why_read_only if self.store.hindered else "the library is read-only"
                self.behind = f"{why} and the search index not up to date"
                return False
            # What was asked for can be answered without: nobody is to wait for long because of that.
            with self.patience.at_most(_CATCH_UP_SECONDS):
                self.update_index(progress=progress, stop=stop)
        except IndexBusy:
            self.behind, self.will_follow = "another process is writing the search index", True
        except (LibraryBusy, IndexRefused, IndexBroken, MachineError) as error:
            self.behind = str(error)
        return not self.behind

    def reindex(self, *, progress: ProgressCallback | None = None, stop: StopCallback | None = None) -> int:
        """Builds the index anew; returns how many articles were indexed.

        Raises:
            IndexBusy: another process is writing the index.
            LibraryReadOnly: the library cannot be changed, nor therefore what its queue says.
        """
        self.store.require_writable()
        return self.finding.rebuild(progress=progress, stop=stop)

    # --- links ----------------------------------------------------------------------------------

    def links(self, article_id: int | None = None) -> Iterator[ResolvedLink]:
        """The links of one article or of all, in page order, with their targets. Raises ArticleNotFound."""
        if article_id is None:
            return self.store.links.all()
        self.summary(article_id)
        return iter(self.store.links.of(article_id))

    def backlinks(self, article_id: int) -> list[Backlink]:
        """The articles that link to this one. Raises ArticleNotFound."""
        self.summary(article_id)
        return self.store.links.backlinks(article_id)

    def related(self, article_id: int, limit: int = 10) -> list[Related]:
        """Similar articles (at most ``limit``, closest first), copies, backlinks. Raises ArticleNotFound."""
        backlinks = self.backlinks(article_id)
        self.catch_up()
        return [
            *self.finding.similar(article_id, limit),
            *(
                Related(link.id, link.title, "backlink", 0.0, link.source, link.read, link.kinds)
                for link in backlinks
            ),
        ]

    def wanted(self, limit: int | None = None) -> list[Wanted]:
        """The titles that links name and the library lacks, most linked first."""
        return self.store.links.wanted(limit)

    # --- care -----------------------------------------------------------------------------------

    def back_up(self, file: Path, *, replace: bool = False) -> int:
        """Writes the library as it is at this moment into a file, while others may read and write it.

        The file is whole and on disk when this returns; the search index is not in it. Returns its size in
        bytes. :func:`reader.library.restoring.restore` is the way back.

        Raises:
            ReaderError: something is there already (unless ``replace``), or it cannot be written.
        """
        return self.store.back_up(file, replace=replace)

    def rest(self) -> None:
        """To be called now and then while nobody waits; see :meth:`reader.store.Store.rest`."""
        self.store.rest()

    def give_back_space(self) -> int:
        """Makes the file smaller by what removed articles leave free in it; returns by how many bytes.

        For when nobody waits. Can be ended at any time, by an exception too.
        """
        return self.store.give_back_space()

    def check(self, *, progress: ProgressCallback | None = None) -> list[str]:
        """Everything that is not in order, in words, with what can be done; an empty list when all is well.

        All of the library is read and compared with what it was.
        """
        from reader.library import care
        from reader.library.exposed import exposed, set_aside

        found = care.problems(self.store, progress)
        return [*found, *set_aside(self.paths), *exposed(self.paths), *self._problems_of_index()]

    def _problems_of_index(self) -> list[str]:
        try:
            return self.finding.problems()
        except LibraryDamaged:
            # The library has been asked what is the matter with it.
            return []

    def repair(self, *, progress: ProgressCallback | None = None) -> Repair:
        """Puts right what can be out of what is whole; returns what was done, and what is left.

        An article is made again from the page it was read from: its number, what was read and starred, its
        tags and the trail stay.

        Raises:
            LibraryReadOnly: the library cannot be changed.
        """
        from reader.library import care
        from reader.library.exposed import exposed

        repair = care.repair(self.store, progress)
        self.catch_up(progress=progress)
        left = (*repair.left, *exposed(self.paths), *self._problems_of_index())
        return replace(repair, left=left)
