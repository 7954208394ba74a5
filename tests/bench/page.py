"""The page of a long article: laying it out, painting it, scrolling it, and the memory that takes.

The article has 5,000 paragraphs of real pages (../shared/corpus/18f; READER_SHARED names another place), a
picture after every 25th, and 1,000 marked passages, as many as highlights could be. It is laid out and
painted for each way of setting it: ragged, justified, with hyphens, with right-to-left text ordered by the
reader. The floor of the same run is ``textwrap`` of the standard library, which breaks the same paragraphs
into lines of the same width and knows nothing of styles, places and characters of two cells. Times are CPU
times, so other work of the machine counts less.

``--screen`` measures the reader itself on a pseudo-terminal: opening the article, and keys that scroll it,
beside an article of ten paragraphs.
"""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
import tracemalloc
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from time import process_time

from figures import median, percentile, print_table
from known_items import pages_18f
from library import Texts, shared, work_folders
from terminal import READER, Terminal, environment

from reader import blocks
from reader.blocks import Block
from reader.library.view import ArticleView
from reader.model import Article, Summary
from reader.tui.state.layers import Layers
from reader.typesetting.layout import Layout
from reader.typesetting.parts import parts_of
from reader.typesetting.typography import Typography

MEASURE, CELLS, LINES = 70, 100, 40
PICTURE_EVERY = 25

WAYS = {
    "ragged": Typography(sideways=True),
    "justified": Typography(sideways=True, justified=True),
    "justified, hyphens": Typography(sideways=True, justified=True, hyphenated=True),
    "ordered by the reader": Typography(sideways=True, reorders=True),
}


def paragraphs(count: int) -> list[str]:
    """So many paragraphs of real pages; of invented ones if there are none."""
    folder = shared() / "corpus/18f/pages"
    found = [
        line.strip()
        for page in (pages_18f(folder).values() if folder.is_dir() else ())
        for line in page.splitlines()
        if len(line.strip()) > 200
    ]
    if not found:
        texts = Texts(2, 60)
        found = [texts.paragraph(60) for _ in range(500)]
    return list(islice(cycle(found), count))


def article_of(texts: Sequence[str]) -> Article:
    """An article of these paragraphs with its pictures."""
    body: list[Block] = []
    for number, text in enumerate(texts, 1):
        body.append(blocks.paragraph(text))
        if number % PICTURE_EVERY == 0:
            body.append(blocks.image(f"{number:06}", f"Picture {number}", f"What picture {number} shows."))
    return Article("A long article", tuple(body), lang="en")


