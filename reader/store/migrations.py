"""The schema of the library file, as steps that are each applied once and recorded with their time.

To change the schema, add a step at the end. Never alter a step that has been released. A library with a step
that this version does not know was made by a newer version and is refused.
"""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Iterator

from reader.errors import LibraryError, LibraryReadOnly, NotALibrary
from reader.store.database import Database
from reader.store.opening import Opened

_FIRST = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- One small row per article: the values that lists show and that links are compared with. Ids are never
-- reused, because the search index and the trail remember them.
CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,        -- what the article is: a digest of title, note and body
    body_key TEXT NOT NULL,          -- a digest of the body alone; '' without one
    own_title TEXT NOT NULL,         -- the title its page gives it, or its first words
    titled INTEGER NOT NULL,         -- whether own_title is the page's
    title TEXT NOT NULL,             -- the title it goes by: own_title, or one that links give it
    title_from TEXT NOT NULL,
    title_key TEXT NOT NULL,         -- folded, without trailing '...'; '' when title is its first words
    title_cut INTEGER NOT NULL,      -- whether a trailing '...' was taken off title_key
    sort_key TEXT NOT NULL,
    head TEXT NOT NULL,              -- the folded first characters of the body, to compare teasers with
    note_head TEXT NOT NULL,         -- the same with the note before the body; '' without note or title
    lead TEXT NOT NULL,
    words INTEGER NOT NULL,
    lang TEXT NOT NULL,
    tags TEXT NOT NULL,              -- a JSON list
    added REAL NOT NULL,
    updated REAL NOT NULL
);
CREATE INDEX articles_added ON articles (added DESC);
CREATE INDEX articles_sort ON articles (sort_key);
CREATE INDEX articles_words ON articles (words);
CREATE INDEX articles_title ON articles (title_key, head) WHERE title_key <> '';
CREATE INDEX articles_cut ON articles (substr(title_key, 1, 10)) WHERE title_cut;
CREATE INDEX articles_head ON articles (substr(head, 1, 16)) WHERE NOT titled AND head <> '';

CREATE TABLE bodies (
    article INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    note TEXT NOT NULL,
    note_label TEXT NOT NULL,
    blocks TEXT NOT NULL
);

CREATE TABLE tags (
    tag TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (tag, article)
) WITHOUT ROWID;
CREATE INDEX tags_article ON tags (article);

CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    uri NOT NULL UNIQUE,             -- text; bytes for a path that is not text
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    digest TEXT NOT NULL,
    encoding TEXT NOT NULL,
    added REAL NOT NULL
);
CREATE INDEX sources_article ON sources (article);

CREATE TABLE originals (
    source INTEGER PRIMARY KEY REFERENCES sources ON DELETE CASCADE,
    raw BLOB NOT NULL                -- zlib
);

-- Links as their page states them, and the result of resolution. names: the article without a title that
-- takes this link's title. candidates: a JSON list if several articles fit equally well (empty if there are
-- too many to list), else ''; NULL until the link is first settled, which keeps links that are resolved at
-- once out of links_wanted.
CREATE TABLE links (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    teaser TEXT NOT NULL,
    title_key TEXT NOT NULL,
    title_cut INTEGER NOT NULL,
    teaser_key TEXT NOT NULL,
    names INTEGER REFERENCES articles ON DELETE SET NULL,
    target INTEGER REFERENCES articles ON DELETE SET NULL,
    candidates TEXT
);
CREATE INDEX links_article ON links (article);
CREATE INDEX links_source ON links (source);
CREATE INDEX links_title ON links (title_key);
CREATE INDEX links_cut ON links (substr(title_key, 1, 10)) WHERE title_cut;
CREATE INDEX links_teaser ON links (substr(teaser_key, 1, 16)) WHERE teaser_key <> '';
CREATE INDEX links_names ON links (names) WHERE names IS NOT NULL;
CREATE INDEX links_target ON links (target) WHERE target IS NOT NULL;
CREATE INDEX links_wanted ON links (title_key, article) WHERE target IS NULL AND candidates = '';

CREATE TABLE state (
    article INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    read REAL,
    starred INTEGER NOT NULL DEFAULT 0,
    block INTEGER NOT NULL DEFAULT -1,
    char INTEGER NOT NULL DEFAULT 0,
    progress REAL NOT NULL DEFAULT 0
);
CREATE INDEX state_read ON state (article, read) WHERE read IS NOT NULL;
CREATE INDEX state_starred ON state (article) WHERE starred;

