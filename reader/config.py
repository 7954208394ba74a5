"""Where things are and what the user has set. Importing this module touches no file.

Three directories, each the platform's own: data (the library and its index), configuration and logs.
``READER_DATA_DIR``, ``READER_CONFIG_DIR`` and ``READER_LOG_DIR`` replace them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reader.errors import ConfigError

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
        """The search index: derived from the library, can be deleted at any time."""
        return self.data / "index"

    @property
    def tour(self) -> Path:
        """The data directory of the tour, a library of its own."""
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
        """The same directories with the tour's library in place of the user's."""
        return Paths(self.tour, self.config, self.logs)


def find_paths(data_dir: str | os.PathLike[str] | None = None) -> Paths:
    """The directories to use: the argument, else the environment, else the platform's own."""
    import platformdirs

    def choose(variable: str, fallback: str) -> Path:
        return Path(os.environ.get(variable) or fallback).expanduser().absolute()

    data = data_dir or os.environ.get("READER_DATA_DIR") or platformdirs.user_data_dir(_APP, appauthor=False)
    return Paths(
        data=Path(data).expanduser().absolute(),
        config=choose("READER_CONFIG_DIR", platformdirs.user_config_dir(_APP, appauthor=False)),
        logs=choose("READER_LOG_DIR", platformdirs.user_log_dir(_APP, appauthor=False)),
    )


def command(words: str = "") -> str:
    """What a person types to run a command: ``reader add FOLDER``, or what stands in ``reader``'s place.

    ``READER_COMMAND`` says that, for a program that starts the reader and is itself the one to type.
    """
    name = os.environ.get("READER_COMMAND")
    if name:
        from reader.text import display

        name = display(name)
    return f"{name or 'reader'} {words}".rstrip()


@dataclass(frozen=True, slots=True)
class Settings:
    """What the configuration file can say. Every field has a default that suits most people.

    Attributes:
        theme: a theme's name, as the palette lists them.
        measure: the widest a line of text may be, in cells (40 to 120).
        mouse: whether the mouse is used.
        editor: the command that opens an article's text; "" means ``$VISUAL``, then ``$EDITOR``.
        keys: action name -> keys, comma separated, in place of the action's own.
    """

    theme: str = "reader-dark"
    measure: int = 70
    mouse: bool = True
    editor: str = ""
    keys: dict[str, str] = field(default_factory=dict)


def load_settings(file: Path) -> Settings:
    """Reads the configuration file; a missing one means the defaults.

    Raises:
        ConfigError: the file is not TOML, or a value is of the wrong kind or out of range.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: {error}") from error
    # Only now that there is something to parse: most people have no file, and every start would pay for it.
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: {error}") from error
    return _settings(table, file)


def _settings(table: dict[str, Any], file: Path) -> Settings:
    kinds: dict[str, type] = {"theme": str, "measure": int, "mouse": bool, "editor": str, "keys": dict}
    for name, value in table.items():
        if name not in kinds:
            known = ", ".join(sorted(kinds))
            raise ConfigError(f"{file}: unknown setting {name!r} (known: {known})")
        # bool is an int to Python, not to a user who writes measure = true.
        if not isinstance(value, kinds[name]) or (kinds[name] is int and isinstance(value, bool)):
            raise ConfigError(f"{file}: {name} must be of type {kinds[name].__name__}")
    if not 40 <= table.get("measure", 70) <= 120:
        raise ConfigError(f"{file}: measure must be between 40 and 120")
    for action, keys in table.get("keys", {}).items():
        if not isinstance(keys, str):
            raise ConfigError(f'{file}: keys.{action} must be a string of keys, such as "j,down"')
    return Settings(**table)
