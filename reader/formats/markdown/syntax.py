"""The Markdown that people write: CommonMark, GitHub's tables and footnotes, and what note programs add.

The rules of our own make tokens of these kinds: ``wiki`` (a link or embedded file in double brackets),
``mark_open`` and ``mark_close`` (a highlight), ``math`` (kept as written), ``math_block``. Comments between
``%%`` make none.

Some texts would take the parser minutes: brackets in brackets, thousands of signs that may begin or end
something. Its steps are counted, and a paragraph that takes too many is read without signs.
"""

from __future__ import annotations

import re
import threading
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# Levels of quotations and lists; twice what a mail thread has. The parser recurses.
_DEEPEST = 60
# Levels of brackets and the like. The time for unbalanced ones grows with it.
_DEEPEST_INLINE = 20

_MOST_MATH = 2000
_MOST_MATH_LINES = 200

# A paragraph takes a step for each word or sign that may mean something: fewer than it has characters.
_STEPS = 3
_LEAST_STEPS = 2000
_MOST_STEPS = 200_000
_ALL_STEPS = 2_000_000
# Each line is looked at once for each quotation and list around it.
_CHECKS = 12
_LEAST_CHECKS = 20_000
# Signs of emphasis in one paragraph: in the worst case every one is compared with every other.
_MOST_DELIMITERS = 4000

_WIKI = re.compile(r"\[\[([^\[\]\n|]{1,500}+)(?:\|([^\[\]\n]{0,500}+))?\]\](?!\()")
_DOLLARS = re.compile(r"(\$\$?)(?![\s$])(?:[^$\\]|\\.){1,2000}+(?<!\s)\1(?!\d)", re.DOTALL)
_LIKE_MATH = re.compile(r"\\[A-Za-z]|[\^_=]")
_CALLOUT = re.compile(r"\[!([\w -]{1,40})(?:\|[^\[\]\n]*)?\][+-]?[ \t]*([^\n]*)")
_MARK = ord("=")

Env = MutableMapping[str, Any]


class TooMuchWork(Exception):
    """A text would take the parser too long."""


@dataclass(slots=True)
class _Work:
    """What the parser has done, and what it may still do."""

    checks: int
    all_steps: int = _ALL_STEPS
    steps: int = 0
    no_math_before: int = 0


class _Local(threading.local):
    parser: MarkdownIt | None = None


_LOCAL = _Local()


def parse(text: str, longest: int) -> tuple[list[Token], Env]:
    """The tokens of a text, and what the parser knows about its footnotes.

    Raises:
        TooMuchWork: it has more characters than ``longest``, or lines that would take very long to parse.
    """
    if len(text) > longest:
        raise TooMuchWork
    if _LOCAL.parser is None:
        _LOCAL.parser = _parser()
    env: Env = {"work": _Work(_LEAST_CHECKS + _CHECKS * text.count("\n"))}
    return _LOCAL.parser.parse(text, env), env


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    md = MarkdownIt("commonmark")
    md.enable(["table", "strikethrough"])
    # Definitions stay where they are: the plugin would drop those that nothing refers to.
    md.use(footnote_plugin, move_to_end=False)
    md.use(deflist_plugin)
    # Addresses are kept as written; which ones may be followed is decided where they are.
    vars(md).update(normalizeLink=_same, normalizeLinkText=_same, validateLink=lambda url: True)
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("table", "watch", _watch_blocks, ends)
    md.block.ruler.before("table", "comment", _comment_block, ends)
    md.block.ruler.before("fence", "math_block", _math_block, ends)
    md.inline.ruler.before("text", "watch", _watch)
    md.inline.ruler.before("escape", "math", _math)
    md.inline.ruler.before("link", "wiki", _wiki)
    md.inline.ruler.before("wiki", "comment", _comment)
    md.inline.ruler.before("wiki", "mark", _mark)
    md.inline.ruler2.before("fragments_join", "mark", _marks)
    md.core.ruler.before("block", "deep", _deep)
    md.core.ruler.after("block", "callouts", _callouts)
    md.core.ruler.at("inline", _paragraphs)
    return md


def _same(address: str) -> str:
    return address


# --- not too much -------------------------------------------------------------------------------------


def _deep(state: StateCore) -> None:
    """Lists and quotations may be nested more deeply than brackets."""
    state.md.options["maxNesting"] = _DEEPEST + 10


