"""The names of the files of a folder or archive, and how a name that a page uses finds one of them."""

from __future__ import annotations

import posixpath
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from urllib.parse import unquote

_PAST_SLASH = chr(ord("/") + 1)


class Names(Sequence[str]):
    """The paths of the files of a folder or archive, sorted; :meth:`under` finds those of one folder fast."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = sorted(paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __getitem__(self, at):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204 (an index or a slice)
        return self._paths[at]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __contains__(self, path: object) -> bool:
        if not isinstance(path, str):
            return False
        at = bisect_left(self._paths, path)
        return at < len(self._paths) and self._paths[at] == path

    def under(self, folder: str) -> list[str]:
        """The paths below a folder (``"a/b"``), complete; all of them for ""."""
        if not folder:
            return list(self._paths)
        start, end = self._range(folder.rstrip("/"))
        return self._paths[start:end]

    def _range(self, folder: str) -> tuple[int, int]:
        if not folder:
            return 0, len(self._paths)
        start = bisect_left(self._paths, f"{folder}/")
        return start, bisect_left(self._paths, folder + _PAST_SLASH, start)

    def beside(self, path: str) -> Sequence[str]:
        """The paths below the folder that a file is in, relative to that folder. ``in`` is quick there."""
        folder = posixpath.dirname(path)
        return _Below(self, folder, *self._range(folder)) if folder else self

    def find(self, path: str) -> str | None:
        """The file that a path means: by its exact name, else whatever the case of its letters."""
        return path if path in self else self._by_key.get(key_of(path))

    def named(self, name: str) -> list[str]:
        """The files whose own name, without folders, is ``name``, whatever the case of its letters."""
        return list(self._by_name.get(key_of(name), ()))

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._paths:
            found.setdefault(key_of(posixpath.basename(path)), []).append(path)
        return found

    @cached_property
    def _by_key(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for path in self._paths:
            found.setdefault(key_of(path), path)
        return found


class _Below(Sequence[str]):
    """The part of some names that is below a folder, relative to it. Nothing is copied."""

    def __init__(self, names: Names, folder: str, start: int, end: int) -> None:
        self.names = names
        self.folder = folder
        self._prefix = f"{folder}/"
        self._start = start
        self._end = end

    def __len__(self) -> int:
        return self._end - self._start

    def __getitem__(self, at):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204 (an index or a slice)
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        return self.names[range(self._start, self._end)[at]].removeprefix(self._prefix)

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self._prefix + path in self.names


def called(names: Sequence[str], name: str) -> list[str]:
    """The files of a whole folder or archive that are called ``name``, the nearest ones first.

    Args:
        names: what lies beside a file, as :meth:`reader.sources.Fetched.beside` returns it.
        name: the name without folders; the case of its letters does not matter.

    Returns:
        The files as seen from that one: ``../pictures/1.png``.
    """
    whole, folder = (names.names, names.folder) if isinstance(names, _Below) else (names, "")
    if isinstance(whole, Names):
        found = [posixpath.relpath(path, folder) if folder else path for path in whole.named(name)]
    else:
        found = [path for path in whole if key_of(posixpath.basename(path)) == key_of(name)]
    return sorted(found, key=lambda path: path.count("/"))


def key_of(name: str) -> str:
    """The same for names that differ only in the case of letters, or in how accents are encoded."""
    return unicodedata.normalize("NFC", name).casefold()


def spellings(name: str) -> Iterator[str]:
    """The ways in which a relative name in a page may be meant, the likeliest first.

    A page writes names as an address does (``my%20picture.png``); some programs write ``\\`` for ``/``.
    """
    yield name
    plain = unquote(name) if "%" in name else name
    if plain != name:
        yield plain
    if "\\" in plain:
        yield plain.replace("\\", "/")


def resolved(name: str, beside: str) -> str | None:
    """The path of a relative name, as seen from the file at the path ``beside``; None if it leads outside."""
    if not name or "\0" in name or name.startswith("/"):
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(beside), name))
    return None if path in (".", "..") or path.startswith("../") else path
