"""Tags on screen: the key #, the line under the title, the list that tag: gives."""

from __future__ import annotations

from textual.widgets import Input


async def test_an_article_is_tagged_found_and_untagged(run):
    async with run() as reader:
        await reader.press("j", "enter", "number_sign")
        reader.app.screen.query_one(Input).value = "#Desks, memory desks"
        await reader.press("enter")
        assert reader.notice == "Tagged “Follow the numbers, find your way back”: desks, memory · z undoes"
        assert reader.article.view.summary.tags == ("desks", "memory")
        shown = " ".join(reader.lines(reader.article)).replace("\xa0", " ").split()
        assert {"#desks", "#memory"} <= set(shown)
        await reader.press("slash")
        await reader.type("tag:desks")
        assert list(reader.list.ids) == [reader.article.view.summary.id]
        await reader.press("escape", "l", "number_sign")
        assert reader.app.screen.query_one(Input).value == "desks memory "
        reader.app.screen.query_one(Input).value = ""
        await reader.press("enter")
        assert reader.notice == "Removed all tags from “Follow the numbers, find your way back” · z undoes"
        assert reader.article.view.summary.tags == ()


async def test_escape_changes_nothing(run):
    async with run() as reader:
        await reader.press("number_sign", "x", "escape")
        assert reader.list.ids
        assert not any("#x" in line for line in reader.lines(reader.article))
