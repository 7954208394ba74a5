"""An article as a sequence of units: title, meta line, note, blocks, end, related entries. Pure.

A unit is what is wrapped as one: its text as shown, what stands in front of its lines, its styles, and
how its characters map to a :class:`~reader.model.Position`. To show something new of an article, build
a unit for it here; how lines are broken and painted need not change.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter
from pathlib import PurePath

from reader.config import command
from reader.library.view import GROUPS, ArticleView, Entry, key_width
from reader.model import Block, Summary
from reader.text import ENTITY, display, unescape, width
from reader.typesetting.parts import Part

WORDS_A_MINUTE = 220

BAR = "▎ "
UNREAD = "●"
UNRESOLVED = "○"
_NBSP = "\xa0"

_GENERIC_FOLDERS = frozenset({"", "articles", "files", "html", "pages", "saved", "text", "texts", "txt"})
_TITLE_FROM = {"text": "title from its first words", "link": "title from a link"}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a unit's text in a style of its own; ``href`` is where a link leads."""

    start: int
    end: int
    style: str
    href: str = ""


Swap = tuple[int, int, int, int]
"""Where the text shown differs from the plain text: shown from start to end, plain from start to end."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing an article shows.

    Attributes:
        block: the block it shows (-1: the head; one past the last block: the end and the entries).
        role: the name of its style, "" for running text.
        text: what is shown; not yet made safe by ``display``.
        plain: what is copied, and what positions count characters of.
        base: how many characters of the block stand before ``plain``.
        swaps: where ``text`` and ``plain`` differ, ascending.
        runs: styled stretches of ``text``, ascending, not overlapping.
        first, rest: what stands in front of its first line and of the others, equally wide.
        front: the style of ``first`` and ``rest``.
        gap: blank lines before it.
        marker: what is copied in front of ``plain``.
        entry: the entry of the related articles it shows.
        goes_on: whether it goes on with the block of the unit before, which was cut here.
    """

    block: int
    role: str
    text: str
    plain: str
    base: int = 0
    swaps: tuple[Swap, ...] = ()
    runs: tuple[Run, ...] = ()
    first: str = ""
    rest: str = ""
    front: str = ""
    gap: int = 1
    marker: str = ""
    entry: Entry | None = None
    goes_on: bool = False

    def to_plain(self, offset: int, *, up: bool = False) -> int:
        """The offset in ``plain`` of an offset in ``text``; inside a swap its start, or its end if ``up``."""
        index = bisect_left(self.swaps, offset, key=itemgetter(0))
        if index == 0:
            return offset
        _, shown_end, start, end = self.swaps[index - 1]
        if offset < shown_end:
            return end if up else start
        return offset - shown_end + end

    def to_shown(self, offset: int, *, up: bool = False) -> int:
        """The offset in ``text`` of an offset in ``plain``; the reverse of :meth:`to_plain`."""
        index = bisect_right(self.swaps, offset, key=itemgetter(3))
        if index < len(self.swaps) and self.swaps[index][2] < offset:
            return self.swaps[index][1] if up else self.swaps[index][0]
        if index == 0:
            return offset
        _, shown_end, _, end = self.swaps[index - 1]
        return offset - end + shown_end


# --- head -------------------------------------------------------------------------------------------


def head(view: ArticleView, measure: int) -> Iterator[Unit]:
    """What stands before the blocks, in lines of ``measure`` cells."""
    article = view.article
    yield Unit(-1, "title", *_decoded(article.title))
    meta = f"{_NBSP}· ".join(_meta(view.summary))
    yield Unit(-1, "meta", meta, "", base=len(article.title), swaps=((0, len(meta), 0, 0),))
    if article.note:
        label = f"{article.note_label} " if article.note_label else ""
        bar = BAR * _fits(1, len(BAR), measure)
        yield Unit(
            -1,
            "note",
            label + article.note,
            article.note,
            base=len(article.title) + 1,
            swaps=((0, len(label), 0, 0),) if label else (),
            runs=(Run(0, len(label), "strong"),) if label else (),
            first=bar,
            rest=bar,
            front="bar",
            marker=label,
        )


def _decoded(title: str) -> tuple[str, str, int, tuple[Swap, ...]]:
    """A title for a unit: as shown, HTML entities decoded; as it is; no base; and where the two differ."""
    parts: list[str] = []
    swaps: list[Swap] = []
    at = shown = 0
    for match in ENTITY.finditer(title):
        sign = unescape(match[0])
        parts += [title[at : match.start()], sign]
        shown += match.start() - at
        swaps.append((shown, shown + len(sign), *match.span()))
        shown, at = shown + len(sign), match.end()
    return "".join(parts) + title[at:], title, 0, tuple(swaps)


