from __future__ import annotations

import pytest

from reader.search.query import MAX_WORDS, And, Filter, Not, Or, Phrase, Word, parse

cat, dog, cow = Word("cat"), Word("dog"), Word("cow")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", None),
        ("   ", None),
        ("cat", cat),
        ("cat dog", And((cat, dog))),
        ("cat AND dog", And((cat, dog))),
        ('"cat dog"', Phrase("cat dog")),
        ("“cat dog”", Phrase("cat dog")),
        ("cat -dog", And((cat, Not(dog)))),
        ("cat NOT dog", And((cat, Not(dog)))),
        ('-"cat dog"', Not(Phrase("cat dog"))),
        ("cat OR dog", Or((cat, dog))),
        ("cat | dog", Or((cat, dog))),
        ("cat dog OR cow", Or((And((cat, dog)), cow))),
        ("cat (dog OR cow)", And((cat, Or((dog, cow))))),
        ("cat -(dog OR cow)", And((cat, Not(Or((dog, cow)))))),
        ("((cat))", cat),
        ("title:cat", Word("cat", "title")),
        ('note:"cat dog"', Phrase("cat dog", "note")),
        ("title:(cat OR dog)", Or((Word("cat", "title"), Word("dog", "title")))),
        ("-title:cat", Not(Word("cat", "title"))),
        ("is:unread cat", And((Filter("is", "unread"), cat))),
        ("-is:read", Not(Filter("is", "read"))),
        ("tag:Python", Filter("tag", "python")),
        ('source:"My Dir"', Filter("source", "My Dir")),
        ("lang:DE", Filter("lang", "de")),
        ("micros*", Word("micros", prefix=True, itself=False)),
        ("e-mail", Word("e-mail")),
        ("C++", Word("C++")),
        ("http://example.org/a", Word("http://example.org/a")),
        ("12:30", Word("12:30")),
        ("cat & dog - !", And((cat, dog))),
        ("cat.OR.dog", Word("cat.OR.dog")),
        ("or", Word("or")),
    ],
)
def test_what_is_meant(text, node):
    query = parse(text)
    assert query.node == node
    assert query.notes == ()
    assert query.text == text


@pytest.mark.parametrize(
    ("text", "node", "note"),
    [
        ('cat "dog', And((cat, Phrase("dog"))), "quotation mark"),
        ("(cat (dog", And((cat, dog)), "not closed"),
        ("cat) dog", And((cat, dog)), "not opened"),
        ("OR cat", cat, "ignored"),
        ("cat title:", cat, "title:"),
        ("is:blue cat", cat, "is:blue"),
        ("author:cat", And((Word("author"), cat)), "no author:"),
    ],
)
def test_what_is_odd_is_taken_as_it_is_most_likely_meant_and_said(text, node, note):
    query = parse(text)
    assert query.node == node
    assert len(query.notes) == 1
    assert note in query.notes[0]


def test_operators_alone_are_words():
    assert parse("OR") == parse("OR", typing=True)
    assert parse("OR").node == Word("OR")


@pytest.mark.parametrize("text", ["-", "()", "(-)", "!!", '""', "title:()", "*", "(((", "-(", "🙂"])
def test_nothing_to_look_for(text):
    assert parse(text).node is None


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("cat do", And((cat, Word("do", prefix=True)))),
        ("cat ", cat),
        ("title:do", Word("do", "title", prefix=True)),
        ('"cat do', Phrase("cat do", prefix=True)),
        ('"cat dog"', Phrase("cat dog")),
        ("cat -do", And((cat, Not(Word("do"))))),
        ("cat is:un", cat),
        ("cat title:", cat),
        ("cat is:", cat),
    ],
)
def test_while_typing_the_last_word_is_a_prefix_and_nothing_is_wrong_yet(text, node):
    query = parse(text, typing=True)
    assert query.node == node
    assert query.notes == ()


@pytest.mark.parametrize(
    "piece", ["(", "(a OR ", "-", "-(", "((a) ", "a ", "a:", '"', "OR ", "title:", "(a -("]
)
def test_ten_thousand_of_anything(piece):
    for typing in (False, True):
        parse(piece * 10_000, typing=typing)


def test_a_query_too_long_says_so():
    query = parse("cat dog " * MAX_WORDS)
    assert len(query.positive()) == MAX_WORDS
    assert any("first" in note for note in query.notes)


def test_positive_leaves_out_what_must_not_match():
    assert parse('cat -dog (cow OR "a b") -(x y) is:read').positive() == (cat, cow, Phrase("a b"))


def test_relaxed_takes_any_word_and_keeps_what_excludes_and_filters():
    relaxed = parse("solar wind -tide is:unread").relaxed()
    assert relaxed is not None
    assert isinstance(relaxed.node, And)
    assert relaxed.node.nodes == (
        Or((Word("solar"), Word("wind"))),
        Not(Word("tide")),
        Filter("is", "unread"),
    )
    assert relaxed.notes[-1].startswith("No article has all these words")


@pytest.mark.parametrize(
    "text", ["", "solar", '"solar wind"', "solar OR wind", "solar -wind", "is:unread solar"]
)
def test_nothing_to_relax(text):
    assert parse(text).relaxed() is None