-- "left" counts departures: "forward" goes to the child with the highest number.
CREATE TABLE visits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parent INTEGER,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    block INTEGER NOT NULL,
    char INTEGER NOT NULL,
    query TEXT NOT NULL,
    at REAL NOT NULL,
    "left" INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX visits_parent ON visits (parent);
CREATE INDEX visits_article ON visits (article);
CREATE INDEX visits_left ON visits ("left");
-- A deleted visit (of a deleted article) leaves no gap: its parent gets its children.
CREATE TRIGGER visit_gone AFTER DELETE ON visits BEGIN
    UPDATE visits SET parent = OLD.parent WHERE parent = OLD.id;
    UPDATE meta SET value = OLD.parent WHERE name = 'visit' AND value = OLD.id;
END;

-- Changes that the search index has not seen yet: one row per article, renumbered by each change.
CREATE TABLE changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL UNIQUE);
CREATE TRIGGER article_added AFTER INSERT ON articles BEGIN
    REPLACE INTO changes (article) VALUES (NEW.id);
END;
CREATE TRIGGER article_changed AFTER UPDATE OF key, title, lang, tags ON articles
WHEN OLD.key <> NEW.key OR OLD.title <> NEW.title OR OLD.lang <> NEW.lang OR OLD.tags <> NEW.tags BEGIN
    REPLACE INTO changes (article) VALUES (NEW.id);
END;
CREATE TRIGGER article_gone AFTER DELETE ON articles BEGIN
    REPLACE INTO changes (article) VALUES (OLD.id);
END;
"""

_TRAIL = """
-- The screen around the article: the article selected in the list, and the part with the focus.
ALTER TABLE visits ADD COLUMN selected INTEGER;
ALTER TABLE visits ADD COLUMN focus TEXT NOT NULL DEFAULT 'article';
"""

_SEARCHES = """
-- Searches with a name. The key is the folded name, so that names that differ only in case are the same.
CREATE TABLE saved_searches (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    saved REAL NOT NULL
) WITHOUT ROWID;

-- Recent searches, each once. The highest number is the latest.
CREATE TABLE recent_searches (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    query TEXT NOT NULL UNIQUE,
    at REAL NOT NULL
);
"""

_HEADS = """
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

_REVISIONS = """
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

_MATCHES = """
-- Which match of its search was the current one, counted from 1; 0: none.
ALTER TABLE visits ADD COLUMN "match" INTEGER NOT NULL DEFAULT 0;
"""

_MARKED = """
-- Whether the matches of its search were marked: 0 if the user had cleared the marks.
ALTER TABLE visits ADD COLUMN marked INTEGER NOT NULL DEFAULT 1;
"""

_UNINDEXED = """
-- Articles that could not be indexed as they are, and why.
CREATE TABLE unindexed (
    article INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    reason TEXT NOT NULL
);
"""

_DIGESTS = """
-- A digest of the content of each row (see seals.py), by table and key.
CREATE TABLE seals (
    part TEXT NOT NULL,
    id NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (part, id)
) WITHOUT ROWID;
"""

_CROWDS = """
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

