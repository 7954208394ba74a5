"""Whatever opens over the screen fits it, names the way back, and leaves the keys at the bottom in sight."""

from __future__ import annotations

import pytest
from textual.content import Content

from reader.changes import Tag
from reader.library import Library
from reader.text import width
from reader.tui.screens.overlay import joined

OVER = [
    *("question_mark", "h", "o", "t", "w", "ctrl+r", "ctrl+t", "comma", "T", "number_sign", "A"),
    *("ctrl+p", "colon", "vertical_line", "y", "F", "percent_sign", "0", "m"),
]
"""Keys that open something over an open article."""


def frames(reader):
    """The frames that are shown."""
    screen = reader.app.screen
    found = screen.query("#sheet, #frame, Prompt > Vertical, CommandPalette #--input, CommandList")
    return [frame for frame in found if frame.display and frame.region.width]


@pytest.fixture
def marked(paths):
    """A library that has something to show in every sheet."""
    with Library(paths) as library:
        library.apply(Tag(tuple(library.ids()), ("a-tag-of-some-length", "economics"), ()))
        library.save_search("cards", "index cards")
    return paths


@pytest.mark.parametrize(
    "size", [(40, 15), *(pytest.param(size, marks=pytest.mark.slow) for size in ((60, 20), (80, 24)))]
)
async def test_everything_that_opens_fits(run, marked, size):
    columns, lines = size
    async with run(size=size) as reader:
        await reader.press("j", "enter")
        for key in OVER:
            await reader.press(key)
            screen = reader.app.screen
            assert screen is not reader.main, key
            if key == "ctrl+p":
                await reader.until(lambda: any(frame.region.height > 4 for frame in frames(reader)))
            for frame in frames(reader):
                region = frame.region
                assert region.x >= 0 <= region.y, key
                assert region.right <= columns, key
                assert region.bottom < lines, f"{key} covers the keys at the bottom"
                said = Content.from_markup(str(frame.border_subtitle or "")).plain
                assert width(said) <= region.width - 4, f"{key}: cut off: {said}"
            await reader.press("escape")
            await reader.until(lambda: reader.app.screen is reader.main)


def test_of_hints_that_do_not_fit_the_last_one_stays():
    hints = ["Enter opens", "/ filters", "Esc closes"]
    assert joined(hints, 60) == "Enter opens · / filters · Esc closes"
    assert joined(hints, 30) == "Enter opens · Esc closes"
    assert joined(hints, 5) == "Esc closes"
    assert joined([], 5) == ""


async def test_where_one_pane_has_the_screen_it_says_why_the_library_does_not_open(run, paths):
    paths.library.write_bytes(b"this is no library" * 500)
    async with run(size=(60, 20)) as reader:
        assert reader.article.display
        assert "library" in " ".join(reader.lines(reader.article))
