"""Anchors: a passage or a place in an article, found again by its words after the article has changed.

An anchor is what the W3C Web Annotation Data Model calls a *TextQuoteSelector* (the exact words, with some of
the text before and after them), together with a position. It is found again in the order that Hypothesis
calls *fuzzy anchoring*: first at its old position, then by its words and all the text around them, then by
whatever is left of them. The methods below are our own. Texts are compared without white space; see
:mod:`reader.squeezed`.

**A passage** (a highlight) must never be found in the wrong place; losing it is better. An anchor records how
many characters on each side of its edges are needed to occur only once in the text. Such a piece of text is a
proof of that edge. The same words elsewhere are accepted only together with a proof. If the words have
changed, both edges need a proof that also occurs only once in the new text, and most of the words must be
between them.

**A place** (where someone stopped reading) is always found. The text around it is cut into short pieces. Each
occurrence of a piece gives a candidate, and the candidate with the most pieces near it wins. The words just
after the place count most; with a proof, they are enough. If there is no candidate, the place keeps its share
of the text. All functions are pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from reader.model import Block, Position, Span
from reader.squeezed import Squeezed, squeezed

_CONTEXT = 32
"""The fewest characters kept on each side of a passage. Hypothesis keeps the same number."""
_PROOFS = (20, 32, 48, 64, 96, 128, 192, 256)
"""How long a proof may be. Shorter pieces turn up again by chance."""
_EDGE = 64
"""The longest proof for an edge of changed words. A longer one is a sign of text that repeats."""
_BESIDE = 3  # a common word needs that many characters on the side that does not prove it
_RUN = 10
"""Words that recur together with this many characters around them are in a repeated stretch of text."""
_AROUND = (80, 160, 320)
"""Characters kept before a place: the fewest that make it unique. Twice as many are kept after it."""
_NEAR = 4000
_PIECE = 20
_SHORTEST = 4
"""The shortest piece that is used if there is not enough text around a place for a whole one."""
_SLACK = 64
"""How far a piece may have moved relative to its neighbours, in characters."""
_LEFT = 0.6
"""The share of a changed passage, roughly of its words, that must be left."""

How = Literal["exact", "moved", "changed", "near"]
"""How something was found: where it was (``exact``); elsewhere, with the same words (``moved``); with words
that have changed a little (``changed``); or, for a place with nothing left around it, somewhere near
(``near``)."""


class Anchor(NamedTuple):
    """A passage (``quote`` holds its words) or a place (an empty quote) in an article.

    Attributes:
        block, char: the position where it starts; the block is negative if only the words are known.
        quote: the words of a passage; a line break separates blocks.
        before, after: the text on both sides.
        share: how much of the text is before it, from 0.0 to 1.0.
        proofs: how many characters are a proof just before the passage, at its start, at its end, and just
            after it; 0 if no number is enough. A place has only the last one.
        repeated: whether the passage is part of a longer stretch that the text repeats (a refrain).
    """

    block: int = -1
    char: int = 0
    quote: str = ""
    before: str = ""
    after: str = ""
    share: float = 0.0
    proofs: tuple[int, int, int, int] = (0, 0, 0, 0)
    repeated: bool = False

    @property
    def position(self) -> Position:
        """Where it starts in the text that it was made for."""
        return Position(self.block, self.char)


class FoundPassage(NamedTuple):
    """Where an anchor is now, and how it was found. ``end`` is the position after the last character."""

    start: Position
    end: Position
    how: How


def make(blocks: Sequence[Block], start: Position, end: Position | None = None) -> Anchor:
    """The anchor of a passage, or of a place if there is no ``end``.

    For many anchors of one article, make one :class:`AnchorText` and use its methods. For a single place,
    only the pages around it are looked at, which is quick even in the longest article.
    """
    if end is not None or not 0 <= start.block < len(blocks):
        return AnchorText(blocks).make(start, end)
    cut = max(0, start.char - _NEAR)
    own = blocks[start.block].plain[cut : max(0, start.char) + _NEAR]
    above = _few(blocks[index].plain[-_NEAR:] for index in range(start.block - 1, -1, -1))
    below = _few(blocks[index].plain[:_NEAR] for index in range(start.block + 1, len(blocks)))
    near = [Block("paragraph", (Span(plain),)) for plain in (*reversed(above), own, *below)]
    anchor = AnchorText(near).make(Position(len(above), start.char - cut))
    return anchor._replace(block=start.block, char=start.char, share=start.block / len(blocks))


def _few(plains: Iterable[str]) -> list[str]:
    """The first of some texts, enough for a few pages."""
    few: list[str] = []
    size = 0
    for plain in plains:
        few.append(plain)
        size += len(plain)
        if size >= _NEAR:
            break
    return few


def find(blocks: Sequence[Block], anchor: Anchor) -> FoundPassage | None:
    """Where an anchor is in these blocks; None for a passage whose words are gone, but never for a place."""
    return AnchorText(blocks).find(anchor)


def follow(old: Sequence[Block], new: Sequence[Block], position: Position) -> Position:
    """The place in the new text of an article that corresponds to a position in its old text."""
    return position if old == new else AnchorText(new).place(AnchorText(old).make(position))


def follow_words(old: Sequence[Block], new: Sequence[Block], position: Position) -> Position | None:
    """The same, but None if the words at the position are gone."""
    return position if old == new else AnchorText(new).words(AnchorText(old).make(position))


class AnchorText:
    """The text of an article, in which many anchors can be made and found."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._text = Squeezed(blocks)
        self._shift = 0  # by how many blocks the last anchor has moved: its neighbours have moved, too

    # --- making anchors -----------------------------------------------------------------------------

    def make(self, start: Position, end: Position | None = None) -> Anchor:
        """The anchor of a passage, or of a place if there is no ``end`` (or no text before it)."""
        first = self._text.offset(start)
        last = first if end is None else self._text.offset(end)
        share = first / len(self._text.text) if self._text.text else 0.0
        place = Anchor(start.block, start.char, share=share)
        if last <= first:
            right = self._proof(len(self._text.text) - first, lambda k: (first, first + k))
            before, after = self._around(first, right)
            return place._replace(before=before, after=after, proofs=(0, 0, 0, right))
        proofs = (
            self._proof(first, lambda k: (first - k, first), _CONTEXT),
            self._proof(last - first, lambda k: (first, first + k)),
            self._proof(last - first, lambda k: (last - k, last)),
            self._proof(len(self._text.text) - last, lambda k: (last, last + k), _CONTEXT),
        )
        before = self._text.raw(first - (max(proofs[0], _CONTEXT) if proofs[0] else 2 * _CONTEXT), first)
        after = self._text.raw(last, last + (max(proofs[3], _CONTEXT) if proofs[3] else 2 * _CONTEXT))
        quote = self._text.raw(first, last)
        repeated = not any(proofs[1:3]) and self._is_repeated(first, last)
        return place._replace(quote=quote, before=before, after=after, proofs=proofs, repeated=repeated)

    def _is_repeated(self, start: int, end: int) -> bool:
        """Whether a passage, with some of the text around it if it is short, occurs elsewhere."""
        low, high = max(0, start - _RUN), end + _RUN
        longer = [(low, end), (max(0, start - _RUN // 2), end + _RUN // 2), (start, high)]
        if end - start >= 2 * _RUN:
            longer.append((start, end))
        return not all(self._text.is_unique(self._text.text[one:other]) for one, other in longer)

    def _around(self, at: int, proof: int) -> tuple[str, str]:
        for size in _AROUND:
            low, high = max(0, at - size), at + 2 * size
            if self._text.is_unique(self._text.text[low:high]):
                break
        return self._text.raw(low, at), self._text.raw(at, max(high, at + proof))

    def _proof(self, most: int, piece: Callable[[int], tuple[int, int]], least: int = 0) -> int:
        """How many characters of a piece that grows to ``most`` make it unique; 0 if nothing does."""
        for size in (proof for proof in _PROOFS if least <= proof <= most):
            start, end = piece(size)
            if self._text.is_unique(self._text.text[start:end]):
                return size
        return 0

    # --- finding them -------------------------------------------------------------------------------

    def find(self, anchor: Anchor, *, first: bool = False) -> FoundPassage | None:
        """Where an anchor is; None for a lost passage; ``first`` decides between equal places."""
        if not (quote := squeezed(anchor.quote)):
            at, how = self._place(anchor)
            return FoundPassage(at, at, how)
        found = self._passage(anchor, quote)
        if found is None and first and (ends := self._text.first_words(anchor.quote, _PIECE)):
            found = (*ends, "moved")
        if found is None:
            return None
        start, end, how = found
        last = self._text.position(end - 1)
        return FoundPassage(self._text.position(start), Position(last.block, last.char + 1), how)

    def place(self, anchor: Anchor) -> Position:
        """Where a place is now, or the start of a passage; there is always an answer."""
        found = self.find(anchor) or self.find(anchor._replace(quote="", after=anchor.quote + anchor.after))
        assert found is not None
        return found.start

    def words(self, anchor: Anchor) -> Position | None:
        """Where a place is now, if the words after it are still there."""
        found = self.find(anchor)
        return found.start if found is not None and found.how in ("exact", "moved") else None

    def _at_once(self, anchor: Anchor, before: str, whole: str) -> int | None:
        """Where an anchor is if its block has not changed, or has moved as far as the anchor found last."""
        for shift in (0, self._shift):
            at = self._text.offset(Position(anchor.block + shift, anchor.char))
            known = whole and anchor.block >= 0 <= anchor.block + shift and at >= len(before)
            if known and self._text.text.startswith(whole, at - len(before)):
                self._shift = shift
                return at
        return None

    # --- passages -----------------------------------------------------------------------------------

    def _passage(self, anchor: Anchor, quote: str) -> tuple[int, int, How] | None:
        before, after = squeezed(anchor.before), squeezed(anchor.after)
        if not before and not after:
            return self._quote_alone(anchor, quote)
        was = self._text.offset(anchor.position) if anchor.block >= 0 else 0
        whole = f"{before}{quote}{after}"
        start = self._at_once(anchor, before, whole)
        if start is None:
            start = self._same_words(anchor, before, quote, after, was)
        if start is not None:
            self._shift = self._text.position(start).block - anchor.block
            return start, start + len(quote), "exact" if start == was else "moved"
        changed = None if anchor.repeated else self._changed_words(anchor.proofs, before, quote, after)
        return None if changed is None else (*changed, "changed")

    def _quote_alone(self, anchor: Anchor, quote: str) -> tuple[int, int, How] | None:
        """A quote without text around it, as other programs store them: only found if it occurs once."""
        was = self._text.offset(anchor.position) if anchor.block >= 0 else -1
        if was >= 0 and self._text.text.startswith(quote, was):
            return was, was + len(quote), "exact"
        ends = [(at, at + len(quote)) for at in self._text.occurrences(quote)]
        # Without white space, the end of one word and the beginning of the next could look like a third word.
        words = anchor.quote.split()
        found = [end for end in ends if self._text.raw(*end).split() == words] or ends
        sure = len(found) == 1 and (len(quote) >= _PIECE or found is not ends)
        return (*found[0], "moved") if sure else None

    def _same_words(self, anchor: Anchor, before: str, quote: str, after: str, was: int) -> int | None:
        """The offset of exactly the same words, with a proof that they are not just similar ones."""
        left, head, tail, right = anchor.proofs
        near, following = before[-left:] if left else before, after[:right] if right else after
        found = {at + len(near) for at in self._text.occurrences(near + quote)}
        found.update(self._text.occurrences(quote + following))
        if head or tail:
            found.update(self._text.occurrences(quote))
        ranked: list[tuple[int, int, int]] = []
        for at in found:
            behind = _common_end(before, self._text.text, at)
            ahead = _common_start(after, self._text.text, at + len(quote))
            sides = bool(left and behind >= left), bool(right and ahead >= right)
            # One side is not enough in a refrain, for if the text between was cut, it belongs to another one;
            # nor for a common word with which another sentence begins, too.
            apart = behind < min(_BESIDE, len(before)) or ahead < min(_BESIDE, len(after))
            proven = head or tail or (all(sides) if anchor.repeated or apart else any(sides))
            whole = behind + ahead == len(before) + len(after)
            cut = self._text.cuts_word(at) and not behind, self._text.cuts_word(at + len(quote)) and not ahead
            if whole or (proven and not any(cut)):
                ranked.append((behind + ahead, abs(at - was), at))
        if not ranked:
            return None
        most = max(ranked)[0]
        alike = sorted(one[1:] for one in ranked if most - one[0] < _PIECE // 2)
        # If several have the same surroundings, only one that has hardly moved is certain.
        if len(alike) > 1 and (anchor.block < 0 or 4 * alike[0][0] >= alike[1][0]):
            return None
        return alike[0][1]

    def _changed_words(
        self, proofs: tuple[int, int, int, int], before: str, quote: str, after: str
    ) -> tuple[int, int] | None:
        """Where changed words start and end, between two edges that are certain."""
        left, head, tail, right = (proof if proof <= _EDGE else 0 for proof in proofs)
        starts = [self._only(quote[:head], 0), self._only(before[-left:] if left else "", left)]
        ends = [self._only(quote[-tail:] if tail else "", tail), self._only(after[:right], 0)]
        for start in starts:
            for end in ends:
                if start is None or end is None or not start < end <= start + 3 * len(quote) // 2 + _PIECE:
                    continue
                if _left_of(quote, self._text.text[start:end]) >= _LEFT:
                    return start, end
        return None

    def _only(self, piece: str, end: int) -> int | None:
        """The only offset where a piece occurs, plus ``end``; None if it occurs more than once, or never."""
        found = self._text.occurrences(piece, 2) if piece else []
        return found[0] + end if len(found) == 1 else None

    # --- places -------------------------------------------------------------------------------------

    def _place(self, anchor: Anchor) -> tuple[Position, How]:
        if anchor.block < 0:
            return anchor.position, "exact"
        before, after = squeezed(anchor.before), squeezed(anchor.after)
        was = self._text.offset(anchor.position)
        whole = before + after
        at = self._at_once(anchor, before, whole)
        if at == was:
            return self._as_it_was(anchor, at), "exact"
        expected = round(anchor.share * len(self._text.text))
        if at is None and (found := self._text.occurrences(whole) if whole else []):
            at = min(found, key=lambda one: abs(one + len(before) - expected)) + len(before)
        if at is not None:
            moved = self._as_it_was(anchor, at)
            self._shift = moved.block - anchor.block
            return moved, "moved"
        nearest = self._nearest(anchor, before, after)
        if nearest is not None:
            proof = after[: anchor.proofs[3]]
            same = proof and self._text.text.startswith(proof, nearest)
            return self._as_it_was(anchor, nearest), "moved" if same else "changed"
        at = min(expected, max(0, len(self._text.text) - 1))
        return Position(self._text.position(at).block, 0), "near"

    def _nearest(self, anchor: Anchor, before: str, after: str) -> int | None:
        """The offset with the most of the text that was around a place; None if nothing is left."""
        pieces = _pieces(before, after)
        proof = anchor.proofs[3]
        candidates = dict.fromkeys(self._text.occurrences(after[:proof]) if proof else (), 0)
        for offset, piece in () if candidates else pieces:
            for at in self._text.occurrences(piece):
                # Each candidate remembers the piece that implies it, the one nearest to the place.
                known = candidates.get(at - offset)
                candidates[at - offset] = offset if known is None else min(known, offset, key=_distance)
        expected = anchor.share * len(self._text.text)

        def worth(at: int) -> tuple[float, int, float]:
            near = sum(_weight(offset) * self._closeness(at + offset, piece) for offset, piece in pieces)
            return near, -_distance(candidates[at]), -abs(at - expected)

        if not candidates:
            return None
        best = max(candidates, key=worth)
        found = min(max(0, best), len(self._text.text))
        if anchor.char <= 0 and candidates[best] > 0:
            # The first words have changed, perhaps in length, too. The place is still the start of a block.
            start = self._text.nearest_start(found)
            found = start if abs(start - found) <= _SLACK else found
        return found

    def _closeness(self, at: int, piece: str) -> float:
        """1.0 if a piece is exactly at an offset, less if it is near it, and 0.0 if it is neither."""
        if self._text.text.startswith(piece, max(0, at)):
            return 1.0
        near = self._text.text[max(0, at - _SLACK) : max(0, at + len(piece) + _SLACK)]
        return 0.5 if piece in near else 0.0

    def _as_it_was(self, anchor: Anchor, at: int) -> Position:
        """The position of an offset. If the anchor's own position still has this offset, it is kept.

        At the start of a block, it stays on the same blank line above the block.
        """
        if self._text.holds(anchor.position) and self._text.offset(anchor.position) == at:
            return anchor.position
        found = self._text.position(at)
        return Position(found.block, anchor.char) if anchor.char < 0 and found.char == 0 else found


def _pieces(before: str, after: str) -> list[tuple[int, str]]:
    """The surroundings of a place in pieces, each with its offset from it; those after it come first."""
    ahead = [(at, after[at : at + _PIECE]) for at in range(0, len(after), _PIECE)]
    behind = [
        (at - len(before), before[at : at + _PIECE])
        for at in range(len(before) % _PIECE, len(before), _PIECE)
    ]
    whole = [one for one in (*ahead, *reversed(behind)) if len(one[1]) == _PIECE]
    return whole or [one for one in (*ahead, *behind) if len(one[1]) >= _SHORTEST]


def _weight(offset: int) -> float:
    """How much a piece counts: half of the next nearer one, and less before the place than after it."""
    return (1.0 if offset >= 0 else 0.4) / 2.0 ** (_distance(offset) // _PIECE)


def _distance(offset: int) -> int:
    # The piece that ends at the place is as near as the one that starts there.
    return offset if offset >= 0 else -offset - _PIECE + 1


def _common_end(one: str, text: str, at: int) -> int:
    """How many characters at the end of ``one`` the text has before an offset."""
    size = 0
    while size < min(len(one), at) and one[-1 - size] == text[at - 1 - size]:
        size += 1
    return size


def _common_start(one: str, text: str, at: int) -> int:
    """How many characters at the start of ``one`` the text has at an offset."""
    size = 0
    while size < min(len(one), len(text) - at) and one[size] == text[at + size]:
        size += 1
    return size


def _left_of(quote: str, now: str) -> float:
    """The share of short runs of letters that a quote and the text in its place now have in common."""
    # Any two long texts have most pairs of letters in common, and a short one has few longer runs.
    size = 3 if len(quote) < 2 * _PIECE else 5
    runs, others = (
        Counter(text[at : at + size] for at in range(max(1, len(text) - size + 1))) for text in (quote, now)
    )
    return sum((runs & others).values()) / max(runs.total(), others.total())
