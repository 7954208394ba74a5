"""How many links of real pages lead where they should, as they are and made harder in every way we know.

The pages are not part of the project: without them these tests are skipped.
"""

from __future__ import annotations

import csv
import html
import os
import random
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from reader.formats import parse
from reader.model import Article, Link, Page
from reader.store import Store
from reader.text import collapse

SHARED = Path(os.environ.get("READER_SHARED") or Path(__file__).parents[3] / "shared")
CORPUS = SHARED / "corpus" / "18f"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="needs corpus/18f in the shared material")

Truth = dict[tuple[str, Link], set[str]]
"""(source, link) -> the sources it may lead to; none for a target that the library lacks."""


@dataclass(frozen=True)
class Score:
    """Counts of links that have a target in the library."""

    right: int
    wrong: int
    missing: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missing)


@pytest.fixture(scope="module")
def corpus() -> list[Page]:
    return [parse(file.read_bytes(), file.name) for file in sorted((CORPUS / "pages").glob("*.txt"))]


@pytest.fixture(scope="module")
def truth(corpus: list[Page]) -> Truth:
    """The target of each link, from the corpus's own list, told apart by kind and place on the page."""
    stated: dict[str, dict[str, list[str]]] = {}
    with (CORPUS / "links.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            kind = "recommended" if row["kind"] == "recommend" else row["kind"]
            stated.setdefault(row["file"], {}).setdefault(kind, []).append(row["target_file"])
    found: Truth = {}
    for page in corpus:
        for kind, targets in stated.get(page.source, {}).items():
            links = [link for link in page.article.links if link.kind == kind]
            assert len(links) == len(targets), page.source
            for link, target in zip(links, targets, strict=True):
                found.setdefault((page.source, link), set()).add(target)
    return found


def score(store: Store, pages: list[Page], truth: Truth) -> Score:
    random.Random(7).shuffle(pages)
    for start in range(0, len(pages), 100):
        with store.transaction():
            for page in pages[start : start + 100]:
                store.articles.put(page, 1.0)
    right = wrong = missing = 0
    for link in store.links.all():
        wanted = truth.get((link.source, link.link))
        if wanted is None:
            continue
        led = set() if link.target is None else set(store.articles.sources(link.target))
        if led & wanted:
            right += 1
        else:
            wrong += bool(led)
            missing += bool(wanted)
    assert store.integrity() == []
    result = Score(right, wrong, missing)
    print(f"{result}: precision {result.precision:.4f}, recall {result.recall:.4f}")
    return result


def test_the_links_of_real_pages(store: Store, corpus: list[Page], truth: Truth) -> None:
    result = score(store, list(corpus), truth)
    assert result.precision >= 0.995
    assert result.recall >= 0.98


def spoiled(title: str, rng: random.Random) -> str:
    """A title as another page may spell it."""
    match rng.randrange(8):
        case 0:
            return title.upper() if rng.random() < 0.5 else title.lower()
        case 1:
            return html.escape(title).replace("’", "&rsquo;").replace("—", "&mdash;")
        case 2:
            return title.replace("'", "’").replace('"', "“").replace(" - ", " — ").replace(" ", "  ")
        case 3 if len(title) > 24:
            return title[: rng.randrange(18, len(title) - 4)].rstrip() + "..."
    return title


@pytest.mark.parametrize("seed", [1])
def test_the_links_of_pages_made_harder(store: Store, corpus: list[Page], truth: Truth, seed: int) -> None:
    rng = random.Random(seed)
    names = [page.source for page in corpus]
    withheld = set(rng.sample(names, len(names) // 10))
    untitled = set(rng.sample(names, len(names) // 20))
    repeated = rng.sample(names, len(names) // 10)
    title = {page.source: page.article.title for page in corpus}
    title.update(zip(repeated[::2], (title[name] for name in repeated[1::2]), strict=False))
    body = {page.source: collapse(page.article.text()) for page in corpus}

    pages: list[Page] = []
    harder: Truth = {}
    reposts = set(rng.sample(names, len(names) // 20))
    for page in corpus:
        links: list[Link] = []
        for link in page.article.links:
            (target,) = sorted(truth[page.source, link])[:1]
            length = rng.choice([49, 80, 120])
            teaser = body[target][:length] + ("..." if len(body[target]) > length else "")
            spelled = spoiled(title[target], rng)
            new = Link(link.kind, spelled, teaser if link.teaser else "")
            links.append(new)
            sources = {target, f"again/{target}"} if target not in withheld else set()
            for source in (page.source, f"again/{page.source}"):
                harder[source, new] = sources
        article: Article = replace(page.article, title=title[page.source], links=tuple(links))
        if page.source in untitled:
            article = replace(article, title=body[page.source][:40] or "(empty)", title_from="text")
        if page.source not in withheld:
            pages.append(replace(page, article=article))
            if page.source in reposts:
                pages.append(replace(page, source=f"again/{page.source}", article=article))
    result = score(store, pages, harder)
    assert result.precision >= 0.995
    assert result.recall >= 0.98
