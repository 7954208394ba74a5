"""Changes to the configuration file: the setting changes, and nothing else does."""

from __future__ import annotations

import os
import re
import stat
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ConfigError, WrongFile
from reader.settings import writing
from reader.settings.declared import SETTINGS, Settings
from reader.settings.editing import changed
from reader.settings.kinds import TableOf, written
from reader.settings.reading import read_settings, read_text
from reader.settings.reference import commented_file, example
from reader.settings.statements import statements
from reader.settings.writing import change_settings, make_file


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("", "measure", 66, "measure = 66\n"),
        ("measure = 70   # wide\n", "measure", 66, "measure = 66   # wide\n"),
        ("measure=70", "measure", 66, "measure=66"),
        ("measure = wide # sic\n", "measure", 66, "measure = 66 # sic\n"),
        ("# about\n\n# keys:\n[keys]\n", "measure", 66, "# about\n\nmeasure = 66\n# keys:\n[keys]\n"),
        ("# measure = 70\n\n[keys]\n", "measure", 66, "# measure = 70\nmeasure = 66\n\n[keys]\n"),
        ("mouse = true\r\n[keys]\r\n", "measure", 66, "mouse = true\r\nmeasure = 66\r\n[keys]\r\n"),
        ("mouse = true", "keys.quit", "Q", 'mouse = true\n\n[keys]\nquit = "Q"\n'),
        ('[keys]\nhelp = "f1" # h\n\n[list]\n', "keys.quit", "Q",
         '[keys]\nhelp = "f1" # h\nquit = "Q"\n\n[list]\n'),
        ('keys = "vim" # mine\n', "keys.quit", "Q", 'keys.preset = "vim" # mine\nkeys.quit = "Q"\n'),
        ('keys = "vim" # mine\n', "keys.preset", "emacs", 'keys.preset = "emacs" # mine\n'),
        ('keys = { help = "f1" } # k\n', "keys.quit", "Q", 'keys = { help = "f1", quit = "Q" } # k\n'),
        ('keys = { help = "f1", quit = "Q" }\n', "keys.quit", None, 'keys = { help = "f1" }\n'),
        ('[list]\ncolumns = [\n  "id", # a\n  # b\n  "title" ] # c\n', "list.columns", ("id",),
         '[list]\n# a\n# b\ncolumns = ["id"] # c\n'),
        ('[keys]\nquit = "Q" # why\nhelp = "f1"\n', "keys.quit", None, '[keys]\n# why\nhelp = "f1"\n'),
        ("measure = 50\nmeasure = 60\n", "measure", None, ""),
        ("\ufeffmeasure = 50\n", "measure", 60, "\ufeffmeasure = 60\n"),
        ("nonsense\n[keys\n", "measure", 60, "measure = 60\nnonsense\n[keys\n"),
    ],
)  # fmt: skip
def test_a_setting_changes_where_it_stands(before, path, value, after):
    assert changed(before, {tuple(path.split(".")): value}) == after


_COMMENTS = st.sampled_from(["", "# words", "  # [keys]", '# measure = 3 "', "#"])
_PAIRS = st.sampled_from(
    [
        ("", 'theme = "nord"'), ("", "theme = 'reader-light'\t"), ("", "measure=50"), ("", "mouse = false"),
        ("", 'keys = "vim"'), ("", "nonsense"), ("", 'editor = """a\n# no comment\n"""'),
        ("keys", 'quit = "Q"'), ("keys", '"help" = "f1,f2"'), ("keys", 'preset = "emacs"'),
        ("keys", "top = 3"),
        ("list", 'columns = ["title",\n   # within\n "id" ]'), ("list", 'columns = ["id"]'),
        ("share", 'mail = ["mutt", "#"]'), ("other", "a = 1"),
    ]
)  # fmt: skip
_CHANGES = st.sampled_from(
    [
        (("theme",), "x # \" y\n"), (("measure",), 99), (("mouse",), True), (("editor",), "vi"),
        (("keys", "quit"), "f9"), (("keys", "help"), "f10"), (("keys", "preset"), "newsboat"),
        (("list", "columns"), ("tags", "id")), (("keys", "quit"), None), (("theme",), None),
        (("share", "mail"), ["a", "b"]), (("keys", "odd name"), "x"),
    ]
)  # fmt: skip


@st.composite
def files(draw):
    """Files as people write them: tables in any order, comments everywhere, perhaps mistakes."""
    end = draw(st.sampled_from(["\n", "\r\n"]))
    parts: list[str] = []
    for table in ["", *draw(st.permutations(["keys", "list", "share", "other"]))]:
        lines = [pair for pair in draw(st.lists(_PAIRS, max_size=5, unique=True)) if pair[0] == table]
        if table and (lines or draw(st.booleans())):
            parts += [draw(_COMMENTS), f"[{table}]"]
        for _, pair in lines:
            parts += draw(st.lists(_COMMENTS, max_size=2))
            parts.append(f"{pair} {draw(_COMMENTS)}")
    return end.join(parts).replace("\r\n", "\n").replace("\n", end) + draw(st.sampled_from(["", end]))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _comments(text: str) -> list[str]:
    return sorted(
        comment.strip()
        for one in statements(text)
        for comment in (one.comments or ((text[one.start : one.end],) if one.kind == "quiet" else ()))
        if comment.strip()
    )


