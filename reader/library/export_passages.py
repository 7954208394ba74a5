"""Writes highlights into files: one for each article, or all in one; again and again into the same files.

What is written, and how it is found again in a file, is decided in :mod:`reader.formats.writing.passages`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.errors import ReaderError
from reader.facts import Passage
from reader.files import read_file
from reader.formats.writing.passages import merging, table
from reader.formats.writing.passages.identity import MarkedArticle, by_article
from reader.formats.writing.passages.merging import Merged, names_in
from reader.formats.writing.passages.presets import PRESETS
from reader.formats.writing.passages.templates import LONGEST, Template, parse
from reader.library.new_files import file_name, make_folder, write_new

READWISE = "readwise"
FORMATS = (*PRESETS, READWISE)
"""The formats that come with the reader; the name of a file is that of a template."""

_MOST_BYTES = 50 * 2**20
"""A larger file is not written into."""
_MOST_FILES = 50_000
"""In a folder with more files, further ones are not looked into."""


@dataclass(frozen=True, slots=True)
class WrittenPassages:
    """What became of one file: how many highlights are new in it, written anew, and left as edited there."""

    file: Path
    added: int
    updated: int
    kept: int


def template_of(form: str) -> Template | None:
    """The template of a format; None for the table of Readwise, which has none.

    Raises:
        ReaderError: there is no such format and no such file, or it is not a template.
        OSError: the template cannot be read.
    """
    if form == READWISE:
        return None
    if form in PRESETS:
        return parse(PRESETS[form], form)
    file = Path(form)
    if not file.exists():
        raise ReaderError(
            f"there is no format {form}, and no file of that name: there are {', '.join(FORMATS)}"
        )
    return parse(_text(read_file(file, 4 * LONGEST), file), form)


def as_text(passages: Sequence[Passage], form: str) -> str:
    """Highlights as the text of a new file. Raises as :func:`template_of`."""
    template = template_of(form)
    if template is None:
        return table.merge("", passages).text
    return merging.merge("", by_article(passages), template).text


def is_folder(target: str) -> bool:
    """Whether highlights go into a folder of that name: it is one, or has no ending as files have."""
    path = Path(target)
    return path.is_dir() or target.endswith(("/", os.sep)) or (not path.suffix and not path.exists())


def write(passages: Sequence[Passage], target: str, form: str) -> Iterator[WrittenPassages]:
    """Writes highlights into a file, or into a file for each article in a folder; says of each what it did.

    A file in the folder, or below it, that has highlights of an article is the file of that article, whatever
    its name. Files that need no change are not touched.

    Raises:
        ReaderError: as :func:`template_of`; or a file is not such that it can be written into.
        OSError: a file cannot be read or written.
    """
    template = template_of(form)
    path = Path(target).expanduser()
    folder = is_folder(target)
    if template is None:
        yield _into_table(path / "highlights.csv" if folder else path, passages)
    elif folder:
        make_folder(path)
        yield from _into_folder(path, by_article(passages), template)
    else:
        yield _into(path, by_article(passages), template, alone=False)


def _into_folder(
    folder: Path, articles: Sequence[MarkedArticle], template: Template
) -> Iterator[WrittenPassages]:
    places = _places(folder, template.suffix)
    taken: set[Path] = set()
    for article in articles:
        there = next((places[name] for name, _ in article.passages if name in places), None)
        file = there or _new_name(folder, article.first, template.suffix, taken)
        taken.add(file)
        yield _into(file, [article], template, alone=True)


def _places(folder: Path, suffix: str) -> dict[str, Path]:
    """The file that each highlight is in, of those in a folder and below it. Hidden folders are not ours."""
    places: dict[str, Path] = {}
    looked = 0
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.endswith(suffix) or name.startswith("."):
                continue
            looked += 1
            if looked > _MOST_FILES:
                return places
            file = Path(parent, name)
            try:
                text = read_file(file, _MOST_BYTES).decode("utf-8")
            except (OSError, ReaderError, UnicodeDecodeError):
                continue
            for one in names_in(text):
                places.setdefault(one, file)
    return places


def _new_name(folder: Path, passage: Passage, suffix: str, taken: set[Path]) -> Path:
    """A name for the file of an article that no file has yet: a note of the same title is someone's own."""
    stem = file_name(passage.title, f"article {passage.article}")
    names = (
        stem,
        f"{stem} ({passage.article})",
        *(f"{stem} ({passage.article}, {n})" for n in range(2, 1000)),
    )
    for name in names:
        file = folder / f"{name}{suffix}"
        if file not in taken and not file.exists() and not file.is_symlink():
            return file
    raise ReaderError(f"{folder} has too many files called {stem}")


def _into(
    file: Path, articles: Sequence[MarkedArticle], template: Template, *, alone: bool
) -> WrittenPassages:
    before, stamp = _read(file)
    return _written(file, before, merging.merge(before, articles, template, alone=alone), stamp)


def _into_table(file: Path, passages: Sequence[Passage]) -> WrittenPassages:
    before, stamp = _read(file)
    try:
        merged = table.merge(before, passages)
    except ReaderError as error:
        raise ReaderError(f"{file}: {error}") from error
    return _written(file, before, merged, stamp)


_Stamp = tuple[int, int, int] | None


def _read(file: Path) -> tuple[str, _Stamp]:
    """The text of a file and what tells whether it has changed since; "" and None if there is none."""
    stamp = _stamp(file)
    if stamp is None:
        return "", None
    return _text(read_file(file, _MOST_BYTES), file), stamp


def _text(raw: bytes, file: Path) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReaderError(f"{file} is not written in UTF-8: nothing was written into it") from error


def _stamp(file: Path) -> _Stamp:
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise ReaderError(f"{file} is not a file that can be written into")
    return status.st_mtime_ns, status.st_size, status.st_ino


def _written(file: Path, before: str, merged: Merged, stamp: _Stamp) -> WrittenPassages:
    if merged.text != before:
        # A link stays: what it leads to is written.
        real = file.resolve()
        if stamp is None:
            make_folder(real.parent)
            write_new(real, merged.text)
        else:
            if _stamp(file) != stamp:
                raise ReaderError(f"{file} has changed meanwhile: nothing was written into it")
            mode = stat.S_IMODE(real.stat().st_mode)
            write_new(real, merged.text, replace=True)
            real.chmod(mode)
    return WrittenPassages(file, merged.added, merged.updated, merged.kept)
