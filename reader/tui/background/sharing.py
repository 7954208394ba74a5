"""Articles given to other programs: piped, shared, opened in the browser. Never through a shell.

What is run is a program that the person has named or that is installed, with a list of arguments. What comes
from an article is only ever an argument or the input of that program.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from textual.app import App

from reader.errors import ReaderError
from reader.text import clean, heading
from reader.tui.background import programs

LONGEST = 600.0
"""Seconds after which a command that has not ended is stopped."""

MOST = 2**20
"""The most bytes of the output of a command that are shown."""

_ON_TERMINAL = {
    "less", "more", "most", "bat", "vi", "vim", "nvim", "nano", "emacs", "micro", "hx", "kak", "ed", "view",
    "mutt", "neomutt", "aerc", "alpine", "fzf", "w3m", "lynx", "links", "links2", "elinks", "glow", "top",
}  # fmt: skip
"""Programs that need the whole terminal; others get it with a ``!`` before them."""

_BROWSERS = ("w3m", "lynx", "links", "elinks")
"""Browsers for a machine without a desktop."""


class Share(NamedTuple):
    """What a command for sharing is told about an article."""

    title: str
    url: str
    file: str


class ProgramCall(NamedTuple):
    """A command as a list of words; ``terminal``: it takes over the terminal."""

    words: tuple[str, ...]
    terminal: bool


def command_of(typed: str) -> ProgramCall:
    """The command that a person typed: words as a shell splits them, ``!`` before one for the terminal.

    Raises:
        ReaderError: it is no command, or there is no such program.
    """
    text = typed.strip()
    words = programs.words_of(text.removeprefix("!").strip())
    return _command(words, text.startswith("!"))


def command_of_words(words: Sequence[str], about: Share) -> ProgramCall:
    """A command of the configuration for an article. Raises ReaderError if there is no such program."""
    first = words[0].strip()
    own = [first.removeprefix("!").strip() or first, *words[1:]]
    command = _command([own[0]], first.startswith("!"))
    return ProgramCall((*command.words, *(filled(word, about) for word in own[1:])), command.terminal)


def _command(words: Sequence[str], terminal: bool) -> ProgramCall:
    if not words or not words[0].strip():
        raise ReaderError("type the name of a program")
    path = programs.program(words[0])
    return ProgramCall((path, *words[1:]), terminal or Path(words[0]).name in _ON_TERMINAL)


_PLACE = re.compile(r"\{(title|url|file)\}")


def filled(word: str, about: Share) -> str:
    """An argument with ``{title}``, ``{url}`` and ``{file}`` replaced, once: a title may hold such words.

    A word that would become an option by what an article is called gets a space before it.
    """
    found = _PLACE.sub(lambda place: getattr(about, place[1]), word).replace("\0", "")
    return f" {found}" if found.startswith("-") and not word.startswith("-") else found


class Printed(NamedTuple):
    """What a command printed, and its exit code; ``late``: it was stopped because it took too long."""

    text: str
    code: int
    late: bool = False


async def run_beside(words: Sequence[str], given: str) -> Printed:
    """Runs a command beside the screen, with a text as its input, and waits for its end.

    Raises:
        ReaderError: it cannot be started.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *words,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            # It must not write to the terminal that the screen has, nor get its keys.
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise ReaderError(f"{Path(words[0]).name} cannot be started: {error}") from error
    late = False
    feeding = asyncio.ensure_future(_feed(process, given.encode("utf-8", errors="replace")))
    try:
        async with asyncio.timeout(LONGEST):
            raw = await _read(process)
            await process.wait()
    except TimeoutError:
        late, raw = True, b""
    finally:
        feeding.cancel()
        _kill(process)
    return Printed(clean(raw.decode("utf-8", errors="replace")).rstrip(), process.returncode or 0, late)


