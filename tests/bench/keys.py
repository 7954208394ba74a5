"""Time from a key press to the repaint: in a long list, and opening the longest article.

Keys are what a reader is made of; one that lags is felt at once. Both parts run on a pseudo-terminal.

List: the same round of keys (j j k j Space Space k G k g, as people go through a list) is pressed in the
reader over 100,000 articles and in a bare Textual list of 50 rows, the floor. Measured are the first output
after a key and the last one before ``--quiet`` seconds of silence: the repaint is complete then, with rows
that had to be loaded. A last series pages through rows that have not been loaded yet.

Opening: from Enter on a row to the first line of the article's text on screen, and to the last output, when
related articles are there as well; in turn for an article of one paragraph (the floor), one of 5,000
paragraphs, and the longest page of ../shared/corpus/18f (READER_SHARED names another place), if it is there.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from figures import median, percentile, print_table
from library import Texts, add_cache_option, first_title, library_at, long_page, shared, work_folders
from terminal import BARE, READER, Terminal, environment

ROUND = "jjkj  kGkg"
"""Ten keys, each of which moves the cursor in any list of more rows than the screen has."""

FLOOR_ROWS = 50
SEEN = 18
"""Characters of a title or line that are looked for: fewer than any line on screen has."""


# --- the list ---------------------------------------------------------------------------------------


def press(terminal: Terminal, keys: Sequence[str], quiet: float) -> list[tuple[str, float, float]]:
    """Presses each key: (key, seconds to the first output, seconds to the last)."""
    times = []
    for key in keys:
        at = terminal.send(key)
        painted = terminal.settle(quiet)
        if painted is None:
            raise TimeoutError(f"nothing was painted after {key!r}")
        times.append((key, painted[0] - at, painted[1] - at))
    return times


def list_keys(data: Path, env: dict[str, str], title: str, presses: int, quiet: float, articles: int) -> None:
    """Presses keys in both lists and prints what they took."""
    rounds = max(1, presses // len(ROUND))
    floor: list[tuple[str, float, float]] = []
    ours: list[tuple[str, float, float]] = []
    with (
        Terminal([*BARE, "list", str(FLOOR_ROWS)], env) as bare,
        Terminal([*READER, "--data-dir", str(data)], env) as reader,
    ):
        bare.wait_for("row 1 ")
        reader.wait_for(title[:SEEN])
        for terminal in (bare, reader):
            terminal.silence(1.0)
            press(terminal, ROUND, quiet)
        for _ in range(rounds):
            # In turn, so that whatever else the machine does slows both.
            floor += press(bare, ROUND, quiet)
            ours += press(reader, ROUND, quiet)
        unseen = press(reader, " " * min(presses, articles // 40 - 4), quiet)
    base = median([last for _, _, last in floor])
    series = [(f"bare list, {FLOOR_ROWS} rows", floor), ("reader", ours)]
    series += [(f"  {name}", [t for t in ours if t[0] == key]) for key, name in KEY_NAMES.items()]
    series.append(("reader, Space through rows not loaded", unseen))
    rows = [
        (
            name,
            str(len(times)),
            *(ms(share([time[which] for time in times])) for which in (1, 2) for share in (median, p95)),
            f"{median([last for _, _, last in times]) / base:.2f}",
        )
        for name, times in series
    ]
    print(f"A key in a list of {articles:,} articles; milliseconds to the first and to the last output")
    print_table(("", "presses", "first", "p95", "last", "p95", "to bare"), rows)


KEY_NAMES = {"j": "j", "k": "k", " ": "Space", "G": "G", "g": "g"}


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return percentile(values, 0.95)


def ms(seconds: float) -> str:
    """Milliseconds, to a tenth."""
    return f"{seconds * 1000:.1f}"


# --- opening ----------------------------------------------------------------------------------------


def opening(scratch: Path, env: dict[str, str], count: int, paragraphs: int, quiet: float) -> None:
    """Opens each article so many times and prints what it took."""
    pages = _articles(scratch / "pages", paragraphs)
    data = scratch / "few"
    _add(pages, data)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name, _, _ in pages}
    with Terminal([*READER, "--data-dir", str(data)], env) as terminal:
        terminal.wait_for("Articles")
        terminal.silence(1.0)
        for number in range(count + 1):
            for row, (name, _, first) in enumerate(pages):
                for key in "lg" + "j" * row:
                    # One by one: the list answers to the next once it has the focus.
                    terminal.send(key)
                    terminal.silence(quiet)
                at = terminal.send("\r")
                seen = terminal.wait_for(first)
                complete = terminal.silence(quiet * 4) or seen
                if number:
                    # The first time round opens the index and warms what is cached.
                    taken[name].append((seen - at, complete - at))
    base = median([seen for seen, _ in taken[pages[0][0]]])
    print(f"Opening an article, {count} times each; milliseconds from Enter")
    rows = [
        (
            name,
            *(ms(share([each[which] for each in times])) for which in (0, 1) for share in (median, p95)),
            f"{median([seen for seen, _ in times]) / base:.2f}",
        )
        for name, times in taken.items()
    ]
    print_table(("", "first line", "p95", "last output", "p95", "to the shortest"), rows)


def _articles(folder: Path, paragraphs: int) -> list[tuple[str, Path, str]]:
    """Pages in the order of the list: what each is called here, its file, and words of its first line."""
    from reader.formats import saved_page
    from reader.text import collapse

    folder.mkdir()
    texts = Texts(2, 60)
    short, long = folder / "1-short.txt", folder / "2-long.txt"
    short.write_text(long_page(texts, 1, "Short it is, and over soon."), encoding="utf-8")
    body = f"Here begins what has no end. {texts.paragraph(60)}"
    long.write_text(long_page(texts, paragraphs, body), encoding="utf-8")
    found = [
        ("one paragraph", short, "Short it is, and"),
        (f"{paragraphs:,} paragraphs", long, "Here begins what"),
    ]
    real = sorted((shared() / "corpus/18f/pages").glob("*.txt"), key=lambda path: path.stat().st_size)
    if real:
        copy = Path(shutil.copy(real[-1], folder / "3-real.txt"))
        article = saved_page.parse(copy.read_text(encoding="utf-8"))
        size = f"longest 18F page, {len(article.blocks)} blocks"
        found.append((size, copy, collapse(next(article.paragraphs()))[:SEEN].strip()))
    return found


def _add(pages: list[tuple[str, Path, str]], data: Path) -> None:
    from reader.library import Library

    with Library.open(data) as library:
        report = library.add([path for _, path, _ in pages])
    if report.added != len(pages):
        raise ValueError(f"{len(pages)} pages should have been added: {report}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_cache_option(parser)
    parser.add_argument(
        "--articles", type=int, default=100_000, help="articles in the list (default 100,000)"
    )
    parser.add_argument("--words", type=int, default=20, help="words in an article, on average (default 20)")
    parser.add_argument("--presses", type=int, default=200, help="keys pressed in each list (default 200)")
    parser.add_argument("--paragraphs", type=int, default=5000, help="of the long article (default 5,000)")
    parser.add_argument("--times", type=int, default=20, help="how often each article is opened (default 20)")
    parser.add_argument(
        "--quiet", type=float, default=0.06, help="seconds of silence that end a repaint (0.06)"
    )
    parser.add_argument("--only", choices=("list", "opening"), help="one of the two parts")
    args = parser.parse_args()
    with work_folders(args.cache) as (cache, scratch):
        env = environment(scratch)
        if args.only != "opening":
            data = shutil.copytree(library_at(cache, args.articles, args.words), scratch / "data")
            title = first_title(args.articles, args.words)
            list_keys(data, env, title, args.presses, args.quiet, args.articles)
        if args.only is None:
            print()
        if args.only != "list":
            opening(scratch, env, args.times, args.paragraphs, args.quiet)
    return 0


if __name__ == "__main__":
    sys.exit(main())
