"""An index of an earlier format answers until the new one beside it is complete."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from reader.errors import MachineError
from reader.model import Document
from reader.search.engine import SearchIndex
from reader.search.query import parse
from reader.search.segments import building, contents, syncing
from reader.search.segments.directory import CONTENTS, REBUILT, IndexDirectory, framed, unframed

ALL = list(range(1, 31))
EARLIER = min(contents.READABLE)


def doc(number: int, body: str = "") -> Document:
    return Document(number, f"Title {number}", "", body or f"common body unique{number}")


def found(index: SearchIndex, text: str = "common") -> list[int]:
    return sorted(article for article, _ in index.search(parse(text), limit=1000).hits)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def format_of(folder: Path) -> int:
    return json.loads(unframed((folder / CONTENTS).read_bytes()))["format"]


def make_earlier(folder: Path, number: int = EARLIER) -> None:
    """Turns the index in a folder into one of another format."""
    table = json.loads(unframed((folder / CONTENTS).read_bytes()))
    (folder / CONTENTS).write_bytes(framed(json.dumps(table | {"format": number}).encode()))


@pytest.fixture
def queue(new_queue, monkeypatch):
    monkeypatch.setattr(syncing, "BATCH", 5)
    return new_queue(map(doc, ALL))


@pytest.fixture
def folder(queue, tmp_path) -> Path:
    """An index of an earlier format."""
    SearchIndex(tmp_path / "index", "a").sync(queue)
    make_earlier(tmp_path / "index")
    return tmp_path / "index"


def test_it_answers_until_it_is_replaced(queue, folder):
    index, other = SearchIndex(folder, "a"), SearchIndex(folder, "a")
    assert (found(other), other.usable(), other.doc_count()) == (ALL, False, 30)
    assert index.problems(queue) == [
        "the search index is of an earlier version: the next search builds a new one"
    ]
    seen = []

    def look(done, total):
        seen.append((done, total))
        if done <= 30:
            assert (found(other), other.usable(), format_of(folder)) == (ALL, False, EARLIER)
        if len(seen) == 2:
            queue.put(doc(31))  # what is added meanwhile is not lost
            queue.put(doc(3, "changed meanwhile"))
            queue.drop(4)

    index.sync(queue, progress=look)
    assert seen[:6] == [(5, 30), (10, 30), (15, 30), (20, 30), (25, 30), (30, 30)]
    assert found(other) == [n for n in range(1, 32) if n not in (3, 4)]
    assert found(other, "meanwhile") == [3]
    assert (other.usable(), queue.count(), index.problems(queue)) == (True, 0, [])
    assert format_of(folder) == contents.FORMAT
    assert REBUILT not in names(folder)
    assert len(list(folder.glob("*.art"))) == len(index._opened.files)


def test_it_counts_as_an_index_to_be_built(queue, folder):
    assert contents.epoch_of(folder, "a") == ""
    SearchIndex(folder, "a").sync(queue)
    assert contents.epoch_of(folder, "a") == queue.epoch() != ""


def test_what_was_stopped_goes_on(queue, folder):
    done = []
    SearchIndex(folder, "a").sync(queue, progress=lambda *at: done.append(at), stop=lambda: len(done) >= 3)
    assert (done[-1], found(SearchIndex(folder, "a")), format_of(folder)) == ((15, 30), ALL, EARLIER)
    assert REBUILT in names(folder)
    queue.put(doc(2, "changed since"))
    queue.drop(5)
    again = []
    index = SearchIndex(folder, "a")
    index.sync(queue, progress=lambda *at: again.append(at))
    assert again[0][1] == 17  # 15 that are left, one that has changed, one that is gone
    assert (found(index), found(index, "since")) == ([n for n in ALL if n not in (2, 5)], [2])
    assert (format_of(folder), index.problems(queue)) == (contents.FORMAT, [])
    assert len(list(folder.glob("*.art"))) == len(index._opened.files)


_KILLED = """
import os, sys
sys.path[:0] = [{tests!r}, {root!r}]
from pathlib import Path
from conftest import ListQueue
from test_renewing import doc
from reader.search.engine import SearchIndex
from reader.search.segments import commits, syncing
syncing.BATCH = 5
queue, steps = ListQueue(map(doc, range(1, 31))), 0

