"""Standard input: one file, named by its own digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from reader.files import read_stdin
from reader.sources.fetched import MAX_BYTES, Fetched
from reader.sources.protocol import Closed, Fail, FoundFile, Source

NAME = "-"


class StandardInput:
    """A source that can be read once."""

    scope = ""

    def find(self, fail: Fail) -> Iterator[FoundFile]:
        """What stands on standard input."""
        yield FoundFile(NAME, _fetch)

    def lacks(self, source: str) -> bool:
        """Nobody can ask standard input for what it said before."""
        return False


def source(name: str, closed: Closed) -> Source | None:
    """Standard input, if that is what the name means."""
    return StandardInput() if name == NAME else None


def _fetch() -> Fetched:
    raw = read_stdin(MAX_BYTES)
    return Fetched(f"stdin:{hashlib.sha256(raw).hexdigest()[:12]}", raw)
