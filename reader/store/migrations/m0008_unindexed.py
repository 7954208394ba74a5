"""Articles that could not be indexed."""

SQL = """
-- Articles that could not be indexed as they are, and why.
CREATE TABLE unindexed (
    article INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    reason TEXT NOT NULL
);
"""
