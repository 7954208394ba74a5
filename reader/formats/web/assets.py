"""The bytes of a page's pictures: inside it, in the files beside it, or in the same archive."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

from reader.errors import UnreadableSource
from reader.formats.markup.addresses import joined_address, tidy_address
from reader.formats.web.clutter import is_small_picture
from reader.model import Asset
from reader.picture_kinds import media_type_of
from reader.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reader.sources import Fetched

Neighbour = Callable[[str], "Fetched | None"]
"""Returns the file beside the page that a relative name refers to."""

_DATA = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w.+-]+(?:=[^;,]*)?)*),", re.I)
_ENDINGS = {
    "image/jpeg": "jpg",
    "image/svg+xml": "svg",
    "image/x-icon": "ico",
    "image/vnd.microsoft.icon": "ico",
}
_VARIABLE = re.compile(r"(?<![\w-])(--[\w-]{1,100})\s*:\s*url\(\s*([\"']?)(data:[^\"')\s]*)\2\s*\)", re.I)
_USED = re.compile(r"--[\w-]{1,100}")
# In bytes: a smaller picture is a single dot.
_SMALLEST = 60
_MOST = 5000


def from_data(address: str) -> tuple[bytes, str]:
    """The bytes in a ``data:`` address and the type that they are of; empty if there are none."""
    match = _DATA.match(address)
    if not match:
        return b"", ""
    written = address[match.end() :]
    if ";base64" in match[2].lower():
        letters = re.sub(
            rb"[^A-Za-z0-9+/]", b"", unquote_to_bytes(written).translate(bytes.maketrans(b"-_", b"+/"))
        )
        try:
            raw = base64.b64decode(letters + b"=" * (-len(letters) % 4))
        except (binascii.Error, ValueError):
            return b"", ""
    else:
        raw = unquote_to_bytes(written)
    return raw, media_type_of(raw) or (match[1] or "").lower()


class Pictures:
    """Names the pictures of a page and collects their bytes.

    Attributes:
        assets: those whose bytes are at hand, by name.
    """

    def __init__(
        self,
        root: Element,
        *,
        base: str = "",
        neighbour: Neighbour | None = None,
        parts: Mapping[str, tuple[bytes, str]] | None = None,
    ) -> None:
        """
        Args:
            root: the page.
            base: what addresses are relative to.
            neighbour: returns the files beside it.
            parts: the bytes and types of what an archive holds, by address.
        """
        self.assets: dict[str, Asset] = {}
        self._root = root
        self._base = base
        self._neighbour = neighbour
        self._parts = parts or {}
        self._variables: dict[str, str] | None = None
        self._inside: dict[bytes, str] = {}

    def choose(self, element: Element, places: Sequence[str]) -> str:
        """The name of a picture, given its possible addresses; "" to leave it out."""
        if is_small_picture(element):
            return ""
        places = self._places(element, places)
        for place in places:
            if place[:5].lower() == "data:":
                if name := self._data(place):
                    return name
            elif name := self._part(place) or self._file(place):
                return name
        for place in places:
            if place[:5].lower() != "data:":
                address = joined_address(self._base, tidy_address(place))
                return "" if address.startswith(("blob:", "about:", "javascript:")) else address
        return ""

    def _places(self, element: Element, places: Sequence[str]) -> list[str]:
        """The addresses of a picture, and before them what its style shows in place of it."""
        style = element.get("style") or ""
        if "background" not in style:
            return list(places)
        if (start := style.find("var(--")) >= 0 and (name := _USED.match(style, start + 4)):
            shown = self._variable(name[0])
        else:
            start = style.find("data:image/")
            shown = style[start : style.find(")", start)].rstrip("\"' ") if start >= 0 else ""
        return [shown, *places] if shown else list(places)

    def _variable(self, name: str) -> str:
        if self._variables is None:
            self._variables = {}
            for style in self._root.iter("style"):
                for match in _VARIABLE.finditer(style.text or ""):
                    self._variables.setdefault(match[1], match[3])
        return self._variables.get(name, "")

    def _data(self, address: str) -> str:
        raw, kind = from_data(address)
        if len(raw) < _SMALLEST or not kind.startswith("image/") or len(self._inside) >= _MOST:
            return ""
        name = self._inside.get(raw)
        if name is None:
            ending = _ENDINGS.get(kind, kind.rpartition("/")[2])
            name = self._inside[raw] = f"picture-{len(self._inside) + 1}.{ending}"
            self.assets[name] = Asset(name, raw, kind)
        return name

    def _part(self, place: str) -> str:
        if not self._parts:
            return ""
        for address in (place.strip(), joined_address(self._base, place.strip())):
            if found := self._parts.get(address):
                raw, kind = found
                kind = media_type_of(raw) or kind
                if kind.startswith("image/") and len(raw) >= _SMALLEST:
                    name = clean(address)
                    self.assets[name] = Asset(name, raw, kind)
                    return name
        return ""

    def _file(self, place: str) -> str:
        if self._neighbour is None or re.match(r"[A-Za-z][\w+.-]*:|/|\\|#", place):
            return ""
        plain = place.split("#")[0]
        for written in dict.fromkeys((unquote(plain), plain, unquote(plain.split("?")[0]))):
            name = clean(written.removeprefix("./").replace("\n", "").replace("\t", ""))
            if not name or name in self.assets:
                return name
            try:
                found = self._neighbour(name)
                raw = found.raw if found else b""
            except (OSError, ValueError, UnreadableSource):
                continue
            if kind := media_type_of(raw):
                self.assets[name] = Asset(name, raw, kind)
                return name
        return ""
