"""Feeds: follows them, fetches them, and adds the entries that are new."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader import formats, sources
from reader.addresses import address_key, without_keys
from reader.errors import ReaderError, UnreadableSource
from reader.fetching import Answer, FetchFailed, FetchRequest, Limits, Rules, is_address, shown, tidy
from reader.formats import Subscription
from reader.gathered import FeedSummary, FetchReport, FollowReport
from reader.gathering.answers import without_state
from reader.gathering.articles import Gatherer
from reader.model import Failure, Progress
from reader.sources import Fetched
from reader.store import Prepared, Store, prepare
from reader.store.feeds import FollowedFeed

if TYPE_CHECKING:
    from reader.formats.feeds import Feed, FeedEntry

ProgressCallback = Callable[[Progress], None]
StopCallback = Callable[[], bool]

MOST_ENTRIES = 5000
"""So many entries of a feed are looked at."""

_FIRST_REST = 15 * 60.0
_LONGEST_REST = 7 * 86_400.0
"""How long a feed is left alone that could not be fetched: twice as long after each failure, up to a week."""

_MOST_CANDIDATES = 3


class NoFeed(ReaderError):
    """No feed that is followed has the name or address that was asked for."""

    @classmethod
    def named(cls, name: str) -> NoFeed:
        """The error that says so of a name."""
        return cls(f"no feed called {name!r} is followed")


class Follower:
    """One run of following or fetching feeds."""

    def __init__(
        self,
        store: Store,
        rules: Rules,
        *,
        limits: Limits | None = None,
        progress: ProgressCallback | None = None,
        stop: StopCallback | None = None,
    ) -> None:
        """Prepares a run; see :class:`~reader.gathering.articles.Gatherer` for the arguments."""
        self._store = store
        self._rules = rules
        self._limits = limits
        self._progress = progress or (lambda _: None)
        self._stop = stop or (lambda: False)
        self._now = time.time()
        self._new: list[int] = []
        self._unchanged = 0
        self._failed: list[Failure] = []
        self._whole: list[int] = []

    # --- following --------------------------------------------------------------------------------------

    def follow(self, names: Iterable[str], *, whole: bool | None = None) -> FollowReport:
        """Follows feeds and adds their entries.

        Args:
            names: addresses of feeds or of sites that name one, and files with a list of feeds (OPML). The
                feeds of a list are only noted.
            whole: whether the whole text of their entries is fetched from their pages; None leaves it as it
                is.
        """
        feeds: list[tuple[FollowedFeed, bool]] = []
        for name in names:
            if self._stop():
                break
            try:
                feeds += self._follow_address(name, whole) if is_address(name) else self._listed(name, whole)
            except (ReaderError, OSError) as error:
                self._failed.append(Failure(shown(name) if is_address(name) else name, reason_of(error)))
        return self._followed(feeds)

    def follow_answers(self, answers: Iterable[Answer], tags: Iterable[str] = ()) -> FollowReport:
        """Follows feeds that have come already, and adds their entries with some tags."""
        feeds: list[tuple[FollowedFeed, bool]] = []
        for answer in answers:
            try:
                feeds.append(self._follow(answer, _read(answer), None))
            except UnreadableSource as error:
                self._failed.append(Failure(shown(answer.url), reason_of(error)))
        given = list(tags)
        if given:
            with self._store.transaction():
                for article in self._new:
                    self._store.articles.add_tags(article, given)
        return self._followed(feeds)

    def _followed(self, feeds: Sequence[tuple[FollowedFeed, bool]]) -> FollowReport:
        self._fetch_whole()
        return FollowReport(
            followed=tuple(self._summary(feed.url) for feed, new in feeds if new),
            known=tuple(self._summary(feed.url) for feed, new in feeds if not new),
            added=len(self._new),
            failed=tuple(self._failed),
        )

    def _follow_address(self, name: str, whole: bool | None) -> list[tuple[FollowedFeed, bool]]:
        return [self._follow(*self._find(tidy(name)), whole)]

    def _follow(self, answer: Answer, feed: Feed, whole: bool | None) -> tuple[FollowedFeed, bool]:
        with self._store.transaction():
            followed, new = self._store.feeds.follow(
                answer.moved or answer.url, self._now, title=feed.title, site=feed.site, whole=whole
            )
        pages = self._prepared(followed, feed, answer)
        with self._store.transaction():
            self._take_in(followed, feed, answer, pages)
        return followed, new

    def _find(self, url: str) -> tuple[Answer, Feed]:
        """The feed at an address, or the one that the page there names. Raises FetchFailed."""
        answer = self._ask(url)
        try:
            return answer, _read(answer)
        except UnreadableSource as error:
            from reader.gathering.discovery import feeds_named

            named = feeds_named(answer.raw, url=answer.address, charset=answer.charset)
            if not named:
                raise FetchFailed(f"{error.reason}, and names no feed") from error
        for candidate in named[:_MOST_CANDIDATES]:
            try:
                answer = self._ask(candidate)
                return answer, _read(answer)
            except UnreadableSource as error:
                problem = FetchFailed(f"the feed that it names, {candidate}: {error.reason}")
        raise problem

    def _ask(self, url: str) -> Answer:
        from reader.fetching.running import fetch_one

        return fetch_one(FetchRequest(url), self._rules, limits=self._limits, stop=self._stop)

    def _listed(self, name: str, whole: bool | None) -> list[tuple[FollowedFeed, bool]]:
        """Follows the feeds in a file. Raises UnreadableSource, OSError."""
        found: list[Subscription] = []
        for file in sources.source_of(name, self._store.holds).find(_raise):
            fetched = file.fetch()
            found += [
                part for part in formats.format_of(fetched).read(fetched) if isinstance(part, Subscription)
            ]
        if not found:
            raise UnreadableSource("names no feeds")
        with self._store.transaction():
            return [
                self._store.feeds.follow(
                    tidy(feed.url),
                    self._now,
                    title=feed.title,
                    site=feed.site,
                    folder=feed.folder,
                    whole=whole,
                )
                for feed in found
                if is_address(feed.url)
            ]

    # --- fetching ---------------------------------------------------------------------------------------

    def fetch(self, feeds: Sequence[FollowedFeed], *, again: bool = False) -> FetchReport:
        """Fetches feeds and adds the entries that are new.

        ``again`` also asks those that are left alone for some time after failing.
        """
        from reader.fetching.running import fetch_all

        now = [feed for feed in feeds if again or feed.not_before <= self._now]
        requests = [
            FetchRequest(feed.address, etag=feed.etag, modified=feed.modified, key=key)
            for key, feed in enumerate(now)
        ]
        self._progress(Progress(phase="feeds", done=0, total=len(now)))
        asked = 0
        for request, outcome in fetch_all(requests, self._rules, limits=self._limits, stop=self._stop):
            asked += 1
            self._take(now[request.key], outcome)
            self._progress(Progress(phase="feeds", done=asked, total=len(now), current=request.url))
        fetched = self._fetch_whole()
        return FetchReport(
            added=len(self._new),
            fetched=fetched,
            unchanged=self._unchanged,
            failed=tuple(self._failed),
            left=len(feeds) - len(now),
            asked=asked,
        )

    def _take(self, feed: FollowedFeed, outcome: Answer | FetchFailed) -> None:
        if isinstance(outcome, FetchFailed):
            self._fail(feed, outcome.reason, outcome.wait)
            return
        try:
            if outcome.unchanged or _digest(outcome.raw) == feed.digest:
                self._unchanged += 1
                self._note(feed, outcome)
                return
            read = _read(outcome)
            pages = self._prepared(feed, read, outcome)
        except UnreadableSource as error:
            self._fail(feed, error.reason, 0.0)
            return
        with self._store.transaction():
            self._take_in(feed, read, outcome, pages)

    def _fail(self, feed: FollowedFeed, reason: str, wait: float) -> None:
        rest = min(_FIRST_REST * 2 ** min(feed.failures, 20), _LONGEST_REST)
        with self._store.transaction():
            self._store.feeds.failed(feed.id, reason, time.time() + max(rest, wait))
        self._failed.append(Failure(without_keys(feed.url), reason))

    def _note(self, feed: FollowedFeed, answer: Answer) -> None:
        with self._store.transaction():
            self._store.feeds.succeeded(
                feed.id,
                time.time(),
                address=_address(feed, answer),
                etag=answer.etag,
                modified=answer.modified,
            )

    # --- entries ----------------------------------------------------------------------------------------

    def _prepared(self, followed: FollowedFeed, feed: Feed, answer: Answer) -> dict[str, Prepared | None]:
        """The entries that have never been in a feed, ready to be stored, by what identifies them.

        None stands for an entry that the library has by its address, or that holds nothing.
        """
        from reader.formats.feeds import article_of

        entries: dict[str, FeedEntry] = {}
        for one in feed.entries[:MOST_ENTRIES]:
            entries.setdefault(_identity(one), one)
        unseen = self._store.feeds.unseen(followed.id, list(entries))
        keys = {identity: address_key(entries[identity].url) for identity in unseen}
        known = self._store.feeds.known_addresses(filter(None, keys.values()))
        named = replace(feed, url=followed.url, title=followed.title or feed.title)
        file = Fetched(followed.url, answer.raw, media_type=answer.media_type)
        pages: dict[str, Prepared | None] = {}
        for identity in unseen:
            parsed = article_of(entries[identity], named)
            if parsed is None or keys[identity] in known:
                pages[identity] = None
                continue
            parsed = replace(parsed, member=parsed.member or identity)
            page = formats.page_of(parsed, file, answer.raw, keeps=False)
            pages[identity] = prepare(without_state(page))
        return pages

    def _take_in(
        self, followed: FollowedFeed, feed: Feed, answer: Answer, pages: dict[str, Prepared | None]
    ) -> None:
        """Adds entries and notes how it went, inside the caller's transaction."""
        added: list[int] = []
        for page in filter(None, pages.values()):
            # What the person has removed stays away, whatever feed it comes from.
            put = self._store.articles.put(page, self._now, last=False, again=False)
            added += [put.id] if put.outcome == "added" else []
        self._store.feeds.see(followed.id, pages)
        self._store.feeds.succeeded(
            followed.id,
            time.time(),
            address=_address(followed, answer),
            title=feed.title,
            site=feed.site,
            etag=answer.etag,
            modified=answer.modified,
            digest=_digest(answer.raw),
        )
        if followed.whole:
            self._store.fetches.want(added)
            self._whole += added
        self._new += added

    def _fetch_whole(self) -> int:
        """Fetches the whole text of new entries from their pages; returns how many came."""
        if not self._whole or self._stop():
            return 0
        gatherer = Gatherer(
            self._store, self._rules, limits=self._limits, progress=self._progress, stop=self._stop
        )
        report = gatherer.fetch(self._store.fetches.of(self._whole), again=True)
        self._failed += report.failed
        return report.fetched

    def _summary(self, url: str) -> FeedSummary:
        feed = self._store.feeds.get(url)
        assert feed is not None
        return summary_of(feed, self._store.feeds.unread().get(feed.url, 0))


