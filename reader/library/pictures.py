"""The pictures of an article: those that the library keeps, and those that lie beside its page.

Saved pages name their pictures by number (``[[104812]]``). Such a picture may be a file with that name, in
the folder of the page or in one that the configuration names. Nothing else is ever looked for: other names
are the words of a stranger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from reader.blocks import Block
from reader.config import Paths, settings_at
from reader.errors import ArticleDamaged, UnreadableSource
from reader.files import open_file
from reader.picture_kinds import suffix_of
from reader.pictures.header import ENOUGH, PictureSize, size_of
from reader.store import Store

MOST_BYTES = 64 * 2**20
"""A larger file is no picture that anyone shows."""

_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".PNG", ".JPG", ".JPEG", ".GIF")
_BELOW = ("", "images", "pictures")
"""Where pictures lie, seen from the folder of the page."""

_LONGEST = 20


def named_in(blocks: Sequence[Block]) -> list[str]:
    """The names of the pictures that blocks show, each once, in their order."""
    images = (span for block in blocks for span in block.spans if "image" in span.style and span.href)
    return list(dict.fromkeys(span.href for span in images))


def sizes(
    store: Store, paths: Paths, article: int, source: str, blocks: Sequence[Block]
) -> dict[str, PictureSize]:
    """How large the pictures of an article are, by name; those that are not here are left out."""
    wanted = named_in(blocks)
    if not wanted:
        return {}
    kept = dict(store.articles.beginnings(article, ENOUGH))
    found: dict[str, PictureSize] = {}
    folders: list[Path] | None = None
    for name in wanted:
        raw = kept.get(name)
        if raw is None and _is_number(name):
            folders = list(_folders(paths, source)) if folders is None else folders
            raw = _read(folders, name, ENOUGH)
        if raw is None:
            continue
        if (size := size_of(raw)) is not None:
            found[name] = size
        elif suffix := suffix_of(raw):
            # It is not shown, but other programs can show it.
            found[name] = PictureSize(0, 0, suffix.removeprefix(".").upper())
    return found


def picture(store: Store, paths: Paths, article: int, source: str, name: str) -> bytes | None:
    """The bytes of a picture of an article; None if it is not here, or damaged."""
    try:
        raw = store.articles.asset(article, name)
    except ArticleDamaged:
        return None
    if raw is None and _is_number(name):
        raw = _read(list(_folders(paths, source)), name, MOST_BYTES + 1)
    return raw if raw is not None and len(raw) <= MOST_BYTES else None


# --- files ------------------------------------------------------------------------------------------


def _is_number(name: str) -> bool:
    return len(name) <= _LONGEST and name.isascii() and name.isdigit()


def _folders(paths: Paths, source: str) -> Iterator[Path]:
    """Where pictures are looked for: beside the page first."""
    page = Path(source)
    if page.is_absolute() and "\0" not in source:
        for below in _BELOW:
            yield page.parent / below
    for named in settings_at(paths.settings).settings.picture_folders:
        try:
            folder = Path(named).expanduser()
        except RuntimeError:
            # There is no such home.
            continue
        if folder.is_absolute() and "\0" not in named:
            yield folder


def _read(folders: Sequence[Path], number: str, most: int) -> bytes | None:
    """The first bytes of the picture with a number; None if there is none in these folders."""
    for folder in folders:
        for ending in _ENDINGS:
            with suppress(OSError, UnreadableSource):
                stream, _ = open_file(folder / f"{number}{ending}")
                with stream:
                    return stream.read(most)
    return None
