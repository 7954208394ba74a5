"""Further addresses of articles: those of articles that became part of them, and of their other sources."""

SQL = """
-- url_key: an address in one spelling that leads to the article, beside its own (articles.url_key).
CREATE TABLE addresses (
    url_key TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (url_key, article)
) WITHOUT ROWID;
CREATE INDEX addresses_article ON addresses (article);
"""
