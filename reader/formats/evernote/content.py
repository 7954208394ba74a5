"""The text of an Evernote note (ENML), as blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from reader.blocks import Block
from reader.formats.evernote.stream import Resource
from reader.model import Asset
from reader.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CRYPT = re.compile(r"<en-crypt\b[^>]*(?:/>|>.*?(?:</en-crypt\s*>|\Z))", re.DOTALL | re.IGNORECASE)
_MEDIA = re.compile(r"<en-media\b([^>]*)>(?:\s*</en-media\s*>)?", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PROLOG = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE[^>]*>\s*)?", re.IGNORECASE)
_CODE = "-en-codeblock:true"


class NoteContent(NamedTuple):
    """The blocks of a note, the pictures in them, and whether a part of the note is encrypted."""

    blocks: tuple[Block, ...]
    assets: tuple[Asset, ...]
    encrypted: bool


def content_of(enml: str, resources: Mapping[str, Resource], url: str) -> NoteContent:
    """Reads the text of a note.

    Args:
        enml: the text, in Evernote's kind of HTML.
        resources: the attachments, by the MD5 of their bytes.
        url: the address that links in it are relative to.
    """
    from reader.formats.markup import marked
    from reader.formats.markup.addresses import joined_address
    from reader.formats.markup.reading import tree_of

    names = _names(resources)
    enml = enml[_PROLOG.match(enml).end() :]  # type: ignore[union-attr]
    enml, encrypted = _CRYPT.subn("", enml)
    html = _MEDIA.sub(lambda match: _media(match[1], resources, names), enml)
    if not html.strip():
        return NoteContent((), (), bool(encrypted))
    root = tree_of(html).root
    _mark_code(root)

    def choose(_: Element, places: Sequence[str]) -> str:
        return places[0] if places[0] in named else joined_address(url, places[0])

    named = {names[digest]: resource for digest, resource in resources.items() if resource.raw}
    found = marked(root, base=url, choose=choose)
    assets = tuple(
        Asset(name=name, raw=named[name].raw, media_type=named[name].media_type)
        for name in found.images
        if name in named
    )
    return NoteContent(found.blocks, assets, bool(encrypted))


def _names(resources: Mapping[str, Resource]) -> dict[str, str]:
    """A name for each attachment: that of its file, unless two have the same."""
    names: dict[str, str] = {}
    for digest, resource in resources.items():
        name = clean(resource.name).replace("/", "-").replace("\n", " ").strip() or digest
        names[digest] = f"{digest}-{name}" if name in names.values() else name
    return names


def _media(text: str, resources: Mapping[str, Resource], names: Mapping[str, str]) -> str:
    """An attachment where the text has it: a picture as one, anything else by the name of its file."""
    given = {match[1].lower(): match[2] or match[3] or "" for match in _ATTRIBUTE.finditer(text)}
    digest = given.get("hash", "").lower()
    resource = resources.get(digest)
    alt = given.get("alt", "")
    if resource is None or resource.raw:
        if resource is None and not given.get("type", "").startswith("image/"):
            return ""
        # The attribute is HTML already.
        return f'<img src="{escape(names.get(digest, digest))}" alt="{alt}"/>'
    return f"<span>{escape(names[digest]) if resource.name else alt}</span>"


def _mark_code(root: Element) -> None:
    """Turns blocks of code, whose lines are elements, into what HTML has for code."""
    for element in list(root.iter("div")):
        if _CODE not in (element.get("style") or "").replace(" ", ""):
            continue
        lines = ["".join(child.itertext()) for child in element if isinstance(child.tag, str)] or [
            "".join(element.itertext())
        ]
        for child in list(element):
            element.remove(child)
        element.tag, element.text = "pre", "\n".join(lines).replace("\xa0", " ")