@given(files(), st.lists(_CHANGES, min_size=1, max_size=3, unique_by=lambda change: change[0]))
def test_what_was_asked_for_counts_and_nothing_else_changes(text, changes):
    before, after = read_text(text), changed(text, dict(changes))
    found = read_text(after)
    paths = [path for path, _ in changes]
    for path, value in changes:
        assert (path in found.lines) == (value is not None)
        if value is not None:
            one = next(one for one in statements(after) if one.kind == "pair" and one.path == path)
            assert written(one.value) == written(value)
    # All other settings stand, all comments are there, and all other lines.
    assert {p for p in before.lines if p not in paths} == {p for p in found.lines if p not in paths}
    assert _comments(after) == _comments(text)
    known = {name for path in paths for name in (path[-1], "keys" if path[0] == "keys" else path[-1])}
    kept = [line for line in _lines(text) if line[0] != "#" and not any(name in line for name in known)]
    if not any('"""' in line or "columns" in line for line in _lines(text)):
        assert [line for line in _lines(after) if line in kept] == kept
    # Asked for again, nothing happens; and the ends of lines are still those of the file.
    assert changed(after, dict(changes)) == after
    if "\r\n" in text:
        assert not re.search(r"[^\r]\n", after)


# --- the commented file -----------------------------------------------------------------------------------


def test_the_commented_file_sets_nothing_and_explains_everything():
    found = read_text(commented_file())
    assert (found.settings, found.mistakes, found.lines) == (Settings(), (), {})
    for setting in SETTINGS:
        assert f"# {example(setting)}\n" in commented_file()


def test_every_example_in_it_can_be_taken_as_it_stands():
    bare = re.sub(r"^# (?=[\w-]+ = )", "", commented_file(), flags=re.M)
    found = read_text(bare)
    assert not found.mistakes
    assert len(found.lines) == len(SETTINGS)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_goes_below_its_explanation(setting):
    path = (*setting.path, "x") if isinstance(setting.kind, TableOf) else setting.path
    value = "x" if isinstance(setting.kind, TableOf) else setting.default
    after = changed(commented_file(), {path: value}).splitlines()
    line = f"{path[-1]} = {written(value)}"
    assert after[after.index(line) - 1].startswith("# ") or isinstance(setting.kind, TableOf)
    assert read_text("\n".join(after)).lines.keys() == {path} or setting.field == "share"


# --- on disk ----------------------------------------------------------------------------------------------


def test_a_file_is_made_where_there_is_none_and_never_replaced(tmp_path):
    file = tmp_path / "new" / "config.toml"
    make_file(file)
    assert file.read_text(encoding="utf-8") == commented_file()
    file.write_text("mine")
    with pytest.raises(WrongFile, match="is there already"):
        make_file(file)
    link = tmp_path / "link.toml"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(WrongFile, match="is there already"):
        make_file(link)
    assert file.read_text() == "mine"


def test_a_change_keeps_the_rest_the_mode_and_a_link(tmp_path):
    real, file = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    real.write_bytes(b"# mine \xff\r\nmeasure = 50\r\n")
    real.chmod(0o640)
    file.symlink_to(real)
    change_settings(file, {("measure",): 66, ("keys", "quit"): "Q"})
    assert real.read_bytes() == b'# mine \xff\r\nmeasure = 66\r\n\r\n[keys]\r\nquit = "Q"\r\n'
    assert file.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml", "dotfiles.toml"]
    assert read_settings(file).settings == Settings(measure=66, keys={"quit": "Q"})


def test_a_change_makes_the_file(tmp_path):
    change_settings(tmp_path / "new" / "config.toml", {("measure",): 66})
    assert (tmp_path / "new" / "config.toml").read_text() == "measure = 66\n"


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_a_change_that_cannot_be_written_leaves_the_file_as_it_was(tmp_path, monkeypatch, fails):
    file = tmp_path / "config.toml"
    file.write_text("measure = 50\n")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if fails == "fsync" else writing.Path, fails, full)
    with pytest.raises(ConfigError, match="cannot be written: the disk is full"):
        change_settings(file, {("measure",): 66})
    assert file.read_text() == "measure = 50\n"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_written_stays(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text("measure = 50\n")
    file.chmod(0o400)
    with pytest.raises(ConfigError, match="cannot be written: permission denied"):
        change_settings(file, {("measure",): 66})
    assert file.read_text() == "measure = 50\n"


def test_what_is_no_file_is_not_written(tmp_path):
    with pytest.raises(ConfigError, match="a folder, not a file"):
        change_settings(tmp_path, {("measure",): 66})
