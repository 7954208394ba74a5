"""Instapaper, wallabag, Karakeep and Linkwarden: one file, or the dump of Karakeep."""

from __future__ import annotations

import io
import json
import tarfile

import pytest

from reader import formats
from reader.formats import Subscription, linkwarden
from reader.model import Highlight
from reader.sources import Fetched
from tests.unpacked import as_bytes, read_archive, read_file

# --- Instapaper -----------------------------------------------------------------------------------------

INSTAPAPER = "URL,Title,Selection,Folder,Timestamp,Tags\n"


@pytest.mark.parametrize(
    ("folder", "read", "archived", "starred", "tags"),
    [
        ("Unread", False, False, None, ()),
        ("Archive", None, True, None, ()),
        ("Starred", None, None, True, ()),
        ("Long Reads", None, None, None, ("long-reads",)),
    ],
)
def test_folders_of_instapaper_are_states_or_tags(folder, read, archived, starred, tags):
    (page,) = read_file(f"URL,Title,Selection,Folder\nhttps://example.org/a,A,,{folder}\n").pages
    facts = page.facts
    assert (facts.read, facts.archived, facts.starred, page.article.tags) == (read, archived, starred, tags)


def test_a_selection_is_an_excerpt_or_all_there_is():
    read = read_file(
        INSTAPAPER + 'https://example.org/a,A,The chair.,Unread,1704164645,"[""night, city""]"\n'
        ",Note,Ask the ferryman.,Unread,1649045044,[]\n"
        "instapaper-private://email/1,Mail,Dear all,Unread,1,\n,,,,,\n,Nothing,,Unread,1,[]\n"
    )
    chair, note, mail = read.pages
    assert (chair.facts.excerpt, chair.article.tags, chair.article.blocks) == (
        "The chair.",
        ("night,-city",),
        (),
    )
    assert (note.facts.url, note.article.text(), note.facts.excerpt) == ("", "Ask the ferryman.", "")
    assert (mail.facts.url, mail.article.text()) == ("", "Dear all")
    assert read.refused == [("", "row 4 (Nothing)", "neither address nor text")]


def test_the_older_page_of_instapaper_is_a_list_of_articles():
    read = read_file(
        "<html><head><title>Instapaper: Export</title></head><body><h1>Unread</h1><ol>"
        '<li><a href="https://example.org/a">A</a></ol><h1>Archive</h1><ol>'
        '<li><a href="https://example.org/b">B</a></ol></body></html>'
    )
    assert [(page.article.title, page.facts.archived) for page in read.pages] == [("A", False), ("B", True)]


# --- wallabag -------------------------------------------------------------------------------------------

ENTRY = {
    "is_archived": "1",
    "is_starred": 0,
    "tags": ["moss", "to visit"],
    "id": "23",
    "title": "Moss",
    "url": "https://example.org/moss",
    "content": '<p>Shelves of <a href="/slate">slate</a>.</p>',
    "created_at": "2021-01-05T09:00:00+0100",
    "published_at": "2020-03-15T11:00:00+0000",
    "published_by": ["Hedda", "Omar"],
    "annotations": [{"text": "Adopt.", "quote": "slate", "created_at": "2021-01-20T10:00:00+0100"}],
    "language": "zh_CN",
    "http_status": "200",
    "user_email": "SECRET",
    "headers": {"set-cookie": "SECRET"},
}


def test_an_entry_of_wallabag_has_its_text_and_annotations():
    read = read_file([ENTRY])
    (page,) = read.pages
    article, facts = page.article, page.facts
    assert (article.text(), article.lang, article.tags) == ("Shelves of slate.", "zh", ("moss", "to-visit"))
    assert article.blocks[0].spans[1].href == "https://example.org/slate"
    assert (facts.author, facts.published, facts.saved) == (
        "Hedda, Omar",
        "2020-03-15T11:00:00Z",
        "2021-01-05T08:00:00Z",
    )
    assert (facts.archived, facts.starred, facts.read) == (True, False, None)
    assert facts.highlights == (Highlight(quote="slate", note="Adopt.", created="2021-01-20T09:00:00Z"),)
    assert "SECRET" not in repr((article, facts))


def test_an_entry_without_text_is_reported_if_the_page_was_refused():
    failed = {**ENTRY, "content": "<p>wallabag can't retrieve contents for this article.</p>", "id": 24}
    read = read_file([{**failed, "http_status": "404"}, {**failed, "http_status": None}])
    assert [page.article.blocks for page in read.pages] == [(), ()]
    assert read.refused == [("", "entry 24 (Moss)", "no text in the export (HTTP status 404)")]


