"""What was around an article when it was left."""

SQL = """
-- What was around the article: the article selected in the list, and what had the focus.
ALTER TABLE visits ADD COLUMN selected INTEGER;
ALTER TABLE visits ADD COLUMN focus TEXT NOT NULL DEFAULT 'article';
"""
