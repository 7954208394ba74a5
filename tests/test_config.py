"""Settings: read where there is a file, not even looked for with a parser where there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reader.config import Settings, load_settings
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
        f"{file}: measure must be a whole number from 40 to 120; mouse must be true or false; there is no"
        " setting 'speed' (there are: theme, measure, mouse, editor, keys); theme must be the name of a theme"
        ' in quotes, such as "reader-light"; keys.quit must be keys in quotes, such as "j,down"; keys.tour'
        ' must be keys in quotes, such as "j,down"'
    )
