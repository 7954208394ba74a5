"""Keys in their order: each is looked at when what the one before asked for is done.

Textual sends a key to the widget with the focus; where that has no use for it, it goes from parent to parent
up to the app, which looks for its binding only then. Keys that come in the same breath (typed ahead over a
slow line, sent by a program) overtake it meanwhile: text typed behind Ctrl+U is in the box before Ctrl+U
empties it, and what is typed behind a key that opens something goes to what is open now.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.worker import Worker, WorkerError

PATIENCE = 1.0
"""Seconds that keys wait for what an earlier one asked for, at most."""

HURRY = 0.02
"""The same while something an earlier key asked for is overdue: only the first key waits in vain."""


class Keyboard:
    """Hands out keys and pastes, the next when the one before has had its effect.

    Text for the widget that has the focus does nothing but stand there, and waits for nothing.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[events.Event] = deque()
        self._due: events.Event | None = None
        self._held: list[Worker[Any]] = []
        self._overdue: set[asyncio.Future[None]] = set()
        self._busy = False

    def keeps(self, event: events.Event) -> bool:
        """Whether a key has to wait. It is posted to the app once more when its turn has come."""
        if event is self._due:
            self._due = None
        elif self._busy:
            self._waiting.append(event)
            return True
        return False

    @property
    def waiting(self) -> int:
        """How many keys and pastes have come whose turn has not."""
        return len(self._waiting)

    def forget(self) -> None:
        """What has come and not had its turn was meant for something else."""
        self._waiting.clear()

    @property
    def busy(self) -> bool:
        """Whether a key has yet to have its effect, so that others would wait."""
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
        """The keys that follow wait for this work: it moves the focus, or opens what they are meant for."""
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
            self._app.post_message(self._due)

    async def _settle(self, target: DOMNode | None) -> None:
        """Waits until all is done that a key sent to ``target`` leads to."""
        if target is not None:
            # The key goes its way up to the app, which does what it is bound to.
            await self._pass_through(target)
        while True:
            if target is not None:
                # What was said on that occasion is heard.
                await self._pass_through(target)
            held, self._held = self._held, []
            if held:
                # However slow a disk is, a search takes, or long another process writes: keys go on.
                ends = [asyncio.ensure_future(_ended(work)) for work in held]
                patience = HURRY if self._overdue else PATIENCE
                _, late = await asyncio.wait(ends, timeout=patience)
                self._overdue |= late
                for end in late:
                    end.add_done_callback(self._overdue.discard)
            before, target = target, self.target
            if target is before and not held:
                return

    async def _pass_through(self, target: DOMNode) -> None:
        """Waits until ``target``, then each of its ancestors, has dealt with what it has been sent so far."""
        for node in target.ancestors_with_self:
            done = asyncio.get_running_loop().create_future()
            if node.call_later(_settled, done):
                ends = [done] if node is self._app else [done, node.task]
                # What is taken off the screen meanwhile hears nothing more.
                await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)


async def _ended(work: Worker[Any]) -> None:
    with contextlib.suppress(WorkerError):
        await work.wait()


def _settled(done: asyncio.Future[None]) -> None:
    if not done.done():
        done.set_result(None)
