"""The format of EPUB books: each chapter is an article, in the order of the book."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from reader.blocks import Block
from reader.errors import UnreadableSource
from reader.formats.books.chapters import BookPart, Chapter, ChapterPlanner, cut, members_of, outline_of
from reader.formats.books.contents import contents_of
from reader.formats.books.endnotes import BookNotes
from reader.formats.books.files import CONTAINER, BookFiles, is_container_file, local, place_of
from reader.formats.books.package import BookPackage, package_of
from reader.formats.leading import found_again
from reader.formats.parsed import Parsed, Refused
from reader.formats.writing.carried import carried_in
from reader.model import UNTITLED, Article, Asset, Facts, Link, LinkKind
from reader.picture_kinds import media_type_of
from reader.sources import Fetched, Names
from reader.text import clean, collapse, fold

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reader.formats.markup import Marked

_TYPE = b"application/epub+zip"
_ZIP = b"PK\3\4"
_MOST_LINKS = 1000
# No page has this address, so no link is one within the page.
_OTHER_PART = "part"


def sniff(fetched: Fetched) -> bool:
    """Whether a file is a book, packed, or says where the package of an unpacked one is."""
    head = fetched.head()
    if is_container_file(fetched):
        return b"oasis:names:tc:opendocument:xmlns:container" in head
    return head.startswith(_ZIP) and (_TYPE in head[:200] or CONTAINER.encode() in head)


def takes(name: str, names: Names) -> Collection[str]:
    """All files of an unpacked book."""
    if name != CONTAINER and not name.endswith(f"/{CONTAINER}"):
        return ()
    return names.under(name.removesuffix(CONTAINER).rstrip("/"))


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The chapters of a book.

    Raises:
        UnreadableSource: it is damaged or encrypted, or holds no chapters.
        OSError: it cannot be read.
    """
    files = BookFiles(fetched)
    package = package_of(files)
    if _is_ours(files, package):
        yield from _carried(files, package)
        return
    book = _Book(files, package)
    yield from book.missing
    yield from book.articles()
    if files.damage:
        yield Refused("", files.damage)


def _is_ours(files: BookFiles, package: BookPackage) -> bool:
    """Whether a book was written by ``reader export``: each chapter carries its article."""
    found = (carried_in(files.raw(item.path), lambda _: None) for item in package.spine)
    return bool(package.spine) and all(parsed is not None for parsed in found)


def _carried(files: BookFiles, package: BookPackage) -> Iterator[Parsed]:
    """The articles that the chapters carry, with their pictures."""
    for path in (item.path for item in package.spine):
        pictures = partial(_beside, files, path)
        if parsed := carried_in(files.raw(path), pictures):
            yield found_again(replace(parsed, member=path), partial(_source_of, files, path))


def _source_of(files: BookFiles, path: str, name: str) -> str:
    return f"{files.source}#{posixpath.join(posixpath.dirname(path), name)}"


def _beside(files: BookFiles, path: str, name: str) -> bytes | None:
    return files.raw(posixpath.join(posixpath.dirname(path), name)) or None


