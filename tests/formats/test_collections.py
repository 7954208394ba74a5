"""Folders and archives that programs keep pages in: WACZ, ArchiveBox, Zotero; and JSON Lines."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats
from reader.errors import UnreadableSource
from reader.formats import archivebox, json_lines
from reader.formats.crawls import wacz
from reader.formats.crawls.warc import responses
from reader.formats.zotero import reading as zotero
from reader.formats.zotero.library import published
from reader.model import Highlight
from reader.sources import Fetched, Names, files
from reader.sources import fetched as fetched_module
from tests.examples import examples
from tests.formats.exports.test_truth import wrong_in
from tests.unpacked import Unpacked, as_bytes, read_file, read_path, read_zip

OURS = (
    "books",
    "wacz",
    "archivebox",
    "zotero",
    "jsonl",
    "pages/cartographers-cat.html.gz",
)


@pytest.mark.parametrize("name", OURS)
def test_a_sample_comes_in_as_it_is(name: str, shared: Path) -> None:
    if not (shared / "intake").is_dir():
        pytest.skip("needs the samples of what people have saved")
    lines = (shared / "intake/truth.jsonl").read_text(encoding="utf-8").splitlines()
    truths = [truth for truth in map(json.loads, lines) if truth["file"].startswith(name)]
    wrong = []
    for truth in truths:
        for article in truth["articles"]:
            # A note of a book stands in the chapter that refers to it, too.
            article["links"] = [link for link in article["links"] if "anmerkungen" not in link]
        read = read_path(shared / "intake/samples" / truth["file"])
        wrong += [f"{truth['file']}: {what}" for what in wrong_in(read, truth)]
    assert truths
    assert wrong == []


def put(folder: Path, files: Mapping[str, object]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_bytes(content))
    return folder


def form_of(content: object, name: str = "/a.jsonl") -> str:
    return formats.format_of(Fetched(name, as_bytes(content))).name


# --- JSON Lines -------------------------------------------------------------------------------------------


def lines(*values: object) -> str:
    return "\n".join(value if isinstance(value, str) else json.dumps(value) for value in values) + "\n"


def test_all_that_a_line_says_is_kept() -> None:
    read = read_file(
        lines(
            {
                **{
                    "url": "https://example.org/a",
                    "headline": "A  walk",
                    "content_html": "<p>By <b>night</b>.</p>",
                },
                **{"authors": [{"name": "Ada"}, "Bo"], "date_published": "2020-05-01T10:00:00+02:00"},
                **{
                    "added": 1588320000,
                    "labels": "Long Reads, night",
                    "site_name": "The Site",
                    "language": "en-GB",
                },
                **{
                    "summary": "On walking.",
                    "note": "Again!",
                    "read": 1,
                    "favorite": True,
                    "archived": False,
                },
                "highlights": ["By night", {"text": "night", "note": "when?", "color": "Yellow"}],
            },
            {
                **{"title": "Plain", "text": "Plain\n\nOne.\n\nTwo\nlines."},
                **{"tags": [{"name": "x y"}, "z"], "author": "Cy"},
            },
        ),
        "/a.ndjson",
    )
    first, second = read.pages
    facts = first.facts
    assert (first.article.title, first.article.text(), first.article.lang) == ("A walk", "By night.", "en")
    assert (facts.url, facts.author, facts.site) == ("https://example.org/a", "Ada, Bo", "The Site")
    assert (facts.published, facts.saved) == ("2020-05-01T08:00:00Z", "2020-05-01T08:00:00Z")
    assert (facts.excerpt, facts.remark) == ("On walking.", "Again!")
    assert (facts.read, facts.starred, facts.archived) == (True, True, False)
    assert first.article.tags == ("long-reads", "night")
    assert facts.highlights == (Highlight("By night"), Highlight("night", "when?", color="yellow"))
    assert [block.plain for block in second.article.blocks] == ["One.", "Two\nlines."]
    assert (second.article.tags, second.facts.author, second.member) == (("x-y", "z"), "Cy", "line 2")
    assert read.refused == []


def test_lines_that_are_no_articles_are_named() -> None:
    read = read_file(
        lines({"title": "A", "text": "B."}, "", "{", [1], {"title": "C"}, {"url": "https://a.example/"})
    )
    assert read.titles == ["A", "https://a.example/"]
    assert [(member, reason) for _, member, reason in read.refused] == [
        ("line 3", "is not JSON"),
        ("line 4", "is not an object"),
        ("line 5", "it has neither a text nor an address"),
    ]


@pytest.mark.parametrize(
    ("content", "name", "form"),
    [
        (lines({"title": "A", "body": "B."}), "/a.jsonl", "JSON Lines"),
        (lines({"title": "A", "url": "https://a.example/"}), "/a.jsonl", "JSON Lines"),
        (lines({"title": "A", "body": "B."}, {"title": "A", "body": "C."}), "/a.txt", "JSON Lines"),
        (json.dumps({"title": "A" * 70_000, "body": "B." * 40_000}), "/a.jsonl", "saved page"),
        (json.dumps({"body": "B." * 40_000, "title": "A"}), "/a.jsonl", "JSON Lines"),
        (lines({"title": "A", "body": "B."}), "/a.json", "saved page"),
        (lines({"id": 1}, {"id": 2}), "/a.jsonl", "saved page"),
        ("[1]\n[2]\n", "/a.jsonl", "saved page"),
        ("{\n", "/a.jsonl", "saved page"),
        ("Words and {braces}\n", "/a.jsonl", "saved page"),
        (
            lines({"format": "json-pages-1.0", "id": "pages"}, {"url": "https://a.example/"}),
            "/a.jsonl",
            "WACZ pages",
        ),
    ],
)
def test_json_lines_are_told_by_what_is_in_them(content: str, name: str, form: str) -> None:
    assert form_of(content, name) == form


def test_a_large_file_is_read_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 1000)
    monkeypatch.setattr(fetched_module, "MAX_BYTES", 1000)
    path = tmp_path / "large.jsonl"
    path.write_text(lines(*({"title": f"A {number}", "body": "word"} for number in range(200))))
    read = read_path(path)
    assert (len(read.pages), read.refused) == (200, [])
    assert {page.raw for page in read.pages} == {b""}


@given(
    st.lists(
        st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists)
        | st.dictionaries(
            st.sampled_from(
                ["title", "url", "text", "html", "content", "author", "date", "tags", "highlights", "read"]
            ),
            st.recursive(
                st.none() | st.floats() | st.text(),
                lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            ),
        ),
        max_size=4,
    )
)
@examples(40)
def test_any_lines_are_articles_or_refused(values: list[object]) -> None:
    raw = "\n".join(json.dumps(value) for value in values).encode()
    found = list(json_lines.read(Fetched("/a.jsonl", raw)))
    assert len(found) == len(values)


# --- WACZ -------------------------------------------------------------------------------------------------


def record(
    url: str, content: bytes, *, headers: str = "", status: int = 200, kind: str = "text/html"
) -> bytes:
    http = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\n{headers}\r\n".encode() + content
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2023-05-06T10:00:00Z\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def html(text: str) -> bytes:
    return f"<html><body><nav>Home</nav><article><h1>Title</h1><p>{text}</p></article></body></html>".encode()


LONG = "A text that is long enough to be taken for the article of a page by whoever looks at it. " * 3


def test_pages_have_the_text_that_the_server_sent() -> None:
    pages = lines(
        {"format": "json-pages-1.0", "id": "pages"},
        {"url": "https://a.example/1", "title": "One", "ts": "20230506100000", "text": f"One {LONG}"},
        {"url": "https://a.example/2#top", "title": "Two", "ts": "2023-05-06T10:00:00.123Z"},
        {"url": "https://a.example/3", "title": "Three", "text": "Three It was made by scripts."},
        {"url": "https://a.example/4", "title": "https://a.example/4"},
        "{",
        {"title": "no address"},
    )
    warc = b"".join(
        gzip.compress(each)
        for each in (
            record("https://a.example/1", html(f"First {LONG}")),
            record(
                "https://a.example/2",
                gzip.compress(html(f"Second {LONG}")),
                headers="Content-Encoding: gzip\r\n",
            ),
            record("https://a.example/3", html("")),
            record("https://a.example/4", html(f"Gone {LONG}"), status=404),
            record("https://a.example/other", html(LONG)),
        )
    )
    files = {"archive/data.warc.gz": warc, "pages/pages.jsonl": pages, "datapackage.json": "{}"}
    read = _wacz(files)
    one, two, three, four = read.pages
    assert one.article.text().startswith("First A text")
    assert one.facts.saved == "2023-05-06T10:00:00Z"
    assert two.article.text().startswith("Second A text")
    assert (two.facts.url, two.facts.saved) == ("https://a.example/2#top", "2023-05-06T10:00:00Z")
    assert three.article.text() == "It was made by scripts."
    assert (four.article.title, four.article.blocks) == ("https://a.example/4", ())
    assert [(member, reason) for _, member, reason in read.refused] == [
        ("pages/pages.jsonl, line 6", "is not JSON"),
        ("pages/pages.jsonl, line 7", "is not a page: it has no address"),
    ]


def _wacz(files: Mapping[str, object]) -> Unpacked:
    import io
    import zipfile

    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, as_bytes(content))
    assert form_of(raw.getvalue(), "/a.wacz") == "WACZ"
    return read_file(raw.getvalue(), "/a.wacz")


def test_chunks_are_joined_and_a_cut_off_archive_gives_what_is_there() -> None:
    chunked = b"5\r\nHello\r\n7;x=y\r\n, world\r\n0\r\n\r\n"
    whole = (
        record("https://a.example/1", chunked, headers="Transfer-Encoding: chunked\r\n")
        + record("https://a.example/2", b"Not in chunks", headers="Transfer-Encoding: chunked\r\n")
        + record("https://a.example/3", b"packed", headers="Content-Encoding: br\r\n")
        + record("https://a.example/4", b"fourth")
    )
    found = [(each.url[-1], each.content) for each in responses(Fetched("/a.warc", whole))]
    assert found == [("1", b"Hello, world"), ("2", b"Not in chunks"), ("4", b"fourth")]
    packed = gzip.compress(whole)
    assert [each.url[-1] for each in responses(Fetched("/a.warc.gz", packed))] == ["1", "2", "4"]
    assert [each.url[-1] for each in responses(Fetched("/a.warc", whole[:-10]))] == ["1", "2"]


def test_the_pages_in_a_warc_are_articles() -> None:
    raw = (
        record("https://a.example/1", html(f"First {LONG}"))
        + record("https://a.example/frame", html("An advertisement."))
        + record("https://a.example/a.png", b"\x89PNG" + bytes(900), kind="image/png")
        + record("https://a.example/gone", html(f"Gone {LONG}"), status=404)
        + record("https://a.example/1", html(f"Again {LONG}"))
    )
    for content, name in ((raw, "/a.warc"), (gzip.compress(raw), "/a.warc.gz")):
        (one,) = read_zip({name: content}).pages
        assert (one.member, one.facts.url) == ("https://a.example/1", "https://a.example/1")
        assert one.facts.saved == "2023-05-06T10:00:00Z"
        assert one.article.text().startswith("First A text")
    ((_, _, reason),) = read_file(record("https://a.example/x", b"", kind="text/css"), "/a.warc").refused
    assert reason == "is a web archive without pages of text"


@given(st.binary(max_size=60), st.integers(0, 400), st.binary(max_size=4))
def test_any_warc_is_read_to_its_end(noise: bytes, at: int, instead: bytes) -> None:
    whole = record("https://a.example/1", b"3\r\nabc\r\n0\r\n\r\n", headers="Transfer-Encoding: chunked\r\n")
    raw = whole[:at] + noise + instead + whole[at + len(instead) :]
    for each in responses(Fetched("/a.warc", raw)):
        assert isinstance(each.content, bytes)


def test_other_zips_are_no_wacz() -> None:
    for name in ("archive/a.txt", "datapackage.json", "pages/pages.txt"):
        assert read_zip({name: "Some words."}).titles == ["Some words."]
    assert not wacz.sniff(Fetched("/a.zip", b"PK\3\4" + bytes(26) + b"archive/"))


# --- ArchiveBox -------------------------------------------------------------------------------------------

INDEX = {
    "url": "https://a.example/1",
    "timestamp": "1556020000.0",
    "title": "One",
    "tags": "a,b c",
    "history": {},
}


@pytest.mark.parametrize(
    ("files", "text"),
    [
        (
            {"singlefile.html": html(f"Single {LONG}"), "readability/content.html": "<p>Readable.</p>"},
            "Single A",
        ),
        ({"singlefile.html": b"", "readability/content.html": "<p>Readable.</p>"}, "Readable."),
        ({"mercury/content.html": "<p>Mercury.</p>", "htmltotext.txt": "Text."}, "Mercury."),
        ({"singlefile/singlefile.html": html(f"New {LONG}")}, "New A"),
        ({"htmltotext.txt": "One\n\nText."}, "Text."),
        ({}, ""),
    ],
)
@pytest.mark.parametrize("folder", ["", "archive/1556020000.0/", "box/archive/1556020000.0/"])
def test_a_snapshot_is_one_article_with_the_best_text(
    files: Mapping[str, object], text: str, folder: str, tmp_path: Path
) -> None:
    more = {"index.html": html("Extractor results"), "headers.json": "{}", "output.pdf": b"%PDF-", **files}
    put(tmp_path, {f"{folder}{name}": content for name, content in more.items()})
    put(tmp_path, {f"{folder}index.json": INDEX})
    if folder:
        top = folder.partition("archive/")[0]
        put(tmp_path, {f"{top}index.html": html("All"), f"{top}ArchiveBox.conf": "SECRET_KEY = x"})
    read = read_path(tmp_path)
    (one,) = read.pages
    assert read.refused == []
    assert (one.article.title, one.article.tags) == ("One", ("a", "b-c"))
    assert (one.facts.url, one.facts.saved) == ("https://a.example/1", "2019-04-23T11:46:40Z")
    assert one.article.text().startswith(text)
    assert "Home" not in one.article.text()


def test_only_one_of_two_indexes_is_read(tmp_path: Path) -> None:
    snapshot = {"type": "Snapshot", **INDEX, "bookmarked_at": "2024-04-05T04:30:00+00:00"}
    put(
        tmp_path,
        {"archive/1/index.json": INDEX, "archive/1/index.jsonl": lines(snapshot, {"type": "Binary"})},
    )
    (one,) = read_path(tmp_path).pages
    assert one.facts.saved == "2024-04-05T04:30:00Z"


@pytest.mark.parametrize(
    "content", ["", "{", "{}", '{"url": "x"}', '{"url": 1, "timestamp": {}, "history": []}', "[]"]
)
def test_an_index_of_something_else_takes_nothing(content: str, tmp_path: Path) -> None:
    put(tmp_path, {"index.json": content, "page.txt": "Some words."})
    with suppress(UnreadableSource):
        assert "Some words." in [page.article.text() for page in read_path(tmp_path).pages]
    if archivebox.sniff(fetched := Fetched("/index.json", content.encode())):
        assert list(archivebox.read(fetched))


# --- Zotero -----------------------------------------------------------------------------------------------

TABLES = """
CREATE TABLE itemTypes (itemTypeID INTEGER PRIMARY KEY, typeName TEXT);
CREATE TABLE fields (fieldID INTEGER PRIMARY KEY, fieldName TEXT);
CREATE TABLE items (itemID INTEGER PRIMARY KEY, itemTypeID INT, dateAdded TEXT, libraryID INT, key TEXT);
CREATE TABLE itemData (itemID INT, fieldID INT, valueID INT);
CREATE TABLE itemDataValues (valueID INTEGER PRIMARY KEY, value);
CREATE TABLE itemAttachments (itemID INTEGER, parentItemID INT, linkMode INT, contentType TEXT, path TEXT);
CREATE TABLE itemNotes (itemID INTEGER PRIMARY KEY, parentItemID INT, note TEXT, title TEXT);
CREATE TABLE creators (creatorID INTEGER PRIMARY KEY, firstName TEXT, lastName TEXT);
CREATE TABLE creatorTypes (creatorTypeID INTEGER PRIMARY KEY, creatorType TEXT);
CREATE TABLE itemCreators (itemID INT, creatorID INT, creatorTypeID INT, orderIndex INT);
CREATE TABLE tags (tagID INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE itemTags (itemID INT, tagID INT, type INT);
CREATE TABLE feeds (libraryID INT, url TEXT);
CREATE TABLE settings (setting TEXT, key TEXT, value TEXT);
INSERT INTO itemTypes VALUES (1, 'webpage'), (2, 'attachment'), (3, 'note'), (4, 'book');
INSERT INTO fields VALUES (1, 'title'), (2, 'url'), (3, 'date'), (4, 'DOI'), (5, 'language');
INSERT INTO settings VALUES ('account', 'username', 'SECRET-NAME');
"""


def library(folder: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(folder / "zotero.sqlite")) as connection:
        connection.executescript(TABLES + ";\n".join(statements))
        connection.commit()
    return folder


def item(number: int, kind: int, library: int = 1, **values: str) -> str:
    fields = {"title": 1, "url": 2, "date": 3, "DOI": 4, "language": 5}
    made = [f"INSERT INTO items VALUES ({number}, {kind}, '2020-01-02 03:04:05', {library}, 'KEY{number}')"]
    for name, value in values.items():
        place = number * 10 + fields[name]
        made.append(f"INSERT INTO itemDataValues VALUES ({place}, '{value}')")
        made.append(f"INSERT INTO itemData VALUES ({number}, {fields[name]}, {place})")
    return ";".join(made)


def test_an_item_has_the_text_of_its_snapshot(tmp_path: Path) -> None:
    library(
        tmp_path,
        item(1, 1, title="One", url="https://a.example/1", date="2017-03-00 March 2017", language="en"),
        item(2, 2),
        item(3, 4, title="A Book", DOI="10.1000/x"),
        item(4, 3),
        item(5, 2, title="Loose"),
        item(6, 1, 2, title="From a feed"),
        item(7, 2),
        "INSERT INTO feeds VALUES (2, 'https://a.example/feed')",
        "INSERT INTO itemAttachments VALUES (2, 1, 1, 'text/html', 'storage:page.html')",
        "INSERT INTO itemAttachments VALUES (5, NULL, 0, 'text/plain', 'storage:loose.txt')",
        "INSERT INTO itemAttachments VALUES (7, 3, 2, 'application/pdf', '/home/someone/book.pdf')",
        "INSERT INTO itemNotes VALUES (4, NULL, '<p>To <b>do</b>.</p>', 'To do')",
        "INSERT INTO creators VALUES (1, 'Ed', 'Itor'), (2, 'Au', 'Thor')",
        "INSERT INTO creatorTypes VALUES (1, 'editor'), (2, 'author')",
        "INSERT INTO itemCreators VALUES (1, 1, 1, 0), (1, 2, 2, 1), (3, 1, 1, 0)",
        "INSERT INTO tags VALUES (1, 'mine'), (2, 'the site''s')",
        "INSERT INTO itemTags VALUES (1, 1, 0), (1, 2, 1)",
    )
    put(tmp_path, {"storage/KEY2/page.html": html(LONG), "storage/KEY5/loose.txt": "Loose words."})
    put(
        tmp_path,
        {"storage/KEY9/page.html": html(LONG), "styles/a.csl": "<style/>", "zotero.sqlite.bak": b"x"},
    )
    read = read_path(tmp_path)
    one, other, note, loose = read.pages
    assert one.article.text() == LONG.strip()
    assert (one.article.tags, one.facts.author, one.facts.published) == (("mine",), "Au Thor", "2017-03")
    assert one.facts.saved == "2020-01-02T03:04:05Z"
    assert (other.facts.url, other.facts.author, other.article.blocks) == (
        "https://doi.org/10.1000/x",
        "Ed Itor",
        (),
    )
    assert (note.article.title, note.article.text()) == ("To do", "To do.")
    assert (loose.article.title, loose.article.text()) == ("Loose", "Loose words.")
    assert [(member, reason.split(",")[0]) for _, member, reason in read.refused] == [
        ("book.pdf", "it is a PDF document")
    ]
    assert "SECRET-NAME" not in repr([(page.article, page.facts, page.record) for page in read.pages])


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2017-03-12 March 12, 2017", "2017-03-12"),
        ("2017-03-00 March 2017", "2017-03"),
        ("2017-00-00 2017", "2017"),
        ("0000-00-00 n.d.", ""),
        ("n.d.", ""),
        ("", ""),
    ],
)
def test_dates_of_zotero_are_as_exact_as_they_are(date: str, expected: str) -> None:
    assert published(date) == expected


def test_a_database_that_is_open_elsewhere_is_read_with_its_log(tmp_path: Path) -> None:
    library(tmp_path, item(1, 1, title="One"))
    with closing(sqlite3.connect(tmp_path / "zotero.sqlite")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(item(2, 1, title="Two"))
        before = sorted((path.name, path.stat().st_mtime_ns) for path in tmp_path.iterdir())
        assert read_path(tmp_path).titles == ["One", "Two"]
        assert sorted((path.name, path.stat().st_mtime_ns) for path in tmp_path.iterdir()) == before


def test_tables_that_are_missing_or_something_else_are_empty(tmp_path: Path) -> None:
    library(
        tmp_path,
        item(1, 1, title="One"),
        "DROP TABLE tags",
        "DROP TABLE itemTags",
        "CREATE VIEW tags AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
    )
    assert read_path(tmp_path).titles == ["One"]


@pytest.mark.parametrize("raw", [b"SQLite format 3\0", b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_database_is_refused(raw: bytes) -> None:
    fetched = Fetched("/a/zotero.sqlite", raw)
    assert zotero.sniff(fetched)
    with pytest.raises(UnreadableSource, match="Zotero"):
        list(zotero.read(fetched))


def test_another_database_is_none_of_zotero(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "zotero.sqlite")) as connection:
        connection.execute("CREATE TABLE t (x)")
    ((_, _, reason),) = read_path(tmp_path).refused
    assert reason == "is a database, but not one of Zotero"


_WHOLE: list[bytes] = []


@examples(60)
@given(
    st.lists(st.tuples(st.integers(100, 40_000), st.binary(min_size=1, max_size=30)), min_size=1, max_size=8)
)
def test_any_damage_to_a_database_leaves_articles_or_a_reason(tmp_path_factory, changes) -> None:
    if not _WHOLE:
        folder = library(tmp_path_factory.mktemp("zotero"), item(1, 1, title="One"), item(2, 3))
        _WHOLE.append((folder / "zotero.sqlite").read_bytes())
    raw = bytearray(_WHOLE[0])
    for at, instead in changes:
        raw[at % len(raw) : at % len(raw) + len(instead)] = instead
    with suppress(UnreadableSource):
        list(zotero.read(Fetched("/a/zotero.sqlite", bytes(raw))))


def test_only_the_database_takes_files() -> None:
    names = Names(
        ["z/zotero.sqlite", "z/storage/A/a.html", "z/storage/A/b.epub", "z/other.txt", "z/zotero.sqlite-wal"]
    )
    assert sorted(zotero.takes("z/zotero.sqlite", names)) == ["z/storage/A/a.html", "z/zotero.sqlite-wal"]
    assert zotero.takes("z/other.sqlite", names) == ()
