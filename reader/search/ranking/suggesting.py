"""«Did you mean»: corrects misspelt words of a query with words that are in the library."""

from __future__ import annotations

from collections.abc import Iterator

from reader.search.analysis.edits import edits_allowed
from reader.search.analysis.words import fold, is_unspaced, locate, vocabulary
from reader.search.query.nodes import Query, Word
from reader.search.ranking.spelling import Near, near
from reader.search.segments.snapshot import Snapshot

MAX_CORRECTED = 2
"""At most this many words of a query are corrected: a query with more mistakes is something else."""

RARE = 3
"""Words that more articles contain are never taken for mistakes."""

_COMMONER = 50  # a rare word is a mistake if a word one letter away is this many times commoner
_LEAST_TYPED = 5  # letters of a word that is being typed: a shorter one may become anything
_FIELDS = ("body", "title")


def suggestion(snapshot: Snapshot, query: Query) -> str:
    """The query's text with misspelt words replaced by the likeliest words of the library; "" if none are.

    A word is misspelt if no article has it, or if hardly any has it while a near spelling is common.
    """
    text, corrected = query.text, 0
    # From the end, so that the earlier positions stay valid.
    for start, end, raw, unfinished in sorted(_words(query), reverse=True):
        if corrected == MAX_CORRECTED:
            break
        better = _better(snapshot, fold(raw), unfinished)
        if better is not None:
            text = text[:start] + _in_case_of(raw, better.word) + text[end:]
            corrected += 1
    return text if corrected else ""


def _words(query: Query) -> Iterator[tuple[int, int, str, bool]]:
    """The position of each word in the text of the query, and whether it is still being typed."""
    for part in query.positive():
        if part.at < 0 or (isinstance(part, Word) and part.fuzzy) or (part.prefix and not part.itself):
            continue
        found = locate(part.text)
        for number, (raw, start, end) in enumerate(found, 1):
            yield part.at + start, part.at + end, raw, part.prefix and number == len(found)


def _better(snapshot: Snapshot, word: str, unfinished: bool) -> Near | None:
    if not edits_allowed(word) or not word.isalpha() or is_unspaced(word):
        return None
    if unfinished and (
        len(word) < _LEAST_TYPED or any(snapshot.expansions(name, word)[0] for name in _FIELDS)
    ):
        return None
    own = {vocabulary(latin)[word] for latin in snapshot.languages}
    frequency = max((snapshot.terms(name, term).frequency for name in _FIELDS for term in own), default=0)
    if frequency > RARE:
        return None
    if frequency * _COMMONER > snapshot.documents:
        return None
    most = 1 if frequency else 2
    alike = [one for name in _FIELDS for one in near(snapshot, name, word, most) if one.term not in own]
    if frequency:
        alike = [one for one in alike if one.edits == 1 and one.frequency >= _COMMONER * frequency]
    return max(alike, key=lambda one: (one.worth, one.word), default=None)


def _in_case_of(raw: str, word: str) -> str:
    if raw.isupper() and len(raw) > 1:
        return word.upper()
    return word.capitalize() if raw[0].isupper() else word
