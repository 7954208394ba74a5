"""Settings: read where there is a file, not even looked for with a parser where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.config import MAX_SETTINGS, Settings, find_paths, load_settings
from reader.errors import ConfigError

_SCRIPT = """
import sys
from pathlib import Path
from reader.config import Settings, load_settings
assert load_settings(Path("nowhere.toml")) == Settings()
print("tomllib" in sys.modules)
"""


def test_without_a_file_no_parser_is_imported(environment: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], cwd=tmp_path, env=environment, capture_output=True, check=True
    )
    assert done.stdout.split() == [b"False"]


def test_a_file_says_what_differs_from_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b'measure = 60\r\n[keys]\r\nstar = "x"\r\n')
    assert load_settings(file) == Settings(measure=60, keys={"star": "x"})


@pytest.mark.parametrize(
    ("written", "allowed"),
    [
        ("true", True),
        ("false", False),
        ("[]", ()),
        ('["127.0.0.1", "fd00::/8"]', ("127.0.0.1", "fd00::/8")),
    ],
)
def test_private_addresses_can_be_allowed(tmp_path: Path, written: str, allowed: object) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"allow-private-addresses = {written}\n")
    assert load_settings(file).allow_private_addresses == allowed


@pytest.mark.parametrize("written", ['"127.0.0.1"', "1", '["localhost"]', "[127]", '["10.0.0.0/40"]', '[""]'])
def test_what_is_no_address_is_not_allowed(tmp_path: Path, written: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"allow-private-addresses = {written}\n")
    with pytest.raises(ConfigError, match="allow-private-addresses must be true, false or a list"):
        load_settings(file)


@pytest.mark.parametrize(
    "raw",
    [
        b"measure =",
        b"\xff",
        b"measure = 7",
        b"measure = true",
        b"mouse = 1",
        b"nonsense = 1",
        b"[keys]\na = 1",
    ],
)
def test_what_is_wrong_names_the_file(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(raw)
    with pytest.raises(ConfigError, match=file.name):
        load_settings(file)
    with pytest.raises(ConfigError, match=tmp_path.name):
        load_settings(tmp_path)


def test_all_that_is_wrong_is_said_in_words_for_people(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('measure = "wide"\nmouse = 1\nspeed = 3\ntheme = 3\n[keys]\nquit = 1\ntour = ["t"]\n')
    with pytest.raises(ConfigError) as raised:
        load_settings(file)
    assert str(raised.value) == (
        f"{file}: measure must be a whole number from 40 to 120; mouse must be true or false; speed is"
        " not a setting (there are: theme, measure, mouse, editor, mark-read, list, share,"
        " allow-private-addresses,"
        ' keys); theme must be the name of a theme in quotes, such as "reader-light"; keys.quit must be keys'
        ' in quotes, such as "j,down"; keys.tour must be keys in quotes, such as "j,down"'
    )


# --- files that are none --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"measure = {'9' * 5000}", "line 1: it is longer than 1000 characters"),
        ("measure =\\\n" + "9" * 900, "Invalid value"),
        ("keys = " + "[\n" * 3000, "too many brackets inside each other"),
        ("\n" + "a." * 5000 + "b = 1", "line 2: it is longer than 1000 characters"),
        (("a." * 400 + "b = 1\n") * 50, "Cannot overwrite a value"),
        ("# " + "-" * MAX_SETTINGS, "is larger than 64 kB"),
        ("x = 1\n" * 2, "Cannot overwrite a value"),
    ],
)
def test_hostile_text_is_refused_in_a_sentence(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as raised:
        load_settings(file)
    assert str(raised.value).startswith(f"{file}")
    assert reason in str(raised.value)


def test_a_number_too_long_for_python_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the limit of a line there is none; a limit of Python's own can be lower."""
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(640)
    try:
        (tmp_path / "config.toml").write_text(f"measure = {'9' * 700}")
        with pytest.raises(ConfigError, match="Exceeds the limit"):
            load_settings(tmp_path / "config.toml")
    finally:
        sys.set_int_max_str_digits(limit)


def test_many_mistakes_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("".join(f"x{number} = 1\n" for number in range(500)))
    with pytest.raises(ConfigError, match=r"and 480 more$"):
        load_settings(file)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("pipe", "is not a regular file"),
        ("/dev/zero", "is not a regular file"),
        ("/", "is a folder, not a file"),
        ("config.toml", ": too many levels of symbolic links"),
    ],
)
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, target: str, reason: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "config.toml").symlink_to(target)
    with pytest.raises(ConfigError, match=reason):
        load_settings(tmp_path / "config.toml")


# --- directories ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variable", ["READER_DATA_DIR", "READER_CONFIG_DIR", "READER_LOG_DIR"])
def test_the_home_of_nobody(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "~no-such-user/library")
    with pytest.raises(ConfigError) as raised:
        find_paths()
    assert str(raised.value) == f"{variable}: there is no home directory ~no-such-user"


def test_a_directory_that_the_command_line_cannot_mean(home: Path) -> None:
    with pytest.raises(ConfigError, match="--data-dir: there is no home directory ~no-such-user"):
        find_paths("~no-such-user")
    with pytest.raises(ConfigError, match="--data-dir: give a directory"):
        find_paths("")
    assert find_paths("~/library").data == home / "library"


@pytest.mark.skipif(sys.platform == "win32", reason="homes are found in another way there")
def test_someone_without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    def nobody(number: int) -> pwd.struct_passwd:
        raise KeyError(number)

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    for name in ("HOME", "READER_CONFIG_DIR", "READER_LOG_DIR", "READER_DATA_DIR"):
        monkeypatch.delenv(name)
    with pytest.raises(ConfigError) as raised:
        find_paths()
    assert str(raised.value) == "there is no home directory: set HOME, or READER_DATA_DIR"
    with pytest.raises(ConfigError, match="set HOME, or READER_CONFIG_DIR"):
        find_paths("/data")


@pytest.mark.skipif(sys.platform == "win32", reason="the current directory cannot be removed there")
def test_relative_to_a_directory_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert find_paths().data
    with pytest.raises(ConfigError, match="--data-dir: here is relative to a directory that is gone"):
        find_paths("here")


def test_the_columns_of_the_list(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[list]\ncolumns = ["title", "words"]\n')
    assert load_settings(file).columns == ("title", "words")
    for wrong in ('["title", "speed"]', "[]", "3", '"title"', "[[1]]"):
        file.write_text(f"[list]\ncolumns = {wrong}\n")
        with pytest.raises(ConfigError, match=r"list\.columns must be a list of columns"):
            load_settings(file)
    file.write_text('[list]\ncolour = "red"\n')
    with pytest.raises(ConfigError, match=r"list\.colour is not a setting"):
        load_settings(file)
    file.write_text("list = 3\n")
    with pytest.raises(ConfigError, match="list must be a table"):
        load_settings(file)
