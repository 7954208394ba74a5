"""How much may be unpacked from one file: small files that unpack to endless ones must do no harm."""

from __future__ import annotations

from reader.errors import UnreadableSource

ALWAYS = 512 * 2**20
"""So many bytes may be unpacked from any archive, however small it is."""

RATIO = 100
"""So many times its own size may be unpacked from a larger one. Text packs to a tenth, hardly ever more."""

RATIO_OF_ONE = 250
"""So many times its packed size one file may have, if it is larger than ``SMALL``: only endless repetition
packs better."""

SMALL = 4 * 2**20

MOST = 64 * 2**30
"""No archive may unpack to more."""

MOST_FILES = 500_000
"""The most files in one archive."""

MOST_ARCHIVES = 10_000
"""The most archives in one archive, counting those inside others."""


def bomb(size: int, packed: int) -> str:
    """What is wrong with a file that is far larger than what it is unpacked from; "" if it is not."""
    if size > SMALL and size > RATIO_OF_ONE * packed:
        return f"unpacks to more than {RATIO_OF_ONE} times its size, which no text does"
    return ""


class Allowance:
    """What may still be unpacked from one file that a person named, including archives inside it."""

    def __init__(self, size: int) -> None:
        self._left = min(MOST, max(ALWAYS, RATIO * size))
        self._archives = MOST_ARCHIVES

    def spend(self, size: int) -> None:
        """Counts bytes that were unpacked. Raises UnreadableSource if there are too many."""
        self._left -= size
        if self._left < 0:
            raise UnreadableSource("unpacks to far more than its size: the rest of it is not read")

    def open_archive(self) -> None:
        """Counts an archive. Raises UnreadableSource if there are too many."""
        self._archives -= 1
        if self._archives < 0:
            raise UnreadableSource(f"more than {MOST_ARCHIVES:,} archives in one")
