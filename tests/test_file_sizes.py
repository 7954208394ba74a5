"""A file is short enough to be read in one go."""

from __future__ import annotations

from pathlib import Path

import reader

ROOT = Path(reader.__file__).parent

MOST = 420
"""Lines: about 400, with some room for the change that is being made."""

LONGER = {
    "language_tables.py": "a table, with some lines for each language",
}
"""Files that may be longer, each with the reason."""


def test_no_file_is_much_longer_than_400_lines() -> None:
    lengths = {
        file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8").count("\n")
        for file in ROOT.rglob("*.py")
    }
    too_long = {name: lines for name, lines in lengths.items() if lines > MOST and name not in LONGER}
    assert too_long == {}, "divide them, or give the reason in LONGER"
    assert all(lengths.get(name, 0) > MOST for name in LONGER), "a reason that is not needed any more"
