"""Fetches many addresses at once, on a thread of its own, while the caller takes in what has come.

The network waits in one thread and the parsers work in another, so neither holds up the other. What has come
and was not taken yet is limited, so the memory is too.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
import logging
import queue
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from reader.fetching.addresses import host_of, shown, tidy
from reader.fetching.hosts import LONGEST_HOLD, MOST_OVERDUE, SLOTS, Hosts
from reader.fetching.rules import Rules
from reader.fetching.values import Answer, FetchFailed, FetchRequest, Limits

if TYPE_CHECKING:
    from reader.fetching.client import Client

FetchOutcome = Answer | FetchFailed
"""What fetching an address led to."""

Fetch = tuple[FetchRequest, FetchOutcome]
"""An address with what fetching it led to."""

_WORKERS = 4 * SLOTS
"""How many addresses are in progress at the same time, most of them waiting for their hosts."""

_MOST_WAITING = 2 * SLOTS
"""How many answers wait to be taken in. Then nothing more is fetched."""

_BUSY = (429, 503)
_TRIES = 3
_FIRST_PAUSE = 2.0
"""Seconds that a busy server is left alone if it does not say for how long; then four times as many."""
_SOON = 1.0
"""Seconds before an address is asked again whose connection broke."""

DEFAULT_LIMITS = Limits()

_log = logging.getLogger(__name__)

_LOOK = 0.1
_PARTING = 5.0


def fetch_all(
    asked: Iterable[FetchRequest],
    rules: Rules,
    *,
    limits: Limits | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Fetch]:
    """Fetches addresses; yields each with its answer, or with why there is none, as they come.

    Each host is asked for one address at a time, several hosts at the same time. Leaving the loop early, or
    ``stop`` returning true, ends all that is still on its way.
    """
    run = _Run(list(asked), rules, limits or DEFAULT_LIMITS)
    try:
        yield from run.outcomes(stop)
    finally:
        run.end()


def fetch_one(
    asked: FetchRequest,
    rules: Rules,
    *,
    limits: Limits | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Answer:
    """Fetches one address; see :func:`fetch_all` for the arguments.

    Raises:
        FetchFailed: there is no answer; the error says why.
    """
    for _, outcome in fetch_all([asked], rules, limits=limits, stop=stop):
        if isinstance(outcome, FetchFailed):
            raise outcome
        return outcome
    raise FetchFailed("it was not fetched")


class _Run:
    def __init__(self, asked: list[FetchRequest], rules: Rules, limits: Limits) -> None:
        self._queues = Queues(asked)
        self._rules = rules
        self._limits = limits
        self._done: queue.SimpleQueue[Fetch | BaseException | None] = queue.SimpleQueue()
        self._room = asyncio.Semaphore(_MOST_WAITING)
        self._loop = asyncio.new_event_loop()
        self._work: asyncio.Task[None] | None = None
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="fetching", daemon=True)
        self._thread.start()

    def outcomes(self, stop: Callable[[], bool]) -> Iterator[Fetch]:
        """Each address with its outcome, as they come."""
        while not stop():
            try:
                item = self._done.get(timeout=_LOOK)
            except queue.Empty:
                continue
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            self._call(self._room.release)
            yield item

    def end(self) -> None:
        """Ends everything that is still on its way."""
        self._ended = True
        self._call(self._cancel)
        self._thread.join(_PARTING)

    def _call(self, work: Callable[[], object]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(work)

    # --- on the thread of the network ---------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._all())
            self._done.put(None)
        except asyncio.CancelledError:
            self._done.put(None)
        except BaseException as error:  # noqa: BLE001 (it is raised again on the thread that waits)
            self._done.put(error)
        finally:
            self._loop.close()

    def _cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()

    async def _all(self) -> None:
        # httpx is imported here, when it is known that something is fetched.
        from reader.fetching.client import Client

        self._work = asyncio.current_task()
        if self._ended:
            return
        hosts = Hosts()
        client = Client(self._rules, self._limits, hosts.turn)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(_WORKERS, len(self._queues))):
                    group.create_task(self._take_turns(client, hosts))
        finally:
            await client.close()

    async def _take_turns(self, client: Client, hosts: Hosts) -> None:
        while (asked := self._queues.take()) is not None:
            try:
                outcome: FetchOutcome = await _get(asked, client, hosts)
            except FetchFailed as error:
                outcome = error
            except Exception as error:  # noqa: BLE001 (one address must not keep the others from coming in)
                _log.error("%s could not be fetched", shown(asked.url), exc_info=error)
                outcome = FetchFailed(f"this should not have happened ({type(error).__name__}: {error})")
            self._queues.done(asked)
            await self._room.acquire()
            self._done.put((asked, outcome))


async def _get(asked: FetchRequest, client: Client, hosts: Hosts) -> Answer:
    """Fetches an address, and once more if it fails in passing. Raises FetchFailed."""
    pause = _FIRST_PAUSE
    for tries in itertools.count(1):
        try:
            return await client.get(asked)
        except FetchFailed as error:
            host = host_of(tidy(asked.url))
            if error.status in _BUSY:
                # It may be that only a later host of a chain of redirects is busy; then both get a rest.
                hosts.hold(host, error.wait or pause)
                again = tries < _TRIES and (error.wait or pause) <= LONGEST_HOLD
            else:
                again = error.retry and tries < 2
            if not again:
                raise
            if error.status not in _BUSY:
                await asyncio.sleep(_SOON)
            pause *= 4
    raise AssertionError("unreachable")


class Queues:
    """Addresses by their hosts: the host with the most of them comes first, a few of each at a time."""

    def __init__(self, asked: Iterable[FetchRequest]) -> None:
        self._by_host: dict[str, deque[FetchRequest]] = {}
        self._taken: Counter[str] = Counter()
        self._count = 0
        for one in asked:
            self._by_host.setdefault(_host(one), deque()).append(one)
            self._count += 1
        self._waiting = [(-len(queued), host) for host, queued in self._by_host.items()]
        heapq.heapify(self._waiting)

    def __len__(self) -> int:
        return self._count

    def take(self) -> FetchRequest | None:
        """The next address; None if those that are left have to wait for others of their hosts.

        Those who took the others come back for them, so nobody else needs to.
        """
        if not self._waiting:
            return None
        _, host = heapq.heappop(self._waiting)
        queued = self._by_host[host]
        asked = queued.popleft()
        self._taken[host] += 1
        if queued and self._taken[host] <= MOST_OVERDUE:
            heapq.heappush(self._waiting, (-len(queued), host))
        return asked

    def done(self, asked: FetchRequest) -> None:
        """Notes that an address has been fetched, or has failed."""
        host = _host(asked)
        queued = self._by_host[host]
        was_full = self._taken[host] > MOST_OVERDUE
        self._taken[host] -= 1
        if queued and was_full:
            heapq.heappush(self._waiting, (-len(queued), host))


def _host(asked: FetchRequest) -> str:
    try:
        return host_of(tidy(asked.url))
    except FetchFailed:
        return ""
