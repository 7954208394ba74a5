"""What a configuration file leads to: settings, where they are set, and mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.settings.declared import Settings

SettingPath = tuple[str, ...]
"""The name of a setting, part by part: ``("keys", "quit")``."""


@dataclass(frozen=True, slots=True)
class SettingMistake:
    """Something in the file that does not count.

    Attributes:
        line: the number of the line, from 1; 0 if it is the whole file.
        setting: the setting; "" if none can be made out.
        value: its value as the file has it, on one line, perhaps cut; "" if there is none.
        problem: what is wrong, where that is not plain from ``allowed``.
        allowed: what a value must be; "" if the problem is not the value.
    """

    line: int
    setting: str
    value: str = ""
    problem: str = ""
    allowed: str = ""

    @property
    def words(self) -> str:
        """The mistake as a sentence without a full stop: line, value, and what is allowed."""
        about = " = ".join(filter(None, (self.setting, self.value)))
        said = f"{about}{':' if self.setting and self.value else ''} {self.problem}".strip()
        if self.allowed:
            more = f" ({self.problem})" if self.problem else ""
            said = f"{about}, but it must be {self.allowed}{more}"
        return f"line {self.line}: {said}" if self.line else said


@dataclass(frozen=True, slots=True)
class InForce:
    """What a configuration file leads to.

    Attributes:
        settings: what counts.
        mistakes: what does not count, in the order of the lines.
        lines: where the file sets something: name -> number of the line.
    """

    settings: Settings = field(default_factory=Settings)
    mistakes: tuple[SettingMistake, ...] = ()
    lines: Mapping[SettingPath, int] = field(default_factory=dict)
