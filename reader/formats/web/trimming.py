"""The edges of an article: links, imprints and credits at its beginning and end that are no part of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.formats.markup.elements import tag_of, words_of
from reader.formats.web.headed import is_announcement
from reader.formats.web.measures import Measures, TextRun
from reader.text import bare

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
# If links at the edges are a larger share of an article, it is a table of contents and keeps them.
_INDEX = 0.4
_LONGEST_LEAD = 1500
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


def link_edges(runs: list[TextRun], host: str, fixed: set[int]) -> set[int]:
    """The runs at the beginning and the end of a page that consist of links only: its menus.

    Args:
        runs: the runs of the page.
        host: its host, or "".
        fixed: the numbers of runs that are no menus, whatever they look like.
    """
    found: set[int] = set()
    for ordered in (runs, list(reversed(runs))):
        waiting: list[TextRun] = []
        for run in ordered:
            if run.number in fixed:
                break
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
    around = run.holder
    for _ in range(4):
        if around is None:
            break
        if tag_of(around) == "a":
            yield around
        around = around.getparent()


def _is_near(link: Element, host: str) -> bool:
    """Whether a link leads to another page of the same site."""
    href = link.get("href") or ""
    return ":" not in href.partition("/")[0] or (bool(host) and host_of(href) == host)


def trim(found: FoundArticle, kept: set[int], edges: set[int], host: str) -> None:
    """Finds what is no part of the article at the beginning and the end of its element.

    Args:
        found: the article; what is no part of it is added to ``left_out`` and ``loose``.
        kept: the runs that others take for the article.
        edges: what :func:`link_edges` returned.
        host: the host of the page, or "".
    """
    inside = found.measures.runs_in(found.container)
    # What an article that is called so begins or ends with may be links of its own.
    trusted = kept if is_called_article(found.container) else set()
    dropped = {run.number for run in inside if run.number in edges and run.number not in trusted}
    survivors = [at for at, run in enumerate(inside) if run.number in kept]
    if survivors:
        first, last = survivors[0], survivors[-1]
        for run in (*inside[:first], *inside[last + 1 :]):
            if _is_structure(run, found.container) or not _is_linked(run, found):
                continue
            if run.links > 2 or any(_is_near(link, host) for link in _links(run)) or not run.links:
                dropped.add(run.number)
    whole = sum(run.size for run in inside)
    if sum(run.size for run in inside if run.number in dropped) > _INDEX * whole:
        # Links side by side are menus all the same.
        dropped = {run.number for run in inside if run.number in dropped and run.links > 2}
    dropped |= _other_pages(found, inside, host)
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


def _other_pages(found: FoundArticle, inside: list[TextRun], host: str) -> set[int]:
    """Paragraphs and lists between others that only link to other pages of the site: «Read also …».

    They are written with the whole path, as sites do; the pages of a document name each other by their names.
    """
    if sum(run.size > _PARAGRAPH and 2 * run.linked < run.size for run in inside) < 3:
        return set()
    dropped: set[int] = set()
    for at, run in enumerate(inside):
        announced = 2 * run.linked > run.size and run.size < 300 and is_announcement(run.text)
        if run.links != 1 or not (run.linked == run.size > 15 or announced):
            continue
        if not all(_is_of_site(link, host) for link in _links(run)):
            continue
        tag = tag_of(run.holder)
        if tag in ("p", "div", "section"):
            dropped.add(run.number)
        elif tag == "li" and (around := run.holder.getparent()) is not None:
            # A list below a heading is a part of the article.
            amount = found.measures.of(around)
            before = inside[at - 1] if at else None
            headed = before is not None and tag_of(before.holder) in _HEADINGS
            if amount.linked == amount.size and amount.runs <= 6 and not headed:
                dropped.add(run.number)
    return dropped


def _is_of_site(link: Element, host: str) -> bool:
    href = link.get("href") or ""
    return href.startswith("/") or (bool(host) and host_of(href) == host)


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


# --- what stands above its element ------------------------------------------------------------------


def with_head(found: FoundArticle, title: str, root: Element, spared: set[Element]) -> None:
    """Widens an article to what stands between its title and its element: its first lines and a picture.

    Args:
        found: the article.
        title: its title, whose heading is looked for above the element.
        root: the page.
        spared: elements that stay wherever they are.
    """
    heading = _heading_above(found.container, title, root)
    if heading is None:
        return
    around = heading.getparent()
    while around is not None and not is_inside(found.container, around):
        around = around.getparent()
    if around is None or tag_of(around) == "html":
        return
    measures, inner = found.measures, measures_range(found)
    between = [run for run in measures.runs_in(around) if run.number < inner.start]
    above = _runs_before(between, heading)
    lead = between[above:]
    if sum(run.size for run in lead) > _LONGEST_LEAD or sum(run.linked for run in lead) > 200:
        return
    left_out = _outside(found.container, heading, around, spared)
    if left_out is None:
        return
    found.left_out |= left_out
    found.loose += [run for run in lead if _is_detail(run)]
    found.container = around


def measures_range(found: FoundArticle) -> range:
    """The numbers of the runs in an article's element."""
    amount = found.measures.of(found.container)
    return range(amount.first, amount.first + amount.runs)


def _heading_above(container: Element, title: str, root: Element) -> Element | None:
    key = bare(title)
    found: Element | None = None
    if not key:
        return None
    for element in root.iter(*_HEADINGS, container.tag):
        if element is container:
            return found
        if tag_of(element) in _HEADINGS and bare("".join(element.itertext())) == key:
            found = element
    return None


def _runs_before(runs: list[TextRun], heading: Element) -> int:
    """How many of these runs stand before the end of a heading."""
    count = 0
    for at, run in enumerate(runs):
        if run.holder is heading or is_inside(run.holder, heading):
            count = at + 1
    return count


def _outside(
    container: Element, heading: Element, around: Element, spared: set[Element]
) -> set[Element] | None:
    """The elements in ``around`` before the heading and behind the container; None if they are mixed up."""
    found: set[Element] = set()
    element = container
    while element is not around:
        found.update(after for after in element.itersiblings() if after not in spared)
        parent = element.getparent()
        if parent is None:
            return None
        element = parent
    element = heading
    while element is not around:
        found.update(before for before in element.itersiblings(preceding=True) if before not in spared)
        parent = element.getparent()
        if parent is None:
            return None
        element = parent
    return found


def _is_detail(run: TextRun) -> bool:
    """Whether a line above a text tells something about it: how long it takes, who took the picture."""
    return run.size < 40 and tag_of(run.holder) not in (*_HEADINGS, "figcaption", "p")
