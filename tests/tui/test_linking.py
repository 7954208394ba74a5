"""Links on screen: numbers of two digits, letters for links in sight, addresses outside the library."""

from __future__ import annotations

import pytest

from reader.library import Library
from reader.tui.background import children, sharing
from reader.tui.screens import number
from reader.tui.screens.address import AddressSheet
from reader.tui.screens.labels import LabelLine
from reader.tui.screens.number import NumberLine
from reader.tui.widgets.article_pane import ArticlePane

from .conftest import paths_at


@pytest.fixture
def web(tmp_path):
    """A library with a page that links to another one, to the web, and to sixteen further ones."""
    pages = tmp_path / "pages"
    pages.mkdir()
    text = "First, [the harbour](harbour.md) and [a site](https://example.org/ice). "
    text += "Then [a gap](nowhere.md).\n\n"
    for n in range(16):
        (pages / f"part{n}.md").write_text(f"# Part {n}\n\nWords of part {n}, {n * 7} of them.\n")
        text += f"[Part {n}](part{n}.md)\n\n"
    (pages / "a.md").write_text(f"# Links\n\n{text}")
    (pages / "harbour.md").write_text("# The harbour\n\nIce everywhere.\n")
    with Library(paths_at(tmp_path / "web")) as library:
        assert not library.add([pages]).failed
    return paths_at(tmp_path / "web")


async def open_links(reader):
    await reader.press("slash", *"title:links", "enter", "escape", "escape", "tab")
    assert reader.title == "Links"
    assert reader.focus == "article"


async def test_a_link_that_may_mean_a_page_lists_that_page(run, tmp_path, page_text):
    opening = "In this article we look at how the harbour froze and thawed again in one winter."
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "0.txt").write_text(f"{opening}\n\nThe ice came in November.\n")
    for name in ("Frost", "Harvest"):
        claim = [(f"The {name} of 1912", f"{opening[:50]}...")]
        (pages / f"{name}.txt").write_text(page_text(name, f"Words about {name}.", recommended=claim))
    at = paths_at(tmp_path / "claims")
    with Library(at) as library:
        assert not library.add([pages]).failed
        page = next(id for id in library.ids() if not list(library.links(id)))
    async with run(at=at) as reader:
        await reader.press("slash", *"title:frost", "enter", "escape", "escape", "tab")
        assert reader.entry("1").missing == "not certain"
        await reader.press("1")
        assert reader.box.value == f"id:({page})"
        assert "may be this article" in str(reader.main.query_one("#search-note").render())
        await reader.press("enter")
        assert reader.title.startswith("In this article")


async def test_two_digits_are_taken_as_they_are_typed(run, web):
    async with run(at=web) as reader:
        await open_links(reader)
        twelfth = reader.entry("12").title
        await reader.press("1", "2")
        assert reader.title == twelfth


async def test_one_digit_waits_only_where_a_second_could_follow(run, web, monkeypatch):
    monkeypatch.setattr(number, "PAUSE", 3600.0)
    async with run(at=web) as reader:
        await open_links(reader)
        second, ninth = reader.entry("1").title, reader.entry("9").title
        await reader.pilot.press("1")
        await reader.until(lambda: isinstance(reader.app.screen, NumberLine))
        await reader.pilot.press("enter")
        await reader.until(lambda: reader.title == second)
        await reader.settle()
        await reader.press("backspace", "9")
        assert reader.title == ninth
        # Another key takes the number, and is for what is shown then.
        await reader.press("backspace")
        await reader.pilot.press("1")
        await reader.until(lambda: isinstance(reader.app.screen, NumberLine))
        await reader.pilot.press("backspace", "backspace")
        await reader.settle()


async def test_one_digit_is_taken_after_a_moment(run, web, monkeypatch):
    monkeypatch.setattr(number, "PAUSE", 0.01)
    async with run(at=web) as reader:
        await open_links(reader)
        first = reader.entry("1").title
        await reader.press("1")
        assert reader.title == first


async def test_a_number_with_a_per_cent_sign_is_a_place(run, web):
    async with run(at=web, size=(80, 12)) as reader:
        await open_links(reader)
        await reader.press("1", "%")
        assert reader.title == "Links"
        await reader.press("0", "5", "enter")
        assert reader.title != "Links"


async def test_letters_stand_for_every_link_in_sight(run, web):
    async with run(at=web) as reader:
        await open_links(reader)
        await reader.press("f")
        assert isinstance(reader.app.screen, LabelLine)
        line = next(line for line in reader.lines(reader.article) if "First" in line)
        # Letters are painted over the beginnings of the links: the text does not move.
        assert "First, aae harbour and assite. Then adgap." in line
        assert any(line.startswith(" a") for line in reader.lines(reader.related))
        await reader.press("a", "a")
        assert reader.title == "The harbour"
        assert "aa" not in "".join(reader.lines(reader.article))


async def test_escape_and_other_keys_take_the_letters_away(run, web):
    async with run(at=web, size=(60, 20)) as reader:
        await open_links(reader)
        before = reader.lines(reader.article)
        for key in ("escape", "1", "f1"):
            await reader.press("f")
            assert reader.lines(reader.article) != before
            await reader.press(key)
            assert reader.lines(reader.article) == before
            assert reader.app.screen is reader.main


async def test_links_are_selected_one_after_the_other_and_followed(run, web):
    async with run(at=web) as reader:
        await open_links(reader)
        await reader.press("enter")
        assert reader.notice.startswith("No link is selected")
        await reader.press("i")
        assert reader.notice == "the harbour · Enter follows"
        await reader.press("i", "I", "enter")
        assert reader.title == "The harbour"


async def test_an_address_outside_offers_what_to_do(run, web, monkeypatch):
    opened, added = [], []
    monkeypatch.setattr(sharing, "open_in_browser", lambda app, url: opened.append(url) or "Opened it")

    async def add(self, words):
        added.append(words)
        return children.Ended(0, ("Added 1 article",), ())

    monkeypatch.setattr(children.Children, "run", add)
    async with run(at=web) as reader:
        await open_links(reader)
        await reader.press("i", "i")
        assert "https://example.org/ice" in reader.notice
        await reader.press("enter")
        assert isinstance(reader.app.screen, AddressSheet)
        await reader.press("enter")
        assert opened == ["https://example.org/ice"]
        assert reader.notice == "Opened it"
        await reader.press("enter", "j", "enter")
        assert reader.app.clipboard == "https://example.org/ice"
        await reader.press("enter", "j", "j", "enter")
        assert added == [["add", "--", "https://example.org/ice"]]
        assert reader.notice == "Added 1 article"
        await reader.press("enter", "escape")
        assert reader.title == "Links"


async def test_an_address_of_an_article_in_the_library_leads_to_it(run, web):
    async with run(at=web) as reader:
        await open_links(reader)
        pane = reader.article
        row = next(y for y, line in enumerate(reader.lines(pane)) if "the harbour" in line)
        # The line above the text is part of the pane.
        await reader.pilot.click(ArticlePane, offset=(reader.lines(pane)[row].index("harbour"), row + 1))
        await reader.settle()
        assert reader.title == "The harbour"
