"""The highlights that Obsidian's web clipper exports."""

from __future__ import annotations

from reader import formats
from reader.model import Highlight
from reader.sources import Fetched
from tests.unpacked import as_bytes, read_file

PAGES = [
    {
        "url": "https://a.example.org/x",
        "title": "A page",
        "highlights": [
            {
                "text": "Plain < words",
                "timestamp": "2024-03-01T10:00:00.000Z",
                "notes": ["one", "two"],
                "color": "Yellow",
            },
            {"text": "<p>A <b>bold</b> one.</p><p>Next.</p>", "timestamp": 7},
            {"text": "  "},
            "no highlight",
        ],
        "data": [{"content": "<p>Plain</p>"}],
    },
    {"url": "https://a.example.org/y", "highlights": []},
    {"highlights": []},
    "no page",
]


def test_pages_and_their_highlights():
    read = read_file(PAGES, "/notes/highlights.json")
    first, second = read.pages
    assert (first.article.title, first.facts.url, first.article.blocks) == (
        "A page",
        "https://a.example.org/x",
        (),
    )
    assert first.facts.highlights == (
        Highlight("Plain < words", "one\ntwo", "yellow", "2024-03-01T10:00:00Z"),
        Highlight("A bold one.\n\nNext."),
    )
    assert second.article.title == "https://a.example.org/y"


def test_other_json_is_not_read_here():
    for other in ([{"url": "x", "highlights": [{"quote": "q"}]}], {"url": "x", "highlights": []}, [1], []):
        assert formats.format_of(Fetched("/x.json", as_bytes(other))).name != "Obsidian highlights"
