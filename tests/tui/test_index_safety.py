"""On screen, too, nothing runs what lies in the index, and damage to it stops nobody."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from reader.search.segments.contents import FORMAT


class _Runs:
    def __init__(self, witness: Path) -> None:
        self._witness = witness

    def __reduce__(self):
        return (os.mkdir, (str(self._witness),))


async def _use(reader) -> None:
    """The keys that lead to the index: open, follow, search, related, saved searches, Back, reload."""
    await reader.press("enter")
    assert reader.title
    await reader.press("]", "slash")
    await reader.type("memex")
    await reader.press("enter", "n", "backspace", "slash")
    await reader.type("machine is:unread")
    await reader.press("down", "enter", "ctrl+r", "escape", "ctrl+r", "escape", "ctrl+r", "escape")
    await reader.press("escape", "h", "escape", "w", "escape", "1", "backspace")


@pytest.mark.parametrize(
    "name",
    [
        *(pytest.param(f"_ARTICLES{n}.toc", marks=pytest.mark.slow) for n in ("", "_1", "_999")),
        "everything",
    ],
)
async def test_a_hostile_index_runs_nothing(run, paths, tmp_path, name):
    witness = tmp_path / "witness"
    hostile = pickle.dumps(_Runs(witness))
    for path in paths.index.iterdir() if name == "everything" else [paths.index / name]:
        path.write_bytes(hostile)
    if name == "_ARTICLES_1.toc":
        about = f'{{"format": {FORMAT - 1}, "library": "whatever"}}'
        (paths.index / "about.json").write_text(about)
    async with run() as reader:
        await _use(reader)
        assert reader.app.is_running
    assert not witness.exists()


async def test_a_directory_of_the_users_own_is_left_alone_and_named(run, paths):
    for path in list(paths.index.iterdir()):
        path.unlink()
    (paths.index / "chapter").mkdir()
    (paths.index / "chapter" / "one.md").write_text("mine")
    async with run() as reader:
        await _use(reader)
        assert reader.app.is_running
    assert [path.name for path in paths.index.rglob("*")] == ["chapter", "one.md"]


async def test_a_change_of_this_screen_is_indexed_at_the_next_look(run, paths):
    async with run() as reader:
        page = paths.data.parent / "fog.txt"
        page.write_text("Fog\n\nFog\n\nFog is a cloud that touches the ground.\n", encoding="utf-8")
        main = reader.main
        # As when a page has been edited: the change comes from this process, and is not indexed.
        await main.searching._backend.library(lambda library: library.add([page], index=False))
        await main.searching.load()
        await main.session.watch()
        await reader.until(lambda: not main.searching.listing.pending)
        assert main.searching.listing.total == 17
