"""Near-duplicates are noted when they are indexed: a search compares only these, and finds the same ones."""

from __future__ import annotations

import random

import pytest

from reader.model import Document
from reader.search.engine import SearchIndex
from reader.search.segments import syncing, twins
from reader.search.segments.sketch import Copies

_WORDS = [f"{first}{last}" for first in "bdfgklmn" for last in ("ano", "eru", "ilo", "uma", "oti")]


def _text(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=120))


def _nearly(text: str, chance: random.Random) -> str:
    words = text.split()
    words[chance.randrange(len(words))] = "changed"
    return " ".join(words)


_Groups = dict[int, tuple[int, ...]]


def _groups(index: SearchIndex, ids: list[int]) -> tuple[_Groups, _Groups]:
    """The near-duplicates by the tables, and by comparing everything."""
    snapshot = index._opened.current()
    assert snapshot is not None
    return snapshot.copies.group(ids), Copies(snapshot._seeds, snapshot._sketch).group(ids)


@pytest.mark.parametrize("seed", range(4))
def test_the_same_ones_are_found_in_any_state_of_the_index(tmp_path, new_queue, monkeypatch, seed):
    monkeypatch.setattr(syncing, "BATCH", 7)
    chance, queue = random.Random(seed), new_queue()
    index = SearchIndex(tmp_path / "index", "a")
    texts: dict[int, str] = {}
    found = 0
    for _ in range(12):
        for _ in range(chance.randrange(1, 15)):
            number = chance.randrange(1, 200)
            if number in texts and chance.random() < 0.2:
                del texts[number]
                queue.drop(number)
                continue
            copied = texts and chance.random() < 0.4
            texts[number] = _nearly(chance.choice(list(texts.values())), chance) if copied else _text(chance)
            queue.put(Document(number, "", "", texts[number]))
        index.sync(queue)
        ids = sorted(texts, key=lambda _: chance.random())
        quick, thorough = _groups(index, ids)
        assert quick == thorough
        found += len(quick)
    assert found > 10
    index.rebuild(queue)
    quick, thorough = _groups(index, list(texts))
    assert quick == thorough
    noted = index._opened.snapshot._twins()
    assert {*quick, *(other for others in quick.values() for other in others)} <= noted
    assert len(noted) < len(texts)


def test_texts_that_many_others_resemble_are_all_noted(tmp_path, new_queue, monkeypatch):
    monkeypatch.setattr(twins, "_MANY", 3)
    text = _text(random.Random(1))
    queue = new_queue([Document(number, "", "", text) for number in range(1, 9)])
    index = SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    queue.put(Document(9, "", "", text))
    index.sync(queue)
    assert _groups(index, list(range(9, 0, -1))) == (({9: tuple(range(8, 0, -1))},) * 2)


def test_an_article_that_changes_is_no_copy_of_itself(tmp_path, new_queue):
    chance = random.Random(1)
    text = _text(chance)
    queue = new_queue([Document(1, "", "", text), *(Document(n, "", "", _text(chance)) for n in range(2, 9))])
    index = SearchIndex(tmp_path / "index", "a")
    index.sync(queue)
    queue.put(Document(1, "", "", _nearly(text, chance)))
    index.sync(queue)
    assert index._opened.snapshot._twins() == frozenset()
