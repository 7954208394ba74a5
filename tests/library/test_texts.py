"""The texts of snippets are read once while a query is typed, and again when the library has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library import Library, texts
from reader.library.texts import Texts


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The articles that are read from the library, in order."""
    from reader.store.articles import Articles

    asked: list[int] = []
    whole = Articles.texts

    def noted(self: Articles, ids: list[int]) -> object:
        asked.extend(ids)
        return whole(self, ids)

    monkeypatch.setattr(Articles, "texts", noted)
    return asked


def test_each_is_read_once(pages: Path, read: list[int]) -> None:
    with Library.open() as library:
        library.add([pages], index=False)
        known = Texts(library.store)
        assert "turn slowly" in known.of([1])[1].body
        assert list(known.of([2, 1, 99])) == [2, 1]
        known.of([1, 2])
        assert read == [1, 2, 99]


def test_a_change_by_another_program_is_seen(pages: Path, read: list[int]) -> None:
    with Library.open() as library, Library.open() as other:
        library.add([pages], index=False)
        known = Texts(library.store)
        known.of([4])
        (pages / "4-tea.txt").write_text("How to make tea\n\nHow to make tea\n\nAsk a grandmother.\n")
        other.add([pages], index=False)
        assert known.of([4])[4].body == "Ask a grandmother."
        assert read == [4, 4]


def test_what_was_asked_for_longest_ago_is_forgotten(
    pages: Path, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open() as library:
        library.add([pages], index=False)
        known = Texts(library.store)
        sizes = {article: len(text.body) for article, text in known.of([1, 2, 3]).items()}
        monkeypatch.setattr(texts, "BUDGET", sizes[1] + sizes[3])
        read.clear()
        # All of what is asked for is given, however much that is.
        assert len(known.of([1, 3, 2])) == 3
        known.of([2])
        known.of([3])
        assert read == []
        known.of([1])
        assert read == [1]


def test_notes_and_images_are_shown_as_the_article_shows_them(pages: Path) -> None:
    (pages / "5-image.txt").write_text("Image\n\nImage\n\nBefore [[126216]] after.\n")
    with Library.open() as library:
        library.add([pages], index=False)
        known = Texts(library.store)
        assert known.of([1])[1].body.startswith("First of two parts.\n")
        image = library.ids("title:image")[0]
        assert known.of([image])[image].body == "Before [image 126216] after."


def test_a_damaged_text_has_an_empty_snippet(pages: Path, put_into) -> None:
    with Library.open() as library:
        library.add([pages])
        file = library.paths.library
    put_into(file, "bodies", "blocks", b"damage", "article = 3")
    with Library.open() as library:
        assert Texts(library.store).of([3]) == {3: None}
        (row,) = library.rows("tide", [3])
        assert (row.snippet.text, row.snippet.marks) == ("", ())
