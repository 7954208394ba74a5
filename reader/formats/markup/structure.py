"""What starts an element of its own line: headings, lists, quotations, code, tables, figures.

See :mod:`reader.formats.markup.walk` for what these functions return."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader import blocks
from reader.blocks import Span
from reader.formats.markup import tables
from reader.formats.markup.code import code_language, code_of, holds_lines, is_block_of_code, is_listing
from reader.formats.markup.elements import names, tag_of
from reader.formats.markup.lists import DEFINITION, item_of, list_of
from reader.formats.markup.writer import OpenItem, OpenList

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reader.formats.markup.walk import Walk

_CAPTIONS = names(
    "wp-caption-text thumbcaption gallerytext image-caption caption media-caption figure-caption "
    "photo-caption img-caption imagecaption captiontext caption-text"
)
_LONGEST_CAPTION = 2000


def _heading_element(walk: Walk, element: Element) -> bool:
    walk.heading(element, int(tag_of(element)[1]))
    return False


def _quote(walk: Walk, element: Element) -> bool:
    writer = walk.writer
    if writer.solid:
        return False
    writer.quotes += 1

    def end() -> None:
        walk.boundary()
        writer.quotes -= 1

    walk.at_end(element, end)
    return False


def _rule(walk: Walk, element: Element) -> bool:
    if not walk.writer.solid:
        walk.writer.write(blocks.rule())
    return True


def _list(walk: Walk, element: Element) -> bool:
    writer = walk.writer
    if writer.items:
        # An item that only holds a list needs no line of its own.
        writer.items[-1].fresh = False
    state = list_of(element, tag_of(element))
    writer.lists.append(state)

    def end() -> None:
        walk.boundary()
        writer.lists.pop()

    walk.at_end(element, end)
    return False


def _item(walk: Walk, element: Element) -> bool:
    writer = walk.writer
    if writer.solid:
        writer.text(" • ")
        return False
    _open(walk, element, item_of(element, writer.lists))
    return False


def _open(walk: Walk, element: Element, item: OpenItem) -> None:
    writer = walk.writer
    writer.items.append(item)

    def end() -> None:
        walk.boundary()
        writer.items.pop()

    walk.at_end(element, end)


def _definitions(walk: Walk, element: Element) -> bool:
    state = OpenList(ordered=False)
    walk.writer.lists.append(state)

    def end() -> None:
        walk.boundary()
        walk.writer.lists.pop()

    walk.at_end(element, end)
    return False


def _term(walk: Walk, element: Element) -> bool:
    writer, before = walk.writer, walk.writer.style
    if before.isdisjoint(("strong",)):
        writer.style = before.union(("strong",))

        def end() -> None:
            walk.boundary()
            writer.style = before

        walk.at_end(element, end)
    return False


def _description(walk: Walk, element: Element) -> bool:
    if not walk.writer.solid:
        _open(walk, element, OpenItem(max(1, len(walk.writer.lists)), DEFINITION))
    return False


def _box(walk: Walk, element: Element) -> bool:
    kind = (element.get("type") or "").lower()
    done = None
    if tag_of(element) == "en-todo":
        done = (element.get("checked") or "").lower() == "true"
    elif kind == "checkbox":
        done = "checked" in element.attrib
    if done is not None and not walk.writer.solid and walk.writer.is_blank:
        if walk.writer.items and walk.writer.items[-1].fresh:
            walk.writer.items[-1].done = done
        elif tag_of(element) == "en-todo":
            walk.writer.task = done
    return tag_of(element) == "input"


def _preformatted(walk: Walk, element: Element) -> bool:
    text = code_of(element)
    if walk.writer.solid:
        walk.writer.span(Span(" ".join(text.split()), "code"))
    elif text.strip():
        walk.writer.write(blocks.code(text, code_language(element)))
        walk.media.inside(element, walk)
    return True


def _code(walk: Walk, element: Element) -> bool:
    if walk.writer.solid or not walk.writer.is_blank or not is_block_of_code(element):
        return False
    return _preformatted(walk, element)


def _details(walk: Walk, element: Element) -> bool:
    """A part that folds, unfolded: its summary is an item, and everything else continues that."""
    writer = walk.writer
    if writer.solid or element.find("summary") is None:
        return False
    _list(walk, element)
    # Without a marker until its summary comes.
    _open(walk, element, OpenItem(len(writer.lists), blocks.FOLDED, fresh=False))
    return False


def _summary(walk: Walk, element: Element) -> bool:
    items = walk.writer.items
    if not walk.writer.solid and items and items[-1].marker == blocks.FOLDED:
        walk.boundary()
        items[-1].fresh = True
    return _term(walk, element)


def _table(walk: Walk, element: Element) -> bool:
    if walk.writer.solid:
        return False
    if is_listing(element):
        for pre in [*element.iter("pre")] or [element]:
            if text := code_of(pre):
                if _is_numbers(text):
                    continue
                walk.writer.write(blocks.code(text, code_language(pre)))
        return True
    if not tables.holds_data(element) or any(
        body in walk.notes.bodies for body in element.iter("tr", "td", "th")
    ):
        return False
    if (caption := tables.caption_of(element)) is not None and (text_of := walk.inline(caption)):
        walk.writer.write(blocks.paragraph(text_of))
    if block := tables.table_of(element, walk.inline):
        walk.writer.write(block)
    return True


def _figure(walk: Walk, element: Element) -> bool:
    walk.media.open_figure(walk, element)
    return False


def _figcaption(walk: Walk, element: Element) -> bool:
    if walk.writer.solid or not walk.media.figures:
        return False
    walk.media.figures[-1].caption(walk.inline(element), len(walk.writer.blocks))
    return True


def _division(walk: Walk, element: Element) -> bool:
    if element.get("class") and not walk.writer.solid and holds_lines(element):
        return _preformatted(walk, element)
    return captioned(walk, element)


def captioned(walk: Walk, element: Element) -> bool:
    """Whether the element is the caption of the picture before it, by its class."""
    words = element.get("class")
    if not words or walk.writer.solid or _CAPTIONS.isdisjoint(words.split()):
        return False
    walk.writer.flush()
    if not walk.writer.blocks or walk.writer.blocks[-1].kind != "image" or walk.writer.blocks[-1].caption:
        return False
    spans = tuple(span for span in walk.inline(element) if "image" not in span.style)
    if not spans or sum(len(span.text) for span in spans) > _LONGEST_CAPTION:
        return not spans
    last = walk.writer.blocks[-1]
    walk.writer.blocks[-1] = replace(last, spans=(*last.spans, Span("\n"), *spans))
    return True


def _film(walk: Walk, element: Element) -> bool:
    walk.media.film(element, walk)
    return True


def _is_numbers(text: str) -> bool:
    return all(word.isdigit() for word in text.split())


STRUCTURE: dict[str, Callable[[Walk, Element], bool]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading_element),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _list),
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), _preformatted),
    **dict.fromkeys(("iframe", "video", "audio", "embed", "object"), _film),
    **dict.fromkeys(("input", "en-todo"), _box),
    "p": captioned,
    "div": _division,
    "blockquote": _quote,
    "code": _code,
    "dd": _description,
    "details": _details,
    "dl": _definitions,
    "dt": _term,
    "figcaption": _figcaption,
    "figure": _figure,
    "hr": _rule,
    "li": _item,
    "summary": _summary,
    "table": _table,
}
