"""A library that may fetch from servers on this machine, and quick servers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.fetching import Limits
from reader.library import LocalLibrary
from tests.web_server import Served, serving

QUICK = Limits(connect=2.0, silence=0.5, total=2.0, size=2**20, redirects=5)


@pytest.fixture
def allowed(home: Path) -> Path:
    """The configuration: servers on this machine may be asked."""
    file = home / "config" / "config.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text('allow-private-addresses = ["127.0.0.1"]\n')
    return file


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.fetching.running._SOON", 0.05)
    monkeypatch.setattr("reader.fetching.running.DEFAULT_LIMITS", QUICK)


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


@pytest.fixture
def library(allowed: Path) -> Iterator[LocalLibrary]:
    with LocalLibrary.open() as opened:
        yield opened


Marks = Callable[..., Path]


@pytest.fixture
def bookmarks(tmp_path: Path) -> Marks:
    """Writes a file of bookmarks, as browsers export them: ``bookmarks({address: title}, tags="a,b")``."""

    def write(marks: dict[str, str], name: str = "bookmarks.html", tags: str = "") -> Path:
        lines = ["<!DOCTYPE NETSCAPE-Bookmark-file-1>", "<TITLE>Bookmarks</TITLE>", "<DL><p>"]
        lines += [
            f'<DT><A HREF="{url}" ADD_DATE="1500000000" TAGS="{tags}">{title}</A>'
            for url, title in marks.items()
        ]
        file = tmp_path / name
        file.write_text("\n".join([*lines, "</DL><p>"]) + "\n")
        return file

    return write
