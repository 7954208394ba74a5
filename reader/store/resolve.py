"""Which article a link means: the evidence and the decision. Pure; all the rules are here.

A link states a title, and usually also the first words (teaser) of the article it means. Three things count
for an article, and the first two also against it:

* its title is the link's, or one is the cut-off start of the other;
* its body starts with the link's teaser;
* if the link says "next", the article names the link's own article as "previous" (and the reverse).

An article fits if it is not the link's own, does not contradict the teaser, and has the link's title. It does
not fit if another article has the same "previous" or "next" link and it names that article back but not this
one. If the teaser or naming back is enough to identify the article, its title only has to be nearly
the link's, and an article without a title of its own needs none. It then takes the title of such a link (see
:func:`choose_title`), and links without a teaser can find it by that title. But if links with different
titles claim the same article by its first words, it gets none of them, unless it names one of the linking
articles back: many pages begin with the same phrase. A link whose title is not the one that such an article
has got stays unresolved, with the article as a candidate.

If several articles fit, the one with the most evidence is meant. Among equals, it is the one with the image
marks of the teaser, then the one whose title is spelled as in the link. If there is still more than one, the
link stays unresolved and they are its candidates, unless they have the same body: the same text twice is one
answer.

Before that, all texts are reduced to their words (:func:`reader.text.bare`), because punctuation and
the numbers of pictures change whenever an article is posted again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache
from typing import Literal, NamedTuple

from reader.text import fold

CUT_LENGTH = 10
"""A cut title with fewer characters is too short to match the start of another."""

TEASER_LENGTH = 24
"""A teaser with fewer characters finds no article on its own, unless it is the whole body."""

NEAR = 0.85
"""The share of characters that two titles must have in common to differ only by typing errors."""

LONG = 200
"""How many characters of titles are compared to see if they are nearly the same; more would take too long."""

TOO_MANY = 50
"""Evidence shared by more than this many articles does not tell them apart, so it does not count."""

OPPOSITE: dict[str, Literal["previous", "next"]] = {"previous": "next", "next": "previous"}
"""The kind of link that answers each kind."""


class TitleFit(IntEnum):
    """How a link's title and an article's compare."""

    DIFFERENT = 0
    NEAR = 1
    CUT = 2
    SAME = 3


class Name(NamedTuple):
    """A folded title, and whether it was cut off with ``...``. An empty title fits none."""

    title: str
    cut: bool = False

    def fit(self, other: Name) -> TitleFit:
        """How this title fits the other; the order of the two makes no difference."""
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
        """Whether the two may be the same title: cut very short, cut without an ellipsis, or with a typing
        error.

        This is not enough on its own, because the titles of a series are nearly the same.
        """
        if not self.title or not other.title:
            return False
        return self._starts(other) or other._starts(self) or _near(self.title, other.title)

    def _starts(self, other: Name) -> bool:
        return self.cut and other.title.startswith(self.title)


@lru_cache(maxsize=4096)  # without it, many links with the same text would each be compared again
def _near(title: str, other: str) -> bool:
    """Whether one title contains the other, or they differ by typing errors but not in a number."""
    title, other = title[:LONG], other[:LONG]
    shorter, longer = sorted((title, other), key=len)
    if len(shorter) < CUT_LENGTH:
        return False
    if longer.startswith(shorter):
        # Cut without an ellipsis. But lesson 1 is not the start of lesson 12.
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
    """What a link states, folded, and the article that contains it: its id and its name, if known.

    ``rivals``: the names of other articles whose previous (or next) link states the same. ``written``: the
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
    """The properties of an article that are compared.

    ``heads``: the beginning of its body; then, if it has a note, its beginning with the note. ``titled``:
    whether its page states its title. ``back``: the names that its previous and next links state, by kind.
    ``key`` and ``body`` identify its content and its body alone. ``written``: its title as shown.
    ``pictures``: the image marks at the start of its body.
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
    """The evidence for a candidate that fits, the most important first, so that it compares as tuples do."""

    named_back: bool
    title: TitleFit
    titled: bool
    not_named_otherwise: bool


class Decision(NamedTuple):
    """The article a link means, or None; and the articles that fit equally well, if that is the reason.

    ``sure``: no article without exactly the link's title could fit as well. ``too_many``: too many articles
    have its title and nothing tells them apart, so they were not looked at.
    """

    target: int | None = None
    candidates: tuple[int, ...] = ()
    sure: bool = False
    too_many: bool = False


def teaser_fits(teaser: str, heads: tuple[str, ...]) -> bool:
    """Whether the teaser can be that of an article with these beginnings; an empty teaser fits all."""
    return any(head.startswith(teaser) for head in heads)


def teaser_tells(teaser: str, heads: tuple[str, ...]) -> bool:
    """Whether a teaser is enough to find an article: it fits, and is long enough or the whole body."""
    long_enough = len(teaser) >= TEASER_LENGTH or teaser in heads
    return bool(teaser) and long_enough and teaser_fits(teaser, heads)


def weigh(claim: Claim, candidate: Candidate) -> Evidence | None:
    """The evidence for a candidate; None if it cannot be the article that is meant.

    If the title of the evidence is ``DIFFERENT``, the article has none of its own, nor that of the link.
    """
    if candidate.article == claim.article or not teaser_fits(claim.teaser, candidate.heads):
        return None
    opposite = OPPOSITE.get(claim.kind)
    answers = [name for kind, name in candidate.back if kind == opposite] if opposite else []
    back = max((claim.own.fit(name) for name in answers), default=TitleFit.DIFFERENT)
    if not back and any(rival in answers for rival in claim.rivals):
        return None
    title = claim.name.fit(candidate.name)
    if not title:
        # Naming back by a cut title is not enough.
        if back is not TitleFit.SAME and not teaser_tells(claim.teaser, candidate.heads):
            return None
        if claim.name.is_near(candidate.name):
            title = TitleFit.NEAR
        elif candidate.titled:
            return None
    named_otherwise = bool(answers and claim.own.title and not back)
    return Evidence(
        named_back=bool(back), title=title, titled=candidate.titled, not_named_otherwise=not named_otherwise
    )


def decide(claim: Claim, candidates: Iterable[Candidate], *, given: bool) -> Decision:
    """Which of the candidates a link means. Their order makes no difference.

    ``given``: whether articles without a title of their own have got those that links give them. Without it,
    the question is which article a link gives its title to.
    """
    weighed = [(evidence, c) for c in candidates if (evidence := weigh(claim, c)) is not None]
    if given and claim.name.title:
        # Those that got no title, or another one, are claimed by other titles, too.
        disputed = [c.article for evidence, c in weighed if not (evidence.title or evidence.named_back)]
        weighed = [(evidence, c) for evidence, c in weighed if evidence.title or evidence.named_back]
        if disputed and not weighed:
            return Decision(None, tuple(sorted(disputed)))
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


class Naming(NamedTuple):
    """A title that links give an article without one.

    Attributes:
        name: the title, folded.
        title: the title as it is written.
        articles: how many articles have such a link.
        quoted: whether the link quotes the first words of the article.
        answered: whether the article names the linking one back.
    """

    name: Name
    title: str
    articles: int = 1
    quoted: bool = True
    answered: bool = False


def choose_title(named: Iterable[Naming]) -> tuple[Name, str] | None:
    """The title that an article without one takes from the links that name it: (folded, as written).

    If those that quote its first words give it different titles, only articles that it names back count. A
    whole title is preferred to a cut one, then the most common, then the first in order when folded. Among
    its spellings, the most common is preferred, then the first in order. Returns None without links, and if
    it remains unclear which title is meant.
    """
    naming = [each for each in named if each.name.title]
    if not _agree([each for each in naming if each.quoted]):
        naming = [each for each in naming if each.answered]
        if not _agree(naming):
            return None
    if not naming:
        return None
    _, best = _best(naming)
    spellings: Counter[str] = Counter()
    for each in naming:
        if each.name == best:
            spellings[each.title] += each.articles
    return best, min(spellings, key=lambda title: (-spellings[title], title))


def _agree(naming: list[Naming]) -> bool:
    """Whether all titles may be the same one."""
    if not naming:
        return True
    names, best = _best(naming)
    return all(best.fit(name) or best.is_near(name) for name in names)


def _best(naming: list[Naming]) -> tuple[Counter[Name], Name]:
    """How often each title is given, and the one that is taken."""
    names: Counter[Name] = Counter()
    for each in naming:
        names[each.name] += each.articles
    return names, min(names, key=lambda name: (name.cut, -names[name], name.title))
