"""The contents of a book: which titles its chapters have, and where they begin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from reader.formats.books.files import BookFiles, local, place_of, text_of
from reader.formats.books.package import BookPackage

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MOST = 10_000
_DEEPEST = 20


class ContentsEntry(NamedTuple):
    """A line of the contents: its title, the file and the place in it, and its level, from 1."""

    title: str
    path: str
    fragment: str
    level: int


def contents_of(files: BookFiles, package: BookPackage) -> list[ContentsEntry]:
    """The contents of a book, in order: those of EPUB 3, else those of EPUB 2; empty if it has none."""
    if package.nav and (root := files.xml(package.nav)) is not None:
        navs = [element for element in root.iter() if local(element) == "nav"]
        for element in navs:
            if "landmarks" in kinds_of(element):
                _landmarks(element, package)
        toc = next((element for element in navs if "toc" in kinds_of(element)), None)
        if toc is not None and (found := list(_listed(toc, package.nav))):
            return found
    if package.ncx and (root := files.xml(package.ncx)) is not None:
        return list(_points(root, package.ncx))
    return []


def kinds_of(element: Element) -> list[str]:
    """The words of ``epub:type``, and of ``role`` without ``doc-``."""
    words: list[str] = []
    for key, value in element.attrib.items():
        name = str(key).rpartition("}")[2]
        if name in ("type", "epub:type"):
            words += value.lower().split()
        elif name == "role":
            words += value.lower().replace("doc-", "").split()
    return words


def _landmarks(nav: Element, package: BookPackage) -> None:
    """What the book says some pages are, as in the guide of EPUB 2."""
    for link in nav.iter():
        if local(link) == "a" and (path := place_of(link.get("href") or "", package.nav)[0]):
            for kind in kinds_of(link):
                package.guide.setdefault(path, kind)


def _listed(nav: Element, path: str) -> Iterator[ContentsEntry]:
    found = 0
    for link in nav.iter():
        if local(link) != "a" or found >= _MOST:
            continue
        place, fragment = place_of(link.get("href") or "", path)
        title = text_of(link)
        level, around = 0, link.getparent()
        while around is not None and around is not nav:
            level += local(around) in ("ol", "ul")
            around = around.getparent()
        if place and title:
            found += 1
            yield ContentsEntry(title, place, fragment, max(1, min(level, _DEEPEST)))


def _points(root: Element, path: str) -> Iterator[ContentsEntry]:
    found = 0
    for point in root.iter():
        if local(point) != "navpoint" or found >= _MOST:
            continue
        label = next((child for child in point if local(child) == "navlabel"), None)
        content = next((child for child in point if local(child) == "content"), None)
        place, fragment = place_of("" if content is None else content.get("src") or "", path)
        title = "" if label is None else text_of(label)
        level, around = 1, point.getparent()
        while around is not None and local(around) == "navpoint" and level < _DEEPEST:
            level, around = level + 1, around.getparent()
        if place and place != path and title:
            found += 1
            yield ContentsEntry(title, place, fragment, level)
