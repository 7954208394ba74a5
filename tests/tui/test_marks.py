"""The marks of a search: in what is opened while it is shown, on the way back, and what is said of them."""

from __future__ import annotations

import pytest

from reader.library import Library
from reader.tui.screens.journeys import TrailSheet

MANAGED = "Gardens managed"
PREVENTED = "Weeds in gardens prevented"
TRAINS = "Trains at night"
LINES = "\n\n".join(f"Line {n} of the text says that gardens need water." for n in range(30))


def page(title: str, text: str, *links: tuple[str, str]) -> str:
    named = "".join(f"\n{title}\n\n{text[:49]}...\n" for title, text in links)
    return f"{title}\n\n{title}\n\n{text}\n" + (f"\nRecommend\n{named}" if links else "")


@pytest.fixture
def garden(empty_paths, tmp_path):
    """Three articles: two about gardens, the first of which links to the second and to one about trains."""
    prevented = f"What grows where nobody wants it to grow is pulled out.\n\n{LINES}"
    trains = "A night train leaves with its lamps lit and its blinds drawn."
    pages = tmp_path / "pages"
    pages.mkdir()
    links = [(PREVENTED, prevented), (TRAINS, trains)]
    managed = f"Gardens and gardens, and gardens again.\n\n{LINES}"
    (pages / "1.txt").write_text(page(MANAGED, managed, *links))
    (pages / "2.txt").write_text(page(PREVENTED, prevented))
    (pages / "3.txt").write_text(page(TRAINS, trains))
    with Library(empty_paths) as library:
        report = library.add([pages])
        assert not report.failed
    return empty_paths


async def find(reader, text):
    await reader.press("slash")
    await reader.type(text)


async def open_managed(reader):
    await find(reader, "gardens managed")
    await reader.press("enter")
    assert reader.title == MANAGED


def stands(reader):
    """What a step back is to bring back."""
    return (
        *(reader.title, reader.article.position, reader.article.matches),
        *(reader.box.value, tuple(reader.list.ids), reader.list.selected, reader.main.panes.focus),
    )


class TestFollowing:
    async def test_what_a_link_leads_to_has_the_marks_of_the_search_and_stands_at_its_place(
        self, run, garden
    ):
        async with run(at=garden, size=(120, 16)) as reader:
            await open_managed(reader)
            place = reader.article.position
            await reader.press("1")
            assert reader.title == PREVENTED
            number, count = reader.article.matches
            assert (number, count > 30) == (0, True)
            assert reader.article.position == place
            await reader.press("n")
            assert reader.notice == f"Match 1 of {count}"
            # Opened anew it stands where it was left, and goes on from there.
            await reader.press("space", "backspace", "1", "n")
            assert reader.article.matches[0] > 1

    async def test_marks_taken_away_stay_away_until_a_hit_is_opened(self, run, garden):
        async with run(at=garden) as reader:
            await open_managed(reader)
            await reader.press("escape", "1")
            assert reader.title == PREVENTED
            assert not reader.article.has_matches
            await reader.press("backspace")
            assert not reader.article.has_matches
            await reader.press("L", "q")
        async with run(at=garden) as reader:
            assert reader.title == PREVENTED
            assert not reader.article.has_matches
            await reader.press("l", "enter")
            assert reader.article.has_matches

    async def test_another_search_marks_what_is_open_when_its_matches_are_stepped_to(self, run, garden):
        async with run(at=garden) as reader:
            await open_managed(reader)
            await reader.press("escape")
            await find(reader, "water")
            await reader.press("tab")
            assert reader.title == MANAGED
            await reader.press("n")
            assert reader.notice == "Match 1 of 30"

    async def test_where_there_is_no_match_an_unread_article_follows(self, run, garden):
        async with run(at=garden) as reader:
            await open_managed(reader)
            await reader.press("2")
            assert reader.title == TRAINS
            assert not reader.article.has_matches
            await reader.press("n")
            assert reader.notice == "No unread article follows in these results."


class TestBackOverASearch:
    @pytest.mark.parametrize("size", [(60, 20), (120, 16)])
    async def test_back_leads_to_what_stood_before_the_second_search(self, run, garden, size):
        async with run(at=garden, size=size) as reader:
            await open_managed(reader)
            await reader.press("n", "n")
            left, (number, count) = stands(reader), reader.article.matches
            await find(reader, "night")
            await reader.press("enter")
            assert reader.title == TRAINS
            hit = stands(reader)
            await reader.press("h")
            assert isinstance(reader.app.screen, TrailSheet)
            queries = [(step.title, step.visit.scene.query) for step in reader.app.screen._steps]
            assert queries == [(TRAINS, "night"), (MANAGED, "gardens managed")]
            await reader.press("escape", "backspace")
            assert stands(reader) == left
            await reader.press("L")
            assert stands(reader) == hit
            await reader.press("q")
        async with run(at=garden, size=size) as reader:
            assert stands(reader) == hit
            await reader.press("backspace")
            assert stands(reader) == left
            await reader.press("n")
            assert reader.notice == f"Match {number + 1} of {count}"

    async def test_searches_chosen_from_the_sheet_and_clicked_into_the_box_begin_there_too(self, run, garden):
        async with run(at=garden) as reader:
            await find(reader, "night")
            await reader.press("escape")
            await open_managed(reader)
            left = stands(reader)
            await reader.press("ctrl+r", "end", "enter")
            assert reader.box.value == "night"
            await reader.press("enter")
            assert reader.title == TRAINS
            await reader.press("backspace")
            assert stands(reader) == left
            await reader.pilot.click("#search")
            await reader.settle()
            assert reader.focus == "search"
            await reader.press("end", "ctrl+u")
            await reader.type("night")
            await reader.press("enter")
            assert (reader.box.value, reader.title) == ("night", TRAINS)
            await reader.press("backspace")
            assert stands(reader)[:-1] == left[:-1]

    async def test_what_was_read_on_meanwhile_is_not_lost(self, run, garden):
        async with run(at=garden, size=(120, 16)) as reader:
            await open_managed(reader)
            await find(reader, "night")
            await reader.press("tab", "G")
            end = reader.article.position
            await reader.press("l", "enter")
            assert reader.title == TRAINS
            await reader.press("backspace")
            assert (reader.title, reader.article.position) == (MANAGED, end)


class TestNotices:
    async def test_a_hit_says_at_which_match_it_opens(self, run, garden):
        async with run(at=garden) as reader:
            await open_managed(reader)
            number, count = reader.article.matches
            assert reader.notice == f"Best passage: match {number} of {count}"
            # Not in the title, where the words are as well, but at the passage that the list shows.
            assert number > 2

    @pytest.mark.parametrize(
        "keys", [("escape",), ("slash",), ("1",), ("l",), ("G",)], ids=["marks", "box", "link", "list", "end"]
    )
    @pytest.mark.parametrize("size", [(40, 10), (90, 24)], ids=["narrow", "medium"])
    async def test_it_goes_with_the_match_it_speaks_of(self, run, garden, size, keys):
        async with run(at=garden, size=size) as reader:
            await open_managed(reader)
            await reader.press("n")
            assert reader.notice == "Match {} of {}".format(*reader.article.matches)
            await reader.press(*keys)
            await reader.until(lambda: not reader.notice)

    async def test_none_hides_what_the_keys_of_the_box_are_while_one_types(self, run):
        async with run() as reader:
            await reader.press("s", "slash")
            assert not reader.notice
            await reader.press("ctrl+s")
            assert reader.notice.startswith("There is no search to save")
            await reader.press("m")
            assert not reader.notice
