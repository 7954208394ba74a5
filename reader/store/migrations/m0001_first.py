"""The first schema: articles, their pages, links, reading state and trail."""

SQL = """
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
