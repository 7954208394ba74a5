"""Where words and sentences begin and end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.boundaries import at, sentences, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dr. Ashe can't e-mail.", ["Dr", "Ashe", "can't", "e-mail"]),
        ("at 3.5 p.m. (today)", ["at", "3.5", "p.m", "today"]),
        ("今天的カタカナ", ["今", "天", "的", "カタカナ"]),
        ("สวัสดีครับ ผมชื่อ", ["สวัสดีครับ", "ผมชื่อ"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("می‌خواهم بروم", ["می‌خواهم", "بروم"]),
        ("e\u0301tude nai\u0308ve", ["e\u0301tude", "nai\u0308ve"]),
        ("— … !", []),
        ("snake_case", ["snake_case"]),
    ],
)
def test_words(text, found):
    assert [text[start:end] for start, end in words(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Ashe met J. R. Tolkien. They talked.", ["Dr. Ashe met J. R. Tolkien.", "They talked."]),
        ("“Why?” he asked. “Go!” She went.", ["“Why?” he asked.", "“Go!”", "She went."]),
        ("It cost 3.5 pounds, i.e. much. No more.", ["It cost 3.5 pounds, i.e. much.", "No more."]),
        ("It took a while… and ended.", ["It took a while… and ended."]),
        (
            "今天天气很好。我们去公园吧！「好。」他说。",
            ["今天天气很好。", "我们去公园吧！", "「好。」", "他说。"],
        ),
        ("สวัสดีครับ ผมชื่อ 5 คน", ["สวัสดีครับ", "ผมชื่อ 5 คน"]),
        ("यह एक वाक्य है। दूसरा।", ["यह एक वाक्य है।", "दूसरा।"]),
        ("هل هذا سؤال؟ نعم.", ["هل هذا سؤال؟", "نعم."]),
        ("a line\nanother\tcell", ["a line", "another", "cell"]),
        ("  Spaced.   Out.  ", ["Spaced.", "Out."]),
        ("", []),
    ],
)
def test_sentences(text, found):
    assert [text[start:end] for start, end in sentences(text)] == found


MIXED = st.text(st.sampled_from("aA z.!?…”\"'\n\t1。」天ひカกำ\u0301\u200d😀-—"), max_size=80)


@given(MIXED)
def test_they_are_in_order_and_hold_everything_that_is_not_white_space(text):
    for found in (words(text), sentences(text)):
        assert all(start < end for start, end in found)
        assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert "".join("".join(text[a:b].split()) for a, b in sentences(text)) == "".join(text.split())


def test_at_names_the_piece_that_begins_before():
    assert [at([(2, 4), (6, 9)], char) for char in (0, 2, 5, 6, 20)] == [-1, 0, 0, 1, 1]
