"""File names from titles, and files that are never overwritten by accident."""

from __future__ import annotations

import os
import re
import secrets
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from reader.errors import ReaderError, UnreadableSource
from reader.files import read_file
from reader.text import collapse, display

MAX_BYTES = 120
"""The longest name without its number and suffix: file systems allow 255 bytes, some tools fewer."""

_STEM = 20
"""How many characters of a name are used for the temporary name of a file while it is written."""

# Characters that mean something to Windows or a shell, including all that could lead out of the folder.
_MEANINGFUL = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)


def file_name(title: str, fallback: str) -> str:
    """A file name (without suffix) that resembles the title and is safe on any system.

    It has no separators, control characters or reserved names; no dot, dash or space at its start, no dot or
    space at its end; and at most :data:`MAX_BYTES` bytes. ``fallback`` if nothing is left.
    """
    name = unicodedata.normalize("NFC", collapse(_MEANINGFUL.sub(" ", display(title))))
    name = name.encode("utf-8")[:MAX_BYTES].decode("utf-8", "ignore")
    # A leading dot hides a file and a leading dash makes it an option.
    name = name.lstrip(".-~ ").rstrip(". ")
    if _RESERVED.fullmatch(name):
        name = f"{name}_"
    return name or fallback


class FileNames:
    """Names for many articles, all different, even if case does not count."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def choose(self, title: str, article: int, suffix: str = "") -> str:
        """The file name for an article, with ``suffix``. If the title was used before, the id is added."""
        name = file_name(title, f"article {article}")
        # Repeated, because another article's title may contain just that id.
        while _key(name) in self._taken:
            name = f"{name} ({article})"
        self._taken.add(_key(name))
        return name + suffix


def _key(name: str) -> str:
    # As macOS compares names: ignoring case and composition.
    return unicodedata.normalize("NFD", name.casefold())


def make_folder(folder: Path) -> None:
    """Creates a folder, and those above it, unless it exists.

    Raises:
        ReaderError: there is something else with that name.
        OSError: it cannot be created.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        what = "a link to nothing" if folder.is_symlink() and not folder.exists() else "a file"
        raise ReaderError(f"{folder} is {what}, not a folder") from error
    except NotADirectoryError as error:
        raise ReaderError(
            f"{folder} cannot be created: something above it is a file, not a folder"
        ) from error


def write_new(file: Path, text: str | bytes, *, replace: bool = False) -> None:
    """Writes a file completely or not at all. A file that has the same text already is left alone.

    Args:
        file: the file; its folder must exist.
        text: its content; text is written as UTF-8.
        replace: as in :func:`new_file`.

    Raises:
        ReaderError: a file with other text exists, or something that is not a file.
        OSError: it cannot be written.
    """
    raw = text.encode("utf-8") if isinstance(text, str) else text
    there = _there(file)
    if there is not None and stat.S_ISREG(there.st_mode) and _says(file, there, raw):
        return
    with new_file(file, replace=replace) as stream:
        stream.write(raw)


@contextmanager
def new_file(file: Path, *, replace: bool = False) -> Iterator[BinaryIO]:
    """A stream into a file that is complete or not there at all: it gets its name when the block ends.

    Args:
        file: the file; its folder must exist.
        replace: whether to replace an existing file: a link itself, not the file it leads to, and
            only files and links.

    Raises:
        ReaderError: there is something with that name that is not to be replaced.
        OSError: it cannot be written.
    """
    if there := _there(file):
        if not (stat.S_ISREG(there.st_mode) or stat.S_ISLNK(there.st_mode)):
            raise ReaderError(f"{file} already exists, and is not a file that can be replaced")
        if not replace:
            raise ReaderError(f"{file} already exists: --force replaces it")
    # A hidden name: if the folder is added meanwhile, half a page is not. No other file has this name.
    part = file.with_name(f".{file.stem[:_STEM]}.{secrets.token_hex(8)}")
    try:
        with part.open("xb") as stream:
            yield stream
        if replace:
            part.replace(file)
        else:
            _move_new(part, file)
    except FileExistsError as error:
        raise ReaderError(f"{file} already exists: --force replaces it") from error
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error
    finally:
        part.unlink(missing_ok=True)


def _there(file: Path) -> os.stat_result | None:
    try:
        return file.lstat()
    except FileNotFoundError:
        return None


def _says(file: Path, there: os.stat_result, raw: bytes) -> bool:
    """Whether a file already has this content. If it cannot be read, it does not."""
    try:
        return there.st_size == len(raw) and read_file(file, len(raw)) == raw
    except (OSError, UnreadableSource):
        return False


def _move_new(part: Path, file: Path) -> None:
    """Gives a file its name. Raises FileExistsError if that name has been taken meanwhile."""
    try:
        file.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links. If killed between the two steps, it leaves an empty file.
        file.touch(exist_ok=False)
        part.replace(file)
