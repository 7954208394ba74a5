"""Edits of the pages of articles, made in their own files with an editor, as changes that can be undone.

The file is the person's, so an edit is undone where it was made: the file gets back what it said, and the
article with it. A file that says anything else by then is left alone.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from reader.changes import Applied, Change, EditPage, Fact, Put
from reader.errors import ReaderError, UnreadableSource
from reader.store import Store

MOST_BYTES = 4 * 2**20
"""The largest file whose edits the journal keeps, before and after: no entry becomes too long to be read."""


class EditedPages:
    """The pages of articles as their files hold them: an aspect for the journal of one library.

    The fact of an article is the path of its file and what that says; bytes that are no UTF-8 are kept, too.
    """

    at_once = 1

    def __init__(self, store: Store, read_again: Callable[[str], None], know: Callable[[int], None]) -> None:
        """``read_again`` takes the page in a file in; ``know``: the person knows the text of an article."""
        self._store = store
        self._read_again = read_again
        self._know = know

    def tidy(self, change: Change) -> Change:
        """The same change: an edit has no input of its own."""
        return change

    def read(self, articles: Collection[int]) -> dict[int, Fact]:
        """The file of each article, with what it says; a file that cannot be read says nothing."""
        found: dict[int, Fact] = {}
        for summary in self._store.articles.summaries(list(articles)):
            try:
                found[summary.id] = _fact(summary.source, Path(summary.source).read_bytes())
            except OSError:
                found[summary.id] = (summary.source,)
        return found

    def write(self, facts: Mapping[int, Fact], now: float) -> dict[int, int]:
        """Gives files what they are to say, and takes their pages in. Raises ReaderError."""
        for article, fact in facts.items():
            if isinstance(fact, tuple) and len(fact) == 2:
                source, said = fact
                _write(Path(source), _bytes(said))
                self.take_in(source, article)
        return {}

    def take_in(self, source: str, article: int) -> int:
        """Takes in the page in a file; returns the article that it is now. Raises ReaderError."""
        self._read_again(source)
        held = [page.article for page in self._store.origins.known(source, "").rows]
        now = article if article in held or not held else held[0]
        # Nothing of it is new to the person who wrote it.
        self._know(now)
        return now

    def made(self, article: int, before: bytes) -> Applied | None:
        """Takes in an edit that was made; see :meth:`reader.library.protocol.Library.edited`."""
        source = self._store.articles.summary(article).source
        try:
            after = Path(source).read_bytes()
        except OSError as error:
            raise UnreadableSource(f"{source} cannot be read: {error.strerror}") from error
        with self._store.transaction():
            # Also if nothing was changed: what is damaged in the library is put right from the file.
            now = self.take_in(source, article)
            if before == after:
                return None
            change = EditPage((now,))
            if max(len(before), len(after)) > MOST_BYTES:
                return Applied(change=change, number=None, articles=(now,), inverse=Put("page", ()))
            was: dict[int, Fact] = {now: _fact(source, before)}
            return self._store.journal.note(change, was, {now: _fact(source, after)}, time.time())


def _fact(source: str, raw: bytes) -> tuple[str, str]:
    return source, raw.decode("utf-8", errors="surrogateescape")


def _bytes(said: str) -> bytes:
    return said.encode("utf-8", errors="surrogateescape")


def _write(file: Path, raw: bytes) -> None:
    """Writes over a file, or the file that a link leads to, with its permissions. Raises ReaderError."""
    from reader.library.new_files import new_file  # every start of the reader comes past this module

    try:
        there = Path(os.path.realpath(file))
        mode = stat.S_IMODE(there.stat().st_mode)
        with new_file(there, replace=True) as stream:
            os.fchmod(stream.fileno(), mode)
            stream.write(raw)
    except OSError as error:
        raise ReaderError(f"{file} cannot be written: {error.strerror}") from error
