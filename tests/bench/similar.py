"""Similar articles: how fast, and how often the closest are of the same kind.

Speed: processor time of requests for articles of a library of 20,000 invented ones (``library.py``).

Quality: purity@5, the share of the five closest articles with the label of the one asked for, on two sets of
labelled articles from Debian packages: ``dict-foldoc`` (a dictionary of computing; short articles,
labelled by field) and ``linux-doc-6.1`` or another (long ones, labelled by folder). They are installed or
unpacked by hand; a set that is not there is left out. Beside it scikit-learn's TF-IDF, installed by hand,
with cosine: with its defaults, and tuned (sublinear, English stop words, words of at least two and
at most half of the articles).
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from figures import median, percentile, print_table
from library import add_cache_option, library_at, work_folders

SEED = 1
MOST_OF_A_KIND = 300
FOLDOC = Path("usr/share/dictd/foldoc.dict.dz")
LINUX = "usr/share/doc/linux-doc-*/Documentation"
Labelled = tuple[str, str, str]
"""Label, title, text."""


def foldoc(root: Path) -> list[Labelled]:
    """The entries of the dictionary, labelled by their first field (``<networking>``)."""
    if not (root / FOLDOC).is_file():
        return []
    found, titles, body = [], [], []
    with gzip.open(root / FOLDOC, "rt", encoding="utf-8", errors="replace") as stream:
        for line in [*stream, "end"]:
            if not line.strip() or line[0].isspace() or line[0] == "{":
                body.append(line.strip())
                continue
            if any(body):
                found.append((titles[0] if titles else "", " ".join(filter(None, body))))
                titles, body = [], []
            titles.append(line.strip())
    labelled = []
    for title, text in found:
        field = re.search(r"<([a-z, ./-]+)>", text[:60])
        if title and field and len(text.split()) >= 16:
            plain = re.sub(r"[{}]|\(\d{4}-\d\d-\d\d\)", "", text.replace(field[0], " ", 1))
            labelled.append((field[1].split(",")[0].strip(), title, " ".join(plain.split())))
    return chosen(labelled, 50)


def linux(root: Path) -> list[Labelled]:
    """The chapters of the kernel's documentation, labelled by folder."""
    labelled = []
    for top in root.glob(LINUX):
        for path in sorted(top.rglob("*")):
            parts = path.relative_to(top).parts
            kept = re.search(r"\.(rst|txt)(\.gz)?$", path.name) and not path.name.startswith("index.")
            if not kept or len(parts) < 2 or parts[0] in ("translations", "ABI") or "_sources" in parts:
                continue
            raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            lines = [
                line for line in raw.decode("utf-8", "replace").split("\n") if not line.startswith(".. ")
            ]
            title = next((line.strip() for line in lines if re.search(r"\w", line)), path.name)
            text = "\n".join(lines)[:40_000]
            if len(text.split()) >= 60 and "html" not in parts:
                labelled.append((parts[0], title, text))
    return chosen(labelled, 20)


def chosen(labelled: list[Labelled], least: int) -> list[Labelled]:
    """Without rare labels, and with no more of a common one than there is to learn from."""
    of_label: dict[str, list[Labelled]] = defaultdict(list)
    for one in labelled:
        of_label[one[0]].append(one)
    chance = random.Random(SEED)
    kept = [
        one
        for label in sorted(of_label)
        if len(of_label[label]) >= least
        for one in chance.sample(of_label[label], min(MOST_OF_A_KIND, len(of_label[label])))
    ]
    chance.shuffle(kept)
    return kept


# --- quality ----------------------------------------------------------------------------------------


def ours(articles: list[Labelled]) -> float:
    """purity@5 of the reader's own similar articles."""
    from reader.model import Document
    from reader.search.engine import SearchIndex

    with tempfile.TemporaryDirectory() as name:
        index = SearchIndex(Path(name), "bench")
        index.sync(_Queue([Document(n, a[1], "", a[2], "en") for n, a in enumerate(articles)]))
        return purity(articles, lambda n: [one.id for one in index.similar(n, 5)])


