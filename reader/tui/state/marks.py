"""The articles that the person has marked, to do something to all of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Marks:
    """Marked articles. They stay marked when the list shows something else.

    Attributes:
        articles: their ids.
        last: the article that was marked or unmarked last: a range begins there. None before the first.
    """

    articles: frozenset[int] = frozenset()
    last: int | None = None

    def __bool__(self) -> bool:
        return bool(self.articles)

    def __len__(self) -> int:
        return len(self.articles)

    def toggle(self, article: int) -> Marks:
        """Marks an article, or unmarks it."""
        return Marks(self.articles ^ {article}, article)

    def up_to(self, article: int, shown: Sequence[int]) -> Marks:
        """Marks all articles of the list ``shown`` from the one marked last to this one.

        If that one is not listed, only this one is marked.
        """
        try:
            start, end = sorted(
                (shown.index(article), shown.index(article if self.last is None else self.last))
            )
        except ValueError:
            return Marks(self.articles | {article}, article)
        return Marks(self.articles | {*shown[start : end + 1]}, article)

    def all_of(self, shown: Iterable[int]) -> Marks:
        """Marks all these articles; if all are marked already, unmarks them."""
        listed = frozenset(shown)
        if listed <= self.articles:
            return replace(self, articles=self.articles - listed)
        return replace(self, articles=self.articles | listed)

    def with_all(self, articles: Iterable[int]) -> Marks:
        """Marks all these articles as well."""
        return replace(self, articles=self.articles.union(articles))

    def without(self, articles: Iterable[int]) -> Marks:
        """Unmarks these articles."""
        return replace(self, articles=self.articles.difference(articles))

    def among(self, here: Iterable[int]) -> Marks:
        """Only marks of articles that exist."""
        return replace(self, articles=self.articles.intersection(here)) if self.articles else self

    def in_order(self, shown: Iterable[int]) -> tuple[int, ...]:
        """The marked articles: those in the list ``shown`` in its order, then the others, latest first."""
        listed = [article for article in shown if article in self.articles]
        return (*listed, *sorted(self.articles.difference(listed), reverse=True))

    def hidden(self, shown: Iterable[int]) -> int:
        """How many of them are not in the list ``shown``."""
        return len(self.articles.difference(shown)) if self.articles else 0