def _meta(summary: Summary) -> Iterator[str]:
    yield source_name(summary.source)
    if date := _date(summary.added):
        yield f"added{_NBSP}{date}"
    if summary.words:
        yield f"{math.ceil(summary.words / WORDS_A_MINUTE)}{_NBSP}min"
    if 0 < (percent := round(summary.progress * 100)) < 100:
        yield f"{percent}{_NBSP}%"
    yield from (f"#{tag}" for tag in summary.tags)
    if summary.damage:
        yield f"damaged in the library: {summary.damage}"
    if origin := title_origin(summary):
        yield origin


def title_origin(summary: Summary) -> str:
    """Where a title that the page itself does not have was taken from, in words; else ""."""
    return _TITLE_FROM.get(summary.title_from, "")


def source_name(source: str) -> str:
    """A source in a word: the folder a file is in (but not one named ``pages`` or so), or its name."""
    for prefix, name in (("stdin:", "standard input"), ("tour:", "tour")):
        if source.startswith(prefix):
            return name
    path = PurePath(source)
    for folder in path.parts[-2:-4:-1]:
        if folder.casefold() not in _GENERIC_FOLDERS and folder != path.anchor:
            return folder
    return path.name or source


def _date(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds).date().isoformat() if seconds > 0 else ""
    except (OverflowError, OSError, ValueError):  # a time no calendar of this platform has
        return ""


# --- blocks -----------------------------------------------------------------------------------------


def body(blocks: Sequence[Block], part: Part, measure: int, long: dict[int, Unit]) -> Iterator[Unit]:
    """The blocks of a part, or the piece of one. ``long`` keeps the last block that was cut into pieces."""
    if part.end and part.first in long:
        yield _piece(long[part.first], part.start, part.end)
        return
    for index in range(part.first, part.last):
        block, before = blocks[index], blocks[index - 1].kind if index else "heading"
        gap = 0 if block.kind == before == "item" else 2 if block.kind == "heading" != before else 1
        unit = _block(block, index, gap, measure)
        if part.end:
            long.clear()
            long[index] = unit
            unit = _piece(unit, part.start, part.end)
        yield unit


def _piece(unit: Unit, start: int, end: int) -> Unit:
    """A piece of a unit, from one character of its plain text to another."""
    first = unit.to_shown(start) if start else 0
    last = unit.to_shown(end, up=True) if end < len(unit.plain) else len(unit.text)
    text = unit.text[first:last]
    if unit.role == "code" and end < len(unit.plain):
        # Its last line break is the end of its last line.
        text = text.removesuffix("\n")
    low = bisect_left(unit.swaps, first, key=itemgetter(1)) if start else 0
    swaps = [
        (max(a, first) - first, b - first, max(c - start, 0), d - start)
        for a, b, c, d in unit.swaps[low:]
        if a < last and b > first
    ]
    low = bisect_right(unit.runs, first, key=lambda run: run.end)
    runs: list[Run] = []
    for run in unit.runs[low:]:
        if run.start >= last:
            break
        runs.append(replace(run, start=max(run.start, first) - first, end=min(run.end, last) - first))
    return replace(
        unit,
        text=text,
        plain=unit.plain[start:end],
        base=start,
        swaps=tuple(swaps),
        runs=tuple(runs),
        first=unit.rest if start else unit.first,
        gap=0 if start else unit.gap,
        marker="" if start else unit.marker,
        goes_on=start > 0,
    )


def _block(block: Block, index: int, gap: int, measure: int) -> Unit:
    if block.kind == "rule":
        return _quiet("rule", index, "─" * measure, gap)
    text, swaps, runs = _styled(block)
    plain = block.plain if swaps else text
    marker, first, rest, front = "", "", "", ""
    role = "" if block.kind in ("paragraph", "item") else block.kind
    if block.kind == "quote":
        first = rest = BAR * _fits(max(1, block.level), len(BAR), measure)
        front = "bar"
    elif block.kind == "code":
        first = rest = "  " if measure > 20 else ""
    elif block.kind == "item":
        marker = f"{block.marker or '•'} "
        indent = "  " * _fits(max(0, block.level - 1), 2, measure)
        hanging = indent + display(marker)
        if width(hanging) <= measure // 2:
            first, rest, front = hanging, " " * width(hanging), "marker"
    elif block.marker:
        marker = f"{block.marker} "
    if marker and not first:
        # No room to hang it, or nothing hangs from it: the marker starts the text.
        text, swaps, runs = _shifted(marker, text, swaps, runs)
    return Unit(index, role, text, plain, 0, swaps, runs, first, rest, front, gap, marker)


