"""The signs within a paragraph of an Org document, as spans."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.blocks import Span, footnote_mark, picture
from reader.formats.composing import with_style
from reader.formats.flowing import SOFT, flowed, one_line, trimmed, with_addresses
from reader.formats.surroundings import Surroundings
from reader.picture_kinds import has_picture_name
from reader.text import collapse

_STYLES = {"*": "strong", "/": "emphasis", "_": "emphasis", "+": "deleted"}
_DEEPEST = 8

_SIGNS = re.compile(
    r"\[\[(?P<to>[^\[\]\n]{1,2000}+)\](?:\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\]){1,2000}+)\])?\]"
    r"|\[fn:(?P<note>[\w-]*)(?P<inline>:(?:[^\[\]]|\[[^\[\]]*\]){1,2000}+)?\]"
    r"|<(?P<address>https?://[^\s<>]{1,2000})>"
    r"|<<(?P<target>[^<>\n]{1,200})>>>?"
    r"|@@(?P<export>[\w-]+):.{0,1000}?@@"
    r"|(?P<math>\\\(.{1,1000}?\\\)|\\\[.{1,1000}?\\\]|(?<![\w$])\$(?![\s$])[^$]{1,500}+(?<!\s)\$(?!\w))"
    r"|(?<![^\s\-–—({'\"\[|>*/_+])(?:(?P<code>[=~])(?=\S)(?P<inside>.{1,500}?)(?<=\S)(?P=code)"
    r"|(?P<sign>[*/_+])(?=\S)(?P<styled>.{1,500}?)(?<=\S)(?P=sign))(?![^\s\-–—.,:;!?'\")}\]\[|<*/_+])"
    r"|(?P<break>\\\\[ \t]*(?=\n|\Z))",
    re.DOTALL,
)


class OrgText:
    """Turns the text of paragraphs into spans, and collects the footnotes that stand within them."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._labels: dict[str, str] = {}
        self._taken: set[str] = set()
        self._number = 0
        self.captions: dict[str, str] = {}
        """The captions of pictures, by their names."""
        self.notes: list[tuple[str, str]] = []
        """The label and the text of each footnote that is written where it is referred to."""

    def spans(self, text: str) -> list[Span]:
        """The spans of a paragraph. Line ends in them are where the author broke a line."""
        return trimmed(flowed(list(self._parts(text, 0))))

    def label_of(self, name: str) -> str:
        """The label of a footnote; those that are not numbers get the next number."""
        if name not in self._labels:
            label = name if name.isdigit() and name not in self._taken else ""
            while not label or label in self._taken:
                self._number += 1
                label = str(self._number)
            self._taken.add(label)
            self._labels[name] = label
        return self._labels[name]

    def _parts(self, text: str, depth: int) -> Iterator[Span]:
        at = 0
        for match in _SIGNS.finditer(text):
            yield from self._plain(text[at : match.start()])
            yield from self._sign(match, depth)
            at = match.end()
        yield from self._plain(text[at:])

    def _plain(self, text: str) -> Iterator[Span]:
        for part, address in with_addresses(text):
            href = self._around.link(address, part) if address else ""
            yield Span(_soft(part), "link" if href else "", href)

    def _sign(self, match: re.Match[str], depth: int) -> Iterator[Span]:
        if match["to"]:
            yield from self._link(match["to"], match["words"] or "", depth)
        elif match["note"] is not None:
            yield self._note(match["note"], match["inline"])
        elif match["address"]:
            yield from self._link(match["address"], "", depth)
        elif match["target"]:
            yield from self._plain(match["target"])
        elif match["math"]:
            yield Span(one_line(match["math"]), "math")
        elif match["code"]:
            yield Span(one_line(match["inside"]), "code")
        elif match["sign"] and depth < _DEEPEST:
            style = _STYLES[match["sign"]]
            yield from (with_style(span, style) for span in self._parts(match["styled"], depth + 1))
        elif match["break"] is not None:
            yield Span("\n")
        elif not match["export"]:
            yield Span(_soft(match[0]))

    def _link(self, to: str, words: str, depth: int) -> Iterator[Span]:
        to = re.sub(r"^file(?:\+\w+)?:", "", to.strip())
        name = to.partition("::")[0]
        local = not to.startswith(("http:", "https:", "/", "~"))
        shown = re.sub(r"^file(?:\+\w+)?:", "", words)
        if has_picture_name(name) and (not words or (has_picture_name(shown) and " " not in shown)):
            yield picture(self._around.picture(name if local else to), "")
            return
        inner = list(self._parts(words, depth + 1)) if words and depth < _DEEPEST else []
        title = collapse("".join([span.text for span in inner])).replace(SOFT, " ") or to.lstrip("*#")
        # A heading, a mark or an id is a place in the same text, or in one that has no name here.
        inside = to.startswith(("*", "#", "id:", "(", "/", "~")) or not re.search(r"[./:]", name)
        href = "" if inside else self._around.link(name if local else to, title)
        for span in inner or [Span(one_line(title))]:
            yield Span(span.text, with_style(span, "link").style, href or span.href) if href else span

    def _note(self, name: str, text: str | None) -> Span:
        label = self.label_of(name or f":{len(self.notes)}")
        if text is not None:
            self.notes.append((label, text[1:]))
        return footnote_mark(label)


def _soft(text: str) -> str:
    return re.sub(r"[ \t]*\n[ \t]*", SOFT, text).replace("\t", " ")
