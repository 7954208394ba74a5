"""Where files are kept, and the user's settings. Importing this module touches no file.

There are three directories, by default the platform's own: data (the library and its index), configuration
and logs. ``READER_DATA_DIR``, ``READER_CONFIG_DIR`` and ``READER_LOG_DIR`` replace them.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from reader.errors import ConfigError, UnreadableSource, WrongSetting, in_words
from reader.files import read_file

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


def make_directory(directory: Path) -> None:
    """Creates a directory and its missing parents, accessible only to this user.

    An existing directory keeps its permissions. New ones are on disk when this returns, if the system can do
    that. Raises OSError.
    """
    missing = []
    while not directory.exists():
        missing.append(directory)
        directory = directory.parent
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_directory(folder.parent)


def sync_directory(directory: Path) -> None:
    """Flushes the names in a directory to disk, if the system can do that."""
    try:
        folder = os.open(directory, os.O_RDONLY)
    except OSError:  # it may be possible to enter the directory but not to read it
        return
    try:
        with contextlib.suppress(OSError):
            os.fsync(folder)
    finally:
        os.close(folder)


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


MarkReadAt = Literal["end", "open", "never"]
"""When an article counts as read: once its end has been on screen, as soon as it is opened, or only when the
person marks it."""


ListColumn = Literal[
    "state", "id", "title", "site", "author", "date", "added", "published", "saved", "minutes", "words",
    "progress", "tags", "lang",
]  # fmt: skip
"""A column of the list. ``date`` is when an article was published, else saved, else added."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the configuration file. Every field has a default that suits most people.

    Attributes:
        theme: a theme's name, as the palette lists them.
        measure: the widest a line of text may be, in cells (40 to 120).
        mouse: whether the mouse can be used.
        editor: the command that opens an article's text; "" means ``$VISUAL``, then ``$EDITOR``.
        mark_read: when an article counts as read.
        columns: the columns of the list, in their order; those that do not fit are left out.
        keys: action name -> keys, separated by commas, that replace the action's own.
        share: name -> the words of a command that an article is shared with; see
            :mod:`reader.tui.background.sharing`.
        allow_private_addresses: whether addresses outside the public network may be fetched (this machine,
            the network at home), or which of them: addresses and networks such as "192.168.0.0/16".
    """

    theme: str = "reader-dark"
    measure: int = 70
    mouse: bool = True
    editor: str = ""
    mark_read: MarkReadAt = "end"
    columns: tuple[ListColumn, ...] = ("state", "title", "site", "date", "minutes", "progress", "tags")
    keys: dict[str, str] = field(default_factory=dict)
    share: dict[str, list[str]] = field(default_factory=dict)
    allow_private_addresses: bool | tuple[str, ...] = False


MAX_SETTINGS = 64 * 2**10
"""The largest configuration file, in bytes."""

# The TOML parser needs time and memory that grow with the square of the parts of a key.
_LONGEST_LINE = 1000

_MOST_PROBLEMS = 20


def load_settings(file: Path) -> Settings:
    """Reads the configuration file; a missing one means the defaults.

    Raises:
        ConfigError: it is not a file or not TOML, a setting does not exist, or a value has the wrong type or
            is out of range. All problems are named.
    """
    try:
        text = read_file(file, MAX_SETTINGS).decode("utf-8")
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise ConfigError(in_words(error), source=file) from error
    except UnreadableSource as error:
        raise ConfigError(f"it is {error.reason}", source=file) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"it is not UTF-8: {error.reason}", source=file, member=_line_of(error)) from error
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > _LONGEST_LINE:
            raise ConfigError(
                f"it is longer than {_LONGEST_LINE} characters", source=file, member=f"line {number}"
            )
    # Imported only if there is something to parse: most people have no file, and it would slow every start.
    import tomllib

    try:
        table = tomllib.loads(text)
    except ValueError as error:
        # Usually a TOMLDecodeError; a number with thousands of digits raises a plain ValueError.
        raise ConfigError(str(error), source=file) from error
    except RecursionError as error:
        raise ConfigError("too many brackets inside each other", source=file) from error
    return _settings(table, file)


def _line_of(error: UnicodeDecodeError) -> str:
    return f"line {1 + error.object[: error.start].count(10)}"


def _settings(table: dict[str, Any], file: Path) -> Settings:
    wrong = {name: problem for name, value in table.items() if (problem := _problem(name, value))}
    keys = table.get("keys")
    for action, value in keys.items() if isinstance(keys, dict) else ():
        if not isinstance(value, str):
            wrong[f"keys.{action}"] = 'must be keys in quotes, such as "j,down"'
    listed = table.pop("list", {})
    wrong |= {f"list.{name}": problem for name, problem in _list_problems(listed)}
    if isinstance(listed, dict) and "columns" in listed:
        table["columns"] = listed["columns"]
    share = table.get("share")
    for target, words in share.items() if isinstance(share, dict) else ():
        if problem := _share_problem(words):
            wrong[f"share.{target}"] = problem
    if wrong:
        raise _wrong(wrong, file)
    if "columns" in table:
        table["columns"] = tuple(table["columns"])
    if isinstance(allowed := table.get(_ALLOWED), list):
        table[_ALLOWED] = tuple(allowed)
    return Settings(**{name.replace("-", "_"): value for name, value in table.items()})


def _list_problems(table: object) -> Iterator[tuple[str, str]]:
    """What is wrong with the settings of the list: (name, problem)."""
    known = get_args(ListColumn)
    for name, value in table.items() if isinstance(table, dict) else ():
        if name != "columns":
            yield name, "is not a setting (there is: columns)"
        elif not isinstance(value, list) or not value or any(column not in known for column in value):
            yield name, f"must be a list of columns in quotes, from these: {', '.join(known)}"


def _share_problem(words: object) -> str:
    """What is wrong with a command to share with; "" if nothing is."""
    if isinstance(words, list) and words and all(isinstance(word, str) for word in words):
        return "" if words[0].strip() else "must begin with the name of a program"
    return 'must be the words of a command, each in quotes, such as ["mutt", "-s", "{title}"]'


def _wrong(problems: dict[str, str], file: Path) -> ConfigError:
    """One error for all settings that are wrong; if there is only one, it names the setting in a field."""
    if len(problems) == 1:
        ((setting, problem),) = problems.items()
        return WrongSetting(problem, source=file, setting=setting)
    more = len(problems) - _MOST_PROBLEMS
    shown = [f"{name} {problem}" for name, problem in list(problems.items())[:_MOST_PROBLEMS]]
    return ConfigError("; ".join([*shown, *([f"and {more} more"] if more > 0 else [])]), source=file)


def _problem(name: str, value: object) -> str:
    """What is wrong with one setting, in words; "" if nothing is."""
    if name not in _KINDS:
        return f"is not a setting (there are: {', '.join(_KINDS)})"
    if name == _ALLOWED:
        return _problem_of_allowed(value)
    kind, words = _KINDS[name]
    # bool is an int to Python, but not to a user who writes measure = true: hence type(), not isinstance().
    fits = type(value) is kind and (name not in _RANGES or value in _RANGES[name])
    return "" if fits else f"must be {words}"


def _problem_of_allowed(value: object) -> str:
    if isinstance(value, bool):
        return ""
    if not isinstance(value, list):
        return f"must be {_KINDS[_ALLOWED][1]}"
    # Imported only if someone has set it.
    from ipaddress import ip_network

    for one in value:
        try:
            ip_network(one.strip() if isinstance(one, str) else "", strict=False)
        except ValueError:
            return f"must be {_KINDS[_ALLOWED][1]}; {one!r} is no address"
    return ""


_ALLOWED = "allow-private-addresses"

MEASURES = range(40, 121)
"""The widths that a line of text may have, in cells."""

_RANGES: dict[str, Container[object]] = {"measure": MEASURES, "mark-read": get_args(MarkReadAt)}
"""The values that some settings may have."""

_KINDS: dict[str, tuple[type, str]] = {
    "theme": (str, 'the name of a theme in quotes, such as "reader-light"'),
    "measure": (int, f"a whole number from {MEASURES[0]} to {MEASURES[-1]}"),
    "mouse": (bool, "true or false"),
    "editor": (str, 'a command in quotes, such as "nvim -R"'),
    "mark-read": (str, '"end", "open" or "never"'),
    "list": (dict, 'a table: a line [list], and below it a line such as columns = ["state", "title"]'),
    "share": (dict, 'a table: a line [share], and below it lines such as mail = ["mutt", "-s", "{title}"]'),
    _ALLOWED: (bool, 'true, false or a list such as ["127.0.0.1", "192.168.0.0/16"]'),
    "keys": (dict, 'a table: a line [keys], and below it lines such as quit = "Q"'),
}
"""The type of each setting, for Python and, in words, for the user."""
