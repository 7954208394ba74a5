"""Everything that the library knows of an article, as a value that can be written down and added again."""

from __future__ import annotations

from dataclasses import replace

from reader.formats.parsed import Parsed
from reader.model import Asset
from reader.store import Store


def page_of(store: Store, article: int) -> str:
    """An article as a saved page. Raises as :func:`parsed_of`."""
    from reader.formats import saved_page

    return saved_page.write(store.articles.get(article))


def parsed_of(store: Store, article: int) -> Parsed:
    """An article with its facts, state, highlights and pictures.

    Raises:
        ArticleNotFound, ArticleDamaged: it cannot be read.
    """
    content = store.articles.get(article)
    summary = store.articles.summary(article)
    facts = replace(
        store.articles.facts(article),
        read=summary.read is not None,
        archived=summary.archived is not None,
        starred=summary.starred,
        progress=summary.progress or None,
    )
    assets = tuple(
        Asset(asset.name, raw, asset.media_type)
        for asset in store.articles.assets(article)
        if (raw := store.articles.asset(article, asset.name)) is not None
    )
    return Parsed(
        replace(content, tags=summary.tags, lang=summary.lang or content.lang), assets=assets, facts=facts
    )
