"""Kinds of values that a setting may have: what is allowed, in words; how a value is written."""

from __future__ import annotations

from collections.abc import Mapping


class ValueKind:
    """What values a setting may have."""

    allowed: str
    """What a value must be, in words: ``a whole number from 40 to 120``."""

    def wrong(self, value: object) -> str:
        """What is wrong with a value of a TOML file, where ``allowed`` does not say it; "" if all is well.

        ``NO`` for a value of another kind altogether: there is nothing more to say.
        """
        raise NotImplementedError


NO = "no"
"""A value that is not what it must be, and of which nothing more can be said."""


class Words(ValueKind):
    """A text, of which ``allowed`` says more."""

    def __init__(self, allowed: str) -> None:
        self.allowed = allowed

    def wrong(self, value: object) -> str:
        return "" if isinstance(value, str) else NO


class Whole(ValueKind):
    """A whole number."""

    def __init__(self, values: range) -> None:
        self.values = values
        self.allowed = f"a whole number from {values[0]} to {values[-1]}"

    def wrong(self, value: object) -> str:
        # bool is an int to Python, but not to a person who writes measure = true.
        return "" if type(value) is int and value in self.values else NO


class Switch(ValueKind):
    """Yes or no."""

    allowed = "true or false"

    def wrong(self, value: object) -> str:
        return "" if isinstance(value, bool) else NO


class OneOf(ValueKind):
    """One of some names."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        quoted = [f'"{name}"' for name in names]
        self.allowed = f"{', '.join(quoted[:-1])} or {quoted[-1]}"

    def wrong(self, value: object) -> str:
        return "" if isinstance(value, str) and value in self.names else NO


class SomeOf(ValueKind):
    """A list of one or more names, each once; ``what`` says what they are the names of."""

    def __init__(self, names: tuple[str, ...], what: str) -> None:
        self.names = names
        self.allowed = f"a list of {what} in quotes, from these: {', '.join(names)}"

    def wrong(self, value: object) -> str:
        if not isinstance(value, list) or not value:
            return NO
        for one in value:
            if not isinstance(one, str) or one not in self.names:
                return f"{written(one)} is none of them"
        twice = [one for at, one in enumerate(value) if one in value[:at]]
        return f"{written(twice[0])} is in it twice" if twice else ""


class Addresses(ValueKind):
    """Addresses and networks by their numbers; or all of them, or none."""

    allowed = 'true, false or a list such as ["127.0.0.1", "192.168.0.0/16"]'

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


class Folders(ValueKind):
    """A list of folders, each with its whole path."""

    allowed = 'a list of whole paths in quotes, such as ["~/saved/pictures"]'

    def wrong(self, value: object) -> str:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            return NO
        odd = next((one for one in value if not one.startswith(("/", "~")) and one[1:2] != ":"), None)
        return "" if odd is None else f"{written(odd)} is not a whole path"


class ProgramWords(ValueKind):
    """The words of a command, the first of them the name of a program."""

    def __init__(
        self,
        allowed: str = 'the words of a command, each in quotes, such as ["mutt", "-s", "{title}"]',
        *,
        none: bool = False,
    ) -> None:
        """``none``: an empty list is allowed, and means that there is no command."""
        self.allowed = allowed
        self.none = none

    def wrong(self, value: object) -> str:
        if self.none and value == []:
            return ""
        if not (isinstance(value, list) and value and all(isinstance(word, str) for word in value)):
            return NO
        return "" if value[0].strip() else "it begins with the name of a program"


class TableOf(ValueKind):
    """A table: names that the person chooses, each with a value of one kind."""

    def __init__(self, kind: ValueKind, allowed: str) -> None:
        self.kind = kind
        self.allowed = allowed

    def wrong(self, value: object) -> str:
        """Only whether it is a table; its values are looked at one by one, each has its own line."""
        return "" if isinstance(value, dict) else NO


def written(value: object) -> str:
    """A value as a TOML file has it, on one line."""
    # Imported only if something is written.
    import json

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
