"""The interfaces of sources and containers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from reader.sources.fetched import Fetched

Fail = Callable[[str, Exception], object]
"""Called with the name of something that cannot be looked at, and the reason."""

Closed = Callable[[str], bool]
"""Whether a file must not be opened at all, because it belongs to the library that is being written."""


class FoundFile(NamedTuple):
    """A file that a source has found and not read yet.

    ``name`` is shown to the user: the path as given, or that of the archive. ``member`` is its path
    inside the archive, or "". ``fetch`` reads it, and raises UnreadableSource, OSError or MemoryError.
    ``path`` is where it is in the folder or archive, with ``/`` between folders; "" for a file that is named
    by itself.
    """

    name: str
    fetch: Callable[[], Fetched]
    member: str = ""
    path: str = ""

    @property
    def shown(self) -> str:
        """What messages call it, with the archive that it is in."""
        return f"{self.name} ({self.member})" if self.member else self.name


class Source(Protocol):
    """Something that a user can name and that holds files: a folder, an address, standard input."""

    scope: str
    """The ``source`` of everything that can come from here begins with this; "" if :meth:`find` never lists
    everything."""

    def find(self, fail: Fail) -> Iterator[FoundFile]:
        """All its files, in order. Whatever cannot be read is passed to ``fail``, and the rest continues."""

    def lacks(self, source: str) -> bool:
        """Whether something that came from here before, and was not found this time, no longer exists."""


class Container(Protocol):
    """A kind of file that holds other files: zip, tar."""

    def sniff(self, fetched: Fetched) -> bool:
        """Whether a file is of this kind; quick."""

    def find(self, fetched: Fetched, fail: Fail) -> Iterator[FoundFile]:
        """The files in it, as from a source. Each one has the archive's ``source`` as its locator.

        Raises:
            UnreadableSource: it is damaged.
            OSError: it cannot be read.
        """
