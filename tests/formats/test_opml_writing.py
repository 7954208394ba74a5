"""Lists of feeds that are written are read again as they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.formats import Subscription
from reader.formats.feeds import opml
from reader.formats.feeds.opml_writing import opml_of
from reader.sources import Fetched

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
PATHS = st.text("abcäé?&=<>'\"%/-_~", max_size=20).map(lambda path: f"https://feeds.example/{path}")


def feeds_in(text: str) -> list[Subscription]:
    return [
        part for part in opml.read(Fetched("feeds.opml", text.encode())) if isinstance(part, Subscription)
    ]


def test_a_list_is_in_folders() -> None:
    feeds = [
        Subscription("A & B", "https://a.example/?x=1&y=<2>", "https://a.example/", "News / Europe"),
        Subscription("", "https://b.example/feed"),
        Subscription('"Quoted"', "https://c.example/feed", "", "News"),
    ]
    read = feeds_in(opml_of(feeds))
    assert {feed.url: (feed.title, feed.folder) for feed in read} == {
        "https://a.example/?x=1&y=<2>": ("A & B", "News / Europe"),
        "https://b.example/feed": ("https://b.example/feed", ""),
        "https://c.example/feed": ('"Quoted"', "News"),
    }


@given(
    st.lists(
        st.builds(Subscription, WORDS, PATHS, st.just(""), WORDS | st.just("")), unique_by=lambda f: f.url
    )
)
def test_what_is_written_is_read(feeds: list[Subscription]) -> None:
    text = opml_of(feeds)
    if feeds:
        assert len(feeds_in(text)) == len(feeds)
        assert {feed.url for feed in feeds_in(text)} == {feed.url for feed in feeds}
