"""What comes from a terminal: keys as ever, and floods that stay harmless."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from reader.tui.terminal.incoming import (
    LONGEST_ANSWER,
    MOST_ALIKE,
    MOST_PASTED,
    MOST_TURNS,
    PASTE_ENDS,
    POURED,
    Incoming,
    TerminalAnswer,
)


def messages(*chunks: str, pauses: int = 2) -> list[object]:
    """What chunks that come one after the other, and a pause at the end, lead to."""
    incoming = Incoming()
    found: list[object] = []
    for chunk in chunks:
        found += incoming.feed(chunk)
    for _ in range(pauses):
        found += incoming.pause()
    assert not incoming.waits
    return found


def keys(*chunks: str) -> list[str]:
    return [message.key for message in messages(*chunks) if isinstance(message, events.Key)]


def pastes(*chunks: str, pauses: int = 2) -> list[str]:
    found = messages(*chunks, pauses=pauses)
    return [message.text for message in found if isinstance(message, events.Paste)]


def split(text: str, seed: int) -> list[str]:
    """The same in chunks, as a terminal may send it."""
    chance = random.Random(seed)
    cuts = sorted(chance.randrange(len(text) + 1) for _ in range(4))
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if a < b]


PARTS = st.sampled_from(
    [
        *(
            "j",
            "G",
            "/",
            "é",
            "字",
            "\t",
            "\r",
            "\x7f",
            "\x1b",
            "\x1b[A",
            "\x1b[1;3D",
            "\x1bOP",
            "\x1b[5~",
            "\x1b[Z",
        ),
        *(
            "\x1b[?2026;2$y",
            "\x1b[200~a b\x1b[201~",
            "\x1b[<0;5;5M",
            "\x1b[<0;5;5m",
            "\x1b[27u",
        ),
    ]
)


@given(st.lists(PARTS, max_size=12), st.integers(0, 9))
def test_where_chunks_end_makes_no_difference(parts: list[str], seed: int) -> None:
    text = "".join(parts)
    whole = messages(text)
    assert [repr(message) for message in messages(*split(text, seed))] == [repr(message) for message in whole]


@pytest.mark.parametrize(
    ("sent", "pressed"),
    [
        ("jjk", ["j", "j", "k"]),
        ("\x1b[B\x1b[A", ["down", "up"]),
        ("\x1b", ["escape"]),
        ("\x1bq", ["escape", "q"]),
        ("\x1b]", ["escape", "right_square_bracket"]),
        ("\x1bP", ["escape", "P"]),
        ("\x1b[1;3D", ["alt+left"]),
        ("\x1a", ["ctrl+z"]),
        ("\x1b[122;5u", ["ctrl+z"]),
    ],
)
def test_keys_are_keys(sent, pressed):
    assert keys(sent) == pressed


@pytest.mark.parametrize("end", ["\x07", "\x1b\\", "\x9c", ""])
@pytest.mark.parametrize("begin", ["\x1b]52;c;", "\x1b]11;", "\x1bP>|", "\x1bP1$r"])
def test_a_string_of_the_terminal_is_no_text_however_long_it_is(begin, end):
    assert keys(begin, *["q" * 4000] * 50, f"{end}") == []
    if end:
        assert keys(f"{begin}rgb:0/0/0{end}j") == ["j"]


def test_a_string_without_an_end_is_over_after_a_pause_or_with_the_next_sequence():
    incoming = Incoming()
    assert list(incoming.feed("\x1b]52;c;" + "A" * 100)) == []
    assert incoming.waits
    list(incoming.pause())
    assert [message.key for message in incoming.feed("j")] == ["j"]
    assert keys("\x1b]52;c;AAAA\x1b[B") == ["down"]


@pytest.mark.parametrize("seed", range(4))
def test_a_sequence_without_an_end_is_none(seed):
    assert keys(*split("\x1b[" + "1;" * 30_000, seed)) == []
    assert keys(*split("\x1b[" + "1;" * 3_000 + "Aj", seed)) == ["j"]


def test_a_paste_is_on_one_line_clean_and_of_a_length_that_can_be_used():
    assert pastes("\x1b[200~harbour\nferry\tsix\r\n\x1b[201~") == ["harbour ferry six"]
    assert pastes("\x1b[200~a\x00b\x01\x1bc\x9b31m\u202ed\x7f\x1b[201~") == ["abc31md"]
    controls = "".join(map(chr, range(1, 9))) * 50_000
    assert messages(*split(f"\x1b[200~{controls}\x1b[201~", 3)) == []
    assert pastes("\x1b[200~", *["wind turbine "] * 100_000, "\x1b[201~") == [
        ("wind turbine " * 1000)[:MOST_PASTED]
    ]
    assert keys("\x1b[200~jjj\x1b[201~k") == ["k"]


@given(st.text(max_size=40), st.integers(0, 9))
def test_a_paste_holds_no_keys_however_it_comes(text: str, seed: int) -> None:
    pasted = text.replace("\x1b[201~", "")
    if pasted[-1:] in ("\x1b", "\x1b[", "\x1b[2", "\x1b[20"):
        pasted += " "
    found = messages(*split(f"\x1b[200~{pasted}\x1b[201~", seed))
    assert all(isinstance(message, events.Paste) for message in found)
    assert len(found) <= 1


def test_a_paste_whose_end_never_comes_is_over_after_a_while():
    incoming = Incoming()
    assert list(incoming.feed("\x1b[200~wind")) == []
    for _ in range(PASTE_ENDS - 1):
        assert list(incoming.pause()) == []
    # A slow line: it goes on.
    assert list(incoming.feed(" turbine")) == []
    for _ in range(PASTE_ENDS - 1):
        assert list(incoming.pause()) == []
    assert [message.text for message in incoming.pause()] == ["wind turbine"]
    assert [message.key for message in incoming.feed("q")] == ["q"]


def test_what_nobody_types_in_one_breath_was_pasted():
    """A terminal that does not tell pastes apart: as keys, these would open, star and quit."""
    text = "qsuy1 " * 200
    assert keys(text) == []
    assert "".join(pastes(text)) == text
    assert keys("q" * 3) == ["q", "q", "q"]
    assert messages(*["wind turbine "] * 40) != pastes("x")
    # The rest of it comes in other chunks, and belongs to it until there is a pause.
    incoming = Incoming()
    found = [*incoming.feed("a" * (POURED + 1)), *incoming.feed("q"), *incoming.feed("\x1b[31mq")]
    assert all(isinstance(message, events.Paste) for message in found)
    list(incoming.pause())
    assert [message.key for message in incoming.feed("q")] == ["q"]
    million = "".join(pastes(*["wind turbine "] * 80, *["x" * 4000] * 200))
    assert len(million) <= MOST_PASTED + 80 * 13


def test_of_a_key_that_comes_again_and_again_the_first_count():
    assert keys("\x1b[B" * 1000) == ["down"] * MOST_ALIKE
    assert set(keys("\x1b" * 4000)) == {"escape"}
    assert len(keys("\x1b" * 4000)) <= MOST_ALIKE + 1
    assert keys("jk" * 100) == ["j", "k"] * 100
    # Characters may be a text: all of them count.
    assert keys("-" * 300) == ["minus"] * 300


def test_of_the_ways_of_the_mouse_the_last_counts_and_of_the_wheels_turns_the_first():
    ways = "".join(f"\x1b[<35;{x};7M" for x in range(1, 200))
    found = [message for message in messages(ways) if isinstance(message, events.MouseMove)]
    assert [(message.x, message.y) for message in found] == [(198, 6)]
    turns = messages("\x1b[<65;9;9M" * 500 + "\x1b[<64;9;9M" * 500)
    assert sum(isinstance(message, events.MouseScrollDown) for message in turns) == MOST_TURNS
    assert sum(isinstance(message, events.MouseScrollUp) for message in turns) == MOST_TURNS
    # A drag: pressed, moved, let go.
    drag = messages("\x1b[<0;2;2M" + "".join(f"\x1b[<32;{x};2M" for x in range(3, 90)) + "\x1b[<0;90;2m")
    assert [type(message) for message in drag] == [events.MouseDown, events.MouseMove, events.MouseUp]


def test_of_gaining_and_losing_the_focus_the_last_counts():
    found = messages("\x1b[O\x1b[I" * 1000)
    assert [type(message) for message in found] == [events.AppFocus]


ANSWERS = (
    "\x1bP>|kitty(0.38.1)\x1b\\",
    "\x1b_Gi=1;OK\x1b\\",
    "\x1b[6;20;10t",
    "\x1b[?62;4c",
    "\x1b[?2;0;9;9S",
)


@given(st.data())
def test_answers_of_the_terminal_come_apart_from_the_keys_however_they_are_cut(data):
    typed = data.draw(st.lists(st.sampled_from(["j", "G", "\x1b[B", "Ж", *ANSWERS]), max_size=12))
    text = "".join(typed)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=5)))
    incoming = Incoming()
    found = []
    for start, end in pairwise([0, *cuts, len(text)]):
        found += incoming.feed(text[start:end])
    while incoming.waits:
        found += incoming.pause()
    answers = [message.text for message in found if isinstance(message, TerminalAnswer)]
    expected = [one.removeprefix("\x1b").removesuffix("\x1b\\") for one in typed if one in ANSWERS]
    assert answers == expected
    keys = [message.key for message in found if isinstance(message, events.Key)]
    assert len(keys) == sum(one not in ANSWERS for one in typed)


def test_an_endless_answer_is_cut_and_the_key_behind_it_counts():
    incoming = Incoming()
    found = [*incoming.feed("\x1bP>|" + "x" * 10_000), *incoming.feed("y" * 10_000 + "\x1b\\j")]
    assert [len(message.text) for message in found if isinstance(message, TerminalAnswer)] == [LONGEST_ANSWER]
    assert [message.key for message in found if isinstance(message, events.Key)] == ["j"]
