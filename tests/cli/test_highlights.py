"""``reader highlights``: lists what is marked and writes it into files of other programs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.highlighting import edited, reviewing
from reader.library import Library
from reader.model import Article, Block, Facts, Highlight, Page, Span

RunReader = Callable[..., Any]


@pytest.fixture
def library() -> None:
    """Two articles, three highlights."""
    stated = {
        "Tides": (
            "The tide went out.",
            (Highlight("The tide", "Why?\nand how", "blue", "2024-03-01T10:00:00Z"),),
        ),
        "Apples": (
            "An apple keeps until spring.",
            (
                Highlight("keeps until\x1b[31m spring", color="pink"),
                Highlight("words that are gone", created="2023"),
            ),
        ),
    }
    with Library.open() as opened:
        for number, (title, (text, marked)) in enumerate(stated.items()):
            article = Article(title, (Block("paragraph", (Span(text),)),), lang="en")
            facts = Facts(url=f"https://{title}.example/".lower(), highlights=marked)
            page = Page(f"/saved/{title}", title.encode(), "utf-8", article, facts=facts)
            opened.store.articles.put(page, 1_400_000_000.0 - number)


def test_those_of_an_article_without_a_text_wait_for_it(
    run: RunReader, in_terminal: RunReader, tmp_path: Path
) -> None:
    marked = {"url": "https://tides.example/", "title": "Tides", "highlights": [{"quote": "The tide"}]}
    (tmp_path / "a.jsonl").write_text(json.dumps(marked) + "\n")
    assert run("add", tmp_path / "a.jsonl").code == 0
    (told,) = run("highlights", "--json").records
    assert (told["quote"], told["lost"], told["empty"]) == ("The tide", False, True)
    assert run("highlights").rows[0][6] == "no text yet"
    assert "its article has no text yet" in in_terminal("highlights").out
    assert (run("highlights", "--lost").code, "not in the text" in run("show", 1).out) == (1, False)


@pytest.mark.usefixtures("library")
def test_json_has_every_field(run: RunReader) -> None:
    first, *others = [json.loads(line) for line in run("highlights", "--json").out.splitlines()]
    assert first == {
        **{
            "article": 1,
            "title": "Tides",
            "label": "Tides",
            "url": "https://tides.example/",
            "quote": "The tide",
        },
        **{
            "note": "Why?\nand how",
            "color": "blue",
            "created": "2024-03-01T10:00:00Z",
            "tags": [],
            "lost": False,
            "empty": False,
        },
    }
    assert [(one["quote"], one["color"], one["lost"]) for one in others] == [
        ("keeps until\x1b[31m spring", "pink", True),
        ("words that are gone", None, True),
    ]


@pytest.mark.usefixtures("library")
def test_a_pipe_gets_a_line_for_each(run: RunReader) -> None:
    rows = run("highlights").rows
    assert rows[0] == [
        "1",
        "Tides",
        "The tide",
        "Why? and how",
        "blue",
        "2024-03-01T10:00:00Z",
        "",
        "https://tides.example/",
    ]
    assert "\x1b" not in run("highlights").out
    assert [row[2] for row in run("highlights", "--lost").rows][-1] == "words that are gone"
    assert run("highlights", "--sort", "oldest").rows[0][2] == "words that are gone"
    assert [row[0] for row in run("highlights", "color:blue").rows] == ["1"]


@pytest.mark.usefixtures("library")
def test_nothing_found_is_said(run: RunReader) -> None:
    done = run("highlights", "zebra")
    assert (done.code, done.out) == (1, "")
    assert "no highlight is found" in done.err


@pytest.mark.usefixtures("library")
def test_one_file_again_and_again(run: RunReader, tmp_path: Path) -> None:
    file = tmp_path / "all.md"
    assert run("highlights", "--export", str(file)).err.strip().endswith("3 new, 0 changed")
    once = file.read_text(encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert "0 new, 0 changed" in run("highlights", "--export", str(file)).err
    assert file.stat().st_mtime_ns == 1
    file.write_text(f"Mine.\n\n{once}", encoding="utf-8")
    file.chmod(0o640)
    with Library.open() as opened:
        (one,) = opened.highlights(1)
        opened.apply(edited(1, one, note="Because."))
    assert "0 new, 1 changed" in run("highlights", "--export", str(file)).err
    now = file.read_text(encoding="utf-8")
    assert now.startswith("Mine.\n\n## Apples")
    assert "Because." in now
    assert "Why?" not in now
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.usefixtures("library")
def test_a_folder_gets_a_note_for_each_article_which_may_be_renamed(run: RunReader, tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "Tides.md").write_text("My own note about tides.", encoding="utf-8")
    arguments = ("highlights", "--export", str(folder), "--format", "obsidian")
    run(*arguments)
    assert sorted(file.name for file in folder.iterdir()) == ["Apples.md", "Tides (1).md", "Tides.md"]
    assert (folder / "Tides.md").read_text(encoding="utf-8") == "My own note about tides."
    (folder / "deeper").mkdir()
    (folder / "Tides (1).md").rename(folder / "deeper" / "Reading.md")
    done = [json.loads(line) for line in run(*arguments, "--json").out.splitlines()]
    assert {Path(one["path"]).name for one in done} == {"Apples.md", "Reading.md"}
    assert all(one["added"] == one["updated"] == 0 for one in done)
    assert sorted(file.name for file in folder.iterdir()) == ["Apples.md", "Tides.md", "deeper"]


@pytest.mark.usefixtures("library")
def test_a_table_and_a_template_of_ones_own(run: RunReader, tmp_path: Path) -> None:
    run("highlights", "--export", str(tmp_path / "out"), "--format", "readwise")
    table = (tmp_path / "out" / "highlights.csv").read_text(encoding="utf-8").splitlines()
    assert table[0] == "Highlight,Title,Author,URL,Note,Location,Date"
    template = tmp_path / "mine.template"
    template.write_text(
        "--- file .org ---\n#+TITLE: All\n--- passage ---\n* {quote:line}\n# {mark}\n", encoding="utf-8"
    )
    shown = run("highlights", "color:blue", "--export", "-", "--format", str(template)).out
    assert shown.startswith("#+TITLE: All\n\n* The tide\n# highlight ")
    run("highlights", "--export", f"{tmp_path}/org/", "--format", str(template))
    assert sorted(file.name for file in (tmp_path / "org").iterdir()) == ["Apples.org", "Tides.org"]


@pytest.mark.usefixtures("library")
def test_what_cannot_be_written_into_is_left_alone(run: RunReader, tmp_path: Path) -> None:
    latin = tmp_path / "latin.md"
    latin.write_bytes(b"caf\xe9\n")
    assert "not written in UTF-8" in run("highlights", "--export", str(latin)).err
    assert latin.read_bytes() == b"caf\xe9\n"
    other = tmp_path / "other.csv"
    other.write_text("a,b\n", encoding="utf-8")
    assert (
        "no column called Highlight" in run("highlights", "--export", str(other), "--format", "readwise").err
    )
    wrong = tmp_path / "wrong"
    wrong.write_text("--- passage ---\n{open('/etc/passwd')}\n{mark}\n", encoding="utf-8")
    done = run("highlights", "--export", "-", "--format", str(wrong))
    assert (done.code, done.out) == (1, "")
    assert "line 2: a single brace" in done.err
    assert "there is no format nope" in run("highlights", "--export", "-", "--format", "nope").err


@pytest.mark.usefixtures("library")
def test_a_link_stays_a_link(run: RunReader, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "all.md", tmp_path / "all.md"
    real.write_text("Mine.\n", encoding="utf-8")
    link.symlink_to(real)
    run("highlights", "--export", str(link))
    assert link.is_symlink()
    assert "> The tide" in real.read_text(encoding="utf-8")


# --- reader review ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("library")
def test_a_review_brings_the_same_few_all_day(run: RunReader) -> None:
    first = run("review", "-n", "1").rows
    assert len(first) == 1
    assert run("review", "-n", "1").rows == first
    everything = [json.loads(line)["quote"] for line in run("review", "--json").out.splitlines()]
    assert len(everything) == 3
    assert everything[0] == first[0][2] or first[0][2] in everything
    with Library.open() as opened:
        for passage in opened.passages().found:
            opened.apply(reviewing(passage.article, passage.stored, on=False))
        assert "Reviews never bring" in opened.journal(1)[0].change.said("")
    done = run("review")
    assert (done.code, done.out) == (1, "")
    assert "nothing to review" in done.err
    run("undo")
    assert len(run("review").rows) == 1
