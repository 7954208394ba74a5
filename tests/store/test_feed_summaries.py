"""A feed's short entry about a bookmarked article is its excerpt, and not its text."""

from __future__ import annotations

import pytest

from reader.library import Library
from reader.model import Article, Block, Facts, Page, Span

URL = "https://bridge.example/1"


def entry(words: int, feed: str, source: str = "/feed") -> Page:
    blocks = (Block("paragraph", (Span("word " * words),)),) if words else ()
    facts = Facts(url=URL, feed=feed)
    return Page(source, f"{source}{words}".encode(), "utf-8", Article("A bridge", blocks), facts=facts)


@pytest.mark.parametrize(
    ("words", "feed", "empty"),
    [(20, "https://f.example/", True), (20, "", False), (90, "https://f.example/", False)],
)
def test_only_a_whole_text_fills_a_bookmark(words: int, feed: str, empty: bool) -> None:
    with Library.open() as library:
        library.store.articles.put(entry(0, "", "/bookmarks"), 1.4e9)
        put = library.store.articles.put(entry(words, feed), 1.4e9)
        assert library.ids() == [put.id]
        assert library.ids("is:empty") == ([put.id] if empty else [])
        assert bool(library.summaries([put.id])[0].excerpt) == empty
        text = library.store.articles.put(entry(100, "", "/fetched"), 1.4e9)
        assert not empty or (text.id, library.ids("is:empty")) == (put.id, [])
