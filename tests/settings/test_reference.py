"""The documents say of the settings what their declarations say."""

from __future__ import annotations

from pathlib import Path

from reader.settings.reference import table


def test_the_table_of_the_documents_is_that_of_the_declarations():
    document = Path(__file__).parents[2] / "docs" / "configuration.md"
    assert table() in document.read_text(encoding="utf-8"), "print it: python -m reader.settings.reference"
