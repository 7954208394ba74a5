"""What an article refers to: pictures that lie beside its file, other files of the folder, addresses.

Formats whose files are written by hand (Markdown, reStructuredText, Org) use :class:`Surroundings` to turn
what stands in the text into assets and links.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import unquote, urljoin

from reader.blocks import Block, Span
from reader.model import Asset, Link
from reader.picture_kinds import media_type_of, suffix_of
from reader.sources import Fetched
from reader.sources.listing import called
from reader.text import clean, collapse

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_WEB = re.compile(r"https?://", re.IGNORECASE)
# Schemes of addresses that are kept with their words. Others may run programs, or mean files of one machine.
_FOLLOWED = frozenset(
    ("mailto", "tel", "ftp", "ftps", "sftp", "gemini", "gopher", "doi", "magnet", "xmpp", "irc", "zotero")
)

_WRITTEN_OUT = re.compile(r"data:image/[\w.+-]{1,30};base64,([A-Za-z0-9+/=_%-]{60,})")
_TAKEN_OUT = re.compile(r"x-picture:(\d{1,9})\b")

ENDINGS = (".md", ".markdown", ".mkd")
"""What the names of notes end with; a link between notes may leave it out."""

MOST_BYTES = 256 * 2**20
"""So many bytes of pictures at most are read for one article."""


class Surroundings:
    """Collects the pictures and links of one article while its text is read.

    Args:
        fetched: the file that the article is in.
        url: the address of the article on the web, if it says so: other addresses are relative to it.
    """

    def __init__(self, fetched: Fetched, url: str = "") -> None:
        self._fetched = fetched
        self._url = url
        self._assets: dict[str, Asset] = {}
        self._pictures: dict[str, str] = {}
        self._links: dict[Link, None] = {}
        self._size = 0
        self._written: list[str] = []
        self._beside_names: Sequence[str] | None = None

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The pictures that were found beside the file, or in it."""
        return tuple(self._assets.values())

    @property
    def links(self) -> tuple[Link, ...]:
        """The links to other articles, each once, in order."""
        return tuple(self._links)

    # --- pictures -------------------------------------------------------------------------------------

    def picture(self, address: str) -> str:
        """What the image of a picture has as ``href``: the name of its asset, else its address."""
        address = address.strip()
        if address not in self._pictures:
            self._pictures[address] = self._found(address)
        return self._pictures[address]

    def _found(self, address: str) -> str:
        if match := _WRITTEN_OUT.match(self.restored(address)):
            return self._decoded(match[1])
        name = _relative(address)
        if not name:
            return clean(urljoin(self._url, address) if address.startswith("//") and self._url else address)
        if picture := self._beside(name):
            return self._keep(name, picture)
        return clean(urljoin(self._url, address) if self._url else name)

    def embedded(self, name: str) -> str:
        """The same for a picture that is only named, and may be anywhere in the folder."""
        found = self._path_of(name)
        picture = self._fetched.neighbour(found) if found else None
        return self._keep(name, picture) if picture else clean(name)

    def _beside(self, name: str) -> Fetched | None:
        if not name.startswith("/") and (picture := self._fetched.neighbour(name)):
            return picture
        found = self._path_of(name.lstrip("/"))
        return self._fetched.neighbour(found) if found else None

    def _keep(self, name: str, picture: Fetched) -> str:
        name = clean(name).strip()
        try:
            raw = picture.raw
        except (OSError, ValueError):
            return name
        return self.keep(name, raw)

    def keep(self, name: str, raw: bytes, media_type: str = "") -> str:
        """Adds a picture, and returns the name of its asset; what is no picture is not added."""
        kind = media_type_of(raw) or (media_type if media_type.startswith("image/") else "")
        if kind and self._size + len(raw) <= MOST_BYTES and name not in self._assets:
            self._size += len(raw)
            self._assets[name] = Asset(name=name, raw=raw, media_type=kind)
        return name

    def without_pictures(self, text: str) -> str:
        """A text in which short addresses stand for the pictures that are written into it.

        Such a picture is one very long line. :meth:`picture` knows the addresses.
        """
        if ";base64," not in text:
            return text
        return _WRITTEN_OUT.sub(self._taken_out, text)

    def _taken_out(self, match: re.Match[str]) -> str:
        self._written.append(match[0])
        return f"x-picture:{len(self._written) - 1}"

    def restored(self, text: str) -> str:
        """The text as it was before :meth:`without_pictures`."""
        return _TAKEN_OUT.sub(self._put_back, text) if self._written and "x-picture:" in text else text

    def _put_back(self, match: re.Match[str]) -> str:
        number = int(match[1])
        return self._written[number] if number < len(self._written) else match[0]

    def _decoded(self, text: str) -> str:
        try:
            raw = base64.b64decode(unquote(text), validate=False)
        except (binascii.Error, ValueError):
            return ""
        known = next((name for name, asset in self._assets.items() if asset.raw == raw), "")
        return known or self.keep(f"picture-{len(self._assets) + 1}{suffix_of(raw)}", raw)

    # --- links ----------------------------------------------------------------------------------------

    def link(self, address: str, title: str) -> str:
        """What the words of a link have as ``href``; "" if they lead nowhere.

        The link is remembered, unless it leads to a place in the same article or to a program.
        """
        address = clean(address).strip()
        name = _relative(address)
        if name:
            if self._url and not self._is_file(name):
                target = urljoin(self._url, address)
            else:
                _, sign, place = address.partition("#")
                target = self._fetched.source_of(self._as_named(name)) + sign + unquote(place)
        elif address.startswith("//"):
            target = f"https:{address}"
        elif _WEB.match(address):
            target = address
        else:
            scheme = _SCHEME.match(address)
            return address if scheme and scheme[1].casefold() in _FOLLOWED else ""
        return self._remember(title or address, target)

    def named(self, name: str, title: str = "") -> str:
        """What a link that names another note has as ``href``: where the note is, else its name.

        ``name`` may begin with folders and end with ``#`` and a heading.
        """
        note, sign, place = (part.strip() for part in name.partition("#"))
        if not note:
            return ""
        found = next(filter(None, (self._path_of(each) for each in _with_endings(note))), "")
        target = self._fetched.source_of(found) + sign + place if found else ""
        plain = posixpath.basename(note)
        for ending in ENDINGS:
            plain = plain.removesuffix(ending)
        return self._remember(title or plain, target) or plain

    def _remember(self, title: str, target: str) -> str:
        self._links.setdefault(Link("inline", collapse(clean(title)), address=target))
        return target

    # --- files ----------------------------------------------------------------------------------------

    def _is_file(self, name: str) -> bool:
        return self._fetched.neighbour(name) is not None

    def _as_named(self, name: str) -> str:
        """The name of a file as it really is; a link between notes may leave its ending out."""
        if posixpath.splitext(name)[1] or self._is_file(name):
            return name
        return next((f"{name}{ending}" for ending in ENDINGS if self._is_file(f"{name}{ending}")), name)

    def _path_of(self, name: str) -> str:
        """The file that a name means, wherever it is in the folder; "" if there is none."""
        name = posixpath.normpath(name.replace("\\", "/")).lstrip("./")
        *folders, last = name.split("/")
        if self._beside_names is None:
            self._beside_names = self._fetched.beside()
        found = called(self._beside_names, last) if last else []
        if folders:
            end = f"/{name}".casefold()
            found = [each for each in found if f"/{each}".casefold().endswith(end)]
        return next(iter(found), "")


def taken_in(blocks: Iterable[Block], around: Surroundings) -> list[Block]:
    """The blocks of a piece of HTML, with its pictures and links found as those of the rest."""
    return [replace(block, spans=tuple(_taken_in(block.spans, around))) for block in blocks]


def _taken_in(spans: Iterable[Span], around: Surroundings) -> Iterable[Span]:
    for span in spans:
        if "image" in span.style:
            yield replace(span, href=around.picture(span.href))
        elif "link" in span.style and span.href:
            href = around.link(span.href, span.text)
            style = span.style if href else " ".join(name for name in span.styles if name != "link")
            yield replace(span, href=href, style=style)
        else:
            yield span


def _relative(address: str) -> str:
    """The name of a file that an address means, without what follows it; "" if it is a whole address."""
    if address.startswith(("#", "//", "?")) or _SCHEME.match(address):
        return ""
    name = re.split("[?#]", address, maxsplit=1)[0]
    return unquote(name).replace("\\", "/").strip()


def _with_endings(name: str) -> tuple[str, ...]:
    return (*(f"{name}{ending}" for ending in ENDINGS), *((name,) if "." in name else ()))
