"""When highlights were seen in a review; the words of highlights that are lost are searched."""


def _index(row: str) -> str:
    gone = f"DELETE FROM changes WHERE article = {row}.article;"
    return f"{gone}\n    INSERT INTO changes (article) VALUES ({row}.article);"


def _is_searched(row: str) -> str:
    textless = f"EXISTS (SELECT 1 FROM articles WHERE id = {row}.article AND body_key = '')"
    return f"({row}.note <> '' OR {row}.block IS NULL OR {textless})"


SQL = f"""
-- By the words of the passage (a digest of them) and not by its article: so it outlives the trash, a merge of
-- articles, and a highlight that is removed and imported again.
CREATE TABLE reviews (
    words TEXT PRIMARY KEY,
    seen REAL NOT NULL
) WITHOUT ROWID;

-- What was marked and is no longer in the text is searched with the notes.
CREATE INDEX highlights_lost ON highlights (article) WHERE block IS NULL;
INSERT OR IGNORE INTO changes (article) SELECT DISTINCT article FROM highlights WHERE block IS NULL;
DROP TRIGGER highlight_written;
CREATE TRIGGER highlight_written AFTER INSERT ON highlights WHEN {_is_searched("NEW")} BEGIN
    {_index("NEW")}
END;
DROP TRIGGER highlight_rewritten;
CREATE TRIGGER highlight_rewritten AFTER UPDATE OF article, quote, note, block ON highlights
WHEN OLD.article <> NEW.article OR OLD.quote <> NEW.quote OR OLD.note <> NEW.note
    OR (OLD.block IS NULL) <> (NEW.block IS NULL) BEGIN
    {_index("OLD")}
    {_index("NEW")}
END;
DROP TRIGGER highlight_erased;
CREATE TRIGGER highlight_erased AFTER DELETE ON highlights WHEN {_is_searched("OLD")} BEGIN
    {_index("OLD")}
END;
"""
