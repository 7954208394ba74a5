"""Articles as one book: EPUB 3, with a chapter for each article."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from reader.formats.parsed import Parsed
from reader.formats.writing.carried import carrying
from reader.formats.writing.hypertext import safe
from reader.formats.writing.pictures import file_names
from reader.formats.writing.web_page import page_of
from reader.picture_kinds import media_type_of

_CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="book/content.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
# Books of the same articles are the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)


def write(articles: Iterable[Parsed], stream: BinaryIO, title: str) -> None:
    """Writes a book. Articles are read one by one, so that the book may be larger than the memory.

    The ``member`` of an article is the name of its chapter's file, by which links find it.
    """
    with zipfile.ZipFile(stream, "w") as book:
        _put(book, "mimetype", b"application/epub+zip", packed=False)
        _put(book, "META-INF/container.xml", _CONTAINER.encode())
        manifest: list[str] = []
        chapters: list[tuple[str, str]] = []
        identity = hashlib.blake2b(digest_size=16)
        for number, parsed in enumerate(articles, 1):
            name = parsed.member or f"{number:05}.xhtml"
            names = file_names(parsed.assets)
            places = {asset: f"pictures/{number:05}-{file}" for asset, file in names.items()}
            for at, asset in enumerate(parsed.assets):
                kind = asset.media_type or media_type_of(asset.raw) or "application/octet-stream"
                _put(book, f"book/{places[asset.name]}", asset.raw, packed=False)
                place = safe(places[asset.name])
                manifest.append(f'<item id="p{number}-{at}" href="{place}" media-type="{safe(kind)}"/>')
            page = carrying(page_of(parsed, places, xml=True), parsed, places)
            _put(book, f"book/{name}", page.encode())
            identity.update(page.encode())
            manifest.append(f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"/>')
            chapters.append((name, parsed.article.title))
        _put(book, "book/nav.xhtml", _contents(title, chapters).encode())
        _put(
            book, "book/content.opf", _package(title, manifest, len(chapters), identity.hexdigest()).encode()
        )


def _put(book: zipfile.ZipFile, name: str, raw: bytes, *, packed: bool = True) -> None:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    book.writestr(entry, raw)


def _contents(title: str, chapters: list[tuple[str, str]]) -> str:
    items = "".join(f'<li><a href="{name}">{safe(chapter)}</a></li>' for name, chapter in chapters)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"'
        f' xmlns:epub="http://www.idpf.org/2007/ops"><head><title>{safe(title)}</title></head><body>'
        f'<nav epub:type="toc"><h1>{safe(title)}</h1><ol>{items}</ol></nav></body></html>\n'
    )


def _package(title: str, manifest: list[str], chapters: int, identity: str) -> str:
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(1, chapters + 1))
    nav = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0"'
        ' unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:reader:{identity}</dc:identifier><dc:title>{safe(title)}</dc:title>'
        '<dc:language>und</dc:language><meta property="dcterms:modified">1980-01-01T00:00:00Z</meta>'
        "</metadata>"
        f"<manifest>{nav}{''.join(manifest)}</manifest><spine>{spine}</spine></package>\n"
    )