def step(frame, event, argument):
    # Every call of our own code in which files are written is a moment to be killed at.
    global steps
    if event == "call" and frame.f_code.co_name in ("_finish", "write_durably", "unlink", "clean"):
        steps += 1
        if steps == {at}:
            os._exit(9)

sys.setprofile(step)
SearchIndex(Path({folder!r}), "a").sync(queue)
print(steps)
"""


def test_a_kill_at_any_moment_costs_nothing(queue, folder):
    place = Path(__file__).resolve()
    at, killed = 1, 0
    while True:
        text = _KILLED.format(tests=str(place.parent), root=str(place.parents[2]), folder=str(folder), at=at)
        done = subprocess.run([sys.executable, "-W", "ignore", "-c", text], capture_output=True, text=True)
        assert done.returncode in (0, 9), done.stderr
        index = SearchIndex(folder, "a")
        assert found(index) == ALL
        if done.returncode == 0 or killed > 60:
            break
        killed += 1
        at = at % 13 + 2  # each run goes on where the last one was killed
    assert killed > 5
    index.sync(queue)
    assert (found(index), index.problems(queue), format_of(folder)) == (ALL, [], contents.FORMAT)
    assert REBUILT not in names(folder)
    assert len(list(folder.glob("*.art"))) == len(index._opened.files)


def test_without_room_for_both_the_old_one_makes_way(queue, folder, monkeypatch):
    monkeypatch.setattr(IndexDirectory, "room", lambda self: 100)
    other, seen = SearchIndex(folder, "a"), []
    SearchIndex(folder, "a").sync(queue, progress=lambda *_at: seen.append(len(found(other))))
    assert seen[0] == 5
    assert (found(other), format_of(folder)) == (ALL, contents.FORMAT)


def test_a_disk_that_is_full_costs_nothing(queue, folder, monkeypatch):
    before = names(folder)

    def fails(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(building.Batch, "write", fails)
    index = SearchIndex(folder, "a")
    with pytest.raises(MachineError, match="the disk is full"):
        index.sync(queue)
    assert (names(folder), found(index)) == (before, ALL)


@pytest.mark.parametrize("what", ["table", "segment", "size"])
def test_a_damaged_beginning_is_not_gone_on_with(queue, folder, what):
    done = []
    SearchIndex(folder, "a").sync(queue, progress=lambda *at: done.append(at), stop=lambda: len(done) >= 3)
    table = json.loads(unframed((folder / REBUILT).read_bytes()))
    newest = folder / f"{table['segments'][-1]['name']}.art"
    if what == "table":
        (folder / REBUILT).write_bytes(b"nothing of the kind")
    elif what == "segment":
        newest.write_bytes(newest.read_bytes()[:100])
    else:
        table["segments"][-1]["size"] += 1
        (folder / REBUILT).write_bytes(framed(json.dumps(table).encode()))
    again = []
    index = SearchIndex(folder, "a")
    index.sync(queue, progress=lambda *at: again.append(at))
    assert again[0] == (5, 30)
    assert (found(index), index.problems(queue), format_of(folder)) == (ALL, [], contents.FORMAT)


def test_a_format_that_cannot_be_read_does_not_answer(queue, folder):
    for number in (EARLIER - 1, contents.FORMAT + 1):
        make_earlier(folder, number)
        index, other = SearchIndex(folder, "a"), SearchIndex(folder, "a")
        assert not other.search(parse("common")).complete
        seen = []
        index.sync(queue, progress=lambda *_at, seen=seen, other=other: seen.append(len(found(other))))
        assert (seen[0], found(other), format_of(folder)) == (5, ALL, contents.FORMAT)


def test_reindexing_begins_from_nothing(queue, folder):
    done = []
    SearchIndex(folder, "a").sync(queue, progress=lambda *at: done.append(at), stop=lambda: len(done) >= 3)
    again = []
    SearchIndex(folder, "a").rebuild(queue, progress=lambda *at: again.append(at))
    assert again[0] == (5, 30)
    assert (found(SearchIndex(folder, "a")), format_of(folder)) == (ALL, contents.FORMAT)


def test_damage_that_a_search_finds_ends_it(queue, folder):
    index = SearchIndex(folder, "a")
    assert found(index) == ALL
    index._opened.give_up()
    again = []
    SearchIndex(folder, "a").sync(queue, progress=lambda *at: again.append(at))
    assert again[0] == (5, 30)
    assert (found(SearchIndex(folder, "a")), format_of(folder)) == (ALL, contents.FORMAT)
