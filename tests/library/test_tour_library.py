"""The tour's own library: made once, kept apart, brought up to date."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

import reader.tour
from reader.config import Paths, find_paths
from reader.errors import LibraryError
from reader.library import Library
from reader.library.tour import prepare_tour

RunReader = Callable[..., Any]


def titles(library: Library) -> list[str]:
    return [summary.title for summary in library.summaries(library.ids())]


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


def test_another_version_keeps_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    older = [("00-gone.txt", b"Gone\n\nGone\n\nA page of an older tour.\n"), *reader.tour.pages()]
    with monkeypatch.context() as then:
        then.setattr(reader.tour, "pages", lambda: older)
        paths = prepare_tour(find_paths())
    with Library(paths) as library:
        assert "Gone" in titles(library)
        library.store.state.mark_read(2, 5.0)
        many = len(library.ids())
    with Library(prepare_tour(find_paths())) as library:
        assert library.summary(2).read == 5.0
        assert len(library.ids()) == many - 1
        assert "Gone" not in titles(library)
        # A person has removed nothing: there is nothing to bring back.
        assert library.trash() == []
        assert library.undo() is None
        assert library.check() == []


# --- whose library it is ------------------------------------------------------------------------------


def renew(monkeypatch: pytest.MonkeyPatch, paths: Paths) -> Paths:
    """Prepares the tour as a version would whose pages are others."""
    changed = [(name, raw + b"\nOne more line.\n") for name, raw in reader.tour.pages()[1:]]
    monkeypatch.setattr(reader.tour, "pages", lambda: changed)
    return prepare_tour(paths)


def make_unmarked(library: Library) -> None:
    """A library as it was before tours had a mark."""
    library.store._db.execute("DELETE FROM meta WHERE name = 'tour'")


def test_what_is_added_to_the_tour_stays(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library(prepare_tour(find_paths())) as library:
        library.add([pages])
        before = set(titles(library))
    with Library(renew(monkeypatch, find_paths())) as library:
        assert {"Tides", "Windmills"} <= set(titles(library)) < before
        assert library.check() == []


def test_an_article_of_the_tour_that_a_file_has_too_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, raw = reader.tour.pages()[0]
    (tmp_path / name).write_bytes(raw)
    with Library(prepare_tour(find_paths())) as library:
        assert library.add([tmp_path / name]).same == 1
        title = library.summary(1).title
    with Library(renew(monkeypatch, find_paths())) as library:
        assert title in titles(library)


@pytest.mark.parametrize("way", ["directory", "link to the directory", "link to the file", "nested"])
def test_somebodys_own_library_is_no_tour(tmp_path: Path, pages: Path, way: str, run: RunReader) -> None:
    data, own = tmp_path / "data", tmp_path / "data" / "tour"
    if way != "directory":
        own = tmp_path / "own"
    if way == "nested":
        # The tour's directory of the one is the data directory of the other.
        data, own = tmp_path / "own", tmp_path / "own" / "tour"
    assert run("--data-dir", own, "add", pages).code == 0
    data.mkdir(exist_ok=True)
    if way == "link to the directory":
        (data / "tour").symlink_to(own, target_is_directory=True)
    elif way == "link to the file":
        (data / "tour").mkdir()
        (data / "tour" / "library.sqlite3").symlink_to(own / "library.sqlite3")
    # A name that a file of the version before had: it is not what tells.
    (data / "tour" / "version.txt").write_text("my notes")
    refused = run("--data-dir", data, "tour")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        f"reader: the library in {data / 'tour'} is not the tour, and is left as it is: move it elsewhere, or"
        " take the tour with another --data-dir\n"
    )
    assert len(run("--data-dir", own, "list").lines) == 4
    assert (data / "tour" / "version.txt").read_text() == "my notes"


def test_the_tour_of_the_version_before_is_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = prepare_tour(find_paths())
    with Library(paths) as library:
        make_unmarked(library)
        library.store.state.mark_read(3, 5.0)
    with Library(renew(monkeypatch, find_paths())) as library:
        assert library.summary(3).read == 5.0
        assert len(library.ids()) == len(reader.tour.pages())


def test_the_tour_of_the_version_before_with_articles_of_ones_own_is_not(pages: Path) -> None:
    with Library(prepare_tour(find_paths())) as library:
        library.add([pages])
        make_unmarked(library)
        many = len(library.ids())
    with pytest.raises(LibraryError, match="is not the tour"):
        prepare_tour(find_paths())
    with Library(find_paths().for_tour()) as library:
        assert len(library.ids()) == many


def test_a_link_in_place_of_the_old_versions_file_is_not_followed(tmp_path: Path, data: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    (data / "tour").mkdir(parents=True)
    (data / "tour" / "version.txt").symlink_to(precious)
    prepare_tour(find_paths())
    assert precious.read_text() == "mine"


def test_a_tour_that_can_only_be_read_is_shown_as_it_is(
    read_only: Callable[[Path], AbstractContextManager[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = prepare_tour(find_paths())
    with read_only(paths.data), Library(renew(monkeypatch, find_paths())) as library:
        assert len(library.ids()) == 16


def test_a_tour_that_was_deleted_is_made_again() -> None:
    paths = prepare_tour(find_paths())
    for file in paths.data.glob("library.sqlite3*"):
        file.unlink()
    with Library(prepare_tour(find_paths())) as library:
        assert len(library.ids()) >= 12
        assert library.search("search")
