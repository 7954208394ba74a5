"""All highlights of a library: what a query finds, their orders, and what a review brings back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.changes import MarkPassages, Remark
from reader.facts import Passage, fact_of, highlight_in
from reader.library import Library
from reader.library.reviewing import of_today, words_key
from reader.library.view import in_order
from reader.model import Article, Block, Facts, Highlight, Page, Span, StoredHighlight
from reader.reviews import NO_REVIEW
from reader.store.migrations import MIGRATIONS

DAY = 86_400.0

STATED = {
    "The cold harbour": (
        "The harbour froze twice that winter. Nobody had seen it freeze before.",
        Facts(
            url="https://tide.example/ice",
            highlights=(
                Highlight("froze twice", "Why twice?", "yellow", "2024-03-01T10:00:00Z"),
                Highlight("Nobody had seen it freeze", "", "pink", "2023-05", ("ice",)),
                Highlight("words that are gone", "kept", "", ""),
            ),
        ),
    ),
    "Apples": (
        "An apple keeps until spring.",
        Facts(highlights=(Highlight("keeps until spring", color="orange"),)),
    ),
    "Plain": ("Nothing was marked in winter.", Facts()),
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path) as opened:
        for number, (title, (text, facts)) in enumerate(STATED.items()):
            article = Article(title, (Block("paragraph", (Span(text),)),), lang="en")
            page = Page(f"/saved/{title}", title.encode(), "utf-8", article, facts=facts)
            opened.store.articles.put(page, 1_700_000_000.0 - number)
        opened.tag(2, ["fruit"])
        yield opened


def quotes(passages: list[Passage] | tuple[Passage, ...]) -> list[str]:
    return [one.stored.highlight.quote for one in passages]


FROZE, NOBODY, GONE, KEEPS = (
    "froze twice",
    "Nobody had seen it freeze",
    "words that are gone",
    "keeps until spring",
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [FROZE, NOBODY, GONE, KEEPS]),
        ("freezing", [FROZE, NOBODY]),  # in its inflections
        ("twice OR spring", [FROZE, KEEPS]),
        ("winter", []),  # in the text, but not marked
        ("harbour nobody", [NOBODY]),  # one word in the title
        ("title:apples", [KEEPS]),
        ("note:twice", [FROZE]),
        ('"had seen"', [NOBODY]),
        ('"seen had"', []),
        ("-twice is:highlighted", [NOBODY, GONE, KEEPS]),
        ("highlight:TWICE", [FROZE]),
        ("tag:fruit", [KEEPS]),
        ("ice", [NOBODY]),  # the tag of a passage
        ("color:yellow", [FROZE, GONE]),
        ("color:purple", [NOBODY]),
        ("color:pink", [NOBODY]),
        ("color:orange OR color:red", [KEEPS]),
        ("highlighted:2023", [NOBODY]),
        ("highlighted:>2023", [FROZE]),
        ("url:tide.example note:kept", [GONE]),
        ("is:unread -tag:fruit color:yellow", [FROZE, GONE]),
    ],
)
def test_a_query_finds_highlights(library: Library, query: str, found: list[str]) -> None:
    assert quotes(library.passages(query).found) == found


def test_what_is_not_understood_is_said(library: Library) -> None:
    passages = library.passages("color:sound twice")
    assert quotes(passages.found) == [FROZE]
    assert "color: takes yellow, green" in passages.notes[0]
    assert passages.ignored


def test_colours_and_days_of_highlights_filter_articles(library: Library) -> None:
    assert library.ids("color:purple") == [1]
    assert library.ids("color:red") == library.ids("color:orange") == [2]
    assert library.ids("color:green") == []
    # One highlight of 2023 and one of 2024 do not make one of the time between.
    assert library.ids("highlighted:2023-06..2024-02") == []
    assert library.ids("highlighted:2024") == [1]
    library.apply(MarkPassages((3,), add=(fact_of(StoredHighlight(Highlight("was marked", color="green"))),)))
    assert library.ids("color:green") == [3]


def test_words_of_notes_and_of_lost_highlights_find_the_article(library: Library) -> None:
    assert library.ids("why twice") == [1]
    assert library.ids("words gone") == [1]
    (fact,) = [fact_of(one.stored) for one in library.passages("note:kept").found]
    library.apply(MarkPassages((1,), remove=(fact,)))
    assert library.ids("words gone") == []
    library.undo()
    assert library.ids("words gone") == [1]
    assert library.store.integrity() == []


def test_passages_say_what_is_known_of_their_article(library: Library) -> None:
    first, *_, last = library.passages().found
    assert (first.article, first.title, first.url, first.lang) == (
        *(1, "The cold harbour"),
        *("https://tide.example/ice", "en"),
    )
    assert not first.stored.lost
    assert [one.stored.lost for one in library.passages().found] == [False, False, True, False]
    assert (last.tags, last.url) == (("fruit",), "")


def test_orders(library: Library) -> None:
    everything = library.passages().found
    assert in_order(everything, "article") == list(everything)
    assert quotes(in_order(everything, "newest")) == [FROZE, NOBODY, GONE, KEEPS]
    assert quotes(in_order(everything, "oldest")) == [NOBODY, FROZE, GONE, KEEPS]
    assert quotes(in_order(everything, "color")) == [FROZE, GONE, KEEPS, NOBODY]


# --- reviews ------------------------------------------------------------------------------------------


def test_a_day_brings_the_same_few_and_the_next_day_others(library: Library) -> None:
    now = 1_700_000_000.0
    today = library.review(2, now)
    assert len(today) == 2
    library.reviewed(today, now)
    assert library.review(2, now + 60) == today
    assert library.review(3, now + 60)[:2] == today
    tomorrow = library.review(2, now + DAY)
    assert not set(quotes(today)) & set(quotes(tomorrow))
    library.reviewed(tomorrow, now + DAY)
    assert sorted(quotes(library.review(2, now + 2 * DAY))) == sorted(quotes(today))


def test_what_is_ignored_is_never_brought_back_until_that_is_undone(library: Library) -> None:
    (one,) = library.passages("twice").found
    was = one.stored
    ignored = fact_of(
        StoredHighlight(Highlight(*_parts(was.highlight), tags=(NO_REVIEW,)), anchor=was.anchor)
    )
    library.apply(MarkPassages((1,), add=(ignored,), remove=(fact_of(was),)))
    assert FROZE not in quotes(library.review(9, DAY))
    library.undo()
    assert FROZE in quotes(library.review(9, DAY))


def _parts(one: Highlight) -> tuple[str, str, str, str]:
    return one.quote, one.note, one.color, one.created


def test_a_review_survives_the_trash_and_an_edit_of_the_note(library: Library) -> None:
    now = 1_700_000_000.0
    seen = library.passages("spring").found
    library.reviewed(seen, now)
    library.remove([2])
    library.undo()
    fact = fact_of(library.highlights(2)[0])
    other = highlight_in(fact).highlight
    edited = fact_of(StoredHighlight(Highlight(other.quote, "edited", other.color)))
    library.apply(MarkPassages((2,), add=(edited,), remove=(fact,)))
    assert KEEPS in quotes(library.review(1, now))
    assert KEEPS not in quotes(library.review(3, now + DAY))


PASSAGES = st.lists(st.integers(0, 30), unique=True).map(
    lambda numbers: [Passage(1, "", StoredHighlight(Highlight(f"words {number}"))) for number in numbers]
)


@given(PASSAGES, st.integers(1, 8), st.integers(1, 5))
def test_every_highlight_comes_back_in_turn(passages: list[Passage], most: int, rounds: int) -> None:
    seen: dict[str, float] = {}
    shown: list[str] = []
    days = -(-len(passages) // most)
    for day in range(days * rounds):
        now = 1_700_000_000.0 + day * DAY
        few = of_today(passages, seen, now, most)
        shown += quotes(few)
        # Nobody comes back before those who have waited longer.
        waited = [seen.get(words_key(quote), 0.0) for quote in quotes(passages) if quote not in quotes(few)]
        assert all(seen.get(words_key(quote), 0.0) <= last for quote in quotes(few) for last in waited)
        seen.update({words_key(quote): now for quote in quotes(few)})
    counts = [shown.count(quote) for quote in quotes(passages)]
    assert all(count >= rounds for count in counts)


# --- libraries of the version before --------------------------------------------------------------------


def test_lost_highlights_of_an_older_library_are_indexed_anew(library: Library, tmp_path: Path) -> None:
    library.catch_up()
    assert library.waiting == 0
    with closing(sqlite3.connect(library.paths.library)) as connection:
        assert "0023 reviews" in MIGRATIONS
        assert connection.execute("SELECT count(*) FROM reviews").fetchone() == (0,)
    library.apply(Remark((1,), "x"))
    assert library.waiting == 1
