"""How long links take to resolve in large libraries: all of them, and those that one change affects.

The libraries are invented: ten links an article (previous, next, eight recommended); one title in ten is
another article's as well, and a few are very common; one article in twenty has no title; one recommended
link in five names an article that is not there; one article is recommended by many thousands. The peer reads
every link and looks its title up in a dictionary, which is the least that resolving them all can cost.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from figures import percentile, print_table
from library import BATCH, TEASER, Texts, add_cache_option, work_folders

from reader.model import Article, Block, Link, Page, Span
from reader.store import Store, open_store

WORDS = 60
RECOMMENDED = 8
HUB = 0
"""The number of the article that many recommend."""


class Linked:
    """Invented articles, numbered from 0, of which those from ``held`` on are not in the library."""

    def __init__(self, held: int, seed: int = 2) -> None:
        self.held = held
        self._everything = held * 5 // 4
        chance = random.Random(seed)
        texts = Texts(self._everything, WORDS, seed)
        common = [texts.sentence(2).rstrip(".") for _ in range(5)]
        self.titles = texts.titles
        for number in range(1, self._everything):
            share = chance.random()
            if share < 0.01:
                self.titles[number] = chance.choice(common)
            elif share < 0.10:
                self.titles[number] = self.titles[chance.randrange(number)]
        self.bodies = [texts.paragraph(WORDS) for _ in range(self._everything)]
        self._seed = seed

    def page(self, number: int, edition: int = 0) -> Page:
        """The page of an article; another ``edition`` has another last sentence."""
        chance = random.Random(f"{self._seed} {number}")
        links = []
        for kind, other in (("previous", number - 1), ("next", number + 1)):
            if 0 <= other < self._everything:
                links.append(Link(kind, self.titles[other]))
        for _ in range(RECOMMENDED):
            other = HUB if chance.random() < 0.06 else chance.randrange(self.held)
            if chance.random() < 0.20:
                other = chance.randrange(self.held, self._everything)
            links.append(Link("recommended", self.titles[other], f"{self.bodies[other][:TEASER]}..."))
        titled = chance.random() >= 0.05
        body = self.bodies[number] + (f" Edition {edition}." if edition else "")
        title = self.titles[number] if titled else body[:40]
        blocks = (Block("paragraph", (Span(body),)),)
        article = Article(title, blocks, tuple(links), title_from="page" if titled else "text")
        return Page(f"/invented/{number:07}.txt", f"{number} {edition}".encode(), "utf-8", article)


def library_at(cache: Path, linked: Linked) -> Path:
    """The file of a library of the articles; built unless ``cache`` holds it."""
    file = cache / f"links-{linked.held}" / "library.sqlite3"
    if not file.exists():
        building = cache / f"links-{linked.held}.building"
        shutil.rmtree(building, ignore_errors=True)
        begin = time.process_time()
        print(f"building a library of {linked.held:,} linked articles …", file=sys.stderr, flush=True)
        with open_store(building / file.name) as store:
            for start in range(0, linked.held, BATCH):
                with store.transaction():
                    for number in range(start, min(start + BATCH, linked.held)):
                        store.articles.put(linked.page(number), 1.0)
        print(f"… {time.process_time() - begin:.0f} s of CPU time", file=sys.stderr, flush=True)
        # Renamed when complete: what was interrupted is not taken for a library.
        building.rename(file.parent)
    return file


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of CPU time, and of the clock, that something takes."""
    cpu, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - clock


def by_dictionary(file: Path) -> None:
    """The peer: every title looked up in a dictionary of titles."""
    with sqlite3.connect(file) as connection:
        titles = dict(connection.execute("SELECT title, id FROM articles"))
        for _, title in connection.execute("SELECT id, title FROM links"):
            titles.get(title)
    connection.close()


def resolve_everything(file: Path, scratch: Path, linked: Linked) -> tuple[list[object], float]:
    """A line of the table, and the CPU seconds a link."""
    copy = Path(shutil.copy(file, scratch / f"{linked.held}.sqlite3"))
    with open_store(copy) as store:
        links = sum(1 for _ in store.links.all())
        resolved = sum(link.target is not None for link in store.links.all())
        cpu, _ = timed(lambda: resolve_all(store))
    peer, _ = timed(lambda: by_dictionary(copy))
    copy.unlink()
    row = [f"{linked.held:,} articles", f"{links:,}", f"{resolved / links:.2f}"]
    return [*row, f"{cpu:.1f}", f"{cpu / links * 1e6:.0f}", f"{peer:.1f}", f"{cpu / peer:.0f}"], cpu


def resolve_all(store: Store) -> None:
    """Resolves every link from scratch."""
    with store._db.transaction():
        store.links._settling.settle_all()


def changes(file: Path, scratch: Path, linked: Linked, count: int) -> Iterable[list[str]]:
    """Lines of the table: what adding, changing, removing one article costs, each committed by itself."""
    copy = Path(shutil.copy(file, scratch / "changed.sqlite3"))
    held, step = linked.held, max(1, linked.held // count)
    with open_store(copy) as store:
        ids = store.articles.ids("oldest")
        some = range(step // 2, held, step)
        new = range(held, min(held + count, held * 5 // 4 - 1))
        put = store.articles.put
        pages = [linked.page(number) for number in new]
        yield _row("add one", [lambda page=page: put(page, 2.0) for page in pages])
        pages = [linked.page(number, 1) for number in some]
        yield _row("change one's text", [lambda page=page: put(page, 2.0) for page in pages])
        yield _row("remove one", [lambda n=n: store.articles.remove([ids[n]]) for n in some])
        pages = [linked.page(number) for number in some]
        yield _row("add it again", [lambda page=page: put(page, 2.0) for page in pages])
        backlinks = len(store.links.backlinks(ids[HUB]))
        pages = [linked.page(HUB, edition) for edition in range(1, 6)]
        yield _row(f"change the one with {backlinks:,} backlinks", [lambda p=p: put(p, 2.0) for p in pages])
    copy.unlink()


def _row(what: str, works: list[Callable[[], object]]) -> list[str]:
    times = [timed(work) for work in works]
    cpu, clock = ([1000 * one[at] for one in times] for at in (0, 1))
    figures = [percentile(times, share) for times in (cpu, clock) for share in (0.5, 0.95)]
    return [what, str(len(works)), *(f"{figure:.1f}" for figure in figures)]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_cache_option(parser)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000], metavar="N")
    parser.add_argument("--changes", type=int, default=50, help="how many of each kind (default 50)")
    args = parser.parse_args()
    with work_folders(args.cache) as (cache, scratch):
        rows, costs, tables = [], [], []
        for held in args.articles:
            linked = Linked(held)
            file = library_at(cache, linked)
            row, cost = resolve_everything(file, scratch, linked)
            rows.append(row)
            costs.append(cost)
            tables.append(list(changes(file, scratch, linked, args.changes)))
    print("\nresolving everything from scratch, CPU time")
    headings = ("", "links", "resolved", "seconds", "µs a link", "dictionary, s", "ratio")
    print_table(headings, rows)
    for held, cost in zip(args.articles[1:], costs[1:], strict=True):
        print(f"{held / args.articles[0]:g} times the articles: {cost / costs[0]:.1f} times the time")
    for held, table in zip(args.articles, tables, strict=True):
        print(f"\none change in a library of {held:,}, milliseconds with the commit")
        print_table(("", "times", "CPU median", "CPU p95", "clock median", "clock p95"), table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
