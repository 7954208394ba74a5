"""The lines of an Org document, as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from textwrap import dedent

from reader.blocks import Block, Span, code, footnote, heading, paragraph, quote, rule, table, verse
from reader.formats.composing import footnotes_of, items_of, pictures_of, strong, texts_of
from reader.formats.flowing import one_line
from reader.formats.org.inline import OrgText
from reader.formats.surroundings import Surroundings, taken_in

# Levels of lists and quotations; what is nested more deeply is a paragraph.
_DEEPEST = 40

_HEADING = re.compile(r"(\*+)[ \t]+(\S.*)")
_TAGS = re.compile(r"[ \t]+:[\w@#%:]+:[ \t]*\Z")
_PRIORITY = re.compile(r"\[#\w\][ \t]*")
_BEGIN = re.compile(r"\s*#\+begin_(\S+)[ \t]*(.*)", re.IGNORECASE)
_END = re.compile(r"\s*#\+end_(\S+)", re.IGNORECASE)
_ENVIRONMENT = re.compile(r"\s*\\begin\{(\w+\*?)\}")
_DRAWER = re.compile(r"\s*:([A-Za-z][\w-]*):\s*")
_HIDDEN = ("properties", "logbook")
_ITEM = re.compile(r"([ \t]*)([-+]|\d{1,9}[.)]|(?<=[ \t])\*)(?:[ \t]+(.*)|)\Z")
_COUNTER = re.compile(r"\[@(\d{1,9})\][ \t]*")
_BOX = re.compile(r"\[([ Xx-])\](?:[ \t]+|\Z)")
_TERM = re.compile(r"(\S.{0,300}?)[ \t]+::(?:[ \t]+|\Z)")
_NOTE = re.compile(r"\[fn:([\w-]+)\][ \t]*(.*)")
_COOKIE = re.compile(r"<([lrc]?)\d*>")
_COMMA = re.compile(r"^([ \t]*),(?=[*,]|#\+)", re.MULTILINE)

_Made = tuple[int, Iterable[Block]]
"""Where the text goes on, and the blocks before that."""


class _Part:
    """Some lines, and where what begins in them may end."""

    def __init__(self, lines: Sequence[str], depth: int) -> None:
        self.lines = lines
        self.depth = depth

    @cached_property
    def _ends(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, line in enumerate(self.lines):
            bare = line.strip().lower()
            if bare.startswith(("#+end_", ":end:", "\\end{")):
                found.setdefault(bare, []).append(at)
        for places in found.values():
            places.reverse()
        return found

    def end(self, at: int, closing: str) -> int:
        """The first line after ``at`` that is ``closing``; 0 if there is none."""
        places = self._ends.get(closing.lower(), [])
        while places and places[-1] <= at:
            places.pop()
        return places[-1] if places else 0


class OrgLines:
    """Makes blocks of lines."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._text = OrgText(around)
        self._notes: dict[str, list[Block]] = {}
        self._caption = ""

    def blocks(self, lines: Sequence[str]) -> list[Block]:
        """The blocks of a document, with its footnotes at the end."""
        found = list(self._blocks(lines, 0))
        for label, blocks in self._notes.items():
            found += footnotes_of(label, blocks)
        # A note within the text may hold further ones, which lengthens the list.
        for label, text in self._text.notes:
            found.append(footnote(label, self._text.spans(text)))
        return found

    def _blocks(self, lines: Sequence[str], depth: int) -> Iterator[Block]:
        part = _Part(lines, depth)
        pending: list[str] = []
        at = 0
        while at < len(lines):
            end, made = self._special(part, at) if depth <= _DEEPEST else (at, ())
            if end > at or not lines[at].strip():
                yield from self._paragraph(pending)
                pending = []
            else:
                pending.append(lines[at])
            yield from made
            at = max(end, at + 1)
        yield from self._paragraph(pending)

    def _paragraph(self, lines: Sequence[str]) -> Iterator[Block]:
        spans = self._text.spans("\n".join(line.strip() for line in lines)) if lines else []
        if not spans:
            return
        names = [span.href for span in spans if "image" in span.style]
        caption = self._text.spans(self._take_caption()) if names else []
        yield from pictures_of(spans, dict.fromkeys(names[:1], caption)) or texts_of(spans)

    def _take_caption(self) -> str:
        caption, self._caption = self._caption, ""
        return caption

    def _special(self, part: _Part, at: int) -> _Made:
        """What begins at a line other than a paragraph; the same line if nothing does."""
        line = part.lines[at]
        bare = line.strip()
        if not bare:
            return at, ()
        if line[0] == "*" and (match := _HEADING.match(line)):
            title = _PRIORITY.sub("", _TAGS.sub("", match[2]), count=1)
            return at + 1, [heading(self._text.spans(title), len(match[1]))]
        if bare[0] == "#":
            return self._keyword(part, at, bare)
        if bare[0] == ":":
            return self._colon(part, at, bare)
        if bare[0] == "|":
            return self._table(part, at)
        if len(bare) >= 5 and not bare.strip("-"):
            return at + 1, [rule()]
        if (match := _ENVIRONMENT.match(line)) and (end := part.end(at, f"\\end{{{match[1]}}}")):
            return end + 1, [verse([one_line(each) for each in _dedented(part.lines[at : end + 1])])]
        if line[0] == "[" and (match := _NOTE.match(line)):
            return self._note(part, at, match)
        if match := _ITEM.match(line):
            return self._item(part, at, match)
        return at, ()

    # --- what begins with a sign ----------------------------------------------------------------------

    def _keyword(self, part: _Part, at: int, bare: str) -> _Made:
        if match := _BEGIN.match(bare):
            end = part.end(at, f"#+end_{match[1]}")
            if end:
                inner = part.lines[at + 1 : end]
                return end + 1, self._framed(match[1].lower(), match[2], inner, part.depth)
        key, colon, value = bare[2:].partition(":")
        if bare.startswith("#+") and colon:
            if key.lower().startswith("caption"):
                self._caption = one_line(value).strip()
            return at + 1, ()
        # A comment. A hash without a space is a word.
        return (at + 1, ()) if bare == "#" or bare.startswith("# ") else (at, ())

    def _framed(self, kind: str, words: str, lines: Sequence[str], depth: int) -> Iterator[Block]:
        if kind in ("src", "example"):
            language = words.split()[0] if kind == "src" and words else ""
            yield from self._captioned()
            yield code(_COMMA.sub(r"\1", "\n".join(_dedented(lines))), language)
        elif kind == "verse":
            yield verse([self._verse_line(line) for line in _dedented(lines)])
        elif kind == "export":
            if words.strip().lower() == "html":
                from reader.formats.markup import blocks_of_html

                yield from taken_in(blocks_of_html("\n".join(lines)).blocks, self._around)
        elif kind != "comment":
            inner = self._blocks(lines, depth + 1)
            yield from map(quote, inner) if kind == "quote" else inner

    def _verse_line(self, line: str) -> list[Span]:
        indent = len(line) - len(line.lstrip())
        return [*([Span(" " * indent)] if indent and line.strip() else []), *self._text.spans(line)]

    def _captioned(self) -> Iterator[Block]:
        """The caption that stood above a table or code, as a paragraph."""
        if caption := self._take_caption():
            yield paragraph(self._text.spans(caption))

    def _colon(self, part: _Part, at: int, bare: str) -> _Made:
        if f"{bare} ".startswith(": "):
            end = at
            while end < len(part.lines) and f"{part.lines[end].strip()} ".startswith(": "):
                end += 1
            return end, [code("\n".join(line.strip()[2:] for line in part.lines[at:end]))]
        if (match := _DRAWER.match(bare)) and (end := part.end(at, ":end:")):
            hidden = match[1].lower() in _HIDDEN
            return end + 1, () if hidden else self._blocks(part.lines[at + 1 : end], part.depth + 1)
        return at, ()

    def _table(self, part: _Part, at: int) -> _Made:
        end = at
        rows: list[list[list[Span]]] = []
        align, header = "", 0
        while end < len(part.lines) and (line := part.lines[end].strip()).startswith("|"):
            end += 1
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if line.startswith("|-"):
                header = header or len(rows)
            elif any(cells) and all(not cell or _COOKIE.fullmatch(cell) for cell in cells):
                align = "".join((_COOKIE.match(cell) or ["", ""])[1] or "l" for cell in cells)
            else:
                rows.append([self._text.spans(cell) for cell in cells])
        if not rows:
            return end, ()
        header = header if header < len(rows) else 0
        return end, [*self._captioned(), table(rows, align=align, header=header)]

    def _note(self, part: _Part, at: int, match: re.Match[str]) -> _Made:
        end = at + 1
        while end < len(part.lines):
            line = part.lines[end]
            if _NOTE.match(line) or _HEADING.match(line) or not (line.strip() or part.lines[end - 1].strip()):
                break
            end += 1
        label = self._text.label_of(match[1])
        inner = self._blocks([match[2], *part.lines[at + 1 : end]], part.depth + 1)
        self._notes.setdefault(label, []).extend(inner)
        return end, ()

    def _item(self, part: _Part, at: int, match: re.Match[str]) -> _Made:
        indent = _width(match[1])
        end = last = at + 1
        while end < len(part.lines):
            line = part.lines[end]
            if line.strip():
                if _width(line) <= indent:
                    break
                last = end + 1
            elif end + 1 < len(part.lines) and not part.lines[end + 1].strip():
                break
            end += 1
        marker, text = match[2], match[3] or ""
        if count := _COUNTER.match(text):
            marker, text = f"{count[1]}{marker[-1]}", text[count.end() :]
        box = _BOX.match(text)
        text = text[box.end() :] if box else text
        term = _TERM.match(text) if marker in "-+*" else None
        text = text[term.end() :] if term else text
        # One space stays, because a star at the beginning of a line would make it a heading.
        inner = list(
            self._blocks([f" {text}", *_dedented(part.lines[at + 1 : last], keep=1)], part.depth + 1)
        )
        if term:
            name = strong(self._text.spans(term[1]))
            if inner and inner[0].kind == "paragraph":
                inner[0] = paragraph([*name, Span(": "), *inner[0].spans])
            else:
                inner.insert(0, paragraph(name))
        done = box[1] in "Xx" if box else None
        return last, items_of(inner, "•" if marker in "-+*" else marker, done)


def _width(line: str) -> int:
    expanded = line.expandtabs(8)
    return len(expanded) - len(expanded.lstrip())


def _dedented(lines: Sequence[str], keep: int = 0) -> list[str]:
    """The lines without the indentation that all of them have, or with that many spaces of it."""
    text = dedent("\n".join(line.expandtabs(8) for line in lines))
    return [" " * keep + line if line else "" for line in text.split("\n")] if lines else []
