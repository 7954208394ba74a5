"""Saved and recent searches."""

SQL = """
-- Searches with a name. The key is the folded name, so that names that differ only in case are the same.
CREATE TABLE saved_searches (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    saved REAL NOT NULL
) WITHOUT ROWID;

-- Recent searches, each once. The highest number is the latest.
CREATE TABLE recent_searches (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    query TEXT NOT NULL UNIQUE,
    at REAL NOT NULL
);
"""
