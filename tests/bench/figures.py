"""Medians, percentiles and small tables."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

__all__ = ["median", "percentile", "print_table"]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0.0 to 1.0) of the values lie; always one of them."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def print_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints rows in columns: the first to the left, the others to the right."""
    table = [heading, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(heading))]
    for number, row in enumerate(table):
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(size) for cell, size in zip(row[1:], widths[1:], strict=True)),
        ]
        print("  ".join(cells).rstrip())
        if not number:
            print("  ".join("-" * size for size in widths))
