"""Code and other text whose lines and spaces are kept: what it says, and in which language."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from reader.formats.markup.elements import names, tag_of, words_of
from reader.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NAMED = re.compile(
    r"(?:language|lang|highlight-source|highlight-text|highlight|brush|src|code|syntax)[-_:]\s*([\w+#.-]+)",
    re.I,
)
_BRUSH = re.compile(r"\bbrush\s*:\s*([\w+#-]+)", re.I)
_MARKS = names(
    "sourcecode hljs prettyprint highlight chroma src shiki rouge prism codehilite programlisting code"
)
"""Beside one of these words, the name of a language means that language."""
_LANGUAGES = names(
    "ada apache asm assembly awk bash basic bat batch c c++ clojure cmake cobol coffeescript cpp cs "
    "csharp css csv cython d dart diff docker dockerfile elixir elm erlang f# fish forth fortran fsharp "
    "gdb gherkin go golang graphql groovy haskell html http ini java javascript js json jsx julia kotlin "
    "latex less lisp lua makefile markdown matlab md nasm nginx nim nix objc objective-c objectivec ocaml "
    "octave pascal patch perl php plaintext powershell prolog properties ps1 puppet py python python3 r "
    "racket rb rs ruby rust sass scala scheme scss sed sh shell smalltalk sql svelte swift systemverilog "
    "tcl terraform tex text toml ts tsx typescript vala vb verilog vhdl vim vue wasm xml xquery yaml yml "
    "zig zsh"
)
_NOT_NAMES = names(
    "none nohighlight no-highlight auto default text plain plaintext plain-text wrapper block snippet box "
    "container inline toolbar source numbers linenums example body"
)
_NUMBERS = names(
    "lineno linenos line-number line-numbers linenumber linenumbers linenodiv gutter ln lnum "
    "line-numbers-rows rouge-gutter blob-num hljs-ln-numbers CodeMirror-linenumber copy-button copybtn "
    "code-copy"
)
_LISTINGS = names("fragment highlight code code-block codeblock sourcecode listing hljs shiki chroma")
_ROWS = frozenset(("div", "tr", "li", "p"))
_SKIPPED = frozenset(("button", "script", "style", "template", "rp"))


def code_of(element: Element) -> str:
    """The text of preformatted elements, with its lines: without line numbers and buttons."""
    from lxml import etree

    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, inner in walker:
        tag = tag_of(inner)
        if event == "start":
            if inner is not element and (tag in _SKIPPED or not _NUMBERS.isdisjoint(words_of(inner))):
                walker.skip_subtree()
                continue
            if tag == "br":
                parts.append("\n")
            elif tag in _ROWS and inner is not element:
                _new_line(parts)
            elif tag == "img":
                _add(parts, inner.get("alt"))
            _add(parts, inner.text)
        else:
            if tag in _ROWS and inner is not element:
                _new_line(parts)
            if inner is not element:
                _add(parts, inner.tail)
    text = clean("".join(parts)).replace("\xa0", " ")
    # A line break directly behind <pre> is not part of the text.
    text = text.removeprefix("\n")
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n")


def _add(parts: list[str], text: str | None) -> None:
    if text:
        parts.append(text)


def _new_line(parts: list[str]) -> None:
    if parts and not parts[-1].endswith("\n"):
        parts.append("\n")


def code_language(element: Element) -> str:
    """The language of code, from the element, what is inside it and what is around it; "" if nothing says."""
    near: list[Element] = [element, *(inner for inner in element if tag_of(inner) in ("code", "samp"))]
    around = element.getparent()
    for _ in range(3):
        if around is None or tag_of(around) not in (
            "div",
            "figure",
            "td",
            "tr",
            "tbody",
            "table",
            "pre",
            "section",
        ):
            break
        if sum(1 for _ in islice(around.iter("pre"), 2)) > 1 and tag_of(around) not in (
            "tr",
            "tbody",
            "table",
        ):
            break
        near.append(around)
        around = around.getparent()
    return next((name for inner in near if (name := _language(inner))), "")


def _language(element: Element) -> str:
    for attribute in (
        "data-lang",
        "data-language",
        "data-enlighter-language",
        "data-code-language",
        "syntax",
    ):
        if (
            (stated := (element.get(attribute) or "").strip().lower())
            and stated not in _NOT_NAMES
            and len(stated) < 30
        ):
            return stated
    names = element.get("class") or ""
    if len(names) > 500:
        return ""
    if match := _BRUSH.search(names):
        return match[1].lower()
    words = [word.lower() for word in names.split()]
    for word in words:
        if (match := _NAMED.fullmatch(word)) and match[1] not in _NOT_NAMES:
            return match[1]
    if not _MARKS.isdisjoint(words) or tag_of(element) in ("code", "pre"):
        return next((word for word in words if word in _LANGUAGES and word not in _NOT_NAMES), "")
    return ""


def is_block_of_code(element: Element) -> bool:
    """Whether a ``code`` element outside ``pre`` holds lines of code."""
    breaks = sum(1 for _ in element.iter("br"))
    if breaks:
        return True
    text = (element.text or "") if not len(element) else "".join(element.itertext())
    return text.strip().count("\n") >= 2 and any(
        line[:2] == "  " for line in text.strip("\n").split("\n")[1:]
    )


def holds_lines(element: Element) -> bool:
    """Whether an element is a listing with an element for each line."""
    if _LISTINGS.isdisjoint(words_of(element)) or any(True for _ in element.iter("pre")):
        return False
    lines = sum("line" in words_of(child) or "code-line" in words_of(child) for child in element)
    return lines > 1 and 2 * lines > len(element)


def is_listing(table: Element) -> bool:
    """Whether a table is a listing with line numbers beside it."""
    cells = [cell for cell in table.iter("td") if not _NUMBERS.isdisjoint(words_of(cell))]
    if cells:
        return True
    if not _MARKS.union(("highlighttable", "codehilitetable", "rouge-table")).isdisjoint(words_of(table)):
        return any(True for _ in table.iter("pre"))
    return any("blob-code" in words_of(cell) for cell in table.iter("td"))
