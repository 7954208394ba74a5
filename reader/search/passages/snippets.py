"""The places in a text, however long, that match a query; and the passage that shows them best. Pure."""

from __future__ import annotations

from reader.model import Snippet
from reader.search.passages.matching import Matcher, matcher
from reader.search.passages.turns import LENGTH, MatchPlace, densest
from reader.search.passages.windows import MOST_MARKED, WHOLE, stretches, windows
from reader.search.query.nodes import Query
from reader.text import collapse, display

ELLIPSIS = "…"


def marks(text: str, query: Query, lang: str = "") -> tuple[tuple[int, int], ...]:
    """All places that the positive words and phrases of a query match, as (start, end), ascending.

    Args:
        text: any text: a title, a block, a whole body.
        query: a parsed query.
        lang: the article's language, as it was given to the index.
    """
    return tuple((start, end) for start, end, _ in places(text, query, lang))


def places(text: str, query: Query, lang: str = "") -> list[MatchPlace]:
    """The same, each with the number of the word or phrase that matches there. Args like :func:`marks`."""
    looked_for = matcher(query)
    return _places_in_long(text, looked_for, lang) if len(text) > WHOLE else looked_for.places(text, lang)


def snippet(text: str, query: Query, lang: str = "", length: int = LENGTH) -> Snippet:
    """The passage of a text that shows most of what a query asks for: see :func:`passage`."""
    return passage(text, matcher(query), lang, length)


def passage(text: str, looked_for: Matcher, lang: str = "", length: int = LENGTH) -> Snippet:
    """The passage of about ``length`` characters that shows most of what a query asks for.

    It starts and ends at word boundaries, with ``…`` where text is left out, on one line and without control
    characters. If the text has no match, the passage is its beginning. Only some parts of a very long text
    are searched: see :mod:`reader.search.passages.windows`.
    """
    if len(text) > WHOLE:
        text = _part_of_long(text, looked_for, lang)
    found = looked_for.places(text, lang)
    start, end = densest(found, length) if found else (0, 0)
    spare = max(length - (end - start), 0)
    # A third of the room goes before the first match: the text after it says more.
    start = _word_start(text, max(min(start - spare // 3, len(text) - length), 0))
    end = max(_word_end(text, max(start + length, end)), end)
    cut = text[start:end]
    line = _one_line(cut)
    before = ELLIPSIS if start and not text[:start].isspace() else ""
    after = ELLIPSIS if end < len(text) and not text[end:].isspace() else ""
    shown = f"{before}{line}{after}"
    if not found:
        return Snippet(shown)
    inside = [(first - start, last - start) for first, last, _ in found if start <= first and last <= end]
    # If the length is the same, at most other white space has become blanks.
    moved = inside if len(line) == len(cut) and line == collapse(cut) else _moved(inside, cut, line)
    if moved is None:
        return Snippet(shown, tuple((first, last) for first, last, _ in looked_for.places(shown, lang)))
    return Snippet(shown, tuple([(first + len(before), last + len(before)) for first, last in moved]))


def _one_line(text: str) -> str:
    """A text as it is shown on one line."""
    line = collapse(text)
    return line if display(line) == line else collapse(display(text))


def _moved(places: list[tuple[int, int]], text: str, line: str) -> list[tuple[int, int]] | None:
    """Places in a text as places in the line that shows it; None if they cannot be told from it."""
    moved: list[tuple[int, int]] = []
    for start, end in places:
        # Some letter in place of the match shows where it starts.
        first = len(_one_line(f"{text[:start]}x")) - 1
        shown = _one_line(text[start:end])
        last = first + len(shown)
        if not shown or line[first:last] != shown:
            return None
        moved.append((first, last))
    return moved


_REACH = 25  # a cut looks this far for white space; if there is none, it cuts right there


def _word_start(text: str, place: int) -> int:
    """A place at or before ``place`` where a word starts."""
    least = max(place - _REACH, -1)
    at = place
    while at > least and at > 0 and not text[at - 1].isspace():
        at -= 1
    return at if at > least else place


def _word_end(text: str, place: int) -> int:
    """A place at or before ``place`` where a word ends."""
    if place >= len(text):
        return len(text)
    least = max(place - _REACH, 0)
    at = place
    while at > least and not text[at].isspace():
        at -= 1
    return at if at > least else place


# --- very long texts --------------------------------------------------------------------------------


def _places_in_long(text: str, looked_for: Matcher, lang: str) -> list[MatchPlace]:
    throughout = list(stretches(text, MOST_MARKED))
    further = windows(text, looked_for.query, throughout[-1][1]) if throughout[-1][1] < len(text) else []
    return [
        (start + first, start + last, which)
        for start, end in (*throughout, *further)
        for first, last, which in looked_for.places(text[start:end], lang)
    ]


def _part_of_long(text: str, looked_for: Matcher, lang: str) -> str:
    """The part of a text that has most of what the query asks for; of equal ones the first."""
    best, most = text[:WHOLE], 0
    for start, end in windows(text, looked_for.query):
        part = text[start:end]
        asked = len({which for _, _, which in looked_for.places(part, lang)})
        if asked > most:
            best, most = part, asked
    return best
