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
from collections.abc import Iterable, Mapping
from typing import Any

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.worker import Worker, WorkerError

PATIENCE = 1.0
"""Seconds that keys wait for what an earlier one asked for, at most."""

_ESCAPE = "\x1b"
_feed = XTermParser.feed


class Keyboard:
    """Hands out keys and pastes, the next when the one before has had its effect.

    Text for the widget that has the focus does nothing but stand there, and waits for nothing.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[events.Event] = deque()
        self._due: events.Event | None = None
        self._held: list[Worker[Any]] = []
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
                # However slow a disk is, or long another process writes: keys go on.
                await asyncio.wait([asyncio.ensure_future(_ended(work)) for work in held], timeout=PATIENCE)
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


def tell_escape_apart(keymap: Mapping[str, str]) -> None:
    """Makes Esc, and a character in the same breath, two keys, as far as no key with Alt is meant.

    Terminals send Alt and a character as Esc and that character. Textual takes both for one key, of which it
    forgets the Esc where it has no name for it. Here they are one only if ``keymap`` (the user's keys) has
    such a key, or if terminals send a key of another name that way (Alt+Backspace). The whole process is
    told, for there is no other place; doing it again does no harm.
    """
    with_alt = {
        _character(key.strip()) for keys in keymap.values() for key in keys.split(",") if "alt+" in key
    }
    named = {keys[1] for keys, names in ANSI_SEQUENCES_KEYS.items() if _is_named(keys, names)}
    begins = frozenset({"[", "O", _ESCAPE, *named})

    def feed(self: XTermParser, data: str) -> Iterable[Message]:
        start = 0
        read, pasting = getattr(self, "_reader_read", ("", False))
        for at, character in enumerate(data):
            if read[-1:] == _ESCAPE and character not in begins and not pasting:
                end = at + (character in with_alt)
                if end > start:
                    yield from _feed(self, data[start:end])
                if self._timeout_time is not None:
                    # As if time had shown that nothing more belongs to it.
                    self._timeout_time = 0.0
                    yield from self.tick()
                start = end
            read = (read + character)[-len(BRACKETED_PASTE_START) :]
            # What is pasted holds no keys.
            pasting = read == BRACKETED_PASTE_START or (pasting and read != BRACKETED_PASTE_END)
        self._reader_read = (read, pasting)  # type: ignore[attr-defined]
        if start < len(data) or not data:
            yield from _feed(self, data[start:])

    XTermParser.feed = feed  # type: ignore[method-assign]


def _is_named(sequence: str, names: object) -> bool:
    return len(sequence) == 2 and sequence[0] == _ESCAPE and isinstance(names, tuple)


def _character(key: str) -> str:
    """The character that a terminal sends behind Esc for a key with Alt."""
    last = key.rsplit("+", 1)[-1]
    return last.upper() if "shift+" in key else last
