"""A library on screen: the tour's pages in a directory of the test's own."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
import weakref
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import pytest
import textual.app
import textual.pilot
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.message import Message
from textual.worker import WorkerCancelled

from reader import tour
from reader.config import Paths, Settings
from reader.errors import ReaderError
from reader.library import Library
from reader.library.view import Entry
from reader.tui.app import ReaderApp
from reader.tui.background import backend
from reader.tui.background.indexing import Indexing
from reader.tui.controllers import searching
from reader.tui.keys import keyboard
from reader.tui.patches import apply_all
from reader.tui.screens.main import MainScreen
from reader.tui.state import reading
from reader.tui.terminal.incoming import Incoming
from reader.tui.terminal.limits import InputLimits
from reader.tui.widgets import set_view
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.key_hints import KeyHints
from reader.tui.widgets.list_head import ListHead
from reader.tui.widgets.related_pane import RelatedPane
from reader.tui.widgets.search_box import SearchBox

# As the app does: what tests draw without one is measured alike.
apply_all()


async def idle(*_: float) -> None:
    """Waits until the event loop has nothing left to do, and the threads that work for it neither.

    Textual's own (``_wait.wait_for_idle``) sleeps and then looks how much processor time has passed. That
    takes long, and on a busy machine a program counts as idle that only gets no processor. A second is the
    most, as there: some tests hold a thread up.
    """
    loop, quiet = asyncio.get_running_loop(), 0
    end = loop.time() + 1
    while quiet < 3:
        if any(not job.done() for job in _jobs):
            if loop.time() > end:
                return
            await asyncio.sleep(0.001)
        await asyncio.sleep(0)
        quiet = 0 if loop._ready else quiet + 1


_parse = Stylesheet._parse_rules
_rules: dict[tuple[object, ...], list[RuleSet]] = {}


def parsed(sheet: Stylesheet, *where: object, **how: object) -> list[RuleSet]:
    """The rules of a style sheet, parsed once for all apps: no test changes any."""
    key = (*where, *how.items(), frozenset(sheet._variables.items()))
    if key not in _rules:
        _rules[key] = _parse(sheet, *where, **how)
    return _rules[key]


async def indexed_here(indexing: Indexing) -> bool:
    """Does what :meth:`Indexing.run` does, without a process: its start takes most of the time."""
    if indexing.running:
        return False
    indexing.running = True
    try:
        return await asyncio.to_thread(_apply_pending, indexing._paths)
    finally:
        indexing.running = False


def _apply_pending(paths: Paths) -> bool:
    try:
        with Library(paths) as library:
            library.update_index()
            library.give_back_space()
    except ReaderError:
        return False
    return True


_jobs: weakref.WeakSet[Future[object]] = weakref.WeakSet()
"""What the threads of the screens have been asked to do."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Waits end soon: four fifths of the time of these tests was waiting."""
    if not request.node.get_closest_marker("genuine"):
        monkeypatch.setattr(Indexing, "run", indexed_here)
    submit = backend._Worker.submit

    def noted(worker: backend._Worker, job: backend.Job[object]) -> Future[object]:
        future = submit(worker, job)
        _jobs.add(future)
        return future

    monkeypatch.setattr(backend._Worker, "submit", noted)
    monkeypatch.setattr(Stylesheet, "_parse_rules", parsed)
    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", idle)
    # What is announced once in a frame is announced at once.
    monkeypatch.setattr(set_view, "_FRAME", 0.001)
    # A query counts as written out after 0.8 s.
    monkeypatch.setattr(searching, "PAUSE", 0.05)
    # What tests leave at once they have read.
    monkeypatch.setattr(reading, "GLANCE", 0.0)


def paths_at(root: Path) -> Paths:
    return Paths(root / "data", root / "config", root / "logs")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory) -> Path:
    """A library made once; tests get copies."""
    root = tmp_path_factory.mktemp("shelf")
    pages = root / "pages"
    pages.mkdir()
    for name, raw in tour.pages():
        (pages / name).write_bytes(raw)
    with Library(paths_at(root)) as library:
        report = library.add([pages])
        assert not report.failed
    return root


@pytest.fixture
def paths(shelf, tmp_path) -> Paths:
    """The directories of a library with the tour's sixteen articles, none read."""
    shutil.copytree(shelf / "data", tmp_path / "data")
    return paths_at(tmp_path)


@pytest.fixture
def empty_paths(tmp_path) -> Paths:
    return paths_at(tmp_path / "empty")


