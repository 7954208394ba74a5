"""Changes through ``Library``, and as the screen asks for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.changes import MarkRead, Restore, SetTags, Star
from reader.errors import ArticleNotFound
from reader.library import Library
from reader.tui.background import jobs


@pytest.fixture
def library(pages: Path, tmp_path: Path):
    with Library.open(tmp_path / "mine") as library:
        library.add([pages])
        yield library


def test_removed_articles_can_be_restored_and_found_again(library: Library) -> None:
    wind, mills, *_ = order = library.ids()
    before = [(hit.id, hit.snippet) for hit in library.search("tired")]
    links = list(library.links())
    page, kin = library.as_page(mills), library.related(wind)
    applied = library.remove([mills])
    assert applied.articles == (mills,)
    assert library.search("tired") == []
    assert mills not in [one.id for one in library.related(wind)]
    assert [(one.id, one.title) for one in library.trash()] == [(mills, "Windmills")]
    assert library.restore([mills]).articles == (mills,)
    assert library.trash() == []
    assert library.ids() == order
    assert [(hit.id, hit.snippet) for hit in library.search("tired")] == before
    assert list(library.links()) == links
    assert library.as_page(mills) == page
    assert {(one.id, one.kind) for one in library.related(wind)} == {(one.id, one.kind) for one in kin}
    assert library.check() == []


def test_an_inverse_takes_a_change_back(library: Library) -> None:
    ids = tuple(library.ids())
    library.apply(Star(ids[:2]))
    applied = library.apply(Star(ids))
    assert library.apply(applied.inverse).articles == ids[2:]
    assert library.ids("is:starred") == list(ids[:2])


def test_tagging_an_article_that_does_not_exist(library: Library) -> None:
    with pytest.raises(ArticleNotFound):
        library.tag(77, ["sea"])
    assert library.tag(1, ["#Sea", "ice sea"]) == ("sea", "ice")
    assert library.tag(1, ["sea", "ice"]) == ("sea", "ice")
    with pytest.raises(ArticleNotFound):
        library.remove([1, 77])
    assert 1 in library.ids()


# --- as the screen asks for them ----------------------------------------------------------------------------


def test_keys_of_the_screen_can_be_undone(library: Library) -> None:
    assert jobs.apply(library, Star((2,))).rows[0].starred
    assert jobs.apply(library, MarkRead((2,))).rows[0].read is not None
    assert jobs.apply(library, SetTags((2,), ("sea", "ice"))).rows[0].tags == ("sea", "ice")
    said = []
    while (changed := jobs.undo(library)) is not None:
        said.append(changed.sentence())
        assert [row.id for row in changed.rows] == [2]
    assert said == [
        "Undone: tagged “Windmills”: sea, ice",
        "Undone: marked “Windmills” read",
        "Undone: starred “Windmills”",
    ]
    row = library.summary(2)
    assert (row.starred, row.read, row.tags) == (False, None, ())
    redone = jobs.redo(library)
    assert redone is not None
    assert redone.sentence() == "Redone: starred “Windmills”"
    assert redone.rows[0].starred


def test_a_message_that_is_too_wide_keeps_what_follows_the_quoted_words() -> None:
    said = "Undone: made the highlight “the harbour froze twice that winter” red"
    assert jobs.cut_quotation(said, 50) == "Undone: made the highlight “the harbour froz…” red"
    assert jobs.cut_quotation(said, 20) == "Undone: made the hi…"
    assert jobs.cut_quotation(said, 90) == said


def test_removing_on_the_screen(library: Library) -> None:
    changed = jobs.remove(library, [2])
    assert (changed.sentence(), changed.rows) == ("Moved “Windmills” to the trash", ())
    assert changed.applied.articles == (2,)
    assert jobs.apply(library, Restore((2,))).sentence() == "Restored “Windmills”"
    assert jobs.remove(library, [1, 2, 3]).sentence() == "Moved 3 articles to the trash"
    undone = jobs.undo(library)
    assert undone is not None
    assert undone.sentence() == "Undone: moved 3 articles to the trash"
    assert {row.id for row in undone.rows} == {1, 2, 3}


def test_many_rows_do_not_come_with_a_change(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SHOWN_CHANGES", 2)
    assert len(jobs.apply(library, SetTags((1, 2), ("a",))).rows) == 2
    changed = jobs.apply(library, SetTags((1, 2, 3), ("b",)))
    assert (len(changed.applied.articles), changed.rows) == (3, ())
