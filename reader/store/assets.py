"""Pictures and files that belong to articles: stored by name, with their bytes among the library's blobs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.errors import ArticleDamaged
from reader.model import Asset
from reader.store.blobs import Blob, Blobs, beginning, blob_of
from reader.store.codec import digest
from reader.store.database import Database, json_parameter
from reader.store.evidence import AMONG
from reader.store.values import text

WHAT = "a picture of it"


class PreparedAsset(NamedTuple):
    """An asset with its bytes ready to be stored."""

    name: str
    media_type: str
    blob: Blob


@dataclass(frozen=True, slots=True)
class StoredAsset:
    """An asset that the library has: the name that the article uses, and its type ("" if unknown)."""

    name: str
    media_type: str


def prepare_assets(assets: Iterable[Asset]) -> tuple[PreparedAsset, ...]:
    """Assets ready to be stored. Needs no library."""
    return tuple(PreparedAsset(asset.name, asset.media_type, blob_of(asset.raw)) for asset in assets)


class Assets:
    """The assets of one library."""

    def __init__(self, db: Database, blobs: Blobs) -> None:
        self._db = db
        self._blobs = blobs

    def put(
        self,
        source: int,
        assets: Sequence[PreparedAsset],
        *,
        new: bool = False,
        keeping: Collection[str] = (),
    ) -> None:
        """Makes these the assets of a page, in place of those it has; a ``new`` page has none.

        ``keeping``: the names of assets that it keeps if there are none of that name among the new ones.
        """
        if new and not assets:
            return
        if not new:
            staying = json_parameter(set(keeping) - {asset.name for asset in assets})
            kept = self._db.rows(
                f"SELECT name, media_type, digest FROM assets WHERE source = ? AND name NOT {AMONG}"
                " ORDER BY id",
                (source, staying),
            )
            if kept == [(asset.name, asset.media_type, asset.blob.digest) for asset in assets]:
                return
            self._db.execute(f"DELETE FROM assets WHERE source = ? AND name NOT {AMONG}", (source, staying))
        self._db.executemany(
            "INSERT INTO assets (source, name, media_type, digest, blob) VALUES (?, ?, ?, ?, ?)",
            [
                (source, asset.name, asset.media_type, asset.blob.digest, self._blobs.keep(asset.blob))
                for asset in assets
            ],
        )

    def add(self, article: int, asset: PreparedAsset) -> bool:
        """Adds an asset to an article, to the page that it got last; returns whether it was added.

        Nothing happens if the article is gone, or has an asset of that name.
        """
        source = self._db.value(
            "SELECT id FROM sources WHERE article = ?1 AND NOT EXISTS (SELECT 1 FROM assets a"
            " JOIN sources s ON s.id = a.source WHERE s.article = ?1 AND a.name = ?2)"
            " ORDER BY empty, id DESC LIMIT 1",
            (article, asset.name),
        )
        if source is None:
            return False
        self._db.execute(
            "INSERT INTO assets (source, name, media_type, digest, blob) VALUES (?, ?, ?, ?, ?)",
            (source, asset.name, asset.media_type, asset.blob.digest, self._blobs.keep(asset.blob)),
        )
        return True

    def of(self, article: int) -> list[StoredAsset]:
        """The assets of an article, from all its sources, each name once."""
        rows = self._db.rows(
            "SELECT a.name, a.media_type FROM sources s JOIN assets a ON a.source = s.id WHERE s.article = ?"
            " ORDER BY s.id, a.id",
            (article,),
        )
        found = {text(name): StoredAsset(text(name), text(media_type)) for name, media_type in reversed(rows)}
        return list(reversed(found.values()))

    def beginnings(self, article: int, most: int) -> Iterator[tuple[str, bytes]]:
        """The names of the assets of an article, each once, with the first of their bytes: ``most`` at most.

        Whether the bytes are those that were stored is not looked at.
        """
        rows = self._db.rows(
            "SELECT a.name, a.blob, b.form FROM sources s JOIN assets a ON a.source = s.id"
            " JOIN blobs b ON b.id = a.blob WHERE s.article = ? ORDER BY s.id, a.id",
            (article,),
        )
        for name, (blob, form) in {text(row[0]): row[1:] for row in reversed(rows)}.items():
            yield name, beginning(form, self._db.first_bytes(blob, most), most)

    def raw(self, article: int, name: str) -> bytes | None:
        """The bytes of an asset of an article; None if it has none of that name.

        Raises:
            ArticleDamaged: the bytes have changed since they were stored.
        """
        row = self._db.row(
            "SELECT a.blob, a.digest FROM sources s JOIN assets a ON a.source = s.id"
            " WHERE s.article = ? AND a.name = ? ORDER BY s.id LIMIT 1",
            (article, name),
        )
        if row is None:
            return None
        raw = self._blobs.read(row[0], article, WHAT)[1]
        if digest(raw) != row[1]:
            raise ArticleDamaged(article, f"{WHAT} is damaged")
        return raw
