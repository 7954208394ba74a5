"""What comes into a library on this machine: from files, by addresses, from feeds."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from reader.config import command, settings_at
from reader.errors import ConfigError
from reader.gathered import Arrival
from reader.library.upkeep import Upkeep
from reader.model import AddReport, Progress
from reader.own_files import own_files

if TYPE_CHECKING:
    from reader.fetching import Rules
    from reader.gathered import FeedSummary, FetchReport, FollowReport
    from reader.gathering.following import Follower
    from reader.sources.patterns import Picking
    from reader.store.feeds import FollowedFeed

ProgressCallback = Callable[[Progress], None]
StopCallback = Callable[[], bool]

ArrivalCallback = Callable[[Arrival], None]

SourceNames = Iterable[str | os.PathLike[str]]


class Gathering(Upkeep):
    """The part of a library that takes articles in.

    Nothing here opens a connection unless a person has asked for a fetch. The parsers and the network are
    loaded when they are needed. Methods without a docstring are described in
    :class:`~reader.library.protocol.Library`.
    """

    def add(
        self,
        sources: SourceNames,
        *,
        tags: Sequence[str] = (),
        picking: Picking | None = None,
        progress: ProgressCallback | None = None,
        stop: StopCallback | None = None,
        index: bool = True,
        arrived: ArrivalCallback | None = None,
    ) -> AddReport:
        """See :func:`reader.ingest.add` for the arguments and the report.

        If another process is writing the index, it indexes the articles, or the next search does.
        """
        addresses, names = apart(sources)
        report = AddReport()
        if names or not addresses:
            # Someone who only reads does not need the parsers and the encoding detector.
            from reader import ingest

            report = ingest.add(
                self.store,
                names,
                now=time.time(),
                tags=tags,
                picking=picking,
                progress=progress,
                stop=stop,
                arrived=arrived,
                own=own_files(self.paths.data),
            )
        if addresses and not (stop and stop()):
            report = together(report, self._fetch_new(addresses, tags, picking, progress, stop))
        self._index(index, progress, stop)
        return report

    def _fetch_new(
        self,
        addresses: Sequence[str],
        tags: Sequence[str],
        picking: Picking | None,
        progress: ProgressCallback | None,
        stop: StopCallback | None,
    ) -> AddReport:
        from reader import formats
        from reader.gathering.articles import Gatherer

        self.store.require_writable()
        form = formats.named(picking.form) if picking and picking.form else None
        rules, pictures = self._permitted()
        gatherer = Gatherer(
            self.store, rules, tags=tags, form=form, pictures=pictures, progress=progress, stop=stop
        )
        report = gatherer.add(addresses)
        if not gatherer.feeds:
            return report
        followed = self._follower(progress, stop).follow_answers(gatherer.feeds, tags)
        return together(
            report,
            AddReport(added=followed.added, failed=followed.failed, notes=tuple(_said_of(followed))),
        )

    def fetch(
        self,
        articles: Sequence[int] | None = None,
        *,
        again: bool = False,
        progress: ProgressCallback | None = None,
        stop: StopCallback | None = None,
        index: bool = True,
    ) -> FetchReport:
        from reader.gathering.articles import Gatherer

        self.store.require_writable()
        if again:
            due = self.store.fetches.of(articles or ())
        else:
            wanted = None if articles is None else set(articles)
            due = [one for one in self.store.fetches.lacking() if wanted is None or one.article in wanted]
        rules, pictures = self._permitted()
        gatherer = Gatherer(self.store, rules, pictures=pictures, progress=progress, stop=stop)
        report = gatherer.fetch(due, again=again)
        self._index(index, progress, stop)
        return report

    # --- feeds ------------------------------------------------------------------------------------------

    def feeds(self) -> list[FeedSummary]:
        from reader.gathering.following import summary_of

        unread = self.store.feeds.unread()
        return [summary_of(feed, unread.get(feed.url, 0)) for feed in self.store.feeds.all()]

    def follow_feeds(
        self,
        names: Iterable[str],
        *,
        whole: bool | None = None,
        progress: ProgressCallback | None = None,
        stop: StopCallback | None = None,
        index: bool = True,
    ) -> FollowReport:
        report = self._follower(progress, stop).follow(names, whole=whole)
        self._index(index, progress, stop)
        return report

    def unfollow_feed(self, name: str) -> list[FeedSummary]:
        from reader.gathering.following import summary_of

        self.store.require_writable()
        feeds = self._named(name)
        for feed in feeds:
            self.store.feeds.unfollow(feed.id)
        return [summary_of(feed, 0) for feed in feeds]

    def fetch_feeds(
        self,
        names: Sequence[str] = (),
        *,
        again: bool = False,
        progress: ProgressCallback | None = None,
        stop: StopCallback | None = None,
        index: bool = True,
    ) -> FetchReport:
        feeds = [feed for name in names for feed in self._named(name)] if names else self.store.feeds.all()
        report = self._follower(progress, stop).fetch(feeds, again=again or bool(names))
        self._index(index, progress, stop)
        return report

    def _named(self, name: str) -> list[FollowedFeed]:
        from reader.gathering.following import NoFeed

        feeds = self.store.feeds.named(name)
        if not feeds:
            raise NoFeed.named(name)
        return feeds

    # --- tools ------------------------------------------------------------------------------------------

    def _permitted(self) -> tuple[Rules, bool]:
        """Which machines may be asked, and whether for pictures, too: as the configuration says now."""
        from reader.fetching import Rules

        found = settings_at(self.paths.settings)
        for mistake in found.mistakes:
            if mistake.setting == "allow-private-addresses":
                # Better to say what is wrong than to fail at each address that was meant to be allowed.
                raise ConfigError(mistake.words, source=self.paths.settings)
        return Rules.of(found.settings.allow_private_addresses), found.settings.fetch_pictures

    def _follower(self, progress: ProgressCallback | None, stop: StopCallback | None) -> Follower:
        from reader.gathering.following import Follower

        self.store.require_writable()
        rules, _ = self._permitted()
        return Follower(self.store, rules, progress=progress, stop=stop)

    def _index(self, wanted: bool, progress: ProgressCallback | None, stop: StopCallback | None) -> None:
        if wanted and not (stop and stop()):
            self.catch_up(progress=progress, stop=stop)


def _said_of(report: FollowReport) -> Iterator[str]:
    """What a person should know who has added the addresses of feeds."""
    for feed in report.followed:
        yield (
            f"“{feed.title}” is a feed: you follow it now, '{command('fetch --feeds')}' adds what is new,"
            f" '{command('unfollow')} {feed.shown}' ends it"
        )
    for feed in report.known:
        yield f"“{feed.title}” is a feed that you follow already"


def apart(names: SourceNames) -> tuple[list[str], list[str | os.PathLike[str]]]:
    """The addresses among the names of sources, and the others."""
    from reader.fetching.addresses import is_address

    addresses: list[str] = []
    others: list[str | os.PathLike[str]] = []
    for name in names:
        if isinstance(name, str) and is_address(name):
            addresses.append(name)
        else:
            others.append(name)
    return addresses, others


def together(one: AddReport, other: AddReport) -> AddReport:
    """The result of two imports as one."""
    return AddReport(
        added=one.added + other.added,
        updated=one.updated + other.updated,
        unchanged=one.unchanged + other.unchanged,
        failed=(*one.failed, *other.failed),
        same=one.same + other.same,
        left_out=one.left_out + other.left_out,
        notes=(*one.notes, *other.notes),
    )
