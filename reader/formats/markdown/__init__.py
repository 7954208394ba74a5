"""Markdown: notes, clippings and documents, with the front matter above them and the pictures beside them.

:mod:`reader.formats.front_matter` reads what stands above the text, ``syntax`` is the parser with the rules
of note programs, ``inline`` and ``converting`` make blocks of its tokens, ``reading`` an article of these.
They are loaded when the first note is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.formats.by_name import beginning, ending_of, is_named
from reader.formats.parsed import Parsed
from reader.sources import Fetched

_NAMES = (".md", ".markdown", ".mkd", ".mdown", ".mkdn", ".mdwn", ".mdtext", ".mdx", ".qmd", ".rmd")
_MEDIA_TYPES = ("text/markdown", "text/x-markdown")
# Names that say nothing: there, only front matter shows that it is Markdown.
_MAY_BE = ("", ".txt", ".text")
_KNOWN = frozenset(
    {"title", "source", "url", "tags", "author", "authors", "date", "created", "published", "aliases"}
)

_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_SIGN = re.compile(r"^(?:#{2,6}[ \t]+\S|```|~~~|[-*] \[[ xX]\] )|\]\(\S+\)", re.MULTILINE)


def sniff(fetched: Fetched) -> bool:
    """Whether a file is Markdown, by its name, or by what it begins with where its name says nothing."""
    ending = ending_of(fetched)
    named = is_named(fetched, _NAMES, _MEDIA_TYPES)
    if not named and ending not in _MAY_BE and not fetched.source.startswith("stdin:"):
        return False
    text = beginning(fetched)
    if named or not text:
        return bool(text)
    if text.startswith(("---\n", "+++\n")):
        from reader.formats.front_matter.splitting import keys_of

        return bool(keys_of(text) & _KNOWN)
    return not ending and _HEADING.match(text) is not None and _SIGN.search(text) is not None


def read(fetched: Fetched) -> Iterator[Parsed]:
    """The article in a file. Raises UnreadableSource if it is not text."""
    from reader.formats.markdown.reading import article_in

    yield article_in(fetched)
