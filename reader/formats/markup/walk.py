"""Goes through the elements of a page in order and tells the writer what they mean.

Nothing here recurses into the page, so that no page is too deep. Each kind of element has a function that is
called at its start; it returns whether the content of the element is done with. What it changes for the
content, it changes back in a function that is called at the end (``at_end``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader import blocks
from reader.blocks import Block, Span
from reader.formats.markup import elements, tables
from reader.formats.markup.addresses import link_of
from reader.formats.markup.code import code_language, code_of, is_block_of_code, is_listing
from reader.formats.markup.elements import BLOCKS, DROPPED, names, number_of, tag_of
from reader.formats.markup.formulas import formula_of, tex_of
from reader.formats.markup.lists import DEFINITION, item_of, list_of
from reader.formats.markup.media import Media
from reader.formats.markup.notes import NO_NOTES, Notes
from reader.formats.markup.writer import ItemState, ListState, Writer

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_QUOTES = {
    **dict.fromkeys(("de", "cs", "sk", "sl", "bg", "et", "lt", "is"), ("„", "“")),
    **dict.fromkeys(
        ("fr", "it", "es", "pt", "ru", "uk", "be", "el", "no", "nb", "nn", "hy", "fa", "sq"), ("«", "»")
    ),
    **dict.fromkeys(("pl", "hu", "ro", "hr", "sr", "nl"), ("„", "”")),
    **dict.fromkeys(("sv", "fi"), ("”", "”")),
    **dict.fromkeys(("ja", "zh"), ("「", "」")),
}
_CAPTIONS = names(
    "wp-caption-text thumbcaption gallerytext image-caption caption media-caption figure-caption "
    "photo-caption img-caption imagecaption captiontext caption-text"
)
_SIDE = frozenset(("sidenote", "marginnote"))
_LONGEST_CAPTION = 2000


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
        self.writer = Writer()
        self.base = base
        self.page = page
        self.notes = notes
        self.media = media or Media(base)
        self.lang = lang
        self.side_notes = 0
        self._ends: list[tuple[Element, Callable[[], None]]] = []
        self._aside: list[Block] = []
        self._lines = 0

    def run(self, root: Element) -> list[Block]:
        """The blocks of an element and everything in it."""
        self._go(root)
        self._boundary()
        return self.writer.blocks

    def inline(self, element: Element) -> tuple[Span, ...]:
        """The text of an element on one line."""
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
                if self._ends and self._ends[-1][0] is element:
                    self._ends.pop()[1]()
                if tag_of(element) in BLOCKS:
                    self._boundary()
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
            self.writer.text(line.replace("  ", " \xa0"))

    def _boundary(self) -> None:
        self.writer.boundary()
        if self._aside and not self.writer.solid:
            aside, self._aside = self._aside, []
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
            self._boundary()
        if element in self.notes.bodies and not self.writer.solid:
            self._note(element, self.notes.bodies[element])
        elif starter := _STARTERS.get(tag):
            if starter(self, element):
                return True
        elif element.get("role") == "heading":
            self._heading(element, number_of(element.get("aria-level"), 2))
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
            self.writer.text(tex_of(element.text or ""))
        elif tag == "svg":
            self.media.drawing(element, self)
        return True

    # --- text -----------------------------------------------------------------------------------

    def _break(self, element: Element) -> bool:
        self.writer.line_break()
        return True

    def _link(self, element: Element) -> bool:
        href = link_of(
            element.get("href") or element.get("{http://www.w3.org/1999/xlink}href"), self.base, self.page
        )
        text = "".join(element.itertext()).strip() if len(element) < 3 else "…"
        if text in ("¶", "#", "§", "🔗", "\uf0c1") and self.writer.heading:
            return True
        writer, before = self.writer, self.writer.href
        if href and not before:
            writer.href = href

            def end() -> None:
                writer.href = before

            self.at_end(element, end)
        return False

    def _quotation(self, element: Element) -> bool:
        code = elements.language_of(element) or self.lang
        opening, closing = _QUOTES.get(code, ("“", "”"))
        if (element.text or "").lstrip()[:1] in ("“", "„", "«", "「", '"', "”"):
            return False  # The page writes them itself.
        self.writer.text(opening)
        self.at_end(element, lambda: self.writer.text(closing))
        return False

    def _ruby_text(self, element: Element) -> bool:
        if "".join(element.itertext()).strip():
            self.writer.text("(")
            self.at_end(element, lambda: self.writer.text(")"))
        return False

    def _formula(self, element: Element) -> bool:
        self.writer.text(formula_of(element))
        return True

    def _span(self, element: Element) -> bool:
        words = element.get("class")
        if not words:
            return False
        if not _SIDE.isdisjoint(words.split()) and not self.writer.solid:
            self.side_notes += 1
            label = f"n{self.side_notes}"
            self.writer.span(blocks.footnote_mark(label))
            self._aside.append(blocks.footnote(label, self.inline(element)))
            return True
        return self._captioned(element)

    # --- blocks ---------------------------------------------------------------------------------

    def _heading_element(self, element: Element) -> bool:
        self._heading(element, int(tag_of(element)[1]))
        return False

    def _heading(self, element: Element, level: int) -> None:
        writer = self.writer
        self._boundary()
        if writer.solid:
            return
        writer.heading, writer.solid = max(1, min(level, 6)), 1
        style, writer.style = writer.style, frozenset()

        def end() -> None:
            writer.solid = 0
            writer.flush()
            writer.heading, writer.style = 0, style

        self.at_end(element, end)

    def _quote(self, element: Element) -> bool:
        writer = self.writer
        if writer.solid:
            return False
        writer.quotes += 1

        def end() -> None:
            self._boundary()
            writer.quotes -= 1

        self.at_end(element, end)
        return False

    def _rule(self, element: Element) -> bool:
        if not self.writer.solid:
            self.writer.write(blocks.rule())
        return True

    def _list(self, element: Element) -> bool:
        writer = self.writer
        if writer.items:
            # An item that only holds a list needs no line of its own.
            writer.items[-1].fresh = False
        state = list_of(element, tag_of(element))
        writer.lists.append(state)

        def end() -> None:
            self._boundary()
            writer.lists.remove(state)

        self.at_end(element, end)
        return False

    def _item(self, element: Element) -> bool:
        writer = self.writer
        if writer.solid:
            writer.text(" • ")
            return False
        self._open(element, item_of(element, writer.lists))
        return False

    def _open(self, element: Element, item: ItemState) -> None:
        writer = self.writer
        writer.items.append(item)

        def end() -> None:
            self._boundary()
            writer.items.pop()

        self.at_end(element, end)

    def _definitions(self, element: Element) -> bool:
        state = ListState(ordered=False)
        self.writer.lists.append(state)

        def end() -> None:
            self._boundary()
            self.writer.lists.remove(state)

        self.at_end(element, end)
        return False

    def _term(self, element: Element) -> bool:
        writer, before = self.writer, self.writer.style
        if before.isdisjoint(("strong",)):
            writer.style = before.union(("strong",))

            def end() -> None:
                self._boundary()
                writer.style = before

            self.at_end(element, end)
        return False

    def _description(self, element: Element) -> bool:
        if not self.writer.solid:
            self._open(element, ItemState(max(1, len(self.writer.lists)), DEFINITION))
        return False

    def _box(self, element: Element) -> bool:
        kind = (element.get("type") or "").lower()
        done = None
        if tag_of(element) == "en-todo":
            done = (element.get("checked") or "").lower() == "true"
        elif kind == "checkbox":
            done = "checked" in element.attrib
        if done is not None and not self.writer.solid and self.writer.is_blank:
            if self.writer.items and self.writer.items[-1].fresh:
                self.writer.items[-1].done = done
            elif tag_of(element) == "en-todo":
                self.writer.task = done
        return tag_of(element) == "input"

    def _note(self, element: Element, label: str) -> None:
        writer = self.writer
        before, writer.label = writer.label, label

        def end() -> None:
            self._boundary()
            writer.label = before

        self.at_end(element, end)

    def _preformatted(self, element: Element) -> bool:
        text = code_of(element)
        if self.writer.solid:
            self.writer.span(Span(" ".join(text.split()), "code"))
        elif text.strip():
            self.writer.write(blocks.code(text, code_language(element)))
            self.media.inside(element, self)
        return True

    def _code(self, element: Element) -> bool:
        if self.writer.solid or not self.writer.is_blank or not is_block_of_code(element):
            return False
        return self._preformatted(element)

    def _summary(self, element: Element) -> bool:
        return self._term(element)

    # --- tables and figures ---------------------------------------------------------------------

    def _table(self, element: Element) -> bool:
        if self.writer.solid:
            return False
        if is_listing(element):
            for pre in [*element.iter("pre")] or [element]:
                if text := code_of(pre):
                    if _is_numbers(text):
                        continue
                    self.writer.write(blocks.code(text, code_language(pre)))
            return True
        if not tables.holds_data(element) or any(
            body in self.notes.bodies for body in element.iter("tr", "td", "th")
        ):
            return False
        if (caption := tables.caption_of(element)) is not None and (text_of := self.inline(caption)):
            self.writer.write(blocks.paragraph(text_of))
        if block := tables.table_of(element, self.inline):
            self.writer.write(block)
        return True

    def _figure(self, element: Element) -> bool:
        self.media.open_figure(self, element)
        return False

    def _figcaption(self, element: Element) -> bool:
        if self.writer.solid or not self.media.figures:
            return False
        self.media.figures[-1].caption(self.inline(element), len(self.writer.blocks))
        return True

    def _captioned(self, element: Element) -> bool:
        """Whether the element is the caption of the picture before it, by its class."""
        words = element.get("class")
        if not words or self.writer.solid or _CAPTIONS.isdisjoint(words.split()):
            return False
        self.writer.flush()
        if not self.writer.blocks or self.writer.blocks[-1].kind != "image" or self.writer.blocks[-1].caption:
            return False
        spans = tuple(span for span in self.inline(element) if "image" not in span.style)
        if not spans or sum(len(span.text) for span in spans) > _LONGEST_CAPTION:
            return not spans
        last = self.writer.blocks[-1]
        self.writer.blocks[-1] = replace(last, spans=(*last.spans, Span("\n"), *spans))
        return True

    def _picture(self, element: Element) -> bool:
        self.media.picture(element, self)
        return True

    def _film(self, element: Element) -> bool:
        self.media.film(element, self)
        return True

    def _without_scripts(self, element: Element) -> bool:
        """Only pictures are read in what a page shows without scripts: the rest asks to turn them on."""
        for picture in element.iter("img", "{*}img"):
            self.media.picture(picture, self, instead=True)
        return True


def _is_numbers(text: str) -> bool:
    return all(word.isdigit() for word in text.split())


_STARTERS: dict[str, Callable[[Walk, Element], bool]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Walk._heading_element),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), Walk._list),
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), Walk._preformatted),
    **dict.fromkeys(("iframe", "video", "audio", "embed", "object"), Walk._film),
    **dict.fromkeys(("input", "en-todo"), Walk._box),
    **dict.fromkeys(("span", "small"), Walk._span),
    **dict.fromkeys(("p", "div"), Walk._captioned),
    **dict.fromkeys(("img", "amp-img", "image"), Walk._picture),
    "a": Walk._link,
    "blockquote": Walk._quote,
    "br": Walk._break,
    "code": Walk._code,
    "dd": Walk._description,
    "dl": Walk._definitions,
    "dt": Walk._term,
    "figcaption": Walk._figcaption,
    "figure": Walk._figure,
    "hr": Walk._rule,
    "li": Walk._item,
    "math": Walk._formula,
    "noscript": Walk._without_scripts,
    "q": Walk._quotation,
    "rt": Walk._ruby_text,
    "summary": Walk._summary,
    "table": Walk._table,
}
