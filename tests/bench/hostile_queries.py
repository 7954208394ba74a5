"""Random and hostile queries over a real index: does any fail, and how long do the slowest take?

Ten thousand strings: words of the library combined by every sign of the query language, noise in any script,
and the worst that can be made of each part of the language. Each is asked as it stands and as if it were
being typed; an exception ends the run. Beside them: two-word queries of the same words, which is what people
ask. Times are CPU time, so that other programs do not count.

``python tests/bench/hostile_queries.py --cache DIRECTORY --articles 20000``
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice, pairwise

from figures import median, percentile, print_table
from library import add_cache_option, library_at, work_folders

SIGNS = (
    *(
        "(",
        ")",
        '"',
        "-",
        "OR",
        "AND",
        "NOT",
        "*",
        "~",
        "@",
        "..",
        "<",
        ">",
        "|",
        "&&",
        "~~",
        ":",
        '""',
        "((",
        "))",
    ),
    *(
        "title:",
        "note:",
        "tag:",
        "is:",
        "is:unread",
        "is:read",
        "added:2014..2015",
        "added:<7d",
        "added:today",
    ),
    *("read:>2w", "words:>200", "words:..500", "source:0", "lang:en", "foo:", "-(", "title:(", "tag:("),
)
NOISE = (
    "abcxyz012 \t\n'\"()[]{}<>|&*~@:;.,-_\\/éßñøжщאبمไท机器の한\x00\x07\x1b\u202e\u200d\ufeff\ud800\udcff🙂"
)
LONGEST = 5000


def random_queries(words: list[str], chance: random.Random) -> Iterator[str]:
    """Queries without end: from plausible to noise."""

    def word() -> str:
        return chance.choice(words)

    def piece() -> str:
        kind = chance.random()
        if kind < 0.45:
            return word()
        if kind < 0.6:
            return word()[: chance.randint(1, 4)] + chance.choice(("", "*"))
        if kind < 0.7:
            return word() + "~"
        if kind < 0.9:
            return chance.choice(SIGNS)
        return "".join(chance.choices(NOISE, k=chance.randint(1, 8)))

    while True:
        kind = chance.random()
        if kind < 0.7:
            glue = chance.choice((" ", " ", " ", "", " OR ", " -"))
            yield glue.join(piece() for _ in range(chance.choice((1, 2, 3, 5, 8, 20))))
        elif kind < 0.9:
            yield "".join(chance.choices(NOISE, k=chance.randint(1, 80)))
        elif kind < 0.97:
            yield " ".join(piece() for _ in range(chance.randint(20, 200)))
        else:
            yield "".join(map(chr, chance.choices(range(0x3000), k=chance.randint(1, 500))))


def worst(words: list[str], common: list[str]) -> dict[str, str]:
    """The worst of each kind that we know of, by what it is."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    nested = ""
    for letter in letters[:12]:
        nested += f"-({letter}* OR "
    return {
        "prefixes, any": " OR ".join(f"{letter}*" for letter in letters),
        "prefixes, all": " ".join(f"{letter}*" for letter in letters),
        "two-letter prefixes, any": " OR ".join(f"{a}{b}*" for a in letters for b in "aeiou"),
        "100 fuzzy words": " ".join(f"{word}~" for word in words[:100]),
        "100 fuzzy words, any": " OR ".join(f"{word}~" for word in words[:100]),
        "a fuzzy word of 29 letters": "b" * 29 + "~",
        "100 misspelt words": " ".join(word[:2] + "x" + word[2:] for word in words[:100]),
        "100 common words": " ".join(common),
        "100 common words, any": " OR ".join(common),
        "100 common words, none": " ".join(f"-{word}" for word in common),
        "a phrase of 100 common words": f'"{" ".join(common)}"',
        "phrases of two common words, any": " OR ".join(f'"{a} {b}"' for a, b in pairwise(common)),
        "a common word 100 times": " ".join(common[:1] * 100),
        "a phrase of a common word 100 times": f'"{" ".join(common[:1] * 100)}"',
        "5,000 brackets": "(" * LONGEST,
        "a bracket and a word, 2,500 times": f"({common[0]} " * 700,
        "excluded from what is excluded …": nested + "z*",
        "5,000 letters": "x" * LONGEST,
        "5,000 letters of a script without spaces": "机" * LONGEST,
        "5,000 letters with hyphens": "-".join(words)[:LONGEST],
        "all filters": "is:unread is:read -is:starred added:2000.. -read:<7d words:>1 source:0 tag:a lang:en",
        "500 sources": " OR ".join(f"source:{number}" for number in range(500)),
        "filters and common words": f"is:unread added:2000.. words:>1 {common[0]} {common[1]}",
        "4,000 numbers in a date": "added:" + "9" * 4000,
        "1,600 operators": "OR " * 1600,
    }


def measured(ask: Callable[[str, bool], object], queries: Iterator[str]) -> list[tuple[float, str]]:
    """CPU seconds of each query, with the query, both ways of asking it."""
    taken = []
    for query in queries:
        for typing in (False, True):
            begin = time.process_time()
            ask(query, typing)
            taken.append((time.process_time() - begin, query))
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_cache_option(parser)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument(
        "--words", type=int, default=300, help="words in an article, on average (default 300)"
    )
    parser.add_argument("--queries", type=int, default=10_000, help="random queries (default 10,000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--snippets", action="store_true", help="with the snippets of the first 20 as well")
    parser.add_argument("--slowest", type=int, default=3, help="so many of the slowest are shown (default 3)")
    args = parser.parse_args()
    from reader.library import Library

    with (
        work_folders(args.cache) as (cache, _),
        Library.open(library_at(cache, args.articles, args.words)) as library,
    ):
        library.catch_up()
        counted: dict[str, int] = {}
        for article in library.ids()[:200]:
            for word in library.get(article).text().lower().replace(".", "").split():
                counted[word] = counted.get(word, 0) + 1
        words = sorted(counted)
        chance = random.Random(args.seed)
        chance.shuffle(words)
        common = sorted(counted, key=lambda word: -counted[word])[:100]

        def ask(query: str, typing: bool) -> None:
            found = library.find(query, typing=typing)
            if args.snippets:
                for article in found.ids[:20]:
                    library.finding.snippet(query, article, typing=typing)

        ask(" ".join(common[:2]), True)  # opens the index
        plain = (" ".join(chance.sample(words, 2)) for _ in range(500))
        base = measured(ask, plain)
        found = measured(ask, islice(random_queries(words, chance), args.queries))
        rows = [_row("two words", base, base), _row("random", found, base)]
        rows += [
            _row(name, measured(ask, iter([query])), base) for name, query in worst(words, common).items()
        ]
    print(f"{args.articles:,} articles of {args.words} words; milliseconds of CPU time in the search thread")
    print_table(("", "asked", "median", "p95", "most", "to two words"), rows)
    for seconds, query in sorted(found, reverse=True)[: args.slowest]:
        print(f"{seconds * 1000:.0f} ms  {query!r}")
    return 0


def _row(name: str, taken: list[tuple[float, str]], base: list[tuple[float, str]]) -> tuple[str, ...]:
    times = [seconds for seconds, _ in taken]
    typical = median([seconds for seconds, _ in base])
    return (
        name,
        f"{len(times):,}",
        *(f"{seconds * 1000:.1f}" for seconds in (median(times), percentile(times, 0.95), max(times))),
        f"{median(times) / typical:.1f}",
    )


if __name__ == "__main__":
    sys.exit(main())
