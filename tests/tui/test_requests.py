"""What each step on the screen costs. A step that comes to cost more than its ceiling fails.

Counted are requests to the library's threads, statements to SQLite, layouts of an article, and articles
loaded from the library, over the tour's sixteen articles in a terminal of 120 by 40 cells.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import pytest
from textual import events

from reader.store.articles import Articles
from reader.tui.controllers import searching
from reader.tui.screens import main, session
from reader.tui.widgets.set_view import SetView
from reader.tui.work import backend

_NEVER = 3600.0


@dataclass
class Spent:
    """What was spent since the last :meth:`take`."""

    requests: int = 0
    statements: int = 0
    layouts: int = 0
    articles: int = 0

    def take(self) -> Spent:
        taken = Spent(self.requests, self.statements, self.layouts, self.articles)
        self.requests = self.statements = self.layouts = self.articles = 0
        return taken


CEILINGS = {
    "start": Spent(5, 70, 0, 0),
    "first article": Spent(4, 106, 2, 1),
    "related article": Spent(4, 66, 2, 1),
    "back": Spent(4, 51, 2, 1),
    "article": Spent(4, 51, 2, 1),
    "start again": Spent(8, 142, 2, 1),
    "query": Spent(2, 21, 0, 9),
    "six letters": Spent(12, 126, 0, 54),
    "down": Spent(1, 7, 0, 3),
    "hit": Spent(6, 81, 2, 2),
    "next match": Spent(0, 0, 0, 0),
}
"""What each step may cost: requests, statements, layouts, articles."""


def check(step: str, spent: Spent) -> None:
    """Fails if a step costs more than it may."""
    print(f"{step}: {spent}")  # for those who bring the ceilings down: pytest -s
    ceiling = CEILINGS[step]
    over = [name for name, value in vars(spent).items() if value > getattr(ceiling, name)]
    assert not over, f"{step} costs more {', '.join(over)}: {spent}, at most {ceiling}"


@pytest.fixture
def cost(monkeypatch):
    """Counts what is spent; see :class:`Spent`."""
    now = Spent()

    def counting(name, function):
        def counted(*arguments, **options):
            setattr(now, name, getattr(now, name) + 1)
            return function(*arguments, **options)

        return counted

    def statement(sql: str) -> None:
        # Those of triggers come as comments.
        if not sql.startswith("--"):
            now.statements += 1

    connect = sqlite3.connect

    def traced(*arguments, **options):
        connection = connect(*arguments, **options)
        connection.set_trace_callback(statement)
        return connection

    monkeypatch.setattr(sqlite3, "connect", traced)
    monkeypatch.setattr(backend._Worker, "submit", counting("requests", backend._Worker.submit))
    monkeypatch.setattr(SetView, "_laid_out", counting("layouts", SetView._laid_out))
    for name in ("get", "beginning"):
        monkeypatch.setattr(Articles, name, counting("articles", getattr(Articles, name)))
    # What comes by the clock is no part of a step: it is begun at once, or not at all.
    monkeypatch.setattr(session, "EVERY", _NEVER)
    monkeypatch.setattr(main, "SAVE", _NEVER)
    monkeypatch.setattr(searching, "DEBOUNCE", 0.0)
    monkeypatch.setattr(searching, "PAUSE", 0.0)

    return now


async def test_an_article_is_opened_followed_and_left(run, cost):
    async with run() as reader:
        check("start", cost.take())
        await reader.press("enter")
        check("first article", cost.take())
        await reader.press("1")
        check("related article", cost.take())
        await reader.press("backspace")
        check("back", cost.take())
        await reader.press("h", "j")
        cost.take()
        await reader.press("enter")
        check("article", cost.take())
    cost.take()
    async with run() as reader:
        assert reader.title
        check("start again", cost.take())


async def test_a_search_is_typed_and_a_hit_opened(run, cost):
    async with run() as reader:
        await reader.press("enter", "slash")
        cost.take()
        await reader.type("reader")
        assert len(reader.list.ids) == 9
        check("six letters", cost.take())
        await reader.press("enter")
        assert reader.article.has_marks
        check("hit", cost.take())
        await reader.press("n")
        check("next match", cost.take())


async def test_hits_are_gone_through(run, cost):
    # So low that not all of them are to be seen at once.
    async with run(size=(120, 9)) as reader:
        await reader.press("enter", "slash")
        await reader.type("reader")
        cost.take()
        await reader.press(*["down"] * 8)
        assert reader.list.cursor == 8
        check("down", cost.take())


async def test_a_query_at_once(run, cost):
    async with run() as reader:
        await reader.press("enter", "slash")
        cost.take()
        reader.box.post_message(events.Paste("reader"))
        await reader.settle()
        assert len(reader.list.ids) == 9
        check("query", cost.take())
