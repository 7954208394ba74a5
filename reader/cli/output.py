"""Everything a command prints: JSON lines, rows, text, and problems. The one place that writes.

Text from articles is made harmless here, whatever the command. Whole pages are made harmless only on a
terminal, because programs should get them unchanged. On a terminal a row is a line of a table, cut to the
width; elsewhere it is its fields, whole, separated by tabs.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

Style = str
"""The parameters of an SGR sequence: "1" is bold, "2" dim, "4" underlined."""

BOLD, DIM, MARK = "1", "2", "1;4"

# JSON escapes C0 controls by itself. These would reach a terminal that shows the line, or split it, or hide
# in it: controls, what Unicode says is to be ignored where it has no shape (tags and selectors can carry a
# whole message), annotations, and codes that are no characters. The joiners of Persian and Indic words and
# the selectors of Mongolian letters stay: these scripts are written with them.
_NO_CHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_TO_ESCAPE = re.compile(
    "[\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    f"\U000e0000-\U000e0fff{_NO_CHARACTERS}]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")

_GAP = "  "
_MIN_FLEXIBLE = 16
_WIDEST = 2000


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table on a terminal: ``width`` cells, or (0) what the others leave."""

    width: int = 0
    right: bool = False
    style: Style = ""


class Output:
    """Standard output and standard error of one run. ``json`` is set once the arguments are known."""

    def __init__(
        self, stdout: TextIO | None = None, stderr: TextIO | None = None, *, json: bool = False
    ) -> None:
        # Either is None in a program that was started without it (``>&-``).
        self._stdout = stdout or sys.stdout or io.StringIO()
        self._stderr = stderr or sys.stderr or io.StringIO()
        self.json = json
        for stream in (self._stdout, self._stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A character that the terminal's encoding lacks is no reason to stop halfway.
                stream.reconfigure(errors="replace")

    # --- what it is -----------------------------------------------------------------------------

    @property
    def terminal(self) -> bool:
        """Whether the output is read by a person, on a terminal."""
        return self._stdout.isatty()

    @property
    def error_terminal(self) -> bool:
        """Whether standard error is a terminal that can redraw a line: the place for a progress bar."""
        return self._stderr.isatty() and not self.dumb

    @property
    def dumb(self) -> bool:
        """Whether the terminal knows no more than text, as far as it says what it is."""
        return os.environ.get("TERM", "").lower() in ("dumb", "unknown")

    @property
    def colour(self) -> bool:
        """Whether text may be styled."""
        return self.terminal and not os.environ.get("NO_COLOR") and not self.dumb

    @property
    def width(self) -> int:
        """The width of the terminal in cells."""
        import shutil

        # COLUMNS can say anything.
        return min(max(20, shutil.get_terminal_size().columns), _WIDEST)

    # --- results --------------------------------------------------------------------------------

    def record(self, **fields: Any) -> None:  # noqa: ANN401 (whatever JSON can say)
        """One JSON object on a line of its own: valid, nothing lost, no control character in it."""
        import json

        # If the encoding is not UTF-8, escapes are the only way to lose nothing.
        ascii_only = (getattr(self._stdout, "encoding", None) or "utf-8").lower().replace("-", "") != "utf8"
        line = json.dumps(fields, ensure_ascii=ascii_only, separators=(", ", ": "))
        line = _SURROGATE.sub("\ufffd", line)
        self._stdout.write(_TO_ESCAPE.sub(_escaped, line) + "\n")

    def row(self, cells: Sequence[str | int | float], columns: Sequence[TableColumn]) -> None:
        """One line of a table; in a pipe ``columns`` do not matter."""
        from reader.text import display, heading

        texts = [f"{cell:.4f}" if isinstance(cell, float) else str(cell) for cell in cells]
        if not self.terminal:
            self._stdout.write("\t".join(map(display, texts)) + "\n")
            return
        texts = [heading(text) for text in texts]
        taken = sum(column.width for column in columns) + len(_GAP) * (len(columns) - 1)
        flexible = sum(not column.width for column in columns)
        room = max(_MIN_FLEXIBLE, (self.width - taken) // max(1, flexible))
        shown = [
            self.style(_fit(text, column.width or room, column.right), column.style)
            for text, column in zip(texts[:-1], columns[:-1], strict=True)
        ]
        last, column = texts[-1], columns[-1]
        # The last one is not padded: nothing follows it.
        shown.append(self.style(_fit(last, column.width or room, column.right).rstrip(), column.style))
        self._stdout.write(_GAP.join(shown) + "\n")

    def text(self, text: str = "", style: Style = "") -> None:
        """Text of any number of lines."""
        from reader.text import display_text

        self._stdout.write(self.style(display_text(text), style) + "\n")

    def page(self, text: str) -> None:
        """A whole file's text: in a pipe or file byte for byte, as UTF-8; on a terminal made harmless."""
        if self.terminal:
            self.text(text.removesuffix("\n"))
        elif isinstance(self._stdout, io.TextIOWrapper):
            # Past the encoding and the line ends of the text stream: they are the file's own.
            self._stdout.flush()
            self._stdout.buffer.write(text.encode("utf-8"))
        else:
            self._stdout.write(text)

    def marked(self, text: str, marks: Sequence[tuple[int, int]], indent: str) -> None:
        """Text wrapped to the terminal, with marked ranges of it standing out."""
        from reader.text import display
        from reader.typesetting.wrap import wrap

        for start, end in wrap(text, self.width - len(indent) - 1):
            pieces, at = [], start
            for mark_start, mark_end in marks:
                first, last = max(mark_start, start), min(mark_end, end)
                if first < last:
                    pieces += [display(text[at:first]), self.style(display(text[first:last]), MARK)]
                    at = last
            self._stdout.write(f"{indent}{''.join(pieces)}{display(text[at:end])}\n")

    def style(self, safe: str, style: Style) -> str:
        """Text that is safe already, in a style where styles are seen."""
        return f"\x1b[{style}m{safe}\x1b[0m" if style and safe.strip() and self.colour else safe

    # --- the rest -------------------------------------------------------------------------------

    def note(self, message: str) -> None:
        """Something to tell a person, on standard error; nothing with ``--json``."""
        if not self.json:
            self._complain(message)

    def problem(self, message: str) -> None:
        """A problem, on standard error."""
        self._complain(f"reader: {message}")

    def failure(self, source: str, reason: str) -> None:
        """A source that could not be used, and why."""
        self._complain(f"{source}: {reason}")

    def _complain(self, line: str) -> None:
        from reader.text import display

        # Results come first where both streams end in the same place; close() deals with what fails.
        with contextlib.suppress(OSError):
            self.flush()
        with contextlib.suppress(OSError):
            self._stderr.write(display(line) + "\n")
            self._stderr.flush()

    @contextlib.contextmanager
    def complaining_to(self, stream: TextIO) -> Iterator[None]:
        """Sends problems to another stream than standard error while the block lasts."""
        before, self._stderr = self._stderr, stream
        try:
            yield
        finally:
            self._stderr = before

    def flush(self) -> None:
        """Sends what has been printed so far. Raises BrokenPipeError if nobody reads it any more."""
        self._stdout.flush()

    def close(self) -> None:
        """The last flush. One that fails leaves nothing behind for the interpreter to fail on again."""
        for stream in (self._stdout, self._stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                with contextlib.suppress(OSError, ValueError):
                    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _escaped(match: re.Match[str]) -> str:
    """A character as JSON writes those that it escapes: a pair of escapes for one beyond 16 bits."""
    units = match[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _fit(text: str, cells: int, right: bool) -> str:
    from reader.text import fit, truncate, width

    if right:
        text = truncate(text, cells)
        return " " * (cells - width(text)) + text
    return fit(text, cells)


def timestamp(seconds: float | None) -> str | None:
    """A time for JSON: ISO 8601 in UTC to the second, or None."""
    from datetime import UTC, datetime

    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(seconds: float) -> str:
    """A time for a table: the local date."""
    from datetime import datetime

    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d")
