"""Similar articles: by shared words of weight, in the same language first, copies folded."""

from __future__ import annotations

import random
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Document
from reader.search.analysis.words import terms
from reader.search.segments.segment import SEEDS
from reader.search.segments.sketch import EMPTY, Copies, hashes, resemblance, sketch

BREAD = "Bread rises when yeast feeds on the sugar of flour; the baker kneads dough and heats the oven."
OVEN = "A baker heats the oven before the dough of the bread has risen, for yeast dies in the heat of it."
BOATS = "The harbour pilot brought three sailing boats past the reef before the storm and the high tide."
TIDE = "At high tide a pilot takes sailing boats over the reef into the harbour, storm or no storm."


def doc(number: int, body: str, lang: str = "en", title: str = "") -> Document:
    return Document(number, title or f"Number {number}", "", body, lang)


def similar(lib, article: int, limit: int = 5, exclude=()) -> list[int]:
    return [one.id for one in lib.index.similar(article, limit, exclude)]


def test_two_sentences_are_enough(library):
    lib = library(doc(1, BREAD), doc(2, BOATS), doc(3, OVEN), doc(4, TIDE))
    assert similar(lib, 1)[0] == 3
    assert similar(lib, 4)[0] == 2
    (best, *_) = lib.index.similar(1)
    assert {"baker", "dough", "yeast", "oven", "heat", "heats", "bread"} >= set(best.shared)
    assert 0 < best.score <= 1


def test_what_is_excluded_is_not_given_nor_the_article_itself(library):
    lib = library(doc(1, BREAD), doc(2, OVEN), doc(3, f"{OVEN} {BREAD}"))
    assert 1 not in similar(lib, 1)
    assert similar(lib, 1, exclude=[3]) == [2]
    assert similar(lib, 99) == []


def test_scripts_without_spaces(library):
    lib = library(
        doc(1, "面包师在烤箱里烤面包，酵母让面团发起来。", "zh"),
        doc(2, "引水员在涨潮时把帆船带进港口。", "zh"),
        doc(3, "烤面包之前，面包师先加热烤箱，再揉面团。", "zh"),
    )
    assert similar(lib, 1)[0] == 3


def test_the_same_language_comes_first(library):
    mixed = BREAD + " Der Bäcker und der Teig."
    lib = library(
        doc(1, mixed, "de"), doc(2, BREAD, "en"), doc(3, "Der Bäcker knetet den Teig. oven yeast", "de")
    )
    assert similar(lib, 1)[:2] == [3, 2]


def test_an_article_added_just_now_has_similar_ones_and_is_one(library):
    lib = library(*[doc(n, f"{BOATS} number {n} {'x' * n}") for n in range(1, 60)], doc(60, BREAD))
    lib.add(doc(61, OVEN))
    assert similar(lib, 61)[0] == 60
    assert similar(lib, 60)[0] == 61


def edited(text: str, share: float, seed: int = 1) -> str:
    chance = random.Random(seed)
    words = text.split()
    return " ".join(chance.choice(words) if chance.random() < share else word for word in words)


def long_text(seed: int, words: int = 300) -> str:
    chance = random.Random(seed)
    vocabulary = [f"w{chance.randrange(10_000)}x" for _ in range(words)]
    return " ".join(vocabulary)


def test_copies_of_the_article_are_told_from_what_is_similar_to_it(library):
    text = long_text(1)
    lib = library(
        doc(1, f"{BREAD} {OVEN} {text}"),
        doc(2, text),
        doc(3, edited(text, 0.01)),
        doc(4, edited(text, 0.02, seed=2)),
        doc(5, BOATS + " " + text[:400]),
    )
    found = lib.index.similar(2)
    assert {one.id for one in found if one.copy} >= {3, 4}
    assert not {3, 4}.intersection(one.id for one in found if not one.copy)
    assert found == sorted(found, key=lambda one: one.copy)
    assert len({one.id for one in found}) == len(found)


def test_copies_of_another_article_are_one_entry_that_names_the_others(library):
    text = long_text(1, 55)
    lib = library(
        doc(1, f"{text[:120]} {BOATS}"),
        doc(2, text),
        doc(3, f"{text} once more"),
        doc(4, f"again {text}"),
        *[doc(n, long_text(n)) for n in range(5, 15)],
    )
    found = lib.index.similar(1)
    assert [one.copy for one in found] == [False]
    assert {found[0].id, *found[0].alike} == {2, 3, 4}


def test_an_article_posted_many_times_still_has_similar_ones(library):
    text = long_text(1, 55)
    lib = library(
        *[doc(n, f"{text} no {n}") for n in range(1, 16)],
        *[doc(n, f"{text[:100]} {long_text(n, 40)}") for n in range(20, 24)],
        *[doc(n, long_text(n)) for n in range(30, 60)],
    )
    found = lib.index.similar(1, 4)
    assert sorted(one.id for one in found if not one.copy) == [20, 21, 22, 23]
    assert len([one for one in found if one.copy]) == 4


# --- sketches -----------------------------------------------------------------------------------------------


def test_small_edits_leave_texts_alike_and_other_texts_are_not():
    text = long_text(3)
    own = sketch(terms(text))

    def like(other: str) -> float:
        return resemblance(hashes(own), hashes(sketch(terms(other))))

    assert like(text) == 1.0
    assert like(edited(text, 0.02)) > 0.66
    assert like(long_text(4)) == 0.0
    half = " ".join(text.split()[:150] + long_text(5, 150).split())
    assert like(half) < 0.66


@pytest.mark.parametrize("text", ["", "one", "a few words only"])
def test_very_short_texts_are_never_alike(text):
    assert sketch(terms(text)) == EMPTY
    assert copies_of({1: sketch(terms(text)), 2: sketch(terms(text))}).group([1, 2]) == {}


@given(st.lists(st.integers(0, 5), max_size=20), st.randoms(use_true_random=False))
def test_groups_hold_every_copy_once_under_the_first_of_them(kinds, chance):
    texts = {kind: sketch(terms(long_text(kind, 60))) for kind in range(6)}
    ids = list(range(1, len(kinds) + 1))
    chance.shuffle(ids)
    kind_of = dict(zip(ids, kinds, strict=True))
    copies = copies_of({number: texts[kind] for number, kind in kind_of.items()})
    # What was compared before is remembered, and holds in any order.
    for order in (ids, ids[::-1], ids):
        groups = copies.group(order)
        for kind in set(kinds):
            same = [i for i in order if kind_of[i] == kind]
            assert groups.get(same[0], ()) == tuple(same[1:])


def copies_of(sketches: dict[int, bytes]) -> Copies:
    return Copies(
        lambda ids: [tuple(array("I", sketches[number])[:SEEDS]) for number in ids], sketches.__getitem__
    )
