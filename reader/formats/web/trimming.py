"""The edges of an article: links, imprints and credits at its beginning and end that are no part of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.formats.markup.elements import tag_of, words_of
from reader.formats.web.measures import Measures, TextRun

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_STRUCTURE = ("pre", "table", "figure", "blockquote", "math", "details")
_TEXTS = frozenset(
    (
        "articlebody",
        "article-body",
        "article__body",
        "article-content",
        "entry-content",
        "post-content",
        "post-body",
    )
) | {
    "story-body",
    "td-post-content",
    "markdown-body",
    "mw-parser-output",
    "body-content",
    "entry",
    "content-body",
}
_PARAGRAPH = 80
_INDEX = 0.4
# If links at the edges of an article are more of it, it is a table of contents and keeps them.
_CREDIT = re.compile(r"\W*(?:责任编辑|责编|编辑|編輯|责任校对|来源|原标题|文章来源|編集|ソース)\s*[:：]")


@dataclass(slots=True)
class FoundArticle:
    """Where the article of a page is.

    Attributes:
        container: the element that holds it.
        left_out: elements in it that are no part of it.
        loose: texts in it that are no part of it and have no element of their own.
        measures: what the elements hold without those left out by name.
        whole: whether nothing was found and the container is the page.
    """

    container: Element
    measures: Measures
    left_out: set[Element] = field(default_factory=set)
    loose: list[TextRun] = field(default_factory=list)
    whole: bool = False


def is_called_article(element: Element) -> bool:
    """Whether a page calls the element its article."""
    tag = tag_of(element)
    if tag in ("article", "main") or element.get("role") in ("main", "article"):
        return True
    if "articleBody" in (element.get("itemprop") or ""):
        return True
    return not _TEXTS.isdisjoint(word.lower() for word in words_of(element))


def is_inside(element: Element, around: Element) -> bool:
    inner = element.getparent()
    while inner is not None:
        if inner is around:
            return True
        inner = inner.getparent()
    return False


def host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def link_edges(runs: list[TextRun], is_list: bool, host: str) -> set[int]:
    """The runs at the beginning and the end of a page that consist of links only: its menus."""
    if is_list:
        return set()
    found: set[int] = set()
    for ordered in (runs, list(reversed(runs))):
        waiting: list[TextRun] = []
        for run in ordered:
            if _is_menu(run, host, top=ordered is runs):
                found.add(run.number)
                found.update(other.number for other in waiting)
                waiting = []
            elif (
                run.size <= 3
                or (ordered is not runs and _is_imprint(run))
                or (
                    run.size < 30
                    and not run.linked
                    and tag_of(run.holder) not in _HEADINGS
                    and ordered is runs
                )
            ):
                waiting.append(run)
                if len(waiting) > 3:
                    break
            else:
                break
    return found


def _is_menu(run: TextRun, host: str, *, top: bool) -> bool:
    if not run.links or run.linked < 0.8 * run.size or run.size > 60 * max(1, run.links):
        return False
    return (top and run.links > 1) or all(_is_near(link, host) for link in _links(run))


def _is_imprint(run: TextRun) -> bool:
    """Whether a run at the end of a page may be below its menu: short, and no sentence."""
    text = run.text.strip()
    return (
        run.size < 80
        and not run.linked
        and text[-1:] not in ".!?…。！？:»”"
        and not _is_in_structure(run.holder)
    )


def _is_in_structure(element: Element) -> bool:
    around: Element | None = element
    for _ in range(6):
        if around is None:
            return False
        if tag_of(around) in (*_STRUCTURE, *_HEADINGS, "li", "dd", "figcaption"):
            return True
        around = around.getparent()
    return False


def _links(run: TextRun) -> Iterable[Element]:
    for element, tail in run.nodes:
        around: Element | None = element.getparent() if tail else element
        while around is not None and around is not run.holder:
            if tag_of(around) == "a":
                yield around
                break
            around = around.getparent()


def _is_near(link: Element, host: str) -> bool:
    """Whether a link leads to another page of the same site."""
    href = link.get("href") or ""
    return ":" not in href.partition("/")[0] or (bool(host) and host_of(href) == host)


def trim(found: FoundArticle, kept: set[int], edges: set[int]) -> None:
    """Finds what is no part of the article at the beginning and the end of its element."""
    inside = found.measures.runs_in(found.container)
    # What an article that is called so begins or ends with may be links of its own.
    trusted = kept if is_called_article(found.container) else set()
    dropped = {run.number for run in inside if run.number in edges and run.number not in trusted}
    survivors = [at for at, run in enumerate(inside) if run.number in kept]
    if survivors:
        first, last = survivors[0], survivors[-1]
        for run in (*inside[:first], *inside[last + 1 :]):
            if not _is_structure(run, found.container) and _is_linked(run, found):
                dropped.add(run.number)
    whole = sum(run.size for run in inside)
    if sum(run.size for run in inside if run.number in dropped) > _INDEX * whole:
        # Links side by side are menus all the same.
        dropped = {run.number for run in inside if run.number in dropped and run.links > 2}
    dropped |= _other_pages(inside)
    dropped |= {run.number for run in inside[-4:] if run.size < 60 and _CREDIT.match(run.text)}
    _headings_of_nothing(found, inside, dropped)
    _leave_out(found, inside, dropped)


def _is_structure(run: TextRun, container: Element) -> bool:
    element: Element | None = run.holder
    while element is not None and element is not container:
        if tag_of(element) in _STRUCTURE:
            return True
        element = element.getparent()
    return False


def _is_linked(run: TextRun, found: FoundArticle) -> bool:
    """Whether a run, or the list around it, consists of links."""
    if run.links and run.linked >= 0.6 * run.size:
        return True
    around = run.holder.getparent() if tag_of(run.holder) in ("li", "p", "span", "td") else None
    if around is None or around is found.container:
        return False
    amount = found.measures.of(around)
    return amount.links > 1 and amount.linked >= 0.6 * amount.size and amount.size < 2000


def _other_pages(inside: list[TextRun]) -> set[int]:
    """Paragraphs between others that are one link to another page of the site: «Read also …».

    They are written with the whole path, as sites do; the pages of a document name each other by their names.
    """
    if sum(run.size > _PARAGRAPH and 2 * run.linked < run.size for run in inside) < 3:
        return set()
    return {
        run.number
        for run in inside
        if run.links == 1
        and run.linked == run.size > 15
        and tag_of(run.holder) in ("p", "div")
        and all((link.get("href") or "").startswith("/") for link in _links(run))
    }


def _headings_of_nothing(found: FoundArticle, inside: list[TextRun], dropped: set[int]) -> None:
    """Headings at the end behind which everything is left out go, too."""
    for at in range(len(inside) - 1, -1, -1):
        run = inside[at]
        if run.number in dropped:
            continue
        behind = inside[at + 1 : at + 2]
        if tag_of(run.holder) not in _HEADINGS or at == 0:
            break
        if behind[0].number in dropped if behind else not _shows_something(run.holder, found):
            dropped.add(run.number)
            continue
        break


def _shows_something(heading: Element, found: FoundArticle) -> bool:
    """Whether a picture or a film follows a heading."""
    after = (element for element in heading.itersiblings() if element not in found.left_out)
    return any(True for element in after for _ in element.iter("img", "video", "iframe", "math"))


def _leave_out(found: FoundArticle, inside: list[TextRun], dropped: set[int]) -> None:
    """Finds the elements that hold nothing but what is left out."""
    if not dropped:
        return
    gone: dict[Element, int] = {}
    for run in inside:
        if run.number in dropped:
            element: Element | None = run.holder
            while element is not None and element is not found.container:
                gone[element] = gone.get(element, 0) + 1
                element = element.getparent()
    empty = {
        element
        for element, count in gone.items()
        if count == found.measures.of(element).runs and not _holds_picture(element)
    }
    found.left_out |= {element for element in empty if element.getparent() not in empty}
    for run in inside:
        if run.number in dropped and run.holder not in empty:
            found.loose.append(run)


def _holds_picture(element: Element) -> bool:
    return any(True for _ in element.iter("img", "video", "iframe", "pre", "math")) and tag_of(
        element
    ) not in ("li", "td")
