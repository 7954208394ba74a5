"""Passages and places that are found again by their words, one case after the other."""

from __future__ import annotations

import pytest

from reader import anchors
from reader.anchors import Anchor
from reader.model import Block, Position, Span

VERSES = (
    "The harbour froze twice that winter, and nobody could say why it had.",
    "Letters from the keeper took eleven days to reach the mainland.",
    "Twelve boats lay under the snow until the thaw came in April.",
    "Of the tables that he drew up by hand, only three have survived.",
)
REFRAIN = "And the wind went round by the north again."
SONG = tuple(line for verse in VERSES * 5 for line in (verse.replace("the", f"the {len(verse)}"), REFRAIN))


def blocks(*texts: str) -> tuple[Block, ...]:
    return tuple(Block("paragraph", (Span(text),)) for text in texts)


def passage(text: tuple[Block, ...], block: int, words: str) -> Anchor:
    start = text[block].plain.index(words)
    return anchors.make(text, Position(block, start), Position(block, start + len(words)))


def words_at(text: tuple[Block, ...], found: anchors.FoundPassage | None) -> str | None:
    if found is None:
        return None
    assert found.start.block == found.end.block
    return text[found.start.block].plain[found.start.char : found.end.char]


OLD = blocks(*VERSES)
EDITS = {
    "nothing": VERSES,
    "twenty paragraphs inserted above": (*(f"Correction {n}: a date was wrong." for n in range(20)), *VERSES),
    "a paragraph cut above": VERSES[1:],
    "the paragraph before it edited": (VERSES[0], VERSES[1].replace("mainland", "town"), *VERSES[2:]),
    "merged into one": (" ".join(VERSES),),
    "split within the words": (
        *VERSES[:2],
        "Twelve boats lay",
        "under the snow until the thaw came in April.",
    ),
    "wrapped in another way": tuple(verse.replace(" ", "\n  ") for verse in VERSES),
    "moved to the top": (VERSES[2], VERSES[0], VERSES[1], VERSES[3]),
    "with other dashes and quotation marks": tuple(f"“{verse}” – so" for verse in VERSES),
}


@pytest.mark.parametrize("edit", EDITS)
def test_the_words_of_a_passage_are_found_wherever_they_are_now(edit: str) -> None:
    anchor = passage(OLD, 2, "boats lay under the snow")
    new = blocks(*EDITS[edit])
    found = anchors.find(new, anchor)
    assert found is not None
    between = [block.plain for block in new[found.start.block : found.end.block + 1]]
    between[-1] = between[-1][: found.end.char]
    between[0] = between[0][found.start.char :]
    assert "".join("".join(between).split()) == "boatslayunderthesnow"
    assert found.how == ("exact" if edit in ("nothing", "the paragraph before it edited") else found.how)


@pytest.mark.parametrize("edit", EDITS)
def test_a_place_is_where_its_words_are_now(edit: str) -> None:
    new = blocks(*EDITS[edit])
    place = anchors.follow(OLD, new, Position(2, 0))
    assert "".join(new[place.block].plain[place.char :].split()).startswith("Twelveboats")


def test_a_passage_that_has_changed_a_little_is_found_between_its_edges() -> None:
    anchor = passage(OLD, 2, "Twelve boats lay under the snow until the thaw came")
    new = blocks(*VERSES[:2], VERSES[2].replace("lay under", "were lying under"), VERSES[3])
    found = anchors.find(new, anchor)
    assert words_at(new, found) == "Twelve boats were lying under the snow until the thaw came"
    assert found is not None
    assert found.how == "changed"


def test_a_passage_whose_words_are_gone_is_lost_and_never_taken_for_another() -> None:
    anchor = passage(OLD, 2, "Twelve boats")
    assert anchors.find(blocks(*VERSES[:2], VERSES[3]), anchor) is None
    assert (
        anchors.find(blocks(*VERSES[:2], VERSES[2].replace("Twelve boats", "Some"), VERSES[3]), anchor)
        is None
    )
    assert anchors.find((), anchor) is None


