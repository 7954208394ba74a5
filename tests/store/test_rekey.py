"""A library whose keys an earlier version made in its own way."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from reader.model import Link
from reader.store import open_store

BODY = "In this article we look at how bees find their way home. They dance."


def test_keys_are_made_anew_and_links_resolved(library: Path, make_page) -> None:
    pages = [
        make_page("/1", "Bees", BODY, note="A guest post."),
        make_page("/2", "", "Wasps do not dance, they say, and who would know?"),
        make_page(
            *("/3", "Three", "x", Link("recommended", "bees!", f"{BODY[:49]}...")),
            *(Link("next", "Two"), Link("recommended", "Wasps", "Wasps do not dance, they say, and wh...")),
        ),
    ]
    with open_store(library) as store:
        for page in pages:
            store.articles.put(page, 1.0)
        kept = list(store.links.all()), store.articles.summaries(store.articles.ids())
        assert sum(link.target is not None for link in kept[0]) == 2
    with sqlite3.connect(library) as connection:
        connection.execute("UPDATE articles SET title_key = 'old', head = '', note_head = '', body_key = ''")
        connection.execute("UPDATE links SET title_key = 'old' || id, teaser_key = '', target = NULL")
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'keys'")
    connection.close()
    for _ in range(2):
        with open_store(library) as store:
            assert (list(store.links.all()), store.articles.summaries(store.articles.ids())) == kept
            assert store.integrity() == []
