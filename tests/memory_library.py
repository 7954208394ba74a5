"""A library in memory: the second implementation of the protocol, without SQLite and without an index.

It finds what holds all words of a query as they are written, by looking at every article. What it keeps is in
a :class:`Shelf`, so that the two threads of a screen, and one screen after another, see the same library.
"""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import starmap
from typing import Any

from reader.anchors import AnchorText
from reader.changes import (
    Applied,
    Aspect,
    Change,
    Fact,
    JournalEntry,
    Put,
    Remove,
    RenameTag,
    Restore,
    SetTags,
    Trashed,
    grouped,
)
from reader.comparing import BlockChange, compare
from reader.counting import count_words
from reader.errors import ArticleNotFound, NoSuchText, SearchError, TagError
from reader.facts import Passage, highlight_in
from reader.formats import parse, saved_page
from reader.gathered import Arrival, FeedSummary, FetchReport, FollowReport
from reader.library import Patience
from reader.library.protocol import Library
from reader.library.related import entries as related_entries
from reader.library.related import with_leads
from reader.library.reviewing import of_today, words_key
from reader.library.view import (
    ArticleView,
    CatchUp,
    Entry,
    HitRow,
    Listing,
    MarkSpan,
    PassageResult,
    Place,
    SearchResult,
    Step,
    TagCount,
)
from reader.model import (
    AddReport,
    Article,
    Backlink,
    MarkedPlace,
    Position,
    Progress,
    Related,
    ResolvedLink,
    SavedSearch,
    Scene,
    Snippet,
    StoredHighlight,
    Summary,
    Visit,
    Wanted,
)
from reader.orders import NEWEST, RELEVANCE, Order, OrderKey
from reader.pictures.header import size_of
from reader.reading_days import ReadingDay, ReadingStatistics, ReadingTime, summed_up
from reader.sources.patterns import Picking
from reader.store.positions import find_passage
from reader.text import bare, fold, tags_in
from reader.versions import TextVersion

_IDS = re.compile(r"id:(\d+|\(\d+( OR \d+)*\))")
_WORD = re.compile(r"\w+")
_LENGTH = 160
_COLUMNS = {"star": "starred", "archive": "archived"}
_OPENING = "\"'([{<*-_.~#"


@dataclass
class Kept:
    """An article with what a person has done with it."""

    article: Article
    source: str
    added: float
    read: float | None = None
    starred: bool = False
    position: Position = field(default_factory=Position)
    progress: float = 0.0
    tags: tuple[str, ...] = ()
    archived: float | None = None
    remark: str = ""
    highlights: tuple[str, ...] = ()
    bookmarks: dict[str, Position] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    opened: float | None = None
    former: list[tuple[float, Article]] = field(default_factory=list)
    was_read: tuple[float, Article] | None = None

    def becomes(self, article: Article) -> None:
        """Another text takes the place of the one that it has."""
        self.former.insert(0, (time.time(), self.article))
        if self.opened is not None and self.was_read is None:
            self.was_read = self.former[0]
        self.article = article


@dataclass
class Shelf:
    """All that a library holds."""

    kept: dict[int, Kept] = field(default_factory=dict)
    visits: dict[int, Visit] = field(default_factory=dict)
    current: int | None = None
    left: list[int] = field(default_factory=list)
    saved: dict[str, SavedSearch] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)
    removed: dict[int, Kept] = field(default_factory=dict)
    done: list[Applied] = field(default_factory=list)
    undone: list[Applied] = field(default_factory=list)
    seen: dict[str, float] = field(default_factory=dict)
    times: list[tuple[date, ReadingTime]] = field(default_factory=list)

    @classmethod
    def of(cls, pages: Iterable[tuple[str, bytes]]) -> Shelf:
        """A shelf of saved pages: (source, bytes)."""
        shelf = cls()
        now = time.time()
        for number, (source, raw) in enumerate(pages, 1):
            shelf.kept[number] = Kept(parse(raw, source).article, source, now)
        shelf.name_untitled()
        return shelf

    def name_untitled(self) -> None:
        """Gives an article whose page has no title the one that links call it by."""
        links = [link for kept in self.kept.values() for link in kept.article.links if link.teaser]
        for kept in self.kept.values():
            if kept.article.title_from != "page":
                begins = fold(kept.article.text())
                titles = [link.title for link in links if begins.startswith(fold(link.teaser.rstrip(" .…")))]
                if titles:
                    kept.article = replace(kept.article, title=titles[0], title_from="link")


