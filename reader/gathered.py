"""Plain values about what comes in: articles as they are stored, reports, feeds as lists show them."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.addresses import without_keys
from reader.model import Failure, TitleFrom


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An article that an import has just stored.

    ``outcome`` is ``added``, ``updated`` or ``unchanged``; ``source`` and ``member`` say where it is
    from; ``title_from``, where its title comes from.
    """

    article: int
    title: str
    source: str
    member: str
    outcome: str
    title_from: TitleFrom = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchReport:
    """The result of fetching articles or feeds.

    Attributes:
        added: how many articles are new (entries of feeds).
        fetched: how many articles have got their text.
        unchanged: how many articles or feeds have not changed since they were fetched before.
        failed: the addresses that could not be fetched, each with the reason.
        left: how many were not tried, because it is too early or they failed for good before.
        asked: how many addresses were asked, of articles or of feeds.
        notes: sentences about anything else that the user should know.
    """

    added: int = 0
    fetched: int = 0
    unchanged: int = 0
    failed: tuple[Failure, ...] = field(default=())
    left: int = 0
    asked: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSummary:
    """A feed that the person follows, as a list shows it.

    Attributes:
        id: its number.
        url: its address, by which its articles name it (``feed:``); it may hold a key, see ``shown``.
        title: its name; its address if it has none.
        site: the address of its site, or "".
        folder: the path of the folder that it is in, or "".
        unread: how many of its articles are unread.
        whole: whether the whole text of its entries is fetched from their pages.
        fetched: when it was fetched last with success, in seconds since the epoch; None if never.
        error: why the last try failed; "" if it did not.
    """

    id: int
    url: str
    title: str
    site: str = ""
    folder: str = ""
    unread: int = 0
    whole: bool = False
    fetched: float | None = None
    error: str = ""

    @property
    def shown(self) -> str:
        """Its address without what may be a key to the person's account. The feed is found by it, too."""
        return without_keys(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowReport:
    """The result of following feeds.

    Attributes:
        followed: the feeds that are followed now and were not before.
        known: the feeds that were followed already.
        added: how many articles are new.
        failed: what could not be followed, each with the reason.
    """

    followed: tuple[FeedSummary, ...] = ()
    known: tuple[FeedSummary, ...] = ()
    added: int = 0
    failed: tuple[Failure, ...] = ()
