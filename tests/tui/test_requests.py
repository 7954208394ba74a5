"""What each step on the screen costs. A step that comes to cost more than its ceiling fails.

Counted are requests to the library's threads, statements to SQLite, layouts of an article, and articles
loaded from the library, over the tour's sixteen articles in a terminal of 120 by 40 cells.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import pytest
from textual import events

from reader.library import facade
from reader.store import articles
from reader.tui.background import backend
from reader.tui.controllers import previewing, searching, session
from reader.tui.widgets.set_view import SetView

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
    "start": Spent(5, 36, 0, 0),
    "start again": Spent(7, 66, 1, 1),
    "first article": Spent(3, 65, 1, 1),
    "related article": Spent(2, 66, 1, 1),
    "back": Spent(2, 47, 1, 1),
    "article": Spent(2, 46, 1, 1),
    "hit": Spent(3, 77, 1, 1),
    "next match": Spent(0, 0, 0, 0),
    "query": Spent(1, 5, 0, 9),
    "six letters": Spent(6, 26, 0, 12),
    "down": Spent(1, 2, 0, 0),
    "preview": Spent(1, 3, 1, 1),
}
"""What each step may cost: requests, statements, layouts, articles.

Of the requests, one gives the article; the other notes, once it is painted, that it has not ended the reader.
The first article of a process does not wait for the index: similar articles come with a third request. A hit
is also kept among the recent searches. Six of the statements read the article with all that it comes with;
the others keep the place that is left (with the details of its scene that only other versions know), the step
and that it is read. A statement counts once more for some of the triggers that look at what it writes. Three
statements of the start ask for the revision of the library's parts and for what is in the archive: the inbox
is the list without it. What is left at its end, as here the articles that fit into the pane, is marked as
read. One statement looks whether the way has been taken before: then its step is used again.

Before an article came with its similar ones, and a result with its first rows, these were::

    start            5   33  0   0        hit           6   81  2   2
    start again      8   68  2   1        next match    0    0  0   0
    first article    4   69  2   1        query         2   21  0   9
    related article  4   66  2   1        six letters  12  132  0  57
    back             4   51  2   1        down          1    7  0   3
    article          4   51  2   1
"""


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
        # Those of triggers come as comments. The triggers themselves are made anew by whoever opens a
        # library, four for each table: how many tables there are is no matter of a step.
        if not sql.startswith(("--", "CREATE TEMP ")):
            now.statements += 1

    connect = sqlite3.connect

    def traced(*arguments, **options):
        connection = connect(*arguments, **options)
        connection.set_trace_callback(statement)
        return connection

    monkeypatch.setattr(sqlite3, "connect", traced)
    monkeypatch.setattr(backend._Worker, "submit", counting("requests", backend._Worker.submit))
    monkeypatch.setattr(SetView, "_laid_out", counting("layouts", SetView._laid_out))
    # Whatever asks for an article comes by here, once for each.
    for name in ("to_article", "to_document", "to_text"):
        monkeypatch.setattr(articles, name, counting("articles", getattr(articles, name)))
    # What comes by the clock is no part of a step: it is begun at once, or not at all.
    monkeypatch.setattr(session, "EVERY", _NEVER)
    monkeypatch.setattr(session, "SAVE", _NEVER)
    monkeypatch.setattr(previewing, "PAUSE", _NEVER)
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
    # As in a process of its own, the index is not open yet.
    facade._opened.clear()
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
        assert reader.article.matches[1]
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


async def test_a_row_is_previewed(run, cost, monkeypatch):
    monkeypatch.setattr(previewing, "PAUSE", 0.001)
    async with run() as reader:
        await reader.until(lambda: cost.layouts == 1)
        cost.take()
        await reader.press("j")
        await reader.until(lambda: cost.layouts == 1)
        check("preview", cost.take())
