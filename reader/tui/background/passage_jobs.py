"""Questions about the highlights of all articles, and changes to them. See also ``jobs.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tui.background import jobs

if TYPE_CHECKING:
    from reader.guessing import Guess
    from reader.library.marked import Passages
    from reader.library.protocol import Library
    from reader.model import Passage


def passages(library: Library, query: str = "") -> Passages:
    """All highlights, or those that a query finds."""
    return library.passages(query)


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
