"""How the library marks a picture in the texts that it compares: its name in double brackets.

Identities and keys of articles are made from texts with these marks, and teasers quote them. The form must
never change, because the identities in all libraries were made with it.
"""

from __future__ import annotations

import re

_MARK = re.compile(r"\[\[[0-9]+\]\]")
_HALF = re.compile(r"\[\[?[0-9]*\]?$")


def without_pictures(text: str, *, was_cut: bool = False) -> str:
    """A text without its marks; with ``was_cut``, also without half a mark at its end."""
    text = _MARK.sub(" ", text)
    return _HALF.sub("", text) if was_cut else text


def names(text: str, most: int) -> str:
    """The pictures in the first ``most`` characters of a text: their names, each followed by a space."""
    if "[[" not in text:
        return ""
    return "".join(f"{mark[2:-2]} " for mark in _MARK.findall(text[:most]))
