"""File names from titles, and files that are not overwritten by accident."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from reader.errors import ReaderError
from reader.text import collapse, display

MAX_BYTES = 120
"""The longest name without its number and suffix: file systems allow 255 bytes, some tools fewer."""

SUFFIX = ".txt"

# What Windows or a shell gives a meaning of its own. Anything that could leave the folder is among them.
_MEANINGFUL = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)


def file_name(title: str, fallback: str) -> str:
    """A file name (without suffix) that says what the title says and is safe on any system.

    No separator, control character or reserved name; no dot, dash or space at its start, no dot or space
    at its end; at most :data:`MAX_BYTES` bytes. ``fallback`` where nothing is left.
    """
    name = unicodedata.normalize("NFC", collapse(_MEANINGFUL.sub(" ", display(title))))
    name = name.encode("utf-8")[:MAX_BYTES].decode("utf-8", "ignore")
    # A leading dot hides a file and a leading dash makes it an option.
    name = name.lstrip(".-~ ").rstrip(". ")
    if _RESERVED.fullmatch(name):
        name = f"{name}_"
    return name or fallback


class FileNames:
    """Names for many articles, none twice: not even where upper and lower case are the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def choose(self, title: str, article: int) -> str:
        """The file name for an article, suffix included. A title that was used gets the article's id."""
        name = file_name(title, f"article {article}")
        # Again where another article has that very title, id and all.
        while _key(name) in self._taken:
            name = f"{name} ({article})"
        self._taken.add(_key(name))
        return name + SUFFIX


def _key(name: str) -> str:
    # As macOS compares names: case and composition do not count.
    return unicodedata.normalize("NFD", name.casefold())


def write_new(file: Path, text: str, *, replace: bool = False) -> None:
    """Writes a file whole or not at all. One that says the same already is left alone.

    Args:
        file: where to; its folder exists.
        text: what it is to say, as UTF-8.
        replace: whether another file may be there and is replaced (a link itself, not what it leads to).

    Raises:
        ReaderError: there is a file already that says something else.
        OSError: it cannot be written.
    """
    raw = text.encode("utf-8")
    if os.path.lexists(file):
        if file.is_file() and file.read_bytes() == raw:
            return
        if not replace:
            raise ReaderError(f"{file} is there already: --force replaces it")
    # Hidden, so that a folder that is added meanwhile does not give half a page.
    part = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with part.open("xb") as stream:
            stream.write(raw)
        if not replace:
            # A file that comes into being just now is not overwritten either.
            file.touch(exist_ok=False)
        part.replace(file)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error
    finally:
        part.unlink(missing_ok=True)
