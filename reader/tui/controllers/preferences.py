"""The settings in force on screen: shows a change at once, and writes it to the configuration file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader.errors import ReaderError
from reader.settings.declared import BY_PATH, SETTINGS, KeyPreset, Settings
from reader.settings.found import InForce, SettingPath
from reader.text import truncate
from reader.tui.checking import keys_in_force, of_file
from reader.tui.keys.action import Action
from reader.tui.keys.actions import BY_NAME
from reader.tui.keys.keymap import split_keymap
from reader.tui.keys.presets import preset_keys
from reader.tui.patches.parser import characters_with_alt


class Preferences:
    """The settings of one app. What follows a change reads them here.

    ``keys`` and ``with_alt`` are changed in place, so whoever has them always has those of now.
    """

    def __init__(self, found: InForce, file: Path, show: Callable[[Settings], None]) -> None:
        """``show`` is called with settings that are to be seen at once."""
        found = of_file(found)
        self.file = file
        self.mistakes = found.mistakes
        self.settings = found.settings
        """What the person has set; ``keys`` are only those in place of the preset's."""
        self.keys = keys_in_force(found.settings)
        """All keys that differ from the table of actions."""
        self.with_alt = set(characters_with_alt(self.keys))
        """The characters that are keys of their own when they come with Alt."""
        self._show = show
        self._writing = asyncio.Lock()

    @property
    def in_force(self) -> Settings:
        """The settings with all keys that differ from the table of actions."""
        return replace(self.settings, keys=self.keys)

    def show(self, settings: Settings) -> None:
        """Shows settings at once and keeps them until the app ends; nothing is written."""
        self.settings = settings
        keys = keys_in_force(settings)
        if keys != self.keys:
            self.keys.clear()
            self.keys.update(keys)
            self.with_alt.clear()
            self.with_alt.update(characters_with_alt(keys))
        self._show(self.in_force)

    def clash(self, *, action: str = "", keys: str = "", preset: KeyPreset | None = None) -> str:
        """What other keys for an action, or another preset, would clash with, in words; "" if nothing.

        Without ``keys`` the action gets its usual ones back.
        """
        own = dict(self.settings.keys)
        if keys:
            own[action] = keys
        elif action:
            own.pop(action, None)
        wrong = split_keymap(own, preset_keys(preset or self.settings.preset), named=_quoted)[1]
        return "; ".join(
            problem if name == action else f"{_quoted(BY_NAME[name])}: {problem}"
            for name, problem in wrong.items()
        )

    def change(self, changes: Mapping[SettingPath, Any]) -> Coroutine[Any, Any, str]:
        """Shows changed settings at once; what it returns writes them. None takes one out of the file.

        The result of that is why they could not be written, in words; "" if they were.
        """
        self.show(changed_settings(self.settings, changes))
        return self._write(changes)

    async def _write(self, changes: Mapping[SettingPath, Any]) -> str:
        from reader.settings.writing import change_settings

        async with self._writing:
            try:
                # Never on the event loop: the disk may be slow.
                await asyncio.to_thread(change_settings, self.file, changes)
            except ReaderError as error:
                return f"Not kept: {error}"
        return ""


def _quoted(action: Action) -> str:
    """An action in a message on a frame, where the person knows it by its description."""
    return f"“{truncate(action.help, _DESCRIBED)}”"


_DESCRIBED = 36
"""The cells that a description takes in a message."""


def changed_settings(settings: Settings, changes: Mapping[SettingPath, Any]) -> Settings:
    """Settings with other values; None brings the default back, or takes an entry out of its table. Pure."""
    for path, value in changes.items():
        if (setting := BY_PATH.get(path)) is not None:
            value = setting.default if value is None else value
        else:
            setting = next(one for one in SETTINGS if one.path == path[:1])
            entries = {**getattr(settings, setting.field), path[1]: value}
            value = {name: one for name, one in entries.items() if one is not None}
        settings = replace(settings, **{setting.field: value})
    return settings