def summary_of(feed: FollowedFeed, unread: int) -> FeedSummary:
    """A feed as a list shows it."""
    return FeedSummary(
        id=feed.id,
        url=feed.url,
        title=feed.name,
        site=feed.site,
        folder=feed.folder,
        unread=unread,
        whole=feed.whole,
        fetched=feed.fetched,
        error=feed.error,
    )


def reason_of(error: Exception) -> str:
    """Why something could not be followed, in words."""
    from reader.tally import reason_of as reason

    return error.reason if isinstance(error, UnreadableSource) and error.reason else reason(error)


def _read(answer: Answer) -> Feed:
    from reader.formats.feeds import read_feed

    charset = f"; charset={answer.charset}" if answer.charset else ""
    return read_feed(answer.raw, url=answer.address, media_type=f"{answer.media_type}{charset}")


def _identity(entry: FeedEntry) -> str:
    """What an entry is known by: its id, else its address, else its words."""
    return entry.id or entry.url or f"{entry.published} {entry.title} {entry.html or entry.text}"[:2000]


def _address(feed: FollowedFeed, answer: Answer) -> str:
    """Where a feed is from now on."""
    return answer.moved or feed.address


def _digest(raw: bytes) -> str:
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def _raise(_name: str, error: Exception) -> None:
    raise error
