"""What is changed past the reader is noticed; what the reader does itself never is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reader.changes import MarkRead, Remove
from reader.model import Asset, Facts, Highlight, Link, MarkedPlace, Position, Scene, Visit
from reader.reading_days import ReadingTime
from reader.store import Kind, Store, open_store
from reader.store.seals import PARTS
from tests.resolving import resolve_all

BODY = "In this article we look at how bees find their way home. They dance."


FACTS = Facts(url="https://example.org/bees", highlights=(Highlight(BODY[:20], "A note"),))


@pytest.fixture
def filled(store: Store, make_page) -> Store:
    """Three articles that link to each other, read, starred, tagged, visited; a saved search."""
    pages = [
        make_page("/1", "One", "Text one", Link("next", "Bees"), Link("recommended", "Bees", BODY[:40])),
        replace(
            make_page("/2", "Bees", BODY, Link("previous", "One"), Link("next", "Nowhere"), note="A note."),
            assets=(Asset("bee.png", b"a bee", "image/png"),),
            facts=FACTS,
        ),
        make_page("/3", "", "No title at all stands here", Link("recommended", "Bees", BODY[:30] + "...")),
    ]
    for page in pages:
        store.articles.put(page, 1.0)
    store.state.mark_read(2, 5.0)
    store.articles.tag(2, ["wind", "sea"])
    for article in (1, 2):
        store.trail.follow(Visit(article, Position(0, 1), Scene("bees", 2, "list", 1), 5.0))
    store.bookmarks.put(2, MarkedPlace("a", Position(0, 2)))
    store.state.save_position(1, Position(), 0.0, opened=6.0)
    store.articles.put(make_page("/1", "One", "Text one, second edition", Link("next", "Bees")), 7.0)
    store.reading.add([ReadingTime(2, 60.0, 200)], 8.0)
    store.searches.save("bees", "bees OR wasps", 5.0)
    store.searches.remember("bees", 5.0)
    gone = store.articles.put(make_page("/9", "Gone", "Text nine"), 1.0).id
    store.trail.follow(Visit(gone, Position(), Scene(), 5.0))
    store.trail.back()
    store.journal.apply(Remove((gone,)), 5.0)
    return store


CHANGES = {
    "articles": [
        *("title = 'Beer'", "own_title = 'Beer'", "lead = 'Other words'", "words = words + 1", "lang = 'xx'"),
        *("added = added + 64", "updated = updated + 1", "head = 'x'", "sort_key = 'x'", "title_key = 'x'"),
        *("body_key = 'x'", "key = 'x'", "title_from = 'link'", "pictures = '1 '", "tags = '[\"wind\"]'"),
        *("url = 'x'", "url_key = 'x'", "site = 'x'", "published = '2011'", "excerpt = 'x'"),
    ],
    "highlights": [
        "quote = 'x'",
        "note = 'x'",
        "tags = '[\"x\"]'",
        "anchor = 'x'",
        "block = NULL",
        "end_char = 1",
    ],
    "bodies": ["note = 'B note.'", "note_label = 'x'", "blocks = replace(blocks, 'bees', 'beer')"],
    "sources": [
        "uri = '/22'",
        "encoding = 'cp1252'",
        "added = 7",
        "digest = 'x'",
        "stated = 'x'",
        "member = 'x'",
        "blob = 1",
        "media_type = 'text/html'",
        "vanished = 5.0",
        "came_from = 'x'",
        "record = 1",
        "told = 'x'",
    ],
    "assets": ["name = 'x.png'", "media_type = 'x'", "digest = 'x'", "blob = 1"],
    "links": [
        *("title = 'Beer'", "teaser = 'x'", "kind = 'inline'", "target = 3", "candidates = '[1]'"),
        *("address = '/9'", "address_key = 'x'"),
        *("position = 7", "title_key = 'x'", "teaser_key = 'x'", "title_cut = 1"),
    ],
    "state": [
        *(
            "read = NULL",
            "read = 6",
            "starred = 1",
            "block = 3",
            "char = 9",
            "progress = 0.5",
            "anchor = '[]'",
            "opened = 7",
        ),
    ],
    "bookmarks": ["article = 1", "letter = 'x'", "block = 7", "char = 9", "anchor = '[]'"],
    "reading_days": ["day = '2020-01-01'", "article = 1", "seconds = 1", "words = 1", "finished = 1"],
    "former_texts": ["article = 2", "replaced = 9", "was_read = 0", "digest = 'x'", "content = x'00'"],
    "visits": ["article = 1", "block = 7", "scene = '{}'", "anchor = '[]'", "at = 6", "parent = 2"],
    "saved_searches": ["query = 'x'", "name = 'Bees'"],
    "recent_searches": ["query = 'x'"],
    "trash": ["title = 'x'", "removed = 9", "key = 'x'", "content = x'00'", "article = 77"],
    "trash_sources": ["uri = '/8'", "member = 'x'"],
    "trash_steps": ["parent = 77", "article = NULL", "stood = 1"],
    "journal": ["at = 9", "change = '{}'", "aspect = 'x'", "facts = x'00'", "undone = 1"],
    "meta": ["value = 'x'"],
    "blobs": ["bytes = x'00'", "digest = 'x'", "form = 'plain'"],
    "tags": ["tag = 'wine'"],
}
OF_NO_ARTICLE = (
    *("bookmarks", "reading_days", "former_texts", "visits", "saved_searches", "recent_searches", "meta"),
    *("trash", "trash_sources", "trash_steps", "journal"),
)
WHERE = {"articles": "id = 2", "sources": "id = 2", "visits": "id = 2", "meta": "name = 'library_id'"}
WHERE |= {
    "blobs": "id = 2",
    "assets": "source = 2",
    "tags": "tag = 'wind'",
    "saved_searches": "TRUE",
    **dict.fromkeys(
        ("former_texts", "recent_searches", "trash", "trash_sources", "trash_steps", "journal"), "TRUE"
    ),
}


@pytest.mark.parametrize(
    ("table", "change"), [(table, change) for table, changes in CHANGES.items() for change in changes]
)
def test_what_somebody_else_changes_is_noticed(filled: Store, library: Path, table: str, change: str) -> None:
    assert filled.inspect() == []
    with closing(sqlite3.connect(library)) as connection:
        connection.execute(f"UPDATE {table} SET {change} WHERE {WHERE.get(table, 'article = 2')}")
        connection.commit()
    found = filled.inspect()
    assert found
    if table not in OF_NO_ARTICLE:
        assert {finding.article for finding in found if finding.kind is not Kind.LOST} == {2}


@pytest.mark.parametrize("table", PARTS)
def test_rows_that_are_gone_are_noticed(filled: Store, library: Path, table: str) -> None:
    with closing(sqlite3.connect(library)) as connection:
        connection.execute(f"DELETE FROM {table}")
        connection.commit()
    assert filled.inspect()


def test_a_row_under_another_number_is_noticed(filled: Store, library: Path) -> None:
    with closing(sqlite3.connect(library)) as connection:
        connection.execute("UPDATE articles SET id = 9 WHERE id = 2")
        connection.commit()
    assert {finding.article for finding in filled.inspect() if finding.kind is Kind.ENTRY} == {2, 9}


def test_nothing_that_the_reader_does_is_taken_for_damage(filled: Store, make_page) -> None:
    store = filled
    steps = [
        lambda: store.state.star(1),
        lambda: store.state.save_position(3, Position(2, 5), 0.3),
        lambda: store.journal.apply(MarkRead((2,), False), 9.0),
        lambda: store.articles.tag(2, ["other"]),
        lambda: store.articles.add_tags(1, ["other"]),
        store.trail.back,
        store.trail.forward,
        lambda: store.trail.update(Position(1, 1), Scene("x")),
        lambda: store.bookmarks.put(2, MarkedPlace("a", Position(0, 3))),
        lambda: store.bookmarks.put(1, MarkedPlace("b", Position(0, 0))),
        lambda: store.searches.rename("bees", "wasps"),
        lambda: store.searches.remember("bees", 6.0),
        lambda: store.searches.remember("other", 6.0),
        lambda: store.articles.put(make_page("/2", "Bees", BODY + " More."), 2.0),
        lambda: store.articles.put(make_page("/4", "One", "Text one", Link("next", "Bees")), 2.0),
        lambda: store.articles.put(make_page("/1", "One", "Text changed", Link("next", "Bees")), 2.0),
        lambda: store.articles.put(make_page("/1", "Bees", BODY + " More."), 3.0),
        lambda: store.changes.acknowledge([change.seq for change in store.changes.pending(9)], epoch="x"),
        lambda: store.articles.remove([2]),
        lambda: store.searches.delete("wasps"),
        store.searches.forget_recent,
        lambda: resolve_all(store),
    ]
    for step in steps:
        step()
        assert store.inspect() == []


def test_what_a_transaction_undoes_stays_sealed_as_it_was(filled: Store, make_page) -> None:
    def fail_inside() -> None:
        with filled.transaction():
            filled.articles.tag(2, ["gone"])
            raise ZeroDivisionError

    def fail() -> None:
        with filled.transaction():
            filled.state.star(1)
            with pytest.raises(ZeroDivisionError):
                fail_inside()
            filled.articles.put(make_page("/9", "Nine", "Text nine"), 2.0)
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        fail()
    assert filled.inspect() == []
    filled.state.star(1)
    assert filled.inspect() == []


def test_a_library_of_a_version_without_seals_gets_them_when_it_is_opened(
    filled: Store, library: Path
) -> None:
    with closing(sqlite3.connect(library)) as connection:
        connection.execute("DELETE FROM seals")
        connection.execute("DELETE FROM meta WHERE name = 'seals'")
        connection.commit()
    with open_store(library) as store:
        assert store.inspect() == []


def test_adding_the_page_again_repairs_what_is_damaged_and_nothing_else(
    filled: Store, library: Path, make_page
) -> None:
    page = make_page("/2", "Bees", BODY, Link("previous", "One"), Link("next", "Nowhere"), note="A note.")
    page = replace(page, facts=FACTS)
    before = filled.articles.get(2), filled.articles.summary(2), list(filled.links.all())
    assert filled.articles.known(page.source, page.raw).is_read
    for table, change in (
        *(("bodies", change) for change in CHANGES["bodies"]),
        *(("links", change) for change in CHANGES["links"]),
        *(("articles", change) for change in CHANGES["articles"][:12]),
        ("bodies", "article = 77"),
    ):
        with closing(sqlite3.connect(library)) as connection:
            where = WHERE.get(table, "article = 2")
            connection.execute(f"UPDATE {table} SET {change} WHERE {where}")
            connection.commit()
        assert not filled.articles.known(page.source, page.raw).is_read, change
        done = filled.articles.put(page, 9.0)
        assert (done.id, done.outcome) == (2, "updated")
        assert filled.articles.put(page, 9.0).outcome == "unchanged"
        if change != "article = 77":
            assert filled.inspect() == [], change
        after = filled.articles.get(2), filled.articles.summary(2), list(filled.links.all())
        assert after == before, change
        assert 2 in {change.article for change in filled.changes.pending(9)}
    assert filled.articles.summary(2).tags == ("wind", "sea")
    assert filled.articles.summary(2).read == 5.0


def test_copies_of_a_page_share_their_links_and_leave_them_to_each_other(store: Store, make_page) -> None:
    pages = [make_page(f"/{n}", "One", "Text", Link("next", "A"), Link("next", "B")) for n in range(3)]
    for page in pages:
        store.articles.put(page, 1.0)

    def stated() -> list[str]:
        return [link.link.title for link in store.links.of(1)]

    assert stated() == ["A", "B"]
    store.articles.put(replace(make_page("/0", "One", "Text", Link("next", "C")), raw=b"1"), 2.0)
    assert stated() == ["C", "A", "B"]
    store.articles.put(replace(make_page("/1", "One", "Text"), raw=b"2"), 2.0)
    assert stated() == ["C", "A", "B"]
    store.articles.put(replace(make_page("/2", "One", "Text"), raw=b"3"), 2.0)
    assert stated() == ["C"]
    store.articles.put(pages[2], 3.0)
    store.articles.put(pages[0], 3.0)
    assert stated() == ["A", "B"]
    assert store.inspect() == []
