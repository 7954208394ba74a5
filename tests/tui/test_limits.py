"""What is left out of input that comes faster than it is dealt with: never a character of a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual import events

from reader.tui.keys.keyboard import MOST_ALIKE
from reader.tui.terminal.incoming import POURED, Incoming
from reader.tui.terminal.limits import MOST_KEYS, MOST_MOUSE, MOST_TYPED, InputLimits


def through(messages, waiting=None):
    """Those of the messages that are not left out, while none of them is dealt with."""
    limits, kept = InputLimits(), []
    for message in messages:
        if not limits.too_much(message, len(kept) if waiting is None else waiting):
            kept.append(message)
    return kept


def typed(text: str) -> str:
    """What comes of a text that a terminal sends in one breath."""
    return "".join(message.character for message in through(Incoming().feed(text)))


@given(st.text(st.sampled_from("abé-= 字"), max_size=POURED))
def test_a_text_in_one_breath_is_whole(text):
    assert typed(text) == text


def test_doubled_letters_and_rows_of_one_sign_are_whole():
    for text in (":tag bookkeeping committees Mississippi " * 3, "-" * 200, "aa" * 200):
        assert typed(text) == text


def test_a_key_held_down_is_left_out_after_a_while():
    held = [events.Key("down", None) for _ in range(500)]
    assert len(through(held)) == MOST_ALIKE + 1
    assert len(through(held, waiting=3)) == 500, "what is dealt with at once is all wanted"


def test_a_key_twice_behind_a_long_text_counts_twice():
    keys = [*(events.Key("a", "a") for _ in range(200)), events.Key("tab", "\t"), events.Key("tab", "\t")]
    assert len(through(keys)) == 202


def test_more_than_anybody_types_is_left_out():
    ups_and_downs = [events.Key(name, None) for _ in range(2000) for name in ("up", "down")]
    assert len(through(ups_and_downs)) == MOST_KEYS + 1
    assert len(through([events.Key("a", "a")] * 20_000)) == MOST_TYPED + 1


def test_of_the_mouse_the_end_of_a_click_comes_through():
    def mouse(kind, button=1):
        return kind(None, 1, 1, 0, 0, button, False, False, False)

    limits = InputLimits()
    assert not limits.too_much(mouse(events.MouseDown), 0)
    assert limits.too_much(mouse(events.MouseMove), MOST_MOUSE + 1)
    assert not limits.too_much(mouse(events.MouseUp), MOST_MOUSE + 1)
    assert limits.too_much(mouse(events.MouseUp), 0), "no click began"
