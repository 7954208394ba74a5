"""Brings sources into the library: find, fetch, read, store, report.

A *source* (:mod:`reader.sources`) provides files, and a *format* (:mod:`reader.formats`) turns each into
articles. They are read in batches, and each batch is stored in one transaction, so the library is only locked
while it is written to. If an import is stopped, everything before the current batch is in the library and the
same import can be run again: a file counts as read once its last article is stored. A source that fails is
reported with the reason, and the others continue.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from reader import formats, sources
from reader.addresses import is_web
from reader.errors import UnreadableSource
from reader.formats import Refused, Subscription
from reader.gathered import Arrival
from reader.model import AddReport, Page
from reader.own_files import OwnFile
from reader.ready import OpenedFile, ReadyArticle
from reader.sources import Fetched, FoundFile, Source
from reader.sources.patterns import Picking
from reader.store import Known, Prepared, PutResult, Store
from reader.store.codec import digest_of_stream
from reader.tally import Going, ProgressCallback, StopCallback, Tally
from reader.walking import CANNOT, Walker, path_of

ArrivalCallback = Callable[[Arrival], None]

BATCH = 50
"""The number of articles in one transaction: enough to make commits cheap, few enough that other writers do
not wait long and that an interruption loses little."""

BATCH_BYTES = 4 * 2**20
"""A batch ends at this many bytes, even if it has few articles, because all of them are in memory at once."""


def add(
    store: Store,
    names: Iterable[str | os.PathLike[str]],
    *,
    now: float,
    tags: Sequence[str] = (),
    picking: Picking | None = None,
    progress: ProgressCallback | None = None,
    stop: StopCallback | None = None,
    arrived: ArrivalCallback | None = None,
    own: OwnFile | None = None,
) -> AddReport:
    """Adds every article found in some sources to the store.

    Articles that came from one of them before and are no longer there are marked as vanished, and kept. Those
    that the person has removed are left out, unless ``picking`` wants them, or the file that holds one and
    nothing else is named by itself.

    Args:
        store: where the articles go.
        names: files, folders (searched to any depth) or ``-``.
        now: the time to record for them, seconds since the epoch; a single value for the whole import keeps
            the articles of a folder in the folder's order.
        tags: tags for all these articles, including those already in the library.
        picking: which files are added, and how they are read.
        progress: called before each file, for the first time when all files have been found.
        stop: called before each file, and between the articles of a file; True ends the import after
            everything read so far has been stored.
        arrived: called for each article of a file that was read, once it is stored.
        own: which files are the reader's own; they are passed over.

    Returns:
        The number of articles added, updated and unchanged, and each failure with its reason.

    Raises:
        LibraryError: the library cannot be written to (the disk is full, another program keeps it locked).
        UnknownFormat: the format to read the files in is not known.
    """
    walk = Walker(picking)
    going = Going(progress or (lambda _: None), stop or (lambda: False))
    removed = picking is not None and picking.removed
    # Of a few files in a folder that is watched, it was said before what is left out beside them.
    told = picking is not None and picking.only is not None
    taking = _Taking(store, now, tags, going, walk, arrived, removed=removed)
    listed: list[tuple[Source, list[FoundFile]]] = []
    for name in names:
        source = sources.source_of(os.fspath(name), store.holds)
        files = taking.tally.without_own(source.find(taking.tally.fail), own)
        listed.append((source, going.expect(walk.to_read(files))))
    for source, found in listed:
        if taking.take_all(found):
            taking.look_for_vanished(source.scope, source.lacks)
    taking.store()
    going.end()
    return taking.tally.report(walk.passed_over, own=0 if told else taking.tally.own)


def add_pages(store: Store, pages: Iterable[tuple[str, bytes]], *, now: float) -> AddReport:
    """Adds pages given as (source, bytes) in one transaction. For pages without files, such as the tour.

    Raises:
        UnreadableSource: one of them cannot be read; in that case none is added.
        LibraryError: the library cannot be written to.
    """
    taking = _Taking(store, now, (), Going(lambda _: None, lambda: False), Walker(), removed=True)
    parsed = [(fetched, _all_of(fetched)) for fetched in (Fetched(source, raw) for source, raw in pages)]
    with store.transaction():
        for fetched, read in parsed:
            taking.take_file(fetched, read)
        taking.store()
    return taking.tally.report()


def _all_of(fetched: Fetched) -> list[Page]:
    """The articles of a file. Raises UnreadableSource if one of them cannot be read."""
    pages = []
    for page in formats.read(fetched):
        if isinstance(page, Refused):
            raise UnreadableSource(page.reason)
        pages.append(page)
    return pages


# --- taking files in ----------------------------------------------------------------------------------


class _Taking:
    """A running import."""

    def __init__(
        self,
        store: Store,
        now: float,
        tags: Sequence[str],
        going: Going,
        walk: Walker,
        arrived: ArrivalCallback | None = None,
        *,
        removed: bool = False,
    ) -> None:
        self.tally = Tally()
        self._removed = removed
        self._arrived = arrived
        self._walk = walk
        self._going = going
        self._store = store
        self._now = now
        self._tags = tags
        self._batch: list[ReadyArticle] = []
        self._again: list[Known] = []
        self._waiting: set[str] = set()
        self._size = 0
        self._seen: set[str] = set()
        self._version: int | None = None
        self._feeds: list[Subscription] = []

    def take_all(self, files: Iterable[FoundFile], depth: int = 0, within: str = "") -> bool:
        """Adds files one by one; returns whether it got to the end.

        ``depth`` counts the archives around them, and ``within`` is the path of the last of these.
        """
        for found in files:
            if not self._going.on():
                return False
            self._going.next(found.name)
            self._take(found, depth, path_of(found, within))
        return True

    def _take(self, found: FoundFile, depth: int, path: str) -> None:
        """Fetches a file and adds its contents; a failure is recorded in the tally."""
        try:
            fetched = found.fetch()
            if container := self._walk.container_of(fetched, depth):
                self._take_apart(container, fetched, depth, path if found.path else "")
            elif self._walk.includes(path):
                self._seen.add(fetched.source)
                self.take_file(fetched, self._pages(found, fetched), named=not found.path)
        except CANNOT as error:
            self.tally.fail(found.name, error, found.member)

    def _pages(self, found: FoundFile, fetched: Fetched) -> Iterator[Page | Refused]:
        """The articles of a file; notes if it is data that comes in as text because no format knows it."""
        chosen = self._walk.form or formats.format_of(fetched)
        guessed = self._walk.form is None and formats.is_last_resort(chosen)
        for number, page in enumerate(
            formats.read(fetched, chosen, self._feeds.append, self.tally.pass_over)
        ):
            if guessed and not number and (kind := formats.data_in(fetched)):
                self.tally.take_as_text(found.shown, kind)
            yield page

    def take_file(self, fetched: Fetched, pages: Iterable[Page | Refused], *, named: bool = False) -> None:
        """Adds the articles of a file: ``pages``, which are only read if the library lacks them.

        ``named``: whether the file was named by itself, so that an article that was removed comes back.

        Raises whatever reading them raises; articles read before that are kept.
        """
        if fetched.source in self._waiting:
            # The same file twice: when it comes again, it is already known.
            self.store()
        if self._version is None:
            self._version = self._store.version()
        known = self._store.articles.known(fetched.source, self._content(fetched), self._version)
        if self._walk.form is not None:
            # It was read in another format, perhaps.
            known = known.unread()
        removed = self._store.trash.removed.of_file(fetched.source) if known.is_read else 0
        if removed and self._removed:
            known = known.unread()
        if known.is_read:
            self.tally.left_out += removed
            self._take_again(known)
        else:
            self._take_pages(fetched, known, pages, named=named)

    def _content(self, fetched: Fetched) -> bytes | str:
        """The bytes of a file; if they are too many for the memory, and a format knows it, their digest."""
        if isinstance(fetched.content, bytes):
            return fetched.content
        if formats.is_last_resort(self._walk.form or formats.format_of(fetched)):
            return fetched.raw
        with fetched.open() as stream:
            return digest_of_stream(stream)

    def _take_apart(self, container: sources.Container, fetched: Fetched, depth: int, path: str) -> None:
        """Adds the files in an archive. Missing files count as vanished, if its whole list could be read."""
        whole = True

        def fail(member: str, error: Exception) -> None:
            nonlocal whole
            whole = False
            self.tally.fail(fetched.source, error, member)

        scope = f"{fetched.source}/"
        found = list(container.find(fetched, fail))
        there = {scope + each.member for each in found}
        self._seen |= there
        files = self._going.expect(self._walk.to_read(found, path))
        if self.take_all(files, depth + 1, path) and whole:
            # An archive in this one knows itself what has vanished from it.
            self.look_for_vanished(scope, lambda source: there.isdisjoint(_with_parents(source)))

    def _take_again(self, known: Known) -> None:
        """Counts articles that are already known, and still applies new tags and the like to them."""
        if self._tags or known.back:
            self._again.append(known)
            self._waiting.add(known.source)
            self._flush(full=len(self._again) >= BATCH)
        else:
            self.tally.unchanged += len(known.present)

    def _take_pages(
        self, fetched: Fetched, known: Known, pages: Iterable[Page | Refused], *, named: bool
    ) -> None:
        file = OpenedFile(known, named=named)
        try:
            for page in pages:
                if file.has_several and not self._going.on():
                    self._append(file.next(None))
                    return
                if isinstance(page, Refused):
                    file.unread.append(page.member)
                    member = _joined(fetched.member, page.member)
                    self.tally.fail(fetched.locator, UnreadableSource(page.reason), member)
                else:
                    # One article is always held back, so that the last one can be stored as the last.
                    self._append(file.next(page))
        except (UnreadableSource, OSError):
            self._append(file.next(None))
            raise
        self._append(file.next(None, last=True))

    def _append(self, ready: ReadyArticle | None) -> None:
        if ready is None:
            return
        self._batch.append(ready)
        self._waiting.add(ready.page.source)
        self._size += ready.size
        self._flush(full=len(self._batch) >= BATCH or self._size >= BATCH_BYTES)

    def look_for_vanished(self, scope: str, lacks: Callable[[str], bool]) -> None:
        """Marks articles as vanished that came from a place before and are gone, as ``lacks`` says."""
        if not scope:
            return
        missing = [source for source in self._store.origins.below(scope) if source not in self._seen]
        gone = [source for source in missing if lacks(source)]
        if gone:
            with self._store.transaction():
                marked = self._store.origins.vanish(gone, self._now)
            self.tally.vanished += marked

    # --- storing --------------------------------------------------------------------------------------

    def store(self) -> None:
        """Stores everything that is waiting."""
        self._flush(full=True)
        if self._feeds:
            self._follow()

    def _follow(self) -> None:
        """Follows the feeds that files name. They are fetched when a person asks for it."""
        feeds, self._feeds = self._feeds, []
        with self._store.transaction():
            new = [
                self._store.feeds.follow(
                    feed.url, self._now, title=feed.title, site=feed.site, folder=feed.folder
                )[1]
                for feed in feeds
                if is_web(feed.url)
            ]
        self.tally.feeds += sum(new)

    def _flush(self, *, full: bool) -> None:
        if not full or not (self._batch or self._again):
            return
        batch, again = self._batch, self._again
        self._batch, self._again, self._size, self._version = [], [], 0, None
        self._waiting.clear()
        self._store_batch(batch, again)

    def _store_batch(self, batch: Sequence[ReadyArticle], again: Sequence[Known]) -> None:
        try:
            with self._store.transaction():
                puts = [self._put(ready) for ready in batch]
                vanished = sum(self._finish(ready) for ready in batch if ready.last and not ready.whole)
                puts += [put for known in again for put in self._note(known)]
                for put in puts if self._tags else ():
                    if put.outcome != "left out":
                        self._store.articles.add_tags(put.id, self._tags)
        except MemoryError as error:
            # One of them is too large. The others must not be lost with it.
            if len(batch) == 1:
                self.tally.fail(batch[0].page.source, error, batch[0].page.member)
            for ready in batch if len(batch) > 1 else ():
                self._store_batch([ready], ())
            if again:
                self._store_batch((), again)
            return
        # Only committed articles count.
        self.tally.count(puts)
        self.tally.vanished += vanished
        if self._arrived is not None:
            for ready, put in zip(batch, puts, strict=False):
                if put.outcome != "left out":
                    self._arrived(_arrival(ready.page, put))

    def _put(self, ready: ReadyArticle) -> PutResult:
        again = self._removed or ready.only
        return self._store.articles.put(ready.page, self._now, ready.known, last=ready.last, again=again)

    def _finish(self, ready: ReadyArticle) -> int:
        page = ready.page
        return self._store.origins.finish(page.source, page.file_digest, self._now, ready.unread)

    def _note(self, known: Known) -> list[PutResult]:
        self._store.origins.is_back(known.back)
        return [PutResult(row.article, "unchanged") for row in known.present]


def _arrival(page: Prepared, put: PutResult) -> Arrival:
    return Arrival(
        article=put.id,
        title=page.article.title,
        source=page.source,
        member=page.member,
        outcome=put.outcome,
        title_from=page.article.title_from,
    )


def _with_parents(source: str) -> Iterator[str]:
    while source:
        yield source
        source = source.rpartition("/")[0]


def _joined(member: str, inner: str) -> str:
    return f"{member}: {inner}" if member and inner else member or inner
