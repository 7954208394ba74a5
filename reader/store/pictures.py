"""How the library writes down a picture in the texts that it compares: its name in double brackets.

Identities and keys of articles are made of texts with such marks, and teasers quote them. The form must never
change: the identities in all libraries were made with it.
"""

from __future__ import annotations

import re

_MARK = re.compile(r"\[\[[0-9]+\]\]")
_HALF = re.compile(r"\[\[?[0-9]*\]?$")


def without_pictures(text: str, *, was_cut: bool = False) -> str:
    """A text without its marks; with ``was_cut``, without half of one at its end too."""
    text = _MARK.sub(" ", text)
    return _HALF.sub("", text) if was_cut else text


def names(text: str, most: int) -> str:
    """The pictures at the start of a text (``most`` characters): their names, each with a space behind."""
    if "[[" not in text:
        return ""
    return "".join(f"{mark[2:-2]} " for mark in _MARK.findall(text[:most]))
