"""The library for Python programs: one small facade over store, index and import.

    from reader.library import Library

    with Library.open() as library:
        library.add(["saved-pages/"])
        for hit in library.search("wind turbines"):
            print(hit.id, hit.title, hit.snippet.text)

``Library`` here is the one on this machine, :class:`~reader.library.facade.LocalLibrary`. The screen and the
commands only know the protocol of the same name in :mod:`reader.library.protocol`, and the values in
:mod:`reader.library.view`.

Store, index and import do not know each other; this package brings them together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.library.facade import LocalLibrary
    from reader.library.facade import LocalLibrary as Library
    from reader.store import Patience

__all__ = ["Library", "LocalLibrary", "Patience"]


def __getattr__(name: str) -> object:
    # The screen imports the values of this package before its first frame, and SQLite afterwards.
    if name in ("Library", "LocalLibrary"):
        from reader.library.facade import LocalLibrary

        return LocalLibrary
    if name == "Patience":
        from reader.store import Patience

        return Patience
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
