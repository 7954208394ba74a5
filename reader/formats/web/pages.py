"""The format of HTML pages: files that browsers and other programs saved, and pages of any other kind."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from reader.addresses import is_web
from reader.errors import UnreadableSource
from reader.formats.foreign import binary_kind, is_html
from reader.formats.leading import found_again
from reader.formats.markup.reading import decoded
from reader.formats.parsed import Parsed
from reader.formats.web import article_of_page
from reader.formats.writing.carried import carried_in, text_alone
from reader.model import Article, Link
from reader.sources import Fetched, Names

_HEAD = 1 << 16
_TAIL = 1 << 12
_ENDINGS = (".html", ".htm", ".xhtml", ".xht", ".shtml")
# What browsers append to the name of a page for the folder with its pictures, in the languages they speak.
_FOLDERS = (
    *(
        "_files",
        "-files",
        ".files",
        " files",
        "_file",
        "-filer",
        "_filer",
        "-Dateien",
        "_fichiers",
        "_archivos",
        "_arquivos",
    ),
    *(
        "_ficheiros",
        "_bestanden",
        "_pliki",
        "_soubory",
        "_tiedostot",
        "_dosyalar",
        "_elemei",
        "_fitxers",
        "_datoteke",
    ),
    *("_fails", "_bylos", "_failid", "_fitxategiak", "_html", "_resources", "-bestanden", "_data"),
)


def sniff(fetched: Fetched) -> bool:
    """Whether a file is HTML, by its content; not if it begins as a saved page does."""
    head, tail = _ends(fetched)
    if not head.strip(b"\0 \t\r\n") or binary_kind(head):
        return False
    if b"<" not in head:
        return False
    try:
        text, _ = decoded(head)
        last = decoded(tail)[0] if tail.strip() else ""
    except UnreadableSource:
        return False
    return is_html(text, last or text)


def _ends(fetched: Fetched) -> tuple[bytes, bytes]:
    if isinstance(fetched.content, bytes):
        return fetched.content[:_HEAD], fetched.content[-_TAIL:]
    with fetched.open() as stream:
        head = stream.read(_HEAD)
        return head, head[-_TAIL:] if len(head) < _HEAD else b""


def read(fetched: Fetched) -> Iterator[Parsed]:
    """The article in a page.

    Raises:
        UnreadableSource: the file is not text, or larger than any page.
    """
    if (carried := carried_in(fetched.raw, fetched.picture)) is not None:
        yield found_again(replace(carried, member=""), fetched.source_of)
        return
    url = fetched.source if is_web(fetched.source) else ""
    raw, record = text_alone(fetched.raw)
    parsed = article_of_page(raw, url=url, charset=_charset(fetched.media_type), neighbour=fetched.neighbour)
    if record is not None:
        parsed = _with_record(parsed, found_again(record, fetched.source_of))
    if parsed.article.blocks or parsed.facts.url:
        yield replace(parsed, article=_linked(parsed.article, fetched))
        return
    raise UnreadableSource("the page holds no text")


def _with_record(parsed: Parsed, record: Parsed) -> Parsed:
    """A page that was exported and then changed: its text and title count, and all else is as it was."""
    article = record.article
    links = tuple(link for link in article.links if link.kind != "inline")
    kept = replace(parsed.article, tags=article.tags, lang=article.lang, links=links)
    return replace(parsed, article=kept, facts=record.facts)


def takes(name: str, names: Sequence[str]) -> Collection[str]:
    """The files in the folder that a browser made for the pictures of a page."""
    ending = next((ending for ending in _ENDINGS if name.lower().endswith(ending)), "")
    if not ending:
        return ()
    paths = names if isinstance(names, Names) else Names(names)
    stem = name[: -len(ending)]
    return [other for folder in _FOLDERS for other in paths.under(stem + folder)]


def _charset(media_type: str) -> str:
    _, _, stated = media_type.lower().partition("charset=")
    return stated.split(";")[0].strip().strip("\"'")


def _linked(article: Article, fetched: Fetched) -> Article:
    """The article with a link for each link to a file beside it."""
    found: dict[str, Link] = {}
    beside: Sequence[str] | None = None
    for block in article.blocks:
        for span in block.spans:
            if (
                "link" not in span.style
                or ":" in span.href.partition("/")[0]
                or span.href.startswith(("/", "#"))
            ):
                continue
            if beside is None:
                beside = fetched.beside()
            name = posixpath.normpath(unquote(span.href.split("#")[0].split("?")[0]))
            if name in beside and name not in found and span.text.strip():
                found[name] = Link(kind="inline", title=span.text.strip(), address=fetched.source_of(name))
    return replace(article, links=(*article.links, *found.values())) if found else article
