"""Formulas as text: TeX where the page has it, otherwise the formula on one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.blocks import SUBSCRIPTS, SUPERSCRIPTS
from reader.formats.markup.elements import names, tag_of
from reader.text import clean, collapse

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DISPLAY = re.compile(r"\{\\(?:display|text|script)style\s*(.*)\}", re.DOTALL)
_DEEPEST = 60
_HIDDEN_OPERATORS = "\u2061\u2062\u2063\u2064"


def formula_of(element: Element) -> str:
    """The text of a ``math`` element."""
    for note in element.iter():
        if tag_of(note) == "annotation" and "tex" in (note.get("encoding") or "").lower():
            return tex_of("".join(note.itertext()))
    if alternative := element.get("alttext"):
        return tex_of(alternative)
    return collapse(clean(_line(element, 0)))


def tex_of(text: str) -> str:
    """TeX on one line, without what only says how large it is set."""
    text = collapse(clean(text))
    match = _DISPLAY.fullmatch(text)
    return match[1].strip() if match else text


def _line(element: Element, depth: int) -> str:
    """An element of MathML on one line."""
    tag = tag_of(element)
    if depth > _DEEPEST:
        return "".join(element.itertext())
    if tag in ("annotation", "annotation-xml", "mphantom", ""):
        return ""
    if tag in ("mi", "mn", "mo", "mtext", "ms"):
        text = collapse("".join(element.itertext()).translate(dict.fromkeys(map(ord, _HIDDEN_OPERATORS))))
        return f" {text} " if tag == "mo" and text in _SPACED else text
    parts = [_line(child, depth + 1) for child in element if tag_of(child)]
    if not parts:
        return collapse(element.text or "") + (" " if tag == "mspace" else "")
    if tag == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if tag == "msqrt":
        return f"√{_grouped(''.join(parts), always=True)}"
    if tag == "mroot" and len(parts) == 2:
        return f"{_script(parts[1], SUPERSCRIPTS, '^')}√{_grouped(parts[0], always=True)}"
    if tag in ("msup", "mover") and len(parts) == 2:
        return parts[0] + _script(parts[1], SUPERSCRIPTS, "^")
    if tag in ("msub", "munder") and len(parts) == 2:
        return parts[0] + _script(parts[1], SUBSCRIPTS, "_")
    if tag in ("msubsup", "munderover") and len(parts) == 3:
        return parts[0] + _script(parts[1], SUBSCRIPTS, "_") + _script(parts[2], SUPERSCRIPTS, "^")
    if tag == "mfenced":
        return (element.get("open") or "(") + ", ".join(parts) + (element.get("close") or ")")
    if tag == "mtable":
        return "[" + "; ".join(parts) + "]"
    return (", " if tag == "mtr" else "").join(parts)


_SPACED = names("= < > ≤ ≥ ≠ ≈ ≡ + − - ± × · ⋅ ÷ ∈ ∉ ⊂ ⊆ ∪ ∩ → ⇒ ⇔ ↦ ∼ ∝ ∧ ∨ :=")


def _grouped(text: str, *, always: bool = False) -> str:
    text = text.strip()
    simple = len(text) <= 1 or text.isalnum()
    return text if simple and not (always and len(text) > 1) else f"({text})"


def _script(text: str, table: dict[int, int], sign: str) -> str:
    text = text.strip()
    if text and all(ord(char) in table for char in text):
        return text.translate(table)
    if text in ("′", "'", "″", "^", "¯", "→", "˙", "~", "‾"):
        return text
    return f"{sign}{_grouped(text)}" if text else ""
