"""«Did you mean» over a real library: how often is a misspelt word put right, and how long does that take?

Words of the library (of five letters and more, in five articles and more) are misspelt by one or two letters
added, left out, changed or swapped, the first letter being wrong as rarely as people get it wrong (one in
twenty). A word put right as another of the same stem counts: it finds the same. Beside it: difflib's close
matches among the 5,000 commonest words. What a suggestion cannot know is left out: misspellings that are
words of the library themselves.

``python tests/bench/suggestions.py`` takes the real pages of the shared corpus; ``--cache DIRECTORY
--articles N`` an invented library.
"""

from __future__ import annotations

import argparse
import difflib
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from figures import median, percentile, print_table
from library import add_cache_option, library_at, shared, work_folders

from reader.library import Library
from reader.search.analysis.words import fold, split, vocabulary
from reader.search.query import parse

LETTERS = "abcdefghijklmnopqrstuvwxyz"
PEER_WORDS = 5000


def misspell(word: str, chance: random.Random) -> str:
    """The word with one mistake in it."""
    at = 0 if chance.random() < 0.05 else chance.randrange(1, len(word))
    kind = chance.choice(("add", "leave out", "change", "swap"))
    letter = chance.choice(LETTERS)
    if kind == "add":
        return word[:at] + letter + word[at:]
    if kind == "leave out":
        return word[:at] + word[at + 1 :]
    if kind == "change":
        return word[:at] + letter + word[at + 1 :]
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_cache_option(parser)
    parser.add_argument("--articles", type=int, help="an invented library of so many (default: real pages)")
    parser.add_argument("--words", type=int, default=300, help="words in an invented article (default 300)")
    parser.add_argument("--number", type=int, default=500, help="misspelt words of each kind (default 500)")
    args = parser.parse_args()
    with work_folders(args.cache) as (cache, _), tempfile.TemporaryDirectory() as folder:
        if args.articles:
            data = library_at(cache, args.articles, args.words)
        else:
            data = Path(folder)
            pages = shared() / "corpus/18f/pages"
            if not pages.is_dir():
                parser.error(f"there are no pages in {pages}: say --articles N for invented ones")
            with Library.open(data) as library:
                library.add([pages])
        with Library.open(data) as library:
            _measure(library, args.number)
    return 0


def _measure(library: Library, number: int) -> None:
    library.catch_up()
    counted: Counter[str] = Counter()
    for article in library.ids()[:2000]:
        counted.update({fold(word) for word in split(library.get(article).text())})
    common = [word for word, _ in counted.most_common(PEER_WORDS)]
    known = [word for word, count in counted.items() if count >= 5 and len(word) >= 5 and word.isascii()]
    known = sorted(word for word in known if word.isalpha())
    chance = random.Random(1)
    index = library.finding._index  # the suggestion alone, without the searches around it
    rows = []
    for name, mistakes in (("one mistake", 1), ("two mistakes", 2)):
        asked: list[tuple[str, str]] = []
        while len(asked) < number:
            word = spelt = chance.choice(known)
            for _ in range(mistakes):
                spelt = misspell(spelt, chance)
            if spelt not in counted:
                asked.append((spelt, word))
        rows.append(_row(f"reader, {name}", asked, lambda spelt: index.suggest(parse(spelt))))
        rows.append(_row(f"difflib, {name}", asked[:100], lambda spelt: _close(spelt, common)))
    right = [(word, "") for word in chance.sample(known, min(number, len(known)))]
    rows.append(_row("reader, words spelt right", right, lambda spelt: index.suggest(parse(spelt))))
    print(f"{library.store.articles.counts().all:,} articles; milliseconds of CPU time")
    print_table(("", "words", "put right", "median", "p95", "most"), rows)


def _close(word: str, words: list[str]) -> str:
    return next(iter(difflib.get_close_matches(word, words, 1)), "")


def _row(name: str, asked: list[tuple[str, str]], suggest: Callable[[str], str]) -> tuple[str, ...]:
    stem = vocabulary("english")
    times, right = [], 0
    for spelt, meant in asked:
        begin = time.process_time()
        suggested = suggest(spelt)
        times.append(time.process_time() - begin)
        same = suggested == meant or (bool(suggested and meant) and stem[suggested] == stem[meant])
        right += same
    share = f"{right / len(asked):.3f}"
    return (
        name,
        str(len(asked)),
        share,
        *(f"{seconds * 1000:.2f}" for seconds in (median(times), percentile(times, 0.95), max(times))),
    )


if __name__ == "__main__":
    sys.exit(main())
