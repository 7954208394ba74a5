"""Other programs: the editor and programs that show files. Never through a shell.

Only programs that the user has named or that are installed are run: never the page itself, and never
something that happens to be in the current directory.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from textual.app import App, SuspendNotSupported

from reader.errors import ReaderError

_SHOWN = {
    ".txt", ".text", ".md", ".markdown", ".rst", ".org", ".htm", ".html", ".xhtml", ".mht", ".mhtml", ".pdf",
    ".epub",
}  # fmt: skip
"""Files that a desktop shows. Others (.command, .desktop, .jar) it may run: those go to the pager."""


def edit(app: App[object], source: str, editor: str = "") -> bytes:
    """Opens the page at ``source`` in the user's editor and waits for it to end.

    Returns:
        What its file said before.

    Args:
        app: the app to suspend meanwhile.
        source: an article's source.
        editor: the command; an empty one means ``$VISUAL``, ``$EDITOR`` or the first common one installed.

    Raises:
        ReaderError: the source is no file any more, or no page that can be edited; or there is no editor.
    """
    command, page = _editor(editor), _page(source)
    try:
        before = page.read_bytes()
    except OSError as error:
        raise ReaderError(f"{source} cannot be read: {error.strerror}") from error
    _run(app, [*command, str(page)])
    return before


_DATA = {".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".xml", ".opml", ".enex", ".rdf", ".sqlite", ".db"}
"""Endings of files that hold data of articles, often of many, and no page."""
_LOOKED_INTO = 8192
"""Bytes at the beginning of a file that tell whether it is a text."""


def _page(source: str) -> Path:
    """The file of a page that an editor can change. Raises ReaderError where it is none."""
    whole, _, member = source.rpartition("#")
    if member and not os.path.lexists(source) and Path(whole).is_file():
        raise ReaderError(f"{Path(whole).name} holds several articles: this one cannot be edited there")
    file = _file(source)
    if file.suffix.lower() in _DATA:
        raise ReaderError(f"{file.name} holds data and no page: the article cannot be edited there")
    try:
        with file.open("rb") as opened:
            begins = opened.read(_LOOKED_INTO)
    except OSError as error:
        raise ReaderError(f"{source} cannot be read: {error.strerror}") from error
    # UTF-16, which has zero bytes in it, begins with one of these marks.
    if b"\0" in begins and not begins.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReaderError(f"{file.name} is no text: the article cannot be edited there")
    return file


def _editor(editor: str) -> list[str]:
    settings = (editor, os.environ.get("VISUAL"), os.environ.get("EDITOR"))
    command = _command(settings, ("nano", "vim", "vi"))
    if not command:
        raise ReaderError("no editor is set: set EDITOR, or editor in config.toml")
    return command


def edit_text(app: App[object], text: str, editor: str = "") -> str:
    """Has a text edited in the user's editor, in a file that nobody else can read and that is deleted then.

    Args:
        app: the app to suspend meanwhile.
        text: the text to begin with.
        editor: as for :func:`edit`.

    Returns:
        The text as it was saved.

    Raises:
        ReaderError: there is no editor, it ended with an error, or the file cannot be written or read.
    """
    command = _editor(editor)
    try:
        with tempfile.TemporaryDirectory(prefix="reader-") as folder:
            file = Path(folder) / "note.md"
            file.write_text(text and f"{text}\n", encoding="utf-8", errors="replace")
            _run(app, [*command, str(file)])
            with file.open(encoding="utf-8", errors="replace") as written:
                return written.read(MOST_TYPED).rstrip("\n")
    except OSError as error:
        raise ReaderError(f"the note cannot be edited: {error.strerror}") from error


MOST_TYPED = 1_000_000
"""The most characters that are taken from a file that was edited."""


def show(app: App[object], source: str) -> str:
    """Shows the page at ``source`` as it was saved: on a desktop with its usual program, else in the pager.

    Returns:
        What was done, in words.

    Raises:
        ReaderError: the source is no file any more, or nothing can show it.
    """
    file = _file(source)
    on_mac = sys.platform == "darwin"
    opener = installed("open" if on_mac else "xdg-open")
    desktop = on_mac or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if opener and desktop and file.suffix.lower() in _SHOWN:
        try:
            subprocess.Popen(
                [opener, str(file)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise ReaderError(f"{opener} cannot be started: {error.strerror}") from error
        return f"Opened {file.name}"
    pager = _command([os.environ.get("PAGER")], ("less", "more"))
    if not pager:
        raise ReaderError("no pager is set: set PAGER")
    _run(app, [*pager, str(file)])
    return ""


def _file(source: str) -> Path:
    file = Path(source)
    if not file.is_absolute():
        raise ReaderError("this article was not read from a file")
    try:
        there = file.is_file()
    except OSError as error:
        raise ReaderError(f"{source} cannot be read: {error.strerror}") from error
    if not there:
        raise ReaderError(f"{source} is not there any more; the article in the library is whole")
    return file


def _command(settings: Sequence[str | None], common: Sequence[str]) -> list[str]:
    """The words of the first setting that names a program, else the first common one that is installed.

    A setting of blanks or empty quotes names none; if it were run, the page after it would be the program.
    """
    for setting in settings:
        words = words_of(setting or "")
        if words and words[0].strip():
            return words
    return next(([name] for name in common if installed(name)), [])


def words_of(command: str) -> list[str]:
    """The words of a command, split as a shell splits them. Raises ReaderError if that is not possible."""
    try:
        return shlex.split(command)
    except ValueError as error:
        raise ReaderError(f"{command!r} is not a command: {error}") from error


def installed(name: str) -> str:
    """The full path of a program, or "" if there is none.

    An empty or relative part of ``PATH`` means the current directory, or one in it: programs there are
    not run by their names alone.
    """
    places = os.environ.get("PATH", os.defpath).split(os.pathsep)
    found = shutil.which(name, path=os.pathsep.join(place for place in places if Path(place).is_absolute()))
    return found if found and Path(found).is_absolute() else ""


def program(name: str) -> str:
    """The full path of the program that a command names. Raises ReaderError if it names none."""
    if not Path(name).is_absolute() and Path(name).name != name:
        raise ReaderError(f"{name} names another program in every directory: give its whole path")
    path = installed(name)
    if not path:
        missing = not Path(name).is_absolute() or not os.path.lexists(name)
        raise ReaderError(f"{name} is not installed" if missing else f"{name} is not a program")
    return path


def _run(app: App[object], command: list[str]) -> None:
    run(app, [program(command[0]), *command[1:]], name=command[0])


def run(app: App[object], command: Sequence[str], given: str | None = None, name: str = "") -> None:
    """Hands the terminal to a program, and waits for its end.

    Args:
        app: the app to suspend meanwhile.
        command: the full path of the program, and its arguments.
        given: the text that it reads from standard input; None: what is typed.
        name: how it is named in messages; "" is the name of its file.

    Raises:
        ReaderError: it cannot be started or ended with an error, or the terminal cannot be handed over.
    """
    name = name or Path(command[0]).name
    failure = ""
    try:
        with app.suspend():
            # Nothing may be raised here, or the app would never come back to the terminal.
            try:
                raw = None if given is None else given.encode("utf-8", errors="replace")
                done = subprocess.run(command, check=False, input=raw)
                failure = f"{name} ended with exit code {done.returncode}" if done.returncode else ""
            except OSError as error:
                failure = f"{name} cannot be started: {error.strerror}"
            except ValueError as error:
                # A NUL, which no command line can hold.
                failure = f"{name} cannot be started: {error}"
    except SuspendNotSupported as error:
        raise ReaderError("this terminal cannot be handed to another program") from error
    if failure:
        raise ReaderError(failure)
