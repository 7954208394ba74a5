"""Articles in some sixty languages, each found by a phrase from its middle."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from reader.model import Document
from reader.search.analysis.words import locate
from reader.search.query import Phrase, Query

_SHARED = Path(os.environ.get("READER_SHARED") or Path(__file__).parents[3] / "shared")
_ARTICLES = _SHARED / "corpus" / "intl" / "articles.jsonl"


@pytest.mark.skipif(not _ARTICLES.exists(), reason="needs the shared corpus (READER_SHARED)")
@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_a_phrase_from_the_middle_finds_its_article(library, every):
    with _ARTICLES.open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines][::every]
    documents = [Document(n, a["title"], "", a["body"]) for n, a in enumerate(articles, 1)]
    lib = library(*documents)
    first = found = 0
    for document in documents:
        words = locate(document.body)
        middle = words[len(words) // 2 : len(words) // 2 + 10]
        phrase = document.body[middle[0][1] : middle[-1][2]]
        hits = [hit for hit, _ in lib.index.search(Query(phrase, Phrase(phrase)), limit=1000).hits]
        found += document.id in hits
        first += hits[:1] == [document.id]
    assert found == len(documents)
    # The newsletters among them share whole paragraphs: no search can tell those apart.
    assert first >= 0.9 * len(documents)
