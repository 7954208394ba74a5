"""Blocks as HTML, which is also valid XHTML. Pure functions.

Addresses are written only if they lead to the web, to another article of the export or to a picture beside
the page: others may run programs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Final

from reader.blocks import FOLDED, Block, BlockKind, Span
from reader.formats.leading import is_place

_WEB = re.compile(r"(?:https?|mailto|ftp|gemini|gopher):", re.I)
_TAGS: Final[Mapping[str, str]] = {
    "strong": "strong",
    "emphasis": "em",
    "deleted": "del",
    "highlighted": "mark",
    "superscript": "sup",
    "subscript": "sub",
    "code": "code",
}
_ALIGN = {"r": "right", "c": "center"}
# Characters that XML does not allow; articles are cleaned of the others.
_NOT_IN_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")


def html_of(blocks: Iterable[Block], pictures: Mapping[str, str]) -> str:
    """The blocks as HTML; ``pictures`` has the address of the file of each picture by its name."""
    return "\n".join(_elements(list(blocks), pictures))


def safe(text: str) -> str:
    """Text for HTML and XML."""
    return escape(_NOT_IN_XML.sub("\ufffd", text))


def _elements(blocks: Sequence[Block], pictures: Mapping[str, str]) -> Iterator[str]:
    at, depth = 0, 0
    while at < len(blocks):
        block = blocks[at]
        while depth < block.depth:
            yield "<blockquote>"
            depth += 1
        while depth > block.depth:
            yield "</blockquote>"
            depth -= 1
        if block.kind == "item" or block.inside:
            end = at
            while end < len(blocks) and _is_listed(blocks[end]) and blocks[end].depth == depth:
                end += 1
            yield from _list(blocks[at:end], pictures)
            at = end
        else:
            yield _WRITERS[block.kind](block, pictures)
            at += 1
    yield from ["</blockquote>"] * depth


def _is_listed(block: Block) -> bool:
    return block.kind == "item" or block.inside > 0


def _list(blocks: Sequence[Block], pictures: Mapping[str, str]) -> Iterator[str]:
    """A list with its inner lists: items are open until one of the same or a higher level follows."""
    opened: list[str] = []
    for block in blocks:
        level = max(1, block.level) if block.kind == "item" else max(1, block.inside)
        while len(opened) > level:
            yield opened.pop()
        if block.kind != "item":
            yield _WRITERS[block.kind](block, pictures)
            continue
        folded = block.marker == FOLDED
        if len(opened) == level:
            if folded or opened[-1] == _END_FOLDED:
                yield opened.pop()
            else:
                yield "</li>"
        while len(opened) < level:
            inner = len(opened) + 1 == level
            if folded and inner:
                opened.append(_END_FOLDED)
                break
            number = re.match(r"\(?(\d{1,9})[.)]", block.marker)
            tag = "ol" if number else "ul"
            start = f' start="{number[1]}"' if number and int(number[1]) != 1 else ""
            yield f"<{tag}{start}>" + ("" if inner else "<li>")
            opened.append(f"</li></{tag}>")
        text = _spans(block.spans, pictures)
        if folded:
            yield f'<details open=""><summary>{text}</summary>'
            continue
        box = (
            ""
            if block.done is None
            else f'<input type="checkbox"{" checked=" * block.done}{chr(34) * 2 * block.done}/> '
        )
        yield f"<li>{box}{text}"
    yield from reversed(opened)


_END_FOLDED = "</details>"


def _spans(spans: Iterable[Span], pictures: Mapping[str, str]) -> str:
    return "".join(_span(span, pictures) for span in spans)


def _span(span: Span, pictures: Mapping[str, str]) -> str:
    styles = span.styles
    if "image" in styles:
        place = pictures.get(span.href) or (span.href if _WEB.match(span.href) else "")
        return f'<img src="{safe(place)}" alt="{safe(span.alt)}"/>' if place else safe(span.text)
    if "footnote" in styles:
        label = safe(span.href)
        return f'<sup><a href="#fn-{label}" id="fnref-{label}" role="doc-noteref">{safe(span.text)}</a></sup>'
    text = safe(span.text)
    for style in reversed(styles):
        if tag := _TAGS.get(style):
            text = f"<{tag}>{text}</{tag}>"
    if "link" in styles and (_WEB.match(span.href) or is_place(span.href)):
        text = f'<a href="{safe(span.href)}">{text}</a>'
    return text


def _text(tag: str) -> Callable[[Block, Mapping[str, str]], str]:
    return lambda block, pictures: f"<{tag}>{_spans(block.spans, pictures)}</{tag}>"


def _heading(block: Block, pictures: Mapping[str, str]) -> str:
    # The title of the article is the only heading of the first level.
    level = min(6, max(1, block.level) + 1)
    marker = f"{safe(block.marker)} " if block.marker else ""
    return f"<h{level}>{marker}{_spans(block.spans, pictures)}</h{level}>"


def _footnote(block: Block, pictures: Mapping[str, str]) -> str:
    label = safe(block.label)
    name = f' id="fn-{label}"' if label else ""
    marker = f"{safe(block.marker)} " if block.marker else ""
    return f'<aside role="doc-footnote"{name}><p>{marker}{_spans(block.spans, pictures)}</p></aside>'


def _verse(block: Block, pictures: Mapping[str, str]) -> str:
    lines = [_spans(line, pictures) for line in block.lines]
    lines = [re.sub("^ +", lambda spaces: "&#160;" * len(spaces[0]), line) for line in lines]
    return '<p class="verse">' + "<br/>\n".join(lines) + "</p>"


def _code(block: Block, pictures: Mapping[str, str]) -> str:
    language = f' class="language-{safe(block.language)}"' if block.language else ""
    return f"<pre><code{language}>{safe(block.plain)}</code></pre>"


def _table(block: Block, pictures: Mapping[str, str]) -> str:
    rows = []
    for number, row in enumerate(block.rows):
        tag = "th" if number < block.header else "td"
        cells = []
        for column, cell in enumerate(row):
            side = _ALIGN.get(block.align[column : column + 1], "")
            style = f' style="text-align: {side}"' if side else ""
            cells.append(f"<{tag}{style}>{_spans(cell, pictures)}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def _image(block: Block, pictures: Mapping[str, str]) -> str:
    caption = _spans(block.caption, pictures)
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{_span(block.picture, pictures)}{below}</figure>"


def _rule(block: Block, pictures: Mapping[str, str]) -> str:
    return "<hr/>"


_WRITERS: Final[Mapping[BlockKind, Callable[[Block, Mapping[str, str]], str]]] = {
    "paragraph": _text("p"),
    "quote": _text("p"),
    "item": _text("p"),
    "heading": _heading,
    "footnote": _footnote,
    "verse": _verse,
    "code": _code,
    "table": _table,
    "image": _image,
    "rule": _rule,
}
