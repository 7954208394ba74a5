"""Finds the article in a page: the element that holds it, and what in that element is no part of it.

First everything goes that says of itself that it surrounds articles (:mod:`clutter`). If nothing does, the
page is an article already and is not cut. Otherwise others are asked which texts belong to the article
(:mod:`survivors`), and the element is chosen that holds these and little else; elements that pages themselves
call an article count more. In that element everything stays, whether the others kept it or not (they lose
tables, code and short paragraphs), except for links at its beginning and end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.formats.markup.elements import names, tag_of
from reader.formats.markup.notes import NO_NOTES, Notes
from reader.formats.markup.tables import holds_data
from reader.formats.web.clutter import clutter_in
from reader.formats.web.headed import headed_clutter
from reader.formats.web.measures import Measures, TextRun
from reader.formats.web.survivors import by_text, by_trafilatura
from reader.formats.web.trimming import FoundArticle, host_of, is_called_article, is_inside, link_edges, trim

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NO_CONTAINERS = names("p li dt dd tr tbody ul ol dl pre blockquote figure h1 h2 h3 h4 h5 h6 figcaption th")
_STRUCTURE = ("pre", "table", "figure", "blockquote", "math", "details")
# A page with a larger share of its text in links is a list of links, and these are its text.
_LIST_PAGE = 0.7
_LITTLE = 120
_BONUS = 0.06
_MOSTLY = 0.85
_GAP = 1500
_LITTLE_ADDED = 0.2
_SHORT = 1500
_PARAGRAPH = 80


def find_article(
    root: Element, notes: Notes = NO_NOTES, *, url: str = "", body_text: str = ""
) -> FoundArticle:
    """The article of a page.

    Args:
        root: the whole page.
        notes: its footnotes, which stay.
        url: its address, or "".
        body_text: the text of the article, if the page repeats it in its metadata.
    """
    body = next((element for element in root if tag_of(element) == "body"), root)
    everything = Measures(body)
    spared = around_notes(notes)
    clutter = clutter_in(body, lambda element: everything.of(element).size, spared)
    first = Measures(body, clutter) if clutter else everything
    headed = headed_clutter(
        body, lambda element: first.of(element).size, lambda element: first.of(element).linked, spared
    )
    clutter |= headed
    measures = Measures(body, clutter) if headed else first
    amount = measures.of(body)
    if amount.size == amount.linked:
        return FoundArticle(body, everything, whole=True)
    calm = not any(everything.of(element).size for element in clutter)
    is_list = amount.linked > _LIST_PAGE * amount.size
    in_notes = {run.number for note in notes.bodies for run in measures.runs_in(note)}
    edges = set() if is_list else link_edges(measures.runs, host_of(url), in_notes)
    if calm and not edges:
        named = _semantic(body, measures, 0.97)
        return FoundArticle(body if named is None else named, measures, clutter)
    kept = by_text(measures.runs, body_text) if body_text else set()
    container = None if kept else _certain(body, measures)
    if kept:
        container = _container(body, measures, kept, certain=True)
    elif container is not None:
        kept = {run.number for run in measures.runs if run.size > _PARAGRAPH and 2 * run.linked < run.size}
    else:
        kept = by_trafilatura(root, measures.runs)
        container = _container(body, measures, kept)
    found = FoundArticle(container, measures, clutter)
    trim(found, kept, edges, host_of(url))
    return found


def around_notes(notes: Notes) -> set[Element]:
    """The elements around footnotes, which are part of an article wherever they stand."""
    spared: set[Element] = set()
    for body in notes.bodies:
        around: Element | None = body
        while around is not None and around not in spared:
            spared.add(around)
            around = around.getparent()
    return spared


# --- the element ------------------------------------------------------------------------------------


def _container(body: Element, measures: Measures, kept: set[int], *, certain: bool = False) -> Element:
    """The element that holds the article; ``certain`` says that ``kept`` is all of it."""
    wanted: dict[Element, int] = {}
    total = 0
    chosen = kept | _between(measures.runs, kept)
    if not certain and sum(run.size for run in measures.runs if run.number in kept) < _SHORT:
        chosen |= {run.number for run in measures.runs if _is_sentence(run)}
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
            _BONUS if is_called_article(element) else 0.0
        )

    is_list = not _is_text(measures, body)
    best = body
    best_worth = worth(body)
    for element in wanted:
        if tag_of(element) in _NO_CONTAINERS or not measures.of(element).size:
            continue
        if (this := worth(element)) > best_worth or (this == best_worth and is_inside(element, best)):
            best, best_worth = element, this
    called = [
        element
        for element in wanted
        if is_called_article(element)
        and wanted[element] >= _MOSTLY * total
        and (is_list or _is_text(measures, element))
    ]
    if called:
        # Of elements in each other, the innermost; the others lose tables, code and lists.
        inner = max(called, key=_depth)
        if is_inside(best, inner) or worth(inner) >= 0.75 * best_worth:
            return inner
    return best if certain else _widened(best, body, measures, chosen)


def _is_sentence(run: TextRun) -> bool:
    """Whether a run is text or code, going by itself: others find little on short pages."""
    if tag_of(run.holder) == "pre":
        return True
    return run.size >= 60 and 4 * run.linked < run.size and run.text.strip()[-1:] in ".!?:…。！？："


def _widened(best: Element, body: Element, measures: Measures, chosen: set[int]) -> Element:
    """An element around ``best`` that adds headings, tables and code, which others lose, and little text."""
    tables: dict[Element, bool] = {}
    while best is not body and (around := best.getparent()) is not None and tag_of(around) != "html":
        inner = measures.of(best)
        own = range(inner.first, inner.first + inner.runs)
        added = [run for run in measures.runs_in(around) if run.number not in own]
        other = sum(run.size for run in added if run.number not in chosen and not _is_solid(run, tables))
        if sum(run.linked for run in added) > 0.6 * sum(run.size for run in added) + 20:
            break
        if other > _LITTLE_ADDED * sum(run.size for run in added):
            break
        best = around
    return best


def _is_solid(run: TextRun, tables: dict[Element, bool]) -> bool:
    """Whether a run is a heading, code, or in a table of data; ``tables`` remembers which ones hold data."""
    element: Element | None = run.holder
    if tag_of(run.holder) in (*_HEADINGS, "pre", "dt", "caption"):
        return True
    while element is not None:
        if tag_of(element) == "table":
            if element not in tables:
                tables[element] = holds_data(element)
            return tables[element]
        element = element.getparent()
    return False


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


def _is_text(measures: Measures, element: Element) -> bool:
    amount = measures.of(element)
    return amount.linked < 0.5 * amount.size


def _semantic(body: Element, measures: Measures, share: float) -> Element | None:
    """The innermost element that is called an article and holds at least a share of the page's text."""
    whole = measures.of(body)
    needed = share * (whole.size - whole.linked)
    best: Element | None = None
    for element in body.iter():
        if is_called_article(element):
            amount = measures.of(element)
            if amount.size - amount.linked >= needed and (best is None or is_inside(element, best)):
                best = element
    return best


def _certain(body: Element, measures: Measures) -> Element | None:
    """The element that is called an article, if it is the only one and hardly any text is outside it."""
    found = _semantic(body, measures, 0.95)
    if found is None or found is body:
        return None
    others = [element for element in found.iter() if element is not found and is_called_article(element)]
    return None if any(measures.of(element).size for element in others) else found


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


def _depth(element: Element) -> int:
    return sum(1 for _ in element.iterancestors())
