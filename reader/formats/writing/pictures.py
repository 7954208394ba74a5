"""The names of the picture files that are written beside an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from reader.model import Asset
from reader.picture_kinds import suffix_of

_ODD = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 60


def file_names(assets: Iterable[Asset]) -> dict[str, str]:
    """A plain file name of its own for each asset, by the name that the article uses."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for asset in assets:
        path = asset.name.split("?")[0].split("#")[0].rstrip("/")
        stem, dot, end = _ODD.sub("-", path.rsplit("/", 1)[-1]).strip("-.").rpartition(".")
        suffix = suffix_of(asset.raw) or (f".{end}" if dot else "")
        stem = (stem if dot else end)[-_LONGEST:].lstrip("-.") or "picture"
        name, number = f"{stem}{suffix}", 2
        while name.casefold() in taken:
            name, number = f"{stem}-{number}{suffix}", number + 1
        taken.add(name.casefold())
        names[asset.name] = name
    return names


def placed(assets: Iterable[Asset], names: Mapping[str, str], folder: str) -> tuple[Asset, ...]:
    """The assets under their file names, in a folder."""
    return tuple(Asset(f"{folder}{names[asset.name]}", asset.raw, asset.media_type) for asset in assets)
