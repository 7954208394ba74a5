"""A change queue kept in a list, and indexes over it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from reader.model import Document, IndexChange
from reader.search.engine import SearchIndex
from reader.search.query import parse


class ListQueue:
    """A library's articles and its change queue, as the index sees them."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self.library: dict[int, Document] = {}
        self.changes: list[IndexChange] = []
        self.compared = 0
        self.reasons: dict[int, str] = {}
        self._epoch = ""
        self._seq = 0
        for document in documents:
            self.put(document)

    def put(self, document: Document) -> None:
        text = repr(replace(document, mark=0)).encode(errors="surrogatepass")
        document = self.library[document.id] = replace(document, mark=zlib.crc32(text))
        self._add(document.id, document)

    def drop(self, article: int) -> None:
        del self.library[article]
        self._add(article, None)

    def _add(self, article: int, document: Document | None) -> None:
        self._seq += 1
        self.changes.append(IndexChange(self._seq, article, document))

    def pending(self, limit: int) -> Sequence[IndexChange]:
        return self.changes[:limit]

    def changes_of(self, articles: Sequence[int]) -> Sequence[IndexChange]:
        queued = self.queued()
        return [IndexChange(queued.get(a, 0), a, self.library.get(a)) for a in articles]

    def queued(self) -> dict[int, int]:
        return {change.article: change.seq for change in self.changes}

    def acknowledge(
        self,
        seqs: Collection[int],
        *,
        epoch: str,
        articles: Collection[int] | None,
        reasons: Mapping[int, str],
    ) -> None:
        # As the store does, which keeps one entry an article.
        done = {change.article for change in self.changes if change.seq in set(seqs)}
        last = self.queued()
        self.changes = [c for c in self.changes if not (c.article in done and last[c.article] in set(seqs))]
        self._epoch = epoch or self._epoch
        for article in list(self.reasons) if articles is None else articles:
            self.reasons.pop(article, None)
        self.reasons |= reasons

    def epoch(self) -> str:
        return self._epoch

    def marks(self) -> dict[int, int]:
        self.compared += 1
        return {article: document.mark for article, document in self.library.items()}

    def count(self) -> int:
        return len(self.changes)

    def total(self) -> int:
        return len(self.library)


class Library:
    """A queue and its index together, with a short way to ask."""

    def __init__(self, directory: Path, documents: Iterable[Document] = ()) -> None:
        self.directory = directory
        self.queue = ListQueue(documents)
        self.index = SearchIndex(directory, "library-1")
        self.index.sync(self.queue)

    def add(self, *documents: Document) -> None:
        for document in documents:
            self.queue.put(document)
        self.index.sync(self.queue)

    def ids(self, text: str, *, typing: bool = False, limit: int = 50, filter=None) -> list[int]:
        query = parse(text, typing=typing)
        return [article for article, _ in self.index.search(query, limit=limit, filter=filter).hits]


@pytest.fixture(scope="session")
def new_queue() -> type[ListQueue]:
    return ListQueue


@pytest.fixture
def library(tmp_path: Path) -> Callable[..., Library]:
    """Makes a library with an index from documents, or from bodies numbered from 1."""
    made = 0

    def make(*documents: Document | str) -> Library:
        nonlocal made
        made += 1
        whole = [d if isinstance(d, Document) else Document(n, "", "", d) for n, d in enumerate(documents, 1)]
        return Library(tmp_path / f"index-{made}", whole)

    return make


@pytest.fixture(scope="session")
def new_library() -> Callable[[Path, Iterable[Document]], Library]:
    """Makes a library in a directory."""
    return Library
