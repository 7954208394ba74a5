"""Which files of a folder or archive belong to one export."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

_PAST_SLASH = chr(ord("/") + 1)


def under(names: Sequence[str], folder: str) -> Sequence[str]:
    """Those of the names, which are sorted, that begin with a folder (``a/b/``)."""
    start = bisect_left(names, folder)
    return names[start : bisect_left(names, f"{folder[:-1]}{_PAST_SLASH}", start)] if folder else names
