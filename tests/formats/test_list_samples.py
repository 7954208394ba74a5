"""The samples of lists, bookmarks and feeds beside the checkout: everything known to be in them is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reader import formats
from reader.formats import Subscription
from reader.formats.tags import tags_of
from reader.model import Page
from reader.sources import Fetched
from reader.text import collapse
from tests.formats.truths import truths_of, wrong_in_page
from tests.unpacked import read_path

KINDS = (
    *("readwise", "raindrop", "pinboard", "linkding", "mymind", "onetab", "goodlinks"),
    *("browsers", "feeds"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_comes_in_as_it_is(kind: str, shared: Path):
    wrong = [
        f"{truth['file']}: {what}"
        for path, truth in truths_of(shared, f"{kind}/")
        for what in wrong_in(path, truth)
    ]
    assert wrong == []


def wrong_in(path: Path, truth: Any) -> Iterator[str]:
    """What differs between a sample and the truth."""
    read = read_path(path)
    # A feed without entries is no mistake, but the person hears that nothing came of it.
    errors = truth["errors"] or (["no entries"] if path.name == "empty.xml" else [])
    if len(read.pages) != len(truth["articles"]) or len(read.refused) != len(errors):
        yield f"{read.titles}, {read.refused}"
    for page, article in zip(read.pages, truth["articles"], strict=False):
        yield from wrong_in_page(page, article, expected_of(article), found_in(page, article))
    # A feed that does not name its address cannot be followed.
    feeds = [feed for feed in truth["feeds"] if feed["url"]]
    expected_feeds = [
        Subscription(feed["title"], feed["url"], feed["site"] or "", feed.get("folder") or "")
        for feed in feeds
    ]
    if subscriptions(path) != expected_feeds:
        yield f"{subscriptions(path)}, not {expected_feeds}"


def subscriptions(path: Path) -> list[Subscription]:
    fetched = Fetched(str(path), path.read_bytes())
    if not (read := formats.format_of(fetched)).name.startswith(("feed", "OPML", "bookmarks")):
        return []
    try:
        return [one for one in read.read(fetched) if isinstance(one, Subscription)]
    except formats.UnreadableSource:
        return []


def expected_of(article: Any) -> dict[str, Any]:
    marks = article["highlights"]
    enclosures = [one["url"] for one in article.get("enclosures", ())]
    return {
        **{name: article[name] for name in ("url", "author", "published", "saved", "images")},
        **{name: article[name] for name in ("read", "archived", "starred")},
        **{name: article.get(name) for name in ("excerpt", "feed", "lang")},
        "title": article["title"] and collapse(article["title"]),
        "links": [*article["links"], *enclosures],
        "tags": {*tags_of((*article["tags"], *article.get("folders", ())))},
        "remark": article.get("note", ""),
        "progress": article["progress"] / 100 if "progress" in article else None,
        # Highlights are the text where there is no other.
        "has_text": article["has_text"] or (bool(marks) and not article["url"]),
        "marks": [
            (mark["quote"], mark["note"] or "", mark.get("created"), mark.get("color")) for mark in marks
        ],
        "labels": [tuple(mark.get("tags", ())) for mark in marks],
    }


def found_in(page: Page, article: Any) -> dict[str, Any]:
    facts = page.facts
    spans = [span for block in page.article.blocks for span in block.spans]
    marks = [
        (mark.quote, mark.note, mark.created if "created" in given else None, mark.color or None)
        for mark, given in zip(facts.highlights, article["highlights"], strict=False)
    ]
    return {
        **{name: getattr(facts, name) for name in ("url", "author", "published", "saved", "excerpt", "feed")},
        **{name: getattr(facts, name) for name in ("read", "archived", "starred", "remark", "progress")},
        "lang": page.article.lang,
        "title": page.article.title,
        "links": [span.href for span in spans if "link" in span.style],
        "images": sum("image" in span.style for span in spans),
        "tags": {*page.article.tags},
        "has_text": bool(page.article.blocks),
        "marks": marks,
        "labels": [mark.tags for mark in facts.highlights],
    }
