"""Sums of what was read: by week without gaps, by site, by language."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reader.reading_days import ReadAmount, ReadingDay, ReadingStatistics, summed_up, week_of

TODAY = date(2024, 3, 9)  # a Saturday


def row(day: str, article: int = 1, words: int = 100, finished: int = 0, **more: object) -> ReadingDay:
    return ReadingDay(date.fromisoformat(day), article, 60.0, words, finished, **more)  # type: ignore[arg-type]


def test_nothing_is_known_of_an_empty_library() -> None:
    assert summed_up([], TODAY, 4) == ReadingStatistics()
    assert summed_up([ReadingDay(TODAY, 1, 0.0, 0, 0)], TODAY, 4) == ReadingStatistics()


def test_weeks_begin_on_monday_and_have_no_gaps() -> None:
    stats = summed_up([row("2024-03-04"), row("2024-03-03", words=7), row("2024-01-01", words=9)], TODAY, 3)
    assert [(week.begins.isoformat(), week.amount.words) for week in stats.weeks] == [
        ("2024-02-19", 0),
        ("2024-02-26", 7),
        ("2024-03-04", 100),
    ]
    assert (stats.since, stats.days, stats.total.words) == (date(2024, 1, 1), 3, 116)


def test_an_article_that_was_finished_twice_counts_once() -> None:
    rows = [row("2024-03-04", finished=1), row("2024-03-05", finished=1), row("2024-03-05", 2, finished=1)]
    assert summed_up(rows, TODAY, 1).total.articles == 2
    gone = ReadingDay(TODAY, 0, 1.0, 1, 5, here=False)
    stats = summed_up([*rows, gone], TODAY, 1)
    assert stats.total.articles == 7
    assert stats.removed == ReadAmount(5, 1.0, 1)


def test_sites_and_languages_come_by_their_words() -> None:
    rows = [
        row("2024-03-04", 1, 10, site="a", lang="en"),
        row("2024-03-04", 2, 30, site="b", lang="de"),
        row("2024-03-05", 3, 25, site="a", lang="de"),
        row("2024-03-05", 4, 99, here=False),
    ]
    stats = summed_up(rows, TODAY, 1)
    assert [(one.name, one.amount.words) for one in stats.sites] == [("a", 35), ("b", 30)]
    assert [(one.name, one.amount.words) for one in stats.languages] == [("de", 55), ("en", 10)]


@given(
    st.lists(
        st.builds(
            ReadingDay,
            day=st.dates(date(2020, 1, 1), TODAY),
            article=st.integers(1, 9),
            seconds=st.integers(1, 10**4).map(float),
            words=st.integers(0, 10**5),
            finished=st.integers(0, 3),
            site=st.sampled_from(["", "a", "b"]),
            lang=st.sampled_from(["", "en"]),
            here=st.just(True),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_every_part_adds_up_to_the_whole(rows: list[ReadingDay]) -> None:
    stats = summed_up(rows, TODAY, 300)
    for parts in (stats.weeks, stats.sites, stats.languages):
        assert sum(part.amount.words for part in parts) == stats.total.words
        assert sum(part.amount.seconds for part in parts) == stats.total.seconds
    assert all(week.begins == week_of(week.begins) for week in stats.weeks)
