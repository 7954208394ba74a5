"""The summaries of results are read once while a query is typed, and again when the library has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.changes import Star
from reader.library import Library, known
from reader.library.known import KnownSummaries


def test_each_is_read_once_until_something_changes(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open() as library, Library.open() as other:
        library.add([pages], index=False)
        asked: list[int] = []
        articles = library.store.articles
        summaries = articles.summaries
        monkeypatch.setattr(articles, "summaries", lambda ids: asked.extend(ids) or summaries(ids))
        shown = KnownSummaries(library.store)
        assert [one.id for one in shown.of([2, 1, 99])] == [2, 1]
        assert shown.of([1, 2]) == library.summaries([1, 2])
        assert asked == [2, 1, 99, 1, 2]  # the second time by the library
        other.apply(Star((1,)))
        assert shown.of([1])[0].starred


def test_few_are_kept(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "MOST", 1)
    with Library.open() as library:
        library.add([pages], index=False)
        shown = KnownSummaries(library.store)
        assert [one.id for one in shown.of([3, 1, 2])] == [3, 1, 2]
        assert list(shown._known) == [2]
