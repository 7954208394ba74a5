"""Links come out the same whatever the order in which a library came to hold what it holds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.blocks import SHAPES, STYLES, styled
from reader.errors import ArticleDamaged
from reader.model import Article, Block, Link, Page, Span
from reader.store import Store, evidence, open_store, settle
from reader.store.codec import (
    decode_beginning,
    decode_blocks,
    decode_text,
    encode_blocks,
    key_teaser,
    key_title,
    keys_of,
    pictures,
)
from reader.store.resolve import OPPOSITE, Candidate, Claim, Name, Naming, choose_title, decide
from tests.examples import examples
from tests.resolving import resolve_all

# Few titles and bodies, so that they repeat, start alike, are cut, and are missing.
TITLES = [
    *("", "News", "news", "News!", "Bees", "C++"),
    *(
        "The long way home",
        "The long way home, part 2",
        "The long way...",
        "The longway home",
        "The long way ho",
    ),
]
BODIES = [
    "",
    "Short.",
    "[[7]] Short!",
    "In the beginning there was a hive, and it was good.",
    "In the beginning there was a hive, and then two.",
    "In the beginning there was a hive",
    "[[12]] Something else altogether, for once.",
]

NOTE = "A guest post."

links = st.one_of(
    st.builds(Link, st.sampled_from(["previous", "next"]), st.sampled_from(TITLES)),
    st.builds(
        lambda title, body, length: Link("recommended", title, body[:length] + "..." * (length < len(body))),
        st.sampled_from(TITLES),
        st.sampled_from([*BODIES, *(f"Note: {NOTE} {body}" for body in BODIES)]),
        st.sampled_from([5, 20, 36, 49]),
    ),
)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    title, body = draw(st.sampled_from(TITLES)), draw(st.sampled_from(BODIES))
    article = Article(
        title or body[:10] or "(empty)",
        (Block("paragraph", (Span(body),)),),
        tuple(draw(st.lists(links, max_size=4))),
        note=draw(st.sampled_from(["", "", NOTE])),
        note_label="Note:",
        title_from="page" if title else "text",
    )
    source = f"/{draw(st.integers(0, 9))}"
    return Page(source, repr(article).encode(), "utf-8", article)


# A page to put, or which of the articles to remove.
steps = st.lists(st.one_of(pages(), pages(), pages(), st.integers(0, 9)), max_size=24)


@contextmanager
def new_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as directory, open_store(Path(directory) / "library") as store:
        yield store


def outcome(store: Store) -> dict[str, object]:
    """What a library says, free of the ids that depend on the order."""
    keys = {article: keys_of(store.articles.get(article)).key for article in store.articles.ids()}
    return {
        keys[article]: (
            *(store.articles.summary(article).title, store.articles.summary(article).title_from),
            {
                (
                    link.link,
                    None if link.target is None else keys[link.target],
                    frozenset(map(keys.__getitem__, link.candidates)),
                )
                for link in store.links.of(article)
            },
        )
        for article in keys
    }


def reference(pages: Iterable[Page]) -> dict[str, object]:
    """The same, by comparing every link with every article."""
    articles: dict[str, Article] = {}
    for page in pages:
        key = keys_of(page.article).key
        known = articles.get(key, replace(page.article, links=()))
        articles[key] = replace(known, links=tuple(dict.fromkeys(known.links + page.article.links)))
    numbers = {key: number for number, key in enumerate(articles)}
    keys = list(articles)

    def candidates(taken: dict[str, tuple[Name, str]]) -> list[Candidate]:
        found = []
        for key, article in articles.items():
            derived = keys_of(article)
            titled = article.title_from == "page"
            name = Name(derived.title_key, derived.title_cut)
            if not titled:
                name = taken[key][0] if key in taken else Name("")
            heads = (derived.head, derived.note_head) if derived.note_head else (derived.head,)
            back = tuple((link.kind, Name(*key_title(link.title))) for link in article.links)
            written = taken[key][1] if key in taken else article.title if titled else ""
            found.append(
                Candidate(
                    numbers[key], key, derived.body_key, heads, titled, name, back, written, derived.pictures
                )
            )
        return found

    def decisions(
        taken: dict[str, tuple[Name, str]], *, given: bool
    ) -> dict[tuple[str, Link], tuple[str | None, frozenset[str]]]:
        everyone = candidates(taken)
        result = {}
        for own in everyone:
            for link in articles[own.key].links:
                name = Name(*key_title(link.title))
                rivals = (
                    other.name
                    for other in everyone
                    if other is not own and other.name.title and link.kind != "recommended"
                    if any(kind == link.kind and said.title == name.title for kind, said in other.back)
                )
                teaser = key_teaser(link.teaser)
                claim = Claim(
                    *(own.article, name, teaser, link.kind, own.name, tuple(rivals)),
                    *(link.title, pictures(link.teaser)),
                )
                decision = decide(claim, everyone, given=given)
                target = None if decision.target is None else keys[decision.target]
                result[own.key, link] = (target, frozenset(keys[number] for number in decision.candidates))
        return result

    # An article has one say for each title, however many links of it say so.
    naming: dict[str, dict[tuple[str, str], tuple[bool, bool]]] = {}
    for (own, link), (target, _) in decisions({}, given=False).items():
        if target is not None and articles[target].title_from != "page":
            linking = keys_of(articles[own])
            answered = (
                articles[own].title_from == "page"
                and bool(linking.title_key)
                and any(
                    each.kind == OPPOSITE.get(link.kind) and key_title(each.title)[0] == linking.title_key
                    for each in articles[target].links
                )
            )
            says = naming.setdefault(target, {})
            before = says.get((own, link.title), (False, False))
            says[own, link.title] = (before[0] or bool(key_teaser(link.teaser)), before[1] or answered)
    taken = {
        key: chosen
        for key, named in naming.items()
        if (
            chosen := choose_title([Naming(Name(*key_title(t)), t, 1, *how) for (_, t), how in named.items()])
        )
    }
    final = decisions(taken, given=True)
    return {
        key: (
            taken[key][1] if key in taken else article.title,
            "link" if key in taken else article.title_from,
            {(link, *final[key, link]) for link in article.links},
        )
        for key, article in articles.items()
    }


@examples(80)
@given(steps, st.randoms(use_true_random=False), st.integers(1, 5))
def test_links_depend_on_what_the_library_holds_and_not_on_how_it_came_there(steps, random, batch) -> None:
    held: dict[str, Page] = {}
    with new_store() as store:
        for start in range(0, len(steps), batch):
            with store.transaction():
                for step in steps[start : start + batch]:
                    ids = store.articles.ids("oldest")
                    if isinstance(step, Page):
                        store.articles.put(step, 1.0)
                        held[step.source] = step
                    elif step < len(ids):
                        for source in store.articles.sources(ids[step]):
                            del held[source]
                        store.articles.remove([ids[step]])
        kept = outcome(store)
        assert store.integrity() == []
        resolve_all(store)
        assert outcome(store) == kept
    assert kept == reference(held.values())
    with new_store() as store:
        shuffled = list(held.values())
        random.shuffle(shuffled)
        for page in shuffled:
            store.articles.put(page, 1.0)
        assert outcome(store) == kept


@pytest.mark.slow
@examples(120)
@given(steps, st.randoms(use_true_random=False), st.integers(1, 5), st.integers(0, 2))
def test_where_many_are_too_many_links_depend_on_what_the_library_holds_too(
    steps, random, batch, too_many
) -> None:
    held: dict[str, Page] = {}
    with pytest.MonkeyPatch.context() as patch, new_store() as store:
        for module in (evidence, settle):
            patch.setattr(module, "TOO_MANY", too_many)
        for start in range(0, len(steps), batch):
            with store.transaction():
                for step in steps[start : start + batch]:
                    ids = store.articles.ids("oldest")
                    if isinstance(step, Page):
                        store.articles.put(step, 1.0)
                        held[step.source] = step
                    elif step < len(ids):
                        for source in store.articles.sources(ids[step]):
                            del held[source]
                        store.articles.remove([ids[step]])
        kept = outcome(store)
        assert store.integrity() == []
        resolve_all(store)
        assert outcome(store) == kept
        shuffled = list(held.values())
        random.shuffle(shuffled)
        with new_store() as other:
            for page in shuffled:
                other.articles.put(page, 1.0)
            assert outcome(other) == kept


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
blocks = st.lists(
    st.builds(
        Block,
        st.sampled_from(sorted(SHAPES)),
        st.lists(
            st.builds(
                Span,
                texts | st.sampled_from(["[[1]]", "[[]]", "1"]),
                st.lists(st.sampled_from(STYLES), max_size=3).map(lambda names: styled(*names)),
                texts | st.sampled_from(["1", ""]),
            )
        ).map(tuple),
        st.integers(0, 6),
        texts,
        st.integers(0, 3),
        st.integers(0, 3),
        texts,
        texts,
        st.integers(0, 3),
    )
).map(tuple)


def test_blocks_written_by_older_versions_are_read() -> None:
    written = '[["paragraph",["a ",["126","image",""],["b","strike",""]],0,""],["quote",["c"],1,">"]]'
    assert decode_blocks(written) == (
        Block("paragraph", (Span("a "), Span("[[126]]", "image", "126"), Span("b", "deleted"))),
        Block("quote", (Span("c"),), 1, ">"),
    )


@pytest.mark.parametrize(
    "block",
    [
        '["paragraph",["x"],true,""]',
        '["poem",["x"],0,""]',
        '["paragraph",["x"],-1,""]',
        '["paragraph",[["x","bold",""]],0,""]',
        '["paragraph",[["x","link",null]],0,""]',
        '["table",["x"],0,"",{"header":true}]',
        '["table",["x"],0,"",{"align":1}]',
        '["table",["x"],0,"",{"colour":"red"}]',
        '["table",["x"],0,"",[]]',
    ],
)
def test_a_block_that_none_can_be_is_damage(block: str) -> None:
    with pytest.raises(ArticleDamaged):
        decode_blocks(f"[{block}]")
    with pytest.raises(ArticleDamaged):
        decode_text(f"[{block}]")


def test_blocks_that_could_not_be_read_again_are_not_written() -> None:
    with pytest.raises(ValueError, match="unknown style: bold"):
        encode_blocks((Block("paragraph", (Span("x", "bold"),)),))


def test_blocks_that_older_versions_know_are_written_as_ever() -> None:
    written = '[["paragraph",["a ",["126","image",""],["b","link","x"]],0,""],["item",["c"],1,"•"]]'
    assert encode_blocks(decode_blocks(written)) == written


@given(blocks)
def test_blocks_come_back_as_they_were(value) -> None:
    written = encode_blocks(value)
    assert decode_blocks(written) == value
    # The text alone is the same as that of the blocks.
    assert decode_text(written) == (Article("", value).text() if value else None)


@given(blocks, st.integers(1, 8), st.integers(1, 400))
def test_the_beginning_of_blocks_is_theirs_and_says_which_share_it_is(
    value, most: int, characters: int
) -> None:
    written = encode_blocks(value)
    found, share = decode_beginning(written, 1, most, characters)
    assert found == value[: len(found)]
    assert len(found) <= most or share == 1.0
    assert (share == 1.0) == (found == value)
    # One more would have been too much.
    whole = len(found) in (most, len(value)) or len(encode_blocks(found)) >= characters
    assert whole


@pytest.mark.parametrize(
    "broken", ["", "{}", "[", '[["paragraph",["x"],0,""]', '[["paragraph",["x"],0,""];', "[1]"]
)
def test_a_beginning_that_is_damaged_is_said_to_be(broken: str) -> None:
    with pytest.raises(ArticleDamaged):
        decode_beginning(broken, 1, 1, 1)
    # What is not read is not looked at.
    found, _ = decode_beginning('[["paragraph",["x"],0,""],broken', 1, 1, 9)
    assert found == (Block("paragraph", (Span("x"),)),)


@given(texts, st.integers(0, 60))
def test_the_start_of_a_body_is_a_teaser_of_it(body: str, length: int) -> None:
    article = Article("T", (Block("paragraph", (Span(body),)),))
    teaser = " ".join(article.text().split())[:length]
    assert keys_of(article).head.startswith(key_teaser(teaser + "..."))
