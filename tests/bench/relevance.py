"""How good the order of results is, on judged questions and known items, with each feature left out in turn.

Judged collections: ../shared/corpus/judged/NAME (READER_SHARED names another place; any further collection of
that layout is measured as well). Each document is added as a saved page, each question is asked as a user
would ask it, and the figure is nDCG@10 (gains 2^grade - 1), the mean over the questions with judgements.

Known items: of each article of ../shared/corpus/18f and intl, and of the judged documents, the three longest
words of one sentence must put it among the first five ("items"), and its title must put it first ("titles").
An article with the same title, or one that says the same sentence, counts as that one.

The peer in the same run is SQLite FTS5: tokenizer porter, columns title and body, every word quoted and
joined by OR, ``bm25(t, 2, 1)``.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from math import log2
from pathlib import Path

from figures import print_table
from known_items import pages_18f, sentence_words
from library import add_cache_option, shared, work_folders

from reader import formats, ingest
from reader.library import Library
from reader.search import weights as ranking
from reader.text import bare

WITHIN = 10
AMONG = 5
SEED = 4

Ask = Callable[[str, int], Sequence[str]]
"""The sources of the best hits for a query, so many at most."""


@dataclass(frozen=True)
class Collection:
    """Documents, and what is asked about them.

    Attributes:
        name: of the collection.
        documents: source -> (title, body).
        questions: number -> text.
        judged: question -> source -> grade.
    """

    name: str
    documents: Mapping[str, tuple[str, str]]
    questions: Mapping[str, str]
    judged: Mapping[str, Mapping[str, int]]


def judged(folder: Path) -> Collection:
    """A judged collection: docs.jsonl, queries.tsv, qrels.tsv."""

    def source(document: str) -> str:
        return f"/{folder.name}/{document}"

    documents = {}
    for line in (folder / "docs.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        documents[source(row["id"])] = (row["title"], row["body"])
    questions = dict(line.split("\t", 1) for line in _lines(folder / "queries.tsv"))
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in _lines(folder / "qrels.tsv"):
        question, document, grade = line.split("\t")
        grades[question][source(document)] = int(grade)
    return Collection(folder.name, documents, questions, grades)


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").splitlines() if line.strip()]


def unjudged(folder: Path) -> Iterator[Collection]:
    """The collections without questions: real pages, and articles in many languages."""
    if (folder / "18f/pages").is_dir():
        documents = {}
        for source, page in pages_18f(folder / "18f/pages").items():
            article = formats.parse(page.encode(), source).article
            documents[source] = (article.title, "\n\n".join(article.paragraphs()))
        yield Collection("18f", documents, {}, {})
    if (folder / "intl/articles.jsonl").is_file():
        documents = {}
        for line in _lines(folder / "intl/articles.jsonl"):
            row = json.loads(line)
            documents[f"/intl/{row['id']}"] = (row["title"], row["body"])
        yield Collection("intl", documents, {}, {})


# --- who is asked -------------------------------------------------------------------------------------


class Peer:
    """SQLite FTS5 as its users set it up for questions."""

    def __init__(self, documents: Mapping[str, tuple[str, str]]) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute("CREATE VIRTUAL TABLE t USING fts5 (title, body, s UNINDEXED, tokenize = 'porter')")
        self._db.executemany("INSERT INTO t VALUES (?, ?, ?)", [(*both, s) for s, both in documents.items()])

    def ask(self, text: str, limit: int) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
        sql = "SELECT s FROM t WHERE t MATCH ? ORDER BY bm25(t, 2, 1) LIMIT ?"
        return [row[0] for row in self._db.execute(sql, (words, limit))] if words else []


def library_of(cache: Path, collection: Collection) -> Path:
    """The data directory of an indexed library of a collection; built unless the cache holds it."""
    data = cache / f"judged-{collection.name}"
    if not data.exists():
        building = data.with_suffix(".building")
        shutil.rmtree(building, ignore_errors=True)
        print(f"building a library of {collection.name} …", file=sys.stderr, flush=True)
        pages = (
            (source, f"{title}\n\n{title}\n\n{body}\n".encode())
            for source, (title, body) in collection.documents.items()
        )
        with Library.open(building) as library:
            ingest.add_pages(library.store, pages, now=1.0)
            library.update_index()
        building.rename(data)
    return data


def asked_of(library: Library) -> Ask:
    """The library's own search, as programs and the command line use it."""
    sources: dict[int, tuple[str, ...]] = {}

    def ask(text: str, limit: int) -> list[str]:
        ids = library.find_now(text, limit).ids
        for article in ids:
            if article not in sources:
                sources[article] = tuple(library.store.articles.sources(article))
        return [source for article in ids for source in sources[article][:1]]

    return ask


# --- figures ------------------------------------------------------------------------------------------


def ndcg(found: Sequence[str], grades: Mapping[str, int], within: int = WITHIN) -> float:
    """Normalised discounted cumulative gain of the first hits."""

    def gain(of: Iterable[int]) -> float:
        return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(of))

    ideal = gain(sorted(grades.values(), reverse=True)[:within])
    return gain(grades.get(source, 0) for source in found[:within]) / ideal if ideal else 0.0


