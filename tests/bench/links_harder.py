"""How many links lead to the right article when pages and links are made harder (see harder.py).

A link whose target was withheld must stay unresolved: one that leads somewhere (wrongly led) counts against
precision. A re-posted page is right under either of its file names. The peer is the one
article whose title equals the link's.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from figures import print_table
from harder import Expected, Harder, write
from library import shared

from reader import ingest
from reader.library import Library
from reader.text import clean, collapse

Key = tuple[str, str, str, str]
"""A link as its page has it: file, kind, title, teaser. A re-posted page goes by the first one's name."""

Outcome = tuple[Expected, str, str | None, int]
"""A link, what became of it, where it leads, and how many candidates it has."""


def library_links(corpus: Harder, folder: Path) -> tuple[dict[Key, tuple[str | None, int]], dict[str, str]]:
    """Adds the pages; returns each link's target and number of candidates, and the title of each file."""
    write(corpus, folder / "pages")
    links: dict[Key, tuple[str | None, int]] = {}
    titles: dict[str, str] = {}
    with Library.open(folder / "data") as library:
        ingest.add(library.store, [folder / "pages"], now=1.0)
        for article in library.ids():
            summary = library.summary(article)
            titles[Path(summary.source).name] = summary.title
        for link in library.links():
            target = Path(link.target_source).name if link.target is not None else None
            key = _key(Path(link.source).name, link.link.kind, link.link.title, link.link.teaser)
            links.setdefault(key, (target, len(link.candidates)))
    return links, titles


def _key(file: str, kind: str, title: str, teaser: str) -> Key:
    kind = "recommended" if kind == "recommend" else kind
    title, teaser = collapse(clean(title)), collapse(clean(teaser))
    # A link whose title came to nothing is known by its teaser.
    return (file.removeprefix("again-"), kind, title or teaser, teaser if title else "")


def outcomes(corpus: Harder, folder: Path) -> tuple[list[Outcome], list[Outcome]]:
    """What became of each link: in the reader, and by equal titles."""
    links, titles = library_links(corpus, folder)
    named: dict[str, list[str]] = defaultdict(list)
    for file, title in titles.items():
        named[title].append(file)
    seen: set[Key] = set()
    by_reader: list[Outcome] = []
    by_title: list[Outcome] = []
    for link in corpus.expected:
        key = _key(link.file, link.kind, link.title, link.teaser)
        if key in seen:
            continue
        seen.add(key)
        if key not in links:
            by_reader.append((link, "missing", None, 0))
        else:
            by_reader.append((link, _outcome(links[key][0], link), *links[key]))
        same = named.get(link.title, [])
        lone = same[0] if len(same) == 1 else None
        by_title.append((link, _outcome(lone, link), lone, 0))
    return by_reader, by_title


def _outcome(found: str | None, link: Expected) -> str:
    if found is None:
        return "unresolved" if link.targets else "rightly not"
    if found in link.targets:
        return "right"
    return "wrong" if link.targets else "wrongly led"


HEADINGS = (
    "",
    "right",
    "wrong",
    "wrongly led",
    "unresolved",
    "missing",
    "rightly not",
    "precision",
    "recall",
)


def rows(name: str, found: Iterable[Outcome], by: str) -> Iterator[list[str]]:
    """The lines of a table: one for each kind (or each thing done to a link, ``by="made"``), then all."""
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    for link, outcome, _, _ in found:
        tallies[getattr(link, by)][outcome] += 1
    for kind in sorted(tallies):
        yield [f"{name}, {kind}", *_row(tallies[kind])]
    yield [f"{name}, all", *_row(sum(tallies.values(), Counter()))]


def _row(tally: Counter[str]) -> list[str]:
    led = tally["right"] + tally["wrong"] + tally["wrongly led"]
    there = tally["right"] + tally["wrong"] + tally["unresolved"] + tally["missing"]
    shares = [f"{tally['right'] / of:.4f}" if of else "-" for of in (led, there)]
    return [*(str(tally[name]) for name in HEADINGS[1:7]), *shares]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "corpus",
        nargs="?",
        type=Path,
        default=shared() / "corpus/18f",
        help="a folder with pages/ and links.tsv (default: ../shared/corpus/18f)",
    )
    parser.add_argument("--seeds", type=int, default=3, help="how many corpora to make (default 3)")
    parser.add_argument("--first-seed", type=int, default=1, help="the first one's seed (default 1)")
    parser.add_argument("--examples", type=int, default=0, help="links that are not right to show")
    args = parser.parse_args()
    if not (args.corpus / "links.tsv").is_file():
        parser.error(f"there is no {args.corpus / 'links.tsv'}")
    for severity in ("known", "rough"):
        by_reader: list[Outcome] = []
        by_title: list[Outcome] = []
        for seed in range(args.first_seed, args.first_seed + args.seeds):
            with tempfile.TemporaryDirectory(prefix="reader-bench-") as scratch:
                corpus = Harder(args.corpus, seed, rough=severity == "rough")
                reader, titles = outcomes(corpus, Path(scratch))
            by_reader += reader
            by_title += titles
        print(f"\n{severity}, {args.seeds} corpora")
        table = [*rows("equal titles", by_title, "kind"), *rows("reader", by_reader, "kind")]
        print_table(HEADINGS, table)
        print()
        print_table(HEADINGS, list(rows("reader", by_reader, "made")))
        for link, outcome, found, candidates in by_reader:
            if args.examples and outcome not in ("right", "rightly not"):
                args.examples -= 1
                print(f"{outcome} ({candidates}) [{link.made}] {link.file} | {link.kind} | {link.title!r}")
                print(f"    {link.teaser!r} -> {found}, should be {sorted(link.targets)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
