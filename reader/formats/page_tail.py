"""The tail of a saved page: the articles before and after it, and those it recommends. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reader.formats.body import Line, is_item, logical_lines
from reader.formats.line_groups import NAVIGATION, RECOMMEND
from reader.model import Link, LinkKind
from reader.text import collapse

LONGEST_TITLE = 10_000
"""A longer line is text, whatever sign it starts with: lists and panes show titles in full."""
LIKELY_TITLE = 200
"""A line that is not marked as a title is none if it is longer."""

# A teaser has 49 characters and three dots; other sites and programs make longer ones.
_TEASER_MAX = 200
# The cost of a line without its other half when lines are paired; a half that looks untypical costs 1.
_ALONE = 2
# Below the links of a page: a copyright line, the address of the site. In characters.
_MOST_BELOW = 800
# Below a single link there are only short lines: it may be a line of the body.
_FOOTER_LINE = 80

# What is no title: a sentence, or a copyright line.
_SURE_FOOT = (
    r"^(?:©|\(c\)|copyright\b)|all rights reserved\W*$"
    r"|^(?:privacy(?: policy)?|terms (?:of use|of service|and conditions)|contact us|cookies?(?: policy)?"
    r"|imprint|impressum|datenschutz(?:erklärung)?|mentions légales|aviso legal)$"
)
_FOOT = re.compile(rf"{_SURE_FOOT}|[^.\s]\s*[.。]$", re.I)
_FOOT_BELOW_SURE_LINKS = re.compile(_SURE_FOOT, re.I)

_OPENS = re.compile(r"recommend(?:ed|ations?)?\s*[:：]?", re.I)
_MAY_OPEN = re.compile(
    r"(?:recommended|related|similar|more|further|other)"
    r"(?: (?:articles?|posts?|stories|reading|reads|pages|links|content|for you|like this|from .{1,40}))?"
    r"|(?:read|see|you may|you might) (?:more|next|also|also like)"
    r"|what to read next|read this next|keep reading"
    r"|推荐(?:阅读)?|推薦(?:閱讀)?|相关(?:文章|阅读)|相關(?:文章|閱讀)|関連記事|おすすめ(?:記事)?"
    r"|empfohlen|empfehlungen|mehr zum thema|weitere artikel|das könnte sie auch interessieren"
    r"|à lire aussi|articles? (?:similaires?|recommandés?|liés?)|recommandé"
    r"|recomendados?|relacionad[oa]s?|artículos relacionados|leggi anche|articoli correlati"
    r"|читайте также|похожие (?:статьи|материалы)|polecane|zobacz też",
    re.I,
)


class Tail(NamedTuple):
    """The tail of a page: the first of its lines, the links in it, and the lines below it that are text."""

    start: int
    links: tuple[Link, ...]
    below: list[str]


def tail_of(lines: Sequence[str]) -> Tail:
    """Finds the tail.

    Links to the previous and the next article may stand alone, above a list of recommended articles, or above
    a few lines of something else: that is text and is not lost.
    """
    last = len(lines)
    at, neighbours = _neighbours(lines, last)
    if neighbours:
        return Tail(at, tuple(neighbours), [])
    if found := _recommended(lines):
        opens, links, under = found
        at, neighbours = _neighbours(lines, opens)
        return Tail(at, (*neighbours, *links), under)
    end = _last_navigation(lines)
    at, neighbours = _neighbours(lines, end)
    if not any(map(str.strip, lines[:at])):
        return Tail(last, (), [])
    below = list(lines[end:])
    if links := likely_pairs(below):
        return Tail(at, (*neighbours, *links), [])
    # Whoever names what follows in other words still lists titles and teasers below it.
    heads = [index for index, line in enumerate(below) if line.strip()]
    if len(heads) > 2 and (links := likely_pairs(below[heads[1] :])):
        return Tail(at, (*neighbours, *links), below[: heads[1]])
    if len(neighbours) == 2 or not any(len(line) > _FOOTER_LINE for line in below):
        return Tail(at, tuple(neighbours), below)
    return Tail(last, (), [])


def _last_navigation(lines: Sequence[str]) -> int:
    """The index after the last line that names the previous or next article; 0 if too much follows."""
    below = 0
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index].strip()
        if _navigates(line):
            return index + 1
        below += len(line)
        if below > _MOST_BELOW:
            return 0
    return 0


def _navigates(line: str) -> bool:
    return len(line) <= LONGEST_TITLE and bool(NAVIGATION.fullmatch(line))


def _neighbours(lines: Sequence[str], end: int) -> tuple[int, list[Link]]:
    """The links to the previous and next article directly above ``end``, and where they start."""
    found: list[Link] = []
    start = index = end
    while index > 0:
        index -= 1
        line = lines[index].strip()
        if not line:
            continue
        match = NAVIGATION.fullmatch(line)
        if not match or len(line) > LONGEST_TITLE:
            break
        kind: LinkKind = "previous" if match[1] == "<<" else "next"
        if any(link.kind == kind for link in found):
            break
        found.insert(0, Link(kind, collapse(match[2])))
        start = index
    return start, found


def _recommended(lines: Sequence[str]) -> tuple[int, list[Link], list[str]] | None:
    """The line that opens the recommendations, these, and the lines below them; None if there are none.

    ``Recommend`` (or ``Recommended:`` and the like) may also be a heading or a word of the body. It opens
    the recommendations at the last line directly below ``<<:`` or ``>>:``; otherwise at its last occurrence,
    if the lines after it look like titles and teasers to the end of the page. Other words (``Related``,
    ``Read more``) always need such lines below them.
    """
    last: int | None = None
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index].strip()
        if not line or len(line) > 60:
            continue
        opens = line == RECOMMEND or bool(_OPENS.fullmatch(line))
        if not opens and not _MAY_OPEN.fullmatch(line.rstrip(" :：")):
            continue
        if opens and _is_below_navigation(lines, index):
            end = _foot(lines, index + 1, _FOOT_BELOW_SURE_LINKS)
            texts = [text for text in map(collapse, lines[index + 1 : end]) if text]
            return (index, _pairs(texts), list(lines[end:])) if _may_be_titles(texts) else None
        if last is None:
            last = index
    if last is None:
        return None
    # Treated as lines of a body, because that is what they are if they are not links.
    end = _foot(lines, last + 1)
    links = likely_pairs(lines[last + 1 : end])
    return (last, links, list(lines[end:])) if links else None


def _foot(lines: Sequence[str], start: int, foot: re.Pattern[str] = _FOOT) -> int:
    """The index after the links of a list that begins at ``start``: below it may be the foot of the page.

    The foot is made of paragraphs after the last teaser. It begins with one that stands where a title would
    be, and is a sentence or a copyright line (``foot`` says what); it is short.
    """
    shown = [index for index in range(start, len(lines)) if lines[index].strip()]
    heads = [index for index in shown if index == start or not lines[index - 1].strip()]
    teasers = [index for index in shown if _is_teaser(lines[index].strip())]
    if not teasers:
        return len(lines)
    after = [index for index in heads if index > teasers[-1]]
    for at, following in zip(after[::2], (*after[2::2], len(lines)), strict=False):
        paragraph = next((end for end in range(at, following) if not lines[end].strip()), following)
        if foot.search(collapse(" ".join(lines[at:paragraph]))):
            return at if sum(map(len, lines[at:])) <= _MOST_BELOW else len(lines)
    return len(lines)


def _is_below_navigation(lines: Sequence[str], index: int) -> bool:
    above = index - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above >= 0 and bool(NAVIGATION.fullmatch(lines[above].strip()))


def _may_be_titles(lines: Sequence[str]) -> bool:
    return all(len(line) <= LONGEST_TITLE for line in lines)


def _is_teaser(line: str) -> bool:
    return line.endswith(("...", "…")) and len(line) <= _TEASER_MAX


def likely_pairs(lines: Sequence[str]) -> list[Link]:
    """The links that lines name; none if they may equally be text: lists, code, or too few teasers."""
    found: list[Line] = logical_lines(lines, keep_breaks=False)
    if not found or any(line.has_lines or line.quoted or is_item(line.text) for line in found):
        return []
    if not _may_be_titles([line.text for line in found]):
        return []
    links = _pairs([line.text for line in found])
    teasers = sum(_is_teaser(link.teaser) for link in links)
    # Titles can be cut too, but most of them are not.
    cut_titles = sum(_is_teaser(link.title) for link in links)
    likely = (
        _is_teaser(links[0].teaser)
        and 2 * teasers >= len(links) >= 2 * cut_titles
        and all(len(link.title) <= LIKELY_TITLE for link in links)
    )
    return links if likely else []


def _pairs(lines: list[str]) -> list[Link]:
    """Recommended links from the lines that name them: titles and teasers, alternating.

    A title or a teaser can stand alone, and either may look like the other: a cut title ends in ``...``, the
    teaser of a short text does not. Of all ways to pair the lines, the cheapest one wins; it is computed from
    the end. A teaser without a title becomes the link's title, because it is all that can be shown and found.
    """
    teaser = [*map(_is_teaser, lines)]
    # For each line: the lowest cost of it and the lines after it, and whether it is paired with the next one.
    best: list[tuple[int, bool]] = [(0, False)] * (len(lines) + 1)
    for at in range(len(lines) - 1, -1, -1):
        best[at] = (_ALONE + best[at + 1][0], False)
        if at + 1 < len(lines):
            together = teaser[at] + (not teaser[at + 1]) + best[at + 2][0]
            if together <= best[at][0]:
                best[at] = (together, True)
    links: list[Link] = []
    at = 0
    while at < len(lines):
        paired = best[at][1]
        links.append(Link("recommended", lines[at], lines[at + 1] if paired else ""))
        at += 2 if paired else 1
    return links
