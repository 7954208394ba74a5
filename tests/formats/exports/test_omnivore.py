"""Omnivore: lists of articles with their texts and highlights beside them."""

from __future__ import annotations

import pytest

from reader.formats.exports.omnivore_notes import notes_in
from tests.unpacked import read_file, read_zip


def item(slug: str, **more: object) -> dict[str, object]:
    return {
        "id": f"id-{slug}",
        "slug": slug,
        "title": slug.title(),
        "url": f"https://example.org/{slug}",
        "state": "Active",
        "readingProgress": 40,
        "labels": ["Birds"],
        "savedAt": "2023-06-01T07:00:00.000Z",
        **more,
    }


def test_an_article_has_its_text_and_highlights():
    read = read_zip(
        {
            "metadata_0_to_20.json": [item("swifts", author="Maud", description="Short.")],
            "content/swifts.html": "<div><p>The first pair.</p></div>",
            "highlights/swifts.md": "Read this.\n\n\n\n> pair \n\n#Birds #method\n\nWhich?",
        }
    )
    (page,) = read.pages
    assert (page.article.text(), page.article.tags, page.member) == (
        "The first pair.",
        ("birds",),
        "id-swifts",
    )
    facts = page.facts
    assert (facts.author, facts.excerpt, facts.remark, facts.progress, facts.read, facts.archived) == (
        "Maud",
        "Short.",
        "Read this.",
        0.4,
        False,
        False,
    )
    (mark,) = facts.highlights
    assert (mark.quote, mark.note, mark.tags) == ("pair", "Which?", ("birds", "method"))
    assert read.refused == []


@pytest.mark.parametrize(
    ("state", "progress", "archived", "done"),
    [("Archived", 100, True, True), ("Unknown", 0, None, False), ("Active", None, False, None)],
)
def test_archived_and_read_are_two_things(state, progress, archived, done):
    (page,) = read_file([item("a", state=state, readingProgress=progress)]).pages
    assert (page.facts.archived, page.facts.read) == (archived, done)


def test_texts_of_one_name_are_in_the_order_of_the_lists():
    read = read_zip(
        [
            ("metadata_0_to_20.json", [item("notes", id="1", title="March")]),
            ("content/notes.html", "<p>Frost.</p>"),
            # What had to be rendered for the export comes twice.
            ("content/notes.html", "<p>Frost.</p>"),
            (
                "metadata_20_to_40.json",
                [item("notes", id="2", title="April"), item("notes", id="3", title="May")],
            ),
            ("content/notes.html", "<p>Wind.</p>"),
            ("content/notes.html", "<p>Sun.</p>"),
        ]
    )
    assert [(page.article.title, page.article.text()) for page in read.pages] == [
        ("March", "Frost."),
        ("April", "Wind."),
        ("May", "Sun."),
    ]


def test_a_text_is_given_to_one_article_only():
    items = [item("notes", id="1", title="March"), item("notes", id="2", title="April")]
    read = read_zip({"metadata_0_to_20.json": items, "content/notes.html": "<p>Frost.</p>"})
    assert [page.article.text() for page in read.pages] == ["Frost.", ""]
    assert read.refused == [("metadata_0_to_20.json", "notes (April)", "its text is missing")]


def test_what_is_missing_of_an_article_is_said_and_the_article_comes_in():
    read = read_zip(
        {
            "metadata_0_to_20.json": [item("leaflet"), item("gone")],
            "content/leaflet.pdf": b"%PDF-1.4 ...",
        }
    )
    assert read.titles == ["Leaflet", "Gone"]
    assert read.refused == [
        (
            "metadata_0_to_20.json",
            "leaflet (Leaflet)",
            "it is a PDF document, which is not read",
        ),
        ("metadata_0_to_20.json", "gone (Gone)", "its text is missing"),
    ]


def test_a_list_alone_lacks_nothing():
    read = read_file([item("a"), 7])
    assert read.titles == ["A"]
    assert read.refused == [("", "item 2", "it is not a record")]


@pytest.mark.parametrize(
    ("text", "quotes", "notes", "remark"),
    [
        ("", [], [], ""),
        ("Just a note.", [], [], "Just a note."),
        ("> one \n\n> two ", ["one", "two"], ["", ""], ""),
        # Only an empty line within a quote is marked.
        ("> first\n> second\nthird \n\nnote", ["first\nsecond\nthird"], ["note"], ""),
        ("> one \n\nnote\n\nmore\n\n> two ", ["one", "two"], ["note\n\nmore", ""], ""),
        ("> one \n\nmine\n\nOn it all.\n\n\n\n> two ", ["one", "two"], ["mine", ""], "On it all."),
        ("> one \n\n# no label", ["one"], ["# no label"], ""),
        ("> one \r\n\r\n#a\r\n\r\nnote", ["one"], ["note"], ""),
    ],
)
def test_quotes_and_notes_are_told_apart(text, quotes, notes, remark):
    found = notes_in(text.encode())
    assert [mark.quote for mark in found.highlights] == quotes
    assert [mark.note for mark in found.highlights] == notes
    assert found.remark == remark


def test_a_label_may_have_two_words():
    (mark,) = notes_in(b"> q \n\n#city life #x\n\nn").highlights
    assert (mark.tags, mark.note) == (("city-life", "x"), "n")
