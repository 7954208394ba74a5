"""Dates, ages and numbers as people write them."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.query.spans import numbers, times

NOW = datetime(2024, 3, 15, 18, 30)
ALWAYS = None


def at(*date: int) -> float:
    return datetime(*date).timestamp()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2014", at(2014, 1, 1), at(2015, 1, 1)),
        ("2014-03", at(2014, 3, 1), at(2014, 4, 1)),
        ("2014-12", at(2014, 12, 1), at(2015, 1, 1)),
        ("2014/3/7", at(2014, 3, 7), at(2014, 3, 8)),
        ("2024-02-29", at(2024, 2, 29), at(2024, 3, 1)),
        ("2014..2015", at(2014, 1, 1), at(2016, 1, 1)),
        ("2015..2014", at(2014, 1, 1), at(2016, 1, 1)),
        ("2014-03..2014-04-02", at(2014, 3, 1), at(2014, 4, 3)),
        ("2014…2015", at(2014, 1, 1), at(2016, 1, 1)),
        ("2014..", at(2014, 1, 1), ALWAYS),
        ("..2014", ALWAYS, at(2015, 1, 1)),
        ("<2014", ALWAYS, at(2014, 1, 1)),
        ("<=2014", ALWAYS, at(2015, 1, 1)),
        ("≤2014", ALWAYS, at(2015, 1, 1)),
        (">2014", at(2015, 1, 1), ALWAYS),
        (">=2014", at(2014, 1, 1), ALWAYS),
        ("today", at(2024, 3, 15), at(2024, 3, 16)),
        ("Yesterday", at(2024, 3, 14), at(2024, 3, 15)),
        ("2024..today", at(2024, 1, 1), at(2024, 3, 16)),
        ("<7d", at(2024, 3, 8, 18, 30), ALWAYS),
        ("7d", at(2024, 3, 8, 18, 30), ALWAYS),
        ("<=7D", at(2024, 3, 8, 18, 30), ALWAYS),
        (">2w", ALWAYS, at(2024, 3, 1, 18, 30)),
        ("2w..1w", at(2024, 3, 1, 18, 30), at(2024, 3, 8, 18, 30)),
        ("1w..2w", at(2024, 3, 1, 18, 30), at(2024, 3, 8, 18, 30)),
        ("<12h", at(2024, 3, 15, 6, 30), ALWAYS),
        ("<1m", at(2024, 2, 14, 18, 30), ALWAYS),
        ("<1y", at(2023, 3, 16, 18, 30), ALWAYS),
    ],
)
def test_dates(text, low, high):
    assert times(text, NOW) == (low, high)


@pytest.mark.parametrize(
    "text", ["", "..", "soon", "2014-13", "2014-02-30", "0000", "14", "<", "<x", "2014..x", "7x"]
)
def test_what_is_no_date(text):
    assert times(text, NOW) is None


def test_ages_beyond_all_times():
    low, high = times("<99999y", NOW)
    assert low < at(1900, 1, 1)
    assert high is None
    assert times("9999", NOW) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1000", 1000, 1001),
        (">1000", 1001, None),
        (">=1000", 1000, None),
        ("<500", None, 500),
        ("<=500", None, 501),
        ("500..800", 500, 801),
        ("800..500", 500, 801),
        ("500..", 500, None),
        ("..800", None, 801),
        ("> 1k", 1001, None),
        ("1,000..2_000", 1000, 2001),
    ],
)
def test_numbers(text, low, high):
    assert numbers(text) == (low, high)


@pytest.mark.parametrize("text", ["", "..", "many", "-5", "1.5", "<", "9" * 5000, "٣"])
def test_what_is_no_number(text):
    assert numbers(text) is None


@given(st.one_of(st.text(max_size=12), st.text("0123456789.<>=-/dwmyhk ", max_size=12)))
def test_anything_is_a_span_or_nothing(text):
    for span in (times(text, NOW), times(text, datetime.min), numbers(text)):
        if span is not None and None not in span:
            assert span[0] <= span[1]
