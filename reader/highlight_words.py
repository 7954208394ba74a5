"""What is said of highlights: of a change, by the passage that it is about, and of those in no text."""

from __future__ import annotations

from reader.facts import Highlight, StoredHighlight, highlight_in
from reader.reviews import NO_REVIEW


def said_of_highlights(add: tuple[str, ...], remove: tuple[str, ...], what: str) -> str:
    """A change in words: it names the passage, or says how many there are in the articles.

    ``add`` and ``remove`` are highlights as :func:`reader.facts.fact_of` writes them; ``what`` names the
    articles.
    """
    try:
        new, old = _passages(add), _passages(remove)
    except ValueError:
        new, old = [], []
    match new, old:
        case [one], []:
            return f"Highlighted {_quoted(one)}"
        case [], [one]:
            return f"Removed the highlight {_quoted(one)}"
        case [one], [was]:
            return _edited(was, one)
    if add and remove:
        return f"Changed highlights in {what}"
    number = len(add or remove)
    passages = "a passage" if number == 1 else f"{number:,} passages"
    return f"Highlighted {passages} in {what}" if add else f"Removed {passages} marked in {what}"


def standing(stored: StoredHighlight) -> str:
    """Why a highlight cannot be shown in a text, for lists; "" if it can."""
    return "lost" if stored.lost else "no text yet" if stored.waiting else ""


def why_not_shown(stored: StoredHighlight) -> str:
    """The same in more words."""
    words = {
        "lost": "lost: its words are not in the text any more",
        "no text yet": "its article has no text yet",
    }
    return words.get(standing(stored), "")


def _passages(facts: tuple[str, ...]) -> list[Highlight]:
    # Many are counted, not named.
    return [highlight_in(fact).highlight for fact in facts] if len(facts) == 1 else []


def _edited(old: Highlight, new: Highlight) -> str:
    """An edit of a highlight in words."""
    if old.quote != new.quote:
        return f"Moved the highlight {_quoted(old)} to {_quoted(new)}"
    if old.note != new.note:
        said = f"Wrote a note on {_quoted(new)}" if new.note else f"Removed the note on {_quoted(new)}"
        return said if old.color == new.color else f"{said}, now {new.color or 'without a colour'}"
    if old.color != new.color:
        return f"Made the highlight {_quoted(new)} {new.color or 'colourless'}"
    if NO_REVIEW in new.tags and NO_REVIEW not in old.tags:
        return f"Reviews never bring {_quoted(new)} back"
    if NO_REVIEW in old.tags and NO_REVIEW not in new.tags:
        return f"Reviews may bring {_quoted(new)} back"
    return f"Changed the highlight {_quoted(new)}"


_QUOTED = 40
"""How many characters of a passage a message shows."""


def _quoted(one: Highlight) -> str:
    """The first words of a passage, in quotation marks."""
    words = " ".join(one.quote.split())
    if len(words) > _QUOTED:
        words = (words[:_QUOTED].rpartition(" ")[0] or words[:_QUOTED]).rstrip(",;:.") + "…"
    return f"“{words}”"
