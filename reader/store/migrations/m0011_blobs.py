"""Bytes that are stored only once, and files with many articles."""

SQL = """
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
