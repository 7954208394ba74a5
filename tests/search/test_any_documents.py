"""Whatever the documents and the queries, every word of a document finds it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.idset import IdSet
from reader.model import Document
from reader.search.analysis.words import split
from reader.search.engine import SearchIndex
from reader.search.query import Filter, Phrase, Query, Word, parse
from tests.examples import examples

_TEXT = st.one_of(
    st.text(max_size=60), st.sampled_from(["The cat sat.", "机器学习 ok", "l'été ÉTÉ", "ไทย", "a-b_c"])
)
_DOCUMENT = st.builds(
    lambda title, note, body, lang: Document(0, title, note, body, lang=lang),
    _TEXT, _TEXT, _TEXT, st.sampled_from(["", "en", "de", "fr", "zh", "??"]),
)  # fmt: skip


@examples(40)
@given(
    st.lists(st.lists(_DOCUMENT, max_size=4), min_size=1, max_size=3),
    st.lists(st.text(max_size=30), max_size=5),
)
def test_every_word_of_a_document_finds_it(new_queue, commits, queries):
    with tempfile.TemporaryDirectory() as directory:
        index = SearchIndex(Path(directory) / "index", "a")
        documents: list[Document] = []
        queue = new_queue()
        for commit in commits:
            new = [
                Document(len(documents) + n, d.title, d.note, d.body, d.lang) for n, d in enumerate(commit, 1)
            ]
            documents += new
            for document in new:
                queue.put(document)
            index.sync(queue)
        assert index.doc_count() == len(documents)
        for document in documents:
            for text in (document.title, document.note, document.body):
                for word in set(split(text)):
                    found = index.search(Query(word, Word(word)), limit=1000)
                    assert document.id in {article for article, _ in found.hits}
                if len(split(text)) > 1:
                    found = index.search(Query(text, Phrase(text)), limit=1000)
                    assert document.id in {article for article, _ in found.hits}
        for text in queries:
            for typing in (False, True):
                assert index.search(parse(text, typing=typing), filter=_odd).complete


def _odd(wanted: Filter) -> IdSet:
    return IdSet.of([1, 99])
