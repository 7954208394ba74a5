"""Pictures as files: for other programs, and where a person wants to have them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from reader.errors import ReaderError
from reader.library.new_files import file_name, write_new
from reader.picture_kinds import suffix_of

NOT_OPENED = (".svg",)
"""Kinds that the program of the desktop may be a browser for: they can hold programs."""


def name_for(name: str, raw: bytes) -> str:
    """A safe name for the file of a picture; its ending says what the bytes are.

    Raises:
        ReaderError: they are no picture.
    """
    suffix = suffix_of(raw)
    if not suffix:
        raise ReaderError("this file is no picture")
    path = name.split("?")[0].split("#")[0].rstrip("/")
    stem = file_name(path.rsplit("/", 1)[-1].rpartition(".")[0] or path.rsplit("/", 1)[-1], "picture")
    return f"{stem[:60].rstrip('. ') or 'picture'}{suffix}"


class PictureFiles:
    """Files with pictures for other programs. They last until the end: a program may read them late."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def write(self, article: int, name: str, raw: bytes) -> Path:
        """Writes a picture into a file; returns its path. Raises OSError, ReaderError."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="reader-", ignore_cleanup_errors=True)
        file = Path(self._folder.name) / str(article) / name_for(name, raw)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(raw)
        return file

    def clear(self) -> None:
        """Deletes them."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def save_picture(path: str, name: str, raw: bytes) -> Path:
    """Writes a picture where a person wants it, as it is stored; returns the file. Nothing is overwritten.

    Args:
        path: a whole path; if it is a folder, the picture gets its own name there.
        name: the picture's name in the article.
        raw: its bytes.

    Raises:
        ReaderError: there is something with that name, or it cannot be written.
    """
    file = Path(path)
    try:
        if file.is_dir():
            file /= name_for(name, raw)
        if os.path.lexists(file):
            raise ReaderError(f"{file} already exists")
        write_new(file, raw)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or str(error)
        raise ReaderError(f"{file} cannot be written: {reason}") from error
    return file
