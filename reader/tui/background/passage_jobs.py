"""Questions about the highlights of all articles, and changes to them. See also ``jobs.py``."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.reviews import NO_REVIEW, REVIEWED_A_DAY
from reader.tui.background import jobs

if TYPE_CHECKING:
    from reader.facts import Passage
    from reader.guessing import Guess
    from reader.library.protocol import Library
    from reader.library.view import PassageResult


def passages(library: Library, query: str = "") -> PassageResult:
    """All highlights, or those that a query finds."""
    return library.passages(query)


def review(library: Library) -> list[Passage]:
    """The highlights of today's review."""
    return library.review(REVIEWED_A_DAY, time.time())


def reviewed(library: Library, passage: Passage) -> None:
    """Notes that a highlight was seen in a review."""
    library.reviewed([passage], time.time())


def refresh(library: Library, passages: Sequence[Passage]) -> list[Passage]:
    """The same highlights with their colours, notes and tags of now, without those that are gone."""
    now: dict[tuple[int, str, str], Passage] = {_key(one): one for one in library.passages().found}
    return [now[_key(one)] for one in passages if _key(one) in now]


def _key(passage: Passage) -> tuple[int, str, str]:
    return passage.article, passage.stored.highlight.quote, passage.stored.anchor


def keep_away(library: Library, passage: Passage) -> jobs.Changed:
    """Reviews never bring a highlight back; if that was so already, they may do so again."""
    from reader import highlighting

    away = NO_REVIEW in passage.stored.highlight.tags
    return jobs.apply(library, highlighting.reviewing(passage.article, passage.stored, on=away))


def guess(library: Library, passage: Passage) -> Guess | None:
    """Where the words of a lost highlight may be now; None if nothing resembles them."""
    from reader.guessing import best_guess

    return best_guess(library.get(passage.article).blocks, passage.stored.highlight.quote)


def accept(library: Library, passage: Passage, guess: Guess) -> jobs.Changed:
    """Puts a highlight where a guess says, unless the article has changed since: then nothing changes."""
    from reader import highlighting
    from reader.guessing import best_guess

    blocks = library.get(passage.article).blocks
    now = best_guess(blocks, passage.stored.highlight.quote)
    if now != guess:
        return jobs.apply(library, highlighting.edited(passage.article, passage.stored))
    change = highlighting.moved(passage.article, blocks, passage.stored, guess.start, guess.end)
    return jobs.apply(library, change)
