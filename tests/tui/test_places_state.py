"""Places to jump to: headings, paragraphs, an outline, per cent, the way back; links and their letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Block, MarkedPlace, Position, Span
from reader.tui.state import links, places
from reader.tui.state.links import LETTERS, labels, links_between, links_of, next_link
from reader.tui.state.places import (
    Jumps,
    Section,
    next_heading,
    next_paragraph,
    outline,
    per_cent,
    section_at,
)


def text(*spans, kind="paragraph", level=0):
    made = tuple(Span(*span) if isinstance(span, tuple) else Span(span) for span in spans)
    return Block(kind, made, level)


BLOCKS = (
    text("Intro with ", ("a link", "link", "https://a.example/"), " in it."),
    text("One", kind="heading", level=1),
    text("Some text."),
    text(""),
    text("Two", kind="heading", level=2),
    text("More ", ("strong", "link strong", "/b"), (" link", "link", "/b"), (" other", "link", "/c"), "."),
)


def test_headings_are_gone_through_both_ways():
    assert next_heading(BLOCKS, Position(), 1) == Position(1, 0)
    assert next_heading(BLOCKS, Position(1, 0), 1) == Position(4, 0)
    assert next_heading(BLOCKS, Position(4, 0), 1) is None
    assert next_heading(BLOCKS, Position(5, 3), -1) == Position(4, 0)
    assert next_heading(BLOCKS, Position(4, 1), -1) == Position(4, 0)
    assert next_heading(BLOCKS, Position(4, 0), -1) == Position(1, 0)
    assert next_heading(BLOCKS, Position(1, -1), -1) is None


def test_paragraphs_are_gone_through_both_ways():
    assert next_paragraph(BLOCKS, Position(), 1) == Position(0, 0)
    # What has no text is passed over.
    assert next_paragraph(BLOCKS, Position(2, 4), 1) == Position(4, 0)
    assert next_paragraph(BLOCKS, Position(5, 0), 1) is None
    assert next_paragraph(BLOCKS, Position(2, 4), -1) == Position(2, 0)
    assert next_paragraph(BLOCKS, Position(2, 0), -1) == Position(1, 0)
    assert next_paragraph(BLOCKS, Position(0, 0), -1) == Position()
    assert next_paragraph(BLOCKS, Position(), -1) is None


def test_an_outline_leaves_out_levels_that_are_not_used():
    levels = [2, 4, 4, 3, 2, 1, 3]
    sections = outline((str(n), level, Position(n, 0)) for n, level in enumerate(levels))
    assert [section.level for section in sections] == [0, 1, 1, 1, 0, 0, 1]
    assert section_at(sections, Position()) is None
    assert section_at(sections, Position(0, -1)) == 0
    assert section_at(sections, Position(3, 9)) == 3
    assert section_at(sections, Position(99, 0)) == 6


@given(st.lists(st.integers(1, 6), max_size=20))
def test_no_section_is_more_than_one_level_below_the_one_before(levels):
    sections = outline(("", level, Position(n, 0)) for n, level in enumerate(levels))
    below = -1
    for section in sections:
        assert 0 <= section.level <= below + 1
        below = section.level


@pytest.mark.parametrize(
    ("typed", "number"),
    [("50", 50), ("50%", 50), (" 7 % ", 7), ("100", 100), ("0", 0), ("101", None), ("", None), ("x", None)],
)
def test_a_number_of_per_cent(typed, number):
    assert per_cent(typed) == number


def test_a_marked_place_is_told_by_its_words():
    assert places.quoted(BLOCKS, MarkedPlace("a", Position(2, 5))) == "text."
    assert places.quoted(BLOCKS, MarkedPlace("a", Position())) == ""
    assert places.quoted(BLOCKS, MarkedPlace("a", Position(99, 0))) == ""


def test_the_way_back_is_kept_for_one_article():
    jumps = Jumps().jumped(1, Position(3, 0)).landed(Position(9, 0), 40)
    assert jumps.back(1) == Position(3, 0)
    assert jumps.back(2) is None
    # A place that cannot come to the top is where the next jump begins, until something moves.
    assert jumps.base(1, Position(7, 0), 40) == Position(9, 0)
    assert jumps.base(1, Position(7, 0), 41) == Position(7, 0)
    assert jumps.base(2, Position(7, 0), 40) == Position(7, 0)
    assert jumps.jumped(1, Position(9, 0), keeps=False).back(1) == Position(3, 0)
    assert jumps.jumped(2, Position(9, 0)).back(1) is None


def test_links_in_the_text():
    assert [(link.start, link.end, link.text, link.href) for link in links_of(BLOCKS[5], 5)] == [
        (5, 16, "strong link", "/b"),
        (16, 22, " other", "/c"),
    ]
    shown = [link.text for link in links_between(BLOCKS, Position(0, 15), Position(5, 6))]
    assert shown == ["a link", "strong link"]
    assert [*links_between(BLOCKS, Position(0, 17), Position(5, 5))] == []
    assert next_link(BLOCKS, Position(), 1).text == "a link"
    assert next_link(BLOCKS, Position(0, 11), 1).text == "strong link"
    assert next_link(BLOCKS, Position(0, 11), 1, onto=True).text == "a link"
    assert next_link(BLOCKS, Position(5, 16), 1) is None
    assert next_link(BLOCKS, Position(5, 16), -1).text == "strong link"
    assert next_link(BLOCKS, Position(5, 5), -1).text == "a link"
    assert next_link(BLOCKS, Position(), -1) is None
    assert next_link((), Position(), 1) is None


@given(st.integers(0, 1500))
def test_each_link_has_letters_of_its_own_that_begin_no_others(count):
    words = labels(count)
    assert len(words) == len(set(words)) == count
    assert len({len(word) for word in words}) <= 1
    assert all(set(word) <= set(links.LETTERS) for word in words)


def test_few_links_have_one_letter_each():
    assert labels(3) == ["a", "s", "d"]
    assert len(labels(len(LETTERS))[-1]) == 1
    assert len(labels(len(LETTERS) + 1)[0]) == 2


def test_sections_are_plain_values():
    assert Section("One", 0, Position(1, 0)) in outline([("One", 3, Position(1, 0))])


PICTURED = (
    text("Words and ", ("lamp", "image", "lamp.png"), " words."),
    text(("[[104812]]", "image", "104812"), kind="image"),
    text(("A view", "image", "view.jpg"), "\nCaption with ", ("a link", "link", "/b"), kind="image"),
    text(("Elsewhere", "image", "https://a.example/far.png"), kind="image"),
)
HERE = {"lamp.png", "104812", "view.jpg"}


def test_pictures_that_are_here_are_gone_through_like_links():
    seen: list[tuple[str, bool]] = []
    here, onto = Position(), True
    while (link := next_link(PICTURED, here, 1, onto=onto, pictures=HERE)) is not None:
        seen.append((link.href, link.picture))
        here, onto = link.position, False
    assert seen == [("lamp.png", True), ("104812", True), ("view.jpg", True), ("/b", False)]
    assert next_link(PICTURED, Position(2, 0), -1, pictures=HERE) == links.TextLink(
        1, 0, 10, "", "104812", picture=True
    )
    assert next_link(PICTURED, Position(), 1) == links.TextLink(2, 20, 26, "a link", "/b")


def test_the_pictures_of_an_article():
    assert [link.href for link in links.pictures_of(PICTURED, HERE)] == ["lamp.png", "104812", "view.jpg"]
    assert links.pictures_of(PICTURED, ()) == []
    assert links.picture_of(PICTURED[2], 2) == links.TextLink(2, 0, 6, "A view", "view.jpg", picture=True)
    assert links.picture_of(text("No picture."), 0) is None
