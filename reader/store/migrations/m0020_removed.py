"""What the person has removed, so that it stays away when its files are added again."""

SQL = """
-- One row for each thing that a removed article is known by: see removed.py. mark: a digest of its text, of
-- its address, or of the place that it came from. article: the number that it had. file: for a place, a
-- digest of the file alone.
CREATE TABLE removed (
    mark INTEGER PRIMARY KEY,
    article INTEGER NOT NULL,
    file INTEGER
);
CREATE INDEX removed_article ON removed (article);
CREATE INDEX removed_file ON removed (file) WHERE file IS NOT NULL;
"""
