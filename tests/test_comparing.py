"""What has changed between two texts: by paragraph, by word, and where that is in the new text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.blocks import Position
from reader.comparing import BlockChange, compare
from reader.model import Article, Block, Span

WALL = "The wall is built of grey stone and stands above the harbour."
TIDE = "Twice a day the tide comes in and leaves again without a word."
MOON = "Nobody in the village has ever asked the moon about it."


def article(*texts: str, title: str = "Tides", note: str = "") -> Article:
    blocks = tuple(Block("paragraph", (Span(text),)) for text in texts)
    return Article(title, blocks, note=note, note_label="Note:" if note else "")


def said(changes: tuple[BlockChange, ...]) -> list[tuple[str, int | None, int | None]]:
    return [(one.kind, one.before, one.after) for one in changes]


def test_the_same_text_has_no_changes() -> None:
    assert compare(article(WALL, TIDE), article(WALL, TIDE)) == ()
    assert compare(article(WALL), article(WALL.replace(" ", "  "))) == ()


def test_paragraphs_that_are_new_and_gone() -> None:
    assert said(compare(article(WALL, TIDE), article(WALL, MOON, TIDE))) == [("added", None, 1)]
    assert said(compare(article(WALL, MOON, TIDE), article(WALL, TIDE))) == [("removed", 1, None)]
    (gone,) = compare(article(WALL, TIDE), article(WALL))
    assert gone.at == Position(1, 0)
    assert gone.old == TIDE
    assert gone.new == ""


def test_a_paragraph_with_other_words_is_compared_by_words() -> None:
    after = WALL.replace("grey", "black").replace("the harbour", "the old harbour")
    (change,) = compare(article(MOON, WALL), article(MOON, after))
    assert (change.kind, change.before, change.after) == ("changed", 1, 1)
    assert [(run.kind, run.text) for run in change.runs if run.kind != "same"] == [
        ("removed", "grey"),
        ("added", "black"),
        ("added", "old "),
    ]
    assert [after[start:end] for _, start, end in change.spans] == ["black", "old"]


def test_words_that_are_gone_keep_their_distance() -> None:
    (change,) = compare(article("The tide comes in"), article("The tide comes"))
    assert change.old == "The tide comes in"


def test_a_paragraph_with_nothing_in_common_is_another_one() -> None:
    assert said(compare(article(WALL, TIDE), article(MOON, TIDE))) == [
        ("removed", 0, None),
        ("added", None, 0),
    ]


def test_changed_paragraphs_are_found_among_new_ones() -> None:
    changes = compare(article(WALL, TIDE), article(MOON, WALL.replace("grey", "black"), TIDE))
    assert said(changes) == [("added", None, 0), ("changed", 0, 1)]


def test_titles_and_notes_count_where_their_marks_do() -> None:
    changes = compare(article(WALL, note="From 2019."), article(WALL, title="Low tides", note="From 2024."))
    assert said(changes) == [("changed", -1, -1), ("changed", -1, -1)]
    head = "Low tides\nFrom 2024."
    assert [head[start:end] for change in changes for _, start, end in change.spans] == ["Low tides", "2024"]


def test_a_title_that_no_page_states_is_not_compared() -> None:
    old = Article("The wall is", article(WALL).blocks, title_from="text")
    assert compare(old, article(WALL, title="The wall is"))[0].kind == "added"
    assert compare(old, Article("A name from a link", article(WALL).blocks, title_from="link")) == ()


def test_words_of_scripts_without_spaces() -> None:
    (change,) = compare(article("港口的潮水每天來兩次"), article("港口的潮水每天來三次"))
    assert [run.text for run in change.runs if run.kind == "added"] == ["三"]


@pytest.mark.parametrize("count", [3000, 12000])
def test_long_texts_take_no_more_than_in_proportion(count: int) -> None:
    texts = [f"Paragraph {number} of the long report says little." for number in range(count)]
    changed = [*texts[:100], "Something new stands here.", *texts[100:]]
    changed[-5] = "* * *"
    changes = compare(article(*texts, *["* * *"] * count), article(*changed, *["* * *"] * count))
    assert (changes[0].kind, changes[0].after) == ("added", 100)
    assert len(changes) <= 4


def test_a_very_long_paragraph_is_compared_as_a_whole() -> None:
    words = " ".join(f"w{number}" for number in range(50_000))
    (change,) = compare(article(words), article(f"{words} more"))
    assert [run.kind for run in change.runs] == ["removed", "added"]


WORDS = st.lists(
    st.sampled_from(["tide", "wall", "the", "moon,", "three.", "港口", "a_b", "—", "\n"]), max_size=12
)
TEXTS = st.lists(WORDS.map(" ".join), max_size=8)


@given(TEXTS, TEXTS)
def test_every_change_says_what_both_texts_say(before: list[str], after: list[str]) -> None:
    old, new = article(*before), article(*after)
    changes = compare(old, new)
    covered = {change.after: change for change in changes if change.after is not None}
    gone = {change.before: change for change in changes if change.before is not None}
    for number, text in enumerate(after):
        if number in covered:
            assert covered[number].new == text
            for block, start, end in covered[number].spans:
                assert block == number
                assert text[start:end].strip() == text[start:end] != ""
    for number, text in enumerate(before):
        if number in gone:
            assert "".join(gone[number].old.split()) == "".join(text.split())

    # What no change is about is in both texts, in the same order.
    def left(texts: list[str], but: dict[int, BlockChange]) -> list[str]:
        return [" ".join(t.split()) for n, t in enumerate(texts) if t.strip() and n not in but]

    assert left(before, gone) == left(after, covered)
    assert [change.at for change in changes] == sorted(
        (change.at for change in changes), key=lambda at: (at.block, at.char)
    )
