"""What the configuration file leads to: everything right in it counts, and every mistake is named."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.settings.declared import SETTINGS, Settings
from reader.settings.kinds import TableOf, written
from reader.settings.reading import MAX_SETTINGS, read_settings, read_text
from reader.settings.statements import statements


def words(text: str) -> list[str]:
    return [mistake.words for mistake in read_text(text).mistakes]


# --- what is right ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("", Settings()),
        ("measure = 60 # wide\r\n[keys]\r\nstar = 'x'\r\n", Settings(measure=60, keys={"star": "x"})),
        ("\ufeffmouse = false", Settings(mouse=False)),
        ('keys = "vim"', Settings(preset="vim")),
        ('[keys]\npreset = "emacs"\nquit = "Q"', Settings(preset="emacs", keys={"quit": "Q"})),
        ('keys = { preset = "vim", quit = "Q" }', Settings(preset="vim", keys={"quit": "Q"})),
        ('keys.quit = "Q"\n"measure" = 50', Settings(measure=50, keys={"quit": "Q"})),
        ('list.columns = ["title", "id"]', Settings(columns=("title", "id"))),
        ('[list]\ncolumns = [\n  "title", # first\n  "id",\n]\n', Settings(columns=("title", "id"))),
        ('[share]\nmail = ["mutt", "-s"]', Settings(share={"mail": ["mutt", "-s"]})),
        ('editor = """nvim\n-R"""', Settings(editor="nvim\n-R")),
        ("allow-private-addresses = true", Settings(allow_private_addresses=True)),
        ('allow-private-addresses = ["fd00::/8"]', Settings(allow_private_addresses=("fd00::/8",))),
        ('mark-read = "open"', Settings(mark_read="open")),
    ],
)
def test_what_is_right_counts(text, settings):
    found = read_text(text)
    assert (found.settings, found.mistakes) == (settings, ())


def test_the_lines_of_what_is_set_are_known():
    lines = read_text('\n# a\nmeasure = 60\n\n[list]\ncolumns = [\n"id"]\n[keys]\nquit = "Q"').lines
    assert lines == {("measure",): 3, ("list", "columns"): 6, ("keys", "quit"): 9}


def test_a_missing_file_leaves_the_defaults(tmp_path):
    assert read_settings(tmp_path / "config.toml").settings == Settings()
    assert not read_settings(tmp_path / "config.toml").mistakes


# --- mistakes ---------------------------------------------------------------------------------------------


_MANY = """\
mesure = 3
measure = 7  # too small
theme = reader-light
mouse = 1
nonsense
[kyes]
quit = "x"
[keys
quit = "y"
[keys]
quit = "Q"
help = 3
quit = "Z"
[list]
columns = ["titel"]
"""


def test_each_mistake_names_line_and_value_and_what_is_allowed_and_the_rest_counts():
    found = read_text(_MANY)
    assert found.settings == Settings(keys={"quit": "Q"})
    columns = "state, id, title, site, author, date, added, published, saved, minutes, words, progress"
    assert [mistake.words for mistake in found.mistakes] == [
        "line 1: mesure is not a setting (did you mean measure?)",
        "line 2: measure = 7, but it must be a whole number from 40 to 120",
        'line 3: theme = reader-light, but it must be the name of a theme in quotes, such as "reader-light"',
        "line 4: mouse = 1, but it must be true or false",
        "line 5: nonsense is not a setting: write name = value",
        "line 6: [kyes] is not a table of settings (there are: [fetch], [keys], [list], [share])",
        "line 8: [keys is not the name of a table, such as [keys]",
        'line 12: keys.help = 3, but it must be keys in quotes, such as "j,down"',
        'line 13: keys.quit = "Z": line 11 sets it already',
        'line 15: list.columns = ["titel"], but it must be a list of columns in quotes, from these: '
        f'{columns}, tags, lang ("titel" is none of them)',
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("measure =", "line 1: measure, but it must be a whole number from 40 to 120 (has no value)"),
        ("measure = true", "line 1: measure = true, but it must be a whole number from 40 to 120"),
        ('\ntheme = "x', "line 2: theme = \"x, but it must be the name of a theme in quotes, such as"
                         ' "reader-light" (lacks a quotation mark)'),
        ('[list]\ncolumns = ["id",\n[keys]', 'line 2: list.columns = ["id",, but it must be a list of columns'
                                             " in quotes, from these"),
        ('list.columns = ["id", "id"]', '("id" is in it twice)'),
        ('keys = "vim"\n[keys]\nquit = "Q"', 'line 2: [keys] stands beside keys in line 1:'
                                             ' write preset = "vim" below [keys]'),
        ('keys = "emcas"', 'keys.preset = "emcas", but it must be "default", "vim", "newsboat" or "emacs"'),
        ("keys = 3", "it must be a table: a line [keys], and below it lines such as quit"),
        ("list = 3", "it must be a table: a line [list], and below it columns ="),
        ("[[keys]]", "line 1: [[keys]] is not the name of a table, such as [keys]"),
        ("[keys]\n[keys]", "line 2: [keys] was begun in line 1 already"),
        ('keys.quit = "Q"\n[keys]\nhelp = "f3"', "the file is not TOML"),
        ("share.mail = []", "line 1: share.mail = [], but it must be the words of a command"),
        ('share.mail = [" "]', "(it begins with the name of a program)"),
        ("keys.a.b = 'x'", "line 1: keys.a = 'x', but it must be keys in quotes"),
        ("theme = '\udcff'", "is not UTF-8"),
        ("theme = '\x07'", "line 1: theme = '"),
        *((f"allow-private-addresses = {value}", "it must be true, false or a list such as")
          for value in ('"127.0.0.1"', "1", '["localhost"]', "[127]", '["10.0.0.0/40"]', '[""]')),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_words(text, said):
    (only,) = words(text)
    assert said in only
    assert only.isprintable()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"measure = {'9' * 5000}", "is longer than 1000 characters"),
        ("measure =\\\n" + "9" * 900, "it must be a whole number"),
        ("keys = [\n" + "[\n" * 3000, "line 1: keys"),
        ("\n" + "a." * 5000 + "b = 1", "line 2: a.a"),
        (("a." * 400 + "b = 1\n") * 50, "is not a setting"),
        ("a = [\n" * 10000, "is not a setting"),
        ("a = '''\n" * 5001, "is not a setting"),
        ("x = {" * 10000, "is longer than"),
    ],
)
def test_hostile_text_costs_no_more_than_its_lines(text, said):
    found = words(text + '\n[keys]\nquit = "Q"')
    assert said in found[0]


def test_a_number_too_long_for_python_is_a_mistake():
    """Below the limit of a line there is none; a limit of Python's own can be lower."""
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(640)
    try:
        (only,) = words(f"measure = {'9' * 700}")
    finally:
        sys.set_int_max_str_digits(limit)
    assert "it must be a whole number from 40 to 120" in only


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("pipe", "the file is not a regular file"),
        ("/dev/zero", "the file is not a regular file"),
        ("/", "the file is a folder, not a file"),
        ("config.toml", "the file cannot be read: too many levels of symbolic links"),
        ("large", "the file is larger than 64 kB"),
    ],
)
def test_what_is_no_file_is_a_mistake_at_once(tmp_path: Path, target, said):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_text("# " + "-" * MAX_SETTINGS)
    (tmp_path / "config.toml").symlink_to(target)
    found = read_settings(tmp_path / "config.toml")
    assert (found.settings, [mistake.words for mistake in found.mistakes]) == (Settings(), [said])


