"""Writes articles of any library into files: one each in a folder, or all in one file.

Whatever the library is, it is only asked by its protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from reader.errors import ArticleDamaged, ArticleNotFound, ReaderError
from reader.formats.parsed import Parsed
from reader.formats.writing import WRITERS, FileWriter
from reader.library.new_files import FileNames, make_folder, new_file, write_new
from reader.library.protocol import Library

FORMATS = tuple(WRITERS)
"""The formats that articles can be written in."""

Written = Callable[[int, str, Path], None]
"""Called for each article that was written: its id, its title and the file."""

Failed = Callable[[int, Exception], None]
"""Called for each article that could not be written, with the reason."""


def is_one_file(name: str) -> bool:
    """Whether a format holds all articles in one file."""
    return WRITERS[name].one is None


def to_folder(
    library: Library,
    ids: Sequence[int],
    folder: Path,
    name: str,
    *,
    replace: bool = False,
    written: Written,
    failed: Failed,
) -> None:
    """Writes a file for each article, named after its title, with its pictures in a folder beside it.

    Args:
        library: where the articles are.
        ids: the articles, in order.
        folder: created if needed.
        name: one of :data:`FORMATS` that writes a file for each article.
        replace: whether existing files with other contents are replaced.
        written: called for each article.
        failed: called for each one that could not be written.

    Raises:
        ReaderError, OSError: the folder cannot be created.
    """
    writer = WRITERS[name]
    make_folder(folder)
    names = FileNames()
    for article in ids:
        try:
            _write_one(library, article, folder, writer, names, replace, written)
        except (OSError, ReaderError) as error:
            failed(article, error)


def _write_one(
    library: Library,
    article: int,
    folder: Path,
    writer: FileWriter,
    names: FileNames,
    replace: bool,
    written: Written,
) -> None:
    parsed = library.parsed(article)
    title = parsed.article.title
    stem = names.choose(title, article)
    assert writer.one is not None
    made = writer.one(parsed, stem)
    for picture in made.pictures:
        make_folder((folder / picture.name).parent)
        write_new(folder / picture.name, picture.raw, replace=replace)
    file = folder / f"{stem}{writer.suffix}"
    write_new(file, made.text, replace=replace)
    written(article, title, file)


def to_stream(
    library: Library, ids: Sequence[int], stream: BinaryIO, name: str, title: str, failed: Failed
) -> None:
    """Writes all articles into one file of a format for which :func:`is_one_file`."""
    whole = WRITERS[name].whole
    assert whole is not None
    whole(_articles(library, ids, failed), stream, title)


def to_file(
    library: Library,
    ids: Sequence[int],
    file: Path,
    name: str,
    title: str,
    *,
    replace: bool = False,
    failed: Failed,
) -> None:
    """The same into a new file, which is complete or not there at all.

    Raises:
        ReaderError: there is something with that name, and ``replace`` is not set.
        OSError: it cannot be written.
    """
    make_folder(file.parent)
    with new_file(file, replace=replace) as stream:
        to_stream(library, ids, stream, name, title, failed)


def _articles(library: Library, ids: Sequence[int], failed: Failed) -> Iterator[Parsed]:
    for article in ids:
        try:
            parsed = library.parsed(article)
        except (ArticleNotFound, ArticleDamaged) as error:
            failed(article, error)
        else:
            yield parsed
