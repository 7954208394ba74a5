"""What adding many files of many kinds takes: seconds, files per second, peak memory.

The files are invented: saved pages, HTML with pictures beside it, Markdown, books, snapshots of ArchiveBox,
lists of articles, and pictures and style sheets that are no articles. They are added as a folder, as a zip
and as a packed tar archive, each to a fresh library, then again, when nothing is new. Peak memory must not
grow with the size of an archive: with --large, an archive of that many megabytes is added, too.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import shutil
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from add import run
from figures import print_table
from library import work_folders
from terminal import READER, environment

_WORDS = [
    "harbour",
    "lamp",
    "winter",
    "keeper",
    "ledger",
    "stone",
    "river",
    "letter",
    "morning",
    "engine",
    "bread",
    "market",
    "window",
    "garden",
    "cloud",
    "paper",
    "school",
    "bridge",
    "summer",
    "signal",
    "village",
    "orchard",
    "clock",
    "ferry",
    "copper",
    "island",
    "meadow",
    "thunder",
    "silver",
]
_PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


class Texts:
    """Invented texts, the same each time."""

    def __init__(self) -> None:
        self._random = random.Random(7)
        self._vocabulary = [f"{a}{b}" for a in _WORDS for b in ("", "s", "er", "ly", *_WORDS[:6])]

    def paragraph(self, words: int = 60) -> str:
        return " ".join(self._random.choices(self._vocabulary, k=words)).capitalize() + "."

    def paragraphs(self, count: int = 5) -> list[str]:
        return [self.paragraph() for _ in range(count)]


def files(count: int) -> Iterator[tuple[str, bytes]]:
    """So many files, by their paths."""
    texts = Texts()
    made = 0
    number = 0
    while made < count:
        number += 1
        for name, content in _group(number, texts):
            made += 1
            yield name, content if isinstance(content, bytes) else content.encode()


def _group(number: int, texts: Texts) -> Iterator[tuple[str, str | bytes]]:
    """Twenty files of all kinds."""
    folder = f"{number // 50:03}"
    for part in range(4):
        title = f"Page {number} {part} {texts.paragraph(4)}"
        body = "\n\n".join(texts.paragraphs())
        yield f"{folder}/pages/{number}-{part}.txt", f"{title}\n\n{title}\n\n{body}\n"
    for part in range(3):
        body = "".join(f"<p>{paragraph}</p>" for paragraph in texts.paragraphs())
        name = f"{folder}/web/{number}-{part}"
        yield (
            f"{name}.html",
            f"<!DOCTYPE html><html lang='en'><head><title>Web {number} {part}</title></head>"
            f"<body><nav><a href='/'>Home</a></nav><article><h1>Web {number} {part}</h1>{body}"
            f"<img src='{number}-{part}_files/a.png' alt='A'></article></body></html>",
        )
        yield f"{name}_files/a.png", _PNG + str(number).encode()
        yield f"{name}_files/style.css", "p { color: green }"
    for part in range(3):
        body = "\n\n".join(texts.paragraphs())
        yield (
            f"{folder}/notes/{number}-{part}.md",
            f"---\ntitle: Note {number} {part}\ntags: [a, b]\n---\n\n{body}\n",
        )
    stamp = 1_500_000_000 + number
    said = {"url": f"https://a.example/{number}", "title": f"Box {number}"}
    yield (
        f"box/archive/{stamp}/index.json",
        json.dumps({**said, "timestamp": str(stamp), "history": {}}),
    )
    yield f"box/archive/{stamp}/htmltotext.txt", "\n\n".join(texts.paragraphs())
    lines = [
        {"title": f"Line {number} {line}", "body": "\n\n".join(texts.paragraphs(2))} for line in range(5)
    ]
    yield f"{folder}/lists/{number}.jsonl", "\n".join(map(json.dumps, lines))
    if number % 10 == 0:
        yield f"{folder}/books/{number}.epub", _book(number, texts)


def _book(number: int, texts: Texts) -> bytes:
    names = [f"{chapter}.xhtml" for chapter in range(6)]
    items = "".join(f'<item id="c{n}" href="{n}" media-type="application/xhtml+xml"/>' for n in names)
    order = "".join(f'<itemref idref="c{n}"/>' for n in names)
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/container.xml",
            '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "a.opf",
            '<package xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<metadata><dc:title>Book {number}</dc:title></metadata>"
            f"<manifest>{items}</manifest><spine>{order}</spine></package>",
        )
        for name in names:
            body = "".join(f"<p>{paragraph}</p>" for paragraph in texts.paragraphs(12))
            archive.writestr(name, f"<html><body><h1>Chapter {number} {name}</h1>{body}</body></html>")
    return raw.getvalue()


def write(count: int, into: Path) -> tuple[Path, Path, Path]:
    """The same files as a folder, a zip and a packed tar archive."""
    folder, zipped, tarred = into / "folder", into / "all.zip", into / "all.tar.gz"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive, tarfile.open(tarred, "w:gz") as tar:
        for name, content in files(count):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            archive.writestr(name, content)
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return folder, zipped, tarred


def write_large(megabytes: int, into: Path) -> Path:
    """A packed tar archive of pages that unpacks to so many megabytes."""
    texts = Texts()
    path = into / "large.tar.gz"
    with tarfile.open(path, "w:gz", compresslevel=1) as tar:
        for number in range(megabytes):
            # Few words are enough: what counts is the size of the archive, not that of the library.
            content = f"Page {number}\n\nPage {number}\n\n{texts.paragraph(30)}\n".encode()
            noise = random.Random(number).randbytes(1 << 20)
            for name, raw in ((f"{number}.txt", content), (f"{number}.png", noise)):
                info = tarfile.TarInfo(name)
                info.size = len(raw)
                tar.addfile(info, io.BytesIO(raw))
    return path


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=10_000, help="how many files (default 10,000)")
    parser.add_argument("--large", type=int, default=0, help="add an archive of so many MB, too")
    args = parser.parse_args()
    rows = []
    with work_folders(None) as (_, scratch):
        env = environment(scratch)
        sources = [*write(args.files, scratch)]
        if args.large:
            sources.append(write_large(args.large, scratch))
        for source in sources:
            data = scratch / "data"
            for again in ("", ", again"):
                done = run([*READER, "--data-dir", str(data), "add", "--json", str(source)], env)
                report = json.loads(done.output)
                rows.append(
                    (
                        source.name + again,
                        f"{report['added']:,}",
                        f"{report['unchanged']:,}",
                        f"{done.seconds:.1f}",
                        f"{args.files / done.seconds:,.0f}",
                        f"{done.megabytes:.0f}",
                    )
                )
            shutil.rmtree(data)
    print_table(("", "added", "unchanged", "seconds", "files/s", "peak MB"), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
