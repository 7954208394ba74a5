"""Pocket: CSV with highlights beside it, the older HTML, and the folders of pocket-exporter."""

from __future__ import annotations

import pytest

from reader.model import Highlight
from tests.unpacked import read_file, read_zip

HEADER = "title,url,time_added,tags,status\n"
PART = HEADER + (
    'Tea,https://example.org/tea,1614586530,hot|how to,unread\n"Two\n\nlines",https://example.org/two,0,,archive\n'
    "Lost,,1614586530,,unread\n"
)
MARKS = [
    {
        "url": "https://example.org/tea",
        "title": "Tea",
        "highlights": [{"quote": "Boil it.", "created_at": 1606291200}],
    },
    {"url": "https://example.org/gone", "title": "Gone", "highlights": [{"quote": "Keep the string."}]},
]


def test_a_row_is_an_article_with_its_state():
    read = read_file(PART)
    tea, two = read.pages
    assert (tea.article.title, tea.member, tea.article.tags) == (
        "Tea",
        "https://example.org/tea",
        ("hot", "how-to"),
    )
    assert (tea.facts.saved, tea.facts.read, tea.facts.archived) == ("2021-03-01T08:15:30Z", False, False)
    assert (two.article.title, two.facts.saved, two.facts.read, two.facts.archived) == (
        "Two lines",
        "",
        True,
        True,
    )
    assert read.refused == [("", "row 3 (Lost)", "no address")]


def test_columns_are_found_by_name_whatever_the_separator():
    read = read_file("\ufeffstatus;url;time_added;title\nunread;https://example.org/a;1;A\n")
    assert (read.titles, read.pages[0].facts.saved) == (["A"], "1970-01-01T00:00:01Z")


def test_the_line_ends_of_old_programs_do_not_matter():
    read = read_file(PART.replace("\n\nlines", " lines").replace("\n", "\r"))
    assert read.titles == ["Tea", "Two lines"]


def test_highlights_beside_the_list_belong_to_its_articles():
    read = read_zip({"part_000000.csv": PART, "annotations/part_000000.json": MARKS})
    marked = Highlight(quote="Boil it.", created="2020-11-25T08:00:00Z")
    assert read.titled("Tea").facts.highlights == (marked,)
    assert read.titled("Gone").facts.highlights == (Highlight(quote="Keep the string."),)
    assert read.titles == ["Tea", "Two lines", "Gone"]


def test_an_article_of_another_part_is_not_made_twice():
    other = HEADER + "Gone,https://example.org/gone,1,,archive\n"
    read = read_zip(
        {"part_000000.csv": PART, "part_000001.csv": other, "annotations/part_000000.json": MARKS}
    )
    assert sorted(read.titles) == ["Gone", "Tea", "Two lines"]
    assert read.titled("Gone").facts.archived
    assert read.titled("Gone").facts.highlights[0].quote == "Keep the string."


def test_highlights_can_be_read_by_themselves():
    read = read_file(MARKS)
    assert read.titles == ["Tea", "Gone"]


@pytest.mark.parametrize("damaged", ["[{", [{"highlights": [{"quote": "x"}], "title": "T", "url": None}]])
def test_damaged_highlights_cost_no_article(damaged):
    read = read_zip({"part_000000.csv": PART, "annotations/part_000000.json": damaged})
    assert read.titles == ["Tea", "Two lines"]
    assert read.refused[-1][1].startswith("annotations/part_000000.json")


def test_the_older_page_is_a_list_of_articles():
    read = read_file(
        "<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>"
        '<li><a href="https://example.org/?a=1&amp;b=2" time_added="1467367200" tags="garden,how to">'
        "&lt;b&gt;Chairs&lt;/b&gt; &amp; more</a></li></ul><h1>Read Archive</h1><ul>"
        '<li><a href="https://example.org/b" time_added="" tags="">https://example.org/b</a></li>'
        '<li><a time_added="5">nowhere</a></li></ul></body></html>'
    )
    chairs, other = read.pages
    assert (chairs.article.title, chairs.facts.url) == (
        "<b>Chairs</b> & more",
        "https://example.org/?a=1&b=2",
    )
    assert (chairs.article.tags, chairs.facts.read) == (("garden", "how-to"), False)
    assert (other.facts.read, other.facts.archived) == (True, True)
    assert read.refused == [("", "link 3 (nowhere)", "no address")]


# --- pocket-exporter ------------------------------------------------------------------------------------

INDEX = {
    "_createdAt": 1646370367,
    "title": "The Ferry",
    "url": "https://example.org/ferry",
    "savedId": "7",
    "isFavorite": True,
    "isArchived": False,
    "tags": [{"id": "1", "name": "slow travel"}],
    "annotations": {"highlights": [{"quote": "A timetable", "note": {"text": "Compare."}}]},
    "item": {
        "images": [{"imageId": 1, "src": "https://example.org/media/9"}],
        "authors": [{"name": "Ines"}, {"name": "Bo"}],
        "datePublished": "2021-04-11 08:00:00",
    },
}
ARTICLE = '<p>It runs on gossip.</p><img src="https://example.org/img/a.jpg"><img src="https://example.org/media/9">'
SESSION = {"auth": {"cookieString": "SECRET"}}


def test_a_folder_of_pocket_exporter_is_an_article():
    read = read_zip(
        {
            "s/session.json": SESSION,
            "s/payments.json": {"hasUnlimitedAccess": False, "payments": ["SECRET"]},
            "s/articles/7/index.json": INDEX,
            "s/articles/7/article.html": ARTICLE,
            "s/articles/7/original.html": "<p>Subscribe!</p>",
            "s/articles/7/a.jpg": b"first",
            "s/articles/7/image_1.jpg": b"second",
            "s/articles/7/top_image.jpg": b"unused",
        }
    )
    (page,) = read.pages
    assert page.article.text() == "It runs on gossip."
    assert {asset.name: asset.raw for asset in page.assets} == {
        "https://example.org/img/a.jpg": b"first",
        "https://example.org/media/9": b"second",
    }
    facts = page.facts
    assert (facts.author, facts.published, facts.starred, facts.read) == (
        "Ines, Bo",
        "2021-04-11T08:00:00Z",
        True,
        False,
    )
    assert facts.highlights == (Highlight(quote="A timetable", note="Compare."),)
    assert read.refused == []


def test_the_folder_of_one_article_can_be_read_by_itself():
    read = read_zip({"index.json": INDEX, "article.html": ARTICLE})
    assert read.titles == ["The Ferry"]


def test_cookies_are_not_read_even_if_they_are_all_there_is():
    read = read_file(SESSION)
    assert read.pages == []
    assert read.refused == [("", "", "it holds the data of an account, and no articles")]


@pytest.mark.parametrize(
    "raw",
    [
        b'[{"name": "sid", "value": "abc", "domain": "example.org", "path": "/", "httpOnly": true}]',
        b'{"cookies": [{"name": "sid", "value": "abc", "domain": "example.org"}], "origins": []}',
        b'{"Tokens": [{"UID": "abc", "Application": "x"}], "Bookmarks": []}',
    ],
)
def test_files_with_cookies_or_tokens_are_refused(raw):
    read = read_file(raw)
    assert read.pages == []
    assert read.refused == [("", "", "it holds the data of an account, and no articles")]
