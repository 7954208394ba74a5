"""Two articles become one: what belongs to either of them belongs to the one that stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reader.changes import Archive, Remark, Remove, Restore
from reader.model import Article, Block, Facts, Highlight, Link, MarkedPlace, Page, Position, Span, Visit
from reader.store import Store
from reader.store.belongings import Belongings
from reader.store.joining import JOINED

SHORT, LONG = "https://e.org/s/17", "https://e.org/why-the-harbour-froze"
WORDS = tuple(f"Sentence {n} of the harbour that froze twice in one winter." for n in range(9))
NOW = 1_700_000_000.0


def page(url: str, source: str, words: tuple[str, ...] = (), **facts: object) -> Page:
    blocks = tuple(Block("paragraph", (Span(each),)) for each in words)
    links = () if words else (Link("inline", "Elsewhere", address="https://e.org/elsewhere"),)
    article = Article("The harbour", blocks, links, tags=("export",) if not words else ())
    known = Facts(url=url, **facts)  # type: ignore[arg-type]
    return Page(source, repr((source, article, known)).encode(), "utf-8", article, facts=known)


@pytest.fixture
def bookmark(store: Store) -> int:
    """An article without text, from an export, that the person has worked with."""
    marked = page(
        SHORT,
        "/export.json",
        author="Ada Byron",
        saved="2019-05-01T10:00:00Z",
        highlights=(Highlight(quote=WORDS[4], note="twice!"),),
        remark="For the talk.",
    )
    article = store.articles.put(marked, NOW).id
    store.articles.add_tags(article, ["winter"])
    store.state.star(article)
    store.journal.apply(Archive((article,)), NOW)
    store.bookmarks.put(article, MarkedPlace("a", Position(0, 0)))
    store.trail.follow(Visit(article, at=NOW))
    return article


@pytest.fixture
def text(store: Store) -> int:
    """The article at the address that the bookmark leads to."""
    return store.articles.put(page(LONG, LONG, WORDS, saved="2021-01-01"), NOW).id


def assert_all_is_there(store: Store, article: int) -> None:
    summary, facts = store.articles.summary(article), store.articles.facts(article)
    assert summary.starred
    assert summary.archived is not None
    assert set(summary.tags) == {"export", "winter"}
    assert (facts.author, facts.saved, facts.url) == ("Ada Byron", "2019-05-01T10:00:00Z", LONG)
    assert "For the talk." in facts.remark
    assert [one.highlight.quote for one in store.articles.highlights(article)] == [WORDS[4]]
    assert store.articles.highlights(article)[0].start == Position(4, 0)
    assert [visit.article for visit in store.trail.recent(9)] == [article]
    assert [link.address for link in store.articles.links(article)] == ["https://e.org/elsewhere"]
    assert {"/export.json", LONG} <= set(store.articles.sources(article))
    assert store.integrity() == []


def test_everything_is_there_when_a_fetched_page_is_one_that_the_library_has(
    store: Store, bookmark: int, text: int
) -> None:
    put = store.articles.renew(bookmark, page(SHORT, LONG, WORDS), NOW)
    assert put.id == text
    assert store.articles.ids() == [text]
    assert_all_is_there(store, text)
    assert [mark.letter for mark in store.bookmarks.of(text)] == ["a"]


def test_everything_is_there_when_a_file_gets_the_text_of_another(
    store: Store, bookmark: int, text: int
) -> None:
    changed = page(SHORT, "/export.json", WORDS)
    links = (Link("inline", "Elsewhere", address="https://e.org/elsewhere"),)
    put = store.articles.put(replace(changed, article=replace(changed.article, links=links)), NOW)
    assert put.id == text
    assert store.articles.ids() == [text]
    assert {SHORT, LONG} >= {store.articles.facts(text).url}
    summary = store.articles.summary(text)
    assert (summary.starred, set(summary.tags)) == (True, {"export", "winter"})
    assert [mark.letter for mark in store.bookmarks.of(text)] == ["a"]
    assert store.integrity() == []


def test_bookmarks_under_one_letter_are_both_kept(store: Store, bookmark: int, text: int) -> None:
    store.bookmarks.put(text, MarkedPlace("a", Position(7, 0)))
    store.articles.renew(bookmark, page(SHORT, LONG, WORDS), NOW)
    kept = store.bookmarks.of(text)
    assert kept[0] == MarkedPlace("a", Position(7, 0))
    assert [mark.letter for mark in kept] == ["a", "b"]
    assert store.integrity() == []


def test_two_remarks_are_both_kept_and_one_only_once(store: Store, bookmark: int, text: int) -> None:
    store.journal.apply(Remark((text,), "Cold."), NOW)
    store.articles.renew(bookmark, page(SHORT, LONG, WORDS), NOW)
    assert store.articles.facts(text).remark == "Cold.\n\nFor the talk."


@pytest.mark.parametrize("starred", [True, False])
def test_the_place_in_the_text_is_kept(store: Store, text: int, *, starred: bool) -> None:
    former = store.articles.put(page(SHORT, "/saved.html", (*WORDS, "Six comments.")), NOW).id
    store.state.save_position(former, Position(5, 0), 0.6)
    if starred:
        # So that the article that stays has a state, and still no place.
        store.state.star(text)
    assert store.articles.put(page(SHORT, "/saved.html", WORDS), NOW).id == text
    assert store.state.position(text) == Position(5, 0)
    assert store.articles.summary(text).progress == pytest.approx(0.6, abs=0.1)


def test_the_article_is_known_by_the_addresses_of_both(
    store: Store, bookmark: int, text: int, make_page: Callable[..., Page]
) -> None:
    pointing = make_page("/links", "Links", "Text", Link("inline", "A harbour", address=SHORT))
    other = store.articles.put(pointing, NOW).id
    assert [link.target for link in store.links.of(other)] == [bookmark]
    store.articles.renew(bookmark, page(SHORT, LONG, WORDS), NOW)
    assert [link.target for link in store.links.of(other)] == [text]
    again = store.articles.put(page(SHORT, "/newer-export.json", author="Ada Byron"), NOW)
    assert (again.id, again.outcome) == (text, "unchanged")
    assert sorted(store.articles.ids()) == [text, other]
    due = store.fetches.at(SHORT)
    assert due is not None
    assert due.article == text
    assert store.feeds.known_addresses([SHORT, LONG]) == {SHORT, LONG}
    assert store.integrity() == []


def test_it_is_known_by_them_after_it_was_in_the_trash(store: Store, bookmark: int, text: int) -> None:
    store.articles.renew(bookmark, page(SHORT, LONG, WORDS), NOW)
    store.journal.apply(Remove((text,)), NOW)
    store.journal.apply(Restore((text,)), NOW)
    assert store.articles.put(page(SHORT, "/newer-export.json"), NOW).id == text
    assert_all_is_there(store, text)


def test_an_article_from_the_trash_adds_what_it_had(store: Store, text: int) -> None:
    store.bookmarks.put(text, MarkedPlace("x", Position(3, 0)))
    store.state.save_position(text, Position(3, 0), 0.4)
    store.journal.apply(Remove((text,)), NOW)
    store.trash.take_out = lambda *_: False  # type: ignore[method-assign] # as if it were not known
    new = store.articles.put(page(SHORT, "/saved.html", WORDS), NOW).id
    assert new != text
    store.journal.apply(Restore((text,)), NOW)
    assert store.bookmarks.of(new) == (MarkedPlace("x", Position(3, 0)),)
    assert store.state.position(new) == Position(3, 0)
    assert store.articles.put(page(LONG, "/export.json"), NOW).id == new
    assert store.integrity() == []


def test_there_is_an_answer_for_every_table_that_belongs_to_articles(store: Store) -> None:
    """A new table of this kind needs a line in ``joining.py`` before it is named in ``JOINED``."""
    assert {table.name for table in Belongings(store._db)._all()} == JOINED
