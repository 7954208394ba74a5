"""Writes articles of any library into files: one each in a folder, or all in one file.

Whatever the library is, it is only asked by its protocol.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace as with_values
from pathlib import Path
from typing import BinaryIO

from reader.addresses import is_web
from reader.errors import ArticleDamaged, ArticleNotFound, ReaderError
from reader.formats.leading import led, place_of
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


_ENDINGS = frozenset({".html", ".htm", ".md", ".markdown", ".txt"})
"""What files of one article end in."""


def is_named_file(name: str, target: str) -> bool:
    """Whether ``target`` is the name of a file, in a format that writes a file for each article."""
    path = Path(target)
    as_file = path.suffix.lower() in _ENDINGS and not target.endswith(("/", os.sep))
    return not is_one_file(name) and as_file and not path.is_dir()


def to_named_file(
    library: Library, article: int, file: Path, name: str, *, replace: bool = False, written: Written
) -> None:
    """Writes one article into a file with this name, its pictures into a folder beside it.

    Raises:
        ReaderError: there is something else with that name, and ``replace`` is not set; or no such article.
        OSError: it cannot be written.
    """
    make_folder(file.parent)
    parsed = leading(library, article, {article: place_of(file.name)})
    _write_one(parsed, article, file, WRITERS[name], replace, written)


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
    titles = library.titles(ids)
    files = {
        article: names.choose(titles[article], article, writer.suffix) for article in ids if article in titles
    }
    places = {article: writer.place(file) for article, file in files.items()}
    for article in ids:
        try:
            parsed = leading(library, article, places)
            _write_one(parsed, article, folder / files[article], writer, replace, written)
        except (OSError, ReaderError) as error:
            failed(article, error)


def _write_one(
    parsed: Parsed, article: int, file: Path, writer: FileWriter, replace: bool, written: Written
) -> None:
    assert writer.one is not None
    made = writer.one(parsed, file.name.removesuffix(writer.suffix))
    for picture in made.pictures:
        make_folder((file.parent / picture.name).parent)
        write_new(file.parent / picture.name, picture.raw, replace=replace)
    write_new(file, made.text, replace=replace)
    written(article, parsed.article.title, file)


def to_stream(
    library: Library, ids: Sequence[int], stream: BinaryIO, name: str, title: str, failed: Failed
) -> None:
    """Writes all articles into one file of a format for which :func:`is_one_file`."""
    writer = WRITERS[name]
    assert writer.whole is not None
    writer.whole(_articles(library, ids, writer, failed), stream, title)


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


def _articles(library: Library, ids: Sequence[int], writer: FileWriter, failed: Failed) -> Iterator[Parsed]:
    members = {article: writer.member(number, article) for number, article in enumerate(ids, 1)}
    places = {article: writer.place(member) for article, member in members.items()}
    for article in ids:
        try:
            parsed = leading(library, article, places)
        except (ArticleNotFound, ArticleDamaged) as error:
            failed(article, error)
        else:
            yield with_values(parsed, member=members[article])


def leading(library: Library, article: int, places: Mapping[int, str]) -> Parsed:
    """An article as it is exported: its links lead to the places that the others have in the same export.

    Args:
        library: where it is.
        article: its id.
        places: the places of all articles of the export, by their ids; see :mod:`reader.formats.leading`.

    Raises:
        ArticleNotFound, ArticleDamaged: it cannot be read.
    """
    parsed = library.parsed(article)
    links = {
        each.link: each.target
        for each in library.links(article)
        if each.target is not None and not is_web(each.link.address)
    }
    others = [target for target in links.values() if target not in places]
    addresses = {row.id: row.url for row in library.summaries(others) if is_web(row.url)}
    found = {link: places.get(target) or addresses.get(target, "") for link, target in links.items()}
    return led(parsed, {link: place for link, place in found.items() if place})
