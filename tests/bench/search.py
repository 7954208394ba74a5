"""What a search takes, beside SQLite's FTS5 and Whoosh as it is shipped, over the same articles.

Keys: queries of two words typed letter by letter into the list's search box, the last word a prefix, as the
screen asks on its search thread. FTS5 is set up as its documentation advises for this (prefix index,
``ORDER BY rank``, a limit) and gets the same keys.

"With rows" is the same with the snippets of the 20 results that are on the screen, which only the reader has.

Rows: kinds of queries that cost differently, the best 50 articles each. Every query is asked once, in an
order that mixes the kinds: what a cache gives is what it gives to a reader who never asks the same twice. The
time of a query is the least of several rounds, each of which begins with nothing remembered: the rest of what
the machine does only ever adds to it.
The first column is what FTS5 and Whoosh do as well: the articles that match, ranked by BM25F. "all" adds what
only the reader does: words that stand close together count more, near duplicates are folded, and where few
match the best partial matches follow and misspelt words are put right. Questions are asked for with any of
their words, of the reader as its users ask: in both columns it does all that it does.

Times are CPU time of the thread that searches, in milliseconds, for the machine may have other work;
``--wall`` takes the clock on the wall. "to FTS5" is how many times FTS5's time ours is: below 1 ours is
ahead.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from figures import median, percentile, print_table
from library import add_cache_option, library_at, work_folders
from real import DOCUMENTS, real_library

from reader.library import Library
from reader.search.analysis.words import vocabulary
from reader.search.query import parse
from reader.search.weights import Features

LIMIT = 50
BM25F_ONLY = Features(nearness=False, feedback=False)
SHARE_COMMON = 0.2
MANY = 1000  # articles that the queries are drawn from
DAY = 86_400.0

Search = Callable[["Asked"], object]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Asked:
    """A query: its words, and how they are meant."""

    kind: str
    words: tuple[str, ...]
    typing: bool = False
    dates: tuple[float, float] | None = None


# --- the queries --------------------------------------------------------------------------------------


class Drawn:
    """Queries drawn from the articles of a library; the same numbers give the same queries."""

    def __init__(self, library: Library, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._apart = random.Random(seed + 1)  # draws nothing away from the other kinds
        newest = library.store.articles.ids()
        chosen = sorted(self._random.sample(newest, min(MANY, len(newest))))
        texts = [re.findall(r"\w+", d.body.lower()) for d in library.store.articles.documents(chosen)]
        self._texts = [text for text in texts if len({word for word in text if len(word) > 3}) > 10]
        seen = Counter(word for text in self._texts for word in set(text))
        self.common = sorted(word for word, count in seen.items() if count > SHARE_COMMON * len(chosen))
        self.rare = sorted(word for word, count in seen.items() if count == 1 and len(word) > 4)
        added = [library.summary(newest[place]).added for place in (0, -1)]
        self._first, self._last = min(added) - 1, max(added) + 1

    def pair(self) -> tuple[str, ...]:
        """Two words of one article, neither very short: what people type."""
        words = sorted({word for word in self._random.choice(self._texts) if len(word) > 3})
        return tuple(self._random.sample(words, 2))

    def phrase(self) -> tuple[str, ...]:
        """Two or three words that stand next to each other somewhere, whichever they are."""
        text, size = self._random.choice(self._texts), self._random.choice((2, 3))
        place = self._random.randrange(len(text) - size)
        return tuple(text[place : place + size])

    def question(self) -> tuple[str, ...]:
        """Ten different words of one article, as it has them."""
        words = sorted({word for word in self._apart.choice(self._texts) if len(word) > 2})
        return tuple(self._apart.sample(words, 10))

    def dates(self) -> Asked:
        """A word of an article and a span of dates that hardly any other query has."""
        chance = self._apart
        word = chance.choice(sorted({word for word in chance.choice(self._texts) if len(word) > 3}))
        first, last = sorted(chance.uniform(self._first, self._last) for _ in range(2))
        return Asked("other dates each time", (word,), dates=(first, last + DAY))

    def keys(self, count: int) -> list[Asked]:
        """Every key of so many queries of two words."""
        texts = [" ".join(self.pair()) for _ in range(count)]
        return [
            Asked("keys", tuple(text[:end].split()), typing=not text[:end].endswith(" "))
            for text in texts
            for end in range(1, len(text) + 1)
        ]

    def rows(self, count: int) -> list[Asked]:
        """So many queries of each kind, mixed."""
        chance = self._random
        middle = (self._first + self._last) / 2
        asked = []
        for _ in range(count):
            asked += [
                Asked("one common word", (chance.choice(self.common),)),
                Asked("one rare word", (chance.choice(self.rare),)),
                Asked("two words", self.pair()),
                Asked("two common words", tuple(chance.sample(self.common, 2))),
                Asked("phrase", self.phrase()),
                Asked("prefix", (self.pair()[0][:3],), typing=True),
                Asked("dates, newest first", (self.pair()[0],), dates=(self._first, middle)),
                self.dates(),
                Asked("question of ten words", self.question()),
            ]
        chance.shuffle(asked)
        return asked


# --- who is asked -------------------------------------------------------------------------------------

ROWS = 20
"""How many results with a snippet are on the screen."""


class Reader:
    """The reader's own search, as the screen and the commands call it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._index = library.finding._index  # one for all, as the words it has read serve all

    def key(self, asked: Asked) -> object:
        text = " ".join(asked.words) + ("" if asked.typing else " ")
        return self._library.find(text, typing=True)

    def shown(self, asked: Asked) -> object:
        """A key with the snippets of the rows that are on the screen."""
        text = " ".join(asked.words) + ("" if asked.typing else " ")
        return self._library.find(text, typing=True, rows=ROWS)

    def row(self, asked: Asked, *, whole: bool = True) -> object:
        text = " ".join(asked.words)
        if asked.dates:
            first, last = (time.strftime("%Y-%m-%d", time.localtime(at)) for at in asked.dates)
            return self._library.ids(f"{text} added:{first}..{last}", LIMIT)
        if asked.kind == "phrase":
            text = f'"{text}"'
        text += "*" * asked.typing
        if asked.kind.startswith("question"):
            return self._library.finding.find(text, limit=LIMIT)  # with any of the words, as it is asked
        if whole:
            return self._index.search(
                parse(text), limit=LIMIT, features=Features(nearness=False, feedback=False)
            )
        return self._library.finding.find(text, limit=LIMIT)


