"""An article as a sequence of units; this module has those before and after its blocks. Pure.

A unit is text that is wrapped together: its text as shown, the prefix of its lines, its styles, and how its
characters map to a :class:`~reader.model.Position`. To show something new about an article, build a unit
for it here, or in :mod:`reader.typesetting.body` for a block. The code that breaks and paints lines does not
have to change.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter
from pathlib import PurePath
from typing import Self

from reader.addresses import is_web, site_of
from reader.config import command
from reader.library.view import GROUPS, ArticleView, Entry, key_width
from reader.model import Summary
from reader.text import ENTITY, display, truncate, unescape, width
from reader.typesetting.hyphenating import WordPlaces, wrap_divided
from reader.typesetting.language_names import name_of
from reader.typesetting.pictures import ShownPicture
from reader.typesetting.typography import PLAIN, RAGGED, Flow, Typography
from reader.typesetting.wrap import Range, is_blank, wrap, wrap_code

WORDS_A_MINUTE = 220

BAR = "▎ "
UNREAD = "●"
UNRESOLVED = "○"
NBSP = "\xa0"

_UNDIVIDED = frozenset(("code", "image", "math", "footnote"))

_GENERIC_FOLDERS = frozenset({"", "articles", "files", "html", "pages", "saved", "text", "texts", "txt"})
_TITLE_FROM = {
    "text": "title from its first words",
    "address": "title from its address",
    "link": "title from a link",
}


@dataclass(frozen=True, slots=True)
class Run:
    """A range of a unit's text with its own style; ``href`` is the target of a link."""

    start: int
    end: int
    style: str
    href: str = ""


