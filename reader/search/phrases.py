"""Phrases: the documents in which one word stands right after the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from reader.search.columns import Column
from reader.search.lanes import places
from reader.search.planning import Any_, AnyTerm, InOrder, Plan
from reader.search.snapshot import Snapshot, Term

Slot = list[tuple[Term, Column]]

_POLL = 500  # documents between two looks at whether the search goes on


def in_order(
    plan: InOrder,
    snapshot: Snapshot,
    number: int,
    within: Collection[int] | None,
    poll: Callable[[], None],
) -> dict[int, float]:
    """Document -> score for those in which a term of each slot stands right after one of the slot before.

    A slot's score is the best of its terms' that are part of the phrase.

    Args:
        plan: the phrase.
        snapshot: the index.
        number: which segment of it.
        within: only these documents matter; None: all of them.
        poll: called often; what it raises ends the search.

    Raises:
        IndexBroken: the segment cannot be read.
    """
    slots: list[tuple[int, Slot]] = []
    for shift, terms in enumerate(plan.slots):
        if not terms:
            continue  # any word
        slot = [(term, snapshot.column(term, number)) for term in terms if snapshot.frequency(term, number)]
        if not slot:
            return {}
        slots.append((shift, slot))
    slots.sort(key=lambda numbered: sum(len(column.docs) for _, column in numbered[1]))
    common = _common([slot for _, slot in slots], within, snapshot.segments[number][0].documents)
    poll()
    begins: dict[int, list[int]] | None = None
    scores = dict.fromkeys(common, 0.0)
    if len(slots) > 1 and all(len(slot) == 1 for _, slot in slots[:2]):
        (first, [(_, one)]), (second, [(_, other)]) = slots[:2]
        begins = _adjacent(one, other, second - first, scores, poll)
        if first:
            begins = {doc: [place - first for place in places] for doc, places in begins.items()}
        for _, [(term, column)] in slots[:2]:
            more = column.scores_of(begins, snapshot.table(term.field), term.factor)
            scores = {doc: scores[doc] + more[doc] for doc in begins}
        del slots[:2]
    for shift, slot in slots:
        begins, best = _begins(slot, shift, scores, begins, snapshot, poll)
        scores = {doc: scores[doc] + best[doc] for doc in begins}
    return scores


def _adjacent(
    one: Column, other: Column, distance: int, candidates: Collection[int], poll: Callable[[], None]
) -> dict[int, list[int]]:
    """Where in each candidate, all of which have both terms, ``other`` stands ``distance`` after ``one``.

    The hot loop of phrases: the two rarest words decide about nearly all documents.
    """
    found: dict[int, list[int]] = {}
    which = one.find(candidates)
    pairs = zip(which, one.positions_at(which), other.positions_at(other.find(candidates)), strict=True)
    for count, (i, here, there) in enumerate(pairs):
        if count % _POLL == _POLL - 1:
            poll()
        if len(here) == 1:
            # As in most documents.
            if here[0] + distance in there:
                found[one.docs[i]] = [here[0]]
            continue
        among = set(there)
        if at := [place for place in here if place + distance in among]:
            found[one.docs[i]] = at
    return found


def whole_titles(plan: Plan, snapshot: Snapshot, number: int, poll: Callable[[], None]) -> Collection[int]:
    """The documents of a segment whose title is a phrase (or one term) and nothing else.

    Args and errors as :func:`in_order`.
    """
    if isinstance(plan, Any_):
        # In any of the forms in which the words may be written.
        either = [whole_titles(part, snapshot, number, poll) for part in plan.plans]
        return set[int]().union(*either)
    if isinstance(plan, InOrder):
        slots: Sequence[Sequence[Term]] = [slot for slot in plan.slots if slot]
    elif isinstance(plan, AnyTerm):
        slots = (plan.terms,)
    else:
        return ()
    rarest = min(slots, key=lambda terms: sum(snapshot.frequency(term, number) for term in terms))
    lengths, words = (
        snapshot.segments[number][0].title_lengths,
        min(len(plan.slots) if isinstance(plan, InOrder) else 1, 255),
    )
    found = {
        doc
        for term in rarest
        if snapshot.frequency(term, number)
        for doc in snapshot.column(term, number).where(lengths, words)
    }
    if found and isinstance(plan, InOrder):
        return in_order(plan, snapshot, number, found, poll)
    return found


def _common(slots: list[Slot], within: Collection[int] | None, documents: int) -> Collection[int]:
    """The documents of ``within`` that have a term of every slot; the rarest slot comes first."""
    if within is None and all(column.has_lane for slot in slots for _, column in slot):
        mask = -1
        for slot in slots:
            either = 0
            for _, column in slot:
                either |= column.mask
            mask &= either
        return places(mask.to_bytes(documents, "little"), 255)
    common: Collection[int] | None = within
    for slot in slots:
        docs: set[int] = set()
        for _, column in slot:
            docs.update(column.docs if common is None else column.among(common))
        common = docs
    return common or ()


def _begins(
    slot: Slot,
    shift: int,
    candidates: Collection[int],
    before: dict[int, list[int]] | None,
    snapshot: Snapshot,
    poll: Callable[[], None],
) -> tuple[dict[int, list[int]], dict[int, float]]:
    """Where in each candidate a phrase may begin whose slot ``shift`` is this one, and its best score.

    ``before``: where it may begin judging by the slots looked at so far.
    """
    found: dict[int, list[int]] = {}
    scores: dict[int, float] = {}
    for term, column in slot:
        docs, impacts, table, factor = column.docs, column.impacts, snapshot.table(term.field), term.factor
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
                scores[doc] = max(scores.get(doc, 0.0), factor * table[impacts[i]])
    return found, scores
