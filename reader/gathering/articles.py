"""Fetches the text of articles: many at a time, in batches, with a memory of what was tried.

What has come is stored every few seconds, each batch in one transaction with the notes of how it went. So a
run that is stopped or killed loses next to nothing, and the next one goes on where it ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from reader.addresses import address_key, host_of
from reader.errors import UnreadableSource
from reader.fetching import Answer, FetchFailed, FetchRequest, Limits, Rules, shown, tidy
from reader.formats import Format, Refused, Subscription
from reader.gathered import FetchReport
from reader.gathering.answers import article_of_answer, is_feed, parts_of
from reader.model import AddReport, Failure, Page, Progress
from reader.store import Prepared, PutResult, Store, prepare
from reader.store.fetches import Due

BATCH = 20
BATCH_BYTES = 4 * 2**20
BATCH_SECONDS = 2.0
"""A batch ends at whichever of these comes first."""

LONG = 200
SHORTER = 4
"""A text of ``LONG`` words is not replaced by one that is so many times shorter: that is a notice (about
cookies, a login) in place of the article."""

ProgressCallback = Callable[[Progress], None]
StopCallback = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Target:
    """An address to fetch, and the article that it is for.

    Attributes:
        url: the address.
        due: the article; None if the library has none yet.
        again: whether the library has a text that is to be replaced.
    """

    url: str
    due: Due | None = None
    again: bool = False


@dataclass(slots=True)
class _Came:
    """What came of one address, ready to be stored."""

    target: Target
    pages: list[Prepared] = field(default_factory=list)
    feeds: list[Subscription] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    failure: FetchFailed | None = None
    answer: Answer | None = None
    size: int = 0


class Gatherer:
    """One run of fetching articles."""

    def __init__(
        self,
        store: Store,
        rules: Rules,
        *,
        tags: Sequence[str] = (),
        form: Format | None = None,
        pictures: bool = False,
        limits: Limits | None = None,
        progress: ProgressCallback | None = None,
        stop: StopCallback | None = None,
    ) -> None:
        """Prepares a run.

        Args:
            store: where the articles go.
            rules: which machines may be asked.
            tags: tags for all these articles.
            form: the format to read the answers in; None for the one that recognises each.
            pictures: whether the pictures of these articles are fetched, too.
            limits: how much patience and room each address gets.
            progress: called after each address.
            stop: polled; once it is true the run ends, and what has come is stored.
        """
        self._store = store
        self._rules = rules
        self._tags = tags
        self._form = form
        self.feeds: list[Answer] = []
        """The addresses that turned out to be those of feeds, with what is in them."""
        self._pictures = pictures
        self._arrived: list[int] = []
        self._notes: tuple[str, ...] = ()
        self._limits = limits
        self._progress = progress or (lambda _: None)
        self._stop = stop or (lambda: False)
        self._now = time.time()
        self._batch: list[_Came] = []
        self._size = 0
        self._since = 0.0
        self._report = {"added": 0, "updated": 0, "unchanged": 0, "same": 0, "fetched": 0, "asked": 0}
        self._failed: list[Failure] = []

    # --- what is asked for ------------------------------------------------------------------------------

    def add(self, addresses: Iterable[str]) -> AddReport:
        """Adds the articles at some addresses, each address once.

        An article that the library has by its address gets its text, or its newer one.
        """
        targets = []
        for url in dict.fromkeys(map(_tidied, addresses)):
            due = self._store.fetches.at(address_key(url))
            targets.append(Target(url, due, again=due is not None and due.words > 0))
        self._fetch(targets)
        counts = self._report
        return AddReport(
            added=counts["added"],
            updated=counts["updated"] + counts["fetched"],
            unchanged=counts["unchanged"],
            same=counts["same"],
            failed=tuple(self._failed),
            notes=self._notes,
        )

    def fetch(self, due: Sequence[Due], *, again: bool = False) -> FetchReport:
        """Fetches the text of some articles; ``again`` also of those that have a text, or failed for good."""
        now = [one for one in due if again or not (one.lasting or one.not_before > self._now)]
        self._fetch([Target(one.url, one, again=one.words > 0) for one in now])
        return FetchReport(
            fetched=self._report["fetched"],
            unchanged=self._report["unchanged"],
            failed=tuple(self._failed),
            left=len(due) - len(now),
            asked=self._report["asked"],
            notes=self._notes,
        )

    # --- fetching ---------------------------------------------------------------------------------------

    def _fetch(self, targets: Sequence[Target]) -> None:
        # Imported here: only who fetches needs it.
        from reader.fetching.running import fetch_all

        requests = [_request(target, key) for key, target in enumerate(targets)]
        self._progress(Progress(phase="fetching", done=0, total=len(targets)))
        for done, (request, outcome) in enumerate(
            fetch_all(requests, self._rules, limits=self._limits, stop=self._stop), 1
        ):
            self._take(self._read(targets[request.key], outcome))
            self._progress(
                Progress(phase="fetching", done=done, total=len(targets), current=shown(request.url))
            )
        self._flush()
        if self._pictures and not self._stop():
            self._fetch_pictures()

    def _fetch_pictures(self) -> None:
        from reader.gathering.pictures import fetch_pictures

        came = fetch_pictures(
            self._store, self._rules, self._arrived, progress=self._progress, stop=self._stop
        )
        self._notes = came.notes

    def _read(self, target: Target, outcome: Answer | FetchFailed) -> _Came:
        came = _Came(target)
        if isinstance(outcome, FetchFailed):
            came.failure = outcome
            return came
        came.answer = outcome
        if outcome.unchanged:
            return came
        try:
            self._parse(came, outcome)
        except FetchFailed as error:
            came.failure = error
        except (UnreadableSource, MemoryError) as error:
            came.failure = FetchFailed(str(error) or "there is not enough memory for it", lasting=True)
        came.size = len(outcome.raw)
        return came

    def _parse(self, came: _Came, answer: Answer) -> None:
        due = came.target.due
        if due is not None:
            page = prepare(article_of_answer(answer, due.url))
            if due.words >= LONG and page.keys.words * SHORTER < due.words:
                only, former = f"{page.keys.words:,} words", f"the former text, of {due.words:,}"
                raise FetchFailed(f"the page has only {only} now; {former}, stays", status=200)
            came.pages.append(page)
            return
        if self._form is None and is_feed(answer):
            self.feeds.append(answer)
            return
        for part in parts_of(answer, self._form, came.feeds.append):
            if isinstance(part, Page):
                came.pages.append(prepare(self._addressed(part, answer)))
            else:
                came.refused.append(part)
        nothing = len(came.pages) == 1 and came.pages[0].empty and not came.pages[0].member
        if nothing or not (came.pages or came.feeds or came.refused):
            came.pages.clear()
            raise FetchFailed("there is no text in it", lasting=True)

    def _addressed(self, page: Page, answer: Answer) -> Page:
        """An article with the address that it states, else with the one that it came from.

        A page of one site does not take the place of an article without text of another site.
        """
        url = page.facts.url or ("" if page.member else answer.address)
        if host_of(url) != host_of(answer.address):
            claimed = self._store.fetches.at(address_key(url))
            if claimed is not None and not claimed.words:
                url = answer.address
        return page if url == page.facts.url else replace(page, facts=replace(page.facts, url=url))

    # --- storing ----------------------------------------------------------------------------------------

    def _take(self, came: _Came) -> None:
        now = time.monotonic()
        if not self._batch:
            self._since = now
        self._batch.append(came)
        self._size += came.size
        full = len(self._batch) >= BATCH or self._size >= BATCH_BYTES
        if full or now - self._since >= BATCH_SECONDS:
            self._flush()

    def _flush(self) -> None:
        batch, self._batch, self._size = self._batch, [], 0
        if not batch:
            return
        puts: list[tuple[_Came, list[PutResult]]] = []
        with self._store.transaction():
            puts = [(came, self._put(came)) for came in batch]
        # Only what is committed counts.
        for came, results in puts:
            self._count(came, results)

    def _put(self, came: _Came) -> list[PutResult]:
        target, at = came.target, time.time()
        due = target.due
        if came.failure is not None:
            if due is not None:
                self._note_failure(due, came.failure, at)
            return []
        results = [
            self._store.articles.renew(due.article, page, self._now)
            if due is not None
            else self._store.articles.put(page, self._now, last=page is came.pages[-1])
            for page in came.pages
        ]
        for feed in came.feeds:
            followed, _ = self._store.feeds.follow(
                feed.url, self._now, title=feed.title, site=feed.site, folder=feed.folder
            )
            self._store.feeds.see(followed.id, [page.member for page in came.pages if page.member])
        noted = [result.id for result in results] or ([due.article] if due is not None else [])
        answer = came.answer
        for article in noted if answer is not None and len(noted) == 1 else ():
            assert answer is not None
            self._store.fetches.succeeded(article, target.url, at, etag=answer.etag, modified=answer.modified)
        self._arrived += noted
        for article in noted if self._tags else ():
            self._store.articles.add_tags(article, self._tags)
        return results

    def _note_failure(self, due: Due, failure: FetchFailed, at: float) -> None:
        self._store.fetches.failed(
            due.article,
            due.url,
            at,
            reason=failure.reason,
            status=failure.status,
            lasting=failure.lasting,
            not_before=at + failure.wait if failure.wait else 0.0,
        )

    def _count(self, came: _Came, results: Sequence[PutResult]) -> None:
        counts, url = self._report, shown(came.target.url)
        counts["asked"] += 1
        if came.failure is not None:
            self._failed.append(Failure(url, came.failure.reason))
        elif came.answer is not None and came.answer.unchanged:
            counts["unchanged"] += 1
        self._failed += [Failure(url, refused.reason, refused.member) for refused in came.refused]
        for result in results:
            counts["same"] += result.same and came.target.due is None
            if came.target.due is None:
                counts[result.outcome] += 1
            else:
                counts["unchanged" if result.outcome == "unchanged" and not result.same else "fetched"] += 1


def _request(target: Target, key: int) -> FetchRequest:
    due = target.due
    if due is None or not due.words:
        return FetchRequest(target.url, key=key)
    return FetchRequest(target.url, etag=due.etag, modified=due.modified, key=key)


def _tidied(url: str) -> str:
    try:
        return tidy(url)
    except FetchFailed:
        # The reason comes when it is fetched.
        return url.strip()
