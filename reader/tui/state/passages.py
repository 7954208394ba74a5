"""The sheet of all highlights as a value: which there are, in which order, and what its lines say. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.colors import HighlightColor, shown_color
from reader.facts import Passage
from reader.highlight_words import standing
from reader.library.view import PASSAGE_ORDERS, PassageOrder, in_order
from reader.text import display
from reader.typesetting.wrap import wrap

_QUOTE_LINES, _NOTE_LINES = 3, 2
"""How many lines of a passage and of its note are shown."""
_LONGEST = 2000
"""Characters of a passage of which lines are made: more than are shown."""

_NAMED: dict[PassageOrder, str] = {
    "article": "by article",
    "newest": "newest first",
    "oldest": "oldest first",
    "color": "by colour",
}


@dataclass(frozen=True, slots=True)
class PassageList:
    """What the sheet lists.

    Attributes:
        everything: the highlights, article by article.
        order: in which order they are shown.
        query: the query that has found them; "" for all.
    """

    everything: tuple[Passage, ...] = ()
    order: PassageOrder = "article"
    query: str = ""

    @property
    def shown(self) -> list[Passage]:
        """The highlights in their order."""
        return in_order(self.everything, self.order)

    @property
    def heading(self) -> str:
        """The title of the sheet."""
        lost = sum(one.stored.lost for one in self.everything)
        parts = [f"Highlights: {len(self.everything):,}", _NAMED[self.order]]
        if lost:
            parts.insert(1, f"{lost:,} lost")
        if waiting := sum(one.stored.waiting for one in self.everything):
            parts.insert(-1, f"{waiting:,} without a text yet")
        return " · ".join((*parts, *([display(self.query)] if self.query else [])))

    def with_found(self, everything: tuple[Passage, ...]) -> PassageList:
        """The same about other highlights."""
        return replace(self, everything=everything)

    def sorted_next(self) -> PassageList:
        """The same in the next order."""
        following = (PASSAGE_ORDERS.index(self.order) + 1) % len(PASSAGE_ORDERS)
        return replace(self, order=PASSAGE_ORDERS[following])


@dataclass(frozen=True, slots=True)
class PassageLines:
    """What is shown of one highlight, in lines of a given width.

    Attributes:
        color: the colour of its sign.
        quote: its words.
        note: the beginning of the note.
        about: its article and what else is known.
        lost: whether its words are not in the text any more.
    """

    color: HighlightColor
    quote: tuple[str, ...]
    note: tuple[str, ...]
    about: str
    lost: bool


def lines_of(passage: Passage, cells: int) -> PassageLines:
    """What a sheet shows of a highlight in lines of at most ``cells`` cells."""
    one = passage.stored.highlight
    color = shown_color(one.color)
    # The title comes last: it may be cut.
    known = [
        *([where] if (where := standing(passage.stored)) else []),
        color,
        *([one.created[:10]] if one.created else []),
        *(f"#{tag}" for tag in one.tags),
        " ".join(passage.title.split()) or f"article {passage.article}",
    ]
    return PassageLines(
        color=color,
        quote=_few(one.quote, cells, _QUOTE_LINES),
        note=_few(one.note, cells, _NOTE_LINES),
        about=display(" · ".join(known)),
        lost=passage.stored.lost,
    )


def _few(text: str, cells: int, most: int) -> tuple[str, ...]:
    """The first lines of a text, with a sign if there are more."""
    words = display(" ".join(text[:_LONGEST].split()))
    spans = wrap(words, max(1, cells)) if words else []
    lines = [words[start:end].rstrip() for start, end in spans[:most]]
    if len(spans) > most:
        last = lines[-1]
        lines[-1] = (last[: max(0, cells - 2)] if len(last) > cells - 2 else last).rstrip() + " …"
    return tuple(lines)


def text_of(passage: Passage) -> str:
    """All of a highlight, for a filter to look into."""
    one = passage.stored.highlight
    where = standing(passage.stored)
    parts = (one.quote, one.note, passage.title, shown_color(one.color), one.color, one.created, where)
    return display(" ".join((*parts, *(f"#{tag}" for tag in one.tags))))


def same_place(shown: Sequence[Passage], before: Passage | None, at: int) -> int:
    """Which line to select after a change: that of the same words, else that at the same place."""
    if before is not None:
        for number, one in enumerate(shown):
            alike = (one.article, one.stored.highlight.quote) == (
                before.article,
                before.stored.highlight.quote,
            )
            if alike and one.stored.start == before.stored.start:
                return number
    return max(0, min(at, len(shown) - 1))