_STATES: dict[str, Callable[[Kept], bool]] = {
    "is:unread": lambda kept: kept.read is None,
    "is:read": lambda kept: kept.read is not None,
    "is:starred": lambda kept: kept.starred,
    "is:archived": lambda kept: kept.archived is not None,
    "is:started": lambda kept: 0 < kept.progress < 1,
    "is:finished": lambda kept: kept.progress >= 1,
    "is:highlighted": lambda kept: bool(kept.highlights),
    "is:changed": lambda kept: kept.was_read is not None,
    "is:empty": lambda kept: not (kept.article.blocks or kept.article.note),
}
"""Which articles are in a state that a query can name."""


class MemoryLibrary(Library):
    """The library of a shelf."""

    def __init__(self, shelf: Shelf, patience: Patience | None = None) -> None:
        self._shelf = shelf
        self._patience = patience or Patience()

    # --- the library as a whole -------------------------------------------------------------------------

    @property
    def patience(self) -> Patience:
        return self._patience

    read_only = hindered = writing = False
    why_read_only = ""
    waiting = 0

    def when_free(self, call: Callable[[], None]) -> None:
        """Nothing is ever locked."""

    def keep_for_session(self) -> None:
        """All is kept."""

    def version(self) -> int:
        return 1

    def rest(self) -> None:
        """Nothing can wait."""

    def close(self) -> None:
        """Nothing to let go of."""

    # --- the list ---------------------------------------------------------------------------------------

    def listing(self, order: Order = NEWEST, start: int = 0, most: int | None = None) -> Listing:
        total, unread = self.counts()
        ids = self.in_order(self._shelf.kept, order)
        shown = tuple(ids[start : None if most is None else start + most])
        archived = any(self.summary(id).archived is not None for id in self._shelf.kept)
        return Listing(ids=shown, unread=unread, total=total, version=1, unindexed=0, archived=archived)

    def in_order(self, ids: Iterable[int], order: Order = NEWEST) -> list[int]:
        kept = self._shelf.kept
        newest = sorted({id for id in ids if id in kept}, key=lambda id: (-kept[id].added, id))
        keys = {id: self._sorted_by(order.by, self.summary(id)) for id in newest}
        known = sorted((id for id in newest if keys[id]), key=lambda id: keys[id], reverse=order.down)
        return [*known, *(id for id in newest if not keys[id])]

    def _sorted_by(self, by: OrderKey, summary: Summary) -> Any:
        """What an article is sorted by; something false if that is not known."""
        match by:
            case "added" | "published" | "saved" | "read" | "progress" | "opened":
                return getattr(summary, by)
            case "title":
                return _numbered(summary.title), summary.title
            case "site":
                return summary.site or summary.url
            case "length":
                return summary.words
            case _:
                return None

    def counts(self) -> tuple[int, int]:
        return len(self._shelf.kept), sum(kept.read is None for kept in self._shelf.kept.values())

    def ids(self, query: str = "", limit: int | None = None, order: Order = NEWEST) -> list[int]:
        found = self.listing(order) if not query.strip() else self.find_all(query, order=order)
        return list(found.ids[:limit])

    def summary(self, article_id: int) -> Summary:
        kept = self._kept(article_id)
        article, body = kept.article, kept.article.text()
        return Summary(
            id=article_id,
            title=article.title,
            title_from=article.title_from,
            source=kept.source,
            words=count_words(f"{article.note}\n{body}"),
            added=kept.added,
            read=kept.read,
            starred=kept.starred,
            progress=kept.progress,
            tags=kept.tags,
            lang=article.lang,
            lead=" ".join(body.split())[:_LENGTH],
            archived=kept.archived,
            remark=kept.remark,
            highlights=len(kept.highlights),
            empty=not (article.blocks or article.note),
            opened=kept.opened,
            changed=kept.was_read and kept.was_read[0],
        )

    def tags(self) -> list[TagCount]:
        counts = Counter(tag for kept in self._shelf.kept.values() for tag in kept.tags)
        return [TagCount(*one) for one in sorted(counts.items(), key=lambda one: _numbered(one[0]))]

    def summaries(self, ids: Sequence[int]) -> list[Summary]:
        return [self.summary(article) for article in ids if article in self._shelf.kept]

    def _kept(self, article: int) -> Kept:
        if article not in self._shelf.kept:
            raise ArticleNotFound(article)
        return self._shelf.kept[article]

    # --- one article ------------------------------------------------------------------------------------

    def get(self, article_id: int) -> Article:
        kept = self._kept(article_id)
        return replace(kept.article, tags=kept.tags)

    def as_page(self, article_id: int) -> str:
        return saved_page.write(self.get(article_id))

    def highlights(self, article_id: int) -> tuple[StoredHighlight, ...]:
        kept = self._kept(article_id)
        text = AnchorText(kept.article.blocks)
        found = []
        for one in map(highlight_in, kept.highlights):
            place = find_passage(text, one.highlight.quote, one.anchor)
            found.append(one if place is None else replace(one, start=place[0], end=place[1]))
        return tuple(sorted(found, key=_in_text))

    def passages(self, query: str = "") -> PassageResult:
        words, filters = self._asked(query)
        everything = [
            Passage(
                *(article, kept.article.title, one),
                lang=kept.article.lang,
                tags=kept.tags,
                added=kept.added,
            )
            for article in self.listing().ids
            for kept in [self._kept(article)]
            if all(holds(kept) for holds in filters)
            for one in self.highlights(article)
        ]
        return PassageResult(tuple(one for one in everything if all(map(_words_of(one).__contains__, words))))

    def review(self, most: int, now: float) -> list[Passage]:
        return of_today(self.passages().found, self._shelf.seen, now, most)

    def reviewed(self, passages: Iterable[Passage], now: float) -> None:
        self._shelf.seen.update({words_key(one.stored.highlight.quote): now for one in passages})

    def stored_names(self, article_id: int) -> frozenset[str]:
        self._kept(article_id)
        return frozenset(self._kept(article_id).pictures)

    def picture(self, article_id: int, name: str) -> bytes | None:
        return self._kept(article_id).pictures.get(name)

    def view(self, article_id: int, position: Position, *, searched: str = "") -> ArticleView:
        marks = self.marks(searched, article_id, typing=True) if searched else []
        entries = self.entries(article_id)
        return ArticleView(
            *(self.summary(article_id), self.get(article_id), entries, position),
            marks=tuple(marks),
            highlights=self.highlights(article_id),
            pictures={
                name: size
                for name, raw in self._kept(article_id).pictures.items()
                if (size := size_of(raw)) is not None
            },
        )

    def entries(self, article_id: int) -> tuple[Entry, ...]:
        links = list(self.links(article_id))
        linked = {link.target for link in links}
        similar = [one for one in self._similar(article_id) if one.id not in linked][:5]
        leads = {summary.id: summary.lead for summary in self.summaries([*self._shelf.kept])}
        return with_leads(related_entries(links, self.backlinks(article_id), similar), leads)

    # --- search -----------------------------------------------------------------------------------------

    def find(
        self,
        query: str,
        *,
        typing: bool = False,
        stop: Callable[[], bool] | None = None,
        fold: bool = True,
        rows: int = 0,
        order: Order = RELEVANCE,
    ) -> SearchResult:
        words, filters = self._asked(query)
        found = [
            (self._score(article, words, typing), article)
            for article in self.listing().ids
            if all(holds(self._shelf.kept[article]) for holds in filters)
        ]
        if words:
            found = sorted((hit for hit in found if hit[0]), key=lambda hit: -hit[0])
        if order != RELEVANCE:
            found = [(0.0, article) for article in self.in_order([article for _, article in found], order)]
        ids = tuple(article for _, article in found) if words or filters else ()
        result = SearchResult(
            text=query,
            ids=ids,
            total=len(ids),
            partial_from=len(ids),
            words=bool(words),
            empty=not (words or filters),
            scores=tuple(score for score, _ in found)[: len(ids)],
        )
        shown = ids[:rows]
        if words:
            return replace(result, rows=tuple(self.rows(query, shown, typing=typing)))
        return replace(result, rows=tuple(HitRow(summary, None) for summary in self.summaries(shown)))

    def find_now(
        self, query: str, limit: int, *, whole: bool = False, rows: int = 0, order: Order = RELEVANCE
    ) -> SearchResult:
        result = self.find(query, order=order)
        return replace(
            result,
            ids=result.ids[:limit],
            scores=result.scores[:limit],
            partial_from=len(result.ids[:limit]),
            rows=tuple(self.rows(query, result.ids[:limit][:rows])),
        )

    def find_all(self, query: str, limit: int | None = None, order: Order = NEWEST) -> SearchResult:
        result = self.find(query)
        ids = tuple(self.in_order(result.ids, order))[:limit]
        return replace(result, ids=ids, scores=(0.0,) * len(ids), partial_from=len(ids))

    def _asked(self, query: str) -> tuple[list[str], list[Callable[[Kept], bool]]]:
        """The words of a query, and its filters."""
        words: list[str] = []
        filters: list[Callable[[Kept], bool]] = []
        if ids := _IDS.search(query):
            wanted = [self._shelf.kept.get(int(id)) for id in re.findall(r"\d+", ids[0])]
            filters.append(lambda kept: any(kept is one for one in wanted))
            query = query.replace(ids[0], "")
        for part in query.replace("like:", "").replace("(", " ").replace(")", " ").split():
            if part in _STATES:
                filters.append(_STATES[part])
            elif part[:1] == "-" and part[1:] in _STATES:
                filters.append(lambda kept, holds=_STATES[part[1:]]: not holds(kept))
            elif part.startswith("tag:"):
                filters.append(lambda kept, tag=part[4:]: tag in kept.tags)
            elif part.startswith("@") and fold(part[1:]) in self._shelf.saved:
                more = self._asked(self._shelf.saved[fold(part[1:])].query)
                words, filters = [*words, *more[0]], [*filters, *more[1]]
            else:
                words += _WORD.findall(part.casefold())
        return words, filters

    def _score(self, article: int, words: Sequence[str], typing: bool) -> float:
        kept = self._shelf.kept[article]
        there = Counter(_WORD.findall(f"{kept.article.title} {kept.article.note}".casefold()))
        there.update({word: 3 * count for word, count in there.items()})
        there.update(_WORD.findall(kept.article.text().casefold()))
        counts = [
            sum(count for word, count in there.items() if _is(word, wanted, typing and wanted is words[-1]))
            for wanted in words
        ]
        return float(sum(counts)) if all(counts) else 0.0

    def rows(self, query: str, ids: Sequence[int], *, typing: bool = False) -> list[HitRow]:
        return [HitRow(row, self._snippet(query, row.id, typing)) for row in self.summaries(ids)]

    def snippet(self, query: str, article_id: int) -> Snippet:
        return self._snippet(query, article_id, False)

    def _snippet(self, query: str, article: int, typing: bool) -> Snippet:
        text = " ".join(self.get(article).text().split())
        marks = self._places(query, text, typing)
        start = max(0, marks[0][0] - _LENGTH // 3) if marks else 0
        shown = text[start : start + _LENGTH]
        return Snippet(shown, tuple(self._places(query, shown, typing)))

    def marks(self, query: str, article_id: int, *, typing: bool = False) -> list[MarkSpan]:
        article = self.get(article_id)
        texts = [f"{article.title}\n{article.note}", *(block.plain for block in article.blocks)]
        return [
            (block - 1, start, end)
            for block, text in enumerate(texts)
            for start, end in self._places(query, text, typing)
        ]

    def _places(self, query: str, text: str, typing: bool) -> list[tuple[int, int]]:
        words, _ = self._asked(query)
        return [
            match.span()
            for match in _WORD.finditer(text)
            if any(_is(match[0].casefold(), word, typing and word is words[-1]) for word in words)
        ]

    def refresh(self) -> None:
        """There is nothing to look at."""

    def catch_up(
        self,
        *,
        progress: Callable[[Progress], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> CatchUp:
        return CatchUp()

    # --- saved and recent searches ----------------------------------------------------------------------

    def saved_searches(self) -> list[SavedSearch]:
        return [
            replace(search, unread=len(self.find(f"{search.query} is:unread").ids))
            for _, search in sorted(self._shelf.saved.items())
        ]

    def save_search(self, name: str, query: str) -> SavedSearch:
        if not name.strip() or not query.strip():
            raise SearchError("a saved search needs a name and a query")
        self._shelf.saved[fold(name)] = SavedSearch(name.strip(), query.strip())
        return self._shelf.saved[fold(name)]

    def rename_search(self, name: str, new: str) -> SavedSearch:
        if fold(new) != fold(name) and fold(new) in self._shelf.saved:
            raise SearchError(f"a saved search {new!r} already exists")
        query = self._saved(name).query
        del self._shelf.saved[fold(name)]
        return self.save_search(new, query)

    def delete_search(self, name: str) -> None:
        self._saved(name)
        del self._shelf.saved[fold(name)]

    def _saved(self, name: str) -> SavedSearch:
        if fold(name) not in self._shelf.saved:
            raise SearchError(f"there is no saved search {name!r}")
        return self._shelf.saved[fold(name)]

    def remember_search(self, query: str) -> None:
        query = " ".join(query.split())
        self._shelf.recent = [query, *(one for one in self._shelf.recent if one != query)][:200]

    def recent_searches(self, limit: int = 200) -> list[str]:
        return self._shelf.recent[:limit]

    def forget_recent_searches(self) -> int:
        count, self._shelf.recent = len(self._shelf.recent), []
        return count

    # --- links ------------------------------------------------------------------------------------------

    def links(self, article_id: int | None = None) -> Iterator[ResolvedLink]:
        wanted = sorted(self._shelf.kept) if article_id is None else [article_id]
        return iter([link for article in wanted for link in self._links(article)])

    def _links(self, article: int) -> Iterator[ResolvedLink]:
        kept = self._kept(article)
        titles = {fold(other.article.title): number for number, other in self._shelf.kept.items()}
        for link in kept.article.links:
            target = titles.get(fold(link.title))
            other = None if target is None else self._shelf.kept[target]
            yield ResolvedLink(
                article=article,
                source=kept.source,
                link=link,
                target=target,
                target_title=other.article.title if other else "",
                target_source=other.source if other else "",
                target_read=other is not None and other.read is not None,
            )

    def backlinks(self, article_id: int) -> list[Backlink]:
        self._kept(article_id)
        found: dict[int, Backlink] = {}
        for link in self.links():
            if link.target == article_id:
                kept = self._shelf.kept[link.article]
                before = found.get(link.article)
                kinds = dict.fromkeys((*(before.kinds if before else ()), link.link.kind))
                read = kept.read is not None
                found[link.article] = Backlink(
                    link.article, kept.article.title, kept.source, tuple(kinds), read
                )
        return list(found.values())

    def related(self, article_id: int, limit: int = 10, *, now: bool = True) -> list[Related]:
        return [
            *self._similar(article_id)[:limit],
            *(
                Related(link.id, link.title, "backlink", 0.0, link.source, link.read, link.kinds)
                for link in self.backlinks(article_id)
            ),
        ]

    def _similar(self, article: int) -> list[Related]:
        """The other articles by how many long words they share."""
        own = _long_words(self.get(article))
        shared = {other: own & _long_words(kept.article) for other, kept in self._shelf.kept.items()}
        others = sorted((other for other in shared if other != article), key=lambda o: (-len(shared[o]), o))
        return [
            Related(
                id=other,
                title=self._shelf.kept[other].article.title,
                kind="similar",
                score=len(shared[other]) / len(own),
                source=self._shelf.kept[other].source,
                read=self._shelf.kept[other].read is not None,
                why=tuple(sorted(shared[other])[:5]),
            )
            for other in others
            if shared[other]
        ]

    def wanted(self, limit: int | None = None) -> list[Wanted]:
        missing = [link for link in self.links() if link.target is None]
        by: dict[str, list[ResolvedLink]] = {}
        for link in missing:
            by.setdefault(fold(link.link.title), []).append(link)
        found = [
            Wanted(
                links[0].link.title,
                links[0].link.teaser,
                len({link.article for link in links}),
                tuple(dict.fromkeys(link.article for link in links)),
            )
            for links in by.values()
        ]
        return sorted(found, key=lambda one: (-one.count, fold(one.title)))[:limit]

    # --- changes ----------------------------------------------------------------------------------------

    def add(
        self,
        sources: Iterable[str | os.PathLike[str]],
        *,
        tags: Sequence[str] = (),
        picking: Picking | None = None,
        progress: Callable[[Progress], None] | None = None,
        stop: Callable[[], bool] | None = None,
        index: bool = True,
        arrived: Callable[[Arrival], None] | None = None,
    ) -> AddReport:
        raise NotImplementedError("a shelf is filled by Shelf.of")

    def fetch(
        self,
        articles: Sequence[int] | None = None,
        *,
        again: bool = False,
        progress: Callable[[Progress], None] | None = None,
        stop: Callable[[], bool] | None = None,
        index: bool = True,
    ) -> FetchReport:
        raise NotImplementedError("a shelf is not connected to anything")

    def feeds(self) -> list[FeedSummary]:
        return []

    def follow_feeds(
        self,
        names: Iterable[str],
        *,
        whole: bool | None = None,
        progress: Callable[[Progress], None] | None = None,
        stop: Callable[[], bool] | None = None,
        index: bool = True,
    ) -> FollowReport:
        raise NotImplementedError("a shelf is not connected to anything")

    def unfollow_feed(self, name: str) -> list[FeedSummary]:
        raise NotImplementedError("a shelf follows no feeds")

    def fetch_feeds(
        self,
        names: Sequence[str] = (),
        *,
        again: bool = False,
        progress: Callable[[Progress], None] | None = None,
        stop: Callable[[], bool] | None = None,
        index: bool = True,
    ) -> FetchReport:
        raise NotImplementedError("a shelf is not connected to anything")

    def tag(self, article_id: int, tags: Iterable[str]) -> tuple[str, ...]:
        self._kept(article_id)
        self.apply(SetTags((article_id,), tags_in(" ".join(tags))))
        return self.summary(article_id).tags

    def rename_tag(self, tag: str, new: str) -> Applied:
        old, name = tags_in(tag), tags_in(new)
        if len(old) != 1 or len(name) != 1:
            raise TagError("a tag is one word")
        tagged = [id for id, kept in sorted(self._shelf.kept.items()) if old[0] in kept.tags]
        return self.apply(RenameTag(tuple(tagged), old[0], name[0]))

    def remove(self, ids: Sequence[int]) -> Applied:
        for article in ids:
            self._kept(article)
        return self.apply(Remove(tuple(ids)))

    def apply(
        self,
        change: Change,
        progress: Callable[[Progress], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Applied:
        applied = self._set(change)
        if applied.number is not None:
            self._shelf.undone.clear()
            self._shelf.done.append(applied)
        return applied

    def undo(self, progress: Callable[[Progress], None] | None = None) -> Applied | None:
        if not self._shelf.done:
            return None
        last = self._shelf.done.pop()
        self._shelf.undone.append(last)
        return replace(self._set(last.inverse), change=last.change, number=last.number, action="undone")

    def redo(self, progress: Callable[[Progress], None] | None = None) -> Applied | None:
        if not self._shelf.undone:
            return None
        last = self._shelf.undone.pop()
        self._shelf.done.append(last)
        return replace(self._set(last.change), number=last.number, action="redone")

    def edited(self, article_id: int, before: bytes) -> Applied | None:
        raise NotImplementedError("the articles of a shelf have no files")

    def journal(self, limit: int) -> list[JournalEntry]:
        entries = [
            JournalEntry(applied.number or 0, 0.0, applied.change, undone)
            for undone, some in ((False, self._shelf.done), (True, self._shelf.undone))
            for applied in some
        ]
        return sorted(entries, key=lambda entry: -entry.number)[:limit]

    def trash(self) -> list[Trashed]:
        return [Trashed(id, kept.article.title, 0.0) for id, kept in reversed(self._shelf.removed.items())]

    def trashed(self, ids: Sequence[int]) -> list[Trashed]:
        return [one for one in self.trash() if one.id in ids]

    def titles(self, ids: Sequence[int]) -> dict[int, str]:
        known = {**self._shelf.kept, **self._shelf.removed}
        return {article: known[article].article.title for article in ids if article in known}

    def restore(self, ids: Iterable[int], progress: Callable[[Progress], None] | None = None) -> Applied:
        return self.apply(Restore(tuple(ids)))

    def empty_trash(self) -> int:
        count = len(self._shelf.removed)
        self._shelf.removed.clear()
        return count

    def clear_up(self) -> None:
        """Nothing gets old here."""

    def _set(self, change: Change) -> Applied:
        """Sets the aspect that a change is about; says what really changed."""
        kept, removed = self._shelf.kept, self._shelf.removed
        before = {id: self._fact(change.aspect, id) for id in change.articles if id in {**kept, **removed}}
        after = change.becomes(before, time.time())
        changed = {id: fact for id, fact in before.items() if after[id] != fact}
        for article in changed:
            fact = after[article]
            if change.aspect == "here":
                source, target = (removed, kept) if fact else (kept, removed)
                target[article] = source.pop(article)
            elif change.aspect == "tags":
                kept[article].tags = fact
            else:
                setattr(kept[article], _COLUMNS.get(change.aspect, change.aspect), fact)
        last = max((applied.number or 0 for applied in self._shelf.done), default=0)
        return Applied(
            change=change,
            number=last + 1 if changed else None,
            articles=tuple(changed),
            inverse=Put(change.aspect, grouped(changed)),
            missing=tuple(article for article in change.articles if article not in before),
        )

    def _fact(self, aspect: Aspect, article: int) -> Fact:
        if aspect == "here":
            return article in self._shelf.kept
        kept = self._kept(article)
        fact: Fact = getattr(kept, _COLUMNS.get(aspect, aspect))
        return fact

    # --- places and the trail ---------------------------------------------------------------------------

    def save_place(self, place: Place | None, times: Sequence[ReadingTime] = ()) -> None:
        self._shelf.times += [(datetime.now().date(), one) for one in times]
        kept = None if place is None else self._shelf.kept.get(place.article)
        if kept is None or place is None:
            return
        kept.opened = time.time()
        if place.caught_up is not None:
            kept.was_read = None
        kept.position, kept.progress = place.position, min(max(place.progress, 0.0), 1.0)
        if place.finished and kept.read is None:
            kept.read = time.time()
        visit = self.current_visit()
        if visit is not None and visit.article == place.article:
            self._shelf.visits[visit.id] = replace(visit, position=place.position, scene=place.scene)

    # --- reading --------------------------------------------------------------------------------------

    def statistics(self, today: date, weeks: int) -> ReadingStatistics:
        rows = []
        for day, one in self._shelf.times:
            kept = self._shelf.kept.get(one.article)
            rows.append(
                ReadingDay(
                    day=day,
                    article=one.article,
                    seconds=one.seconds,
                    words=one.words,
                    finished=int(one.finished),
                    lang=kept.article.lang if kept else "",
                    here=kept is not None,
                )
            )
        return summed_up(rows, today, weeks)

    def forget_statistics(self) -> int:
        days = len({day for day, _ in self._shelf.times})
        self._shelf.times.clear()
        return days

    def text_versions(self, article_id: int) -> tuple[TextVersion, ...]:
        kept = self._kept(article_id)
        texts: list[tuple[float | None, Article]] = [(None, kept.article), *kept.former]
        return tuple(
            TextVersion(number, until, text.title, count_words(text.text()), (until, text) == kept.was_read)
            for number, (until, text) in enumerate(texts)
        )

    def text_version(self, article_id: int, number: int) -> Article:
        kept = self._kept(article_id)
        if not 0 <= number <= len(kept.former):
            raise NoSuchText(article_id, number)
        return kept.former[number - 1][1] if number else self.get(article_id)

    def changes_since_read(self, article_id: int) -> tuple[BlockChange, ...]:
        kept = self._kept(article_id)
        return () if kept.was_read is None else compare(kept.was_read[1], kept.article)

    def know_text(self, article_id: int) -> None:
        self._kept(article_id).was_read = None

    def bookmarks(self, article_id: int) -> tuple[MarkedPlace, ...]:
        kept = self._shelf.kept.get(article_id)
        return () if kept is None else tuple(starmap(MarkedPlace, sorted(kept.bookmarks.items())))

    def set_bookmark(self, letter: str, place: Place) -> None:
        self._kept(place.article).bookmarks[letter] = place.position

    def place_of(self, article_id: int) -> Position:
        kept = self._kept(article_id)
        return Position() if kept.progress >= 1.0 else kept.position

    def follow(
        self, article_id: int, leaving: Place | None, scene: Scene, *, again: bool = False, read: bool = False
    ) -> Position:
        self._kept(article_id)
        self._leave(leaving)
        position = self.place_of(article_id)
        stays = again and (leaving is None or leaving.article == article_id)
        if not (stays and self._is_at(article_id)):
            self._visit(article_id, position, scene)
        if read and self._shelf.kept[article_id].read is None:
            self._shelf.kept[article_id].read = time.time()
        return position

    def look_for(self, leaving: Place, query: str) -> None:
        self.save_place(leaving)
        if not (leaving.scene.query == query and self._is_at(leaving.article)):
            self._visit(leaving.article, leaving.position, Scene(query, None, "list"))

    def back(self, leaving: Place | None) -> Visit | None:
        self._leave(leaving)
        visit = self.current_visit()
        return self._go(None if visit is None else visit.parent)

    def forward(self, leaving: Place | None) -> Visit | None:
        self._leave(leaving)
        children = [v.id for v in self._shelf.visits.values() if v.parent == self._shelf.current]
        return self._go(self._left_last(children))

    def jump(self, visit: int, leaving: Place | None) -> Visit | None:
        self._leave(leaving)
        return self._go(visit)

    def current_visit(self) -> Visit | None:
        return self._shelf.visits.get(self._shelf.current or 0)

    def trail(self, limit: int) -> list[Step]:
        line = self._line()
        return [
            Step(
                visit=visit,
                title=self._shelf.kept[visit.article].article.title,
                here=visit.id == self._shelf.current,
                on_line=visit.id in line,
            )
            for visit in sorted(self._shelf.visits.values(), key=lambda visit: -visit.id)[:limit]
            if visit.article in self._shelf.kept
        ]

    def _line(self) -> set[int]:
        """The visits that back and forward lead through from here."""
        line: set[int] = set()
        before = self._shelf.current
        while before is not None:
            line.add(before)
            before = self._shelf.visits[before].parent
        after = self._shelf.current
        while after is not None:
            line.add(after)
            after = self._left_last([v.id for v in self._shelf.visits.values() if v.parent == after])
        return line

    def _left_last(self, visits: Sequence[int]) -> int | None:
        """The one of some visits that was left last; of those never left the latest."""
        left = {visit: number for number, visit in enumerate(self._shelf.left, 1)}
        return max(visits, key=lambda visit: (left.get(visit, 0), visit), default=None)

    def _visit(self, article: int, position: Position, scene: Scene) -> None:
        here = self._shelf.current
        alike = [
            visit.id
            for visit in self._shelf.visits.values()
            if here and (visit.parent, visit.article, visit.scene.query) == (here, article, scene.query)
        ]
        if (taken := self._left_last(alike)) is not None:
            before = self._shelf.visits[taken]
            self._shelf.visits[taken] = replace(before, position=position, scene=scene)
            self._go(taken)
            return
        number = max(self._shelf.visits, default=0) + 1
        visit = Visit(article, position, scene, time.time(), number, self._shelf.current)
        self._shelf.visits[number] = visit
        self._go(number)

    def _go(self, visit: int | None) -> Visit | None:
        if visit not in self._shelf.visits:
            return None
        if self._shelf.current is not None:
            self._shelf.left.append(self._shelf.current)
        self._shelf.current = visit
        return self._shelf.visits[visit]

    def _leave(self, place: Place | None) -> None:
        if place is not None:
            self.save_place(place)

    def _is_at(self, article: int) -> bool:
        visit = self.current_visit()
        return visit is not None and visit.article == article


def _words_of(passage: Passage) -> set[str]:
    """What a query finds a highlight by."""
    one = passage.stored.highlight
    return set(_WORD.findall(f"{one.quote} {one.note} {passage.title}".casefold()))


def _in_text(one: StoredHighlight) -> tuple[bool, tuple[int, int], tuple[int, int]]:
    """Sorts highlights by their places; those that are lost come last."""
    start, end = one.start or Position(), one.end or Position()
    return one.start is None, (start.block, start.char), (end.block, end.char)


def _is(word: str, wanted: str, prefix: bool) -> bool:
    return word.startswith(wanted) if prefix else word == wanted


def _numbered(text: str) -> list[tuple[bool, int, str]]:
    """A title as it is sorted: numbers by their value, before letters."""
    folded = fold(text).lstrip(_OPENING)
    parts = re.findall(r"[0-9]+|[^0-9]", folded)
    return [(not part.isdigit(), int(part) if part.isdigit() else 0, bare(part) or part) for part in parts]


def _long_words(article: Article) -> set[str]:
    return {word for word in _WORD.findall(article.text().casefold()) if len(word) > 6}