class Fts5:
    """SQLite's full-text search over the same articles, the usual way."""

    def __init__(self, library: Library | None, path: Path) -> None:
        """``library``: what to build it from, where it is not there yet."""
        fresh = not path.exists()
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA cache_size = -64000")
        if fresh and library:
            self._build(library)

    def close(self) -> None:
        self._db.close()

    def _build(self, library: Library) -> None:
        self._db.execute(
            "CREATE VIRTUAL TABLE found USING fts5"
            "(title, note, body, content='', tokenize='porter unicode61', prefix='2 3')"
        )
        self._db.execute("INSERT INTO found(found, rank) VALUES ('rank', 'bm25(2.0, 1.0, 1.0)')")
        self._db.execute("CREATE TABLE dates (id INTEGER PRIMARY KEY, added REAL)")
        self._db.execute("CREATE INDEX dates_added ON dates (added)")
        articles = library.store.articles
        for ids in _chunks(sorted(articles.ids()), 1000):
            rows = [(d.id, d.title, d.note, d.body) for d in articles.documents(ids)]
            self._db.executemany("INSERT INTO found(rowid, title, note, body) VALUES (?, ?, ?, ?)", rows)
            self._db.executemany(
                "INSERT INTO dates VALUES (?, ?)", [(s.id, s.added) for s in library.summaries(ids)]
            )
        self._db.execute("INSERT INTO found(found) VALUES ('optimize')")
        self._db.commit()

    def row(self, asked: Asked) -> object:
        words = [f'"{word}"' for word in asked.words]
        text = (
            f'"{" ".join(asked.words)}"' if asked.kind == "phrase" else " ".join(words) + "*" * asked.typing
        )
        if asked.kind.startswith("question"):
            text = " OR ".join(words)
        if asked.dates:
            return self._db.execute(
                "SELECT id FROM found JOIN dates ON id = found.rowid WHERE found MATCH ?"
                " AND added BETWEEN ? AND ? ORDER BY added DESC, id LIMIT ?",
                (text, *asked.dates, LIMIT),
            ).fetchall()
        return self._db.execute(
            "SELECT rowid, rank FROM found WHERE found MATCH ? ORDER BY rank LIMIT ?", (text, LIMIT)
        ).fetchall()

    key = row


