"""Which files of a folder or archive are wanted: patterns of names, and files that are never articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

_SYSTEM_FOLDERS = frozenset(
    ("__macosx", "cvs", "_darcs", "__pycache__", "node_modules", "$recycle.bin", "system volume information")
)
_SYSTEM_FILES = frozenset(("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"))
_SYSTEM_ENDINGS = ("~", ".swp", ".crdownload", ".part")

_LICENCE = re.compile(
    r"(?:LICEN[CS]E|COPYING|UNLICENSE)(?:[.-][A-Za-z0-9.-]+)?|(?i:licen[cs]e|copying|unlicense)(?:\.txt)?"
)

_PICTURES = (
    "png apng jpg jpeg jpe jfif gif webp avif heic heif bmp ico cur icns svg svgz tif tiff jxl jp2 psd"
)
_OF_PAGES = "css scss sass less js mjs cjs jsx tsx wasm map swf woff woff2 ttf otf ttc eot download"
_PARTS_OF_PAGES = frozenset(f"{_PICTURES} {_OF_PAGES}".split())
"""The endings of pictures, style sheets, scripts and fonts. They lie beside pages in large numbers."""


@dataclass(frozen=True, slots=True)
class Picking:
    """Which files are added, and how they are read.

    Attributes:
        include: patterns of paths; if there are any, only files that one of them matches are added.
        exclude: patterns of paths; files that one of them matches are left out.
        form: the name of the format that all files are read in; "" for the one that recognises each.
        only: the paths of the files that are read, as seen from the source; None for all. Unlike patterns
            they do not change which files belong to others.
        removed: whether articles that the person has removed are added again.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    form: str = ""
    only: frozenset[str] | None = None
    removed: bool = False


def is_of_the_system(path: str) -> bool:
    """Whether a file is hidden, or was put there by a program and not by a person."""
    *folders, name = path.split("/")
    lower = name.casefold()
    return (
        any(part.startswith(".") for part in (*folders, name))
        or any(folder.casefold() in _SYSTEM_FOLDERS for folder in folders)
        or lower in _SYSTEM_FILES
        or lower.endswith(_SYSTEM_ENDINGS)
        or lower.startswith("~$")
    )


def is_part_of_pages(path: str) -> bool:
    """Whether a file is no article by its name: a picture, a style sheet, a script, a font, a licence."""
    name = path.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return bool(dot and stem and ending.casefold() in _PARTS_OF_PAGES) or bool(_LICENCE.fullmatch(name))


class Patterns:
    """Patterns of paths, as ``--include`` and ``--exclude`` take them.

    ``*`` and ``?`` stand for anything but ``/``, ``**`` for anything, ``[abc]`` for one of these letters. A
    pattern without ``/`` matches the name of a file or folder at any depth; one with it the path from the
    start. What matches a folder matches everything in it.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = [(_expression(each.strip("/")), "/" in each.strip("/")) for each in patterns if each]

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def match(self, path: str) -> bool:
        """Whether one of the patterns matches a path, or a folder that it is in."""
        parts = path.split("/")
        heads = ["/".join(parts[: count + 1]) for count in range(len(parts))]
        return any(
            expression.fullmatch(each)
            for expression, from_start in self._patterns
            for each in (heads if from_start else parts)
        )


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    """A pattern as a regular expression. ``[`` without its other end stands for itself."""
    written, at = "", 0
    tokens = re.compile(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]/]*\]")
    for token in tokens.finditer(pattern):
        written += re.escape(pattern[at : token.start()])
        at = token.end()
        match token[0]:
            case "**/":
                written += "(?:.*/)?"
            case "**":
                written += ".*"
            case "*":
                written += "[^/]*"
            case "?":
                written += "[^/]"
            case one_of:
                written += _one_of(one_of[1:-1])
    return re.compile(written + re.escape(pattern[at:]), re.DOTALL)


def _one_of(characters: str) -> str:
    negative = characters.startswith("!")
    inside = re.sub(r"([\\\[\]^&~|])", r"\\\1", characters[negative:])
    written = f"[{'^/' if negative else ''}{inside}]"
    try:
        re.compile(written)
    except re.error:
        return re.escape(f"[{characters}]")
    return written
