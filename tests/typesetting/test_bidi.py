"""The order of right-to-left text, and the forms of its letters."""

from __future__ import annotations

import pytest

from reader.typesetting.bidi import runs_backward, seen


@pytest.mark.parametrize(
    ("text", "backward", "shown"),
    [
        ("abc שלום def", False, "abc םולש def"),
        ("שלום עולם", True, "םלוע םולש"),
        ("שלום abc עולם", True, "םלוע abc םולש"),
        ("שלום 12 עולם", True, "םלוע 12 םולש"),
        ("12,345 שלום", False, "12,345 םולש"),
        ("(שלום)", True, "(םולש)"),
        ("שלום (abc) עולם", True, "םלוע (abc) םולש"),
        ("abc (שלום).", False, "abc (םולש)."),
        ("שלום!", True, "!םולש"),
        ("5% שלום", True, "םולש 5%"),
        ("₪5 שלום", False, "₪5 םולש"),
        ("א │ ב", False, "א │ ב"),
        ("  שלום ", True, " םולש  "),
        ("שָלוֹם", True, "םוֹלשָ"),
    ],
)
def test_a_line_is_seen_in_the_order_of_its_readers(text: str, backward: bool, shown: str) -> None:
    assert seen(text, backward=backward) == shown


def test_arabic_letters_have_the_forms_that_they_have_beside_their_neighbours() -> None:
    # Beh at the beginning, in the middle, at the end, and alone after an alef, which joins nothing after it.
    assert seen("ببب", backward=True) == "\ufe90\ufe92\ufe91"
    assert seen("اب", backward=True) == "\ufe8f\ufe8d"
    # A vowel sign between two letters does not keep them apart, nor does the dash that makes words longer.
    assert seen("بَب", backward=True) == "\ufe90\ufe91\u064e"
    assert seen("بـ", backward=True) == "\u0640\ufe91"
    # Lam and alef are one sign.
    assert seen("لا", backward=True) == "\ufefb"
    assert seen("بلا", backward=True) == "\ufefc\ufe91"


@pytest.mark.parametrize(
    ("text", "backward"),
    [
        ("שלום abc", True),
        ("abc שלום", False),
        ("12 (שלום)", True),
        ("", False),
        ("1, 2", False),
        ("سلام", True),
    ],
)
def test_the_first_letter_says_where_a_paragraph_begins(text: str, backward: bool) -> None:
    assert runs_backward(text) is backward
