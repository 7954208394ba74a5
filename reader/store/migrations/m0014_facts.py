"""What is known about an article beside its text; highlights; the archive; links with addresses."""

_BUMP = "UPDATE revisions SET number = number + 1 WHERE part ="


def _index(article: str) -> str:
    # Not REPLACE: the statement that writes the state has another way to treat conflicts, which would count.
    gone = f"DELETE FROM changes WHERE article = {article};"
    return f"{gone}\n    INSERT INTO changes (article) VALUES ({article});"


SQL = f"""
-- Facts that files state, each '' if unknown; times as moments.py writes them. url_key is the address in one
-- spelling.
ALTER TABLE articles ADD COLUMN url TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN url_key TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN site TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN published TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN saved TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN feed TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN excerpt TEXT NOT NULL DEFAULT '';
CREATE INDEX articles_url ON articles (url_key) WHERE url_key <> '';
CREATE INDEX articles_published ON articles (published) WHERE published <> '';

-- archived: when it was put away. remark: what the person wrote about the whole article. touched: which parts
-- of the state the person has changed here (see telling.py); a file that is read again leaves those alone.
ALTER TABLE state ADD COLUMN archived REAL;
ALTER TABLE state ADD COLUMN remark TEXT NOT NULL DEFAULT '';
ALTER TABLE state ADD COLUMN touched INTEGER NOT NULL DEFAULT 0;
CREATE INDEX state_archived ON state (article, archived) WHERE archived IS NOT NULL;
CREATE INDEX state_progress ON state (article, progress) WHERE progress > 0;

-- Passages that the person marked. anchor is how the words were found when the highlight was made; it never
-- changes. The place is where they are now; NULL while they are not in the text.
CREATE TABLE highlights (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    quote TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    color TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',   -- a JSON list; '' for none
    anchor TEXT NOT NULL DEFAULT '',
    block INTEGER,
    char INTEGER,
    end_block INTEGER,
    end_char INTEGER
);
CREATE INDEX highlights_article ON highlights (article);

-- came_from: the digest of the file that the article came from. record: whether the blob is not that file but
-- the record of the article alone, as for exports of services. empty: whether the page has no text. told: the
-- tags and highlights that the page has stated so far (JSON).
ALTER TABLE sources ADD COLUMN came_from TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN record INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN empty INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN told TEXT NOT NULL DEFAULT '';
UPDATE sources SET came_from = CASE WHEN vanished IS NULL AND digest <> '' THEN digest
    ELSE ifnull((SELECT digest FROM blobs WHERE id = blob), '') END;

-- Where a link says that the other article is; '' if it does not. address_key: an address on the web in one
-- spelling, else ''.
ALTER TABLE links ADD COLUMN address NOT NULL DEFAULT '';
ALTER TABLE links ADD COLUMN address_key TEXT NOT NULL DEFAULT '';
CREATE INDEX links_address ON links (address) WHERE address <> '';
CREATE INDEX links_address_key ON links (address_key) WHERE address_key <> '';

-- An article without text is searched by its address and its summary; remarks are searched as notes.
CREATE TRIGGER article_described AFTER UPDATE OF url, excerpt ON articles
WHEN NEW.body_key = '' AND (OLD.url <> NEW.url OR OLD.excerpt <> NEW.excerpt) BEGIN
    {_index("NEW.id")}
END;
CREATE TRIGGER remark_added AFTER INSERT ON state WHEN NEW.remark <> '' BEGIN
    {_index("NEW.article")}
END;
CREATE TRIGGER remark_changed AFTER UPDATE OF article, remark ON state
WHEN OLD.remark <> NEW.remark OR (OLD.article <> NEW.article AND NEW.remark <> '') BEGIN
    {_index("OLD.article")}
    {_index("NEW.article")}
END;
CREATE TRIGGER remark_gone AFTER DELETE ON state WHEN OLD.remark <> '' BEGIN
    {_index("OLD.article")}
END;

INSERT INTO revisions VALUES ('progress', 0), ('highlights', 0);
DROP TRIGGER revision_article_changed;
CREATE TRIGGER revision_article_changed
AFTER UPDATE OF key, added, words, lang, url, site, author, published ON articles
WHEN OLD.key <> NEW.key OR OLD.added <> NEW.added OR OLD.words <> NEW.words OR OLD.lang <> NEW.lang
    OR OLD.url <> NEW.url OR OLD.site <> NEW.site OR OLD.author <> NEW.author
    OR OLD.published <> NEW.published BEGIN
    {_BUMP} 'articles';
END;
DROP TRIGGER revision_state_added;
CREATE TRIGGER revision_state_added AFTER INSERT ON state
WHEN NEW.read IS NOT NULL OR NEW.starred OR NEW.archived IS NOT NULL BEGIN
    {_BUMP} 'state';
END;
DROP TRIGGER revision_state_changed;
CREATE TRIGGER revision_state_changed AFTER UPDATE OF article, read, starred, archived ON state
WHEN OLD.article <> NEW.article OR OLD.read IS NOT NEW.read OR OLD.starred <> NEW.starred
    OR OLD.archived IS NOT NEW.archived BEGIN
    {_BUMP} 'state';
END;
DROP TRIGGER revision_state_gone;
CREATE TRIGGER revision_state_gone AFTER DELETE ON state
WHEN OLD.read IS NOT NULL OR OLD.starred OR OLD.archived IS NOT NULL BEGIN
    {_BUMP} 'state';
END;
CREATE TRIGGER revision_progress_added AFTER INSERT ON state WHEN NEW.progress > 0 BEGIN
    {_BUMP} 'progress';
END;
CREATE TRIGGER revision_progress_changed AFTER UPDATE OF article, progress ON state
WHEN OLD.article <> NEW.article OR OLD.progress <> NEW.progress BEGIN
    {_BUMP} 'progress';
END;
CREATE TRIGGER revision_progress_gone AFTER DELETE ON state WHEN OLD.progress > 0 BEGIN
    {_BUMP} 'progress';
END;
CREATE TRIGGER revision_highlight_added AFTER INSERT ON highlights BEGIN
    {_BUMP} 'highlights';
END;
CREATE TRIGGER revision_highlight_changed AFTER UPDATE ON highlights BEGIN
    {_BUMP} 'highlights';
END;
CREATE TRIGGER revision_highlight_gone AFTER DELETE ON highlights BEGIN
    {_BUMP} 'highlights';
END;
"""
