"""Makes libraries of any size out of invented text, for the benchmarks to run on.

What matters to speed is as in real articles: few words make up most of the text (Zipf's law), every article
has a title, a lead, links to its neighbours and to three recommended ones with their teasers. The same
numbers give the same library, so that runs on different days compare. Everything goes in through
``reader.ingest`` and is indexed through ``reader.library``, as a user's pages are.

By itself it builds one library: ``python tests/bench/library.py --cache DIRECTORY --articles 10000``.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

VOCABULARY = 20_000
TEASER = 49
BATCH = 1000


class Texts:
    """Invented articles, numbered from 0. Titles and leads are made at once, for links need them."""

    def __init__(self, articles: int, words: int, seed: int = 1) -> None:
        """``words`` is the length of an article on average; the longest are three times as long."""
        self.count = articles
        self._words = words
        self._random = random.Random(seed)
        self._vocabulary = _vocabulary(self._random)
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))
        self.titles = self._titles()
        self._leads = [self._lead() for _ in range(articles)]

    def _titles(self) -> list[str]:
        titles: dict[str, None] = {}
        while len(titles) < self.count:
            common, rare = self._draw(3), self._random.choices(self._vocabulary, k=2)
            titles[" ".join([*common, *rare]).capitalize()] = None
        return list(titles)

    def _draw(self, count: int) -> list[str]:
        return self._random.choices(self._vocabulary, cum_weights=self._weights, k=count)

    def _lead(self) -> str:
        """A first paragraph, longer than a teaser."""
        lead = self.sentence(12)
        while len(lead) <= TEASER:
            lead += " " + self.sentence(4)
        return lead

    def sentence(self, words: int) -> str:
        """A sentence of so many words."""
        return " ".join(self._draw(max(1, words))).capitalize() + "."

    def paragraph(self, words: int) -> str:
        """A paragraph of about so many words, in sentences of 14."""
        return " ".join(self.sentence(min(14, words - done)) for done in range(0, words, 14))

    def page(self, number: int) -> str:
        """Article ``number`` as a saved page."""
        title = self.titles[number]
        length = int(self._words * self._random.triangular(0.3, 3, 0.5) / 1.27)
        body = [self._leads[number]]
        body += [self.paragraph(min(60, length - done)) for done in range(12, length, 60)]
        parts = [title, title, *body]
        if number:
            parts.append(f"<<:\xa0 {self.titles[number - 1]}")
        if number + 1 < self.count:
            parts.append(f">>:\xa0 {self.titles[number + 1]}")
        parts.append("Recommend")
        for step in self._random.choices(range(1, max(2, self.count)), k=3):
            # Never a step of the whole length: no article recommends itself.
            other = (number + step) % self.count
            parts += [self.titles[other], f"{self._leads[other][:TEASER]}..."]
        return "\n\n".join(parts) + "\n"

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Every page, with a name."""
        for number in range(self.count):
            yield f"{number:06}.txt", self.page(number).encode()


def _vocabulary(chance: random.Random) -> list[str]:
    """Invented words, the short ones first: they become the common ones."""
    starts = (*"bdfgklmnprstvz", "ch", "st", "tr")
    syllables = [start + vowel for start in starts for vowel in "aeiou"]
    words: set[str] = set()
    while len(words) < VOCABULARY:
        word = "".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 3, 3, 4))))
        words.add(word + chance.choice(("", "", "n", "s", "r")))
    # Sorted by spelling as well: the order of a set differs from run to run.
    return sorted(words, key=lambda word: (len(word), word))


def long_page(texts: Texts, paragraphs: int, first: str) -> str:
    """One page of many paragraphs of 60 words whose text begins with ``first``."""
    body = [texts.paragraph(60) for _ in range(paragraphs - 1)]
    title = texts.sentence(4).rstrip(".")
    return "\n\n".join([title, title, first, *body]) + "\n"


def write_pages(folder: Path, articles: int, words: int) -> None:
    """Writes invented pages as files into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in Texts(articles, words).pages():
        (folder / name).write_bytes(raw)


def first_title(articles: int, words: int) -> str:
    """The title that a list of such a library begins with."""
    return Texts(articles, words).titles[0]


def library_at(cache: Path, articles: int, words: int) -> Path:
    """The data directory of an indexed library of so many articles; built unless ``cache`` holds it."""
    from reader.search.engine import FORMAT

    # Of another index format it would be rebuilt while a benchmark runs.
    data = cache / f"library-{articles}-{words}-{FORMAT}"
    if not data.exists():
        building = cache / f"{data.name}.building"
        shutil.rmtree(building, ignore_errors=True)
        _build(building, articles, words)
        # Renamed when complete: what was interrupted is not taken for a library.
        building.rename(data)
    return data


def _build(data: Path, articles: int, words: int) -> None:
    from reader import ingest
    from reader.library import Library

    begin = time.perf_counter()
    print(f"building a library of {articles:,} articles, {words} words each …", file=sys.stderr, flush=True)
    now = time.time()
    with Library.open(data) as library:
        batch: list[tuple[str, bytes]] = []
        for name, raw in Texts(articles, words).pages():
            batch.append((f"/invented/{name}", raw))
            if len(batch) == BATCH:
                ingest.add_pages(library.store, batch, now=now)
                batch.clear()
        ingest.add_pages(library.store, batch, now=now)
        library.update_index()
    print(f"… {time.perf_counter() - begin:.0f} s", file=sys.stderr, flush=True)


# --- options that the benchmarks share --------------------------------------------------------------


def add_cache_option(parser: argparse.ArgumentParser) -> None:
    """``--cache DIRECTORY``, where libraries are kept between runs."""
    parser.add_argument(
        "--cache",
        type=Path,
        metavar="DIRECTORY",
        help="keep the libraries here for the next run (default: a temporary directory)",
    )


def shared() -> Path:
    """The corpora of real pages, outside the project; they need not be there."""
    return Path(os.environ.get("READER_SHARED") or CHECKOUT.parent / "shared")


@contextlib.contextmanager
def work_folders(cache: Path | None) -> Iterator[tuple[Path, Path]]:
    """The directory for libraries to keep, and one for this run alone, removed at its end."""
    with tempfile.TemporaryDirectory(prefix="reader-bench-", ignore_cleanup_errors=True) as name:
        scratch = Path(name)
        kept = cache or scratch / "cache"
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.absolute(), scratch


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds a library of invented articles.")
    add_cache_option(parser)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=300, help="words in an article, on average")
    args = parser.parse_args()
    if args.cache is None:
        parser.error("--cache says where the library is to be")
    args.cache.mkdir(parents=True, exist_ok=True)
    print(library_at(args.cache, args.articles, args.words))


if __name__ == "__main__":
    main()