def test_what_the_interface_of_wallabag_answers_is_read_too():
    labelled = {**ENTRY, "tags": [{"id": 1, "label": "Moss", "slug": "moss"}]}
    read = read_file({"page": 1, "_embedded": {"items": [labelled]}})
    assert read.pages[0].article.tags == ("moss",)


def test_a_list_that_is_cut_off_loses_its_last_entry_only():
    whole = json.dumps([ENTRY, {**ENTRY, "url": "https://example.org/2"}, ENTRY])
    read = read_file(whole[:-20])
    assert len(read.pages) == 2
    assert read.refused == [("", "", "not valid JSON, after 2 records")]


def test_of_the_dates_in_the_csv_only_the_day_is_certain():
    read = read_file(
        "Title;URL;Content;Tags;MIME Type;Language;Creation date\n"
        'Neige;https://example.org/n;"<p>Le lac; gelé.</p>";neige, marché;text/html;fr;27/01/2019 09:12:44\n'
    )
    (page,) = read.pages
    assert (page.facts.saved, page.article.text()) == ("2019-01-27", "Le lac; gelé.")
    assert (page.article.tags, page.article.lang) == (("neige", "marché"), "fr")


# --- Karakeep -------------------------------------------------------------------------------------------

LISTS = [
    {"id": "2", "name": "Birds", "parentId": "1", "type": "manual"},
    {"id": "1", "name": "Nature", "parentId": None, "type": "manual"},
    {"id": "3", "name": "Old", "parentId": None, "type": "smart", "query": "x"},
]


def test_bookmarks_of_karakeep_have_the_paths_of_their_lists():
    link = {
        "createdAt": 1706839322,
        "title": None,
        "tags": ["thread"],
        "lists": ["2", "3"],
        "content": {"type": "link", "url": "https://example.org/a"},
        "note": "Try.",
        "archived": True,
    }
    text = {
        **link,
        "title": "Shopping",
        "lists": [],
        "content": {"type": "text", "text": "Wax.\n\nThread."},
    }
    read = read_file({"bookmarks": [link, text, {**link, "title": "Scan", "content": None}], "lists": LISTS})
    first, second = read.pages
    assert (first.article.title, first.article.tags) == ("https://example.org/a", ("thread", "nature/birds"))
    assert (first.facts.saved, first.facts.remark, first.facts.archived) == (
        "2024-02-02T02:02:02Z",
        "Try.",
        True,
    )
    assert [block.plain for block in second.article.blocks] == ["Wax.", "Thread."]
    assert read.refused == [("", "bookmark 3 (Scan)", "neither address nor text")]


def bookmark(each: str, content: dict[str, object], **more: object) -> dict[str, object]:
    return {
        "id": each,
        "createdAt": "2023-11-06T07:00:00.000Z",
        "title": None,
        "archived": False,
        "favourited": True,
        "taggingStatus": "success",
        "tags": [{"name": "owls"}],
        "content": content,
        **more,
    }


def dump(marks: list[object], **files: object) -> Fetched:
    packed = io.BytesIO()
    lines = "".join(f"{mark if isinstance(mark, str) else json.dumps(mark)}\n" for mark in marks)
    names = {name.replace("__", "/"): content for name, content in files.items()}
    account = {"format": "karakeep.dump", "user": {"email": "SECRET"}, "counts": {}}
    hooks = [{"token": "SECRET", "events": [], "url": "https://example.org"}]
    content = {
        "manifest.json": account,
        "webhooks/index.json": hooks,
        "users/settings.json": {"x": "SECRET"},
        "bookmarks/index.jsonl": lines,
        **{name if name.startswith("assets/files") else f"{name}.json": names[name] for name in names},
    }
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, each in content.items():
            entry = tarfile.TarInfo(f"./{name}")
            entry.size = len(as_bytes(each))
            archive.addfile(entry, io.BytesIO(as_bytes(each)))
    return Fetched("/dump.tar.gz", packed.getvalue())


