"""Footnotes: which links of a page are marks of footnotes, and which elements hold the notes.

A mark is a short link to a place on the same page. It is a footnote's if the page says so in one of the ways
that programs write them (classes, roles, names such as ``fn1``), or if the note links back to the mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from reader.formats.markup.addresses import fragment_of
from reader.formats.markup.elements import names, tag_of
from reader.text import clean, collapse

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MARK = re.compile(
    r"[\[(]?\s*(?:(?:note|fn|nb|n|注|註|lower-alpha)\.?\s*)?(?:\d{1,4}|[a-z]{1,2}|[ivxlc]{1,6}|[*†‡§¶#]{1,4})\s*[\])]?\.?:?",
    re.I,
)
_NAMED = re.compile(
    r"(?:^|[_:.-])(?:user-content-)?(?:fn|ftn|footnote|foot|endnote|edn|note|cite_?note|reference|bib|sdfootnote|easy-footnote-bottom|f|n)"
    r"[-_:.]?\w{0,12}\d+\w*$|^(?:fn|footnote|cite_note)[:_-]",
    re.I,
)
_SAID = re.compile(r"footnote|noteref|endnote|sdfootnote|\bfn\b|fnref|^reference$|\breference\b", re.I)
_BACK_SAID = re.compile(r"footnote-?back|reversefootnote|backlink|backref|fn-back|footnote-return", re.I)
_ARROWS = names("↩ ↩︎ ↩️ ↑ ^ ⏎ ⤴ ⇑ ⬆ ↵ « ← back return zurück retour")
_HOLDERS = ("li", "aside", "dd", "p", "div", "tr", "section", "td", "footer")
_TOO_LARGE = names("body html article main table ol ul h1 h2 h3 h4 h5 h6")
_LONGEST = 5000
_MOST_MARKS = 5000
_MOST_LEVELS = 6


@dataclass(slots=True)
class Notes:
    """The footnotes of a page.

    Attributes:
        marks: the elements that are marks, and the label of the note each refers to.
        bodies: the elements that hold notes, and their labels.
        left_out: links back, and elements that only hold a note's label.
    """

    marks: dict[Element, str] = field(default_factory=dict)
    bodies: dict[Element, str] = field(default_factory=dict)
    left_out: set[Element] = field(default_factory=set)


NO_NOTES = Notes()


def notes_in(root: Element, base: str = "", page: str = "") -> Notes:
    """The footnotes of a page or a part of one; ``base`` and ``page`` are as in :func:`link_of`.

    A note stands behind the first mark that refers to it; what stands before may be a link back.
    """
    links = {
        link: unquote(name)
        for link in root.iter("a", "{*}a")
        if "#" in (link.get("href") or "") and (name := fragment_of(link.get("href"), base, page))
    }
    if not links:
        return NO_NOTES
    finder = _Finder(root, links)
    finder.find_notes()
    if finder.notes.bodies:
        finder.find_links_back()
    return finder.notes


class _Finder:
    """Looks for the notes among the links of a page to places on it."""

    def __init__(self, root: Element, links: dict[Element, str]) -> None:
        self.notes = Notes()
        self._links = links
        self._places: dict[str, Element] = {}
        self._order: dict[Element, int] = {}
        wanted = frozenset(links.values())
        for number, element in enumerate(root.iter()):
            if element in links:
                self._order[element] = number
            attributes = element.attrib
            for key in ("id", "name") if attributes else ():
                name = attributes.get(key)
                if name in wanted and name not in self._places:
                    self._places[name] = element
                    self._order[element] = number

    def find_notes(self) -> None:
        """Finds the marks and the notes."""
        bodies: dict[str, Element] = {}
        claimed: dict[Element, str] = {}
        marks: list[tuple[Element, str]] = []
        for link, name in self._links.items():
            if len(marks) >= _MOST_MARKS:
                break
            text = collapse("".join(link.itertext()))
            if len(text) > 12 or not _MARK.fullmatch(text) or name not in self._places:
                continue
            if name not in bodies:
                body = self._body_of(link, name)
                if body is None:
                    continue
                bodies[name] = body
                if claimed.setdefault(body, name) != name:
                    # Several notes in one element cannot be told apart.
                    claimed[body] = ""
            if not _is_inside(link, bodies[name]):
                marks.append((link, name))
        labels: dict[str, str] = {}
        for link, name in marks:
            body = bodies[name]
            if not claimed[body]:
                continue
            if name not in labels:
                labels[name] = _label(collapse("".join(link.itertext())), set(labels.values()))
                self.notes.bodies[body] = labels[name]
                place = self._places[name]
                is_label = tag_of(place) in ("dt", "sup") or "label" in (place.get("class") or "")
                if place is not body and is_label:
                    self.notes.left_out.add(place)
            self.notes.marks[_whole_mark(link)] = labels[name]

    def _body_of(self, link: Element, name: str) -> Element | None:
        """The note that a link refers to, if it is a mark and stands before the note."""
        place = self._places[name]
        if self._order[place] < self._order[link]:
            return None
        body = _body(place)
        if body is None or _is_inside(link, body):
            return None
        said = _is_said(link) or _NAMED.search(name)
        return body if said or self._links_back(body, link) else None

    def _links_back(self, body: Element, mark: Element) -> bool:
        links = (link for link in body.iter("a", "{*}a") if link in self._links)
        places = (self._places.get(self._links[link]) for link in links)
        return any(place is not None and _is_near(place, mark) for place in places)

    def find_links_back(self) -> None:
        """Finds the links from notes back to the text, which nobody needs."""
        inside = {inner for mark in self.notes.marks for inner in mark.iter()}
        for link, name in self._links.items():
            if link in inside or name not in self._places:
                continue
            around = _around(link, self.notes.bodies)
            if around is None:
                continue
            text = collapse("".join(link.itertext()))
            back = self._places[name]
            if (
                text in _ARROWS
                or len(text) <= 3
                or _BACK_SAID.search(link.get("class") or "")
                or back in inside
                or any(inner in inside for inner in islice(back.iter("a", "sup", "span"), 20))
            ):
                self.notes.left_out.add(_back_mark(link, around))


def _label(text: str, taken: set[str]) -> str:
    label = clean(text).strip("[]() .:") or clean(text).strip() or "*"
    name, number = label, 2
    while name in taken:
        name, number = f"{label}-{number}", number + 1
    return name


def _whole_mark(link: Element) -> Element:
    """The element around a mark that holds nothing else: ``sup``, brackets."""
    mark = link
    text = collapse("".join(link.itertext()))
    while (parent := mark.getparent()) is not None and tag_of(parent) in ("sup", "span", "small"):
        around = _text(parent)
        if around not in (text, f"[{text}]", f"({text})"):
            break
        mark = parent
    return mark


def _back_mark(link: Element, body: Element) -> Element:
    mark = link
    while (
        (parent := mark.getparent()) is not None
        and parent is not body
        and tag_of(parent) in ("sup", "span", "b", "small")
    ):
        rest = _text(parent).strip("^↑ ,.[]():")
        if len(rest) > 12:
            break
        mark = parent
    return mark


def _is_said(link: Element) -> bool:
    near = [link]
    parent = link.getparent()
    if parent is not None:
        near.append(parent)
    for element in near:
        for name in ("class", "role", "rel", "{http://www.idpf.org/2007/ops}type", "epub:type"):
            if _SAID.search(element.get(name) or ""):
                return True
    return False


def _body(place: Element) -> Element | None:
    """The element that holds the text of the note that begins at a place."""
    element: Element | None = place
    own = _text(place)
    tag = tag_of(place)
    if tag == "dt":
        following = place.getnext()
        return following if following is not None and tag_of(following) == "dd" else None
    if tag == "table":
        rows = list(place.iter("tr"))
        element, own = rows[0] if len(rows) == 1 else None, ""
    for _ in range(_MOST_LEVELS):
        if element is None or tag_of(element) in _TOO_LARGE:
            break
        tag = tag_of(element)
        text = _text(element)
        if tag in _HOLDERS and len(text) > _LONGEST:
            return None
        if (
            tag in _HOLDERS
            and len(text) > len(own) * (tag_of(place) not in _HOLDERS)
            and len(text.strip("[]()0123456789.*†‡^↑↩ ")) > 1
        ):
            return element
        element = element.getparent()
    return None


def _text(element: Element) -> str:
    parts: list[str] = []
    size = 0
    for text in element.itertext():
        parts.append(text)
        size += len(text)
        if size > 2 * _LONGEST:
            break
    return collapse("".join(parts))


def _is_near(place: Element, mark: Element) -> bool:
    """Whether a place is a mark, inside it, or closely around it."""
    if place is mark or _is_inside(place, mark):
        return True
    parent, steps = mark.getparent(), 0
    while parent is not None and steps < 3:
        if parent is place:
            return len(_text(place)) < 400
        parent, steps = parent.getparent(), steps + 1
    # An empty anchor beside the mark.
    return place.getparent() is mark.getparent() and not _text(place)


def _is_inside(element: Element, around: Element) -> bool:
    inner: Element | None = element
    while inner is not None:
        if inner is around:
            return True
        inner = inner.getparent()
    return False


def _around(link: Element, bodies: dict[Element, str]) -> Element | None:
    element: Element | None = link
    while element is not None:
        if element in bodies:
            return element
        element = element.getparent()
    return None
