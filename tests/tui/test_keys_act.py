"""No key in help does nothing: each shows something, or says why not."""

from __future__ import annotations

import pytest

from reader.library import Library
from reader.tui.keys.actions import ACTIONS

LEAVES = {"suspend", "quit", "tour", "open_source", "edit", "browser", "redraw"}
"""Actions that leave the screen, or paint it as it is."""


def on_screen(reader) -> tuple[object, ...]:
    """All that a person can see of the main screen, and what lies over it."""
    main, app = reader.main, reader.app
    panes = [widget for widget in (reader.list, reader.article, reader.related) if widget.display]
    shown = [line for pane in panes for line in reader.lines(pane)]
    head = reader.heading, reader.notice, reader.box.value, main.panes.focused, main.panes.spaces
    return (app.screen, app.focused, reader.list.cursor, reader.related.cursor, main.panes.zen, *head, *shown)


@pytest.mark.slow
@pytest.mark.parametrize("pane", ["list", "article"])
async def test_every_key_of_the_screen_shows_that_it_was_pressed(run, paths, pane):
    with Library(paths) as library:
        article = next(row.id for row in library.summaries(library.ids()) if "trail" in row.title)
    here = {"app", "screen", pane}
    idle = []
    async with run(article=article, size=(160, 30)) as reader:
        for action in ACTIONS:
            if here.isdisjoint(action.where) or action.name in LEAVES:
                continue
            # In the middle of everything, so that there is a way in each direction.
            await reader.pilot.press("escape", "escape", "escape")
            reader.main.panes.go(pane)
            reader.article.scroll_to_line(5)
            reader.list.cursor = 5
            reader.related.cursor = 1
            reader.main.tell("")
            await reader.settle()
            before = on_screen(reader)
            key = action.keys.split(",")[0]
            await reader.press(key)
            if on_screen(reader) == before and (pane, action.name) != ("list", "show_list"):
                idle.append(f"{action.name} ({key})")
            if reader.app.screen is not reader.main:
                await reader.press("escape")
                await reader.until(lambda: reader.app.screen is reader.main)
    assert idle == []