Swap = tuple[int, int, int, int]
"""A place where the text shown differs from the plain text: start and end in both."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that an article shows.

    Attributes:
        block: the block it shows (-1: the head; one past the last block: the end and the entries).
        role: the name of its style, "" for running text; lines of ``code`` are kept unchanged.
        text: the text shown, before ``display`` has made it safe.
        plain: the text that is copied, and that positions refer to.
        base: the number of characters of the block before ``plain``.
        swaps: where ``text`` and ``plain`` differ, ascending.
        runs: styled ranges of ``text``, ascending, not overlapping.
        first, rest: the prefix of its first line and of the others; ``rest`` is no narrower.
        front: the style of ``first`` and ``rest``.
        bar: the bars of the quotations around it, before ``first`` and ``rest`` on every line.
        gap: blank lines before it.
        marker: the text copied in front of ``plain``.
        entry: the entry of the related articles that it shows.
        goes_on: whether it continues the block of the unit before it, which was split here.
        flow: how its lines are set.
        wide: the cells of the widest line of its block if that is to be scrolled sideways, else 0.
        fixed: the cells at its beginning that stay in sight all the same.
        stops: by how many cells it is scrolled where a column begins at its left.
        language: the language of code that is coloured, else "".
        picture: a picture above its text, after the blank lines.
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
    bar: str = ""
    gap: int = 1
    marker: str = ""
    entry: Entry | None = None
    goes_on: bool = False
    flow: Flow = RAGGED
    wide: int = 0
    fixed: int = 0
    stops: tuple[int, ...] = ()
    language: str = ""
    picture: ShownPicture | None = None

    @property
    def above(self) -> int:
        """The lines before its text: blank ones, and those of its picture."""
        return self.gap + (self.picture.rows if self.picture else 0)

    def ranges(self, measure: int) -> list[Range]:
        """Its lines, at most ``measure`` cells wide, as ranges of ``text``; none if nothing is shown."""
        room = measure - len(self.bar)
        first = width(self.first)
        if self.role == "code":
            return wrap_code(self.text, max(room - first, self.wide))
        if self.wide:
            return [(0, len(self.text))]
        found = self._wrapped(room - first)
        if len(found) > 1 and (rest := width(self.rest)) > first:
            return self._wrapped(room - rest)
        return found

    def _wrapped(self, room: int) -> list[Range]:
        divides = self.divides
        return wrap(self.text, room) if divides is None else list(wrap_divided(self.text, room, divides))

    @property
    def divides(self) -> WordPlaces | None:
        """Where its words may be divided: not in code, nor in what stands for a picture or a formula."""
        hyphens = self.flow.hyphens
        if hyphens is None:
            return None
        whole = [(run.start, run.end) for run in self.runs if run.style in _UNDIVIDED]

        def places(begin: int, word: str) -> Sequence[int]:
            end = begin + len(word)
            return () if any(begin < last and first < end for first, last in whole) else hyphens(word)

        return places

    @property
    def is_blank(self) -> bool:
        """Whether it shows nothing and therefore has no lines."""
        return self.role != "code" and self.picture is None and is_blank(self.text)

    def front_of(self, *, first: bool) -> str:
        """Everything in front of a line."""
        return self.bar + (self.first if first else self.rest)

    def to_plain(self, offset: int, *, up: bool = False) -> int:
        """The offset in ``plain`` for one in ``text``; inside a swap, its start, or its end if ``up``."""
        index = bisect_left(self.swaps, offset, key=itemgetter(0))
        if index == 0:
            return offset
        _, shown_end, start, end = self.swaps[index - 1]
        if offset < shown_end:
            return end if up else start
        return offset - shown_end + end

    def to_shown(self, offset: int, *, up: bool = False) -> int:
        """The offset in ``text`` for an offset in ``plain``; the reverse of :meth:`to_plain`.

        If text that is not in ``plain`` is shown there, the offset is after that text, or before it if
        ``up``.
        """
        find = bisect_left if up else bisect_right
        index = find(self.swaps, offset, key=itemgetter(3))
        if index < len(self.swaps) and self.swaps[index][2] < offset:
            return self.swaps[index][1] if up else self.swaps[index][0]
        if index == 0:
            return offset
        _, shown_end, _, end = self.swaps[index - 1]
        return offset - end + shown_end

    def stretch(self, start: int, end: int) -> Range:
        """The range of ``plain`` that a range of ``text`` shows."""
        return self.to_plain(start), self.to_plain(end, up=True)

    def shown(self, start: int, end: int) -> Iterator[Range]:
        """The ranges of ``text`` that show a range of ``plain``, ascending."""
        yield self.to_shown(start), self.to_shown(end, up=True)

    def begins(self, offset: int) -> int | None:
        """The start, in ``text``, of the line that shows a character; None if lines are in order."""
        return None

    def copied(self, start: int, end: int) -> str:
        """The text to copy for a range of ``text``."""
        text = self.plain[self.to_plain(start) : self.to_plain(end, up=True)]
        return self.marker + text if start == 0 else text

    def piece(self, start: int, end: int) -> Self:
        """A piece of this unit, from one offset in ``plain`` to another."""
        first = self.to_shown(start) if start else 0
        last = len(self.text)
        if end < len(self.plain):
            # Text added before a character stays with the piece before it.
            last = max(self.to_shown(end), self.to_shown(end, up=True))
        text = self.text[first:last]
        if self.role == "code" and end < len(self.plain):
            # A line break at the end ends the last line; it does not start another.
            text = text.removesuffix("\n")
        low = bisect_left(self.swaps, first, key=itemgetter(1)) if start else 0
        swaps = [
            (max(a, first) - first, b - first, max(c - start, 0), d - start)
            for a, b, c, d in self.swaps[low:]
            if a < last and b > first
        ]
        low = bisect_right(self.runs, first, key=lambda run: run.end)
        runs: list[Run] = []
        for run in self.runs[low:]:
            if run.start >= last:
                break
            runs.append(replace(run, start=max(run.start, first) - first, end=min(run.end, last) - first))
        return replace(
            self,
            text=text,
            plain=self.plain[start:end],
            base=self.base + start,
            swaps=tuple(swaps),
            runs=tuple(runs),
            first=self.rest if start else self.first,
            gap=0 if start else self.gap,
            marker="" if start else self.marker,
            goes_on=start > 0,
            picture=None if start else self.picture,
        )


def quiet(role: str, block: int, text: str, gap: int, base: int = 0) -> Unit:
    """Something that the screen adds: it is shown, but is not part of the article and is never copied."""
    return Unit(block, role, text, "", base, ((0, len(text), 0, 0),), gap=gap)


def fits(count: int, each: int, measure: int) -> int:
    """How many of ``count`` bars or levels of indentation leave two thirds of a line to the text."""
    return max(min(count, measure // 3 // each), 0)


# --- head -------------------------------------------------------------------------------------------


def head(
    view: ArticleView, measure: int, lacking: str = "", typography: Typography = PLAIN
) -> Iterator[Unit]:
    """The units before the blocks, in lines of ``measure`` cells.

    ``lacking`` is said in place of the text, if the library has none.
    """
    article = view.article
    title = typography.flow(article.title, running=False)
    yield replace(Unit(-1, "title", *_decoded(article.title)), flow=title)
    yield from _facts(view.summary, article.title, measure)
    if article.note:
        label = f"{article.note_label} " if article.note_label else ""
        bar = BAR * fits(1, len(BAR), measure)
        yield Unit(
            -1,
            "note",
            label + article.note,
            article.note,
            base=len(article.title) + 1,
            swaps=((0, len(label), 0, 0),) if label else (),
            runs=(Run(0, len(label), "strong"),) if label else (),
            bar=bar,
            marker=label,
            flow=typography.flow(article.note, running=True),
        )
    if lacking and view.summary.empty:
        yield Unit(-1, "meta", lacking, "", base=len(article.title), swaps=((0, len(lacking), 0, 0),))


def _facts(summary: Summary, title: str, measure: int) -> Iterator[Unit]:
    """The lines below the title: where the article is from, its tags, its address."""
    gap = 1
    for line in (f"{NBSP}· ".join(_meta(summary)), "  ".join(f"#{tag}" for tag in summary.tags)):
        if line:
            yield Unit(-1, "meta", line, "", base=len(title), swaps=((0, len(line), 0, 0),), gap=gap)
            gap = 0
    if is_web(summary.url):
        address = truncate(display(summary.url), measure)
        yield Unit(
            *(-1, "address", address, "", len(title), ((0, len(address), 0, 0),)),
            runs=(Run(0, len(address), "link", summary.url),),
            gap=gap,
        )


def _decoded(title: str) -> tuple[str, str, int, tuple[Swap, ...]]:
    """A title for a unit: with HTML entities decoded; as stored; no base; and where the two differ."""
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
    yield site_of(summary.site, summary.url, summary.source) or source_name(summary.source)
    if summary.author:
        yield summary.author
    if summary.published:
        yield summary.published[:10]
    elif date := _date(summary.added):
        yield f"added{NBSP}{date}"
    if summary.words:
        yield f"{math.ceil(summary.words / WORDS_A_MINUTE)}{NBSP}min"
    if language := name_of(summary.lang):
        yield language
    if 0 < (percent := round(summary.progress * 100)) < 100:
        yield f"{percent}{NBSP}%"
    if summary.vanished is not None:
        yield f"source{NBSP}vanished{NBSP}{_date(summary.vanished)}".rstrip(NBSP)
    if summary.changed is not None:
        yield f"changed{NBSP}since{NBSP}you{NBSP}read{NBSP}it"
    if summary.damage:
        yield f"damaged in the library: {summary.damage}"
    if origin := title_origin(summary):
        yield origin


def title_origin(summary: Summary) -> str:
    """Where a title came from that the page itself does not have, in words; else ""."""
    return _TITLE_FROM.get(summary.title_from, "")


def source_name(source: str) -> str:
    """A short name for a source: a file's folder (unless it is named ``pages`` or the like), or its name."""
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
    except (OverflowError, OSError, ValueError):  # a time that the platform's calendar does not have
        return ""


