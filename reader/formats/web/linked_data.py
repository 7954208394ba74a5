"""What a page says of its article in JSON-LD, the form that search engines read."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.text import clean, collapse, unescape

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LARGEST = 2_000_000
_MOST = 2000
_ARTICLES = (
    "article",
    "posting",
    "report",
    "review",
    "recipe",
    "howto",
    "blog",
    "news",
    "creativework",
    "book",
    "chapter",
)
_CONTROLS = re.compile("[\x00-\x1f]")


class LinkedData:
    """The article that a page describes; every question has an empty answer if it does not say."""

    def __init__(self, root: Element) -> None:
        found = list(_objects(root))
        articles = [one for one in found if any(name in kind for kind in _kinds(one) for name in _ARTICLES)]
        pages = [one for one in found if "webpage" in _kinds(one)]
        self._articles = articles
        self._one = articles[0] if articles else {}
        self._page = pages[0] if pages else {}
        self._by_id = {one["@id"]: one for one in found if isinstance(one.get("@id"), str)}

    def text(self, *names: str) -> str:
        """The first of these properties that is a text."""
        for one in (self._one, self._page):
            for name in names:
                value = one.get(name)
                if isinstance(value, list) and value:
                    value = value[0]
                if isinstance(value, dict):
                    value = value.get("@id") or value.get("name")
                if isinstance(value, str) and value.strip():
                    return collapse(unescape(value))
        return ""

    def names(self, *names: str) -> list[str]:
        """The names of the persons or organisations in the first of these properties that has some."""
        for one in (self._one, self._page):
            for name in names:
                if found := [named for value in _listed(one.get(name)) if (named := self._name(value))]:
                    return list(dict.fromkeys(found))
        return []

    def body(self) -> str:
        """The whole text of the article, if the page repeats it here."""
        value = self._one.get("articleBody")
        return clean(value) if isinstance(value, str) else ""

    def _name(self, value: object) -> str:
        if isinstance(value, dict):
            if "name" not in value and isinstance(value.get("@id"), str):
                value = self._by_id.get(value["@id"], {})
            value = value.get("name") if isinstance(value, dict) else ""
            value = value[0] if isinstance(value, list) and value else value
        return collapse(unescape(value)) if isinstance(value, str) else ""


def _objects(root: Element) -> Iterator[dict[str, object]]:
    number = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        waiting = deque([_read(script.text or "")])
        while waiting and number < _MOST:
            value = waiting.popleft()
            number += 1
            if isinstance(value, list):
                waiting.extend(value[:_MOST])
            elif isinstance(value, dict):
                yield value
                waiting += [
                    value[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in value
                ]


def _read(text: str) -> object:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").strip()
    if len(text) > _LARGEST:
        return None
    try:
        return json.loads(_CONTROLS.sub(" ", text))
    except (ValueError, RecursionError):
        return None


def _kinds(one: dict[str, object]) -> list[str]:
    return [kind.lower() for kind in _listed(one.get("@type")) if isinstance(kind, str)]


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]