class _Book:
    def __init__(self, files: BookFiles, package: BookPackage) -> None:
        self.files = files
        self.missing: list[Refused] = []
        self._package = package
        self._chapters = self._planned()
        self._members = members_of(self._chapters)
        self._notes = BookNotes(self._tree)
        if not self._chapters and not self.missing:
            raise UnreadableSource("is a book without chapters")

    def _planned(self) -> list[Chapter]:
        planner = ChapterPlanner(self._package, contents_of(self.files, self._package))
        for item in self._package.spine:
            if planner.leaves_out(item):
                continue
            root = self._tree(item.path)
            if root is None:
                there = self.files.get(item.path) is not None
                reason = "cannot be read" if there else "is listed in the book but is not in it"
                self.missing.append(Refused(clean(item.path), reason))
            else:
                planner.add(item, outline_of(root, planner.wanted(item.path)))
        return planner.chapters

    def _tree(self, path: str) -> Element | None:
        """The elements of a page; None if the book lacks it or it is not text."""
        from reader.formats.markup.reading import tree_of

        raw = self.files.raw(path)
        try:
            return tree_of(raw).root if raw.strip() else None
        except UnreadableSource:
            return None

    def articles(self) -> Iterator[Parsed]:
        """Each chapter, with links to those before and behind it."""
        before: Parsed | None = None
        for chapter in self._chapters:
            parsed = self._article(chapter)
            if parsed is None:
                continue
            if before is not None:
                parsed = self._with_link(parsed, "previous", before)
                yield self._with_link(before, "next", parsed)
            before = parsed
        if before is not None:
            yield before

    def _with_link(self, parsed: Parsed, kind: LinkKind, other: Parsed) -> Parsed:
        link = Link(kind=kind, title=other.article.title, address=f"{self.files.source}#{other.member}")
        links = parsed.article.links
        return replace(parsed, article=replace(parsed.article, links=(*links, link)))

    def _article(self, chapter: Chapter) -> Parsed | None:
        blocks: list[Block] = []
        assets: dict[str, Asset] = {}
        lang = ""
        for part in chapter.parts:
            marked = self._marked(part, assets)
            if marked is not None:
                blocks += marked.blocks
                lang = lang or marked.lang
        if not blocks:
            return None
        title = chapter.title or _first_words(blocks)
        package = self._package
        return Parsed(
            article=Article(
                title=clean(title) or package.title or UNTITLED,
                blocks=tuple(_without_headings(blocks, title)),
                links=tuple(self._links(chapter, blocks)),
                title_from="page" if chapter.title else "text",
                lang=lang or package.lang,
            ),
            member=clean(chapter.member),
            assets=tuple(assets.values()),
            facts=Facts(site=package.title, author=package.author, published=package.published),
        )

    # --- a page -------------------------------------------------------------------------------------------

    def _marked(self, part: BookPart, assets: dict[str, Asset]) -> Marked | None:
        from reader.formats.markup import marked

        root = self._tree(part.path)
        if root is None:
            return None
        if part.start or part.end:
            cut(root, part)
        self._notes.bring(root, part.path)
        # Links to the other chapters in the same file are links to other articles.
        page = _OTHER_PART if (part.start or part.end) and _leads_out(root, part.path) else ""
        _show_drawings(root)

        def choose(_element: Element, places: Sequence[str]) -> str:
            return self._picture(places, part.path, assets)

        return marked(root, base=quote(part.path), page=page, choose=choose)

    def _picture(self, places: Sequence[str], path: str, assets: dict[str, Asset]) -> str:
        for place in places:
            where, _ = place_of(place.split("?")[0], path)
            name = clean(where)
            if name in assets:
                return name
            raw = self.files.raw(where)
            if kind := media_type_of(raw):
                assets[name] = Asset(name=name, raw=raw, media_type=kind)
                return name
        # A picture on the web, or one that is missing: its address is kept.
        return clean(next((place for place in places if not place.startswith("data:")), ""))

    def _links(self, chapter: Chapter, blocks: Sequence[Block]) -> Iterator[Link]:
        """The links of a chapter to others."""
        found: set[str] = set()
        for block in blocks:
            for span in block.spans:
                title = collapse(span.text)
                if "link" not in span.style or not title or len(found) >= _MOST_LINKS:
                    continue
                path, _, place = unquote(span.href).partition("#")
                member = self._members.get(f"{path}#{place}") or self._members.get(path)
                if member and member != chapter.member and member not in found:
                    found.add(member)
                    yield Link(kind="inline", title=title, address=f"{self.files.source}#{clean(member)}")


def _leads_out(root: Element, path: str) -> bool:
    """Writes out links to places in a page that are not in this part of it; whether there are any."""
    here = {name for element in root.iter() for key in ("id", "name") if (name := element.get(key))}
    found = False
    for link in root.iter("a"):
        href = link.get("href") or ""
        if href.startswith("#") and unquote(href[1:]) not in here:
            link.set("href", f"{quote(path.rpartition('/')[2])}{href}")
            found = True
    return found


def _show_drawings(root: Element) -> None:
    """Pictures that stand in a drawing (SVG), as covers and plates do, become pictures of the page."""
    from lxml import etree

    for image in [element for element in root.iter() if local(element) == "image"]:
        href = image.get("href") or image.get("xlink:href") or image.get("{http://www.w3.org/1999/xlink}href")
        drawing: Element | None = image
        while drawing is not None and local(drawing) != "svg":
            drawing = drawing.getparent()
        around = None if drawing is None else drawing.getparent()
        if not href or drawing is None or around is None:
            continue
        picture = etree.Element("img")
        picture.set("src", href)
        picture.tail, drawing.tail = drawing.tail, None
        around.replace(drawing, picture)


def _without_headings(blocks: Sequence[Block], title: str) -> Sequence[Block]:
    """The blocks without headings at the beginning that say nothing but the title."""
    from reader.formats.markup import without_title

    count = 0
    while count < len(blocks) and blocks[count].kind == "heading":
        count += 1
    together = " ".join(block.plain for block in blocks[:count])
    if count > 1 and _letters(together) == _letters(title):
        return blocks[count:]
    return without_title(blocks, title)


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def _first_words(blocks: Sequence[Block]) -> str:
    words = next((collapse(block.plain) for block in blocks if block.plain.strip()), "")
    return words if len(words) <= 66 else f"{words[:66].rpartition(' ')[0] or words[:66]}…"
