"""Random edits of articles full of repetition: places land on their words, passages there or nowhere."""

from __future__ import annotations

import importlib.util
import sys
from itertools import accumulate
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import anchors
from reader.model import Position
from tests.examples import examples

_FILE = Path(__file__).parents[1] / "bench" / "edits.py"
_SPEC = importlib.util.spec_from_file_location("edits", _FILE)
assert _SPEC is not None
assert _SPEC.loader is not None
edits = importlib.util.module_from_spec(_SPEC)
sys.modules["edits"] = edits
_SPEC.loader.exec_module(edits)

FEW = ["wind", "sea", "ice", "harbour", "the", "of", "and", "a", "boat", "keeper", "light", "stone", "north"]
MANY = [f"word{number}" for number in range(400)]


def article(random: Random, *vocabularies: list[str]):
    """Paragraphs of the words of some vocabulary; with a refrain between them, or hardly told apart."""
    words = random.choice(vocabularies)
    paragraphs = [
        " ".join(random.choices(words, k=random.randint(3, 80))) for _ in range(random.randint(3, 20))
    ]
    shape = random.choice(("plain", "refrain", "alike"))
    if shape == "refrain":
        refrain = " ".join(random.choices(words, k=random.randint(3, 40)))
        paragraphs = [text for paragraph in paragraphs for text in (paragraph, refrain)]
    elif shape == "alike":
        paragraphs = [
            f"{paragraphs[0]} This is paragraph {number} of the text." for number in range(len(paragraphs))
        ]
    return edits.numbered(paragraphs)


# Always the same examples: in very many, so few words are sooner or later side by side twice by chance.
@examples(60, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_a_passage_is_on_its_words_or_lost(seed: int) -> None:
    random = Random(seed)
    text = article(random, FEW, MANY)
    old, words = anchors.AnchorText(edits.blocks_of(text)), [word for paragraph in text for word in paragraph]
    wanted = []
    for _ in range(8):
        first = random.randrange(len(words))
        last = min(len(words) - 1, first + random.choice((0, 1, 2, 5, 10, 30, 100)))
        start, end = (
            edits.position_of(text, words[first][0]),
            edits.position_of(text, words[last][0], end=True),
        )
        wanted.append((words[first : last + 1], old.make(start, end)))
    changed, copies = edits.edited(text, random, random.choice((0, 1, 3, 10, 30)))
    new = anchors.AnchorText(edits.blocks_of(changed))
    for passage, anchor in wanted:
        found = new.find(anchor)
        assert found is None or edits.right(changed, found, passage, copies, anchor)
        if changed == text:
            assert found is not None
            assert found.how == "exact"


@examples(60, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_a_place_lands_on_its_words_if_they_still_exist(seed: int) -> None:
    random = Random(seed)
    text = article(random, FEW, MANY)
    blocks = edits.blocks_of(text)
    changed, _ = edits.edited(text, random, random.choice((0, 1, 3, 10, 30)))
    old, now = anchors.AnchorText(blocks), edits.blocks_of(changed)
    order = [word for paragraph in changed for word in paragraph]
    at = {word: index for index, word in enumerate(order)}
    words = [word for paragraph in text for word in paragraph]
    for first in random.sample(range(len(words)), min(8, len(words))):
        position = edits.position_of(text, words[first][0])
        place = anchors.follow(blocks, now, position)
        assert 0 <= place.block < len(now)
        assert 0 <= place.char <= len(now[place.block].plain)
        # The fewest words after the place that tell it from all others.
        enough = old.make(position).proofs[3]
        sizes = accumulate(len(word) for _, word in words[first:])
        size = next((number for number, letters in enumerate(sizes, 1) if letters >= enough > 0), 0)
        index = at.get(words[first], -1)
        if size and index >= 0 and order[index : index + size] == words[first : first + size]:
            ahead = (now[place.block].plain[place.char :], *(block.plain for block in now[place.block + 1 :]))
            ahead_words = "".join("".join(ahead).split())
            assert ahead_words.startswith("".join(word for _, word in words[first : first + size]))


@pytest.mark.parametrize("block", range(40))
def test_what_has_not_changed_stays_where_it_is(block: int) -> None:
    text = article(Random(block), FEW, MANY)
    blocks = edits.blocks_of(text)
    for char in (-1, 0, 7):
        position = Position(block % len(blocks), char)
        found = anchors.find(blocks, anchors.make(blocks, position))
        assert found == (position, position, "exact")
