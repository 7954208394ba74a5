"""How well articles are found in pages: this reader beside trafilatura and readability-lxml, in one run.

    python tests/bench/extraction.py [FOLDER …] [--most N] [--worst N]

Reads the HTML pages below the folders (``/usr/share/doc`` if none is given; also of unpacked packages
of Debian's documentation) whose main part is known, because the program that made the page marks it: Sphinx,
DocBook, Doxygen, Javadoc, gtk-doc, MkDocs and others. For each way it prints the share of the words of that
part that were kept, the share of the words kept that belong to it, F of both, and how many headings, items,
tables, listings and links of it are kept. ``--worst`` names the pages with the lowest F. readability-lxml is
measured if it is installed.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree, html

from reader.errors import UnreadableSource
from reader.formats.markup import blocks_of_html
from reader.formats.web import article_of_page
from reader.model import Block

# Where the main part is, by the programs that make pages; the first that is found counts.
MAIN = (
    "//div[@itemprop='articleBody']",
    "//main//article",
    "//div[@role='main']",
    "//div[contains(concat(' ', @class, ' '), ' body ') and @role='main']",
    "//div[@class='body']",
    "//div[@id='page-content']",
    "//div[@id='apicontent']",
    "//div[@id='doc-content']//div[@class='contents']",
    "//body[.//div[@class='top-level-extent'] or div[@class='top']]",
    "//div[@class='contentContainer']",
    "//main",
    "//div[@id='content']",
    "//body[div[@class='navheader'] or div[@class='navfooter'] or table[@class='navigation']]",
)
AROUND = (
    "navheader",
    "navfooter",
    "navigation",
    "headerlink",
    "related",
    "sphinxsidebar",
    "footer",
    "fancy_toc",
    "toc",
)
WORD = re.compile(r"\w+")
KINDS = ("headings", "items", "tables", "code", "links")


@dataclass
class Found:
    """The words and the structure of a text."""

    words: Counter[str]
    kinds: dict[str, int]


@dataclass
class Sums:
    """What one way did on all pages."""

    kept: list[float] = field(default_factory=list)
    clean: list[float] = field(default_factory=list)
    score: list[float] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def truth(raw: bytes) -> Found | None:
    """The main part of a page; None if it is not known, or hardly any words."""
    root = html.document_fromstring(raw) if raw.strip() else None
    if root is None:
        return None
    main = next((found[0] for path in MAIN if (found := root.xpath(path))), None)
    if main is None:
        return None
    for element in list(main.iter()):
        if not isinstance(element.tag, str) or element is main:
            continue
        words = (element.get("class") or "").split()
        around = element.tag in ("script", "style", "nav", "noscript", "form") or not set(AROUND).isdisjoint(
            words
        )
        if around and element.getparent() is not None:
            element.drop_tree()
    words = Counter(WORD.findall(" ".join(main.itertext())))
    if words.total() < 80:
        return None
    links = [
        link
        for link in main.iter("a")
        if not (link.get("href") or "#").startswith("#") and link.text_content().strip()
    ]
    return Found(
        words,
        {
            "headings": len(main.xpath(".//h1|.//h2|.//h3|.//h4|.//h5|.//h6")),
            "items": len(main.xpath(".//li|.//dd")),
            "tables": sum(map(is_table, main.iter("table"))),
            "code": len(main.xpath(".//pre")),
            "links": sum(bool(link.text_content().strip()) for link in links),
        },
    )


def is_table(table: html.HtmlElement) -> bool:
    """Whether a table has rows and columns, and holds no tables or listings."""
    rows = table.xpath(".//tr[count(td|th)>1]")
    return len(rows) > 1 and not table.xpath(".//table|.//pre")


def of_blocks(blocks: tuple[Block, ...], title: str = "") -> Found:
    """The words and the structure of blocks."""
    counts = Counter(block.kind for block in blocks)
    links = {(span.href, span.text) for block in blocks for span in block.spans if "link" in span.style}
    text = "\n".join(block.plain for block in blocks)
    return Found(
        Counter(WORD.findall(f"{title}\n{text}")),
        {
            "headings": counts["heading"] + bool(title),
            "items": counts["item"],
            "tables": counts["table"],
            "code": counts["code"],
            "links": sum("link" in span.style for block in blocks for span in block.spans) if links else 0,
        },
    )


def by_reader(raw: bytes) -> Found:
    """This reader."""
    try:
        parsed = article_of_page(raw)
    except UnreadableSource:
        return Found(Counter(), {})
    return of_blocks(parsed.article.blocks, parsed.article.title)


def by_trafilatura(raw: bytes) -> Found:
    """trafilatura alone, with all its structure."""
    from trafilatura import bare_extraction

    found = bare_extraction(
        raw, include_comments=False, include_tables=True, include_links=True, include_formatting=True
    )
    if found is None or found.body is None:
        return Found(Counter(), {})
    body = found.body
    tags = Counter(element.tag for element in body.iter())
    return Found(
        Counter(WORD.findall(found.text or "")),
        {
            "headings": tags["head"],
            "items": tags["item"],
            "tables": tags["table"],
            "code": tags["code"],
            "links": tags["ref"],
        },
    )


def by_readability(raw: bytes) -> Found:
    """readability-lxml alone; its HTML is read as an article."""
    from readability import Document

    try:
        summary = Document(raw.decode("utf-8", "replace")).summary()
    except Exception:  # noqa: BLE001 - it raises whatever its parser does
        return Found(Counter(), {})
    return of_blocks(blocks_of_html(summary).blocks)


def ways() -> dict[str, Callable[[bytes], Found]]:
    """The ways that can be measured here."""
    found: dict[str, Callable[[bytes], Found]] = {"reader": by_reader, "trafilatura": by_trafilatura}
    try:
        import readability  # noqa: F401
    except ImportError:
        return found
    return {**found, "readability": by_readability}


def pages(folders: list[Path], most: int) -> Iterator[Path]:
    """Pages below the folders, as many of each package."""
    groups: dict[str, list[Path]] = {}
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*.html") if path.is_file()):
            parts = path.relative_to(folder).parts
            groups.setdefault("/".join((str(folder), *parts[:1])), []).append(path)
    chosen = random.Random(11)
    for paths in groups.values():
        chosen.shuffle(paths)
        yield from paths[: max(1, most // max(1, len(groups)))]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[Path("/usr/share/doc")])
    parser.add_argument("--most", type=int, default=400, help="pages in all")
    parser.add_argument("--worst", type=int, default=0, help="name the pages with the lowest F")
    options = parser.parse_args()
    sums = {name: Sums() for name in ways()}
    wanted: Counter[str] = Counter()
    low: list[tuple[float, float, Path]] = []
    for path in pages(options.folders, options.most):
        raw = path.read_bytes()
        try:
            known = truth(raw)
        except (ValueError, etree.LxmlError):
            continue
        if known is None:
            continue
        wanted.update(known.kinds)
        scores = []
        for name, way in ways().items():
            start = time.perf_counter()
            found = way(raw)
            sums[name].seconds += time.perf_counter() - start
            both = (known.words & found.words).total()
            kept = both / known.words.total()
            clean = both / max(1, found.words.total())
            score = 2 * kept * clean / max(1e-9, kept + clean)
            sums[name].kept.append(kept)
            sums[name].clean.append(clean)
            sums[name].score.append(score)
            scores.append(score)
            for kind in KINDS:
                sums[name].kinds[kind] += min(found.kinds.get(kind, 0), known.kinds[kind])
        low.append((scores[0], scores[1], path))
    count = len(low)
    print(f"{count} pages")
    print(f"{'':12} words kept  clean      F  " + "  ".join(f"{kind:>8}" for kind in KINDS) + "   ms a page")
    for name, one in sums.items():
        shares = "  ".join(f"{one.kinds[kind] / max(1, wanted[kind]):8.3f}" for kind in KINDS)
        means = [sum(values) / max(1, count) for values in (one.kept, one.clean, one.score)]
        words = f"{means[0]:10.3f}  {means[1]:5.3f}  {means[2]:5.3f}"
        print(f"{name:12} {words}  {shares}  {1000 * one.seconds / max(1, count):8.1f}")
    for score, other, path in sorted(low)[: options.worst]:
        print(f"{score:.3f} (trafilatura {other:.3f}) {path}")


if __name__ == "__main__":
    main()
