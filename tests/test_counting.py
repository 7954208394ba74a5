"""How many words a text has, by its script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.counting import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("— … !", 0),
        ("The boats went out at dawn.", 6),
        ("naïve café", 2),
        ("nai\u0308ve cafe\u0301", 2),
        ("सन् २०२४ में यह लेख लिखा गया था।", 8),
        ("বাংলা ভাষায় লেখা", 3),
        ("தமிழ் மொழியில் எழுதப்பட்டது", 3),
        ("שָׁלוֹם עוֹלָם", 2),
        ("كِتَابٌ جَدِيدٌ", 2),
        ("supercali\u200bfragilistic", 1),
        ("배들은 새벽에 나갔다가", 3),
    ],
)
def test_between_spaces_each_run_of_letters_is_a_word(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "fewest", "most"),
    [
        ("มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ", 12, 16),  # 14
        ("人人生而自由在尊严和权利上一律平等", 9, 12),  # 10
        ("すべての人間は生まれながらにして自由でありかつ尊厳と権利とについて平等である", 14, 22),
        ("មនុស្សទាំងអស់កើតមកមានសេរីភាពនិងសមភាព", 6, 10),  # 8
        ("ມະນຸດທຸກຄົນເກີດມາມີກຽດສັກສີ", 5, 9),  # 7
        ("水", 1, 1),
    ],
)
def test_without_spaces_words_are_estimated(text, fewest, most):
    assert fewest <= count_words(text) <= most


def test_words_of_both_kinds_add_up():
    assert count_words("用Python写程序 today") == count_words("Python today") + count_words("用写程序")


@given(st.text(max_size=200))
def test_any_text_has_a_number_of_words(text):
    assert 0 <= count_words(text) <= len(text)
