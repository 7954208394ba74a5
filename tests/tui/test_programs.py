"""The editor and whatever shows pages: what is run is a program, and never the page or a stranger's file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.errors import ReaderError
from reader.library import Library
from reader.tui.background import programs
from reader.tui.background.indexing import Indexing

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs programs that are shell scripts")


class _Terminal:
    """An app that hands its terminal over at once."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        yield


APP = _Terminal()


def script(file: Path, log: Path) -> Path:
    """A program that writes its name and arguments into a log."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'#!/bin/sh\necho "{file.name} $*" >> {log}\n')
    file.chmod(0o755)
    return file


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def page(tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page that is a program itself, in the current directory, beside programs with well-known names."""
    folder = tmp_path / "downloads"
    for name in ("nano", "vim", "vi", "less", "more", "open", "xdg-open", "theirs"):
        script(folder / name, log)
    monkeypatch.chdir(folder)
    for name in ("VISUAL", "EDITOR", "PAGER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return script(folder / "page.txt", log)


@pytest.fixture
def bin(tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory of programs, the only one in PATH."""
    folder = tmp_path / "bin"
    for name in ("nano", "less", "mine"):
        script(folder / name, log)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/bin{os.pathsep}/usr/bin")
    return folder


EMPTY = ["", " ", "\t \n", '""', "''", '"" -R', '" "', "' ' --"]


@pytest.mark.parametrize("empty", EMPTY)
def test_an_empty_command_is_none(
    page: Path, bin: Path, log: Path, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", empty)
    monkeypatch.setenv("EDITOR", empty)
    monkeypatch.setenv("PAGER", empty)
    programs.edit(APP, str(page), empty)
    programs.show(APP, str(page))
    assert log.read_text().splitlines() == [f"nano {page}", f"less {page}"]
    monkeypatch.setenv("EDITOR", "mine -R 'two words'")
    programs.edit(APP, str(page), empty)
    assert log.read_text().splitlines()[2:] == [f"mine -R two words {page}"]


@pytest.mark.parametrize("empty", EMPTY)
def test_without_any_program_the_page_is_not_run(
    page: Path, log: Path, tmp_path: Path, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setenv("EDITOR", empty)
    monkeypatch.setenv("PAGER", empty)
    with pytest.raises(ReaderError, match="no editor is set"):
        programs.edit(APP, str(page), empty)
    with pytest.raises(ReaderError, match="no pager is set"):
        programs.show(APP, str(page))
    assert not log.exists()


@pytest.mark.parametrize("path", ["", ".", ":", "./", "..:.", "downloads", "::/nowhere:"])
def test_programs_in_the_current_directory_are_not_found(
    page: Path, log: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", path)
    monkeypatch.setenv("DISPLAY", ":7")
    with pytest.raises(ReaderError, match="no editor is set"):
        programs.edit(APP, str(page))
    with pytest.raises(ReaderError, match="no pager is set"):
        programs.show(APP, str(page))
    with pytest.raises(ReaderError, match="theirs is not installed"):
        programs.edit(APP, str(page), "theirs")
    monkeypatch.delenv("PATH")
    with pytest.raises(ReaderError, match="theirs is not installed"):
        programs.edit(APP, str(page), "theirs")
    assert not log.exists()


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("./theirs", "./theirs names another program in every directory: give its whole path"),
        ("../downloads/theirs -x", "../downloads/theirs names another program in every directory: give"),
        ("no-such-editor", "no-such-editor is not installed"),
        ("/no/such/editor", "/no/such/editor is not installed"),
        ("/tmp", "/tmp is not a program"),
        ("/etc/passwd", "/etc/passwd is not a program"),
        (".", ". names another program in every directory: give its whole path"),
        ("'", '"\'" is not a command: No closing quotation'),
        ("mine \0", "mine cannot be started: embedded null byte"),
        ("mi\0ne", "mi\0ne is not installed"),
    ],
)
def test_what_cannot_be_run_is_named(page: Path, bin: Path, log: Path, command: str, reason: str) -> None:
    with pytest.raises(ReaderError) as refused:
        programs.edit(APP, str(page), command)
    assert str(refused.value).startswith(reason)
    assert not log.exists()


def test_a_program_by_its_whole_path_is_run(page: Path, bin: Path, log: Path) -> None:
    programs.edit(APP, str(page), f"{bin}/mine")
    assert log.read_text() == f"mine {page}\n"


@pytest.mark.parametrize(
    "name", ["page.command", "page.desktop", "page.sh", "page", "page.JAR", "page.txt.exe"]
)
def test_a_desktop_is_not_given_what_it_might_run(
    page: Path, bin: Path, log: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    script(bin / opener, log)
    other = page.rename(page.with_name(name))
    assert programs.show(APP, str(other)) == ""
    assert log.read_text() == f"less {other}\n"


def test_a_desktop_shows_pages(page: Path, bin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    opener = bin / ("open" if sys.platform == "darwin" else "xdg-open")
    opener.write_text("#!/no/such/interpreter\n")
    opener.chmod(0o755)
    # It is this one that is asked, and no other of its name.
    with pytest.raises(ReaderError, match=f"{opener} cannot be started"):
        programs.show(APP, str(page))


@pytest.mark.parametrize("source", ["/x" * 3000, f"/{'x' * 300}", "/no\0where", "/etc/passwd/deeper"])
def test_a_source_that_cannot_be_a_file_is_not_there(page: Path, bin: Path, source: str) -> None:
    with pytest.raises(ReaderError, match=r"is not there any more|cannot be read"):
        programs.edit(APP, source)


def test_a_text_is_edited_in_a_file_of_its_own_that_nobody_else_reads_and_that_is_gone(
    tmp_path: Path, bin: Path, log: Path
) -> None:
    editor = script(bin / "editor", log)
    editor.write_text(
        "#!/bin/sh\n"
        f'stat -c %a "$(dirname "$1")" > {log}; cat "$1" >> {log}; echo "$1" >> {log}\n'
        'printf "second line\\n" >> "$1"\n'
    )
    assert programs.edit_text(APP, "first; $(touch harm)", "editor") == "first; $(touch harm)\nsecond line"
    mode, text, file = log.read_text().splitlines()
    assert (mode, text) == ("700", "first; $(touch harm)")
    assert not Path(file).exists()
    editor.write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(ReaderError, match="exit code 3"):
        programs.edit_text(APP, "", "editor")
    editor.write_text('#!/bin/sh\nrm "$1"\n')
    with pytest.raises(ReaderError, match="cannot be edited"):
        programs.edit_text(APP, "", "editor")


@pytest.mark.genuine
async def test_indexing_runs_nothing_that_lies_in_the_current_directory(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open() as library:
        library.add([pages], index=False)
        paths = library.paths
    folder, sign = tmp_path / "downloads", tmp_path / "was run"
    (folder / "reader").mkdir(parents=True)
    for name in ("reader/__init__.py", "reader/__main__.py", "sqlite3.py", "json.py", "argparse.py"):
        (folder / name).write_text(f"open({str(sign)!r}, 'w')")
    monkeypatch.chdir(folder)
    assert await Indexing(paths).run()
    assert not sign.exists()
    with Library.open() as library:
        assert library.waiting == 0
        assert library.search("turbines")


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("index.json", b"{}", "holds data and no page"),
        ("book.epub", b"PK\x03\x04\0\0", "is no text"),
        ("notes.html", b"<p>", "holds several articles"),
    ],
)
def test_only_a_page_of_its_own_is_edited(tmp_path, page, bin, log, name, raw, said):
    file = tmp_path / name
    file.write_bytes(raw)
    source = f"{file}#2" if name == "notes.html" else str(file)
    with pytest.raises(ReaderError, match=f"{name} {said}"):
        programs.edit(APP, source, f"{bin}/mine")
    assert not log.exists()
