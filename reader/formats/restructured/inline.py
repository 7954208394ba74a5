"""The nodes within a paragraph of reStructuredText, as spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.blocks import Span, footnote_mark, lowered, picture, raised
from reader.formats.composing import with_style
from reader.formats.flowing import SOFT, flowed, one_line, trimmed
from reader.formats.surroundings import Surroundings
from reader.text import clean, collapse

if TYPE_CHECKING:
    from docutils.nodes import Node

_STYLES = {
    "emphasis": "emphasis",
    "strong": "strong",
    "title_reference": "emphasis",
    "literal": "code",
    "math": "",
    "superscript": "superscript",
    "subscript": "subscript",
}
_ROLE = re.compile(r"(?::([\w:.+-]+):)?`(.*)`(?::([\w:.+-]+):)?_{0,2}", re.DOTALL)
_TARGET = re.compile(r"(.*?)\s*<([^<>]*)>", re.DOTALL)
_CODE_ROLES = frozenset(
    (
        *("attr", "class", "cls", "command", "const", "data", "envvar", "exc", "file", "func", "kbd", "meth"),
        *("mod", "obj", "option", "program", "samp", "token", "type", "var"),
    )
)


class RestructuredText:
    """Turns nodes into spans."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def spans(self, node: Node) -> list[Span]:
        """The spans of a paragraph, title or the like."""
        return trimmed(flowed(list(self._children(node))))

    def _children(self, node: Node) -> Iterator[Span]:
        for child in node.children:
            yield from self._of(child)

    def _of(self, node: Node) -> Iterator[Span]:
        name = type(node).__name__
        if name == "Text":
            yield Span(_soft(node.astext()))
        elif name == "image":
            yield self.picture(node)
        elif name == "reference":
            yield from self._reference(node)
        elif name in ("footnote_reference", "citation_reference"):
            yield footnote_mark(collapse(clean(node.astext())))
        elif name == "problematic":
            yield from self._problem(node.astext())
        elif name in ("superscript", "subscript"):
            moved = (raised if name == "superscript" else lowered)(one_line(node.astext()))
            yield moved
        elif name == "math":
            yield Span(one_line(f"${node.astext()}$"), "math")
        elif name not in ("target", "raw", "comment", "system_message", "substitution_definition"):
            style = _STYLES.get(name, "")
            yield from (with_style(span, style) if style else span for span in self._children(node))

    def picture(self, node: Node) -> Span:
        """The span of an image."""
        given = node.attributes
        name = self._around.picture(clean(str(given.get("uri", ""))))
        return picture(name, collapse(one_line(str(given.get("alt", "")))))

    def _reference(self, node: Node) -> Iterator[Span]:
        inner = list(self._children(node))
        address = str(node.attributes.get("refuri", ""))
        title = collapse("".join([span.text for span in inner]).replace(SOFT, " "))
        href = self._around.link(address, title) if address else ""
        for span in inner:
            if href and "image" not in span.style:
                yield Span(span.text, with_style(span, "link").style, href)
            else:
                yield span

    def _problem(self, text: str) -> Iterator[Span]:
        """What docutils could not read: a role or a reference of Sphinx, or signs without a meaning."""
        match = _ROLE.fullmatch(text)
        if match is None:
            yield Span(_soft(text))
            return
        words = match[2]
        if target := _TARGET.fullmatch(words):
            words = target[1] or target[2]
        elif words.startswith("~"):
            words = words.rpartition(".")[2].lstrip("~")
        role = (match[1] or match[3] or "").rpartition(":")[2]
        yield Span(_soft(words.lstrip("!")), "code" if role in _CODE_ROLES else "")


def _soft(text: str) -> str:
    return re.sub(r"[ \t]*\n[ \t]*", SOFT, clean(text)).replace("\t", " ")
