"""A file of reStructuredText as an article."""

from __future__ import annotations

from reader.formats.decoding import decode
from reader.formats.parsed import Parsed
from reader.formats.restructured.nodes import RestructuredBlocks
from reader.formats.restructured.parsing import parse
from reader.formats.surroundings import Surroundings
from reader.formats.titles import titled
from reader.model import Article
from reader.sources import Fetched
from reader.text import clean


def article_in(fetched: Fetched) -> Parsed:
    """The article in a file.

    Raises:
        UnreadableSource: it is not text.
    """
    text, encoding = decode(fetched.raw)
    text = clean(text.removeprefix("\ufeff"))
    around = Surroundings(fetched)
    document = RestructuredBlocks(around)
    document.take(parse(text), text)
    front = document.front
    title, origin, blocks = titled(document.title or front.title, document.blocks, fetched)
    return Parsed(
        article=Article(
            title=title,
            blocks=blocks,
            links=around.links,
            title_from=origin,
            lang=front.lang,
            tags=front.tags,
        ),
        assets=around.assets,
        encoding=encoding,
        facts=front.facts,
    )
