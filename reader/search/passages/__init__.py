"""Where a query matches in a text, and which passage shows it best. Pure. This is the door.

``snippets`` finds the places; ``windows`` chooses which parts of a very long text are looked at.
"""

from reader.search.passages.snippets import marks, snippet
from reader.search.passages.windows import telling

__all__ = ["marks", "snippet", "telling"]
