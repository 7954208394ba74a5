"""Damage, errors of the machine, mistakes of ours, impossible documents: each is what it is, and no other."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader.errors import IndexBroken, MachineError, ProgramFault, in_words
from reader.model import Document, IndexChange
from reader.search import engine
from reader.search.engine import SearchIndex
from reader.search.query import parse
from reader.search.segments import building, opening, syncing
from reader.search.segments import directory as directory_module
from reader.search.segments.directory import CONTENTS, REBUILT
from reader.search.segments.segment import SegmentFile


def doc(number: int, body: str = "") -> Document:
    return Document(number, f"Title {number}", "", body or f"common body unique{number}")


def found(index: SearchIndex, text: str = "common") -> list[int]:
    return sorted(article for article, _ in index.search(parse(text), limit=1000).hits)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# --- documents that cannot be indexed -------------------------------------------------------------------


def test_a_document_that_fails_takes_nobody_along(tmp_path, new_queue, monkeypatch):
    add = building.Batch.add

    def add_but_some(self, document):
        if "impossible" in document.body:
            raise OverflowError
        if "odd" in document.body:
            raise KeyError("a mistake of ours")
        if "huge" in document.body:
            raise MemoryError
        add(self, document)

    monkeypatch.setattr(building.Batch, "add", add_but_some)
    bodies = {7: "impossible", 8: "odd", 23: "huge"}
    queue = new_queue([doc(n, bodies.get(n, "")) for n in range(1, 31)])
    index = SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    assert found(index) == [n for n in range(1, 31) if n not in bodies]
    assert found(index, "title") == list(range(1, 31))
    assert queue.reasons.keys() == bodies.keys()
    assert "too long" in queue.reasons[7]
    assert "KeyError" in queue.reasons[8]
    assert "memory" in queue.reasons[23]
    assert queue.count() == 0
    assert index.doc_count() == 30
    assert index.problems(queue) == []
    monkeypatch.setattr(building.Batch, "add", add)
    index.rebuild(queue)
    assert found(index, "odd OR huge OR impossible") == [7, 8, 23]
    assert queue.reasons == {}


def test_of_a_text_beyond_measure_the_beginning_is_searched(tmp_path, new_queue, monkeypatch):
    monkeypatch.setattr(building, "MOST_CHARACTERS", 1000)
    monkeypatch.setattr(syncing, "MOST_CHARACTERS", 1000)
    queue = new_queue([doc(1, "beginning " + "x " * 600 + "finish"), doc(2)])
    index = SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    assert (found(index, "beginning"), found(index, "finish"), found(index)) == ([1], [], [2])
    assert queue.reasons == {1: "only its first 1,000 characters are searched"}
    queue.put(doc(1, "short finish"))
    index.sync(queue)
    assert (found(index, "finish"), queue.reasons) == ([1], {})


def test_the_longest_text_that_is_indexed_can_be_counted():
    # Occurrences share 32 bits with a length byte.
    assert building.MOST_CHARACTERS < 2**24


def test_a_document_that_the_library_cannot_give_is_recorded_and_counts(tmp_path, new_queue):
    class Damaged(type(new_queue())):
        def changes_of(self, articles):
            whole = super().changes_of(articles)
            empty = Document(2, "", "", "", mark=self.library[2].mark)
            return [
                IndexChange(c.seq, 2, empty, "its text is damaged") if c.article == 2 else c for c in whole
            ]

    queue, index = Damaged([doc(1), doc(2), doc(3)]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    assert (found(index), queue.reasons) == ([1, 3], {2: "its text is damaged"})
    assert (index.doc_count(), index.problems(queue)) == (3, [])
    index.sync(queue)
    assert queue.compared == 2  # once when it was built, once by problems()


# --- damage ---------------------------------------------------------------------------------------------


def test_every_byte_of_a_segment_has_a_checksum(tmp_path, new_queue):
    chance = random.Random(5)
    queue = new_queue([doc(n, " ".join(chance.choices("abcdefghij", k=300))) for n in range(1, 30)])
    SearchIndex(tmp_path / "index", "a").sync(queue)
    (path,) = (tmp_path / "index").glob("*.art")
    whole = path.read_bytes()
    SegmentFile(path).verify()
    for place in chance.sample(range(len(whole)), 300):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        with pytest.raises(IndexBroken):
            SegmentFile(path).verify()


def test_checksums_of_postings_that_take_several_stretches(tmp_path, new_queue, monkeypatch):
    for stretch in (7, 64, 1000):
        monkeypatch.setattr("reader.search.segments.writing.CHECKED", stretch)
        monkeypatch.setattr("reader.search.segments.segment.CHECKED", stretch)
        queue, index = new_queue(map(doc, range(1, 60))), SearchIndex(tmp_path / f"index-{stretch}", "a")
        index.sync(queue)
        assert index.problems(queue) == []
        (path,) = (tmp_path / f"index-{stretch}").glob("*.art")
        whole = path.read_bytes()
        end = min(place for place, _, _ in SegmentFile(path).places.values())
        for place in range(0, end, 13):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
            with pytest.raises(IndexBroken):
                SegmentFile(path).verify_postings()


def test_check_notices_damage_that_searching_does_not(tmp_path, new_queue):
    queue, index = new_queue(map(doc, range(1, 40))), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    (path,) = (tmp_path / "index").glob("*.art")
    whole = path.read_bytes()
    path.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
    index = SearchIndex(tmp_path / "index", "a")
    assert index.usable()
    (problem,) = index.problems(queue)
    assert "damaged" in problem
    assert "reindex" in problem
    index.sync(queue)
    assert index.problems(queue) == []


def test_damage_is_not_merged_into_a_healthy_segment(tmp_path, new_queue, monkeypatch):
    queue, index = new_queue(map(doc, range(1, 40))), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    (path,) = (tmp_path / "index").glob("*.art")
    whole = path.read_bytes()
    path.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
    queue.put(doc(40))
    index = SearchIndex(tmp_path / "index", "a")
    for number in range(41, 60):
        queue.put(doc(number))
        index.sync(queue)
    index.rebuild(queue) if index.problems(queue) else None
    assert found(index) == list(range(1, 60))
    assert index.problems(queue) == []


@pytest.mark.parametrize("cut", [1, 100, 3000])
def test_a_segment_cut_short_while_it_is_open_ends_no_program(tmp_path, new_queue, cut):
    queue, index = new_queue(map(doc, range(1, 400))), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    assert len(found(index)) == 399
    reader = SearchIndex(tmp_path / "index", "a")
    reader.refresh()
    (path,) = (tmp_path / "index").glob("*.art")
    os.truncate(path, path.stat().st_size // cut // 2)
    reader.search(parse("unique7 body"))
    reader.search(parse("bod", typing=True))
    reader.similar(7)
    for _ in range(2):
        index.sync(queue)
        if not index.problems(queue):
            break
    assert len(found(index)) == 399


def test_a_mistake_in_a_search_is_told_and_deletes_nothing(tmp_path, new_queue, monkeypatch, caplog):
    queue, index = new_queue([doc(1)]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    before = names(tmp_path / "index")

    def mistaken(*_arguments):
        raise IndexError("a mistake of ours")

    monkeypatch.setattr(engine.Evaluation, "best", mistaken)
    with pytest.raises(ProgramFault, match="a mistake in reader"):
        index.search(parse("common"))
    assert "IndexError: a mistake of ours" in caplog.text
    assert names(tmp_path / "index") == before
    assert index.usable()
    monkeypatch.undo()
    assert found(index) == [1]


# --- the machine ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [errno.EMFILE, errno.EIO, errno.EACCES, errno.ENOMEM])
def test_an_error_of_the_machine_is_no_damage(tmp_path, new_queue, monkeypatch, error):
    queue = new_queue([doc(1)])
    SearchIndex(tmp_path / "index", "a").sync(queue)
    before = names(tmp_path / "index")
    index = SearchIndex(tmp_path / "index", "a")

    def fails(*_arguments):
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(directory_module.os, "open", fails)
    for ask in (
        lambda: index.search(parse("common")),
        lambda: index.similar(1),
        index.usable,
        lambda: index.sync(queue),
        lambda: index.rebuild(queue),
    ):
        with pytest.raises(MachineError, match=in_words(OSError(error, os.strerror(error)))):
            ask()
    (problem,) = index.problems(queue)
    assert "damaged" not in problem
    monkeypatch.undo()
    assert names(tmp_path / "index") == before
    assert found(index) == [1]


def test_a_failing_disk_while_searching_is_no_damage(tmp_path, new_queue, monkeypatch):
    queue, index = new_queue([doc(1)]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    index = SearchIndex(tmp_path / "index", "a")
    index.refresh()

    def fails(*_arguments):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("reader.search.segments.data._read_at", fails)
    with pytest.raises(MachineError, match="cannot be read: the disk reports an error"):
        index.search(parse("common"))
    (problem,) = index.problems(queue)
    assert "the disk reports an error" in problem
    monkeypatch.undo()
    assert index.usable()
    assert found(index) == [1]


def test_no_memory_while_searching_is_no_damage(tmp_path, new_queue, monkeypatch):
    queue, index = new_queue([doc(1)]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)

    def fails(*_arguments):
        raise MemoryError

    monkeypatch.setattr(engine.Evaluation, "best", fails)
    with pytest.raises(MachineError, match="not enough memory"):
        index.search(parse("common"))
    monkeypatch.undo()
    assert found(index) == [1]


_FILLS_THE_DISK = """
import resource, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from reader.errors import MachineError
from reader.model import Document
from reader.search.engine import SearchIndex
from tests.search.conftest import ListQueue
queue = ListQueue(Document(n, f"Title {{n}}", "", f"common body unique{{n}} " * 200) for n in range(1, 400))
index = SearchIndex(Path({directory!r}), "a")
queue._epoch = index.epoch() if index.usable() else ""
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    getattr(index, {how!r})(queue)
except MachineError as error:
    print(error)
    assert queue.count() == 399
