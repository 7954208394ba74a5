"""What was fetched and with what result, and the feeds that the person follows."""

SQL = """
-- The last time that the text of an article was fetched. reason: why there was none; '' if there was one.
-- lasting: whether asking again is no use. not_before: when the server wants to be asked again. etag,
-- modified: what names the version that was fetched. wanted: whether the whole text is to be fetched although
-- the library has a text, as for a feed that has summaries only.
CREATE TABLE fetches (
    article INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    url TEXT NOT NULL,
    at REAL NOT NULL DEFAULT 0,
    status INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    lasting INTEGER NOT NULL DEFAULT 0,
    not_before REAL NOT NULL DEFAULT 0,
    etag TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    wanted INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX fetches_wanted ON fetches (article) WHERE wanted;

-- url: the address by which articles name their feed (articles.feed); it never changes. address: where the
-- feed is now, if it has moved. followed: since when; NULL once it is not followed any more: what is known of
-- its entries is kept, so that they do not come back. whole: whether the whole text of entries is fetched
-- from their pages. failures: how often in a row it could not be fetched.
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    site TEXT NOT NULL DEFAULT '',
    folder TEXT NOT NULL DEFAULT '',
    whole INTEGER NOT NULL DEFAULT 0,
    followed REAL,
    fetched REAL,
    error TEXT NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0,
    not_before REAL NOT NULL DEFAULT 0,
    etag TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL DEFAULT ''
);

-- The entries of a feed that have been in it: a digest of what identifies each.
CREATE TABLE feed_entries (
    feed INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
    entry BLOB NOT NULL,
    PRIMARY KEY (feed, entry)
) WITHOUT ROWID;

CREATE INDEX articles_feed ON articles (feed) WHERE feed <> '';

-- feed: in a query names feeds.
INSERT INTO revisions VALUES ('feeds', 0);
CREATE TRIGGER revision_feed_added AFTER INSERT ON feeds BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'feeds';
END;
CREATE TRIGGER revision_feed_changed AFTER UPDATE OF url, title ON feeds
WHEN OLD.url <> NEW.url OR OLD.title <> NEW.title BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'feeds';
END;
CREATE TRIGGER revision_feed_gone AFTER DELETE ON feeds BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'feeds';
END;
CREATE TRIGGER revision_feed_of_article AFTER UPDATE OF feed ON articles WHEN OLD.feed <> NEW.feed BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'feeds';
END;
"""
