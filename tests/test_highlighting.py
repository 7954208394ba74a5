"""Highlighting as a change: its words, its effect on the local library and the one in memory, and undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.blocks import Position
from reader.changes import MarkPassages, describe
from reader.colors import COLORS, shown_color
from reader.highlighting import added, edited, moved, removed
from reader.library import Library
from tests.memory_library import MemoryLibrary, Shelf

PAGE = "Ice\n\nThe harbour froze twice that winter.\n\nNobody had seen it freeze before, and nobody since.\n"


@pytest.fixture(params=["local", "memory"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    page = tmp_path / "ice.txt"
    page.write_text(PAGE)
    if request.param == "memory":
        library: Library = MemoryLibrary(Shelf.of([(str(page), page.read_bytes())]))
    else:
        library = Library.open(tmp_path / "library")
        library.add([str(page)])
    yield library
    library.close()


def passage(library: Library, words: str) -> tuple[Position, Position]:
    for number, block in enumerate(library.get(1).blocks):
        if (at := block.plain.find(words)) >= 0:
            return Position(number, at), Position(number, at + len(words))
    raise AssertionError(words)


def test_a_passage_is_highlighted_edited_removed_and_all_of_it_undone(library: Library) -> None:
    start, end = passage(library, "froze twice")
    said = []

    def did(change: MarkPassages) -> None:
        said.append(describe(library.apply(change), library.titles([1])))

    did(added(1, library.get(1).blocks, start, end, note="why?", now=86400.0))
    (one,) = library.highlights(1)
    assert (one.start, one.end, one.highlight.quote) == (start, end, "froze twice")
    assert (one.highlight.color, one.highlight.note, one.highlight.created) == (
        *("yellow", "why?"),
        "1970-01-02T00:00:00Z",
    )
    assert library.view(1, Position()).highlights == (one,)
    did(edited(1, one, color="blue"))
    did(edited(1, library.highlights(1)[0], note="because\x1b[31m"))
    did(edited(1, library.highlights(1)[0], note=""))
    did(moved(1, library.get(1).blocks, library.highlights(1)[0], *passage(library, "that winter")))
    (last,) = library.highlights(1)
    assert (last.highlight.quote, last.highlight.color) == ("that winter", "blue")
    did(removed(1, last))
    assert library.highlights(1) == ()
    assert said == [
        *("Highlighted “froze twice”", "Made the highlight “froze twice” blue"),
        *("Wrote a note on “froze twice”", "Removed the note on “froze twice”"),
        *("Moved the highlight “froze twice” to “that winter”", "Removed the highlight “that winter”"),
    ]
    for _ in said[:-1]:
        library.undo()
    assert library.highlights(1) == (one,)
    undone = library.undo()
    assert undone is not None
    assert describe(undone, {}) == "Undone: highlighted “froze twice”"
    assert library.highlights(1) == ()
    library.redo()
    assert library.highlights(1) == (one,)


def test_a_passage_over_two_paragraphs_leaves_out_the_white_space_at_its_edges(library: Library) -> None:
    (start, _), (_, end) = passage(library, " that winter."), passage(library, "Nobody ")
    library.apply(added(1, library.get(1).blocks, start, end))
    (one,) = library.highlights(1)
    assert one.highlight.quote == "that winter.\nNobody"
    assert (one.start, one.end) == (passage(library, "that")[0], passage(library, "Nobody")[1])


def test_one_of_several_places_with_the_same_words_is_meant(library: Library) -> None:
    second = passage(library, "nobody since")[0]
    library.apply(added(1, library.get(1).blocks, second, Position(second.block, second.char + 6)))
    assert library.highlights(1)[0].start == second


def test_nothing_cannot_be_highlighted(library: Library) -> None:
    start, end = passage(library, " ")
    with pytest.raises(ValueError, match="no words"):
        added(1, library.get(1).blocks, start, end)
    with pytest.raises(ValueError, match="no words"):
        added(1, library.get(1).blocks, end, start)


def test_an_edit_of_a_highlight_that_has_changed_since_does_nothing(library: Library) -> None:
    library.apply(added(1, library.get(1).blocks, *passage(library, "froze")))
    (old,) = library.highlights(1)
    library.apply(edited(1, old, note="mine"))
    kept = library.highlights(1)
    assert library.apply(edited(1, old, color="red")).number is None
    assert library.apply(edited(1, kept[0])).number is None
    assert library.apply(removed(1, old)).number is None
    assert library.highlights(1) == kept


def test_long_passages_are_named_by_their_first_words() -> None:
    change = MarkPassages(
        (1,), add=('["one two three four five six seven eight nine, ten", "", "", "", [], ""]',)
    )
    assert change.said("“Ice”") == "Highlighted “one two three four five six seven eight…”"
    assert MarkPassages((1,), remove=("[]",)).said("“Ice”") == "Removed a passage marked in “Ice”"
    assert MarkPassages((1, 2), add=("a", "b")).said("2 articles") == "Highlighted 2 passages in 2 articles"


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        *(("", "yellow"), ("Green", "green"), ("orange", "red"), ("pink", "purple"), ("#ffd400", "yellow")),
        *(("#ff6666", "red"), ("#5fb236", "green"), ("#2ea8e5", "blue"), ("#a28ae5", "purple")),
        *(("#e56eee", "purple"), ("#f19837", "red"), ("#aaaaaa", "yellow"), ("#00f", "blue")),
        *(("light blue", "blue"), ("\x1b[31m", "yellow"), ("chartreuse", "yellow")),
    ],
)
def test_every_colour_is_shown_as_one_of_five(stated: str, shown: str) -> None:
    assert shown_color(stated) == shown
    assert shown_color(shown) in COLORS


# --- the text changes ---------------------------------------------------------------------------------


def test_a_highlight_stays_on_its_words_when_the_page_is_read_again(tmp_path: Path) -> None:
    page = tmp_path / "ice.txt"
    page.write_text(PAGE)
    with Library.open(tmp_path / "library") as library:
        library.add([str(page)])
        library.apply(added(1, library.get(1).blocks, *passage(library, "seen it freeze"), note="mine"))
        page.write_text(PAGE.replace("The harbour", "An older paragraph.\n\nThat year the harbour"))
        library.add([str(page)])
        (one,) = library.highlights(1)
        assert (one.start, one.end) == passage(library, "seen it freeze")
        page.write_text(PAGE.replace("seen it freeze", "known of any ice"))
        library.add([str(page)])
        assert library.highlights(1)[0].lost
        page.write_text(PAGE)
        library.add([str(page)])
        (again,) = library.highlights(1)
        assert (again.start, again.highlight.note) == (passage(library, "seen it freeze")[0], "mine")
        library.undo()
        assert library.highlights(1) == ()


def test_the_same_word_elsewhere_is_not_taken_for_the_one_that_is_gone(tmp_path: Path) -> None:
    page = tmp_path / "ice.txt"
    page.write_text(PAGE)
    with Library.open(tmp_path / "library") as library:
        library.add([str(page)])
        last = passage(library, "nobody since")[0]
        library.apply(added(1, library.get(1).blocks, last, Position(last.block, last.char + 6)))
        page.write_text(
            PAGE.replace("Nobody", "No one").replace("and nobody since", "or since, but nobody asked")
        )
        library.add([str(page)])
        assert library.highlights(1)[0].lost


def test_signs_that_other_texts_write_differently_are_found(tmp_path: Path) -> None:
    page = tmp_path / "code.txt"
    page.write_text("Code\n\nType `make ice` in the café, then type `make ice` again and wait.\n")
    with Library.open(tmp_path / "library") as library:
        library.add([str(page)])
        library.apply(added(1, library.get(1).blocks, *passage(library, "`make ice` again")))
        assert library.highlights(1)[0].start == passage(library, "`make ice` again")[0]
