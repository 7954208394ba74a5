"""A note that was exported, edited by hand and added again: the edits come in, and all else stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

RunReader = Callable[..., Any]

RECORD = {
    "format": "article-reader 1",
    "title": '#1. "Ice": a history',
    "url": "https://example.org/ice",
    "author": "A: B, «C»",
    "remark": "mine: 'quoted'\n- second line",
    "tags": ["sea", "cold/deep"],
    "lang": "en",
    "highlights": [
        {"quote": "froze twice", "note": "which\nyears?", "color": "green", "tags": ["x"]},
        {"quote": "warm rays"},
        {"quote": "a third passage", "created": "2020-01-02T03:04:05Z"},
    ],
    "blocks": [
        {"kind": "paragraph", "spans": ["The harbour ", ["froze twice", "highlighted", ""], " that winter."]},
        {"kind": "paragraph", "spans": [["warm rays", "highlighted", ""], " and a third passage of it."]},
        {"kind": "paragraph", "spans": ["Set in ", ["mark", "highlighted", ""], ", which is no highlight."]},
        {"kind": "table", "spans": ["a|b\tc\n", ["x|y||z", "code", ""], "\td"], "header": 1},
        {"kind": "item", "level": 1, "marker": "a)", "spans": ["an item"]},
        {
            "kind": "image",
            "spans": [["gone", "image", "https://example.org/a.png"], "\n", 'A "caption" & more'],
        },
    ],
}
QUOTES = ["froze twice", "warm rays", "a third passage"]


@pytest.fixture
def note(run: RunReader, tmp_path: Path) -> Path:
    """A note that was exported and added to the library in which it is tried."""
    (tmp_path / "one.jsonl").write_text(json.dumps(RECORD), encoding="utf-8")
    run("--data-dir", tmp_path / "first", "add", tmp_path / "one.jsonl")
    folder = tmp_path / "notes"
    run("--data-dir", tmp_path / "first", "export", "--format", "markdown", folder)
    assert run("add", folder).out.startswith("1 added")
    assert run("mark", "1", "--star").code == 0
    (file,) = folder.iterdir()
    return file


def told(run: RunReader) -> dict[str, Any]:
    (record,) = run("export", "--json").records
    return dict(record)


CASES = {
    "title": ('title: "#1.', 'title: "#2.', "title", '#2. "Ice": a history'),
    "tag": ('"cold/deep"', '"cold/deeper"', "tags", ["sea", "cold/deeper"]),
    "tag gone": (', "cold/deep"', "", "tags", ["sea"]),
    "words of a highlight": ("==froze twice==", "==froze thrice==", "quotes", ["froze thrice", *QUOTES[1:]]),
    "words around one": ("The harbour", "The old harbour", "quotes", QUOTES),
    "new highlight": (
        "that winter",
        "==that winter==",
        "quotes",
        ["froze twice", "that winter", *QUOTES[1:]],
    ),
    "highlight gone": ("==warm rays==", "warm rays", "quotes", ["froze twice", "a third passage"]),
    "highlight with a note gone": ("==froze twice==", "froze twice", "quotes", QUOTES[1:]),
    "listed highlight gone": (
        ', {"quote": "a third passage", "created": "2020-01-02T03:04:05Z"}',
        "",
        "quotes",
        QUOTES[:2],
    ),
    "note": (r"which\nyears?", "1709", "notes", ["1709", "", ""]),
    "new note": (
        '"a third passage"',
        '"a third passage", "note": "new"',
        "notes",
        ["which\nyears?", "", "new"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_edit_comes_in_and_all_else_stays(run: RunReader, note: Path, case: str) -> None:
    old, new, field, value = CASES[case]
    before, text = told(run), note.read_text(encoding="utf-8")
    assert text.count(old) == 1
    note.write_text(text.replace(old, new), encoding="utf-8")
    assert run("add", note.parent).out.startswith("0 added, 1 updated")
    after = told(run)
    for one in (before, after):
        one["quotes"] = [each["quote"] for each in one["highlights"]]
        one["notes"] = [each["note"] for each in one["highlights"]]
    assert after[field] == value
    assert after["starred"]
    kept = {"title", "url", "author", "remark", "tags", "lang", "blocks", "highlights"} - {field}
    if field in ("quotes", "notes"):
        kept -= {"highlights"}
        others = [each for each in before["highlights"] if each in after["highlights"]]
        assert len(others) >= 2
    if "==" in new + old or "harbour" in old:
        kept -= {"blocks"}
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}


def test_the_export_of_it_is_as_it_was(run: RunReader, note: Path) -> None:
    (record,) = run("--data-dir", note.parent.parent / "first", "export", "--json").records
    after = told(run)
    for name in ("title", "url", "author", "remark", "tags", "lang", "highlights"):
        assert after[name] == record[name]
    before = [block["text"] for block in record["blocks"]]
    assert [block["text"] for block in after["blocks"]] == [
        each.replace("an item", "a) an item") for each in before
    ]


def test_front_matter_that_cannot_be_read_takes_nothing_away(run: RunReader, note: Path) -> None:
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace("\n---\n\n", "\n\n"), encoding="utf-8")
    before = told(run)
    run("add", note.parent)
    after = told(run)
    assert (after["tags"], after["starred"]) == (before["tags"], True)
    assert {each["quote"] for each in after["highlights"]} == set(QUOTES)


def test_what_was_changed_here_stays_if_the_note_drops_it(run: RunReader, note: Path) -> None:
    assert run("mark", "1", "--tag", "own").code == 0
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace('"sea", ', ""), encoding="utf-8")
    run("add", note.parent)
    assert told(run)["tags"] == ["cold/deep", "own"]
