"""Every example in docs/search.md is a query of the language, taken as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader.search import query

PAGE = (Path(__file__).parents[2] / "docs" / "search.md").read_text(encoding="utf-8")
_ROWS = re.findall(r"^\| (`.*?`) \| ", PAGE, re.MULTILINE)
EXAMPLES = [text.replace("\\|", "|") for row in _ROWS for text in re.findall(r"`(.+?)`", row)]


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example(text: str) -> None:
    parsed = query.parse(text)
    assert parsed.node is not None
    assert parsed.notes == ()
    # What looks like a filter or a field is one, and not a word.
    assert not any(":" in part.text for part in parsed.positive())


def test_the_page_names_everything() -> None:
    assert len(EXAMPLES) > 30
    for name in (*query.FIELDS, *query.FILTERS):
        assert f"`{name}:" in PAGE
    for limit in (query.MAX_WORDS, query.MAX_FILTERS, query.MAX_DEPTH):
        assert str(limit) in PAGE[PAGE.index("Limits") :]
