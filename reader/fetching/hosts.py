"""How often a host is asked: one connection at a time, and a pause after each answer.

The pause is as long as the answer took, so a slow server gets more rest than a fast one. A server that says
when to come back is left alone until then.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from reader.fetching.values import FetchFailed

SLOTS = 24
"""How many hosts are asked at the same time."""

LEAST_PAUSE = 0.5
MOST_PAUSE = 5.0
NEAR_PAUSE = 0.05
"""The pause for a machine of one's own, which only the configuration lets be asked."""

OVERDUE = 3.0
"""After so many seconds without an answer the next address of the host is asked meanwhile: a page that never
comes should not hold up all others of its site."""

MOST_OVERDUE = 4
"""How many such answers of one host are waited for."""

LONGEST_HOLD = 30.0
"""A host that wants to be left alone for longer is not asked again in this run."""


@dataclass(slots=True)
class Turn:
    """One request to a host.

    Attributes:
        near: whether the host turned out to be one of the person's own.
    """

    near: bool = False


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    overdue: int = 0
    held_until: float = 0.0


class Hosts:
    """The hosts of one run. For one event loop."""

    def __init__(self, slots: int = SLOTS) -> None:
        self._hosts: dict[str, _Host] = {}
        self._slots = asyncio.Semaphore(slots)

    def hold(self, host: str, seconds: float) -> None:
        """Leaves a host alone for some time, because it asked for that."""
        state = self._of(host)
        state.held_until = max(state.held_until, asyncio.get_running_loop().time() + seconds)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[Turn]:
        """Waits until the host may be asked; the request is made inside the block.

        Raises:
            FetchFailed: the host wants to be left alone for longer than this run should last.
        """
        state = self._of(host)
        await state.lock.acquire()
        held = True

        def let_go() -> None:
            nonlocal held
            if held:
                held = False
                state.lock.release()

        def go_on_without() -> None:
            if state.overdue < MOST_OVERDUE:
                state.overdue += 1
                let_go()

        loop = asyncio.get_running_loop()
        turn = Turn()
        try:
            await self._wait(state)
            async with self._slots:
                began = loop.time()
                timer = loop.call_later(OVERDUE, go_on_without)
                try:
                    yield turn
                finally:
                    timer.cancel()
                    state.overdue -= not held
                    now = loop.time()
                    least, most = (NEAR_PAUSE, NEAR_PAUSE) if turn.near else (LEAST_PAUSE, MOST_PAUSE)
                    state.free_at = max(state.free_at, now + min(most, max(least, now - began)))
        finally:
            let_go()

    async def _wait(self, state: _Host) -> None:
        loop = asyncio.get_running_loop()
        while (wait := max(state.free_at, state.held_until) - loop.time()) > 0:
            if wait > LONGEST_HOLD:
                raise FetchFailed("the server asks to come back later", wait=wait)
            await asyncio.sleep(wait)

    def _of(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host())
