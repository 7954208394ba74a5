"""What has changed in the open article since the person read it, and which new passage comes next. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.comparing import BlockChange
from reader.model import Position


@dataclass(frozen=True, slots=True)
class ArticleNews:
    """The changes of one article.

    Attributes:
        article: its id; 0 if there are no news.
        changes: what has changed, in the order of the text.
        passages: where new passages begin: paragraphs with something new that follow each other are one.
        current: the index of the passage that the person went to last; None if they have not gone to one.
    """

    article: int = 0
    changes: tuple[BlockChange, ...] = ()
    passages: tuple[Position, ...] = ()
    current: int | None = None

    @classmethod
    def of(cls, article: int, changes: Sequence[BlockChange]) -> ArticleNews:
        """The news of an article."""
        passages: list[Position] = []
        before: int | None = None
        for change in changes:
            if not change.spans:
                continue
            block, start, _ = change.spans[0]
            if before is None or block > before + 1:
                passages.append(Position(block, start))
            before = block
        return cls(article, tuple(changes), tuple(passages))

    @property
    def spans(self) -> tuple[tuple[int, int, int], ...]:
        """Where the new words are."""
        return tuple(span for change in self.changes for span in change.spans)

    @property
    def gone(self) -> int:
        """How many changes only take something away."""
        return sum(not change.spans for change in self.changes)

    def step(self, here: Position, sees_current: bool) -> ArticleNews:
        """The next passage is current: the one after that on screen, or from ``here`` on; then the first."""
        if not self.passages:
            return self
        if self.current is not None and sees_current:
            index = self.current + 1
        else:
            places = [(place.block, place.char) for place in self.passages]
            index = sum(place < (here.block, max(0, here.char)) for place in places)
        return replace(self, current=index % len(self.passages))

    @property
    def place(self) -> Position | None:
        """Where the current passage begins."""
        return None if self.current is None else self.passages[self.current]

    def words(self) -> str:
        """What has changed, in a few words: ``3 passages are new, 1 is gone``."""
        new, gone = len(self.passages), self.gone
        if not self.changes:
            return "its words are the same"
        said = []
        if new:
            said.append(f"{new:,} passages are new" if new > 1 else "1 passage is new")
        if gone:
            noun = "" if new else " passages" if gone > 1 else " passage"
            said.append(f"{gone:,}{noun} {'are' if gone > 1 else 'is'} gone")
        return ", ".join(said)
