"""Guessing where a lost passage is now."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.blocks import Block, Span
from reader.guessing import best_guess

TEXT = [
    "The harbour froze twice that winter, and nobody had seen it before.",
    "Boats stood still. The ice carried carts from one bank to the other for nine days.",
    "In spring the harbour master counted what was left: eleven boats, and four of them whole.",
]


def blocks(*texts: str) -> list[Block]:
    return [Block("paragraph", (Span(text),)) for text in texts]


@pytest.mark.parametrize(
    ("lost", "found"),
    [
        ("the ice carried wagons from one side to the other for nine days", TEXT[1][19:-1]),
        (
            "harbour master has counted what remained: eleven boats",
            "harbour master counted what was left: eleven boats",
        ),
        ("The Harbor froze twice in that winter", "The harbour froze twice that winter"),
        (
            "nobody had seen it before. Boats stood quite still",
            "nobody had seen it before.\nBoats stood still",
        ),
    ],
)
def test_changed_words_are_found(lost: str, found: str) -> None:
    guess = best_guess(blocks(*TEXT), lost)
    assert guess is not None
    assert guess.words == found
    assert 0.4 <= guess.likeness < 1


@pytest.mark.parametrize("lost", ["", "…", "an entirely different sentence about owls", "the"])
def test_what_resembles_nothing_gets_no_guess(lost: str) -> None:
    guess = best_guess(blocks(*TEXT), lost)
    assert guess is None or guess.words.lower() == lost


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    guess = best_guess(blocks("港は冬に二度凍った。", "船は動かなかった。"), "港は冬に三度も凍った")
    assert guess is not None
    assert guess.words == "港は冬に二度凍った"


def test_no_text_gives_no_guess() -> None:
    assert best_guess([], "words") is None


WORDS = st.lists(st.sampled_from(["ab", "ab", "cd", "efg", "hij", "klm", "qr", "st"]), max_size=30)


@given(st.lists(WORDS, max_size=5), WORDS)
def test_a_guess_is_a_part_of_the_text(paragraphs: list[list[str]], lost: list[str]) -> None:
    texts = [" ".join(words) for words in paragraphs]
    guess = best_guess(blocks(*texts), " ".join(lost))
    if guess is not None:
        assert guess.words in "\n".join(texts)
        assert guess.start.block <= guess.end.block
        assert 0 < guess.likeness <= 1


@given(st.lists(WORDS, min_size=1, max_size=5), st.data())
def test_words_that_are_there_are_found(paragraphs: list[list[str]], data: st.DataObject) -> None:
    texts = [" ".join(words) for words in paragraphs]
    whole = " ".join(texts).split()
    if not whole:
        return
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    guess = best_guess(blocks(*texts), " ".join(whole[start:end]))
    assert guess is not None
    assert guess.likeness > 0.5
