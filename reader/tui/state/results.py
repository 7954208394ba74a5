"""What becomes of the results of a search: which of them are still there, and what is selected. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.tui.state.events import Spot

if TYPE_CHECKING:
    from reader.library.view import Listing, SearchResult


def present(results: SearchResult, listing: Listing | None) -> SearchResult:
    """Results without articles that have been removed and are still in the index."""
    if listing is None or not listing.unindexed:
        return results
    here = set(listing.ids)
    ids = tuple(article for article in results.ids if article in here)
    gone = len(results.ids) - len(ids)
    if not gone:
        return results
    whole = sum(article in here for article in results.ids[: results.partial_from])
    rows = tuple(row for row in results.rows if row[0].id in here)
    return replace(results, ids=ids, partial_from=whole, total=results.total - gone, rows=rows)


def keeps_cursor(text: str, shown: str, spot: Spot) -> int | None:
    """The article that stays selected when the results for a text come; None for the best hit.

    If the cursor has not moved, select the best hit. The same holds for a new search: one that neither adds
    letters to the search ``shown`` nor removes letters from it.
    """
    new, old = text.strip(), shown.strip()
    goes_on = bool(old) and (new.startswith(old) or old.startswith(new))
    return spot.selected if goes_on and spot.row else None
