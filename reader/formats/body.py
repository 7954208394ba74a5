"""The body of a saved page: lines to blocks. Pure functions.

There are three steps. Lines without an empty line between them form a group (:func:`groups`). A group becomes
logical lines (:func:`logical_lines`): hard-wrapped paragraphs are joined, every other line stays separate.
Each logical line becomes a block (:func:`to_blocks`). :func:`reader.formats.body_lines.to_lines` writes one
logical line for each block, so a body that was written reads back unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from reader.blocks import picture
from reader.model import Block, Span
from reader.text import collapse

RECOMMEND = "Recommend"

NAVIGATION = re.compile(r"(<<|>>):\s*(\S.*)")
"""``<<:`` or ``>>:`` and a title, on a line without surrounding space."""

IMAGE = re.compile(r"\[\[([0-9]+)\]\]")
"""The mark of an image, and its name."""

_RULES = "-*_=~—─═"
_QUOTE = re.compile(r">\s+(?=\S)")
_BULLET = re.compile(r"([-*•‣◦▪●○■◆·])\s+(?=\S)")
_NUMBER = re.compile(r"([0-9]{1,3}[.)])\s+(?=\S)")
_MARKER = re.compile(
    r"(?:[0-9]{1,2}[.)]|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}\.?|0[0-9]|part (?:[0-9]{1,2}|[ivx]+)[:.：]?)(?= |$)"
    r"|[①-⑳]",
    re.IGNORECASE,
)
_NUMBER_ALONE = re.compile(r"[0-9]{1,2}[.)]")

# A line that starts with none of these is plain text. Most lines need only this test.
_SIGNS = frozenset("[-*_=~—─═>•‣◦▪●○■◆·<RPp0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")

CODE_INDENT = 4
# Hard-wrapped text is as wide as a terminal or an editor window; longer lines are paragraphs.
_WRAP = range(60, 101)
_SENTENCE_END = ".!?:;…。！？：；"
_CLOSING = "\"'”’»)]）」』"
_HEADING_MAX = 100
_UNMARKED_HEADING_MAX = 70


class Line(NamedTuple):
    """A logical line: its text without indentation (code keeps its inner indentation) and its depth.

    ``indent`` is the number of spaces before an item, minus the two that stand before a number.
    """

    text: str
    indent: int = 0
    code: bool = False


# --- lines to logical lines -------------------------------------------------------------------------


def logical_lines(lines: Iterable[str]) -> list[Line]:
    """The paragraphs, items, headings … of a body, in order, each as one line; code keeps its lines."""
    return [line for group in groups(lines) for line in _split(group)]


def groups(lines: Iterable[str]) -> Iterator[list[str]]:
    """Runs of lines that are not empty. ``Recommend`` is a run of its own: it may open the page's tail."""
    group: list[str] = []
    for line in lines:
        if line and not line.isspace():
            if RECOMMEND in line and line.strip() == RECOMMEND:
                if group:
                    yield group
                yield [line]
                group = []
            else:
                group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _split(group: list[str]) -> Iterator[Line]:
    if len(group) == 1 and group[0][0] not in " \t":
        yield Line(collapse(group[0]))
        return
    group = [line.expandtabs(CODE_INDENT).rstrip() for line in group]
    indents = [len(line) - len(line.lstrip(" ")) for line in group]
    if min(indents) >= CODE_INDENT and not _sign(group[0].strip()):
        if not _is_prose(group, indents):
            least = min(indents)
            yield Line("\n".join(line[least:] for line in group), least, code=True)
            return
        group, indents = [line.strip() for line in group], [0] * len(group)
    yield from _unwrap(group, indents)


def _is_prose(group: Sequence[str], indents: Sequence[int]) -> bool:
    """Whether indented lines are sentences and not code: usually a paragraph below a list item."""
    text = " ".join(map(str.strip, group))
    return (
        min(indents) == max(indents)
        and text.count(" ") >= 8
        and text.rstrip(_CLOSING)[-1:] in tuple(_SENTENCE_END)
        and (text[0].isalpha() or text[0] in "\"'“‘*([")
    )


