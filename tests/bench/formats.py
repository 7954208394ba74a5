"""How fast each format is read, beside the parser library alone: files per CPU second.

    python tests/bench/formats.py [--rounds N]

Reads the samples of ``../shared/intake`` (READER_SHARED names another place), each many times over.
``reader`` is what ``reader add`` does with a file before it is stored: finding out what it is, reading
it, the language. ``library`` is what the parser alone needs for the same bytes and does nothing with the
result: lxml for HTML and XML, json, csv, markdown-it-py, docutils, plistlib, email, and zipfile or
tarfile with these for what is inside. The samples are small, so this is the cost of a file rather than
of a megabyte; ``notes.py``, ``extraction.py`` and ``mixed.py`` measure larger ones. Formats that consist
of several files (ArchiveBox, Zotero, the folder of a Pocket export) are measured by ``mixed.py`` only.
"""

from __future__ import annotations

import argparse
import csv
import email
import gzip
import io
import json
import plistlib
import tarfile
import time
import zipfile
from collections.abc import Callable

from docutils.core import publish_doctree
from figures import median, print_table
from library import shared
from lxml import etree, html
from markdown_it import MarkdownIt

from reader import formats
from reader.errors import ReaderError
from reader.sources import Fetched

QUIET = {"report_level": 5, "halt_level": 5, "_disable_config": True, "file_insertion_enabled": False}
SEVERAL_FILES = ("archivebox", "zotero", "pocket-exporter", "obsidian", ".trash", "_files", "images")
Alone = Callable[[bytes], object]


def _xml(raw: bytes) -> object:
    return etree.fromstring(raw, etree.XMLParser(recover=True, resolve_entities=False, load_dtd=False))


def _zip(raw: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return [alone(name, archive.read(name)) for name in archive.namelist() if not name.endswith("/")]


def _tar(raw: bytes) -> object:
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        return [alone(info.name, file.read()) for info in archive if (file := archive.extractfile(info))]


PARSERS: dict[str, tuple[str, Alone]] = {
    "html": ("lxml", lambda raw: html.document_fromstring(raw)),
    "xhtml": ("lxml", lambda raw: html.document_fromstring(raw)),
    "xml": ("lxml", _xml),
    "rdf": ("lxml", _xml),
    "opml": ("lxml", _xml),
    "enex": ("lxml", _xml),
    "json": ("json", json.loads),
    "jsonl": ("json", lambda raw: [json.loads(line) for line in raw.splitlines() if line.strip()]),
    "csv": ("csv", lambda raw: list(csv.DictReader(io.StringIO(raw.decode("utf-8", "replace"))))),
    "md": ("markdown-it-py", lambda raw: MarkdownIt("commonmark").enable("table").parse(raw.decode())),
    "rst": ("docutils", lambda raw: publish_doctree(raw.decode(), settings_overrides=QUIET)),
    "plist": ("plistlib", plistlib.loads),
    "mhtml": (
        "email",
        lambda raw: [part.get_payload(decode=True) for part in email.message_from_bytes(raw).walk()],
    ),
    "mht": (
        "email",
        lambda raw: [part.get_payload(decode=True) for part in email.message_from_bytes(raw).walk()],
    ),
    "zip": ("zipfile and these", _zip),
    "epub": ("zipfile and these", _zip),
    "wacz": ("zipfile and these", _zip),
    "jex": ("tarfile and these", _tar),
    "txt": ("decoding", lambda raw: raw.decode("utf-8", "replace").splitlines()),
    "org": ("decoding", lambda raw: raw.decode("utf-8", "replace").splitlines()),
}


def alone(name: str, raw: bytes) -> object:
    """What the parser library alone makes of a file; None if there is none for it, or the file is empty."""
    if name.endswith(".gz") and not name.endswith(".tar.gz"):
        return alone(name.removesuffix(".gz"), gzip.decompress(raw))
    _, parse = PARSERS.get(_ending(name), ("", None))
    return parse(raw) if parse is not None and raw.strip() else None


def _ending(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return "json" if ending == "bookmarks" or name.endswith("Bookmarks") else ending


def rate(work: Callable[[], object], rounds: int) -> float:
    """How often a second of CPU time allows the work; the median of three series."""
    work()
    series = []
    for _ in range(3):
        begin = time.process_time()
        for _ in range(rounds):
            work()
        series.append((time.process_time() - begin) / rounds)
    return 1 / median(series)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    samples = shared() / "intake" / "samples"
    rows = []
    for path in sorted(samples.rglob("*")):
        within = path.relative_to(samples)
        if not path.is_file() or any(name in str(within) for name in SEVERAL_FILES):
            continue
        ending = _ending(path.name.removesuffix(".gz"))
        if ending not in PARSERS:
            continue
        raw = path.read_bytes()
        fetched = Fetched(str(path), raw)
        try:
            articles = len(list(formats.read(fetched)))
            alone(path.name, raw)
        except (ReaderError, ValueError, etree.LxmlError):
            continue
        ours = rate(lambda fetched=fetched: list(formats.read(fetched)), options.rounds)
        theirs = rate(lambda path=path, raw=raw: alone(path.name, raw), options.rounds)
        library = PARSERS[ending][0]
        rows.append(
            (str(within), library, str(articles), f"{ours:,.0f}", f"{theirs:,.0f}", f"{theirs / ours:.1f}")
        )
    print_table(("", "library", "articles", "reader/s", "library/s", "ratio"), rows)


if __name__ == "__main__":
    main()
