"""From a query's tree to a plan: which terms, how rare, and which terms a prefix stands for.

A plan holds for one snapshot. How much it matches is known (``size``), so that ``matching`` can begin with
the rarest part; and what it costs (``work``), so that no query, however odd, takes longer than a person
waits: of too many common words, prefixes or exclusions only the rarest are looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_

from reader.search import compounds, spelling
from reader.search import nodes as ast
from reader.search.idset import IdSet
from reader.search.ranking import (
    FUZZY_SHARE,
    FUZZY_TERMS,
    MOST_POSTINGS,
    SHORT_PREFIX,
    STAR_SHARE,
    STAR_TERMS,
    STARS,
)
from reader.search.snapshot import Snapshot, Term
from reader.search.words import asked, fold, is_unspaced, vocabulary

Filters = Callable[[ast.Filter], IdSet | None]
"""Gives the articles that a filter lets through, or None for a filter it does not know."""


@dataclass(frozen=True, slots=True)
class AnyTerm:
    """Documents with any of the terms. ``best``: of terms in one field only one counts (a prefix)."""

    terms: tuple[Term, ...]
    best: bool = False

    def size(self) -> int:
        return sum(term.frequency for term in self.terms)

    def work(self) -> int:
        return self.size()


@dataclass(frozen=True, slots=True)
class InOrder:
    """Documents in which a term of each slot stands right after one of the slot before, in one field.

    In an empty slot any word may stand.
    """

    slots: tuple[tuple[Term, ...], ...]

    def size(self) -> int:
        return min(sum(term.frequency for term in slot) for slot in self.slots if slot)

    def work(self) -> int:
        # Where a word stands is read as well.
        return 2 * sum(term.frequency for slot in self.slots for term in slot)


@dataclass(frozen=True, slots=True)
class Listed:
    """The articles with these ids."""

    ids: IdSet

    def size(self) -> int:
        return len(self.ids)

    def work(self) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class Except:
    plan: Plan

    def size(self) -> int:
        return 1 << 40  # last: it takes away from what the others leave

    def work(self) -> int:
        return self.plan.work()


@dataclass(frozen=True, slots=True)
class All:
    plans: tuple[Plan, ...]

    def size(self) -> int:
        return min((plan.size() for plan in self.plans), default=0)

    def work(self) -> int:
        return sum(plan.work() for plan in self.plans)


@dataclass(frozen=True, slots=True)
class Any_:
    plans: tuple[Plan, ...]

    def size(self) -> int:
        return sum(plan.size() for plan in self.plans)

    def work(self) -> int:
        return sum(plan.work() for plan in self.plans)


_FEW = 16  # so many times fewer articles than postings: each is looked up
_PHRASE_WORDS = 3  # so many words of a phrase are looked up, whatever that costs

Plan = AnyTerm | InOrder | Listed | Except | All | Any_


class Planner:
    """Turns a query's tree into a plan for a snapshot.

    Attributes:
        reduced: whether a plan it made leaves out what would have been too much work.
        cut: whether more words begin as asked than a plan looks for.
    """

    def __init__(self, snapshot: Snapshot, filters: Filters | None, most: int = MOST_POSTINGS) -> None:
        """``most``: how many postings a plan may look at, about."""
        self._snapshot = snapshot
        self._filters = filters
        self._most = most
        self.reduced = self.cut = False
        self._stars = 0

    def plan(self, node: ast.Node, alone: bool = True) -> Plan | None:
        """The plan for a node, or None where it asks for nothing that can be looked up.

        ``alone``: nothing else narrows the node's matches, so that a short prefix looks at titles only.
        """
        if isinstance(node, ast.Word | ast.Phrase):
            return self._text(node, alone)
        if isinstance(node, ast.Filter):
            ids = self._filters(node) if self._filters else None
            return None if ids is None else Listed(ids)
        if isinstance(node, ast.Not):
            plan = self.plan(node.node)
            return Except(plan) if plan else None
        if isinstance(node, ast.Or):
            return self._any(p for child in node.nodes if (p := self.plan(child, alone)))
        # What is ruled out is put together: once through the articles that are left is enough.
        excluded = self._any(
            p for child in node.nodes if isinstance(child, ast.Not) and (p := self.plan(child.node))
        )
        narrows = len(node.nodes) > 1
        plans = [
            p
            for child in node.nodes
            if not isinstance(child, ast.Not) and (p := self.plan(child, alone and not narrows))
        ]
        return self._all([*plans, Except(excluded)] if excluded else plans)

    def _any(self, plans: Iterable[Plan]) -> Plan | None:
        parts = list(plans)
        listed = [plan.ids for plan in parts if isinstance(plan, Listed)]
        if len(listed) > 1:
            parts = [plan for plan in parts if not isinstance(plan, Listed)]
            parts.append(Listed(reduce(or_, listed)))
        kept: list[Plan] = []
        work = 0
        for plan in sorted(parts, key=lambda p: p.work()):
            work += plan.work()
            if kept and work > self._most:
                self.reduced = True
                break
            kept.append(plan)
        if len(kept) < 2:
            return kept[0] if kept else None
        return Any_(tuple(kept))

    def _all(self, plans: list[Plan]) -> Plan | None:
        listed = [plan.ids for plan in plans if isinstance(plan, Listed)]
        if len(listed) > 1:
            plans = [plan for plan in plans if not isinstance(plan, Listed)]
            plans.append(Listed(reduce(and_, listed)))
        kept: list[Plan] = []
        work = 0
        for plan in sorted(plans, key=lambda p: p.size()):
            # Of few articles each is looked up, which costs next to nothing.
            few = kept and kept[0].size() * _FEW < plan.work()
            more = plan.work() // _FEW if few else plan.work()
            # What is ruled out stays ruled out: it was bounded when it was put together.
            if kept and not isinstance(plan, Except) and work + more > self._most:
                self.reduced = True
                continue
            work += more
            kept.append(plan)
        if len(kept) < 2:
            return kept[0] if kept else None
        return All(tuple(kept))

    def _text(self, node: ast.Word | ast.Phrase, alone: bool) -> Plan | None:
        """A word or phrase in every form in which it may be written (see ``analysis.asking``)."""
        wanted = asked(node.text)
        plan = self._forms(node, wanted.forms, alone)
        if wanted.bare and not (plan and plan.size()):
            plan = self._forms(node, wanted.bare, alone)
        signs = [self._sign(node, sign) for sign in wanted.signs]
        return self._all([plan, *signs] if plan else signs)

    def _forms(
        self, node: ast.Word | ast.Phrase, forms: Sequence[tuple[str, ...]], alone: bool
    ) -> Plan | None:
        if len(forms) == 1:
            return self._sequence(node, forms[0], node.prefix, alone)
        plans = [
            # What is put together of little goes on as too much: u.s is not on the way to "use".
            self._sequence(node, form, node.prefix and not (i and len(form[-1]) <= SHORT_PREFIX), alone)
            for i, form in enumerate(forms)
        ]
        return self._any(plan for plan in plans if plan and plan.size()) or next(iter(plans), None)

    def _sign(self, node: ast.Word | ast.Phrase, sign: str) -> Plan:
        fields = [name for name in self._snapshot.filled if node.field in ("", name)]
        return AnyTerm(tuple(term for name in fields for term in self._slot(name, sign)))

    def _sequence(
        self, node: ast.Word | ast.Phrase, raw: Sequence[str], unfinished: bool, alone: bool
    ) -> Plan | None:
        """Words next to each other, or one alone; the last one may be ``unfinished``."""
        fields = [name for name in self._snapshot.filled if node.field in ("", name)]
        last = fold(raw[-1])
        # One character of a script without spaces is a word, and begins the pairs it is found in.
        prefix = unfinished or (len(last) == 1 and is_unspaced(last))
        typed = prefix and node.itself
        if typed and alone and len(raw) == 1 and len(last) <= SHORT_PREFIX and not is_unspaced(last):
            titles, _ = self._snapshot.expansions("title", last)
            if titles and "title" in fields:
                terms = [self._snapshot.terms("title", term) for term in titles]
                others = [name for name in fields if name != "title"]
                return AnyTerm((*terms, *(t for name in others for t in self._slot(name, raw[0]))), best=True)
        if isinstance(node, ast.Word) and node.fuzzy and len(raw) == 1:
            return AnyTerm(tuple(t for name in fields for t in self._near(name, raw[0])), best=True)
        at = len(raw) - 1 if prefix else -1
        slots = [
            [
                self._slot(name, word, prefix=i == at, itself=node.itself or i != at)
                for i, word in enumerate(raw)
            ]
            for name in fields
        ]
        if len(raw) == 1:
            plan = AnyTerm(tuple(t for (slot,) in slots for t in slot), best=prefix)
            if isinstance(node, ast.Word) and node.itself and plan.size() < (1 if prefix else compounds.RARE):
                longer = compounds.compounds(self._snapshot, raw[0])
                more = [self._snapshot.terms(name, *one) for name in fields for one in longer.items()]
                known = {(term.field, term.places) for term in plan.terms}
                more = [term for term in more if term.frequency and (term.field, term.places) not in known]
                return AnyTerm((*more, *plan.terms), best=bool(prefix or more))
            return plan
        return self._any(self._in_order(field) for field in slots if all(field)) or AnyTerm(())

    def _in_order(self, slots: list[tuple[Term, ...]]) -> InOrder:
        """A phrase. Of one with many common words the rarest are looked up, each in its place."""
        sizes = [2 * sum(term.frequency for term in slot) for slot in slots]
        kept, work = set[int](), 0
        for place in sorted(range(len(slots)), key=sizes.__getitem__):
            work += sizes[place]
            if len(kept) >= _PHRASE_WORDS and work > self._most:
                self.reduced = True
                break
            kept.add(place)
        return InOrder(tuple(slot if place in kept else () for place, slot in enumerate(slots)))

    def _slot(self, name: str, word: str, *, prefix: bool = False, itself: bool = True) -> tuple[Term, ...]:
        """The terms that a word can have in a field, each in the languages whose words it is the stem of."""
        names: Mapping[str, frozenset[str] | None] = self._snapshot.stems(word) if itself else {}
        if prefix:
            # What is being typed goes on; a star ends what is asked for.
            self._stars += not itself
            limits = () if itself or self._stars > STARS else (STAR_TERMS, STAR_SHARE)
            begins, more = self._snapshot.expansions(name, fold(word), *limits)
            self.cut |= more and not itself
            expanded = dict.fromkeys(begins)
            # The word itself comes last, so that its score is the one that counts.
            of_itself = {t: None if t in expanded else stemmers for t, stemmers in names.items()}
            names = {**{t: None for t in expanded if t not in of_itself}, **of_itself}
        terms = (self._snapshot.terms(name, term, stemmers) for term, stemmers in names.items())
        return tuple(term for term in terms if term.frequency)

    def _near(self, name: str, word: str) -> tuple[Term, ...]:
        """The terms of the words in a field that are spelt nearly like one, itself included.

        The less a word is like it, the less it scores; the likeliest come last, so that theirs counts.
        """
        edits = {vocabulary(latin)[word]: 0 for latin in self._snapshot.languages}
        for other in spelling.near(self._snapshot, name, fold(word))[:FUZZY_TERMS]:
            edits.setdefault(other.term, other.edits)
        return tuple(
            replace(term, idf=term.idf * FUZZY_SHARE ** edits[name_of_term])
            for name_of_term in sorted(edits, key=edits.__getitem__, reverse=True)
            if (term := self._snapshot.terms(name, name_of_term)).frequency
        )


def exact(snapshot: Snapshot, node: ast.Node, field: str = "title") -> Plan | None:
    """The plan for a field that says what the query says, if it is plain words or a phrase."""
    parts = node.nodes if isinstance(node, ast.And) else (node,)
    words: list[str] = []
    for part in parts:
        if not isinstance(part, ast.Word | ast.Phrase) or part.field:
            return None
        words.append(part.text)
    return Planner(snapshot, None).plan(ast.Phrase(" ".join(words), field), alone=False)
