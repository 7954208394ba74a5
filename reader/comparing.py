"""What is new in a text and what is gone: two texts compared by paragraphs and words. Pure.

Blocks are aligned by what they say (:mod:`difflib`). Where some were replaced by others, those with enough
words in common count as one block that has changed, and its words are compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, NamedTuple

from reader.blocks import Position
from reader.model import Article

ChangeKind = Literal["added", "removed", "changed"]

RunKind = Literal["same", "added", "removed"]

_ALIKE = 0.4
"""The least share of words that two blocks have in common if one is the other with changes."""

_MOST_PAIRS = 4000
"""So many pairs of blocks are compared by their words to find which belong together."""

_MANY_BLOCKS = 500
"""In longer texts, blocks that say the same as many others are no help in aligning the rest."""

_MANY_WORDS, _MOST_WORDS = 2000, 40_000
"""In longer blocks, common words are no help; in still longer ones, words are not compared at all."""

_UNSPACED = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
"""Letters that are words of their own here: those of scripts without spaces."""

_TOKEN = re.compile(rf"[{_UNSPACED}]\s*|[^\W{_UNSPACED}]+\s*|[^\w\s]\s*|_\s*|\s+")
_AS_WRITTEN = ("code", "verse", "table")


class ComparedRun(NamedTuple):
    """Some text in a row that is the same in both texts, only in the new one, or only in the old one."""

    kind: RunKind
    text: str


@dataclass(frozen=True, slots=True)
class BlockChange:
    """A block that is new, gone, or says something else.

    Attributes:
        kind: which of these.
        before: its number in the old text; None if it is new. -1 is the title with the note.
        after: its number in the new text; None if it is gone.
        at: where it begins in the new text; for one that is gone, where it would begin.
        runs: its words, in order. Those of the new text together are the new block, as it is.
    """

    kind: ChangeKind
    before: int | None
    after: int | None
    at: Position
    runs: tuple[ComparedRun, ...]

    @property
    def old(self) -> str:
        """What the old text says, with the white space of the new one where both say the same."""
        return "".join(run.text for run in self.runs if run.kind != "added")

    @property
    def new(self) -> str:
        """What the new text says."""
        return "".join(run.text for run in self.runs if run.kind != "removed")

    @property
    def spaced(self) -> tuple[ComparedRun, ...]:
        """Its words as a person is shown them: with a space between old ones and the new ones after them."""
        found = list(self.runs)
        for number, (run, following) in enumerate(pairwise(self.runs)):
            if run.kind == "removed" and following.kind == "added" and not run.text[-1:].isspace():
                found[number] = ComparedRun("removed", f"{run.text} ")
        return tuple(found)

    @property
    def spans(self) -> tuple[tuple[int, int, int], ...]:
        """Where its new words are: (block, start, end) in characters of the block in the new text."""
        found, at = [], self.at.char
        for run in self.runs:
            if run.kind == "removed":
                continue
            end = at + len(run.text.rstrip())
            start = at + len(run.text) - len(run.text.lstrip())
            if run.kind == "added" and start < end:
                found.append((self.at.block, start, end))
            at += len(run.text)
        return tuple(found)


class _Entry(NamedTuple):
    """Something that is compared as a whole: the title, the note, a block; with its place and its key."""

    block: int
    char: int
    text: str
    key: str


def compare(old: Article, new: Article) -> tuple[BlockChange, ...]:
    """What has changed from one text to another, in the order of the new one.

    Titles that a page does not state are not compared, nor is what is not text: layout, links, pictures.
    """
    before, after = _entries(old), _entries(new)
    end = _Entry(len(new.blocks), 0, "", "")
    found: list[BlockChange] = []
    for i, j, k, m in _replaced([one.key for one in before], [one.key for one in after]):
        here = after[k:m]
        following = [*here, after[m] if m < len(after) else end]
        for one, number, other in _paired(before[i:j], here):
            if one is None:
                found.append(_added(here[number]))
            elif not other:
                found.append(_gone(one, following[number]))
            else:
                found.append(_changed(one, here[number]))
    return tuple(found)


def _entries(article: Article) -> list[_Entry]:
    found = []
    if article.title_from == "page":
        found.append(_Entry(-1, 0, article.title, _key(article.title)))
    if article.note:
        found.append(_Entry(-1, len(article.title) + 1, article.note, _key(article.note)))
    for number, block in enumerate(article.blocks):
        text = block.plain
        if text.strip():
            key = text if block.kind in _AS_WRITTEN else _key(text)
            found.append(_Entry(number, 0, text, key))
    return found


def _key(text: str) -> str:
    return " ".join(text.split())


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches that differ: from and to in the old one, from and to in the new one."""
    first, least = 0, min(len(old), len(new))
    while first < least and old[first] == new[first]:
        first += 1
    last = 0
    while last < least - first and old[-1 - last] == new[-1 - last]:
        last += 1
    # What both begin and end with takes no time, and most changes are small.
    a, b = old[first : len(old) - last], new[first : len(new) - last]
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=len(b) > _MANY_BLOCKS).get_opcodes():
        if tag != "equal":
            yield first + i, first + j, first + k, first + m