def _unwrap(group: list[str], indents: list[int]) -> Iterator[Line]:
    signs = [_sign(line.strip()) for line in group]
    a_list = sum(sign in ("bullet", "number") for sign in signs) > 1
    width = max(map(len, group))
    parts = [group[0]]
    first = 0
    for index in range(1, len(group)):
        sign, before = signs[index], signs[first]
        # A number at the start of a wrapped line may be part of the sentence, unless it is one of several.
        may_join = not sign or (sign == "number" and not a_list and not indents[index])
        if may_join and before not in ("image", "rule", "alone"):
            hangs = before in ("bullet", "number") and indents[index] >= max(2, indents[first] + 1)
            if hangs or _is_soft(group[index - 1], group[index].lstrip(), width, len(group)):
                parts.append(group[index])
                continue
        yield _line(parts, signs[first], indents[first], a_list)
        parts, first = [group[index]], index
    yield _line(parts, signs[first], indents[first], a_list)


def _is_soft(before: str, line: str, width: int, lines: int) -> bool:
    """Whether the break between two lines only kept the lines short, and was not meant by the author.

    It is if the next word would not have fitted, or if a long line stops in mid-sentence.
    """
    ends = before.rstrip(_CLOSING)[-1:] in tuple(_SENTENCE_END)
    if not ends and len(before) >= _WRAP.start and line[0].islower():
        return True
    # Two full lines may equally be two short paragraphs.
    likely = width in _WRAP and not (ends and lines == 2)
    return likely and len(before) + 1 + len(line.split(maxsplit=1)[0]) > width


def _line(parts: list[str], sign: str, indent: int, a_list: bool) -> Line:
    text = collapse(parts[0] if len(parts) == 1 else " ".join(parts))
    if sign == "bullet":
        return Line(text, indent)
    if sign == "number":
        # A number is an item if two spaces follow it, or if it stands among other items.
        return Line(text, max(indent, 2) if a_list or indent else 0)
    return Line(text)


def _sign(line: str) -> str:
    """The sign that a line without surrounding space starts with; "" for text and for code."""
    if line[0] not in _SIGNS:
        return ""
    if _BULLET.match(line) and not _is_rule(line):
        return "bullet"
    if _NUMBER.match(line):
        return "number"
    if _QUOTE.match(line):
        return "quote"
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
    """One block for each logical line, except that a run of code is one block and each image has its own."""
    blocks: list[Block] = []
    depths: list[int] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.code:
            end = index
            while end < len(lines) and lines[end].code:
                end += 1
            blocks.append(_code(lines[index:end]))
            index, depths = end, []
            continue
        made = _block(line)
        if made[0].kind == "item":
            made = (replace(made[0], level=_level(_depth(line), depths)),)
        else:
            depths = []
        blocks.extend(made)
        index += 1
    return tuple(_unmarked_headings(_number_lists(blocks)))


def _code(lines: Sequence[Line]) -> Block:
    least = min(line.indent for line in lines)
    groups = ("\n".join(" " * (line.indent - least) + row for row in line.text.split("\n")) for line in lines)
    return Block("code", (Span("\n\n".join(groups)),))


def _depth(line: Line) -> int:
    return max(0, line.indent - 2) if line.text[0].isdigit() else line.indent


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
        if sign == "quote":
            return (Block("quote", _spans(text[1:].lstrip()), 1, ">"),)
        if sign == "bullet" or (sign == "number" and line.indent):
            marker, rest = text.split(maxsplit=1)
            return (Block("item", _spans(rest), 1, marker),)
        if heading := _marked_heading(text):
            return (heading,)
        if sign == "number":
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
    text = block.plain
    return (
        len(text) <= _UNMARKED_HEADING_MAX
        and text[0].isalnum()
        and not text[0].islower()
        and (text[-1] in "?？" or text.rstrip(_CLOSING)[-1:].isalnum())
        and ": " not in text
        and not text.startswith("By ")
        and all(span.style == "" for span in block.spans)
    )


def _carries_heading(block: Block) -> bool:
    if block.kind == "paragraph":
        text = block.plain
        return len(text) > _HEADING_MAX or text.rstrip(_CLOSING)[-1:] in tuple(_SENTENCE_END)
    return block.kind in ("item", "quote", "code")


def _spans(text: str) -> tuple[Span, ...]:
    """The text split at the image marks inside it."""
    if "[[" not in text:
        return (Span(text),)
    parts = IMAGE.split(text)
    return tuple(_image(part) if index % 2 else Span(part) for index, part in enumerate(parts) if part)


def _image(name: str) -> Span:
    """An image, with the mark that the page uses as its text."""
    return picture(name, text=f"[[{name}]]")
