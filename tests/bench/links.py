"""How many links lead to the right article, against a list of the true targets.

The pages of ../shared/corpus/18f (READER_SHARED names another place) come with ``links.tsv``: for each page
the file every previous, next and recommended link truly leads to. They are added to a fresh library and what
``reader links --json`` says is compared. A link is right, wrong, unresolved, or missing (the library has no
such link). Precision is right of all that lead somewhere, recall right of all there are. The peer is the
simplest thing that could work: the one article whose title equals the link's.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from figures import print_table
from library import shared, work_folders
from terminal import READER, environment

KINDS = {"previous": "previous", "next": "next", "recommend": "recommended"}
"""The kinds as links.tsv names them, and as the reader does."""


@dataclass(frozen=True)
class Link:
    """A link of the library, and the file names of what it leads to: by the reader, and by equal titles."""

    by_reader: str | None
    by_title: str | None


Key = tuple[str, str, str]
"""A link as a page has it: file, kind, and the title or teaser."""


def truth(file: Path) -> list[tuple[Key, str]]:
    """Every link of the list with the file it truly leads to."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [((row["file"], KINDS[row["kind"]], _plain(row["text"])), row["target_file"]) for row in rows]


def _plain(text: str) -> str:
    return " ".join(text.split())


def library_links(folder: Path, data: Path, env: dict[str, str]) -> dict[Key, list[Link]]:
    """Adds the pages and returns their links; a page can have the same link more than once."""
    reader = [*READER, "--data-dir", str(data)]
    subprocess.run([*reader, "add", str(folder)], env=env, check=True, stdout=subprocess.DEVNULL)
    titles: dict[str, list[str]] = defaultdict(list)
    for article in _records([*reader, "list", "--json"], env):
        titles[article["title"]].append(Path(article["source"]).name)
    links: dict[Key, list[Link]] = defaultdict(list)
    for record in _records([*reader, "links", "--json"], env):
        text = record["teaser"] if record["kind"] == "recommended" else record["title"]
        target = record["target_source"]
        same = titles.get(record["title"], [])
        links[Path(record["source"]).name, record["kind"], _plain(text)].append(
            Link(Path(target).name if target else None, same[0] if len(same) == 1 else None)
        )
    return links


def _records(command: list[str], env: dict[str, str]) -> Iterable[dict[str, str]]:
    done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return map(json.loads, done.stdout.split("\n")[:-1])


def outcome(found: str | None, target: str) -> str:
    """What became of a link."""
    if found is None:
        return "unresolved"
    return "right" if found == target else "wrong"


def score(expected: list[tuple[Key, str]], links: dict[Key, list[Link]], examples: int) -> None:
    """Compares and prints."""
    tallies: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    amiss: list[str] = []
    left = {key: list(found) for key, found in links.items()}
    for key, target in expected:
        kind = key[1]
        waiting = left.get(key)
        if not waiting:
            tallies["reader", kind]["missing"] += 1
            tallies["equal titles", kind]["missing"] += 1
            amiss.append(f"missing     {' | '.join(key)}")
            continue
        link = waiting.pop(0)
        result = outcome(link.by_reader, target)
        tallies["reader", kind][result] += 1
        tallies["equal titles", kind][outcome(link.by_title, target)] += 1
        if result != "right":
            amiss.append(f"{result:<11} {' | '.join(key)} -> {link.by_reader}, should be {target}")
    rows = []
    for name in ("equal titles", "reader"):
        kinds = {kind: tallies[name, kind] for kind in KINDS.values()}
        kinds["all"] = sum(kinds.values(), Counter())
        rows += [(f"{name}, {kind}", *_row(tally)) for kind, tally in kinds.items()]
    print_table(("", "right", "wrong", "unresolved", "missing", "precision", "recall"), rows)
    extra = sum(map(len, left.values()))
    print(f"links of the library that the list does not have: {extra}")
    for line in amiss[:examples]:
        print(line)


def _row(tally: Counter[str]) -> list[str]:
    total, led = tally.total(), tally["right"] + tally["wrong"]
    counts = [str(tally[name]) for name in ("right", "wrong", "unresolved", "missing")]
    return [*counts, *(f"{tally['right'] / of:.4f}" if of else "-" for of in (led, total))]


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
    parser.add_argument(
        "--examples", type=int, default=10, help="links that are not right to show (default 10)"
    )
    args = parser.parse_args()
    if not (args.corpus / "links.tsv").is_file():
        parser.error(f"there is no {args.corpus / 'links.tsv'}")
    with work_folders(None) as (_, scratch):
        links = library_links(args.corpus / "pages", scratch / "data", environment(scratch))
        score(truth(args.corpus / "links.tsv"), links, args.examples)
    return 0


if __name__ == "__main__":
    sys.exit(main())
