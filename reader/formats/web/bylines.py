"""Who wrote an article and when, as far as its own lines say so: those above the text, and those named so."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from reader import moments
from reader.formats.markup.elements import BLOCKS, is_unseen, names, tag_of
from reader.formats.web.clutter import words_in
from reader.formats.web.dates import day_in, is_only_day, without_days
from reader.formats.web.people import authors_in, is_like_a_name, person_in
from reader.text import bare, clean, collapse

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_AUTHOR_WORDS = names("author authors byline autor autore auteur verfasser signature vcard creator writer")
_TIME_WORDS = names("published date dateline pubdate datum timestamp posted time datetime")
_DETAILS = names("meta postmeta entrymeta info postinfo byline details")
_NAMES = names("fn name author-name authorname display-name")
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en)?|auteurs?|people|profiles?|staff|contributors?|by|journalists?|redaktion)/[^/]+/?$",
    re.I,
)
_MAYBE = re.compile(
    r"author|byline|aut[oe]|verfasser|signature|vcard|creator|writer|publi|dat|time|post", re.I
)
_NOT_NEAR = names("comment comments related sidebar widget teaser recommended bio box respond")
_LINES = names("p div span address small header li ul h2 h3 h4 h5 h6 em i b strong")
_WHOLE = names("html body article main section meta link img")
_TEXTS = ("p", "div", "td", "blockquote", "li", "span")
_TIMES = ("time", "abbr")
_LONG_TEXT = 150
_LONGEST_TEXT = 5000
_MOST_LINES = 14
_MOST_ELEMENTS = 600
_LONGEST_BYLINE = 200


def text_of(element: Element) -> str:
    """The text of an element on one line, or as much of it as a title or a byline may have."""
    parts: list[str] = []
    size = 0
    for text in element.itertext():
        parts.append(text)
        size += len(text)
        if size > _LONGEST_TEXT:
            break
    return collapse(clean("".join(parts)))


def head_of(container: Element, root: Element, title: str) -> list[Element]:
    """The elements from an article's title to its first long paragraph, and others named after authors.

    Args:
        container: the element that holds the article.
        root: the page.
        title: the title of the article.
    """
    key = bare(title)
    start = container
    for heading in islice(root.iter("h1", "h2", "h3"), _MOST_ELEMENTS):
        if key and bare(text_of(heading)) == key:
            around = heading.getparent()
            start = heading if around is None or tag_of(around) in _WHOLE else around
            break
    head: list[Element] = []
    started = reached = False
    for element in root.iter():
        tag = tag_of(element)
        if not tag or tag in ("script", "style", "noscript"):
            continue
        started = started or element is start or element is container
        reached = reached or element is container
        if started:
            head.append(element)
        if reached and tag in _TEXTS and len(collapse(element.text or "")) > _LONG_TEXT:
            break
        if len(head) > _MOST_ELEMENTS:
            break
    # Some pages write author and day below the text, or beside it.
    head += islice((element for element in root.iter() if _is_named(element)), _MOST_ELEMENTS)
    return [element for element in dict.fromkeys(head) if not _is_elsewhere(element)]


def _is_named(element: Element) -> bool:
    if not element.attrib or not tag_of(element):
        return False
    if element.get("rel") == "author" or "author" in (element.get("itemprop") or ""):
        return True
    if tag_of(element) in _TIMES:
        return element.get("pubdate") is not None or _said(element, _TIME_WORDS)
    return _said(element, _AUTHOR_WORDS)


def _is_elsewhere(element: Element) -> bool:
    around: Element | None = element
    for _ in range(6):
        if around is None or tag_of(around) in ("body", "article", "main"):
            return False
        if not _NOT_NEAR.isdisjoint(words_in(around)[0]) or tag_of(around) in ("footer", "aside", "nav"):
            return True
        if around.get("role") == "banner":
            return True
        around = around.getparent()
    return False


def _said(element: Element, words: frozenset[str]) -> bool:
    written = element.get("class") or element.get("id")
    return bool(written) and _MAYBE.search(written) is not None and not words.isdisjoint(words_in(element)[0])


def visible_authors(head: list[Element], bylines: set[Element]) -> list[str]:
    """The authors that lines near the text name; adds the line to ``bylines``."""
    for element in head:
        tag = tag_of(element)
        if tag in _WHOLE or is_unseen(element, tag) or not _names_authors(element, tag):
            continue
        inside = (
            inner for inner in element.iter() if not _NAMES.isdisjoint((inner.get("class") or "").split())
        )
        named = next(inside, element)
        if found := authors_in(_before_times(named), said=True):
            bylines.add(element)
            return _as_linked(named, found)
    lines = 0
    for element in head:
        if tag_of(element) not in _LINES and tag_of(element) != "td":
            continue
        text = _before_times(element)
        lines += bool(text)
        if lines > _MOST_LINES:
            break
        found = authors_in(text, said=False) if text else []
        if not found and text and _said(element, _DETAILS):
            found = person_in(text_of(element))
        if found and all(map(is_like_a_name, found)):
            bylines.add(element)
            return _as_linked(element, found)
    return []


def _names_authors(element: Element, tag: str) -> bool:
    if "author" in (element.get("rel") or "").split() or "author" in (element.get("itemprop") or ""):
        return True
    if tag == "a":
        return bool(_PROFILE.search(element.get("href") or "")) and is_like_a_name(text_of(element))
    return tag == "address" or _said(element, _AUTHOR_WORDS)


def _as_linked(line: Element, found: list[str]) -> list[str]:
    """The names that are links in a line of authors; what stands beside them is no name."""
    together = ", ".join(found)
    texts = [text for link in line.iter("a") if (text := text_of(link)) and text in together]
    return list(dict.fromkeys(texts)) if texts and all(map(is_like_a_name, texts)) else found


def _before_times(element: Element) -> str:
    """The text of an element up to the first time in it."""
    from lxml import etree

    parts: list[str] = []
    size = 0
    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, inner in walker:
        tag = tag_of(inner)
        if event == "start":
            if inner is not element and tag in _TIMES and any(map(str.strip, parts)):
                break
            if tag in ("script", "style", *_TIMES):
                walker.skip_subtree()
                continue
            text = inner.text
        else:
            text = inner.tail if inner is not element else ""
        if tag == "br" or tag in BLOCKS:
            parts.append("\n")
        if text:
            parts.append(text)
            size += len(text)
        if size > 5 * _LONGEST_BYLINE:
            break
    return collapse(next((line for line in "".join(parts).split("\n") if line.strip()), ""))


def visible_time(head: list[Element], bylines: set[Element]) -> str:
    """When the text was published, as lines near it say; adds the line to ``bylines``."""
    for element in head:
        if tag_of(element) in _TIMES and (moment := time_in(element)):
            bylines.add(element)
            return moment
    for element in (*bylines, *head):
        known = element in bylines
        tag = tag_of(element)
        if tag in _WHOLE:
            continue
        around = element.getparent() if known and tag in ("span", "a", "b", "strong", "em") else element
        text = text_of(element if around is None else around)
        if len(text) > _LONGEST_BYLINE or not (known or is_only_day(text) or _said(element, _TIME_WORDS)):
            continue
        if day := day_in(text):
            bylines.add(element)
            return day
    return ""


def time_in(element: Element) -> str:
    """The time that an element states for machines, or else the day in its text."""
    for name in ("datetime", "content", "title"):
        if moment := moments.from_text(element.get(name)):
            return moment
    return day_in(text_of(element)) if tag_of(element) != "meta" else ""


def only_bylines(bylines: set[Element], author: str) -> set[Element]:
    """The lines that hold nothing but authors and days, as the outermost elements that hold them alone."""
    widened: set[Element] = set()
    for element in bylines:
        whole = element
        around = element.getparent()
        while around is not None and tag_of(around) in _LINES:
            if any(True for _ in around.iter("h1", "img", "h2")) or not _is_byline(text_of(around), author):
                break
            whole, around = around, around.getparent()
        if _is_byline(text_of(whole), author):
            widened.add(whole)
    return widened


def _is_byline(text: str, author: str) -> bool:
    """Whether a line holds little beside authors and days."""
    if len(text) > _LONGEST_BYLINE:
        return False
    rest = without_days(text)
    for name in author.split(", "):
        rest = rest.replace(name, " ")
    words = [word for word in bare(rest).split() if not any(map(str.isdigit, word))]
    return len(words) <= 6 and len("".join(words)) <= 40
