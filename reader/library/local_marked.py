"""The highlights of a library on this machine."""

from __future__ import annotations

from collections.abc import Iterable

from reader.facts import Passage
from reader.library.marked import Highlighted
from reader.library.upkeep import Upkeep
from reader.library.view import PassageResult


class LocalMarked(Upkeep, Highlighted):
    """What was marked in the articles of a library on this machine; the methods are described in Highlighted.

    No method needs the search index.
    """

    def passages(self, query: str = "") -> PassageResult:
        everything = self.store.articles.pages.highlights.all()
        if not query.strip():
            return PassageResult(tuple(everything))
        from reader.library.choosing import chosen
        from reader.library.filtering import Filtering
        from reader.search.query import parse

        filtering = Filtering(self.store, self._order)
        parsed = parse(
            query, saved=self.store.searches.get, tagged=lambda tag: bool(self.store.facts.tagged(tag))
        )
        found = chosen(
            everything, parsed, lambda wanted, article: article in (filtering.admitted(wanted) or ())
        )
        return PassageResult(found, parsed.notes, parsed.ignored)

    def review(self, most: int, now: float) -> list[Passage]:
        from reader.library.reviewing import of_today

        return of_today(self.passages().found, self.store.reviews.seen(), now, most)

    def reviewed(self, passages: Iterable[Passage], now: float) -> None:
        from reader.library.reviewing import words_key

        if not self.store.read_only:
            self.store.reviews.note({words_key(one.stored.highlight.quote) for one in passages}, now)
