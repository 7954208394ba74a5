"""Finds articles that are not indexed yet by their titles, so new articles are found immediately."""

from __future__ import annotations

from reader.library.filtering import Filtering
from reader.search.query import And, Filter, Phrase, Query, Word
from reader.store import Store

MOST = 50
"""At most this many: while an import is running, the latest articles represent the rest."""


def waiting(store: Store, filtering: Filtering, query: Query) -> list[int]:
    """The unindexed articles whose titles have all words of a query, last added first.

    This only works for queries that a title can answer: words and phrases, combined with filters that must
    all apply. A word matches anywhere in the title, even inside another word.
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
