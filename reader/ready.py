"""The articles of a file on their way into the library: each is ready once it is known what follows it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from reader.model import Page
from reader.store import Blob, Known, Prepared, blob_of, prepare


@dataclass(slots=True, kw_only=True)
class ReadyArticle:
    """An article that is ready to be stored."""

    page: Prepared
    known: Known
    last: bool
    """Whether it is the last one of its file."""
    only: bool
    """Whether its file holds nothing else and was named by itself."""
    whole: bool
    """Whether the library knows no other articles of its file, so that none can have vanished."""
    unread: Collection[str]
    """The articles of the file that cannot be read."""
    size: int
    """Roughly how many bytes of memory it takes."""


class OpenedFile:
    """A file whose articles are read one by one. Each is returned once the next one, or the end, is known."""

    def __init__(self, known: Known, *, named: bool) -> None:
        self.unread: list[str] = []
        self._named = named
        self._known = known
        self._blob: Blob | None = None
        self._held: Page | None = None
        self._several = False

    @property
    def has_several(self) -> bool:
        """Whether more than one article was read."""
        return self._several

    def next(self, page: Page | None, *, last: bool = False) -> ReadyArticle | None:
        """Takes the next article, or None if there are no more; returns the one before it.

        ``last`` says that the file was read to its end.
        """
        held, self._held = self._held, page
        if held is None:
            return None
        size = len(held.raw) if self._blob is None and held.record is None else len(held.article.text())
        if held.record is None:
            # The articles of one file share its bytes.
            self._blob = self._blob or blob_of(held.raw, self._known.digest)
        self._several = self._several or page is not None
        known = self._known
        return ReadyArticle(
            page=prepare(held, self._blob, known.digest),
            known=known,
            last=last,
            only=self._named and last and not self._several,
            whole=not self._several and all(row.member == held.member for row in known.rows),
            unread=self.unread,
            size=size + sum(len(asset.raw) for asset in held.assets),
        )
