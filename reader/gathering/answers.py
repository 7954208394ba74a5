"""From the answer of a web server to articles."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

from reader import formats
from reader.errors import UnreadableSource
from reader.fetching import Answer, FetchFailed
from reader.formats import Format, Refused, Subscription
from reader.model import Page
from reader.sources.web import fetched_of


def parts_of(
    answer: Answer,
    form: Format | None = None,
    subscribe: Callable[[Subscription], object] = lambda _: None,
) -> Iterator[Page | Refused]:
    """The articles in an answer: usually one. ``subscribe`` is called with each feed that it names.

    Whatever the answer is, it says nothing about what the person has read, starred, tagged or marked: only
    the person and their own files do.

    Raises:
        UnreadableSource: there is nothing to read in it.
    """
    for part in formats.read(fetched_of(answer), form, subscribe):
        yield without_state(part) if isinstance(part, Page) else part


def is_feed(answer: Answer) -> bool:
    """Whether an answer is a feed: it then has many articles, and more of them tomorrow."""
    return formats.format_of(fetched_of(answer)).name == "feed"


def article_of_answer(answer: Answer, url: str) -> Page:
    """The one article in an answer.

    Args:
        answer: what the server answered.
        url: the address that the library knows the article by.

    Raises:
        FetchFailed: it holds no article, or several.
    """
    try:
        parts = list(itertools.islice(parts_of(answer), 3))
    except UnreadableSource as error:
        raise FetchFailed(error.reason, status=200, lasting=True) from error
    pages = [part for part in parts if isinstance(part, Page)]
    if len(parts) > 1 and len(pages) != 1:
        what = (
            "a feed, not an article: 'reader follow' follows it"
            if is_feed(answer)
            else "a list, not an article"
        )
        raise FetchFailed(f"it is {what}", status=200, lasting=True)
    if not pages:
        reasons = [part.reason for part in parts if isinstance(part, Refused)]
        reason = reasons[0] if reasons else "there is no text in it"
        raise FetchFailed(reason, status=200, lasting=True)
    page = pages[0]
    if not (page.article.blocks or page.article.note):
        raise FetchFailed("there is no text in it", status=200, lasting=True)
    # The address stays as it is known: it is what files and links call the article by.
    return replace(page, member="", facts=replace(page.facts, url=url or page.facts.url))


def without_state(page: Page) -> Page:
    """The article as a site may describe it: without state, tags and highlights."""
    facts = replace(
        page.facts, read=None, archived=None, starred=None, progress=None, highlights=(), remark="", saved=""
    )
    return replace(page, article=replace(page.article, tags=()), facts=facts)
