"""Sets of ids and orders of them are what Python's own sets and lists are."""

from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from reader.idset import Arrangement, IdSet
from tests.examples import examples

_FAR = st.integers(2**40, 2**40 + 20)
_IDS = st.sets(st.integers(0, 90)) | st.sets(st.integers(0, 90) | _FAR)


@st.composite
def _orders(draw: st.DrawFn) -> list[int]:
    """Ids in an order: some of it going up or down by one, some not at all."""
    parts = draw(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30), st.booleans()), max_size=6))
    runs = [range(first, first + length)[:: -1 if down else 1] for first, length, down in parts]
    single = draw(st.lists(st.integers(0, 400) | _FAR, max_size=draw(st.sampled_from([3, 60]))))
    return list(dict.fromkeys(article for run in [*runs, single] for article in run))


@given(_IDS, _IDS)
def test_sets(one: set[int], other: set[int]) -> None:
    a, b = IdSet.of(one), IdSet.of(other)
    for ours, theirs in ((a, one), (a & b, one & other), (a | b, one | other), (a - b, one - other)):
        assert list(ours) == sorted(theirs)
        assert len(ours) == len(theirs)
        assert bool(ours) == bool(theirs)
        assert [
            article for article in (*range(-1, 120), *range(2**40, 2**40 + 21)) if article in ours
        ] == sorted(theirs)
        assert ours == IdSet.of(theirs)
        assert hash(ours) == hash(IdSet.of(theirs))
    assert (a == b) == (one == other)


@examples(200)
@given(_orders(), _IDS, st.integers(0, 12), st.integers(0, 200), st.integers(0, 200))
def test_orders(ids: list[int], some: set[int], limit: int, first: int, last: int) -> None:
    order, wanted = Arrangement(ids), IdSet.of(some)
    listed = [article for article in ids if article in some]
    assert order.among(wanted) == listed
    assert order.among(wanted, limit) == listed[:limit]
    assert order.lane(wanted) == bytes(255 if article in some else 0 for article in ids)
    between = order.between(first, last)
    assert (set(between), len(between)) == (set(ids[first:last]), len(ids[first:last]))
    assert set(order.all) == set(ids)
    lane = order.lane(wanted)
    assert order.marked(lane) == wanted & order.all
    assert order.latest(lane, limit) == sorted(listed, reverse=True)[:limit]
    places = range(0, len(ids), 2)
    assert order.those(places, wanted) == [place for place in places if ids[place] in some]


def test_memory_depends_on_how_many_ids_there_are_not_on_the_highest() -> None:
    ids = [7, *(2**40 - 3**n for n in range(9))]
    tracemalloc.start()
    try:
        some, order = IdSet.of(ids[:5]), Arrangement(ids)
        both = (some | order.all) - (some & IdSet.of([7]))
        assert order.among(both) == ids[1:]
        assert order.latest(order.lane(some), 2) == sorted(ids[:5])[:-3:-1]
        assert order.marked(order.lane(both)) == both
        assert tracemalloc.get_traced_memory()[1] < 2**20
        assert both.size < 2**12
    finally:
        tracemalloc.stop()
