"""Where a query matches in a text, and which passage shows it best. Pure. This is the door.

``snippets`` cuts out passages. ``matching`` finds the places where a query matches: ``looking`` knows what to
look for, ``plain`` finds it in most texts, and ``cutting`` has the words of the others. ``turns`` ranks
matches and decides in which order to go through them; ``windows`` chooses which parts of a very long text to
search.
"""

from reader.search.passages.matching import Matcher
from reader.search.passages.snippets import marks, passage, places, snippet
from reader.search.passages.turns import in_turn
from reader.search.passages.windows import telling

__all__ = ["Matcher", "in_turn", "marks", "passage", "places", "snippet", "telling"]
