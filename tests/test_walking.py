"""Which files of a folder or archive are read, and as what."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from reader import formats, ingest
from reader.formats import Format, Parsed, UnknownFormat
from reader.model import AddReport, Article, Block, Span
from reader.sources import Fetched, FoundFile, Names
from reader.sources.patterns import Patterns, Picking
from reader.store import Store, open_store
from reader.walking import Walker

RunReader = Callable[..., Any]


# --- a format of several files: a list, and texts in a folder beside it -----------------------------------


def sniff(fetched: Fetched) -> bool:
    return fetched.head().startswith(b'{"texts"')


def read(fetched: Fetched) -> Iterator[Parsed]:
    for name in json.loads(fetched.raw)["texts"]:
        beside = fetched.neighbour(f"texts/{name}")
        text = beside.raw.decode() if beside else "missing"
        yield Parsed(Article(name, (Block("paragraph", (Span(text),)),)), member=name)


def takes(path: str, names: Sequence[str]) -> Sequence[str]:
    assert isinstance(names, Names)
    folder, _, name = path.rpartition("/")
    return names.under(f"{folder}/texts".lstrip("/")) if name == "list.json" else ()


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Format("list of texts", sniff, read, takes)
    monkeypatch.setattr(formats, "FORMATS", (known, formats.FORMATS[-1]))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "library.sqlite3") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "top"
    top.mkdir()
    return top


def put(folder: Path, **files: str | bytes) -> None:
    """Writes files; ``__`` in a name stands for ``/`` and ``_`` for a dot."""
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def zipped(folder: Path, into: Path) -> Path:
    with zipfile.ZipFile(into, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder))
    return into


def add(store: Store, *names: object, **options: Any) -> AddReport:
    return ingest.add(store, [str(name) for name in names], now=1.0, **options)


def titles(store: Store) -> list[str]:
    return [summary.title for summary in store.articles.summaries(store.articles.ids())]


LIST = '{"texts": ["one", "two"]}'


@pytest.mark.parametrize("archive", [False, True])
def test_files_that_belong_to_another_are_not_read_by_themselves(
    store: Store, folder: Path, tmp_path: Path, archive: bool
) -> None:
    for at in ("", "a__b__"):
        put(folder, **{f"{at}list_json": LIST, f"{at}texts__one": f"At {at}.", f"{at}texts__three": "More."})
    # The name fits and the content does not, so this takes nothing.
    put(folder, c__list_json="Not a list of texts.", c__texts__alone="Alone and read.")
    report = add(store, zipped(folder, tmp_path / "all.zip") if archive else folder)
    assert sorted(titles(store)) == ["Alone and read.", "Not a list of texts.", "one", "one", "two"]
    assert report.failed == ()
    [note] = report.notes
    assert "list.json" in note
    assert "came in as plain text" in note


def test_a_file_named_by_itself_has_its_own_beside_it(store: Store, folder: Path) -> None:
    put(folder, list_json=LIST, texts__one="First.", texts__two="Second.")
    assert add(store, folder / "list.json").added == 2


def test_a_taken_file_takes_nothing(store: Store, folder: Path) -> None:
    put(folder, list_json=LIST, texts__list_json=LIST, texts__texts__one="Deep.")
    assert add(store, folder).added == 2


PARTS = ("a.png", "a.JPEG", "b/style.css", "b/c.js", "d.woff2", "LICENSE", "COPYING.txt", "LICENSE-MIT")
OF_PROGRAMS = (
    "__MACOSX/a.txt",
    "Thumbs.db",
    "b/desktop.ini",
    "CVS/Root",
    "a.txt~",
    "node_modules/a.md",
    ".git/b",
)


@pytest.mark.parametrize("archive", [False, True])
def test_what_is_no_article_is_left_out(store: Store, folder: Path, tmp_path: Path, archive: bool) -> None:
    for name in (*PARTS, *OF_PROGRAMS, ".hidden.txt", "story.txt"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Something to read here." if name == "story.txt" else "Nothing to read here.")
    report = add(store, zipped(folder, tmp_path / "all.zip") if archive else folder)
    assert titles(store) == ["Something to read here."]
    assert report.failed == ()
    assert report.notes == (
        "8 files are not articles (pictures, style sheets …) and were not added by themselves",
    )


def test_what_is_named_by_itself_is_read_or_refused(store: Store, folder: Path) -> None:
    put(folder, a_png=b"\x89PNG\r\n\x1a\n", LICENSE="You may read this.", _hidden_txt="And this.")
    report = add(store, *sorted(folder.iterdir()))
    assert titles(store) == ["And this.", "You may read this."]
    assert [failure.error for failure in report.failed] == ["is a PNG image, not text"]


# --- patterns ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("*.md", "a.md", True),
        ("*.md", "b/c/a.md", True),
        ("*.md", "a.md.txt", False),
        ("drafts", "drafts/a.md", True),
        ("drafts/", "b/drafts/a.md", True),
        ("drafts", "drafts.md", False),
        ("b/*.md", "b/a.md", True),
        ("/b/*.md", "b/a.md", True),
        ("b/*.md", "b/c/a.md", False),
        ("b/*.md", "a/b/a.md", False),
        ("b/**/*.md", "b/a.md", True),
        ("b/**/*.md", "b/c/d/a.md", True),
        ("b/**", "b/c/d/a.md", True),
        ("**/a.md", "a.md", True),
        ("b/c", "b/c/d.md", True),
        ("b/c", "b/cd.md", False),
        ("?.md", "a.md", True),
        ("?.md", "ab.md", False),
        ("[ab].md", "b.md", True),
        ("[!ab].md", "b.md", False),
        ("[a-c].md", "b.md", True),
        ("[].md", "[].md", True),
        ("[z-a].md", "[z-a].md", True),
        ("a+b(c).md", "a+b(c).md", True),
        ("*.MD", "a.md", False),
    ],
)
def test_patterns(pattern: str, path: str, matches: bool) -> None:
    assert Patterns([pattern]).match(path) is matches


@pytest.mark.parametrize("archive", [False, True])
@pytest.mark.parametrize(
    ("picking", "found"),
    [
        (Picking(include=("*.md",)), {"a.md", "in.md"}),
        (Picking(include=("b",)), {"b.txt", "c.txt"}),
        (Picking(exclude=("b",)), {"a.md", "a.txt", "in.md"}),
        (Picking(include=("*.txt",), exclude=("c.*",)), {"a.txt", "b.txt"}),
        (Picking(include=("in.zip/**",)), {"in.md"}),
        (Picking(exclude=("in.zip",)), {"a.md", "a.txt", "b.txt", "c.txt"}),
    ],
)
def test_only_files_that_are_wanted_are_read(
    store: Store, folder: Path, tmp_path: Path, archive: bool, picking: Picking, found: set[str]
) -> None:
    for name in ("a.md", "a.txt", "b/b.txt", "b/c.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name.rpartition("/")[2])
    with zipfile.ZipFile(folder / "in.zip", "w") as inner:
        inner.writestr("in.md", "in.md")
    report = add(store, zipped(folder, tmp_path / "all.zip") if archive else folder, picking=picking)
    assert (set(titles(store)), report.failed) == (found, ())


def test_leaving_files_out_makes_nothing_vanish(store: Store, folder: Path, tmp_path: Path) -> None:
    put(folder, a_txt="One.", b__c_txt="Two.")
    zipped(folder, tmp_path / "in.zip").rename(folder / "in.zip")
    archive = zipped(folder, tmp_path / "all.zip")
    add(store, archive)
    for picking in (Picking(exclude=("in.zip",)), Picking(include=("a.txt",)), Picking(exclude=("b",))):
        assert add(store, archive, picking=picking).notes == ()
    (folder / "b" / "c.txt").unlink()
    (folder / "in.zip").unlink()
    assert "no longer where" in add(store, zipped(folder, archive)).notes[0]
    vanished = [one.vanished for one in store.articles.summaries(store.articles.ids())]
    assert vanished == [None, 1.0]


# --- the format that is asked for -------------------------------------------------------------------------


def test_a_format_that_is_asked_for_reads_all_files(store: Store, folder: Path) -> None:
    put(folder, list_json=LIST, texts__one="First.")
    assert add(store, folder, picking=Picking(form="Saved-Page")).added == 2
    # And again in another way, although the file has not changed.
    assert add(store, folder / "list.json", picking=Picking(form="list of texts")).added == 2
    assert titles(store)[-2:] == ["one", "two"]


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UnknownFormat) as error:
        Walker(Picking(form="ebook"))
    assert str(error.value) == "--as: there is no format 'ebook'; there are: list-of-texts, saved-page"


def test_names_are_sorted_and_folders_are_found_in_them() -> None:
    names = Names(["b/c.txt", "b.txt", "b/a/x", "a", "b0", "ba/c"])
    assert names.under("b") == names.under("b/") == ["b/a/x", "b/c.txt"]
    assert names.under("") == list(names) == sorted(names)
    assert names.under("c") == []
    assert ("b0" in names, "b" in names, 1 in names, len(names)) == (True, False, False, 6)


def test_many_files_are_asked_for_once_each(folder: Path) -> None:
    asked: list[str] = []

    def counted(path: str, names: Sequence[str]) -> Sequence[str]:
        asked.append(path)
        return ()

    formats.FORMATS = (Format("counted", sniff, read, counted), formats.FORMATS[-1])
    found = [
        FoundFile(f"/x/{number}", lambda: Fetched("/x", b""), path=str(number)) for number in range(1000)
    ]
    assert len(Walker().to_read(found)) == len(asked) == 1000
