"""What a text in the dialog means, and how far imports are: without a screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.tui.state import imports
from reader.tui.state.adding import MOST_COUNTED, PathFacts, ToAdd, name_of, size, to_add, will, wrong
from reader.tui.state.imports import FailedPart, ImportRun


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", ToAdd()),
        ("  ~/saved pages ", ToAdd("~/saved pages")),
        ("'/a b/c.html'", ToAdd("/a b/c.html")),
        ("file:///a%20b.html", ToAdd("/a b.html")),
        ("https://example.org/a", ToAdd(addresses=("https://example.org/a",))),
        ("feed:https://example.org/x", ToAdd(addresses=("https://example.org/x",), feed=True)),
        ("feed://example.org/x", ToAdd(addresses=("https://example.org/x",), feed=True)),
        ("https://example.org/feed.xml", ToAdd(addresses=("https://example.org/feed.xml",), feed=True)),
        ("https://example.org/blog/rss", ToAdd(addresses=("https://example.org/blog/rss",), feed=True)),
        ("https://example.org/feedback", ToAdd(addresses=("https://example.org/feedback",))),
        (
            "see https://a.example/1, <https://a.example/2> (https://a.example/3) and https://a.example/1.",
            ToAdd(addresses=("https://a.example/1", "https://a.example/2", "https://a.example/3")),
        ),
        ("https://a.example/Ebb_(tide)", ToAdd(addresses=("https://a.example/Ebb_(tide)",))),
    ],
)
def test_what_a_text_means(text: str, asked: ToAdd) -> None:
    assert to_add(text) == asked


def test_an_address_that_a_paste_cuts_off_is_left_out() -> None:
    asked = to_add("https://a.example/1 https://a.exam", full=True)
    assert asked == ToAdd(addresses=("https://a.example/1",), cut=True)
    assert "the last address is left out" in will(asked, None)


@given(st.text())
def test_any_text_means_something(text: str) -> None:
    asked = to_add(text)
    assert not (asked.path and asked.addresses)
    will(asked, PathFacts("nothing"))
    wrong(asked, PathFacts("nothing"))
    assert name_of(asked) or not asked


def test_what_will_be_done() -> None:
    folder = ToAdd("/saved")
    assert will(folder, None) == ""
    assert will(folder, PathFacts("folder", files=1204)) == "Adds a folder with 1,204 files."
    assert will(folder, PathFacts("folder", files=1)) == "Adds a folder with 1 file."
    some = will(folder, PathFacts("folder", files=12, parts=1))
    assert some == "Adds a folder with 12 files, 1 of them a picture or the like."
    assert will(folder, PathFacts("folder")) == "This folder is empty."
    assert "more than 20,000" in will(folder, PathFacts("folder", files=MOST_COUNTED))
    assert will(ToAdd("/a.zip"), PathFacts("file", size=3_210_000)) == "Adds a file of 3.2 MB."
    assert will(ToAdd("/a.opml"), PathFacts("file", size=1)) == "Follows the feeds of this list."
    assert will(to_add("https://a.example/x https://a.example/y"), None) == "Fetches 2 addresses."
    assert will(to_add("https://a.example/feed"), None).startswith("Follows this feed")


def test_what_cannot_be_added() -> None:
    nothing = PathFacts("nothing")
    assert wrong(ToAdd(), None)
    assert wrong(ToAdd("/none"), nothing) == "There is no such file or folder"
    assert "https://example.org/a" in wrong(ToAdd("example.org/a"), nothing)
    assert "https" not in wrong(ToAdd("page.html"), nothing)
    assert wrong(ToAdd("/there"), PathFacts("file")) == ""
    assert wrong(to_add("https://a.example/"), None) == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 byte"), (999, "999 bytes"), (12_345, "12 KB"), (1_250_000, "1.2 MB"), (10**16, "10000 TB")],
)
def test_sizes(number: int, words: str) -> None:
    assert size(number) == words


# --- imports ------------------------------------------------------------------------------------------------


def run(**changes: object) -> ImportRun:
    values: dict[str, object] = {
        "number": 1,
        "kind": "add",
        "what": "saved",
        "words": ("add", "--", "/saved"),
    }
    return ImportRun(**{**values, **changes})


REPORT = {
    "added": 3,
    "updated": 0,
    "unchanged": 1,
    "failed": [
        {"source": "/saved/a.zip", "member": "b.txt", "error": "is binary data, not text"},
        {"source": "https://a.example/", "error": "there is no such page (404)"},
    ],
    "notes": ["2 files were left out"],
}


def test_from_the_beginning_to_the_end() -> None:
    one = run(stage="running")
    assert imports.standing([one], "D") == "Adding saved… · D shows it"
    one = imports.heard(one, {"phase": "reading", "done": 312, "total": 1204, "current": "a"})
    assert imports.standing([one, run(number=2)], "D") == "Adding saved: 312 of 1,204 · 1 more · D shows it"
    one = imports.heard(one, {"phase": "indexing", "done": 1, "total": 3, "current": ""})
    assert imports.standing([one], "") == "Indexing saved: 1 of 3"
    one = imports.ended(imports.heard(one, REPORT), 1, ["saved: …"])
    assert (one.stage, one.over) == ("done", True)
    assert imports.outcome(one) == "3 added, 1 unchanged, 2 failed"
    assert imports.ending(one, "D") == "saved: 3 added, 1 unchanged, 2 failed · D shows why"
    assert one.failed[0].what == "/saved/a.zip (b.txt)"
    assert imports.standing([one], "D") == ""


def test_ends_of_other_kinds() -> None:
    assert imports.ended(run(), 130, []).stage == "stopped"
    assert imports.ended(run(stage="stopping"), 0, []).stage == "stopped"
    broken = imports.ended(run(), 1, ["x", "reader: the disk is full"])
    assert imports.ending(broken, "D") == "saved: the disk is full · D shows why"
    nothing = imports.ended(imports.heard(run(kind="fetch"), {"fetched": 0}), 0, [])
    assert imports.outcome(nothing) == "nothing to fetch"
    single = imports.heard(run(), {"added": 0, "failed": REPORT["failed"][1:]})
    assert imports.ending(single, "D") == "https://a.example/: there is no such page (404) · D shows it"


def test_what_is_tried_again() -> None:
    parts = imports.heard(run(), REPORT).failed
    assert imports.again(run(), parts) == ("add", "--", "/saved/a.zip", "https://a.example/")
    assert imports.again(run(kind="fetch"), parts[1:]) == ("add", "--", "https://a.example/")
    assert imports.again(run(kind="feeds"), parts[1:]) == ("fetch", "--feeds", "--", "https://a.example/")
    assert imports.again(run(), ()) == ("add", "--", "/saved")


ANY = st.none() | st.integers() | st.text()


@given(
    st.dictionaries(
        st.sampled_from(["phase", "done", "total", "added", "failed", "notes"]),
        st.none()
        | st.integers()
        | st.text()
        | st.lists(st.none() | st.text() | st.dictionaries(st.text(), st.text())),
    )
)
def test_any_line_of_another_version_does_no_harm(record: dict[str, object]) -> None:
    one = imports.heard(run(stage="running"), record)
    assert imports.progress(one)
    assert imports.ending(imports.ended(one, 0, []), "D")
    assert all(isinstance(part, FailedPart) for part in one.failed)
