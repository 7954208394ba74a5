"""The trash and the journal."""

_FREES = """
    DELETE FROM blobs WHERE id = OLD.blob AND id NOT IN (SELECT blob FROM sources WHERE blob = OLD.blob)
    AND id NOT IN (SELECT blob FROM assets WHERE blob = OLD.blob)
    AND id NOT IN (SELECT blob FROM trash_blobs WHERE blob = OLD.blob);
END;
"""

SQL = f"""
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
    PRIMARY KEY (article, uri, member)
) WITHOUT ROWID;
CREATE INDEX trash_sources_uri ON trash_sources (uri);

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
