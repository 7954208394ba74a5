"""Notes that stand in another file of the book, or in another part of the same one, are brought along."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from copy import deepcopy
from typing import TYPE_CHECKING

from reader.formats.books.contents import kinds_of
from reader.formats.books.files import local, place_of
from reader.text import collapse

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MARK = re.compile(r"[\[(]?\s*(?:\d{1,4}|[a-z]|[ivxlc]{1,6}|[*†‡§¶#]{1,4})\s*[\])]?\.?", re.IGNORECASE)
_INLINE = frozenset(("a", "sup", "sub", "span", "b", "i", "em", "strong", "small", "cite"))
_NO_NOTES = frozenset(
    ("body", "html", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ol", "ul", "dl", "tbody")
)
_LONGEST = 20_000
_KEPT = 4
_MOST = 5_000


class BookNotes:
    """Finds notes in the files of a book. A few files are kept: their notes come one after the other."""

    def __init__(self, load: Callable[[str], Element | None]) -> None:
        """``load`` returns the root of a page by its path, or None."""
        self._load = load
        self._places: OrderedDict[str, dict[str, Element]] = OrderedDict()

    def bring(self, root: Element, path: str) -> None:
        """Copies notes that are not in ``root`` to its end, and lets their marks lead there."""
        here = {name for element in root.iter() for name in _names(element)}
        body = next((element for element in root.iter() if local(element) == "body"), root)
        brought: dict[tuple[str, str], str] = {}
        for link in [element for element in root.iter() if local(element) == "a"]:
            where, fragment = place_of(link.get("href") or "", path)
            if not fragment or (where == path and fragment in here) or len(brought) >= _MOST:
                continue
            name = brought.get((where, fragment))
            if name is None:
                note = self._note(link, where, fragment, path)
                if note is None:
                    continue
                name = brought[where, fragment] = f"brought-footnote-{len(brought) + 1}"
                body.append(_aside(note, name))
            link.set("href", f"#{name}")
            # Whatever the mark looks like, it is one now.
            link.set("role", "doc-noteref")

    def _note(self, link: Element, where: str, fragment: str, path: str) -> Element | None:
        """The element that holds the note that a link leads to; None if it is not a mark of a note."""
        text = collapse("".join(link.itertext()))
        said = any("noteref" in kind for kind in kinds_of(link))
        if not said and not (_MARK.fullmatch(text) and not _begins_its_block(link)):
            return None
        place = self._of(where).get(fragment)
        note = None if place is None else _around(place)
        if note is None:
            return None
        return note if said or self._links_back(note, where, path) else None

    def _links_back(self, note: Element, where: str, path: str) -> bool:
        if any(kind in ("footnote", "endnote", "rearnote", "note") for kind in kinds_of(note)):
            return True
        links = (link for link in note.iter() if local(link) == "a")
        return any(place_of(link.get("href") or "", where)[0] == path for link in links)

    def _of(self, path: str) -> dict[str, Element]:
        """The elements of a page that have names."""
        places = self._places.pop(path, None)
        if places is None:
            root = self._load(path)
            places = {}
            for element in () if root is None else root.iter():
                for name in _names(element):
                    places.setdefault(name, element)
        self._places[path] = places
        if len(self._places) > _KEPT:
            self._places.popitem(last=False)
        return places


def _begins_its_block(link: Element) -> bool:
    """Whether a link is the first thing in its paragraph: so is the number of a note, which leads back."""
    element: Element | None = link
    while element is not None and (element is link or local(element) in _INLINE):
        before = element.getprevious()
        parent = element.getparent()
        text = (parent.text if before is None else before.tail) if parent is not None else ""
        if (text or "").strip(" \n\t\r[(") or (before is not None and "".join(before.itertext()).strip()):
            return False
        element = parent
    return True


def _names(element: Element) -> list[str]:
    if not isinstance(element.tag, str):
        return []
    return [name for key in ("id", "name") if (name := element.get(key))]


def _around(place: Element) -> Element | None:
    """The element that holds the note at a place: the place itself, or the paragraph or item around it."""
    element: Element | None = place
    while element is not None and (local(element) in _INLINE or not _says_something(element)):
        element = element.getparent()
    if element is None or local(element) in _NO_NOTES:
        return None
    return element if sum(map(len, element.itertext())) <= _LONGEST else None


def _says_something(element: Element) -> bool:
    return len(collapse("".join(element.itertext())).strip("[]()0123456789.*†‡↩^ ")) > 1


def _aside(note: Element, name: str) -> Element:
    """A copy of a note, to stand at the end of a page."""
    from lxml import etree

    aside = etree.Element("aside")
    aside.set("id", name)
    aside.set("role", "doc-footnote")
    copy = deepcopy(note)
    copy.tail = None
    copy.attrib.pop("hidden", None)
    if local(copy) in ("li", "aside", "dd", "td", "tr", "section", "div"):
        copy.tag = "div"
    # Links back to the text go: their marks have new names, and whoever shows the note writes its number.
    for link in [element for element in copy.iter() if local(element) == "a"]:
        for key in ("id", "name"):
            link.attrib.pop(key, None)
        text = collapse("".join(link.itertext()))
        if len(text.strip("[]().: ")) <= 3 and "#" in (link.get("href") or ""):
            _remove(link)
    aside.append(copy)
    return aside


def _remove(element: Element) -> None:
    """Takes an element out, and leaves the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    parent.remove(element)
