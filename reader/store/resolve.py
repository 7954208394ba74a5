"""Which article a link means: the evidence and the decision. Pure; the rules are all here.

A link says a title, mostly also the first words (teaser) of the article it means. Three things speak for
an article, and the first two also against it:

* its title is the link's, or one is the cut-off start of the other;
* its body starts with the link's teaser;
* if the link says "next", the article says "previous" of the link's own article (and the reverse).

An article that fits is never the link's own, never contradicts the teaser, has the link's title, and is not
the previous or next of another article that it names back, when it does not name this one. Where the teaser
or naming back tells the article by itself, a title that is nearly the link's is enough, and one without a
title of its own needs none; the title of such a link then becomes its title (see :func:`choose_title`),
which other links, that have no teaser, can find it by.

Of several that fit, the best supported is meant; of those supported alike, the one with the teaser's image
marks, then the one whose title is spelled as the link spells it. If that does not tell them apart the link
stays unresolved and they are its candidates, unless they have the same body: the same text twice is one
answer.

Until then all texts are compared by their words alone (:func:`reader.text.bare`): punctuation and the
numbers of pictures are other ones wherever an article is posted again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache
from typing import Literal, NamedTuple

from reader.text import fold

CUT_LENGTH = 10
"""A cut title of fewer characters says too little to match the start of another."""

TEASER_LENGTH = 24
"""A teaser of fewer characters finds no article by itself, unless it is the whole body."""

NEAR = 0.85
"""The share of characters that titles have in common which differ by slips of the pen."""

LONG = 200
"""Titles that may be nearly the same are compared by so many characters: of more it would take too long."""

TOO_MANY = 50
"""What more than this many articles have in common tells none of them apart: it counts as not said."""

OPPOSITE: dict[str, Literal["previous", "next"]] = {"previous": "next", "next": "previous"}
"""The kind of link that answers a kind of link."""


class TitleFit(IntEnum):
    """How a link's title and an article's compare."""

    DIFFERENT = 0
    NEAR = 1
    CUT = 2
    SAME = 3


class Name(NamedTuple):
    """A folded title, and whether a trailing ``...`` was cut off it. An empty title fits none."""

    title: str
    cut: bool = False

    def fit(self, other: Name) -> TitleFit:
        """How this title fits the other; the same both ways round."""
        if not self.title or not other.title:
            return TitleFit.DIFFERENT
        if self.title == other.title:
            return TitleFit.SAME
        if self._starts(other) or other._starts(self):
            return (
                TitleFit.CUT if min(len(self.title), len(other.title)) >= CUT_LENGTH else TitleFit.DIFFERENT
            )
        return TitleFit.DIFFERENT

    def is_near(self, other: Name) -> bool:
        """Whether the two may be one title: cut off short, cut without a sign, or with a slip of the pen.

        Too little to go by alone: parts of a series are called nearly the same, so something else must tell.
        """
        if not self.title or not other.title:
            return False
        return self._starts(other) or other._starts(self) or _near(self.title, other.title)

    def _starts(self, other: Name) -> bool:
        return self.cut and other.title.startswith(self.title)


@lru_cache(maxsize=4096)  # of many links that say the same, each would be compared with the same articles
def _near(title: str, other: str) -> bool:
    """Whether one title holds the other, or they differ by slips and in no number."""
    title, other = title[:LONG], other[:LONG]
    shorter, longer = sorted((title, other), key=len)
    if len(shorter) < CUT_LENGTH:
        return False
    if longer.startswith(shorter):
        # Cut without a sign; lesson 1 is not the start of lesson 12.
        return len(shorter) == len(longer) or not (shorter[-1].isdigit() and longer[len(shorter)].isdigit())
    if 2 * len(shorter) < len(longer):
        return False
    if f" {shorter} " in f" {longer} ":
        return True
    if re.findall(r"\d+", title) != re.findall(r"\d+", other):
        return False
    matcher = SequenceMatcher(None, title, other, autojunk=False)
    return min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= NEAR and matcher.ratio() >= NEAR


class Claim(NamedTuple):
    """What a link says, folded, and of whom it is: its article's id and name (as far as that is known).

    ``rivals``: the names of other articles whose previous (or next) link says the same. ``written``: the
    title as the link writes it. ``pictures``: the image marks in the teaser.
    """

    article: int
    name: Name
    teaser: str = ""
    kind: str = "recommended"
    own: Name = Name("")
    rivals: tuple[Name, ...] = ()
    written: str = ""
    pictures: str = ""


class Candidate(NamedTuple):
    """What an article is compared by.

    ``heads``: what its body starts with; then, where it has a note, what it starts with note included.
    ``titled``: its title is its page's own. ``back``: the names that its previous and next links say, by
    kind. ``key`` and ``body`` stand for its content and for its body alone. ``written``: its title as it is
    shown. ``pictures``: the image marks that its body starts with.
    """

    article: int
    key: str
    body: str
    heads: tuple[str, ...]
    titled: bool
    name: Name
    back: tuple[tuple[str, Name], ...] = ()
    written: str = ""
    pictures: str = ""


class Evidence(NamedTuple):
    """What speaks for a candidate that fits, weightiest first: evidence compares as tuples do."""

    named_back: bool
    title: TitleFit
    titled: bool
    not_named_otherwise: bool


class Decision(NamedTuple):
    """The article a link means, or None; and those that fit equally well when that is why.

    ``sure``: an article without the link's very title would not do better, nor as well. ``too_many``: so
    many articles have its title, and nothing tells them apart, that they are not looked at.
    """

    target: int | None = None
    candidates: tuple[int, ...] = ()
    sure: bool = False
    too_many: bool = False


def teaser_fits(teaser: str, heads: tuple[str, ...]) -> bool:
    """Whether an article that starts like this may have the teaser; an empty teaser fits all."""
    return any(head.startswith(teaser) for head in heads)


def teaser_tells(teaser: str, heads: tuple[str, ...]) -> bool:
    """Whether a teaser is enough to find an article by: it fits, and is long enough or the whole body."""
    long_enough = len(teaser) >= TEASER_LENGTH or teaser in heads
    return bool(teaser) and long_enough and teaser_fits(teaser, heads)


def weigh(claim: Claim, candidate: Candidate) -> Evidence | None:
    """What speaks for a candidate, or None when it cannot be the article meant."""
    if candidate.article == claim.article or not teaser_fits(claim.teaser, candidate.heads):
        return None
    opposite = OPPOSITE.get(claim.kind)
    answers = [name for kind, name in candidate.back if kind == opposite] if opposite else []
    back = max((claim.own.fit(name) for name in answers), default=TitleFit.DIFFERENT)
    if not back and any(rival in answers for rival in claim.rivals):
        return None
    title = claim.name.fit(candidate.name)
    if not title:
        # Naming back a cut title tells too little.
        if back is not TitleFit.SAME and not teaser_tells(claim.teaser, candidate.heads):
            return None
        if claim.name.is_near(candidate.name):
            title = TitleFit.NEAR
        elif candidate.titled:
            return None
    named_otherwise = bool(answers and claim.own.title and not back)
    return Evidence(bool(back), title, candidate.titled, not named_otherwise)


def decide(claim: Claim, candidates: Iterable[Candidate]) -> Decision:
    """Which of the candidates a link means. The order they come in makes no difference."""
    weighed = [(evidence, c) for c in candidates if (evidence := weigh(claim, c)) is not None]
    if not weighed:
        return Decision()
    best = max(evidence for evidence, _ in weighed)
    sure = best.title is TitleFit.SAME and (best.named_back or claim.kind not in OPPOSITE)
    fitting = [c for evidence, c in weighed if evidence == best]
    if len(fitting) > 1:
        fitting.sort(key=lambda c: c.key)
        fitting = [c for c in fitting if c.pictures.startswith(claim.pictures)] or fitting
        spelling = fold(claim.written)
        fitting = [c for c in fitting if fold(c.written) == spelling] or fitting
    if len(fitting) == 1 or (fitting[0].body and len({c.body for c in fitting}) == 1):
        return Decision(fitting[0].article, sure=sure)
    return Decision(None, tuple(sorted(c.article for c in fitting)), sure)


def choose_title(named: Iterable[tuple[Name, str, int]]) -> tuple[Name, str] | None:
    """The title that an article without one takes from the links that name it: (folded, as written).

    ``named``: each title that links say, with how many articles' links say it. A whole title goes before a
    cut one, then the most common, then the smallest when folded; of its spellings the most common, then the
    smallest. None without links.
    """
    names: Counter[Name] = Counter()
    spellings: defaultdict[Name, Counter[str]] = defaultdict(Counter)
    for name, title, count in named:
        if name.title:
            names[name] += count
            spellings[name][title] += count
    if not names:
        return None
    best = min(names, key=lambda name: (name.cut, -names[name], name.title))
    return best, min(spellings[best], key=lambda title: (-spellings[best][title], title))
