"""A damaged library is put right out of what is whole in it; what is whole stays as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import ArticleDamaged
from reader.library import Library
from reader.model import Asset, Page, Position, Scene, Visit

PutInto = Callable[..., None]


@pytest.fixture
def library(data: Path, pages: Path) -> Iterator[Library]:
    """Four articles, the second of them read, starred, tagged and visited."""
    with Library.open(data) as opened:
        opened.add([pages])
        opened.store.state.mark_read(2, 5.0)
        opened.store.state.star(2)
        opened.store.state.save_position(2, Position(0, 3), 0.5)
        opened.tag(2, ["wind", "sea"])
        opened.store.trail.follow(Visit(2, Position(0, 1), Scene("wind"), 5.0))
        opened.save_search("wind", "wind OR sea")
        opened.catch_up()
        assert opened.check() == []
        yield opened


def shown(library: Library) -> list[object]:
    """All that a person sees."""
    store = library.store
    ids = library.ids()
    # In what order tags were given is known where they are shown alone.
    return [
        *(replace(library.get(article), tags=()) for article in ids),
        *(replace(library.summary(article), tags=()) for article in ids),
        *(set(library.summary(article).tags) for article in ids),
        *library.links(),
        *(store.articles.raw(article) for article in ids),
        *(store.state.position(article) for article in ids),
        *(store.trail.recent(9), library.saved_searches(), library.find("tired").ids),
    ]


def change(library: Library, sql: str) -> None:
    """Changes the file past the reader."""
    with closing(sqlite3.connect(library.paths.library)) as connection:
        connection.execute(sql)
        connection.commit()


DAMAGES = [
    "UPDATE bodies SET blocks = 'x' WHERE article = 2",
    "UPDATE bodies SET blocks = replace(blocks, 'windmills', 'windmilks') WHERE article = 2",
    "UPDATE bodies SET note = 'x' WHERE article = 2",
    "DELETE FROM bodies WHERE article = 2",
    "UPDATE articles SET title = 'x', own_title = 'x' WHERE id = 2",
    "UPDATE articles SET key = 'x', lead = '', head = '', words = -1, tags = '[' WHERE id = 2",
    "UPDATE articles SET added = 1e300 WHERE id = 2",
    "UPDATE articles SET added = added + 4096 WHERE id = 2",
    "UPDATE tags SET tag = 'wine' WHERE tag = 'wind'",
    "DELETE FROM tags",
    "UPDATE links SET title = 'x', title_key = 'x', target = NULL WHERE article = 2",
    "UPDATE links SET target = 4 WHERE article = 2",
    "DELETE FROM links WHERE article = 2",
    "UPDATE sources SET article = 3 WHERE id = 2",
    "UPDATE sources SET digest = 'x' WHERE id = 2",
    "UPDATE blobs SET bytes = x'00' WHERE id = 2",
    "DELETE FROM blobs WHERE id = 2",
    "UPDATE articles SET id = 77 WHERE id = 2",
    "DELETE FROM articles WHERE id = 2",
    "DELETE FROM seals",
    "UPDATE sqlite_sequence SET seq = 1 << 40 WHERE name = 'articles'",
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_made_again_and_is_what_it_was(library: Library, damage: str) -> None:
    before = shown(library)
    change(library, damage)
    found = library.check()
    assert found
    assert all(
        "reader check --repair" in one or "search index" in one or "adding its" in one for one in found
    )
    repair = library.repair()
    assert repair.left == ()
    assert repair.done
    assert library.check() == []
    assert shown(library) == before


KEPT = [
    ("state", "read", 1e300, "article = 2"),
    ("state", "starred", None, "article = 2"),
    ("state", "block", "x", "article = 2"),
    ("state", "anchor", "[1", "article = 2"),
    ("state", "anchor", None, "article = 2"),
    ("visits", "scene", None, "TRUE"),
    ("visits", "scene", b"text:\xff", "TRUE"),
    ("visits", "scene", "[" * 100_000, "TRUE"),
    ("visits", "anchor", "7", "TRUE"),
    ("saved_searches", "query", b"\xff", "TRUE"),
    ("saved_searches", "key", b"text:\xff", "TRUE"),
    ("sources", "encoding", None, "id = 2"),
    ("sources", "uri", None, "id = 2"),
    ("sources", "added", "x", "id = 2"),
    ("meta", "value", None, "name = 'visit'"),
    ("meta", "name", b"text:\xff", "name = 'visit'"),
    ("links", "source", 99, "article = 2"),
    ("links", "article", 99, "article = 2"),
    ("tags", "article", 99, "TRUE"),
    ("visits", "parent", 99, "TRUE"),
]


@pytest.mark.parametrize(("table", "column", "value", "where"), KEPT)
def test_what_nothing_else_knows_is_kept_as_far_as_it_can_be_read(
    library: Library, put_into: PutInto, table: str, column: str, value: object, where: str
) -> None:
    put_into(library.paths.library, table, column, value, where)
    assert library.check()
    assert library.repair().left == ()
    assert library.check() == []
    assert len(library.ids()) == 4
    assert [library.get(article).title for article in sorted(library.ids())][1] == "Windmills"


def test_what_is_whole_is_not_touched(library: Library) -> None:
    change(library, "UPDATE bodies SET blocks = 'x' WHERE article = 2")
    query = "SELECT * FROM articles JOIN bodies ON article = id WHERE id <> 2"

    def others() -> list[object]:
        with closing(sqlite3.connect(library.paths.library)) as connection:
            return connection.execute(query).fetchall()

    before = others()
    assert library.repair().done == ("article 2 (Windmills): rebuilt from the page it was read from",)
    assert others() == before
    assert library.repair().done == ()


def test_a_page_comes_from_its_file_again_only_if_that_is_the_same(library: Library, pages: Path) -> None:
    change(library, "UPDATE blobs SET bytes = x'00' WHERE id = 2")
    file = pages / "2-mills.txt"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "More.\n", encoding="utf-8")
    (problem,) = library.repair().left
    assert "the page it was read from is damaged; the article itself can be read; once its file" in problem
    file.write_text(text, encoding="utf-8")
    assert f"reads it from {file} again" in library.check()[0]
    assert library.repair().left == ()


def test_an_article_that_nothing_holds_any_more_is_named_and_stays_damaged(
    library: Library, pages: Path
) -> None:
    change(library, "UPDATE blobs SET bytes = x'00' WHERE id = 2")
    change(library, "UPDATE bodies SET blocks = 'x' WHERE article = 2")
    file = pages / "2-mills.txt"
    kept = file.read_bytes()
    file.unlink()
    left = library.repair().left
    assert any(
        "article 2 (Windmills): its text is damaged; if its page is still somewhere" in one for one in left
    )
    with pytest.raises(ArticleDamaged):
        library.get(2)
    # Adding it again brings it back, with all that was known of it.
    file.write_bytes(kept)
    assert library.add([pages]).updated == 1
    assert library.check() == []
    assert (library.summary(2).starred, library.summary(2).tags) == (True, ("wind", "sea"))
    assert 2 in library.find("tired").ids


def test_what_follows_from_a_text_is_made_again_without_its_page(library: Library, pages: Path) -> None:
    before = library.summary(2)
    change(library, "UPDATE blobs SET bytes = x'00' WHERE id = 2")
    change(library, "UPDATE articles SET lead = 'x', words = 7 WHERE id = 2")
    change(library, "UPDATE links SET target = 4 WHERE article = 2")
    (pages / "2-mills.txt").unlink()
    done = library.repair().done
    assert "article 2 (Windmills): rebuilt from its text" in done
    assert "article 2 (Windmills): its links were resolved again" in done
    assert library.summary(2) == before
    assert [link.target for link in library.links(2)] == [1, 3]


def test_an_index_of_the_file_is_made_again(library: Library) -> None:
    with closing(sqlite3.connect(library.paths.library)) as connection:
        # Another index lies where this one is looked for.
        roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_master"))
        connection.execute("PRAGMA writable_schema = ON")
        for name, other in (("articles_head", "articles_body"), ("articles_body", "articles_head")):
            connection.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = ?", (roots[other], name))
        connection.commit()
    with Library(library.paths) as opened:
        assert any("damaged: row" in problem or "index" in problem for problem in opened.check())
        assert opened.repair().left == ()


def test_a_library_that_is_read_only_is_checked_and_not_repaired(library: Library, read_only) -> None:
    change(library, "UPDATE bodies SET blocks = 'x' WHERE article = 2")
    library.close()
    from reader.errors import LibraryReadOnly

    with read_only(library.paths.data), Library(library.paths) as opened:
        assert any("its text is damaged" in problem for problem in opened.check())
        with pytest.raises(LibraryReadOnly):
            opened.repair()


def test_the_bytes_of_removed_articles_are_in_order_and_survive_a_repair(library: Library) -> None:
    page = Page("/picture", b"a page", "utf-8", library.get(1), assets=(Asset("p.png", b"a picture"),))
    picture = library.store.articles.put(replace(page, article=replace(page.article, title="Other")), 5.0).id
    library.catch_up()
    raw = library.store.articles.raw(2)
    library.remove([2, picture])
    library.catch_up()
    assert library.check() == []
    # Rows without a parent make the repair look for bytes that nothing needs.
    change(library, "UPDATE tags SET article = 99")
    change(library, "INSERT INTO state (article, starred) VALUES (98, 1)")
    assert library.check()
    assert "what belonged to nothing was removed" in library.repair().done
    assert library.check() == []
    library.restore([2, picture])
    library.catch_up()
    assert library.store.articles.raw(2) == raw
    assert library.store.articles.raw(picture).raw == b"a page"
    assert library.store.articles.asset(picture, "p.png") == b"a picture"
    assert library.check() == []
