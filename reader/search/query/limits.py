"""How much of a query is used, so that no query takes long: the limits, and what has been used. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from reader.search.analysis.edits import LETTERS
from reader.search.analysis.words import locate
from reader.search.query.noting import QueryNotes

MAX_DEPTH = 10
MAX_WORDS = 100
MAX_LENGTH = 5000
MAX_FUZZY = 5
MAX_FILTERS = 10

MAX_SAVED_IN_SAVED = 3


@dataclass(slots=True)
class Used:
    """How much a query has used so far, together with the saved searches that are part of it."""

    words: int = 0
    fuzzy: int = 0
    filters: int = 0

    def room(self, size: int) -> int:
        """Takes ``size`` words; returns for how many there was room."""
        room = max(0, MAX_WORDS - self.words)
        self.words += min(size, room)
        return room

    def may_be_fuzzy(self, word: str, text: str, notes: QueryNotes) -> bool:
        """Whether near spellings of a word are looked for; if not, a note says why.

        Args:
            word: as written, with its sign.
            text: without it.
            notes: where it is noted.
        """
        raw = locate(text)
        if not raw:
            return False
        if len(raw) > 1 or len(text) not in LETTERS:
            notes.note(
                f"{word}: near spellings are only found for single words of {LETTERS[0]} to {LETTERS[-1]}"
                " letters; it is searched for as written"
            )
            return False
        self.fuzzy += 1
        if self.fuzzy > MAX_FUZZY:
            notes.note(f"near spellings are only found for the first {MAX_FUZZY} words with ~")
        return self.fuzzy <= MAX_FUZZY
