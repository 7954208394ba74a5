"""Keys in their order: each is handled when everything the previous one asked for is done.

Textual sends a key to the widget with the focus; if that does not use it, the key goes from parent to parent
up to the app, which looks for its binding only then. Keys that arrive together (typed ahead over a slow line,
sent by a program) overtake it meanwhile: text typed after Ctrl+U is in the box before Ctrl+U empties it, and
text typed after a key that opens something goes to what was open before.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.worker import Worker, WorkerError

PATIENCE = 1.0
"""The most seconds that keys wait for work that an earlier one asked for."""

MOST_ALIKE = 30
"""How many of a key that has been held down for long wait for their turn: when it is let go, it ends soon."""

HURRY = 0.02
"""The same while something an earlier key asked for is overdue: only the first key waits in vain."""


class Keyboard:
    """Hands out keys and pastes, the next when the one before has had its effect.

    Text for the widget with the focus only appears there, so it waits for nothing.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[events.Event] = deque()
        self._due: events.Event | None = None
        self._held: list[Worker[Any]] = []
        self._overdue: set[asyncio.Future[None]] = set()
        self._busy = False

    def keeps(self, event: events.Event) -> bool:
        """Whether a key has to wait. It is posted to the app again when its turn comes."""
        if event is self._due:
            self._due = None
        elif self._busy:
            self._waiting.append(event)
            return True
        return False

    @property
    def waiting(self) -> int:
        """How many keys and pastes are waiting for their turn."""
        return len(self._waiting)

    def forget(self) -> None:
        """Drops the keys that have not had their turn: they were meant for something else."""
        self._waiting.clear()

    @property
    def busy(self) -> bool:
        """Whether a key has not had its effect yet, so that others would wait."""
        return self._busy

    @property
    def target(self) -> DOMNode:
        """What a key would go to now."""
        return self._app.focused or self._app.screen

    def follow(self, event: events.Event, target: DOMNode) -> None:
        """To be called when a key has been sent to ``target``: the next waits until it has had its effect."""
        if isinstance(event, events.Key) and not target.check_consume_key(event.key, event.character):
            self._wait(target)
        else:
            self._hand_on()

    def hold(self, work: Worker[Any]) -> None:
        """Makes the next keys wait for this work: it moves the focus, or opens what they are meant for."""
        self._held.append(work)
        if not self._busy:
            self._wait(None)

    def _wait(self, target: DOMNode | None) -> None:
        self._busy = True
        self._app.run_worker(self._finish(target))

    async def _finish(self, target: DOMNode | None) -> None:
        try:
            await self._settle(target)
        finally:
            self._hand_on()

    def _hand_on(self) -> None:
        self._busy = bool(self._waiting)
        if self._held:
            self._wait(None)
        elif self._waiting:
            self._due = self._waiting.popleft()
            self._let_go(self._due)
            self._app.post_message(self._due)

    def _let_go(self, event: events.Event) -> None:
        """Of a key that is held down and is no text where it goes to, drops what is too much of it."""
        if not isinstance(event, events.Key) or self.target.check_consume_key(event.key, event.character):
            return
        while len(self._waiting) > MOST_ALIKE and all(
            isinstance(waiting, events.Key) and waiting.key == event.key
            for waiting in islice(self._waiting, MOST_ALIKE + 1)
        ):
            self._waiting.popleft()

    async def _settle(self, target: DOMNode | None) -> None:
        """Waits until everything that a key sent to ``target`` leads to is done."""
        if target is not None:
            # The key goes up to the app, which runs the action that it is bound to.
            await self._pass_through(target)
        while True:
            if target is not None:
                # Messages that this led to are dealt with.
                await self._pass_through(target)
            held, self._held = self._held, []
            if held:
                # Keys go on, however slow the disk or the search is and however long another process writes.
                ends = [asyncio.ensure_future(_ended(work)) for work in held]
                patience = HURRY if self._overdue else PATIENCE
                _, late = await asyncio.wait(ends, timeout=patience)
                self._overdue |= late
                for end in late:
                    end.add_done_callback(self._overdue.discard)
            before, target = target, self.target
            if target is before and not held:
                return
            if target is not before:
                # What has just got the focus may not have its size yet, and so no page to move on.
                await self._reached(target, DOMNode.call_after_refresh)

    async def _pass_through(self, target: DOMNode) -> None:
        """Waits until ``target``, then each of its ancestors, has dealt with what it has been sent so far."""
        for node in target.ancestors_with_self:
            await self._reached(node, DOMNode.call_later)

    async def _reached(self, node: DOMNode, call: Callable[..., bool]) -> None:
        """Waits until ``node`` has run what it is asked to run by ``call``, one of its methods."""
        done = asyncio.get_running_loop().create_future()
        if call(node, _settled, done):
            ends = [done] if node is self._app else [done, node.task]
            # A widget that is removed meanwhile deals with nothing more.
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)


async def _ended(work: Worker[Any]) -> None:
    with contextlib.suppress(WorkerError):
        await work.wait()


def _settled(done: asyncio.Future[None]) -> None:
    if not done.done():
        done.set_result(None)