class Reader:
    """A running app as a person sees it: press keys, look at what is shown."""

    def __init__(self, app: ReaderApp, pilot) -> None:
        self.app = app
        self.pilot = pilot
        self.faults: list[str] = []

    @property
    def main(self) -> MainScreen:
        return [screen for screen in self.app.screen_stack if isinstance(screen, MainScreen)][-1]

    @property
    def list(self) -> ArticleList:
        return self.main.query_one(ArticleList)

    @property
    def article(self) -> ArticlePane:
        return self.main.query_one(ArticlePane)

    @property
    def related(self) -> RelatedPane:
        return self.main.query_one(RelatedPane)

    @property
    def box(self) -> SearchBox:
        return self.main.query_one(SearchBox)

    @property
    def notice(self) -> str:
        return self.main.query_one(KeyHints).notice

    @property
    def heading(self) -> str:
        return self.main.query_one(ListHead).text

    @property
    def title(self) -> str:
        """The title of the open article, "" if there is none."""
        return self.article.view.summary.title if self.article.view else ""

    def entry(self, key: str) -> Entry:
        """The related entry that a key follows."""
        return next(entry for entry in self.article.view.entries if entry.key == key)

    @property
    def focus(self) -> str:
        return self.app.focused.id if self.app.focused else ""

    def lines(self, widget) -> list[str]:
        """What a line-drawn widget shows."""
        return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]

    def titles(self) -> list[str]:
        """The titles of the articles that the list shows, however narrow it is."""
        shown = self.list
        rows = dict.fromkeys(shown.row_at(y + shown.scroll_offset.y) for y in range(shown.size.height))
        loaded = (shown.row(shown.ids[row]) for row in rows if row is not None)
        return [row.summary.title for row in loaded if row is not None]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        await self.press(*({" ": "space"}.get(char, char) for char in text))

    def burst(self, *written: str) -> None:
        """What a terminal sends, each part in one breath, as keys that no one waits for."""
        incoming, limits = Incoming(), InputLimits()

        def arrive(messages: Iterable[Message]) -> None:
            for message in messages:
                waiting = self.app.message_queue_size + self.app.keys_waiting()
                if not limits.too_much(message, waiting):
                    self.app.post_message(message)

        for part in filter(None, written):
            arrive(incoming.feed(part))
        while incoming.waits:
            arrive(incoming.pause())

    async def settle(self) -> None:
        """Waits until all that was asked for has come."""
        rounds = 3
        while rounds:
            await self.pilot.pause()
            with suppress(WorkerCancelled):  # it has ended, too
                await self.app.workers.wait_for_complete()
            rounds = 3 if self.app.keyboard.busy else rounds - 1
        await self.pilot.pause()

    async def resize(self, width: int, height: int) -> None:
        """Gives the terminal another size, and waits until the screen has it."""
        await self.pilot.resize_terminal(width, height)
        await self.until(lambda: self.app._resize_event is None and self.app.screen.size == (width, height))
        await self.settle()

    async def until(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        """Waits for something that comes by a timer; fails the test if it never does."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "what the test waits for did not come"
            await asyncio.sleep(0.005)
            await self.pilot.pause()


@pytest.fixture(autouse=True)
def patient_keys(monkeypatch) -> None:
    """Keys wait longer for the work of earlier ones than for a person: a busy machine fails no test."""
    monkeypatch.setattr(keyboard, "PATIENCE", 5.0)


@pytest.fixture
def run(paths) -> Callable[..., Awaitable[Reader]]:
    """``async with run(size=(80, 24)) as reader:`` — the app over the test's library."""

    @asynccontextmanager
    async def running(*, size=(120, 40), at: Paths = paths, settings: Settings | None = None, **options):
        app = ReaderApp(at, settings, **options)
        with faults() as found:
            async with app.run_test(size=size) as pilot:
                reader = Reader(app, pilot)
                reader.faults = found
                await reader.settle()
                yield reader
                if app.is_running:
                    await app.action_quit()
        # The screen goes on after a mistake of ours; a test does not, unless it is about that.
        assert not found, found

    return running


class _Faults(logging.Handler):
    """Keeps what the reader logs with a traceback."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(logging.Formatter("%(name)s: %(message)s").format(record))


@contextmanager
def faults() -> Iterator[list[str]]:
    """The mistakes of the reader itself that are logged inside the block."""
    handler, logger = _Faults(), logging.getLogger("reader")
    logger.addHandler(handler)
    try:
        yield handler.found
    finally:
        logger.removeHandler(handler)
