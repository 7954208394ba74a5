"""The registry: bytes to pages, whatever the bytes."""

from __future__ import annotations

import pytest

from reader import formats
from reader.errors import UnreadableSource
from reader.model import Article


def test_a_page_keeps_its_source_bytes_and_encoding():
    raw = "Tee\n\nTee\n\nGrüße aus der Küche.".encode("cp1252")
    page = formats.parse(raw, "/pages/tee.txt")
    assert (page.source, page.raw, page.encoding) == ("/pages/tee.txt", raw, "cp1252")
    assert page.article.title == "Tee"
    assert page.article.text() == "Grüße aus der Küche."


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        ("\u200e\ufeff\u2060".encode(), "the file holds nothing to read"),
        (b"\x89PNG\r\n\x1a\n\0", "is a PNG image, not text"),
    ],
)
def test_what_cannot_be_read_says_why(raw, reason):
    with pytest.raises(UnreadableSource) as caught:
        formats.parse(raw, "x")
    assert str(caught.value) == reason


def test_the_first_format_that_knows_the_bytes_reads_them(monkeypatch):
    shout = formats.Format(
        "shout",
        lambda fetched: fetched.source.endswith(".shout"),
        lambda fetched: [formats.Parsed(Article(fetched.raw.decode().upper(), title_from="page"))],
    )
    monkeypatch.setattr(formats, "FORMATS", (shout, *formats.FORMATS))
    assert formats.parse(b"tea", "a.shout").article.title == "TEA"
    assert formats.parse(b"tea", "a.txt").article.title == "tea"
