"""The texts that articles had before."""

SQL = """
-- A text that an article had until another one took its place. content is its title, note, language and
-- blocks: JSON, zlib. was_read: whether it is the text that the person read, and not read again since.
CREATE TABLE former_texts (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    replaced REAL NOT NULL,
    was_read INTEGER NOT NULL DEFAULT 0,
    digest TEXT NOT NULL,
    content BLOB NOT NULL
);
CREATE INDEX former_texts_article ON former_texts (article, id);
CREATE INDEX former_texts_read ON former_texts (article) WHERE was_read;
"""
