"""Collects text and turns it into blocks: what is around the text decides which kind of block it becomes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reader import blocks
from reader.blocks import Block, Span
from reader.text import clean

BREAK = Span("\n", "", "\n")
"""Stands for a line break in the text that is being collected."""

# Lists and quotations that are nested more deeply look like those of this level.
_DEEPEST = 20

_SPACES = re.compile(r"\s\s+|[ \t\n\r\f\v\x1c-\x1f\x85]")
_LEAD = re.compile(r"[ \t\n\r\f\v]*([\xa0\u2000-\u200a\u202f\u3000]+)")
_VERSE_LINE = 80
_VERSE_LEAST = 2
_BACK = "↩↑⏎⤴⇑^\ufe0e\ufe0f \xa0"


@dataclass(slots=True)
class OpenList:
    """A list that is open: the number and the form of its next marker."""

    ordered: bool
    number: int = 1
    step: int = 1
    form: str = "1"


@dataclass(slots=True)
class OpenItem:
    """An item that is open; it is fresh until its first text has been written."""

    level: int
    marker: str
    done: bool | None = None
    fresh: bool = True


class BlockWriter:
    """Blocks in the making.

    Attributes:
        blocks: those that are finished.
        style: the style of the text that comes next.
        href: the address of the link around it, or "".
        lists, items, quotes, heading: what is open around it.
        label: the footnote that the text belongs to; None outside footnotes, "" after its first paragraph.
        solid: above 0 while block boundaries inside the text are only spaces (headings, cells, captions).
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.style: frozenset[str] = frozenset()
        self.href = ""
        self.lists: list[OpenList] = []
        self.items: list[OpenItem] = []
        self.quotes = 0
        self.heading = 0
        self.label: str | None = None
        self.solid = 0
        self.task: bool | None = None
        self._run: list[Span] = []
        self._blank = True

    # --- collecting -----------------------------------------------------------------------------

    def text(self, text: str) -> None:
        """Adds text in the current style."""
        href = self.href
        text = clean(text)
        self._run.append(Span(text, _style(self.style, bool(href)), href))
        self._blank = self._blank and not text.strip()

    def formula(self, text: str) -> None:
        """Adds a formula in the current style."""
        before, self.style = self.style, self.style.union(("math",))
        self.text(text)
        self.style = before

    def span(self, span: Span) -> None:
        """Adds a span as it is."""
        self._run.append(span)
        self._blank = False

    def line_break(self) -> None:
        """Ends the line."""
        self._run.append(Span(" ") if self.solid else BREAK)

    def boundary(self) -> None:
        """Ends the block, unless blocks are only spaces here."""
        if self.solid:
            self._run.append(Span(" "))
        elif self._run:
            self.flush()

    @property
    def is_blank(self) -> bool:
        """Whether no text has been collected since the last block ended."""
        return self._blank

    def taken(self) -> tuple[Span, ...]:
        """What has been collected, as one line; it is not written."""
        run, self._run = self._run, []
        self._blank = True
        return tidy([Span(" ") if span is BREAK else span for span in run])

    # --- writing --------------------------------------------------------------------------------

    def flush(self) -> None:
        """Writes what has been collected as blocks."""
        run, self._run = self._run, []
        self._blank = True
        if not run:
            return
        if BREAK not in run:
            self._write_line(tidy(run))
            return
        lines = _lines(run)
        for stanzas in _groups(lines):
            self._write_lines(stanzas)

    def write(self, block: Block) -> None:
        """Writes a finished block, inside whatever is open."""
        if self.items:
            item = self.items[-1]
            if item.fresh and any(map(str.isalnum, item.marker)):
                # A numbered item that begins with a table or a picture still shows its number.
                self._write_item(item, ())
            item.fresh = False
            if block.kind not in ("heading", "item", "footnote"):
                block = replace(block, inside=min(item.level, _DEEPEST))
        self._append(block)

    def _append(self, block: Block) -> None:
        if self.quotes:
            depth = min(self.quotes, _DEEPEST)
            if block.kind == "paragraph" and not block.inside:
                block = replace(block, kind="quote", level=depth)
            else:
                block = replace(block, quoted=depth)
        self.blocks.append(block)

    def _write_line(self, spans: tuple[Span, ...]) -> None:
        if not spans:
            return
        pictures = [span for span in spans if "image" in span.style]
        if pictures and not self.heading and not _words(spans):
            for picture in pictures:
                self.write(Block("image", (picture,)))
        elif self.label is not None:
            self._write_note(spans)
        elif self.heading:
            marker = ""
            if self.items and self.items[-1].fresh:
                marker, self.items[-1].fresh = self.items[-1].marker, False
            self._append(blocks.heading(spans, self.heading, marker if any(map(str.isalnum, marker)) else ""))
        elif self.items and self.items[-1].fresh:
            self._write_item(self.items[-1], spans)
        elif self.task is not None:
            self._append(blocks.item(spans, max(1, len(self.items)), done=self.task))
            self.task = None
        else:
            self.write(blocks.paragraph(spans))

    def _write_item(self, item: OpenItem, spans: Sequence[Span]) -> None:
        item.fresh = False
        self._append(blocks.item(spans, min(item.level, _DEEPEST), item.marker, done=item.done))

    def _write_note(self, spans: tuple[Span, ...]) -> None:
        label = self.label or ""
        if label:
            spans = _without_label(spans, label)
        last = spans[-1] if spans else None
        if last and "image" not in last.style and (shorter := last.text.rstrip(_BACK)) != last.text:
            spans = tidy([*spans[:-1], replace(last, text=shorter)])
        if spans:
            self._append(blocks.footnote(label, spans))
            self.label = ""

    def _write_lines(self, stanzas: list[list[tuple[Span, ...]]]) -> None:
        lines = [line for stanza in stanzas for line in stanza]
        verse = (
            len(lines) >= _VERSE_LEAST
            and not self.heading
            and self.label is None
            and all(_length(line) <= _VERSE_LINE for line in lines)
            and any(len(stanza) > 1 for stanza in stanzas)
        )
        if not verse:
            for stanza in stanzas:
                for line in stanza:
                    self._write_line(tidy(line))
            return
        if self.items and self.items[-1].fresh:
            # The first line of an item stands beside its marker.
            self._write_line(tidy(stanzas[0].pop(0)))
        written: list[tuple[Span, ...]] = []
        for stanza in stanzas:
            if stanza:
                written += [(), *stanza] if written else stanza
        if len(written) == 1:
            self._write_line(tidy(written[0]))
        elif written:
            self.write(blocks.verse(written))


