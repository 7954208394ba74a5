"""The bytes of files and pictures, each stored once: by digest, compressed if that saves enough."""

from __future__ import annotations

import zlib
from typing import NamedTuple

from reader.errors import ArticleDamaged
from reader.store import values
from reader.store.codec import digest
from reader.store.database import Database

ZLIB = "zlib"
PLAIN = "plain"

_SAMPLE = 1 << 16
_PAYS = 0.95
"""Compressed bytes are stored if they are smaller than this share of the original."""


class Blob(NamedTuple):
    """Bytes as they are stored: their digest, and the form in which they are written."""

    digest: str
    form: str
    kept: bytes


def blob_of(raw: bytes, known_digest: str = "") -> Blob:
    """Bytes ready to be stored; ``known_digest`` is their digest, if known. Needs no library."""
    raw_digest = known_digest or digest(raw)
    # Pictures are already compressed; a sample shows it.
    if len(raw) > _SAMPLE and len(zlib.compress(raw[:_SAMPLE], 1)) > _PAYS * _SAMPLE:
        return Blob(raw_digest, PLAIN, raw)
    # The fastest level: it saves nearly as much as the others in a third of the time.
    packed = zlib.compress(raw, 1)
    pays = len(packed) <= _PAYS * len(raw)
    return Blob(raw_digest, ZLIB, packed) if pays else Blob(raw_digest, PLAIN, raw)


def unpacked(form: object, kept: object, article: int, what: str = "the page it was read from") -> bytes:
    """The original bytes; ``what`` says which bytes of ``article`` they are. Raises ArticleDamaged."""
    problem = f"{what} is damaged"
    if form == PLAIN and isinstance(kept, bytes) and len(kept) <= values.MOST_BYTES:
        return kept
    if form != ZLIB:
        raise ArticleDamaged(article, problem)
    return values.unpacked(kept, article, problem)


def beginning(form: object, kept: bytes, most: int) -> bytes:
    """The first of the original bytes, ``most`` at most, from the first bytes of what is stored."""
    if form == PLAIN:
        return kept[:most]
    try:
        return zlib.decompressobj().decompress(kept, most) if form == ZLIB else b""
    except zlib.error:
        return b""


class Blobs:
    """The bytes that one library stores. Triggers delete those that nothing refers to any more."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, blob: Blob) -> int:
        """Stores bytes unless they are stored already; returns their number."""
        row = self._db.row(
            "SELECT id, form = ? AND bytes = ? FROM blobs WHERE digest = ? ORDER BY id LIMIT 1",
            (blob.form, blob.kept, blob.digest),
        )
        if row is None:
            made = self._db.execute(
                "INSERT INTO blobs (digest, form, bytes) VALUES (?, ?, ?)", blob
            ).lastrowid
            assert made is not None
            return made
        number, as_kept = row
        if not as_kept:
            # They are damaged, or another version packed them.
            self.replace(number, blob)
        return int(number)

    def replace(self, number: int, blob: Blob) -> None:
        """Overwrites the bytes stored under a number."""
        self._db.execute(
            "UPDATE blobs SET digest = ?, form = ?, bytes = ? WHERE id = ?",
            (blob.digest, blob.form, blob.kept, number),
        )

    def read(
        self, number: object, article: int, what: str = "the page it was read from"
    ) -> tuple[str, bytes]:
        """The digest and the bytes under a number, even if they do not match.

        Raises:
            ArticleDamaged: there are none, or they do not unpack.
        """
        row = self._db.row("SELECT digest, form, bytes FROM blobs WHERE id = ?", (number,))
        if row is None:
            raise ArticleDamaged(article, f"{what} is missing")
        return values.text(row[0]), unpacked(row[1], row[2], article, what)
