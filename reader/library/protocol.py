"""``Library``: all that the screen and the commands know of a library, wherever it is kept.

:class:`~reader.library.facade.LocalLibrary` keeps one on this machine; the tests have another one in memory.
Both hold no more than this protocol and the plain values of :mod:`reader.model` and
:mod:`reader.library.view`, so a library kept elsewhere needs only a third class.

An object is for one thread. Every method raises LibraryError if the library cannot be read or written, and
LibraryReadOnly if it would change a library that cannot be changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from reader.model import Position

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reader.changes import Applied, Change, JournalEntry, Trashed
    from reader.library.view import (
        ArticleView,
        CatchUp,
        Entry,
        HitRow,
        Listing,
        MarkSpan,
        Order,
        Place,
        SearchResult,
        Step,
    )
    from reader.model import (
        AddReport,
        Article,
        Backlink,
        Progress,
        Related,
        ResolvedLink,
        SavedSearch,
        Scene,
        Snippet,
        Summary,
        Visit,
        Wanted,
    )
    from reader.store import Patience

    ProgressCallback = Callable[[Progress], None]
    StopCallback = Callable[[], bool]


class Library(Protocol):
    """Articles that can be listed, read, searched and changed."""

    # --- the library as a whole -------------------------------------------------------------------------

    @property
    def patience(self) -> Patience:
        """How long this library waits for other programs; see :class:`~reader.library.Patience`."""

    @property
    def read_only(self) -> bool:
        """Whether the library cannot be changed; :attr:`why_read_only` says why."""

    @property
    def why_read_only(self) -> str:
        """Why nothing can be written, in words ("the disk is full"); "" if it can."""

    @property
    def hindered(self) -> bool:
        """Whether nothing can be written because of the machine (a full disk), not because of permissions."""

    @property
    def writing(self) -> bool:
        """Whether other programs cannot write just now because of this object; for signal handlers too."""

    def when_free(self, call: Callable[[], None]) -> None:
        """Has ``call`` called whenever a change is written or given up, in place of an earlier one."""

    def keep_for_session(self) -> None:
        """Lets the reading state, trail and recent searches of a read-only library change until it closes.

        Only this object sees the changes. Does nothing to a library that can be written.
        """

    def version(self) -> int:
        """A number that changes when another program changes the library."""

    def rest(self) -> None:
        """Does a little of the work that can wait. To be called now and then while nothing else happens."""

    def close(self) -> None:
        """Lets go of the library, which cannot be used after that."""

    # --- the list ---------------------------------------------------------------------------------------

    def listing(self, order: Order = "added", start: int = 0, most: int | None = None) -> Listing:
        """The articles in an order, from number ``start`` on, at most ``most`` of them (None: all)."""

    def counts(self) -> tuple[int, int]:
        """How many articles there are, and how many of them are unread."""

    def ids(self, query: str = "", limit: int | None = None) -> list[int]:
        """The ids of all articles, or of those that match all of a query, in the order of the list.

        That order is: what was added last first, and what was added at once as it stood in its folder. At
        most the first ``limit``.
        """

    def summary(self, article_id: int) -> Summary:
        """What a list shows of the article. Raises ArticleNotFound."""

    def summaries(self, ids: Sequence[int]) -> list[Summary]:
        """The same for many articles, in the order of ``ids``; those that do not exist are left out."""

    # --- one article ------------------------------------------------------------------------------------

    def get(self, article_id: int) -> Article:
        """The article. Raises ArticleNotFound, ArticleDamaged."""

    def as_page(self, article_id: int) -> str:
        """The article as a saved page: adding that gives the same article. Raises as :meth:`get`."""

    def stored_names(self, article_id: int) -> frozenset[str]:
        """The names of the pictures and files that the library keeps for an article. Raises ArticleNotFound.

        A name is what the article calls it: an image's ``href``.
        """

    def view(self, article_id: int, position: Position, *, searched: str = "") -> ArticleView:
        """An article with all that its panes show, at a place in it.

        If the article is damaged, a message says what can be done about it. The entries include similar
        articles, and ``marks`` says where ``searched`` matches, if that can be answered at once. The article
        does not wait for the index to be opened: then ``complete`` is False, and :meth:`entries` and
        :meth:`marks` give the rest.

        Raises:
            ArticleNotFound: there is none.
        """

    def entries(self, article_id: int) -> tuple[Entry, ...]:
        """All that is related to an article, similar ones included; opens the index if need be."""

    # --- search -----------------------------------------------------------------------------------------

    def find(
        self,
        query: str,
        *,
        typing: bool = False,
        stop: StopCallback | None = None,
        fold: bool = True,
        rows: int = 0,
    ) -> SearchResult:
        """What a query matches, best first, in the index as it is now. No query text is an error.

        Args:
            query: see docs/search.md.
            typing: whether its last word may be unfinished: then it counts as a prefix.
            stop: polled; once it is true the result is not complete.
            fold: whether of articles that are nearly the same only the best is listed.
            rows: how many of the first rows, with snippets, come with the result.
        """

    def find_now(self, query: str, limit: int, *, whole: bool = False, rows: int = 0) -> SearchResult:
        """The best ``limit`` articles, once the index is up to date; one that is damaged is rebuilt.

        ``whole`` leaves out articles that lack some of the words.
        """

    def find_all(self, query: str, limit: int | None = None) -> SearchResult:
        """As :meth:`find_now`, but all articles that match whole, or the first, in the order of the list.

        Without scores.
        """

    def rows(self, query: str, ids: Sequence[int], *, typing: bool = False) -> list[HitRow]:
        """Rows of what a query found, in the order of ``ids``; without those that do not exist."""

    def snippet(self, query: str, article_id: int) -> Snippet:
        """The passage of an article that shows best why a query matches it. Raises ArticleNotFound."""

    def marks(self, query: str, article_id: int, *, typing: bool = False) -> list[MarkSpan]:
        """Where a query matches in an article, in the order to go through them: the best passage first.

        Raises ArticleNotFound.
        """

    def refresh(self) -> None:
        """Sees what other processes have indexed since."""

    @property
    def waiting(self) -> int:
        """How many articles the index has yet to take in."""

    def catch_up(
        self, *, progress: ProgressCallback | None = None, stop: StopCallback | None = None
    ) -> CatchUp:
        """Brings the index up to date, if that can be done now; the result says why not otherwise."""

    # --- saved and recent searches ----------------------------------------------------------------------

    def saved_searches(self) -> list[SavedSearch]:
        """The searches that have a name, by name, each with how many unread articles it finds."""

    def save_search(self, name: str, query: str) -> SavedSearch:
        """Keeps a query under a name, in place of what had that name; ``@name`` then stands for it.

        Raises:
            SearchError: the name or the query is empty, or the name too long.
        """

    def rename_search(self, name: str, new: str) -> SavedSearch:
        """Gives a saved search another name. Raises SearchError if that cannot be, or there is none."""

    def delete_search(self, name: str) -> None:
        """Deletes a saved search. Raises SearchError if there is none of that name."""

    def remember_search(self, query: str) -> None:
        """Makes a query the latest of the recent ones. To be called when a person sees its results."""

    def recent_searches(self, limit: int = 200) -> list[str]:
        """The last searches, each once, the latest first; at most 200 are kept."""

    def forget_recent_searches(self) -> int:
        """Forgets the recent searches; returns how many there were."""

    # --- links ------------------------------------------------------------------------------------------

    def links(self, article_id: int | None = None) -> Iterator[ResolvedLink]:
        """The links of one article or of all, in page order, with their targets. Raises ArticleNotFound."""

    def backlinks(self, article_id: int) -> list[Backlink]:
        """The articles that link to this one. Raises ArticleNotFound."""

    def related(self, article_id: int, limit: int = 10, *, now: bool = True) -> list[Related]:
        """Similar articles (at most ``limit``, closest first), copies, backlinks. Raises ArticleNotFound.

        ``now`` brings the index up to date first; otherwise it is asked as it is.
        """

    def wanted(self, limit: int | None = None) -> list[Wanted]:
        """The titles that links name and the library lacks, most linked first."""

    # --- changes ----------------------------------------------------------------------------------------

    def add(
        self,
        sources: Iterable[str | os.PathLike[str]],
        *,
        tags: Sequence[str] = (),
        progress: ProgressCallback | None = None,
        stop: StopCallback | None = None,
        index: bool = True,
    ) -> AddReport:
        """Imports files, folders or ``-``, then brings the index up to date (unless ``index`` is False)."""

    def apply(
        self, change: Change, progress: ProgressCallback | None = None, stop: StopCallback | None = None
    ) -> Applied:
        """Makes a change to one article or to ten thousand; see :mod:`reader.changes`.

        What really changed is returned and kept in a journal, so that :meth:`undo` undoes exactly that, also
        after a restart. ``missing`` names the articles that do not exist. All of it happens in one
        transaction, except that many articles are removed or restored in several: ``progress`` then says how
        far it is, and ``stop`` may end it in between.

        Raises:
            LibraryReadOnly: the library cannot be changed.
            ArticleDamaged: what the trash holds of an article to be restored is damaged.
        """

    def undo(self, progress: ProgressCallback | None = None) -> Applied | None:
        """Undoes the latest change that is not undone yet; returns None if there is none.

        Articles that have changed again since stay as they are: ``kept`` names them. Raises as :meth:`apply`.
        """

    def redo(self, progress: ProgressCallback | None = None) -> Applied | None:
        """Redoes the change that was undone last; returns None if there is none. As :meth:`undo`."""

    def journal(self, limit: int) -> list[JournalEntry]:
        """The latest changes, at most ``limit``, the latest first."""

    def tag(self, article_id: int, tags: Iterable[str]) -> tuple[str, ...]:
        """Gives an article these tags in place of those it has; returns them as they are kept.

        In lower case, each once; a text with spaces in it is several. No tags remove all.

        Raises:
            ArticleNotFound: there is no such article.
        """

    def remove(self, ids: Sequence[int]) -> Applied:
        """Moves articles to the trash, with their sources, reading state and links.

        Raises:
            ArticleNotFound: one of them does not exist; then none is removed.
        """

    def trash(self) -> list[Trashed]:
        """What was removed in the last 30 days, the latest first."""

    def trashed(self, ids: Sequence[int]) -> list[Trashed]:
        """Those of some articles that are in the trash."""

    def titles(self, ids: Sequence[int]) -> dict[int, str]:
        """The titles of articles by their ids, whether they are in the library or in the trash."""

    def restore(self, ids: Iterable[int], progress: ProgressCallback | None = None) -> Applied:
        """Brings articles back from the trash, with all that belonged to them, under the same ids.

        If the same text is in the library again under another id, that article gets what was kept of the
        removed one: ``merged`` names both. Raises as :meth:`apply`.
        """

    def empty_trash(self) -> int:
        """Deletes for good what is in the trash; returns how many articles."""

    def clear_up(self) -> None:
        """Deletes for good what has been in the trash for 30 days, and gives free space back.

        To be called when nobody is waiting. Can be interrupted at any time.
        """

    # --- places and the trail ---------------------------------------------------------------------------

    def save_place(self, place: Place) -> None:
        """Keeps where a person stands, for the next time the article is opened and for the trail.

        An article that was removed meanwhile has no place to keep.
        """

    def place_of(self, article_id: int) -> Position:
        """Where an article is opened: where it was left, or at its beginning if it was read to its end.

        Raises:
            ArticleNotFound: there is no such article.
        """

    def follow(
        self, article_id: int, leaving: Place | None, scene: Scene, *, again: bool = False
    ) -> Position:
        """Goes to an article: keeps the place left, adds a visit to the trail, marks the article read.

        Args:
            article_id: where to.
            leaving: the place left, if anything was open.
            scene: what stands around the article: the search that led to it may be newer than the place.
            again: whether to come to the place where one stands is no step.

        Returns:
            Where in the article to begin.

        Raises:
            ArticleNotFound: there is no such article; then nothing was changed.
        """

    def look_for(self, leaving: Place, query: str) -> None:
        """Begins a search as a step of the trail: back leads to where it began."""

    def back(self, leaving: Place | None) -> Visit | None:
        """Keeps the place left and goes one step back along the trail; None at its beginning."""

    def forward(self, leaving: Place | None) -> Visit | None:
        """Keeps the place left and goes one step forward; None at the end of the trail."""

    def jump(self, visit: int, leaving: Place | None) -> Visit | None:
        """Keeps the place left and goes to any visit of the trail; None if it does not exist."""

    def current_visit(self) -> Visit | None:
        """The visit the person is at; None in a library that has never been read in."""

    def trail(self, limit: int) -> list[Step]:
        """The latest steps of the trail, at most ``limit``, the latest first."""
