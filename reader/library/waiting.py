"""Articles that are not in the index yet, found by their titles: what was just added can be found at once."""

from __future__ import annotations

from reader.library.filtering import Filtering
from reader.search.query import And, Filter, Phrase, Query, Word
from reader.store import Store

MOST = 50
"""So many at most: of an import under way the latest stand for the rest."""


def waiting(store: Store, filtering: Filtering, query: Query) -> list[int]:
    """The articles yet to be indexed whose titles have all words of a query, the latest added first.

    Only what a title alone can answer is asked: words and phrases, joined with filters that hold. Words
    count wherever they stand in the title, as what is typed does.
    """
    if not store.changes.count():
        return []
    parts = query.node.nodes if isinstance(query.node, And) else (query.node,)
    texts = [part.text for part in parts if isinstance(part, Word | Phrase) and part.field in ("", "title")]
    filters = [part for part in parts if isinstance(part, Filter)]
    if not texts or len(texts) + len(filters) < len(parts):
        return []
    found = store.changes.titled(texts, MOST)
    for wanted in filters if found else ():
        admitted = filtering.admitted(wanted)
        if admitted is not None:
            found = [article for article in found if article in admitted]
    return found
