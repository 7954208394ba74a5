"""The index follows the change queue: whatever happens to it, it ends up saying what the queue says."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reader.errors import IndexBusy, IndexRefused
from reader.model import Document
from reader.search.engine import SearchIndex
from reader.search.query import parse
from reader.search.segments import contents, syncing
from reader.search.segments.directory import CONTENTS, IndexDirectory
from reader.search.segments.segment import SegmentFile


def doc(number: int, body: str = "", title: str = "") -> Document:
    return Document(number, title or f"Title {number}", "", body or f"common body unique{number}")


def found(index: SearchIndex, text: str) -> list[int]:
    return sorted(article for article, _ in index.search(parse(text), limit=1000).hits)


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(syncing, "BATCH", 3)


def test_what_is_queued_is_found_after_a_sync(tmp_path, new_queue):
    queue, index = new_queue(map(doc, range(1, 6))), SearchIndex(tmp_path / "index", "a")
    assert not index.search(parse("common")).complete
    assert index.sync(queue) == 5
    assert queue.count() == 0
    assert found(index, "common") == [1, 2, 3, 4, 5]
    assert index.doc_count() == 5
    assert index.has(3)
    assert not index.has(6)
    assert index.problems(queue) == []
    assert index.sync(queue) == 0


def test_an_index_once_made_is_not_made_again(tmp_path, new_queue):
    queue = new_queue(map(doc, range(1, 6)))
    SearchIndex(tmp_path / "index", "a").sync(queue)
    assert queue.compared == 1
    for number in range(6, 30):
        queue.put(doc(number))
        SearchIndex(tmp_path / "index", "a").sync(queue)
    assert queue.compared == 1


def test_an_empty_library(tmp_path, new_queue):
    queue, index = new_queue(), SearchIndex(tmp_path / "index", "a")
    assert index.sync(queue) == 0
    assert index.search(parse("x")).complete
    assert index.similar(1) == []
    assert index.problems(queue) == []


def test_changed_and_removed_articles(library):
    lib = library("old words", "other words", "more words")
    lib.queue.drop(2)
    lib.add(Document(1, "", "", "new words"))
    assert lib.ids("words") == [3, 1]
    assert lib.ids("old") == []
    assert lib.ids("new") == [1]
    assert lib.index.doc_count() == 2
    assert not lib.index.has(2)
    assert lib.queue.compared == 1


def test_of_several_changes_to_one_article_the_last_counts(tmp_path, new_queue):
    queue = new_queue([doc(1, "first"), doc(2, "gone")])
    queue.put(doc(1, "second"))
    queue.drop(2)
    queue.put(doc(2, "back"))
    index = SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    assert found(index, "first") == found(index, "gone") == []
    assert (found(index, "second"), found(index, "back")) == ([1], [2])


def test_applying_changes_twice_does_no_harm(tmp_path, new_queue):
    queue, index = new_queue(map(doc, range(1, 6))), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    for document in list(queue.library.values()):
        queue.put(document)
    index.sync(queue)
    assert index.doc_count() == 5
    assert found(index, "common") == [1, 2, 3, 4, 5]


def test_many_small_commits_leave_few_segments(tmp_path, new_queue):
    queue, index = new_queue(), SearchIndex(tmp_path / "index", "a")
    for number in range(1, 131):
        queue.put(doc(number))
        index.sync(queue)
    assert len(list((tmp_path / "index").glob("*.art"))) <= 3 * 8
    assert found(index, "common") == list(range(1, 131))
    assert all(found(index, f"unique{number}") == [number] for number in range(1, 131))
    assert queue.compared == 1


def test_deletions_are_merged_away(tmp_path, new_queue):
    queue, index = new_queue(map(doc, range(1, 11))), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    for number in range(1, 9):
        queue.drop(number)
    index.sync(queue)
    assert found(index, "common") == [9, 10]
    assert found(index, '"common body"') == [9, 10]
    (entry,) = contents.read(tmp_path / "index" / CONTENTS, "a").entries
    assert (entry.documents, len(entry.deleted)) == (2, 0)


def test_a_merged_index_scores_like_one_made_at_once(tmp_path, new_queue):
    documents = [doc(n, "word " * n + "other " * (n % 3) + f"unique{n}") for n in range(1, 41)]
    queue, index = new_queue(documents[:12]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    for number in range(1, 9):
        queue.drop(number)
    for document in documents[12:]:
        queue.put(document)
        index.sync(queue)
    fresh = SearchIndex(tmp_path / "fresh", "a")
    fresh.sync(new_queue(documents[8:]))
    for text in ("word", "word other", '"word other"', "title other", "wor*"):
        ours, theirs = (dict(i.search(parse(text), limit=100).hits) for i in (index, fresh))
        assert ours == pytest.approx(theirs, rel=1e-9)


@pytest.mark.usefixtures("small_batches")
def test_progress_and_stop(tmp_path, new_queue):
    queue, index = new_queue(map(doc, range(1, 9))), SearchIndex(tmp_path / "index", "a")
    seen: list[tuple[int, int]] = []
    assert index.sync(queue, progress=lambda *at: seen.append(at), stop=lambda: bool(seen)) == 3
    assert seen == [(3, 8)]
    assert queue.count() == 5
    assert found(index, "common") == [1, 2, 3]
    assert index.sync(queue) == 5
    assert found(index, "common") == list(range(1, 9))


def test_a_search_sees_what_another_process_has_committed(tmp_path, new_queue):
    queue, writer = new_queue([doc(1)]), SearchIndex(tmp_path / "index", "a")
    writer.sync(queue)
    reader = SearchIndex(tmp_path / "index", "a")
    assert found(reader, "common") == [1]
    queue.put(doc(2))
    queue.put(doc(1, "changed"))
    writer.sync(queue)
    assert found(reader, "common") == [2]
    assert found(reader, "changed") == [1]
    assert not reader.refresh()


def test_a_commit_within_the_same_tick_of_the_clock_is_seen(tmp_path, new_queue):
    queue, writer = new_queue([doc(1)]), SearchIndex(tmp_path / "index", "a")
    writer.sync(queue)
    reader = SearchIndex(tmp_path / "index", "a")
    assert found(reader, "common") == [1]
    before = (tmp_path / "index").stat()
    queue.put(doc(2))
    writer.sync(queue)
    os.utime(tmp_path / "index", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert found(reader, "common") == [1, 2]


def test_a_commit_while_the_index_is_being_opened_is_no_damage(tmp_path, new_queue, monkeypatch):
    queue, writer = new_queue([doc(1)]), SearchIndex(tmp_path / "index", "a")
    writer.sync(queue)
    read, commits = contents.read, []

    def read_and_commit(*arguments):
        toc = read(*arguments)
        if not commits:
            commits.append(1)
            queue.put(doc(2))
            writer.sync(queue)
        return toc

    monkeypatch.setattr(contents, "read", read_and_commit)
    reader = SearchIndex(tmp_path / "index", "a")
    assert found(reader, "common") == [1]
    assert found(reader, "common") == [1, 2]


def test_a_rebuilt_index_is_noticed(tmp_path, new_queue):
    reader = SearchIndex(tmp_path / "index", "a")
    SearchIndex(tmp_path / "index", "a").sync(new_queue([doc(1, "old")]))
    assert found(reader, "old") == [1]
    shutil.rmtree(tmp_path / "index")
    SearchIndex(tmp_path / "index", "a").sync(new_queue([doc(1, "new")]))
    assert reader.refresh()
    assert found(reader, "new") == [1]


def test_a_second_writer_is_told(tmp_path, new_queue):
    queue, index = new_queue([doc(1)]), SearchIndex(tmp_path / "index", "a")
    with IndexDirectory(tmp_path / "index", "a").lock(), pytest.raises(IndexBusy):
        index.sync(queue)
    assert queue.count() == 1
    assert index.sync(queue) == 1


def test_an_index_that_cannot_be_written_is_told(tmp_path, new_queue):
    (tmp_path / "index").write_text("a file where the directory should be")
    with pytest.raises(IndexRefused, match="is not a directory"):
        SearchIndex(tmp_path / "index", "a").sync(new_queue([doc(1)]))


# --- derived: it can be lost at any time --------------------------------------------------------------


def test_an_index_of_another_library_is_replaced(tmp_path, new_queue):
    SearchIndex(tmp_path / "index", "a").sync(new_queue([doc(1, "mine")]))
    other = SearchIndex(tmp_path / "index", "b")
    assert not other.search(parse("mine")).complete
    other.sync(new_queue([doc(1, "yours")]))
    assert (found(other, "mine"), found(other, "yours")) == ([], [1])


def test_an_index_of_another_version_is_replaced(tmp_path, new_queue, monkeypatch):
    queue = new_queue([doc(1)])
    SearchIndex(tmp_path / "index", "a").sync(queue)
    monkeypatch.setattr(contents, "READABLE", frozenset({contents.FORMAT + 1}))
    monkeypatch.setattr(contents, "FORMAT", contents.FORMAT + 1)
    assert SearchIndex(tmp_path / "index", "a").sync(queue) == 1
    assert queue.compared == 2


def test_an_index_that_lost_articles_heals(tmp_path, new_queue):
    queue, index = new_queue([doc(1), doc(2)]), SearchIndex(tmp_path / "index", "a")
    queue.changes.clear()
    index.sync(queue)  # a new index is compared with the whole library
    queue.put(doc(3))
    queue.changes.clear()
    index.sync(queue)
    assert found(index, "common") == [1, 2, 3]


def _damage(path: Path, how: str) -> None:
    data = path.read_bytes()
    if how == "delete":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "half":
        path.write_bytes(data[: len(data) // 2])
    elif how == "garbage":
        path.write_bytes(bytes(b * 7 + 13 & 255 for b in data))
    else:
        middle = len(data) // 2
        path.write_bytes(
            data[:middle] + bytes(255 - b for b in data[middle : middle + 40]) + data[middle + 40 :]
        )


@pytest.mark.parametrize("how", ["delete", "empty", "half", "garbage", "dent"])
def test_any_broken_file_is_mended_without_a_word(tmp_path, new_queue, how, capfd):
    queue = new_queue(map(doc, range(1, 40)))
    SearchIndex(tmp_path / "sound", "a").sync(queue)
    queue.put(doc(40))
    SearchIndex(tmp_path / "sound", "a").sync(queue)
    names = [path.name for path in (tmp_path / "sound").iterdir() if not path.name.endswith("LOCK")]
    assert len(names) >= 4
    for name in names:
        directory = tmp_path / f"{how}-{name}"
        shutil.copytree(tmp_path / "sound", directory)
        _damage(directory / name, how)
        index = SearchIndex(directory, "a")
        index.search(parse("common unique7"))
        index.similar(3)
        index.problems(queue)
        index.sync(queue)
        assert found(index, "common") == list(range(1, 41))
        assert found(index, '"body unique40"') == [40]
        assert index.problems(queue) == []
    assert capfd.readouterr() == ("", "")


def test_damage_that_only_reading_shows_is_mended_by_the_next_sync(tmp_path, new_queue):
    queue, index = new_queue(map(doc, range(1, 40))), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    (path,) = (tmp_path / "index").glob("*.art")
    data = path.read_bytes()
    tables = min(place for place, _, _ in SegmentFile(path).places.values())
    path.write_bytes(data[:8] + b"\xff" * (tables - 8) + data[tables:])  # the postings, which opening skips
    index = SearchIndex(tmp_path / "index", "a")
    assert index.usable()
    assert not index.search(parse("common")).complete
    assert not SearchIndex(tmp_path / "index", "a").usable()
    assert index.problems(queue)
    assert index.sync(queue) == 39
    assert index.usable()
    assert found(index, "common") == list(range(1, 40))


# --- killed at any moment -------------------------------------------------------------------------------

_KILLED = """
import json, os, signal, sys
from pathlib import Path
from reader.model import IndexChange, Document
from reader.search.segments import whoosh_codec as codec
from reader.search import engine
from reader.search.segments import syncing
syncing.BATCH = 4
directory, done, after = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])

