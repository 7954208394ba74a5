"""The changes that a person makes to the highlights of an article, as values for ``Library.apply``.

Each function gives the change that adds a highlight, edits it, removes it or puts it on other words. Undoing
and redoing it works like that of any change; :meth:`MarkPassages.said` names the passage.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from reader import moments
from reader.anchors import AnchorText
from reader.changes import MarkPassages
from reader.colors import COLORS
from reader.facts import fact_of, written_anchor
from reader.model import Block, Highlight, Position, StoredHighlight
from reader.reviews import NO_REVIEW
from reader.text import clean


def added(
    article: int,
    blocks: Sequence[Block],
    start: Position,
    end: Position,
    *,
    color: str = COLORS[0],
    note: str = "",
    now: float | None = None,
) -> MarkPassages:
    """The change that highlights a passage of an article.

    Args:
        article: its id.
        blocks: all of its text, as ``Library.get`` returns it, because an anchor depends on all of it.
        start: where the passage starts.
        end: where it ends: after its last character. White space at both edges is left out.
        color: one of :data:`reader.colors.COLORS`.
        note: what the person wrote about it, or "".
        now: when it is made, in seconds since the epoch; None for now.

    Raises:
        ValueError: there are no words between the two positions.
    """
    quote, anchor = _anchored(blocks, start, end)
    created = moments.from_seconds(time.time() if now is None else now)
    one = Highlight(quote, note=tidy_note(note), color=color, created=created)
    return MarkPassages((article,), add=(fact_of(StoredHighlight(one, anchor=anchor)),))


def edited(
    article: int, stored: StoredHighlight, *, color: str | None = None, note: str | None = None
) -> MarkPassages:
    """The change that gives a highlight another colour or another note; None leaves them as they are.

    An empty note removes the note. If the library no longer has exactly this highlight, nothing changes.
    """
    one = stored.highlight
    new = replace(
        one,
        color=one.color if color is None else color,
        note=one.note if note is None else tidy_note(note),
    )
    return _instead(article, stored, replace(stored, highlight=new))


def reviewing(article: int, stored: StoredHighlight, *, on: bool) -> MarkPassages:
    """The change after which reviews never bring a highlight back, or (``on``) may do so again."""
    tags = tuple(tag for tag in stored.highlight.tags if tag != NO_REVIEW)
    new = replace(stored.highlight, tags=tags if on else (*tags, NO_REVIEW))
    return _instead(article, stored, replace(stored, highlight=new))


def moved(
    article: int, blocks: Sequence[Block], stored: StoredHighlight, start: Position, end: Position
) -> MarkPassages:
    """The change that puts a highlight on other words of its article; its note and colour stay.

    ``blocks`` are all of the article's text. Raises ValueError if there are no words between the positions.
    """
    quote, anchor = _anchored(blocks, start, end)
    new = StoredHighlight(replace(stored.highlight, quote=quote), start, end, anchor)
    return _instead(article, stored, new)


def removed(article: int, *stored: StoredHighlight) -> MarkPassages:
    """The change that removes highlights from an article."""
    return MarkPassages((article,), remove=tuple(map(fact_of, stored)))


def tidy_note(note: str) -> str:
    """A note as it is kept: without control characters and without blank lines at its ends."""
    return clean(note).strip()


def _anchored(blocks: Sequence[Block], start: Position, end: Position) -> tuple[str, str]:
    """The words between two positions, and their anchor as the library keeps it."""
    anchor = AnchorText(blocks).make(start, end)
    if not anchor.quote:
        raise ValueError("there are no words to highlight")
    return anchor.quote, written_anchor(anchor)


def _instead(article: int, old: StoredHighlight, new: StoredHighlight) -> MarkPassages:
    was, now = fact_of(old), fact_of(new)
    # One that stays as it is must not be removed.
    return MarkPassages((article,), *((), ()) if was == now else ((now,), (was,)))
