"""Shares as they are shown. Pure."""

from __future__ import annotations


def per_cent_of(progress: float) -> int:
    """A share of an article (0.0 to 1.0) in per cent: 100 only at its end, and 0 only at its beginning."""
    if progress >= 1.0:
        return 100
    return min(99, max(1, round(100 * progress))) if progress > 0 else 0
