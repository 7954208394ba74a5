"""The columns of the list: which fit, what they say, and what a row looks like at every width."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from reader.config import ListColumn, Settings
from reader.model import Snippet, Summary
from reader.orders import NEWEST, Order
from reader.text import width
from reader.tui.state import columns
from reader.tui.widgets.list_rows import ListRow, RowLook, columns_line, snippet_line, titles_line

USUAL = Settings().columns
LOOK = RowLook(Style(), lambda name: Style())


def summary(**values) -> Summary:
    return Summary(
        **{
            "id": 1,
            "title": "Why the harbour froze twice",
            "title_from": "page",
            "source": "/saved/tides/1.txt",
            "words": 1700,
            "added": 1395921600.0,
            **values,
        }
    )


def names(cells: int, wanted=USUAL) -> list[str]:
    return [column.name for column in columns.fitted(wanted, cells)]


def taken(found: tuple[columns.Fitted, ...]) -> int:
    return sum(c.cells for c in found) + sum(columns.gap_after(c.name) for c in found[:-1])


def test_the_most_useful_columns_stay_when_there_is_less_room():
    assert names(130) == [*USUAL]
    assert names(78) == ["state", "title", "site", "date", "minutes", "progress"]
    assert names(58) == ["state", "title", "date", "minutes", "progress"]
    assert names(38) == ["state", "title", "minutes"]
    assert names(20) == ["state", "title"]


def test_no_fewer_facts_than_the_command_where_there_is_room():
    """``reader list`` says the state, the title, the length and a date on a terminal of 80 columns."""
    assert {"state", "title", "minutes", "date"} <= set(names(78))


@given(st.lists(st.sampled_from(get_args(ListColumn)), min_size=1).map(tuple), st.integers(1, 300))
def test_columns_fit_and_keep_their_order(wanted, cells):
    found = columns.fitted(wanted, cells)
    shown = [column.name for column in found]
    asked = [*dict.fromkeys((*wanted, "title"))]
    assert shown == [name for name in asked if name in shown]
    assert "title" in shown
    if cells >= 30:
        assert taken(found) == cells


@pytest.mark.parametrize(
    ("facts", "signs"),
    [
        ({}, ("●", "  ")),
        ({"progress": 0.42}, ("◐", "  ")),
        ({"read": 1.0}, ("○", "  ")),
        ({"starred": True}, ("●", "★ ")),
        ({"archived": 5.0}, ("●", "▪ ")),
        ({"read": 1.0, "title_from": "text"}, ("○", " ~")),
    ],
)
def test_the_state_is_told_without_colour(facts, signs):
    assert columns.signs(summary(**facts)) == signs


def test_a_date_is_never_missing():
    assert columns.date(summary()) == "2014-03-27"
    assert columns.date(summary(saved="2024-02-20T23:00:00Z", published="2011")) == "2011"
    assert columns.date(summary(saved="2024-02-20")) == "2024-02-20"
    # A list sorted by a date shows that one.
    assert columns.date(summary(published="2011", saved="2024-02-20"), Order("saved")) == "2024-02-20"
    assert columns.date(summary(published="2011"), Order("read", down=True)) == ""
    assert columns.day("2024-13-77T99") == columns.day(1e300) == columns.day(-5.0) == ""


def test_what_columns_say():
    one = summary(url="https://www.tides.example/a", tags=("tides", "sea"), progress=0.424)
    said = {name: columns.value(name, one) for name in get_args(ListColumn)}
    assert said["site"] == "tides.example"
    assert said["minutes"] == "8 min"
    assert said["progress"] == "42 %"
    assert said["tags"] == "tides sea"
    assert columns.value("progress", summary(read=3.0)) == "read"
    assert columns.site(summary()) == "tides"
    assert columns.site(summary(site="The Tidewater Review")) == "The Tidewater Review"
    assert [columns.minutes(words) for words in (0, 1, 221, 220 * 99, 220 * 255)] == [
        "", "1 min", "2 min", "99 min", "4 h",
    ]  # fmt: skip


def text(parts) -> str:
    return "".join(part for part, _ in parts)


def test_titles_take_two_lines_and_leave_the_second_to_facts():
    row = ListRow(summary(title="A short one", site="Almanac", progress=0.42))
    lines = [text(titles_line(row, line, 2, 30, LOOK)) for line in range(2)]
    assert lines == ["◐  A short one", "   42 % · 8 min · Almanac"]
    long = ListRow(summary(title="Why the harbour of the northern island froze twice in one winter"))
    lines = [text(titles_line(long, line, 2, 30, LOOK)) for line in range(2)]
    assert lines == ["●  Why the harbour of the", "   northern island froze twic…"]
    assert text(titles_line(row, 0, 1, 20, LOOK)).startswith("◐ A short one")


ROWS = st.builds(
    lambda title, site, tags, alike, read: ListRow(
        summary(title=title or "x", site=site, tags=tuple(tags), read=read, published="2024-03-12"),
        Snippet(title, ((0, 1),) if title else ()),
        alike,
    ),
    st.text(max_size=60),
    st.text(max_size=30),
    st.lists(st.text(max_size=9), max_size=4),
    st.integers(0, 120),
    st.none() | st.just(4.0),
)


@given(ROWS, st.integers(30, 200))
def test_rows_are_no_wider_than_the_list(row, cells):
    for name in (USUAL, get_args(ListColumn)):
        parts = columns_line(row, columns.fitted(name, cells), LOOK)
        assert width(text(parts)) <= cells
    for lines in (1, 2):
        for line in range(lines):
            assert width(text(titles_line(row, line, lines, cells, LOOK))) <= cells
    assert width(text(snippet_line(row.snippet, cells, LOOK))) <= cells


def test_columns_that_are_cut_share_what_a_long_title_leaves():
    cells = {column.name: column.cells for column in columns.fitted(USUAL, 122)}
    assert cells["title"] >= columns.BEST_TITLE
    assert min(cells["site"], cells["tags"]) >= 16


def test_the_sort_of_a_heading_is_that_of_the_date_shown():
    by = {column.name: column.sorts for column in columns.fitted(USUAL, 200, Order("saved", down=True))}
    assert (by["date"], by["title"], by["tags"]) == ("saved", "title", None)
    assert columns.fitted(USUAL, 200, NEWEST)[3].head == "Date"
