"""What surrounds articles without a name of its own: parts under a heading like «Comments», and cards.

A card announces another page: its heading is a link. Two of them beside each other are no part of an article.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from reader.formats.markup.elements import names, tag_of
from reader.text import clean, collapse

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_COMMENTS = re.compile(
    r"\W*\d*\s*(?:comments?|\d+ (?:replies|responses)|leave a (?:comment|reply)|kommentare?|commentaires?|"
    r"comentarios?|comentários|commenti|reacties|kommentarer|komentarze|комментари[ий]|"
    r"コメント|评论|評論|网友评论|댓글|تعليقات|yorumlar)"
    r"(?:\s*\W?\s*\d+\W?)?\W*",
    re.I,
)
_OTHERS = re.compile(
    r"\W*(?:related|more (?:from|stories|on|in|articles|news)|read (?:next|more|also|this next)|"
    r"you (?:may|might)|recommended|most (?:read|popular|viewed|shared)|trending|latest|popular|up next|"
    r"don.t miss|also on|"
    r"(?:sign up|subscribe)|(?:get|join) (?:our|the) \w+ ?newsletter|newsletter|share this|follow us|"
    r"ähnliche|mehr zum thema|mehr aus|lesen sie (?:auch|mehr)|das könnte|meistgelesen|"
    r"weitere (?:artikel|themen)|"
    r"à lire|lire aussi|sur le même|les plus lus|articles (?:liés|similaires)|"
    r"artículos relacionados|te puede interesar|lo más|también te|leia (?:também|mais)|mais lidas|"
    r"leggi anche|potrebbe interessarti|articoli correlati|i più letti|lees ook|meer over|gerelateerd|"
    r"czytaj (?:także|też)|läs (?:också|mer)|les også|читайте также|похожие|по теме|"
    r"相关(?:阅读|文章|新闻|链接)|推荐阅读|延伸閱讀|相關|热门|関連|あわせて読みたい|おすすめ|人気|관련|"
    r"اقرأ أيضا|مواضيع ذات)",
    re.I,
)
_LONGEST = 60
_LARGEST_CARD = 700
_MOST = 0.5
_MOST_COMMENTS = 0.92
_LINES = names("li p div td section article figure a span")


def headed_clutter(
    body: Element, amount: Callable[[Element], int], linked: Callable[[Element], int], spared: set[Element]
) -> set[Element]:
    """The elements that surround an article, going by their headings.

    Args:
        body: the page.
        amount: how much text an element holds.
        linked: how much of it is in links.
        spared: elements that are kept, and so are those around them.
    """
    whole = max(1, amount(body))
    found: set[Element] = set()
    cards: dict[Element, list[Element]] = {}
    for heading in body.iter(*_HEADINGS):
        text = collapse(clean("".join(heading.itertext())))
        if not text:
            continue
        if len(text) <= _LONGEST:
            if _COMMENTS.fullmatch(text) and not _is_of_document(heading):
                part = _part(heading, body, whole * _MOST_COMMENTS, amount, None)
                if any(map(str.isdigit, text)) or any(map(_is_conversation, part)):
                    found |= part
                continue
            if _OTHERS.match(text):
                found |= _part(heading, body, whole * _MOST, amount, linked)
                continue
        if _leads_away(heading) and (card := _card(heading, body, amount)) is not None:
            around = card.getparent()
            if around is not None:
                cards.setdefault(around, []).append(card)
    for together in cards.values():
        if len(together) > 1 and sum(map(amount, together)) <= _MOST * whole:
            found.update(together)
    return {element for element in found if element not in spared and element is not body}


def is_announcement(text: str) -> bool:
    """Whether a text begins like one that leads to other articles: «Read also»."""
    return _OTHERS.match(text.strip()) is not None


def _part(
    heading: Element,
    body: Element,
    most: float,
    amount: Callable[[Element], int],
    linked: Callable[[Element], int] | None,
) -> set[Element]:
    """The part of a page below a heading; with ``linked``, only as far as it consists of links."""
    own = max(1, len("".join(heading.itertext())))
    # The heading may have a box of its own.
    top = heading
    around = top.getparent()
    while around is not None and around is not body and amount(around) <= own + 5:
        top, around = around, around.getparent()
    if around is None:
        return set()

    def is_other(element: Element) -> bool:
        size = amount(element)
        return linked is None or not size or linked(element) >= 0.5 * size or _is_form(element)

    first = next((child for child in around if amount(child)), None)
    if first is top and around is not body and own < amount(around) <= most:
        rest = amount(around) - amount(top)
        if linked is None or linked(around) >= 0.4 * rest or any(map(_is_form, around)):
            return {around}
    found: set[Element] = set()
    for element in top.itersiblings():
        if tag_of(element) in _HEADINGS or not is_other(element):
            break
        if tag_of(element):
            found.add(element)
    held = sum(map(amount, found))
    return {top, *found} if held and held <= most else set()


def _is_form(element: Element) -> bool:
    return tag_of(element) == "form" or any(True for _ in element.iter("form"))


def _is_conversation(element: Element) -> bool:
    """Whether an element holds comments: a form for new ones, or parts of the same kind."""
    if _is_form(element):
        return True
    kinds: dict[tuple[str, str], int] = {}
    for inner in islice(element.iter(), 3000):
        written = (inner.get("class") or "").lower()
        if "comment" in written or "reply" in written or "avatar" in written:
            return True
        around = inner.getparent()
        if tag_of(inner) == "li" and around is not None and tag_of(around) == "ol":
            return True
        if written and tag_of(inner) in ("div", "li", "article", "section") and inner is not element:
            kinds[tag_of(inner), written] = kinds.get((tag_of(inner), written), 0) + 1
    return any(count > 2 for count in kinds.values())


def _is_of_document(heading: Element) -> bool:
    """Whether a heading belongs to a document with sections, where «Comments» may be what it is about."""
    return any((link.get("href") or "").startswith("#") for link in heading.iter("a"))


def _leads_away(heading: Element) -> bool:
    """Whether all text of a heading is one link to another page."""
    link = next(heading.iter("a"), None)
    if link is None:
        around: Element | None = heading.getparent()
        for _ in range(3):
            if around is None or tag_of(around) == "a":
                break
            around = around.getparent()
        link = around
    if link is None or tag_of(link) != "a":
        return False
    href = link.get("href") or ""
    if not href or href.startswith("#"):
        return False
    return len("".join(link.itertext()).strip()) >= len("".join(heading.itertext()).strip())


def _card(heading: Element, body: Element, amount: Callable[[Element], int]) -> Element | None:
    """The largest element around a heading that holds no other heading and little text."""
    card: Element | None = None
    around: Element | None = heading
    while around is not None and around is not body:
        if amount(around) > _LARGEST_CARD or sum(1 for _ in islice(around.iter(*_HEADINGS), 2)) > 1:
            break
        card, around = around, around.getparent()
    return card if card is not None and (tag_of(card) in _LINES or card is heading) else None
