"""Names that people gave to groups of articles, as tags: labels, folders, collections."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from reader.text import MAX_TAG, clean, collapse, tags_in

_BESIDE_SLASH = re.compile(r"\s*/\s*")
_COMMAS = re.compile(r"[\s,]*,[\s,-]*")
_BETWEEN_WORDS = re.compile(r"[\s;]+")


def tags_of(names: Iterable[str]) -> tuple[str, ...]:
    """The tags for some names: in lower case, each once, in the order of the names.

    Spaces become hyphens, so that a name stays one tag, and a comma gets one (``night,-city``). A path
    (``Crafts / Bookbinding``) keeps its slashes: ``crafts/bookbinding``. If it is too long for a tag, its
    first parts are left out. A name of which nothing is left is passed over.
    """
    return tuple(dict.fromkeys(tag for name in names if (tag := _tag(name))))


@lru_cache(maxsize=4096)
def _tag(name: str) -> str:
    name = _BESIDE_SLASH.sub("/", collapse(clean(name))).strip("/")
    while len(name) > MAX_TAG and "/" in name:
        name = name.partition("/")[2]
    word = _BETWEEN_WORDS.sub("-", _COMMAS.sub(",-", name))
    # Signs that would still part it into several tags are replaced, too.
    return "".join(tags_in("-".join(tags_in(word)))[:1])


def path_of(parts: Iterable[str]) -> str:
    """The path of a folder for :func:`tags_of`, given the names of the folders that lead to it.

    A slash in a name becomes a hyphen, because there it does not mean a folder.
    """
    return "/".join(filter(None, (_BESIDE_SLASH.sub("-", collapse(clean(part))) for part in parts)))
