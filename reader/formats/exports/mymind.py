"""mymind: the cards of its export (CSV), with the pictures that lie beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from reader import moments
from reader.blocks import image
from reader.formats.exports.csv_rows import CsvRow, columns_of, rows_of
from reader.formats.exports.entries import Body, address, blocks_of_text, bytes_of, entry, lacking
from reader.formats.exports.pictures import PictureFinder
from reader.formats.parsed import Parsed, Refused
from reader.model import Asset, Facts
from reader.sources import Fetched, Names

_PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".heic": "image/heic",
}


def sniff(fetched: Fetched) -> bool:
    """Whether a file is CSV with the columns of mymind."""
    return {"id", "type", "title", "url", "content", "created"} <= columns_of(fetched)


def takes(name: str, names: Names) -> Collection[str]:
    """The pictures in the folder of an export: they belong to its cards."""
    if not name.lower().endswith(".csv"):
        return ()
    folder = name[: name.rfind("/") + 1]
    beside = (each for each in names.under(folder) if "/" not in each[len(folder) :])
    return [each for each in beside if PurePosixPath(each).suffix.lower() in _PICTURES]


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The cards of an export. A card that has neither an address nor a text nor a picture is refused.

    Raises:
        UnreadableSource: it is not CSV.
    """
    pictures = {
        PurePosixPath(name).stem.lower(): name
        for name in fetched.beside()
        if PurePosixPath(name).suffix.lower() in _PICTURES
    }

    def picture(card: str) -> Fetched | None:
        return fetched.neighbour(pictures[card]) if card in pictures else None

    for row in rows_of(fetched.raw):
        yield _card(row, picture)


def _card(row: CsvRow, picture: PictureFinder) -> Parsed | Refused:
    number, title, content = row.text("id"), row.text("title"), row.text("content")
    facts = Facts(
        url=address(row.text("url")),
        saved=moments.from_text(row.text("created")),
        remark=row.text("note"),
    )
    shown = list(_asset(picture(number.lower())))
    if not (facts.url or content or shown):
        return lacking(row.named, title, "neither address nor text")
    blocks = (*(image(one.name, title) for one in shown), *blocks_of_text(content))
    return entry(
        number or facts.url or row.named,
        facts,
        title=title,
        tags=row.text("tags").split(","),
        body=Body(blocks=blocks, assets=shown),
    )


def _asset(found: Fetched | None) -> Iterator[Asset]:
    """A picture with its bytes, if it is there and can be read."""
    if found and (raw := bytes_of(found)):
        name = PurePosixPath(found.member or found.locator).name
        kind = _PICTURES.get(PurePosixPath(name).suffix.lower(), "")
        yield Asset(name=name, raw=raw, media_type=kind)