def of_questions(collection: Collection, ask: Ask, verbose: bool = False) -> float:
    """Mean nDCG@10 over the questions with judgements."""
    values = []
    for number, question in collection.questions.items():
        if any(collection.judged.get(number, {}).values()):
            values.append(ndcg(ask(question, WITHIN), collection.judged[number]))
            if verbose:
                print(f"{collection.name} {number:>4} {values[-1]:.3f}  {question[:100]}")
    return sum(values) / len(values)


def of_items(collection: Collection, ask: Ask, most: int) -> float:
    """The share of articles that three words of one sentence put among the first five."""
    chance = random.Random(SEED)
    texts = {source: f" {bare(f'{title} {body}')} " for source, (title, body) in collection.documents.items()}
    found = total = 0
    for source in _some(collection, most, chance):
        drawn = sentence_words(collection.documents[source][1], chance)
        if drawn is None:
            continue
        words, sentence = drawn
        said = f" {bare(sentence)} "
        hits = ask(" ".join(words), AMONG)
        total += 1
        found += source in hits or any(said in texts[hit] for hit in hits)
    return found / total


def of_titles(collection: Collection, ask: Ask, most: int) -> float:
    """The share of articles that their title puts first."""
    found = total = 0
    for source in _some(collection, most, random.Random(SEED)):
        title = collection.documents[source][0]
        if bare(title):
            total += 1
            hits = ask(title, 1)
            found += bool(hits) and bare(collection.documents[hits[0]][0]) == bare(title)
    return found / total


def _some(collection: Collection, most: int, chance: random.Random) -> list[str]:
    sources = sorted(collection.documents)
    return sorted(chance.sample(sources, most)) if len(sources) > most else sources


# --- with and without -----------------------------------------------------------------------------------

VARIANTS: tuple[tuple[str, ranking.Features, Mapping[str, float]], ...] = (
    ("reader", ranking.ALL_FEATURES, {}),
    ("no repeats", replace(ranking.ALL_FEATURES, repeats=False), {}),
    ("no nearness", replace(ranking.ALL_FEATURES, nearness=False), {}),
    ("not all first", replace(ranking.ALL_FEATURES, all_first=False), {}),
    ("no feedback", replace(ranking.ALL_FEATURES, feedback=False), {}),
    ("title 1", ranking.ALL_FEATURES, {"title": 1.0}),
    ("BM25F alone", ranking.Features(False, False, False, False), {}),
)
"""What is measured: a name, the features, and weights of fields that differ."""


@contextmanager
def weights(changed: Mapping[str, float]) -> Iterator[None]:
    """Other weights of fields, for the libraries that are opened meanwhile."""
    before = dict(ranking.WEIGHTS)
    ranking.WEIGHTS.update(changed)
    try:
        yield
    finally:
        ranking.WEIGHTS.update(before)


def measured(data: Path, figure: Callable[[Ask], float], variants: int) -> list[str]:
    """A figure by each of the variants."""
    cells = []
    for _, features, changed in VARIANTS[:variants]:
        with weights(changed), Library.open(data) as library:
            library.finding.features = features
            cells.append(f"{figure(asked_of(library)):.3f}")
    return cells


def collections(only: Sequence[str]) -> Iterator[Collection]:
    """All collections there are, or those named."""
    folder = shared() / "corpus"
    for own in sorted((folder / "judged").iterdir()) if (folder / "judged").is_dir() else ():
        if own.is_dir() and (not only or own.name in only):
            yield judged(own)
    yield from (own for own in unjudged(folder) if not only or own.name in only)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_cache_option(parser)
    parser.add_argument("--only", nargs="+", default=(), metavar="NAME", help="these collections alone")
    parser.add_argument("--items", type=int, default=300, help="articles to look for in each (default 300)")
    parser.add_argument("--whole", action="store_true", help="leave no feature out: the first column alone")
    parser.add_argument("--verbose", action="store_true", help="print each question with its figure")
    args = parser.parse_args()
    variants = 1 if args.whole else len(VARIANTS)
    head = ["", *(name for name, _, _ in VARIANTS[:variants]), "FTS5"]
    questions, others = [], []
    with work_folders(args.cache) as (kept, _):
        for collection in collections(args.only):
            data, peer = library_of(kept, collection), Peer(collection.documents)
            if collection.questions:
                own = partial(of_questions, collection, verbose=args.verbose)
                cells = measured(data, own, variants)
                questions.append([f"{collection.name}, nDCG@{WITHIN}", *cells, f"{own(peer.ask):.3f}"])
            for name, of in (("items", of_items), ("titles", of_titles)):
                own = partial(of, collection, most=args.items)
                others.append(
                    [f"{collection.name}, {name}", *measured(data, own, variants), f"{own(peer.ask):.3f}"]
                )
    if questions:
        means = [sum(map(float, column)) / len(column) for column in list(zip(*questions, strict=True))[1:]]
        questions.append(["mean", *(f"{mean:.3f}" for mean in means)])
    if not questions and not others:
        parser.error(f"there are no such collections in {shared()}/corpus")
    print_table(head, [*questions, *others])
    return 0


if __name__ == "__main__":
    sys.exit(main())
