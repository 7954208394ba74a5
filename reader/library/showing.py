"""An article with everything that its panes show, put together from the store and the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.config import command
from reader.errors import ArticleDamaged, ArticleNotFound
from reader.library import related
from reader.library.view import ArticleView, Entry
from reader.model import Article, Block, Position, ResolvedLink, Similar, Span, Summary
from reader.store import Store

SIMILAR = 5
"""How many similar articles the related pane offers."""

MOST_BLOCKS = 100_000
MOST_CHARACTERS = 12_000_000
"""About how much of one article is shown at most: a dozen long novels. The end of the article says so."""

Alike = Callable[[int, int, set[int]], list[Similar]]
"""Asks the index for similar articles, given the article, the most to return, and those to leave out."""


def view(store: Store, article: int, position: Position, alike: Alike | None) -> ArticleView:
    """An article with its links, backlinks and, unless ``alike`` is None, similar articles.

    Raises:
        ArticleNotFound: there is no such article.
    """
    links = store.links.of(article)
    entries, summary = _entries(store, article, links, alike)
    stated = tuple(resolved.link for resolved in links)
    try:
        shown, share = store.articles.beginning(article, MOST_BLOCKS, MOST_CHARACTERS, stated)
        damaged = False
    except ArticleDamaged as error:
        shown, share, damaged = _in_place_of(summary, error), 1.0, True
    return ArticleView(
        summary=summary,
        article=shown,
        entries=entries,
        position=position,
        share=share,
        damaged=damaged,
        complete=alike is not None,
        highlights=store.articles.highlights(article) if summary.highlights else (),
    )


def entries(store: Store, article: int, alike: Alike) -> tuple[Entry, ...]:
    """All entries related to an article. Raises ArticleNotFound."""
    return _entries(store, article, store.links.of(article), alike)[0]


def _entries(
    store: Store, article: int, links: Sequence[ResolvedLink], alike: Alike | None
) -> tuple[tuple[Entry, ...], Summary]:
    """The entries of an article, and its summary: all summaries are read together."""
    backlinks = store.links.backlinks(article)
    similar = None if alike is None else alike(article, SIMILAR, _targets(links))
    others = {*_targets(links), *(link.id for link in backlinks), *(one.id for one in similar or ())}
    known = {summary.id: summary for summary in store.articles.summaries([article, *sorted(others)])}
    if article not in known:
        raise ArticleNotFound(article)
    found = None if similar is None else related.described(similar, known)
    leads = {summary.id: summary.lead for summary in known.values()}
    return related.with_leads(related.entries(links, backlinks, found), leads), known[article]


def _targets(links: Sequence[ResolvedLink]) -> set[int]:
    return {link.target for link in links if link.target is not None}


def _in_place_of(summary: Summary, error: ArticleDamaged) -> Article:
    """What is shown in place of a damaged article."""
    words = (
        f"This article is damaged in the library: {error.reason}",
        f"“{command('check --repair')}” repairs it if the library still has the page it was read from."
        f" So does adding that page once more with “{command('add')}”, or opening it here in your editor.",
        "All other articles can be read as before.",
    )
    return Article(summary.title, tuple(Block("paragraph", (Span(text),)) for text in words))
