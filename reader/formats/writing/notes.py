"""An article as a note in Markdown, with front matter that Obsidian and other programs read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Final

from reader.addresses import is_web
from reader.blocks import FOLDED, Block, BlockKind, Span
from reader.formats.composing import highlights_in
from reader.formats.leading import is_place
from reader.formats.parsed import Parsed
from reader.formats.writing import ArticleFile
from reader.formats.writing.pictures import file_names, placed
from reader.model import Article, Highlight, Link
from reader.squeezed import squeezed
from reader.text import collapse

# A bracket that opens is left: after a backslash it begins a formula, and alone it means nothing.
_SIGNS = re.compile(r"([\\`*_\]<>~=|$#])")
_AT_START = re.compile(r"^(\s*)([-+#>]|\d{1,9}[.)])(?=\s|$)")
_FENCES = re.compile(r"`+")
_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_STYLES: Final[Mapping[str, tuple[str, str]]] = {
    "strong": ("**", "**"),
    "emphasis": ("*", "*"),
    "deleted": ("~~", "~~"),
    "highlighted": ("==", "=="),
    # How the text looks, not what the person has marked; see _marked.
    "marked": ('<mark class="text">', "</mark>"),
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
}


def written(parsed: Parsed, stem: str) -> ArticleFile:
    """The article as a note, with its pictures in the folder ``STEM_files``."""
    names = file_names(parsed.assets)
    folder = f"{stem}_files/"
    places = {name: f"{folder}{file}".replace(" ", "%20") for name, file in names.items()}
    article = parsed.article
    parts = [_front_matter(parsed)]
    if article.note:
        parts.append(f"*{plain(f'{article.note_label} {article.note}'.strip())}*\n")
    parts += _blocks(_marked(parsed), places)
    return ArticleFile("\n".join(parts), placed(parsed.assets, names, folder))


def _front_matter(parsed: Parsed) -> str:
    article, facts = parsed.article, parsed.facts
    rows: list[tuple[str, object]] = [
        ("title", article.title),
        ("source", facts.url),
        ("site", facts.site),
        ("author", facts.author),
        ("published", facts.published),
        ("saved", facts.saved),
        ("description", facts.excerpt),
        ("tags", [*article.tags]),
        ("lang", article.lang),
        ("remark", facts.remark),
        ("feed", facts.feed),
        ("read", facts.read),
        ("archived", facts.archived),
        ("starred", facts.starred),
        ("progress", f"{100 * facts.progress:.6g}%" if facts.progress else None),
        ("highlights", [*_listed(parsed)]),
        ("links", [_link(link) for link in _unseen(article)]),
    ]
    # JSON is YAML too, and leaves nothing to guess.
    lines = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in rows
        if value not in ("", [], None)
    ]
    return "\n".join(["---", *lines, "---", ""])


def _listed(parsed: Parsed) -> Iterator[dict[str, object]]:
    """The highlights that marks in the text cannot hold, or not with all that is known of them."""
    in_text = {_identity(one) for one in highlights_in(parsed.article.blocks)}
    for one in parsed.facts.highlights:
        marked = _identity(one) in in_text
        if not marked or one != Highlight(one.quote):
            yield _highlight(one, marked=marked)


def _marked(parsed: Parsed) -> Iterator[Block]:
    """The blocks, in which only highlights of the article are marked as such."""
    chosen = {_identity(one) for one in parsed.facts.highlights}
    for block in parsed.article.blocks:
        spans: list[Span] = []
        for marked, group in groupby(block.spans, key=lambda span: "highlighted" in span.styles):
            run = list(group)
            if marked and _identity(Highlight(collapse("".join(span.text for span in run)))) not in chosen:
                run = [replace(span, style=span.style.replace("highlighted", "marked")) for span in run]
            spans += run
        yield replace(block, spans=tuple(spans)) if spans != list(block.spans) else block


def _identity(one: Highlight) -> str:
    return squeezed(one.quote)


def _highlight(one: Highlight, *, marked: bool) -> dict[str, object]:
    stated = {
        "quote": one.quote,
        "marked": marked,
        "note": one.note,
        "color": one.color,
        "created": one.created,
        "tags": [*one.tags],
    }
    return {key: value for key, value in stated.items() if value}


def _unseen(article: Article) -> list[Link]:
    """The links that no words of the text are written as."""
    shown = {_destination(span) for block in article.blocks for span in block.spans}
    shown.discard("")
    return [link for link in article.links if link.kind != "inline" or link.address not in shown]


def _link(link: Link) -> dict[str, str]:
    stated = {"kind": link.kind, "title": link.title, "teaser": link.teaser, "address": link.address}
    return {key: value for key, value in stated.items() if value}


def _blocks(blocks: Iterable[Block], places: Mapping[str, str]) -> Iterator[str]:
    before: Block | None = None
    for block in blocks:
        text = _WRITERS[block.kind](block, places)
        if block.inside and block.kind != "item":
            text = _indented(text, "    " * block.inside)
        if block.depth:
            signs = "> " * block.depth
            text = "\n".join(f"{signs}{line}".rstrip() for line in text.split("\n"))
        tight = before is not None and before.kind == block.kind == "item" and before.depth == block.depth
        if before is not None and not tight:
            yield ">" * min(before.depth, block.depth)
        yield text
        before = block
    if before is not None:
        yield ""


def _indented(text: str, by: str) -> str:
    return "\n".join(f"{by}{line}" if line else "" for line in text.split("\n"))


def plain(text: str) -> str:
    """Text in which nothing is taken for a sign of Markdown."""
    text = _inner(collapse(text))
    return _AT_START.sub(lambda found: f"{found[1]}{_escaped(found[2])}", text)


def _escaped(sign: str) -> str:
    return f"{sign[:-1]}\\{sign[-1]}" if sign[0].isdigit() else f"\\{sign}"


def _spans(spans: Iterable[Span], places: Mapping[str, str]) -> str:
    text = "".join(_linked(href, group, places) for href, group in groupby(spans, _destination))
    return _AT_START.sub(lambda found: f"{found[1]}{_escaped(found[2])}", text)


def _destination(span: Span) -> str:
    """Where the words lead, if that is written; "" if they are no link."""
    alone = "image" in span.styles or "footnote" in span.styles
    leads = "link" in span.styles and (is_web(span.href) or is_place(span.href))
    return span.href if leads and not alone else ""


def _linked(href: str, spans: Iterable[Span], places: Mapping[str, str]) -> str:
    """Some spans that lead to the same place, as one link."""
    written = [(span, _span(span, places)) for span in spans]
    text = "".join(text for _, text in written)
    inner = text.strip(" ")
    if not href or not inner:
        return text
    inner = "".join(text if "code" in span.styles else _without_brackets(text) for span, text in written)
    inner = inner.strip(" ")
    lead, tail = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return f"{lead}[{inner}](<{href.replace('<', '%3C').replace('>', '%3E')}>){tail}"


def _span(span: Span, places: Mapping[str, str]) -> str:
    styles = span.styles
    if "image" in styles:
        place = places.get(span.href) or (span.href if span.href.startswith(("http://", "https://")) else "")
        return f"![{_without_brackets(_inner(span.alt))}](<{place}>)" if place else _inner(span.text)
    if "footnote" in styles:
        return f"[^{_label(span.href)}]"
    if "math" in styles and "\n" not in span.text:
        has_signs = span.text[:1] in ("$", "\\") and span.text[-1:] in "$)]"
        return span.text if has_signs else f"${span.text.strip()}$"
    text = _code_span(span.text) if "code" in styles else _inner(span.text)
    inner = text.strip(" ")
    if not inner:
        return text
    lead, tail = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    for style in reversed(styles):
        if style in _STYLES:
            opening, closing = _STYLES[style]
            inner = f"{opening}{inner}{closing}"
    return f"{lead}{inner}{tail}"


def _label(text: str) -> str:
    return re.sub(r"[^\w.-]", "-", text)


def _inner(text: str) -> str:
    text = _SIGNS.sub(r"\\\1", text.replace("&", "&amp;")).replace("\n", " ").replace("\t", " ")
    return text.replace("%%", "%&#37;")


def _without_brackets(text: str) -> str:
    """The same where a bracket would open another pair: in the words of a link."""
    return text.replace("[", "&#91;")


def _code_span(text: str) -> str:
    fence = "`" * (1 + max(map(len, _FENCES.findall(text)), default=0))
    gap = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{gap}{text}{gap}{fence}"


def _text(block: Block, places: Mapping[str, str]) -> str:
    # Four spaces would make code of it.
    return _spans(block.spans, places).lstrip(" ")


def _heading(block: Block, places: Mapping[str, str]) -> str:
    marker = f"{plain(block.marker)} " if block.marker else ""
    return f"{'#' * min(6, max(1, block.level))} {marker}{_spans(block.spans, places)}"


def _item(block: Block, places: Mapping[str, str]) -> str:
    number = re.match(r"\(?(\d{1,9})[.)]", block.marker)
    box = "" if block.done is None else "[x] " if block.done else "[ ] "
    box = f"{FOLDED} " if block.marker == FOLDED else box
    sign = f"{number[1]}." if number else "-"
    # Markdown has no lists with letters.
    letter = "" if number or not re.search(r"\w", block.marker) else f"{plain(block.marker)} "
    return f"{'    ' * (max(1, block.level) - 1)}{sign} {box}{letter}{_spans(block.spans, places)}"


def _footnote(block: Block, places: Mapping[str, str]) -> str:
    text = _spans(block.spans, places)
    return f"[^{_label(block.label)}]: {text}" if block.label else f"    {text}"


def _verse(block: Block, places: Mapping[str, str]) -> str:
    lines = []
    for line in block.lines:
        text = _spans(line, places)
        spaces = len(text) - len(text.lstrip(" "))
        lines.append("&nbsp;" * spaces + text.lstrip(" "))
    return "\n".join(
        line + ("\\" if line and number + 1 < len(lines) and lines[number + 1] else "")
        for number, line in enumerate(lines)
    )


def _code(block: Block, places: Mapping[str, str]) -> str:
    text = block.plain
    fence = "`" * max(3, 1 + max(map(len, _FENCES.findall(text)), default=0))
    return f"{fence}{block.language.replace('`', '')}\n{text}\n{fence}"


def _table(block: Block, places: Mapping[str, str]) -> str:
    rows = [[_spans(cell, places).replace("\n", " ") or " " for cell in row] for row in block.rows]
    # A bar is escaped in text already; in code it is only in a table.
    rows = [[_BAR.sub(r"\1\|", cell) for cell in row] for row in rows]
    width = max(map(len, rows), default=0)
    rows = [row + [" "] * (width - len(row)) for row in rows]
    sides = {"r": "--:", "c": ":-:", "l": ":--"}
    line = [sides.get(block.align[at : at + 1], "---") for at in range(width)]
    head, body = (rows[:1], rows[1:]) if block.header else ([[" "] * width], rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in [*head, line, *body])


def _image(block: Block, places: Mapping[str, str]) -> str:
    picture, caption = _span(block.picture, places), collapse("".join(span.text for span in block.caption))
    if not caption:
        return picture
    if not picture.endswith(">)"):
        return f"{picture}\n\n*{_spans(block.caption, places)}*"
    quoted = caption.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return f'{picture[:-1]} "{quoted}")'


def _rule(block: Block, places: Mapping[str, str]) -> str:
    return "---"


_WRITERS: Final[Mapping[BlockKind, Callable[[Block, Mapping[str, str]], str]]] = {
    "paragraph": _text,
    "quote": _text,
    "heading": _heading,
    "item": _item,
    "footnote": _footnote,
    "verse": _verse,
    "code": _code,
    "table": _table,
    "image": _image,
    "rule": _rule,
}
