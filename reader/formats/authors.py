"""The names of authors without the mail addresses that are often written beside them. Pure."""

from __future__ import annotations

import re

from reader.text import collapse

_SIGNS = r"\s@<>()\[\]\"',;"
_MAIL = rf"(?<![^{_SIGNS}])(?<!@)(?:mailto:)?[^{_SIGNS}]+@[^{_SIGNS}]+\.[^{_SIGNS}]+"
_AROUND = re.compile(rf"[<(\[]?{_MAIL}[>)\]]?")
_NAME_BEHIND = re.compile(rf"^{_MAIL}\s*\(([^()]+)\)$")


def without_mail(authors: str) -> str:
    """The same names without mail addresses; "" if there is nothing else. Doing it twice changes nothing.

    A handle such as ``@jane@social.example`` is a public name and stays.
    """
    if "@" not in authors:
        return authors
    while True:
        parts = [_without(part) if "@" in part else part for part in authors.split(", ")]
        shorter = ", ".join(part for part in parts if part)
        if shorter == authors:
            return authors
        authors = shorter


def _without(name: str) -> str:
    name = _NAME_BEHIND.sub(r"\1", name.strip())
    changed = _AROUND.sub("", name)
    return name if changed == name else collapse(changed).strip(" \"'")
