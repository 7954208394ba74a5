"""Edits of pages: undone in the file and in the library, and never over what somebody else wrote."""

import stat

import pytest

from reader.changes import describe
from reader.errors import UnreadableSource
from reader.library import Library, editing

BEFORE = b"Tide tables\n\nThey were drawn by hand, on Sundays.\n" + b"caf\xe9\n"
AFTER = b"Tide tables\n\nThey were drawn by machines.\n"


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "tide.txt"
    file.write_bytes(BEFORE)
    file.chmod(0o640)
    return file


@pytest.fixture
def library(tmp_path, page):
    with Library.open(tmp_path / "data") as library:
        library.add([page])
        yield library


def said(library, article):
    return library.get(article).text()


def edit(library, page, after=AFTER, article=1):
    before = page.read_bytes()
    page.write_bytes(after)
    return library.edited(article, before)


def test_an_edit_is_undone_and_redone_in_the_file_and_in_the_library(library, page):
    done = edit(library, page)
    assert describe(done, library.titles([1])) == "Edited the page of “Tide tables”"
    assert "machines" in said(library, 1)
    for _ in range(2):
        undone = library.undo()
        assert describe(undone, library.titles([1])) == "Undone: edited the page of “Tide tables”"
        assert page.read_bytes() == BEFORE
        assert "by hand" in said(library, 1)
        assert library.redo().articles == (1,)
        assert page.read_bytes() == AFTER
        assert "machines" in said(library, 1)
    assert stat.S_IMODE(page.stat().st_mode) == 0o640
    assert library.changes_since_read(1) == ()
    # Both files are known: nothing of them is new.
    assert library.add([page]).unchanged == 1


def test_an_edit_is_undone_in_its_turn_also_by_another_program(library, page, tmp_path):
    edit(library, page)
    library.tag(1, ["sea"])
    with Library.open(tmp_path / "data") as other:
        assert other.undo().change.aspect == "tags"
        assert other.undo().change.aspect == "page"
    assert page.read_bytes() == BEFORE
    assert "by hand" in said(library, 1)


def test_a_file_that_somebody_else_wrote_since_stays(library, page):
    edit(library, page)
    page.write_bytes(b"Tide tables\n\nRewritten elsewhere.\n")
    assert library.undo().kept == (1,)
    assert b"elsewhere" in page.read_bytes()


def test_a_file_that_has_gone_is_not_written_anew(library, page):
    edit(library, page)
    page.unlink()
    assert library.undo().kept == (1,)
    assert not page.exists()


def test_a_link_to_the_page_stays_a_link(library, page, tmp_path):
    link = tmp_path / "link.txt"
    link.symlink_to(page)
    page.write_bytes(b"Another\n\nA text of its own.\n")
    library.add([link])
    article = library.ids()[0]
    before = link.read_bytes()
    link.write_bytes(AFTER)
    library.edited(article, before)
    library.undo()
    assert link.is_symlink()
    assert page.read_bytes() == before


def test_without_an_edit_nothing_is_noted(library, page):
    assert library.edited(1, page.read_bytes()) is None
    assert library.journal(5) == []


def test_an_edit_that_makes_no_page_of_it_says_so(library, page):
    before = page.read_bytes()
    page.write_bytes(b"\x7fELF\0\0\0\0" * 100)
    with pytest.raises(UnreadableSource):
        library.edited(1, before)
    assert "by hand" in said(library, 1)
    page.unlink()
    with pytest.raises(UnreadableSource, match="cannot be read"):
        library.edited(1, before)


def test_one_of_two_files_with_a_text_is_edited_and_both_are_one_again(library, page, tmp_path):
    twin = tmp_path / "twin.txt"
    twin.write_bytes(BEFORE)
    assert library.add([twin]).unchanged == 1
    done = edit(library, page)
    assert len(library.ids()) == 2
    assert "machines" in said(library, done.articles[0])
    library.undo()
    assert page.read_bytes() == BEFORE
    assert library.ids() == [1]


def test_a_very_large_edit_is_taken_in_and_cannot_be_undone(library, page, monkeypatch):
    monkeypatch.setattr(editing, "MOST_BYTES", 10)
    done = edit(library, page)
    assert (done.number, done.articles) == (None, (1,))
    assert library.undo() is None
