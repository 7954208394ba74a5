"""The settings as the screen offers them: their values in words, and the value after or before. Pure."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from reader.settings.declared import SETTINGS, DeclaredSetting, ListColumn, Settings
from reader.settings.kinds import OneOf, SomeOf, Switch, Whole, written

_VALUES: Mapping[str, Mapping[str, str]] = {
    "code_lines": {"wrap": "are broken", "scroll": "scroll sideways"},
    "right_to_left": {"terminal": "ordered by the terminal", "reader": "ordered by the reader"},
    "mark_read": {"end": "at its end", "open": "once it is open", "never": "only when you mark it"},
    "preset": {"default": "the reader's own", "vim": "as in vim and less", "newsboat": "as in newsboat",
               "emacs": "as in Emacs"},
    "pictures": {"auto": "as the terminal can", "kitty": "Kitty's graphics", "iterm": "iTerm2's pictures",
                 "sixel": "sixels", "blocks": "half blocks", "box": "a box with words", "off": "off"},
}  # fmt: skip
"""What some values are called on screen."""

_SHOWN = (
    *("theme", "measure", "justify", "hyphenate", "code_lines", "right_to_left", "columns", "preview"),
    *("shelves", "mark_read", "preset", "keys", "mouse", "editor", "pictures", "fetch_pictures"),
)


def offered() -> tuple[DeclaredSetting, ...]:
    """The settings that can be changed on screen, in its order; then the others, to be looked at."""
    known = {setting.field: setting for setting in SETTINGS}
    return tuple([known[name] for name in _SHOWN] + [one for one in SETTINGS if one.field not in _SHOWN])


def can_step(setting: DeclaredSetting) -> bool:
    """Whether there is a value after or before the present one."""
    return isinstance(setting.kind, Whole | Switch | OneOf)


def stepped(setting: DeclaredSetting, value: Any, by: int) -> Any:  # noqa: ANN401 (as its kind has it)
    """The value ``by`` steps on; numbers stop at their limits, names begin again."""
    kind = setting.kind
    if isinstance(kind, Whole):
        return min(max(value + by, kind.values[0]), kind.values[-1])
    if isinstance(kind, Switch):
        return not value
    assert isinstance(kind, OneOf)
    return kind.names[(kind.names.index(value) + by) % len(kind.names)]


def in_words(setting: DeclaredSetting, settings: Settings) -> str:
    """The value of a setting, for people."""
    value = getattr(settings, setting.field)
    if setting.field in _VALUES:
        return _VALUES[setting.field][value]
    if setting.field == "keys":
        return f"{len(value)} of your own" if value else "none of your own"
    if setting.field == "editor":
        variable = next((name for name in ("VISUAL", "EDITOR") if os.environ.get(name, "").strip()), "")
        return value or (f"{os.environ[variable]} (from ${variable})" if variable else "none")
    if isinstance(setting.kind, Whole):
        return f"{value} columns"
    if isinstance(setting.kind, Switch):
        return "on" if value else "off"
    if isinstance(setting.kind, SomeOf):
        return ", ".join(value)
    if isinstance(value, dict):
        return ", ".join(value) or "nothing"
    if isinstance(value, bool):
        return "all" if value else "none"
    if setting.field == "picture_viewer":
        return " ".join(value) or "that of the desktop"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return str(value)


def help_of(setting: DeclaredSetting) -> str:
    """What a setting does, and what it may be if that has to be typed."""
    if setting.field == "hyphenate":
        # Whether it is there is looked up only when someone asks.
        from reader.typesetting.hyphens import is_installed

        if not is_installed():
            return "Words cannot be divided yet: pip install 'article-reader[hyphens]' adds what that needs."
    if setting.field in _SHOWN:
        return f"{setting.help}."
    return f"{setting.help}. To be changed in the file: {setting.kind.allowed}."


def toggled(chosen: Sequence[ListColumn], column: ListColumn) -> tuple[ListColumn, ...]:
    """The columns with one more at the end, or without it; the last one stays."""
    if column not in chosen:
        return (*chosen, column)
    return tuple(one for one in chosen if one != column) or tuple(chosen)


def moved(chosen: Sequence[ListColumn], column: ListColumn, by: int) -> tuple[ListColumn, ...]:
    """The columns with one of them earlier or later."""
    if column not in chosen:
        return tuple(chosen)
    at = chosen.index(column)
    rest = [one for one in chosen if one != column]
    to = min(max(at + by, 0), len(rest))
    return (*rest[:to], column, *rest[to:])


def as_written(setting: DeclaredSetting, value: object) -> str:
    """A line of the configuration file, for a message."""
    return f"{setting.name} = {written(value)}"
