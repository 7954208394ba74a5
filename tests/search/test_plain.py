"""Matches in texts of plain letters are found without cutting the texts into words, and none is missed."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.search.analysis import inflections
from reader.search.analysis.inflections import ENGLISH, ENGLISH_BESIDE
from reader.search.analysis.words import KEEPING_FIRST, fold, language, locate_all, vocabulary
from reader.search.passages import looking, matching, plain
from reader.search.passages.looking import looking_for, stubs_of
from reader.search.passages.matching import Matcher
from reader.search.passages.plain import plain_text
from reader.search.passages.snippets import marks
from reader.search.passages.turns import MatchPlace
from reader.search.query import parse
from tests.examples import examples

_ENDINGS = (
    "s es ies ed ied ing ying ly ily ness ization izer ational ously bility iveness fulness logi ology y ie"
    " ement ance able ible ant ent ion tion al er est e ee eed edly ingly 's"
)
_WORDS = st.one_of(
    st.text("abcdeilmnoprstuyz", min_size=1, max_size=9),
    st.builds(
        str.__add__, st.text("abdeilnorsty", min_size=1, max_size=4), st.sampled_from(_ENDINGS.split())
    ),
)


@examples(500)
@given(_WORDS)
@example("dying")
@example("skis")
@example("US")
def test_every_word_begins_with_a_stub_of_its_terms(word):
    for raw in re.findall(r"[A-Za-z]+", word):
        for term in vocabulary("english").all(raw):
            assert raw.lower().startswith(tuple(stubs_of(term))), term


@pytest.mark.parametrize("form", [*ENGLISH, *ENGLISH_BESIDE])
def test_irregular_words_do_too(form):
    assert all(form.startswith(tuple(stubs_of(term))) for term in vocabulary("english").all(form))


@examples(300)
@given(
    st.sampled_from(sorted(KEEPING_FIRST)),
    st.text("abcdefghijklmnopqrstuvwxyzäéøßœñ", min_size=1, max_size=10),
)
def test_stemming_keeps_the_first_letter_of_plain_words(stemmer, word):
    irregular = looking._irregular()
    if word[0].isascii():
        assert all(
            term[0] == fold(word)[0] or word in irregular[term] for term in vocabulary(stemmer).all(word)
        )


def test_irregular_plurals_of_other_languages_do_too():
    for nouns in inflections._NOUNS.values():
        for form, base in nouns.items():
            if form[0] != base[0] and form[0].isascii():
                assert form in inflections.OTHER_FIRST
    assert marks("Les yeux de la femme", parse("œil"), "fr") == ((4, 8),)


_WRITTEN = (
    "e-mail email Email's e mail C++ C c C# .NET net @home 12m 12 m 1,000,000 1 000 000 1000000 000 covid-19"
    " covid19 19 O'Brien obrien U.S.A. USA us US u s a went go going die dying lives life don't dont"
    " snake_case R&D rd - -- ... ( ) , . § $5 5% = == run runs running ran state-of-the-art the art of"
)
_OTHER = (
    "café Cafés cafe\u0301 naïve Straße strasse œuvre oeuvre ﬁnd find → • Ｅmail ｅ-mail é-mail co\u00adop"
    " coop e\u200bmail Hawaiʻi hawaii 1\u00a0000\u202f000 1٬000 ½ m² №5 no ™ İstanbul istanbul ı Über über"
    " uber données donnee città cittadino yeux œil ❤️ привет ελληνικά १२ ٣ ª ðe þorn thorn l'été été d’art art"
    " C\u200c++ mañana x\u0308y ʼtis tis col·lecció colleccio señor senor Ⅷ ß ss"
)
_PIECES = st.sampled_from([*_WRITTEN.split(), *_WRITTEN.split(), *_OTHER.split(" ")])
_TEXTS = st.lists(
    st.tuples(_PIECES, st.sampled_from([" ", " ", " ", "\n", ". ", ", ", "-", ""])), max_size=25
)
_QUERIES = st.builds(
    lambda words, quoted: f'"{" ".join(words)}"' if quoted else " ".join(words),
    st.lists(_PIECES, min_size=1, max_size=3),
    st.booleans(),
)


@examples(400)
@given(_TEXTS, _QUERIES, st.booleans(), st.sampled_from(["en", "en", "xx", "de", "fr", "it", "es", "ru"]))
def test_it_finds_what_cutting_the_text_into_words_finds(parts, query, typing, lang):
    text = "".join(word + space for word, space in parts)
    parsed = parse(query, typing=typing)
    assert plain_text(text) is not None
    stemmer = language(lang)
    words, beside = locate_all(text)
    places: list[MatchPlace] = []
    for number, part in enumerate(parsed.positive()):
        for bare in (False, True):
            looked_for = looking_for(part, stemmer, bare=bare)
            among_all = range(max(len(words), 1))
            spans = list(looked_for.matches(words, beside, among_all, 0)) if looked_for else []
            places += [(start, end, number) for start, end in spans]
            if spans:
                break
    assert Matcher(parsed).places(text, lang) == matching._joined(places)


@pytest.mark.parametrize(
    ("text", "query", "lang", "expected"),
    [
        ("Un café, des Cafés et l'été", "cafe ete", "fr", ["café", "Cafés", "été"]),
        ("Die Straße, das Œuvre → ein Haus", "strasse oeuvre haus", "de", ["Straße", "Œuvre", "Haus"]),
        ("A nai\u0308ve co\u00adop", "naive coop", "en", ["nai\u0308ve", "co\u00adop"]),
    ],
)
def test_texts_with_accents_are_not_cut_into_words(monkeypatch, text, query, lang, expected):
    monkeypatch.delattr(matching, "cut")
    assert [text[start:end] for start, end in marks(text, parse(query), lang)] == expected


def test_what_was_found_for_a_word_is_kept_for_the_next_key(monkeypatch):
    text = "The tide comes into the harbour. A tide."
    assert marks(text, parse("tide har", typing=True)) == ((4, 8), (24, 31), (35, 39))
    looked = list[str]()
    begun = plain._begun
    monkeypatch.setattr(plain, "_begun", lambda stub, ascii: looked.append(stub) or begun(stub, ascii))
    assert len(marks(text, parse("tide harb", typing=True))) == 3
    assert looked == ["har"]
