"""The tokens of a Markdown document, as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from reader.blocks import Block, Span, code, footnote, heading, paragraph, quote, rule, table, verse
from reader.formats.composing import footnotes_of, items_of, pictures_of, strong, texts_of
from reader.formats.exports.entries import blocks_of_text
from reader.formats.flowing import trimmed
from reader.formats.markdown.inline import MarkdownSpans
from reader.formats.markdown.tags import TAG, is_known, without_comments
from reader.formats.surroundings import Surroundings, taken_in
from reader.model import Highlight
from reader.text import clean, display, width

if TYPE_CHECKING:
    from markdown_it.token import Token

# In cells: text that an editor wraps has longer lines.
_SHORT_LINE = 40
_MOST_LINES = 200

_LANGUAGE = re.compile(r"\{?[\s.]*([\w+#./-]+)")
# The mark that a note program sets at the end of a paragraph, for links to it.
_BLOCK_MARK = re.compile(r"(?:\A|\s)\^(?=[A-Za-z0-9-]*[A-Za-z]|\d{6})[A-Za-z0-9-]{2,60}\Z")

_ALIGNED = {"left": "l", "right": "r", "center": "c"}


@dataclass(slots=True)
class _Frame:
    """Something that holds blocks: the document, a quotation, a list, an item, a footnote."""

    kind: str
    blocks: list[Block] = field(default_factory=list)
    marker: str = ""
    label: str = ""


class Converter:
    """Makes blocks of tokens. ``highlights`` are those that the text has when it is done."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._labels: dict[str, str] = {}
        self._order: list[tuple[str, object]] = []
        self._list: Mapping[Any, Any] = {}
        self._numbered = False
        self._inline = MarkdownSpans(around, self._label_of)
        self._frames = [_Frame("document")]
        self._notes: dict[str, list[Block]] = {}

    @property
    def highlights(self) -> tuple[Highlight, ...]:
        """The highlights in the text, in order."""
        return tuple(self._inline.highlights)

    def blocks(self, tokens: Sequence[Token], env: Mapping[str, Any]) -> list[Block]:
        """The blocks of a document, with its footnotes at the end."""
        notes = env.get("footnotes", {})
        self._list = notes.get("list", {})
        # Names of footnotes are for the author; they stay only if all of them are numbers.
        unnamed = any("content" in note for note in self._list.values())
        self._numbered = not unnamed and all(name[1:].isdigit() for name in notes.get("refs", {}))
        at = 0
        while at < len(tokens):
            at = self._take(tokens, at)
        while len(self._frames) > 1:
            self._close()
        return self._frames[0].blocks + list(self._footnotes())

    # --- tokens ---------------------------------------------------------------------------------------

    def _take(self, tokens: Sequence[Token], at: int) -> int:
        """Takes the token at a place, and returns the place of the next one."""
        token = tokens[at]
        kind = token.type
        if kind == "inline":
            self._text(token, tokens[at - 1].type if at else "")
        elif kind == "heading_open":
            self._add(heading(self._inline.spans(tokens[at + 1].children or ()), int(token.tag[1:])))
            return at + 3
        elif kind == "table_open":
            return self._table(tokens, at)
        elif kind == "html_block":
            return self._html(tokens, at)
        elif kind in ("fence", "code_block", "math_block"):
            self._code(token)
        elif kind == "hr":
            self._add(rule())
        elif kind in _FRAMES and token.nesting > 0:
            self._frames.append(
                _Frame(
                    kind.removesuffix("_open"), marker=_marker(token), label=str(token.meta.get("label", ""))
                )
            )
        elif kind.replace("_close", "_open") in _FRAMES:
            self._close()
        return at + 1

    def _add(self, *blocks: Block) -> None:
        self._frames[-1].blocks += blocks

    def _text(self, token: Token, before: str) -> None:
        spans = self._inline.spans(token.children or (), lines=_are_lines(token.content))
        if before == "dt_open":
            self._add(paragraph(strong(spans)))
            return
        if token.meta.get("callout"):
            spans = strong(spans)
        spans = _without_mark(spans)
        if pictures := pictures_of(spans, self._inline.captions):
            self._add(*pictures)
        elif spans:
            self._add(*texts_of(spans))

    def _code(self, token: Token) -> None:
        text = self._around.restored(token.content)
        if token.type == "math_block":
            lines = text.split("\n")
            self._add(verse(lines) if len(lines) > 3 else paragraph(" ".join(lines)))
            return
        found = _LANGUAGE.match(token.info)
        self._add(code(text, clean(found[1]) if found else ""))

    def _table(self, tokens: Sequence[Token], at: int) -> int:
        rows: list[list[list[Span]]] = []
        align: list[str] = []
        header = 0
        while tokens[at].type != "table_close":
            token = tokens[at]
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                rows[-1].append(self._inline.spans(tokens[at + 1].children or ()))
                if len(rows) == 1:
                    style = str(token.attrs.get("style") or "").rpartition(":")[2]
                    align.append(_ALIGNED.get(style, "l"))
            elif token.type == "thead_close":
                header = len(rows)
            at += 1
        if header and not any(cell for row in rows[:header] for cell in row):
            # Markdown has no tables without a header, so people leave it empty.
            rows, header = rows[header:], 0
        self._add(table(rows, align="".join(align) if set(align) != {"l"} else "", header=header))
        return at + 1

    def _html(self, tokens: Sequence[Token], at: int) -> int:
        """A piece of HTML; empty lines divide it into several tokens."""
        parts = []
        while at < len(tokens) and tokens[at].type == "html_block":
            parts.append(tokens[at].content)
            at += 1
        text, open_comment = without_comments("\n".join(parts))
        first = TAG.search(text)
        if first and is_known(first[2]):
            from reader.formats.markup import blocks_of_html

            self._add(*taken_in(blocks_of_html(text).blocks, self._around))
        elif text.strip():
            self._add(paragraph(clean(text).strip()))
        # A comment that nothing ends would take the rest of the text with it.
        self._add(*blocks_of_text(open_comment))
        return at

    # --- what holds blocks ----------------------------------------------------------------------------

    def _close(self) -> None:
        frame = self._frames.pop()
        blocks: Sequence[Block] = frame.blocks
        match frame.kind:
            case "blockquote":
                blocks = [quote(block) for block in blocks]
            case "list_item":
                blocks = list(items_of(frame.blocks, frame.marker))
            case "dd":
                blocks = list(items_of(frame.blocks, "–"))
            case "footnote_reference":
                # The first definition counts; another of the same name would be lost, so it is added.
                self._notes.setdefault(frame.label, []).extend(blocks)
                return
        self._frames[-1].blocks += blocks

    # --- footnotes ------------------------------------------------------------------------------------

    def _label_of(self, meta: Mapping[str, object]) -> str:
        name = str(meta.get("label", ""))
        key = f":{name}" if name else str(meta["id"])
        if key not in self._labels:
            self._labels[key] = name if self._numbered else str(len(self._labels) + 1)
            self._order.append((key, meta["id"]))
        return self._labels[key]

    def _footnotes(self) -> Iterator[Block]:
        """The footnotes in the order of the references to them, then those that nothing refers to."""
        # A note may refer to a further one, which lengthens the list.
        for key, number in self._order:
            label = self._labels[key]
            if key.startswith(":"):
                yield from footnotes_of(label, self._notes.pop(key[1:], ()))
            else:
                yield footnote(label, self._inline.spans(self._list[number]["tokens"]))
        for name, blocks in self._notes.items():
            yield from footnotes_of(name, blocks)


_FRAMES = frozenset(
    f"{kind}_open"
    for kind in ("blockquote", "bullet_list", "ordered_list", "list_item", "dd", "footnote_reference")
)


def _marker(token: Token) -> str:
    return f"{token.info}{token.markup}" if token.info else "•"


def _are_lines(text: str) -> bool:
    """Whether the lines of a paragraph are too short to be there only because an editor wrapped it."""
    if "\n" not in text or len(text) > _MOST_LINES * _SHORT_LINE:
        return False
    return all(width(display(line.strip())) <= _SHORT_LINE for line in text.split("\n"))


def _without_mark(spans: list[Span]) -> list[Span]:
    if spans and not spans[-1].style and "^" in spans[-1].text:
        last = _BLOCK_MARK.sub("", spans[-1].text)
        return trimmed([*spans[:-1], replace(spans[-1], text=last)])
    return spans
