"""Pictures on the terminal: what it can show, what it is asked, and what it has been given to keep."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from reader.pictures import kitty, terminals
from reader.pictures.terminals import PictureWay, Terminal
from reader.settings.declared import PicturesAs
from reader.tui.background import programs

SLICE = 64_000
"""Characters that may wait to be written before the next part of a picture is: the text comes first."""

_PAUSE = 0.01
_PATIENCE = 2.0
"""Seconds in which tmux answers."""


@runtime_checkable
class PictureOutput(Protocol):
    """What writes to the terminal: :class:`~reader.tui.terminal.driver.TerminalDriver`."""

    farewell: Callable[[], str]
    painted: Callable[[], None]

    @property
    def cell(self) -> tuple[int, int]:
        """Width and height of a cell in pixels, as the system knows them; (0, 0) if it does not."""

    @property
    def is_terminal(self) -> bool:
        """Whether someone is there who can answer."""

    @property
    def waiting(self) -> int:
        """How many characters wait to be written."""

    def write(self, data: str) -> None:
        """Writes something that is left out if the terminal is too slow."""

    def write_whole(self, data: str) -> None:
        """Writes something that must not be left out."""


class Graphics:
    """The terminal of one app. ``changed`` is called when pictures are to be shown otherwise, or again."""

    def __init__(self, changed: Callable[[], None], environment: Mapping[str, str] | None = None) -> None:
        self._changed = changed
        self._environment = os.environ if environment is None else environment
        self._output: PictureOutput | None = None
        self._kept: OrderedDict[object, int] = OrderedDict()
        self._sent = 0
        self.terminal = Terminal()
        """What is known of it."""
        self.first_byte = 1 + os.urandom(1)[0] % 254
        """What the numbers of our pictures begin with: other programs have theirs in the same terminal."""
        self.epoch = 0
        """Grows when the terminal may have lost its pictures."""
        self.drawers: list[Callable[[], None]] = []
        """Called after each frame: those that draw pictures over it."""

    # --- asking -----------------------------------------------------------------------------------

    async def ask(self, output: object) -> None:
        """Asks what the terminal can do. The answers come whenever they come; nothing waits for them."""
        if not isinstance(output, PictureOutput):
            return
        self._output = output
        output.farewell = self._farewell
        output.painted = self._frame_painted
        self.terminal = replace(self.terminal, cell=output.cell)
        if not output.is_terminal or not terminals.may_be_asked(self._environment):
            return
        if terminals.in_tmux(self._environment):
            about, passes = await asyncio.gather(
                _tmux(terminals.TMUX_QUESTION, self._environment),
                _tmux(terminals.TMUX_PASSES, self._environment),
            )
            self._know(terminals.behind_tmux(self.terminal, about, passes))
            if self.terminal.through:
                return
        output.write(terminals.FIRST_QUESTIONS)

    def answered(self, answer: str) -> None:
        """The terminal has answered a question."""
        if terminals.in_tmux(self._environment) and not answer.startswith("["):
            # The name is that of tmux, or of what is behind a tmux that passes nothing on.
            return
        before = self.terminal.asked
        self._know(self.terminal.answered(answer))
        if self.terminal.asked != before and self.terminal.next_question and self._output is not None:
            self._output.write(self.terminal.next_question)

    def _know(self, terminal: Terminal) -> None:
        before, self.terminal = self.terminal, terminal
        if before.way != terminal.way or before.cell != terminal.cell:
            self._changed()

    def way(self, setting: PicturesAs) -> PictureWay:
        """How pictures are shown with a setting."""
        return self.terminal.way if setting == "auto" else setting

    # --- giving -----------------------------------------------------------------------------------

    @property
    def can_send(self) -> bool:
        """Whether there is a terminal to give pictures to."""
        return self._output is not None

    def taken(self) -> None:
        """The terminal has been taken over: what it kept for us may be gone."""
        self.epoch += 1
        self._kept.clear()
        if self.epoch > 1:
            self._changed()

    def number(self, key: object) -> int | None:
        """The number under which the terminal keeps a picture; None if it does not."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    async def keep(self, key: object, png: bytes, columns: int, rows: int) -> int:
        """Gives the terminal a picture to keep (Kitty's protocol); returns its number."""
        if len(self._kept) >= kitty.PICTURES:
            _, number = self._kept.popitem(last=False)
            await self.send([kitty.forgotten(number, self.first_byte)])
        else:
            number = kitty.number_of(self._sent)
            self._sent += 1
        await self.send(kitty.sent(png, number, self.first_byte, columns, rows))
        self._kept[key] = number
        return number

    async def send(self, commands: Iterable[str]) -> None:
        """Writes commands, no faster than the terminal reads: what is painted meanwhile waits for little."""
        epoch = self.epoch
        for command in commands:
            await self._caught_up()
            if self._output is None or epoch != self.epoch:
                return
            through = self.terminal.through
            self._output.write_whole(terminals.through_tmux(command) if through else command)

    async def _caught_up(self) -> None:
        # The terminal's thread tells nobody how far it is: it is looked at, as long as a picture is sent.
        while self._output is not None and self._output.waiting > SLICE:  # noqa: ASYNC110
            await asyncio.sleep(_PAUSE)

    def draw(self, text: str) -> None:
        """Writes something that is drawn over the frame."""
        if self._output is not None:
            self._output.write_whole(text)

    def _frame_painted(self) -> None:
        for painted in self.drawers:
            painted()

    def _farewell(self) -> str:
        """Has the terminal forget our pictures."""
        commands = [kitty.forgotten(number, self.first_byte) for number in self._kept.values()]
        if self.terminal.through:
            commands = [terminals.through_tmux(command) for command in commands]
        return "".join(commands)


async def _tmux(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """What a command of tmux prints; "" if it fails or takes long."""
    path = programs.installed("tmux")
    if not path:
        return ""
    with contextlib.suppress(OSError, ValueError, TimeoutError):
        process = await asyncio.create_subprocess_exec(
            *(path, *words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(environment),
        )
        try:
            async with asyncio.timeout(_PATIENCE):
                out, _ = await process.communicate()
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
        return out[:4096].decode("utf-8", errors="replace")
    return ""