class _Queue:
    """Documents as a change queue."""

    def __init__(self, documents: list) -> None:
        self._documents, self._epoch = {document.id: document for document in documents}, ""

    def pending(self, limit: int) -> list:
        return []

    def changes_of(self, articles: list) -> list:
        from reader.model import IndexChange

        return [IndexChange(n, n, self._documents[n]) for n in articles]

    def queued(self) -> dict:
        return {}

    def acknowledge(self, seqs: list, *, epoch: str, articles: list, reasons: dict) -> None:
        self._epoch = epoch

    def epoch(self) -> str:
        return self._epoch

    def marks(self) -> dict:
        return dict.fromkeys(self._documents, 0)

    def count(self) -> int:
        return 0

    def total(self) -> int:
        return len(self._documents)


def theirs(articles: list[Labelled], **settings: object) -> float | None:
    """purity@5 of the cosine of scikit-learn's TF-IDF vectors; None where it is not installed."""
    try:
        import numpy
        from sklearn.feature_extraction.text import TfidfVectorizer
    except ImportError:
        return None
    vectors = TfidfVectorizer(**settings).fit_transform(f"{title} {text}" for _, title, text in articles)

    def closest(number: int) -> list[int]:
        scores = (vectors @ vectors[number].T).toarray().ravel()
        scores[number] = -1
        return numpy.argpartition(-scores, 5)[:5].tolist()

    return purity(articles, closest)


def purity(articles: list[Labelled], closest: Callable[[int], list[int]]) -> float:
    same = sum(
        articles[other][0] == label
        for number, (label, *_) in enumerate(articles)
        for other in closest(number)[:5]
    )
    return same / (5 * len(articles))


# --- speed ------------------------------------------------------------------------------------------


def speed(data: Path, requests: int) -> list[tuple[str, ...]]:
    """Milliseconds of processor time a request."""
    from reader.library import Library

    with Library.open(data) as library:
        library.catch_up()
        ids = random.Random(SEED).sample(library.ids(), requests)
        library.finding.similar(ids[0], 10)
        times, given = [], Counter()
        for article in ids:
            begin = time.process_time()
            found = library.finding.similar(article, 10)
            times.append(1000 * (time.process_time() - begin))
            given[len(found)] += 1
    name = f"ten similar ones, {len(library_ids(data)):,} articles"
    return [(name, f"{median(times):.2f}", f"{percentile(times, 0.95):.2f}", f"{given[0]}")]


def library_ids(data: Path) -> list[int]:
    from reader.library import Library

    with Library.open(data) as library:
        return library.ids()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_cache_option(parser)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--words", type=int, default=300)
    parser.add_argument("--requests", type=int, default=500)
    parser.add_argument(
        "--root", type=Path, default=Path("/"), help="where the Debian packages are unpacked (default: /)"
    )
    args = parser.parse_args()
    with work_folders(args.cache) as (cache, _):
        rows = speed(library_at(cache, args.articles, args.words), args.requests)
    print_table(("ms of processor time", "median", "p95", "without any"), rows)
    print()
    tuned = {"sublinear_tf": True, "stop_words": "english", "min_df": 2, "max_df": 0.5}
    rows = []
    for name, articles in (("foldoc", foldoc(args.root)), ("linux-doc", linux(args.root))):
        if not articles:
            print(f"{name}: not here")
            continue
        labels = len({label for label, *_ in articles})
        figures = (ours(articles), theirs(articles), theirs(articles, **tuned))
        shown = (f"{figure:.3f}" if figure is not None else "-" for figure in figures)
        rows.append((f"{name}: {len(articles):,} articles, {labels} labels", *shown))
    if rows:
        print_table(("purity@5", "reader", "scikit-learn", "tuned"), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
