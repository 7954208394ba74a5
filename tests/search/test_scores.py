"""Our scores beside Whoosh's own: the same terms, the same formula, the same numbers."""

from __future__ import annotations

import random
import tempfile

import pytest

from reader.model import Document
from reader.search import codec
from reader.search.building import FIELDS
from reader.search.query import parse
from reader.search.ranking import K1, WEIGHTS, B
from reader.search.words import terms

from whoosh import fields, query, scoring  # isort: skip - codec keeps its warnings away
from whoosh.filedb.filestore import RamStorage

_WORDS = "wind sun water power house garden river road stone light city forest music paper bread".split()  # noqa: SIM905


def _documents(count: int) -> list[Document]:
    chance = random.Random(7)

    def text(longest: int) -> str:
        return " ".join(chance.choices(_WORDS, range(1, len(_WORDS) + 1), k=chance.randint(0, longest)))

    return [
        Document(n, text(6), text(10), text(400), tags=tuple(text(2).split())) for n in range(1, count + 1)
    ]


def _whoosh_query(text: str) -> query.Query:
    """All words, each in any field, as our planner reads plain words."""
    return query.And(
        [query.Or([query.Term(name, term, boost=WEIGHTS[name]) for name in FIELDS]) for term in terms(text)]
    )


def _scores(searcher, text: str) -> dict[int, float]:
    return {hit["id"]: hit.score for hit in searcher.search(_whoosh_query(text), limit=None)}


@pytest.fixture(params=[1, 3, 12])
def both(request, library, monkeypatch, tmp_path):
    """Our index in several commits, and one in Whoosh's own format with one term per word of ours."""
    documents = _documents(120)
    lib = library()
    step = len(documents) // request.param
    for at in range(0, len(documents), step):
        lib.add(*documents[at : at + step])
    # Whoosh keeps what it sorts under one name for all its indexes of a machine.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    stock = RamStorage().create_index(codec.schema())
    with stock.writer() as writer:
        for d in documents:
            writer.add_document(
                id=d.id, title=d.title, note=d.note, body=d.body, tags=" ".join(d.tags), _stored_id=d.id
            )
    return lib, stock.searcher(weighting=scoring.BM25F(B=B, K1=K1))


@pytest.mark.parametrize(
    "text", ["wind", "bread", "wind sun", "music paper bread", "forest river stone city"]
)
def test_scores_are_whooshs(both, text):
    lib, stock = both
    ours = dict(lib.index.search(parse(text), limit=1000, bm25_only=True).hits)
    theirs = _scores(stock, text)
    exact = {article for article, score in ours.items() if score > 1000}
    assert set(ours) == set(theirs)
    assert len(ours) > 3
    for article in set(ours) - exact:
        assert ours[article] == pytest.approx(theirs[article], rel=1e-5)


def test_whooshs_own_searcher_reads_our_index(both):
    lib, stock = both
    with codec.whoosh_searcher(lib.directory, "library-1") as searcher:
        assert _scores(searcher, "wind sun") == pytest.approx(_scores(stock, "wind sun"), rel=1e-5)
        phrase = query.Phrase("body", ["paper", "bread"])
        ours = {article for article, _ in lib.index.search(parse('"paper bread"'), limit=1000).hits}
        assert {hit["id"] for hit in searcher.search(phrase, limit=None)} <= ours
        prefix = {hit["id"] for hit in searcher.search(query.Prefix("title", "br"), limit=None)}
        assert prefix == {article for article, _ in lib.index.search(parse("title:br*"), limit=1000).hits}


def test_fields_are_what_the_schema_says():
    assert isinstance(codec.schema()["body"], fields.TEXT)
