"""Exports that are lists: Readwise, Raindrop, Pinboard, mymind, OneTab, GoodLinks, starred entries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats
from reader.formats import mymind, readwise
from reader.model import Highlight
from reader.sources import Fetched, Names
from tests.unpacked import as_bytes, read_file, read_zip

# --- Readwise -------------------------------------------------------------------------------------------


def test_rows_of_one_book_are_one_article_and_its_highlights_the_text():
    read = read_file(
        "Book Title,Highlight,Book Author,Note,Color,Tags,Highlighted at,Document tags\n"
        'Maps,To the lost.,O. Vance,A motto?,Yellow,"maps,motto",2023-02-03 10:11:12+00:00,"fiction,new"\n'
        'Maps,"Two\nlines.",O. Vance,,,,,\n'
        "Maps,Of another.,R. Lind,,,,,\n"
        "Maps,,O. Vance,On the whole.,,,,\n"
        ",,,,,,,x\n"
    )
    maps, other = read.pages
    assert (maps.article.title, maps.facts.author) == ("Maps", "O. Vance")
    assert maps.article.tags == ("fiction", "new")
    assert maps.article.text() == "To the lost.\n\nTwo\nlines."
    assert maps.facts.remark == "On the whole."
    assert maps.facts.highlights == (
        Highlight(
            quote="To the lost.",
            note="A motto?",
            color="yellow",
            created="2023-02-03T10:11:12Z",
            tags=("maps", "motto"),
        ),
        Highlight("Two\nlines."),
    )
    assert (other.facts.author, other.article.text()) == ("R. Lind", "Of another.")
    assert read.refused == [("", "row 5", "neither title nor text")]


READER = "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"


@pytest.mark.parametrize(
    ("row", "read", "archived", "progress", "tags"),
    [
        ("[],2024-03-14 23:55:23.29+00:00,0,new,False", False, False, 0.0, ()),
        ("['a'],,43,later,True", False, False, 0.43, ("a",)),
        (",,100,archive,True", True, True, 1.0, ()),
        (",,20,archive,True", False, True, 0.2, ()),
        (",,,,", None, None, None, ()),
        (",,,feed,False", False, False, None, ("feed",)),
    ],
)
def test_places_and_progress_of_reader_are_states(row, read, archived, progress, tags):
    (page,) = read_file(f"{READER}A,https://example.org/a,1,{row}\n").pages
    facts = page.facts
    assert (facts.read, facts.archived, facts.progress, page.article.tags) == (read, archived, progress, tags)


@given(st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=0x24FF), min_size=1)))
def test_tags_are_read_from_a_list_as_python_writes_it(tags):
    assert list(readwise.tags_in_list(repr(tags))) == (tags or [""])


# --- Raindrop, Pinboard, GoodLinks ----------------------------------------------------------------------


def test_raindrop():
    read = read_file(
        "url,title,note,excerpt,folder,tags,created,highlights,favorite\n"
        'https://example.org/a,A,My note,Theirs,Cities / Green,"rain, walking",2024-03-03T12:13:14.567Z,'
        '"One.\nTwo.",true\n'
        "https://example.org/b,B,,,Cities/Green,,,,\n"
        ",C,,,,,,,\n"
    )
    first, second = read.pages
    assert (first.facts.remark, first.facts.excerpt, first.facts.starred) == ("My note", "Theirs", True)
    assert first.article.tags == ("rain", "walking", "cities/green")
    assert [one.quote for one in first.facts.highlights] == ["One.", "Two."]
    assert (second.article.tags, second.facts.starred) == (("cities/green",), None)
    assert read.refused == [("", "C", "it has no address")]


def test_pinboard():
    read = read_file(
        [
            {
                "href": "https://example.org/a",
                "description": "A title",
                "extended": "A note.\nOf two lines.",
                "time": "2023-10-31T15:57:56Z",
                "toread": "yes",
                "tags": "knots how-to",
            },
            {"href": "https://example.org/b", "description": False, "toread": "no", "tags": ""},
            "what is this?",
        ]
    )
    first, second = read.pages
    assert (first.article.title, first.article.tags) == ("A title", ("knots", "how-to"))
    assert first.facts.remark == "A note.\nOf two lines."
    assert (first.facts.saved, first.facts.read) == ("2023-10-31T15:57:56Z", False)
    assert (second.article.title, second.facts.read) == ("https://example.org/b", None)
    assert read.refused == [("", "bookmark 3", "it is not a record")]


def test_goodlinks():
    read = read_file(
        [
            {"url": "https://example.org/a", "title": "A", "addedAt": 1709208000.25, "starred": True},
            {"url": "https://example.org/b", "addedAt": None, "tags": ["x y"], "readAt": 1709208000.25},
        ]
    )
    first, second = read.pages
    assert (first.facts.saved, first.facts.starred, first.facts.read) == ("2024-02-29T12:00:00Z", True, None)
    assert (second.article.tags, second.facts.read) == (("x-y",), True)


# --- mymind ---------------------------------------------------------------------------------------------

CARDS = "id,type,title,url,content,note,tags,created\n"


def test_cards_have_texts_or_addresses_or_the_pictures_beside_them():
    rows = (
        'm1,Note,Third step,,"It creaks.\n\nAlways.",A note,"house, old",2022-11-11T11:11:11.000Z\n'
        "m2,Image,Banister,,,,oak,\nm3,Image,Lost,,,,,\nm4,WebPage,,https://example.org/a,,,,\n"
    )
    read = read_zip(
        {"mymind/cards.csv": CARDS + rows, "mymind/m2.jpg": b"\xff\xd8\xff", "mymind/a.txt": "A text"}
    )
    step, banister, page, other = read.pages
    assert (step.article.text(), step.facts.remark) == ("It creaks.\n\nAlways.", "A note")
    assert step.article.tags == ("house", "old")
    assert [(asset.name, asset.media_type) for asset in banister.assets] == [("m2.jpg", "image/jpeg")]
    assert banister.article.blocks[0].picture.href == "m2.jpg"
    assert page.article.title == page.facts.url == "https://example.org/a"
    assert other.article.text() == "A text"
    assert read.refused == [("mymind/cards.csv", "row 3 (Lost)", "neither address nor text")]


def test_pictures_belong_to_the_cards_of_their_folder():
    names = Names(["a/b/1.png", "a/cards.csv", "a/m2.JPG", "a/text.md", "m3.png"])
    assert list(mymind.takes("a/cards.csv", names)) == ["a/m2.JPG"]
    assert list(mymind.takes("a/text.md", names)) == []


# --- OneTab ---------------------------------------------------------------------------------------------


def test_lines_of_tabs():
    read = read_file(
        "https://example.org/a | A\nhttps://example.org/b|c?x | Pipes | twice\r\nhttps://example.org/d\n\n"
        "chrome://extensions | Extensions\nno address\nhttps://example.org/a | again\n"
    )
    found = [(page.facts.url, page.article.title) for page in read.pages]
    assert found == [
        ("https://example.org/a", "A"),
        ("https://example.org/b|c?x", "Pipes | twice"),
        ("https://example.org/d", "https://example.org/d"),
    ]
    assert read.refused == [
        ("", "Extensions", "chrome: addresses cannot be fetched"),
        ("", "line 6", "no address"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a\n\nThat is where it began, and a page of text follows.\n\nIt goes on.",
        "A title | with a pipe\n\nA text.",
        "https://example.org/a is a fine page\nhttps://example.org/b is another | really",
    ],
)
def test_texts_with_addresses_are_no_list_of_tabs(text):
    assert formats.format_of(Fetched("/a.txt", text.encode())).name != "OneTab"


# --- starred entries ------------------------------------------------------------------------------------


def item(**more: object) -> dict[str, object]:
    return {
        "id": "tag:1",
        "crawlTimeMsec": "1708250400999",
        "timestampUsec": "1708250400999000",
        "published": 1708250400,
        "title": "Cats",
        "canonical": [{"href": "https://example.org/cats"}],
        "alternate": [{"href": "https://example.org/other", "type": "text/html"}],
        "categories": ["user/17/state/com.google/read", "user/-/label/Sound & Silence", "cats"],
        "origin": {"streamId": "feed/https://example.org/feed", "title": "Lockside"},
        "content": {"content": "<p>Each lock has <em>one</em> cat.</p>"},
        **more,
    }


def test_entries_of_google_reader():
    states = ("com.google/starred", "org.freshrss/unread", "com.google/read", "com.google/kept-unread")
    starred = [f"user/-/state/{state}" for state in states]
    read = read_file(
        {
            "id": "user/17/state/com.google/starred",
            "items": [
                item(),
                item(
                    id="tag:2",
                    canonical=None,
                    categories=starred,
                    origin={"feedUrl": "https://example.org/f"},
                    enclosure=[{"href": "https://example.org/cat.mp3", "type": "audio/mpeg"}],
                    annotations=[{"content": "Mine."}],
                ),
                item(id="tag:3", canonical=[], alternate=[], content={}, summary={}),
                None,
            ],
        }
    )
    first, second = read.pages
    assert first.article.text() == "Each lock has one cat."
    assert (first.facts.url, first.facts.site) == ("https://example.org/cats", "Lockside")
    assert (first.facts.feed, first.facts.published) == ("https://example.org/feed", "2024-02-18T10:00:00Z")
    assert (first.facts.read, first.facts.starred) == (True, False)
    assert first.article.tags == ("sound-&-silence",)
    assert (second.facts.url, second.facts.feed) == ("https://example.org/other", "https://example.org/f")
    assert (second.facts.read, second.facts.starred, second.facts.remark) == (False, True, "Mine.")
    sound = second.article.blocks[-1].spans[0]
    assert (sound.text, sound.href) == ("cat.mp3", "https://example.org/cat.mp3")
    assert [what[1:] for what in read.refused] == [
        ("entry 3", "neither address nor text"),
        ("entry 4", "it is not a record"),
    ]


def test_entries_of_feedbin():
    (page,) = read_file(
        [
            {
                "id": 9001,
                "feed_id": 12,
                "title": "Maps",
                "author": None,
                "content": "<p>The last sheet.</p>",
                "url": "https://example.org/maps",
                "published": "2023-10-12T08:20:00.000000Z",
                "created_at": "2023-10-13T00:00:00.000000Z",
            }
        ]
    ).pages
    assert (page.member, page.article.text()) == ("9001", "The last sheet.")
    assert (page.facts.published, page.facts.saved) == ("2023-10-12T08:20:00Z", "")
    assert page.facts.starred


@pytest.mark.parametrize(
    "content",
    [
        "Highlight,Book Title,Book Author\na,b,c\n",
        f"{READER}A,https://example.org/a,1,,,,,\n",
        "url,title,excerpt,folder,created\nhttps://example.org/a,A,,,\n",
        f"{CARDS}m1,Note,A,,Text,,,\n",
        [{"href": "https://example.org/a", "description": "A", "extended": "", "toread": "no"}],
        [{"url": "https://example.org/a", "title": "A", "addedAt": 1, "tags": [], "starred": False}],
        {"items": [item()]},
        [{"feed_id": 1, "url": "https://example.org/a", "content": "", "published": "2024-01-01"}],
        "https://example.org/a | A\nhttps://example.org/b | B\n",
    ],
)
def test_only_one_format_says_that_it_is_its_own(content):
    fetched = Fetched("/list", as_bytes(content))
    of_their_own = [each for each in formats.FORMATS[:-1] if not each.name.startswith("other ")]
    assert len([format.name for format in of_their_own if format.sniff(fetched)]) == 1