def test_a_dump_of_karakeep_brings_texts_and_pictures():
    page = {"type": "link", "url": "https://example.org/owls", "title": "Owls", "htmlContent": "<p>Hoo.</p>"}
    far = {"type": "link", "url": "https://example.org/oil", "title": "Oil", "contentAssetId": "as-1"}
    picture = {"type": "asset", "assetType": "image", "assetId": "as-2", "fileName": "chalk.png"}
    paper = {"type": "asset", "assetType": "pdf", "assetId": "as-3", "fileName": "paper.pdf"}
    read = read_archive(
        dump(
            [
                bookmark("1", page, note="Send."),
                bookmark("2", far),
                bookmark("3", picture, title="Chalk"),
                '{"id": "4", "cre',
                bookmark("5", {"type": "link", "url": "https://example.org/x", "contentAssetId": "as-9"}),
                bookmark("6", {**paper, "sourceUrl": "https://example.org/paper.pdf"}),
                bookmark("7", paper),
            ],
            lists__index=LISTS,
            lists__membership={"2": ["1"], "3": ["1"], "1": 7},
            assets__index=[
                {
                    "id": "as-1",
                    "assetType": "linkHtmlContent",
                    "bookmarkId": "2",
                    "filePath": "assets/files/as-1",
                },
                {"id": "as-2", "contentType": "image/png", "filePath": "assets/files/as-2"},
                {"id": "as-9", "filePath": "../manifest.json"},
            ],
            **{"assets__files__as-1": "<p>He rings.</p>", "assets__files__as-2": b"chalk"},
            feeds__index=[{"name": "Birds", "url": "https://example.org/feed.xml"}],
        )
    )
    owls, oil, chalk, missing, scan = read.pages
    assert (owls.article.title, owls.article.text(), owls.article.tags) == (
        "Owls",
        "Hoo.",
        ("owls", "nature/birds"),
    )
    assert (owls.facts.remark, owls.facts.starred) == ("Send.", True)
    assert oil.article.text() == "He rings."
    assert [(asset.name, asset.raw, asset.media_type) for asset in chalk.assets] == [
        ("chalk.png", b"chalk", "image/png")
    ]
    assert chalk.article.blocks[0].picture.href == "chalk.png"
    assert (missing.article.title, scan.article.title) == ("https://example.org/x", "paper.pdf")
    assert [(member, reason) for _, member, reason in read.refused] == [
        ("line 4", "not valid JSON: line 1, column 17"),
        ("line 5, text", "its text, as-9, is not in the dump"),
        ("line 6, text (paper.pdf)", "it is a PDF document, which is not read"),
        ("line 7 (paper.pdf)", "it is a PDF document, which is not read"),
    ]
    assert "SECRET" not in repr([(page.article, page.facts) for page in read.pages])


# --- Linkwarden -----------------------------------------------------------------------------------------

LINK = {
    "id": 1,
    "name": "Looms",
    "url": "https://example.org/looms",
    "description": "Found.",
    "tags": [{"name": "weaving"}],
    "importDate": None,
    "createdAt": "2024-01-10T10:00:00.000Z",
}
ACCOUNT = {
    "username": "SECRET",
    "email": "SECRET",
    "collections": [
        {
            "id": 2,
            "name": "Colour",
            "parentId": 1,
            "links": [{**LINK, "name": "", "url": "https://example.org/dyes", "importDate": "2019-09-09"}],
            "rssSubscriptions": [{"name": "Weekly", "url": "https://example.org/feed.xml"}],
        },
        {"id": 1, "name": "Textiles", "parentId": 2, "links": [LINK, {"id": 4, "name": "Scan", "url": None}]},
        {
            "id": 3,
            "name": "Unorganized",
            "parentId": None,
            "links": [{**LINK, "url": "https://example.org/3"}],
        },
    ],
    "pinnedLinks": [{"url": "https://example.org/looms"}],
}


def test_links_of_linkwarden_have_the_paths_of_their_collections():
    read = read_file(ACCOUNT)
    dyes, looms, loose = read.pages
    assert (dyes.article.title, dyes.facts.saved, dyes.facts.starred) == (
        "https://example.org/dyes",
        "2019-09-09",
        False,
    )
    # The collections of this file lie in each other, which ends all the same.
    assert dyes.article.tags == ("weaving", "textiles/colour")
    assert (looms.facts.excerpt, looms.facts.starred, looms.facts.saved) == (
        "Found.",
        True,
        "2024-01-10T10:00:00Z",
    )
    assert loose.article.tags == ("weaving",)
    assert read.refused == [("", "link 4 (Scan)", "no address")]
    assert "SECRET" not in repr([(page.article, page.facts, page.member) for page in read.pages])


def test_feeds_are_told_and_passed_over_by_those_who_want_articles():
    fetched = Fetched("/x", as_bytes(ACCOUNT))
    assert [each for each in linkwarden.read(fetched) if isinstance(each, Subscription)] == [
        Subscription("Weekly", "https://example.org/feed.xml", folder="Textiles / Colour")
    ]
    assert len(list(formats.read(fetched))) == 4
