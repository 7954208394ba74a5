"""The tree of docutils, as blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from reader.blocks import Block, Span, code, heading, image, paragraph, quote, rule, table, verse
from reader.formats.composing import footnotes_of, items_of, strong, texts_of
from reader.formats.exports.entries import blocks_of_text
from reader.formats.flowing import one_line
from reader.formats.front_matter import NO_FRONT_MATTER, Value, front_matter_of
from reader.formats.front_matter import knows as knows_key
from reader.formats.restructured.inline import RestructuredText
from reader.formats.restructured.parsing import Directive, directive_of, parse
from reader.formats.surroundings import Surroundings, taken_in
from reader.text import clean, collapse

if TYPE_CHECKING:
    from docutils.nodes import Node, document

# Levels of directives that docutils does not know.
_DEEPEST = 6
# How many bodies of such directives are parsed; those of further ones are plain text.
_MOST_PARSED = 1000

_VERSIONS = {
    "versionadded": "New in version",
    "versionchanged": "Changed in version",
    "deprecated": "Deprecated since version",
    "versionremoved": "Removed in version",
}
_CODE = ("code", "code-block", "sourcecode", "highlight", "prompt", "literalinclude", "doctest", "testcode")
_NOT_TEXT = ("include", "highlight", "meta", "index", "tabularcolumns", "currentmodule", "default-domain")


class RestructuredBlocks:
    """Collects what a document holds.

    Attributes:
        title: its title, or "".
        blocks: its text.
        front: what the fields at its top say.
    """

    def __init__(self, around: Surroundings) -> None:
        self.title = ""
        self.blocks: list[Block] = []
        self.front = NO_FRONT_MATTER
        self._around = around
        self._text = RestructuredText(around)
        self._notes: list[Block] = []
        self._depth = 0
        self._parsed_bodies = 0

    def take(self, tree: document | None, text: str) -> None:
        """Takes the tree of a text; if there is none, the text as it is."""
        if tree is None:
            self.blocks = list(blocks_of_text(text))
            return
        for child in tree.children:
            if type(child).__name__ == "title":
                self.title = collapse(one_line(child.astext()))
            elif type(child).__name__ == "docinfo":
                self.blocks += self._information(child)
        level = 1 if self.title else 0
        rest = (child for child in tree.children if type(child).__name__ not in ("title", "docinfo"))
        self.blocks += self._all(rest, level)
        self.blocks += self._notes

    def _information(self, node: Node) -> Iterator[Block]:
        """The fields at the top: those that say what the text is are no part of it."""
        values: dict[str, Value] = {}
        for child in node.children:
            name = type(child).__name__
            if name == "authors":
                values["authors"] = [each.astext() for each in child.children]
                continue
            key, value = name, child.astext()
            if name == "field":
                key, value = child.children[0].astext(), child.children[1].astext()
            if name in ("author", "date") or knows_key(key):
                values.setdefault(key, value)
            else:
                yield paragraph(one_line(f"{key.capitalize()}: {collapse(value)}"))
        self.front = front_matter_of(values)

    # --- blocks ---------------------------------------------------------------------------------------

    def _all(self, nodes: Iterable[Node], level: int) -> list[Block]:
        return [block for node in nodes for block in self._of(node, level)]

    def _inside(self, node: Node, level: int = 6) -> list[Block]:
        return self._all(node.children, level)

    def _of(self, node: Node, level: int) -> Iterable[Block]:
        name = type(node).__name__
        if name == "section":
            return self._section(node, level + 1)
        if name in ("title", "subtitle", "rubric"):
            return [heading(self._text.spans(node), min(6, level + 1))]
        if maker := _MAKERS.get(name):
            return maker(self, node)
        if name in _ADMONITIONS:
            return self._admonition(name.capitalize(), self._inside(node))
        if name == "Text":
            return texts_of(self._text.spans(_Wrapped(node))) if node.astext().strip() else ()
        return () if name in _LEFT_OUT else self._all(node.children, level)

    def _section(self, node: Node, level: int) -> Iterator[Block]:
        for child in node.children:
            if type(child).__name__ == "title":
                yield heading(self._text.spans(child), min(6, level))
            else:
                yield from self._of(child, level)

    def _paragraph(self, node: Node) -> Iterator[Block]:
        if spans := self._text.spans(node):
            yield from texts_of(spans)

    def _literal(self, node: Node) -> Iterator[Block]:
        classes = [name for name in node.attributes.get("classes", ()) if name != "code"]
        language = (
            "python" if type(node).__name__ == "doctest_block" else clean(classes[0]) if classes else ""
        )
        yield code(clean(node.astext()), language)

    def _lines(self, node: Node) -> Iterator[Block]:
        yield verse(list(self._verse(node, 0)))

    def _verse(self, node: Node, depth: int) -> Iterator[list[Span]]:
        for child in node.children:
            if type(child).__name__ == "line_block":
                yield from self._verse(child, depth + 1)
            else:
                spans = self._text.spans(child)
                yield [Span("    " * depth), *spans] if depth and spans else spans

    def _formula(self, node: Node) -> Iterator[Block]:
        lines = clean(node.astext()).strip().split("\n")
        yield verse(["$$", *lines, "$$"]) if len(lines) > 1 else paragraph(f"$$ {lines[0]} $$")

    def _rule(self, node: Node) -> Iterator[Block]:
        yield rule()

    def _quotation(self, node: Node) -> Iterator[Block]:
        for child in node.children:
            if type(child).__name__ == "attribution":
                yield quote(paragraph([Span("— "), *self._text.spans(child)]))
            else:
                yield from map(quote, self._of(child, 5))

    def _admonition(self, title: str, inner: Iterable[Block]) -> Iterator[Block]:
        yield quote(paragraph(strong([Span(title)])))
        yield from map(quote, inner)

    def _titled(self, node: Node) -> Iterator[Block]:
        """A topic, a sidebar or an admonition with a title of its own."""
        if "contents" in node.attributes.get("classes", ()):
            return
        for child in node.children:
            if type(child).__name__ in ("title", "subtitle"):
                yield quote(paragraph(strong(self._text.spans(child))))
            else:
                yield from map(quote, self._of(child, 5))

    # --- lists ----------------------------------------------------------------------------------------

    def _list(self, node: Node) -> Iterator[Block]:
        for child in node.children:
            yield from items_of(self._inside(child), "•")

    def _numbered(self, node: Node) -> Iterator[Block]:
        given = node.attributes
        number = int(given.get("start", 1))
        for child in node.children:
            marker = _number(number, str(given.get("enumtype", "arabic")))
            sign = f"{given.get('prefix', '')}{marker}{given.get('suffix', '.')}"
            yield from items_of(self._inside(child), clean(sign))
            number += 1

    def _definitions(self, node: Node) -> Iterator[Block]:
        for entry in node.children:
            for child in entry.children:
                match type(child).__name__:
                    case "term":
                        yield paragraph(strong(self._text.spans(child)))
                    case "classifier":
                        yield paragraph(self._text.spans(child))
                    case _:
                        yield from items_of(self._inside(child), "–")

    def _fields(self, node: Node) -> Iterator[Block]:
        for entry in node.children:
            name, body = entry.children[0], entry.children[-1]
            yield from self._named(strong(self._text.spans(name)), self._inside(body))

    def _options(self, node: Node) -> Iterator[Block]:
        for entry in node.children:
            names = ", ".join(one_line(option.astext()) for option in entry.children[0].children)
            yield from self._named([Span(names, "code")], self._inside(entry.children[-1]))

    def _named(self, name: list[Span], inner: list[Block]) -> Iterator[Block]:
        if inner and inner[0].kind == "paragraph":
            inner[0] = paragraph([*name, Span(": "), *inner[0].spans])
        else:
            inner.insert(0, paragraph(name))
        yield from items_of(inner, "•")

    # --- tables, pictures, notes ----------------------------------------------------------------------

    def _table(self, node: Node) -> Iterator[Block]:
        rows: list[list[list[Span]]] = []
        header = 0
        for child in node.children:
            if type(child).__name__ == "title":
                yield paragraph(strong(self._text.spans(child)))
        for part in (part for group in node.children for part in group.children):
            name = type(part).__name__
            if name in ("thead", "tbody"):
                rows += map(self._row, part.children)
                header = len(rows) if name == "thead" else header
        if rows:
            yield table(rows, header=header)

    def _row(self, node: Node) -> list[list[Span]]:
        cells: list[list[Span]] = []
        for entry in node.children:
            spans: list[Span] = []
            for block in self._inside(entry):
                marker = [Span(f"{block.marker} ")] if block.marker else []
                spans += [*([Span(" ")] if spans else []), *marker, *block.spans]
            cells.append(spans)
            cells += [[] for _ in range(int(entry.attributes.get("morecols", 0)))]
        return cells

    def _image(self, node: Node) -> Iterator[Block]:
        picture = self._text.picture(node)
        yield image(picture.href, picture.text)

    def _figure(self, node: Node) -> Iterator[Block]:
        pictures = [span for child in node.children for span in self._pictures(child)]
        caption = [
            span
            for child in node.children
            if type(child).__name__ == "caption"
            for span in self._text.spans(child)
        ]
        for number, picture in enumerate(pictures):
            yield image(picture.href, picture.text, () if number else caption)
        if caption and not pictures:
            yield paragraph(caption)
        for child in node.children:
            if type(child).__name__ == "legend":
                yield from self._inside(child)

    def _pictures(self, node: Node) -> list[Span]:
        name = type(node).__name__
        if name == "image":
            return [self._text.picture(node)]
        return (
            [span for span in self._text.spans(node) if "image" in span.style] if name == "reference" else []
        )

    def _loose(self, node: Node) -> Iterator[Block]:
        """A link that stands alone: one around a picture."""
        spans = self._text.spans(_Wrapped(node))
        for span in spans:
            yield image(span.href, span.text) if "image" in span.style else paragraph([span])

    def _note(self, node: Node) -> Iterator[Block]:
        label, *rest = node.children
        named = type(label).__name__ == "label"
        inner = self._all(rest if named else node.children, 5)
        self._notes += footnotes_of(collapse(one_line(label.astext())) if named else "", inner)
        return iter(())

    # --- what docutils does not know ------------------------------------------------------------------

    def _message(self, node: Node) -> Iterator[Block]:
        for child in node.children:
            if type(child).__name__ == "literal_block":
                text = clean(child.astext())
                directive = directive_of(text)
                yield from self._directive(directive) if directive else [code(text)]

    def _directive(self, directive: Directive) -> Iterator[Block]:
        name, argument, _, body = directive
        if name in _NOT_TEXT:
            return
        if name in _CODE:
            if body:
                yield code(body, argument.partition(" ")[0])
        elif name == "raw":
            if argument == "html" and body:
                from reader.formats.markup import blocks_of_html

                yield from taken_in(blocks_of_html(body).blocks, self._around)
        elif name == "toctree":
            yield from map(self._entry, filter(None, map(str.strip, body.split("\n"))))
        else:
            if words := collapse(f"{_VERSIONS.get(name, '')} {argument}"):
                yield from self._parsed(words)
            if body:
                yield from self._parsed(body)

    def _entry(self, line: str) -> Block:
        """An entry of a table of contents: the name of another file, perhaps with words before it."""
        words, _, name = line.rstrip(">").rpartition("<") if line.endswith(">") else ("", "", line)
        href = self._around.link(
            name if "." in name or "://" in name else f"{name}.rst", words.strip() or name
        )
        return next(
            items_of([paragraph([Span(one_line(words.strip() or name), "link" if href else "", href)])], "•")
        )

    def _parsed(self, text: str) -> list[Block]:
        self._parsed_bodies += 1
        tree = parse(text) if self._depth < _DEEPEST and self._parsed_bodies <= _MOST_PARSED else None
        if tree is None:
            return list(blocks_of_text(text))
        self._depth += 1
        try:
            return self._all(tree.children, 5)
        finally:
            self._depth -= 1


class _Wrapped:
    """A node as if it were the only one of a paragraph."""

    def __init__(self, node: Node) -> None:
        self.children = [node]


def _number(number: int, kind: str) -> str:
    if kind.endswith("alpha") and 0 < number <= 26:
        return chr(ord("A" if kind.startswith("upper") else "a") + number - 1)
    if kind.endswith("roman") and 0 < number < 4000:
        written = _roman(number)
        return written if kind.startswith("upper") else written.lower()
    return str(number)


_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def _roman(number: int) -> str:
    found = ""
    for worth, sign in (*_ROMAN, (10, "X")):
        found += sign * (number // worth)
        number %= worth
    return found + _UNITS[number]


_ADMONITIONS = frozenset(
    ["attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning"]
)
_LEFT_OUT = frozenset(["comment", "substitution_definition", "target", "pending", "raw", "label", "meta"])
_MAKERS: Final[Mapping[str, Callable[[RestructuredBlocks, Node], Iterator[Block]]]] = {
    "paragraph": RestructuredBlocks._paragraph,
    "literal_block": RestructuredBlocks._literal,
    "doctest_block": RestructuredBlocks._literal,
    "line_block": RestructuredBlocks._lines,
    "math_block": RestructuredBlocks._formula,
    "transition": RestructuredBlocks._rule,
    "block_quote": RestructuredBlocks._quotation,
    "admonition": RestructuredBlocks._titled,
    "topic": RestructuredBlocks._titled,
    "sidebar": RestructuredBlocks._titled,
    "bullet_list": RestructuredBlocks._list,
    "enumerated_list": RestructuredBlocks._numbered,
    "definition_list": RestructuredBlocks._definitions,
    "field_list": RestructuredBlocks._fields,
    "option_list": RestructuredBlocks._options,
    "table": RestructuredBlocks._table,
    "image": RestructuredBlocks._image,
    "figure": RestructuredBlocks._figure,
    "reference": RestructuredBlocks._loose,
    "footnote": RestructuredBlocks._note,
    "citation": RestructuredBlocks._note,
    "system_message": RestructuredBlocks._message,
}
