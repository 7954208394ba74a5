"""Finds the article in a page: the element that holds it, and what in that element is no part of it.

First everything goes that says of itself that it surrounds articles (:mod:`clutter`). If nothing does, the
page is an article already and is not cut. Otherwise others are asked which texts belong to the article
(:mod:`survivors`), and the element is chosen that holds these and little else; elements that pages themselves
call an article count more. In that element everything stays, whether the others kept it or not (they lose
tables, code and short paragraphs), except for links at its beginning and end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.formats.markup.elements import tag_of, words_of
from reader.formats.markup.notes import notes_in
from reader.formats.web.clutter import clutter_in
from reader.formats.web.measures import Measures, TextRun
from reader.formats.web.survivors import by_text, by_trafilatura

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
_LIST_PAGE = 0.7
# A page with a larger share of its text in links is a list of links, and these are its text.
_LITTLE = 120
_BONUS = 0.06
_MOSTLY = 0.85
_GAP = 1500
_INDEX = 0.4
# If links at the edges of an article are more of it, it is a table of contents and keeps them.


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


def find_article(root: Element, *, url: str = "", body_text: str = "") -> FoundArticle:
    """The article of a page.

    Args:
        root: the whole page.
        url: its address, or "".
        body_text: the text of the article, if the page repeats it in its metadata.
    """
    body = next((element for element in root if tag_of(element) == "body"), root)
    everything = Measures(body)
    spared = _around_notes(root)
    clutter = clutter_in(body, lambda element: everything.of(element).size, spared)
    measures = Measures(body, clutter)
    if not measures.of(body).size:
        return FoundArticle(body, everything, whole=True)
    amount = measures.of(body)
    calm = not any(everything.of(element).size for element in clutter)
    edges = _link_edges(measures.runs, amount.linked > _LIST_PAGE * amount.size, _host(url))
    if calm and not edges:
        named = _semantic(body, measures, 0.97)
        return FoundArticle(body if named is None else named, measures, clutter)
    kept = by_text(measures.runs, body_text) if body_text else set()
    if not kept:
        kept = by_trafilatura(root, measures.runs)
    container = _container(body, measures, kept)
    found = FoundArticle(container, measures, clutter)
    _trim(found, kept, edges)
    return found


def _around_notes(root: Element) -> set[Element]:
    """The elements around footnotes, which are part of an article wherever they stand."""
    spared: set[Element] = set()
    for body in notes_in(root).bodies:
        around: Element | None = body
        while around is not None and around not in spared:
            spared.add(around)
            around = around.getparent()
    return spared


# --- the element ------------------------------------------------------------------------------------


def _container(body: Element, measures: Measures, kept: set[int]) -> Element:
    """The element that holds the article."""
    wanted: dict[Element, int] = {}
    total = 0
    chosen = kept | _between(measures.runs, kept)
    for run in measures.runs:
        if run.number not in chosen:
            continue
        total += run.size
        element: Element | None = run.holder
        while element is not None:
            wanted[element] = wanted.get(element, 0) + run.size
            if element is body:
                break
            element = element.getparent()
    if total < _LITTLE or total < 0.05 * (measures.of(body).size - measures.of(body).linked):
        named = _semantic(body, measures, 0.5)
        return _densest(body, measures) if named is None else named

    def worth(element: Element) -> float:
        return 2 * wanted[element] / (measures.of(element).size + total) + (
            _BONUS if _is_named(element) else 0.0
        )

    is_list = not _is_text(measures, body)
    best = body
    best_worth = worth(body)
    for element in wanted:
        if (this := worth(element)) > best_worth or (this == best_worth and _is_inside(element, best)):
            best, best_worth = element, this
    called = [
        element
        for element in wanted
        if _is_named(element)
        and wanted[element] >= _MOSTLY * total
        and (is_list or _is_text(measures, element))
    ]
    if called:
        # Of elements in each other, the innermost; the others lose tables, code and lists.
        inner = max(called, key=_depth)
        if _is_inside(best, inner) or worth(inner) >= 0.75 * best_worth:
            return inner
    return best


def _between(runs: list[TextRun], kept: set[int]) -> set[int]:
    """The runs between those that were kept, if they are few and no menus: others lose parts of articles."""
    found: set[int] = set()
    gap: list[TextRun] = []
    inside = False
    for run in runs:
        if run.number not in kept:
            gap.append(run)
            continue
        size, linked = sum(one.size for one in gap), sum(one.linked for one in gap)
        if inside and size <= _GAP and 2 * linked <= size:
            found.update(one.number for one in gap)
        gap, inside = [], True
    return found


def _is_named(element: Element) -> bool:
    """Whether a page calls the element its article."""
    tag = tag_of(element)
    if tag in ("article", "main") or element.get("role") in ("main", "article"):
        return True
    if "articleBody" in (element.get("itemprop") or ""):
        return True
    return not _TEXTS.isdisjoint(word.lower() for word in words_of(element))


def _is_text(measures: Measures, element: Element) -> bool:
    amount = measures.of(element)
    return amount.linked < 0.5 * amount.size


def _semantic(body: Element, measures: Measures, share: float) -> Element | None:
    """The innermost element that is called an article and holds at least a share of the page's text."""
    whole = measures.of(body)
    needed = share * (whole.size - whole.linked)
    best: Element | None = None
    for element in body.iter():
        if _is_named(element):
            amount = measures.of(element)
            if amount.size - amount.linked >= needed and (best is None or _is_inside(element, best)):
                best = element
    return best