def _watch_blocks(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Counts how often lines are looked at. What is nested too deeply becomes a paragraph."""
    work: _Work = state.env["work"]
    work.checks -= 1
    if work.checks < 0:
        raise TooMuchWork
    # The parser would drop it.
    if state.level < _DEEPEST or silent:
        return False
    state.push("paragraph_open", "p", 1).map = [start, end]
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, end, state.blkIndent, False).strip()
    inline.map, inline.children = [start, end], []
    state.push("paragraph_close", "p", -1)
    state.line = end
    return True


def _paragraphs(state: StateCore) -> None:
    """Parses what is within each paragraph; one that takes too long is plain text."""
    state.md.options["maxNesting"] = _DEEPEST_INLINE
    work: _Work = state.env["work"]
    for token in state.tokens:
        if token.type != "inline":
            continue
        assert token.children is not None
        work.steps = min(_MOST_STEPS, work.all_steps, _LEAST_STEPS + _STEPS * len(token.content))
        before = work.steps
        try:
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        except TooMuchWork:
            token.children[:] = _plain(token)
        work.all_steps -= before - work.steps


def _plain(inline: Token) -> list[Token]:
    found: list[Token] = []
    for line in inline.content.split("\n"):
        if found:
            found.append(inline.copy(type="softbreak", content="", children=None))
        found.append(inline.copy(type="text", content=line.strip(), children=None))
    return found


def _watch(state: StateInline, silent: bool) -> bool:
    work: _Work = state.env["work"]
    work.steps -= 1
    if work.steps < 0 or len(state.delimiters) > _MOST_DELIMITERS:
        raise TooMuchWork
    return False


# --- blocks -------------------------------------------------------------------------------------------


def _comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A comment that has its lines to itself; there may be empty ones among them."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("%%", begin) or state.is_code_block(start):
        return False
    close = state.src.find("%%", begin + 2, state.eMarks[end - 1])
    if close < 0:
        return False
    line = start
    while state.eMarks[line] < close:
        line += 1
    if state.src[close + 2 : state.eMarks[line]].strip():
        return False
    if not silent:
        state.line = line + 1
    return True


def _math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A formula between lines of ``$$``, kept as written."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", begin) or state.is_code_block(start):
        return False
    work: _Work = state.env["work"]
    if start < work.no_math_before:
        return False
    line, opened = start, begin + 2
    while line < min(end, start + _MOST_MATH_LINES) and not state.isEmpty(line):
        if state.src[opened : state.eMarks[line]].rstrip().endswith("$$"):
            break
        line, opened = line + 1, state.eMarks[line]
    else:
        work.no_math_before = line
        return False
    if silent:
        return True
    token = state.push("math_block", "", 0)
    token.content = state.getLines(start, line + 1, state.sCount[start], False)
    token.map = [start, line + 1]
    state.line = line + 1
    return True


def _callouts(state: StateCore) -> None:
    """``> [!note] Title`` becomes a paragraph of its own; without a title, its kind is the title."""
    found: list[Token] = []
    for token in state.tokens:
        if (
            token.type == "inline"
            and token.content.startswith("[!")
            and [before.type for before in found[-2:]] == ["blockquote_open", "paragraph_open"]
            and (match := _CALLOUT.match(token.content))
        ):
            found += _callout(found[-1], token, match)
        else:
            found.append(token)
    state.tokens = found


def _callout(opening: Token, inline: Token, match: re.Match[str]) -> list[Token]:
    """The tokens that take the place of the first text of a callout."""
    rest = inline.content[match.end() :].strip()
    words = match[2].strip() or match[1].replace("-", " ").strip().capitalize()
    title = inline.copy(content=words, children=[], meta={"callout": match[1].casefold()})
    if not rest:
        return [title]
    close = opening.copy(type="paragraph_close", nesting=-1)
    return [title, close, opening.copy(), inline.copy(content=rest, children=[])]


# --- within text --------------------------------------------------------------------------------------


def _wiki(state: StateInline, silent: bool) -> bool:
    """``[[Name#Heading|words]]``, and with ``!`` an embedded file."""
    embedded = state.src[state.pos] == "!"
    if not state.src.startswith("[[", state.pos + embedded):
        return False
    match = _WIKI.match(state.src, state.pos + embedded, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("wiki", "", 0)
        token.content, token.info = match[1], match[2] or ""
        token.hidden = embedded
    state.pos = match.end()
    return True


def _comment(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("%%", state.pos):
        return False
    close = state.src.find("%%", state.pos + 3, state.posMax)
    if close < 0:
        return False
    state.pos = close + 2
    return True


def _math(state: StateInline, silent: bool) -> bool:
    """A formula in the signs of TeX, kept as written: ``$x$``, ``$$x$$``, ``\\(x\\)``, ``\\[x\\]``."""
    sign = state.src[state.pos]
    if sign == "$":
        match = _DOLLARS.match(state.src, state.pos, state.posMax)
        end = match.end() if match else -1
    elif sign == "\\" and state.src[state.pos + 1 : state.pos + 2] in ("(", "["):
        closing = "\\)" if state.src[state.pos + 1] == "(" else "\\]"
        end = state.src.find(closing, state.pos + 2, min(state.posMax, state.pos + _MOST_MATH)) + 2
        # Brackets may also be escaped because they are only brackets.
        if end < 2 or not _LIKE_MATH.search(state.src, state.pos + 2, end - 2):
            return False
    else:
        return False
    if end < 0:
        return False
    if not silent:
        state.push("math", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


def _mark(state: StateInline, silent: bool) -> bool:
    """The signs of a highlight, ``==``: whether they open or close one is decided at the end of the text."""
    if silent or not state.src.startswith("==", state.pos):
        return False
    from markdown_it.rules_inline.state_inline import Delimiter

    scanned = state.scanDelims(state.pos, True)
    state.push("text", "", 0).content = "=" * scanned.length
    if scanned.length == 2:
        state.delimiters.append(
            Delimiter(
                marker=_MARK,
                length=0,
                token=len(state.tokens) - 1,
                end=-1,
                open=scanned.can_open,
                close=scanned.can_close,
            )
        )
    state.pos += scanned.length
    return True


def _marks(state: StateInline) -> None:
    """Turns the signs that belong together into tokens."""
    inner = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
    for delimiters in (state.delimiters, *inner):
        for delimiter in delimiters:
            if delimiter.marker == _MARK and delimiter.end >= 0:
                for at, kind, nesting in (
                    (delimiter.token, "mark_open", 1),
                    (delimiters[delimiter.end].token, "mark_close", -1),
                ):
                    token = state.tokens[at]
                    token.type, token.tag, token.nesting, token.content = kind, "mark", nesting, ""
