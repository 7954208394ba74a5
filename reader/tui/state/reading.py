"""The open article, and where a search began, as one frozen value. Pure: each method gives the next value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.library.view import Place


GLANCE = 2.0
"""Seconds: what is left sooner was opened by mistake, or to see what it is."""


@dataclass(frozen=True, slots=True)
class ReadingState:
    """The state of reading.

    Attributes:
        showing: counts what has been shown; tells later whether something else is on screen by now.
        marked: the search whose matches are marked in the text, or "".
        cleared: the search whose highlights were cleared: they stay away until another search or hit.
        begun: where the person stood when the search under way was begun, or None.
        decided: whether it is settled that what is shown counts as read, or that it does not: once they have
            come to its end, or marked it themselves.
        fresh: whether it was opened to be read, and not brought back as it was left.
        gone: where the person stood in the article that was removed while it was open, or None; an article
            that comes back from the trash is shown there again.
    """

    showing: int = 0
    marked: str = ""
    cleared: str = ""
    begun: Place | None = None
    decided: bool = False
    fresh: bool = False
    gone: Place | None = None

    def marks(self, query: str) -> bool:
        """Whether the matches of a search are to be marked: not if its highlights were cleared."""
        return not query or query != self.cleared

    def lacks(self, query: str) -> bool:
        """Whether the matches of the search that the list shows should be marked and are not."""
        return bool(query) and query != self.marked.strip() and self.marks(query)

    # --- what is shown ------------------------------------------------------------------------------

    def shows(self, query: str, *, fresh: bool = False) -> ReadingState:
        """Something else is shown, with the matches of ``query`` marked. ``fresh``: see the attributes."""
        return replace(self, showing=self.showing + 1, marked=query, gone=None, decided=False, fresh=fresh)

    def finishes(self, progress: float, *, moved: bool, leaving: bool, seconds: float) -> bool:
        """Whether the person has now come to the end of what is shown, ``seconds`` after it was opened.

        What is so short that its end is in sight at once is finished when they leave it for another article:
        opening alone does not count, nor does what was only glanced at. What is brought back at its end was
        finished before, unless they have ``moved`` since.
        """
        ends = self.comes_to_end(progress, moved=moved, leaving=leaving, seconds=seconds)
        return not self.decided and ends

    def comes_to_end(self, progress: float, *, moved: bool, leaving: bool, seconds: float) -> bool:
        """The same, whether or not it was settled before."""
        return progress >= 1.0 and (moved or (leaving and self.fresh and seconds >= GLANCE))

    def decides(self) -> ReadingState:
        """It is settled whether what is shown counts as read."""
        return replace(self, decided=True)

    def closes(self, place: Place | None) -> ReadingState:
        """The open article has been removed, and nothing is shown any more; the person stood at ``place``."""
        return replace(self, showing=self.showing + 1, gone=place)

    def marking(self, query: str) -> ReadingState:
        """The matches of another search are marked in what is shown."""
        return replace(self, marked=query)

    def clears(self) -> ReadingState:
        """The person has cleared the highlights."""
        return replace(self, cleared=self.marked.strip())

    def restores(self, query: str, marked: bool) -> ReadingState:
        """A step along the trail has brought back a search, with its matches marked or cleared."""
        return replace(self, cleared="" if marked else query)

    def hits(self) -> ReadingState:
        """A hit of a search is opened: its matches are marked in any case."""
        return replace(self, cleared="")

    # --- searches -----------------------------------------------------------------------------------

    def begins(self, now: Place | None, shown: str, *, typing: bool) -> ReadingState:
        """A search is about to be asked for, where the person stands ``now``; the list shows ``shown``.

        The step to its hit leaves this place. Of several searches at one place the first counts; while one is
        typed (``typing``), it is the one that was begun.
        """
        begun = self.begun
        goes_on = begun is not None and (typing or begun.scene.query != shown)
        return self if goes_on and same_spot(begun, now) else replace(self, begun=now)

    def gives_up(self) -> ReadingState:
        """The person has left the search that was begun: no step is taken."""
        return replace(self, begun=None)

    def ends_search(self) -> ReadingState:
        """No search is shown any more, and so none of its matches."""
        return replace(self, marked="", cleared="")

    def leaves(self, place: Place | None, *, for_hit: bool) -> tuple[ReadingState, Place | None]:
        """A step is taken from ``place``; also gives the place that the trail keeps.

        For the hit of a search it is where the search was begun, unless something has been read since.
        """
        begun = self.begun
        kept = begun if for_hit and begun is not None and same_spot(begun, place) else place
        return replace(self, begun=None), kept


def same_spot(one: Place | None, other: Place | None) -> bool:
    """Whether nothing has been read between the two."""
    if one is None or other is None:
        return False
    return (one.article, one.position) == (other.article, other.position)
