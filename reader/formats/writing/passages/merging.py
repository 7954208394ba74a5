"""Writes highlights into a text that may have some of them already, so that none comes twice. Pure.

Each passage ends with a line that has its *mark*: ``highlight ID DIGEST LINES``. ID is what the passage is
called; DIGEST is that of the LINES lines above, as they were written. If they are still the same, they are
replaced when the highlight has changed. If someone has edited them, they stay as they are. Everything else in
the text stays, too: nothing is ever removed from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from reader.facts import Passage
from reader.formats.writing.passages.identity import MarkedArticle, digest
from reader.formats.writing.passages.templates import Template, filled, values_of

_MARK = re.compile(r"\bhighlight ([0-9a-f]{12}) ([0-9a-f]{8}) (\d{1,5})\b")


@dataclass(frozen=True, slots=True)
class Merged:
    """A text with highlights in it.

    Attributes:
        text: the text.
        added: how many were not in it before.
        updated: how many were in it in another form.
        kept: how many were left as someone has edited them, though the library has them in another form.
    """

    text: str
    added: int = 0
    updated: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class _Region:
    """Where a passage is in a text: its lines from ``start`` to ``mark``, which has its mark."""

    name: str
    start: int
    mark: int
    untouched: bool


def names_in(text: str) -> set[str]:
    """What the passages are called that are in a text."""
    return {found[1] for found in _MARK.finditer(text)}


def merge(text: str, articles: Iterable[MarkedArticle], template: Template, *, alone: bool = False) -> Merged:
    """Writes the highlights of articles into a text.

    Args:
        text: what the file has now; "" for a new file.
        articles: the highlights, article by article.
        template: how they are written.
        alone: whether the file is that of one article.
    """
    ends = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n") if text else []
    body = _Body(lines)
    added = updated = kept = 0
    for article in articles:
        for_article = [
            (name, _written(template, values_of(passage, name))) for name, passage in article.passages
        ]
        there = [name for name, _ in for_article if name in body.names]
        outcomes = [body.update(name, made) for name, made in for_article if name in body.names]
        updated += outcomes.count("updated")
        kept += outcomes.count("kept")
        added += len(for_article) - len(there)
        if not there:
            body.append(_head(template, article.first, alone=alone, first=not body.filled))
        before: str | None = None
        for name, made in for_article:
            if name not in body.names:
                body.insert(name, made, after=before, before=there)
            before = name
    if not added and not updated:
        return Merged(text, 0, 0, kept)
    return Merged(ends.join(body.lines).rstrip() + ends, added, updated, kept)


def _head(template: Template, passage: Passage, *, alone: bool, first: bool) -> list[str]:
    """What stands before the first passage of an article."""
    values = values_of(passage, "")
    if alone and first and "article file" in template.parts:
        return filled(template, "article file", values)
    top = filled(template, "file", values) if first and not alone else []
    own = filled(template, "article", values)
    return [*top, *([""] if top and own else []), *own]


def _written(template: Template, values: Mapping[str, str]) -> list[str]:
    """The lines of a passage, the last one with its mark."""
    *above, last = filled(template, "passage", {**values, "mark": "\0"})
    return [*above, last.replace("\0", _mark(values["id"], above))]


def _mark(name: str, above: Sequence[str]) -> str:
    return f"highlight {name} {_digest(above)} {len(above)}"


def _digest(lines: Sequence[str]) -> str:
    # Editors take spaces away at the ends of lines.
    return digest("\n".join(line.rstrip() for line in lines), 8)


class _Body:
    """The lines of a file, and where the passages are in them."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        while self.lines and not self.lines[-1].strip():
            self.lines.pop()
        self._regions = _regions(self.lines)

    @property
    def filled(self) -> bool:
        """Whether there is anything in the file."""
        return bool(self.lines)

    @property
    def names(self) -> Mapping[str, list[_Region]]:
        """The passages that are in it."""
        return self._regions

    def update(self, name: str, made: list[str]) -> Literal["same", "updated", "kept"]:
        """Writes a passage that is there anew; says what came of it."""
        outcome: Literal["same", "updated", "kept"] = "same"
        # From the last to the first: what is before a passage does not move.
        for region in reversed(self._regions[name]):
            mark = _MARK.search(self.lines[region.mark])
            wanted = _MARK.search(made[-1])
            assert mark is not None
            assert wanted is not None
            if mark[0] == wanted[0]:
                continue
            if region.untouched:
                # Around the mark someone may have written something.
                line = self.lines[region.mark].replace(mark[0], wanted[0])
                self.lines[region.start : region.mark + 1] = [*made[:-1], line]
                outcome = "updated"
            elif outcome == "same":
                outcome = "kept"
        if outcome == "updated":
            self._regions = _regions(self.lines)
        return outcome

    def append(self, lines: list[str]) -> None:
        """Adds lines at the end, after a blank one."""
        if lines:
            self.lines += [*([""] if self.lines else []), *lines]

    def insert(self, name: str, made: list[str], *, after: str | None, before: Sequence[str]) -> None:
        """Adds a passage after another one, or before the first of some; otherwise at the end."""
        if after is not None and after in self._regions:
            at = self._regions[after][-1].mark + 1
            self.lines[at:at] = ["", *made]
            # What follows, if it does so at once, is set apart.
            at += 1 + len(made)
            if at < len(self.lines) and self.lines[at].strip():
                self.lines.insert(at, "")
        elif first := next((one for one in before if one in self._regions), None):
            region = self._regions[first][0]
            if not region.untouched:
                # Where it begins is not known.
                return self.insert(name, made, after=first, before=())
            self.lines[region.start : region.start] = [*made, ""]
        else:
            self.append(made)
        self._regions = _regions(self.lines)
        return None


def _regions(lines: Sequence[str]) -> dict[str, list[_Region]]:
    """The passages in lines, in their order. What stands inside a passage is no mark of another one."""
    found: list[_Region] = []
    at = len(lines) - 1
    while at >= 0:
        if (mark := _MARK.search(lines[at])) is not None:
            start = at - int(mark[3])
            untouched = start >= 0 and _digest(lines[start:at]) == mark[2]
            found.append(_Region(mark[1], start if untouched else at, at, untouched))
            at = start if untouched and start < at else at
        at -= 1
    regions: dict[str, list[_Region]] = {}
    for region in reversed(found):
        regions.setdefault(region.name, []).append(region)
    return regions
