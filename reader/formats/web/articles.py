"""The article in a web page: finds it, reads what the page says about it, and gets its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.formats.flowing import first_words
from reader.formats.markup import marked, without_title
from reader.formats.markup.notes import notes_in
from reader.formats.markup.reading import tree_of
from reader.formats.parsed import Parsed
from reader.formats.titles import named
from reader.formats.web.assets import Neighbour, Pictures
from reader.formats.web.finding import around_notes, find_article
from reader.formats.web.metadata import Metadata, PageFacts
from reader.formats.web.trimming import FoundArticle, with_head
from reader.model import Article, Facts
from reader.text import clean, collapse, fold

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page and what is known about it from outside; see :func:`reader.formats.web.article_of_page`."""

    raw: bytes
    url: str = ""
    charset: str = ""
    neighbour: Neighbour | None = None
    parts: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)
    title: str = ""
    saved: str = ""


def read_page(source: PageSource) -> Parsed:
    """The article in a page. Raises UnreadableSource if the bytes are not text."""
    tree = tree_of(source.raw, source.charset)
    root = tree.root
    metadata = Metadata(root, source.url)
    notes = notes_in(root, metadata.base, metadata.url)
    found = find_article(root, notes, url=metadata.url, body_text=metadata.body_text)
    facts = metadata.facts(found.container)
    with_head(found, facts.title, root, around_notes(notes))
    pictures = Pictures(root, base=facts.base, neighbour=source.neighbour, parts=source.parts)
    _remove(found, facts)
    made = marked(found.container, base=facts.base, page=facts.url, choose=pictures.choose, notes=notes)
    name = facts.title or source.title or next((b.plain for b in made.blocks if b.kind == "heading"), "")
    blocks = without_title(made.blocks, name or facts.url)
    used = set(made.images)
    # A piece of a page may say nothing of itself.
    title, origin = named(
        collapse(clean(name)), address=collapse(clean(facts.url)), words="" if name else first_words(blocks)
    )
    article = Article(
        title=title,
        blocks=blocks,
        lang=facts.lang,
        title_from=origin,
    )
    return Parsed(
        article,
        assets=tuple(asset for asset in pictures.assets.values() if asset.name in used),
        encoding=tree.encoding,
        facts=_facts(facts, article, source.saved),
    )


def _facts(facts: PageFacts, article: Article, saved: str) -> Facts:
    return Facts(
        url=facts.url,
        site=facts.site,
        author=facts.author,
        published=facts.published,
        saved=facts.saved or saved,
        excerpt="" if fold(facts.excerpt) == fold(article.title) else facts.excerpt,
        remark=facts.remark,
    )


def _remove(found: FoundArticle, facts: PageFacts) -> None:
    """Takes out of the tree what is no part of the article."""
    for run in found.loose:
        for element, tail in run.nodes:
            if tail:
                element.tail = None
            else:
                element.text = None
    for element in (*found.left_out, *facts.bylines):
        if element is not found.container:
            _take_out(element)


def _take_out(element: Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)
