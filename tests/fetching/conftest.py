"""Servers that misbehave, and a client with little patience."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from reader.fetching import Answer, FetchRequest, Limits, Rules
from reader.fetching.running import fetch_one
from tests.web_server import Served, serving

QUICK = Limits(connect=2.0, silence=0.5, total=1.5, size=2**20, redirects=5)

HERE = Rules.of(["127.0.0.1"])

Get = Callable[..., Answer]


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.fetching.running._SOON", 0.05)


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


@pytest.fixture
def get(server: Served) -> Get:
    """Fetches a path of the server, or a whole address."""

    def get_it(path: str, rules: Rules = HERE, limits: Limits = QUICK, **known: str) -> Answer:
        url = path if "://" in path else server.url(path)
        return fetch_one(FetchRequest(url, **known), rules, limits=limits)

    return get_it
