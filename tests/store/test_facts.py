"""What lists are ordered and narrowed by, and that whoever remembers it is told when it has changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from reader.model import Position
from reader.store import Store, open_store
from reader.store.facts import LibraryPart

PARTS: tuple[LibraryPart, ...] = ("articles", "state", "tags")


@pytest.fixture
def changed(store: Store) -> Callable[..., set[LibraryPart]]:
    """Tells which parts have another revision after something is done, in the eyes of two connections."""

    def run(action: Callable[[], object], other: Store | None = None) -> set[LibraryPart]:
        eyes = [store] if other is None else [store, other]
        before = [{part: each.facts.revision(part) for part in PARTS} for each in eyes]
        action()
        after = [{part: each.facts.revision(part) for part in PARTS} for each in eyes]
        seen = [{part for part in PARTS if a[part] != b[part]} for a, b in zip(after, before, strict=True)]
        assert all(parts == seen[0] for parts in seen)
        return seen[0]

    return run


def test_what_is_the_case(store: Store, put) -> None:
    one = put("/pages/One.txt", "One", "word " * 3, now=2.5, lang="en", tags=("wind",))
    two = put("/pages/ÀB.txt", "Two", "word " * 2, now=7.0, lang="de")
    three = put("/pages/caf\udce9.txt", "Three", "word " * 9, now=2.5, lang="en")
    store.state.mark_read(three, 50.0)
    store.state.mark_read(one, 60.25)
    store.state.mark_read(two, 60.0)
    store.state.mark_unread(two)
    store.state.star(two)
    facts = store.facts
    assert facts.in_order() == ([two, one, three], [7_000_000, 2_500_000, 2_500_000])
    assert facts.by_words() == ([two, one, three], [2, 3, 9])
    assert facts.by_read() == ([three, one], [50_000_000, 60_250_000])
    assert facts.starred() == [two]
    assert facts.tagged("WIND") == [one]
    assert sorted(facts.in_language("EN")) == [one, three]
    assert sorted(zip(*facts.sources(), strict=True)) == [
        (one, "/pages/one.txt"),
        (two, "/pages/àb.txt"),
        (three, "/pages/caf\udce9.txt"),
    ]


@pytest.mark.parametrize("text", ["\udcff\ud800", "%_\x00'\"", ""])
def test_text_that_is_none_matches_nothing(store: Store, put, text: str) -> None:
    put("/a", "One", "Text", lang="en", tags=("wind",))
    assert store.facts.tagged(text) == store.facts.in_language(text) == []


def test_an_empty_library(store: Store) -> None:
    assert store.facts.in_order() == store.facts.by_words() == store.facts.by_read() == ([], [])
    assert store.facts.sources() == ([], [])


def test_a_part_has_another_revision_when_it_changes_and_only_then(
    store: Store, library: Path, make_page, changed
) -> None:
    with open_store(library) as other:

        def put(*args: object, into: Store = store, **kwargs: object) -> int:
            return into.articles.put(make_page(*args, lang="en", **kwargs), 1.0).id

        def see(action: Callable[[], object]) -> set[LibraryPart]:
            return changed(action, other)

        assert see(lambda: put("/a", "A", "Text of a")) == {"articles"}
        assert see(lambda: put("/b", "B", "Text of b", tags=("x",), into=other)) == {"articles", "tags"}
        assert see(lambda: put("/a", "A", "Text of a")) == set()
        assert see(lambda: put("/a", "A", "More text of a")) == {"articles"}
        # Reading on, looking for something and indexing change nothing that lists depend on.
        assert see(lambda: store.state.save_position(1, Position(0, 3), 0.5)) == set()
        assert see(lambda: store.searches.remember("wind", 1.0)) == set()
        assert see(lambda: other.changes.acknowledge([c.seq for c in other.changes.pending(9)])) == set()
        assert see(lambda: store.changes.acknowledge([], epoch="one")) == set()
        assert see(lambda: store.state.mark_read(1, 5.0)) == {"state"}
        assert see(lambda: store.state.mark_read(1, 5.0)) == set()
        assert see(lambda: other.state.mark_read(1, 6.0)) == {"state"}
        assert see(lambda: store.state.star(2)) == {"state"}
        assert see(lambda: store.state.star(2, False)) == {"state"}
        assert see(lambda: store.state.save_position(2, Position(0, 1), 0.1)) == set()
        assert see(lambda: store.state.mark_unread(1)) == {"state"}
        assert see(lambda: store.articles.tag(1, ["y"])) == {"tags"}
        assert see(lambda: other.articles.tag(1, [])) == {"tags"}
        assert see(lambda: store.articles.remove([2])) == {"articles", "tags"}
        # The same text from a second source; and that source going over to another article.
        assert see(lambda: put("/c", "A", "More text of a")) == {"articles"}
        assert see(lambda: put("/d", "D", "Text of d")) == {"articles"}
        assert see(lambda: put("/c", "D", "Text of d")) == {"articles"}


def test_what_may_yet_be_undone_is_not_taken_for_what_follows(store: Store, put, changed) -> None:
    article = put("/a", "A", "Text")
    inside: list[object] = []

    def undone() -> None:
        with suppress(KeyError), store.transaction():
            store.state.star(article)
            inside.append(store.facts.revision("state"))
            raise KeyError

    assert changed(undone) == set()
    store.state.mark_read(article, 1.0)
    assert store.facts.revision("state") not in inside


def test_in_a_library_that_cannot_be_written_the_session_counts(library: Path, make_page) -> None:
    with open_store(library) as store:
        article = store.articles.put(make_page("/a", "A", "Text"), 1.0).id
    library.chmod(0o400)
    library.parent.chmod(0o500)
    try:
        with open_store(library) as store:
            if not store.read_only:
                pytest.skip("root may write to any file")
            store.keep_for_session()
            before = store.facts.revision("state"), store.facts.revision("articles")
            store.state.star(article)
            assert store.facts.revision("state") != before[0]
            assert store.facts.revision("articles") == before[1]
            assert store.facts.starred() == [article]
    finally:
        library.parent.chmod(0o700)
        library.chmod(0o600)