async def _feed(process: asyncio.subprocess.Process, raw: bytes) -> None:
    assert process.stdin is not None
    # A command need not read all it is given: head does not.
    with contextlib.suppress(OSError):
        process.stdin.write(raw)
        await process.stdin.drain()
        process.stdin.close()


async def _read(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None
    kept = bytearray()
    while chunk := await process.stdout.read(2**16):
        # The rest is read as well, or the command would wait forever.
        kept += chunk[: MOST - len(kept)]
    return bytes(kept)


def _kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)


def run_on_terminal(app: App[object], words: Sequence[str], given: str | None = None) -> None:
    """Hands the terminal to a command, with a text as its input; the screen is back when it has ended.

    Raises:
        ReaderError: it cannot be started, or has ended with an error.
    """
    programs.run(app, words, given)


class ArticleFiles:
    """Files with articles for other programs. They last until the end: a program may read them late."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def write(self, number: int, title: str, text: str) -> str:
        """Writes an article into a file named after its title; returns its path. Raises OSError."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="reader-", ignore_cleanup_errors=True)
        name = " ".join("".join(c if c.isalnum() or c in "-_" else " " for c in heading(title)).split())
        file = Path(self._folder.name) / str(number) / f"{name[:60].strip() or 'article'}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return str(file)

    def clear(self) -> None:
        """Deletes them."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def open_in_browser(app: App[object], url: str, environment: Mapping[str, str] | None = None) -> str:
    """Opens an address of the web in the browser.

    Returns:
        What was done, in words.

    Raises:
        ReaderError: it is no address of the web, or there is no browser.
    """
    environment = os.environ if environment is None else environment
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ReaderError("This article has no address on the web")
    own = environment.get("BROWSER", "").split(os.pathsep)[0]
    if own.strip():
        words = programs.words_of(own)
        words = [word.replace("%s", url) for word in words] if "%s" in own else [*words, url]
        command = _command(words, False)
        return _browse(app, command, url)
    on_mac = sys.platform == "darwin"
    opener = programs.installed("open" if on_mac else "xdg-open")
    desktop = on_mac or environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    if opener and desktop:
        return _browse(app, ProgramCall((opener, url), False), url)
    text_browser = next(filter(None, map(programs.installed, _BROWSERS)), "")
    if not text_browser:
        raise ReaderError("There is no browser here: set BROWSER")
    return _browse(app, ProgramCall((text_browser, url), True), url)


def open_file(
    app: App[object], file: str, own: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> str:
    """Opens a file in a program of the person's own, or in the one that the desktop has for its kind.

    Args:
        app: the app; it is suspended if the program takes over the terminal.
        file: the whole path. Its kind must be one that is safe to open.
        own: the words of a command, in which ``{file}`` stands for the path; without it the path comes last.
        environment: the variables that count; None: those of this process.

    Returns:
        What was done, in words.

    Raises:
        ReaderError: there is no such program.
    """
    environment = os.environ if environment is None else environment
    if own:
        about = Share(title=Path(file).name, url="", file=file)
        words = own if any("{file}" in word for word in own) else [*own, "{file}"]
        return _browse(app, command_of_words(words, about), Path(file).name)
    on_mac = sys.platform == "darwin"
    opener = programs.installed("open" if on_mac else "xdg-open")
    if not opener or not (on_mac or environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        raise ReaderError("there is no program that shows pictures here: set picture-viewer in config.toml")
    return _browse(app, ProgramCall((opener, file), False), Path(file).name)


def _browse(app: App[object], command: ProgramCall, url: str) -> str:
    if command.terminal:
        run_on_terminal(app, command.words)
        return ""
    # Those that have ended are let go of.
    _started[:] = [process for process in _started if process.poll() is None]
    try:
        process = subprocess.Popen(
            command.words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise ReaderError(f"{Path(command.words[0]).name} cannot be started: {error}") from error
    _started.append(process)
    return f"Opened {url}"


_started: list[subprocess.Popen[bytes]] = []
"""Browsers and viewers that may still be running."""
