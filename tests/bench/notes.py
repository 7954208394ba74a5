"""How fast notes are read: files per second in each format, beside the parser library alone.

    python tests/bench/notes.py [FOLDER …] [--files N] [--rounds N]

Without a folder, the files are invented: of each format as many as ``--files``, with headings, lists, tables,
links, code and front matter. With folders, the ``.md``, ``.rst`` and ``.org`` files below them are read. The
peer of Markdown and of Joplin's notes is markdown-it-py with the same syntax switched on, which parses and
does nothing with the result; that of reStructuredText is docutils' tree; that of an Evernote export is lxml,
which parses the export and the text of each note. Org has no peer. ``reader`` is what ``reader add`` does
with a file before it is stored: sniffing, reading, the language. The times are CPU seconds of this process.
"""

from __future__ import annotations

import argparse
import base64
import io
import random
import tarfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from docutils.core import publish_doctree
from figures import median, print_table
from lxml import etree, html
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from reader import formats
from reader.sources import Fetched

WORDS = [
    "harbour",
    "bell",
    "rope",
    "tide",
    "lamp",
    "quay",
    "gull",
    "stone",
    "bread",
    "clock",
    "winter",
    "letter",
    "garden",
    "window",
    "street",
    "paper",
    "water",
    "night",
    "the",
    "a",
    "of",
    "and",
    "to",
    "in",
    "is",
    "it",
    "that",
    "was",
    "for",
    "on",
    "as",
    "with",
    "his",
    "they",
    "at",
    "be",
    "this",
    "from",
    "have",
    "or",
    "by",
    "one",
    "had",
    "not",
    "but",
]

File = tuple[str, bytes]


# --- invented files -----------------------------------------------------------------------------------


def sentence(chance: random.Random, emphasis: str = "") -> str:
    words = chance.choices(WORDS, k=chance.randint(6, 18))
    if emphasis and chance.random() < 0.4:
        at = chance.randrange(len(words))
        words[at] = f"{emphasis}{words[at]}{emphasis}"
    return " ".join(words).capitalize() + "."


def paragraph(chance: random.Random, emphasis: str = "") -> str:
    return "\n".join(sentence(chance, emphasis) for _ in range(chance.randint(2, 6)))


def markdown(chance: random.Random, number: int) -> str:
    parts = [
        f'---\ntitle: "Note {number}"\nsource: https://site.example.org/{number}\ntags: [one, two words]\n'
        f"created: 2024-02-{1 + number % 28:02}\n---",
        f"# Note {number}",
    ]
    for section in range(chance.randint(2, 6)):
        parts += [f"## Part {section}", paragraph(chance, "*"), paragraph(chance, "**")]
        parts.append(
            f"See [the other](note-{chance.randrange(number + 1)}.md) and ==this is marked== here.[^1]"
        )
        parts.append("\n".join(f"- {sentence(chance)}" for _ in range(chance.randint(2, 6))))
    parts += [
        "| A | B |\n|---|--:|\n| 1 | 2 |\n| 3 | 4 |",
        "```python\nprint('x')\n```",
        "[^1]: " + sentence(chance),
    ]
    return "\n\n".join(parts)


def restructured(chance: random.Random, number: int) -> str:
    title = f"Note {number}"
    parts = [f"{title}\n{'=' * len(title)}", ":Author: Somebody\n:Date: 2024-02-01"]
    for section in range(chance.randint(2, 6)):
        parts += [f"Part {section}\n------", paragraph(chance, "*"), paragraph(chance, "**")]
        parts.append("\n".join(f"- {sentence(chance)}" for _ in range(chance.randint(2, 6))))
    return "\n\n".join([*parts, ".. code:: python\n\n   print('x')"])


def org(chance: random.Random, number: int) -> str:
    parts = [f"#+TITLE: Note {number}\n#+DATE: [2024-02-01]\n#+FILETAGS: :one:two:"]
    for section in range(chance.randint(2, 6)):
        parts += [f"* Part {section}", paragraph(chance, "/"), paragraph(chance, "*")]
        parts.append("\n".join(f"- {sentence(chance)}" for _ in range(chance.randint(2, 6))))
    return "\n\n".join(
        [*parts, "| a | b |\n|---+---|\n| 1 | 2 |", "#+BEGIN_SRC python\nprint('x')\n#+END_SRC"]
    )


