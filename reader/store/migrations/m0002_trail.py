"""The screen around an article when the user left it."""

SQL = """
-- The screen around the article: the article selected in the list, and the part with the focus.
ALTER TABLE visits ADD COLUMN selected INTEGER;
ALTER TABLE visits ADD COLUMN focus TEXT NOT NULL DEFAULT 'article';
"""
