"""What is found, and what stands on top."""

from __future__ import annotations

import math

import pytest

from reader.idset import IdSet
from reader.model import Document
from reader.search.query import parse


def test_words_are_needed_all_and_in_any_inflection(library):
    lib = library("the cat runs", "running dogs", "cats and dogs", "nothing")
    assert set(lib.ids("cat")) == {1, 3}
    assert set(lib.ids("run")) == {1, 2}
    assert lib.ids("dog cat") == [3]
    assert lib.ids("cat absent") == []


def test_the_query_language(library):
    lib = library("new york city", "york new city", "city of cats", "cats of york")
    assert lib.ids('"new york"') == [1]
    assert lib.ids("york -new") == [4]
    assert set(lib.ids('"new york" OR cats')) == {1, 3, 4}
    assert set(lib.ids("city (cats OR new)")) == {1, 2, 3}
    assert lib.ids("-york") == [3]
    assert set(lib.ids("york -(city new)")) == {4}
    assert lib.ids('-"new york" city -of') == [2]


def test_fields(library):
    lib = library(
        Document(1, "Cats", "a dog", "fish"),
        Document(2, "Dogs", "fish", "a cat"),
        Document(3, "Fish", "cat", "dogs", tags=("animal", "sea life")),
    )
    assert lib.ids("title:cat") == [1]
    assert lib.ids("note:cat") == [3]
    assert set(lib.ids("cat")) == {1, 2, 3}
    assert lib.ids('note:"a dog"') == [1]
    assert lib.ids("title:(cat OR dog) -note:dog") == [2]
    assert lib.ids("animal") == lib.ids('"sea life"') == [3]


def test_filters_are_resolved_by_the_caller(library):
    lib = library("cat", "cat", "dog", "cat")
    unread = IdSet.of([2, 3, 4])

    def resolve(wanted):
        return unread if (wanted.name, wanted.value) == ("is", "unread") else None

    assert lib.ids("cat is:unread", filter=resolve) == [4, 2]
    assert lib.ids("is:unread", filter=resolve) == [4, 3, 2]
    assert lib.ids("-is:unread", filter=resolve) == [1]
    assert lib.ids("cat lang:en", filter=resolve) == [4, 2, 1]
    assert lib.ids("cat is:unread") == [4, 2, 1]


@pytest.mark.parametrize("text", ["", "   ", "-", "!!!", "()"])
def test_a_query_that_asks_for_nothing_finds_nothing(library, text):
    assert library("cat").ids(text) == []


def test_title_counts_more_than_body(library):
    lib = library(
        Document(1, "Other", "", "wind power and sails"),
        Document(2, "Wind power in parks", "", "sails and mills"),
    )
    assert lib.ids("wind") == [2, 1]


def test_the_exact_title_stands_on_top(library):
    lib = library(
        Document(1, "Join us today, join us now", "", "join us " * 50),
        Document(2, "Join us", "", "something long " * 300),
        Document(3, "Why they join us", "", "join us"),
    )
    assert lib.ids("join us")[0] == 2
    assert lib.ids("Joining us", typing=True)[0] == 2
    assert lib.ids('"join us"')[0] == 2
    # Other words than the title: the article that has them most often is no worse than the title.
    assert lib.ids("us join")[0] == 1


def test_of_equal_articles_the_newest_comes_first(library):
    assert library(*["same words"] * 5).ids("same") == [5, 4, 3, 2, 1]


def test_limit_and_total(library):
    lib = library(*["word"] * 30)
    matches = lib.index.search(parse("word"), limit=7)
    assert len(matches.hits) == 7
    assert matches.total == 30
    assert matches.complete
    assert lib.index.search(parse("word"), limit=0).hits == ()


def test_a_stopped_search_ends_at_once(library):
    lib = library(*["some words here"] * 20)
    matches = lib.index.search(parse('"some words" here'), stop=lambda: True)
    assert matches == type(matches)(complete=False)


def test_words_as_they_are_typed(library):
    lib = library(
        Document(1, "Gardens", "", "running water"),
        Document(2, "Rivers", "", "the government of water"),
        Document(3, "Go", "", "a game"),
    )
    for end in range(3, len("government") + 1):
        assert lib.ids("government"[:end], typing=True) == [2]
    assert lib.ids("g", typing=True) == [3, 1]  # titles only
    assert lib.ids("wa", typing=True) != []  # no title has it: all text
    assert set(lib.ids("water gov", typing=True)) == {2}
    for typed in ("runn", "runni", "running"):
        assert lib.ids(typed, typing=True) == [1]
    assert lib.ids('"running wa', typing=True) == [1]
    assert lib.ids("gov") == []
    assert lib.ids("gov*") == [2]


@pytest.mark.parametrize(
    "text",
    [
        "机器学习和深度学习",
        "東京タワーに行きました",
        "ภาษาไทยเขียนติดกัน",
        "ຂ້ອຍຮັກເຈົ້າ",
        "ខ្ញុំស្រឡាញ់អ្នក",
        "မြန်မာစာ",
        "한국어는재미있다",
    ],
)
def test_scripts_without_spaces_are_found_by_any_part(library, text):
    lib = library(f"abc {text} xyz", "другое", "别的东西")
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            assert 1 in lib.ids(text[start:end])
    assert 1 not in lib.ids(text[1] + text[0] + text[1])


def test_a_stem_counts_only_in_its_own_language(library):
    # In Turkish "solar" is a form of "so", and "polar" one of "po".
    lib = library(
        Document(1, "", "", "So you are new here, so it goes with solar nothing at all", lang="en"),
        Document(2, "", "", "So you are new, and so it goes", lang="en"),
        Document(3, "", "", "Insan haklari evrensel beyannamesi solar", lang="tr"),
    )
    assert set(lib.ids("solar")) == {1, 3}
    assert set(lib.ids("so")) >= {1, 2}
    assert lib.ids('"with solar nothing"') == [1]
    assert lib.ids("solar goes") == [1]


