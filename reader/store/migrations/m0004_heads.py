"""Articles are also found by their first words."""

SQL = """
-- Articles with a title of their own are also found by their first words, with the note and without.
DROP INDEX articles_head;
CREATE INDEX articles_head ON articles (substr(head, 1, 24)) WHERE head <> '';
CREATE INDEX articles_note_head ON articles (substr(note_head, 1, 24)) WHERE note_head <> '';
DROP INDEX links_teaser;
CREATE INDEX links_teaser ON links (substr(teaser_key, 1, 24)) WHERE teaser_key <> '';
-- Previous and next links by title: few, even for a title that very many articles recommend.
CREATE INDEX links_neighbour ON links (title_key, kind, article) WHERE kind IN ('previous', 'next');
CREATE INDEX articles_body ON articles (body_key);
-- The numbers of the images at the start of the body.
ALTER TABLE articles ADD COLUMN pictures TEXT NOT NULL DEFAULT '';
"""
