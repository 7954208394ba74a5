"""The format that docs/design.md shows somebody who adds one."""

from __future__ import annotations

import re
import types
from pathlib import Path

import pytest

from reader import formats, ingest
from reader.model import Failure
from reader.store import open_store

DESIGN = Path(__file__).resolve().parents[2] / "docs" / "design.md"


def test_the_example_reads_notes_with_their_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = DESIGN.read_text(encoding="utf-8")
    found = re.search(r"\*\*a format:\*\*.*?```python\n(.*?)```", text, re.DOTALL)
    assert found
    example = types.ModuleType("notes")
    exec(compile(found[1], str(DESIGN), "exec"), example.__dict__)
    monkeypatch.setattr(formats, "FORMATS", (example.FORMAT, *formats.FORMATS))

    file = tmp_path / "in" / "mine.notes"
    file.parent.mkdir()
    file.write_text("sea\tWe saw the sea.\nhill\tThe hill is high.\nempty\t\n")
    (file.parent / "hill.png").write_bytes(b"a hill")
    with open_store(tmp_path / "library.sqlite3") as store:
        report = ingest.add(store, [file], now=1.0)
        assert report.added == 2
        assert report.failed == (Failure(str(file), "it holds nothing to read", "empty"),)
        assert [store.articles.get(article).title for article in (1, 2)] == ["sea", "hill"]
        assert store.articles.get(2).text() == "The hill is high.\n\n[image hill.png]"
        assert store.articles.asset(2, "hill.png") == b"a hill"