def test_a_word_that_articles_have_stands_for_its_stems_there(library):
    lib = library(
        Document(1, "", "", "solar power", lang="en"),
        Document(2, "", "", "sólo una vez", lang="es"),
        Document(3, "", "", "una vez más, solos", lang="es"),
        Document(4, "", "", "powers that be", lang="en"),
    )
    assert lib.ids("solar") == [1]
    assert sorted(lib.ids("solo")) == [2, 3]  # as it is it stands nowhere but in another form
    assert sorted(lib.ids("powered")) == [1, 4]
    lib.add(Document(5, "", "", "la energía solar", lang="es"))
    assert sorted(lib.ids("solar")) == [1, 2, 3, 5]


def test_two_languages_in_one_library(library):
    lib = library(
        Document(1, "", "", "Die Häuser am See", lang="de"),
        Document(2, "", "", "The houses by the lake", lang="en"),
        Document(3, "", "", "Les maisons près du lac", lang="fr"),
        Document(4, "", "", "Дома у озера"),
        Document(5, "", "", "بيوت بجانب البحيرة"),
    )
    assert lib.ids("haus") == lib.ids("hauser") == lib.ids("HÄUSER") == [1]
    assert lib.ids("house") == [2]
    assert lib.ids("maison") == lib.ids("pres") == [3]
    assert lib.ids("дом") == lib.ids("озеро") == [4]
    assert lib.ids("البحيرة") == [5]
    assert lib.ids('"am see"') == [1]


def test_a_text_of_one_long_line(library):
    lib = library("x" * 1_000_000, "word " * 200_000 + "end")
    assert lib.ids("word end") == [2]
    assert lib.ids('"word end"') == [2]
    assert lib.ids("x" * 1_000_000) == [1]


def test_similar_articles(library):
    lib = library(
        "solar panels and inverters on the roof give power, and the sun is free",
        "wind turbines and gearboxes at sea give power, and the wind is free",
        "inverters for solar panels on a roof: the sun and the price of a panel",
        "a recipe for bread: flour, water, yeast and the oven",
        "flour and yeast: the oven makes the bread",
        "turbines: wind and gearboxes in the sea",
    )
    assert [s.id for s in lib.index.similar(1, 1)] == [3]
    assert [s.id for s in lib.index.similar(4, 1)] == [5]
    best = lib.index.similar(2, 3)[0]
    assert best.id == 6
    assert {"turbines", "gearboxes"} & set(best.shared)
    assert math.isfinite(best.score)
    assert 3 not in [s.id for s in lib.index.similar(1, 5, exclude={3})]
    assert lib.index.similar(99, 5) == []
    lib.queue.drop(3)
    lib.index.sync(lib.queue)
    assert 3 not in [s.id for s in lib.index.similar(1, 5)]


def test_similar_articles_survive_merges(library):
    lib = library()
    topics = [
        "solar panel inverter roof",
        "wind turbine gearbox sea",
        "bread flour yeast oven",
        "chess rook bishop pawn",
    ]
    for number in range(1, 41):
        lib.add(Document(number, "", "", f"{topics[number % 4]} and the word w{number}"))
    for number in range(1, 41):
        assert {s.id % 4 for s in lib.index.similar(number, 5)} == {number % 4}


def test_words_that_stand_together_come_first(library):
    filler = " and so on it goes with other things in between" * 6
    lib = library(
        f"harbour {filler} lantern {filler} pilot {filler} harbour {filler} lantern {filler} pilot",
        f"{filler} by the harbour there the pilot hung up a lantern {filler * 3}",
        f"{filler} harbour pilot lantern {filler * 4}",
    )
    assert lib.ids("harbour pilot lantern") == [3, 2, 1]
    assert lib.ids("harbour pilot lan", typing=True) == [3, 2, 1]


def test_words_together_in_the_title_count_as_well(library):
    lib = library(
        Document(1, "Old boats", "", "sails " * 5 + "rope " * 40 + "boats old"),
        Document(2, "Boats and sails", "", "boats " + "rope " * 80 + "sails"),
    )
    assert lib.ids("boats sails")[0] == 2


def test_a_star_stands_for_all_that_begins_so(library):
    """Not just for the commonest, as what is being typed does."""
    lib = library(*[f"st{chr(97 + n // 26)}{chr(97 + n % 26)}x and more" for n in range(200)])
    assert len(lib.ids("st*", limit=999)) == 200
    assert len(lib.ids("sta*", limit=999)) == 26
    assert not lib.index.search(parse("st*")).cut


def test_a_rare_word_is_not_what_its_first_letters_mean(library):
    """While "gov" is being typed, an article about the government comes before one that has a rare word."""
    lib = library(
        *["the government and the government, the government"] * 5,
        "a govern govern govi",
        "the govi and other things that are there",
        *["nothing of all that"] * 20,
    )
    first = lib.ids("gov", typing=True)[0]
    assert first not in (6, 7)
    assert lib.ids("govi", typing=True)[0] in (6, 7)


def test_words_of_several_stems_count_once_however_often_they_are_inflected(library):
    lib = library("cats and a dog", "cat cats cat", *["bird of the sea"] * 5)
    once, again = (dict(lib.index.search(parse(text)).hits) for text in ("cat OR dog", "cat OR cats OR dog"))
    assert set(once) == set(again) == {1, 2}
    assert again[2] < 2 * once[2]
