"""The protocol: the library on this machine and the one in memory give the same answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader import ingest, tour
from reader.changes import Archive, MarkPassages, MarkRead, Star, Tag
from reader.errors import ArticleNotFound, SearchError, TagError
from reader.facts import fact_of
from reader.library import LocalLibrary, Patience
from reader.library.protocol import Library
from reader.library.view import Place
from reader.model import Highlight, Position, Scene, StoredHighlight, Summary, Visit
from reader.orders import order_named
from tests.memory_library import MemoryLibrary, Shelf

PAGES = [(f"/tour/{name}", raw) for name, raw in tour.pages()]

Both = Callable[[Callable[[Library], object]], Any]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the tour's pages, made once."""
    folder = tmp_path_factory.mktemp("data")
    with LocalLibrary.open(folder) as library:
        ingest.add_pages(library.store, PAGES, now=1.0)
        library.catch_up()
    return folder


@pytest.fixture
def both(data: Path, tmp_path: Path) -> Iterator[Both]:
    """Asks both libraries the same question. Fails unless they answer alike; gives their answer."""
    import shutil

    shutil.copytree(data, tmp_path / "data")
    memory = MemoryLibrary(Shelf.of(PAGES))
    with LocalLibrary.open(tmp_path / "data") as local:

        def ask(question: Callable[[Library], object]) -> object:
            answer, other = (answered(question, library) for library in (local, memory))
            assert answer == other
            return answer

        yield ask


def answered(question: Callable[[Library], object], library: Library) -> object:
    try:
        return plain(question(library))
    except (ArticleNotFound, SearchError, TagError) as error:
        return type(error)


def plain(answer: object) -> object:
    """An answer without what belongs to the one library: times, its own numbers for them, how it measures."""
    if isinstance(answer, Summary):
        # How an article begins and how its words are counted is up to the library.
        return replace(answer, added=0.0, read=None if answer.read is None else 1.0, lead="", words=0)
    if isinstance(answer, Visit):
        return replace(answer, at=0.0)
    if isinstance(answer, list | tuple):
        return [plain(one) for one in answer]
    if hasattr(answer, "__dataclass_fields__"):
        return {name: plain(getattr(answer, name)) for name in answer.__dataclass_fields__}
    return answer


def place(article: int, block: int = 2, progress: float = 0.5, query: str = "") -> Place:
    return Place(article, Position(block, 3), progress, Scene(query, article, "article"))


def test_it_is_open_and_can_be_changed(both: Both) -> None:
    both(lambda library: (library.read_only, library.why_read_only, library.hindered, library.writing))
    assert both(lambda library: library.waiting) == 0
    both(lambda library: library.catch_up())
    both(lambda library: isinstance(library.patience, Patience))
    both(lambda library: library.version() == library.version())


@pytest.mark.parametrize("name", ["newest", "oldest", "title", "-title", "read", "-read", "progress", "site"])
def test_the_list_in_its_orders(both: Both, name: str) -> None:
    order = order_named(name)
    assert order is not None
    both(lambda library: library.apply(MarkRead((5,), True)))
    both(lambda library: library.save_place(place(9, progress=0.4)))
    both(lambda library: library.save_place(place(2, progress=0.2)))
    both(lambda library: library.listing(order).ids)
    both(lambda library: library.listing(order, 3, 5).ids)
    both(lambda library: library.listing(order, 14, 9).ids)
    both(lambda library: library.ids(order=order))
    both(lambda library: library.in_order([7, 2, 99, 5, 2], order))
    for query in ("memex", "is:unread", "memex is:unread"):
        both(lambda library, query=query: library.find(query, order=order).ids)
        both(lambda library, query=query: library.find_now(query, 2, order=order).ids)
        both(lambda library, query=query: library.find_all(query, 2, order).ids)
        both(lambda library, query=query: library.ids(query, order=order))