_BLOBS = """
-- The bytes of files and assets, each stored once, with their digest. It is not UNIQUE, so that different
-- bytes are all kept even if a damaged digest makes them look equal.
CREATE TABLE blobs (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL,
    form TEXT NOT NULL,              -- how they are written down: 'zlib' or 'plain'
    bytes BLOB NOT NULL
);
CREATE INDEX sources_digest ON sources (digest, id);
-- Damaged values may be NULL where that is not allowed.
INSERT INTO blobs (id, digest, form, bytes)
SELECT s.id, ifnull(s.digest, ''), 'zlib', ifnull(o.raw, x'')
FROM originals o JOIN sources s ON s.id = o.source
WHERE NOT EXISTS (
    SELECT 1 FROM sources e JOIN originals p ON p.source = e.id
    WHERE e.digest = s.digest AND e.id < s.id AND p.raw = o.raw
)
ORDER BY o.source;
CREATE INDEX blobs_digest ON blobs (digest);

-- One row per article of a file. member identifies it in its file; '' if the file is one article. digest is
-- that of the file when it was last read to its end, '' until then. blob is the bytes that the article came
-- from: those of an earlier reading if the file no longer contains it. vanished is the time at which that was
-- noticed, NULL while the file contains it.
CREATE TABLE made_anew (
    id INTEGER PRIMARY KEY,
    uri NOT NULL,                    -- text; bytes for a path that is not text
    member TEXT NOT NULL DEFAULT '',
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    digest TEXT NOT NULL,
    blob INTEGER REFERENCES blobs,
    media_type TEXT NOT NULL DEFAULT '',
    encoding TEXT NOT NULL,
    added REAL NOT NULL,
    stated TEXT,
    vanished REAL,
    UNIQUE (uri, member)
);
INSERT INTO made_anew (id, uri, article, digest, blob, encoding, added, stated)
SELECT s.id, ifnull(s.uri, 'unknown:' || s.id), ifnull(s.article, 0), ifnull(s.digest, ''), coalesce(
    (SELECT b.id FROM blobs b WHERE b.id = s.id),
    (SELECT b.id FROM blobs b JOIN originals o ON o.source = s.id
     WHERE b.digest = s.digest AND b.bytes = o.raw ORDER BY b.id LIMIT 1)
), ifnull(s.encoding, ''), ifnull(s.added, 0.0), s.stated FROM sources s ORDER BY s.id;
DROP TABLE originals;
DROP TABLE sources;
ALTER TABLE made_anew RENAME TO sources;
CREATE INDEX sources_article ON sources (article);
CREATE INDEX sources_stated ON sources (article, stated) WHERE stated <> '';
CREATE INDEX sources_blob ON sources (blob);
CREATE INDEX sources_vanished ON sources (article) WHERE vanished IS NOT NULL;
CREATE TRIGGER revision_source_added AFTER INSERT ON sources BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;
CREATE TRIGGER revision_source_changed AFTER UPDATE OF uri, article ON sources BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;
CREATE TRIGGER revision_source_gone AFTER DELETE ON sources BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;

-- Pictures and files that belong to an article, by the names that it uses.
CREATE TABLE assets (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    digest TEXT NOT NULL,
    blob INTEGER REFERENCES blobs,
    UNIQUE (source, name)
);
CREATE INDEX assets_blob ON assets (blob);
"""

_FREES = """
    DELETE FROM blobs WHERE id = OLD.blob AND id NOT IN (SELECT blob FROM sources WHERE blob = OLD.blob)
    AND id NOT IN (SELECT blob FROM assets WHERE blob = OLD.blob)
    AND id NOT IN (SELECT blob FROM trash_blobs WHERE blob = OLD.blob);
END;
"""

_TRASH = f"""
-- Removed articles with everything that belonged to them (see trash.py), until 30 days have passed.
CREATE TABLE trash (
    article INTEGER PRIMARY KEY,     -- the id it had, and gets back
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    removed REAL NOT NULL,
    content BLOB NOT NULL            -- its rows in other tables: JSON, zlib
);
CREATE INDEX trash_key ON trash (key);
CREATE INDEX trash_removed ON trash (removed);
CREATE TABLE trash_sources (
    article INTEGER NOT NULL REFERENCES trash ON DELETE CASCADE,
    uri NOT NULL,                    -- as in sources
    member TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (article, uri, member)
) WITHOUT ROWID;
CREATE INDEX trash_sources_uri ON trash_sources (uri);
CREATE INDEX trash_sources_digest ON trash_sources (digest);

-- The bytes that an article in the trash came from, and those of its pictures. They stay as long as it does.
CREATE TABLE trash_blobs (
    article INTEGER NOT NULL REFERENCES trash ON DELETE CASCADE,
    blob INTEGER NOT NULL REFERENCES blobs,
    PRIMARY KEY (article, blob)
) WITHOUT ROWID;
CREATE INDEX trash_blobs_blob ON trash_blobs (blob);

-- Bytes that nothing refers to any more are deleted.
CREATE TRIGGER source_gone AFTER DELETE ON sources BEGIN{_FREES}
CREATE TRIGGER source_read AFTER UPDATE OF blob ON sources WHEN OLD.blob IS NOT NEW.blob BEGIN{_FREES}
CREATE TRIGGER asset_gone AFTER DELETE ON assets BEGIN{_FREES}
CREATE TRIGGER asset_read AFTER UPDATE OF blob ON assets WHEN OLD.blob IS NOT NEW.blob BEGIN{_FREES}
CREATE TRIGGER trash_blob_gone AFTER DELETE ON trash_blobs BEGIN{_FREES}

-- The trail before its steps to removed articles were deleted: the step before each of these, and before each
-- step that followed one of them (article is NULL: that step still exists). See steps.py.
CREATE TABLE trash_steps (
    id INTEGER PRIMARY KEY,
    parent INTEGER,
    article INTEGER REFERENCES trash ON DELETE CASCADE,
    stood INTEGER NOT NULL DEFAULT 0 -- whether the person stood here
);
CREATE INDEX trash_steps_parent ON trash_steps (parent);
CREATE INDEX trash_steps_article ON trash_steps (article);
CREATE INDEX trash_steps_stood ON trash_steps (stood) WHERE stood;
CREATE TRIGGER trash_step_gone AFTER DELETE ON trash_steps WHEN OLD.article IS NOT NULL BEGIN
    UPDATE trash_steps SET parent = OLD.parent WHERE parent = OLD.id;
END;

-- Changes to articles, each with everything needed to undo it (see journal.py).
CREATE TABLE journal (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    change TEXT NOT NULL,            -- JSON, without the articles
    aspect TEXT NOT NULL,
    facts BLOB NOT NULL,             -- before, after, and which articles: JSON, zlib
    undone INTEGER NOT NULL DEFAULT 0
);
"""

