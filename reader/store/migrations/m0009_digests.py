"""Seals: a digest of the content of each row."""

SQL = """
-- A digest of the content of each row (see seals.py), by table and key.
CREATE TABLE seals (
    part TEXT NOT NULL,
    id NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (part, id)
) WITHOUT ROWID;
"""
