"""How often a search for what an article says finds that article.

Two sets. The articles of ../shared/corpus/intl (some 60 languages and scripts; READER_SHARED names another
place): six words in a row from the middle of each (or twelve characters, in scripts without spaces), once
as words and once in quotes, must put the article first. And 500 articles of ../shared/corpus/18f, or
invented ones where that is not there: the three longest words of one sentence must put it among the first
five. An article that says the same as another one where the words were taken counts as that one.

The peer is SQLite FTS5 as it comes (unicode61, bm25; words joined by AND, with OR where that finds nothing).
"BM25 alone" is the reader's index without what it adds for words that stand close together, and without
easier forms of a query.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from figures import print_table
from library import Texts, shared, work_folders

if TYPE_CHECKING:
    from reader.library import Library

SEED = 4
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\ua000-\ua4cf]"
)
_PARTED = re.compile("[0-9A-Za-z]{2}")
_SENTENCE = re.compile(r"[^.!?\n]{40,}[.!?]")


@dataclass(frozen=True)
class Item:
    """A query, and the source of the article that it was taken from."""

    query: str
    source: str
    passage: str


class Peer:
    """The articles in one FTS5 table."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute("CREATE VIRTUAL TABLE pages USING fts5 (source UNINDEXED, text)")
        self._db.executemany("INSERT INTO pages VALUES (?, ?)", texts.items())

    def best(self, query: str, limit: int) -> list[str]:
        phrase = query.startswith('"')
        words = [query] if phrase else [f'"{word}"' for word in query.replace('"', " ").split()]
        for joint in (" AND ", " OR "):
            rows = self._db.execute(
                "SELECT source FROM pages WHERE pages MATCH ? ORDER BY rank LIMIT ?",
                (joint.join(words), limit),
            ).fetchall()
            if rows:
                return [row[0] for row in rows]
        return []


def intl(file: Path) -> tuple[dict[str, str], list[Item], list[Item]]:
    """Pages by source; the items as words; the items in quotes."""
    pages, words, quoted = {}, [], []
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        source = f"/intl/{row['id']}"
        pages[source] = f"{row['title']}\n\n{row['title']}\n\n{row['body']}\n"
        passage = middle(row["body"])
        words.append(Item(passage, source, passage))
        quoted.append(Item('"' + passage.replace('"', " ") + '"', source, passage))
    return pages, words, quoted


