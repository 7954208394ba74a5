"""What the terminal and an app say to each other."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Protocol, runtime_checkable

from textual.message import Message


class TerminalTaken(Message, bubble=False):
    """The terminal has been taken over; another program may have removed what it kept for this one."""


@runtime_checkable
class Host(Protocol):
    """What the terminal can ask and tell an app."""

    def keys_waiting(self) -> int:
        """How many keys have come and are not handled yet."""

    def keys_with_alt(self) -> AbstractSet[str]:
        """The characters that are keys of their own when they come with Alt."""

    def terminal_gone(self) -> None:
        """The terminal is gone."""

    def asked_to_end(self, number: int) -> None:
        """A signal asks the program to end."""

    def asked_to_stop(self, group: bool) -> None:
        """A signal asks the program to stop until it is continued: it calls ``stop_process(group)``."""
