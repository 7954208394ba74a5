"""``Library``: everything that the screen and the commands know about a library, wherever it is kept.

:class:`~reader.library.facade.LocalLibrary` keeps one on this machine; the tests have another one in memory.
Both use only this protocol and the plain values of :mod:`reader.model` and :mod:`reader.library.view`, so a
library kept elsewhere only needs a third class.

Use each object on one thread only. Every method raises LibraryError if the library cannot be read or
written, and LibraryReadOnly if it would change a library that cannot be changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from reader.library.intake import Intake
from reader.library.life import ReadingLife
from reader.library.marked import Highlighted
from reader.library.places import Places
from reader.model import Position
from reader.orders import NEWEST, RELEVANCE, Order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reader.changes import Applied, Change, JournalEntry, Trashed
    from reader.formats.parsed import Parsed
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
    from reader.model import (
        Article,
        Backlink,
        Progress,
        Related,
        ResolvedLink,
        SavedSearch,
        Snippet,
        StoredHighlight,
        Summary,
        Wanted,
    )
    from reader.store import Patience

    ProgressCallback = Callable[[Progress], None]
    StopCallback = Callable[[], bool]


class Library(Intake, Highlighted, Places, ReadingLife, Protocol):
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
        """Has ``call`` called whenever a change is written or given up, in place of an earlier ``call``."""

    def keep_for_session(self) -> None:
        """Lets the reading state, trail and recent searches of a read-only library change until it closes.

        Only this object sees the changes. Does nothing to a library that can be written.
        """

    def version(self) -> int:
        """A number that changes when another program changes the library."""

    def rest(self) -> None:
        """Does a little of the work that can wait. Call it now and then while nothing else happens."""

    def close(self) -> None:
        """Closes the library, which cannot be used afterwards."""

    # --- the list ---------------------------------------------------------------------------------------

    def listing(self, order: Order = NEWEST, start: int = 0, most: int | None = None) -> Listing:
        """At most ``most`` articles (None: all) in the given order, starting at number ``start``."""

    def counts(self) -> tuple[int, int]:
        """How many articles there are, and how many of them are unread."""

    def ids(self, query: str = "", limit: int | None = None, order: Order = NEWEST) -> list[int]:
        """The ids of all articles, or of those that match a query completely, in an order.

        Articles between which the order does not decide are sorted as in the list: the latest added come
        first; articles that were added together keep the order of their folder. ``limit`` is the most to
        return.
        """

    def in_order(self, ids: Iterable[int], order: Order = NEWEST) -> list[int]:
        """These articles in an order, each once; articles that do not exist are left out."""

    def summary(self, article_id: int) -> Summary:
        """The summary of an article for a list. Raises ArticleNotFound."""

    def summaries(self, ids: Sequence[int]) -> list[Summary]:
        """The same for many articles, in the order of ``ids``; articles that do not exist are left out."""

    def tags(self) -> list[TagCount]:
        """All tags, sorted as people do, each with the number of articles that have it."""

    # --- one article ------------------------------------------------------------------------------------

    def get(self, article_id: int) -> Article:
        """The article. Raises ArticleNotFound, ArticleDamaged."""

    def parsed(self, article_id: int) -> Parsed:
        """Everything that is known of an article, with its pictures. Raises as :meth:`get`."""

    def as_page(self, article_id: int) -> str:
        """The article as a saved page: adding that page gives the same article. Raises like :meth:`get`."""

    def highlights(self, article_id: int) -> tuple[StoredHighlight, ...]:
        """The highlights of an article in the order of its text; those whose words are lost come last.

        Raises ArticleNotFound.
        """

    def stored_names(self, article_id: int) -> frozenset[str]:
        """The names of the pictures and files that the library keeps for an article. Raises ArticleNotFound.

        A name is what the article calls it: an image's ``href``.
        """

    def picture(self, article_id: int, name: str) -> bytes | None:
        """The bytes of a picture of an article, by the name that an image has; None if it is not here.

        Pictures that a saved page names by number may lie beside it, or in a folder of the configuration. The
        bytes are as they came from outside: they are decoded in a process of its own. Raises ArticleNotFound.
        """

    def view(self, article_id: int, position: Position, *, searched: str = "") -> ArticleView:
        """An article with everything that its panes show, at a position in it.

        If the article is damaged, a message says what can be done about it. The entries include similar
        articles, and ``marks`` says where ``searched`` matches, if the index is already open. The article
        does not wait for it to be opened: then ``complete`` is False, and :meth:`entries` and :meth:`marks`
        give the rest.

        Raises:
            ArticleNotFound: there is no such article.
        """

    def entries(self, article_id: int) -> tuple[Entry, ...]:
        """All entries related to an article, including similar ones; opens the index if necessary."""

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
        """The articles that a query matches, best first, in the current index. No query text is an error.

        Args:
            query: see docs/search.md.
            typing: whether its last word may be unfinished: then it counts as a prefix.
            stop: polled; once it is true the result is not complete.
            fold: whether to list only the best of several near-duplicates.
            rows: how many rows, with snippets, to include in the result.
            order: any order other than that by relevance lists all complete matches in that order, without
                scores, and each near-duplicate.
        """

    def find_now(
        self, query: str, limit: int, *, whole: bool = False, rows: int = 0, order: Order = RELEVANCE
    ) -> SearchResult:
        """The best ``limit`` articles, with the index up to date; a damaged index is rebuilt first.

        ``whole`` leaves out partial matches. ``order``: see :meth:`find`.
        """

    def find_all(self, query: str, limit: int | None = None, order: Order = NEWEST) -> SearchResult:
        """Like :meth:`find_now`, but all complete matches, or the first ``limit``, in an order.

        There are no scores.
        """

    def rows(self, query: str, ids: Sequence[int], *, typing: bool = False) -> list[HitRow]:
        """Rows for the results of a query, in the order of ``ids``; without articles that do not exist."""

    def snippet(self, query: str, article_id: int) -> Snippet:
        """The passage of an article that best shows why a query matches. Raises ArticleNotFound."""

    def marks(self, query: str, article_id: int, *, typing: bool = False) -> list[MarkSpan]:
        """Where a query matches in an article, in the order in which to go through the matches: best first.

        Raises ArticleNotFound.
        """

    def refresh(self) -> None:
        """Makes changes visible that other processes have indexed."""

    @property
    def waiting(self) -> int:
        """How many articles are waiting to be indexed."""

    def catch_up(
        self, *, progress: ProgressCallback | None = None, stop: StopCallback | None = None
    ) -> CatchUp:
        """Brings the index up to date if that is possible now; otherwise the result says why not."""

    # --- saved and recent searches ----------------------------------------------------------------------

    def saved_searches(self) -> list[SavedSearch]:
        """The saved searches by name, each with the number of unread articles that it finds."""

    def save_search(self, name: str, query: str) -> SavedSearch:
        """Saves a query under a name, replacing any other of that name; ``@name`` then stands for it.

        Raises:
            SearchError: the name or the query is empty, or the name too long.
        """

    def rename_search(self, name: str, new: str) -> SavedSearch:
        """Renames a saved search. Raises SearchError if the new name is not possible, or there is none."""

    def delete_search(self, name: str) -> None:
        """Deletes a saved search. Raises SearchError if there is none with that name."""

    def remember_search(self, query: str) -> None:
        """Makes a query the latest recent search. Call it when a person sees the results."""

    def recent_searches(self, limit: int = 200) -> list[str]:
        """The recent searches, each once, latest first; at most 200 are kept."""

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
        """The titles that links name but the library lacks, most linked first."""

    # --- changes ----------------------------------------------------------------------------------------

    def apply(
        self, change: Change, progress: ProgressCallback | None = None, stop: StopCallback | None = None
    ) -> Applied:
        """Makes a change to one article or to ten thousand; see :mod:`reader.changes`.

        The actual changes are returned and kept in a journal, so :meth:`undo` undoes exactly them, even after
        a restart. ``missing`` names the articles that do not exist. Everything happens in one transaction,
        except that removing or restoring many articles takes several: then ``progress`` reports how far it
        is, and ``stop`` may end it in between.

        Raises:
            LibraryReadOnly: the library cannot be changed.
            ArticleDamaged: an article to be restored is damaged in the trash.
        """

    def undo(self, progress: ProgressCallback | None = None) -> Applied | None:
        """Undoes the latest change that has not been undone; returns None if there is none.

        Articles that have changed again since then stay as they are: ``kept`` names them. Raises like
        :meth:`apply`.
        """

    def redo(self, progress: ProgressCallback | None = None) -> Applied | None:
        """Redoes the change that was undone last; returns None if there is none. Like :meth:`undo`."""

    def edited(self, article_id: int, before: bytes) -> Applied | None:
        """Takes in the page of an article whose file has been edited, as a change that can be undone.

        Undoing writes what the file said before, if it still says what it said after. None if the file is as
        it was. An edit of more than 4 MB cannot be undone: it has no number.

        Args:
            article_id: the article.
            before: what its file said before.

        Raises:
            ArticleNotFound: there is no such article.
            UnreadableSource: the file cannot be read as a page any more.
            LibraryReadOnly: the library cannot be changed.
        """

    def journal(self, limit: int) -> list[JournalEntry]:
        """The latest changes, at most ``limit``, latest first."""

    def tag(self, article_id: int, tags: Iterable[str]) -> tuple[str, ...]:
        """Replaces the tags of an article; returns the tags as they are stored.

        They are stored in lower case, each once; a text with spaces is several. No tags remove all.

        Raises:
            ArticleNotFound: there is no such article.
        """

    def rename_tag(self, tag: str, new: str) -> Applied:
        """Gives a tag another name on all articles that have it, as one change.

        If there are articles with the new name already, the two tags become one. Nothing changes if no
        article has the tag. Raises TagError if either name is not one tag, and like :meth:`apply`.
        """

    def remove(self, ids: Sequence[int]) -> Applied:
        """Moves articles to the trash, with their sources, reading state and links.

        Raises:
            ArticleNotFound: one of them does not exist; then nothing is removed.
        """

    def trash(self) -> list[Trashed]:
        """The articles removed in the last 30 days, latest first."""

    def trashed(self, ids: Sequence[int]) -> list[Trashed]:
        """Those of the given articles that are in the trash."""

    def titles(self, ids: Sequence[int]) -> dict[int, str]:
        """The titles of articles by their ids, whether they are in the library or in the trash."""

    def restore(self, ids: Iterable[int], progress: ProgressCallback | None = None) -> Applied:
        """Brings articles back from the trash, with everything that belonged to them, under the same ids.

        If the same text is in the library again under another id, that article takes over what belonged to
        the removed one: ``merged`` names both. Raises like :meth:`apply`.
        """

    def empty_trash(self) -> int:
        """Deletes everything in the trash for good; returns how many articles that were."""

    def clear_up(self) -> None:
        """Deletes for good the articles that have been in the trash for 30 days, and gives back free space.

        Call it when nobody is waiting. It can be interrupted at any time.
        """
