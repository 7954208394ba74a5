"""A library in a temporary directory, and pages written by hand to put into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.model import Article, Block, Link, Page, Span
from reader.store import Store, open_store

MakePage = Callable[..., Page]


def make_page(
    source: str = "/pages/a.txt",
    title: str = "",
    body: str = "",
    *links: Link,
    note: str = "",
    tags: tuple[str, ...] = (),
    lang: str = "",
) -> Page:
    """A page as a parser would give it; without a title it goes by its first words."""
    article = Article(
        title=title or body[:30] or "(empty)",
        blocks=tuple(Block("paragraph", (Span(part),)) for part in body.split("\n") if part),
        links=links,
        note=note,
        note_label="Editor’s note:" if note else "",
        title_from="page" if title else "text",
        tags=tags,
        lang=lang,
    )
    return Page(source, repr((source, article)).encode(), "utf-8", article)


@pytest.fixture(name="make_page")
def _make_page() -> MakePage:
    return make_page


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.sqlite3"


@pytest.fixture
def store(library: Path) -> Iterator[Store]:
    with open_store(library) as opened:
        yield opened


@pytest.fixture
def put(store: Store) -> Callable[..., int]:
    """Puts a page made of the arguments and returns the id of its article."""

    def put_page(*args: object, now: float = 1.0, **kwargs: object) -> int:
        return store.articles.put(make_page(*args, **kwargs), now).id  # type: ignore[arg-type]

    return put_page
