"""Whatever is changed, undone and redone, the library is what a model says; undoing all gives it back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.changes import Change, MarkRead, Remove, Restore, SetTags, Star, Tag
from reader.model import Article, Block, Link, Page, Position, Scene, Span, Visit
from reader.store import Store, open_store
from tests.examples import examples

COUNT = 6

ids = st.lists(st.integers(1, COUNT), min_size=1, max_size=COUNT, unique=True).map(tuple)
tags = st.lists(st.sampled_from(["sea", "ice", "wind"]), max_size=2, unique=True).map(tuple)
changes = st.one_of(
    st.builds(Star, ids, st.booleans()),
    st.builds(MarkRead, ids, st.booleans()),
    st.builds(Tag, ids, tags, tags),
    st.builds(SetTags, ids, tags),
    st.builds(Remove, ids),
    st.builds(Restore, ids),
)
steps = st.lists(st.one_of(changes, changes, st.sampled_from(["undo", "redo"])), max_size=20)


@dataclass
class Model:
    """What the library should say: by article, (starred, read, tags, in the library)."""

    now: dict[int, tuple[bool, float | None, tuple[str, ...], bool]] = field(default_factory=dict)
    back: list[dict[int, tuple[bool, float | None, tuple[str, ...], bool]]] = field(default_factory=list)
    forth: list[dict[int, tuple[bool, float | None, tuple[str, ...], bool]]] = field(default_factory=list)

    def apply(self, change: Change, at: float) -> None:
        new = dict(self.now)
        for article in change.articles:
            starred, read, has, here = new[article]
            if not (here or isinstance(change, Remove | Restore)):
                continue
            match change:
                case Star():
                    starred = change.on
                case MarkRead():
                    read = (at if read is None else read) if change.on else None
                case Tag():
                    left = tuple(tag for tag in has if tag not in change.remove)
                    has = (*left, *(tag for tag in change.add if tag not in left))
                case SetTags():
                    has = change.tags
                case _:
                    here = isinstance(change, Restore)
            new[article] = (starred, read, has, here)
        if new != self.now:
            self.back.append(self.now)
            self.forth.clear()
            self.now = new

    def undo(self) -> None:
        if self.back:
            self.forth.append(self.now)
            self.now = self.back.pop()

    def redo(self) -> None:
        if self.forth:
            self.back.append(self.now)
            self.now = self.forth.pop()


def said(store: Store) -> dict[int, tuple[bool, float | None, tuple[str, ...]]]:
    return {
        summary.id: (summary.starred, summary.read, summary.tags)
        for summary in store.articles.summaries(store.articles.ids())
    }


@contextmanager
def filled() -> Iterator[Store]:
    """Articles that link to each other, one of them without a title, with a trail."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "library") as store:
        for number in range(1, COUNT + 1):
            body = f"These are the first words of the body of number {number}"
            following = f"These are the first words of the body of number {number % COUNT + 1}"
            title = "" if number == 3 else f"Title {number}"
            links = (
                Link("next", f"Title {number + 1}"),
                Link("recommended", "A title", following[:40] + "..."),
            )
            article = Article(
                title or body[:20],
                (Block("paragraph", (Span(body),)),),
                links,
                title_from="page" if title else "text",
            )
            store.articles.put(Page(f"/{number}", body.encode(), "utf-8", article), float(number // 3))
        for article_id in (1, 4, 2, 2, 6):
            store.trail.follow(Visit(article_id, Position(), Scene(), 1.0))
        store.trail.back()
        yield store


@examples(60)
@given(steps)
def test_any_sequence_leaves_what_a_model_says(contents, steps: list[Change | str]) -> None:
    with filled() as store:
        model = Model(dict.fromkeys(range(1, COUNT + 1), (False, None, (), True)))
        before = contents(store), store.articles.ids(), list(store.links.all())
        for at, step in enumerate(steps, start=2):
            if step == "undo":
                store.journal.undo(float(at))
                model.undo()
            elif step == "redo":
                store.journal.redo(float(at))
                model.redo()
            elif not isinstance(step, str):
                store.journal.apply(step, float(at))
                model.apply(step, float(at))
            assert said(store) == {a: facts[:3] for a, facts in model.now.items() if facts[3]}
            assert {one.id for one in store.trash.all()} == {
                a for a, facts in model.now.items() if not facts[3]
            }
        while store.journal.undo(99.0):
            model.undo()
        assert (contents(store), store.articles.ids(), list(store.links.all())) == before
        assert store.inspect() == []