class Stock:
    """Whoosh as it is shipped: its own index, our analyzer."""

    def __init__(self, library: Library, folder: Path, articles: int) -> None:
        from reader.search.segments.whoosh_codec import schema

        from whoosh import fields, index, scoring  # isort: skip - codec keeps its warnings away

        shape = schema()
        shape.add("added", fields.NUMERIC(int, 64, sortable=True))
        if not folder.exists():
            building = folder.with_suffix(".building")
            building.mkdir(parents=True, exist_ok=True)
            with index.create_in(building, shape).writer(limitmb=256) as writer:
                for ids in _chunks(sorted(library.store.articles.ids())[:articles], 1000):
                    documents = library.store.articles.documents(ids)
                    for d, summary in zip(documents, library.summaries(ids), strict=True):
                        writer.add_document(
                            id=d.id, title=d.title, note=d.note, body=d.body, added=int(summary.added)
                        )
            building.rename(folder)
        self._searcher = index.open_dir(folder, schema=shape).searcher(weighting=scoring.BM25F())

    def row(self, asked: Asked) -> object:
        from whoosh import query

        wanted = whoosh_query(asked)
        if asked.dates:
            dates = query.NumericRange("added", *map(int, asked.dates))
            return list(
                self._searcher.search(wanted, limit=LIMIT, filter=dates, sortedby="added", reverse=True)
            )
        return list(self._searcher.search(wanted, limit=LIMIT))


def whoosh_query(asked: Asked) -> object:
    """The query as Whoosh's objects: all words, each in any field."""
    from whoosh import query

    from reader.search.analysis.words import terms
    from reader.search.segments.building import FIELDS
    from reader.search.weights import WEIGHTS

    if asked.typing:
        return query.Or([query.Prefix(name, asked.words[0], boost=WEIGHTS[name]) for name in FIELDS])
    words = [term for word in asked.words for term in terms(word)]
    if asked.kind == "phrase":
        return query.Or([query.Phrase(name, words, boost=WEIGHTS[name]) for name in FIELDS])
    joint = query.Or if asked.kind.startswith("question") else query.And
    return joint(
        [query.Or([query.Term(name, term, boost=WEIGHTS[name]) for name in FIELDS]) for term in words]
    )


def _chunks(ids: Sequence[int], size: int) -> Iterable[Sequence[int]]:
    return (ids[at : at + size] for at in range(0, len(ids), size))


# --- measuring ----------------------------------------------------------------------------------------


def times(search: Search, queries: Sequence[Asked], clock: Clock) -> list[float]:
    """Milliseconds for each query."""
    taken = []
    for asked in queries:
        begin = clock()
        search(asked)
        taken.append((clock() - begin) * 1000)
    return taken


def measure_keys(data: Path, fts5: Fts5, keys: list[Asked], clock: Clock) -> None:
    def asked_anew(which: Callable[[Reader], Search]) -> list[float]:
        # Nothing that the other column has read is remembered.
        vocabulary.cache_clear()
        with Library.open(data) as library:
            search = which(Reader(library))
            search(keys[0])  # what is imported and opened on first use is not the key's
            return times(search, keys, clock)

    fts5.key(keys[0])
    ours, theirs = asked_anew(lambda reader: reader.key), times(fts5.key, keys, clock)
    shown = asked_anew(lambda reader: reader.shown)
    rows = []
    for name, pick in (
        ("median", lambda t: median(t)),
        ("p95", lambda t: percentile(t, 0.95)),
        ("worst", max),
    ):
        figures = (pick(ours), pick(theirs), pick(ours) / pick(theirs), pick(shown), pick(shown) / pick(ours))
        rows.append((name, *(f"{figure:.2f}" for figure in figures)))
    print(f"\n{len(keys):,} keys of queries of two words, ms a key")
    print_table(("", "reader", "FTS5", "to FTS5", "with rows", "to reader"), rows)


