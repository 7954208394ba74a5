"""What a source is, and what a container is."""

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

    ``name`` is what a person is shown: a path as it was given, or the archive's. ``member`` is its path
    inside the archive, or "". ``fetch`` reads it, and raises UnreadableSource, OSError or MemoryError.
    """

    name: str
    fetch: Callable[[], Fetched]
    member: str = ""


class Source(Protocol):
    """Something that a person can name and that holds files: a folder, an address, standard input."""

    scope: str
    """What the ``source`` of everything begins with that can come from here; "" if :meth:`find` never lists
    all there is."""

    def find(self, fail: Fail) -> Iterator[FoundFile]:
        """Everything in it, in order; what cannot be looked at goes to ``fail``, and the rest goes on."""

    def lacks(self, source: str) -> bool:
        """Whether something that came from here before, and was not found now, does not exist any more."""


class Container(Protocol):
    """A kind of file that holds files: zip, tar."""

    def sniff(self, fetched: Fetched) -> bool:
        """Whether a file is of this kind; quick."""

    def find(self, fetched: Fetched, fail: Fail) -> Iterator[FoundFile]:
        """The files in it, as a source finds them. Each is fetched with the archive's ``source`` as locator.

        Raises:
            UnreadableSource: it is damaged.
            OSError: it cannot be read.
        """
