"""Makes libraries out of real text, beside the invented ones of ``library``.

Invented words are spread evenly over letters and articles; real ones are not: half of those that begin with
*co* are in every article, and a word stands where its subject is discussed. So a prefix costs more, and a
question's words occur together. What is read, as far as it is there:

* ``../shared/corpus``: the judged collections, the pages of 18F, articles in many languages.
* Documentation of Debian packages below ``--documents`` (default /usr/share/doc): text, reStructuredText
  or HTML. ``linux-doc-6.1``, ``python3.11-doc`` and ``postgresql-doc-15`` have some 11,000 articles.
* Entries of dictionaries (``*.dict.dz``) below the same folder: ``dict-foldoc`` has 15,000.

Long documents are cut where a paragraph ends into articles of 150 to 600 words. The same files give the same
library. By itself it builds one: ``python tests/bench/real.py --cache DIRECTORY --articles 20000``.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import random
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from known_items import pages_18f
from library import add_cache_option, kept_library, shared

DOCUMENTS = Path("/usr/share/doc")
SEED = 7
LONGEST, SHORTEST = 600, 150

Text = tuple[str, str]
"""A title and a body."""


def texts(articles: int, documents: Path = DOCUMENTS) -> list[Text]:
    """So many real articles in a mixed order, or all there are."""
    corpus = shared() / "corpus"
    sources = chain(
        _judged(corpus / "judged"),
        _18f(corpus / "18f/pages"),
        _intl(corpus / "intl"),
        _documents(documents),
        _entries(documents.parent / "dictd"),
    )
    seen = dict[Text, None]()
    for text in sources:
        if len(seen) == articles:
            break
        seen[text] = None
    found = list(seen)
    random.Random(SEED).shuffle(found)
    return found


def real_library(cache: Path, articles: int, documents: Path = DOCUMENTS) -> Path:
    """The data directory of an indexed library of so many real articles; built unless ``cache`` holds it."""

    def pages() -> Iterator[tuple[str, bytes]]:
        for number, (title, body) in enumerate(texts(articles, documents)):
            yield f"/real/{number:06}.txt", f"{title}\n\n{title}\n\n{body}\n".encode()

    return kept_library(cache, f"real-{articles}", pages)


def _judged(folder: Path) -> Iterator[Text]:
    for file in sorted(folder.glob("*/docs.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield row["title"] or row["body"][:60], row["body"]


def _18f(folder: Path) -> Iterator[Text]:
    for page in pages_18f(folder).values() if folder.is_dir() else ():
        title, _, body = page.partition("\n")
        yield title, body.strip()


def _intl(folder: Path) -> Iterator[Text]:
    file = folder / "articles.jsonl"
    for line in file.read_text("utf-8").splitlines() if file.is_file() else ():
        row = json.loads(line)
        yield row["title"], row["body"]


def _documents(folder: Path) -> Iterator[Text]:
    for package in sorted(folder.iterdir()) if folder.is_dir() else ():
        files = sorted(file for file in package.rglob("*") if file.is_file() and file.stat().st_size > 500)
        sources = [file for file in files if ".rst" in file.name]
        # Where both are there, pages are made from sources, with the same menus on each.
        for file in sources or [file for file in files if file.suffix == ".html"]:
            raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            text = raw.decode("utf-8", "replace")
            if not sources:
                text = html.unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", text, flags=re.S))
            yield from _pieces(file.name.split(".")[0], text)


def _pieces(name: str, text: str) -> Iterator[Text]:
    """A document in articles: each with a title of its own, its first line."""
    piece: list[str] = []
    words = 0
    for paragraph in re.split(r"\n\s*\n", text):
        piece.append(re.sub(r"[=\-~*^#]{4,}", "", paragraph).strip())
        words += len(paragraph.split())
        if words >= LONGEST:
            yield _titled(name, piece)
            piece, words = [], 0
    if words >= SHORTEST:
        yield _titled(name, piece)


def _titled(name: str, piece: list[str]) -> Text:
    body = "\n\n".join(filter(None, piece))
    first = next((line.strip() for line in body.splitlines() if len(line.strip()) > 10), name)
    return f"{name}: {first[:60]}", body


def _entries(folder: Path) -> Iterator[Text]:
    digits = {
        char: n for n, char in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    }

    def number(text: str) -> int:
        value = 0
        for char in text:
            value = value * 64 + digits[char]
        return value

    for file in sorted(folder.glob("*.dict.dz")):
        data = gzip.decompress(file.read_bytes())
        for line in (
            file.with_name(file.name.removesuffix(".dict.dz") + ".index").read_text("utf-8").splitlines()
        ):
            word, at, size = line.split("\t")[:3]
            body = data[number(at) : number(at) + number(size)].decode("utf-8", "replace").strip()
            if len(body) > 200:
                yield word, body


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds a library of real articles.")
    add_cache_option(parser)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--documents", type=Path, default=DOCUMENTS, help="folder (default /usr/share/doc)")
    args = parser.parse_args()
    if args.cache is None:
        parser.error("--cache says where the library is to be")
    args.cache.mkdir(parents=True, exist_ok=True)
    print(real_library(args.cache, args.articles, args.documents))


if __name__ == "__main__":
    main()
