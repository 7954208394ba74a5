"""Changes to the highlights of an article, as questions to the library. See also ``jobs.py``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.errors import ReaderError
from reader.tui.background import jobs

if TYPE_CHECKING:
    from reader.colors import HighlightColor
    from reader.library.protocol import Library
    from reader.model import Block, Position, StoredHighlight

GONE = "these words are no longer in the article: it has changed"


def highlights(library: Library, article: int) -> tuple[StoredHighlight, ...]:
    """The highlights of an article."""
    return library.highlights(article)


def add(
    library: Library,
    article: int,
    shown: Sequence[Block],
    start: Position,
    end: Position,
    color: HighlightColor,
    note: str = "",
) -> jobs.Changed:
    """Highlights a passage. ``shown`` is the text on screen, in which the positions are.

    Raises:
        ReaderError: there are no words in it, or they are no longer in the article.
    """
    from reader import highlighting

    blocks = library.get(article).blocks
    start, end = _now(shown, blocks, start, end)
    try:
        change = highlighting.added(article, blocks, start, end, color=color, note=note)
    except ValueError as error:
        raise ReaderError(str(error)) from error
    return jobs.apply(library, change)


def move(
    library: Library,
    article: int,
    shown: Sequence[Block],
    stored: StoredHighlight,
    start: Position,
    end: Position,
) -> jobs.Changed:
    """Puts a highlight on other words. Raises like :func:`add`."""
    from reader import highlighting

    blocks = library.get(article).blocks
    start, end = _now(shown, blocks, start, end)
    try:
        change = highlighting.moved(article, blocks, stored, start, end)
    except ValueError as error:
        raise ReaderError(str(error)) from error
    return jobs.apply(library, change)


def edit(
    library: Library,
    article: int,
    stored: StoredHighlight,
    *,
    color: HighlightColor | None = None,
    note: str | None = None,
) -> jobs.Changed:
    """Gives a highlight another colour or note."""
    from reader import highlighting

    return jobs.apply(library, highlighting.edited(article, stored, color=color, note=note))


def remove(library: Library, article: int, stored: StoredHighlight) -> jobs.Changed:
    """Removes a highlight."""
    from reader import highlighting

    return jobs.apply(library, highlighting.removed(article, stored))


def _now(
    shown: Sequence[Block], blocks: Sequence[Block], start: Position, end: Position
) -> tuple[Position, Position]:
    """Where a passage of the text on screen is in the text of the library, which may be a newer one."""
    # A very long article is shown up to a point.
    if tuple(blocks[: len(shown)]) == tuple(shown):
        return start, end
    from reader.anchors import AnchorText

    found = AnchorText(blocks).find(AnchorText(shown).make(start, end))
    if found is None or found.how not in ("exact", "moved"):
        raise ReaderError(GONE)
    return found.start, found.end
