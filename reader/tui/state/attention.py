"""How long the open article is in front of the person, and how much of it they pass. Pure.

What follows after some time without a key does not count, nor do words that were passed faster than anyone
reads: a jump to the end is no reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reader.reading_days import ReadingTime

IDLE = 180.0
"""Seconds without a key after which nobody is taken to be reading."""

FASTEST = 1000 / 60
"""Words a second that are counted at most."""

_READ = 0.5
"""The least share of the words up to the end that must have counted for an article to count as read."""


@dataclass(frozen=True, slots=True)
class Attention:
    """What is read of the open article, and what has not been kept yet. Times are seconds of any clock.

    Attributes:
        article: the open article; 0 if none is.
        length: how many words it has.
        begin: the share of it at which reading began.
        furthest: the share of it that was reached since.
        seconds: how long it has been in front since it was opened.
        words: how many words of it have been counted since.
        ended: whether the person came to its end.
        finished: whether that has been counted.
        at: the time up to which all this holds.
        acted: the time of the last key.
        owed: what has not been kept yet, also of articles that were open before.
    """

    article: int = 0
    length: int = 0
    begin: float = 0.0
    furthest: float = 0.0
    seconds: float = 0.0
    words: int = 0
    ended: bool = False
    finished: bool = False
    at: float = 0.0
    acted: float = 0.0
    owed: tuple[ReadingTime, ...] = ()

    def opens(self, article: int, length: int, begin: float, now: float) -> Attention:
        """Another article is open, at a share of it; 0 for none."""
        return Attention(
            article=article, length=length, begin=begin, furthest=begin, at=now, acted=now, owed=self.owed
        )

    def acts(self, now: float, share: float, *, front: bool) -> Attention:
        """A key comes. ``front``: whether the article was in front up to it; it was read up to a share."""
        return replace(self.passes(now, share, front=front), acted=now)

    def ends(self) -> Attention:
        """The person has come to the end of the open article."""
        return replace(self, ended=True)

    def passes(self, now: float, share: float, *, front: bool) -> Attention:
        """Time passes; see :meth:`acts`."""
        if not self.article:
            return self
        gained = max(0.0, min(now, self.acted + IDLE) - self.at) if front else 0.0
        seconds = self.seconds + gained
        furthest = max(self.furthest, share)
        passed = self.length * (furthest - self.begin)
        words = max(self.words, int(min(passed, seconds * FASTEST)))
        left = self.length * (1.0 - self.begin)
        finished = self.finished or (self.ended and seconds > 0 and words >= int(_READ * left))
        more = ReadingTime(self.article, gained, words - self.words, finished and not self.finished)
        return replace(
            self,
            furthest=furthest,
            seconds=seconds,
            words=words,
            finished=finished,
            at=max(now, self.at),
            owed=_with(self.owed, more),
        )

    def keeps(self, times: Iterable[ReadingTime]) -> Attention:
        """These amounts have been kept."""
        owed = self.owed
        for one in times:
            owed = _with(owed, ReadingTime(one.article, -one.seconds, -one.words), kept=one.finished)
        return replace(self, owed=owed)

    @property
    def owes(self) -> float:
        """How many seconds have not been kept."""
        return sum(one.seconds for one in self.owed)


def _with(owed: tuple[ReadingTime, ...], more: ReadingTime, *, kept: bool = False) -> tuple[ReadingTime, ...]:
    """Amounts with one more, each article once; without those that are nothing."""
    before = next((one for one in owed if one.article == more.article), ReadingTime(more.article))
    now = ReadingTime(
        more.article,
        max(0.0, before.seconds + more.seconds),
        max(0, before.words + more.words),
        (before.finished or more.finished) and not kept,
    )
    others = tuple(one for one in owed if one.article != more.article)
    return (*others, now) if now.seconds > 1e-6 or now.words or now.finished else others
