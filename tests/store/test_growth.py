"""What very many pages have in common takes no more work than in proportion to how many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.model import Article, Block, Link, Page, Span
from reader.store import Store, evidence, open_store, settle
from reader.store.database import Database

LONG = "The harbour lay quiet in the morning light and nobody had yet come down to the boats."
TEASER = LONG[:49] + "..."
HUB = [Link("previous", "Hub"), Link("next", "Hub"), Link("recommended", "Hub", TEASER)]

Shape = Callable[[int, int], tuple[str, str, list[Link]]]

SHAPES: dict[str, Shape] = {
    "copies": lambda n, e: ("Copy", f"{LONG} {e}", HUB),
    "copies with other links": lambda n, e: ("Copy", f"{LONG} {e}", [*HUB, Link("next", f"{n} {e}")]),
    "copies that link to themselves": lambda n, e: ("Hub", f"{LONG} {e}", HUB),
    "one title": lambda n, e: ("Hub", f"{n} {e} {LONG}", HUB),
    "one title and beginning": lambda n, e: ("Hub", f"{LONG} {n} {e}", HUB),
    "one beginning": lambda n, e: (f"Title {n}", f"{LONG} {n} {e}", HUB),
    "one body": lambda n, e: (f"Title {n} {e}", LONG, HUB),
    "all link to one": lambda n, e: ("Hub", LONG, []) if n == 0 else (f"Title {n}", f"{n} {e} {LONG}", HUB),
    "all name one": lambda n, e: ("", LONG, []) if n == 0 else (f"Title {n}", f"{n} {e} {LONG}", HUB),
    "no titles": lambda n, e: ("", f"{LONG} {n} {e}", HUB),
    "cut titles": lambda n, e: (f"The long way {n}...", f"{n} {e}", [Link("next", "The long way...")]),
    "chain": lambda n, e: (
        f"T {n}",
        f"{n} {e}",
        [Link("previous", f"T {n - 1}"), Link("next", f"T {n + 1}")],
    ),
}


class Work:
    """Counts links that are decided, and rows that are fetched."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.done = self.decided = 0
        rows, court = Database.rows, evidence.Court.__init__

        def counted_rows(db: Database, *arguments: object) -> object:
            found = rows(db, *arguments)  # type: ignore[arg-type]
            self.done += len(found)
            return found

        def counted_court(self_: evidence.Court, db: Database, links: list[int], *, given: bool) -> None:
            self.done += len(links)
            self.decided += len(links)
            court(self_, db, links, given=given)

        patch.setattr(Database, "rows", counted_rows)
        patch.setattr(evidence.Court, "__init__", counted_court)

    def of(self, do: Callable[[], object]) -> int:
        """How much there is to do."""
        before = self.done
        do()
        return self.done - before


def page(shape: Shape, number: int, edition: int) -> Page:
    title, body, links = shape(number, edition)
    blocks = (Block("paragraph", (Span(body),)),)
    article = Article(title or body[:30], blocks, tuple(links), title_from="page" if title else "text")
    return Page(f"/{number}", repr(article).encode(), "utf-8", article)


def add(store: Store, shape: Shape, pages: int, edition: int) -> None:
    for start in range(0, pages, 5):
        with store.transaction():
            for number in range(start, start + 5):
                store.articles.put(page(shape, number, edition), 1.0)


def remove(store: Store) -> None:
    for article in store.articles.ids("oldest"):
        store.articles.remove([article])


def measured(path: Path, work: Work, shape: Shape, pages: int) -> Iterator[int]:
    """What it takes to add, to change and to remove so many pages."""
    with open_store(path) as store:
        for edition in range(2):
            yield work.of(lambda edition=edition: add(store, shape, pages, edition))
        store.changes.acknowledge([change.seq for change in store.changes.of(store.articles.ids())])
        yield work.of(lambda: remove(store))


@pytest.mark.parametrize("name", SHAPES)
def test_twice_the_pages_are_twice_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for module in (evidence, settle):
        monkeypatch.setattr(module, "TOO_MANY", 4)
    work = Work(monkeypatch)
    once = list(measured(tmp_path / "once", work, SHAPES[name], 60))
    twice = list(measured(tmp_path / "twice", work, SHAPES[name], 120))
    grown = [many / max(few, 1) for few, many in zip(once, twice, strict=True)]
    # Where all is looked at again with each page, it is four times.
    assert max(grown) < 2.6, (once, twice)


def test_links_that_another_page_of_the_article_still_states_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work(monkeypatch)

    def put(store: Store, source: str, title: str, body: str, *links: Link) -> None:
        article = Article(title, (Block("paragraph", (Span(body),)),), links, title_from="page")
        store.articles.put(Page(source, repr((source, article)).encode(), "utf-8", article), 1.0)

    def restating(others: int) -> int:
        with open_store(tmp_path / str(others)) as store:
            put(store, "/a", "Copy", LONG, Link("previous", "Hub"), Link("next", "A"))
            put(store, "/b", "Copy", LONG, Link("previous", "Hub"), Link("next", "B"))
            for n in range(others):
                put(store, f"/{n}", f"Title {n}", f"{n} {LONG}", Link("previous", "Hub"))
            before = work.decided
            put(store, "/a", "Copy", LONG, Link("next", "C"))
            put(store, "/a", "Copy", LONG, Link("previous", "Hub"), Link("next", "D"))
            return work.decided - before

    assert restating(2) == restating(12)
