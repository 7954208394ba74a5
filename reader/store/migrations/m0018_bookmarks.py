"""Bookmarks: places in an article that the person wants to come back to."""

SQL = """
CREATE TABLE bookmarks (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    letter TEXT NOT NULL,
    block INTEGER NOT NULL,
    char INTEGER NOT NULL,
    anchor TEXT NOT NULL DEFAULT '',
    UNIQUE (article, letter)
);
"""
