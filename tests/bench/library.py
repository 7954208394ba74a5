"""Makes libraries of any size out of invented text, for the benchmarks to run on.

What matters to speed is as in real articles. Few words make up most of the text; the others are ever rarer,
by Zipf's law with two exponents (1 for the commonest 8,000, 1.77 for the rest, as in large collections of
English: Gerlach and Altmann, "Stochastic model for the vocabulary growth in natural languages", 2013), so
that new words go on turning up as a library grows. An article keeps coming back to words of its own. Every
article has a title, a lead, links to its neighbours and to three recommended ones with their teasers. The
same numbers give the same library, so that runs on different days compare. Everything goes in through
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
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

VOCABULARY = 1_000_000
CORE = 8_000  # so many words are everybody's; those after them grow rare faster
OWN_WORDS = 20  # an article has so many words that it keeps coming back to …
OWN_SHARE = 7  # … with one in so many words
TEASER = 49
BATCH = 1000
DAYS = 7  # so many lie between one batch and the one before it


class Texts:
    """Invented articles, numbered from 0. Titles and leads are made at once, for links need them."""

    def __init__(self, articles: int, words: int, seed: int = 1) -> None:
        """``words`` is the length of an article on average; the longest are three times as long."""
        self.count = articles
        self._words = words
        self._random = random.Random(seed)
        self._vocabulary = _vocabulary(self._random)
        self._weights = list(accumulate(map(_weight, range(VOCABULARY))))
        self.titles = self._titles()
        self._leads = [self._lead() for _ in range(articles)]

    def _titles(self) -> list[str]:
        titles: dict[str, None] = {}
        while len(titles) < self.count:
            titles[" ".join([*self._draw(3), *self._own(2)]).capitalize()] = None
        return list(titles)

    def _draw(self, count: int) -> list[str]:
        return self._random.choices(self._vocabulary, cum_weights=self._weights, k=count)

    def _own(self, count: int) -> list[str]:
        """Words that say something: none of the commonest, which stand in every article."""
        first = self._weights[200]
        points = [self._random.uniform(first, self._weights[-1]) for _ in range(count)]
        return [self._vocabulary[bisect(self._weights, point, 200, VOCABULARY - 1)] for point in points]

    def _lead(self) -> str:
        """A first paragraph, longer than a teaser."""
        lead = self.sentence(12)
        while len(lead) <= TEASER:
            lead += " " + self.sentence(4)
        return lead

    def sentence(self, words: int, own: Sequence[str] = ()) -> str:
        """A sentence of so many words, some of them from ``own``."""
        drawn = self._draw(max(1, words))
        if own:
            for place in range(self._random.randrange(OWN_SHARE), len(drawn), OWN_SHARE):
                drawn[place] = self._random.choice(own)
        return " ".join(drawn).capitalize() + "."

    def paragraph(self, words: int, own: Sequence[str] = ()) -> str:
        """A paragraph of about so many words, in sentences of 14."""
        return " ".join(self.sentence(min(14, words - done), own) for done in range(0, words, 14))

    def page(self, number: int) -> str:
        """Article ``number`` as a saved page."""
        title = self.titles[number]
        length = int(self._words * self._random.triangular(0.3, 3, 0.5) / 1.27)
        body, own = [self._leads[number]], [*title.lower().split(), *self._own(OWN_WORDS)]
        body += [self.paragraph(min(60, length - done), own) for done in range(12, length, 60)]
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


def _weight(rank: int) -> float:
    if rank < CORE:
        return 1 / (rank + 2.7)
    return (CORE / rank) ** 1.77 / CORE


def _vocabulary(chance: random.Random) -> list[str]:
    """Invented words, the short ones first: they become the common ones."""
    # Some letters begin more words than others, as in any language.
    starts = (*"ssssccccppppdddmmmrrrbbbttttfffhhggllnnvwkzj", "ch", "st", "st", "tr", "pr", "pr", "br")
    syllables = [start + vowel for start in starts for vowel in "aaeeeiioou"]
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        word = "".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 3, 3, 4, 4))))
        words[word + chance.choice(("", "", "n", "s", "r", "l", "ng", "ck"))] = None
    return sorted(words, key=len)


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

    def pages() -> Iterator[tuple[str, bytes]]:
        for name, raw in Texts(articles, words).pages():
            yield f"/invented/{name}", raw

    return kept_library(cache, f"library-{articles}-{words}", pages)


def kept_library(cache: Path, name: str, pages: Callable[[], Iterator[tuple[str, bytes]]]) -> Path:
    """The data directory of an indexed library of some pages; built unless ``cache`` holds it."""
    from reader.library import Library

    data = cache / name
    if not data.exists():
        building = cache / f"{data.name}.building"
        shutil.rmtree(building, ignore_errors=True)
        _build(building, pages())
        # Renamed when complete: what was interrupted is not taken for a library.
        building.rename(data)
    with Library.open(data) as library:
        # An index of another format would be rebuilt while a benchmark runs.
        library.catch_up()
    return data


def _build(data: Path, pages: Iterator[tuple[str, bytes]]) -> None:
    from reader import ingest
    from reader.library import Library

    begin = time.perf_counter()
    print(f"building {data.stem} …", file=sys.stderr, flush=True)
    now = time.time()
    with Library.open(data) as library:
        while batch := list(islice(pages, BATCH)):
            ingest.add_pages(library.store, batch, now=now)
            # Added over months, as libraries are; what comes first in a list is still the first page.
            now -= DAYS * 86_400
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
