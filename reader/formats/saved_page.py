"""Saved pages: the plain-text layout of an article with its neighbours and recommendations.

A page is, in order: the title twice; sometimes an editor's note; the body; ``<<:`` the previous article's
title and ``>>:`` the next one's; ``Recommend`` and pairs of lines, a title and a teaser. Every part may be
missing. Nothing is lost: what is not understood is body text. Only the signs themselves (``<<:``, ``>>:``,
``Recommend``) and repeats of the title are not part of the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice

from reader.errors import UnreadableSource
from reader.formats.body import (
    IMAGE,
    NAVIGATION,
    RECOMMEND,
    Line,
    is_item,
    logical_lines,
    to_blocks,
)
from reader.formats.body_lines import to_lines
from reader.formats.decoding import decode
from reader.formats.foreign import text_kind
from reader.formats.parsed import Parsed
from reader.model import Article, Block, Link, LinkKind, TitleFrom
from reader.sources import Fetched
from reader.text import clean, collapse, display, fold, graphemes

UNTITLED = "Untitled"
"""The title of a page that holds no words at all."""

_NOTE = re.compile(
    r"((?:the )?editor(?:['’‘`´ʼ′]?s|s['’])? ?note ?[:：]|(?:编者|編者)[按注註] ?[:：]) ?(\S.*)", re.I | re.S
)
_DEFAULT_LABEL = "Editor's note:"

MOST_PARTS = 1_000_000
"""So many lines that hold something, and images, a page may have. The longest books have a tenth of it."""

_ANY_LINE = re.compile(r"\S[^\n\r\v\f\x85\u2028\u2029]*")
_MANY_EMPTY = "\n\n\n\n"

_TITLE_CELLS = 66
_TITLE_LONGEST = 200
# A line of more characters is text, whatever stands before it: lists and panes show titles whole.
_TITLE_MOST = 10_000
# A teaser is 49 characters and three dots; other sites and programs make it longer.
_TEASER_MAX = 200
# What a line without its other half costs where lines are paired; one that looks unlike its half costs 1.
_ALONE = 2


def sniff(fetched: Fetched) -> bool:
    """Every text can be read as a saved page."""
    return True


def read(fetched: Fetched) -> Iterator[Parsed]:
    """The article in a file.

    Raises:
        UnreadableSource: it is not text, or text that nobody reads as it is: a key, HTML, RTF.
    """
    text, encoding = decode(fetched.raw)
    if kind := text_kind(text):
        raise UnreadableSource(f"is {kind}")
    for pattern, what in ((_ANY_LINE, "lines"), (IMAGE, "images")):
        if _holds_more(text, pattern, MOST_PARTS):
            raise UnreadableSource(f"has more than {MOST_PARTS:,} {what}")
    yield Parsed(parse(text), encoding=encoding)


def _holds_more(text: str, pattern: re.Pattern[str], most: int) -> bool:
    # A text of a few characters cannot; and each part takes some.
    return len(text) > most and next(islice(pattern.finditer(text), most, None), None) is not None


def parse(text: str) -> Article:
    """The article in the text of a page. Never fails; an empty text is an article without blocks."""
    text = clean(text)
    if _MANY_EMPTY in text:
        # They part what stands around them, and so do fewer.
        text = re.sub(f"{_MANY_EMPTY}+", "\n\n\n", text)
    lines = text.split("\n")
    end, links = _tail(lines)
    title, start = _title(lines, end)
    body = logical_lines(lines[start:end])
    # The page title may have been wrapped: what the first lines are, shows when they are joined.
    if not title and len(body) > 1 and _names_the_same(body[0].text, body[1].text):
        title = collapse(body.pop(0).text)
    if title:
        body = body[next((at for at, line in enumerate(body) if line.text != title), len(body)) :]
    label, note, body = _note(body, titled=bool(title))
    blocks = to_blocks(body)
    origin: TitleFrom = "page" if title else "text"
    return Article(
        title=title or _first_words(blocks, note),
        blocks=blocks,
        links=links,
        note=note,
        note_label=label,
        title_from=origin,
    )


def write(article: Article) -> str:
    """The article as a saved page. ``parse(write(a)) == a`` for every ``a`` that ``parse`` has made.

    A title that does not come from the page is not written. Articles from other formats keep every word, in
    order, but lose what this format has no sign for: styles and addresses of spans, inline links, ``lang``,
    ``tags``, names of images, languages of code, and the kinds and levels of some blocks; see
    :mod:`reader.formats.body_lines`.
    """
    groups: list[str] = []
    if article.title_from == "page":
        groups += [collapse(article.title)] * 2
    if article.note:
        # Two empty lines below the note, as the pages have.
        groups.append(f"{article.note_label or _DEFAULT_LABEL} {collapse(article.note)}\n")
    if article.blocks:
        groups.append("\n".join(to_lines(article.blocks)))
    for link in article.links:
        if link.kind in ("previous", "next"):
            groups.append(f"{'<<' if link.kind == 'previous' else '>>'}:\xa0 {collapse(link.title)}")
    recommended = [link for link in article.links if link.kind == "recommended"]
    if recommended:
        groups.append(RECOMMEND)
    for link in recommended:
        groups += [part for part in (collapse(link.title), collapse(link.teaser)) if part]
    return "\n\n".join(groups) + "\n" if groups else ""


# --- head -------------------------------------------------------------------------------------------


def _title(lines: list[str], end: int) -> tuple[str, int]:
    """The title, or "" if the page starts with its body; and the index of the first line after it.

    The title is there if the first two lines that hold something say the same. If they do not say it in the
    same characters, the second stays in the body, so that nothing is lost.
    """
    found = list(islice((index for index in range(end) if lines[index].strip()), 2))
    if len(found) < 2:
        return "", 0
    first, second = lines[found[0]], lines[found[1]]
    # Two lines of code are not a title.
    if second.expandtabs(4).startswith("    ") or not _names_the_same(first, second):
        return "", 0
    title = collapse(first)
    return title, found[1] + 1 if title == collapse(second) else found[1]


def _names_the_same(first: str, second: str) -> bool:
    """Whether two lines are the page's title and its headline: equal but for spelling and small changes."""
    first, second = collapse(first), collapse(second)
    shorter, longer = sorted((len(first), len(second)))
    if longer > _TITLE_MOST:
        return False
    if first == second:
        return bool(display(first).strip())
    if longer > _TITLE_LONGEST or shorter < 0.8 * longer:
        return False
    first, second = fold(first), fold(second)
    if first == second:
        return bool(display(first).strip())
    # Lesson 1 and Lesson 2 are two things.
    if longer < 20 or re.findall(r"\d+", first) != re.findall(r"\d+", second):
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= 0.9 and matcher.quick_ratio() >= 0.9 and matcher.ratio() >= 0.9


