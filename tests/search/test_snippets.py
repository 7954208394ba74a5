from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.analysis.words import fold
from reader.search.passages.snippets import ELLIPSIS, marks, snippet
from reader.search.query import parse


def marked(text: str, query: str, lang: str = "") -> list[str]:
    return [text[start:end] for start, end in marks(text, parse(query), lang)]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("He runs, she ran; running is fun. Runner.", "run", ["runs", "ran", "running"]),
        ("The cat, the CAT and concat", "cat", ["cat", "CAT"]),
        ("a_cat_b", "cat", ["cat"]),
        ("Café CAFE cafés", "café", ["Café", "CAFE", "cafés"]),
        ("new york, New York; new old york", '"new york"', ["new york", "New York"]),
        ("new york", "york new", ["new", "york"]),
        ("microservice micro macro", "micros*", ["microservice"]),
        ("cat dog", "cat -dog", ["cat"]),
        ("send e-mail or email", "e-mail", ["e-mail", "email"]),
        ("我喜欢机器学习。机器", "机器学习", ["机器学习"]),
        ("我喜欢机器学习。机器", "机器", ["机器", "机器"]),
        ("我喜欢机器", "机", ["机"]),
        ("用Python写作", "python写", ["Python写"]),
        ("用 Python 写", "python", ["Python"]),
        ("ｶﾞｷﾞ", "ガギ", ["ｶﾞｷﾞ"]),
        ("nothing here", "absent", []),
        ("", "cat", []),
        ("cat", "", []),
        ("cat cat", "is:unread", []),
    ],
)
def test_marks(text, query, expected):
    assert marked(text, query) == expected


def test_marks_follow_the_articles_language():
    assert marked("Die Häuser und das Haus", "haus", "de") == ["Häuser", "Haus"]


def test_overlapping_matches_become_one_mark():
    assert marked("new york city", '"new york" "york city"') == ["new york city"]


def test_the_snippet_shows_the_passage_with_most_of_the_query():
    text = "cat. " + "filler words here. " * 50 + "The cat met a dog. " + "more filler. " * 50 + "dog."
    shown = snippet(text, parse("cat dog"), length=80)
    assert "cat met a dog" in shown.text
    assert [shown.text[a:b] for a, b in shown.marks] == ["cat", "dog"]
    assert shown.text.startswith(ELLIPSIS)
    assert shown.text.endswith(ELLIPSIS)
    assert len(shown.text) <= 80 + 30


def test_a_snippet_begins_and_ends_at_words():
    text = "alpha beta gamma delta " * 40
    shown = snippet(text + "needle " + text, parse("needle"), length=60)
    assert set(shown.text.strip(ELLIPSIS).split()) <= {"alpha", "beta", "gamma", "delta", "needle"}


def test_a_short_text_is_shown_whole():
    shown = snippet("One  cat\n\nhere.", parse("cat"))
    assert shown.text == "One cat here."
    assert shown.marks == ((4, 7),)


def test_without_a_match_the_beginning_is_shown():
    shown = snippet("word " * 100, parse("absent"), length=20)
    assert shown.text == "word word word word" + ELLIPSIS
    assert shown.marks == ()


def test_controls_never_come_out():
    assert "\x1b" not in snippet("a \x1b[31m cat", parse("cat")).text


@given(st.sampled_from([chr(code) for code in range(ord("0"), ord("z") + 1)]), st.text(max_size=6))
def test_folding_keeps_the_first_letter_of_a_plain_word(first, rest):
    # Snippets skip the words of a text that begin with another letter than the one being typed.
    assert fold(first + rest)[:1] in (first, first.lower(), "")
