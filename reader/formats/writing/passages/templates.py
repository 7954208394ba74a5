"""Templates for highlights: a small format, documented in docs/exports.md. Nothing in it is executed.

A template has parts, each after a line with its name: ``--- passage ---``. In a part, ``{quote}`` is a value,
``{quote:markdown}`` the same written for Markdown, ``{?note} … {/note}`` is there only if there is a note,
and ``{!note} … {/note}`` only if there is none. ``{{`` and ``}}`` are braces.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from reader.addresses import is_web
from reader.colors import shown_color
from reader.errors import ReaderError
from reader.facts import Passage
from reader.formats.writing.notes import plain
from reader.text import collapse, display_text

PartName = Literal["file", "article file", "article", "passage"]
"""``file``: at the top of a file of many articles; ``article file``: at the top of a file of one;
``article``: before the first passage of an article; ``passage``: each passage."""

LONGEST = 100_000
"""Characters of a template."""

_PART = re.compile(r"---\s*(file|article file|article|passage)((?:\s+\.\w{1,10})?)\s*---\s*")
_TOKEN = re.compile(r"\{\{|\}\}|\{([?!/]?)([a-z]+)((?::[a-z]+)*)\}|[{}]")
_OF_ARTICLE = ("title", "url", "site", "author", "published", "tags", "lang")
_OF_PASSAGE = ("quote", "note", "color", "shown", "created", "marks", "mark", "id", "lost")
NAMES: Final = (*_OF_ARTICLE, *_OF_PASSAGE)
"""The values that there are."""

_FILTERS: Final[Mapping[str, Callable[[str], str]]] = {
    "markdown": lambda text: "\n".join(map(plain, text.split("\n"))),
    "yaml": lambda text: json.dumps(text, ensure_ascii=False),  # JSON is YAML, too
    "html": html.escape,
    "line": collapse,
    "day": lambda text: text[:10],
    "list": lambda text: json.dumps(_several(text), ensure_ascii=False),
    "hash": lambda text: " ".join("#" + "-".join(one.split()) for one in _several(text)),
}
FILTERS: Final = tuple(_FILTERS)
"""The ways of writing a value."""


def _several(text: str) -> list[str]:
    """The tags that a value names."""
    return text.split(_BETWEEN) if text else []


_BETWEEN = ", "


class TemplateError(ReaderError):
    """A template says something that is not in the format."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a line: text (``value`` is ""), a value, or the beginning or end of a section."""

    text: str = ""
    value: str = ""
    section: str = ""
    filters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A template: its parts as lines, and the end of the names of its files."""

    parts: Mapping[PartName, tuple[tuple[_Piece, ...], ...]]
    suffix: str = ".md"


def parse(text: str, name: str = "template") -> Template:
    """Reads a template. ``name`` stands in the errors.

    Raises:
        TemplateError: it is not one; the error names the line.
    """
    if len(text) > LONGEST:
        raise TemplateError(f"{name} is too long for a template: more than {LONGEST:,} characters")
    parts: dict[PartName, list[tuple[_Piece, ...]]] = {}
    suffix = ".md"
    current: PartName | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if found := _PART.fullmatch(line):
            part: PartName = next(part for part in get_args(PartName) if part == found[1])
            if part in parts:
                raise TemplateError(f"{name}, line {number}: there are two parts called {part}")
            parts[part] = []
            current = part
            suffix = found[2].strip() or suffix
        elif current is not None:
            parts[current].append(tuple(_pieces(line, current, f"{name}, line {number}")))
    if "passage" not in parts:
        raise TemplateError(f"{name} has no line '--- passage ---', after which a passage is described")
    for part, lines in parts.items():
        _check_sections(lines, f"{name}, part {part}")
    trimmed = {part: _trimmed(lines) for part, lines in parts.items()}
    marked = [any(piece.value == "mark" for piece in line) for line in trimmed["passage"]]
    if sum(marked) != 1 or not marked[-1]:
        raise TemplateError(
            f"{name}: the last line of the part passage needs {{mark}}, by which the passage is found again"
        )
    return Template(trimmed, suffix)


def _pieces(line: str, part: PartName, where: str) -> Iterator[_Piece]:
    at = 0
    for token in _TOKEN.finditer(line):
        if token.start() > at:
            yield _Piece(text=line[at : token.start()])
        at = token.end()
        if token[0] in ("{{", "}}"):
            yield _Piece(text=token[0][0])
            continue
        if token[2] is None:
            raise TemplateError(f"{where}: a single brace; two of them ({token[0] * 2}) are a brace")
        sign, value, filters = token[1], token[2], tuple(filter(None, token[3].split(":")))
        known = _OF_ARTICLE if part != "passage" else NAMES
        if value not in known:
            raise TemplateError(f"{where}: there is no value {{{value}}} here: there are {', '.join(known)}")
        for one in filters:
            if one not in FILTERS:
                raise TemplateError(f"{where}: there is no {{{value}:{one}}}: there are {', '.join(FILTERS)}")
        yield _Piece(value=value, section=sign, filters=filters)
    if at < len(line):
        yield _Piece(text=line[at:])


def _check_sections(lines: list[tuple[_Piece, ...]], where: str) -> None:
    opened: list[str] = []
    for piece in (piece for line in lines for piece in line if piece.section):
        if piece.section != "/":
            opened.append(piece.value)
        elif not opened or opened.pop() != piece.value:
            raise TemplateError(f"{where}: {{/{piece.value}}} ends nothing that was begun before it")
    if opened:
        raise TemplateError(f"{where}: {{?{opened[-1]}}} has no {{/{opened[-1]}}}")


def _trimmed(lines: list[tuple[_Piece, ...]]) -> tuple[tuple[_Piece, ...], ...]:
    """A part without the blank lines at its ends."""
    filled = [number for number, line in enumerate(lines) if any(p.value or p.text.strip() for p in line)]
    return tuple(lines[filled[0] : filled[-1] + 1]) if filled else ()


# --- filling in ---------------------------------------------------------------------------------------


def values_of(passage: Passage, name: str) -> dict[str, str]:
    """The values of a passage and its article. ``name`` is what the passage is called in files."""
    one = passage.stored.highlight
    texts = {
        "title": collapse(passage.title),
        "url": _address(passage.url),
        "site": collapse(passage.site),
        "author": collapse(passage.author),
        "published": passage.published,
        "tags": _BETWEEN.join(passage.tags),
        "lang": passage.lang,
        "quote": "\n".join(line.strip() for line in one.quote.splitlines()),
        "note": one.note,
        "color": one.color,
        "shown": shown_color(one.color),
        "created": one.created,
        "marks": _BETWEEN.join(one.tags),
        "id": name,
        "lost": "lost" if passage.stored.lost else "",
    }
    return {value: display_text(text) for value, text in texts.items()}


def _address(url: str) -> str:
    """An address that can be a link: one on the web, without signs that would end the link."""
    if not is_web(url):
        return ""
    return "".join(f"%{ord(char):02X}" if char in ' <>"`' else char for char in collapse(url))


def filled(template: Template, part: PartName, values: Mapping[str, str]) -> list[str]:
    """The lines of a part with values in it; none if the template does not have the part.

    A line with nothing but values and sections that are all empty is left out. Where a value has several
    lines, each begins with what stands before the value: quotation signs stay, other signs become spaces.
    """
    lines: list[str] = []
    skipped: list[bool] = []
    for pieces in template.parts.get(part, ()):
        if pieces and (made := _filled(pieces, values, skipped)) is not None:
            lines += made
        elif not pieces and not any(skipped):
            lines.append("")
    return _without_gaps(lines)


def _filled(pieces: tuple[_Piece, ...], values: Mapping[str, str], skipped: list[bool]) -> list[str] | None:
    """One line of a template, filled in; None if it is left out. ``skipped``: the sections that are open."""
    text, said, asked = "", False, False
    for piece in pieces:
        if piece.section:
            asked = True
            if piece.section == "/":
                skipped.pop()
            else:
                skipped.append(bool(values.get(piece.value)) is (piece.section == "!"))
        elif any(skipped):
            asked = True
        elif piece.value:
            asked = True
            value = _written(values.get(piece.value, ""), piece.filters)
            said = said or bool(value.strip())
            text += value.replace("\n", f"\n{_continued(text.rpartition(chr(10))[2])}")
        else:
            # Signs of a list, a quotation or emphasis alone say nothing.
            said = said or any(map(str.isalnum, piece.text))
            text += piece.text
    if asked and not said:
        return None
    return [line.rstrip() for line in text.split("\n")]


def _continued(before: str) -> str:
    """How the further lines of a value begin, from what stands before its first."""
    if any(char.isalnum() for char in before):
        return ""
    return "".join(char if char in "> \t" else " " for char in before)


def _written(value: str, filters: tuple[str, ...]) -> str:
    for name in filters:
        value = _FILTERS[name](value)
    return value


def _without_gaps(lines: list[str]) -> list[str]:
    """The lines without blank ones at the ends, and no two blank ones together: left out lines leave gaps."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept
