"""Joplin's exports: a tar archive of items (``.jex``), or a folder of them (RAW).

``items`` reads what is in one file, ``notes`` the text of a note.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial

from reader.errors import UnreadableSource
from reader.formats.decoding import decode
from reader.formats.exports.json_records import head_of
from reader.formats.joplin.items import (
    FOLDER,
    NAME,
    NOTE,
    NOTE_TAG,
    RESOURCE,
    TAG,
    JoplinItem,
    is_item,
    item_of,
)
from reader.formats.parsed import Parsed, Refused
from reader.sources import Fetched, Names

_HEADER = 512
# How many files at the beginning of an archive are looked at.
_SCANNED = 40
_TAIL = 4096
_RESOURCES = "resources/"

Files = Mapping[str, Callable[[], Fetched]]
"""The files of an export by their paths, and how each is read."""


# --- an archive ---------------------------------------------------------------------------------------


def sniff(fetched: Fetched) -> bool:
    """Whether a file is a tar archive of Joplin's items, by the names of its first files."""
    from reader.sources.containers.tars import is_tar

    if not is_tar(head_of(fetched)[:_HEADER]):
        return False
    items = 0
    for name in _names_in(fetched):
        if NAME.fullmatch(name) and "/" not in name:
            items += 1
        elif not name.startswith(_RESOURCES):
            return False
    return items > 0


def _names_in(fetched: Fetched) -> Iterator[str]:
    """The names of the first files of a tar archive."""
    from reader.sources.containers.tars import is_tar

    with fetched.open() as stream:
        for _ in range(_SCANNED):
            header = stream.read(_HEADER)
            if not is_tar(header):
                return
            size = header[124:136].strip(b"\0 ")
            if header[156:157] in (b"0", b"\0", b"5"):
                yield header[:100].split(b"\0")[0].decode("utf-8", "replace").removeprefix("./")
            try:
                skipped = -(-int(size or b"0", 8) // _HEADER) * _HEADER
            except ValueError:
                return
            stream.seek(skipped, 1)


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The notes of an export.

    Raises:
        UnreadableSource: it holds no notes.
    """
    from reader.sources.containers.tars import Tar

    problems: list[Refused] = []

    def fail(member: str, error: Exception) -> None:
        problems.append(Refused(member, str(error)))

    found = list(Tar().find(fetched, fail))
    yield from _notes({file.path: file.fetch for file in found}, fetched.source)
    yield from problems


# --- a folder -----------------------------------------------------------------------------------------


def takes(path: str, names: Sequence[str]) -> Collection[str]:
    """The files of an export that lies in a folder, if the file at ``path`` is one of its items."""
    if not NAME.fullmatch(path):
        return ()
    folder = posixpath.dirname(path)
    below = names.under(folder) if isinstance(names, Names) else names
    start = f"{folder}/" if folder else ""
    return [name for name in below if _is_part(name.removeprefix(start))]


def _is_part(name: str) -> bool:
    return name.startswith(_RESOURCES) or ("/" not in name and NAME.fullmatch(name) is not None)


def sniff_item(fetched: Fetched) -> bool:
    """Whether a file is an item of an export that lies in a folder."""
    if not NAME.fullmatch(fetched.source) or not isinstance(fetched.content, bytes):
        return False
    return is_item(fetched.content[-_TAIL:].decode("utf-8", "replace"))


def read_folder(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The notes of an export that lies in a folder, given one of its items.

    Raises:
        UnreadableSource: it holds no notes.
    """
    name = fetched.source.rpartition("/")[2]
    files: dict[str, Callable[[], Fetched]] = {name: lambda: fetched}
    for each in fetched.beside():
        if _is_part(each) and each != name:
            files[each] = partial(_beside, fetched, each)
    yield from _notes(files, fetched.source)


def _beside(fetched: Fetched, name: str) -> Fetched:
    found = fetched.neighbour(name)
    if found is None:
        raise UnreadableSource("cannot be read")
    return found


# --- both ---------------------------------------------------------------------------------------------


def _notes(files: Files, source: str) -> Iterator[Parsed | Refused]:
    from reader.formats.joplin.notes import Export

    items: dict[str, JoplinItem] = {}
    notes: dict[str, str] = {}
    links: list[tuple[str, str]] = []
    for path, fetch in files.items():
        if path.startswith(_RESOURCES):
            continue
        try:
            item = item_of(decode(fetch().raw)[0])
        except (UnreadableSource, OSError, MemoryError) as error:
            yield Refused(path, str(error))
            continue
        if item is None:
            yield Refused(path, "it is no item of Joplin")
        elif item.kind == NOTE_TAG:
            links.append((item.text("note_id"), item.text("tag_id")))
        elif item.kind == NOTE:
            # Only where it is: all notes together may not fit into the memory.
            notes[item.id] = path
        elif item.kind in (FOLDER, RESOURCE, TAG):
            items[item.id] = item
    if not notes:
        raise UnreadableSource("holds no notes of Joplin")
    export = Export(source=source, files=files, items=items, notes=notes, links=links)
    for path in notes.values():
        yield from export.note(path)
