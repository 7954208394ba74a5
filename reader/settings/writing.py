"""Writes the configuration file: at once or not at all, with a link kept as a link."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from reader.errors import ConfigError, UnreadableSource, WrongFile, in_words
from reader.folders import make_directory, sync_directory
from reader.settings.editing import changed
from reader.settings.found import SettingPath
from reader.settings.reading import MAX_SETTINGS, read_text, text_of
from reader.settings.reference import commented_file


def change_settings(file: Path, changes: Mapping[SettingPath, object | None]) -> None:
    """Changes settings in the configuration file, which is made if there is none; None takes one out.

    Everything else in the file stays as it is. The file is read again first: someone may have edited it.

    Raises:
        ConfigError: the file cannot be read or written, or would not say what it should; it is unchanged.
    """
    try:
        before = text_of(file)
    except FileNotFoundError:
        before = ""
    except OSError as error:
        raise ConfigError(f"cannot be read: {in_words(error)}", source=file) from error
    except UnreadableSource as error:
        raise ConfigError(f"it is {error.reason}", source=file) from error
    after = changed(before, changes)
    lines = read_text(after).lines
    if any((path in lines) != (value is not None) for path, value in changes.items()):
        raise ConfigError("it has mistakes that leave no room for a setting: mend them first", source=file)
    if after != before:
        _write(file, after)


def make_file(file: Path) -> None:
    """Writes a commented configuration file in which nothing is set.

    Raises:
        WrongFile: there is a file already, or something else of that name.
        ConfigError: it cannot be written.
    """
    taken = WrongFile("is there already: it is left as it is", source=file)
    if os.path.lexists(file):
        raise taken
    try:
        make_directory(file.parent)
        # Never replaces a file, not even one that has come since.
        with file.open("x", encoding="utf-8", newline="") as stream:
            stream.write(commented_file())
    except FileExistsError as error:
        raise taken from error
    except OSError as error:
        raise _unwritable(file, error) from error


def _write(file: Path, text: str) -> None:
    raw = text.encode("utf-8", "surrogateescape")
    if len(raw) > MAX_SETTINGS:
        raise ConfigError(f"it would be larger than {MAX_SETTINGS >> 10} kB", source=file)
    part = None
    try:
        # Some people keep their files elsewhere, and have a link here.
        real = file.resolve()
        make_directory(real.parent)
        if real.exists() and not os.access(real, os.W_OK):
            raise PermissionError(13, "permission denied")
        number, name = tempfile.mkstemp(prefix=".config-", suffix=".toml", dir=real.parent)
        part = Path(name)
        with os.fdopen(number, "wb") as stream:
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        if real.exists():
            part.chmod(real.stat().st_mode & 0o777)
        part.replace(real)
        sync_directory(real.parent)
    except (OSError, RuntimeError) as error:
        # A RuntimeError: links that lead in a circle.
        if part is not None:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        raise _unwritable(file, error) from error


def _unwritable(file: Path, error: Exception) -> ConfigError:
    words = in_words(error) if isinstance(error, OSError) else str(error)
    return ConfigError(f"cannot be written: {words}", source=file)
