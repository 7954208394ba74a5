"""What was read on which day: added up, also of articles that are removed, and forgotten when asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from reader.changes import Remove, Restore
from reader.model import Position
from reader.reading_days import ReadAmount, ReadingDay, ReadingTime, summed_up
from reader.store import Store, open_store
from reader.store.migrations import MIGRATIONS, script, statements
from tests.store.conftest import make_page

NOON = datetime(2024, 3, 9, 12).timestamp()
DAY = 86_400.0
TODAY = date(2024, 3, 9)


@pytest.fixture
def wall(store: Store) -> int:
    page = make_page("/1", "Walls", "The wall is built of grey stone.", lang="en")
    return store.articles.put(page, 1.0).id


def total(store: Store) -> ReadAmount:
    return summed_up(store.reading.all(), TODAY, 4).total


def test_a_day_has_one_row_for_each_article(store: Store, wall: int) -> None:
    store.reading.add([ReadingTime(wall, 60.0, 100)], NOON)
    store.reading.add([ReadingTime(wall, 30.0, 50, True)], NOON + 60)
    store.reading.add([ReadingTime(wall, 10.0, 20)], NOON + DAY)
    assert store.reading.all() == [
        ReadingDay(TODAY, wall, 90.0, 150, 1, "", "en", True),
        ReadingDay(date(2024, 3, 10), wall, 10.0, 20, 0, "", "en", True),
    ]
    assert total(store) == ReadAmount(1, 100.0, 170)
    assert store.inspect() == []


def test_sites_are_those_of_the_articles(store: Store, wall: int) -> None:
    with store.transaction():
        store._db.execute("UPDATE articles SET url = 'https://www.example.org/a', url_key = 'example.org/a'")
    store.reading.add([ReadingTime(wall, 60.0, 100)], NOON)
    assert store.reading.all()[0].site == "example.org"


def test_what_was_read_of_a_removed_article_stays_without_its_name(store: Store, wall: int) -> None:
    other = store.articles.put(make_page("/2", "Tides", "Twice a day."), 1.0).id
    for article in (wall, other):
        store.reading.add([ReadingTime(article, 60.0, 100, True)], NOON)
    before = total(store)
    store.journal.apply(Remove((wall, other)), 5.0)
    assert total(store) == before == ReadAmount(2, 120.0, 200)
    assert {(row.article, row.here, row.lang) for row in store.reading.all()} == {
        (wall, False, ""),
        (other, False, ""),
    }
    store.journal.apply(Restore((wall,)), 6.0)
    assert [row.here for row in store.reading.all()] == [True, False]
    store.journal.apply(Remove((wall,)), 7.0)
    store.trash.empty()
    assert store.reading.all() == [ReadingDay(TODAY, 0, 120.0, 200, 2, here=False)]
    assert total(store) == before
    assert store.inspect() == []


def test_an_article_deleted_at_once_and_one_that_is_merged(store: Store, wall: int) -> None:
    other = store.articles.put(make_page("/2", "Tides", "Twice a day."), 1.0).id
    store.reading.add([ReadingTime(wall, 60.0, 100), ReadingTime(other, 1.0, 2)], NOON)
    assert store.articles.put(make_page("/1", "Tides", "Twice a day."), 2.0).id == other
    assert [(row.article, row.words) for row in store.reading.all()] == [(other, 102)]
    store.articles.remove([other])
    assert [(row.article, row.words) for row in store.reading.all()] == [(0, 102)]


def test_it_can_be_forgotten(store: Store, wall: int) -> None:
    for number in range(3):
        store.reading.add([ReadingTime(wall, 60.0, 100)], NOON + number * DAY)
    assert store.reading.forget() == 3
    assert store.reading.all() == []
    assert store.inspect() == []


def test_damaged_rows_are_no_days(library: Path, put_into: Callable[..., None]) -> None:
    with open_store(library) as store:
        wall = store.articles.put(make_page("/1", "Walls", "Grey stone."), 1.0).id
        for number in range(2):
            store.reading.add([ReadingTime(wall, 60.0, 100)], NOON + number * DAY)
    put_into(library, "reading_days", "day", "soon", "id = 1")
    put_into(library, "reading_days", "seconds", "x", "id = 2")
    with open_store(library) as store:
        assert [(row.seconds, row.words) for row in store.reading.all()] == [(0.0, 100)]
        for finding in store.inspect():
            store.mending.keep(finding.part, finding.key)
        assert store.inspect() == []


def test_a_library_of_the_version_before_knows_what_was_finished_and_opened(library: Path) -> None:
    before = MIGRATIONS[: MIGRATIONS.index("0021 reading days")]
    library.parent.mkdir()
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("CREATE TABLE migrations (name TEXT PRIMARY KEY, applied REAL NOT NULL)")
        for name in before:
            for statement in statements(script(name)):
                connection.execute(statement)
            connection.execute("INSERT INTO migrations VALUES (?, 1.0)", (name,))
        connection.execute("INSERT INTO meta VALUES ('library_id', 'abc')")
        for number, words in ((1, 500), (2, 600), (3, 700)):
            connection.execute(
                "INSERT INTO articles (id, key, body_key, own_title, titled, title, title_from, title_key,"
                " title_cut, sort_key, head, note_head, lead, words, lang, tags, added, updated)"
                " VALUES (?, ?, 'x', 'T', 1, 'T', 'page', 't', 0, 't', 'x', '', 'x', ?, 'en', '', 1.0, 1.0)",
                (number, f"k{number}", words),
            )
        # Read to its end here; marked without being read; said to be read by a file.
        states = ((1, NOON, 1.0, 1), (2, NOON, 0.2, 1), (3, NOON, 1.0, 0))
        for state in states:
            connection.execute(
                "INSERT INTO state (article, read, progress, touched) VALUES (?, ?, ?, ?)", state
            )
        for at in (5.0, 9.0, 7.0):
            connection.execute(
                "INSERT INTO visits (article, block, char, scene, at) VALUES (2, 0, 0, '{}', ?)", (at,)
            )
    with open_store(library) as store:
        assert store.reading.all() == [ReadingDay(TODAY, 1, 0.0, 500, 1, "", "en", True)]
        assert [summary.opened for summary in store.articles.summaries([1, 2])] == [None, 9.0]


def test_a_place_says_when_the_article_was_open(store: Store, wall: int) -> None:
    store.state.save_position(wall, Position(), 0.5, opened=7.0)
    assert store.articles.summary(wall).opened == 7.0
    store.state.save_position(wall, Position(), 0.6)
    assert store.articles.summary(wall).opened == 7.0
    assert store.facts.by_opened() == ([wall], [7_000_000])
