"""Counts of changes, which show when remembered answers are out of date."""

SQL = """
-- Counts the changes to the facts by which lists are sorted and filtered, so that a remembered answer is
-- known to be out of date. Reading on, searching and indexing do not change them.
CREATE TABLE revisions (part TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO revisions VALUES ('articles', 0), ('state', 0), ('tags', 0);
CREATE INDEX articles_lang ON articles (lang);

CREATE TRIGGER revision_article_added AFTER INSERT ON articles BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;
CREATE TRIGGER revision_article_changed AFTER UPDATE OF added, words, lang ON articles
WHEN OLD.added <> NEW.added OR OLD.words <> NEW.words OR OLD.lang <> NEW.lang BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;
CREATE TRIGGER revision_article_gone AFTER DELETE ON articles BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;
CREATE TRIGGER revision_source_added AFTER INSERT ON sources BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;
CREATE TRIGGER revision_source_changed AFTER UPDATE OF uri, article ON sources BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;
CREATE TRIGGER revision_source_gone AFTER DELETE ON sources BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;

CREATE TRIGGER revision_state_added AFTER INSERT ON state
WHEN NEW.read IS NOT NULL OR NEW.starred BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'state';
END;
CREATE TRIGGER revision_state_changed AFTER UPDATE OF article, read, starred ON state
WHEN OLD.article <> NEW.article OR OLD.read IS NOT NEW.read OR OLD.starred <> NEW.starred BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'state';
END;
CREATE TRIGGER revision_state_gone AFTER DELETE ON state
WHEN OLD.read IS NOT NULL OR OLD.starred BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'state';
END;

CREATE TRIGGER revision_tag_added AFTER INSERT ON tags BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'tags';
END;
CREATE TRIGGER revision_tag_changed AFTER UPDATE ON tags BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'tags';
END;
CREATE TRIGGER revision_tag_gone AFTER DELETE ON tags BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'tags';
END;
"""
