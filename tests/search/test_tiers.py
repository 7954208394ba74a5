"""When segments are merged: few stay, and no small change waits for a large merge."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.search.segments import tiers

_SIZES = st.lists(st.tuples(st.integers(0, 200_000), st.integers(0, 200_000)), max_size=60)


def _merged(sizes, places):
    kept = [size for place, size in enumerate(sizes) if place not in places]
    return [*kept, (sum(sizes[place][0] for place in places), 0)]


@given(_SIZES, st.integers(0, 100_000))
def test_merging_comes_to_an_end(sizes, indexed):
    for _ in range(200):
        places = tiers.due(sizes, indexed)
        if not places:
            break
        assert len(set(places)) == len(places)
        sizes = _merged(sizes, places)
    else:
        raise AssertionError(sizes)


def test_one_article_at_a_time():
    sizes, worst = [], 0
    for _ in range(20_000):
        sizes.append((1, 0))
        while places := tiers.due(sizes, 1):
            worst = max(worst, sum(sizes[place][0] for place in places))
            sizes = _merged(sizes, places)
        assert len(sizes) < 3 * tiers.ALIKE + tiers.MANY
    assert sum(live for live, _ in sizes) == 20_000
    assert worst <= 4 * tiers.FREE


def _indexed_at_once(thousands):
    sizes, copied = [], 0
    for batch in range(1, thousands + 1):
        sizes.append((1000, 0))
        while places := tiers.due(sizes, batch * 1000):
            copied += sum(sizes[place][0] for place in places)
            sizes = _merged(sizes, places)
    if places := tiers.leftover(sizes, thousands * 1000):
        copied += sum(sizes[place][0] for place in places)
        sizes = _merged(sizes, places)
    return sizes, copied


def test_a_whole_library_leaves_one_segment_or_two():
    for thousands, left in ((1, 1), (7, 1), (9, 2), (20, 1), (60, 1), (100, 2)):
        sizes, copied = _indexed_at_once(thousands)
        assert len(sizes) == left
        assert copied <= 3 * thousands * 1000
    assert tiers.leftover([], 0) == []


def test_a_segment_full_of_deletions_is_written_anew():
    assert tiers.due([(10, 0), (5, 6)], 1) == [1]
