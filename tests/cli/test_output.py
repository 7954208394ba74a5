"""What is printed: valid and lossless JSON, harmless text, tables, and quiet ends."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cli.output import Output, TableColumn, day, timestamp

RunReader = Callable[..., Any]

_FORBIDDEN = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\u2028\u2029\u202e\u2066\ufeff"}


def _printed(write: Callable[[Output], None]) -> str:
    stdout = io.StringIO()
    write(Output(stdout, io.StringIO()))
    return stdout.getvalue()


@given(st.text())
def test_json_loses_nothing_and_holds_no_control(text: str) -> None:
    line = _printed(lambda out: out.record(text=text, number=1.5, nothing=None))
    assert line.endswith("\n")
    assert not set(line[:-1]) & _FORBIDDEN
    assert json.loads(line) == {"text": text, "number": 1.5, "nothing": None}


def test_half_a_character_becomes_a_replacement_character() -> None:
    line = _printed(lambda out: out.record(text="a\udcffb"))
    assert line.encode("utf-8")
    assert json.loads(line) == {"text": "a\ufffdb"}


def test_json_is_ascii_where_the_output_is_not_utf8() -> None:
    raw = io.BytesIO()
    stdout = io.TextIOWrapper(raw, encoding="latin-1")
    Output(stdout, io.StringIO()).record(text="é 語 🙂")
    stdout.flush()
    assert json.loads(raw.getvalue().decode("ascii")) == {"text": "é 語 🙂"}


def test_text_that_the_encoding_lacks_does_not_stop_the_output() -> None:
    raw = io.BytesIO()
    stdout = io.TextIOWrapper(raw, encoding="latin-1")
    Output(stdout, io.StringIO()).text("é 語")
    stdout.flush()
    assert raw.getvalue() == b"\xe9 ?\n"


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_a_row_is_one_line_with_its_fields_whatever_they_hold(cells: list[str]) -> None:
    line = _printed(lambda out: out.row(cells, ()))
    assert line.count("\n") == 1
    assert len(line[:-1].split("\t")) == len(cells)
    assert not set(line[:-1]) & (_FORBIDDEN - {"\t"})


@given(st.text())
def test_text_keeps_lines_and_nothing_dangerous(text: str) -> None:
    assert not set(_printed(lambda out: out.text(text))) & (_FORBIDDEN - {"\n"})


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("title", ["short", "a long title " * 30, "語" * 200, "\x1b[2Jx"])
def test_a_row_on_a_terminal_fits_its_width(width: int, title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.text import width as cells

    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = _Terminal()
    columns = (TableColumn(5, right=True), TableColumn(), TableColumn(8))
    Output(terminal, io.StringIO()).row((7, title, "last"), columns)
    line = terminal.getvalue()[:-1]
    assert cells(line) <= width
    assert line.startswith("    7  ")
    assert "\x1b" not in line


def test_times() -> None:
    assert timestamp(None) is None
    assert timestamp(0.9) == "1970-01-01T00:00:00Z"
    assert len(day(86400.0 * 365)) == len("1970-12-31")


# --- quiet ends -------------------------------------------------------------------------------------


@pytest.fixture
def library(run: RunReader, pages: Path) -> None:
    run("add", pages)


@pytest.mark.usefixtures("library")
def test_a_closed_pipe_is_no_failure(environment: dict[str, str]) -> None:
    # Unbuffered, the first line fails; buffered, the last flush does.
    for unbuffered in ("", "1"):
        child = subprocess.Popen(
            [sys.executable, "-m", "reader", "list"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment | {"PYTHONUNBUFFERED": unbuffered},
        )
        assert child.stdout
        assert child.stderr
        child.stdout.close()
        complaint = child.stderr.read()
        child.stderr.close()
        assert (child.wait(), complaint) == (0, b"")


@pytest.mark.usefixtures("library")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said_in_one_line(environment: dict[str, str]) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "reader", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode() == "reader: the disk is full\n"


@pytest.mark.usefixtures("library")
@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_closed_streams_do_no_harm(environment: dict[str, str], closed: str) -> None:
    command = f'"{sys.executable}" -m reader list nothing-like-this {closed}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, env=environment, check=False)
    assert done.returncode == 1
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr


# --- on a terminal ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("library")
def test_a_terminal_gets_a_table_in_colour(in_terminal: RunReader) -> None:
    result = in_terminal("list", columns=60)
    assert result.code == 0
    assert "Wind turbines" in result.out
    assert "\x1b[2m" in result.out
    assert "\t" not in result.out


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_none_is_wanted(in_terminal: RunReader, variables: dict[str, str]) -> None:
    for arguments in (["list"], ["search", "wind"], ["show", "1"]):
        result = in_terminal(*arguments, **variables)
        assert result.code == 0
        assert "\x1b" not in result.out


@pytest.mark.usefixtures("library")
def test_a_search_marks_what_it_found(in_terminal: RunReader) -> None:
    result = in_terminal("search", "noise")
    assert "\x1b[1;4mnoise\x1b[0m" in result.out
