"""Putting pages, and what the library then says of its articles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.errors import ArticleNotFound
from reader.model import Article, Block, Link, Page, Position, Span
from reader.store import Store


def test_everything_an_article_says_comes_back(store: Store) -> None:
    article = Article(
        title="Of bees & “hives”",
        blocks=(
            Block("heading", (Span("Part"),), 2, "1."),
            Block(
                "paragraph",
                (
                    Span("A "),
                    Span("b", "strong"),
                    Span("[[100]]", "image", "100"),
                    Span("l", "link", "http://x"),
                ),
            ),
            Block("rule"),
        ),
        links=(Link("previous", "Before"), Link("recommended", "Other", "First words…")),
        note="Mind the bees.",
        note_label="Editor’s note:",
        lang="en",
        tags=("bees", "ünïcode"),
    )
    put = store.articles.put(Page("/pages/bees.txt", b"raw \xff bytes", "cp1252", article), 7.0)
    assert put.outcome == "added"
    assert store.articles.get(put.id) == article
    original = store.articles.raw(put.id)
    assert (original.source, original.raw, original.encoding) == (
        "/pages/bees.txt",
        b"raw \xff bytes",
        "cp1252",
    )
    summary = store.articles.summary(put.id)
    assert (summary.title, summary.source, summary.added, summary.words, summary.lead) == (
        *("Of bees & “hives”", "/pages/bees.txt", 7.0),
        *(6, "1. Part A bl"),
    )
    assert (summary.tags, summary.lang, summary.read, summary.starred) == (
        ("bees", "ünïcode"),
        "en",
        None,
        False,
    )
    document = store.articles.document(put.id)
    assert (document.title, document.note) == (article.title, article.note)
    assert document.body == article.text()


def test_a_source_whose_name_is_not_utf8_comes_back(store: Store, make_page) -> None:
    source = b"/pages/caf\xe9.txt".decode(errors="surrogateescape")
    page = make_page(source, "Title", "Text")
    put = store.articles.put(replace(page, raw=b"1"), 1.0)
    assert store.articles.sources(put.id) == [source]
    assert store.articles.known(source, b"1").is_read
    assert store.articles.find(source) == put.id


def test_the_same_bytes_again_change_nothing(store: Store, make_page) -> None:
    page = make_page(title="Title", body="Text")
    put = store.articles.put(page, 1.0)
    store.changes.acknowledge([change.seq for change in store.changes.pending(9)])
    assert store.articles.known(page.source, page.raw).is_read
    assert not store.articles.known(page.source, page.raw + b" ").is_read
    assert not store.articles.known("/elsewhere", page.raw).is_read
    again = store.articles.put(page, 2.0)
    assert (again.id, again.outcome) == (put.id, "unchanged")
    assert store.changes.count() == 0


def test_the_same_text_from_another_source_is_the_same_article(store: Store, make_page) -> None:
    first = store.articles.put(
        make_page("/a", "Title", "Some text", Link("next", "B"), Link("next", "C")), 1.0
    )
    second = store.articles.put(
        make_page("/b", "Title", "Some  text ", Link("next", "C"), Link("next", "D")), 2.0
    )
    assert (second.id, second.outcome) == (first.id, "unchanged")
    assert store.articles.sources(first.id) == ["/a", "/b"]
    assert [link.title for link in store.articles.get(first.id).links] == ["B", "C", "D"]
    assert [link.link.title for link in store.links.of(first.id)] == ["B", "C", "D"]
    assert store.articles.counts().all == 1


def test_a_changed_page_updates_its_article_in_place(store: Store, make_page) -> None:
    put = store.articles.put(make_page("/a", "Title", "Old text", tags=("old",)), 1.0)
    store.state.mark_read(put.id, 5.0)
    store.state.star(put.id)
    store.state.save_position(put.id, Position(0, 3), 0.5)
    again = store.articles.put(make_page("/a", "New title", "New text", tags=("new",)), 2.0)
    assert (again.id, again.outcome) == (put.id, "updated")
    summary = store.articles.summary(put.id)
    assert (summary.title, summary.read, summary.starred, summary.progress) == ("New title", 5.0, True, 0.5)
    assert (store.facts.tagged("old"), store.facts.tagged("new")) == ([put.id], [put.id])
    assert store.state.position(put.id) == Position(0, 3)
    assert store.articles.get(put.id).text() == "New text"
    assert store.integrity() == []


def test_other_links_alone_are_an_update_and_other_bytes_alone_are_none(store: Store, make_page) -> None:
    page = make_page("/a", "Title", "Text", Link("next", "B"))
    put = store.articles.put(page, 1.0)
    crlf = store.articles.put(replace(page, raw=page.raw + b"\r"), 2.0)
    assert crlf.outcome == "unchanged"
    assert store.articles.raw(put.id).raw.endswith(b"\r")
    relinked = store.articles.put(make_page("/a", "Title", "Text", Link("next", "C")), 3.0)
    assert (relinked.id, relinked.outcome) == (put.id, "updated")
    assert [link.title for link in store.articles.get(put.id).links] == ["C"]


def test_one_of_two_sources_that_changes_gets_an_article_of_its_own(store: Store, make_page) -> None:
    old = store.articles.put(make_page("/a", "Title", "Text"), 1.0)
    store.articles.put(make_page("/b", "Title", "Text"), 1.0)
    store.state.mark_read(old.id, 5.0)
    new = store.articles.put(make_page("/b", "Title", "Other text"), 2.0)
    assert new.outcome == "updated"
    assert new.id != old.id
    assert store.articles.sources(old.id) == ["/a"]
    assert store.articles.sources(new.id) == ["/b"]
    assert store.articles.summary(new.id).read == 5.0
    assert store.integrity() == []


def test_a_page_that_becomes_another_article_moves_there_and_brings_its_state(
    store: Store, make_page
) -> None:
    orphan = store.articles.put(make_page("/a", "Title", "Old"), 1.0)
    other = store.articles.put(make_page("/b", "Title", "New"), 1.0)
    store.state.mark_read(orphan.id, 5.0)
    store.state.star(other.id)
    moved = store.articles.put(make_page("/a", "Title", "New"), 2.0)
    assert (moved.id, moved.outcome) == (other.id, "updated")
    assert store.articles.ids() == [other.id]
    assert store.articles.sources(other.id) == ["/a", "/b"]
    summary = store.articles.summary(other.id)
    assert (summary.read, summary.starred) == (5.0, True)
    assert store.integrity() == []


def test_removing_takes_everything_and_ids_are_not_used_again(store: Store, make_page) -> None:
    page = make_page("/a", "Title", "Text", Link("next", "B"), tags=("x",))
    put = store.articles.put(page, 1.0)
    store.state.star(put.id)
    store.articles.remove([put.id])
    assert store.articles.ids() == []
    assert list(store.links.all()) == []
    assert store.facts.tagged("x") == []
    assert store.integrity() == []
    assert not store.articles.known(page.source, page.raw).is_read
    assert store.articles.put(page, 2.0).id > put.id


def test_an_article_that_is_not_there_is_said_to_be(store: Store, put) -> None:
    there = put(title="Title", body="Text")
    for ask in (
        store.articles.get,
        store.articles.summary,
        store.articles.document,
        store.articles.raw,
        store.articles.sources,
        store.state.position,
        lambda article: store.articles.remove([there, article]),
    ):
        with pytest.raises(ArticleNotFound, match="no article 99"):
            ask(99)
    assert store.articles.ids() == [there]
    assert store.articles.summaries([99, there, 98]) == [store.articles.summary(there)]


def test_orders_and_counts(store: Store, put) -> None:
    b = put("/x/b.txt", "“Beta”", "one two three", now=1.0, tags=("t",))
    a = put("/x/a.txt", "alpha", "one two", now=1.0, lang="en")
    c = put("/Y/c.txt", "Gamma", "one", now=2.0)
    store.state.mark_read(a, 3.0)
    store.state.star(b)
    ids = store.articles.ids
    assert ids() == [c, b, a]
    assert ids("oldest") == [b, a, c]
    assert ids("title") == [a, b, c]
    assert ids("words") == [b, a, c]
    assert ids("read") == [a, c, b]
    counts = store.articles.counts()
    assert (counts.all, counts.unread) == (3, 2)


def test_summaries_come_in_the_order_asked_however_many(store: Store, put) -> None:
    with store.transaction():
        made = [put(f"/{n}", f"Title {n}", f"Text {n}") for n in range(1100)]
    wanted = made[::-1] + made[:3]
    assert [summary.id for summary in store.articles.summaries(wanted)] == wanted


def test_tags_are_set_in_lower_case_each_once_and_taken_away(store: Store, put) -> None:
    one, two = put("/a", "One", "Text"), put("/b", "Two", "Other text")
    store.changes.acknowledge([change.seq for change in store.changes.pending(9)])
    assert store.articles.tag(one, ["Wind, #Power", "wind ÜBER"]) == ("wind", "power", "über")
    store.articles.add_tags(two, ["wind"])
    assert store.articles.summary(one).tags == store.articles.get(one).tags == ("wind", "power", "über")
    assert store.facts.tagged("Über") == [one]
    assert sorted(store.facts.tagged("wind")) == [one, two]
    assert [change.article for change in store.changes.pending(9)] == [one, two]
    store.articles.tag(one, [])
    assert store.facts.tagged("wind") == [two]
    assert store.articles.summary(one).tags == ()
    with pytest.raises(ArticleNotFound):
        store.articles.tag(99, ["x"])


def test_tags_go_with_the_text_to_another_article(store: Store, make_page) -> None:
    first = store.articles.put(make_page("/a", "A", "Old text"), 1.0).id
    store.articles.put(make_page("/b", "A", "Old text"), 1.0)
    store.articles.tag(first, ["one"])
    parted = store.articles.put(make_page("/a", "A", "New text"), 2.0).id
    assert (parted != first, store.articles.summary(parted).tags) == (True, ("one",))
    store.articles.tag(first, ["two"])
    assert store.articles.put(make_page("/b", "A", "New text"), 3.0).id == parted
    assert store.articles.summary(parted).tags == ("one", "two")
    assert store.integrity() == []
