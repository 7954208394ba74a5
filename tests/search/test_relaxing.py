"""What is looked for when a query as it stands finds little."""

from __future__ import annotations

import pytest

from reader.search.query import And, Filter, Not, Or, Phrase, Word, parse
from reader.search.query.relaxing import essential, forms, partial

cat, dog = Word("cat"), Word("dog")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("how do I get started with browser devtools?", ["started", "browser", "devtools?"]),
        ("what's new in the city", ["new", "city"]),
        ("wie funktioniert die Sonne", ["funktioniert", "Sonne"]),
        ("Pourquoi le ciel est-il bleu ?", ["ciel", "bleu"]),
        ("the cat OR a dog", ["cat", "dog"]),
    ],
)
def test_questions_come_down_to_the_words_that_matter(text, words):
    assert [part.text for part in essential(parse(text)).positive()] == words


@pytest.mark.parametrize(
    "text", ["", "cat", "cat dog", "what is it", '"the cat"', "the", "title:the title:of", "is:read"]
)
def test_nothing_to_leave_out(text):
    assert essential(parse(text)) is None


def test_what_is_being_typed_is_not_left_out():
    assert essential(parse("wind the", typing=True)) is None


def test_any_word_and_what_excludes_and_filters():
    assert partial(parse("cat dog -tide is:unread")).node == And(
        (Or((cat, dog)), Not(Word("tide")), Filter("is", "unread"))
    )
    assert partial(parse('"cat dog"')).node == Or((Phrase("cat dog"), cat, dog))
    assert partial(parse('the "cat of a dog" is here')).node == Or(
        (Phrase("cat of a dog"), cat, dog, Word("here"))
    )
    assert partial(parse("(cat dog) OR cow")).node == Or((cat, dog, Word("cow")))
    assert partial(parse("机器学习")).node == Or((Word("机器学习"), *map(Word, ("机器", "器学", "学习"))))


def test_of_a_joined_word_among_others_each_part_will_do():
    node = partial(parse("cat well-known dog")).node
    assert node == Or((cat, Word("well"), Word("known"), dog))
    assert partial(parse("non-cats of the dog")).node == Or((Word("non"), Word("cats"), dog))


@pytest.mark.parametrize("text", ["", "cat", "cat OR dog", "cat -dog", "is:unread cat", "e-mail", "the cat"])
def test_nothing_to_relax(text):
    assert partial(parse(text)) is None


def test_the_forms_in_which_a_query_is_marked():
    assert [form.node for form in forms(parse("cat"))] == [cat]
    assert [form.node for form in forms(parse("the cat and the dog"))] == [And((cat, dog)), Or((cat, dog))]
