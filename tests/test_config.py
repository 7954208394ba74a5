"""Settings: read where there is a file, not even looked for with a parser where there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reader.config import Settings, find_paths, load_settings
from reader.errors import ConfigError

_SCRIPT = """
import sys
from pathlib import Path
from reader.config import Settings, load_settings
assert load_settings(Path("nowhere.toml")) == Settings()
print("tomllib" in sys.modules, "reader.settings.reading" in sys.modules)
"""


def test_without_a_file_no_parser_is_imported(environment: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], cwd=tmp_path, env=environment, capture_output=True, check=True
    )
    assert done.stdout.split() == [b"False", b"False"]


def test_a_file_says_what_differs_from_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b'measure = 60\r\n[keys]\r\nstar = "x"\r\n')
    assert load_settings(file) == Settings(measure=60, keys={"star": "x"})


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