def evernote(chance: random.Random, notes: int) -> bytes:
    picture = base64.encodebytes(b"\x89PNG\r\n\x1a\n" + chance.randbytes(20_000)).decode()
    parts = ['<?xml version="1.0"?><!DOCTYPE en-export SYSTEM "x"><en-export>']
    for number in range(notes):
        text = "".join(f"<p>{paragraph(chance)}</p>" for _ in range(8))
        parts.append(
            f"<note><title>Note {number}</title><created>20240201T0{number % 10}0000Z</created><tag>one</tag>"
            f"<content><![CDATA[<en-note>{text}</en-note>]]></content>"
            f"<resource><data>{picture}</data><mime>image/png</mime></resource></note>"
        )
    return "".join([*parts, "</en-export>"]).encode()


def joplin(chance: random.Random, notes: int) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for number in range(notes):
            body = markdown(chance, number).split("---\n\n", 1)[1]
            raw = f"Note {number}\n\n{body}\n\nid: {number:032x}\ntype_: 1".encode()
            info = tarfile.TarInfo(f"{number:032x}.md")
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    return packed.getvalue()


# --- the peers ----------------------------------------------------------------------------------------


def markdown_alone() -> Callable[[bytes], object]:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.use(front_matter_plugin).use(footnote_plugin).use(deflist_plugin)
    return lambda raw: parser.parse(raw.decode())


def docutils_alone(raw: bytes) -> object:
    quiet = {"report_level": 5, "halt_level": 5, "_disable_config": True, "file_insertion_enabled": False}
    return publish_doctree(raw.decode(), settings_overrides=quiet)


def lxml_alone(raw: bytes) -> object:
    found = []
    for _, element in etree.iterparse(io.BytesIO(raw), tag="note", load_dtd=False, resolve_entities=False):
        found.append(html.fromstring(element.findtext("content", "")).tag)
        element.clear()
    return found


def joplin_alone(raw: bytes) -> object:
    parse = markdown_alone()
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        return [parse(file.read()) for info in archive if (file := archive.extractfile(info))]


# --- measuring ----------------------------------------------------------------------------------------


def seconds(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return median(taken)


def read_all(files: Sequence[File]) -> int:
    return sum(1 for name, raw in files for _ in formats.read(Fetched(f"/notes/{name}", raw)))


def row(
    name: str, files: Sequence[File], alone: Callable[[bytes], object] | None, rounds: int
) -> Sequence[str]:
    """One line of the table. Everything is loaded and done once before it is measured."""
    articles = read_all(files)
    ours = seconds(lambda: read_all(files), rounds)
    size = sum(len(raw) for _, raw in files) / 2**20
    if alone is None:
        return name, str(articles), f"{size:.1f}", f"{articles / ours:,.0f}", "", f"{size / ours:.2f}", ""
    for _, raw in files[:2]:
        alone(raw)
    theirs = seconds(lambda: [alone(raw) for _, raw in files], rounds)
    return (
        *(name, str(articles), f"{size:.1f}", f"{articles / ours:,.0f}", f"{articles / theirs:,.0f}"),
        *(f"{size / ours:.2f}", f"{ours / theirs:.1f}"),
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    chance = random.Random(1)
    several: dict[str, list[File]] = {".md": [], ".rst": [], ".org": []}
    for folder in options.folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in several and path.is_file():
                several[path.suffix].append((path.name, path.read_bytes()))
    exports: list[tuple[str, list[File], Callable[[bytes], object]]] = []
    if not options.folders:
        for ending, make in ((".md", markdown), (".rst", restructured), (".org", org)):
            several[ending] = [
                (f"note-{number}{ending}", make(chance, number).encode()) for number in range(options.files)
            ]
        exports = [
            ("Evernote", [("all.enex", evernote(chance, options.files))], lxml_alone),
            ("Joplin", [("all.jex", joplin(chance, options.files))], joplin_alone),
        ]
    rows = [
        row(name, files, alone, options.rounds)
        for name, files, alone in (
            ("Markdown", several[".md"], markdown_alone()),
            ("reStructuredText", several[".rst"], docutils_alone),
            ("Org", several[".org"], None),
            *exports,
        )
        if files
    ]
    print_table(("", "articles", "MB", "reader/s", "library/s", "reader MB/s", "ratio"), rows)


if __name__ == "__main__":
    main()