# --- properties -------------------------------------------------------------------------------------------

_TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
_VALUES = st.recursive(
    st.booleans() | st.integers(-99, 999) | _TEXT, lambda some: st.lists(some, max_size=3), max_leaves=4
)
_LINES = st.sampled_from(
    ["", "# words", "measure = 50", 'keys = "vim"', "[keys]", "[list]", 'quit = "Q" # x', "columns = [",
     '"id",', "]", "nonsense", 'theme = """', '"""', "'", "mouse = maybe", "[share]", 'mail = ["a"]', "[x"]
)  # fmt: skip


@given(st.lists(_LINES, max_size=12).map("\n".join) | st.text(max_size=40))
@example("[")
@example('a="\\')
def test_any_text_is_read_and_its_statements_are_the_whole_of_it(text):
    read_text(text)
    found = list(statements(text))
    assert "".join(text[one.start : one.end] for one in found) == text
    assert all(one.line == 1 + text.count("\n", 0, one.start) for one in found)


@given(st.dictionaries(_TEXT, _VALUES, max_size=4), st.sampled_from(["\n", "\r\n", " # so\n", "\n\n"]))
def test_what_is_written_is_read_as_it_was(table, end):
    """Each statement by itself says what Python's parser says of the whole."""
    text = "".join(f"{written(name)} = {written(value)}{end}" for name, value in table.items())
    assert {one.path[0]: one.value for one in statements(text) if one.kind == "pair"} == table
    assert tomllib.loads(text) == table


def test_every_default_can_be_written_and_passes_its_own_check():
    for setting in SETTINGS:
        assert isinstance(setting.kind, TableOf) or setting.help
        value = list(setting.default) if isinstance(setting.default, tuple) else setting.default
        assert setting.kind.wrong(value) == "", setting.name
        if setting.default not in ({}, ""):
            found = read_text(f"{setting.name} = {written(setting.default)}")
            assert (found.settings, found.mistakes) == (Settings(), ())
