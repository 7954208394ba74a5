"""What of a library comes back from its exports: format by field, the share of articles that are equal.

    python tests/bench/exports.py [FOLDER …] [-v]

Adds the folders (the samples of ``../shared/intake``; READER_SHARED names another place) to a library,
exports it in each format, adds each export to an empty library, and compares the articles field by field.
Articles are paired by title and address, then by title alone. ``links`` are compared by kind and by the
article that they lead to; ``words`` are those of the text, in order. With ``-v``, each difference is shown.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from figures import print_table
from library import shared

from reader.blocks import Span
from reader.formats import Parsed
from reader.formats.writing import WRITERS
from reader.library import Library

Key = tuple[str, str, int]
FIELDS: dict[str, Callable[[Parsed], object]] = {
    "title": lambda one: one.article.title,
    "url": lambda one: one.facts.url,
    "site": lambda one: one.facts.site,
    "author": lambda one: one.facts.author,
    "published": lambda one: one.facts.published,
    "saved": lambda one: one.facts.saved,
    "excerpt": lambda one: one.facts.excerpt,
    "remark": lambda one: one.facts.remark,
    "feed": lambda one: one.facts.feed,
    "lang": lambda one: one.article.lang,
    "tags": lambda one: sorted(one.article.tags),
    "state": lambda one: (one.facts.read, one.facts.archived, one.facts.starred),
    "progress": lambda one: round(one.facts.progress or 0, 4),
    "highlights": lambda one: [(each.quote, each.tags) for each in one.facts.highlights],
    "notes": lambda one: [each.note for each in one.facts.highlights],
    "colours": lambda one: [(each.color, each.created) for each in one.facts.highlights],
    "note": lambda one: (one.article.note_label, one.article.note),
    "kinds": lambda one: [block.kind for block in one.article.blocks],
    "blocks": lambda one: [
        (*(getattr(block, name) for name in _SHAPE), _runs(block.spans)) for block in one.article.blocks
    ],
    "words": lambda one: re.findall(r"\w+", one.article.text()),
    "addresses": lambda one: [
        span.href
        for block in one.article.blocks
        for span in block.spans
        if "link" in span.styles and span.href.startswith("http")
    ],
    "pictures": lambda one: sorted(asset.raw for asset in one.assets),
}


def _runs(spans: Sequence[Span]) -> list[tuple[str, str]]:
    """The text in its styles; how it is cut into spans of one style makes no difference."""
    return [
        ("".join(span.text for span in run), style)
        for style, run in groupby(spans, key=lambda span: span.style)
    ]


_SHAPE = ("kind", "level", "quoted", "inside", "header", "marker", "language", "align")


def main() -> None:
    """Prints the table."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folders", nargs="*", type=Path)
    arguments.add_argument("-v", "--verbose", action="store_true")
    options = arguments.parse_args()
    folders = options.folders or [shared() / "intake/samples"]
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        _reader(work / "first", "add", *map(str, folders))
        first = articles_of(work / "first")
        shares: dict[str, dict[str, str]] = {}
        for name, writer in WRITERS.items():
            to = work / f"{name}-out" / ("all" if writer.one else f"all{writer.suffix}")
            _reader(work / "first", "export", "--format", name, str(to))
            _reader(work / name, "add", str(to))
            shares[name] = compared(first, articles_of(work / name), name if options.verbose else "")
        rows = [[field, *(shares[name][field] for name in WRITERS)] for field in shares["jsonl"]]
        print(f"{len(first)} articles")
        print_table(["equal", *WRITERS], rows)


def _reader(data: Path, *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "reader", "--data-dir", str(data), *words], capture_output=True, check=False
    )


def articles_of(data: Path) -> dict[Key, dict[str, object]]:
    """The fields of all articles of a library, by what they are paired by."""
    found: dict[Key, dict[str, object]] = {}
    seen: Counter[tuple[str, str]] = Counter()
    with Library.open(data) as library:
        ids = library.ids("")
        names: dict[int, tuple[str, str]] = {}
        for article in sorted(ids):
            parsed = library.parsed(article)
            named = names[article] = (parsed.article.title, parsed.facts.url)
            seen[named] += 1
            found[*named, seen[named]] = {field: value(parsed) for field, value in FIELDS.items()} | {
                "id": article
            }
        for fields in found.values():
            links = library.links(fields.pop("id"))
            fields["links"] = sorted(
                {(each.link.kind, names[each.target]) for each in links if each.target is not None}
            )
    return found


def compared(
    first: dict[Key, dict[str, object]], again: dict[Key, dict[str, object]], shown: str
) -> dict[str, str]:
    """For each field, how many articles have it as before, and how many have come back at all."""
    equal = Counter({"articles": min(len(first), len(again))})
    by_title = {key[0]: fields for key, fields in reversed(again.items())}
    for key, fields in first.items():
        other = again.get(key) or by_title.get(key[0]) or {}
        for field, value in fields.items():
            equal[field] += other.get(field) == value
            if shown and other.get(field) != value:
                print(f"{shown}: {key[0]}: {field}:", *_difference(value, other.get(field)), sep="\n    ")
    if shown:
        for key in again.keys() - first.keys():
            print(f"{shown}: another article: {key}")
    return {field: f"{equal[field] / len(first):.3f}" for field in ("articles", *next(iter(first.values())))}


def _difference(value: object, other: object) -> Iterator[str]:
    """The parts of two values that differ, one of them if there are many."""
    if isinstance(value, list) and isinstance(other, list):
        at = next((at for at, both in enumerate(zip(value, other, strict=False)) if both[0] != both[1]), None)
        at = min(len(value), len(other)) if at is None else at
        value, other = value[at : at + 2], other[at : at + 2]
    yield repr(value)[:300]
    yield repr(other)[:300]


if __name__ == "__main__":
    main()
