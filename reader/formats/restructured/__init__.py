"""reStructuredText: documents of Python projects and of Sphinx, read with docutils.

``parsing`` runs docutils so that it opens nothing and never fails, ``nodes`` makes blocks of its tree, and
``inline`` spans of what is within a paragraph. Directives and roles of Sphinx are not known to docutils:
their text is kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.formats.by_name import beginning, is_named
from reader.formats.decoding import decode
from reader.formats.parsed import Parsed
from reader.formats.surroundings import Surroundings
from reader.formats.titles import titled
from reader.model import Article
from reader.sources import Fetched
from reader.text import clean

_ENDINGS = (".rst", ".rest")
_MEDIA_TYPES = ("text/x-rst", "text/prs.fallenstein.rst")


def sniff(fetched: Fetched) -> bool:
    """Whether a file is reStructuredText: its name says so, and it is text."""
    return is_named(fetched, _ENDINGS, _MEDIA_TYPES) and bool(beginning(fetched))


def read(fetched: Fetched) -> Iterator[Parsed]:
    """The article in a file.

    Raises:
        UnreadableSource: it is not text.
    """
    from reader.formats.restructured.nodes import Document
    from reader.formats.restructured.parsing import parse

    text, encoding = decode(fetched.raw)
    text = clean(text.removeprefix("\ufeff"))
    around = Surroundings(fetched)
    document = Document(around)
    document.take(parse(text), text)
    front = document.front
    title, origin, blocks = titled(document.title or front.title, document.blocks, fetched)
    yield Parsed(
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
