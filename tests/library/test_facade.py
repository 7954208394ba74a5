"""The library from Python: everything through ``Library`` and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import ArticleNotFound, IndexBusy, LibraryError, ReaderError
from reader.library import Library, facade
from reader.model import Position, Progress
from reader.search.segments.segment import SegmentFile


def test_wanted_teasers_come_without_the_marks_of_pictures(tmp_path: Path) -> None:
    page = tmp_path / "one.txt"
    page.write_text("One\n\nOne\n\nText.\n\nRecommend\n\nTwo\n\nHere [[12]] is two, and more of...\n")
    with Library.open(tmp_path / "mine") as library:
        library.add([page])
        assert [(one.title, one.teaser) for one in library.wanted()] == [
            ("Two", "Here is two, and more of...")
        ]


def test_from_an_empty_folder_to_related_articles(pages: Path, tmp_path: Path) -> None:
    with Library.open(tmp_path / "mine") as library:
        assert library.ids() == []
        assert library.search("wind") == []
        assert library.wanted() == []

        report = library.add([pages])
        assert (report.added, report.updated, report.unchanged, report.failed) == (4, 0, 0, ())

        wind, mills, tides, _ = library.ids()
        assert library.get(wind).title == "Wind turbines"
        assert library.summary(mills).title == "Windmills"
        assert [summary.id for summary in library.summaries([tides, 99, wind])] == [tides, wind]

        hits = library.search("wind turbines", limit=2)
        assert hits[0].id == wind
        assert "turbine" in hits[0].snippet.text.lower()
        assert hits[0].snippet.marks

        assert [link.target for link in library.links(wind)] == [mills, tides, None]
        assert len(list(library.links())) == 8
        assert [link.id for link in library.backlinks(wind)] == [mills]
        assert {(one.kind, one.id) for one in library.related(wind) if one.kind == "backlink"} == {
            ("backlink", mills)
        }
        assert library.wanted(limit=1)[0].title == "The last lamplighter"
        assert library.check() == []

        library.remove([mills])
        assert mills not in library.ids()
        assert library.search("tired") == []
        assert "Windmills" in [wanted.title for wanted in library.wanted()]

    with Library.open(tmp_path / "mine") as library:
        assert len(library.ids()) == 3


def test_the_library_of_the_environment(data: Path) -> None:
    with Library.open() as library:
        assert library.paths.data == data


@pytest.mark.parametrize("name", ["get", "summary", "as_page", "links", "backlinks", "related"])
def test_an_unknown_article(name: str) -> None:
    with Library.open() as library, pytest.raises(ArticleNotFound) as caught:
        getattr(library, name)(7)
    assert isinstance(caught.value, ReaderError)
    assert caught.value.article == 7


def test_removing_an_unknown_article_removes_nothing(pages: Path) -> None:
    with Library.open() as library:
        library.add([pages])
        with pytest.raises(ArticleNotFound):
            library.remove([1, 77])
        assert len(library.ids()) == 4


@pytest.mark.parametrize(
    "query", ["", '"', "((((", "OR AND NOT", "title:", "is:nonsense", "*", "\x00\x1b", "a" * 9999]
)
def test_no_query_is_an_error(pages: Path, query: str) -> None:
    with Library.open() as library:
        library.add([pages])
        library.search(query)
        library.ids(query)
        assert library.snippet(query, 1).text


def test_the_list_narrowed_by_a_query_keeps_its_order(pages: Path) -> None:
    with Library.open() as library:
        library.add([pages])
        assert library.ids("turbines OR tide") == [i for i in library.ids() if i in (1, 2, 3)]
        library.store.state.star(3)
        library.store.state.mark_read(1, 5.0)
        assert library.ids("is:starred") == [3]
        assert library.ids("is:read") == [1]
        assert library.ids("is:unread") == [2, 3, 4]
        assert library.ids("source:4-tea") == [4]


def test_places_in_an_article_that_match(pages: Path) -> None:
    with Library.open() as library:
        library.add([pages])
        article = library.get(1)
        # Block -1 is the head.
        texts = {-1: f"{article.title}\n{article.note}"} | dict(enumerate(b.plain for b in article.blocks))
        marks = sorted(library.finding.marks("turbines people parts", 1))
        assert [(block, texts[block][start:end]) for block, start, end in marks] == [
            (-1, "turbines"),
            (-1, "parts"),
            (0, "turbines"),
            (1, "turbine"),
            (1, "people"),
        ]


def test_an_article_as_a_page_comes_back_the_same(pages: Path, tmp_path: Path) -> None:
    page = tmp_path / "again.txt"
    with Library.open() as library:
        library.add([pages])
        page.write_text(library.as_page(1), encoding="utf-8")
        assert library.add([page]).unchanged == 1


def test_an_article_does_not_wait_for_the_index_to_be_opened(pages: Path) -> None:
    with Library.open() as library:
        library.add([pages])
    facade._opened.clear()
    with Library.open() as library, Library.open() as other:
        first = library.view(1, Position(), searched="turbines")
        assert (first.complete, first.marks) == (False, None)
        assert library._finding is None, "nothing of the index is even imported for it"
        groups = [entry.group for entry in first.entries]
        assert groups == ["next", "recommended", "recommended"]
        entries = library.entries(1)
        assert {entry.title for entry in entries} >= {entry.title for entry in first.entries}
        # The index is open in this process now, so other threads ask it as well.
        for one in (library, other):
            view = one.view(1, Position(), searched="turbines")
            assert view.complete
            assert view.entries == entries
            assert view.marks == tuple(library.marks("turbines", 1, typing=True)) != ()


def test_a_view_says_what_the_rest_of_the_library_says(pages: Path) -> None:
    with Library.open() as library:
        library.add([pages])
        library.entries(1)
        view = library.view(1, Position(1, 4))
        assert (view.summary, view.article) == (library.summary(1), library.get(1))
        assert view.position == Position(1, 4)
        with pytest.raises(ArticleNotFound):
            library.view(77, Position())


def test_the_first_rows_of_a_search_come_with_it(pages: Path) -> None:
    with Library.open() as library:
        library.add([pages])
        result = library.find("turbines", rows=1)
        assert len(result.ids) == 2
        (row,) = result.rows
        assert (row.summary.id, bool(row.snippet and row.snippet.marks)) == (result.ids[0], True)
        assert library.rows("turbines", result.ids)[0] == row
        # Filters alone have no passages to show, and articles are not read for them.
        assert [row.snippet for row in library.find("is:unread", rows=9).rows] == [None] * 4
        # A search that is over by the time it has found something cuts no snippets.
        ended = library.find("turbines", rows=1, stop=lambda: True)
        assert (ended.complete, ended.rows) == (False, ())


def test_progress_of_reading_and_indexing(pages: Path) -> None:
    seen: list[Progress] = []
    with Library.open() as library:
        library.add([pages], progress=seen.append)
    assert [progress.done for progress in seen if progress.phase == "reading"] == [0, 1, 2, 3, 4]
    indexing = [progress for progress in seen if progress.phase == "indexing"]
    assert (indexing[0].done, indexing[-1].done, indexing[-1].total) == (0, 4, 4)


def test_an_index_that_somebody_else_writes_is_left_alone(pages: Path) -> None:
    page = pages / "5-new.txt"
    busy: list[bool] = []

    def meanwhile(progress: Progress) -> None:
        # Called while the first library is writing the index.
        if progress.phase != "indexing" or not progress.done or busy:
            return
        page.write_text("Umbrellas\n\nUmbrellas\n\nThey open when they like.\n")
        with Library.open() as other:
            assert other.add([page]).added == 1
            with pytest.raises(IndexBusy):
                other.update_index()
            busy.append(other.catch_up().will_follow)
            assert other.search("umbrellas"), "its title is known at once"
            assert other.search("open when they like") == []
            assert other.search("tide")

    with Library.open() as library:
        library.add([pages], progress=meanwhile)
        assert busy == [True]
        assert library.search("umbrellas")


def test_the_index_can_be_deleted_or_broken_at_any_time(pages: Path) -> None:
    import shutil

    with Library.open() as library:
        library.add([pages])
        index = library.paths.index
    shutil.rmtree(index)
    with Library.open() as library:
        assert library.search("tide")
    for file in index.iterdir():
        file.write_bytes(b"\0" * 10)
    with Library.open() as library:
        assert library.search("tide")
        assert library.check() == []


def test_a_library_that_stays_open_sees_what_others_change(pages: Path) -> None:
    with Library.open() as library, Library.open() as other:
        library.add([pages])
        assert library.search("tea")
        (pages / "4-tea.txt").write_text("How to make tea\n\nHow to make tea\n\nAsk a grandmother.\n")
        assert other.add([pages]).updated == 1
        # As many articles as before, and nothing left to index: only the index itself knows.
        assert library.finding.is_current()
        assert library.find("grandmother").ids == (4,)
        assert library.find("leaves").ids == ()


def test_damage_that_only_a_search_finds_is_mended_by_that_search(pages: Path) -> None:
    with Library.open() as library:
        library.add([pages])
        (segment,) = library.paths.index.glob("*.art")
    raw = segment.read_bytes()
    tables = min(place for place, _, _ in SegmentFile(segment).places.values())
    segment.write_bytes(raw[:8] + b"\xff" * (tables - 8) + raw[tables:])  # the postings, which opening skips
    with Library.open() as library:
        assert not library.find("title:windmills").complete
        assert [hit.title for hit in library.search("title:windmills")] == ["Windmills"]
        assert library.check() == []


def test_reindex(pages: Path) -> None:
    with Library.open() as library:
        library.add([pages])
        assert library.reindex() == 4
        assert library.search("tide")
        assert library.check() == []


def test_a_file_that_is_no_library(data: Path) -> None:
    data.mkdir()
    (data / "library.sqlite3").write_text("This is not a database. " * 100)
    with pytest.raises(LibraryError):
        Library.open()


def test_copies_are_found_once(tmp_path):
    import random

    from reader import ingest
    from reader.library import Library

    chance = random.Random(2)
    words = [f"word{chance.randrange(5000)}" for _ in range(200)]
    pages = []
    for number in range(3):
        words[number * 7] = "harbour"
        pages.append((f"/{number}", f"Copy {number}\n\nCopy {number}\n\n{' '.join(words)}\n".encode()))
    pages.append(("/other", b"Other\n\nOther\n\nA harbour of another kind, with boats and a pilot in it.\n"))
    with Library.open(tmp_path) as library:
        ingest.add_pages(library.store, pages, now=1.0)
        found = library.find_now("harbour", 10)
        assert len(found.ids) == 2
        ((first, others),) = found.copies.items()
        assert first in found.ids
        assert len(others) == 2
        assert {hit.title: hit.alike for hit in library.search("harbour")}["Other"] == 0
        assert len(library.ids("harbour")) == 4, "a list leaves nothing out"
