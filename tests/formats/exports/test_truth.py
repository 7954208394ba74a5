"""The samples of exports beside the checkout: everything that is known to be in them is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.formats.tags import tags_of
from reader.model import Page
from reader.text import collapse
from tests.formats.truths import truths_of, wrong_in_page
from tests.unpacked import Unpacked, read_path

SERVICES = ("pocket", "omnivore", "instapaper", "wallabag", "readeck", "karakeep", "linkwarden", "matter")


@pytest.mark.parametrize("service", SERVICES)
def test_an_export_comes_in_as_it_is(service: str, shared: Path):
    wrong = [
        f"{truth['file']}: {what}"
        for path, truth in truths_of(shared, f"{service}/")
        if "markdown" not in truth["format"]
        for what in wrong_in(read_path(path), truth)
    ]
    assert wrong == []


def wrong_in(read: Unpacked, truth: Any) -> Iterator[str]:
    """What differs between the articles of a sample and the truth."""
    if len(read.pages) != len(truth["articles"]) or len(read.refused) != len(truth["errors"]):
        yield f"{read.titles}, {read.refused}"
    stored = repr([(page.article, page.facts, page.member, page.record) for page in read.pages])
    yield from (secret for secret in truth.get("secrets", ()) if secret in stored + str(read.refused))
    left = list(read.pages)
    for article in truth["articles"]:
        title = collapse(article["title"] or article["url"])
        page = next((page for page in left if page.article.title == title), None)
        if page is None:
            yield f"no {title}"
            continue
        left.remove(page)
        yield from wrong_in_page(page, article, expected_of(article), found_in(page))


def expected_of(article: Any) -> dict[str, Any]:
    marks = article["highlights"]
    given = article.keys()
    folders = [folder.replace(" / ", "/") for folder in article.get("folders", ())]
    return {
        **{name: article.get(name) for name in ("url", "author", "published", "saved", "excerpt", "lang")},
        **{name: article.get(name) for name in ("read", "archived", "starred", "has_text")},
        **{name: article[name] for name in ("links", "images", "tables", "code_blocks")},
        "tags": {*tags_of([*article["tags"], *folders])},
        "headings": [collapse(heading) for heading in article["headings"]],
        "remark": article.get("note"),
        "progress": article["progress"] / 100 if "progress" in given else None,
        "stored": article.get("images_stored"),
        "quotes": [collapse(mark["quote"]) for mark in marks],
        "notes": [mark["note"] or "" for mark in marks],
        "labels": [tags_of(mark.get("tags", ())) for mark in marks],
    }


def found_in(page: Page) -> dict[str, Any]:
    article, facts = page.article, page.facts
    kinds = [block.kind for block in article.blocks]
    spans = [span for block in article.blocks for span in block.spans]
    pictures = [span.href for span in spans if "image" in span.style]
    return {
        **{name: getattr(facts, name) for name in ("url", "author", "published", "saved", "excerpt")},
        **{name: getattr(facts, name) for name in ("read", "archived", "starred", "remark", "progress")},
        "lang": article.lang,
        "tags": {*article.tags},
        "has_text": any(kind != "image" for kind in kinds),
        "links": [span.href for span in spans if "link" in span.style],
        "images": len(pictures),
        "tables": kinds.count("table"),
        "code_blocks": kinds.count("code"),
        "headings": [collapse(block.plain) for block in article.blocks if block.kind == "heading"],
        "stored": len({asset.name for asset in page.assets}.intersection(pictures)),
        "quotes": [collapse(mark.quote) for mark in facts.highlights],
        "notes": [mark.note for mark in facts.highlights],
        "labels": [mark.tags for mark in facts.highlights],
    }
