"""Readeck: a folder for each bookmark."""

from __future__ import annotations

from reader.model import Highlight
from tests.unpacked import read_file, read_zip


def info(**more: object) -> dict[str, object]:
    return {
        "UID": "a1",
        "Created": "2022-05-01T06:00:00.123456789+05:30",
        "State": 0,
        "URL": "https://example.org/winds",
        "Title": "Winds",
        "SiteName": "Streets",
        "Published": None,
        "Authors": ["Corwin", "Ada"],
        "Lang": "en-GB",
        "Description": "Seven of them.",
        "Files": {"article": {"name": "index.html"}},
        "Labels": ["maps & charts"],
        "ReadProgress": 60,
        "IsArchived": False,
        "IsMarked": True,
        "Annotations": [{"text": "seven", "color": "Yellow", "created": "2023-03-02T07:00:00Z"}],
        **more,
    }


DATA = {
    "Users": [{"Email": "SECRET", "Password": "SECRET"}],
    "Tokens": [{"UID": "SECRET"}],
    "Bookmarks": [{"UID": "a1"}],
}
PAGE = (
    "<html><head><meta charset='utf-8'></head><body><section><p>There are seven.</p>"
    '<img src="./_resources/m%20p.png" alt="The map"></section></body></html>'
)


def test_a_bookmark_has_its_page_and_pictures():
    read = read_zip(
        {
            "bookmarks/a1/info.json": info(),
            "bookmarks/a1/container/index.html": PAGE,
            "bookmarks/a1/container/_resources/m p.png": b"map",
            "bookmarks/a1/container/log": "SECRET",
            "data.json": DATA,
        }
    )
    assert read.refused == []
    (page,) = read.pages
    article, facts = page.article, page.facts
    assert (article.title, article.lang, article.tags) == ("Winds", "en", ("maps-&-charts",))
    assert (facts.author, facts.site, facts.excerpt) == ("Corwin, Ada", "Streets", "Seven of them.")
    assert (facts.saved, facts.progress, facts.read) == ("2022-05-01T00:30:00Z", 0.6, False)
    assert (facts.archived, facts.starred) == (False, True)
    assert facts.highlights == (Highlight(quote="seven", color="yellow", created="2023-03-02T07:00:00Z"),)
    (asset,) = page.assets
    assert asset.raw == b"map"
    assert asset.name in [span.href for block in article.blocks for span in block.spans]


def test_a_photo_is_a_picture():
    photo = info(
        DocumentType="photo",
        Files={"image": {"name": "img/image.jpeg", "type": "image/jpeg"}},
        ReadProgress=100,
    )
    read = read_zip({"bookmarks/a1/info.json": photo, "bookmarks/a1/container/img/image.jpeg": b"photo"})
    (page,) = read.pages
    assert [block.kind for block in page.article.blocks] == ["image"]
    assert (page.assets[0].raw, page.facts.read) == (b"photo", True)


def test_a_page_that_could_not_be_loaded_is_reported_and_comes_in():
    read = read_file(info(State=1, Files={}))
    assert read.titles == ["Winds"]
    assert read.refused == [("", "text (Winds)", "Readeck could not load the page")]


def test_a_name_does_not_lead_out_of_the_bookmark():
    stolen = info(Files={"article": {"name": "../../../other.html"}})
    read = read_zip({"bookmarks/a1/info.json": stolen, "other.html.md": "x", "other.html": "<p>Private.</p>"})
    assert read.titled("Winds").article.blocks == ()


def test_users_and_tokens_are_never_read():
    read = read_file(DATA)
    assert read.pages == []
    assert "SECRET" not in str(read.refused)
