"""Nothing in the index directory is deleted, followed or run that reader did not make."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import stat
import sys
from pathlib import Path

import pytest

from reader.errors import IndexBusy, IndexRefused, MachineError
from reader.model import Document
from reader.search.engine import SearchIndex
from reader.search.query import parse
from reader.search.segments import contents
from reader.search.segments.directory import CONTENTS, LOCK, MARK, IndexDirectory


def doc(number: int, body: str = "") -> Document:
    return Document(number, f"Title {number}", "", body or f"common body unique{number}")


def found(index: SearchIndex, text: str = "common") -> list[int]:
    return sorted(article for article, _ in index.search(parse(text), limit=1000).hits)


def tree(folder: Path) -> dict[str, str]:
    """Everything below a folder, links not followed, as text that can be compared."""
    whole = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            whole[name] = f"-> {path.readlink()}"
        else:
            whole[name] = "folder" if path.is_dir() else path.read_bytes().hex()
    return whole


# --- what is not ours -----------------------------------------------------------------------------------


def _chapter(folder: Path) -> None:
    (folder / "chapter").mkdir(parents=True)
    (folder / "chapter" / "one.md").write_text("mine")


def _own_about(folder: Path) -> None:
    folder.mkdir()
    (folder / MARK).write_text(json.dumps({"about": "my photographs"}))


def _damaged(folder: Path) -> None:
    folder.mkdir()
    (folder / "damaged").write_text("goods: one lamp")


def _linked_mark(folder: Path) -> None:
    folder.mkdir()
    (folder.parent / "elsewhere.json").write_text(json.dumps({"format": 4, "library": "a"}))
    (folder / MARK).symlink_to(folder.parent / "elsewhere.json")
    (folder / "notes.txt").write_text("mine")


def _a_file(folder: Path) -> None:
    folder.write_text("mine")


def _link_to_a_folder(folder: Path) -> None:
    precious = folder.parent / "precious"
    precious.mkdir()
    (precious / "letters.txt").write_text("mine")
    folder.symlink_to(precious)


def _link_to_nothing(folder: Path) -> None:
    folder.symlink_to(folder.parent / "nowhere")


def _index_of_another_library_by_a_link(folder: Path) -> None:
    SearchIndex(folder.parent / "other", "b").sync(_no_changes())
    folder.symlink_to(folder.parent / "other")


def _no_changes():
    from tests.search.conftest import ListQueue

    return ListQueue()


@pytest.mark.parametrize(
    "make",
    [
        _chapter,
        _own_about,
        _damaged,
        _linked_mark,
        _a_file,
        _link_to_a_folder,
        _link_to_nothing,
        _index_of_another_library_by_a_link,
    ],
)
def test_what_lies_where_the_index_belongs_is_left_as_it_is(tmp_path, new_queue, make):
    make(tmp_path / "index")
    before = tree(tmp_path)
    queue, index = new_queue([doc(1)]), SearchIndex(tmp_path / "index", "a")
    for write in (index.sync, index.rebuild):
        with pytest.raises(IndexRefused) as refused:
            write(queue)
        assert str(tmp_path / "index") in str(refused.value)
    assert not index.search(parse("common")).complete
    assert index.similar(1) == []
    assert index.suggest(parse("comon")) == ""
    assert len(index.problems(queue)) == 1
    assert tree(tmp_path) == before
    assert queue.count() == 1


def test_what_lies_among_our_files_stays_whatever_becomes_of_the_index(tmp_path, new_queue):
    directory = tmp_path / "index"
    queue, index = new_queue([doc(1), doc(2)]), SearchIndex(directory, "a")
    index.sync(queue)
    _chapter(directory / "mine")
    (directory / "ARTICLES_notes.art.txt").write_text("mine")
    (directory / "ARTICLES_0123456789abcdef.art").mkdir()  # our kind of name, and not a file
    (directory / "ARTICLES_0123456789abcdef.art" / "inside").write_text("mine")
    precious = tmp_path / "precious"
    _chapter(precious)
    (directory / "link").symlink_to(precious)
    theirs = {name for name in tree(directory) if not (directory / name).parent.samefile(directory)}
    theirs |= {"mine", "ARTICLES_notes.art.txt", "ARTICLES_0123456789abcdef.art", "link"}
    before = {name: text for name, text in tree(directory).items() if name in theirs}
    outside = tree(precious)
    index.rebuild(queue)
    (directory / CONTENTS).write_bytes(b"garbage")
    SearchIndex(directory, "a").sync(queue)
    SearchIndex(directory, "of another library").sync(new_queue([doc(1)]))
    assert {name: text for name, text in tree(directory).items() if name in theirs} == before
    assert tree(precious) == outside


def test_links_with_our_names_are_removed_and_never_followed(tmp_path, new_queue):
    directory = tmp_path / "index"
    queue, index = new_queue([doc(1)]), SearchIndex(directory, "a")
    index.sync(queue)
    precious = tmp_path / "precious"
    _chapter(precious)
    (precious / "file").write_text("mine")
    before = tree(precious)
    names = [
        "ARTICLES_fedcba9876543210.art",
        "_ARTICLES_7.toc",
        f"{CONTENTS}.part",
        f"{MARK}.part",
        "damaged",
    ]
    for name in names:
        target = precious if "." not in name else precious / "file"
        (directory / name).symlink_to(target)
    queue.put(doc(2))
    assert index.sync(queue) == 1
    assert tree(precious) == before
    assert not any((directory / name).is_symlink() for name in names)
    for name in (CONTENTS, MARK, "*.art"):
        path = next(directory.glob(name))
        path.unlink()
        path.symlink_to(precious / "file")
        other = SearchIndex(directory, "a")
        other.sync(queue)
        assert found(other) == [1, 2]
    assert tree(precious) == before


def test_a_lock_that_is_a_link_is_refused(tmp_path, new_queue):
    directory, precious = tmp_path / "index", tmp_path / "precious"
    queue, index = new_queue([doc(1)]), SearchIndex(directory, "a")
    index.sync(queue)
    precious.write_text("mine")
    (directory / LOCK).unlink()
    (directory / LOCK).symlink_to(precious)
    with pytest.raises(IndexRefused, match="delete it"):
        index.rebuild(queue)
    assert precious.read_text() == "mine"
    assert found(index) == [1]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
@pytest.mark.parametrize("name", [CONTENTS, MARK, "damaged", "segment"])
def test_a_pipe_in_place_of_a_file_keeps_nobody_waiting(tmp_path, new_queue, name):
    directory = tmp_path / "index"
    queue = new_queue([doc(1)])
    SearchIndex(directory, "a").sync(queue)
    path = next(directory.glob("*.art")) if name == "segment" else directory / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    index = SearchIndex(directory, "a")
    index.search(parse("common"))
    index.problems(queue)
    index.sync(queue)
    assert found(index) == [1]


def test_an_index_made_by_the_version_before_is_replaced(tmp_path, new_queue):
    directory = tmp_path / "index"
    directory.mkdir()
    for name in ("_ARTICLES_3.toc", "ARTICLES_abcdefghij012345.art", "damaged", LOCK):
        (directory / name).write_bytes(b"old")
    (directory / MARK).write_text(json.dumps({"format": 4, "library": "a"}))
    queue, index = new_queue([doc(1)]), SearchIndex(directory, "a")
    assert not index.usable()
    index.sync(queue)
    assert found(index) == [1]
    assert sorted(p.name for p in directory.iterdir() if not p.name.endswith(".art")) == [
        LOCK,
        CONTENTS,
        MARK,
    ]
    assert len(list(directory.glob("*.art"))) == 1


# --- nothing is unpickled -------------------------------------------------------------------------------


class _Runs:
    def __init__(self, witness: Path) -> None:
        self._witness = witness

    def __reduce__(self):
        return (os.mkdir, (str(self._witness),))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickles_in_the_directory_are_not_run(tmp_path, new_queue, protocol):
    witness, directory = tmp_path / "witness", tmp_path / "index"
    queue, index = new_queue([doc(1)]), SearchIndex(directory, "a")
    index.sync(queue)
    hostile = pickle.dumps(_Runs(witness), protocol)
    names = [
        CONTENTS,
        "_ARTICLES_1.toc",
        "_ARTICLES_99.toc",
        MARK,
        "damaged",
        *(p.name for p in directory.iterdir()),
    ]
    for name in names:
        (directory / name).write_bytes(hostile)
        other = SearchIndex(directory, "a")
        other.search(parse("common"))
        other.similar(1)
        other.problems(queue)
        other.sync(queue)
        other.rebuild(queue)
        assert not witness.exists()
    pickle.loads(hostile)
    assert witness.exists()  # it would have run


def test_reading_and_writing_an_index_loads_no_pickle(tmp_path, new_queue):
    """Nothing calls for a global, with whatever opcode: no unpickler is used at all."""
    calls: list[str] = []

    def hook(name: str, arguments: tuple[object, ...]) -> None:
        if name == "pickle.find_class" and listening:
            calls.append(str(arguments))

    listening = True
    sys.addaudithook(hook)
    queue, index = new_queue([doc(n) for n in range(1, 30)]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    queue.put(doc(30))
    index.sync(queue)
    index.rebuild(queue)
    assert found(SearchIndex(tmp_path / "index", "a")) == list(range(1, 31))
    listening = False
    assert calls == []


@pytest.mark.parametrize(
    "change",
    [
        {"segments": [{"name": "../../etc/passwd", "documents": 1, "size": 1, "deleted": []}]},
        {"segments": [{"name": "ARTICLES_0123456789abcdef", "documents": -1, "size": 1, "deleted": []}]},
        {"segments": [{"name": "ARTICLES_0123456789abcdef", "documents": 1, "size": 1, "deleted": [5]}]},
        {"segments": [{"name": "ARTICLES_0123456789abcdef", "documents": True, "size": 1, "deleted": []}]},
        {"segments": [["x"]]},
        {"segments": None},
        {"commit": "../x"},
        {"epoch": 5},
        {"format": None},
    ],
)
def test_a_table_of_contents_of_a_stranger_is_none(tmp_path, new_queue, change):
    from reader.search.segments.directory import framed, unframed

    queue, index = new_queue([doc(1)]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    path = tmp_path / "index" / CONTENTS
    table = json.loads(unframed(path.read_bytes())) | change
    path.write_bytes(framed(json.dumps(table).encode()))
    other = SearchIndex(tmp_path / "index", "a")
    assert not other.usable()
    assert not other.search(parse("common")).complete
    other.sync(queue)
    assert found(other) == [1]


def test_tables_of_contents_nested_beyond_reason_are_none(tmp_path, new_queue):
    from reader.search.segments.directory import framed

    queue, index = new_queue([doc(1)]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    for name, data in ((CONTENTS, framed(b"[" * 200_000)), (MARK, b"[" * 9_000)):
        (tmp_path / "index" / name).write_bytes(data)
        other = SearchIndex(tmp_path / "index", "a")
        other.sync(queue)
        assert found(other) == [1]


# --- rights ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="POSIX rights")
def test_only_the_user_can_read_what_is_made(tmp_path, new_queue):
    before = os.umask(0)
    try:
        SearchIndex(tmp_path / "data" / "index", "a").sync(new_queue([doc(1)]))
    finally:
        os.umask(before)
    made = [tmp_path / "data", *(tmp_path / "data").rglob("*")]
    for path in made:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.skipif(os.name == "nt", reason="POSIX rights")
def test_what_others_may_write_to_is_reported(tmp_path, new_queue):
    queue, index = new_queue([doc(1)]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    assert index.problems(queue) == []
    (tmp_path / "index" / CONTENTS).chmod(0o620)
    (tmp_path / "index").chmod(0o707)
    assert [problem.partition(":")[0] for problem in index.problems(queue)] == [
        f"others may write to {tmp_path / 'index'}",
        f"others may write to {tmp_path / 'index' / CONTENTS}",
    ]


# --- the lock -------------------------------------------------------------------------------------------


def test_a_second_rebuild_is_told_and_marks_nothing(tmp_path, new_queue):
    queue, index = new_queue([doc(1)]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    before = tree(tmp_path)
    with IndexDirectory(tmp_path / "index", "a").lock(), pytest.raises(IndexBusy):
        SearchIndex(tmp_path / "index", "a").rebuild(queue)
    assert tree(tmp_path) == before
    assert index.usable()


def test_a_directory_that_cannot_be_written_is_the_machines_matter(tmp_path, new_queue):
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError, match="cannot be written: not a directory"):
        SearchIndex(tmp_path / "file" / "index", "a").sync(new_queue([doc(1)]))


def test_a_copy_of_a_directory_is_as_good_as_the_directory(tmp_path, new_queue):
    queue, index = new_queue([doc(1), doc(2)]), SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    shutil.copytree(tmp_path / "index", tmp_path / "copy")
    assert found(SearchIndex(tmp_path / "copy", "a")) == [1, 2]
    assert contents.epoch_of(tmp_path / "copy", "a") == queue.epoch()
