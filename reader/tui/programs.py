"""Other programs: the editor and whatever shows files. Never through a shell."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from textual.app import App, SuspendNotSupported

from reader.errors import ReaderError


def edit(app: App[object], source: str, editor: str = "") -> None:
    """Opens the page at ``source`` in the user's editor and waits for it to end.

    Args:
        app: the app to suspend meanwhile.
        source: an article's source.
        editor: the command; "" means ``$VISUAL``, ``$EDITOR`` or the first common one installed.

    Raises:
        ReaderError: the source is no file any more, or there is no editor.
    """
    command = (
        editor or os.environ.get("VISUAL") or os.environ.get("EDITOR") or _installed("nano", "vim", "vi")
    )
    if not command:
        raise ReaderError("no editor is set: set EDITOR, or editor in config.toml")
    _run(app, [*_words(command), str(_file(source))])


def show(app: App[object], source: str) -> str:
    """Shows the page at ``source`` as it was saved: on a desktop with its program, else in the pager.

    Returns:
        What was done, in words.

    Raises:
        ReaderError: the source is no file any more, or nothing can show it.
    """
    file = _file(source)
    opener = _installed("open") if sys.platform == "darwin" else _installed("xdg-open")
    if opener and (
        sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        subprocess.Popen(
            [opener, str(file)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        return f"Opened {file.name}"
    pager = os.environ.get("PAGER") or _installed("less", "more")
    if not pager:
        raise ReaderError("no pager is set: set PAGER")
    _run(app, [*_words(pager), str(file)])
    return ""


def _file(source: str) -> Path:
    file = Path(source)
    if not file.is_absolute():
        raise ReaderError("this article was not read from a file")
    if not file.is_file():
        raise ReaderError(f"{source} is not there any more; the article in the library is whole")
    return file


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError as error:
        raise ReaderError(f"{command!r} is not a command: {error}") from error


def _installed(*names: str) -> str:
    return next((path for name in names if (path := shutil.which(name))), "")


def _run(app: App[object], command: list[str]) -> None:
    if not command or shutil.which(command[0]) is None:
        raise ReaderError(f"{command[0] if command else 'the program'} is not installed")
    failure = ""
    try:
        with app.suspend():
            # Nothing may be raised in here: the app would never come back to the terminal.
            try:
                done = subprocess.run(command, check=False)
                failure = f"{command[0]} ended with exit code {done.returncode}" if done.returncode else ""
            except OSError as error:
                failure = f"{command[0]} cannot be started: {error.strerror}"
    except SuspendNotSupported as error:
        raise ReaderError("this terminal cannot be handed to another program") from error
    if failure:
        raise ReaderError(failure)