def middle(text: str) -> str:
    """Six words in a row from the middle of a text, or twelve characters where they are not parted.

    Whole words of scripts that part them: of "Bitcoin" nobody remembers "itcoin".
    """
    lines = [line.strip() for line in text.splitlines() if len(line.strip()) >= 30] or [
        " ".join(text.split())
    ]
    line = lines[len(lines) // 2]
    if len(_UNSPACED.findall(line)) * 2 <= len(line):
        words = line.split()
        at = max(0, len(words) // 2 - 3)
        return " ".join(words[at : at + 6])
    start = max(0, len(line) // 2 - 6)
    end = start + 12
    while start and _PARTED.match(line[start - 1 : start + 1]):
        start -= 1
    while _PARTED.match(line[end - 1 : end + 1]):
        end += 1
    return line[start:end].strip()


def pages_18f(folder: Path) -> dict[str, str]:
    return {f"/18f/{path.name}": path.read_text("utf-8") for path in sorted(folder.iterdir())}


def invented(count: int) -> dict[str, str]:
    return {f"/invented/{name}": raw.decode() for name, raw in Texts(count, 300).pages()}


def three_words(pages: dict[str, str], count: int, articles: dict[str, str]) -> list[Item]:
    """Three words of a sentence of each of ``count`` articles: its longest ones, in order."""
    chance = random.Random(SEED)
    items = []
    for source in sorted(pages):
        drawn = sentence_words(articles[source], chance)
        if drawn:
            words, sentence = drawn
            items.append(Item(" ".join(words), source, sentence))
    chance.shuffle(items)
    return items[:count]


def sentence_words(text: str, chance: random.Random) -> tuple[list[str], str] | None:
    """The three longest words of one sentence of a text, in its order, and that sentence."""
    from reader.search.analysis.words import split

    sentences = _SENTENCE.findall(text)
    if not sentences:
        return None
    sentence = chance.choice(sentences).strip()
    words = [word for word in split(sentence) if len(word) > 2 and not word.isdigit()]
    chosen = sorted(set(words), key=lambda word: (-len(word), word))[:3]
    return (sorted(chosen, key=words.index), sentence) if len(chosen) == 3 else None


def add(data: Path, pages: dict[str, str]) -> dict[str, str]:
    """Makes a library of pages; returns each article's text by source."""
    from reader import ingest
    from reader.library import Library

    with Library.open(data) as library:
        ingest.add_pages(library.store, ((name, text.encode()) for name, text in pages.items()), now=1.0)
        library.update_index()
        return {
            source: library.store.articles.document(article).body
            for article in library.ids()
            for source in library.store.articles.sources(article)
        }


def measure(
    data: Path, items: Iterable[Item], texts: dict[str, str], within: int, verbose: bool
) -> list[str]:
    """The share of items found among the first ``within``: by the reader, whose misses are printed where
    asked for, and by BM25 alone, without what the closeness of words adds."""
    from reader.library import Library
    from reader.search.query import parse
    from reader.search.weights import Features

    with Library.open(data) as library:
        index = library.finding._index
        bm25f_only = Features(nearness=False, feedback=False)

        def by_bm25(query: str) -> list[int]:
            return [hit for hit, _ in index.search(parse(query), limit=within, features=bm25f_only).hits]

        return [
            _share(library, items, texts, lambda query: library.find_now(query, within).ids, verbose),
            _share(library, items, texts, by_bm25, False),
        ]


def _share(
    library: Library,
    items: Iterable[Item],
    texts: dict[str, str],
    ask: Callable[[str], Sequence[int]],
    verbose: bool,
) -> str:
    found = total = 0
    for item in items:
        hits = ask(item.query)
        sources = {s for hit in hits for s in library.store.articles.sources(hit)}
        good = item.source in sources or any(_says(texts.get(s, ""), item.passage) for s in sources)
        total += 1
        found += good
        if verbose and not good:
            best = sorted(sources)[:1]
            print(f"missed  {item.source}  {item.query!r}  found {best}")
    return f"{found / total:.3f}"


def measure_peer(items: Iterable[Item], texts: dict[str, str], within: int) -> str:
    peer, outcomes = Peer(texts), []
    for item in items:
        sources = peer.best(item.query, within)
        outcomes.append(item.source in sources or any(_says(texts[s], item.passage) for s in sources))
    return f"{sum(outcomes) / len(outcomes):.3f}"


def _says(text: str, passage: str) -> bool:
    from reader.search.analysis.words import fold, query_words, split

    said, sought = " ".join(map(fold, split(text))), " ".join(map(fold, query_words(passage)))
    return f" {sought} " in f" {said} "


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=500, help="articles to look for by three words")
    parser.add_argument("--verbose", action="store_true", help="name what was not found")
    args = parser.parse_args()
    rows = []
    with work_folders(None) as (_, scratch):
        corpus = shared() / "corpus/intl/articles.jsonl"
        if corpus.is_file():
            pages, words, quoted = intl(corpus)
            texts = add(scratch / "intl", pages)
            for name, items in (("as words", words), ("in quotes", quoted)):
                ours = measure(scratch / "intl", items, texts, 1, args.verbose)
                rows.append(
                    (f"intl, a passage {name}, first", str(len(items)), *ours, measure_peer(items, texts, 1))
                )
        folder = shared() / "corpus/18f/pages"
        name, pages = ("18f", pages_18f(folder)) if folder.is_dir() else ("invented", invented(args.articles))
        texts = add(scratch / name, pages)
        items = three_words(pages, args.articles, texts)
        ours = measure(scratch / name, items, texts, 5, args.verbose)
        row = (
            f"{name}, three words, in the first five",
            str(len(items)),
            *ours,
            measure_peer(items, texts, 5),
        )
        rows.append(row)
    print_table(("", "queries", "reader", "BM25 alone", "FTS5"), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
