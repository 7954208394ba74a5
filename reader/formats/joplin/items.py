"""The items of a Joplin export: a text, and properties below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reader.text import clean

NOTE, FOLDER, RESOURCE, TAG, NOTE_TAG = "1", "2", "4", "5", "6"
"""Kinds of items, as the property ``type_`` has them."""

_PROPERTY = re.compile(r"([a-z][a-z0-9_]*):(?: (.*))?")
_ESCAPED = re.compile(r"\\([nr\\])")
_TEXT = {"n": "\n", "r": "\n", "\\": "\\"}

NAME = re.compile(r"(?:.*/)?([0-9a-f]{32})\.md", re.IGNORECASE)
"""The path of an item in an export."""

_MOST_FOLDERS = 40


@dataclass(frozen=True, slots=True)
class JoplinItem:
    """An item of an export.

    Attributes:
        title: its first line.
        body: the text below that.
        properties: what stands at its end.
    """

    title: str
    body: str
    properties: Mapping[str, str]

    @property
    def id(self) -> str:
        """What other items call it."""
        return self.properties.get("id", "")

    @property
    def kind(self) -> str:
        """What it is: ``NOTE``, ``FOLDER`` …"""
        return self.properties.get("type_", "")

    def text(self, key: str) -> str:
        """A property; "" if there is none."""
        return self.properties.get(key, "").strip()

    def flag(self, key: str) -> bool:
        """Whether a property is set: a number or a time other than 0."""
        return self.text(key) not in ("", "0")


def item_of(text: str) -> JoplinItem | None:
    """The item in a file of an export; None if it is none.

    The properties are read from the end up to the first empty line, because a note may end in lines that look
    like them.
    """
    lines = clean(text.removeprefix("\ufeff")).rstrip("\n").split("\n")
    at = len(lines)
    properties: dict[str, str] = {}
    while at > 0 and lines[at - 1].strip():
        at -= 1
        match = _PROPERTY.fullmatch(lines[at].rstrip())
        if match is None:
            return None
        properties.setdefault(match[1], _unescaped(match[2] or ""))
    if not properties.get("type_", "").isdigit() or "id" not in properties:
        return None
    title, _, body = "\n".join(lines[: max(0, at - 1)]).partition("\n")
    return JoplinItem(title.strip(), body.strip("\n"), properties)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: _TEXT[match[1]], text) if "\\" in text else text


def is_item(tail: str) -> bool:
    """Whether a text that ends so may be an item: its last line says of which kind."""
    return re.search(r"(?:\A|\n)type_: ?\d{1,3}\s*\Z", tail) is not None


def path_of(folders: Mapping[str, JoplinItem], start: str) -> Iterator[str]:
    """The titles of the folders that lead to one, the outermost first."""
    titles: list[str] = []
    seen: set[str] = set()
    while start in folders and start not in seen and len(titles) < _MOST_FOLDERS:
        seen.add(start)
        titles.append(folders[start].title)
        start = folders[start].text("parent_id")
    return reversed(titles)
