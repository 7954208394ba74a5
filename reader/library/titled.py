"""Articles whose title is the query: compared as text, whatever operators it may contain."""

from __future__ import annotations

from reader.search.query import And, Node, Or, Phrase, Query, Word
from reader.search.query.closeness import closeness, signed_words
from reader.store import Store
from reader.text import fold

MOST = 50
"""At most this many: if more articles share a title, it does not identify any of them."""

LEAST_CLOSE = 0.2
"""A title less similar to the wanted one than this has a short word in common with it by chance."""

Hits = list[tuple[int, float]]


def titled(store: Store, query: Query) -> list[int]:
    """The articles whose title is the text of a query; those spelt exactly like it first, then the latest.

    If a query excludes, filters or names a saved search, the title must be spelt exactly the same:
    ``cat -dog`` does not mean *Cat dog*.
    """
    if not query.text.strip():
        return []
    found = store.articles.titled(query.like or query.text, MOST)
    if found and not query.like:
        # Net is another word than .NET: signs that belong to words must be the same.
        signs = signed_words(query.text)
        found = [(article, title) for article, title in found if signed_words(title) == signs]
    if not found or query.like or ("@" not in query.text and _is_plain(query.node)):
        return [article for article, _ in found]
    written = _written(query.text)
    return [article for article, title in found if _written(title) == written]


def closest_first(store: Store, title: str, hits: Hits) -> Hits:
    """The hits sorted by how similar their titles are to one, with that as the score: 1.0 is the same title.

    Titles with hardly anything in common are left out.
    """
    titles = {summary.id: summary.title for summary in store.articles.summaries([a for a, _ in hits])}
    close = [(article, closeness(title, titles[article])) for article, _ in hits if article in titles]
    # The sort is stable: equal hits keep their order.
    return sorted((hit for hit in close if hit[1] >= LEAST_CLOSE), key=lambda hit: -hit[1])[:MOST]


def on_top(articles: list[int], hits: Hits) -> Hits:
    """The hits, best first, with these articles on top, whether they are among the hits or not."""
    best = hits[0][1] if hits else 0.0
    return [*((article, best) for article in articles), *(hit for hit in hits if hit[0] not in set(articles))]


def _is_plain(node: Node | None) -> bool:
    if isinstance(node, And | Or):
        return all(map(_is_plain, node.nodes))
    return node is None or (isinstance(node, Word | Phrase) and not node.field)


def _written(text: str) -> list[str]:
    """A text as written, apart from case and kinds of quotes: with its signs, split at spaces."""
    return [fold(word) for word in text.split()]
