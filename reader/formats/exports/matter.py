"""Matter: ``_matter_history.csv`` with an HTML file beside it for each article, and the highlights."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence

from reader import moments
from reader.errors import UnreadableSource
from reader.formats.exports.csv_rows import CsvRow, columns_of, rows_of
from reader.formats.exports.entries import NO_BODY, Body, address, entry, highlight, lacking, page_of
from reader.formats.parsed import Parsed, Refused
from reader.model import Facts, Highlight
from reader.sources import Fetched, Names
from reader.text import fold

HISTORY, HIGHLIGHTS = "_matter_history.csv", "_matter_highlights.csv"

_HISTORY_COLUMNS = {"title", "url", "file id"}
_HIGHLIGHT_COLUMNS = {"title", "text", "highlighted date"}
_PAGES = (".html", ".htm")


def sniff(fetched: Fetched) -> bool:
    """Whether a file is Matter's list of articles."""
    columns = columns_of(fetched)
    return columns >= _HISTORY_COLUMNS and bool(columns & {"last interaction date", "publisher"})


def takes(name: str, names: Names) -> Collection[str]:
    """The highlights and the pages beside the list."""
    if posixpath.basename(name) != HISTORY:
        return ()
    folder = name.removesuffix(HISTORY)
    beside = (each for each in names.under(folder) if "/" not in each[len(folder) :])
    return [each for each in beside if each == folder + HIGHLIGHTS or each.endswith(_PAGES)]


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The articles of the list, then those of which the export holds nothing but highlights or the page."""
    names = frozenset(name for name in fetched.beside() if "/" not in name)
    marks, problem = _marks_beside(fetched)
    rows = list(rows_of(fetched.raw))
    files = [_file_of(row, names) for row in rows]
    has_files = any(file in names for file in files)
    for row, file in zip(rows, files, strict=True):
        url, title = address(row.text("url")), row.text("title")
        html = page_of(fetched.neighbour(file)) if file in names else b""
        if not (url or html):
            yield lacking(row.named, title, "neither address nor text")
            continue
        yield _article(row, url, html, marks.of(row))
        if file and not html and has_files:
            yield lacking(f"{row.named}, text", title, f"{file} is not beside the list")
    yield from marks.rest()
    if problem:
        yield Refused(HIGHLIGHTS, problem)
    # Beside a list on the disk there may be pages that have nothing to do with it.
    for name in sorted(names.difference(files)) if fetched.member and has_files else ():
        if name.endswith(_PAGES) and (page := page_of(fetched.neighbour(name))):
            yield entry(name, Facts(), body=Body(page=page))


def _file_of(row: CsvRow, names: Collection[str]) -> str:
    name = row.text("file id")
    return f"{name}.html" if name not in names and f"{name}.html" in names else name


def _article(row: CsvRow, url: str, html: bytes, marks: tuple[Highlight, ...]) -> Parsed:
    queued = row.flag("in queue")
    facts = Facts(
        url=url,
        site=row.text("publisher"),
        author=row.text("author"),
        read=row.flag("read"),
        archived=None if queued is None else not queued,
        starred=row.flag("favorited"),
        highlights=marks,
    )
    body = Body(html=html) if html else NO_BODY
    return entry(
        url or row.text("file id"),
        facts,
        title=row.text("title"),
        tags=row.text("tags").split(";"),
        body=body,
    )


# --- highlights ---------------------------------------------------------------------------------------

_Key = tuple[str, ...]


class _Marks:
    """Highlights, which name their article only by title, author and publisher."""

    def __init__(self, rows: Sequence[CsvRow]) -> None:
        self._rows: dict[_Key, list[CsvRow]] = {}
        for row in rows:
            self._rows.setdefault(_key(row.values), []).append(row)

    def of(self, row: CsvRow) -> tuple[Highlight, ...]:
        """The highlights of an article; each is given out once."""
        wanted = _key(row.values)
        key = (
            wanted if wanted in self._rows else next((key for key in self._rows if key[0] == wanted[0]), None)
        )
        return _highlights(self._rows.pop(key)) if key else ()

    def rest(self) -> Iterator[Parsed]:
        """The articles of the highlights that were not given out."""
        for rows in self._rows.values():
            row = rows[0]
            facts = Facts(site=row.text("publisher"), author=row.text("author"), highlights=_highlights(rows))
            yield entry(row.text("title"), facts, title=row.text("title"))


def _key(values: Mapping[str, str]) -> _Key:
    return tuple(fold(values.get(column, "")) for column in ("title", "author", "publisher"))


def _highlights(rows: Sequence[CsvRow]) -> tuple[Highlight, ...]:
    return tuple(
        made
        for row in rows
        for made in highlight(
            row.text("text"), row.text("note"), created=moments.from_text(row.text("highlighted date"))
        )
    )


def _marks_beside(fetched: Fetched) -> tuple[_Marks, str]:
    """The highlights beside a list, and why they cannot be read, or ""."""
    file = fetched.neighbour(HIGHLIGHTS)
    if file is None:
        return _Marks(()), ""
    try:
        return _Marks(list(rows_of(file.raw)) if sniff_highlights(file) else ()), ""
    except (UnreadableSource, OSError) as error:
        return _Marks(()), str(error)


def sniff_highlights(fetched: Fetched) -> bool:
    """Whether a file is Matter's list of highlights."""
    return columns_of(fetched) >= _HIGHLIGHT_COLUMNS


def read_highlights(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The articles that a list of highlights names, if it is read by itself."""
    yield from _Marks(list(rows_of(fetched.raw))).rest()
