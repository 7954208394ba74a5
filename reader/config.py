"""Where things are and what the user has set. Importing this module touches no file.

Three directories, each the platform's own: data (the library and its index), configuration and logs.
``READER_DATA_DIR``, ``READER_CONFIG_DIR`` and ``READER_LOG_DIR`` replace them.
"""

from __future__ import annotations

import contextlib
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


def make_directory(directory: Path) -> None:
    """Makes a directory, and those above it that are missing, for this user alone.

    One that is there already keeps its permissions. What was made is on disk when this returns, as far as the
    system can do that. Raises OSError.
    """
    missing = []
    while not directory.exists():
        missing.append(directory)
        directory = directory.parent
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_directory(folder.parent)


def sync_directory(directory: Path) -> None:
    """Has the names in a directory written to disk, where the system can do that."""
    try:
        folder = os.open(directory, os.O_RDONLY)
    except OSError:  # it may be entered and not be read
        return
    try:
        with contextlib.suppress(OSError):
            os.fsync(folder)
    finally:
        os.close(folder)


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
        ConfigError: the file is not TOML, a setting does not exist, or a value is of the wrong kind or out
            of range; all of these are named.
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
    problems = [_problem(name, value) for name, value in table.items()]
    keys = table.get("keys")
    for action, value in keys.items() if isinstance(keys, dict) else ():
        if not isinstance(value, str):
            problems.append(f'keys.{action} must be keys in quotes, such as "j,down"')
    if wrong := [problem for problem in problems if problem]:
        raise ConfigError(f"{file}: {'; '.join(wrong)}")
    return Settings(**table)


def _problem(name: str, value: object) -> str:
    """What is wrong with one setting, in words; "" where nothing is."""
    if name not in _KINDS:
        return f"there is no setting {name!r} (there are: {', '.join(_KINDS)})"
    kind, words = _KINDS[name]
    # bool is an int to Python, not to a user who writes measure = true. type(), then, not isinstance().
    fits = type(value) is kind and (name != "measure" or value in MEASURES)
    return "" if fits else f"{name} must be {words}"


MEASURES = range(40, 121)
"""How wide a line of text may be, at most."""

_KINDS: dict[str, tuple[type, str]] = {
    "theme": (str, 'the name of a theme in quotes, such as "reader-light"'),
    "measure": (int, f"a whole number from {MEASURES[0]} to {MEASURES[-1]}"),
    "mouse": (bool, "true or false"),
    "editor": (str, 'a command in quotes, such as "nvim -R"'),
    "keys": (dict, 'a table: a line [keys], and below it lines such as quit = "Q"'),
}
"""What each setting is, to Python and to the user."""
