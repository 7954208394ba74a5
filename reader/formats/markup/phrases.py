"""What starts an element within a text: links, quotation marks, formulas, pictures, notes in the margin.

See :mod:`reader.formats.markup.walk` for what these functions return."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader import blocks
from reader.formats.markup import elements
from reader.formats.markup.addresses import link_of
from reader.formats.markup.formulas import formula_of
from reader.formats.markup.structure import captioned

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reader.formats.markup.walk import Walk

_QUOTES = {
    **dict.fromkeys(("de", "cs", "sk", "sl", "bg", "et", "lt", "is"), ("„", "“")),
    **dict.fromkeys(
        ("fr", "it", "es", "pt", "ru", "uk", "be", "el", "no", "nb", "nn", "hy", "fa", "sq"), ("«", "»")
    ),
    **dict.fromkeys(("pl", "hu", "ro", "hr", "sr", "nl"), ("„", "”")),
    **dict.fromkeys(("sv", "fi"), ("”", "”")),
    **dict.fromkeys(("ja", "zh"), ("「", "」")),
}
_SIDE = frozenset(("sidenote", "marginnote"))


def _break(walk: Walk, element: Element) -> bool:
    walk.writer.line_break()
    return True


def _link(walk: Walk, element: Element) -> bool:
    href = link_of(
        element.get("href") or element.get("{http://www.w3.org/1999/xlink}href"), walk.base, walk.page
    )
    text = "".join(element.itertext()).strip() if len(element) < 3 else "…"
    if text in ("¶", "#", "§", "🔗", "\uf0c1") and walk.writer.heading:
        return True
    writer, before = walk.writer, walk.writer.href
    if href and not before:
        writer.href = href

        def end() -> None:
            writer.href = before

        walk.at_end(element, end)
    return False


def _quotation(walk: Walk, element: Element) -> bool:
    code = elements.language_of(element) or walk.lang
    opening, closing = _QUOTES.get(code, ("“", "”"))
    if (element.text or "").lstrip()[:1] in ("“", "„", "«", "「", '"', "”"):
        return False  # The page writes them itself.
    walk.writer.text(opening)
    walk.at_end(element, lambda: walk.writer.text(closing))
    return False


def _ruby_text(walk: Walk, element: Element) -> bool:
    if "".join(element.itertext()).strip():
        walk.writer.text("(")
        walk.at_end(element, lambda: walk.writer.text(")"))
    return False


def _formula(walk: Walk, element: Element) -> bool:
    walk.writer.formula(formula_of(element))
    return True


def _span(walk: Walk, element: Element) -> bool:
    words = element.get("class")
    if not words:
        return False
    if not _SIDE.isdisjoint(words.split()) and not walk.writer.solid:
        walk.side_notes += 1
        label = f"n{walk.side_notes}"
        walk.writer.span(blocks.footnote_mark(label))
        walk.aside.append(blocks.footnote(label, walk.inline(element)))
        return True
    return captioned(walk, element)


def _picture(walk: Walk, element: Element) -> bool:
    walk.media.picture(element, walk)
    return True


def _without_scripts(walk: Walk, element: Element) -> bool:
    """Only pictures are read in what a page shows without scripts: the rest asks to turn them on."""
    for picture in element.iter("img", "{*}img"):
        walk.media.picture(picture, walk, instead=True)
    return True


PHRASES: dict[str, Callable[[Walk, Element], bool]] = {
    **dict.fromkeys(("span", "small"), _span),
    **dict.fromkeys(("img", "amp-img", "image"), _picture),
    "a": _link,
    "br": _break,
    "math": _formula,
    "noscript": _without_scripts,
    "q": _quotation,
    "rt": _ruby_text,
}
