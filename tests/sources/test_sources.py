"""Files as sources give them: what is known of them, and what lies beside them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader import sources
from reader.errors import UnreadableSource
from reader.sources import Fetched, source_of
from reader.sources.fetched import MAX_BYTES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a page and pictures, beside other things of the same person."""
    top = tmp_path / "top"
    (top / "pages").mkdir(parents=True)
    (top / "pictures").mkdir()
    (top / "pages" / "a.txt").write_text("A page.")
    (top / "pages" / "near.png").write_bytes(b"near")
    (top / "pictures" / "far.png").write_bytes(b"far")
    (tmp_path / "secret.txt").write_text("secret")
    (top / "pages" / "leads-out").symlink_to(tmp_path / "secret.txt")
    (top / "out").symlink_to(tmp_path)
    return top


def fetched(*names: object, closed: str = "") -> dict[str, Fetched]:
    """What sources of these names give, by file name."""
    found = [
        each.fetch()
        for name in names
        for each in source_of(str(name), lambda path: path.endswith(closed or "\0")).find(lambda *_: None)
        if not each.name.endswith(closed or "\0")
    ]
    return {Path(each.source).name: each for each in found}


def test_a_file_is_known_by_its_absolute_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    os.utime("pages/a.txt", (5.0, 1234.5))
    page = fetched("pages/a.txt")["a.txt"]
    assert (page.source, page.raw, page.modified) == (str(folder / "pages" / "a.txt"), b"A page.", 1234.5)
    assert (page.member, page.media_type) == ("", "")


def test_neighbours_are_found_by_their_relative_names(folder: Path) -> None:
    page = fetched(folder)["a.txt"]
    for name, raw in (("near.png", b"near"), ("./near.png", b"near"), ("../pictures/far.png", b"far")):
        neighbour = page.neighbour(name)
        assert neighbour is not None
        assert neighbour.raw == raw
        assert neighbour.neighbour("near.png" if raw == b"near" else "../pages/near.png") is not None


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "gone.png", "near.png/x", "a\0b", "\ud800", "leads-out", "../out/secret.txt"),
        *("../../secret.txt", "/etc/passwd", "../../top/../secret.txt", "x" * 300, "../pictures"),
    ],
)
def test_nothing_outside_the_folder_is_a_neighbour(folder: Path, name: str) -> None:
    assert fetched(folder)["a.txt"].neighbour(name) is None


def test_a_page_that_is_named_by_itself_sees_its_own_folder_only(folder: Path) -> None:
    page = fetched(folder / "pages" / "a.txt")["a.txt"]
    assert page.neighbour("near.png") is not None
    assert page.neighbour("../pictures/far.png") is None


def test_a_file_of_the_library_is_no_neighbour(folder: Path) -> None:
    assert fetched(folder, closed="near.png")["a.txt"].neighbour("near.png") is None


def test_a_large_file_is_opened_and_not_read(folder: Path) -> None:
    with (folder / "pages" / "large.txt").open("wb") as stream:
        stream.write(b"start")
        stream.truncate(MAX_BYTES + 1)
    large = fetched(folder)["large.txt"]
    with large.open() as stream:
        assert stream.read(5) == b"start"
    with pytest.raises(UnreadableSource, match="larger than 64 MB"):
        _ = large.raw


def test_the_first_source_that_knows_a_name_has_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An address is one new function in the registry."""

    class Address:
        scope = ""

        def __init__(self, name: str) -> None:
            self.name = name

        def find(self, fail: sources.Fail):
            yield sources.FoundFile(self.name, lambda: Fetched(self.name, b"Text.", media_type="text/plain"))

        def lacks(self, source: str) -> bool:
            return False

    def source(name: str, closed: sources.Closed) -> sources.Source | None:
        return Address(name) if name.startswith("https://") else None

    monkeypatch.setattr(sources, "SOURCES", (source, *sources.SOURCES))
    (found,) = source_of("https://example.org/a").find(lambda *_: None)
    assert found.fetch().media_type == "text/plain"
    (tmp_path / "b.txt").write_text("Text.")
    assert list(fetched(tmp_path)) == ["b.txt"]
