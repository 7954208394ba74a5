"""Any value in any column of one row: everything else goes on, and only errors of the reader come out."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import ArticleDamaged, ReaderError
from reader.model import Asset, Link, Position, Scene, Visit
from reader.store import Store, open_store
from reader.store.codec import decode_blocks
from reader.store.state import place
from reader.store.values import LAST_ID, MOST_BYTES, NO_TITLE

BODY = "In this article we look at how bees find their way home. They dance."

TABLES = {
    "articles": "id = 2",
    "bodies": "article = 2",
    "sources": "article = 2",
    "blobs": "id = 2",
    "assets": "source = 2",
    "links": "article = 2",
    "state": "article = 2",
    "tags": "article = 2",
    "visits": "id = 2",
    "saved_searches": "TRUE",
    "recent_searches": "TRUE",
    "meta": "TRUE",
    "changes": "TRUE",
    "unindexed": "TRUE",
    "seals": "part = 'articles' AND id = 2",
}

VALUES = (None, "x", "[", -1, 2**62, 1e300, b"\xff", b"text:\xffa")


@pytest.fixture
def whole(library: Path, make_page) -> Path:
    """A library of three articles that link to each other, one of them read, starred, tagged and visited."""
    with open_store(library) as store:
        pages = [
            make_page("/1", "One", "Text one", Link("next", "Bees"), Link("recommended", "Bees", BODY[:40])),
            replace(
                make_page(
                    "/2", "Bees", BODY, Link("previous", "One"), Link("next", "Nowhere"), note="A note."
                ),
                assets=(Asset("bee.png", b"a bee", "image/png"),),
            ),
            make_page(
                "/3", "", "No title at all stands here", Link("recommended", "Bees", BODY[:30] + "...")
            ),
        ]
        for page in pages:
            store.articles.put(page, 1.0)
        store.state.mark_read(2, 5.0)
        store.state.save_position(2, Position(0, 3), 0.5)
        store.articles.tag(2, ["wind", "sea"])
        for article in (1, 2, 1):
            store.trail.follow(Visit(article, Position(0, 1), Scene("bees", 2, "list", 1), 5.0))
        store.searches.save("bees", "bees OR wasps", 5.0)
        store.searches.remember("bees", 5.0)
        assert store.integrity() == []
    return library


def everything(store: Store, make_page) -> Iterator[Callable[[], object]]:
    """All that is asked of a store and done to it."""
    articles, links = store.articles, store.links
    yield from (lambda n=n: articles.get(n) for n in (1, 2, 3))
    yield lambda: articles.summaries([1, 2, 3])
    yield lambda: articles.documents([1, 2, 3])
    yield lambda: articles.raw(2)
    yield lambda: articles.sources(2)
    yield lambda: articles.find("/2")
    yield from (lambda o=order: articles.ids(o) for order in ("added", "oldest", "title", "words", "read"))
    yield lambda: (articles.titled("bees", 9), store.changes.titled(["bees"], 9))
    yield lambda: articles.counts()
    yield from (lambda n=n: links.of(n) for n in (1, 2, 3))
    yield lambda: list(links.all())
    yield lambda: links.backlinks(2)
    yield links.wanted
    facts = store.facts
    yield from (facts.in_order, facts.by_words, facts.by_read, facts.starred, facts.sources)
    yield lambda: (facts.tagged("wind"), facts.in_language("en"))
    yield lambda: store.state.position(2)
    yield from (store.trail.current, store.trail.line, lambda: store.trail.recent(9))
    yield from (store.searches.all, store.searches.recent, lambda: store.searches.get("bees"))
    yield lambda: store.changes.pending(9)
    yield from (store.changes.count, store.changes.marks, store.changes.queued, store.changes.unindexed)
    yield lambda: store.library_id
    yield store.inspect
    yield from (store.trail.back, store.trail.forward)
    yield lambda: store.state.star(2)
    yield lambda: articles.tag(2, ["other"])
    yield lambda: articles.put(make_page("/2", "Bees", BODY + " More.", Link("next", "One")), 2.0)
    yield lambda: articles.put(make_page("/4", "Bees", BODY, Link("next", "One")), 2.0)
    yield lambda: articles.remove([1])
    yield lambda: articles.remove([2])
    yield links.resolve_all


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
def test_any_value_in_any_column_is_an_error_of_the_reader_at_most(
    whole: Path, tmp_path: Path, put_into, make_page, table: str
) -> None:
    with closing(sqlite3.connect(whole)) as connection:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    copy = tmp_path / "copy.sqlite3"
    for column in columns:
        for value in VALUES:
            copy.write_bytes(whole.read_bytes())
            with suppress(sqlite3.Error):  # what cannot even be written there
                put_into(copy, table, column, value, TABLES[table])
            with suppress(ReaderError), open_store(copy) as store:
                for ask in everything(store, make_page):
                    with suppress(ReaderError):
                        ask()


@pytest.mark.parametrize(
    "value",
    [
        None,
        b"\xff",
        b"text:\xff",
        7,
        "[",
        '[["nothing", [], 0, ""]]',
        '{"a": 1}',
        "7",
        '""',
        "[[]]",
        "[" * 99_999,
    ],
)
def test_a_text_that_cannot_be_read_says_so_and_the_others_are_as_they_were(
    whole: Path, put_into, value: object
) -> None:
    with open_store(whole) as store:
        before = store.articles.get(1), store.articles.get(3), store.articles.summaries([1, 2, 3])
    put_into(whole, "bodies", "blocks", value, "article = 2")
    with open_store(whole) as store:
        with pytest.raises(ArticleDamaged, match="article 2 is damaged in the library: its text") as error:
            store.articles.get(2)
        assert error.value.article == 2
        assert (store.articles.get(1), store.articles.get(3), store.articles.summaries([1, 2, 3])) == before
        assert [document.id for document in store.articles.documents([1, 2, 3])] == [1, 3]
        (change,) = [change for change in store.changes.of([2]) if change.article == 2]
        assert change.document is None
        assert change.error.startswith("its text")


@pytest.mark.parametrize(
    ("blocks", "reason"),
    [
        ('[["chapter",["x"],0,""]]', "an unknown kind of block"),
        ('[["paragraph",[["x","blink",""]],0,""]]', "an unknown style"),
        ('[["paragraph",["x"],-1,""]]', "an impossible level"),
        ('[["paragraph",["x"],1e9,""]]', "an impossible level"),
        ('[["paragraph",["x"],true,""]]', "an impossible level"),
        ('[["paragraph","x",0,""]]', "an invalid block"),
        ('[["paragraph",["x"],0,null]]', "an invalid block"),
        ('[["paragraph",[["x","",7]],0,""]]', "an invalid run of text"),
        ('[["paragraph",["\\ud83d"],0,""]]', "halves of characters"),
        ('[["paragraph",["x"]]]', "cannot be decoded"),
        ('[[["paragraph"],["x"],0,""]]', "cannot be decoded"),
    ],
)
def test_blocks_that_no_parser_gives_are_damage(blocks: str, reason: str) -> None:
    with pytest.raises(ArticleDamaged, match=reason):
        decode_blocks(blocks, 7)


def test_a_list_shows_of_a_damaged_row_what_can_be_read(whole: Path, put_into) -> None:
    for column, value in (("title", None), ("added", "soon"), ("words", -5), ("tags", "[broken")):
        put_into(whole, "articles", column, value, "id = 2")
    put_into(whole, "state", "read", 1e300, "article = 2")
    put_into(whole, "state", "progress", 7.5, "article = 2")
    with open_store(whole) as store:
        one, two, three = store.articles.summaries([1, 2, 3])
    assert (one.damage, three.damage) == ("", "")
    assert (two.title, two.added, two.words, two.tags, two.progress) == (NO_TITLE, 0.0, 0, (), 1.0)
    assert two.read is not None
    assert two.read < 1e12
    assert set(two.damage.split(", ")) == {
        *("its title", "its length", "when it was added", "when it was read", "how far it was read"),
        "its tags",
    }


def test_a_title_in_no_encoding_is_shown_with_what_can_be_read_of_it(whole: Path, put_into) -> None:
    put_into(whole, "articles", "title", b"text:Be\xffes", "id = 2")
    with open_store(whole) as store:
        assert store.articles.summary(2).title == "Be\ufffdes"
        with pytest.raises(ArticleDamaged, match="its title is not text"):
            store.articles.get(2)


@pytest.mark.parametrize(
    "raw",
    [b"", b"nothing", zlib.compress(b"\0" * (MOST_BYTES + 1)), zlib.compress(b"x") + b"y", "text", None],
    ids=["empty", "another", "bomb", "more behind", "text", "nothing"],
)
def test_a_page_that_does_not_unpack_is_damage_and_no_bomb(whole: Path, put_into, raw: object) -> None:
    put_into(whole, "blobs", "bytes", raw, "id = 2")
    with open_store(whole) as store:
        with pytest.raises(ArticleDamaged, match=r"article 2 .*the page it was read from is damaged"):
            store.articles.raw(2)
        assert store.articles.get(2).text() == BODY


def test_a_trail_in_a_circle_has_an_end(whole: Path, put_into) -> None:
    put_into(whole, "visits", "parent", 3, "id = 1")
    put_into(whole, "visits", "parent", 2, "id = 2")
    with open_store(whole) as store:
        assert len(store.trail.line()) <= 3
        assert len(store.trail.recent(9)) == 3


def test_a_visit_of_no_article_is_none(whole: Path, put_into) -> None:
    put_into(whole, "visits", "article", 99, "id = 3")
    with open_store(whole) as store:
        assert store.trail.current() is None
        assert [visit.article for visit in store.trail.recent(9)] == [2, 1]


def test_what_stands_around_a_visit_is_what_can_be(whole: Path, put_into) -> None:
    for column, value in (
        ("scene", '{"focus": "nowhere", "match": "x", "query": "bees"}'),
        ("block", -7),
        ("char", 2**60),
        ("anchor", b"\xff"),
        ("at", 1e300),
    ):
        put_into(whole, "visits", column, value, "id = 3")
    with open_store(whole) as store:
        visit = store.trail.current()
    assert visit is not None
    assert visit.scene == Scene("bees")
    assert visit.position.block == -1
    assert 0 <= visit.position.char < 2**32
    assert visit.at < 1e12


def test_an_article_with_a_number_that_none_can_have_is_not_listed_and_named(whole: Path, put_into) -> None:
    put_into(whole, "articles", "id", LAST_ID + 7, "id = 3")
    with open_store(whole) as store:
        assert set(store.articles.ids()) == set(store.facts.in_order()[0]) == {1, 2}
        assert any(f"impossible number: {LAST_ID + 7}" in problem for problem in store.integrity())


def test_links_of_an_unknown_kind_are_links(whole: Path, put_into) -> None:
    put_into(whole, "links", "kind", "sideways", "article = 2")
    put_into(whole, "links", "candidates", "[broken", "article = 2")
    put_into(whole, "links", "target", "who knows", "article = 2")
    with open_store(whole) as store:
        assert [link.link.kind for link in store.links.of(2)] == ["inline", "inline"]
        assert [(link.target, link.candidates) for link in store.links.of(2)] == [(None, ()), (None, ())]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ((3, 7), Position(3, 7)),
        ((-1, 0), Position(-1, 0)),  # the note and the title stand before the first block
        ((-2, 0), Position(-1, 0)),
        ((2.0, 1), Position()),
        ((None, 4), Position()),
        ((4, "x"), Position()),
    ],
)
def test_a_place_is_one_that_an_article_can_have(stored: tuple[object, object], shown: Position) -> None:
    assert place(*stored) == shown


def test_a_page_whose_article_is_no_number_is_added_again(whole: Path, put_into, make_page) -> None:
    put_into(whole, "sources", "article", b"", "id = 1")
    with open_store(whole) as store:
        links = Link("next", "Bees"), Link("recommended", "Bees", BODY[:40])
        put = store.articles.put(make_page("/1", "One", "Text one", *links), 2.0)
        assert (put.id, put.outcome) == (1, "updated")
        assert store.articles.sources(1) == ["/1"]