def marks_of(article: Article, count: int) -> Layers:
    """So many marked passages, spread evenly over the paragraphs."""
    texts = [number for number, block in enumerate(article.blocks) if block.kind == "paragraph"]
    chosen = [texts[number * len(texts) // count] for number in range(count)]
    # If there are fewer paragraphs than passages, further ones stand behind the first.
    seen: dict[int, int] = {}
    spans = []
    for block in chosen:
        at = 40 * seen.get(block, 0) + 5
        seen[block] = seen.get(block, 0) + 1
        spans.append((block, at, at + 20))
    return Layers().put("match", tuple(sorted(spans)))


def taken(work: Callable[[], object]) -> float:
    """The CPU seconds of something."""
    begun = process_time()
    work()
    return process_time() - begun


def layout_of(article: Article, typography: Typography) -> Layout:
    """The article, of which nothing is laid out yet."""
    summary = Summary(1, article.title, "page", "/saved/long.txt", 0, 0.0, lang="en")
    view = ArticleView(summary, article, ())
    return Layout(view, CELLS, MEASURE, parts_of(article.blocks), tail=False, typography=typography)


def set_all(layout: Layout) -> None:
    while layout.set_some():
        pass


def painted(layout: Layout, marks: Layers, top: int) -> int:
    """Paints a screen of lines; returns the pieces."""
    lines = range(top, min(top + LINES, len(layout)))
    return sum(1 for line in lines for _ in layout.pieces(line, marks.on(*layout.stretch(line))))


def setting(texts: Sequence[str], article: Article, marks: Layers) -> None:
    """Prints what each way of setting takes, beside the floor."""
    floor = min(taken(lambda: [textwrap.wrap(text, MEASURE) for text in texts]) for _ in range(2))
    rows = [("textwrap, every paragraph", "", ms(floor), "1.00", "", "", "")]
    for name, typography in WAYS.items():
        # The dictionary of hyphens and the tables of letters are loaded once, not for each article.
        painted(layout_of(article_of(texts[:20]), typography), Layers(), 0)
        first = taken(lambda t=typography: layout_of(article, t).hold(0, LINES))
        tracemalloc.start()
        layout = layout_of(article, typography)
        set_all(layout)
        memory = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        again = layout_of(article, typography)
        whole = taken(lambda again=again: set_all(again))
        screens = [taken(lambda top=top, layout=layout: painted(layout, marks, top)) for top in pages(layout)]
        rows.append(
            (
                name,
                ms(first),
                ms(whole),
                f"{whole / floor:.2f}",
                ms(median(screens)),
                ms(percentile(screens, 0.95)),
                f"{memory / 1e6:.1f}",
            )
        )
    size = sum(map(len, texts)) / 1e6
    pictures = len(article.blocks) - len(texts)
    print(f"{len(texts):,} paragraphs, {size:.1f} million characters, {pictures} pictures; CPU milliseconds")
    print_table(("", "first screen", "all of it", "to the floor", "a screen", "p95", "MB of lines"), rows)


def pages(layout: Layout) -> range:
    """The first lines of some 200 screens, spread over the article."""
    return range(0, len(layout) - LINES, max(LINES, len(layout) // 200))


def ms(seconds: float) -> str:
    """Milliseconds, to a tenth."""
    return f"{seconds * 1000:.1f}"


# --- on screen --------------------------------------------------------------------------------------


def note(folder: Path, name: str, title: str, texts: Sequence[str], highlights: int) -> Path:
    """A note in Markdown with its pictures and highlights."""
    chosen = [texts[number * len(texts) // highlights] for number in range(highlights)] if highlights else []
    marked = json.dumps([{"quote": text[40:80].strip()} for text in chosen])
    parts = [f"---\ntitle: {json.dumps(title)}\nhighlights: {marked}\n---\n"]
    for number, text in enumerate(texts, 1):
        parts.append(text)
        if number % PICTURE_EVERY == 0:
            parts.append(f"![Picture {number}](picture{number}.png)")
    file = folder / f"{name}.md"
    file.write_text("\n\n".join(parts), encoding="utf-8")
    return file


def on_screen(scratch: Path, texts: Sequence[str], highlights: int, presses: int, quiet: float) -> None:
    """Prints how long opening and turning pages take in the reader, in a long article and in a short one."""
    from reader.library import Library

    rows: list[tuple[str, ...]] = []
    base = 0.0
    for name, some, marked in (("ten paragraphs", texts[:10], 2), ("long", texts, highlights)):
        folder = scratch / name.replace(" ", "-")
        folder.mkdir()
        with Library.open(folder / "data") as library:
            report = library.add([note(folder, "article", f"What is {name}", some, marked)])
            assert not report.failed, report
        with Terminal([*READER, "--data-dir", str(folder / "data")], environment(folder)) as terminal:
            terminal.wait_for("What is")
            terminal.silence(1.0)
            at = terminal.send("\r")
            seen = terminal.wait_for(texts[0][:18]) - at
            complete = (terminal.silence(0.5) or at + seen) - at
            times = []
            for key in islice(cycle("jjjj" if len(some) < 20 else "  jj"), presses):
                pressed = terminal.send(key)
                shown = terminal.settle(quiet)
                if shown is not None:
                    times.append(shown[1] - pressed)
        base = base or median(times)
        rows.append(
            (
                f"{name} ({len(some):,})",
                ms(seen),
                ms(complete),
                ms(median(times)),
                ms(percentile(times, 0.95)),
                f"{median(times) / base:.2f}",
            )
        )
    print("The reader on a pseudo-terminal of 120 by 40; milliseconds to the last output")
    print_table(("", "first line", "all of it", "a key", "p95", "to ten"), rows)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--paragraphs", type=int, default=5000, help="of the article (default 5,000)")
    parser.add_argument("--marks", type=int, default=1000, help="marked passages (default 1,000)")
    parser.add_argument("--screen", action="store_true", help="measure the reader on a pseudo-terminal, too")
    parser.add_argument("--presses", type=int, default=100, help="keys pressed in each article (default 100)")
    parser.add_argument("--quiet", type=float, default=0.06, help="seconds of silence that end a repaint")
    args = parser.parse_args()
    texts = paragraphs(args.paragraphs)
    article = article_of(texts)
    setting(texts, article, marks_of(article, args.marks))
    if args.screen:
        print()
        with work_folders(None) as (_, scratch):
            on_screen(scratch, texts, args.marks, args.presses, args.quiet)
    return 0


if __name__ == "__main__":
    sys.exit(main())
