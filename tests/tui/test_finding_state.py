"""What is typed to find something in an article, as a pattern; and where it is found."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Article, Block, Position, Span
from reader.tui.state import finding
from reader.tui.state.finding import HEAD, PIECE, counted, first_after, needle, pieces


def article(*texts, title="A title", note=""):
    return Article(title, tuple(Block("paragraph", (Span(text),)) for text in texts), note=note)


def found(shown, typed, begin=HEAD):
    wanted = needle(typed)
    assert wanted is not None
    return [span for piece in pieces(shown, wanted, begin) for span in piece]


def words(text, typed):
    return [text[start:end] for block, start, end in found(article(text), typed) if block == 0]


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("Ice and ice and ICE", "ice", ["Ice", "ice", "ICE"]),
        ("Ice and ice and ICE", "Ice", ["Ice"]),
        ("iced ice nice", "ice", ["ice", "ice", "ice"]),
        ("iced ice nice", '"ice"', ["ice"]),
        ("iced ice nice", '"ice', ["ice", "ice"]),
        ("the café and the cafe", "cafe", ["café", "cafe"]),
        ("the café and the cafe", "café", ["café"]),
        ("don’t “stop” the half‑moon", "don't", ["don’t"]),
        ("don’t “stop” the half‑moon", "half-moon", ["half‑moon"]),
        ("two\nlines  apart", "two lines apart", ["two\nlines  apart"]),
        ("a.b and axb", "a.b", ["a.b"]),
        ("наука и Наука", "наука", ["наука", "Наука"]),
        ("氷の港", "の港", ["の港"]),
        ("nothing", "else", []),
    ],
)
def test_words_are_found_as_typed(text, typed, expected):
    assert words(text, typed) == expected


@pytest.mark.parametrize("typed", ["", "  ", '"', '""', '" "'])
def test_nothing_is_looked_for_yet(typed):
    assert needle(typed) is None


def test_title_and_note_are_looked_through():
    shown = article("ice", title="The ice", note="More ice")
    assert found(shown, "ice") == [(-1, 4, 7), (-1, 13, 16), (0, 0, 3)]


def test_it_begins_where_the_reader_is_and_goes_round():
    shown = article("one ice", "two ice", "three ice", title="ice")
    assert [block for block, _, _ in found(shown, "ice", 1)] == [1, 2, -1, 0]
    assert first_after(found(shown, "ice"), Position(1, 3)) == (1, 4, 7)
    assert first_after(found(shown, "ice"), Position(3, 0)) is None


def test_a_place_where_two_windows_meet_is_found_once():
    for shift in range(-6, 7):
        text = "x" * (PIECE + shift) + " seam " + "x" * PIECE
        assert found(article(text), "seam") == [(0, PIECE + shift + 1, PIECE + shift + 5)]
        assert found(article(text), '"seam"') == [(0, PIECE + shift + 1, PIECE + shift + 5)]
    assert found(article("x" * (2 * PIECE)), '"x') == [(0, 0, 1)]
    repeated = article("ab" * PIECE)
    assert len(found(repeated, "abab")) == finding.MOST + 1 or len(found(repeated, "abab")) > finding.MOST


def test_no_more_are_marked_than_anyone_goes_through(monkeypatch):
    monkeypatch.setattr(finding, "MOST", 10)
    monkeypatch.setattr(finding, "PIECE", 100)
    assert 10 < len(found(article(*["e" * 20] * 50), "e")) < 60
    assert counted(3, 11) == "3 of 10+"


def test_the_count_says_where_it_went_round():
    assert counted(3, 17) == "3 of 17"
    assert counted(1, 17, wrapped="top") == "1 of 17 · from the top again"


@given(st.lists(st.text(max_size=40), max_size=6), st.text(min_size=1, max_size=8), st.integers(-1, 6))
def test_everything_is_found_in_any_text(texts, typed, begin):
    shown = article(*texts, title="t")
    wanted = needle(typed)
    if wanted is None:
        return
    spans = [span for piece in pieces(shown, wanted, begin) for span in piece]
    assert len(set(spans)) == len(spans)
    ordered = sorted(spans)
    for (block, _, end), (other, start, _) in pairwise(ordered):
        assert block < other or end <= start
    texts = ["t\n", *(block.plain for block in shown.blocks)]
    for block, start, end in spans:
        assert 0 <= start < end <= len(texts[block + 1])
    plain = unicodedata.normalize("NFC", typed.strip())
    if plain == typed and plain.isalnum() and plain.isascii():
        for block, text in enumerate(texts, -1):
            assert (plain in text) <= any(span[0] == block for span in spans)
