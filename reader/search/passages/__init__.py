"""Where a query matches in a text, and which passage shows it best. Pure. This is the door.

``snippets`` finds the places; ``turns`` ranks them and decides in which order to go through them;
``windows`` chooses which parts of a very long text to search.
"""

from reader.search.passages.snippets import marks, places, snippet
from reader.search.passages.turns import in_turn
from reader.search.passages.windows import telling

__all__ = ["in_turn", "marks", "places", "snippet", "telling"]