def test_a_refrain_is_told_from_the_others_by_what_is_around_it() -> None:
    song = blocks(*(f"{n}: {line}" if line != REFRAIN else line for n, line in enumerate(SONG)))
    new = (*blocks("A new first line."), *song)
    for block in range(1, len(song), 2):
        found = anchors.find(new, passage(song, block, "the wind went round"))
        assert found is not None
        assert found.start == Position(block + 1, 4)
        assert anchors.follow(song, new, Position(block, 0)) == Position(block + 1, 0)


def test_a_refrain_that_was_cut_is_not_the_one_after_it() -> None:
    song = blocks(*(f"{n}: {line}" if line != REFRAIN else line for n, line in enumerate(SONG)))
    cut = (*song[:4], *song[6:])  # a verse and its refrain
    assert anchors.find(cut, passage(song, 5, REFRAIN)) is None
    assert anchors.find(cut, passage(song, 5, "the wind")) is None


def test_a_quote_alone_is_found_where_it_occurs_once() -> None:
    assert words_at(OLD, anchors.find(OLD, Anchor(quote="eleven  days"))) == "eleven days"
    assert words_at(OLD, anchors.find(OLD, Anchor(quote=VERSES[1]))) == VERSES[1]
    assert anchors.find(OLD, Anchor(quote="the")) is None
    assert anchors.find(OLD, Anchor(quote="thir teen")) is None
    # Two words are not one.
    assert anchors.find(OLD, Anchor(quote="elevendays")) is None


def test_words_that_occur_several_times_are_at_the_first_place() -> None:
    text = blocks("Another windmill turns.", "A mill turns. Still a mill turns.", "Once more a mill turns.")
    found = anchors.AnchorText(text).find(Anchor(quote="a  mill turns"), first=True)
    assert found is not None
    assert found.start == Position(1, 20)
    assert words_at(text, found) == "a mill turns"
    assert anchors.AnchorText(text).find(Anchor(quote="mill"), first=True) is None
    assert anchors.AnchorText(text).find(Anchor(quote="a mill stops"), first=True) is None


def test_a_place_of_which_nothing_is_left_is_near() -> None:
    old = blocks(*(f"{n} {verse}" for n in range(10) for verse in VERSES))
    new = blocks(*(f"Wholly other words {chr(97 + n) * 30}" for n in range(20)))
    assert anchors.follow(old, new, Position(20, 0)).block in range(8, 13)
    assert anchors.follow(old, (), Position(20, 0)) == Position()


def test_the_place_of_a_paragraph_that_was_cut_is_the_next_one() -> None:
    assert anchors.follow(OLD, blocks(VERSES[0], *VERSES[2:]), Position(1, 0)) == Position(1, 0)


def test_the_place_of_a_paragraph_whose_first_words_have_changed_is_its_start() -> None:
    new = blocks(
        "Above.", *VERSES[:2], "A dozen or so of the boats lay under the snow until the thaw came in April."
    )
    assert anchors.follow(OLD, new, Position(2, 0)) == Position(3, 0)


def test_the_head_and_the_blank_line_before_a_block_are_kept() -> None:
    new = blocks("Above.", *VERSES)
    assert anchors.follow(OLD, new, Position()) == Position()
    assert anchors.follow(OLD, new, Position(2, -1)) == Position(3, -1)


def test_positions_outside_the_text_are_no_error() -> None:
    for position in (Position(99, 0), Position(2, 10**6), Position(2, -9)):
        anchor = anchors.make(OLD, position)
        assert anchors.find(OLD, anchor) is not None
        assert anchors.find((), anchor) is not None
    assert anchors.make((), Position(3, 4)).quote == ""


def test_an_anchor_of_a_place_needs_only_what_is_around_it_however_long_the_text_is() -> None:
    long = blocks(" ".join(f"word{n}" for n in range(100_000)), *VERSES)
    anchor = anchors.make(long, Position(0, 300_000))
    assert anchor.position == Position(0, 300_000)
    assert len(anchor.before) + len(anchor.after) < 2000
    new = (*blocks("Above."), *long)
    assert anchors.AnchorText(new).place(anchor) == Position(1, 300_000)
    assert anchors.AnchorText(new).place(anchors.make(long, Position(2, 0))) == Position(3, 0)
