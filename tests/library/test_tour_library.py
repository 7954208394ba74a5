"""The tour's own library: made once, kept apart, brought up to date."""

from __future__ import annotations

from pathlib import Path

import reader.tour
from reader.config import find_paths
from reader.library import Library
from reader.library.tour import prepare_tour


def test_the_tour_is_a_library_ready_to_read() -> None:
    with Library(prepare_tour(find_paths())) as library:
        summaries = library.summaries(library.ids())
        assert [s.source for s in summaries] == [
            f"tour:{name.removesuffix('.txt')}" for name, _ in reader.tour.pages()
        ]
        assert library.check() == []
        assert library.search("search")
        assert library.wanted()
        assert any(link.target for link in library.links(summaries[0].id))


def test_the_tour_never_mixes_with_the_users_articles(data: Path) -> None:
    prepare_tour(find_paths())
    assert not (data / "library.sqlite3").exists()
    with Library.open() as library:
        assert library.ids() == []


def test_the_tour_is_made_once() -> None:
    paths = prepare_tour(find_paths())
    before = paths.library.stat().st_mtime_ns
    assert prepare_tour(find_paths()) == paths
    assert paths.library.stat().st_mtime_ns == before


def test_another_version_keeps_what_was_read(tmp_path: Path) -> None:
    paths = prepare_tour(find_paths())
    page = tmp_path / "old.txt"
    page.write_text("A page of an older tour\n\nA page of an older tour\n\nIt is gone now.\n")
    with Library(paths) as library:
        first = library.ids()[0]
        library.store.state.mark_read(first, 5.0)
        library.add([page])
        many = len(library.ids())
    (paths.data / "version.txt").write_text("another")
    with Library(prepare_tour(find_paths())) as library:
        assert library.summary(first).read == 5.0
        assert len(library.ids()) == many - 1
        assert library.check() == []


def test_a_tour_that_was_deleted_is_made_again() -> None:
    paths = prepare_tour(find_paths())
    for file in paths.data.glob("library.sqlite3*"):
        file.unlink()
    with Library(prepare_tour(find_paths())) as library:
        assert len(library.ids()) >= 12
        assert library.search("search")