# --- tail -------------------------------------------------------------------------------------------


def _centred(text: str, measure: int) -> str:
    return NBSP * ((measure - len(text)) // 2) + text


def tail(view: ArticleView, measure: int, *, entries: bool, closing: str = "") -> Iterator[Unit]:
    """The end, followed by what is said ``closing``, and by the related ``entries`` if wanted."""
    after = len(view.article.blocks)
    if view.share < 1.0:
        yield quiet("end", after, _centred("──── shown up to here ────", measure), gap=2)
        part = f"{after:,} paragraphs, {max(1, math.floor(view.share * 100))} % of the article"
        prints = command(f"show {view.summary.id}")
        yield quiet("message", after, f"These are the first {part}. “{prints} | less” shows all.", gap=1)
    else:
        yield quiet("end", after, _centred("──── end ────", measure), gap=2)
    if closing:
        yield quiet("message", after, closing, gap=1)
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
        missing = f"  {entry.missing.replace(' ', NBSP)}"
        style, mark = "unresolved", UNRESOLVED
        swaps = (*swaps, (len(text), len(text) + len(missing), len(plain), len(plain)))
        text += missing
    elif entry.read:
        style, mark = "read", " "
    first = f"{display(entry.key):{keys}} {mark} "
    if not fits(1, width(first), measure):
        first = ""
    return Unit(
        *(block, "entry", text, plain, base, swaps),
        runs=(Run(0, len(text), style),),
        first=first,
        rest=" " * width(first),
        front="key",
        gap=0,
        entry=entry,
    )
