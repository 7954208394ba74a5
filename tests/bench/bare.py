"""The least that could do the same work: what the benchmarks compare the reader with.

python bare.py static WORDS         a Textual app that shows one text
python bare.py list ROWS            a Textual app with one list of plain rows and the reader's keys
python bare.py store FOLDER FILE    reads the files of a folder and puts their text into a SQLite table
python bare.py fts5 DATA FILE       puts a library's articles into a SQLite full-text table
"""

from __future__ import annotations

import sys


def static(words: str) -> None:
    """One text on screen."""
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class BareApp(App[None]):
        BINDINGS = [("q", "quit", "")]  # noqa: RUF012 (as Textual's own examples write it)

        def compose(self) -> ComposeResult:
            yield Static(words)

    BareApp().run()


def plain_list(rows: int) -> None:
    """A list that is all in memory, none of whose rows wants anything loaded."""
    from textual.app import App, ComposeResult
    from textual.widgets import OptionList

    class Rows(OptionList):
        BINDINGS = [  # noqa: RUF012
            ("j", "cursor_down", ""),
            ("k", "cursor_up", ""),
            ("space", "page_down", ""),
            ("g", "first", ""),
            ("G", "last", ""),
        ]

    class BareApp(App[None]):
        BINDINGS = [("q", "quit", "")]  # noqa: RUF012

        def compose(self) -> ComposeResult:
            yield Rows(*(f"row {number} of a plain list" for number in range(rows)))

    BareApp().run()


def store(folder: str, file: str) -> None:
    """Every file of the folder, one row each, in one transaction."""
    import sqlite3
    from pathlib import Path

    table = sqlite3.connect(file)
    table.execute("CREATE TABLE pages (name TEXT PRIMARY KEY, text TEXT)")
    with table:
        for path in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
            text = path.read_bytes().decode("utf-8", "replace")
            table.execute("INSERT INTO pages VALUES (?, ?)", (str(path), text))
    table.close()


def fts5(data: str, file: str) -> None:
    """Every article of the library, indexed by FTS5."""
    from pathlib import Path

    from search import Fts5

    from reader.library import Library

    with Library.open(data) as library:
        Fts5(library, Path(file)).close()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["static", words]:
            static(words)
        case ["list", rows]:
            plain_list(int(rows))
        case ["store", folder, file]:
            store(folder, file)
        case ["fts5", data, file]:
            fts5(data, file)
        case _:
            sys.exit(__doc__)
