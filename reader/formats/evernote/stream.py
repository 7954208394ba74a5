"""The notes of an Evernote export, one after the other, however large the file is.

Python's own parser is used, because lxml accepts no text of more than ten megabytes, and attachments are
larger. No document type is fetched, and a file that declares entities is refused.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import md5
from typing import BinaryIO
from xml.parsers import expat

from reader.errors import UnreadableSource
from reader.picture_kinds import media_type_of

_CHUNK = 1 << 18
_MOST_TEXT = 16 * 2**20
"""The longest text of a note that is read, in characters."""
_MOST_DATA = 64 * 2**20
"""The largest attachment that is read, in characters of base64."""
_MOST_ALL = 256 * 2**20
"""So many bytes of pictures are kept for one note."""
_DEEPEST = 200

# Characters that no XML may contain; Evernote writes them where notes have them.
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r"))
_REFERENCE = re.compile(
    rb"&#(?:x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));|&#(?:x[dD][89a-fA-F][0-9a-fA-F]{2});"
)
_LONGEST_REFERENCE = 16


@dataclass(slots=True)
class Resource:
    """An attachment.

    Attributes:
        media_type: its type, as the export says.
        name: the name of its file, or "".
        raw: its bytes, if it is a picture.
    """

    media_type: str = ""
    name: str = ""
    raw: bytes = b""


@dataclass(slots=True)
class NoteRecord:
    """A note as the export has it.

    Attributes:
        texts: the texts of its elements, by their paths: ``title``, ``note-attributes/author``.
        tags: its tags.
        resources: its attachments, by the MD5 of their bytes.
        tasks: what is to be done, and whether it is done.
    """

    texts: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    resources: dict[str, Resource] = field(default_factory=dict)
    tasks: list[tuple[str, bool]] = field(default_factory=list)


_WANTED = frozenset(
    (
        *("title", "created", "content", "tag", "note-attributes/author", "note-attributes/source-url"),
        *("resource/data", "resource/mime", "resource/resource-attributes/file-name"),
        *("task/title", "task/taskStatus"),
    )
)


def notes_in(stream: BinaryIO) -> Iterator[NoteRecord]:
    """The notes of an export, in order.

    Raises:
        UnreadableSource: the file is damaged, or declares entities; the notes before that were yielded.
    """
    reading = _Reading()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _CHUNK
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    parser.EntityDeclHandler = _refuse
    rest = b""
    last = False
    while not last:
        chunk = stream.read(_CHUNK)
        last = not chunk
        chunk, rest = _whole(rest + chunk.translate(None, _CONTROLS), last)
        try:
            parser.Parse(_REFERENCE.sub(b"", chunk) if b"&#" in chunk else chunk, last)
        except expat.ExpatError as error:
            yield from reading.take()
            raise UnreadableSource(
                f"is damaged at line {error.lineno}: what follows cannot be read"
            ) from error
        yield from reading.take()


def _whole(chunk: bytes, last: bool) -> tuple[bytes, bytes]:
    """The part of a chunk that does not end within a reference to a character, and the rest."""
    at = chunk.rfind(b"&", max(0, len(chunk) - _LONGEST_REFERENCE))
    return (chunk, b"") if last or at < 0 else (chunk[:at], chunk[at:])


def _refuse(*_: object) -> None:
    raise UnreadableSource("declares entities, which no Evernote export does")


class _Reading:
    """Collects what the parser reports."""

    def __init__(self) -> None:
        self._done: list[NoteRecord] = []
        self._note: NoteRecord | None = None
        self._path: list[str] = []
        self._wanted = ""
        self._parts: list[str] = []
        self._size = 0
        self._kept = 0
        self._resource = Resource()
        self._data = ""
        self._task: dict[str, str] = {}

    def take(self) -> list[NoteRecord]:
        """The notes that are complete."""
        done, self._done = self._done, []
        return done

    def start(self, name: str, _: object) -> None:
        if self._note is None:
            if name == "note":
                self._note, self._path, self._kept = NoteRecord(), [], 0
            return
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise UnreadableSource("is nested too deeply")
        path = "/".join(self._path)
        self._wanted = path if path in _WANTED else ""
        self._parts, self._size = [], 0
        if path == "resource":
            self._resource, self._data = Resource(), ""
        elif path == "task":
            self._task = {}

    def text(self, text: str) -> None:
        if self._wanted:
            self._size += len(text)
            if self._size <= (_MOST_DATA if self._wanted == "resource/data" else _MOST_TEXT):
                self._parts.append(text)
            elif self._wanted == "resource/data":
                self._parts = []

    def end(self, name: str) -> None:
        note = self._note
        if note is None:
            return
        if not self._path:
            self._note = None
            self._done.append(note)
            return
        path = "/".join(self._path)
        self._path.pop()
        if path == self._wanted:
            self._keep(note, path, "".join(self._parts))
            self._wanted, self._parts = "", []
        elif path == "resource":
            self._attach(note)
        elif path == "task":
            note.tasks.append((self._task.get("title", ""), self._task.get("taskStatus") == "completed"))

    def _keep(self, note: NoteRecord, path: str, text: str) -> None:
        if path == "tag":
            note.tags.append(text)
        elif path == "resource/data":
            self._data = text
        elif path == "resource/mime":
            self._resource.media_type = text.strip()
        elif path == "resource/resource-attributes/file-name":
            self._resource.name = text.strip()
        elif path.startswith("task/"):
            self._task[path.removeprefix("task/")] = text.strip()
        else:
            note.texts.setdefault(path, text)

    def _attach(self, note: NoteRecord) -> None:
        try:
            raw = base64.b64decode(self._data)
        except (binascii.Error, ValueError):
            raw = b""
        self._data = ""
        digest = md5(raw, usedforsecurity=False).hexdigest()
        kind = media_type_of(raw)
        if kind and self._kept + len(raw) <= _MOST_ALL:
            self._kept += len(raw)
            self._resource.raw, self._resource.media_type = raw, kind
        note.resources.setdefault(digest, self._resource)
