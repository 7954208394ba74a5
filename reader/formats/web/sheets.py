"""What a page's own style sheets hide: the simple rules, which name a class or an identifier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]*)?([.#][A-Za-z_-][\w-]*)", re.I)
_DISPLAY = re.compile(r"(?:^|;)\s*(?:display\s*:\s*([a-z-]+)|(visibility)\s*:\s*(hidden))", re.I)
_LARGEST = 2_000_000


def hidden_names(root: Element) -> frozenset[str]:
    """The classes (``.x``) and identifiers (``#x``) that the style sheets in a page hide.

    Rules that hold only for some screens are left alone, and so are names that another rule shows.
    """
    hidden: set[str] = set()
    shown: set[str] = set()
    for style in root.iter("style"):
        media = (style.get("media") or "all").lower()
        text = style.text or ""
        if len(text) > _LARGEST or not ("all" in media or "screen" in media) or "none" not in text:
            continue
        for selectors, declared in _rules(_without_comments(text)):
            match = _DISPLAY.search(declared)
            if not match:
                continue
            for selector in selectors.split(","):
                if found := _SIMPLE.fullmatch(selector.strip()):
                    (hidden if (match[1] or "none").lower() == "none" else shown).add(found[1])
    return frozenset(hidden - shown)


def _without_comments(text: str) -> str:
    parts: list[str] = []
    at = 0
    while (start := text.find("/*", at)) >= 0:
        parts.append(text[at:start])
        end = text.find("*/", start + 2)
        at = len(text) if end < 0 else end + 2
    return "".join((*parts, text[at:])) if parts else text


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """The rules outside any condition: their selectors and what they declare."""
    depth = start = 0
    selectors = ""
    for match in re.finditer(r"[{};]", text):
        sign = match[0]
        if sign == "{":
            if not depth:
                selectors, start = text[start : match.start()].strip(), match.end()
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
            if not depth:
                if not selectors.startswith("@"):
                    yield selectors, text[start : match.start()]
                start = match.end()
        elif not depth:
            start = match.end()


def is_hidden_by(element: Element, hidden: frozenset[str]) -> bool:
    """Whether one of these names is the element's."""
    if not hidden:
        return False
    own = element.get("id")
    if own and f"#{own}" in hidden:
        return True
    written = element.get("class")
    return bool(written) and any(f".{word}" in hidden for word in written.split())