def least(
    rounds: int, opened: Callable[[], AbstractContextManager[Search]], asked: list[Asked], clock: Clock
) -> list[float]:
    """The least milliseconds of each query in several rounds that begin with nothing remembered."""
    taken = []
    for _ in range(rounds):
        vocabulary.cache_clear()
        with opened() as search:
            search(asked[-1])  # what is imported and opened on first use is no query's
            taken.append(times(search, asked, clock))
    return list(map(min, *taken)) if rounds > 1 else taken[0]


def measure_rows(
    data: Path,
    table_of_fts5: Path,
    stock: Stock | None,
    asked: list[Asked],
    args: argparse.Namespace,
    clock: Clock,
) -> None:
    @contextmanager
    def reader(whole: bool) -> Iterator[Search]:
        with Library.open(data) as library:
            asked_of = Reader(library)
            yield lambda query: asked_of.row(query, whole=whole)

    @contextmanager
    def fts5() -> Iterator[Search]:
        with closing(Fts5(None, table_of_fts5)) as table:
            yield table.row

    columns = [least(args.rounds, opened, asked, clock) for opened in (lambda: reader(True), fts5)]
    everything = least(args.rounds, lambda: reader(False), asked, clock)
    table = []
    for kind in dict.fromkeys(query.kind for query in asked):
        which = [number for number, query in enumerate(asked) if query.kind == kind]
        ours, theirs = ([column[number] for number in which] for column in columns)
        cells = [kind]
        for taken in (ours, theirs):
            cells += [f"{median(taken):.2f}", f"{percentile(taken, 0.95):.2f}"]
        cells.append(f"{median(ours) / median(theirs):.2f}")
        cells.append(f"{sum(ours) / sum(theirs):.2f}")
        cells.append(f"{median([everything[number] for number in which]):.2f}")
        if stock:
            taken = times(stock.row, [asked[number] for number in which[: args.stock_queries]], clock)
            cells += [f"{median(taken):.1f}", f"{max(taken):.1f}"]
        table.append(cells)
    head = ["", "reader", "p95", "FTS5", "p95", "to FTS5", "of sums", "all"]
    if stock:
        head += ["Whoosh", "worst"]
    print(f"\n{len(asked):,} queries, the best {LIMIT} articles, median and p95 in ms")
    print_table(head, table)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_cache_option(parser)
    parser.add_argument("--articles", type=int, default=20_000, help="in the library (default 20,000)")
    parser.add_argument("--real", action="store_true", help="real articles (see real.py), not invented ones")
    parser.add_argument("--documents", type=Path, default=DOCUMENTS, help="where real.py finds documentation")
    parser.add_argument("--words", type=int, default=600, help="words in an article (default 600)")
    parser.add_argument(
        "--queries", type=int, default=60, help="queries typed, and of each kind (default 60)"
    )
    parser.add_argument(
        "--stock",
        type=int,
        default=20_000,
        metavar="N",
        help="articles in stock Whoosh's index, 0: without it",
    )
    parser.add_argument("--rounds", type=int, default=3, help="of asking the rows (default 3)")
    parser.add_argument("--stock-queries", type=int, default=10, help="of each kind (default 10)")
    parser.add_argument("--only", choices=("keys", "rows"), help="this part alone")
    parser.add_argument("--wall", action="store_true", help="measure the time on the wall, not CPU time")
    args = parser.parse_args()
    clock = time.perf_counter if args.wall else time.thread_time
    with work_folders(args.cache) as (kept, _):
        if args.real:
            data = real_library(kept, args.articles, args.documents)
        else:
            data = library_at(kept, args.articles, args.words)
        with Library.open(data) as library:
            drawn = Drawn(library)
            keys, rows = drawn.keys(args.queries), drawn.rows(args.queries)
            fts5 = Fts5(library, kept / f"{data.name}.fts5")
            gc.collect()
            gc.freeze()  # to look through what the benchmark itself holds is no search's work
            kind = "real articles" if args.real else f"invented articles of {args.words} words on average"
            print(f"{len(library.store.articles.ids()):,} {kind}")
            if args.only in (None, "keys"):
                measure_keys(data, fts5, keys, clock)
            if args.only in (None, "rows"):
                size = min(args.stock, args.articles)
                stock = Stock(library, kept / f"{data.name}.whoosh-{size}", size) if size else None
                measure_rows(data, kept / f"{data.name}.fts5", stock, rows, args, clock)
                if stock and size < args.articles:
                    print(f"(stock Whoosh has only {size:,} of the articles)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
