"""An article that is updated, open or not: the place and the current match stay on their words."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from textual.app import App

from reader.library import Library

TITLE = "Timetables"
TEXT = [f"Paragraph {n}: the ferry left at {n * 7} minutes past six." for n in range(40)]
ABOVE = [f"Correction {n}: the ferry was late." for n in range(20)]


def written(folder: Path, paragraphs: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    body = "\n\n".join((TITLE, TITLE, *paragraphs))
    (folder / "ferry.txt").write_text(f"{body}\n", encoding="utf-8")
    return folder


@pytest.fixture
def ferry(empty_paths, tmp_path):
    """A library of one article."""
    with Library(empty_paths) as library:
        assert library.add([written(tmp_path / "pages", TEXT)]).added == 1
    return empty_paths


def shown(reader) -> str:
    """What the article pane shows."""
    return "\n".join(reader.lines(reader.article))


def update(paths, tmp_path: Path, paragraphs: list[str]) -> None:
    with Library(paths) as library:
        assert library.add([written(tmp_path / "pages", paragraphs)]).updated == 1


def top(reader) -> str:
    """The words at the top line of the article."""
    pane = reader.article
    return pane.view.article.blocks[pane.position.block].plain


async def stand_at_a_match(reader) -> None:
    """Opens the article by a search and goes to its seventh match, with that line at the top."""
    await reader.press("slash")
    await reader.type("ferry")
    await reader.press("enter", *["n"] * 6)
    reader.article.scroll_to_line(reader.article._line_of(reader.article.matched))
    await reader.settle()
    assert (top(reader)[:13], reader.article.matches) == ("Paragraph 6: ", (7, 40)), reader.article.matched


async def test_an_article_that_is_updated_while_it_is_open_stays_on_its_words(run, ferry, tmp_path):
    async with run(at=ferry, size=(120, 16)) as reader:
        await stand_at_a_match(reader)
        update(ferry, tmp_path, [*ABOVE, *TEXT])
        await reader.main.reading.reload()
        await reader.settle()
        assert top(reader).startswith("Paragraph 6:")
        # The marks are those of the new text, and the same one is current.
        assert reader.article.matches == (27, 60)
        await reader.press("n")
        assert reader.article.matches == (28, 60)
        update(ferry, tmp_path, [*ABOVE, *TEXT[:3]])
        await reader.main.reading.reload()
        await reader.settle()
        assert reader.article.matches == (0, 23)


@pytest.mark.parametrize(
    ("paragraphs", "matches"),
    [
        ([*ABOVE, *TEXT], (27, 60)),
        (TEXT[3:], (4, 37)),
        ([*TEXT[:5], f"{TEXT[5]} {TEXT[6]}", *TEXT[7:]], (7, 40)),
    ],
    ids=["inserted above", "cut above", "merged"],
)
async def test_an_article_that_was_updated_since_is_resumed_on_its_words(
    run, ferry, tmp_path, paragraphs, matches
):
    async with run(at=ferry, size=(120, 16)) as reader:
        await stand_at_a_match(reader)
    update(ferry, tmp_path, paragraphs)
    async with run(at=ferry, size=(120, 16)) as reader:
        assert "Paragraph 6:" in top(reader)
        assert reader.article.matches == matches


async def test_what_was_edited_in_the_editor_is_undone_and_redone(run, empty_paths, tmp_path, monkeypatch):
    page = tmp_path / "tide.txt"
    page.write_text("Tide tables\n\nThey were drawn by hand.\n")
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i s/hand/machines/ "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setattr(App, "suspend", lambda _: nullcontext())
    with Library(empty_paths) as library:
        library.add([page])
    async with run(at=empty_paths) as reader:
        await reader.press("enter", "e")
        assert "drawn by machines" in shown(reader)
        assert reader.notice == "Edited the page of “Tide tables” · z undoes"
        await reader.press("z")
        assert "drawn by hand" in shown(reader)
        assert reader.notice == "Undone: edited the page of “Tide tables” · Z redoes"
        assert "hand" in page.read_text()
        await reader.press("Z")
        assert "drawn by machines" in shown(reader)
        assert reader.notice == "Redone: edited the page of “Tide tables” · z undoes"
