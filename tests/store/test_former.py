"""What articles said before their texts were replaced: kept, in order, within limits, and gone with them."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.changes import Remove, Restore
from reader.errors import ArticleDamaged
from reader.model import Article, Block, Facts, Page, Position
from reader.store import Store, former, open_store
from tests.every_block import ARTICLE
from tests.examples import examples
from tests.store.conftest import make_page

WALL = "The wall is built of grey stone."
TIDE = "Twice a day the tide comes in."


def texts(store: Store, article: int) -> list[str]:
    """The former texts, the latest first."""
    return [store.former.text(article, one.id).text() for one in store.former.of(article)]


def opened(store: Store, article: int) -> None:
    store.state.save_position(article, Position(0, 0), 0.5, opened=5.0)


def test_a_text_that_is_replaced_is_kept(store: Store) -> None:
    article = store.articles.put(make_page("/1", "Walls", WALL, note="A note."), 1.0).id
    assert store.former.of(article) == []
    assert store.articles.put(make_page("/1", "Tides", TIDE), 2.0).outcome == "updated"
    assert store.articles.put(make_page("/1", "Tides", f"{TIDE}\n{WALL}"), 3.0).id == article
    assert texts(store, article) == [TIDE, WALL]
    (_, first) = store.former.of(article)
    assert first.replaced == 2.0
    kept = store.former.text(article, first.id)
    assert (kept.title, kept.note, kept.note_label) == ("Walls", "A note.", "Editor’s note:")
    assert store.inspect() == []


def test_what_changes_no_words_is_not_kept(store: Store) -> None:
    page = make_page("/1", "Walls", WALL)
    article = store.articles.put(page, 1.0).id
    heading = replace(page.article.blocks[0], kind="heading", level=2)
    other = replace(page, raw=b"other", article=replace(page.article, blocks=(heading,)))
    assert store.articles.put(other, 2.0).outcome == "updated"
    assert store.former.of(article) == []


def test_an_article_without_text_leaves_nothing(store: Store) -> None:
    facts = Facts(url="https://example.org/a")
    bookmark = replace(make_page("/b", "A"), article=Article("A"), facts=facts)
    article = store.articles.put(bookmark, 1.0).id
    assert store.articles.put(replace(make_page("/1", "A", WALL), facts=facts), 2.0).id == article
    assert store.former.of(article) == []


def test_a_text_that_comes_back_is_kept_once(store: Store) -> None:
    for number in range(7):
        article = store.articles.put(make_page("/1", "Walls", (WALL, TIDE)[number % 2]), float(number)).id
    assert texts(store, article) == [TIDE, WALL]


def test_the_oldest_are_dropped_but_not_the_one_that_was_read(store: Store) -> None:
    article = store.articles.put(make_page("/1", "Walls", "first"), 1.0).id
    opened(store, article)
    for number in range(former.MOST_TEXTS + 5):
        store.articles.put(make_page("/1", "Walls", f"number {number}"), 2.0 + number)
    kept = texts(store, article)
    assert len(kept) == former.MOST_TEXTS + 1
    assert kept[0] == f"number {former.MOST_TEXTS + 3}"
    assert kept[-1] == "first"


def test_large_texts_are_few(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(former, "MOST_BYTES", 3000)
    some = random.Random(3)
    for number in range(6):
        body = f"{number} " + " ".join(str(some.random()) for _ in range(100))
        article = store.articles.put(make_page("/1", "Walls", body), 1.0 + number).id
    assert [text[0] for text in texts(store, article)] == ["4", "3"]


# --- what was read ---------------------------------------------------------------------------------------


def test_the_text_that_was_read_is_known_until_it_is_read_again(store: Store) -> None:
    article = store.articles.put(make_page("/1", "Walls", WALL), 1.0).id
    store.articles.put(make_page("/1", "Walls", TIDE), 2.0)
    assert store.former.read_last(article) is None
    assert store.articles.summary(article).changed is None
    opened(store, article)
    store.articles.put(make_page("/1", "Walls", "third"), 3.0)
    store.articles.put(make_page("/1", "Walls", "fourth"), 4.0)
    read = store.former.read_last(article)
    assert read is not None
    assert store.former.text(article, read.id).text() == TIDE
    assert store.articles.summary(article).changed == 3.0
    store.former.is_known(article, 2.5)
    assert store.former.read_last(article) == read
    # The person has read the third text, which has been replaced since.
    store.former.is_known(article, 3.0)
    read = store.former.read_last(article)
    assert read is not None
    assert store.former.text(article, read.id).text() == "third"
    store.former.is_known(article, 4.0)
    assert store.former.read_last(article) is None


# --- articles that are removed, restored, merged ---------------------------------------------------------


def test_they_go_into_the_trash_and_come_back(store: Store) -> None:
    article = store.articles.put(make_page("/1", "Walls", WALL), 1.0).id
    opened(store, article)
    store.articles.put(make_page("/1", "Walls", TIDE), 2.0)
    before = store.former.of(article)
    store.journal.apply(Remove((article,)), 3.0)
    assert store.former.of(article) == []
    store.journal.apply(Restore((article,)), 4.0)
    assert store.former.of(article) == before
    assert texts(store, article) == [WALL]
    store.journal.apply(Remove((article,)), 5.0)
    store.trash.empty()
    assert store._db.value("SELECT count(*) FROM former_texts") == 0
    assert store.inspect() == []


def test_an_article_that_becomes_part_of_another_leaves_its_text(store: Store) -> None:
    first = store.articles.put(make_page("/1", "Walls", WALL), 1.0).id
    store.articles.put(make_page("/1", "Walls", "second"), 2.0)
    other = store.articles.put(make_page("/2", "Tides", TIDE), 3.0).id
    assert store.articles.put(make_page("/1", "Tides", TIDE), 4.0).id == other
    assert texts(store, other) == ["second", WALL]
    assert store.former.of(first) == []
    assert store.inspect() == []


def test_one_of_several_sources_that_changes_keeps_what_it_said(store: Store) -> None:
    first = store.articles.put(make_page("/1", "Walls", WALL), 1.0).id
    assert store.articles.put(make_page("/2", "Walls", WALL), 2.0).id == first
    second = store.articles.put(make_page("/2", "Walls", TIDE), 3.0).id
    assert second != first
    assert texts(store, second) == [WALL]
    assert texts(store, first) == []


def test_a_removed_article_that_is_added_again_under_another_number_keeps_them(store: Store) -> None:
    article = store.articles.put(make_page("/1", "Walls", WALL), 1.0).id
    store.articles.put(make_page("/1", "Walls", TIDE), 2.0)
    store.journal.apply(Remove((article,)), 3.0)
    store._db.execute("UPDATE trash SET key = 'x'")
    store._db.execute("DELETE FROM trash_sources")
    again = store.articles.put(make_page("/3", "Walls", TIDE), 4.0).id
    assert again != article
    store.journal.apply(Restore((article,)), 5.0)
    assert texts(store, again) == [WALL]


# --- damage ----------------------------------------------------------------------------------------------


def test_a_damaged_one_is_said_and_can_be_dropped(library: Path, put_into: Callable[..., None]) -> None:
    with open_store(library) as store:
        article = store.articles.put(make_page("/1", "Walls", WALL), 1.0).id
        store.articles.put(make_page("/1", "Walls", TIDE), 2.0)
        store.articles.put(make_page("/1", "Walls", "third"), 3.0)
    put_into(library, "former_texts", "content", b"nothing", "id = 1")
    with open_store(library) as store:
        (finding,) = store.inspect()
        assert finding.part == "former_texts"
        with pytest.raises(ArticleDamaged):
            store.former.text(article, 1)
        store.mending.keep("former_texts", 1)
        assert store.inspect() == []
        assert texts(store, article) == [TIDE]


@examples(20)
@given(st.permutations(ARTICLE.blocks), st.text(st.characters(exclude_categories=["Cs"]), max_size=9))
def test_a_former_text_comes_back_as_it_was(blocks: list[Block], title: str) -> None:
    article = Article(title or "x", tuple(blocks), title_from="page" if title else "text", lang="en")
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "library") as store:
        number = store.articles.put(Page("/1", b"1", "utf-8", article), 1.0).id
        before = replace(store.articles.own(number))
        store.articles.put(Page("/1", b"2", "utf-8", Article("Another", article.blocks[:1])), 2.0)
        (one,) = store.former.of(number)
        assert store.former.text(number, one.id) == before
