"""The order of the list, whoever asks for it and whatever has changed since."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from reader import ingest
from reader.library import Library


def test_few_and_many_come_in_the_order_of_the_list(tmp_path: Path, page_text: Callable[..., str]) -> None:
    with Library.open(tmp_path / "data") as library, Library.open(tmp_path / "data") as other:

        def add(number: int, into: Library) -> None:
            page = page_text(f"Page {number}", f"what page {number} says").encode()
            ingest.add_pages(into.store, [(f"/pages/{number}.txt", page)], now=float(number * 7 % 40))

        for number in range(40):
            add(number, library)
        chance = random.Random(1)
        for _ in range(2):
            everything = library.ids()
            for size in (0, 1, 2, 5, 30, len(everything)):
                wanted = chance.sample(everything, size)
                assert library.in_order([*wanted, 999, *wanted]) == [a for a in everything if a in wanted]
            # By another connection, and by this one.
            add(40, other)
            library.remove([everything[3]])
        assert library.in_order([everything[3], everything[5]]) == [everything[5]]