def _densest(body: Element, measures: Measures) -> Element:
    """The innermost element that holds most of the text outside links."""
    best = body
    while True:
        whole = measures.of(best)
        needed = _MOSTLY * (whole.size - whole.linked)
        inner = [
            child
            for child in best
            if (amount := measures.of(child)).size
            and amount.size - amount.linked >= needed
            and tag_of(child) not in _STRUCTURE
        ]
        if not inner or tag_of(inner[0]) in ("p", "ul", "ol", "dl", "li", "tr", *_HEADINGS):
            return best
        best = inner[0]


def _is_inside(element: Element, around: Element) -> bool:
    inner = element.getparent()
    while inner is not None:
        if inner is around:
            return True
        inner = inner.getparent()
    return False


def _depth(element: Element) -> int:
    return sum(1 for _ in element.iterancestors())


# --- its edges --------------------------------------------------------------------------------------


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _link_edges(runs: list[TextRun], is_list: bool, host: str) -> set[int]:
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
            elif run.size <= 3 or (
                run.size < 30 and not run.linked and tag_of(run.holder) not in _HEADINGS and ordered is runs
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
    return ":" not in href.partition("/")[0] or (bool(host) and _host(href) == host)


def _trim(found: FoundArticle, kept: set[int], edges: set[int]) -> None:
    """Finds what is no part of the article at the beginning and the end of its element."""
    inside = _runs_in(found)
    # What an article that is called so begins or ends with may be links of its own.
    trusted = kept if _is_named(found.container) else set()
    dropped = {run.number for run in inside if run.number in edges and run.number not in trusted}
    survivors = [at for at, run in enumerate(inside) if run.number in kept]
    if survivors:
        first, last = survivors[0], survivors[-1]
        for run in (*inside[:first], *inside[last + 1 :]):
            if not _is_structure(run, found.container) and _is_linked(run, found):
                dropped.add(run.number)
    whole = sum(run.size for run in inside)
    if sum(run.size for run in inside if run.number in dropped) > _INDEX * whole:
        return
    _headings_of_nothing(inside, dropped)
    _leave_out(found, inside, dropped)


def _runs_in(found: FoundArticle) -> list[TextRun]:
    container = found.container
    return [
        run for run in found.measures.runs if run.holder is container or _is_inside(run.holder, container)
    ]


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


def _headings_of_nothing(inside: list[TextRun], dropped: set[int]) -> None:
    """Headings at the end behind which everything is left out go, too."""
    for at in range(len(inside) - 1, -1, -1):
        run = inside[at]
        if run.number in dropped:
            continue
        behind = inside[at + 1 :]
        if tag_of(run.holder) in _HEADINGS and behind and behind[0].number in dropped:
            dropped.add(run.number)
            continue
        break


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