def _note(body: list[Line], *, titled: bool) -> tuple[str, str, list[Line]]:
    """The editor's note's label and text, and the body without it.

    On a page without a title, the one line that is all of its text is the body, however it starts.
    """
    if body and not body[0].code and (titled or len(body) > 1) and (found := _NOTE.fullmatch(body[0].text)):
        return found[1], found[2], body[1:]
    return "", "", body


def _first_words(blocks: tuple[Block, ...], note: str) -> str:
    """A title made of the first words there are, cut at a word with ``…``."""
    for text in (*map(_words, blocks), note):
        if display(text).strip():
            return _shortened(collapse(text))
    return UNTITLED


def _words(block: Block) -> str:
    return "".join(span.text for span in block.spans if "image" not in span.style)


def _shortened(text: str) -> str:
    end = cells = 0
    for _, stop, size in graphemes(text[: 4 * _TITLE_CELLS]):
        if cells + size > _TITLE_CELLS:
            break
        cells, end = cells + size, stop
    if end == len(text):
        return text
    at_word = text.rfind(" ", 0, end + 1)
    # Scripts without spaces are cut where the room ends.
    kept = text[: at_word if at_word > end // 2 else end]
    return (kept.rstrip(" ,;:-–—.…") or kept) + "…"


# --- tail -------------------------------------------------------------------------------------------


def _tail(lines: list[str]) -> tuple[int, tuple[Link, ...]]:
    """The index of the first line of the page's tail, and the links in it, in page order."""
    end, recommended = _recommended(lines)
    neighbours: list[Link] = []
    index = end
    while index > 0:
        index -= 1
        line = lines[index].strip()
        if not line:
            continue
        found = NAVIGATION.fullmatch(line)
        if not found or len(line) > _TITLE_MOST:
            break
        kind: LinkKind = "previous" if found[1] == "<<" else "next"
        if any(link.kind == kind for link in neighbours):
            break
        neighbours.insert(0, Link(kind, collapse(found[2])))
        end = index
    return end, (*neighbours, *recommended)


def _recommended(lines: list[str]) -> tuple[int, list[Link]]:
    """The index of the line that opens the recommendations, and those; without any, the number of lines.

    ``Recommend`` may also be a heading or a word of the body. The line meant is the last one that stands
    right below ``<<:`` or ``>>:``; else the last one of all, if what follows it looks like titles and
    teasers to the end of the page. On a page that ends in ``<<:`` or ``>>:`` there is none.
    """
    last = len(lines)
    final = next((line for line in reversed(lines) if line.strip()), "")
    if NAVIGATION.fullmatch(final.strip()):
        return last, []
    for index in range(len(lines) - 1, -1, -1):
        if RECOMMEND in lines[index] and lines[index].strip() == RECOMMEND:
            above = index - 1
            while above >= 0 and not lines[above].strip():
                above -= 1
            if above >= 0 and NAVIGATION.fullmatch(lines[above].strip()):
                texts = [text for line in lines[index + 1 :] if (text := collapse(line))]
                return (index, _pairs(texts)) if _may_be_titles(texts) else (len(lines), [])
            if last == len(lines):
                last = index
    # As lines of a body, for that is what they are if they are no links.
    links = _likely_pairs(logical_lines(lines[last + 1 :]))
    return (last, links) if links else (len(lines), [])


def _may_be_titles(lines: list[str]) -> bool:
    return all(len(line) <= _TITLE_MOST for line in lines)


def _is_teaser(line: str) -> bool:
    return line.endswith(("...", "…")) and len(line) <= _TEASER_MAX


def _likely_pairs(lines: list[Line]) -> list[Link]:
    """The links that lines name, or none if they may as well be text: lists, code, or too few teasers."""
    if not lines or any(line.code or is_item(line.text) for line in lines):
        return []
    if not _may_be_titles([line.text for line in lines]):
        return []
    links = _pairs([line.text for line in lines])
    teasers = sum(_is_teaser(link.teaser) for link in links)
    # Titles can be cut as well, but not most of them.
    cut_titles = sum(_is_teaser(link.title) for link in links)
    likely = (
        _is_teaser(links[0].teaser)
        and 2 * teasers >= len(links) >= 2 * cut_titles
        and all(len(link.title) <= _TITLE_LONGEST for link in links)
    )
    return links if likely else []


def _pairs(lines: list[str]) -> list[Link]:
    """Recommended links from the lines that name them: a title and a teaser in turn.

    A title can stand alone, and a teaser; and either may look like the other: a cut title ends in ``...``,
    the teaser of a short text does not. Of all ways to pair the lines the cheapest is taken, found from the
    end on. A teaser without a title becomes the link's title: it is what there is to show and to look for.
    """
    teaser = [*map(_is_teaser, lines)]
    # For each line, what the lines from it on cost at best, and whether it is paired with the next one.
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
