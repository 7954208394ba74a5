"""Anchors: the share of passages that are on their words, lost or wrong after a thousand random edits; speed.

Each article is edited over and over, by one edit, three or ten at a time, with passages of a word to a
paragraph marked in it, and places. The articles are those of ``../shared/corpus`` (``READER_SHARED`` names
another folder), or invented ones. The peer is a search for the exact quote alone, which takes the nearest.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path

import edits
from figures import print_table

from reader import anchors
from reader.formats import parse
from reader.model import Block, Position, Span

SHARED = Path(os.environ.get("READER_SHARED") or Path(__file__).resolve().parents[3] / "shared")
SEED = 1
PASSAGES = 12
SIZES = (0, 1, 2, 4, 9, 30)


def real(most: int) -> list[edits.Text]:
    """Articles of the corpus, or none."""
    files = sorted(SHARED.glob("corpus/*/pages/*"))[
        :: max(1, len(list(SHARED.glob("corpus/*/pages/*"))) // most)
    ]
    texts = []
    for file in files:
        page = parse(file.read_bytes(), str(file))
        texts.append(edits.numbered([block.plain for block in page.article.blocks]))
    return [text for text in texts if sum(map(len, text)) > 50]


def invented(most: int) -> list[edits.Text]:
    """Articles of words that are drawn as often as words of a language are."""
    chance = random.Random(SEED)
    words = ["".join(chance.choices("etaoinshrdlu", k=chance.randint(2, 9))) for _ in range(4000)]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    return [
        edits.numbered(
            [" ".join(chance.choices(words, weights, k=chance.randint(5, 120))) for _ in range(15)]
        )
        for _ in range(most)
    ]


def shares(texts: list[edits.Text], number: int) -> None:
    """Prints what became of passages and places after ``number`` random edits, a few at a time."""
    chance = random.Random(SEED)
    table: dict[int, Counter[str]] = {}
    done = 0
    while done < number:
        for together in (1, 3, 10):
            text = chance.choice(texts)
            words = [word for paragraph in text for word in paragraph]
            old = anchors.AnchorText(edits.blocks_of(text))
            changed, copies = edits.edited(text, chance, together)
            done += together
            new = anchors.AnchorText(edits.blocks_of(changed))
            where = {word for paragraph in changed for word in paragraph}
            counts = table.setdefault(together, Counter())
            for _ in range(PASSAGES):
                first = chance.randrange(len(words))
                wanted = words[first : first + 1 + chance.choice(SIZES)]
                start = edits.position_of(text, wanted[0][0])
                anchor = old.make(start, edits.position_of(text, wanted[-1][0], end=True))
                found = new.find(anchor)
                gone = not all(word in where for word in wanted)
                if found is None:
                    counts["words gone" if gone else "lost"] += 1
                else:
                    good = edits.right(changed, found, wanted, copies, anchor)
                    counts["right" if good else "wrong"] += 1
                counts[_naive(text, changed, wanted, copies)] += 1
                if wanted[0] in where:
                    place = new.place(old.make(start))
                    expected = edits.position_of(changed, wanted[0][0])
                    counts["place right" if place == expected else "place elsewhere"] += 1
    rows = []
    for together, counts in table.items():
        total = sum(counts[kind] for kind in ("right", "lost", "words gone", "wrong"))
        places = counts["place right"] + counts["place elsewhere"]
        rows.append(
            (
                *(f"{together}", f"{total}"),
                *(f"{counts[kind] / total:.1%}" for kind in ("right", "words gone", "lost", "wrong")),
                *(f"{counts[kind] / total:.1%}" for kind in ("quote right", "quote wrong")),
                f"{counts['place right'] / places:.1%}",
            )
        )
    heads = (
        "edits",
        "passages",
        "right",
        "words gone",
        "lost",
        "wrong",
        "quote alone: right",
        "wrong",
        "places right",
    )
    print_table(heads, rows)


def _naive(text: edits.Text, changed: edits.Text, wanted: list[edits.Word], copies: dict[int, int]) -> str:
    """What a search for the exact quote alone finds: the occurrence nearest to where it was."""
    quote = [word for _, word in wanted]
    order = [word for paragraph in changed for word in paragraph]
    was = [word for paragraph in text for word in paragraph].index(wanted[0])
    size = len(quote)
    spellings = [word for _, word in order]
    starts = [at for at in range(len(order) - size + 1) if spellings[at : at + size] == quote]
    if not starts:
        return "quote lost"
    at = min(starts, key=lambda one: abs(one - was))
    found = [(copies.get(number, number), word) for number, word in order[at : at + size]]
    return "quote right" if found == wanted else "quote wrong"


def speed() -> None:
    """Prints how long it takes in an article of 5,000 paragraphs."""
    chance = random.Random(SEED)
    words = ["".join(chance.choices("etaoinshrdlu", k=chance.randint(2, 9))) for _ in range(4000)]
    blocks = tuple(Block("paragraph", (Span(" ".join(chance.choices(words, k=70))),)) for _ in range(5000))
    above = (*(Block("paragraph", (Span(f"Correction {n}."),)) for n in range(20)), *blocks)
    where = [
        (Position(b := chance.randrange(5000), chance.randrange(90)), Position(b, 200)) for _ in range(1000)
    ]
    rows = []

    def timed(what: str, work) -> object:
        start = time.process_time()
        result = work()
        rows.append((what, f"{(time.process_time() - start) * 1000:.1f}"))
        return result

    timed("the anchor of a place", lambda: anchors.make(blocks, Position(3000, 20)))
    old = timed("an index of the text", lambda: anchors.AnchorText(blocks))
    made = timed("anchors of 1,000 passages", lambda: [old.make(*ends) for ends in where])
    new = anchors.AnchorText(above)
    timed("finding one place, with the index", lambda: new.find(old.make(Position(3000, 20))))
    timed("finding one place, without", lambda: anchors.find(above, anchors.make(blocks, Position(3000, 20))))
    timed(
        "finding 1,000 after twenty paragraphs were inserted", lambda: [new.find(anchor) for anchor in made]
    )
    mixed = list(above)
    chance.shuffle(mixed)
    timed(
        "finding 1,000 after all paragraphs were shuffled",
        lambda: list(map(anchors.AnchorText(mixed).find, made)),
    )
    print_table(("in 5,000 paragraphs", "ms of CPU"), rows)


def main() -> None:
    """Runs both."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--edits", type=int, default=1000, help="how many random edits (default: 1000)")
    parser.add_argument("--articles", type=int, default=200, help="how many articles (default: 200)")
    options = parser.parse_args()
    texts = real(options.articles)
    print(
        f"{len(texts)} articles of {SHARED / 'corpus'}" if texts else f"{options.articles} invented articles"
    )
    shares(texts or invented(options.articles), options.edits)
    print()
    speed()


if __name__ == "__main__":
    sys.exit(main())
