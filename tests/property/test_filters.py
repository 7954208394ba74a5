"""Whatever filters are combined, and whatever changes meanwhile: what fits is listed, and nothing else."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from reader.changes import Archive, MarkPassages, MarkRead
from reader.facts import fact_of
from reader.library import Library
from reader.model import (
    NO_FACTS,
    Article,
    Block,
    Facts,
    Highlight,
    Page,
    Position,
    Span,
    StoredHighlight,
    Summary,
)
from tests.examples import examples

BODIES = ["wind", "wind and sun " * 3, "sun " * 9, "tea", "tea and wind " * 40, ""]
SOURCES = ["/Saved/one.txt", "/saved/2014/Two.txt", "/säved/ΤΕΛΟΣ.txt", "/caf\udce9", "-"]
TIMES = [time.mktime((year, month, 2, 3, 4, 5, 0, 0, -1)) for year in range(2012, 2017) for month in (2, 9)]
STATED = [
    NO_FACTS,
    Facts(published="2011-05-06", site="Séaside REVIEW", author="Jörg Müller, A. Nother"),
    Facts(url="https://www.tide.example:80/Ä?b=review", saved="2011", published="2010"),
    Facts(author="a.  nother", saved="2014-01-31T23:30:00Z", published="2011-05-06T12:00:00Z"),
]
SHARES = [0.2, 0.21, 0.5, 0.996, 1.0, 0.0]
QUOTES = [Highlight("words were", note="Idée", color="pink"), Highlight("else", created="2014")]


@dataclass(frozen=True)
class Fact:
    """An article as the test itself sees it."""

    summary: Summary
    sources: list[str]
    body: str
    quotes: list[str]


def _month(at: float | None) -> tuple[int, int]:
    return time.localtime(at)[:2]


Fits = Callable[[Fact], bool]

# What is written, and which articles it admits, said without any of the reader's own code.
LEAVES: list[tuple[str, Fits]] = [
    ("is:unread", lambda f: f.summary.read is None),
    ("is:read", lambda f: f.summary.read is not None),
    ("is:starred", lambda f: f.summary.starred),
    ("tag:a", lambda f: "a" in f.summary.tags),
    ("tag:B", lambda f: "b" in f.summary.tags),
    ("lang:en", lambda f: f.summary.lang == "en"),
    ("lang:DE", lambda f: f.summary.lang == "de"),
    ("source:SAVED", lambda f: any("/saved/" in s.lower() for s in f.sources)),
    ("source:2014/t", lambda f: any("2014/T" in s for s in f.sources)),
    ("source:ΤΕΛΟΣ", lambda f: any("ΤΕΛΟΣ" in s for s in f.sources)),
    ("source:Τελος", lambda f: any("ΤΕΛΟΣ" in s for s in f.sources)),
    ("source:\udce9", lambda f: any("\udce9" in s for s in f.sources)),
    ("source:zzz", lambda f: False),
    ("added:2014", lambda f: _month(f.summary.added)[0] == 2014),
    ("added:2013..2014", lambda f: 2013 <= _month(f.summary.added)[0] <= 2014),
    ("added:>2014-02", lambda f: _month(f.summary.added) > (2014, 2)),
    ("added:<=2013-09", lambda f: _month(f.summary.added) <= (2013, 9)),
    ("added:1990..", lambda f: True),
    ("read:2015", lambda f: f.summary.read is not None and _month(f.summary.read)[0] == 2015),
    ("read:<2014-09", lambda f: f.summary.read is not None and _month(f.summary.read) < (2014, 9)),
    ("words:>8", lambda f: f.summary.words > 8),
    ("words:1..9", lambda f: 1 <= f.summary.words <= 9),
    ("words:<9", lambda f: f.summary.words < 9),
    ("id:2", lambda f: f.summary.id == 2),
    ("id:(1 OR 3)", lambda f: f.summary.id in (1, 3)),
    ("id:>1", lambda f: f.summary.id > 1),
    ("is:archived", lambda f: f.summary.archived is not None),
    ("is:started", lambda f: 0 < f.summary.progress < 1),
    ("is:finished", lambda f: f.summary.progress == 1),
    ("is:highlighted", lambda f: bool(f.quotes)),
    ("is:empty", lambda f: not f.body),
    ("site:review", lambda f: f.summary.site == "Séaside REVIEW"),
    ('site:"seaside r"', lambda f: f.summary.site == "Séaside REVIEW"),
    ("site:tide.example", lambda f: "tide" in f.summary.url),
    ("site：TIDE", lambda f: "tide" in f.summary.url),
    ("author:muller", lambda f: f.summary.author.startswith("Jörg")),
    ('author:("a. nother" OR "jörg m")', lambda f: bool(f.summary.author)),
    ("url:https://www.TIDE.example:80/Ä?b", lambda f: "tide" in f.summary.url),
    ("url:example", lambda f: bool(f.summary.url)),
    ("published:2011", lambda f: f.summary.published.startswith("2011")),
    ("published:2011-05", lambda f: f.summary.published.startswith("2011-05")),
    ("published:2011-05-06", lambda f: f.summary.published.startswith("2011-05-06")),
    ("published:2010..2011", lambda f: f.summary.published[:4] in ("2010", "2011")),
    ("published:>2011-01", lambda f: f.summary.published[:7] == "2011-05"),
    ("published：＞2009", lambda f: bool(f.summary.published)),
    ("published:<2009", lambda f: False),
    ("saved:>=2011", lambda f: bool(f.summary.saved)),
    ("saved:..2010", lambda f: False),
    ("progress:0", lambda f: f.summary.progress == 0),
    ("progress:>20", lambda f: f.summary.progress > 0.2),
    ("progress:<=50%", lambda f: f.summary.progress <= 0.5),
    ("progress:1..99", lambda f: 0 < f.summary.progress < 1),
    ('highlight:"WORDS  were"', lambda f: any(quote.startswith("words") for quote in f.quotes)),
    ("highlight:idee", lambda f: any(quote.startswith("words") for quote in f.quotes)),
    ("highlight:zzz", lambda f: False),
    ("color:purple", lambda f: any(quote.startswith("words") for quote in f.quotes)),
    ("color:pink", lambda f: any(quote.startswith("words") for quote in f.quotes)),
    ("color:yellow", lambda f: "else" in f.quotes),
    ("highlighted:2014", lambda f: "else" in f.quotes),
    ("highlighted:2014-03", lambda f: False),
]
WORDS: list[tuple[str, Fits]] = [
    ("wind", lambda f: "wind" in f.body),
    ("sun", lambda f: "sun" in f.body),
]

Query = tuple[str, Fits]


def _negated(query: Query) -> Query:
    text, fits = query
    return f"-({text})", lambda f: not fits(f)


def _all(queries: list[Query]) -> Query:
    return "(" + " ".join(text for text, _ in queries) + ")", lambda f: all(fits(f) for _, fits in queries)


def _any(queries: list[Query]) -> Query:
    return "(" + " OR ".join(text for text, _ in queries) + ")", lambda f: any(fits(f) for _, fits in queries)


LEAF = st.sampled_from([*LEAVES, *WORDS])
QUERY: st.SearchStrategy[Query] = st.recursive(
    LEAF | LEAF.map(_negated),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(_all),
        st.lists(inner, min_size=2, max_size=3).map(_any),
        inner.map(_negated),
    ),
    max_leaves=6,
)

SAVED = (SOURCES[0], BODIES[1], TIMES[4], "en", ("a",), STATED[1])

# Things that happen, to one of the articles that there are: by the library that is asked, or another.
PUT = st.tuples(
    st.just("put"), st.sampled_from(SOURCES), st.sampled_from(BODIES), st.sampled_from(TIMES),
    st.sampled_from(["en", "de", "fr"]), st.sampled_from([(), ("a",), ("a", "b")]), st.sampled_from(STATED),
)  # fmt: skip
MARK = st.tuples(
    st.sampled_from(
        ["read", "star", "tag", "unread", "unstar", "untag", "position", "remove", "archive", "mark"]
    ),
    st.integers(0, 4),
    st.sampled_from(TIMES),
)
STEP = st.tuples(PUT | MARK | MARK, st.booleans(), st.lists(QUERY, max_size=2))
STEPS = st.tuples(
    STEP.map(lambda step: (("put", *SAVED), *step[1:])), st.lists(STEP, min_size=3, max_size=12)
)


def happen(library: Library, step: tuple[object, ...]) -> None:
    what, which, *rest = step
    store = library.store
    if what == "put":
        body, at, lang, tags, stated = rest
        blocks = (Block("paragraph", (Span(body),)),) if body else ()
        article = Article(body[:9] or "none", blocks, (), lang=lang, tags=tags)
        store.articles.put(Page(which, repr((article, stated)).encode(), "utf-8", article, facts=stated), at)
        return
    ids = store.articles.ids("oldest")
    if not ids:
        return
    article = ids[which % len(ids)]
    match what:
        case "read":
            store.state.mark_read(article, rest[0])
        case "unread":
            store.journal.apply(MarkRead((article,), False), 9.0)
        case "star" | "unstar":
            store.state.star(article, what == "star")
        case "tag" | "untag":
            library.tag(article, ("b",) if what == "tag" else ())
        case "position":
            store.state.save_position(article, Position(0, 1), SHARES[TIMES.index(rest[0]) % len(SHARES)])
        case "archive":
            library.apply(Archive((article,), TIMES.index(rest[0]) % 3 != 0))
        case "mark":
            fact = fact_of(StoredHighlight(QUOTES[TIMES.index(rest[0]) % 2]))
            library.apply(MarkPassages((article,), (fact,) if article % 2 else (), (fact,)))
        case "remove":
            library.remove([article])


def facts(library: Library) -> list[Fact]:
    """All articles in the order of the list."""
    articles = library.store.articles
    everything = [articles.summary(article) for article in articles.ids("oldest")]
    newest = sorted(everything, key=lambda summary: (-summary.added, summary.id))
    return [
        Fact(
            summary=s,
            sources=articles.sources(s.id),
            body=articles.get(s.id).text(),
            quotes=[one.highlight.quote for one in articles.highlights(s.id)],
        )
        for s in newest
    ]


@examples(50)
@given(STEPS)
def test_filters_admit_what_fits(steps) -> None:
    with (
        tempfile.TemporaryDirectory() as directory,
        Library.open(directory) as library,
        Library.open(directory) as other,
    ):
        first, others = steps
        for step, by_another, queries in [first, *others]:
            happen(other if by_another else library, step)
            known = facts(other)
            # Each by itself, so that what is remembered of it is asked for after every step.
            for text, fits in LEAVES:
                assert list(library.find(text).ids) == [f.summary.id for f in known if fits(f)], text
            for text, fits in queries:
                ids = library.ids(text)
                assert ids == [f.summary.id for f in known if fits(f)], text
                assert library.ids(text, 2) == ids[:2]
                found = library.find(text)
                assert sorted(found.ids[: found.partial_from]) == sorted(ids)
                assert library.finding.unread(text) == len(library.ids(f"is:unread ({text})"))
