"""A cursor in the text of an article: its motions, and the passage that it selects."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader import blocks as make
from reader.model import Position
from reader.text import graphemes
from reader.tui.state.motions import CursorText, Motion, has_text
from reader.tui.state.selecting import SelectedPassage, selected, spans_between

BLOCKS = (
    make.heading("A heading", 2),
    make.paragraph("One sentence. Another e\u0301 one. 天気。海。"),
    make.rule("* * *"),
    make.image("sea.png"),
    make.verse(["  First line", "", "second line"]),
    make.table([["month", "high"], ["January", "4.2 m"]], header=1),
    make.paragraph("   "),
    make.code("def tide():\n\treturn 4\n", "python"),
    make.paragraph("The end."),
)
TEXT = CursorText(BLOCKS)

MOTIONS: tuple[Motion, ...] = (
    *("right", "left", "word_right", "word_left", "word_end", "sentence_right", "sentence_left"),
    *("paragraph_right", "paragraph_left", "text_start", "text_end"),
)

block = st.one_of(
    st.text(st.sampled_from("ab Z.?\n天。กำ\u0301\u200d😀\t-"), max_size=30).map(make.paragraph),
    st.lists(st.text("ab ", max_size=6), max_size=3).map(make.verse),
    st.lists(st.lists(st.text("ab", max_size=4), max_size=3), max_size=3).map(make.table),
    st.just(make.rule("***")),
    st.just(make.image("name.png")),
)
articles = st.lists(block, max_size=5).map(tuple)


def standing(text: CursorText) -> list[Position]:
    return [
        Position(number, char)
        for number, one in enumerate(text.blocks)
        if has_text(one)
        for char in text.characters(number)
    ]


@given(articles, st.data())
def test_every_motion_stays_on_the_characters_of_the_text(article, data):
    text = CursorText(article)
    places = standing(text)
    assert (text.first, text.last) == ((places[0], places[-1]) if places else (None, None))
    assert (text.standing(Position(2, 3)) is None) == (not places)
    if not places:
        return
    here = data.draw(st.sampled_from(places))
    for motion in data.draw(st.lists(st.sampled_from(MOTIONS), max_size=12)):
        here = text.moved(motion, here)
        assert here in places


@given(articles)
def test_going_on_by_anything_reaches_every_character_or_the_end_and_comes_back(article):
    text = CursorText(article)
    places = standing(text)
    if not places:
        return
    here, seen = places[0], [places[0]]
    while (after := text.right(here)) is not None:
        assert text.left(after) == here
        here = after
        seen.append(here)
    assert seen == places
    for on, back in (
        ("word_right", "word_left"),
        ("sentence_right", "sentence_left"),
        ("paragraph_right", "paragraph_left"),
    ):
        here = places[0]
        for _ in places:
            after = text.moved(on, here)
            assert places.index(after) > places.index(here) or after == here == places[-1]
            # Back from the start of one comes the start of the one before, or what is before the first.
            if after != places[-1] and here != places[0]:
                assert text.moved(back, after) == here
            here = after
        assert here == places[-1]


@given(articles, st.data())
def test_the_ends_of_a_passage_are_whole_characters_and_it_is_never_empty(article, data):
    text = CursorText(article)
    places = standing(text)
    if not places:
        return
    passage = SelectedPassage(data.draw(st.sampled_from(places))).begins()
    for motion in data.draw(st.lists(st.sampled_from(MOTIONS), max_size=4)):
        passage = passage.moved(motion, text)
    ends = passage.passage(text)
    assert ends is not None
    start, end = ends
    spans = spans_between(start, end, text)
    assert spans
    assert all(low < high for _, low, high in spans)
    assert passage.swaps().passage(text) == ends
    assert passage.swaps().swaps() == SelectedPassage(passage.cursor, passage.begun)
    again = selected(start, end, text)
    assert again is not None
    assert again.passage(text) == ends
    plain = text.plain(end.block)
    edges = {0, len(plain), *(edge for start, stop, _ in graphemes(plain) for edge in (start, stop))}
    assert end.char in edges or plain[end.char] in "\n\t"


def test_motions_lead_where_people_expect():
    here = Position(0, 0)
    for motion, to in (
        ("word_right", (0, 2)),
        ("word_right", (1, 0)),
        ("word_end", (1, 2)),
        ("sentence_right", (1, 14)),
        ("word_right", (1, 22)),
        ("right", (1, 24)),
        ("sentence_right", (1, 30)),
        ("word_right", (1, 31)),
        ("paragraph_right", (4, 2)),
        ("paragraph_right", (5, 0)),
        ("sentence_right", (5, 6)),
        ("paragraph_left", (5, 0)),
        ("paragraph_left", (4, 2)),
        ("text_end", (8, 7)),
        ("sentence_left", (8, 0)),
        ("text_start", (0, 0)),
    ):
        here = TEXT.moved(motion, here)
        assert (here.block, here.char) == to, motion


def chosen(passage: SelectedPassage) -> str:
    ends = passage.passage(TEXT)
    return "" if ends is None else TEXT.between(*ends)


def test_whole_words_sentences_and_paragraphs_are_taken_and_then_the_next_one():
    here = SelectedPassage(Position(1, 5))
    assert chosen(here.takes("word", TEXT)) == "sentence"
    one = here.takes("sentence", TEXT)
    assert chosen(one) == "One sentence."
    two = one.takes("sentence", TEXT)
    assert chosen(two) == "One sentence. Another e\u0301 one."
    whole = here.takes("paragraph", TEXT)
    assert chosen(whole) == BLOCKS[1].plain
    assert chosen(whole.takes("paragraph", TEXT)).endswith("second line")
    last = SelectedPassage(Position(8, 2)).takes("paragraph", TEXT)
    assert last.takes("paragraph", TEXT) == last


def test_what_was_looked_for_is_reached_over():
    begun = SelectedPassage(Position(1, 0)).begins()
    assert chosen(begun.reaches(Position(1, 4), Position(1, 12), TEXT)) == "One sentence"
    back = SelectedPassage(Position(1, 12)).begins().reaches(Position(1, 4), Position(1, 8), TEXT)
    assert chosen(back) == "sentence."
    assert SelectedPassage(Position(0, 0)).reaches(Position(1, 4), Position(1, 8), TEXT).cursor == Position(
        1, 4
    )


def test_a_passage_between_places_that_are_no_text_is_cut_to_what_is():
    passage = selected(Position(2, 0), Position(4, 3), TEXT)
    assert passage is not None
    assert chosen(passage) == "  F"
    assert selected(Position(2, 0), Position(3, 0), TEXT) is None
    whole = selected(Position(-1, 0), Position(99, 0), TEXT)
    assert whole is not None
    assert chosen(whole).startswith("A heading\n\nOne")


def test_what_is_copied_has_blank_lines_between_paragraphs_and_the_markers_of_items():
    text = CursorText(
        (make.paragraph("One."), make.rule(), make.item("two"), make.item("three", marker="3."))
    )
    assert text.between(Position(0, 0), Position(3, 5)) == "One.\n\n• two\n3. three"
    assert text.between(Position(2, 1), Position(3, 2)) == "wo\n3. th"


def test_it_is_said_how_much_is_selected():
    many = CursorText([make.paragraph("Three words here.")] * 500)
    begun = SelectedPassage(Position(0, 0)).begins()
    assert SelectedPassage(Position(0, 0)).said(many) == "cursor"
    assert begun.said(many) == "1 word selected"
    assert begun.to(Position(1, 6)).said(many) == "5 words selected"
    assert begun.to(Position(499, 0)).said(many) == "500 paragraphs selected"
