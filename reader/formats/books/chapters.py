"""Which pages of a book, or parts of pages, make a chapter, and what the chapter is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from reader.formats.books.contents import ContentsEntry
from reader.formats.books.files import local, text_of
from reader.formats.books.package import BookPackage, SpineItem
from reader.text import fold

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NO_ARTICLES = frozenset(("cover", "cover-page", "coverpage", "toc", "loi", "lot", "page-list", "landmarks"))
_HEADINGS = ("h1", "h2", "h3")
_NUMBER = re.compile(
    r"(?:(?:chapter|kapitel|chapitre|cap[ií]tulo|capitolo|глава|part|teil)\s+)?"
    r"(?:\d{1,3}(?:\.\d{1,3})*|[ivxlc]{1,7})\s*[.:)–—-]?\s+",
    re.IGNORECASE,
)
_NO_TITLES = frozenset(("", "untitled", "unknown", "cover", "unbekannt", "sans titre", "none", "contents"))


class BookPart(NamedTuple):
    """A page of a book, or what stands in it from one named place to another; "" is its start and its end."""

    path: str
    start: str = ""
    end: str = ""


@dataclass(slots=True)
class Chapter:
    """A chapter: an article.

    Attributes:
        member: identifies it in its book: the path of its first page, with ``#`` and a place if need be.
        title: what it is called, or "".
        parts: what it consists of.
    """

    member: str
    title: str
    parts: list[BookPart] = field(default_factory=list)


class PageOutline(NamedTuple):
    """What has to be known of a page to tell where chapters begin."""

    headings: tuple[str, ...]
    title: str
    has_text: bool
    has_pictures: bool
    is_contents: bool
    names: frozenset[str]


def outline_of(root: Element, wanted: frozenset[str]) -> PageOutline:
    """What a page consists of; ``wanted`` are the places in it that the contents name."""
    headings: list[str] = []
    title = ""
    size = pictures = 0
    names: set[str] = set()
    body = next((element for element in root.iter() if local(element) == "body"), root)
    for element in root.iter():
        tag = local(element)
        names.update(name for key in ("id", "name") if (name := element.get(key)) in wanted and name)
        if tag == "title" and not title:
            title = text_of(element)
        elif tag in _HEADINGS and len(headings) < 3:
            headings.append(text_of(element))
        pictures += tag in ("img", "image", "svg")
    for text in body.itertext():
        size += len(text.strip())
        if size:
            break
    return PageOutline(
        headings=tuple(filter(None, headings)),
        title=title,
        has_text=size > 0,
        has_pictures=pictures > 0,
        is_contents="toc" in (body.get("epub:type") or "").split(),
        names=frozenset(names),
    )


class ChapterPlanner:
    """Goes through the pages of a book in order, and makes chapters of them."""

    def __init__(self, package: BookPackage, contents: Sequence[ContentsEntry]) -> None:
        self.chapters: list[Chapter] = []
        self._package = package
        self._contents = contents
        self._by_path: dict[str, list[ContentsEntry]] = {}
        for entry in contents:
            self._by_path.setdefault(entry.path, []).append(entry)
        self._alone = len([item for item in package.spine if not self.leaves_out(item)]) == 1

    def leaves_out(self, item: SpineItem) -> bool:
        """Whether a page is no article, as the book says: the cover, the contents."""
        kind = self._package.guide.get(item.path, "")
        return kind in _NO_ARTICLES or item.path == self._package.nav or "nav" in item.properties.split()

    def wanted(self, path: str) -> frozenset[str]:
        """The places in a page that the contents name."""
        return frozenset(entry.fragment for entry in self._by_path.get(path, ()) if entry.fragment)

    def add(self, item: SpineItem, page: PageOutline) -> None:
        """Takes the next page."""
        entries = self._by_path.get(item.path, [])
        if page.is_contents or not (page.has_text or page.has_pictures):
            return
        if not page.has_text and not entries:
            # A page with only a picture is a plate, or, at the beginning, the cover.
            if self.chapters:
                self.chapters[-1].parts.append(BookPart(item.path))
            elif self._contents or not item.linear:
                return
        splits = self._splits(entries, page)
        if len(splits) > 1:
            self._split(item.path, splits, page)
        elif self._goes_on(entries, page):
            self.chapters[-1].parts.append(BookPart(item.path))
        elif page.has_text or entries or not self.chapters:
            self.chapters.append(Chapter(item.path, self._title(entries, page), [BookPart(item.path)]))

    def _goes_on(self, entries: list[ContentsEntry], page: PageOutline) -> bool:
        """Whether a page continues the chapter before it: programs cut long chapters into several files."""
        if entries or not self.chapters or page.headings or not page.has_text:
            return False
        return self.chapters[-1].parts[0].path in self._by_path

    def _splits(self, entries: list[ContentsEntry], page: PageOutline) -> list[ContentsEntry]:
        """The lines of the contents at which a page that holds several chapters is divided."""
        levels = sorted({entry.level for entry in entries})
        # The contents of a book that is a single page may have the title of the book at their top.
        for level in levels if self._alone else levels[:1]:
            found = [entry for entry in entries if entry.level <= level]
            places: dict[str, ContentsEntry] = {}
            for entry in found:
                if not entry.fragment or entry.fragment in page.names:
                    places.setdefault(entry.fragment, entry)
            if len(places) > 1:
                return list(places.values())
        return []

    def _split(self, path: str, splits: list[ContentsEntry], page: PageOutline) -> None:
        for number, entry in enumerate(splits):
            end = splits[number + 1].fragment if number + 1 < len(splits) else ""
            start = entry.fragment if number else ""
            member = f"{path}#{entry.fragment}" if entry.fragment else path
            self.chapters.append(Chapter(member, entry.title, [BookPart(path, start, end)]))

    def _title(self, entries: list[ContentsEntry], page: PageOutline) -> str:
        """The title of a chapter: that of the contents, without a number that its heading does not have."""
        heading = page.headings[0] if page.headings else ""
        if entries:
            entry = min(entries, key=lambda entry: (bool(entry.fragment), entry.level))
            if not entry.fragment or entry.level == 1 or not heading:
                plain = _NUMBER.sub("", entry.title, count=1)
                return heading if heading and fold(plain) == fold(heading) else entry.title
        if heading:
            return heading
        plain = fold(page.title)
        return "" if plain in _NO_TITLES or plain == fold(self._package.title) else page.title


def members_of(chapters: Sequence[Chapter]) -> dict[str, str]:
    """Which chapter a page belongs to, by its path; for one of several chapters, the first."""
    found: dict[str, str] = {}
    for chapter in chapters:
        for part in chapter.parts:
            found.setdefault(part.path, chapter.member)
            for place in (part.start, chapter.member.partition("#")[2]):
                if place:
                    found[f"{part.path}#{place}"] = chapter.member
    return found


def cut(root: Element, part: BookPart) -> None:
    """Leaves only a part of a page in its tree."""
    places = {
        name: element
        for element in root.iter()
        for key in ("name", "id")
        if (name := element.get(key)) in (part.start, part.end) and name
    }
    if part.end and (element := places.get(part.end)) is not None:
        _drop(element, after=True)
    if part.start and (element := places.get(part.start)) is not None:
        _drop(element, after=False)


def _drop(place: Element, *, after: bool) -> None:
    """Removes what stands before a place, or the place and what stands after it."""
    element = place
    while (parent := element.getparent()) is not None and local(element) != "body":
        others = list(element.itersiblings(preceding=not after))
        for other in others:
            parent.remove(other)
        if not after:
            parent.text = None
        elif element is place:
            parent.remove(place)
        else:
            element.tail = None
        element = parent
