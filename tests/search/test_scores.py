"""Our scores beside a plain BM25F, one document after another, as ``ranking`` and docs/search.md give it."""

from __future__ import annotations

import random
from math import log

import pytest

from reader.model import Document
from reader.search.analysis.words import terms
from reader.search.query import parse
from reader.search.weights import K1, K3, WEIGHTS, B, Features

from reader.search.segments import whoosh_codec as codec  # isort: skip - after the others: it imports whoosh

BM25F_ONLY = Features(nearness=False, feedback=False)

_WORDS = "wind sun water power house garden river road stone light city forest music paper bread".split()  # noqa: SIM905


def _documents(count: int) -> list[Document]:
    chance = random.Random(7)

    def text(longest: int) -> str:
        return " ".join(chance.choices(_WORDS, range(1, len(_WORDS) + 1), k=chance.randint(0, longest)))

    return [
        Document(n, text(6), text(10) if n % 3 else "", text(400), tags=tuple(text(2).split()))
        for n in range(1, count + 1)
    ]


class Plain:
    """BM25F as its formula reads."""

    def __init__(self, documents: list[Document]) -> None:
        fields = ("title", "tags", "note", "body")
        self.texts = {d.id: dict(zip(fields, map(terms, _fields(d)), strict=True)) for d in documents}
        self.average = {
            name: sum(filled) / len(filled)
            for name in fields
            if (filled := [len(text[name]) for text in self.texts.values() if text[name]])
        }

    def count(self, word: str, article: int) -> float:
        """The weighted count of a word, over all fields."""
        return sum(
            WEIGHTS[name]
            * text.count(word)
            / (1 - B[name] + B[name] * _rounded(len(text)) / self.average[name])
            for name, text in self.texts[article].items()
            if text
        )

    def scores(self, query: str) -> dict[int, float]:
        """The articles with all words, each with its score."""
        asked = terms(query)
        scores = {}
        for article in self.texts:
            counts = {word: self.count(word, article) for word in asked}
            if all(counts.values()):
                scores[article] = sum(
                    self.worth(word) * repeated(asked.count(word)) * (K1 + 1) * count / (K1 + count)
                    for word, count in counts.items()
                )
        return scores

    def worth(self, word: str) -> float:
        """The idf of a word."""
        having = sum(any(word in text for text in fields.values()) for fields in self.texts.values())
        return log(1 + (len(self.texts) - having + 0.5) / (having + 0.5))


def repeated(times: int) -> float:
    return (K3 + 1) * times / (K3 + times)


def _fields(document: Document) -> tuple[str, str, str, str]:
    return document.title, " ".join(document.tags), document.note, document.body


def _rounded(length: int) -> int:
    """The length of a field as the index has it: in one byte."""
    return codec.byte_to_length(codec.length_to_byte(length))


@pytest.fixture(params=[1, 3, 12])
def both(request, library):
    """Our index in several commits, and the plain formula over the same documents."""
    documents = _documents(120)
    lib = library()
    step = len(documents) // request.param
    for at in range(0, len(documents), step):
        lib.add(*documents[at : at + step])
    return lib, Plain(documents)


@pytest.mark.parametrize(
    "text",
    ["wind", "bread", "wind sun", "music paper bread", "forest river stone city", "bread wind breads bread"],
)
def test_scores_are_those_of_the_formula(both, text):
    lib, plain = both
    ours = dict(lib.index.search(parse(text), limit=1000, features=BM25F_ONLY).hits)
    theirs = plain.scores(text)
    exact = {article for article, score in ours.items() if score > 1000}
    assert set(ours) == set(theirs)
    assert len(ours) > 3
    for article in set(ours) - exact:
        assert ours[article] == pytest.approx(theirs[article], rel=1e-9)


def test_any_of_the_words(both):
    lib, plain = both
    ours = dict(lib.index.search(parse("wind OR sun"), limit=1000, features=BM25F_ONLY).hits)
    one, other = plain.scores("wind"), plain.scores("sun")
    assert set(ours) == set(one) | set(other)
    for article, score in ours.items():
        assert score == pytest.approx(one.get(article, 0.0) + other.get(article, 0.0), rel=1e-9)


def test_a_phrase_scores_what_its_words_do(both):
    lib, plain = both
    ours = dict(lib.index.search(parse('"paper bread"'), limit=1000, features=BM25F_ONLY).hits)
    theirs = plain.scores("paper bread")
    assert 3 < len(ours) < len(theirs)
    for article, score in ours.items():
        if score < 1000:
            assert score == pytest.approx(theirs[article], rel=1e-9)


def test_a_word_in_title_and_text_counts_once_more_not_twice(library):
    """The counts of all fields add up before they are saturated."""
    filler = "road stone light city forest music paper bread " * 5
    lib = library(
        Document(1, "Wind", "", filler),
        Document(2, "Road", "", f"wind wind wind wind wind wind {filler}"),
        Document(3, "Wind", "", f"wind wind wind wind wind wind {filler}"),
        *[Document(n, "Road", "", filler) for n in range(4, 20)],
    )
    scores = dict(lib.index.search(parse("wind"), features=BM25F_ONLY).hits)
    title, body, together = ((scores[n] % 1000) for n in (1, 2, 3))
    assert max(title, body) < together < 0.8 * (title + body)


def test_a_repeated_word_counts_again(library):
    lib = library(*["wind sun sun sun", "wind wind wind sun"], *["water river and more of that"] * 5)
    assert lib.ids("wind sun wind wind")[0] == 2
    assert lib.ids("sun wind suns sun")[0] == 1


def test_whooshs_own_searcher_reads_our_index(both):
    from whoosh import query

    lib, plain = both
    with codec.whoosh_searcher(lib.directory, "library-1") as searcher:
        found = query.And([query.Or([query.Term(f, w) for f in WEIGHTS]) for w in terms("wind sun")])
        assert {hit["id"] for hit in searcher.search(found, limit=None)} == set(plain.scores("wind sun"))
        phrase = query.Phrase("body", ["paper", "bread"])
        ours = {article for article, _ in lib.index.search(parse('"paper bread"'), limit=1000).hits}
        assert {hit["id"] for hit in searcher.search(phrase, limit=None)} <= ours
        prefix = {hit["id"] for hit in searcher.search(query.Prefix("title", "br"), limit=None)}
        assert prefix == {article for article, _ in lib.index.search(parse("title:br*"), limit=1000).hits}