"""


@pytest.mark.parametrize("how", ["sync", "rebuild"])
def test_a_full_disk_costs_nothing(tmp_path, new_queue, how):
    directory = tmp_path / "index"
    if how == "rebuild":
        queue = new_queue(map(doc, range(1, 400)))
        SearchIndex(directory, "a").sync(queue)
    root = str(Path(__file__).resolve().parents[2])
    script = _FILLS_THE_DISK.format(root=root, directory=str(directory), how=how)
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True)
    assert "cannot be written: files may not grow any further" in done.stdout, done.stderr
    index = SearchIndex(directory, "a")
    if how == "rebuild":
        assert found(index) == list(range(1, 400))
        assert names(directory) == {name for name in names(directory) if name != REBUILT}
        assert len(list(directory.glob("*.art"))) == 1
    else:
        assert len(list(directory.glob("*.art"))) == 0
        index.sync(new_queue([doc(1)]))
        assert found(index) == [1]


# --- the two halves -------------------------------------------------------------------------------------


def _copy(queue):
    """A library as a copy of its file would have it."""
    copy = type(queue)()
    copy.library, copy.changes, copy._epoch = dict(queue.library), list(queue.changes), queue._epoch
    copy._seq = queue._seq
    return copy


def test_a_library_put_back_from_a_copy_is_found_as_it_is(tmp_path, new_queue):
    queue, index = (
        new_queue([doc(1, "kept"), doc(2, "old"), doc(3, "dropped")]),
        SearchIndex(tmp_path / "index", "a"),
    )
    index.sync(queue)
    copy = _copy(queue)
    queue.put(doc(2, "new"))
    queue.drop(3)
    queue.put(doc(4, "later"))
    index.sync(queue)
    assert index.problems(copy)
    assert copy.count() == 0
    assert index.sync(copy) == 3
    assert [found(index, w) for w in ("kept", "old", "new", "dropped", "later")] == [[1], [2], [], [3], []]
    assert index.problems(copy) == []
    assert index.sync(copy) == 0


def test_a_copy_with_as_many_articles_and_changes_of_its_own(tmp_path, new_queue):
    queue, index = new_queue([doc(1, "one"), doc(2, "old")]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    copy = _copy(queue)
    queue.put(doc(2, "new"))
    index.sync(queue)
    copy.put(doc(1, "changed"))
    assert index.sync(copy) == 2
    assert [found(index, w) for w in ("one", "changed", "old", "new")] == [[], [1], [2], []]


def test_an_index_put_back_from_a_copy_catches_up(tmp_path, new_queue):
    queue, index = new_queue([doc(1, "old"), doc(2)]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    shutil.copytree(tmp_path / "index", tmp_path / "copy")
    queue.put(doc(1, "new"))
    queue.put(doc(3))
    index.sync(queue)
    shutil.rmtree(tmp_path / "index")
    shutil.copytree(tmp_path / "copy", tmp_path / "index")
    index = SearchIndex(tmp_path / "index", "a")
    assert index.problems(queue)
    assert index.sync(queue) == 2
    assert [found(index, w) for w in ("old", "new", "common")] == [[], [1], [2, 3]]


def test_a_library_that_forgot_its_last_transactions(tmp_path, new_queue):
    """As after a power cut: the index was on the disk, the library's log was not."""
    queue, index = new_queue([doc(1, "first")]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    before = _copy(queue)
    queue.put(doc(1, "second"))
    lost = _copy(queue)  # the change was kept, that it was indexed was not
    index.sync(queue)
    index.sync(lost)
    assert found(index, "second") == [1]
    index.sync(before)
    assert (found(index, "first"), found(index, "second")) == ([1], [])


def test_merging_is_no_other_state_of_the_library(tmp_path, new_queue):
    queue, index = new_queue(), SearchIndex(tmp_path / "index", "a")
    for number in range(1, 40):
        queue.put(doc(number))
        index.sync(queue)
    assert queue.compared == 1
    assert index.epoch() == queue.epoch()


# --- rebuilding -----------------------------------------------------------------------------------------


def test_the_index_answers_while_it_is_rebuilt(tmp_path, new_queue, monkeypatch):
    monkeypatch.setattr(syncing, "BATCH", 5)
    queue, index = new_queue(map(doc, range(1, 31))), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    other = SearchIndex(tmp_path / "index", "a")
    seen = []

    def look(done, total):
        seen.append((done, total))
        if done <= 30:
            assert found(other) == list(range(1, 31))
        assert other.usable()
        if len(seen) == 2:
            queue.put(doc(31))  # what is added meanwhile is not lost
            queue.put(doc(3, "changed meanwhile"))
            queue.drop(4)

    index.rebuild(queue, progress=look)
    assert seen[0] == (5, 30)
    assert found(other) == [n for n in range(1, 32) if n not in (3, 4)]
    assert found(other, "meanwhile") == [3]
    assert (queue.count(), index.problems(queue)) == (0, [])
    assert REBUILT not in names(tmp_path / "index")


def test_a_rebuild_that_is_stopped_leaves_the_index_as_it_was(tmp_path, new_queue, monkeypatch):
    monkeypatch.setattr(syncing, "BATCH", 5)
    queue, index = new_queue(map(doc, range(1, 31))), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    before = names(tmp_path / "index")
    done = []
    index.rebuild(queue, progress=lambda *at: done.append(at), stop=lambda: len(done) >= 3)
    assert names(tmp_path / "index") == before
    assert found(index) == list(range(1, 31))
    assert index.problems(queue) == []


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(tmp_path, new_queue, monkeypatch):
    queue, index = new_queue(map(doc, range(1, 31))), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    before = names(tmp_path / "index")

    def fails(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(building.Batch, "write", fails)
    with pytest.raises(MachineError, match="the disk is full"):
        index.rebuild(queue)
    monkeypatch.undo()
    assert names(tmp_path / "index") == before
    assert found(index) == list(range(1, 31))


def test_the_mark_of_damage_speaks_of_one_commit(tmp_path, new_queue):
    queue, index = new_queue([doc(1)]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    late = opening.OpenIndex(directory_module.IndexDirectory(tmp_path / "index", "a"), "a")
    late.refresh()
    index.rebuild(queue)
    late.give_up()  # of the index that it has open, which is replaced by now
    assert SearchIndex(tmp_path / "index", "a").usable()
    queue.put(doc(2))
    index.sync(queue)
    assert "damaged" not in names(tmp_path / "index")


def test_a_lost_mark_is_written_again(tmp_path, new_queue):
    queue, index = new_queue([doc(1)]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    (tmp_path / "index" / "about.json").unlink()
    queue.put(doc(2))
    index.sync(queue)
    assert {"about.json", CONTENTS} <= names(tmp_path / "index")
    assert queue.compared == 1