def heading_of(block: Block) -> str:
    """A heading as it is shown, its marker included."""
    text, _, _ = _styled(block)
    return display(f"{block.marker} {text}" if block.marker else text)


def _fits(count: int, each: int, measure: int) -> int:
    """How many of ``count`` bars or steps of indentation leave two thirds of a line to the text."""
    return max(min(count, measure // 3 // each), 0)


def _styled(block: Block) -> tuple[str, tuple[Swap, ...], tuple[Run, ...]]:
    """A block's text as shown, where that differs from its plain text, and its styled runs."""
    if len(block.spans) == 1 and not block.spans[0].style:
        return block.spans[0].text, (), ()
    parts: list[str] = []
    swaps: list[Swap] = []
    runs: list[Run] = []
    shown = plain = 0
    for span in block.spans:
        text, size = span.text, len(span.text)
        if "image" in span.style:
            # No-break spaces keep "image" and the name on one line.
            name = f"image{_NBSP}{span.alt or span.href}" if span.text else "image"
            text = f"┌{_NBSP}{name}{_NBSP}┐" if block.kind == "image" else f"[{name}]"
            swaps.append((shown, shown + len(text), plain, plain + size))
        if text:
            runs += [Run(shown, shown + len(text), style, span.href or span.text) for style in span.styles]
        parts.append(text)
        shown, plain = shown + len(text), plain + size
    return "".join(parts), tuple(swaps), tuple(runs)


def _shifted(
    marker: str, text: str, swaps: Sequence[Swap], runs: Sequence[Run]
) -> tuple[str, tuple[Swap, ...], tuple[Run, ...]]:
    """The same with ``marker`` in front, which takes no characters of the plain text."""
    by = len(marker)
    return (
        marker + text,
        ((0, by, 0, 0), *((a + by, b + by, c, d) for a, b, c, d in swaps)),
        tuple(Run(run.start + by, run.end + by, run.style, run.href) for run in runs),
    )


def _quiet(role: str, block: int, text: str, gap: int) -> Unit:
    """Something the screen adds: it is shown, but no part of the article and never copied."""
    return Unit(block, role, text, "", swaps=((0, len(text), 0, 0),), gap=gap)


def _centred(text: str, measure: int) -> str:
    return _NBSP * ((measure - len(text)) // 2) + text


# --- tail -------------------------------------------------------------------------------------------


def tail(view: ArticleView, measure: int, *, entries: bool) -> Iterator[Unit]:
    """The end, and the related ``entries`` if they are to follow it."""
    after = len(view.article.blocks)
    if view.share < 1.0:
        yield _quiet("end", after, _centred("──── shown up to here ────", measure), gap=2)
        part = f"{after:,} paragraphs, {max(1, math.floor(view.share * 100))} % of the article"
        prints = command(f"show {view.summary.id}")
        yield _quiet("message", after, f"These are the first {part}. “{prints} | less” shows all.", gap=1)
    else:
        yield _quiet("end", after, _centred("──── end ────", measure), gap=2)
    if entries:
        yield from _related(view.entries, after, measure)


def _related(entries: Sequence[Entry], block: int, measure: int) -> Iterator[Unit]:
    base, keys = 1, key_width(entries)
    for group in GROUPS:
        members = [entry for entry in entries if entry.group == group]
        if not members:
            continue
        heading = group.capitalize()
        yield Unit(block, "group", heading, heading, base)
        base += len(heading) + 1
        for entry in members:
            yield _entry(entry, block, base, measure, keys)
            base += len(entry.title) + 1


def _entry(entry: Entry, block: int, base: int, measure: int, keys: int) -> Unit:
    (text, plain, _, swaps), style, mark = _decoded(entry.title), "unread", UNREAD
    if entry.missing:
        missing = f"  {entry.missing.replace(' ', _NBSP)}"
        style, mark = "unresolved", UNRESOLVED
        swaps = (*swaps, (len(text), len(text) + len(missing), len(plain), len(plain)))
        text += missing
    elif entry.read:
        style, mark = "read", " "
    first = f"{display(entry.key):{keys}} {mark} "
    if not _fits(1, width(first), measure):
        first = ""
    return Unit(
        block,
        "entry",
        text,
        plain,
        base,
        swaps,
        (Run(0, len(text), style),),
        first,
        " " * width(first),
        "key",
        0,
        entry=entry,
    )
