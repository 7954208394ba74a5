"""Where files are kept, and the user's settings. Importing this module touches no file.

There are three directories, by default the platform's own: data (the library and its index), configuration
and logs. ``READER_DATA_DIR``, ``READER_CONFIG_DIR`` and ``READER_LOG_DIR`` replace them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import ConfigError
from reader.settings.declared import ListColumn as ListColumn
from reader.settings.declared import MarkReadAt as MarkReadAt
from reader.settings.declared import Settings as Settings

if TYPE_CHECKING:
    from reader.settings.found import InForce

_APP = "article-reader"


@dataclass(frozen=True, slots=True)
class Paths:
    """The directories in use. Nothing is created until something is written there."""

    data: Path
    config: Path
    logs: Path

    @property
    def library(self) -> Path:
        """The SQLite file that holds everything a user could miss."""
        return self.data / "library.sqlite3"

    @property
    def index(self) -> Path:
        """The search index: derived from the library, so it can be deleted at any time."""
        return self.data / "index"

    @property
    def tour(self) -> Path:
        """The data directory of the tour, which has its own library."""
        return self.data / "tour"

    @property
    def settings(self) -> Path:
        """The configuration file."""
        return self.config / "config.toml"

    @property
    def log(self) -> Path:
        """The log file."""
        return self.logs / "reader.log"

    def for_tour(self) -> Paths:
        """The same directories, with the tour's library in place of the user's."""
        return Paths(self.tour, self.config, self.logs)


def find_paths(data_dir: str | os.PathLike[str] | None = None) -> Paths:
    """The directories to use: the argument, otherwise the environment, otherwise the platform's own.

    Raises:
        ConfigError: the argument or variable does not name a directory, or neither is set and there is no
            home directory.
    """
    import platformdirs

    def choose(variable: str, fallback: Callable[..., str], argument: str | None = None) -> Path:
        said = os.environ.get(variable)
        if argument is not None:
            variable, said = "--data-dir", argument
            if not argument:
                raise ConfigError("give a directory", setting="--data-dir")
        try:
            return Path(said or fallback(_APP, appauthor=False)).expanduser().absolute()
        except RuntimeError as error:
            if not said:
                raise ConfigError(f"there is no home directory: set HOME, or {variable}") from error
            raise ConfigError(
                f"there is no home directory {Path(said).parts[0]}", setting=variable
            ) from error
        except OSError as error:
            # The directory in which the reader was started has been removed.
            raise ConfigError(f"{said} is relative to a directory that is gone", setting=variable) from error

    return Paths(
        data=choose(
            "READER_DATA_DIR", platformdirs.user_data_dir, None if data_dir is None else os.fspath(data_dir)
        ),
        config=choose("READER_CONFIG_DIR", platformdirs.user_config_dir),
        logs=choose("READER_LOG_DIR", platformdirs.user_log_dir),
    )


def named_place(paths: Paths) -> str:
    """The directory of a library, if it is not the one that is used without ``--data-dir``; else ""."""
    try:
        usual = find_paths().data
    except ConfigError:
        # Without a home directory there is no usual one.
        return str(paths.data)
    return "" if paths.data == usual else str(paths.data)


def command(words: str = "") -> str:
    """The command line a person types: ``reader add FOLDER``, or with another name in place of ``reader``.

    ``READER_COMMAND`` sets that name, for a program that starts the reader and is the command people type.
    """
    name = os.environ.get("READER_COMMAND")
    if name:
        from reader.text import display

        name = display(name)
    return f"{name or 'reader'} {words}".rstrip()


def load_settings(file: Path) -> Settings:
    """The settings of the configuration file; the defaults where it says nothing that can be used."""
    return settings_at(file).settings


def settings_at(file: Path) -> InForce:
    """What a configuration file leads to, with its mistakes. Never fails.

    Without a theme in the file, the variable ``NO_COLOR`` chooses the one without colours.
    """
    from reader.settings.found import InForce

    if os.path.lexists(file):
        from reader.settings.reading import read_settings

        found = read_settings(file)
    else:
        # Most people have no file: nothing that reads one is loaded then.
        found = InForce()
    if os.environ.get("NO_COLOR") and ("theme",) not in found.lines:
        found = replace(found, settings=replace(found.settings, theme="reader-none"))
    return found
