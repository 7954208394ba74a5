"""File names from titles, and files that are not overwritten by accident."""

from __future__ import annotations

import os
import re
import secrets
import stat
import unicodedata
from pathlib import Path

from reader.errors import ReaderError, UnreadableSource
from reader.files import read_file
from reader.text import collapse, display

MAX_BYTES = 120
"""The longest name without its number and suffix: file systems allow 255 bytes, some tools fewer."""

SUFFIX = ".txt"

_STEM = 20
"""How many characters of a name go into that of the file while it is being written."""

# What Windows or a shell gives a meaning of its own. Anything that could leave the folder is among them.
_MEANINGFUL = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)


def file_name(title: str, fallback: str) -> str:
    """A file name (without suffix) that says what the title says and is safe on any system.

    No separator, control character or reserved name; no dot, dash or space at its start, no dot or space
    at its end; at most :data:`MAX_BYTES` bytes. ``fallback`` if nothing is left.
    """
    name = unicodedata.normalize("NFC", collapse(_MEANINGFUL.sub(" ", display(title))))
    name = name.encode("utf-8")[:MAX_BYTES].decode("utf-8", "ignore")
    # A leading dot hides a file and a leading dash makes it an option.
    name = name.lstrip(".-~ ").rstrip(". ")
    if _RESERVED.fullmatch(name):
        name = f"{name}_"
    return name or fallback


class FileNames:
    """Names for many articles, none twice, even if upper and lower case are the same."""

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


def make_folder(folder: Path) -> None:
    """Makes a folder, and those above it, unless it is there.

    Raises:
        ReaderError: something else is there.
        OSError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        what = "a link to nothing" if folder.is_symlink() and not folder.exists() else "a file"
        raise ReaderError(f"{folder} is {what}, not a folder") from error
    except NotADirectoryError as error:
        raise ReaderError(f"{folder} cannot be made: what should be a folder above it is a file") from error


def write_new(file: Path, text: str, *, replace: bool = False) -> None:
    """Writes a file whole or not at all. One that says the same already is left alone.

    Args:
        file: where to; its folder exists.
        text: what it is to say, as UTF-8.
        replace: whether another file may be there and is replaced: a link itself, not what it leads to; and
            nothing that is neither a file nor a link.

    Raises:
        ReaderError: there is a file already that says something else, or something that is no file.
        OSError: it cannot be written.
    """
    raw = text.encode("utf-8")
    if there := _there(file):
        if stat.S_ISREG(there.st_mode) and _says(file, there, raw):
            return
        if not (stat.S_ISREG(there.st_mode) or stat.S_ISLNK(there.st_mode)):
            raise ReaderError(f"{file} already exists, and is not a file that can be replaced")
        if not replace:
            raise ReaderError(f"{file} already exists: --force replaces it")
    # Hidden: if the folder is added meanwhile, half a page is not. No other file has this name.
    part = file.with_name(f".{file.stem[:_STEM]}.{secrets.token_hex(8)}")
    try:
        with part.open("xb") as stream:
            stream.write(raw)
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
    """Whether a file already says this. One that cannot be read says something else."""
    try:
        return there.st_size == len(raw) and read_file(file, len(raw)) == raw
    except (OSError, UnreadableSource):
        return False


def _move_new(part: Path, file: Path) -> None:
    """Gives a file its name. Raises FileExistsError if something of that name exists by then."""
    try:
        file.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links. Killed between the two steps, it keeps an empty file.
        file.touch(exist_ok=False)
        part.replace(file)