@lru_cache(maxsize=1024)
def _style(names: frozenset[str], linked: bool) -> str:
    return blocks.styled(*names, *(("link",) if linked else ()))


def tidy(run: Sequence[Span]) -> tuple[Span, ...]:
    """Spans with white space as a page shows it: one space for each run of it, and none at the ends."""
    if len(run) == 1 and not run[0].style:
        text = _SPACES.sub(" ", run[0].text).strip()
        return (Span(text),) if text else ()
    spans: list[Span] = []
    after_space = True
    for span in run:
        if "image" in span.style:
            spans.append(span)
            after_space = False
            continue
        text = _SPACES.sub(" ", span.text)
        if after_space:
            text = text.lstrip()
        if not text:
            continue
        after_space = text[-1] == " "
        spans.append(span if text == span.text else Span(text, span.style, span.href))
    while spans and "image" not in spans[-1].style:
        text = spans[-1].text.rstrip()
        if text:
            if text != spans[-1].text:
                spans[-1] = replace(spans[-1], text=text)
            break
        spans.pop()
    return blocks.joined(_scripts(spans))


def _scripts(spans: list[Span]) -> list[Span]:
    for at, span in enumerate(spans):
        if span.style == "superscript":
            spans[at] = blocks.raised(span.text)
        elif span.style == "subscript":
            spans[at] = blocks.lowered(span.text)
    return spans


def _words(spans: Sequence[Span]) -> bool:
    return any("image" not in span.style and span.text.strip() for span in spans)


def _length(line: Sequence[Span]) -> int:
    return sum(len(span.text) for span in line)


def _lines(run: list[Span]) -> list[tuple[Span, ...]]:
    """The lines between line breaks; spaces that indent a line stay at its beginning."""
    lines: list[tuple[Span, ...]] = []
    line: list[Span] = []
    for span in (*run, BREAK):
        if span is not BREAK:
            line.append(span)
            continue
        first = next((span.text for span in line if span.text), "")
        found = _LEAD.match(first)
        spans = tidy(line)
        if found and spans and _words(spans):
            wide = sum(2 if char == "\u3000" else 1 for char in found[1])
            spans = (Span(" " * min(wide, 40)), *spans)
        lines.append(spans)
        line = []
    return lines


def _groups(lines: list[tuple[Span, ...]]) -> list[list[list[tuple[Span, ...]]]]:
    """The lines in groups that are written together: stanzas, or single stanzas if one line is long."""
    stanzas: list[list[tuple[Span, ...]]] = [[]]
    for line in lines:
        if _words(line):
            stanzas[-1].append(line)
        elif line:
            stanzas += [[line], []]
        else:
            stanzas.append([])
    stanzas = [stanza for stanza in stanzas if stanza]
    if all(_length(line) <= _VERSE_LINE and _words(line) for stanza in stanzas for line in stanza):
        return [stanzas]
    return [[stanza] for stanza in stanzas]


def _without_label(spans: tuple[Span, ...], label: str) -> tuple[Span, ...]:
    """The text of a footnote without the label and the arrows that it begins with."""
    pattern = re.compile(
        rf"[\s^↑↩\ufe0e*]*(?:[\[(]?\s*(?i:{re.escape(label)})\s*[\])]?(?:[.:)]|\s|$|(?=[^\W\d])))?[\s^↑]*"
    )
    plain = "".join(span.text for span in spans)
    # Superscripts may have been written with their own characters.
    plain = plain.translate(_RAISED)
    match = pattern.match(plain)
    skip = match.end() if match else 0
    kept: list[Span] = []
    for span in spans:
        if skip >= len(span.text) and "image" not in span.style:
            skip -= len(span.text)
            continue
        kept.append(replace(span, text=span.text[skip:]) if skip else span)
        skip = 0
    return tidy(kept)


_RAISED = {raised: plain for plain, raised in blocks.SUPERSCRIPTS.items()}
