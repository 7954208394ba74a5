"""Reads the configuration file: what it sets, and every mistake in it. A mistake costs one setting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reader.errors import UnreadableSource, in_words
from reader.files import read_file
from reader.settings.declared import BY_FIELD, BY_PATH, SETTINGS, TABLES, DeclaredSetting, Settings
from reader.settings.found import InForce, SettingMistake, SettingPath
from reader.settings.kinds import NO, TableOf, written
from reader.settings.statements import Statement, statements

MAX_SETTINGS = 64 * 2**10
"""The largest configuration file, in bytes."""

_SHOWN = 60
"""The most characters of a value that a mistake shows."""


def read_settings(file: Path) -> InForce:
    """What a configuration file leads to; a missing one leaves the defaults. Never fails."""
    try:
        text = text_of(file)
    except FileNotFoundError:
        return InForce()
    except OSError as error:
        return _nothing(f"cannot be read: {in_words(error)}")
    except UnreadableSource as error:
        return _nothing(f"is {error.reason}")
    return read_text(text)


def text_of(file: Path) -> str:
    """The text of a configuration file; bytes that are not UTF-8 stay what they are (``surrogateescape``).

    Raises:
        OSError: it cannot be read.
        UnreadableSource: it is not a file, or too large.
    """
    return read_file(file, MAX_SETTINGS).decode("utf-8", "surrogateescape")


def _nothing(problem: str) -> InForce:
    return InForce(mistakes=(SettingMistake(0, "the file", problem=problem),))


def read_text(text: str) -> InForce:
    """What the text of a configuration file leads to."""
    # Some editors put a mark of their own before the text.
    reading = _Reading(text.removeprefix("\ufeff"))
    for one in statements(reading.text):
        reading.take(one)
    reading.compare()
    values: dict[str, Any] = {name: _taken(value) for name, value in reading.values.items()}
    return InForce(Settings(**values), tuple(reading.mistakes), reading.lines)


class _Reading:
    """One file as far as it has been read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.values: dict[str, Any] = {}
        self.lines: dict[SettingPath, int] = {}
        self.mistakes: list[SettingMistake] = []
        self._tables: dict[SettingPath, int] = {}
        self._ignoring = False

    def take(self, one: Statement) -> None:
        if one.kind == "table":
            self._table(one)
        elif one.kind == "wrong":
            self._unread(one)
        elif one.kind == "pair" and one.table is not None and not self._ignoring:
            shown = self._shown(one)
            for path, value in _leaves(one.path, one.value):
                self._pair(one, path, value, shown)

    def _table(self, one: Statement) -> None:
        name = ".".join(one.path)
        self._ignoring = one.path[0] not in TABLES or len(one.path) > 1
        short = self.lines.get(("keys", "preset"))
        if self._ignoring:
            known = ", ".join(f"[{table}]" for table in sorted(TABLES))
            self._mistake(one, f"[{name}]", problem=f"is not a table of settings (there are: {known})")
        elif one.path in self._tables:
            self._mistake(one, f"[{name}]", problem=f"was begun in line {self._tables[one.path]} already")
        elif one.path == ("keys",) and short:
            better = f"write preset = {written(self.values['preset'])} below [keys]"
            self._mistake(one, "[keys]", problem=f"stands beside keys in line {short}: {better}")
        self._tables.setdefault(one.path, one.line)

    def _unread(self, one: Statement) -> None:
        if not one.path:
            line = self.text[one.start : one.end].split("\n")[0].strip()
            self._mistake(one, "", value=_cut(line), problem=one.problem)
            self._ignoring = self._ignoring or one.table is None
            return
        if one.table is None or self._ignoring:
            return
        setting = _setting(one.path)
        if setting is None:
            self._unknown(one, one.path)
            return
        allowed = _allowed(setting, one.path)
        value, said = self._shown(one), ".".join(one.path)
        # What the parser says is less clear than what is allowed, such as text in quotes.
        problem = "" if one.problem.startswith("cannot be read") else one.problem
        self._mistake(one, said, value=value, problem=problem, allowed=allowed)

    def _pair(self, one: Statement, path: SettingPath, value: object, shown: str) -> None:
        if path == ("keys",) and isinstance(value, str):
            path = ("keys", "preset")
        setting = _setting(path)
        if setting is None:
            self._unknown(one, path)
            return
        kind = setting.kind
        inside = isinstance(kind, TableOf) and path != setting.path
        if isinstance(kind, TableOf) and inside:
            kind = kind.kind
        if path == ("list",):
            kind = _LIST
        wrong = kind.wrong(value)
        said = ".".join(path)
        if wrong:
            self._mistake(
                one, said, value=shown, problem="" if wrong == NO else wrong, allowed=_allowed(setting, path)
            )  # fmt: skip
        elif path in self.lines:
            self._mistake(one, said, value=shown, problem=f"line {self.lines[path]} sets it already")
        else:
            self.lines[path] = one.line
            if inside:
                self.values.setdefault(setting.field, {})[path[1]] = value
            elif not isinstance(kind, TableOf):
                self.values[setting.field] = value

    def _unknown(self, one: Statement, path: SettingPath) -> None:
        from difflib import get_close_matches

        name = ".".join(path)
        known = [setting.name for setting in SETTINGS]
        close = get_close_matches(name, known, 1)
        words = f"did you mean {close[0]}?" if close else f"there are: {', '.join(known)}"
        self._mistake(one, name, problem=f"is not a setting ({words})")

    def _mistake(
        self, one: Statement, setting: str, *, value: str = "", problem: str = "", allowed: str = ""
    ) -> None:
        self.mistakes.append(
            SettingMistake(
                line=one.line, setting=_cut(setting), value=value, problem=problem, allowed=allowed
            )
        )

    def _shown(self, one: Statement) -> str:
        return _cut(" ".join(self.text[slice(*one.at)].split()))

    def compare(self) -> None:
        """Other programs read the file as a whole: what is no TOML for them is a mistake, too."""
        if self.mistakes or not self.lines:
            return
        import tomllib

        try:
            tomllib.loads(self.text.replace("\r\n", "\n"))
        except (ValueError, RecursionError) as error:
            self.mistakes.append(SettingMistake(0, "the file", problem=f"is not TOML: {error}"))


def _setting(path: SettingPath) -> DeclaredSetting | None:
    """The setting that a name belongs to: its own, or the table in which it is an entry."""
    if path in BY_PATH:
        return BY_PATH[path]
    table = BY_PATH.get(path[:1])
    if table is not None and isinstance(table.kind, TableOf):
        return table
    if path == ("list",):
        return BY_FIELD["columns"]
    return None


_LIST = TableOf(BY_FIELD["columns"].kind, 'a table: a line [list], and below it columns = ["state", "title"]')


def _allowed(setting: DeclaredSetting, path: SettingPath) -> str:
    if path == ("list",):
        return _LIST.allowed
    if isinstance(setting.kind, TableOf) and path != setting.path:
        return setting.kind.kind.allowed
    return setting.kind.allowed


def _leaves(path: SettingPath, value: object) -> Iterator[tuple[SettingPath, object]]:
    """The settings of a pair: one, or those of a table that is written as a value."""
    if len(path) == 1 and path[0] in TABLES and isinstance(value, dict):
        for name, one in value.items():
            yield from _leaves((*path, name), one)
        return
    while len(path) > 2:
        path, value = path[:-1], {path[-1]: value}
    yield path, value


def _taken(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _cut(words: str) -> str:
    # Here and not above: most files have no mistakes.
    from reader.text import display

    words = display(words)
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
