"""Whether the matches of a search were marked."""

SQL = """
-- Whether the matches of its search were marked: 0 if the user had cleared the marks.
ALTER TABLE visits ADD COLUMN marked INTEGER NOT NULL DEFAULT 1;
"""
