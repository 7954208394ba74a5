"""What the rows of the list say, as painted text: columns, titles on two lines, passages of a search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.style import Style

from reader.model import Snippet, Summary
from reader.orders import NEWEST, Order
from reader.text import display, fit, graphemes, heading, truncate, width
from reader.tui.state import columns as cols
from reader.tui.state.columns import Fitted, gap_after
from reader.tui.widgets.painting import PaintedText


@dataclass(frozen=True, slots=True)
class ListRow:
    """One article as the list shows it; ``snippet`` is None outside a search.

    ``alike`` is how many articles that are nearly the same it stands for.
    """

    summary: Summary
    snippet: Snippet | None = None
    alike: int = 0


@dataclass(frozen=True, slots=True)
class RowLook:
    """How a row is painted.

    Attributes:
        base: the style of its background.
        named: gives the style of a part: ``mark``, ``star``, ``unread``, ``read``, ``open``, ``detail`` …
        opened: whether the article is open in the article pane.
        order: that of the list.
    """

    base: Style
    named: Callable[[str], Style]
    opened: bool = False
    order: Order = NEWEST

    def of(self, name: str) -> Style:
        """The style of a part of the row."""
        return self.base + self.named(name)

    def title(self, summary: Summary) -> Style:
        """The style of the title."""
        style = self.of("unread" if summary.read is None else "read")
        return style + self.named("open") if self.opened else style


def columns_line(row: ListRow, columns: Sequence[Fitted], look: RowLook) -> list[PaintedText]:
    """A row with all its columns on one line."""
    parts: list[PaintedText] = []
    before = ""
    for column in columns:
        if before:
            parts.append((" " * gap_after(before), look.base))
        before = column.name
        if column.name == "state":
            parts += _state(row.summary, look)
        elif column.name == "title":
            parts += _title(row, column.cells, look)
        else:
            parts.append((_cell(row.summary, column, look.order), look.of("detail")))
    return parts


def _cell(summary: Summary, column: Fitted, order: Order) -> str:
    text = truncate(display(heading(cols.value(column.name, summary, order))), column.cells)
    space = " " * max(0, column.cells - width(text))
    return space + text if column.right else text + space


def _state(summary: Summary, look: RowLook) -> list[PaintedText]:
    read, more = cols.signs(summary)
    return [(read, look.of("mark")), (more, look.of("star"))]


def _title(row: ListRow, cells: int, look: RowLook) -> list[PaintedText]:
    alike = f" +{row.alike}" if row.alike else ""
    room = max(0, cells - len(alike))
    return [
        (fit(heading(row.summary.title), room), look.title(row.summary)),
        (alike, look.of("snippet")),
    ]


def titles_line(row: ListRow, line: int, lines: int, cells: int, look: RowLook) -> list[PaintedText]:
    """Line number ``line`` of a row without columns: the title on up to ``lines`` lines.

    A title that needs one line leaves the second one to the most useful facts.
    """
    from reader.typesetting.wrap import wrap_text

    summary = row.summary
    read, more = cols.signs(summary)
    front = 3
    room = max(1, cells - front)
    alike = f" +{row.alike}" if row.alike else ""
    if lines == 1:
        short = f" {summary.per_cent} %" if read == "◐" else ""
        star = " " + more.strip() if more.strip() else ""
        room = max(1, cells - 2 - width(alike + short + star))
        return [
            (f"{read} ", look.of("mark")),
            (fit(heading(summary.title), room), look.title(summary)),
            (short, look.of("detail")),
            (alike, look.of("snippet")),
            (star, look.of("star")),
        ]
    wrapped = wrap_text(display(heading(summary.title)), room) or [""]
    if line == 0:
        first = truncate(wrapped[0], max(1, room - width(alike)))
        return [
            *_state(summary, look),
            (first, look.title(summary)),
            (alike, look.of("snippet")),
        ]
    lead: PaintedText = (" " * front, look.base)
    if len(wrapped) > 1:
        # What is cut ends with an ellipsis.
        rest = wrapped[1] if len(wrapped) == 2 else truncate(" ".join(wrapped[1:]), room)
        return [lead, (rest, look.title(summary))]
    return [
        lead,
        (truncate(display(heading(cols.brief(summary, room, look.order))), room), look.of("detail")),
    ]


def snippet_line(snippet: Snippet, cells: int, look: RowLook, indent: int = 2) -> list[PaintedText]:
    """The passage that shows why an article was found."""
    plain = look.of("snippet")
    marked = plain + look.named("match")
    shown = around_marks(snippet, max(0, cells - indent))
    parts = [(" " * indent, look.base)]
    position = 0
    for start, end in (*shown.marks, (len(shown.text), len(shown.text))):
        parts.append((display(shown.text[position:start]), plain))
        parts.append((display(shown.text[start:end]), marked))
        position = end
    return parts


def around_marks(snippet: Snippet, cells: int) -> Snippet:
    """The part of a snippet that fits into ``cells`` and shows most of the words, ``…`` where it is cut."""
    text, marks = snippet.text, snippet.marks
    first, end = _densest(text, marks, cells - 2) if marks else (0, 0)
    if marks and width(display(text[:end])) >= cells:
        spare = cells - 2 - width(display(text[first:end]))
        # A third of the room goes before the words: the text after them says more.
        begin = max(0, first - max(0, spare) // 3)
        space = text.find(" ", begin, first)
        begin = space + 1 if space >= 0 else first
        text, shift = "…" + text[begin:], begin - 1
        marks = tuple((start - shift, end - shift) for start, end in marks if start >= begin)
    shown = truncate(text, cells)
    if shown == display(text):
        return Snippet(text, marks)
    # The text is cut by cells; the marks count characters, and the displayed text may have fewer.
    used = end = 0
    for _, stop, size in graphemes(text):
        if used + size > cells - 1:
            break
        used, end = used + size, stop
    kept = text[:end].rstrip() + "…"
    return Snippet(
        kept, tuple((start, min(stop, len(kept) - 1)) for start, stop in marks if start < len(kept) - 1)
    )


def _densest(text: str, marks: Sequence[tuple[int, int]], cells: int) -> tuple[int, int]:
    """The stretch of ``cells`` in which most different words are marked; of equal ones the first."""
    begins = [width(display(text[:start])) for start, _ in marks]
    ends = [width(display(text[:end])) for _, end in marks]
    best, most, last = marks[0], 0, 0
    for at, begin in enumerate(begins):
        while last < len(marks) and ends[last] - begin <= cells:
            last += 1
        words = {text[start:end].casefold() for start, end in marks[at:last]}
        if len(words) > most:
            best, most = (marks[at][0], marks[last - 1][1]), len(words)
    return best
