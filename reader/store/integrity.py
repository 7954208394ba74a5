"""What can be wrong with a library file, in words."""

from __future__ import annotations

from reader.errors import LibraryError
from reader.store.database import Database

_SHOWN = 10

_RULES: tuple[tuple[str, str], ...] = (
    (
        "articles without their text",
        "SELECT id FROM articles WHERE id NOT IN (SELECT article FROM bodies)",
    ),
    (
        "articles without a source",
        "SELECT id FROM articles WHERE id NOT IN (SELECT article FROM sources)",
    ),
    (
        "sources without their original text",
        "SELECT id FROM sources WHERE id NOT IN (SELECT source FROM originals)",
    ),
    (
        "links that their page does not state",
        "SELECT l.id FROM links l LEFT JOIN sources p ON p.id = l.source WHERE p.article IS NOT l.article",
    ),
    ("links that were never resolved", "SELECT id FROM links WHERE candidates IS NULL"),
    ("links that lead to their own article", "SELECT id FROM links WHERE target = article"),
    (
        "visits whose parent is missing",
        "SELECT id FROM visits WHERE parent NOT IN (SELECT id FROM visits)",
    ),
)


def problems(db: Database) -> list[str]:
    """Everything that is not in order in the file; an empty list when all is well."""
    try:
        found = [f"the file is damaged: {text}" for text in db.column("PRAGMA quick_check") if text != "ok"]
        for table, row, parent, _ in db.rows("PRAGMA foreign_key_check"):
            found.append(
                f"the file is inconsistent: {table} {row} refers to a row of {parent} that is missing"
            )
        for what, query in _RULES:
            ids = db.column(query)
            if ids:
                shown = ", ".join(map(str, ids[:_SHOWN])) + (" …" if len(ids) > _SHOWN else "")
                found.append(f"{len(ids)} {what}: {shown}")
    except LibraryError as error:
        return [str(error)]
    return found