_ANCHORS = """
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

MIGRATIONS: tuple[tuple[str, str], ...] = (
    ("0001 first", _FIRST),
    ("0002 trail", _TRAIL),
    ("0003 searches", _SEARCHES),
    ("0004 heads", _HEADS),
    ("0005 revisions", _REVISIONS),
    ("0006 matches", _MATCHES),
    ("0007 marked", _MARKED),
    ("0008 unindexed", _UNINDEXED),
    ("0009 digests", _DIGESTS),
    ("0010 crowds", _CROWDS),
    ("0011 blobs", _BLOBS),
    ("0012 trash", _TRASH),
    ("0013 anchors", _ANCHORS),
)
"""Every step: its name, which never changes, and its statements."""


def migrate(db: Database) -> None:
    """Applies the steps that the library has not seen yet, all together or not at all.

    Raises:
        LibraryError: the file is another program's database, or from a newer version.
        LibraryReadOnly: steps are missing and the file cannot be written.
    """
    known = [name for name, _ in MIGRATIONS]
    if _applied(db) == known:
        return
    # A step may rebuild a table that others refer to; without this, their rows would be deleted.
    with db.references_unguarded(), db.transaction():
        # Checked again under the lock: another process may just have done it.
        applied = _applied(db)
        _refuse_others(db, applied)
        if not applied:
            db.execute("CREATE TABLE migrations (name TEXT PRIMARY KEY, applied REAL NOT NULL)")
        for name, script in MIGRATIONS:
            if name not in applied:
                for statement in statements(script):
                    db.execute(statement)
                db.execute("INSERT INTO migrations (name, applied) VALUES (?, ?)", (name, time.time()))
        db.execute("INSERT OR IGNORE INTO meta VALUES ('library_id', ?)", (uuid.uuid4().hex,))


def _applied(db: Database) -> list[str]:
    if db.value("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'") is None:
        return []
    return db.column("SELECT name FROM migrations ORDER BY rowid")


def refuse_newer(db: Opened, applied: list[str]) -> None:
    """Raises LibraryError if steps are recorded in a library that this version does not know."""
    known = [name for name, _ in MIGRATIONS]
    newer = [name for name in applied if name not in known]
    if newer:
        from reader.text import display, truncate

        name = truncate(display(str(newer[0])), 60)
        raise LibraryError(
            f"was made by a newer version of reader (it knows {name!r}); update reader to open it",
            source=db.path,
        )


def _refuse_others(db: Database, applied: list[str]) -> None:
    refuse_newer(db, applied)
    if not applied and db.value("SELECT count(*) FROM sqlite_master"):
        raise NotALibrary("it is the database of another program", source=db.path)
    if db.read_only:
        raise LibraryReadOnly(
            f"was made by an older version of reader and cannot be written ({db.why_read_only});"
            " someone who may write there has to open it once",
            source=db.path,
        )


def statements(script: str) -> Iterator[str]:
    """The statements of a step, one by one."""
    # Not executescript(), which commits the open transaction: a step must be all or nothing.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
