"""The keys that the guide counts for people who come from newsboat or mutt do what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from reader.library import Library
from reader.tui.background import sharing

GUIDE = Path(__file__).parents[2] / "docs/guide.md"
_NAMED = {
    "Enter": "enter",
    "Ctrl+F": "ctrl+f",
    "Ctrl+A": "ctrl+a",
    "#": "number_sign",
    "!": "exclamation_mark",
}


def counted() -> dict[str, tuple[int, list[str]]]:
    """Each task of the table with the number of our keys, and the keys."""
    table = GUIDE.read_text(encoding="utf-8").partition("## Coming from newsboat or mutt")[2]
    rows = (row.split(" | ") for row in re.findall(r"^\| (.+) \|$", table, re.M)[2:])
    found = {}
    for task, ours, *_ in rows:
        number, keys = re.fullmatch(r"(\d+): (.+)", ours).groups()
        found[task] = int(number), [*pressed(keys)]
    return found


def pressed(keys: str) -> Iterator[str]:
    """The keys that a cell of the table names, each in backticks; words in italics are typed."""
    for key, times, word in re.findall(r"`([^`]+)`(×\d+)?|\*(\w+)\*", keys):
        yield from word or [_NAMED.get(key, key)] * int(times[1:] or 1)


async def test_each_task_takes_the_keys_that_are_counted(run, paths, tmp_path, monkeypatch):
    tasks = counted()
    for number, keys in tasks.values():
        assert number == len(keys), keys
    opened = []
    monkeypatch.setattr(sharing, "open_in_browser", lambda _app, url, *_: opened.append(url) or "")

    def states(name: str) -> list[object]:
        with Library(paths) as library:
            return [getattr(row, name) for row in library.summaries(library.ids())]

    page = tmp_path / "harbour.html"
    head = '<link rel="canonical" href="https://example.org/harbour"><title>The harbour</title>'
    page.write_text(
        f"<html><head>{head}</head><body><article><p>The harbour froze.</p></article></body></html>"
    )
    with Library(paths) as library:
        assert library.add([page]).added == 1

    async with run() as reader:

        async def do(task: str) -> None:
            await reader.press(*tasks.pop(task)[1])

        await do("open its address in the browser")
        assert opened == ["https://example.org/harbour"]
        await do("star one article")
        assert states("starred").count(True) == 1
        await reader.press("z")
        await do("mark three articles and star them")
        assert states("starred").count(True) == 3
        await reader.press("z", "escape")
        keys = tasks.pop("delete one and restore it")[1]
        await reader.press(keys[0])
        assert len(states("id")) == 16
        await reader.press(*keys[1:])
        assert len(states("id")) == 17
        await do("tag one with *tide*")
        assert states("tags").count(("tide",)) == 1
        await do("sort by title")
        assert reader.titles() == sorted(reader.titles(), key=str.casefold)
        await reader.press("g")
        titles = set()
        for key in tasks.pop("next unread article, ten times")[1]:
            await reader.press(key)
            titles.add(reader.title)
        assert len(titles) == 10
        await do("find *the* in the page, and the next place")
        assert reader.article.found.the_current
        await reader.press("l")
        await do("only what is unread")
        assert "is:unread" in reader.box.value
        await reader.press("U")
        await do("mark everything read")
        assert None not in states("read")
        assert not tasks
