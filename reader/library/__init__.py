"""The library for Python programs: one small facade over store, index and import.

    from reader.library import Library

    with Library.open() as library:
        library.add(["saved-pages/"])
        for hit in library.search("wind turbines"):
            print(hit.id, hit.title, hit.snippet.text)

The parts it is made of do not know each other; this package introduces them.
"""

from reader.library.facade import Library
from reader.store import Patience

__all__ = ["Library", "Patience"]
