"""What was read on which day, and when an article was last in front."""

_NUMBER = "('real', 'integer')"

SQL = f"""
-- When the person last had the article before them; NULL if never.
ALTER TABLE state ADD COLUMN opened REAL;
UPDATE state SET opened = (
    SELECT max(at) FROM visits v WHERE v.article = state.article AND typeof(v.at) IN {_NUMBER}
);

-- What was read of an article on one day, where the person was. article refers to no row: what was read of a
-- removed article stays, and belongs to number 0 once that is gone for good. finished: how often an end was
-- reached.
CREATE TABLE reading_days (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,               -- as 2024-03-09
    article INTEGER NOT NULL,
    seconds REAL NOT NULL DEFAULT 0,
    words INTEGER NOT NULL DEFAULT 0,
    finished INTEGER NOT NULL DEFAULT 0,
    UNIQUE (day, article)
);
CREATE INDEX reading_days_article ON reading_days (article);
-- Earlier versions kept when an article was marked as read, and whether its end was reached; not how long it
-- took.
INSERT INTO reading_days (day, article, words, finished)
SELECT date(s.read, 'unixepoch', 'localtime'), a.id, a.words, 1
FROM state s JOIN articles a ON a.id = s.article
WHERE typeof(s.read) IN {_NUMBER} AND s.touched & 1 AND typeof(s.progress) IN {_NUMBER} AND s.progress >= 1
    AND typeof(a.words) = 'integer' AND date(s.read, 'unixepoch', 'localtime') IS NOT NULL;
"""
