"""Highlights on screen: text is selected with keys and the mouse, marked, changed, annotated, undone."""

from __future__ import annotations

import pytest

from reader.library import Library

from .conftest import paths_at

FIRST = "The harbour froze twice that winter. Nobody had seen it before. The boats stood still."
SECOND = "A second paragraph is about tides, and about the people who wrote them down every day."
THIRD = "In the third, Dr. Ashe counts ships. She counts them again."


@pytest.fixture
def marked_paths(tmp_path):
    """A library with one article of three paragraphs."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "harbour.md").write_text(f"# The harbour\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n", encoding="utf-8")
    with Library(paths_at(tmp_path / "marked")) as library:
        library.add([pages])
    return paths_at(tmp_path / "marked")


def kept(paths):
    """The highlights that the library has: (words, colour, note)."""
    with Library(paths) as library:
        stored = library.highlights(library.ids()[0])
    return [(one.highlight.quote, one.highlight.color, one.highlight.note) for one in stored]


async def test_a_passage_is_selected_highlighted_undone_and_redone(run, marked_paths):
    async with run(at=marked_paths) as reader:
        await reader.press("enter", "v")
        assert "cursor" in str(reader.article.border_title)
        await reader.press("w", "v", "e", "e", "e")
        assert reader.app.screen.get_selected_text() == "harbour froze twice"
        assert "3 words selected" in str(reader.article.border_title)
        await reader.press("enter")
        assert reader.focus == "article"
        assert reader.notice == "Highlighted “harbour froze twice” · z undoes"
        assert kept(marked_paths) == [("harbour froze twice", "yellow", "")]
        assert len(reader.article.highlights.found) == 1
        await reader.press("z")
        assert kept(marked_paths) == []
        assert reader.article.highlights.found == ()
        await reader.press("Z")
        assert kept(marked_paths) == [("harbour froze twice", "yellow", "")]