# --- which blocks belong together -----------------------------------------------------------------------


def _paired(old: Sequence[_Entry], new: Sequence[_Entry]) -> Iterator[tuple[_Entry | None, int, bool]]:
    """The entries of two stretches in order.

    Gives an old one, or None; the number of the new one beside it, or after it; whether they belong together.
    """
    i = j = 0
    for one, other in [*_alike(old, new), (len(old), len(new))]:
        yield from ((entry, j, False) for entry in old[i:one])
        yield from ((None, number, False) for number in range(j, other))
        if one < len(old):
            yield old[one], other, True
        i, j = one + 1, other + 1


def _alike(old: Sequence[_Entry], new: Sequence[_Entry]) -> list[tuple[int, int]]:
    """The pairs, in order, that have the most words in common in all; by dynamic programming."""
    if not old or not new or len(old) * len(new) > _MOST_PAIRS:
        return []
    words = [[Counter(_words(entry.text)) for entry in side] for side in (old, new)]
    # best[i][j]: the most that the entries from i and j on have in common.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    shares = [[0.0] * len(new) for _ in old]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            share = _share(words[0][i], words[1][j])
            shares[i][j] = share if share >= _ALIKE else 0.0
            together = shares[i][j] + best[i + 1][j + 1] if shares[i][j] else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if shares[i][j] and best[i][j] == shares[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _words(text: str) -> list[str]:
    return [token.strip().casefold() for token in _TOKEN.findall(text[:_MOST_WORDS])]


def _share(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


# --- blocks ---------------------------------------------------------------------------------------------


def _added(new: _Entry) -> BlockChange:
    return BlockChange(
        "added", None, new.block, Position(new.block, new.char), (ComparedRun("added", new.text),)
    )


def _gone(old: _Entry, following: _Entry) -> BlockChange:
    at = Position(following.block, following.char)
    return BlockChange("removed", old.block, None, at, (ComparedRun("removed", old.text),))


def _changed(old: _Entry, new: _Entry) -> BlockChange:
    at = Position(new.block, new.char)
    return BlockChange("changed", old.block, new.block, at, tuple(_runs(old.text, new.text)))


def _runs(old: str, new: str) -> list[ComparedRun]:
    """The words of two texts: where both have the same, as the new one writes it."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(a), len(b)) > _MOST_WORDS:
        return [ComparedRun("removed", old), ComparedRun("added", new)]
    keys = [[token.strip() for token in side] for side in (a, b)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=len(b) > _MANY_WORDS)
    runs: list[ComparedRun] = []
    gone = added = space = ""
    for tag, i, j, k, m in matcher.get_opcodes():
        kept, text = "".join(a[i:j]), "".join(b[k:m])
        # A sign alone between two changes belongs to them.
        if tag != "equal" or ((gone or added) and not any(char.isalnum() for char in text)):
            gone += (space if kept and not gone else "") + kept
            added += text
            continue
        runs += [*_both(gone, added), ComparedRun("same", text)]
        gone = added = ""
        # The new text may end here; in the old one a space may follow.
        space = kept[len(kept.rstrip()) :] if text == text.rstrip() else ""
    return _joined([*runs, *_both(gone, added)])


def _joined(runs: Sequence[ComparedRun]) -> list[ComparedRun]:
    """Runs of one kind that follow each other as one."""
    found: list[ComparedRun] = []
    for run in runs:
        if found and found[-1].kind == run.kind:
            found[-1] = ComparedRun(run.kind, found[-1].text + run.text)
        else:
            found.append(run)
    return found


def _both(gone: str, added: str) -> list[ComparedRun]:
    """What is gone and what is new at one place, less the white space and signs that both end with."""
    end = 0
    while end < min(len(gone), len(added)) and gone[-1 - end] == added[-1 - end]:
        if gone[-1 - end].isalnum():
            break
        end += 1
    found = [
        ComparedRun("removed", gone[: len(gone) - end]),
        ComparedRun("added", added[: len(added) - end]),
        ComparedRun("same", added[len(added) - end :]),
    ]
    return [run for run in found if run.text]
