"""Changes are kept in a journal: exactly what they changed is undone, and nothing else."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reader.changes import Applied, MarkRead, Put, Remove, Restore, SetTags, Star, Tag
from reader.errors import LibraryReadOnly
from reader.store import Store, aspects, journal, open_store

PutPage = Callable[..., int]


@pytest.fixture
def ids(put: PutPage) -> tuple[int, ...]:
    return tuple(put(f"/{number}", f"Title {number}", f"Text {number}") for number in range(10))


def starred(store: Store) -> set[int]:
    return set(store.facts.starred())


def undo(store: Store) -> Applied:
    applied = store.journal.undo(9.0)
    assert applied is not None
    return applied


def redo(store: Store) -> Applied:
    applied = store.journal.redo(9.0)
    assert applied is not None
    return applied


def test_undoing_leaves_alone_what_was_so_before(store: Store, ids: tuple[int, ...]) -> None:
    store.journal.apply(Star(ids[:3]), 1.0)
    applied = store.journal.apply(Star(ids), 2.0)
    assert applied.articles == ids[3:]
    assert applied.inverse == Put("star", ((False, ids[3:]),))
    assert starred(store) == set(ids)
    assert set(undo(store).articles) == set(ids[3:])
    assert starred(store) == set(ids[:3])
    assert set(redo(store).articles) == set(ids[3:])
    assert starred(store) == set(ids)


def test_the_inverse_is_a_change_like_any_other(store: Store, ids: tuple[int, ...]) -> None:
    store.journal.apply(SetTags(ids[:2], ("b", "a")), 1.0)
    changed = store.journal.apply(SetTags(ids[:3], ("c",)), 2.0)
    back = store.journal.apply(changed.inverse, 3.0)
    assert [store.articles.tags.of(article) for article in ids[:3]] == [("b", "a"), ("b", "a"), ()]
    store.journal.apply(back.inverse, 4.0)
    assert [store.articles.tags.of(article) for article in ids[:3]] == [("c",)] * 3
    undo(store)
    assert store.articles.tags.of(ids[0]) == ("b", "a")


def test_a_change_that_changes_nothing_is_not_kept(store: Store, ids: tuple[int, ...]) -> None:
    store.journal.apply(Star(ids[:1]), 1.0)
    undo(store)
    nothing = store.journal.apply(Star(ids[:1], False), 2.0)
    assert (nothing.number, nothing.articles) == (None, ())
    # So there still is something to redo.
    assert redo(store).articles == ids[:1]


def test_marking_unread_gives_the_times_back(store: Store, ids: tuple[int, ...]) -> None:
    times = {article: 1000.1 + article / 3 for article in ids[:4]}
    for article, time in times.items():
        store.state.mark_read(article, time)
    store.journal.apply(MarkRead(ids[:5], False), 5.0)
    assert [store.articles.summary(article).read for article in ids[:5]] == [None] * 5
    undo(store)
    assert {article: store.articles.summary(article).read for article in times} == times


def test_tags_are_tidied_and_come_back_in_their_order(store: Store, ids: tuple[int, ...]) -> None:
    store.articles.tag(ids[0], ["zebra", "apple", "mango"])
    store.journal.apply(Tag(ids[:2], add=("#Kiwi", "apple"), remove=("MANGO",)), 1.0)
    assert store.articles.tags.of(ids[0]) == ("zebra", "apple", "kiwi")
    assert store.facts.tagged("kiwi") == [ids[0], ids[1]]
    undo(store)
    assert store.articles.tags.of(ids[0]) == ("zebra", "apple", "mango")
    assert store.articles.tags.of(ids[1]) == ()
    assert store.facts.tagged("kiwi") == []
    assert store.facts.tagged("mango") == [ids[0]]


def test_what_has_changed_since_stays(store: Store, ids: tuple[int, ...]) -> None:
    store.journal.apply(MarkRead(ids[:3]), 5.0)
    store.state.mark_read(ids[0], 7.0)
    store.articles.remove([ids[1]])
    applied = undo(store)
    assert (applied.articles, applied.kept, applied.missing) == (ids[2:3], ids[:1], ids[1:2])
    assert store.articles.summary(ids[0]).read == 7.0
    again = redo(store)
    assert (again.articles, again.kept) == (ids[2:3], ids[:1])
    assert store.articles.summary(ids[0]).read == 7.0


def test_undo_goes_further_back_and_redo_forward_until_something_else_is_changed(
    store: Store, ids: tuple[int, ...]
) -> None:
    for article in ids[:3]:
        store.journal.apply(Star((article,)), 1.0)
    assert [undo(store).articles, undo(store).articles] == [ids[2:3], ids[1:2]]
    assert redo(store).articles == ids[1:2]
    assert [entry.undone for entry in store.journal.entries(9)] == [True, False, False]
    store.journal.apply(Star(ids[5:6]), 2.0)
    assert store.journal.redo(3.0) is None
    assert [undo(store).articles for _ in range(3)] == [ids[5:6], ids[1:2], ids[0:1]]
    assert store.journal.undo(3.0) is None
    assert starred(store) == set()


def test_another_process_can_undo_after_a_restart(store: Store, ids: tuple[int, ...], library: Path) -> None:
    store.journal.apply(Star(ids[:2]), 1.0)
    with open_store(library) as other:
        assert undo(other).articles == ids[:2]
    assert starred(store) == set()
    assert redo(store).articles == ids[:2]


def test_articles_that_do_not_exist_are_named(store: Store, ids: tuple[int, ...]) -> None:
    applied = store.journal.apply(Star((ids[0], 77, ids[0])), 1.0)
    assert (applied.articles, applied.missing) == (ids[:1], (77,))
    assert store.journal.apply(Restore((ids[0], 77)), 1.0).missing == (77,)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("change", '{"kind": "Burn"}'),
        ("change", '{"kind": "Remove"}'),
        ("change", "not JSON"),
        ("change", "[" * 100_000),
        ("change", b"\xff"),
        ("aspect", "price"),
        ("aspect", 7),
        ("facts", "text"),
        ("facts", b"no zlib"),
        ("facts", zlib.compress(b'[[false, true, ["1"]]]')),
        ("facts", zlib.compress(b"[[false, true, [true]]]")),
        ("facts", zlib.compress(b"[[0, 1, [1]]]")),
        ("facts", zlib.compress(b"{}")),
        ("facts", zlib.compress(b"[[false, true, [-1]]]")),
        ("facts", zlib.compress(json.dumps([[False, True, [2**40]]]).encode())),
    ],
)
def test_an_entry_that_cannot_be_read_is_skipped_and_never_run(
    store: Store, ids: tuple[int, ...], library: Path, column: str, value: object
) -> None:
    store.journal.apply(Star(ids[:1]), 1.0)
    store.journal.apply(Star(ids[1:2]), 2.0)
    with closing(sqlite3.connect(library)) as connection:
        connection.execute(f"UPDATE journal SET {column} = ? WHERE number = 2", (value,))
        connection.commit()
    assert store.inspect()
    assert [(entry.number, bool(entry.problem)) for entry in store.journal.entries(9)] == [
        (2, True),
        (1, False),
    ]
    applied = undo(store)
    assert (applied.articles, applied.skipped) == (ids[:1], 1)
    assert starred(store) == {ids[1]}
    assert store.journal.undo(3.0) is None
    assert len(store.articles.ids()) == len(ids)


def test_the_journal_is_bounded(store: Store, ids: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    def numbers() -> list[int]:
        return [entry.number for entry in store.journal.entries(99)]

    def change(now: float) -> None:
        on = ids[0] not in starred(store)
        store.journal.apply(Star(ids[:1], on), now)

    monkeypatch.setattr(journal, "MOST_ENTRIES", 3)
    for _ in range(5):
        change(1.0)
    assert numbers() == [5, 4, 3]
    change(2.0 + journal.MOST_SECONDS)
    assert numbers() == [6]
    monkeypatch.setattr(journal, "MOST_BYTES", 1)
    change(2.0 + journal.MOST_SECONDS)
    # The latest can always be undone.
    assert numbers() == [7]
    assert undo(store).articles == ids[:1]


def test_removal_that_ends_half_way_is_kept_and_undone(
    store: Store, ids: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aspects._OfBeingHere, "at_once", 4)
    steps: list[tuple[int, int]] = []
    applied = store.journal.apply(
        Remove(ids), 1.0, lambda done, total: steps.append((done, total)), lambda: len(steps) == 2
    )
    assert steps == [(4, 10), (8, 10)]
    assert set(applied.articles) == set(ids[:8])
    assert set(store.articles.ids()) == set(ids[8:])
    steps.clear()
    done = store.journal.undo(2.0, lambda done, total: steps.append((done, total)))
    assert steps == [(4, 8), (8, 8)]
    assert done is not None
    assert set(done.articles) == set(ids[:8])
    assert set(store.articles.ids()) == set(ids)
    assert len(store.journal.entries(9)) == 1


_KILLED = """
import os, sys
from reader.changes import Remove
from reader.store import aspects, open_store