def test_states_narrow_the_list(both: Both) -> None:
    highlight = fact_of(StoredHighlight(Highlight("memex", "note")))
    both(lambda library: library.apply(MarkPassages((4,), add=(highlight,))).articles)
    both(lambda library: library.apply(Archive((5, 6))).articles)
    both(lambda library: library.save_place(place(9, progress=0.4)))
    both(lambda library: library.save_place(place(2, progress=1.0)))
    for state, wanted in (
        *(("highlighted", [4]), ("archived", [5, 6]), ("started", [9]), ("finished", [2]), ("empty", [])),
    ):
        assert both(lambda library, state=state: library.ids(f"is:{state}")) == wanted


def test_tags_are_counted_and_renamed(both: Both) -> None:
    assert both(lambda library: library.tags()) == []
    both(lambda library: library.apply(Tag((3, 4), add=("wind", "part-10"))))
    both(lambda library: library.apply(Tag((5,), add=("sun", "wind", "part-9", "émile"))))
    assert both(lambda library: library.tags()) == [
        *(["émile", 1], ["part-9", 1], ["part-10", 2], ["sun", 1], ["wind", 3])
    ]
    # Onto a tag that there is: the two become one, each article has it once.
    both(lambda library: library.rename_tag("#Wind", "sun"))
    both(lambda library: library.summaries([3, 4, 5]))
    assert both(lambda library: [one.tag for one in library.tags()]) == ["émile", "part-9", "part-10", "sun"]
    both(turned("undo"))
    both(lambda library: library.summaries([3, 4, 5]))
    both(turned("redo"))
    both(lambda library: library.tags())
    assert both(lambda library: library.rename_tag("nothing", "sun").articles) == []
    for old, new in (("sun", ""), ("", "sun"), ("sun", "two words"), ("()", "x")):
        assert both(lambda library, o=old, n=new: library.rename_tag(o, n)) is TagError


def test_counts_and_rows(both: Both) -> None:
    assert both(lambda library: library.counts()) == [16, 16]
    assert both(lambda library: library.listing().unread) == 16
    both(lambda library: library.summaries([3, 99, 1]))
    both(lambda library: library.summary(7))
    assert both(lambda library: library.summary(99)) is ArticleNotFound
    assert both(lambda library: library.stored_names(99)) is ArticleNotFound


def test_articles_and_what_is_related(both: Both) -> None:
    for article in (1, 9, 16):
        both(lambda library, a=article: library.get(a))
        both(lambda library, a=article: library.as_page(a))
        both(lambda library, a=article: library.stored_names(a))
        both(lambda library, a=article: library.view(a, Position(1, 2)).article)
        both(lambda library, a=article: library.view(a, Position(1, 2)).position)
        both(
            lambda library, a=article: [
                (entry.group, entry.title, entry.key, entry.target, entry.read)
                for entry in library.entries(a)
                if entry.group in ("previous", "next", "recommended")
            ]
        )
        both(lambda library, a=article: list(library.links(a)))
        both(lambda library, a=article: library.backlinks(a))
    for name in ("get", "as_page", "links", "backlinks", "related", "entries", "place_of"):
        assert both(lambda library, name=name: getattr(library, name)(99)) is ArticleNotFound
    assert both(lambda library: library.view(99, Position())) is ArticleNotFound


def test_a_view_is_complete_once_the_index_is_open(both: Both) -> None:
    both(lambda library: len(library.entries(1)) > 3)
    both(lambda library: library.view(1, Position(), searched="manicule").complete)
    both(lambda library: library.view(12, Position(), searched="manicule").marks)
    both(lambda library: library.view(1, Position()).marks)
    # What it shows is what the rest of the protocol says.
    both(lambda library: library.view(1, Position()).entries == library.entries(1))
    both(lambda library: library.view(1, Position()).summary == library.summary(1))


def test_wanted(both: Both) -> None:
    both(lambda library: [(one.title, one.count, one.wanted_by) for one in library.wanted()])
    both(lambda library: len(library.wanted(1)))


