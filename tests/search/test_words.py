from __future__ import annotations

import subprocess
import sys

import pytest

from reader.search.analysis.words import MAX_TERM, fold, is_whole, language, locate, query_words, split, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "cafe"),
        ("ＣＡＦＥ", "cafe"),
        ("naïve", "naive"),
        ("ﬁnd", "find"),
        ("STRASSE", "straße"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("ёлка", "елка"),
        ("كِتَاب", "كتاب"),
        ("שָׁלוֹם", "שלום"),
    ],
)
def test_spellings_of_one_word_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("мой", "мои"), ("が", "か"), ("कि", "कु"), ("น้ำ", "นำ")])
def test_marks_that_make_another_word_stay(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("", ["running", "runs", "run"]),
        ("en", ["agencies", "agency"]),
        ("de", ["Häuser", "Hauses", "Haus"]),
        ("fr", ["maisons", "Maison"]),
        ("es", ["gatos", "gato"]),
    ],
)
def test_inflections_share_a_term(lang, forms):
    assert len({terms(form, lang)[0] for form in forms}) == 1


def test_other_scripts_choose_their_stemmer():
    assert terms("книга") == terms("книги") == terms("книгу")


def test_a_language_without_a_stemmer_is_not_stemmed_as_english():
    assert language("sk-SK") == ""
    assert terms("running", "sk") == ["running"]


def test_a_language_of_another_script_has_its_own_stemmer_there_and_english_for_latin_letters():
    assert terms("می‌نویسند کتاب‌هایی", "fa") != terms("می‌نویسند کتاب‌هایی", "ar")
    assert terms("newsletters", "ja") == terms("newsletter", "ja") == terms("newsletter")
    assert terms("књига", "sr") == terms("knjiga", "sr")


def test_words_end_at_apostrophes_hyphens_and_underscores():
    assert split("l'homme e-mail snake_case a.b 3.14") == [
        "l",
        "homme",
        "e",
        "mail",
        "snake",
        "case",
        "a",
        "b",
        "3",
        "14",
    ]
    assert split("“it’s” snake_case") == ["it", "s", "snake", "case"]


def test_vowel_signs_do_not_break_words():
    assert split("हिन्दी में") == ["हिन्दी", "में"]


def test_scripts_without_spaces_become_pairs_and_a_last_single():
    assert split("机器学习 ok") == ["机器", "器学", "学习", "习", "ok"]
    assert query_words("机器学习") == ["机器", "器学", "学习"]
    assert query_words("机器 机") == ["机器", "器", "机"]


def test_mixed_text_is_cut_where_the_script_changes():
    assert split("用Python写") == ["用", "Python", "写"]


def test_half_width_kana_are_pairs_of_what_they_stand_for():
    text = "xｶﾞｷﾞy"
    assert [raw for raw, _, _ in locate(text)] == ["x", "ガギ", "ギ", "y"]
    assert text[1:5] == "ｶﾞｷﾞ"
    assert locate(text)[1][1:] == (1, 5)


@pytest.mark.parametrize("text", ["One two, three.", "naïve – “quoted”", "我喜欢 tea, 是的", "ไทย abc", "ﾊﾟﾋﾟ"])
def test_locating_finds_what_splitting_does(text):
    assert [raw for raw, _, _ in locate(text)] == split(text)
    assert all(0 <= start < end <= len(text) for _, start, end in locate(text))


def test_a_very_long_word_is_cut_the_same_way_everywhere():
    assert terms("x" * 10_000) == terms("x" * (MAX_TERM + 1))


def test_whole_words():
    assert is_whole("a cat sat", 2, 5)
    assert not is_whole("a cats", 2, 5)
    assert not is_whole("concat", 3, 6)
    assert is_whole("a_cat_b", 2, 5)


def test_the_stemmer_is_not_loaded_by_importing():
    code = "import sys, reader.search.passages.snippets; sys.exit('Stemmer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
