"""What a book says about itself: its package (OPF), and whether it is encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from reader import moments
from reader.errors import UnreadableSource
from reader.formats.books.files import CONTAINER, BookFiles, local, place_of, text_of
from reader.formats.markup.elements import language_code

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PAGES = ("application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document", "text/xml")
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#rc")
"""How fonts are made useless outside their book. Everything else that is encrypted is so for good."""


class SpineItem(NamedTuple):
    """A page of a book: its path, what the book says of it (``nav``), and whether it is in the main order."""

    path: str
    properties: str = ""
    linear: bool = True


@dataclass(slots=True)
class BookPackage:
    """What a book says about itself.

    Attributes:
        title: its title.
        author: its authors, joined by ", ".
        published: when it was published, as :mod:`reader.moments` writes times.
        lang: the code of its language, or "".
        spine: its pages, in reading order.
        nav: the path of its contents as HTML (EPUB 3), or "".
        ncx: the path of its contents as XML (EPUB 2), or "".
        guide: the kinds of some pages by path: ``cover``, ``toc``, ``title-page``.
    """

    title: str = ""
    author: str = ""
    published: str = ""
    lang: str = ""
    spine: list[SpineItem] = field(default_factory=list)
    nav: str = ""
    ncx: str = ""
    guide: dict[str, str] = field(default_factory=dict)


def package_of(files: BookFiles) -> BookPackage:
    """The package of a book.

    Raises:
        UnreadableSource: it has none, or is encrypted.
    """
    for path in _paths(files):
        root = files.xml(path)
        if root is not None and local(root) == "package":
            package = _read(root, path)
            _require_open(files, package)
            return package
    raise UnreadableSource(
        f"is a book without a list of its pages{f' ({files.damage})' if files.damage else ''}"
    )


def _paths(files: BookFiles) -> Iterator[str]:
    root = files.xml(CONTAINER)
    for element in () if root is None else root.iter():
        if local(element) == "rootfile" and (path := element.get("full-path")):
            # The path is one from the top of the book.
            yield place_of(path, "")[0]
    yield from files.packages()


def _read(root: Element, path: str) -> BookPackage:
    package = BookPackage()
    parts = {local(child): child for child in root}
    if (metadata := parts.get("metadata")) is not None:
        _metadata(package, metadata)
    items: dict[str, tuple[str, str, str]] = {}
    for item in parts.get("manifest", ()):
        if local(item) == "item":
            place, _ = place_of(item.get("href") or "", path)
            kind, properties = (item.get("media-type") or "").lower(), (item.get("properties") or "").lower()
            items[item.get("id") or ""] = (place, kind, properties)
            if "nav" in properties.split():
                package.nav = package.nav or place
            if kind == "application/x-dtbncx+xml":
                package.ncx = package.ncx or place
    if (spine := parts.get("spine")) is not None:
        package.ncx = items.get(spine.get("toc") or "", (package.ncx, "", ""))[0]
        package.spine = list(_spine(spine, items))
    for reference in parts.get("guide", ()):
        if local(reference) == "reference":
            place, _ = place_of(reference.get("href") or "", path)
            package.guide.setdefault(place, (reference.get("type") or "").lower())
    return package


def _spine(spine: Element, items: dict[str, tuple[str, str, str]]) -> Iterator[SpineItem]:
    seen: set[str] = set()
    for reference in spine:
        item = items.get(reference.get("idref") or "") if local(reference) == "itemref" else None
        if item is None:
            continue
        path, kind, properties = item
        is_page = kind in _PAGES or path.lower().endswith((".xhtml", ".html", ".htm", ".xml"))
        if path and path not in seen and is_page:
            seen.add(path)
            yield SpineItem(path, properties, (reference.get("linear") or "").lower() != "no")


# --- metadata ---------------------------------------------------------------------------------------------


def _metadata(package: BookPackage, metadata: Element) -> None:
    elements = [element for element in metadata.iter() if local(element)]
    # EPUB 3 says more about an element in others that refer to it.
    more: dict[str, dict[str, str]] = {}
    for element in elements:
        if local(element) == "meta" and (about := (element.get("refines") or "").lstrip("#")):
            more.setdefault(about, {})[(element.get("property") or "").lower()] = text_of(element)

    def said(element: Element, name: str) -> str:
        return more.get(element.get("id") or "", {}).get(name, "").lower() or _attribute(element, name)

    titles = [element for element in elements if local(element) == "title" and text_of(element)]
    main = next((element for element in titles if said(element, "title-type") == "main"), None)
    main = titles[0] if main is None and titles else main
    package.title = "" if main is None else text_of(main)
    creators = [element for element in elements if local(element) == "creator" and text_of(element)]
    authors = [element for element in creators if said(element, "role") in ("", "aut")] or creators
    package.author = ", ".join(dict.fromkeys(map(text_of, authors)))
    package.lang = next(
        (
            code
            for element in elements
            if local(element) == "language" and (code := language_code(text_of(element)))
        ),
        "",
    )
    package.published = _published(elements)


def _published(elements: list[Element]) -> str:
    dates = [
        (_attribute(element, "event"), text_of(element)) for element in elements if local(element) == "date"
    ]
    for wanted in ("publication", "original-publication", "", "issued", "creation"):
        for event, text in dates:
            # Some programs write the year 101 for a date that they do not know.
            if event == wanted and (moment := moments.from_text(text)) and not moment.startswith("0101"):
                return moment
    return ""


def _attribute(element: Element, name: str) -> str:
    return next(
        (value.lower() for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), ""
    )


# --- encryption -------------------------------------------------------------------------------------------


def _require_open(files: BookFiles, package: BookPackage) -> None:
    encrypted = set(_encrypted(files.xml("META-INF/encryption.xml")))
    pages = [item.path for item in package.spine]
    if encrypted and (encrypted.issuperset(pages) or not encrypted.isdisjoint(pages)):
        name = f"“{package.title}” is" if package.title else "is"
        raise UnreadableSource(f"{name} encrypted (META-INF/encryption.xml): it cannot be read")


def _encrypted(root: Element | None) -> Iterator[str]:
    """The paths of the files that are encrypted, without fonts."""
    for data in () if root is None else root.iter():
        if local(data) != "encrypteddata":
            continue
        inside = {local(element): element for element in data.iter()}
        method = inside.get("encryptionmethod")
        algorithm = "" if method is None else (method.get("Algorithm") or "").lower()
        reference = inside.get("cipherreference")
        if algorithm not in _FONTS and reference is not None:
            yield place_of(reference.get("URI") or "", "")[0]
