"""reStructuredText: documents of Python projects and of Sphinx, read with docutils.

``parsing`` runs docutils so that it opens nothing and never fails, ``nodes`` makes blocks of its tree, and
``inline`` spans of what is within a paragraph. Directives and roles of Sphinx are not known to docutils:
their text is kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.formats.by_name import beginning, is_named
from reader.formats.parsed import Parsed
from reader.sources import Fetched

_ENDINGS = (".rst", ".rest")
_MEDIA_TYPES = ("text/x-rst", "text/prs.fallenstein.rst")


def sniff(fetched: Fetched) -> bool:
    """Whether a file is reStructuredText: its name says so, and it is text."""
    return is_named(fetched, _ENDINGS, _MEDIA_TYPES) and bool(beginning(fetched))


def read(fetched: Fetched) -> Iterator[Parsed]:
    """The article in a file. Raises UnreadableSource if it is not text."""
    from reader.formats.restructured.reading import article_in

    yield article_in(fetched)
