"""Turns input from the terminal into messages. Pure except for Textual's parser: no thread, no clock.

Textual's parser looks at one character after another and makes a message of each report. That is right for
keys. Floods are handled here first, a whole chunk at a time:

* Pastes are cut to a limit and cleaned before any widget sees them, and end even if their end never comes.
  Thousands of characters at once count as a paste too, even if the terminal does not say so: as keys they
  would trigger the actions of their letters.
* Answers to the questions of :mod:`reader.pictures.terminals` become messages of their own, whenever they
  come.
* Other strings that a terminal sends (answers to questions that the reader did not ask) are dropped, however
  long; Textual would take their letters for keys.
* Only the last of a run of mouse movements or focus changes counts, and only the first few of a run of wheel
  turns or of the same key. Characters all count here: they may be a text for a line.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from collections.abc import Set as AbstractSet

from textual import events
from textual.message import Message

from reader.text import display
from reader.tui.patches.parser import Parser

MOST_PASTED = 10_000
"""Characters of a paste that are kept: twice the limit of a search, and more than any other line takes."""

POURED = 512
"""More characters than anyone types at once: a longer text without a control sequence is a paste."""

MOST_ALIKE = 50
"""How many of a run of the same key count, if it is not a character."""

MOST_TURNS = 8
"""How many of a run of wheel turns count."""

LONGEST_ANSWER = 300
"""Characters of an answer that are kept."""

PASTE_ENDS = 20
"""Pauses after which a paste whose end has not come is at its end."""

_END = "\x1b[201~"
_LONGEST = 64
"""Characters of the parameters of the longest sequence that means anything, and some more."""

_TOKEN = re.compile(
    r"(?P<mouse>(?:\x1b\[<\d+;-?\d+;-?\d+[Mm])+)"
    r"|(?P<focus>(?:\x1b\[[IO])+)"
    r"|(?P<paste>\x1b\[200~)"
    # Operating system commands begin with a number, control strings with what answers begin with: the
    # letter alone, behind Esc, is a key.
    r"|(?P<string>\x1b(?:\]\d+;|P[\d;]*[>|$+!]|_Gi=))"
    # The attributes of a terminal, the size of its cells, and of the largest picture.
    r"|(?P<answer>\x1b\[(?:\?[\d;]{0,60}[cS]|6;\d{1,4};\d{1,4}t))"
    rf"|(?P<endless>\x1b\[[0-?]{{{_LONGEST}}})"
)
# What may become one of these when the rest of it comes.
_BEGUN = re.compile(rf"\x1b(?:\[(?:[0-?]{{0,{_LONGEST}}})|\]\d*|P[\d;]*|_(?:Gi?)?)?\Z")
_RUN = re.compile(rf"(\x1b\[[0-9;]{{0,8}}[A-Za-z~]|[\x00-\x1f\x7f])\1{{{MOST_ALIKE},}}")
_STRING_ENDS = re.compile("[\x07\x18\x1a\x1b\x9c]")
_SEQUENCE_ENDS = re.compile(r"[^0-?]")
_REPORT = re.compile(r"\x1b\[<(\d+);-?\d+;-?\d+([Mm])")
_BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
_MOVED, _WHEEL = 32, 64


class TerminalAnswer(Message, bubble=False):
    """The terminal has answered a question; ``text`` is the answer without the Esc before it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Incoming:
    """Takes what was read, gives messages. ``pause`` is to be called when nothing has come for a moment."""

    def __init__(self, with_alt: AbstractSet[str] = frozenset()) -> None:
        """``with_alt``: the characters that are keys with Alt; see :mod:`reader.tui.patches.parser`."""
        self._parser = Parser(with_alt)
        self._rest = ""
        self._pasted: list[str] | None = None
        self._size = 0
        self._pauses = 0
        self._dropping: re.Pattern[str] | None = None
        self._answer = ""
        self._poured = False

    @property
    def waits(self) -> bool:
        """Whether a pause would bring further messages."""
        begun = self._rest or self._dropping or self._poured or self._parser.pending
        return bool(begun or self._pasted is not None)

    def feed(self, text: str) -> Iterator[Message]:
        """The messages of what was read now, with what was left from before."""
        self._pauses = 0
        text, self._rest = self._rest + text, ""
        at = 0
        while at < len(text):
            if self._dropping is not None:
                at = yield from self._drop(text, at)
            elif self._pasted is not None:
                at = yield from self._paste(text, at)
            else:
                at = yield from self._look(text, at)

    def pause(self) -> Iterator[Message]:
        """The messages of what has come to its end because nothing followed."""
        self._pauses += 1
        self._dropping = None
        self._poured = False
        if self._pasted is not None:
            if self._pauses >= PASTE_ENDS:
                yield from self._end_paste()
            return
        rest, self._rest = self._rest, ""
        if rest:
            yield from self._parser.feed(rest)
        # The pause has shown that nothing more belongs to it.
        yield from self._parser.end_pending()

    # --- parts ----------------------------------------------------------------------------------

    def _look(self, text: str, at: int) -> Generator[Message, None, int]:
        """Deals with what comes before the next token, and with that token; returns where it ends."""
        found = _TOKEN.search(text, at)
        end = found.start() if found else len(text)
        if found is None and (begun := _BEGUN.search(text, at)):
            end, self._rest = begun.start(), begun[0]
        yield from self._keys(text[at:end])
        if found is None:
            return len(text)
        if found["mouse"]:
            yield from self._parser.feed("".join(_fewer(found["mouse"])))
        elif found["focus"]:
            yield from self._parser.feed(found["focus"][-3:])
        elif found["paste"]:
            self._pasted, self._size = [], 0
        elif found["answer"]:
            yield TerminalAnswer(found["answer"][1:])
        else:
            self._answer = found[0][1:] if found["string"] else ""
            self._dropping = _STRING_ENDS if found["string"] else _SEQUENCE_ENDS
        return found.end()

    def _keys(self, text: str) -> Iterator[Message]:
        if not self._poured and len(text) > POURED and max(map(len, text.split("\x1b"))) > POURED:
            self._poured, self._size = True, 0
        if self._poured:
            # What follows without a pause belongs to it.
            part = text[: MOST_PASTED - self._size]
            self._size += len(part)
            yield from _paste(part)
        elif text:
            # As fast as a key can be repeated, this is more than comes while a screen is painted.
            yield from self._parser.feed(_RUN.sub(lambda run: run[1] * MOST_ALIKE, text))

    def _drop(self, text: str, at: int) -> Generator[Message, None, int]:
        assert self._dropping is not None
        end = self._dropping.search(text, at)
        if self._answer:
            part = text[at : end.start() if end else len(text)]
            self._answer = (self._answer + part)[:LONGEST_ANSWER]
        if end is None:
            return len(text)
        if end[0] == "\x1b" and end.end() == len(text):
            # Whether it ends the string, or begins a key, says what comes next.
            self._rest = end[0]
            return len(text)
        self._dropping = None
        answer, self._answer = self._answer, ""
        if answer.startswith(("P>|", "_G")):
            yield TerminalAnswer(answer)
        if end[0] != "\x1b":
            return end.end()
        # Esc and a backslash end a string; any other sequence is one of its own.
        return end.end() + 1 if text.startswith("\\", end.end()) else end.start()

    def _paste(self, text: str, at: int) -> Generator[Message, None, int]:
        assert self._pasted is not None
        end = text.find(_END, at)
        until = len(text) if end < 0 else end
        if end < 0 and (cut := text.rfind("\x1b", max(at, len(text) - len(_END)))) >= 0:
            # The end may have come in part.
            until, self._rest = cut, text[cut:]
        if self._size < MOST_PASTED:
            part = text[at : min(until, at + MOST_PASTED - self._size)]
            self._pasted.append(part)
            self._size += len(part)
        if end < 0:
            return len(text)
        yield from self._end_paste()
        return end + len(_END)

    def _end_paste(self) -> Iterator[Message]:
        pasted, self._pasted, self._rest = self._pasted or [], None, ""
        yield from _paste("".join(pasted))


def _paste(text: str) -> Iterator[Message]:
    """The pasted text on one line: every widget that takes text takes a line."""
    parts = _BREAKS.split(text)
    # Nobody means the spaces at the ends of lines.
    line = display(" ".join(filter(None, map(str.strip, parts))) if len(parts) > 1 else text)
    if line:
        yield events.Paste(line)


def _fewer(reports: str) -> Iterable[str]:
    """Mouse reports without those that the next one makes superfluous."""
    kept: list[str] = []
    before, turns = "", 0
    for report in _REPORT.finditer(reports):
        code = int(report[1])
        if code & _WHEEL:
            turns = turns + 1 if report[1] == before else 1
            if turns <= MOST_TURNS:
                kept.append(report[0])
        elif code & _MOVED and report[1] == before:
            kept[-1] = report[0]
        else:
            kept.append(report[0])
        before = report[1]
    return kept
