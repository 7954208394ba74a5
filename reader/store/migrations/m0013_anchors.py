"""Anchors, which find places again, and scenes of the trail."""

SQL = """
-- The words around a place, so that it is found again after the article has changed (see positions.py).
ALTER TABLE state ADD COLUMN anchor TEXT NOT NULL DEFAULT '';
-- The screen around a visit's article is stored as one JSON object: a new detail needs no new column.
CREATE TABLE old_visits AS SELECT * FROM visits WHERE article IN (SELECT id FROM articles);
CREATE TABLE old_sequence AS SELECT seq FROM sqlite_sequence WHERE name = 'visits';
DROP TABLE visits;
CREATE TABLE visits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parent INTEGER,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    block INTEGER NOT NULL,
    char INTEGER NOT NULL,
    anchor TEXT NOT NULL DEFAULT '',
    scene TEXT NOT NULL,
    at REAL NOT NULL,
    "left" INTEGER NOT NULL DEFAULT 0
);
-- Damaged values are replaced by the nearest valid ones, because the library has to open.
INSERT OR IGNORE INTO visits (id, parent, article, block, char, scene, at, "left")
SELECT id, parent, article, ifnull(block, -1), ifnull(char, 0), json_object(
    'query', ifnull(CAST(query AS TEXT), ''),
    'selected', CASE WHEN typeof(selected) = 'integer' THEN selected END,
    'focus', ifnull(CAST(focus AS TEXT), 'article'),
    'match', CASE WHEN typeof("match") = 'integer' THEN "match" ELSE 0 END,
    'marked', json(CASE WHEN marked IS NULL OR marked = 0 THEN 'false' ELSE 'true' END)
), ifnull(at, 0.0), ifnull("left", 0) FROM old_visits ORDER BY id;
UPDATE sqlite_sequence SET seq = max(seq, (SELECT max(seq) FROM old_sequence)) WHERE name = 'visits';
DROP TABLE old_visits;
DROP TABLE old_sequence;
CREATE INDEX visits_parent ON visits (parent);
CREATE INDEX visits_article ON visits (article);
CREATE INDEX visits_left ON visits ("left");
CREATE TRIGGER visit_gone AFTER DELETE ON visits BEGIN
    UPDATE visits SET parent = OLD.parent WHERE parent = OLD.id;
    UPDATE meta SET value = OLD.parent WHERE name = 'visit' AND value = OLD.id;
END;
"""
