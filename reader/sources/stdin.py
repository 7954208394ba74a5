"""Standard input: one file, named by its own digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from reader.files import read_stdin
from reader.sources.fetched import MAX_BYTES, Fetched
from reader.sources.protocol import Closed, Fail, FoundFile, Source

NAME = "-"


class StandardInput:
    """A source that can only be read once."""

    scope = ""

    def find(self, fail: Fail) -> Iterator[FoundFile]:
        """The content of standard input."""
        yield FoundFile(NAME, _fetch)

    def lacks(self, source: str) -> bool:
        """Standard input cannot be read again, so nothing counts as missing."""
        return False


def source(name: str, closed: Closed) -> Source | None:
    """Standard input, if the name stands for it."""
    return StandardInput() if name == NAME else None


def _fetch() -> Fetched:
    raw = read_stdin(MAX_BYTES)
    return Fetched(f"stdin:{hashlib.sha256(raw).hexdigest()[:12]}", raw)