class Queue:
    library = {n: Document(n, f"Title {n}", "", f"common body unique{n}", mark=n) for n in range(1, 13)}
    def _state(self): return json.loads(done.read_text()) if done.exists() else [list(range(1, 13)), ""]
    def pending(self, limit): return self.changes_of(self._state()[0][:limit])
    def changes_of(self, articles): return [IndexChange(n, n, self.library[n]) for n in articles]
    def queued(self): return {n: n for n in self._state()[0]}
    def acknowledge(self, seqs, *, epoch, articles, reasons):
        left, known = self._state()
        done.write_text(json.dumps([[n for n in left if n not in seqs], epoch or known]))
    def epoch(self): return self._state()[1]
    def marks(self): return {n: n for n in self.library}
    def count(self): return len(self._state()[0])
    def total(self): return 12

events = 0
def hook(name, args):
    global events
    if name in ("open", "os.rename", "os.remove") and "index" in str(args[0]):
        events += 1
        if events == after:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
engine.SearchIndex(directory, "a").sync(Queue())
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on this system")
def test_a_sync_killed_at_any_moment_is_simply_run_again(tmp_path):
    def run(after: int) -> int:
        arguments = [
            sys.executable,
            "-c",
            _KILLED,
            str(directory),
            str(tmp_path / f"done-{after}"),
            str(after),
        ]
        return subprocess.run(
            arguments, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        ).returncode

    killed = 0
    for moment in range(1, 80, 6):
        directory = tmp_path / f"index-{moment}"
        if run(moment) == 0:
            break
        killed += 1
        (tmp_path / "done-100000").unlink(missing_ok=True)
        state = tmp_path / f"done-{moment}"
        if state.exists():
            state.rename(tmp_path / "done-100000")
        assert run(100_000) == 0
        index = SearchIndex(directory, "a")
        assert found(index, "common") == list(range(1, 13))
        assert index.usable()
        # Nothing of the killed one is left over.
        assert len(list(directory.glob("*.art"))) == len(contents.read(directory / CONTENTS, "a").entries)
    assert killed >= 5


def test_a_half_created_index_is_not_taken_for_one(tmp_path, new_queue):
    directory = tmp_path / "index"
    directory.mkdir()
    (directory / "about.json").write_text(json.dumps({"format": contents.FORMAT, "library": "a"}))
    queue, index = new_queue([doc(1)]), SearchIndex(directory, "a")
    index.sync(queue)
    assert found(index, "common") == [1]


# --- what importing and warnings cost -------------------------------------------------------------------


def test_whoosh_is_imported_when_needed_and_says_nothing(tmp_path):
    code = (
        "import sys, reader.search.engine, reader.search.query, reader.search.passages.snippets\n"
        "assert 'whoosh' not in sys.modules\n"
        "import reader.search.segments.whoosh_codec\n"
        "assert 'whoosh' in sys.modules\n"
    )
    # A cache of its own: the warnings come when the files are compiled.
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONPYCACHEPREFIX": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, env=environment
    )
    assert (result.returncode, result.stderr) == (0, "")
