"""Space that removed articles leave goes back to the disk; the log comes home while nobody waits."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reader.library import Library
from reader.store import Patience, Store, open_store

ARTICLES = 60


def _fill(store: Store, make_page: Callable[..., object]) -> None:
    chance = random.Random(1)
    with store.transaction():
        for number in range(ARTICLES):
            body = " ".join(f"{chance.getrandbits(64):016x}" for _ in range(2500))
            store.articles.put(make_page(f"/{number}", f"Title {number}", body), 1.0)  # type: ignore[arg-type]


@pytest.fixture
def full(library: Path, make_page) -> int:
    """The size of the library's file with all articles in it."""
    with open_store(library) as store:
        _fill(store, make_page)
    size = library.stat().st_size
    assert size > 4 << 20
    return size


def _without_incremental_vacuum(library: Path) -> None:
    """Makes the library one of a version that could not take free pages off its end."""
    with closing(sqlite3.connect(library, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA auto_vacuum = NONE")
        connection.execute("VACUUM")


@pytest.mark.parametrize("old", [False, True], ids=["new", "old"])
def test_the_file_shrinks_when_everything_was_removed(library: Path, full: int, old: bool) -> None:
    if old:
        _without_incremental_vacuum(library)
    with open_store(library) as store:
        store.articles.remove(store.articles.ids())
        given = store.give_back_space()
        assert given > full * 0.9
        assert library.stat().st_size < full / 10
        assert library.with_name("library.sqlite3-wal").stat().st_size == 0
        assert store.integrity() == []
        assert store.give_back_space() == 0


@pytest.mark.parametrize("old", [False, True], ids=["new", "old"])
def test_what_is_left_is_whole(library: Path, full: int, old: bool) -> None:
    if old:
        _without_incremental_vacuum(library)
    with open_store(library) as store:
        kept = store.articles.ids()[:5]
        texts = [store.articles.get(article) for article in kept]
        store.articles.remove(store.articles.ids()[5:])
        store.give_back_space()
        assert library.stat().st_size < full / 4
        assert [store.articles.get(article) for article in kept] == texts
        assert store.integrity() == []


def test_little_free_space_stays_for_the_next_articles(library: Path, full: int) -> None:
    with open_store(library) as store:
        store.articles.remove(store.articles.ids()[:3])
        assert store.give_back_space() == 0
    assert library.stat().st_size == full


@pytest.mark.parametrize("old", [False, True], ids=["new", "old"])
def test_others_that_read_or_write_are_not_disturbed(library: Path, full: int, old: bool) -> None:
    if old:
        _without_incremental_vacuum(library)
    with open_store(library) as store, open_store(library, Patience(0.0)) as other:
        store.articles.remove(store.articles.ids()[5:])
        with other.transaction():
            other.state.star(other.articles.ids()[0])
            assert store.give_back_space() == 0
        store.give_back_space()
        assert [summary.starred for summary in other.articles.summaries(other.articles.ids())] == [
            True,
            *[False] * 4,
        ]
        assert other.integrity() == []


def test_giving_back_can_be_ended_early_and_taken_up_again(library: Path, full: int) -> None:
    with open_store(library) as store:
        store.articles.remove(store.articles.ids())
        assert store.give_back_space(lambda: True) == 0
        assert store.give_back_space() > full * 0.9


def test_emptying_the_trash_gives_the_space_back(run, tmp_path: Path, page_text, data: Path) -> None:
    chance = random.Random(1)
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(ARTICLES):
        text = " ".join(f"{chance.getrandbits(64):016x}" for _ in range(2500))
        (folder / f"{number}.txt").write_text(page_text(f"Title {number}", text))
    with Library.open() as library:
        library.add([folder], index=False)
    full = (data / "library.sqlite3").stat().st_size
    assert run("remove", *range(1, ARTICLES + 1)).code == 0
    assert run("trash", "--empty", "--yes").code == 0
    assert (data / "library.sqlite3").stat().st_size < full / 10


# --- the log ------------------------------------------------------------------------------------------


def test_at_rest_the_log_goes_into_the_file(library: Path, make_page) -> None:
    log = library.with_name("library.sqlite3-wal")
    with open_store(library) as store:
        store.articles.put(make_page(title="One", body="Text"), 1.0)
        store.rest()
        assert log.stat().st_size > 0  # something was written just before
        store.rest()
        assert log.stat().st_size == 0
        copy = library.with_name("copy")
        shutil.copy(library, copy)
        version = store.version()
        store.rest()
        assert store.version() == version
    with open_store(copy) as store:
        assert len(store.articles.ids()) == 1


def test_at_rest_nobody_is_waited_for(library: Path, make_page) -> None:
    with open_store(library) as store, open_store(library) as other:
        store.state.star(store.articles.put(make_page(title="One", body="Text"), 1.0).id)
        with other.transaction():
            store.rest()
            store.rest()
        store.rest()
        assert library.with_name("library.sqlite3-wal").stat().st_size == 0
