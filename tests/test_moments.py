"""Times as exports write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import moments


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-03-01T08:15:30Z", "2021-03-01T08:15:30Z"),
        ("2021-03-01 08:15:30", "2021-03-01T08:15:30Z"),
        ("2026-03-14 23:55:23.291000+00:00", "2026-03-14T23:55:23Z"),
        ("2021-03-01T08:15:30.123+0200", "2021-03-01T06:15:30Z"),
        ("2021-03-01T23:15:30-05:30", "2021-03-02T04:45:30Z"),
        ("20210301T081530Z", "2021-03-01T08:15:30Z"),
        ("2019-01-27", "2019-01-27"),
        ("2019-01", "2019-01"),
        ("2011", "2011"),
        ("2019-02-30", "2019"),
        ("Tue, 02 Mar 2021 10:00:00 +0100", "2021-03-02T09:00:00Z"),
        ("2021/03/13", "2021-03-13"),
        ("2021-3-5", "2021-03-05"),
        ("2021/3/5 08:15", "2021-03-05T08:15:00Z"),
        ("04.03.2022", "2022-03-04"),
        ("4.3.2022 08:15:30", "2022-03-04T08:15:30Z"),
        ("13 March 2021", "2021-03-13"),
        ("13th Mar. 2021", "2021-03-13"),
        ("March 13, 2021", "2021-03-13"),
        ("sept 1 2021", "2021-09-01"),
        ("04/03/2022", ""),
        ("Marching 13, 2021", ""),
        ("yesterday", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_text(text, moment):
    assert moments.from_text(text) == moment


@pytest.mark.parametrize(
    ("read", "number", "moment"),
    [
        (moments.from_seconds, "1614586530", "2021-03-01T08:15:30Z"),
        (moments.from_seconds, 0, ""),
        (moments.from_seconds, "soon", ""),
        (moments.from_seconds, 1e300, ""),
        (moments.from_seconds, float("nan"), ""),
        (moments.from_milliseconds, 1614586530123, "2021-03-01T08:15:30Z"),
        (moments.from_microseconds, "1614586530000000", "2021-03-01T08:15:30Z"),
        (moments.from_webkit, "13259060130000000", "2021-03-01T08:15:30Z"),
    ],
)
def test_numbers(read, number, moment):
    assert read(number) == moment


def test_a_pattern():
    assert moments.from_pattern("27/01/2019 08:15:30", "%d/%m/%Y %H:%M:%S") == "2019-01-27T08:15:30Z"
    assert moments.from_pattern("27.1.", "%d/%m/%Y") == ""


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_time_survives_being_written(moment):
    written = moments.from_datetime(moment)
    assert moments.from_text(written) == written
    assert moments.seconds_of(written) == moment.replace(microsecond=0).timestamp()


@given(st.text() | st.integers() | st.floats())
def test_anything_is_read_as_a_time_or_nothing(value):
    for read in (moments.from_text, moments.from_seconds, moments.from_milliseconds, moments.from_webkit):
        try:
            written = read(value)
        except OverflowError:
            raise AssertionError from None
        assert moments.from_text(written) == written


def test_the_start_of_a_time():
    assert moments.seconds_of("2021") == datetime(2021, 1, 1, tzinfo=UTC).timestamp()
    assert moments.seconds_of("") is None


def test_numbers_are_times_too() -> None:
    for written in ("1700000000", 1700000000, "1700000000000", 1700000000000):
        assert moments.from_text(written) == "2023-11-14T22:13:20Z"
