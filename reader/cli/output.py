"""Everything a command prints: JSON lines, rows, text, and problems. Only this module writes.

Text from articles is made harmless here, for all commands. Whole pages are made harmless only on a
terminal, because programs should get them unchanged. On a terminal a row is a line of a table, cut to the
width; elsewhere it is its complete fields, separated by tabs.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from reader.model import Failure

Style = str
"""The parameters of an SGR sequence: "1" is bold, "2" dim, "4" underlined."""

BOLD, DIM, MARK = "1", "2", "1;4"

# JSON itself escapes C0 controls. These characters would affect a terminal that shows the line, split it, or
# hide in it: controls, characters that Unicode says to ignore (tags and selectors can carry a whole message),
# annotations, and invalid codes. The joiners of Persian and Indic words and the selectors of Mongolian
# letters stay, because these scripts need them.
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
    """A column of a table on a terminal: ``width`` cells, or, if 0, the cells that the others leave."""

    width: int = 0
    right: bool = False
    style: Style = ""


class Output:
    """Standard output and standard error of one run. ``json`` is set once the arguments are known."""

    def __init__(
        self, stdout: TextIO | None = None, stderr: TextIO | None = None, *, json: bool = False
    ) -> None:
        # Either is None if the program was started without it (``>&-``).
        self._stdout = stdout or sys.stdout or io.StringIO()
        self._stderr = stderr or sys.stderr or io.StringIO()
        self.json = json
        for stream in (self._stdout, self._stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A character that the terminal's encoding lacks must not end the command.
                stream.reconfigure(errors="replace")

    # --- properties -----------------------------------------------------------------------------

    @property
    def terminal(self) -> bool:
        """Whether a person reads the output, on a terminal."""
        return self._stdout.isatty()

    @property
    def error_terminal(self) -> bool:
        """Whether standard error is a terminal that can redraw a line, as a progress bar must."""
        return self._stderr.isatty() and not self.dumb

    @property
    def dumb(self) -> bool:
        """Whether the terminal says that it can only show text."""
        return os.environ.get("TERM", "").lower() in ("dumb", "unknown")

    @property
    def colour(self) -> bool:
        """Whether text may be styled."""
        return self.terminal and not os.environ.get("NO_COLOR") and not self.dumb

    @property
    def blocks(self) -> bool:
        """Whether the encoding has the blocks that bars are made of."""
        from reader.typesetting.charts import shows_blocks

        return shows_blocks(getattr(self._stdout, "encoding", None) or "utf-8")

    @property
    def width(self) -> int:
        """The width of the terminal in cells."""
        import shutil

        # COLUMNS can contain anything.
        return min(max(20, shutil.get_terminal_size().columns), _WIDEST)

    # --- results --------------------------------------------------------------------------------

    def record(self, **fields: Any) -> None:  # noqa: ANN401 (whatever JSON can say)
        """Prints one JSON object on a line of its own: valid, complete, and without control characters."""
        import json

        # If the encoding is not UTF-8, escapes are the only way to keep everything.
        ascii_only = (getattr(self._stdout, "encoding", None) or "utf-8").lower().replace("-", "") != "utf8"
        line = json.dumps(fields, ensure_ascii=ascii_only, separators=(", ", ": "))
        line = _SURROGATE.sub("\ufffd", line)
        self._stdout.write(_TO_ESCAPE.sub(_escaped, line) + "\n")

    def row(self, cells: Sequence[str | int | float], columns: Sequence[TableColumn]) -> None:
        """Prints one line of a table; in a pipe ``columns`` do not matter."""
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
        # The last cell is not padded, because nothing follows it.
        shown.append(self.style(_fit(last, column.width or room, column.right).rstrip(), column.style))
        self._stdout.write(_GAP.join(shown) + "\n")

    def text(self, text: str = "", style: Style = "") -> None:
        """Prints text of any number of lines. What has names of files in it goes through :meth:`line`."""
        from reader.text import display_text

        self._stdout.write(self.style(display_text(text), style) + "\n")

    def line(self, text: str, style: Style = "") -> None:
        """Prints text on one line, whatever is in it: names of files may hold line ends."""
        self.written("", text, style)

    def written(self, before: str, line: str, style: Style = "") -> None:
        """Prints a line of text after ``before``, which is safe already and may be styled."""
        from reader.text import display

        self._stdout.write(f"{before}{self.style(display(line), style)}".rstrip() + "\n")

    def page(self, text: str) -> None:
        """Prints a whole file's text: in a pipe or file byte for byte, as UTF-8; harmless on a terminal."""
        if self.terminal:
            self.text(text.removesuffix("\n"))
        elif isinstance(self._stdout, io.TextIOWrapper):
            # Bypasses the encoding and line ends of the text stream, because the file has its own.
            self._stdout.flush()
            self._stdout.buffer.write(text.encode("utf-8"))
        else:
            self._stdout.write(text)

    def marked(self, text: str, marks: Sequence[tuple[int, int]], indent: str) -> None:
        """Prints text wrapped to the terminal, with some ranges of it emphasised."""
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

    def painted(self, runs: Sequence[tuple[str, Style]], sign: str) -> None:
        """Prints text in several styles, wrapped to the terminal; a ``sign`` stands before its first line."""
        from reader.text import display
        from reader.typesetting.wrap import wrap

        whole = "".join(text for text, _ in runs)
        indent = " " * len(sign)
        start = 0
        for line in whole.split("\n"):
            for begin, end in wrap(line, self.width - len(sign) - 1):
                pieces, at = [], 0
                for text, style in runs:
                    first, last = max(at, start + begin), min(at + len(text), start + end)
                    if first < last:
                        pieces.append(self.style(display(whole[first:last]), style))
                    at += len(text)
                self._stdout.write(f"{sign}{''.join(pieces)}\n")
                sign = indent
            start += len(line) + 1

    def style(self, safe: str, style: Style) -> str:
        """Text that is already safe, with a style if styles are visible."""
        return f"\x1b[{style}m{safe}\x1b[0m" if style and safe.strip() and self.colour else safe

    # --- notes and problems ---------------------------------------------------------------------

    def note(self, message: str) -> None:
        """Prints a note for the user on standard error; nothing with ``--json``."""
        if not self.json:
            self._complain(message)

    def problem(self, message: str) -> None:
        """Prints a problem on standard error."""
        self._complain(f"reader: {message}")

    def failure(self, source: str, reason: str) -> None:
        """Prints a source that could not be used, and why."""
        self._complain(f"{source}: {reason}")

    def failures(self, failures: Sequence[Failure], *, each: bool = False) -> None:
        """Prints what failed; many failures with the same reason share a line, unless ``each``."""
        from reader.cli.failures import lines_of  # rarely needed

        for line in lines_of(failures, each=each):
            self.failure(line.what, line.reason)

    def _complain(self, line: str) -> None:
        from reader.text import display

        # Results come first if both streams end in the same place; close() deals with errors.
        with contextlib.suppress(OSError):
            self.flush()
        with contextlib.suppress(OSError):
            self._stderr.write(display(line) + "\n")
            self._stderr.flush()

    @contextlib.contextmanager
    def complaining_to(self, stream: TextIO) -> Iterator[None]:
        """Sends problems to a stream other than standard error while the block lasts."""
        before, self._stderr = self._stderr, stream
        try:
            yield
        finally:
            self._stderr = before

    def flush(self) -> None:
        """Sends what has been printed so far. Raises BrokenPipeError if nobody reads it any more."""
        self._stdout.flush()

    def close(self) -> None:
        """Flushes for the last time. If that fails, nothing is left that could fail again."""
        for stream in (self._stdout, self._stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                with contextlib.suppress(OSError, ValueError):
                    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _escaped(match: re.Match[str]) -> str:
    """A character as JSON escapes it: beyond 16 bits as a pair of escapes."""
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
