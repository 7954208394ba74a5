"""Textual's parser of what a terminal sends, with Esc told apart from the key after it.

Terminals send Alt and a character as Esc and that character. Textual takes both for one key, and forgets the
Esc where it has no name for that key: of Esc and ``/`` in one breath (typed ahead over a slow line) one is
lost. Here they are one key only if the person has set a key with Alt and that character, or if terminals send
a key of another name that way (Alt+Backspace).

The parser is private to Textual, and so is the time at which it gives up waiting for the rest of a key. If
they change (:func:`usable`), the reader runs with Textual's own driver and deals with floods, signals and
Esc as Textual does. This can go when Textual has a public parser that keeps Esc.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from textual.keys import key_to_character
from textual.message import Message

_ESCAPE = "\x1b"
_BEGIN_PASTE, _END_PASTE = "\x1b[200~", "\x1b[201~"

try:
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
    from textual._xterm_parser import XTermParser
except ImportError:  # pragma: no cover (another version of Textual)
    if not TYPE_CHECKING:
        ANSI_SEQUENCES_KEYS, XTermParser = {}, object


def usable() -> bool:
    """Whether Textual's parser is the one that this module knows."""
    try:
        parser = XTermParser()
        return (
            parser._timeout_time is None
            and [getattr(event, "key", "") for event in parser.feed("a")] == ["a"]
            and list(parser.tick()) == []
        )
    except Exception as error:  # noqa: BLE001 (whatever it is, it is another parser)
        _log(error)
        return False


def _log(error: Exception) -> None:
    import logging

    logging.getLogger(__name__).warning("Textual's parser is another one: %r", error)


def characters_with_alt(keymap: Mapping[str, str]) -> frozenset[str]:
    """The characters that terminals send behind Esc for the keys with Alt in a keymap."""
    keys = (key.strip() for value in keymap.values() for key in value.split(",") if "alt+" in key)
    return frozenset(map(_character, keys))


class Parser(XTermParser):
    """Makes messages of what a terminal sends. ``with_alt``: the characters that are set with Alt."""

    def __init__(self, with_alt: AbstractSet[str] = frozenset()) -> None:
        super().__init__()
        self._with_alt = with_alt
        self._read = ""
        self._pasting = False

    @property
    def pending(self) -> bool:
        """Whether the parser waits for the rest of a key."""
        return self._timeout_time is not None

    def end_pending(self) -> Iterable[Message]:
        """The messages of what it waits for, as if time had shown that nothing more belongs to it."""
        if self._timeout_time is not None:
            self._timeout_time = 0.0
        yield from self.tick()

    def feed(self, data: str) -> Iterable[Message]:
        """The messages of what was read now, with what was left from before; "" ends what is pending."""
        start = 0
        for at, character in enumerate(data):
            if self._read[-1:] == _ESCAPE and character not in _BEGINS and not self._pasting:
                end = at + (character in self._with_alt)
                if end > start:
                    yield from super().feed(data[start:end])
                if self.pending:
                    yield from self.end_pending()
                start = end
            self._read = (self._read + character)[-len(_BEGIN_PASTE) :]
            # A paste holds no keys.
            self._pasting = self._read == _BEGIN_PASTE or (self._pasting and self._read != _END_PASTE)
        if start < len(data) or not data:
            yield from super().feed(data[start:])


def _is_named(sequence: str, names: object) -> bool:
    return len(sequence) == 2 and sequence[0] == _ESCAPE and isinstance(names, tuple)


_BEGINS = frozenset(
    {"[", "O", _ESCAPE, *(keys[1] for keys, names in ANSI_SEQUENCES_KEYS.items() if _is_named(keys, names))}
)
"""The characters that, behind Esc, begin or make a key of another name."""


def _character(key: str) -> str:
    last = key.rsplit("+", 1)[-1]
    # Signs have names: "less_than_sign".
    last = key_to_character(last) or last
    return last.upper() if "shift+" in key else last
