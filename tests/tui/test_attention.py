"""Time that counts as reading, and words that count as read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.reading_days import ReadingTime
from reader.tui.state.attention import FASTEST, IDLE, Attention

LENGTH = 1000


def opened(begin: float = 0.0, now: float = 0.0) -> Attention:
    return Attention().opens(1, LENGTH, begin, now)


def test_the_time_up_to_a_key_counts_while_the_article_is_in_front() -> None:
    state = opened().acts(60.0, 0.25, front=True).acts(90.0, 0.5, front=False).acts(100.0, 0.5, front=True)
    assert state.owed == (ReadingTime(1, 70.0, 500),)


def test_time_without_a_key_counts_only_for_a_while() -> None:
    state = opened().acts(10.0, 0.0, front=True).passes(100.0, 0.0, front=True)
    assert state.owes == 100.0
    state = state.passes(2000.0, 0.0, front=True)
    assert state.owes == 10.0 + IDLE
    # The key itself begins anew.
    assert state.acts(5000.0, 0.0, front=True).acts(5010.0, 0.0, front=True).owes == 20.0 + IDLE


def test_words_count_no_faster_than_anyone_reads() -> None:
    state = opened().acts(6.0, 1.0, front=True)
    assert state.owed == (ReadingTime(1, 6.0, int(6 * FASTEST)),)
    assert state.acts(120.0, 1.0, front=True).owed == (ReadingTime(1, 120.0, LENGTH),)


def test_words_from_where_reading_went_on() -> None:
    state = opened(begin=0.6).acts(60.0, 0.8, front=True).acts(120.0, 0.7, front=True)
    assert state.owed == (ReadingTime(1, 120.0, 200),)
    assert state.acts(180.0, 0.8, front=True).owed[0].words == 200


@pytest.mark.parametrize(("seconds", "finished"), [(5.0, False), (60.0, True)])
def test_an_end_that_was_leafed_to_is_not_read(seconds: float, finished: bool) -> None:
    state = opened().ends().acts(seconds, 1.0, front=True)
    assert state.owed[0].finished is finished


def test_an_end_counts_once() -> None:
    state = opened().ends().acts(100.0, 1.0, front=True)
    state = state.keeps(state.owed).ends().acts(110.0, 1.0, front=True)
    assert state.owed == (ReadingTime(1, 10.0, 0),)


def test_what_was_read_before_is_kept_with_what_is_read_now() -> None:
    state = opened().acts(30.0, 0.1, front=True).opens(2, 50, 0.0, 30.0).acts(40.0, 1.0, front=True)
    assert state.owed == (ReadingTime(1, 30.0, 100), ReadingTime(2, 10.0, 50))
    more = state.acts(45.0, 1.0, front=True).keeps(state.owed)
    assert more.owed == (ReadingTime(2, 5.0, 0),)


def test_nothing_counts_without_an_article() -> None:
    assert Attention().acts(50.0, 1.0, front=True).owed == ()
    assert opened().opens(0, 0, 0.0, 1.0).acts(50.0, 1.0, front=True).owed == ()


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 1), st.booleans(), st.booleans()), max_size=20))
def test_nothing_is_counted_twice_or_lost(steps: list[tuple[float, float, bool, bool]]) -> None:
    state, now, kept = opened(), 0.0, []
    for gap, share, front, keeps in steps:
        now += gap
        state = state.acts(now, share, front=front)
        if keeps:
            kept += state.owed
            state = state.keeps(state.owed)
            assert state.owed == ()
    everything = [*kept, *state.owed]
    assert sum(one.words for one in everything) == state.words <= LENGTH
    assert sum(one.seconds for one in everything) == pytest.approx(state.seconds, abs=0.01)
    assert state.seconds <= now
    assert state.words <= state.seconds * FASTEST + 1
