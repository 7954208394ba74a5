"""The part of the protocol of a library that takes articles in: from files, by addresses, from feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Sequence

    from reader.gathered import Arrival, FeedSummary, FetchReport, FollowReport
    from reader.model import AddReport, Progress
    from reader.sources.patterns import Picking

    ProgressCallback = Callable[[Progress], None]
    StopCallback = Callable[[], bool]
    ArrivalCallback = Callable[[Arrival], None]


class Intake(Protocol):
    """What can be brought into a library."""

    def add(
        self,
        sources: Iterable[str | os.PathLike[str]],
        *,
        tags: Sequence[str] = (),
        picking: Picking | None = None,
        progress: ProgressCallback | None = None,
        stop: StopCallback | None = None,
        index: bool = True,
        arrived: ArrivalCallback | None = None,
    ) -> AddReport:
        """Imports files, folders, ``-`` or addresses, then brings the index up to date.

        Addresses are fetched, because the person named them. ``picking`` says which files are added, and how
        they are read. ``index``: whether to bring the index up to date. ``arrived`` is called for each
        article of a file that was read, once it is stored.
        """

    def fetch(
        self,
        articles: Sequence[int] | None = None,
        *,
        again: bool = False,
        progress: ProgressCallback | None = None,
        stop: StopCallback | None = None,
        index: bool = True,
    ) -> FetchReport:
        """Fetches the text of articles that lack it: of these, or of all (None).

        ``again`` also fetches the newer text of articles that have one, which they keep until then, and tries
        those that failed for good before. ``progress`` is called after each address. What has come is stored
        every few seconds, and when ``stop`` ends it.
        """

    def feeds(self) -> list[FeedSummary]:
        """The feeds that are followed, by folder and name."""

    def follow_feeds(
        self,
        names: Iterable[str],
        *,
        whole: bool | None = None,
        progress: ProgressCallback | None = None,
        stop: StopCallback | None = None,
        index: bool = True,
    ) -> FollowReport:
        """Follows feeds, by their addresses, those of sites that name one, or from files with lists (OPML).

        ``whole``: whether the whole text of entries is fetched from their pages; None leaves it as it is.
        """

    def unfollow_feed(self, name: str) -> list[FeedSummary]:
        """Follows the feeds with a name or address no longer; their articles stay. Raises ReaderError."""

    def fetch_feeds(
        self,
        names: Sequence[str] = (),
        *,
        again: bool = False,
        progress: ProgressCallback | None = None,
        stop: StopCallback | None = None,
        index: bool = True,
    ) -> FetchReport:
        """Fetches the feeds with these names or addresses, or all, and adds the entries that are new.

        Feeds that failed are left alone for some time, unless they are named or ``again`` is true. Raises
        ReaderError if no feed has one of the names.
        """
