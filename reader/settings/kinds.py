"""Kinds of values that a setting may have: what is allowed, in words; how a value is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class Kind(Protocol):
    """What values a setting may have."""

    @property
    def allowed(self) -> str:
        """What a value must be, in words: ``a whole number from 40 to 120``."""
        ...

    def wrong(self, value: object) -> str:
        """What is wrong with a value of a TOML file, in words that follow ``allowed``; "" if all is well.

        A value that is of another kind altogether is "no": there is nothing more to say.
        """
        ...


NO = "no"
"""A value that is not what it must be, and of which nothing more can be said."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text, of which ``allowed`` says more."""

    allowed: str

    def wrong(self, value: object) -> str:
        return "" if isinstance(value, str) else NO


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    values: range

    @property
    def allowed(self) -> str:
        return f"a whole number from {self.values[0]} to {self.values[-1]}"

    def wrong(self, value: object) -> str:
        # bool is an int to Python, but not to a person who writes measure = true.
        return "" if type(value) is int and value in self.values else NO


@dataclass(frozen=True, slots=True)
class Switch:
    """Yes or no."""

    allowed: str = "true or false"

    def wrong(self, value: object) -> str:
        return "" if isinstance(value, bool) else NO


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some names."""

    names: tuple[str, ...]

    @property
    def allowed(self) -> str:
        quoted = [f'"{name}"' for name in self.names]
        return f"{', '.join(quoted[:-1])} or {quoted[-1]}"

    def wrong(self, value: object) -> str:
        return "" if isinstance(value, str) and value in self.names else NO


@dataclass(frozen=True, slots=True)
class SomeOf:
    """A list of one or more names, each once."""

    names: tuple[str, ...]
    what: str

    @property
    def allowed(self) -> str:
        return f"a list of {self.what} in quotes, from these: {', '.join(self.names)}"

    def wrong(self, value: object) -> str:
        if not isinstance(value, list) or not value:
            return NO
        for one in value:
            if not isinstance(one, str) or one not in self.names:
                return f"{written(one)} is none of them"
        twice = [one for at, one in enumerate(value) if one in value[:at]]
        return f"{written(twice[0])} is in it twice" if twice else ""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses and networks by their numbers; or all of them, or none."""

    allowed: str = 'true, false or a list such as ["127.0.0.1", "192.168.0.0/16"]'

    def wrong(self, value: object) -> str:
        if isinstance(value, bool):
            return ""
        if not isinstance(value, list):
            return NO
        # Imported only if someone has set it.
        from ipaddress import ip_network

        for one in value:
            try:
                ip_network(one.strip() if isinstance(one, str) else "", strict=False)
            except ValueError:
                return f"{written(one)} is no address"
        return ""


@dataclass(frozen=True, slots=True)
class CommandLine:
    """The words of a command, the first of them the name of a program."""

    allowed: str = 'the words of a command, each in quotes, such as ["mutt", "-s", "{title}"]'

    def wrong(self, value: object) -> str:
        if not (isinstance(value, list) and value and all(isinstance(word, str) for word in value)):
            return NO
        return "" if value[0].strip() else "it begins with the name of a program"


@dataclass(frozen=True, slots=True)
class TableOf:
    """A table: names that the person chooses, each with a value of one kind."""

    kind: Kind
    allowed: str

    def wrong(self, value: object) -> str:
        """Only whether it is a table; its values are looked at one by one, each has its own line."""
        return "" if isinstance(value, dict) else NO


def written(value: object) -> str:
    """A value as a TOML file has it, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # TOML has JSON's escapes, and wants one for the character that JSON leaves alone.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, Mapping):
        pairs = [f"{key_written(name)} = {written(one)}" for name, one in value.items()]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    return str(value)


def key_written(name: str) -> str:
    """A name as a TOML file has it before the sign of equality: in quotes if it needs them."""
    plain = name.replace("-", "").replace("_", "")
    return name if (plain.isascii() and plain.isalnum()) or (name and not plain) else written(name)
