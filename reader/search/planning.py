"""From a query's tree to a plan: which terms, how rare, and which terms a prefix stands for.

A plan holds for one snapshot. What it costs is known (``size``), so that ``matching`` can begin with the
rarest part.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from reader.search import query as ast
from reader.search.building import FIELDS
from reader.search.ranking import SHORT_PREFIX
from reader.search.snapshot import Snapshot, Term
from reader.search.words import fold, is_unspaced, query_words, vocabulary

Filters = Callable[[ast.Filter], Collection[int] | None]
"""Gives the ids of the articles that a filter lets through, or None for a filter it does not know."""


@dataclass(frozen=True, slots=True)
class AnyTerm:
    """Documents with any of the terms. ``best``: of terms in one field only one counts (a prefix)."""

    terms: tuple[Term, ...]
    best: bool = False

    def size(self) -> int:
        return sum(term.frequency for term in self.terms)


@dataclass(frozen=True, slots=True)
class InOrder:
    """Documents in which a term of each slot stands right after one of the slot before, in one field."""

    slots: tuple[tuple[Term, ...], ...]

    def size(self) -> int:
        return min(sum(term.frequency for term in slot) for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Listed:
    """The articles with these ids."""

    ids: frozenset[int]

    def size(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Except:
    plan: Plan

    def size(self) -> int:
        return 1 << 40  # last: it takes away from what the others leave


@dataclass(frozen=True, slots=True)
class All:
    plans: tuple[Plan, ...]

    def size(self) -> int:
        return min((plan.size() for plan in self.plans), default=0)


@dataclass(frozen=True, slots=True)
class Any_:
    plans: tuple[Plan, ...]

    def size(self) -> int:
        return sum(plan.size() for plan in self.plans)


Plan = AnyTerm | InOrder | Listed | Except | All | Any_


class Planner:
    """Turns a query's tree into a plan for a snapshot."""

    def __init__(self, snapshot: Snapshot, filters: Filters | None) -> None:
        self._snapshot = snapshot
        self._filters = filters

    def plan(self, node: ast.Node, alone: bool = True) -> Plan | None:
        """The plan for a node, or None where it asks for nothing that can be looked up.

        ``alone``: nothing else narrows the node's matches, so that a short prefix looks at titles only.
        """
        if isinstance(node, ast.Word | ast.Phrase):
            return self._text(node, alone)
        if isinstance(node, ast.Filter):
            ids = self._filters(node) if self._filters else None
            return None if ids is None else Listed(frozenset(ids))
        if isinstance(node, ast.Not):
            plan = self.plan(node.node)
            return Except(plan) if plan else None
        narrows = isinstance(node, ast.And) and len(node.nodes) > 1
        plans = tuple(p for child in node.nodes if (p := self.plan(child, alone and not narrows)))
        if len(plans) < 2:
            return plans[0] if plans else None
        return All(tuple(sorted(plans, key=lambda p: p.size()))) if isinstance(node, ast.And) else Any_(plans)

    def _text(self, node: ast.Word | ast.Phrase, alone: bool) -> Plan | None:
        raw = query_words(node.text)
        if not raw:
            return None
        fields = (node.field,) if node.field else FIELDS
        last = fold(raw[-1])
        # One character of a script without spaces is a word, and begins the pairs it is found in.
        prefix = node.prefix or (len(last) == 1 and is_unspaced(last))
        if prefix and alone and len(raw) == 1 and len(last) <= SHORT_PREFIX and not is_unspaced(last):
            titles = self._snapshot.expansions("title", last)
            if titles and "title" in fields:
                terms = [self._snapshot.terms("title", term) for term in titles]
                others = [name for name in fields if name != "title" and node.itself]
                return AnyTerm((*terms, *(t for name in others for t in self._slot(name, raw[0]))), best=True)
        unfinished = len(raw) - 1 if prefix else -1
        slots = [
            [
                self._slot(name, word, prefix=i == unfinished, itself=node.itself or i != unfinished)
                for i, word in enumerate(raw)
            ]
            for name in fields
        ]
        if len(raw) == 1:
            return AnyTerm(tuple(t for (slot,) in slots for t in slot), best=prefix)
        orders = tuple(InOrder(tuple(field)) for field in slots if all(field))
        if len(orders) == 1:
            return orders[0]
        return Any_(orders) if orders else AnyTerm(())

    def _slot(self, name: str, word: str, *, prefix: bool = False, itself: bool = True) -> tuple[Term, ...]:
        """The terms that a word can have in a field, in any of the index's languages."""
        names = {vocabulary(latin)[word]: None for latin in self._snapshot.languages if itself}
        if prefix:
            expanded = dict.fromkeys(self._snapshot.expansions(name, fold(word)))
            # The word itself comes last, so that its score is the one that counts.
            names = {term: None for term in expanded if term not in names} | names
        terms = (self._snapshot.terms(name, term) for term in names)
        return tuple(term for term in terms if term.frequency)


def exact_title(snapshot: Snapshot, node: ast.Node) -> Plan | None:
    """The plan for titles that say what the query says, if it is plain words or a phrase."""
    parts = node.nodes if isinstance(node, ast.And) else (node,)
    words: list[str] = []
    for part in parts:
        if not isinstance(part, ast.Word | ast.Phrase) or part.field:
            return None
        words.append(part.text)
    return Planner(snapshot, None).plan(ast.Phrase(" ".join(words), "title"), alone=False)
