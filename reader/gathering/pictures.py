"""The pictures of articles that were fetched: fetched after the texts, and stored as their assets.

They go the same way as pages: the same rules of who may be asked, each host for one at a time. A picture that
cannot be had is left out. The article then shows its name, as it does before its pictures have come.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from reader.addresses import is_web
from reader.blocks import images_in
from reader.errors import ReaderError
from reader.fetching import Answer, FetchFailed, FetchRequest, Limits, Rules, shown, tidy
from reader.fetching.addresses import host_of
from reader.model import Asset, Progress
from reader.picture_kinds import media_type_of
from reader.store import Store

MOST_PICTURES = 60
"""So many pictures of one article are fetched."""

MOST_BYTES = 30 * 2**20
"""So many bytes of pictures are stored of one article."""

LIMITS = Limits(connect=5.0, silence=10.0, total=30.0, size=5 * 2**20, redirects=5)
"""The patience and room for one picture: less than for a page."""

AT_ONCE = 8
"""So many pictures of one host are asked for before it is decided whether the host is worth asking again."""

DEAD_AFTER = 3
"""A host that gave nothing, and could not be reached this often, is not asked again in this run."""

BATCH_BYTES = 4 * 2**20

ProgressCallback = Callable[[Progress], None]
StopCallback = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class PicturesReport:
    """How many pictures were stored, and how many could not be had."""

    stored: int = 0
    failed: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person should know of it."""
        if not self.failed:
            return ()
        one = self.failed == 1
        return (f"{self.failed:,} {'picture' if one else 'pictures'} could not be fetched",)


def missing(store: Store, article: int) -> list[str]:
    """The addresses of the pictures of an article that are not stored, as its text has them."""
    try:
        names = images_in(store.articles.get(article).blocks)
    except ReaderError:
        return []
    there = {asset.name for asset in store.articles.assets(article)}
    return [name for name in names if is_web(name) and name not in there][:MOST_PICTURES]


def fetch_pictures(
    store: Store,
    rules: Rules,
    articles: Iterable[int],
    *,
    limits: Limits | None = None,
    progress: ProgressCallback = lambda _: None,
    stop: StopCallback = lambda: False,
) -> PicturesReport:
    """Fetches the pictures that articles lack, and stores them.

    Args:
        store: where the articles are.
        rules: which machines may be asked.
        articles: the articles.
        limits: how much patience and room each picture gets.
        progress: called after each picture.
        stop: polled; once it is true the run ends. What has come is stored.
    """
    run = _Run(store, rules, limits or LIMITS, progress, stop)
    for article in dict.fromkeys(articles):
        for name in missing(store, article):
            run.want(article, name)
    run.go()
    return run.report


@dataclass(slots=True)
class _Run:
    store: Store
    rules: Rules
    limits: Limits
    progress: ProgressCallback
    stop: StopCallback
    report: PicturesReport = field(default_factory=PicturesReport)
    _wanted: defaultdict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    """The articles that show the picture at an address, each with the name that its text has for it."""
    _sizes: Counter[int] = field(default_factory=Counter)
    _came: list[tuple[int, Asset]] = field(default_factory=list)
    _size: int = 0

    def want(self, article: int, name: str) -> None:
        try:
            self._wanted[tidy(name)].append((article, name))
        except FetchFailed:
            self._fail()

    def go(self) -> None:
        from reader.fetching.running import fetch_all

        total, done = len(self._wanted), 0
        if not total:
            return
        self.progress(Progress(phase="pictures", done=0, total=total))
        answered: Counter[str] = Counter()
        unreachable: Counter[str] = Counter()
        for some in _rounds(list(self._wanted)):
            alive = [url for url in some if answered[host_of(url)] or unreachable[host_of(url)] < DEAD_AFTER]
            done += len(some) - len(alive)
            self.report = replace(self.report, failed=self.report.failed + len(some) - len(alive))
            requests = [FetchRequest(url, key=key, picture=True) for key, url in enumerate(alive)]
            for request, outcome in fetch_all(requests, self.rules, limits=self.limits, stop=self.stop):
                host = host_of(request.url)
                reached = isinstance(outcome, Answer) or outcome.status
                (answered if reached else unreachable)[host] += 1
                done += 1
                self._take(request.url, outcome)
                self.progress(Progress(phase="pictures", done=done, total=total, current=shown(request.url)))
            if self.stop():
                break
        self._flush()

    def _take(self, url: str, outcome: Answer | FetchFailed) -> None:
        kind = media_type_of(outcome.raw) if isinstance(outcome, Answer) else ""
        if isinstance(outcome, FetchFailed) or not kind:
            self._fail()
            return
        for article, name in self._wanted[url]:
            if self._sizes[article] + len(outcome.raw) > MOST_BYTES:
                self._fail()
                continue
            self._sizes[article] += len(outcome.raw)
            self._size += len(outcome.raw)
            self._came.append((article, Asset(name, outcome.raw, kind)))
        if self._size >= BATCH_BYTES:
            self._flush()

    def _fail(self) -> None:
        self.report = replace(self.report, failed=self.report.failed + 1)

    def _flush(self) -> None:
        came, self._came, self._size = self._came, [], 0
        if not came:
            return
        with self.store.transaction():
            stored = sum(self.store.articles.add_asset(article, asset) for article, asset in came)
        # Only what is committed counts.
        self.report = replace(self.report, stored=self.report.stored + stored)


def _rounds(urls: Sequence[str]) -> Iterator[list[str]]:
    """The addresses in rounds, each with a few of every host."""
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[host_of(url)].append(url)
    for start in range(0, max(map(len, by_host.values()), default=0), AT_ONCE):
        yield [url for listed in by_host.values() for url in listed[start : start + AT_ONCE]]
