"""Highlights of a library whose articles change: the share on their words, lost or wrong.

Articles of ``../shared/corpus`` (``READER_SHARED`` names another folder), or invented ones, are added to a
library of their own, and passages of a word to a paragraph are highlighted. Then their source is added again
with another text, over and over: each time a few random edits more, until there were a thousand in all. After
each, every highlight is looked at. Unlike ``anchors.py``, which measures one anchor over one edit, this goes
through the store, with highlights that are lost and found again.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter

import anchors as bench
import edits
from figures import print_table

from reader.anchors import Anchor, AnchorText, FoundPassage
from reader.highlighting import added
from reader.library import Library
from reader.model import Article, Page, StoredHighlight
from reader.squeezed import squeezed

ROUNDS = 5
"""How often each article changes."""
_AROUND = 10
"""Characters on each side of words that make them the same words."""


def page(source: str, text: edits.Text) -> Page:
    """An article as a file has it."""
    blocks = edits.blocks_of(text)
    raw = "\n\n".join(block.plain for block in blocks).encode()
    return Page(source, raw, "utf-8", Article(source, blocks, lang="en"))


def measured(library: Library, texts: list[edits.Text], number: int, together: int) -> Counter[str]:
    """What became of highlights after ``number`` edits, ``together`` at a time."""
    chance = random.Random(bench.SEED + together)
    counts: Counter[str] = Counter()
    done = 0
    # Each article once: the same text from another source would be the same article.
    for text in chance.sample(texts, len(texts)):
        if done >= number:
            break
        source = f"article {together} {done}"
        article = library.store.articles.put(page(source, text), 1.0).id
        wanted = marked(library, article, text, chance)
        copies: dict[int, int] = {}
        for _ in range(ROUNDS):
            before = anchors_of(library, article, text)
            text, more = edits.edited(text, chance, together)
            copies.update({new: copies.get(old, old) for new, old in more.items()})
            done += together
            article = library.store.articles.put(page(source, text), 1.0).id
            for one in library.highlights(article):
                counts[judged(one, wanted[one.anchor], before.get(one.anchor), text, copies)] += 1
            if done >= number:
                break
    return counts


def marked(
    library: Library, article: int, text: edits.Text, chance: random.Random
) -> dict[str, list[edits.Word]]:
    """Highlights some passages of an article; gives the words of each by its anchor."""
    words = [word for paragraph in text for word in paragraph]
    blocks = edits.blocks_of(text)
    for _ in range(bench.PASSAGES):
        first = chance.randrange(len(words))
        passage = words[first : first + 1 + chance.choice(bench.SIZES)]
        ends = edits.position_of(text, passage[0][0]), edits.position_of(text, passage[-1][0], end=True)
        if squeezed("".join(word for _, word in passage)):
            library.apply(added(article, blocks, *ends))
    wanted: dict[str, list[edits.Word]] = {}
    for one in library.highlights(article):
        assert one.start is not None
        assert one.end is not None
        wanted[one.anchor] = edits.words_in(text, FoundPassage(one.start, one.end, "exact"))
    return wanted


def anchors_of(library: Library, article: int, text: edits.Text) -> dict[str, Anchor]:
    """Where the highlights of an article are now, by the anchors with which they were made."""
    now = AnchorText(edits.blocks_of(text))
    return {
        one.anchor: now.make(one.start, one.end)
        for one in library.highlights(article)
        if one.start is not None and one.end is not None
    }


def judged(
    one: StoredHighlight,
    wanted: list[edits.Word],
    before: Anchor | None,
    text: edits.Text,
    copies: dict[int, int],
) -> str:
    """What became of a highlight: ``right``, ``alike``, ``wrong``, ``lost``, or ``gone`` with its words.

    ``before`` is where it was before the last edits. ``alike``: it is on the same words with the same text
    on both sides as before, which were put in the place of its own: nothing can tell them apart.
    """
    there = {copies.get(number, number) for paragraph in text for number, _ in paragraph}
    if one.start is None or one.end is None:
        return "lost" if all(number in there for number, _ in wanted) else "gone"
    known = {number for number, _ in wanted}
    found = edits.words_in(text, FoundPassage(one.start, one.end, "exact"))
    own = [number for number, _ in found if copies.get(number, number) in known]
    if 3 * len(own) >= max(len(found), 1):
        return "right"
    now = AnchorText(edits.blocks_of(text)).make(one.start, one.end)
    return "alike" if before is not None and parts(before) == parts(now) else "wrong"


def parts(anchor: Anchor) -> tuple[str, str, str]:
    """The words of an anchor and some of the text on both sides."""
    return squeezed(anchor.before)[-_AROUND:], squeezed(anchor.quote), squeezed(anchor.after)[:_AROUND]


def main() -> None:
    """Measures with one, three and ten edits at a time."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--edits", type=int, default=1000, help="how many random edits (default: 1000)")
    parser.add_argument("--articles", type=int, default=200, help="how many articles (default: 200)")
    options = parser.parse_args()
    texts = bench.real(options.articles) or bench.invented(options.articles)
    rows = []
    with tempfile.TemporaryDirectory() as folder, Library.open(folder) as library:
        for together in (1, 3, 10):
            counts = measured(library, texts, options.edits, together)
            total = counts.total()
            kinds = ("right", "alike", "gone", "lost", "wrong")
            rows.append(
                (
                    f"{together}",
                    f"{total}",
                    *(f"{counts[kind] / total:.1%}" for kind in kinds),
                    f"{counts['wrong']}",
                )
            )
    heads = (
        "edits a time",
        "looks",
        "on its words",
        "on the same ones",
        "words gone",
        "lost",
        "wrong",
        "wrong",
    )
    print_table(heads, rows)


if __name__ == "__main__":
    sys.exit(main())
