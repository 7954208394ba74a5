"""Hundreds of addresses between which every kind of trouble lies: none is lost, none comes twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from reader.library import LocalLibrary
from tests.gathering.conftest import QUICK
from tests.many_addresses import OneOfMany, bookmarks_of, many, several, word_of
from tests.web_server import Served


@pytest.fixture(autouse=True)
def _more_patient(monkeypatch: pytest.MonkeyPatch, _impatient: None) -> None:
    """So many servers in one process answer late on a busy machine, and are still not silent."""
    limits = replace(QUICK, connect=10.0, silence=1.0, total=4.0)
    monkeypatch.setattr("reader.fetching.running.DEFAULT_LIMITS", limits)


def check_all_is_there(library: LocalLibrary, addresses: list[OneOfMany]) -> None:
    """All pages that can be had are in, once; each other address has its reason."""
    by_url = {summary.url: summary for summary in library.summaries(library.ids())}
    assert len(by_url) == len(library.ids()) == len(addresses)
    reasons = dict(
        library.store._db.rows("SELECT a.url, f.reason FROM articles a JOIN fetches f ON f.article = a.id")
    )
    for one in addresses:
        text = library.get(by_url[one.url].id).text()
        if one.good:
            assert f"paragraph 5 of {word_of(one.number)}" in text, one
            assert reasons[one.url] == "", one
        else:
            assert text == "", one
            assert reasons[one.url], one


@pytest.mark.parametrize("count", [60, pytest.param(500, marks=pytest.mark.slow)])
def test_of_many_all_that_can_be_had_are_in(library: LocalLibrary, tmp_path: Path, count: int) -> None:
    with several(16) as servers:
        addresses = many(servers, count)
        file = tmp_path / "bookmarks.html"
        file.write_text(bookmarks_of(addresses))
        assert library.add([file], index=False).added == count
        report = library.fetch(index=False)
        good = sum(one.good for one in addresses)
        assert (report.fetched, report.asked, len(report.failed)) == (good, count, count - good)
        check_all_is_there(library, addresses)
        assert sum(served.connections for served in servers) < 1.4 * count
        # Once more: only what may have passed is tried.
        again = library.fetch(index=False)
        assert again.fetched == 0
        assert again.left > count / 10


def asked_for(servers: list[Served]) -> int:
    return sum(len(served.asked) for served in servers)


@pytest.mark.parametrize("how", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_killed_half_way_the_rest_comes_later(
    data: Path, allowed: Path, environment: dict[str, str], tmp_path: Path, how: signal.Signals
) -> None:
    with several(10) as servers:
        addresses = many(servers, 300, slow=False)
        good = [one for one in addresses if one.good]
        file = tmp_path / "bookmarks.html"
        file.write_text(bookmarks_of(addresses))
        with LocalLibrary.open() as library:
            library.add([file], index=False)
        command = [sys.executable, "-m", "reader", "fetch"]
        running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while asked_for(servers) < 150:
            assert running.poll() is None
            time.sleep(0.02)
        os.kill(running.pid, how)
        _, said = running.communicate()
        assert running.returncode == (130 if how == signal.SIGINT else -how)
        if how == signal.SIGINT:
            assert b"what is done is kept" in said
        with LocalLibrary.open() as library:
            had = sum(bool(library.get(article).blocks) for article in library.ids())
            assert 20 < had < len(good)
            report = library.fetch(index=False)
            assert report.fetched == len(good) - had
            check_all_is_there(library, addresses)
        # What had come and was not stored yet is all that is asked for twice.
        plain = [one for one in good if "once" not in one.kind and one.kind != "redirect"]
        asked = [sum(served.count(f"/{one.number}") for served in servers) for one in plain]
        assert max(asked) <= 2
        assert sum(count == 2 for count in asked) < 60