# Words that have one form in the tour: how inflections are found is up to the library.
@pytest.mark.parametrize("query", ["memex", "manicule", "fermat", "zebra", "", "memex is:unread", "is:read"])
def test_searches(both: Both, query: str) -> None:
    both(lambda library: library.apply(MarkRead((4,), True)))
    both(lambda library: sorted(library.find(query).ids))
    both(lambda library: library.find(query).total)
    both(lambda library: (library.find(query).words, library.find(query).empty, library.find(query).complete))
    both(lambda library: library.find_all(query).ids)
    both(lambda library: library.ids(query, 2))
    both(lambda library: len(library.find_now(query, 1, rows=1).rows))
    both(lambda library: [row.summary for row in library.find(query, rows=99).rows] and True)
    both(
        lambda library: sorted(
            (row.summary.id, row.snippet is None) for row in library.find(query, rows=99).rows
        )
    )


def test_rows_are_what_was_found_with_the_words_marked(both: Both) -> None:
    def marked(library: Library) -> list[tuple[int, list[str]]]:
        result = library.find("memex", rows=20)
        assert [row.summary.id for row in result.rows] == list(result.ids)
        assert list(result.rows) == library.rows("memex", result.ids)
        return sorted(
            (row.summary.id, sorted({row.snippet.text[a:b].casefold() for a, b in row.snippet.marks}))
            for row in result.rows
            if row.snippet is not None
        )

    assert all(words == ["memex"] for _, words in both(marked))
    both(lambda library: library.find("is:unread", rows=3).rows)
    both(lambda library: library.rows("memex", [99]))


def test_marks(both: Both) -> None:
    for article in both(lambda library: sorted(library.find("memex").ids)):
        both(lambda library, a=article: library.marks("memex", a))
        both(lambda library, a=article: library.marks("meme", a, typing=True))
        both(lambda library, a=article: library.marks("zebra", a))


def test_changes_are_made_and_said(both: Both) -> None:
    both(lambda library: library.apply(Star((3, 4))))
    both(lambda library: library.apply(Star((3, 5, 99))))
    both(lambda library: library.apply(MarkRead((4,))).articles)
    assert both(lambda library: library.tag(5, ["Sea wind", "sea"])) == ["sea", "wind"]
    both(lambda library: library.apply(Tag((5, 6), add=("storm",), remove=("sea",))))
    both(lambda library: library.summaries([3, 4, 5, 6]))
    both(lambda library: library.ids("is:starred"))
    both(lambda library: library.ids("tag:storm"))
    assert both(lambda library: library.counts()) == [16, 15]
    # What is so already is no change.
    assert both(lambda library: library.apply(Star((3, 4)))).get("number") is None
    assert both(lambda library: library.tag(99, [])) is ArticleNotFound
    both(lambda library: [(entry.number, entry.undone) for entry in library.journal(3)])


def test_changes_are_undone_and_redone(both: Both) -> None:
    assert both(lambda library: library.undo()) is None
    assert both(lambda library: library.redo()) is None
    both(lambda library: library.apply(Star((3,))))
    both(lambda library: library.tag(5, ["sea"]))
    both(lambda library: library.remove([2]))
    for _ in range(4):
        both(turned("undo"))
        both(lambda library: library.summaries([2, 3, 5]))
    for _ in range(4):
        both(turned("redo"))
        both(lambda library: library.summaries([2, 3, 5]))
    both(turned("undo"))
    both(lambda library: library.apply(Star((4,))).articles)
    # What was undone is gone once something else is changed.
    assert both(lambda library: library.redo()) is None
    both(lambda library: library.ids("is:starred"))


def turned(which: str) -> Callable[[Library], object]:
    def question(library: Library) -> object:
        applied = getattr(library, which)()
        return applied and (applied.change, applied.articles, applied.action, applied.number)

    return question


