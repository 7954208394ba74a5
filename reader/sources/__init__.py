"""Where articles come from: one file per kind of source, and the registry that picks one.

A new source is one new file and one line in ``SOURCES``: a function that returns a :class:`Source` for the
names it recognises, and None for others. A kind of file that holds other files (zip, tar) is one new file and
one line in ``CONTAINERS``. It is then opened wherever it is found, even inside another one.

Sources do not know about formats or the library.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.sources import files, folders, stdin
from reader.sources.containers.packed import Packed
from reader.sources.containers.tars import Tar
from reader.sources.containers.zips import Zip
from reader.sources.fetched import MAX_BYTES, Fetched
from reader.sources.listing import Names
from reader.sources.protocol import Closed, Container, Fail, FoundFile, Source

__all__ = [
    "CONTAINERS",
    "MAX_BYTES",
    "SOURCES",
    "Closed",
    "Container",
    "Fail",
    "Fetched",
    "FoundFile",
    "Names",
    "Source",
    "container_of",
    "source_of",
]

SOURCES: tuple[Callable[[str, Closed], Source | None], ...] = (
    # The first one that recognises the name is used. Files accept any name and come last.
    stdin.source,
    folders.source,
    files.source,
)

CONTAINERS: tuple[Container, ...] = (
    # The first one that recognises a file opens it. A packed tar archive is a tar archive first.
    Zip(),
    Tar(),
    Packed(),
)


def source_of(name: str, closed: Closed = lambda _: False) -> Source:
    """The source that a name stands for; ``closed`` says which files must never be opened."""
    found = (source(name, closed) for source in SOURCES)
    return next(source for source in found if source is not None)


def container_of(fetched: Fetched) -> Container | None:
    """The container that can unpack a file; None if the file does not hold other files."""
    return next((container for container in CONTAINERS if container.sniff(fetched)), None)
