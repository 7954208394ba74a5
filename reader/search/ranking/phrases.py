"""Phrases: the documents in which the given words are adjacent and in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from reader.idset import places
from reader.search.segments.columns import Column
from reader.search.segments.snapshot import Snapshot, Term

Slot = list[Column]
Terms = Sequence[tuple[Term, ...]]
"""The terms of each slot of a phrase."""

_POLL = 500  # documents between two checks whether to go on


def in_order(
    terms: Terms,
    snapshot: Snapshot,
    number: int,
    within: Collection[int] | None,
    poll: Callable[[], None],
) -> Collection[int]:
    """The documents in which a term of each slot comes directly after one of the slot before.

    Args:
        terms: the terms of each slot of the phrase; an empty slot matches any word.
        snapshot: the index.
        number: the number of the segment.
        within: consider only these documents; None: all of them.
        poll: called often; whatever it raises ends the search.

    Raises:
        IndexBroken: the segment cannot be read.
    """
    slots: list[tuple[int, Slot]] = []
    for shift, wanted in enumerate(terms):
        if not wanted:
            continue  # any word
        slot = [snapshot.column(term, number) for term in wanted if snapshot.frequency(term, number)]
        if not slot:
            return ()
        slots.append((shift, slot))
    slots.sort(key=lambda numbered: sum(len(column.docs) for column in numbered[1]))
    common = _common([slot for _, slot in slots], within, snapshot.segments[number][0].documents)
    poll()
    if len(slots) == 1:
        return common
    begins: dict[int, list[int]] | None = None
    if all(len(slot) == 1 for _, slot in slots[:2]):
        (first, [one]), (second, [other]) = slots[:2]
        begins = _adjacent(one, other, second - first, common, poll)
        if first:
            begins = {doc: [place - first for place in places] for doc, places in begins.items()}
        del slots[:2]
    for shift, slot in slots:
        begins = _begins(slot, shift, common if begins is None else begins, begins, poll)
    return begins or ()


def _adjacent(
    one: Column, other: Column, distance: int, candidates: Collection[int], poll: Callable[[], None]
) -> dict[int, list[int]]:
    """Where ``other`` follows ``one`` at ``distance`` in each candidate; all candidates have both terms.

    The hot loop of phrases: the two rarest words decide for nearly all documents.
    """
    found: dict[int, list[int]] = {}
    which = one.find(candidates)
    pairs = zip(which, one.positions_at(which), other.positions_at(other.find(candidates)), strict=True)
    for count, (i, here, there) in enumerate(pairs):
        if count % _POLL == _POLL - 1:
            poll()
        if len(here) == 1:
            # The usual case.
            if here[0] + distance in there:
                found[one.docs[i]] = [here[0]]
            continue
        among = set(there)
        if at := [place for place in here if place + distance in among]:
            found[one.docs[i]] = at
    return found


def whole_titles(terms: Terms, snapshot: Snapshot, number: int, poll: Callable[[], None]) -> Collection[int]:
    """The documents of a segment whose title is exactly a phrase (or one term).

    Args and errors like :func:`in_order`.
    """
    slots = [slot for slot in terms if slot]
    rarest = min(slots, key=lambda slot: sum(snapshot.frequency(term, number) for term in slot))
    lengths, words = snapshot.segments[number][0].title_lengths, min(len(terms), 255)
    found = {
        doc
        for term in rarest
        if snapshot.frequency(term, number)
        for doc in snapshot.column(term, number).where(lengths, words)
    }
    if found and len(terms) > 1:
        return in_order(terms, snapshot, number, found, poll)
    return found


def _common(slots: list[Slot], within: Collection[int] | None, documents: int) -> Collection[int]:
    """The documents of ``within`` that have a term of every slot; the rarest slot comes first."""
    if within is None and all(column.has_lane for slot in slots for column in slot):
        mask = -1
        for slot in slots:
            either = 0
            for column in slot:
                either |= column.mask
            mask &= either
        return places(mask.to_bytes(documents, "little"), 255)
    common: Collection[int] | None = within
    for slot in slots:
        docs: set[int] = set()
        for column in slot:
            docs.update(column.docs if common is None else column.among(common))
        common = docs
    return common or ()


def _begins(
    slot: Slot,
    shift: int,
    candidates: Collection[int],
    before: dict[int, list[int]] | None,
    poll: Callable[[], None],
) -> dict[int, list[int]]:
    """The positions in each candidate where a phrase may start, judging by the slot at offset ``shift``.

    ``before``: where it may start, judging by the slots checked so far.
    """
    found: dict[int, list[int]] = {}
    for column in slot:
        docs = column.docs
        which = column.find(candidates)
        for count, (i, here) in enumerate(zip(which, column.positions_at(which), strict=True)):
            if count % _POLL == _POLL - 1:
                poll()
            doc = docs[i]
            if before is None:
                at = [position - shift for position in here]
            else:
                there = set(here)
                at = [begin for begin in before[doc] if begin + shift in there]
            if at:
                found[doc] = [*found.get(doc, ()), *at]
    return found
