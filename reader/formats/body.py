"""The body of a saved page: lines to blocks. Pure functions.

There are three steps. Lines without an empty line between them form a group
(:mod:`reader.formats.line_groups`). A group becomes logical lines (:func:`logical_lines`): hard-wrapped
paragraphs are joined, verse, columns and code keep their lines, every other line stays separate. Each logical
line becomes a block (:func:`to_blocks`). :func:`reader.formats.body_lines.to_lines` writes one logical line
for each block, so a body that was written reads back unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal, NamedTuple

from reader.blocks import code, picture, quote, verse
from reader.formats.item_letters import letters_in
from reader.formats.line_groups import NAVIGATION, RECOMMEND, LineGroup, groups
from reader.formats.line_joining import CLOSING, SENTENCE_END, is_soft, join
from reader.formats.line_shapes import are_columns, is_code, is_dialogue, is_prose, keeps_lines
from reader.formats.wrapping import WrapColumn, column_of
from reader.model import Block, Span
from reader.text import collapse, width

IMAGE = re.compile(r"\[\[([0-9]+)\]\]")
"""The mark of an image, and its name."""

_RULES = "-*_=~—─═"
_BULLET = re.compile(r"([-*•‣◦▪▾●○■◆·–])\s+(?=\S)")
_NUMBER = re.compile(r"([0-9]{1,3}[.)])\s+(?=\S)")
_MARKER = re.compile(
    r"(?:[0-9]{1,2}[.)]|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}\.?|0[0-9]|part (?:[0-9]{1,2}|[ivx]+)[:.：]?)(?= |$)"
    r"|[①-⑳]",
    re.IGNORECASE,
)
_NUMBER_ALONE = re.compile(r"[0-9]{1,2}[.)]")

# A line that starts with none of these is plain text. Most lines need only this test.
_SIGNS = frozenset("[-*_=~—─═>•‣◦▪▾●○■◆·–<RPp0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")

CODE_INDENT = 4
MOST_QUOTED = 12
"""The most quotations inside each other; further signs are text."""
_HEADING_MAX = 100
_UNMARKED_HEADING_MAX = 70
_NOTE_MARK = re.compile(r"(?:\s?\[\d{1,3}\]|[¹²³⁰⁴-⁹]{1,3}|[①-⑳]|[*†‡§])+$")
_ASIDE = re.compile(r"[(（][^()（）]{20,}[)）]$")


class Line(NamedTuple):
    """A logical line: its text without indentation, how deep it stands, and how its text is read.

    ``indent`` is the number of spaces before it. ``kind`` says what the lines of a text of several lines are;
    code keeps its inner indentation. ``quoted`` counts the quotations around it. ``listed`` says that it is
    an item of a list, which its sign alone does not tell.
    """

    text: str
    indent: int = 0
    kind: Literal["text", "code", "fenced", "verse"] = "text"
    language: str = ""
    quoted: int = 0
    listed: bool = False

    @property
    def has_lines(self) -> bool:
        """Whether line breaks in its text mean something."""
        return self.kind != "text"


# --- lines to logical lines -------------------------------------------------------------------------


def logical_lines(lines: Iterable[str], *, keep_breaks: bool = True, depth: int = 0) -> list[Line]:
    """The paragraphs, items, headings … of a body, in order, each as one line; code and verse keep theirs.

    Args:
        lines: the lines of the body.
        keep_breaks: whether verse and columns are told from other lines.
        depth: the number of quotations around the lines.
    """
    found: list[Line] = []
    grouped = list(groups(lines))
    column = column_of(_texts(grouped)) if keep_breaks else None
    for group in grouped:
        if group.kind == "quoted" and depth < MOST_QUOTED and any(map(str.strip, group.lines)):
            inner = logical_lines(group.lines, keep_breaks=keep_breaks, depth=depth + 1)
            found += [line._replace(quoted=line.quoted + 1) for line in inner]
        elif group.kind == "fenced":
            text = "\n".join(group.lines).strip("\n")
            found += [Line(text, kind="fenced", language=group.language)] if text.strip() else []
        elif group.kind == "quoted":
            found += [Line(collapse(f"> {line}")) for line in group.lines]
        else:
            found += _split(group.lines, column, keep_breaks=keep_breaks)
    return found


def _texts(grouped: Sequence[LineGroup]) -> Iterator[list[str]]:
    """The lines of each group that may be a paragraph: no sign, and at most the first line is indented."""
    for group in grouped:
        if group.kind == "plain" and len(group.lines) > 1 and _may_be_paragraph(group.lines):
            # Spaces within lines stay: they fill lines that a program has justified.
            yield [line.expandtabs(CODE_INDENT).strip() for line in group.lines]


def _may_be_paragraph(lines: Sequence[str]) -> bool:
    indents = {len(line) - len(line.lstrip()) for line in lines[1:]}
    return len(indents) == 1 and not any(_sign(line.strip()) for line in lines)


def _split(group: list[str], column: WrapColumn | None, *, keep_breaks: bool) -> Iterator[Line]:
    if len(group) == 1 and group[0][0] not in " \t":
        yield Line(collapse(group[0]))
        return
    spaced = [line.expandtabs(CODE_INDENT).rstrip() for line in group]
    indents = [len(line) - len(line.lstrip(" ")) for line in spaced]
    least = min(indents)
    if least >= CODE_INDENT and not _sign(spaced[0].strip()):
        if not is_prose(spaced, indents):
            yield Line("\n".join(line[least:] for line in spaced), least, "code")
            return
        spaced, indents = [line.strip() for line in spaced], [0] * len(spaced)
    elif keep_breaks and len(group) > 1 and (kept := _kept(group, spaced, indents, column)) is not None:
        yield kept
        return
    yield from _unwrap(spaced, indents, column)


def _kept(
    group: Sequence[str], spaced: Sequence[str], indents: Sequence[int], column: WrapColumn | None
) -> Line | None:
    """A group whose lines stay as they are: columns, code, verse; None for any other."""
    least = min(indents)
    if are_columns(group):
        wide = [line.expandtabs().rstrip() for line in group]
        cut = min(len(line) - len(line.lstrip(" ")) for line in wide)
        return Line("\n".join(line[cut:] for line in wide), kind="code")
    lines = [collapse(line) for line in spaced]
    signs = [_sign(line) for line in lines]
    if any(sign not in ("", "dash") for sign in signs) or letters_in(lines):
        return None
    if is_code(spaced, indents):
        return Line("\n".join(line[least:] for line in spaced), kind="code")
    if signs[0] == "dash" and not is_dialogue(lines):
        return None
    if not _is_wrapped(group, column) and keeps_lines(lines, indents):
        return Line(
            "\n".join(
                f"{' ' * (at - least)}{collapse(line)}" for at, line in zip(indents, lines, strict=True)
            ),
            kind="verse",
        )
    return None


def _is_wrapped(group: Sequence[str], column: WrapColumn | None) -> bool:
    """Whether a group is one paragraph, wrapped at the column of the text."""
    lines = [line.expandtabs(CODE_INDENT).strip() for line in group]
    return column is not None and _may_be_paragraph(group) and column.fits(lines)


def _unwrap(group: list[str], indents: list[int], column: WrapColumn | None) -> Iterator[Line]:
    lines = [line.strip() for line in group]
    signs = [_sign(line) for line in lines]
    for at in letters_in(lines):
        signs[at] = "letter"
    a_list = sum(sign in _LISTED for sign in signs) > 1
    wrapped = max(map(width, group))
    paragraph = _is_wrapped(group, column)
    parts = [lines[0]]
    first = 0
    for index in range(1, len(group)):
        sign, before = signs[index], signs[first]
        # A number at the start of a wrapped line may be part of the sentence, unless it is one of several.
        may_join = not sign or (sign == "number" and not a_list and not indents[index])
        if may_join and before not in ("image", "rule", "alone"):
            hangs = before in _LISTED and indents[index] >= max(2, indents[first] + 1)
            if hangs or paragraph or is_soft(group[index - 1], lines[index], wrapped, len(group)):
                parts.append(lines[index])
                continue
        yield _line(parts, signs[first], indents[first], a_list)
        parts, first = [lines[index]], index
    yield _line(parts, signs[first], indents[first], a_list)


_LISTED = ("bullet", "dash", "number", "letter")


def _line(parts: list[str], sign: str, indent: int, a_list: bool) -> Line:
    text = collapse(parts[0]) if len(parts) == 1 else join(parts)
    # A number or a dash is an item if it is indented, or if it stands among other items.
    listed = sign == "letter" or (sign in _LISTED and (a_list or indent > 0))
    return Line(text, indent if sign in _LISTED else 0, listed=listed)


def _sign(line: str) -> str:
    """The sign that a line without surrounding space starts with; "" for text and for code."""
    if line[0] not in _SIGNS:
        return ""
    if _BULLET.match(line) and not _is_rule(line):
        return "dash" if line[0] == "–" else "bullet"
    if _NUMBER.match(line):
        return "number"
    if line.startswith("[[") and all(IMAGE.fullmatch(word[0]) for word in re.finditer(r"\S+", line)):
        return "image"
    if _is_rule(line):
        return "rule"
    # The signs of the page's tail never join lines, even if they are only body text.
    return "alone" if line == RECOMMEND or NAVIGATION.fullmatch(line) else ""


def _is_rule(line: str) -> bool:
    """Whether a line consists of one sign, three times or more, and spaces.

    This is no regular expression because that would need memory for every sign of a very long line.
    """
    sign = line[0]
    if sign not in _RULES or line.count(sign) < 3:
        return False
    rest = line.replace(sign, "")
    return not rest or rest.isspace()


def is_item(line: str) -> bool:
    """Whether a line is a list item: ``• item``, ``- item``, ``1. item``."""
    line = line.strip()
    return bool(line) and _sign(line) in ("bullet", "number")


# --- logical lines to blocks ------------------------------------------------------------------------


def to_blocks(lines: Sequence[Line]) -> tuple[Block, ...]:
    """One block for each logical line, except that each image has its own.

    A run of code is one block, and a run of verse is one block with a stanza for each line.
    """
    blocks: list[Block] = []
    for quoted, run in groupby(lines, key=lambda line: line.quoted):
        made = _made_of(list(run))
        for _ in range(quoted):
            made = [quote(block) for block in made]
        blocks += [replace(block, marker=">") if block.kind == "quote" else block for block in made]
    return tuple(blocks)


def _made_of(lines: Sequence[Line]) -> list[Block]:
    blocks: list[Block] = []
    depths: list[int] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.kind != "text":
            end = index + 1
            while end < len(lines) and lines[end].kind == line.kind != "fenced":
                end += 1
            blocks.append(_with_lines(lines[index:end]))
            index, depths = end, []
            continue
        made = _block(line)
        if made[0].kind == "item":
            made = (replace(made[0], level=_level(_depth(line), depths)),)
        else:
            depths = []
        blocks.extend(made)
        index += 1
    return _unmarked_headings(_number_lists(blocks))


def _with_lines(lines: Sequence[Line]) -> Block:
    if lines[0].kind == "fenced":
        return code(lines[0].text, lines[0].language)
    if lines[0].kind == "verse":
        return verse("\n\n".join(line.text for line in lines).split("\n"))
    return _code(lines)


def _code(lines: Sequence[Line]) -> Block:
    least = min(line.indent for line in lines)
    groups = ("\n".join(" " * (line.indent - least) + row for row in line.text.split("\n")) for line in lines)
    return Block("code", (Span("\n\n".join(groups)),))


def _depth(line: Line) -> int:
    # Two more spaces stand before numbers, letters and dashes than before bullets of the same level.
    numbered = line.text[0].isalnum() or line.text[0] in "(–"
    return line.indent - 2 if numbered and line.indent % 4 == 2 else line.indent


def _level(depth: int, depths: list[int]) -> int:
    """The nesting level of an item, 1 for the outermost; ``depths`` are those of the items around it."""
    while depths and depth < depths[-1]:
        depths.pop()
    if not depths or depth >= depths[-1] + 2:
        depths.append(depth)
    return len(depths)


def _block(line: Line) -> tuple[Block, ...]:
    text = line.text
    sign = _sign(text)
    if text[0] in _SIGNS:
        if sign == "image":
            return tuple(Block("image", (_image(name),)) for name in IMAGE.findall(text))
        if sign == "rule":
            return (Block("rule", (Span(text),)),)
        if sign == "bullet" or line.listed:
            marker, rest = text.split(maxsplit=1)
            return (Block("item", _spans(rest), 1, marker),)
        if heading := _marked_heading(text):
            return (heading,)
        if sign == "number":
            marker, rest = text.split(maxsplit=1)
            return (Block("item", _spans(rest), 1, marker),)
    if line.listed:
        marker, rest = text.split(maxsplit=1)
        return (Block("item", _spans(rest), 1, marker),)
    return (Block("paragraph", _spans(text)),)


def _marked_heading(text: str) -> Block | None:
    """A heading from ``1. Text``, ``2.1 Text``, ``PART 1 Text``, ``① Text``, or from a marker alone."""
    if len(text) > _HEADING_MAX:
        return None
    found = _MARKER.match(text)
    if not found:
        return None
    marker, rest = found.group(), text[found.end() :]
    level = 1 + len(re.findall(r"[0-9]\.[0-9]", marker))
    if not rest:
        return Block("heading", (Span(text),), level)
    # A sentence may start with 2.1 (million) or Part 2; then small letters follow or it ends in a full stop.
    if rest.lstrip()[0].islower() or rest.endswith((".", ",", ";", ":", "。", "，", "；", "：")):
        return None
    if rest[0] == " ":
        return Block("heading", _spans(rest[1:]), level, marker)
    return Block("heading", _spans(text), level) if "①" <= text[0] <= "⑳" else None


def _number_lists(blocks: list[Block]) -> list[Block]:
    """Turns numbered headings that directly follow each other into the items of a loose list."""

    def numbered(block: Block) -> bool:
        return block.kind == "heading" and bool(_NUMBER_ALONE.fullmatch(block.marker))

    beside = [False, *map(numbered, blocks), False]
    return [
        replace(block, kind="item", level=1)
        if beside[index + 1] and (beside[index] or beside[index + 2])
        else block
        for index, block in enumerate(blocks)
    ]


def _unmarked_headings(blocks: list[Block]) -> list[Block]:
    """Turns short lines without a full stop into headings if something longer follows.

    Reads from the end, because whether a line is a heading depends on what follows it. A line below an image
    is its caption.
    """
    for index in range(len(blocks) - 2, -1, -1):
        block, after = blocks[index], blocks[index + 1]
        caption = index > 0 and blocks[index - 1].kind == "image"
        if block.kind == "paragraph" and not caption and _reads_as_heading(block) and _carries_heading(after):
            blocks[index] = Block("heading", block.spans, 1)
    return blocks


def _reads_as_heading(block: Block) -> bool:
    # A full stop may stand before the number of a footnote. A long remark in brackets ends a sentence too.
    text = _NOTE_MARK.sub("", block.plain)
    return (
        text != ""
        and not _ASIDE.search(text)
        and len(text) <= _UNMARKED_HEADING_MAX
        and text[0].isalnum()
        and not text[0].islower()
        and (text[-1] in "?？" or text.rstrip(CLOSING)[-1:].isalnum())
        and ": " not in text
        and not text.startswith("By ")
        and all(span.style == "" for span in block.spans)
    )


def _carries_heading(block: Block) -> bool:
    if block.kind == "paragraph":
        text = block.plain
        return len(text) > _HEADING_MAX or text.rstrip(CLOSING)[-1:] in tuple(SENTENCE_END)
    return block.kind in ("item", "quote", "code", "verse")


def _spans(text: str) -> tuple[Span, ...]:
    """The text split at the image marks inside it."""
    if "[[" not in text:
        return (Span(text),)
    parts = IMAGE.split(text)
    return tuple(_image(part) if index % 2 else Span(part) for index, part in enumerate(parts) if part)


def _image(name: str) -> Span:
    """An image, with the mark that the page uses as its text."""
    return picture(name, text=f"[[{name}]]")
