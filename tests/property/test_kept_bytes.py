"""The bytes of pages and pictures stay as long as an article in the library or in the trash needs them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.changes import Remove, Restore
from reader.model import Article, Asset, Block, Page, Span
from reader.store import Store, open_store
from tests.examples import examples

PICTURE = b"\x89PNG one picture"
OTHER = b"\x89PNG another picture"
ARCHIVE = b"one file that holds two articles"


@dataclass(frozen=True)
class Case:
    """An article of the library: where it comes from, the bytes of its file, its picture."""

    source: str
    raw: bytes
    member: str
    picture: bytes

    def page(self, text: str = "") -> Page:
        body = text or f"Text of {self.source}{self.member}"
        article = Article(f"Title of {body}", (Block("paragraph", (Span(body),)),), ())
        assets = (Asset("picture.png", self.picture, "image/png"),)
        return Page(self.source, self.raw, "utf-8", article, self.member, assets)


CASES = {
    # Two articles of one file, with the same picture.
    1: Case("/book", ARCHIVE, "a", PICTURE),
    2: Case("/book", ARCHIVE, "b", PICTURE),
    # A file of its own with that picture, and one whose file is another one's picture.
    3: Case("/page", b"a page", "", PICTURE),
    4: Case("/odd", PICTURE, "", OTHER),
}


@contextmanager
def shared() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "library") as store:
        for number, case in CASES.items():
            assert store.articles.put(case.page(), float(number), last=case.member != "a").id == number
        yield store


def check(store: Store, there: set[int], removed: set[int]) -> None:
    """The library holds these articles, the trash those, and exactly the bytes that they need."""
    assert set(store.articles.ids()) == there
    assert {one.id for one in store.trash.all()} == removed
    for article in there:
        assert store.articles.raw(article).raw == CASES[article].raw
        assert store.articles.asset(article, "picture.png") == CASES[article].picture
    needed = {raw for article in there | removed for raw in (CASES[article].raw, CASES[article].picture)}
    kept = [
        store._db.value("SELECT count(*) FROM blobs"),
        store._db.value("SELECT count(*) FROM trash_blobs"),
    ]
    assert kept == [len(needed), sum(len({CASES[a].raw, CASES[a].picture}) for a in removed)]
    assert store.inspect() == []


@pytest.mark.parametrize("removed", list(permutations(CASES)))
def test_bytes_come_back_with_articles_that_share_them(removed: tuple[int, ...]) -> None:
    with shared() as store:
        for at, article in enumerate(removed, 1):
            store.journal.apply(Remove((article,)), 10.0)
            check(store, set(CASES) - set(removed[:at]), set(removed[:at]))
        for at in range(len(removed), 0, -1):
            store.journal.undo(20.0)
            check(store, set(CASES) - set(removed[: at - 1]), set(removed[: at - 1]))


@pytest.mark.parametrize("first", CASES)
@pytest.mark.parametrize("second", CASES)
def test_emptying_the_trash_deletes_only_bytes_that_nothing_else_uses(first: int, second: int) -> None:
    with shared() as store:
        store.journal.apply(Remove((first,)), 10.0)
        store.trash.empty()
        check(store, set(CASES) - {first}, set())
        if second != first:
            store.journal.apply(Remove((second,)), 10.0)
            store.journal.undo(20.0)  # it comes back
        store.journal.undo(20.0)  # this one is gone for good
        check(store, set(CASES) - {first}, set())


steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["remove", "restore", "expire"]), st.sampled_from(sorted(CASES))),
        st.tuples(st.sampled_from(["undo", "redo", "empty", "mend"]), st.just(0)),
    ),
    max_size=12,
)


@examples(40)
@given(steps)
def test_no_order_of_changes_loses_bytes_that_are_used(taken: list[tuple[str, int]]) -> None:
    with shared() as store:
        deleted: set[int] = set()
        for step, article in taken:
            before = {one.id for one in store.trash.all()}
            match step:
                case "remove":
                    store.journal.apply(Remove((article,)), 10.0)
                case "restore":
                    store.journal.apply(Restore((article,)), 20.0)
                case "undo":
                    store.journal.undo(20.0)
                case "redo":
                    store.journal.redo(20.0)
                case "expire":
                    store._db.execute("UPDATE trash SET removed = -1e9 WHERE article = ?", (article,))
                    store.trash.expire(10.0)
                    deleted |= before & {article}
                case "empty":
                    store.trash.empty()
                    deleted |= before
                case "mend":
                    store.mending.drop_lost()
            removed = {one.id for one in store.trash.all()}
            check(store, set(CASES) - deleted - removed, removed)
