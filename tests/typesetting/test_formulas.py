"""Formulas in TeX as they are shown."""

from __future__ import annotations

import pytest

from reader.blocks import Span
from reader.typesetting.formulas import readable, with_formulas


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("E=mc^2", "E = mc²"),
        (r"\frac{-b \pm \sqrt{b^2-4ac}}{2a}", "(−b ± √(b² − 4ac))/2a"),
        (r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}", "∫₀^∞ e^(−x²) dx = √π/2"),
        (r"\sum_{i=1}^{n} i", "∑ᵢ₌₁ⁿ i"),
        (r"\lim_{x\to 0}\frac{\sin x}{x}=1", "lim_(x → 0) (sin x)/x = 1"),
        (r"x \in \mathbb{R}", "x ∈ ℝ"),
        (r"f'(x)\leq\left|x\right|", "f′(x) ≤ |x|"),
        (r"\vec{v}=\hat{x}", "v\u20d7 = x\u0302"),
        (r"{\displaystyle a_{ij}}", "aᵢⱼ"),
        (r"$\text{if } x > -1$", "if x > −1"),
        (r"\[ O(n \log n) \]", "O(n log n)"),
        (r"\sqrt[3]{x+1}", "³√(x + 1)"),
        (r"\frac{1}{1+\frac{1}{x}}", "1/(1 + 1/x)"),
        (r"\{1, 2\}", "{1, 2}"),
    ],
)
def test_a_formula_reads_as_it_is_spoken(tex: str, text: str) -> None:
    assert readable(tex) == text


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{pmatrix}a&b\end{pmatrix}",
        r"\unknown{x}",
        "{",
        "a}",
        r"\frac{a}",
        "",
        "{" * 40 + "x" + "}" * 40,
    ],
)
def test_what_reads_well_only_on_several_lines_stays_as_it_is(tex: str) -> None:
    assert readable(tex) is None


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("if $x_1$ and $y$ then", ["$x_1$", "$y$"]),
        (r"so \(a^2\) or \[b\] and $$c=d$$.", [r"\(a^2\)", r"\[b\]", "$$c=d$$"]),
        ("it costs $5 (or 6$), US$5 and $6, $5 + tax, or 6$ here", []),
        ("$HOME and $PATH, $PATH_A:$B, $(ls) and $x", []),
    ],
)
def test_money_and_variables_of_shells_are_no_formulas(text: str, formulas: list[str]) -> None:
    spans = list(with_formulas([Span(text)]))
    assert "".join(span.text for span in spans) == text
    assert [span.text for span in spans if span.style == "math"] == formulas


def test_code_is_not_looked_into() -> None:
    code = Span("$x_1$", "code")
    assert list(with_formulas([code])) == [code]
