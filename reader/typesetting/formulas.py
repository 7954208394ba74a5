r"""Formulas in TeX as text that can be read: ``\frac{a}{b}`` as a/b, ``x^2`` as x². Pure.

Only what reads well on one line is turned; a formula with anything else (matrices, unknown commands) stays as
it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from reader.blocks import SUBSCRIPTS, SUPERSCRIPTS, Span

LONGEST = 2_000
_LONGEST_TEXT = 20_000
_DEEPEST = 12


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SIGNS: Final = (
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ "
    "lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ "
    "chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω "
    "infty ∞ partial ∂ nabla ∇ hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ emptyset ∅ varnothing ∅ forall ∀ exists ∃ "
    "nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ triangle △ square □ prime ′ degree ° circ ∘ bullet • "
    "dots … ldots … cdots ⋯ vdots ⋮ ddots ⋱ "
    "int ∫ iint ∬ iiint ∭ oint ∮ sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ "
    "bigotimes ⨂ surd √ "
    "langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lvert | rvert | lVert ‖ rVert ‖ vert | Vert ‖ | ‖ "
    "lbrace { rbrace } lbrack [ rbrack ] { { } } % % & & $ $ # # _ _"
)
_SPACED: Final = (
    "leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ ll ≪ gg ≫ prec ≺ succ ≻ "
    "leqslant ⩽ geqslant ⩾ doteq ≐ asymp ≍ mid | parallel ∥ perp ⊥ vdash ⊢ models ⊨ "
    "in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ cup ∪ cap ∩ setminus ∖ vee ∨ lor ∨ wedge ∧ "
    "land ∧ to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ mapsto ↦ longrightarrow ⟶ longleftarrow ⟵ "
    "Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⇒ impliedby ⇐ iff ⇔ Longrightarrow ⟹ "
    "hookrightarrow ↪ rightharpoonup ⇀ uparrow ↑ downarrow ↓ longmapsto ⟼ coloneqq := "
    "pm ± mp ∓ times × div ÷ ast ∗ star ⋆ oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ cdot · colon : bmod mod"
)
_WORDS: Final = _words(
    "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth exp log ln lg det dim ker deg gcd "
    "hom arg max min sup inf lim limsup liminf Pr"
)
_BIG: Final = _words("int iint oint sum prod bigcup bigcap bigoplus lim max min sup inf")
_SPACES: Final = {
    ",": " ",
    ";": " ",
    ":": " ",
    " ": " ",
    "quad": "  ",
    "qquad": "  ",
    "!": "",
    "enspace": " ",
}
_IGNORED: Final = _words(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle displaystyle textstyle "
    "scriptstyle scriptscriptstyle limits nolimits nonumber notag"
)
_PLAIN: Final = _words(
    "text textrm textit textbf textsf mathrm mathit mathbf mathsf mathtt operatorname boldsymbol bm "
    "mbox hbox mathop mathbin mathrel mathord mathnormal"
)
_ACCENTS: Final = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0305", "vec": "\u20d7",
    "dot": "\u0307", "ddot": "\u0308", "tilde": "\u0303", "widetilde": "\u0303", "check": "\u030c",
    "acute": "\u0301", "grave": "\u0300", "breve": "\u0306", "underline": "\u0332",
}  # fmt: skip
_DOUBLE: Final = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
_SCRIPT: Final = dict(zip("BEFHILMRegop"[:8], "ℬℰℱℋℐℒℳℛ", strict=True))
_RELATIONS: Final = "=<>+-−*"

# Superscripts and subscripts that Unicode has beyond those of reader.blocks.
_RAISED: Final[Mapping[int, int]] = {
    **SUPERSCRIPTS,
    **str.maketrans("abcdefghjklmoprstuvwxyzTABDEGHIJKLMNOPRUVWαβγδ′*∘",
                    "ᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵁⱽᵂᵅᵝᵞᵟ′*°"),
}  # fmt: skip
_LOWERED: Final[Mapping[int, int]] = {
    **SUBSCRIPTS,
    **str.maketrans("aehijklmnoprstuvxβγρφχ", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"),
}  # fmt: skip

_NO_OPERANDS: Final = _words(r"( [ ) ] ^ _ { } , \left \right")

_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.)|[{}^_&~]|\s+|.", re.DOTALL)
_RUN_OF_SPACES = re.compile(r"\s+")


class _TooHard(Exception):
    """A formula has something that does not read well on one line."""


@cache
def _table(words: str) -> Mapping[str, str]:
    listed = words.split()
    return dict(zip(listed[::2], listed[1::2], strict=True))


@lru_cache(maxsize=512)
def readable(tex: str) -> str | None:
    """A formula as text; None if it is better left as it is written. Signs of mathematics around it go."""
    tex = _bare(tex)
    if not tex or len(tex) > LONGEST:
        return None
    try:
        text = _Formula(_TOKEN.findall(tex)).all()
    except _TooHard:
        return None
    return _RUN_OF_SPACES.sub(" ", text).strip() or None


def _bare(tex: str) -> str:
    tex = tex.strip()
    for before, after in (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")):
        if tex.startswith(before) and tex.endswith(after) and len(tex) >= len(before) + len(after):
            return tex[len(before) : -len(after)].strip()
    return tex


class _Formula:
    """The tokens of a formula, taken one after the other."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def all(self) -> str:
        text = self._until("")
        if self._at < len(self._tokens):
            raise _TooHard
        return text

    def _until(self, end: str) -> str:
        """What comes up to a token, which is taken too."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _TooHard
        parts: list[str] = []
        big = False
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token == end:
                self._at += 1
                self._depth -= 1
                return "".join(parts)
            if token == "}":
                raise _TooHard
            self._at += 1
            piece = self._taken(token, "".join(parts[-2:]))
            if big and piece and token not in "^_":
                # A sum or a limit stands apart from what it is of.
                parts.append(" ")
                big = False
            big = (big and (not piece or token in "^_")) or token[1:] in _BIG
            parts.append(piece)
        if end:
            raise _TooHard
        self._depth -= 1
        return "".join(parts)

    def _argument(self) -> str:
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        if self._at >= len(self._tokens):
            raise _TooHard
        token = self._tokens[self._at]
        self._at += 1
        return self._taken(token, "")

    def _taken(self, token: str, before: str) -> str:
        if token == "{":
            return self._until("}")
        if token in "^_":
            raised = token == "^"
            return _script(self._argument().strip(), _RAISED if raised else _LOWERED, token)
        if token.startswith("\\") and len(token) > 1:
            return self._command(token[1:], before)
        if token == "&":
            raise _TooHard
        if token == "~":
            return " "
        if token.isspace():
            return ""
        if token == "'":
            return "′"
        if token in _RELATIONS:
            sign = "−" if token == "-" else token
            unary = token in "+-−" and (not before.strip() or before.rstrip()[-1:] in "(=<>+−·×,{[≤≥≠≈→⇒|")
            return sign if unary or token == "*" else f" {sign} "
        return ", " if token == "," else token

    def _command(self, name: str, before: str) -> str:
        if name in _IGNORED:
            if self._at < len(self._tokens) and self._tokens[self._at] == "." and name in ("left", "right"):
                self._at += 1
            return ""
        if name in _SPACES:
            return _SPACES[name]
        if sign := _table(_SPACED).get(name):
            return f" {sign} " if before.strip() or name not in ("pm", "mp") else sign
        if sign := _table(_SIGNS).get(name):
            return sign
        if name in _WORDS:
            return f"{' ' if before[-1:].isalnum() else ''}{name}{' ' if self._is_operand() else ''}"
        if name in ("frac", "dfrac", "tfrac", "cfrac"):
            above, below = self._argument(), self._argument()
            return f"{_grouped(above)}/{_grouped(below)}"
        if name in ("binom", "dbinom", "tbinom"):
            return f"C({self._argument().strip()}, {self._argument().strip()})"
        if name == "sqrt":
            return self._root()
        if name in _PLAIN or name.rstrip("*") in _PLAIN:
            return self._text()
        if name in _ACCENTS:
            inner = self._argument().strip()
            if len(inner) != 1:
                raise _TooHard
            return inner + _ACCENTS[name]
        if name in ("mathbb", "mathcal", "mathscr", "mathfrak"):
            letters = self._argument().strip()
            table = _DOUBLE if name == "mathbb" else _SCRIPT
            return "".join(table.get(letter, letter) for letter in letters)
        raise _TooHard

    def _is_operand(self) -> bool:
        following = self._tokens[self._at : self._at + 2]
        following = following[1:] if following and following[0].isspace() else following[:1]
        return bool(following) and following[0] not in (
            "(",
            "^",
            "_",
            "{",
            "}",
            "\\left",
            "[",
            ",",
            ")",
            "\\right",
        )

    def _root(self) -> str:
        degree = ""
        if self._tokens[self._at : self._at + 1] == ["["]:
            self._at += 1
            degree = self._until("]").strip()
            if any(ord(char) not in _RAISED for char in degree):
                raise _TooHard
            degree = degree.translate(_RAISED)
        inner = self._argument().strip()
        return f"{degree}√{inner if len(inner) == 1 or inner.isdecimal() else f'({inner})'}"

    def _text(self) -> str:
        """Words within a formula, which keep their spaces."""
        if self._tokens[self._at : self._at + 1] != ["{"]:
            return self._argument()
        end, depth = self._at + 1, 1
        while end < len(self._tokens):
            depth += {"{": 1, "}": -1}.get(self._tokens[end], 0)
            if not depth:
                break
            end += 1
        words = self._tokens[self._at + 1 : end]
        if depth or any(token.startswith("\\") and len(token) > 2 for token in words):
            return self._argument()
        self._at = end + 1
        return "".join(token.removeprefix("\\") for token in words if token not in "{}$")


def _grouped(text: str) -> str:
    text = text.strip()
    return text if text.isalnum() or len(text) <= 1 or _is_closed(text) else f"({text})"


def _is_closed(text: str) -> bool:
    """Whether a text needs no brackets to be one thing: letters, digits and what is raised or lowered."""
    return all(char.isalnum() or char in "′√°∞∂." or ord(char) in range(0x2070, 0x20A0) for char in text)


def _script(text: str, table: Mapping[int, int], sign: str) -> str:
    squeezed = text.replace(" ", "")
    if squeezed and all(ord(char) in table for char in squeezed):
        return squeezed.translate(table)
    return f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"


# --- formulas in a text -----------------------------------------------------------------------------

_RAW = re.compile(
    r"\\\(.{1,1000}?\\\)|\\\[.{1,2000}?\\\]|\$\$[^$]{1,2000}\$\$"
    r"|(?<![\w$\\])\$(?![\s$])(?:[^$\n]{1,300}?)(?<![\s\\])\$(?![\w$])",
    re.DOTALL,
)
# Between single dollars there may be money: it takes more to be a formula.
_CERTAIN = re.compile(r"\$(?:[^$]*[\\^_{][^$]*|[A-Za-z]′?(?:\s*[=<>+*/,-]\s*[\w.]+)*)\$")
_OTHER_TEXT = frozenset(("code", "image", "math", "footnote"))


def may_have_formulas(text: str) -> bool:
    """Whether it is worth looking for formulas in a text."""
    return "$" in text or "\\" in text


def with_formulas(spans: Sequence[Span]) -> Iterator[Span]:
    """The same text, in which formulas that still have the signs of TeX are spans of their own."""
    for span in spans:
        text = span.text
        if not may_have_formulas(text) or not _OTHER_TEXT.isdisjoint(span.styles):
            yield span
            continue
        at = 0
        for match in _RAW.finditer(text) if len(text) <= _LONGEST_TEXT else ():
            single = text[match.start()] == "$" != text[match.start() + 1]
            if (single and not _CERTAIN.fullmatch(match[0])) or readable(match[0]) is None:
                continue
            if match.start() > at:
                yield Span(text[at : match.start()], span.style, span.href)
            yield Span(match[0], f"{span.style} math".strip(), span.href)
            at = match.end()
        if at < len(text):
            yield Span(text[at:], span.style, span.href)
