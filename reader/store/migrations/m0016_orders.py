"""What else lists are sorted by counts as a change to them; what was written on highlights is searched."""


def _index(row: str) -> str:
    gone = f"DELETE FROM changes WHERE article = {row}.article;"
    return f"{gone}\n    INSERT INTO changes (article) VALUES ({row}.article);"


def _is_searched(row: str) -> str:
    textless = f"EXISTS (SELECT 1 FROM articles WHERE id = {row}.article AND body_key = '')"
    return f"({row}.note <> '' OR {textless})"


SQL = f"""
-- Orders by title and by the time of saving depend on these too.
DROP TRIGGER revision_article_changed;
CREATE TRIGGER revision_article_changed
AFTER UPDATE OF key, sort_key, added, words, lang, url, site, author, published, saved ON articles
WHEN OLD.key <> NEW.key OR OLD.sort_key <> NEW.sort_key OR OLD.added <> NEW.added OR OLD.words <> NEW.words
    OR OLD.lang <> NEW.lang OR OLD.url <> NEW.url OR OLD.site <> NEW.site OR OLD.author <> NEW.author
    OR OLD.published <> NEW.published OR OLD.saved <> NEW.saved BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;

-- Notes on highlights are searched as notes; an article without text is searched by what was marked in it.
CREATE INDEX highlights_note ON highlights (article) WHERE note <> '';
INSERT OR IGNORE INTO changes (article) SELECT DISTINCT article FROM highlights WHERE note <> '';
CREATE TRIGGER highlight_written AFTER INSERT ON highlights WHEN {_is_searched("NEW")} BEGIN
    {_index("NEW")}
END;
CREATE TRIGGER highlight_rewritten AFTER UPDATE OF article, quote, note ON highlights
WHEN OLD.article <> NEW.article OR OLD.quote <> NEW.quote OR OLD.note <> NEW.note BEGIN
    {_index("OLD")}
    {_index("NEW")}
END;
CREATE TRIGGER highlight_erased AFTER DELETE ON highlights WHEN {_is_searched("OLD")} BEGIN
    {_index("OLD")}
END;
"""
