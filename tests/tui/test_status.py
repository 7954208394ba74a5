"""The line above the text, zen, and the end of an article."""

from __future__ import annotations

import pytest

from reader.shares import per_cent_of


def line(reader):
    """The line above the text."""
    return str(reader.article.border_title or "")


async def test_the_title_is_named_once_its_own_has_scrolled_away(run):
    async with run(size=(100, 14)) as reader:
        assert line(reader) == ""
        await reader.press("enter")
        assert line(reader).strip() == "0 %"
        await reader.press("space")
        assert line(reader).split("  ")[0] == "Welcome to the reader"
        assert line(reader).endswith(f" {per_cent_of(reader.article.progress)} %")
        await reader.press("G")
        assert line(reader).endswith(" 100 %")
        await reader.press("g")
        assert line(reader).strip() == "0 %"


@pytest.mark.parametrize("cells", [40, 60, 80])
async def test_the_line_is_never_wider_than_the_pane(run, cells):
    async with run(size=(cells, 14)) as reader:
        await reader.press("enter", "space", "space")
        assert len(line(reader)) == reader.article.size.width - 2


@pytest.mark.parametrize("size", [(60, 20), (100, 24), (160, 40)])
async def test_zen_shows_only_the_text(run, size):
    async with run(size=size) as reader:
        await reader.press("M")
        assert reader.notice == "No article is open."
        await reader.press("enter", "space")
        place = reader.article.position
        await reader.press("M")
        assert reader.notice == "M shows the rest again"
        reader.main.tell("")
        await reader.settle()
        assert reader.article.region.size == reader.app.size
        assert reader.article.position == place
        assert not reader.list.parent.display or reader.list.region.height == 0
        await reader.press("escape")
        assert reader.article.region.height < reader.app.size.height
        assert reader.focus == "article"
        await reader.press("M", "M")
        assert reader.article.position == place
        # Whatever leads to another pane shows it again.
        await reader.press("M", "l")
        assert reader.focus == "list"
        assert reader.list.region.height


async def test_the_last_page_is_not_turned_once_more(run):
    async with run(size=(100, 14)) as reader:
        await reader.press("enter")
        before = ""
        for _ in range(20):
            lines = reader.lines(reader.article)
            assert lines[0] == before or not before
            before = lines[-1]
            await reader.press("space")
            if reader.article.scroll_offset.y >= reader.article.max_scroll_y:
                break
        place = reader.article.position
        await reader.press("space")
        assert reader.article.position == place
        assert reader.notice.startswith("This is the end · n next unread article")
