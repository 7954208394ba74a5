"""Whether adding, changing and removing pages takes time in proportion to how many there are.

Each shape is a library of pages that have much in common: text, title, teaser or beginning, links to the same
title, links back and forth. Pages are added a hundred at a time, as ``reader add`` does, then all of them
change, then all are removed one by one. The table shows CPU seconds for each number of pages, and by how much
they grew beyond the pages at the last step: 1.0 is in proportion, 2.0 at twice the pages is quadratic.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from figures import print_table

from reader.model import Article, Block, Link, Page, Span
from reader.store import Store, open_store

BATCH = 100
LONG = "The harbour lay quiet in the morning light and nobody had yet come down to the boats to look at nets."

Shape = Callable[[int, int], tuple[str, str, list[Link]]]
"""The title, text and links of a page, by its number and edition."""


def _teaser(text: str) -> str:
    return text[:49] + "..."


def _own(number: int, edition: int) -> str:
    return f"Text {number} of edition {edition}, and of nobody else in the whole wide world. {LONG}"


def _links(*titles: str) -> list[Link]:
    return [
        Link("previous", titles[0]),
        Link("next", titles[1]),
        *(Link("recommended", title, _teaser(LONG)) for title in titles[2:]),
    ]


HUB = _links("Hub", "Hub", "Hub", "Rope", "Tides")

SHAPES: dict[str, Shape] = {
    "copies": lambda n, e: ("Copy", f"{LONG} {e}", _links("A", "B", "C", "D", "E")),
    "copies with other links": lambda n, e: (
        "Copy",
        f"{LONG} {e}",
        _links(f"{n}", f"{n} {e}", f"{n} C", "D", "E"),
    ),
    "copies that link to themselves": lambda n, e: ("Hub", f"{LONG} {e}", HUB),
    "one title": lambda n, e: ("Hub", _own(n, e), HUB),
    "one title and beginning": lambda n, e: ("Hub", f"{LONG} {_own(n, e)}", HUB),
    "one beginning": lambda n, e: (f"Title {n}", f"{LONG} {_own(n, e)}", HUB),
    "one body": lambda n, e: (f"Title {n} {e}", LONG, HUB),
    "all link to one": lambda n, e: ("Hub", LONG, []) if n == 0 else (f"Title {n}", _own(n, e), HUB),
    "all name one without a title": lambda n, e: (
        ("", LONG, []) if n == 0 else (f"Title {n}", _own(n, e), HUB)
    ),
    "no titles": lambda n, e: ("", _own(n, e), HUB),
    "no titles, one beginning": lambda n, e: ("", f"{LONG} {_own(n, e)}", HUB),
    "no titles, named one by one": lambda n, e: (
        "",
        _own(n, e),
        [Link("recommended", "Hub", _own(n + 1, e)[:40]), Link("recommended", "Hub", _own(n - 1, e)[:40])],
    ),
    "cut titles": lambda n, e: (
        f"The long way home {n}...",
        _own(n, e),
        [Link("next", "The long way home...")],
    ),
    "chain": lambda n, e: (
        f"Title {n}",
        _own(n, e),
        _links(f"Title {n - 1}", f"Title {n + 1}", f"Title {n // 2}"),
    ),
    "chain of one title": lambda n, e: (
        "Hub",
        _own(n, e),
        [
            Link("previous", "Hub", _own(n - 1, e)[:60]),
            Link("next", "Hub", _own(n + 1, e)[:60]),
        ],
    ),
    "nearly one title": lambda n, e: (f"The way home from the harbour {n}", f"{LONG} {_own(n, e)}", HUB),
    "sayings": lambda n, e: (
        f"Title {n}",
        _own(n, e),
        [Link("next", f"Title {n % 40}"), Link("previous", f"Title {n % 40}")],
    ),
}


def _page(shape: Shape, number: int, edition: int) -> Page:
    title, text, links = shape(number, edition)
    article = Article(
        title or text[:30],
        (Block("paragraph", (Span(text),)),),
        tuple(links),
        title_from="page" if title else "text",
    )
    return Page(f"/{number}", repr(article).encode(), "utf-8", article)


def measure(shape: Shape, pages: int) -> list[float]:
    """CPU seconds to add, to change, to remove so many pages."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "library") as store:
        return [*_add(store, shape, pages), _remove(store)]


def _add(store: Store, shape: Shape, pages: int) -> Iterator[float]:
    for edition in range(2):
        begin = time.process_time()
        for start in range(0, pages, BATCH):
            with store.transaction():
                for number in range(start, min(pages, start + BATCH)):
                    store.articles.put(_page(shape, number, edition), 1.0)
        yield time.process_time() - begin


def _remove(store: Store) -> float:
    begin = time.process_time()
    for article in store.articles.ids("oldest"):
        store.articles.remove([article])
    return time.process_time() - begin


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, nargs="+", default=[500, 1000, 2000], metavar="N")
    parser.add_argument("--shapes", nargs="+", default=list(SHAPES), choices=list(SHAPES), metavar="SHAPE")
    args = parser.parse_args()
    rows = []
    for name in args.shapes:
        taken = [measure(SHAPES[name], pages) for pages in args.pages]
        for at, what in enumerate(("add", "change", "remove")):
            seconds = [one[at] for one in taken]
            row = [f"{name}, {what}", *(f"{second:.2f}" for second in seconds)]
            if len(seconds) > 1:
                grown = (seconds[-1] / max(seconds[-2], 1e-3)) / (args.pages[-1] / args.pages[-2])
                row.append(f"{grown:.1f}")
            rows.append(row)
            print("\t".join(row), file=sys.stderr, flush=True)
    print_table(("CPU seconds", *(f"{pages:,}" for pages in args.pages), "growth")[: len(rows[0])], rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
