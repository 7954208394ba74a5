"""Files as an export holds them: packed into a zip, walked and read as an import does it."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reader import formats, sources
from reader.errors import UnreadableSource
from reader.formats import Refused
from reader.model import Page
from reader.sources import Fetched, FoundFile
from reader.walking import Walker

Files = Mapping[str, object] | Iterable[tuple[str, object]]


@dataclass
class Unpacked:
    """What was read: the articles, and for each failure the file, the member and the reason."""

    pages: list[Page] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)

    def titled(self, title: str) -> Page:
        """The only article with a title."""
        (page,) = [page for page in self.pages if page.article.title == title]
        return page

    @property
    def titles(self) -> list[str]:
        return [page.article.title for page in self.pages]


def as_bytes(content: object) -> bytes:
    """Text as UTF-8, bytes as they are, anything else as JSON."""
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content)).encode("utf-8", "surrogatepass")


def read_zip(files: Files) -> Unpacked:
    """The articles of a zip with these files; a name may come twice."""
    packed = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w") as archive:
        warnings.simplefilter("ignore")  # about names that come twice
        for name, content in files.items() if isinstance(files, Mapping) else files:
            archive.writestr(name, as_bytes(content))
    return read_archive(Fetched("/export.zip", packed.getvalue()))


def read_archive(fetched: Fetched) -> Unpacked:
    """The articles of an archive."""
    container = sources.container_of(fetched)
    assert container is not None
    read = Unpacked()
    found = container.find(fetched, lambda member, error: read.refused.append((member, "", str(error))))
    _read_all(list(found), read)
    return read


def read_path(path: Path) -> Unpacked:
    """The articles of a file, folder or archive on the disk."""
    read = Unpacked()
    found = sources.source_of(str(path)).find(lambda name, error: read.refused.append((name, "", str(error))))
    _read_all(list(found), read)
    return read


def _read_all(found: list[FoundFile], read: Unpacked) -> None:
    for file in Walker().to_read(found):
        fetched = file.fetch()
        if Walker().container_of(fetched, 0):
            deeper = read_archive(fetched)
            read.pages += deeper.pages
            read.refused += deeper.refused
        else:
            _read(fetched, file.member, read)


def read_file(content: object, name: str = "/export") -> Unpacked:
    """The articles of one file without anything beside it."""
    read = Unpacked()
    _read(Fetched(name, as_bytes(content)), "", read)
    return read


def _read(fetched: Fetched, name: str, read: Unpacked) -> None:
    try:
        for page in formats.read(fetched):
            if isinstance(page, Refused):
                read.refused.append((name, page.member, page.reason))
            else:
                read.pages.append(page)
    except UnreadableSource as error:
        read.refused.append((name, "", str(error)))
