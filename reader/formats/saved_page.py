"""Saved pages: the plain-text layout of an article with its neighbours and recommendations.

A page consists of, in order: the title, twice; sometimes an editor's note; the body; ``<<:`` with the
previous article's title and ``>>:`` with the next one's; ``Recommend`` and pairs of lines, a title and a
teaser. Every part may be missing. Nothing is lost: whatever is not recognised is body text. Only the signs
themselves (``<<:``, ``>>:``, ``Recommend``) and repeats of the title are not part of the article.
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
"""The title of a page that contains no words."""

_NOTE = re.compile(
    r"((?:the )?editor(?:['’‘`´ʼ′]?s|s['’])? ?note ?[:：]|(?:编者|編者)[按注註] ?[:：]) ?(\S.*)", re.I | re.S
)
_DEFAULT_LABEL = "Editor's note:"

MOST_PARTS = 1_000_000
"""The most lines that are not empty, and the most images, in a page. The longest books have a tenth of it."""

_ANY_LINE = re.compile(r"\S[^\n\r\v\f\x85\u2028\u2029]*")
_MANY_EMPTY = "\n\n\n\n"

_TITLE_CELLS = 66
_TITLE_LONGEST = 200
# A longer line is text, whatever sign it starts with: lists and panes show titles in full.
_TITLE_MOST = 10_000
# A teaser has 49 characters and three dots; other sites and programs make longer ones.
_TEASER_MAX = 200
# The cost of a line without its other half when lines are paired; a half that looks untypical costs 1.
_ALONE = 2


def sniff(fetched: Fetched) -> bool:
    """Any text can be read as a saved page."""
    return True


def read(fetched: Fetched) -> Iterator[Parsed]:
    """The article in a file.

    Raises:
        UnreadableSource: it is not text, or is text that nobody reads in that form: a key, HTML, RTF.
    """
    text, encoding = decode(fetched.raw)
    if kind := text_kind(text):
        raise UnreadableSource(f"is {kind}")
    for pattern, what in ((_ANY_LINE, "lines"), (IMAGE, "images")):
        if _holds_more(text, pattern, MOST_PARTS):
            raise UnreadableSource(f"has more than {MOST_PARTS:,} {what}")
    yield Parsed(parse(text), encoding=encoding)


def _holds_more(text: str, pattern: re.Pattern[str], most: int) -> bool:
    # Each match takes some characters, so a short text cannot hold too many.
    return len(text) > most and next(islice(pattern.finditer(text), most, None), None) is not None


def parse(text: str) -> Article:
    """The article in the text of a page. Never fails; an empty text is an article without blocks."""
    text = clean(text)
    if _MANY_EMPTY in text:
        # Form feeds and the like separate the text around them, and fewer of them do so too.
        text = re.sub(f"{_MANY_EMPTY}+", "\n\n\n", text)
    lines = text.split("\n")
    end, links = _tail(lines)
    title, start = _title(lines, end)
    body = logical_lines(lines[start:end])
    # The page title may have been wrapped: joining the first lines shows whether they are the title.
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
    """The article as a saved page. ``parse(write(a)) == a`` for every ``a`` that ``parse`` returned.

    A title that does not come from the page is not written. Articles from other formats keep every word, in
    order, but lose whatever this format has no sign for: styles and addresses of spans, inline links,
    ``lang``, ``tags``, names of images, languages of code, and the kinds and levels of some blocks; see
    :mod:`reader.formats.body_lines`.
    """
    groups: list[str] = []
    if article.title_from == "page":
        groups += [collapse(article.title)] * 2
    if article.note:
        # The pages have two empty lines below the note.
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

    The first line is the title if the next line with text repeats it. If their characters differ, the second
    one stays in the body, so that nothing is lost.
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
    """Whether two lines are the page's title and its headline: equal except for small differences."""
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
    # Lesson 1 and Lesson 2 are different.
    if longer < 20 or re.findall(r"\d+", first) != re.findall(r"\d+", second):
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= 0.9 and matcher.quick_ratio() >= 0.9 and matcher.ratio() >= 0.9


def _note(body: list[Line], *, titled: bool) -> tuple[str, str, list[Line]]:
    """The editor's note's label and text, and the body without it.

    On a page without a title, if the note would be the whole text, it is the body, however it starts.
    """
    if body and not body[0].code and (titled or len(body) > 1) and (found := _NOTE.fullmatch(body[0].text)):
        return found[1], found[2], body[1:]
    return "", "", body


def _first_words(blocks: tuple[Block, ...], note: str) -> str:
    """A title made of the article's first words, cut after a word with ``…``."""
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
    # Scripts without spaces are cut where the space runs out.
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
    """The index of the line that opens the recommendations, and these; without any, the number of lines.

    ``Recommend`` may also be a heading or a word of the body. It opens the recommendations at the last line
    directly below ``<<:`` or ``>>:``; otherwise at its last occurrence, if the lines after it look like
    titles and teasers to the end of the page. A page that ends in ``<<:`` or ``>>:`` has no recommendations.
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
    # Treated as lines of a body, because that is what they are if they are not links.
    links = _likely_pairs(logical_lines(lines[last + 1 :]))
    return (last, links) if links else (len(lines), [])


def _may_be_titles(lines: list[str]) -> bool:
    return all(len(line) <= _TITLE_MOST for line in lines)


def _is_teaser(line: str) -> bool:
    return line.endswith(("...", "…")) and len(line) <= _TEASER_MAX


def _likely_pairs(lines: list[Line]) -> list[Link]:
    """The links that lines name; none if they may equally be text: lists, code, or too few teasers."""
    if not lines or any(line.code or is_item(line.text) for line in lines):
        return []
    if not _may_be_titles([line.text for line in lines]):
        return []
    links = _pairs([line.text for line in lines])
    teasers = sum(_is_teaser(link.teaser) for link in links)
    # Titles can be cut too, but most of them are not.
    cut_titles = sum(_is_teaser(link.title) for link in links)
    likely = (
        _is_teaser(links[0].teaser)
        and 2 * teasers >= len(links) >= 2 * cut_titles
        and all(len(link.title) <= _TITLE_LONGEST for link in links)
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
