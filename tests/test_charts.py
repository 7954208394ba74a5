"""The chart of what was read: no line wider than asked, bars in blocks or plain signs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.reading_days import ReadingDay, summed_up
from reader.text import width
from reader.typesetting.charts import bar, chart, duration, shows_blocks

TODAY = date(2024, 3, 9)
ROWS = [
    ReadingDay(TODAY, 1, 900.0, 3000, 1, "Tidewater Review", "en"),
    ReadingDay(TODAY - timedelta(days=9), 2, 300.0, 1500, 0, "港口日報", "zh"),
    ReadingDay(TODAY - timedelta(days=9), 3, 300.0, 15, 0, "", ""),
    ReadingDay(TODAY - timedelta(days=400), 4, 60.0, 12, 1, here=False),
]


def lines(cells: int, *, blocks: bool = True, weeks: int = 12) -> list[str]:
    return [line.text for line in chart(summed_up(ROWS, TODAY, weeks), TODAY, cells, blocks=blocks)]


@pytest.mark.parametrize("cells", [24, 40, 60, 200])
def test_no_line_is_wider_than_asked(cells: int) -> None:
    assert max(map(width, lines(cells))) <= cells


def test_what_it_says() -> None:
    shown = lines(40)
    assert shown[:4] == [
        "Finished  2 articles",
        "Time      26 min",
        "Words     4,527",
        "Since     3 Feb 2023, on 3 days",
    ]
    assert "4 Mar  ██████████████████ 3,000  15 min" in shown
    assert "26 Feb █████████▏         1,515  10 min" in shown
    assert "19 Feb                        0" in shown
    assert not any(line.startswith("5 Feb") for line in shown)
    assert any(line.startswith("not known") for line in shown)
    assert shown[-1] == "12 words in removed articles"


def test_plain_signs_where_blocks_cannot_be_shown() -> None:
    assert "".join(lines(40, blocks=False)).isascii() is False  # names stay as they are
    assert not any(sign in "".join(lines(40, blocks=False)) for sign in "▏█")
    assert any("####" in line for line in lines(40, blocks=False))
    assert shows_blocks("utf-8")
    assert not shows_blocks("ascii")
    assert not shows_blocks("no such encoding")
    assert not shows_blocks(None)


@given(st.floats(0, 1), st.integers(0, 80), st.booleans())
def test_a_bar_fits_and_is_seen_if_there_is_anything(share: float, cells: int, blocks: bool) -> None:
    drawn = bar(share, cells, blocks=blocks)
    assert width(drawn) <= cells
    assert bool(drawn) == (share > 0 and cells > 0)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, ""), (5, "1 min"), (1500, "25 min"), (3600, "1 h"), (15300, "4 h 15 min"), (720000, "200 h")],
)
def test_times_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words
