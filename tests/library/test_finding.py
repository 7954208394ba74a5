"""Queries over store and index together: filters, partial matches, suggestions, saved searches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader import ingest
from reader.errors import SearchError
from reader.library import Library
from reader.model import SavedSearch

DAY = 86400.0


@pytest.fixture
def library() -> Iterator[Library]:
    with Library.open() as opened:
        yield opened


@pytest.fixture
def add(library: Library, page_text: Callable[..., str]) -> Callable[..., int]:
    """Adds one page, so many days ago, and gives the id of its article."""
    count = 0

    def add_page(title: str, *paragraphs: str, days: float = 0.0) -> int:
        nonlocal count
        count += 1
        source = f"/pages/{count}.txt"
        page = page_text(title, *paragraphs).encode()
        ingest.add_pages(library.store, [(source, page)], now=time.time() - days * DAY)
        found = library.store.articles.find(source)
        assert found is not None
        return found

    return add_page


def test_dates_and_lengths(library: Library, add: Callable[..., int]) -> None:
    old = add("Wind", "wind " * 50, days=400)
    week = add("Sun", "sun and wind " * 5, days=6)
    new = add("Tea", "tea and wind", days=0.5)
    assert library.ids("added:<7d") == [new, week]
    assert library.ids("added:>7d") == [old]
    assert library.ids("added:2001") == []
    assert library.ids("-added:<1w OR tea") == [new, old]
    assert library.ids("words:>40") == [old]
    assert library.ids("words:1..20 wind") == [new, week]
    library.store.state.mark_read(old, time.time() - 30 * DAY)
    assert library.ids("read:<60d") == [old]
    assert library.ids("read:<7d") == []
    assert library.ids("-is:read") == [new, week]


def test_filters_alone_list_as_the_list_does_and_need_no_index(
    library: Library, add: Callable[..., int]
) -> None:
    first, second, third = add("A", "a", days=3), add("B", "b", days=1), add("C", "c", days=2)
    library.store.state.star(first)
    found = library.find("added:<1m -is:read")
    assert found.ids == (second, third, first)
    assert found.scores == (0.0, 0.0, 0.0)
    assert found.complete
    assert found.partial_from == found.total == 3
    assert library.find("is:starred OR is:read").ids == (first,)
    assert library.find("is:starred tag:none").ids == ()
    assert library.search("is:unread", limit=2)[0].title == "B"
    assert not library.paths.index.exists()


def test_where_few_have_all_words_the_best_of_the_others_follow(
    library: Library, add: Callable[..., int]
) -> None:
    one = add("Storage of wind power", "how wind power is stored")
    two = add("Storage", "power")
    add("Tea", "leaves")
    three = add("Sails", "wind")
    library.catch_up()
    found = library.find("wind power storage")
    assert found.ids[0] == one
    assert set(found.ids[1:]) == {two, three}
    assert found.partial_from == 1
    assert found.total == 3
    assert found.notes == ()
    assert [hit.partial for hit in library.search("wind power storage")] == [False, True, True]
    assert library.search("wind power storage")[1].snippet.marks
    assert library.finding.find("wind power storage", whole=True).ids == (one,)
    assert library.ids("wind power storage") == [one]

    found = library.find("wind leaves")
    assert found.partial_from == 0
    assert len(found.ids) == found.total > 0
    assert library.find("wind leaves -sails").ids != found.ids
    assert set(library.find("zebra wind is:read").ids) == set()
    assert library.find("zebra").ids == ()
    assert library.find('"power wind"').partial_from == 0


def test_the_limit_holds_with_partial_matches(library: Library, add: Callable[..., int]) -> None:
    for number in range(8):
        add(f"Article {number}", "wind" if number else "wind and sun")
    library.catch_up()
    for limit in range(9):
        found = library.finding.find("wind sun", limit=limit)
        assert len(found.ids) == limit
        assert found.partial_from == min(1, limit)


def test_many_articles_with_all_words_stand_alone(library: Library, add: Callable[..., int]) -> None:
    for number in range(6):
        add(f"Article {number}", "wind and sun")
    other = add("Other", "wind")
    library.catch_up()
    found = library.find("wind sun")
    assert other not in found.ids
    assert found.partial_from == found.total == 6


def test_words_without_a_meaning_need_not_be_there_but_count(
    library: Library, add: Callable[..., int]
) -> None:
    same = "Some advice on posts for a blog, and more to say on this and that."
    for number in range(6):
        add(f"Article {number}", f"How do you do? I write letters. {same}", days=number + 2)
    plain = add("Other", f"Write them well. {same}", days=9)
    there = add("There", f"How would I do this? They write on. {same}", days=20)
    asked = add("Asked", f"{same} So how do I write a blog post? Slowly.", days=30)
    library.catch_up()
    found = library.find("how do I write a blog post")
    assert found.ids[0] == asked
    assert found.ids.index(there) < found.ids.index(plain)
    assert (found.total, found.partial_from) == (9, len(found.ids))
    assert len(library.ids("how do I write a blog post")) == 9
    assert library.finding.unread("how do I write a blog post") == 9
    assert plain not in library.find('"how" write blog post').ids


def test_one_word_that_means_something_in_english_is_looked_for(
    library: Library, add: Callable[..., int]
) -> None:
    for number in range(6):
        add(f"War {number}", "the war and its crimes")
    crimes = add("Crimes", "these are crimes")
    library.catch_up()
    assert crimes not in library.find("war crimes").ids


def test_whole_questions(library: Library, add: Callable[..., int]) -> None:
    meant = add("Browser devtools", "Getting started: open devtools in your browser.")
    add("How do I", "how do I with how do I with " * 20)
    add("The end", "the end of it all and how I do it with them")
    library.catch_up()
    found = library.find("How do I get started with browser devtools?")
    assert found.ids[0] == meant
    assert found.partial_from == 1
    assert found.ids == (meant,)
    marks = library.finding.marks("How do I get started with browser devtools?", meant)
    text = library.get(meant).blocks[0].plain
    assert [text[start:end] for block, start, end in marks if block == 0] == [
        "started",
        "devtools",
        "browser",
    ]


def test_a_question_without_spaces(library: Library, add: Callable[..., int]) -> None:
    meant = add("浏览器", "开始使用浏览器开发工具")
    add("Tea", "leaves")
    library.catch_up()
    found = library.find("如何使用浏览器")
    assert found.ids == (meant,)
    assert found.partial_from == 0
    assert library.finding.marks("如何使用浏览器", meant)


def test_did_you_mean(library: Library, add: Callable[..., int]) -> None:
    add("Turbines", "wind turbines and generators")
    library.catch_up()
    assert library.find("wind turbnies generatros").suggestion == "wind turbines generators"
    assert library.find("wind turbines").suggestion == ""
    assert library.find("wind turbnies", typing=True).suggestion == "wind turbines"
    for number in range(4):
        add("A strange word", "turbnies " * (number + 1))
    library.catch_up()
    assert library.find("turbnies").suggestion == ""


def test_the_exact_title_stands_above_partial_matches_and_in_any_segment(
    library: Library, add: Callable[..., int]
) -> None:
    add("Sun and moon and sun", "moon sun " * 40)
    title = add("Moon sun", "something else entirely " * 40)
    library.catch_up()  # a segment of its own
    add("Sun", "sun")
    library.catch_up()
    assert library.find("moon sun").ids[0] == title
    assert library.find("Moon, sun!").ids[0] == title
    same = [add("Tide", "the same tide") for _ in range(1)] + [
        add("Tide", "tide, the same") for _ in range(1)
    ]
    library.catch_up()
    assert library.find("tide").ids == tuple(reversed(same))


def test_saved_searches(library: Library, add: Callable[..., int]) -> None:
    wind, sun, tea = add("Wind", "wind"), add("Sun", "sun"), add("Tea", "tea")
    library.catch_up()
    library.save_search("energy", "wind OR sun")
    library.save_search("Late reads", "is:unread -@energy")
    assert library.saved_searches() == [
        SavedSearch("energy", "wind OR sun", 2),
        SavedSearch("Late reads", "is:unread -@energy", 1),
    ]
    library.store.state.mark_read(wind, 1.0)
    assert [search.unread for search in library.saved_searches()] == [1, 1]
    assert library.ids("@energy") == [sun, wind]
    assert library.ids("@ENERGY is:unread") == [sun]
    assert library.ids('@"late reads"') == [tea]
    assert [hit.id for hit in library.search("@energy")] == [sun, wind]
    assert library.finding.marks("@energy", sun) == [(0, 0, 3), (-1, 0, 3)]
    assert library.rename_search("energy", "power").name == "power"
    library.delete_search("power")
    with pytest.raises(SearchError):
        library.delete_search("power")
    assert [search.name for search in library.saved_searches()] == ["Late reads"]


def test_recent_searches(library: Library) -> None:
    for query in ("wind", "sun", "wind"):
        library.remember_search(query)
    assert library.recent_searches() == ["wind", "sun"]
    assert library.forget_recent_searches() == 2
    assert library.recent_searches() == []


def test_a_stopped_search_says_nothing(library: Library, add: Callable[..., int]) -> None:
    add("Wind", "wind")
    library.catch_up()
    asked = iter([False] * 3 + [True] * 1000)
    found = library.find("wind zebra", stop=lambda: next(asked))
    assert (found.ids, found.complete) == ((), False)


def test_search_gives_the_hits_of_the_command(
    library: Library, add: Callable[..., int], tmp_path: Path, run
) -> None:
    add("Wind", "wind power")
    add("Sun", "sun power")
    for query in ("power", "wind sun", "is:unread", "pwer", "added:<1d sun~"):
        records = run("search", "--json", query).records
        assert [(r["id"], r["title"], r["snippet"], r["source"]) for r in records] == [
            (hit.id, hit.title, hit.snippet.text, hit.source) for hit in library.search(query)
        ]


def test_what_was_just_added_is_found_by_its_title_at_once(library: Library, add: Callable[..., int]) -> None:
    old = add("Old wind", "wind in the sails")
    library.catch_up()
    new = add("The Windmills of “Kinderdijk”", "A text about other things.")
    # Not indexed: only its title is known.
    assert library.find("windmills kinder", typing=True).ids == (new,)
    assert library.find('title:"windmills of"').ids == (new,)
    assert library.find("wind").ids[0] == new
    assert set(library.find("wind").ids) == {old, new}
    assert library.find("windmills is:read").ids == ()
    assert library.find("windmills is:unread").ids == (new,)
    assert library.find("windmills -dutch").ids == ()
    assert library.find("other things").ids == ()
    library.catch_up()
    assert library.find("windmills other").ids == (new,)


def test_a_snippet_shows_images_as_the_article_does(library: Library, add: Callable[..., int]) -> None:
    add("Maps", "A map [[100001]] of the lanes, and what [not] to do with it.")
    library.catch_up()
    (hit,) = library.search("lanes")
    assert hit.snippet.text == "A map [image 100001] of the lanes, and what [not] to do with it."
    (start, end), *_ = hit.snippet.marks
    assert hit.snippet.text[start:end] == "lanes"
