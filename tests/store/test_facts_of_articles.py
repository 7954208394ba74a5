"""What files say about articles beside their text: kept, brought together, and never against the person."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.changes import Archive, MarkPassages, MarkRead, Remark, Remove, Star, Tag
from reader.facts import fact_of
from reader.model import Article, Block, Facts, Highlight, Page, Position, Span, StoredHighlight
from reader.moments import seconds_of
from reader.store import Store, open_store
from reader.store.migrations import MIGRATIONS, script, statements
from tests.examples import examples

URL = "https://example.org/tides"
NOW = 2_000_000_000.0
TEXT = "The tide comes twice a day and asks nobody. Engineers have tried to hold it for a century."


def page(
    source: str, body: str = "", title: str = "Tides", facts: Facts | None = None, **more: object
) -> Page:
    """A page as a format gives it; without a body it has no text."""
    blocks = tuple(Block("paragraph", (Span(part),)) for part in body.split("\n") if part)
    article = Article(title=title, blocks=blocks, **more)  # type: ignore[arg-type]
    facts = Facts(url=URL) if facts is None else facts
    return Page(source, repr((source, article, facts)).encode(), "utf-8", article, facts=facts)


def put(store: Store, *pages: Page) -> list[int]:
    return [store.articles.put(one, NOW).id for one in pages]


def names(store: Store, article: int) -> set[str]:
    return set(store.articles.tags.of(article))


WHOLE = Facts(
    url=URL,
    site="Almanac",
    author="A. Miller, B. Stone",
    published="2019-03",
    saved="2020-01-02T03:04:05Z",
    excerpt="On tides.",
    remark="Read again",
    feed="https://example.org/feed",
    read=True,
    archived=True,
    starred=True,
    progress=0.6,
    highlights=(Highlight("twice a day", "Twice!", "yellow", "2020-01-03", ("sea",)), Highlight("not there")),
)


class TestFacts:
    def test_all_of_them_are_kept(self, store: Store) -> None:
        (article,) = put(store, page("/a", TEXT, facts=WHOLE, tags=("sea",)))
        summary = store.articles.summary(article)
        assert (summary.url, summary.site, summary.author) == (URL, "Almanac", "A. Miller, B. Stone")
        assert (summary.published, summary.saved) == ("2019-03", "2020-01-02T03:04:05Z")
        assert (summary.excerpt, summary.remark, summary.highlights) == ("On tides.", "Read again", 2)
        assert summary.read == summary.archived == seconds_of(WHOLE.saved)
        assert summary.starred
        assert summary.progress == 0.6
        assert summary.tags == ("sea",)
        assert not summary.empty
        assert summary.added == NOW
        found = store.articles.facts(article)
        assert found == replace(WHOLE, read=None, archived=None, starred=None, progress=None)
        assert store.inspect() == []

    def test_a_place_is_found_for_a_highlight_or_it_is_lost(self, store: Store) -> None:
        (article,) = put(store, page("/a", TEXT, facts=WHOLE))
        first, second = store.articles.highlights(article)
        assert (first.start, first.end) == (Position(0, 15), Position(0, 26))
        assert second.lost

    def test_they_follow_the_file(self, store: Store) -> None:
        put(store, page("/a", TEXT, facts=WHOLE))
        (article,) = put(store, page("/a", TEXT, facts=Facts(url=URL, author="C. Third")))
        summary = store.articles.summary(article)
        assert (summary.author, summary.site, summary.published) == ("C. Third", "", "")
        assert summary.starred
        assert summary.highlights == 2

    def test_a_page_that_is_added_again_changes_nothing(self, store: Store) -> None:
        pages = page("/a", TEXT, facts=WHOLE), page("/b", facts=Facts(url=URL, starred=True), tags=("x",))
        put(store, *pages)
        before = dump(store)
        assert [store.articles.put(one, NOW + 1).outcome for one in pages] == ["unchanged"] * 2
        assert dump(store) == before

    def test_highlights_move_with_the_text_and_come_back(self, store: Store) -> None:
        marked = Facts(url=URL, highlights=(Highlight("hold it for a century"),))
        (article,) = put(store, page("/a", TEXT, facts=marked))
        for body, lost in ((f"First.\n{TEXT}", False), ("All other.", True), (f"One.\nTwo.\n{TEXT}", False)):
            assert put(store, page("/a", body, facts=marked)) == [article]
            (found,) = store.articles.highlights(article)
            assert found.lost is lost
        assert found.start == Position(2, 68)
        assert store.inspect() == []


class TestState:
    def test_what_the_person_has_changed_stays(self, store: Store) -> None:
        facts = Facts(url=URL, starred=True, read=True, archived=True, remark="From the file")
        (article,) = put(store, page("/a", TEXT, facts=facts, tags=("one", "two")))
        for change in (
            Star((article,), on=False),
            MarkRead((article,), on=False),
            Archive((article,), on=False),
            Remark((article,), "Mine"),
            Tag((article,), remove=("one",)),
        ):
            store.journal.apply(change, NOW)
        put(store, page("/a", TEXT + " More.", facts=facts, tags=("one", "two", "three")))
        summary = store.articles.summary(article)
        assert (summary.starred, summary.read, summary.archived, summary.remark) == (
            False,
            None,
            None,
            "Mine",
        )
        assert names(store, article) == {"two", "three"}

    def test_what_is_new_in_the_file_is_added(self, store: Store) -> None:
        (article,) = put(store, page("/a", TEXT))
        put(store, page("/a", TEXT, facts=replace(WHOLE, read=None), tags=("new",)))
        summary = store.articles.summary(article)
        assert summary.starred
        assert summary.archived
        assert summary.read is None
        assert names(store, article) == {"new"}

    def test_a_file_never_takes_a_star_away(self, store: Store) -> None:
        (article,) = put(store, page("/a", TEXT, facts=Facts(starred=True, read=True)))
        put(store, page("/a", TEXT, facts=Facts(starred=False, read=False, author="X")))
        summary = store.articles.summary(article)
        assert summary.starred
        assert summary.read is not None

    def test_a_highlight_that_was_removed_stays_away(self, store: Store) -> None:
        (article,) = put(store, page("/a", TEXT, facts=WHOLE))
        gone = fact_of(store.articles.highlights(article)[0])
        store.journal.apply(MarkPassages((article,), remove=(gone,)), NOW)
        put(store, page("/a", TEXT + " More.", facts=WHOLE))
        assert [one.highlight.quote for one in store.articles.highlights(article)] == ["not there"]

    def test_the_same_highlight_is_not_there_twice(self, store: Store) -> None:
        facts = Facts(
            url=URL, highlights=(Highlight("twice a day"), Highlight("twice  a day"), Highlight("tide", "n"))
        )
        (article,) = put(store, page("/a", TEXT, facts=facts))
        put(store, page("/b", facts=facts))
        assert [one.highlight.quote for one in store.articles.highlights(article)] == ["tide", "twice  a day"]


class TestEmpty:
    def test_one_address_is_one_article_in_any_spelling(self, store: Store) -> None:
        one, other = put(
            store,
            page(
                "/a",
                facts=Facts(url="https://Example.org/tides/?utm_source=x#top", starred=True),
                tags=("a",),
            ),
            page("/b", title="Other", facts=Facts(url=URL, author="A"), tags=("b",)),
        )
        assert one == other
        summary = store.articles.summary(one)
        assert summary.empty
        assert summary.starred
        assert summary.author == "A"
        assert set(summary.tags) == {"a", "b"}
        assert store.articles.sources(one) == ["/a", "/b"]
        assert store.inspect() == []

    def test_the_same_title_at_another_address_is_another_article(self, store: Store) -> None:
        one, other, third = put(
            store,
            page("/a"),
            page("/b", facts=Facts(url="https://example.org/other")),
            page("/c", facts=Facts()),
        )
        assert len({one, other, third}) == 3

    def test_a_title_takes_the_place_of_an_address(self, store: Store) -> None:
        one, other = put(store, page("/a", title=URL), page("/b", title="Tides"))
        assert one == other
        assert store.articles.summary(one).title == "Tides"
        assert put(store, page("/c", title=URL)) == [one]
        assert store.articles.summary(one).title == "Tides"

    @pytest.mark.parametrize("text_first", [False, True])
    def test_a_text_and_a_bookmark_are_one_article(self, store: Store, *, text_first: bool) -> None:
        bookmark = page("/saved", title="A bookmark", facts=Facts(url=URL, starred=True), tags=("sea",))
        text = page("/page", TEXT, facts=Facts(url=URL, author="A"))
        pages = [text, bookmark] if text_first else [bookmark, text]
        one, other = put(store, *pages)
        assert one == other
        summary = store.articles.summary(one)
        assert (summary.title, summary.author, summary.empty) == ("Tides", "A", False)
        assert summary.starred
        assert summary.tags == ("sea",)
        assert store.articles.get(one).text() == TEXT
        assert store.inspect() == []
        # The file of the bookmark may change. The text stays.
        assert put(store, replace(bookmark, raw=b"other")) == [one]
        assert store.articles.get(one).text() == TEXT
        assert put(store, page("/page", TEXT + " More.", facts=Facts(url=URL))) == [one]
        assert store.articles.get(one).text() == TEXT + " More."
        assert len(store.articles.ids()) == 1
        assert store.inspect() == []

    def test_two_texts_at_one_address_are_two_articles(self, store: Store) -> None:
        one, other = put(store, page("/a", TEXT), page("/b", "Another text."))
        assert one != other

    def test_a_text_that_a_file_has_no_longer_is_kept(self, store: Store) -> None:
        (article,) = put(store, page("/a", TEXT))
        assert put(store, page("/a")) == [article]
        assert store.articles.get(article).text() == TEXT
        assert store.inspect() == []

    def test_it_is_indexed_with_the_words_of_its_address(self, store: Store) -> None:
        (article,) = put(store, page("/a", facts=Facts(url=URL, excerpt="Of water.", remark="For later")))
        document = store.articles.document(article)
        assert document.body == "Of water.\nexample.org tides"
        assert document.note == "For later"

    def test_it_is_indexed_with_what_was_marked_in_it(self, store: Store) -> None:
        facts = Facts(highlights=(Highlight("asks nobody", "Why?"), Highlight("a century")))
        (article,) = put(store, page("/a", facts=facts))
        document = store.articles.document(article)
        assert (document.body, document.note) == ("asks nobody\na century", "Why?")

    def test_it_comes_back_from_the_trash(self, store: Store) -> None:
        (article,) = put(store, page("/a", facts=WHOLE, tags=("x",)))
        before = dump(store)
        store.journal.apply(Remove((article,)), NOW)
        store.journal.undo(NOW)
        assert dump(store) == before


class TestSearched:
    def test_notes_on_highlights_are_indexed_as_notes(self, store: Store) -> None:
        plain = StoredHighlight(Highlight("asks nobody"))
        (article,) = put(store, page("/a", TEXT, facts=Facts(url=URL, remark="For later")))
        store.changes.acknowledge([one.seq for one in store.changes.pending(9)])
        known = store.articles.document(article)
        # Without a note it changes nothing that is searched: its words are in the text.
        store.journal.apply(MarkPassages((article,), add=(fact_of(plain),)), NOW)
        assert (store.articles.document(article), store.changes.count()) == (known, 0)
        noted = fact_of(StoredHighlight(Highlight("twice a day", "Like breathing")))
        store.journal.apply(MarkPassages((article,), add=(noted,), remove=(fact_of(plain),)), NOW)
        (change,) = store.changes.pending(9)
        assert change.document is not None
        assert change.document.note == "For later\nLike breathing"
        assert store.changes.marks() == {article: change.document.mark} != {article: known.mark}
        store.changes.acknowledge([change.seq])
        store.journal.undo(NOW)
        assert (store.articles.document(article), store.changes.count()) == (known, 1)


class TestChanges:
    def test_undo_and_redo_are_exact(self, store: Store) -> None:
        (article,) = put(store, page("/a", TEXT, facts=WHOLE))
        old = fact_of(store.articles.highlights(article)[0])
        new = fact_of(StoredHighlight(Highlight("asks nobody", "Right", "green")))
        states = [state(store, article)]
        for change in (
            Archive((article,), on=False),
            Remark((article,), "Another"),
            MarkPassages((article,), add=(new,)),
            MarkPassages((article,), add=(new,), remove=(old,)),
        ):
            assert store.journal.apply(change, NOW).articles == (article,)
            states.append(state(store, article))
        assert next(one.highlight.quote for one in store.articles.highlights(article)) == "asks nobody"
        for expected in reversed(states[:-1]):
            store.journal.undo(NOW)
            assert state(store, article) == expected
        for expected in states[1:]:
            store.journal.redo(NOW)
            assert state(store, article) == expected
        assert store.inspect() == []


def state(store: Store, article: int) -> object:
    return store.articles.summary(article), store.articles.highlights(article)


def dump(store: Store) -> dict[str, list[object]]:
    """Everything that a person could miss."""
    columns = {
        "articles": "id, key, title, url, url_key, site, author, published, saved, feed, excerpt, tags",
        "bodies": "*",
        "state": "article, read, starred, archived, remark, block, char, progress",
        "tags": "*",
        "sources": "*",
        "highlights": "*",
        "links": "*",
    }
    rows = store._db.rows
    return {table: sorted(rows(f"SELECT {names} FROM {table}"), key=repr) for table, names in columns.items()}


# --- properties ---------------------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Co")), max_size=20)
moments = st.sampled_from(["", "2011", "2011-05", "2011-05-06", "2011-05-06T07:08:09Z"])
highlights = st.builds(
    Highlight,
    quote=st.sampled_from(["twice a day", "tide", "it for", "gone"]),
    note=texts,
    color=st.sampled_from(["", "yellow"]),
    created=moments,
    tags=st.lists(st.sampled_from(["a", "b"]), unique=True).map(tuple),
)
facts = st.builds(
    Facts,
    url=st.sampled_from(["", URL, "https://example.org/b", "https://example.org/c?x=1"]),
    site=texts,
    author=texts,
    published=moments,
    saved=moments,
    excerpt=texts,
    remark=texts,
    read=st.sampled_from([None, True, False]),
    archived=st.sampled_from([None, True, False]),
    starred=st.sampled_from([None, True, False]),
    progress=st.none() | st.floats(0, 1),
    highlights=st.lists(highlights, max_size=3).map(tuple),
)
pages = st.builds(
    page,
    source=st.sampled_from(["/1", "/2", "/3", "/4"]),
    body=st.sampled_from(["", "", TEXT, f"New.\n{TEXT}", "The tide."]),
    title=st.sampled_from(["Tides", "Mills", URL]),
    facts=facts,
    tags=st.lists(st.sampled_from(["x", "y"]), unique=True).map(tuple),
)


@examples(60)
@given(st.lists(pages, max_size=6))
def test_whatever_is_put_the_library_is_whole(listed: list[Page]) -> None:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "library") as store:
        for one in listed:
            result = store.articles.put(one, NOW)
            assert store.inspect() == []
            if result.outcome == "unchanged":
                continue
            article = result.id
            summary = store.articles.summary(article)
            for name in ("site", "author", "published", "saved", "excerpt"):
                assert getattr(summary, name) == getattr(one.facts, name) or not getattr(one.facts, name)
            assert summary.starred or not one.facts.starred
            assert summary.read is not None or not one.facts.read
            assert set(one.article.tags) <= names(store, article)
            quotes = {found.highlight.quote for found in store.articles.highlights(article)}
            assert {found.quote for found in one.facts.highlights} <= quotes
        before = dump(store)
        latest = {one.source: one for one in listed}
        for one in latest.values():
            store.articles.put(one, NOW)
        assert dump(store) == before


# --- libraries of the version before ------------------------------------------------------------------


@pytest.fixture
def former(library: Path, make_page: Callable[..., Page]) -> Path:
    """A library that the version without facts has sealed."""
    library.parent.mkdir()
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("CREATE TABLE migrations (name TEXT PRIMARY KEY, applied REAL NOT NULL)")
        for name in MIGRATIONS[:-1] if MIGRATIONS[-1] == "0014 facts" else MIGRATIONS[:13]:
            for statement in statements(script(name)):
                connection.execute(statement)
            connection.execute("INSERT INTO migrations VALUES (?, 1.0)", (name,))
        connection.execute("INSERT INTO meta VALUES ('library_id', 'abc')")
    return library


def test_a_library_of_the_version_before_gets_facts(former: Path) -> None:
    with closing(sqlite3.connect(former)) as connection, connection:
        connection.execute("INSERT INTO blobs (id, digest, form, bytes) VALUES (1, 'd', 'plain', x'41')")
        connection.execute(
            "INSERT INTO articles (id, key, body_key, own_title, titled, title, title_from, title_key,"
            " title_cut, sort_key, head, note_head, lead, words, lang, tags, added, updated)"
            " VALUES (1, 'k', '', 'One', 1, 'One', 'page', 'one', 0, 'one', '', '', '', 0, '', '', 1.0, 1.0)"
        )
        connection.execute("INSERT INTO bodies VALUES (1, '', '', '[]')")
        connection.execute(
            "INSERT INTO sources (id, uri, article, digest, blob, encoding, added)"
            " VALUES (1, '/one', 1, 'd', 1, 'utf-8', 1.0)"
        )
        connection.execute("INSERT INTO state (article, read, progress) VALUES (1, 5.0, 0.5)")
    with open_store(former) as store:
        summary = store.articles.summary(1)
        assert (summary.read, summary.progress, summary.url, summary.archived) == (5.0, 0.5, "", None)
        assert summary.empty
        assert store.origins.known("/one", "d").is_read
        (other,) = put(store, page("/two", TEXT, facts=WHOLE))
        assert store.articles.highlights(other)
