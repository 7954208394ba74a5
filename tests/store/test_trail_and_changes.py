"""The change queue and the trail."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import ArticleNotFound
from reader.model import Link, Position, Scene, Visit
from reader.store import Store, open_store

# --- the change queue ---------------------------------------------------------------------------------------


def test_every_change_of_what_is_indexed_is_queued_and_nothing_else(store: Store, put) -> None:
    def drain() -> list[tuple[int, bool]]:
        pending = store.changes.pending(100)
        store.changes.acknowledge([change.seq for change in pending])
        return [(change.article, change.document is not None) for change in pending]

    one = put("/1", "One", "Text one")
    two = put("/2", "", "The first words of the second article")
    assert drain() == [(one, True), (two, True)]
    store.state.mark_read(one, 1.0)
    store.state.save_position(one, Position(0, 1), 0.1)
    put("/3", "One", "Text one")  # a second source
    assert drain() == []
    put("/1", "One", "Text one", Link("next", "Two"))  # now with a source of its own again
    assert drain() == []
    three = put("/4", "Three", "Third", Link("recommended", "Two", "The first words of the second a..."))
    assert drain() == [(three, True), (two, True)]  # two has a title now
    assert store.articles.document(two).title == "Two"
    store.articles.remove([three])
    assert drain() == [(three, False), (two, True)]


def test_an_article_without_a_language_gets_one_when_its_turn_comes(store: Store, put) -> None:
    """As in a library that was filled before languages were looked at."""
    german = put(
        "/1", "Boote", "Die Boote fuhren aus und kamen mit den Netzen zurück, denn es war nicht die Zeit."
    )
    unclear = put("/2", "Words", "Kubernetes Terraform Ansible")
    assert store.articles.get(german).lang == ""
    pending = store.changes.pending(10)
    assert {c.article: c.document.lang for c in pending if c.document} == {german: "de", unclear: ""}
    assert store.facts.in_language("de") == [german]
    store.changes.acknowledge([change.seq for change in pending])
    assert store.changes.pending(10) == []


def test_a_change_that_arrives_meanwhile_is_not_lost(store: Store, put) -> None:
    one = put("/1", "One", "Text")
    seen = store.changes.pending(10)
    put("/1", "One", "Other text")
    store.changes.acknowledge([change.seq for change in seen])
    (left,) = store.changes.pending(10)
    assert left.article == one
    assert left.document is not None
    assert left.document.body == "Other text"


def test_only_the_latest_change_of_an_article_counts(store: Store, put) -> None:
    one = put("/1", "One", "Text")
    put("/2", "Two", "Text two")
    put("/1", "One", "Other text")
    assert [change.article for change in store.changes.pending(10)] == [one + 1, one]
    assert [change.article for change in store.changes.pending(1)] == [one + 1]
    store.articles.remove([one])
    assert [(change.article, change.document) for change in store.changes.pending(10)][1:] == [(one, None)]


def test_articles_out_of_turn(store: Store, put) -> None:
    ids = [put(f"/{n}", f"Title {n}", f"Text {n}") for n in range(4)]
    store.articles.remove([ids[3]])
    store.changes.acknowledge([change.seq for change in store.changes.pending(2)])
    one, three, gone, never = store.changes.of([ids[0], ids[2], ids[3], 99])
    assert (one.seq, one.document.body) == (0, "Text 0")
    assert three.seq == store.changes.queued()[ids[2]]
    assert gone.document is None
    assert gone.seq
    assert (never.seq, never.document) == (0, None)


def test_the_mark_says_whether_anything_that_is_indexed_has_changed(store: Store, put) -> None:
    one, two = put("/1", "One", "Text"), put("/2", "Two", "Text two")
    before = store.changes.marks()
    assert before == {change.article: change.document.mark for change in store.changes.pending(9)}
    store.articles.tag(two, ["x"])
    store.state.mark_read(one, 1.0)
    after = store.changes.marks()
    assert (after[one] == before[one], after[two] == before[two]) == (True, False)


def test_why_an_article_is_not_indexed_is_kept_until_it_is(store: Store, put) -> None:
    one, two = put("/1", "One", "Text"), put("/2", "Two", "Text two")
    store.changes.acknowledge([], articles=[one, two], reasons={one: "too long", two: "odd", 99: "gone"})
    assert store.changes.unindexed() == {one: "too long", two: "odd"}
    store.changes.acknowledge([], articles=[two], reasons={})
    assert store.changes.unindexed() == {one: "too long"}
    store.articles.remove([one])
    assert store.changes.unindexed() == {}


def test_the_epoch_is_kept_with_what_was_acknowledged(store: Store, put) -> None:
    put("/1", "One", "Text")
    assert store.changes.epoch() == ""
    store.changes.acknowledge(list(store.changes.queued().values()), epoch="first")
    store.changes.acknowledge([])
    assert (store.changes.epoch(), store.changes.count()) == ("first", 0)


# --- the trail ----------------------------------------------------------------------------------------------


def test_back_and_forward(store: Store, put) -> None:
    a, b, c = (put(f"/{n}", f"Title {n}", f"Text {n}") for n in "abc")
    trail = store.trail
    assert trail.current() is trail.back() is trail.forward() is None
    first = trail.follow(Visit(a, at=1.0))
    trail.update(Position(2, 7), Scene("bees", 5, "list", 3, marked=False))
    second = trail.follow(Visit(b, at=2.0))
    trail.follow(Visit(c, at=3.0))
    assert (first.parent, second.parent) == (None, first.id)
    assert trail.back() == second
    left = Scene("bees", 5, "list", 3, marked=False)
    assert trail.back() == Visit(a, Position(2, 7), left, 1.0, first.id, None)
    assert trail.back() is None
    assert trail.current().article == a  # type: ignore[union-attr]
    assert trail.forward() == second
    assert trail.forward().article == c  # type: ignore[union-attr]
    assert trail.forward() is None
    assert trail.jump(first.id).article == a  # type: ignore[union-attr]
    assert trail.jump(99) is None
    assert [visit.article for visit in trail.recent(2)] == [c, b]


def test_a_branch_that_is_left_is_not_lost(store: Store, put) -> None:
    a, b, c = (put(f"/{n}", f"Title {n}", f"Text {n}") for n in "abc")
    root = store.trail.follow(Visit(a))
    left = store.trail.follow(Visit(b))
    store.trail.back()
    branch = store.trail.follow(Visit(c))
    assert branch.parent == root.id
    store.trail.back()
    assert store.trail.forward() == branch
    assert store.trail.jump(left.id) == left
    store.trail.back()
    assert store.trail.forward() == left


def test_the_line_is_what_back_and_forward_lead_through(store: Store, put) -> None:
    a, b, c = (put(f"/{n}", f"Title {n}", f"Text {n}") for n in "abc")
    assert store.trail.line() == []
    root = store.trail.follow(Visit(a))
    left = store.trail.follow(Visit(b))
    store.trail.back()
    branch = store.trail.follow(Visit(c))
    assert store.trail.line() == [root.id, branch.id]
    store.trail.back()
    assert store.trail.line() == [root.id, branch.id]
    store.trail.jump(left.id)
    assert store.trail.line() == [root.id, left.id]


def test_the_trail_is_there_after_a_restart(library: Path, store: Store, put) -> None:
    a, b = (put(f"/{n}", f"Title {n}", f"Text {n}") for n in "ab")
    store.trail.follow(Visit(a))
    store.trail.update(Position(1, 2), Scene("q"))
    store.trail.follow(Visit(b))
    store.close()
    with open_store(library) as again:
        assert again.trail.current().article == b  # type: ignore[union-attr]
        back = again.trail.back()
        assert back is not None
        assert (back.article, back.position, back.scene) == (a, Position(1, 2), Scene("q"))


def test_visits_of_removed_articles_leave_no_gap(store: Store, put) -> None:
    a, b, c = (put(f"/{n}", f"Title {n}", f"Text {n}") for n in "abc")
    for article in (a, b, b, c, b):
        store.trail.follow(Visit(article))
    store.articles.remove([b])
    assert store.trail.current().article == c  # type: ignore[union-attr]
    assert store.trail.back().article == a  # type: ignore[union-attr]
    assert store.trail.forward().article == c  # type: ignore[union-attr]
    assert [visit.article for visit in store.trail.recent(9)] == [c, a]
    assert store.integrity() == []
    with pytest.raises(ArticleNotFound):
        store.trail.follow(Visit(b))


def test_the_trail_follows_an_article_whose_page_becomes_another(store: Store, put) -> None:
    old = put("/a", "Title", "Old")
    other = put("/b", "Title", "New")
    store.trail.follow(Visit(old))
    put("/a", "Title", "New")
    assert store.trail.current().article == other  # type: ignore[union-attr]