def test_removed_articles_lie_in_the_trash(both: Both) -> None:
    both(lambda library: library.apply(Star((2,))))
    assert both(lambda library: library.remove([2, 99])) is ArticleNotFound
    assert both(lambda library: library.trash()) == []
    both(lambda library: library.remove([2]).articles)
    both(lambda library: sorted(library.remove([7, 5]).articles))
    both(lambda library: library.listing().ids)
    both(lambda library: list(library.links(1)))
    both(lambda library: sorted((one.id, one.title) for one in library.trash()))
    both(lambda library: [one.id for one in library.trashed([2, 3])])
    both(lambda library: library.titles([2, 3, 99]))
    both(lambda library: library.restore([2, 99]).articles)
    both(lambda library: library.summary(2))
    both(lambda library: library.listing().ids)
    both(lambda library: library.clear_up())
    assert both(lambda library: library.empty_trash()) == 2
    both(lambda library: library.trash())


def test_saved_and_recent_searches(both: Both) -> None:
    both(lambda library: library.save_search("Desk", "memex"))
    both(lambda library: library.save_search("unread", "is:unread"))
    both(lambda library: library.apply(MarkRead((1,), True)))
    both(lambda library: library.saved_searches())
    both(lambda library: library.ids("@desk"))
    assert both(lambda library: library.rename_search("desk", "Unread")) is SearchError
    both(lambda library: library.rename_search("desk", "Table"))
    both(lambda library: library.delete_search("table"))
    assert both(lambda library: library.delete_search("table")) is SearchError
    assert both(lambda library: library.save_search("", "memex")) is SearchError
    for query in ("memex", "index", "memex"):
        both(lambda library, query=query: library.remember_search(query))
    assert both(lambda library: library.recent_searches()) == ["memex", "index"]
    assert both(lambda library: library.recent_searches(1)) == ["memex"]
    assert both(lambda library: library.forget_recent_searches()) == 2
    both(lambda library: library.recent_searches())


def test_places(both: Both) -> None:
    both(lambda library: library.save_place(place(3)))
    assert both(lambda library: library.place_of(3)) == plain(Position(2, 3))
    both(lambda library: library.save_place(place(3, progress=1.0)))
    assert both(lambda library: library.place_of(3)) == plain(Position())
    # Removed by somebody else meanwhile.
    both(lambda library: library.save_place(place(99)))


def test_the_trail(both: Both) -> None:
    assert both(lambda library: library.current_visit()) is None
    assert both(lambda library: library.back(None)) is None
    both(lambda library: library.follow(1, None, Scene()))
    both(lambda library: library.follow(2, place(1), Scene("memex", 2)))
    # Where one stands is no step, if that is asked for.
    both(lambda library: library.follow(2, Place(2, Position(), 0.0), Scene(), again=True))
    both(lambda library: library.trail(10))
    both(lambda library: library.back(place(2, 5)))
    # Back goes where it was left, and so does forward.
    both(lambda library: library.forward(place(1, 4)))
    both(lambda library: library.back(None))
    both(lambda library: library.follow(3, place(1), Scene()))
    both(lambda library: library.trail(10))
    both(lambda library: library.look_for(place(3), "a title"))
    both(lambda library: library.look_for(place(3, query="a title"), "a title"))
    both(lambda library: library.trail(10))
    both(lambda library: library.jump(2, place(3)))
    both(lambda library: library.current_visit())
    both(lambda library: library.trail(2))
    # Where this step was taken before, it leads there; another search is another step.
    both(lambda library: library.back(place(2)))
    both(lambda library: library.follow(2, place(1), Scene("memex", 5)))
    both(lambda library: library.back(place(2)))
    both(lambda library: library.follow(2, place(1), Scene("index")))
    both(lambda library: library.trail(10))
    # Nothing was left open: the article that was read last is no further step.
    both(lambda library: library.follow(2, None, Scene(), again=True))
    both(lambda library: library.trail(10))
    assert both(lambda library: library.jump(99, None)) is None
    assert both(lambda library: library.follow(99, None, Scene())) is ArticleNotFound
    both(lambda library: library.trail(10))
