"""What is known to be in the samples beside the checkout, and what an article that was read lacks of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.model import Page
from reader.text import collapse


def truths_of(shared: Path, start: str) -> list[tuple[Path, Any]]:
    """The samples whose names begin with ``start``, and what is in them; without samples, skips the test."""
    folder = shared / "intake"
    if not folder.is_dir():
        pytest.skip("needs the samples of exports, lists and notes")
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    truths = [truth for truth in map(json.loads, lines) if truth["file"].startswith(start)]
    assert truths
    return [(folder / "samples" / truth["file"], truth) for truth in truths]


def wrong_in_page(page: Page, article: Any, expected: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    """What differs between an article and the truth; what is None in the truth is left open."""
    title = page.article.title
    yield from (
        f"{title}: {name} is {found[name]!r}, not {value!r}"
        for name, value in expected.items()
        if value is not None and found[name] != value
    )
    text, at = collapse(page.article.text()), 0
    for phrase in map(collapse, article["must_contain"]):
        at = text.find(phrase, at)
        if at < 0:
            yield f"{title}: lacks {phrase!r}"
            break
    yield from (f"{title}: has {each!r}" for each in article["must_not_contain"] if each in text)
