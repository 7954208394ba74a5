"""Which way of showing pictures a terminal has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.pictures.terminals import (
    FIRST_QUESTIONS,
    KITTY_QUESTION,
    SIXEL_QUESTION,
    Terminal,
    behind_tmux,
    in_tmux,
    may_be_asked,
    through_tmux,
)


def after(*answers: str, start: Terminal | None = None) -> Terminal:
    terminal = start or Terminal()
    for answer in answers:
        terminal = terminal.answered(answer)
    return terminal


@pytest.mark.parametrize(
    ("answers", "way"),
    [
        (("P>|kitty(0.38.1)", "[6;20;10t", "[?62;c", "_Gi=1;OK", "[?62;c"), "kitty"),
        (("P>|ghostty 1.1.0", "[?62;22;52c", "_Gi=1;OK"), "kitty"),
        # Pictures are switched off there.
        (("P>|kitty(0.38.1)", "[?62;c", "_Gi=1;ENOTSUP:no", "[?62;c"), "blocks"),
        # The rest of the protocol is not enough: nothing is drawn where placeholders stand.
        (("P>|WezTerm 20240203", "[?65;4;6;18;22c", "_Gi=1;OK"), "iterm"),
        (("P>|iTerm2 3.5.10", "[?62;4c"), "iterm"),
        (("P>|XTerm(379)", "[6;17;8t", "[?63;1;2;4;6;9;15;16;22;28c"), "sixel"),
        # Without the size of a cell nobody knows how large sixels would be.
        (("P>|XTerm(379)", "[?63;1;2;4;6;9;15;16;22;28c"), "blocks"),
        (("P>|XTerm(379)", "[6;17;8t", "[?64;1;2;6;9;15;16;17;18;21;22;28c"), "blocks"),
        # The level of a terminal is no attribute.
        (("[6;17;8t", "[?4;6c"), "blocks"),
        (("P>|tmux 3.3a", "[?1;2c"), "blocks"),
        (("[?1;2c",), "blocks"),
        ((), "blocks"),
    ],
)
def test_the_best_way_that_a_terminal_has(answers: tuple[str, ...], way: str) -> None:
    assert after(*answers).way == way


def test_attributes_are_asked_for_last() -> None:
    for questions in (FIRST_QUESTIONS, KITTY_QUESTION):
        assert questions.endswith("\x1b[c")


def test_only_a_terminal_that_may_know_is_asked_further() -> None:
    assert after("P>|kitty(0.38.1)").next_question == ""
    assert after("P>|kitty(0.38.1)", "[?62;c").next_question == KITTY_QUESTION
    assert after("P>|kitty(0.38.1)", "[?62;c", "[?62;c").next_question == ""
    assert after("P>|XTerm(379)", "[?63;4c").next_question == SIXEL_QUESTION
    assert after("P>|tmux 3.3a", "[?1;2c").next_question == ""


def test_the_largest_picture_counts_in_cells() -> None:
    xterm = after("P>|XTerm(379)", "[6;17;8t", "[?63;4c")
    assert xterm.most_cells == (0, 0)
    assert after("[?2;0;1000;500S", start=xterm).most_cells == (125, 29)


@given(st.text(max_size=60) | st.from_regex(r"\[\?[0-9;]{0,9}[cS]|P>\|.{0,9}|_Gi=1.{0,9}|\[6;[0-9]*;[0-9]*t"))
def test_any_answer_is_taken(answer: str) -> None:
    assert after(answer, answer).way in ("kitty", "iterm", "sixel", "blocks")


@pytest.mark.parametrize("cell", ["[6;0;0t", "[6;1;1t", "[6;9999;10t", "[6;20;9999t"])
def test_no_cell_is_that_large_or_small(cell: str) -> None:
    assert after(cell).cell == (0, 0)


def test_who_is_not_asked() -> None:
    assert may_be_asked({"TERM": "xterm-256color"})
    assert not may_be_asked({})
    assert not may_be_asked({"TERM": "dumb"})
    assert not may_be_asked({"TERM": "linux"})
    assert not may_be_asked({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"})


def test_through_tmux_only_where_it_passes_pictures_on() -> None:
    assert in_tmux({"TMUX": "/tmp/tmux-1/default,1,0"})
    assert not in_tmux({"TERM": "tmux-256color"})
    kitty = behind_tmux(Terminal(), "kitty(0.38.1)\t10\t20\n", "on\n")
    assert (kitty.way, kitty.through, kitty.cell) == ("kitty", True, (10, 20))
    assert behind_tmux(Terminal(), "kitty(0.38.1)\t\t\n", "all\n").way == "kitty"
    for about, passes in (
        ("kitty(0.38.1)\t10\t20\n", "off\n"),
        ("kitty(0.38.1)\t10\t20\n", ""),
        ("XTerm(379)\t8\t17\n", "on\n"),
        ("iTerm2 3.5\t8\t17\n", "on\n"),
        ("", "on\n"),
    ):
        found = behind_tmux(Terminal(), about, passes)
        assert (found.way, found.through) == ("blocks", False)


def test_a_command_is_wrapped_for_tmux() -> None:
    assert through_tmux("\x1b_Ga=d\x1b\\") == "\x1bPtmux;\x1b\x1b_Ga=d\x1b\x1b\\\x1b\\"