aspects._OfBeingHere.at_once = 3
with open_store(sys.argv[1]) as store:
    def report(done, total):
        if done == 6:
            os._exit(9)
    if sys.argv[2] == "undo":
        store.journal.undo(1.0, report)
    else:
        store.journal.apply(Remove(tuple(store.articles.ids())), 1.0, report)
"""


def test_a_process_that_is_killed_loses_nothing(store: Store, ids: tuple[int, ...], library: Path) -> None:
    def killed(what: str) -> None:
        command = [sys.executable, "-c", _KILLED, str(library), what]
        assert subprocess.run(command, check=False).returncode == 9

    killed("remove")
    assert len(store.trash.all()) == 6
    assert len(store.articles.ids()) == 4
    killed("undo")
    # All were back when it was killed, but that was not noted.
    assert set(store.articles.ids()) == set(ids)
    assert store.inspect() == []
    killed("remove")
    assert undo(store).articles
    assert set(store.articles.ids()) == set(ids)
    assert store.trash.all() == []


def test_an_error_in_the_middle_changes_nothing(
    store: Store, ids: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store.journal, "_bound", fail)
    with pytest.raises(KeyboardInterrupt):
        store.journal.apply(Remove(ids), 1.0)
    assert set(store.articles.ids()) == set(ids)
    assert store.trash.all() == []
    assert store.journal.entries(9) == []


def test_a_read_only_library_keeps_changes_of_state_for_the_session_alone(
    store: Store, ids: tuple[int, ...], library: Path, read_only: Callable[..., object]
) -> None:
    store.close()
    with read_only(library.parent), open_store(library) as opened:  # type: ignore[attr-defined]
        with pytest.raises(LibraryReadOnly):
            opened.journal.apply(Star(ids[:1]), 1.0)
        opened.keep_for_session()
        opened.journal.apply(Star(ids[:2]), 1.0)
        assert starred(opened) == set(ids[:2])
        for change in (Remove(ids[:1]), SetTags(ids[:1], ("a",))):
            with pytest.raises(LibraryReadOnly):
                opened.journal.apply(change, 1.0)
        assert undo(opened).articles == ids[:2]
        assert starred(opened) == set()
    with open_store(library) as opened:
        assert opened.journal.entries(9) == []
