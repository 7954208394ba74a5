"""JSON and CSV of services that nobody here knows: what has addresses comes in, whatever it is called."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats, ingest
from reader.errors import UnreadableSource
from reader.formats import Refused
from reader.model import AddReport, Facts, Highlight, Page
from reader.previewing import preview
from reader.sources import Fetched
from reader.sources.patterns import Picking
from reader.store import open_store
from tests.unpacked import read_file

A, B = "https://e.org/a", "https://e.org/b"


def read(content: str | bytes, name: str = "export.json") -> list[tuple[str, str]]:
    """The titles and addresses in a file."""
    raw = content if isinstance(content, bytes) else content.encode()
    pages = list(formats.read(Fetched(f"/{name}", raw)))
    assert all(isinstance(page, Page) for page in pages), pages
    return [(page.article.title, page.facts.url) for page in pages if isinstance(page, Page)]


def form(content: str, name: str = "file") -> str:
    return formats.format_of(Fetched(f"/{name}", content.encode())).name


@pytest.mark.parametrize(
    "export",
    [
        [{"url": A, "title": "Alpha"}, {"url": B, "title": "Beta"}],
        {"version": 3, "data": {"items": [{"Link": A, "name": "Alpha"}, {"Link": B, "name": "Beta"}]}},
        {A: {"title": "Alpha", "read": True}, B: {"title": "Beta"}},
        {"saved": {A: "Alpha", B: "Beta"}},
        [{"href": A, "pageTitle": "Alpha", "children": [{"href": B, "pageTitle": "Beta"}]}],
        {"lists": [{"title": "One", "links": [{"uri": A, "headline": "Alpha"}]}, {"title": "Two", "links": [
            {"uri": B, "headline": "Beta"}]}]},
    ],
    ids=["a list", "deeper", "by address", "titles by address", "children", "lists"],
)  # fmt: skip
def test_records_are_found_wherever_they_stand(export: object) -> None:
    assert read(json.dumps(export)) == [("Alpha", A), ("Beta", B)]


@pytest.mark.parametrize(
    "table",
    [
        f"Title,URL,Folder\nAlpha,{A},x\nBeta,{B},\n",
        f"name;Link;Notes\nAlpha;{A};\nBeta;{B};\n",
        f"\ufeffpage_title\tPage URL\r\nAlpha\t{A}\r\nBeta\t{B}\r\n",
        f"{A},Alpha\n{B},Beta\n",
        f'1|"Alpha"|{A}\n2|"Beta"|{B}\n',
    ],
    ids=["commas", "semicolons", "tabs", "no names", "no names, numbers"],
)
def test_columns_are_found_whatever_their_order(table: str) -> None:
    assert read(table, "table.csv") == [("Alpha", A), ("Beta", B)]
    assert read(table.encode("utf-16"), "table.csv") == [("Alpha", A), ("Beta", B)]


def test_a_list_of_addresses_needs_no_titles() -> None:
    assert read(json.dumps([A, B])) == [(A, A), (B, B)]
    assert read(json.dumps([{"url": A}, {"url": B}])) == [(A, A), (B, B)]


FACTS = Facts(
    url=A,
    site="Tidewater",
    author="Ada Quay, Bo",
    saved="2024-03-01T10:00:00Z",
    published="2020-02-03",
    excerpt="In short.",
    remark="For the talk.",
    read=True,
    archived=True,
    starred=True,
    progress=0.5,
)


def test_what_is_known_of_an_article_comes_along_and_nothing_of_the_account() -> None:
    record = {
        "id": 17,
        "link": A,
        "name": "Alpha",
        "domain": "Tidewater",
        "authors": [{"name": "Ada Quay"}, "Bo"],
        "date_added": 1709287200,
        "datePublished": "2020-02-03",
        "description": "In short.",
        "comment": "For the talk.",
        "is-unread": False,
        "Status": "archived",
        "favourite": "yes",
        "reading_progress": 0.5,
        "labels": [{"name": "sea"}, "ice"],
        "collection": "Crafts / Boats",
        "content": "<p>The ferry.</p>",
        "ownerEmail": "secret@example.org",
        "token": "secret",
    }
    export = {"user": {"email": "secret@example.org"}, "items": [record]}
    (page,) = formats.read(Fetched("/export.json", json.dumps(export).encode()))
    assert isinstance(page, Page)
    assert page.facts == FACTS
    assert page.article.tags == ("sea", "ice", "crafts/boats")
    assert page.article.text() == "The ferry."
    assert page.record is not None
    assert b"secret" not in page.record


def test_a_row_says_the_same_in_words() -> None:
    columns = (
        "url,title,Domain,author,Date Added,publish_date,Summary,Notes,read,Archived,starred,progress,Tags"
    )
    row = f'{A},Alpha,Tidewater,"Ada Quay, Bo",1709287200,2020-02-03,In short.,For the talk.,1,true,yes,0.5,'
    row += '"sea; ice"'
    (page,) = formats.read(Fetched("/export.csv", f"{columns}\n{row}\n".encode()))
    assert isinstance(page, Page)
    assert page.facts == FACTS
    assert page.article.tags == ("sea", "ice")


def test_a_row_without_an_address_is_named() -> None:
    pages = list(formats.read(Fetched("/t.csv", f"title,url\nAlpha,{A}\nBeta,\n".encode())))
    assert pages[1:] == [Refused("row 2", "it has neither a text nor an address")]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"name": "tool", "repository": {"type": "git", "url": A}, "bugs": {"url": B}}),
        json.dumps({"openapi": "3.0", "info": {"title": "An API"}, "servers": [{"url": A}]}),
        json.dumps({"compilerOptions": {"strict": True}}),
        "city,population\nRome,3\n",
        "Title, link and address\n\nA text about titles, links and addresses.\n",
        f"The ferry, late\n\nIt says so, at {A}, and nobody knows why.\n",
        f"Sources, as named\n{A}, the first\nand some words, too\n",
    ],
)
def test_others_are_left_to_others(text: str) -> None:
    assert form(text) == "saved page"


def test_deeply_nested_json_is_no_trouble() -> None:
    def nested(depth: int) -> Fetched:
        text = '{"a":' * depth + f'[{{"url": "{A}", "title": "Alpha"}}]' + "}" * depth
        return Fetched("/deep.json", text.encode())

    chosen = formats.named("other JSON")
    assert [page.facts.url for page in formats.read(nested(100), chosen) if isinstance(page, Page)] == [A]
    with pytest.raises(UnreadableSource):
        list(formats.read(nested(200_000), chosen))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from([A, B, "Alpha"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["url", "title", "tags", "items", "highlights", "author", A]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(values)
def test_any_json_is_read_or_refused(value: object) -> None:
    fetched = Fetched("/any.json", json.dumps(value).encode())
    try:
        for page in formats.read(fetched, formats.named("other JSON")):
            assert isinstance(page, Refused) or page.facts.url.startswith("https://e.org/")
    except UnreadableSource:
        pass


def test_highlights_of_another_program_come_with_all_that_it_says() -> None:
    export = [
        {"title": "One", "url": A, "tags": ["a"], "starred": True, "author": "Ann", "read": True, "note": "r",
         "highlights": [{"text": "some passage", "note": "n"}]},
        {"title": "Two", "url": B, "content": "Full text of two",
         "highlights": [{"passage": "Full text", "notes": ["x", "y"]}]},
    ]  # fmt: skip
    assert form(json.dumps(export)) == "other JSON"
    first, second = formats.read(Fetched("/export.json", json.dumps(export).encode()))
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert first.facts == Facts(
        url=A, author="Ann", remark="r", starred=True, read=True, highlights=(Highlight("some passage", "n"),)
    )
    assert first.article.tags == ("a",)
    assert second.article.text() == "Full text of two"
    assert second.facts.highlights == (Highlight("Full text", "x\ny"),)


def test_records_without_an_address_come_in_with_their_text_or_are_named() -> None:
    records = [
        {"title": "No address", "content": "A text."},
        {"title": "With one", "url": A, "content": "Another."},
        {"title": "Bad", "url": "javascript:void(0)", "text": "A third."},
        {"title": "Nothing", "url": "javascript:void(0)"},
    ]
    *pages, last = formats.read(Fetched("/export.json", json.dumps({"articles": records}).encode()))
    found = [
        (page.article.title, page.facts.url, page.article.text()) for page in pages if isinstance(page, Page)
    ]
    assert found == [("No address", "", "A text."), ("With one", A, "Another."), ("Bad", "", "A third.")]
    assert isinstance(last, Refused)
    assert last.member == "record 4"


def test_an_archive_is_never_taken_for_the_table_in_it() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("part.csv", f"title,url,time_added,tags,status\nAlpha,{A},1600000000,k,unread\n")
    assert not formats.is_format_of_its_own(Fetched("/z.zip", content.getvalue()))


def test_nothing_of_an_account_stays_in_addresses_and_names() -> None:
    record = {
        "url": "https://me:pw@e.org/a?x=1&access_token=TOK#part",
        "author": ["jane@secret.example", "Bo Quay <bo@secret.example>", "c@secret.example (Cy)", "@d"],
    }
    (page,) = formats.read(Fetched("/export.json", json.dumps([record]).encode()))
    assert isinstance(page, Page)
    assert page.facts.url == page.article.title == page.member == "https://e.org/a?x=1#part"
    assert page.facts.author == "Bo Quay, Cy, @d"
    note = (
        b"---\nauthor: Jane Doe <jane@secret.example>\nsource: https://me:pw@e.org/a\n---\n\n# A\n\nText.\n"
    )
    (page,) = formats.read(Fetched("/note.md", note))
    assert isinstance(page, Page)
    assert (page.facts.author, page.facts.url) == ("Jane Doe", A)


def test_a_list_of_feeds_brings_no_password() -> None:
    feeds: list[formats.Subscription] = []
    opml = b'<opml><body><outline type="rss" text="F" xmlUrl="https://me:pw@e.org/f.xml"/></body></opml>'
    assert list(formats.read(Fetched("/f.opml", opml), subscribe=feeds.append)) == []
    assert [feed.url for feed in feeds] == ["https://e.org/f.xml"]


@pytest.mark.parametrize("line", ["By Jim Quay", "by: Jim Quay", "Jim Quay"])
def test_the_line_above_an_article_gives_the_name_alone(line: str) -> None:
    (page,) = formats.read(Fetched("/e.json", json.dumps([{"url": A, "byline": line}]).encode()))
    assert isinstance(page, Page)
    assert page.facts.author == "Jim Quay"


# --- what no format knows -----------------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "a.json").write_text('{"compilerOptions": {"strict": true}}')
    (folder / "b.csv").write_text("city,population\nRome,3\n")
    (folder / "c.txt").write_text("Words\n\nThis is a text like any other.\n")
    (folder / "d.json").write_text(json.dumps([{"url": A, "title": "Alpha"}]))
    return folder


def test_data_that_comes_in_as_text_is_named(tmp_path: Path, data: Path) -> None:
    with open_store(tmp_path / "library.sqlite3") as store:

        def add(*names: Path, picking: Picking | None = None) -> AddReport:
            return ingest.add(store, names, now=1.0, picking=picking)

        report = add(data)
        assert (report.added, report.failed) == (4, ())
        (note,) = report.notes
        assert "2 files of CSV and JSON are in no known format and came in as plain text: " in note
        assert f"{data / 'a.json'}, {data / 'b.csv'};" in note
        # Who has been told, or has chosen the format, is not told again.
        assert add(data).notes == ()
        assert add(data / "a.json", picking=Picking(form="saved page")).notes == ()
        (data / "a.json").write_text('{"compilerOptions": {"strict": false}}')
        assert "a.json is JSON that is in no known format" in add(data / "a.json").notes[0]
    assert [file.data for file in preview([data])] == ["JSON", "CSV", "", ""]


@pytest.mark.parametrize("raw", [b"[]", b"{}", b'{"bookmarks": [], "lists": []}\n'])
def test_an_export_of_nothing_adds_nothing(raw):
    read = read_file(raw)
    assert read.pages == []
    assert read.refused == [("", "", "no record in it has a title and an address")]
