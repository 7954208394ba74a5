"""The result of a search, in the form that the screen and the commands use. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.library.view import SearchResult

if TYPE_CHECKING:
    from reader.library.finding import Finder
    from reader.library.found import Found


def result_of(query: str, found: Found, finding: Finder) -> SearchResult:
    """The result of a query, without rows; ``finding`` knows how the query is read once it is complete."""
    return SearchResult(
        text=query,
        ids=found.ids,
        total=found.total,
        partial_from=found.partial_from,
        notes=found.query.notes,
        ignored=found.query.ignored,
        odd=finding.notes(query),
        suggestion=found.suggestion,
        copies=found.folded,
        words=found.query.asks_for_text(),
        empty=found.query.node is None,
        complete=found.complete,
        scores=found.scores,
    )
