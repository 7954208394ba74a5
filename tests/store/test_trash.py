"""The trash: what is removed lies there with all that belongs to it, and comes back as it was."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from reader.changes import Remove, Restore
from reader.errors import ArticleDamaged
from reader.model import Link, Position, Scene, Visit
from reader.store import Kind, Store, open_store, trash
from reader.store.belongings import Belongings
from reader.store.trash import KEPT_SECONDS
from tests.resolving import resolve_all

PutPage = Callable[..., int]

UNTITLED = "No title at all stands here, only these words"
NOT_TEXT = b"/\xff2".decode(errors="surrogateescape")
BODY = "In this article we look at how bees find their way home. They dance."


@pytest.fixture
def filled(store: Store, make_page) -> Store:
    """Five articles: links both ways, one named by links, two sources of one, state, tags, a trail."""
    pages = [
        make_page("/1", "One", "Text one", Link("next", "Bees"), Link("recommended", "Bees", BODY[:40])),
        make_page("/2", "Bees", BODY, Link("previous", "One"), Link("next", "Nowhere"), note="A note."),
        make_page("/3", "", UNTITLED, Link("recommended", "Bees", BODY[:30] + "...")),
        make_page("/4", "Four", "Text four", Link("recommended", "The untitled", UNTITLED[:36] + "...")),
        make_page("/5", "Five", "Text five"),
    ]
    for number, page in enumerate(pages):
        store.articles.put(page, float(number // 2))
    store.articles.put(make_page(NOT_TEXT, "Bees", BODY, note="A note."), 3.0)
    store.state.mark_read(2, 5.0)
    store.state.star(2)
    store.state.save_position(2, Position(0, 3), 0.25)
    store.articles.tag(2, ["wind", "sea"])
    for article in (1, 2, 3, 2, 4):
        store.trail.follow(Visit(article, Position(0, 1), Scene("bees", 2, "list", 1), 5.0))
    store.trail.back()
    return store


def remove(store: Store, *articles: int, now: float = 100.0) -> None:
    store.journal.apply(Remove(articles), now)


@pytest.mark.parametrize("articles", [(2,), (3,), (1, 2, 3, 4), (4, 2), (5, 4, 3, 2, 1)])
def test_everything_comes_back(
    filled: Store, contents: Callable[[Store], object], articles: tuple[int, ...]
) -> None:
    before, order = contents(filled), filled.articles.ids()
    trail = filled.trail.line(), filled.trail.current()
    remove(filled, *articles)
    assert set(filled.articles.ids()) == {1, 2, 3, 4, 5} - set(articles)
    filled.journal.apply(Restore(tuple(reversed(articles))), 200.0)
    assert contents(filled) == before
    assert filled.articles.ids() == order
    assert (filled.trail.line(), filled.trail.current()) == trail
    assert filled.inspect() == []


def test_what_is_in_the_trash_is_nowhere_else(filled: Store) -> None:
    remove(filled, 2)
    assert [(one.id, one.title, one.removed) for one in filled.trash.all()] == [(2, "Bees", 100.0)]
    assert filled.articles.counts().all == 4
    assert filled.articles.find("/2") is None
    assert filled.facts.tagged("wind") == []
    assert filled.facts.starred() == []
    assert all(link.target != 2 for link in filled.links.of(1))
    assert [visit.article for visit in filled.trail.recent(9)] == [4, 3, 1]
    assert filled.articles.document(3).title == "The untitled"
    assert [change.article for change in filled.changes.pending(99) if change.document is None] == [2]
    assert filled.inspect() == []


def test_an_article_may_come_back_to_a_library_that_has_gone_on(filled: Store, make_page) -> None:
    remove(filled, 2)
    # The numbers of its pages and links are given to others.
    page = make_page("/6", "Six", "Text six", Link("recommended", "Bees"), Link("next", "X"))
    filled.articles.put(page, 6.0)
    filled.trail.follow(Visit(5, Position(), Scene(), 7.0))
    filled.journal.apply(Restore((2,)), 200.0)
    assert filled.inspect() == []
    assert [link.target for link in filled.links.of(2)] == [1, None]
    assert filled.links.of(6)[0].target == 2
    assert filled.articles.raw(2).source == "/2"
    assert len(filled.articles.sources(2)) == 2
    # A person who has gone on is not put back.
    current = filled.trail.current()
    assert current is not None
    assert current.article == 5


def test_single_articles_come_back_to_their_place_in_the_trail(filled: Store) -> None:
    def way() -> list[int]:
        articles = {visit.id: visit.article for visit in filled.trail.recent(9)}
        return [articles[visit] for visit in filled.trail.line()]

    assert way() == [1, 2, 3, 2, 4]
    remove(filled, 3)
    remove(filled, 1)
    assert way() == [2, 2, 4]
    filled.journal.apply(Restore((3,)), 200.0)
    assert way() == [2, 3, 2, 4]
    filled.journal.apply(Restore((1,)), 200.0)
    assert way() == [1, 2, 3, 2, 4]


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_the_trail_is_as_it_was_in_whatever_order_articles_come_back(
    filled: Store, contents: Callable[[Store], object], order: tuple[int, ...]
) -> None:
    before = contents(filled)
    remove(filled, 1)
    remove(filled, 3)
    remove(filled, 2)
    assert filled.trail.current() is None
    for article in order:
        filled.journal.apply(Restore((article,)), 200.0)
    assert filled.inspect() == []
    assert contents(filled) == before


def test_the_trail_forgets_what_is_deleted_for_good(filled: Store) -> None:
    remove(filled, 3)
    remove(filled, 2, now=200.0)
    filled.trash.expire(150.0 + KEPT_SECONDS)
    filled.journal.apply(Restore((2,)), 300.0)
    assert filled.inspect() == []
    assert [visit.article for visit in filled.trail.recent(9)] == [4, 2, 2, 1]
    assert len(filled.trail.line()) == 4


# --- added again --------------------------------------------------------------------------------------------


def test_adding_the_same_page_again_brings_the_article_back(filled: Store, make_page) -> None:
    remove(filled, 2)
    put = filled.articles.put(
        make_page("/2", "Bees", BODY, Link("previous", "One"), Link("next", "Nowhere"), note="A note."), 50.0
    )
    assert (put.id, put.outcome) == (2, "added")
    summary = filled.articles.summary(2)
    assert (summary.read, summary.starred, summary.tags, summary.added) == (5.0, True, ("wind", "sea"), 50.0)
    # It stands where what was just added is looked for.
    assert filled.articles.ids()[0] == 2
    assert filled.trash.all() == []
    assert filled.inspect() == []


def test_adding_its_text_from_elsewhere_brings_the_article_back(filled: Store, make_page) -> None:
    remove(filled, 5)
    put = filled.articles.put(make_page("/other", "Five", "Text five"), 50.0)
    assert (put.id, put.outcome, put.same) == (5, "added", False)
    assert filled.articles.sources(5) == ["/5", "/other"]
    assert filled.inspect() == []


def test_a_page_that_has_changed_meanwhile_updates_the_article_that_comes_back(
    filled: Store, make_page
) -> None:
    filled.state.star(5)
    remove(filled, 5)
    put = filled.articles.put(make_page("/5", "Five", "Text five has changed"), 50.0)
    assert (put.id, put.outcome) == (5, "added")
    assert filled.articles.get(5).text() == "Text five has changed"
    assert filled.articles.summary(5).starred
    assert filled.inspect() == []


def test_a_source_whose_text_becomes_that_of_a_removed_article(filled: Store, make_page) -> None:
    remove(filled, 5)
    put = filled.articles.put(make_page("/1", "Five", "Text five"), 50.0)
    assert put.id == 5
    assert set(filled.articles.sources(5)) == {"/1", "/5"}
    assert filled.inspect() == []


def test_an_article_whose_text_is_there_again_becomes_part_of_that(
    filled: Store, make_page, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove(filled, 2)
    with monkeypatch.context() as patch:
        # As a version would add it that does not know the trash.
        patch.setattr(filled.trash, "take_out", lambda *_: False)
        page = make_page("/2", "Bees", BODY, Link("next", "Five"), note="A note.")
        new = filled.articles.put(page, 50.0).id
        filled.articles.tag(new, ["new"])
    applied = filled.journal.apply(Restore((2,)), 200.0)
    assert applied.merged == ((2, new),)
    assert 2 not in filled.articles.ids()
    summary = filled.articles.summary(new)
    assert (summary.read, summary.starred, summary.tags) == (5.0, True, ("new", "wind", "sea"))
    assert [visit.article for visit in filled.trail.recent(9)] == [4, new, 3, new, 1]
    assert filled.articles.sources(new) == ["/2", NOT_TEXT]
    assert filled.trash.all() == []
    assert filled.inspect() == []
    undone = filled.journal.undo(300.0)
    assert undone is not None
    assert undone.missing == (2,)


def test_links_of_an_article_that_becomes_part_of_another_are_resolved(
    filled: Store, make_page, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove(filled, 2)
    nowhere = filled.articles.put(make_page("/9", "Nowhere", "Text nine"), 50.0).id
    with monkeypatch.context() as patch:
        patch.setattr(filled.trash, "take_out", lambda *_: False)
        new = filled.articles.put(make_page("/other", "Bees", BODY, note="A note."), 50.0).id
    filled.journal.apply(Restore((2,)), 200.0)
    assert [(link.link.title, link.target) for link in filled.links.of(new)] == [
        ("One", 1),
        ("Nowhere", nowhere),
    ]
    links = list(filled.links.all())
    resolve_all(filled)
    assert list(filled.links.all()) == links


def test_a_page_is_added_even_if_its_article_in_the_trash_is_damaged(
    filled: Store, spoil: Callable[[object], None], make_page
) -> None:
    spoil(b"damaged")
    put = filled.articles.put(make_page("/2", "Bees", BODY, note="A note."), 50.0)
    assert (put.id, put.outcome) == (6, "added")
    assert [one.id for one in filled.trash.all()] == [2]
    assert {finding.part for finding in filled.inspect()} == {"trash"}


def test_keys_of_an_older_version_are_made_again(
    filled: Store, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(trash, "KEYS", "0")
        filled._db.execute("UPDATE articles SET head = 'older', title_key = 'older' WHERE id = 2")
        remove(filled, 2)
    filled.journal.apply(Restore((2,)), 200.0)
    assert filled.inspect()
    filled.close()
    with open_store(library) as again:
        assert again.inspect() == []
        assert again.links.of(1)[0].target == 2


# --- for good -----------------------------------------------------------------------------------------------


def test_after_thirty_days_it_is_deleted_and_not_before(filled: Store) -> None:
    remove(filled, 1, now=1000.0)
    remove(filled, 2, now=2000.0)

    def rest(now: float) -> list[int]:
        filled.rest(now)  # something was written just before
        filled.rest(now)
        return [one.id for one in filled.trash.all()]

    assert rest(999.9 + KEPT_SECONDS) == [2, 1]
    assert rest(1000.0 + KEPT_SECONDS) == [2]
    assert rest(1500.0 + KEPT_SECONDS) == [2]
    assert filled.trash.empty() == 1
    assert filled.trash.all() == []
    assert filled._db.value("SELECT count(*) FROM trash_sources") == 0
    assert filled.inspect() == []
    applied = filled.journal.undo(3000.0)
    assert applied is not None
    assert (applied.articles, applied.missing) == ((), (2,))


def test_the_numbers_of_removed_articles_are_not_given_out_again(filled: Store, make_page) -> None:
    remove(filled, 5)
    assert filled.articles.put(make_page("/6", "Six", "Text six"), 6.0).id == 6


# --- damage -------------------------------------------------------------------------------------------------


@pytest.fixture
def spoil(filled: Store, library: Path) -> Callable[[object], None]:
    remove(filled, 2)

    def spoil(content: object) -> None:
        with closing(sqlite3.connect(library)) as connection:
            connection.execute("UPDATE trash SET content = ?", (content,))
            connection.commit()

    return spoil


def packed(value: object) -> bytes:
    return zlib.compress(json.dumps(value).encode())


@pytest.mark.parametrize(
    "content",
    [
        *(
            "text",
            b"no zlib",
            packed([]),
            packed({"rows": []}),
            packed({"rows": {}}),
        ),
        packed({"rows": {"articles": [[1]]}}),
        packed({"rows": {"articles": [{"id": {"bytes": "!"}}]}}),
        packed({"rows": {"articles": [{"id": 2**70}]}}),
        packed({"rows": {"articles": [{"id": 2, "title": ["x"]}]}}),
        packed({"rows": {"articles": [{"id": 2, "title": "only this"}]}}),
    ],
)
def test_what_is_damaged_in_the_trash_is_noticed_and_not_restored(
    filled: Store, contents: Callable[[Store], object], spoil: Callable[[object], None], content: object
) -> None:
    spoil(content)
    assert {(finding.kind, finding.part) for finding in filled.inspect()} == {(Kind.OTHER, "trash")}
    before = contents(filled)
    with pytest.raises(ArticleDamaged):
        filled.journal.apply(Restore((2,)), 200.0)
    assert contents(filled) == before
    filled.mending.keep("trash", 2)
    assert filled.inspect() == []


def test_nothing_but_rows_of_the_article_comes_out_of_a_forged_trash(
    filled: Store, spoil: Callable[[object], None]
) -> None:
    content = filled._db.value("SELECT content FROM trash")
    whole = json.loads(zlib.decompress(content))
    rows = whole["rows"]
    rows["articles"][0] |= {"id": 1, 'x"; DROP TABLE articles; --': 1, "no such column": 2}
    rows["bodies"][0]["article"] = 1
    rows["tags"].append({"tag": "x", "article": 1})
    rows["links"].append(rows["links"][0] | {"id": 99, "source": 1})
    rows["meta"] = [{"name": "library_id", "value": "forged"}]
    rows["sqlite_master"] = [{"name": "x"}]
    rows["visits"] += [rows["visits"][0] | {"id": 1}, {"id": "x"}, {"id": -1}]
    spoil(packed(whole))
    filled.journal.apply(Restore((2,)), 200.0)
    assert sorted(filled.articles.ids()) == [1, 2, 3, 4, 5]
    assert filled.articles.get(1).title == "One"
    assert filled.articles.tags.of(1) == ()
    assert filled.facts.tagged("x") == [2]
    assert filled.library_id != "forged"
    assert {finding.kind for finding in filled.inspect()} <= {Kind.TAGS}


def test_an_article_with_damaged_text_can_be_removed_and_restored(filled: Store, library: Path) -> None:
    with closing(sqlite3.connect(library)) as connection:
        connection.execute("UPDATE bodies SET note = CAST(x'ff41' AS TEXT), blocks = x'00' WHERE article = 2")
        connection.execute("UPDATE sources SET uri = CAST(x'2fff' AS TEXT) WHERE id = 2")
        connection.commit()
    remove(filled, 2)
    filled.journal.apply(Restore((2,)), 200.0)
    assert 2 in filled.articles.ids()
    with pytest.raises(ArticleDamaged):
        filled.articles.get(2)


def test_the_trash_is_in_a_backup(filled: Store, tmp_path: Path) -> None:
    remove(filled, 2)
    filled.back_up(tmp_path / "copy")
    with open_store(tmp_path / "copy") as copy:
        assert copy.inspect() == []
        undone = copy.journal.undo(300.0)
        assert undone is not None
        assert undone.articles == (2,)
        assert copy.articles.summary(2).starred


# --- what belongs to an article -----------------------------------------------------------------------------


def test_all_that_goes_with_an_article_is_known(store: Store) -> None:
    """A table that refers to articles is kept in the trash without further code if it has this shape.

    Its rows belong to an article, or to rows that have a number ``id``. If they refer to anything else, they
    can do without it.
    """
    tables = {table.name: table for table in Belongings(store._db)._all()}
    known = {"articles", "bodies", "tags", "sources", "assets", "links", "state", "visits"}
    assert tables.keys() >= known
    for name in store._db.column("SELECT name FROM sqlite_master WHERE type = 'table'"):
        for key in store._db.rows(f"PRAGMA foreign_key_list({name})"):
            owner, action = key[2], key[6]
            if owner in tables and name != "unindexed":
                assert action in ("CASCADE", "SET NULL")
                assert name in tables
                assert owner == "articles" or tables[owner].own_id
