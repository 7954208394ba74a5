"""Sets of ids and orders of them are what Python's own sets and lists are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.idset import Arrangement, IdSet

_IDS = st.sets(st.integers(0, 90))


@st.composite
def _orders(draw: st.DrawFn) -> list[int]:
    """Ids in an order: some of it going up or down by one, some not at all."""
    parts = draw(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30), st.booleans()), max_size=6))
    runs = [range(first, first + length)[:: -1 if down else 1] for first, length, down in parts]
    single = draw(st.lists(st.integers(0, 400), max_size=draw(st.sampled_from([3, 60]))))
    return list(dict.fromkeys(article for run in [*runs, single] for article in run))


@given(_IDS, _IDS)
def test_sets(one: set[int], other: set[int]) -> None:
    a, b = IdSet.of(one), IdSet.of(other)
    for ours, theirs in ((a, one), (a & b, one & other), (a | b, one | other), (a - b, one - other)):
        assert list(ours) == sorted(theirs)
        assert len(ours) == len(theirs)
        assert bool(ours) == bool(theirs)
        assert [article for article in range(-1, 120) if article in ours] == sorted(theirs)
        assert ours == IdSet.of(theirs)
        assert hash(ours) == hash(IdSet.of(theirs))
    assert (a == b) == (one == other)


@settings(max_examples=200)
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
    lane = bytearray(order.end)
    order.mark(order.lane(wanted), lane)
    assert IdSet(lane=bytes(lane)) == wanted & order.all
