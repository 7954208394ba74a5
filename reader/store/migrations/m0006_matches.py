"""Which match of its search was the current one."""

SQL = """
-- Which match of its search was the current one, counted from 1; 0: none.
ALTER TABLE visits ADD COLUMN "match" INTEGER NOT NULL DEFAULT 0;
"""
