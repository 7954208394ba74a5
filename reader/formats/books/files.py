"""The files of a book, and the XML in them."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

from reader.errors import UnreadableSource
from reader.formats.xml_tree import tree_of
from reader.sources import Fetched
from reader.sources.containers.zips import Zip
from reader.text import clean, collapse

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CONTAINER = "META-INF/container.xml"


class BookFiles:
    """The files of a book, by their paths in it.

    A book is one file, which is a zip, or the folder that such a file was unpacked to: then ``fetched`` is
    its ``META-INF/container.xml``.

    Attributes:
        damage: why some of the files cannot be read, or "".

    Raises:
        UnreadableSource: it is no book.
        OSError: it cannot be read.
    """

    def __init__(self, fetched: Fetched) -> None:
        self.damage = ""
        self._packages: list[str] = []
        self.packed = not is_container_file(fetched)
        self._start = self._first(fetched) if self.packed else fetched
        self.source = fetched.source if self.packed else fetched.source.removesuffix(f"/{CONTAINER}")
        # From the file that is asked to the top of the book.
        self._up = "../" * (self._start.member.count("/") if self.packed else 1)

    def _first(self, fetched: Fetched) -> Fetched:
        def fail(member: str, error: Exception) -> None:
            self.damage = str(error)

        found = list(Zip().find(fetched, fail))
        self._packages = [each.path for each in found if each.path.lower().endswith(".opf")]
        for each in sorted(found, key=lambda each: each.path != CONTAINER):
            try:
                return each.fetch()
            except (UnreadableSource, OSError):
                continue
        raise UnreadableSource("is a damaged book")

    def get(self, path: str) -> Fetched | None:
        """A file by its path; None if the book lacks it or it cannot be read."""
        return self._start.neighbour(self._up + path) if path else None

    def raw(self, path: str) -> bytes:
        """The bytes of a file; none if the book lacks it or it cannot be read."""
        found = self.get(path)
        try:
            return found.raw if found else b""
        except (UnreadableSource, OSError):
            return b""

    def xml(self, path: str) -> Element | None:
        """The root of a file that is XML, mended where it is broken; None if there is none."""
        try:
            return tree_of(self.raw(path))[0]
        except UnreadableSource:
            return None

    def packages(self) -> list[str]:
        """The paths of files that look like packages, for a book that does not say which one it is."""
        return self._packages


def is_container_file(fetched: Fetched) -> bool:
    """Whether a file is where an unpacked book says where its package is."""
    return fetched.source.endswith(f"/{CONTAINER}")


def local(element: Element) -> str:
    """The name of an element in lower case, without its namespace; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: Element) -> str:
    """The text of an element on one line."""
    return collapse(clean("".join(element.itertext())))


def place_of(href: str, path: str) -> tuple[str, str]:
    """The path in the book and the fragment that a link in the file at ``path`` leads to; else ("", "").

    A link without a path leads to a place in the same file.
    """
    try:
        plain, fragment = urldefrag(href.strip())
    except ValueError:
        return "", ""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", plain):
        return "", ""
    if not plain:
        return path, unquote(fragment)
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(plain)))
    joined = joined.lstrip("/")
    return ("", "") if joined.startswith("..") or joined == "." else (joined, unquote(fragment))
