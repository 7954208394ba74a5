from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from reader.search.analysis.words import asked, fold, locate, query_words, split, terms
from reader.search.passages.snippets import marks, snippet
from reader.search.query import MAX_DEPTH, And, Not, Or, parse
from tests.examples import examples

_PIECES = st.sampled_from(
    [
        "(",
        ")",
        '"',
        "-",
        "OR",
        "AND",
        "NOT",
        "title:",
        "is:",
        "is:unread",
        "foo:",
        "*",
        " ",
        "cat",
        "机器",
        "|",
    ]
)
_QUERIES = st.one_of(
    st.text(max_size=60), st.lists(_PIECES, max_size=30).map("".join), st.lists(_PIECES).map(" ".join)
)


def depth(node) -> int:
    if isinstance(node, And | Or):
        return 1 + max(map(depth, node.nodes))
    return 1 + depth(node.node) if isinstance(node, Not) else 1


@examples(300)
@given(_QUERIES, st.booleans())
def test_any_text_parses_and_stays_shallow(text, typing):
    query = parse(text, typing=typing)
    assert query.text == text
    assert query.node is None or depth(query.node) <= 3 * MAX_DEPTH + 3
    assert all(asked(part.text).size for part in query.positive())


@examples(200)
@given(st.text(max_size=80))
@example("A㈠ ㈠A ℂ2")
def test_words_are_never_empty_and_stand_where_they_say(text):
    words = locate(text)
    assert [raw for raw, _, _ in words] == split(text)
    assert len(terms(text)) == len(words)
    assert all(terms(text))
    assert all(0 <= start < end <= len(text) for _, start, end in words)
    assert len(query_words(text)) <= len(words)


@examples(200)
@given(st.text(max_size=30))
def test_folding_takes_case_away(text):
    for word in split(text):
        assert fold(word)
        assert fold(word.upper().lower()) == fold(word.upper()) or not word.isascii()


@examples(200)
@given(st.text(max_size=200), _QUERIES, st.integers(1, 80), st.sampled_from(["", "de", "xx"]))
def test_snippets_of_anything(text, query, length, lang):
    parsed = parse(query)
    shown = snippet(text, parsed, lang, length)
    for where, size in ((marks(text, parsed, lang), len(text)), (shown.marks, len(shown.text))):
        ends = [0, *(place for mark in where for place in mark)]
        assert ends == sorted(ends)
        assert all(start < end <= size for start, end in where)
    assert "\n" not in shown.text
