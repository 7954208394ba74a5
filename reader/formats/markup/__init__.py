"""HTML to blocks: for HTML that is an article already, as services, feeds, books and notes keep it.

Rooms: ``reading`` (bytes to a tree), ``elements`` (what names and attributes mean), ``walk`` (goes through
the tree), ``writer`` (collects text and makes blocks), and one each for ``code``, ``tables``, ``lists``,
``notes`` (footnotes), ``formulas``, ``pictures``, ``media`` and ``addresses``. Whole pages, in which the
article must be found first, are read by :mod:`reader.formats.web`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.blocks import Block
from reader.text import clean, collapse, fold

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reader.formats.markup.media import PictureChooser
    from reader.formats.markup.notes import Notes

__all__ = ["Marked", "blocks_of_html", "marked", "without_title"]


@dataclass(frozen=True, slots=True)
class Marked:
    """What a piece of HTML holds.

    Attributes:
        blocks: its text.
        images: the address of each picture, in order and each once; a picture's span has it as ``href``.
        title: the text of ``title``, or else of the first ``h1``; "" if there is neither.
        lang: the language that it states: two or three letters, or "".
    """

    blocks: tuple[Block, ...]
    images: tuple[str, ...] = ()
    title: str = ""
    lang: str = ""


def blocks_of_html(html: str | bytes | Element, *, base: str = "", charset: str = "") -> Marked:
    """The blocks of HTML that is an article already; nothing of its text is left out.

    Args:
        html: a page or a part of one. An element is not changed.
        base: the address that relative ones are relative to; "" leaves them as they are.
        charset: the encoding of bytes, if something outside the page states it.

    Raises:
        UnreadableSource: the bytes are not text. Broken HTML is repaired as browsers do.
    """
    # Imported here, as below: what reads HTML is only needed when there is some.
    from reader.formats.markup.reading import tree_of

    root = tree_of(html, charset).root if isinstance(html, str | bytes) else html
    return marked(root, base=base)


def marked(
    root: Element,
    *,
    base: str = "",
    page: str = "",
    choose: PictureChooser | None = None,
    notes: Notes | None = None,
) -> Marked:
    """The blocks of an element.

    Args:
        root: the element.
        base: the address that relative ones are relative to.
        page: the address of the page, if that is not ``base``: links within it are left out.
        choose: names each picture.
        notes: its footnotes, if they have been looked for.
    """
    from reader.formats.markup.elements import language_of
    from reader.formats.markup.media import Media
    from reader.formats.markup.notes import notes_in
    from reader.formats.markup.walk import Walk

    media = Media(base, choose)
    lang = language_of(root) or language_of(root.getroottree().getroot())
    notes = notes_in(root, base, page) if notes is None else notes
    walk = Walk(base=base, page=page, notes=notes, media=media, lang=lang)
    found = tuple(_without_loose_rules(walk.run(root)))
    return Marked(blocks=found, images=tuple(media.images), title=_title(root), lang=lang)


def without_title(found: Iterable[Block], title: str) -> tuple[Block, ...]:
    """The blocks without a heading at the beginning that only repeats the title."""
    listed = tuple(found)
    for at, block in enumerate(listed[:3]):
        if block.kind == "heading" and fold(block.plain) == fold(title):
            return (*listed[:at], *listed[at + 1 :])
        if block.kind not in ("image", "rule") and len(block.plain) > 100:
            break
    return listed


def _title(root: Element) -> str:
    from reader.formats.markup.elements import tag_of

    first = ""
    for element in root.iter():
        tag = tag_of(element)
        parent = element.getparent()
        if tag == "title" and (parent is None or tag_of(parent) in ("head", "html")):
            if text := collapse(clean("".join(element.itertext()))):
                return text
        elif tag == "h1" and not first:
            first = collapse(clean("".join(element.itertext())))
    return first


def _without_loose_rules(found: list[Block]) -> Iterator[Block]:
    """The blocks without rules at the beginning, at the end and behind another rule."""
    pending: Block | None = None
    started = False
    for block in found:
        if block.kind == "rule":
            pending = block
            continue
        if pending is not None and started:
            yield pending
        pending, started = None, True
        yield block
