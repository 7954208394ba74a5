"""Many pages of one article, and many articles with one title."""

SQL = """
-- A digest of the links that the page states; '' for none, NULL for a page read by an earlier version.
-- Pages of one article that state the same links share the rows of the first of them.
ALTER TABLE sources ADD COLUMN stated TEXT;
CREATE INDEX sources_stated ON sources (article, stated) WHERE stated <> '';
-- Keys that very many articles share are looked up together with columns that tell the articles apart.
DROP INDEX articles_title;
CREATE INDEX articles_title ON articles (title_key, titled, head) WHERE title_key <> '';
CREATE INDEX articles_note_title ON articles (title_key, titled, note_head)
WHERE title_key <> '' AND note_head <> '';
DROP INDEX articles_cut;
CREATE INDEX articles_cut ON articles (substr(title_key, 1, 10), head) WHERE title_cut;
CREATE INDEX articles_note_cut ON articles (substr(title_key, 1, 10), note_head)
WHERE title_cut AND note_head <> '';
DROP INDEX articles_head;
CREATE INDEX articles_head ON articles (head) WHERE head <> '';
DROP INDEX articles_note_head;
CREATE INDEX articles_note_head ON articles (note_head) WHERE note_head <> '';
DROP INDEX links_title;
DROP INDEX links_teaser;
CREATE INDEX links_teaser ON links (teaser_key, title_key);
DROP INDEX links_cut;
CREATE INDEX links_cut ON links (title_key) WHERE title_cut;
DROP INDEX links_names;
CREATE INDEX links_names ON links (names, title_cut, title_key, title, article) WHERE names IS NOT NULL;
"""
