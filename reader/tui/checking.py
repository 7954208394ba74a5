"""Which settings can be used on screen: themes that exist, keys that do not clash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reader.settings.declared import Settings
from reader.settings.found import InForce, SettingMistake, SettingPath
from reader.settings.kinds import written
from reader.tui.keys.keymap import split_keymap
from reader.tui.keys.presets import preset_keys


def of_file(found: InForce) -> InForce:
    """What counts of a configuration file: without themes and keys that do not exist, which are mistakes."""
    settings, mistakes, lines = found.settings, list(found.mistakes), dict(found.lines)
    for name, problem in split_keymap(settings.keys, preset_keys(settings.preset))[1].items():
        path = ("keys", name)
        mistakes.append(_mistake(path, settings.keys[name], problem, lines))
        settings = replace(settings, keys={one: keys for one, keys in settings.keys.items() if one != name})
        lines.pop(path, None)
    if settings.theme not in theme_names():
        mistakes.append(_mistake(("theme",), settings.theme, _no_theme(settings.theme), lines))
        settings = replace(settings, theme=Settings().theme)
        lines.pop(("theme",), None)
    return InForce(settings, tuple(sorted(mistakes, key=lambda one: one.line)), lines)


def keys_in_force(settings: Settings) -> dict[str, str]:
    """The keys that differ from the table of actions: of the preset, and in their place the person's own."""
    return split_keymap(settings.keys, preset_keys(settings.preset))[0]


def theme_names() -> list[str]:
    """The names of all themes, the reader's own first."""
    from textual.theme import BUILTIN_THEMES

    from reader.tui.themes import THEMES

    return [*(theme.name for theme in THEMES), *BUILTIN_THEMES]


def _no_theme(name: str) -> str:
    # Imported only for this: nobody waits for it.
    from difflib import get_close_matches

    names = theme_names()
    close = get_close_matches(name, names, 1)
    more = f"did you mean {written(close[0])}?" if close else f"there are: {', '.join(names)}"
    return f"there is no such theme ({more})"


def _mistake(path: SettingPath, value: str, problem: str, lines: Mapping[SettingPath, int]) -> SettingMistake:
    return SettingMistake(lines.get(path, 0), ".".join(path), value=written(value), problem=problem)
