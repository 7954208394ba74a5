"""Goes through the elements of a page in order and tells the writer what they mean.

Nothing here recurses into the page, so that no page is too deep. Each kind of element has a function that is
called at its start; it returns whether the content of the element is done with. What it changes for the
content, it changes back in a function that is called at the end (``at_end``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader import blocks
from reader.blocks import Block, Span
from reader.formats.markup import elements
from reader.formats.markup.elements import BLOCKS, DROPPED, number_of, tag_of
from reader.formats.markup.formulas import tex_of
from reader.formats.markup.media import Media
from reader.formats.markup.notes import NO_NOTES, Notes
from reader.formats.markup.phrases import PHRASES
from reader.formats.markup.structure import STRUCTURE
from reader.formats.markup.writer import BlockWriter, tidy
from reader.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class Walk:
    """One way through a page, or through one cell of it.

    Attributes:
        writer: receives the text.
        base: what addresses are relative to.
        page: the address of the page, if that is not ``base``.
        notes: its footnotes.
        media: its pictures, films and frames.
        lang: its language, for quotation marks.
    """

    def __init__(
        self,
        *,
        base: str = "",
        page: str = "",
        notes: Notes = NO_NOTES,
        media: Media | None = None,
        lang: str = "",
    ) -> None:
        self.writer = BlockWriter()
        self.base = base
        self.page = page
        self.notes = notes
        self.media = media or Media(base)
        self.lang = lang
        self.side_notes = 0
        self._ends: list[tuple[Element, Callable[[], None]]] = []
        self.aside: list[Block] = []
        self._lines = 0

    def run(self, root: Element) -> list[Block]:
        """The blocks of an element and everything in it."""
        self._go(root)
        self.boundary()
        return self.writer.blocks

    def inline(self, element: Element) -> tuple[Span, ...]:
        """The text of an element on one line."""
        if not len(element):
            return tidy((Span(clean(element.text)),)) if element.text else ()
        inner = Walk(base=self.base, page=self.page, notes=self.notes, media=self.media, lang=self.lang)
        inner.writer.solid = 1
        inner._go(element, inside=True)
        return inner.writer.taken()

    def at_end(self, element: Element, end: Callable[[], None]) -> None:
        """Calls ``end`` when everything in the element has been written."""
        self._ends.append((element, end))

    # --- going ----------------------------------------------------------------------------------

    def _go(self, root: Element, *, inside: bool = False) -> None:
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            if event == "start":
                if element is root and inside:
                    self._text(element.text)
                elif self._start(element):
                    walker.skip_subtree()
                else:
                    self._text(element.text)
                continue
            if event == "end":
                while self._ends and self._ends[-1][0] is element:
                    self._ends.pop()[1]()
                if tag_of(element) in BLOCKS:
                    self.boundary()
            if element is not root:
                self._text(element.tail)

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if not self._lines:
            self.writer.text(text)
            return
        for number, line in enumerate(text.replace("\r\n", "\n").split("\n")):
            if number:
                self.writer.line_break()
            self.writer.text(line.replace("  ", "\xa0\xa0"))

    def boundary(self) -> None:
        """Ends the block; the notes in the margin of it follow."""
        self.writer.boundary()
        if self.aside and not self.writer.solid:
            aside, self.aside = self.aside, []
            self.writer.blocks += aside

    def _start(self, element: Element) -> bool:
        tag = tag_of(element)
        if element in self.notes.marks:
            self.writer.span(blocks.footnote_mark(self.notes.marks[element]))
            return True
        if tag in DROPPED:
            return self._dropped(element, tag)
        if elements.is_unseen(element, tag) or element in self.notes.left_out:
            return True
        if tag in BLOCKS:
            self.boundary()
        if element in self.notes.bodies and not self.writer.solid:
            self._note(element, self.notes.bodies[element])
        elif element.get("role") == "heading" and tag in BLOCKS:
            self.heading(
                element, number_of(element.get("aria-level"), int(tag[1]) if tag[1:].isdigit() else 2)
            )
        elif (starter := STARTERS.get(tag)) and starter(self, element):
            return True
        self._attributes(element, tag)
        return False

    def _attributes(self, element: Element, tag: str) -> None:
        """What the element says about all the text in it."""
        if not element.attrib and tag not in elements.STYLES:
            return
        writer = self.writer
        if elements.keeps_lines(element):
            self._lines += 1
            self.at_end(element, self._lines_end)
        styles = elements.styles_of(element, tag)
        if styles and not writer.style.issuperset(styles):
            before = writer.style
            writer.style = before.union(styles)

            def end() -> None:
                writer.style = before

            self.at_end(element, end)

    def _lines_end(self) -> None:
        self._lines -= 1

    def _dropped(self, element: Element, tag: str) -> bool:
        if (
            tag == "script"
            and "math/" in (element.get("type") or "")
            and "tex" in (element.get("type") or "")
        ):
            self.writer.formula(tex_of(element.text or ""))
        elif tag == "svg":
            self.media.drawing(element, self)
        return True

    def heading(self, element: Element, level: int) -> None:
        writer = self.writer
        self.boundary()
        if writer.solid:
            return
        writer.heading, writer.solid = max(1, min(level, 6)), 1
        style, writer.style = writer.style, frozenset()

        def end() -> None:
            writer.solid = 0
            writer.flush()
            writer.heading, writer.style = 0, style

        self.at_end(element, end)

    def _note(self, element: Element, label: str) -> None:
        writer = self.writer
        before, writer.label = writer.label, label

        def end() -> None:
            self.boundary()
            writer.label = before

        self.at_end(element, end)


STARTERS: dict[str, Callable[[Walk, Element], bool]] = {**PHRASES, **STRUCTURE}
