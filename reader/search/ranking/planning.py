"""Turns a query's tree into a plan: which terms, how rare they are, and which terms a prefix stands for.

A plan is for one snapshot. It knows how much it matches (``size``), so that ``matching`` can start with the
rarest part, and how much it costs (``work``), so that no query, however odd, takes longer than a person is
willing to wait: if there are too many common words, prefixes or exclusions, only the rarest are looked up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import TypeVar

from reader.idset import IdSet
from reader.search.analysis.words import asked, fold, is_unspaced, split, vocabulary
from reader.search.query import nodes as ast
from reader.search.ranking import longer_words, spelling
from reader.search.ranking.combinations import All, Any_, Except
from reader.search.ranking.plans import AnyTerm, InOrder, Listed, Phrased, Plan
from reader.search.ranking.scoring import Form
from reader.search.segments.snapshot import Snapshot, Term
from reader.search.weights import (
    FUZZY_SHARE,
    FUZZY_TERMS,
    MOST_POSTINGS,
    SHORT_PREFIX,
    STAR_SHARE,
    STAR_TERMS,
    STARS,
    idf,
    repeated,
)

Filters = Callable[[ast.Filter], IdSet | None]
"""Returns the articles that pass a filter, or None for a filter it does not know."""


_FEW = 16  # if there are this many times fewer articles than postings, each article is looked up
_WORDS = 200  # how many words to remember
_PHRASE_WORDS = 3  # this many words of a phrase are always looked up, whatever that costs

_P = TypeVar("_P", Plan, InOrder)


class Planner:
    """Turns a query's tree into a plan for a snapshot.

    Attributes:
        reduced: whether a plan it made leaves out words that would have been too much work.
        cut: whether more words start with a prefix than the plan looks up.
    """

    def __init__(
        self, snapshot: Snapshot, filters: Filters | None, most: int = MOST_POSTINGS, text: str = ""
    ) -> None:
        """Makes plans for a snapshot.

        Args:
            snapshot: the index.
            filters: returns the articles that pass a filter.
            most: about how many postings a plan may read at most.
            text: the text of the query: a word that is repeated there counts more.
        """
        self._snapshot = snapshot
        self._filters = filters
        self._most = most
        words = split(text)
        times = Counter(frozenset(snapshot.stems(word)) for word in words if len(words) > 1)
        self._repeated = {stems: repeated(count) for stems, count in times.items() if count > 1}
        self.reduced = self.cut = False
        self._stars = 0

    def plan(self, node: ast.Node, alone: bool = True) -> Plan | None:
        """The plan for a node, or None if it asks for nothing that can be looked up.

        ``alone``: nothing else narrows the node's matches, so a short prefix searches only titles.
        """
        match node:
            case ast.Word() | ast.Phrase():
                return self._text(node, alone)
            case ast.Filter():
                ids = self._filters(node) if self._filters else None
                return None if ids is None else Listed(ids)
            case ast.Not():
                plan = self.plan(node.node)
                return Except(plan) if plan else None
            case ast.Or():
                return self._any(p for child in node.nodes if (p := self.plan(child, alone)))
            case ast.And():
                return self._every(node.nodes, alone and len(node.nodes) == 1)

    def _every(self, nodes: Sequence[ast.Node], alone: bool) -> Plan | None:
        # Exclusions are combined, so that one pass over the remaining articles is enough.
        ruled_out = [node for node in nodes if isinstance(node, ast.Not)]
        excluded = self._any(p for node in ruled_out if (p := self.plan(node.node)))
        plans = [p for node in nodes if node not in ruled_out and (p := self.plan(node, alone))]
        return self._all([*plans, Except(excluded)] if excluded else plans)

    def _any(self, plans: Iterable[Plan]) -> Plan | None:
        parts = _each_once(_one_list(plans, or_))
        kept = self._affordable(parts)
        if len(kept) < 2:
            return kept[0] if kept else None
        return Any_(tuple(kept))

    def _affordable(self, plans: Iterable[_P]) -> list[_P]:
        """The alternatives that together are not too much work; at least one."""
        kept: list[_P] = []
        work = 0
        for plan in sorted(plans, key=lambda p: p.work()):
            work += plan.work()
            if kept and work > self._most:
                self.reduced = True
                break
            kept.append(plan)
        return kept

    def _all(self, plans: Iterable[Plan]) -> Plan | None:
        plans = _each_once(_one_list(plans, and_))
        kept: list[Plan] = []
        work = 0
        for plan in sorted(plans, key=lambda p: p.size()):
            # If there are few articles, each is looked up, which costs next to nothing.
            few = kept and kept[0].size() * _FEW < plan.work()
            more = plan.work() // _FEW if few else plan.work()
            # Exclusions are never dropped; their cost was limited when they were combined.
            if kept and not plan.excludes() and work + more > self._most:
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
            # Short joints have too many completions: u.s is not on its way to "use".
            self._sequence(node, form, node.prefix and not (i and len(form[-1]) <= SHORT_PREFIX), alone)
            for i, form in enumerate(forms)
        ]
        return self._any(plan for plan in plans if plan and plan.size()) or next(iter(plans), None)

    def _sign(self, node: ast.Word | ast.Phrase, sign: str) -> Plan:
        return self._word(sign, [name for name in self._snapshot.filled if node.field in ("", name)])

    def _sequence(
        self, node: ast.Word | ast.Phrase, raw: Sequence[str], unfinished: bool, alone: bool
    ) -> Plan | None:
        """Adjacent words, or a single one; the last one may be ``unfinished``."""
        fields = [name for name in self._snapshot.filled if node.field in ("", name)]
        last = fold(raw[-1])
        # One character of a script without spaces is a word, and also starts the pairs it is found in.
        prefix = unfinished or (len(last) == 1 and is_unspaced(last))
        typed = prefix and node.itself
        if typed and alone and len(raw) == 1 and len(last) <= SHORT_PREFIX and not is_unspaced(last):
            titles, _ = self._snapshot.expansions("title", last)
            if titles and "title" in fields:
                # Completions count only in titles; the word as typed so far counts everywhere.
                begins = AnyTerm(self._beginning(dict.fromkeys(titles, ("title",))))
                others = [name for name in fields if name != "title"]
                itself = AnyTerm(self._stems(self._snapshot.stems(raw[0]), others))
                return Any_((begins, itself)) if itself.forms else begins
        if isinstance(node, ast.Word) and node.fuzzy and len(raw) == 1:
            return self._near(raw[0], fields)
        at = len(raw) - 1 if prefix else -1
        words = [
            self._word(word, fields, prefix=i == at, itself=node.itself or i != at)
            for i, word in enumerate(raw)
        ]
        if len(raw) == 1:
            [word] = words
            if (
                isinstance(node, ast.Word)
                and node.itself
                and word.size() < (1 if prefix else longer_words.RARE)
            ):
                longer = self._stems(longer_words.compounds(self._snapshot, raw[0]), fields)
                known = {form.terms for form in word.forms}
                more = tuple(form for form in longer if form.terms not in known)
                return AnyTerm((*more, *word.forms), word.weight)
            return word
        in_order = [
            self._in_order([tuple(term for term in word.terms if term.field == name) for word in words])
            for name in fields
            if all(any(term.field == name for term in word.terms) for word in words)
        ]
        if not in_order:
            return AnyTerm(())
        return Phrased(tuple(self._affordable(in_order)), tuple(dict.fromkeys(words)))

    def _in_order(self, slots: list[tuple[Term, ...]]) -> InOrder:
        """A phrase. If it has many common words, only the rarest are looked up, each at its position."""
        sizes = [2 * sum(term.frequency for term in slot) for slot in slots]
        kept, work = set[int](), 0
        for place in sorted(range(len(slots)), key=sizes.__getitem__):
            work += sizes[place]
            if len(kept) >= _PHRASE_WORDS and work > self._most:
                self.reduced = True
                break
            kept.add(place)
        return InOrder(tuple(slot if place in kept else () for place, slot in enumerate(slots)))

    def _word(
        self, word: str, fields: Sequence[str], *, prefix: bool = False, itself: bool = True
    ) -> AnyTerm:
        """A word: the terms it can have, each with the languages in which it is the word's stem.

        The words before the one that is typed are the same at every key, so they are remembered.
        """
        weight = self._repeated.get(frozenset(self._snapshot.stems(word)), 1.0) if self._repeated else 1.0
        if prefix and not itself:
            return self._made_word(word, fields, prefix, itself, weight)
        known, key = self._snapshot.words, (word, tuple(fields), prefix, itself, weight)
        made = known.get(key)
        if made is None:
            if len(known) >= _WORDS:
                known.clear()
            made = known[key] = self._made_word(word, fields, prefix, itself, weight)
        return made

    def _made_word(
        self, word: str, fields: Sequence[str], prefix: bool, itself: bool, weight: float
    ) -> AnyTerm:
        stems: Mapping[str, frozenset[str] | None] = self._snapshot.stems(word) if itself else {}
        if not prefix:
            return AnyTerm(self._stems(stems, fields), weight)
        # A word being typed goes on, so it gets the usual limits; a star asks for all completions.
        begins: dict[str, list[str]] = {}
        for name in fields:
            self._stars += not itself
            limits = () if itself or self._stars > STARS else (STAR_TERMS, STAR_SHARE)
            terms, more = self._snapshot.expansions(name, fold(word), *limits)
            self.cut |= more and not itself
            for term in terms:
                begins.setdefault(term, []).append(name)
        # The word itself comes last, so that its score is the one that counts.
        stems = {stem: None if stem in begins else stemmers for stem, stemmers in stems.items()}
        others = {term: names for term, names in begins.items() if term not in stems}
        return AnyTerm(self._beginning(others, self._stems(stems, fields)), weight)

    def _beginning(
        self, begins: Mapping[str, Iterable[str]], itself: tuple[Form, ...] = ()
    ) -> tuple[Form, ...]:
        """The forms of a prefix: each term in the fields where it is looked for; then the word ``itself``.

        All completions are worth what the prefix is worth, however rare they are: a rare word is not a
        likelier meaning of its first letters.
        """
        forms = _filled([self._snapshot.terms(name, t) for name in names] for t, names in begins.items())
        frequency = sum(map(_frequency, (*forms, *(form.terms for form in itself))))
        worth = idf(self._snapshot.documents, frequency)
        return (*(Form(terms, worth) for terms in forms), *itself)

    def _stems(self, stems: Mapping[str, frozenset[str] | None], fields: Sequence[str]) -> tuple[Form, ...]:
        """The forms of a word: its stems. All are worth what the word is worth."""
        forms = _filled([self._snapshot.terms(name, *one) for name in fields] for one in stems.items())
        worth = idf(self._snapshot.documents, sum(map(self._snapshot.documents_with, forms)))
        return tuple(Form(terms, worth) for terms in forms)

    def _near(self, word: str, fields: Sequence[str]) -> AnyTerm:
        """The terms of the near spellings of a word, including the word itself.

        The further a spelling is from the word, the lower its score. The likeliest come last, because the
        last form is the one that counts.
        """
        edits = {vocabulary(latin)[word]: 0 for latin in self._snapshot.languages}
        for name in fields:
            for other in spelling.near(self._snapshot, name, fold(word))[:FUZZY_TERMS]:
                edits[other.term] = min(other.edits, edits.get(other.term, other.edits))
        forms: list[Form] = []
        for term, far in sorted(edits.items(), key=lambda one: -one[1]):
            terms = tuple(t for name in fields if (t := self._snapshot.terms(name, term)).frequency)
            if terms:
                forms.append(Form(terms, idf(self._snapshot.documents, _frequency(terms)) * FUZZY_SHARE**far))
        return AnyTerm(tuple(forms))


def _filled(forms: Iterable[Iterable[Term]]) -> list[tuple[Term, ...]]:
    """Forms reduced to the fields that contain them; forms that no field contains are left out."""
    found = [tuple(term for term in form if term.frequency) for form in forms]
    return [form for form in found if form]


def _one_list(plans: Iterable[Plan], joint: Callable[[IdSet, IdSet], IdSet]) -> list[Plan]:
    """Plans with all lists of articles combined into one."""
    plans = list(plans)
    listed = [plan for plan in plans if isinstance(plan, Listed)]
    if len(listed) < 2:
        return plans
    others = [plan for plan in plans if not isinstance(plan, Listed)]
    return [*others, Listed(reduce(joint, (plan.ids for plan in listed)))]


def _each_once(plans: Iterable[Plan]) -> list[Plan]:
    """Plans without words that repeat an earlier one in another inflection.

    Repetition is expressed by the word's weight.
    """
    seen: dict[int, list[tuple[Form, ...]]] = {}
    kept: list[Plan] = []
    for plan in plans:
        if isinstance(plan, AnyTerm):
            # Comparing those of the same size is cheaper than hashing all of them.
            alike = seen.setdefault(plan.size(), [])
            if plan.forms in alike:
                continue
            alike.append(plan.forms)
        kept.append(plan)
    return kept


def _frequency(terms: Iterable[Term]) -> int:
    """How many documents have a term, counted in the field where it is most frequent."""
    return max((term.frequency for term in terms), default=0)


def exact(snapshot: Snapshot, node: ast.Node, field: str = "title") -> InOrder | None:
    """The phrase in one field that equals the query, if it consists of plain words or a phrase."""
    parts = node.nodes if isinstance(node, ast.And) else (node,)
    words: list[str] = []
    for part in parts:
        if not isinstance(part, ast.Word | ast.Phrase) or part.field:
            return None
        words.append(part.text)
    plan = Planner(snapshot, None).plan(ast.Phrase(" ".join(words), field), alone=False)
    if isinstance(plan, Any_):
        # The first form is the word as written.
        plan = next((part for part in plan.plans if isinstance(part, Phrased)), plan.plans[0])
    if isinstance(plan, AnyTerm) and plan.forms:
        return InOrder((tuple(plan.terms),))
    return plan.fields[0] if isinstance(plan, Phrased) else None
