"""Work beside the event loop that is dropped before it begins."""

from textual.app import App
from textual.screen import Screen

from reader.config import Paths
from reader.tui.controllers.notices import Notices
from reader.tui.controllers.tasks import Tasks
from reader.tui.keys.keyboard import Keyboard
from reader.tui.widgets.key_hints import KeyHints


async def test_work_dropped_before_it_begins_is_closed(tmp_path):
    begun = []

    class Host(App[None]):
        pass

    async def work():
        begun.append(True)

    dropped = work()
    async with Host().run_test() as pilot:
        app = pilot.app
        screen: Screen[None] = app.screen
        tasks = Tasks(screen, Keyboard(app), Notices(screen, KeyHints()), Paths(tmp_path, tmp_path, tmp_path))
        tasks.do(dropped).cancel()
        await pilot.pause()

    assert dropped.cr_frame is None  # closed
    assert not begun
