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
from reader.formats.body import IMAGE, Line, logical_lines, to_blocks
from reader.formats.body_lines import to_lines
from reader.formats.decoding import decode
from reader.formats.flowing import shortened
from reader.formats.foreign import text_kind
from reader.formats.line_groups import RECOMMEND
from reader.formats.page_lines import escaped, lines_of
from reader.formats.page_tail import LIKELY_TITLE, LONGEST_TITLE, tail_of
from reader.formats.parsed import Parsed
from reader.model import UNTITLED, Article, Block, Facts, TitleFrom
from reader.sources import Fetched
from reader.text import collapse, display, fold

_NOTE = re.compile(
    r"((?:the )?editor(?:['’‘`´ʼ′]?s|s['’])? ?note ?[:：]|(?:编者|編者)[按注註] ?[:：]) ?(\S.*)", re.I | re.S
)
_DEFAULT_LABEL = "Editor's note:"

MOST_PARTS = 1_000_000
"""The most lines that are not empty, and the most images, in a page. The longest books have a tenth of it."""

_ANY_LINE = re.compile(r"\S[^\n\r\v\f\x85\u2028\u2029]*")

# What stands between a title and the name of the site, and the longest such name.
_BEFORE_SITE = re.compile(r"\s+(?:[|–—·•»:/\\-]|::|\|\|)\s+")
_LONGEST_SITE = 60


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
    article, site = _parse(text)
    yield Parsed(article, encoding=encoding, facts=Facts(site=site))


def _holds_more(text: str, pattern: re.Pattern[str], most: int) -> bool:
    # Each match takes some characters, so a short text cannot hold too many.
    return len(text) > most and next(islice(pattern.finditer(text), most, None), None) is not None


def parse(text: str) -> Article:
    """The article in the text of a page. Never fails; an empty text is an article without blocks."""
    return _parse(text)[0]


def _parse(text: str) -> tuple[Article, str]:
    """The article, and the name of the site if the first line has it behind the title."""
    lines = lines_of(text)
    tail = tail_of(lines)
    lines = [*lines[: tail.start], "", *tail.below]
    title, site, start = _title(lines)
    body = logical_lines(lines[start:])
    # The page title may have been wrapped: joining the first lines shows whether they are the title.
    wrapped = len(body) > 1 and not (title or body[0].has_lines or body[1].has_lines)
    if wrapped and _names_the_same(body[0].text, body[1].text):
        title = collapse(body.pop(0).text)
        body = body[body[0].text == title :]
    label, note, body = _note(body, titled=bool(title))
    blocks = to_blocks(body)
    origin: TitleFrom = "page" if title else "text"
    article = Article(
        title=title or _first_words(blocks, note),
        blocks=blocks,
        links=tail.links,
        note=note,
        note_label=label,
        title_from=origin,
    )
    return article, site


def write(article: Article) -> str:
    """The article as a saved page. ``parse(write(a)) == a`` for every ``a`` that ``parse`` returned.

    A title that does not come from the page is not written. Articles from other formats keep every word, in
    order, but lose whatever this format has no sign for: styles and addresses of spans, inline links,
    ``lang``, ``tags``, names of images, languages of code, and the kinds and levels of some blocks; see
    :mod:`reader.formats.body_lines`.
    """
    groups: list[str] = []
    title = escaped(collapse(article.title))
    if article.title_from == "page":
        groups += [title] * 2
    if article.note:
        # The pages have two empty lines below the note.
        groups.append(f"{article.note_label or _DEFAULT_LABEL} {escaped(collapse(article.note))}\n")
    if article.blocks:
        groups.append("\n".join(to_lines(article.blocks, opens=not groups)))
    for link in article.links:
        if link.kind in ("previous", "next"):
            groups.append(f"{'<<' if link.kind == 'previous' else '>>'}:\xa0 {escaped(collapse(link.title))}")
    recommended = [link for link in article.links if link.kind == "recommended"]
    if recommended:
        groups.append(RECOMMEND)
    for link in recommended:
        groups += [escaped(part) for part in (collapse(link.title), collapse(link.teaser)) if part]
    if article.title_from == "page" and len(groups) > 2 and groups[2].split("\n", 1)[0].strip() == title:
        # The first repeat below the headline is not part of the text, so the text needs one of its own.
        groups.insert(2, title)
    return "\n\n".join(groups) + "\n" if groups else ""


# --- head -------------------------------------------------------------------------------------------


def _title(lines: list[str]) -> tuple[str, str, int]:
    """The title, or "" if the page starts with its body; the site's name; the index of the first line after.

    The first line is the title if the next line with text repeats it. If their characters differ, the second
    one stays in the body, so that nothing is lost. One more repeat, alone in its paragraph, is the headline
    and no part of the body.
    """
    found = list(islice((index for index, line in enumerate(lines) if line.strip()), 3))
    if len(found) < 2:
        return "", "", 0
    first, second = lines[found[0]], lines[found[1]]
    # Two lines of code are not a title.
    if second.expandtabs(4).startswith("    "):
        return "", "", 0
    title, site, start = collapse(first), "", found[1]
    if apart := _without_site(title, collapse(second)):
        title, site = apart
    elif not _names_the_same(first, second):
        return "", "", 0
    if title == collapse(second):
        start += 1
        if len(found) > 2 and _is_headline(lines, found[2], title):
            start = found[2] + 1
    return title, site, start


def _is_headline(lines: list[str], at: int, title: str) -> bool:
    """Whether a line is the title, alone in its paragraph."""
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return collapse(lines[at]) == title and not below.strip()


def _without_site(first: str, second: str) -> tuple[str, str] | None:
    """The title and the name of the site, if the first line is the second one and such a name."""
    if not second or len(first) > LIKELY_TITLE + _LONGEST_SITE:
        return None
    if first.startswith(second) and (sign := _BEFORE_SITE.match(first, len(second))):
        site = first[sign.end() :]
    elif first.endswith(second) and (sign := _BEFORE_SITE.search(first, 0, len(first) - len(second))):
        site = first[: sign.start()] if sign.end() == len(first) - len(second) else ""
    else:
        return None
    return (second, site) if site and len(site) <= _LONGEST_SITE else None


def _names_the_same(first: str, second: str) -> bool:
    """Whether two lines are the page's title and its headline: equal except for small differences."""
    first, second = collapse(first), collapse(second)
    shorter, longer = sorted((len(first), len(second)))
    if longer > LONGEST_TITLE:
        return False
    if first == second:
        return bool(display(first).strip())
    if longer > LIKELY_TITLE or shorter < 0.8 * longer:
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
    if (
        body
        and not body[0].has_lines
        and (titled or len(body) > 1)
        and (found := _NOTE.fullmatch(body[0].text))
    ):
        return found[1], found[2], body[1:]
    return "", "", body


def _first_words(blocks: tuple[Block, ...], note: str) -> str:
    """A title made of the article's first words, cut after a word with ``…``."""
    for text in (*map(_words, blocks), note):
        if display(text).strip():
            return shortened(collapse(text))
    return UNTITLED


def _words(block: Block) -> str:
    return "".join(span.text for span in block.spans if "image" not in span.style)
