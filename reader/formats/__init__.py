"""From files to articles: one file per format, and the registry that picks one.

A new format is one new file with two functions, and one line in ``FORMATS``:

* ``sniff(fetched)`` says whether a file is in that format; it must be quick, and may look at the bytes, the
  name and the media type;
* ``read(fetched)`` gives each article of the file as a :class:`Parsed`, or as a :class:`Refused` with the
  reason, and raises UnreadableSource if nothing of the file can be read. It may be a generator, so that not
  all articles of a large file are in memory at once.

Formats know nothing of the library, and open no files but those beside the one that they read, by
``fetched.neighbour``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from reader.errors import UnreadableSource
from reader.formats import saved_page
from reader.formats.decoding import decode
from reader.formats.parsed import Parsed, Refused
from reader.model import Article, Page
from reader.sources import Fetched

__all__ = ["FORMATS", "Format", "Parsed", "Refused", "decode", "parse", "read", "saved_page"]

_NOTHING = "the file holds nothing to read"


@dataclass(frozen=True, slots=True)
class Format:
    """One way in which articles can be laid out in a file."""

    name: str
    sniff: Callable[[Fetched], bool]
    read: Callable[[Fetched], Iterable[Parsed | Refused]]


FORMATS: tuple[Format, ...] = (
    # The first whose sniff says yes reads the file. Saved pages take every text and come last.
    Format("saved page", saved_page.sniff, saved_page.read),
)


def read(fetched: Fetched) -> Iterator[Page | Refused]:
    """Each article of a file, in order. Its language is what the file says, or else what its text shows.

    Two articles of the same member name are told apart: the second one gets a number.

    Raises:
        UnreadableSource: the file is empty, holds nothing to read, or is not in any format known here.
        OSError: it cannot be read.
    """
    raw = fetched.raw
    chosen = next(format for format in FORMATS if format.sniff(fetched))
    members: dict[str, int] = {}
    for parsed in chosen.read(fetched):
        member = _told_apart(parsed.member, members)
        if isinstance(parsed, Refused):
            yield replace(parsed, member=member)
        elif _is_empty(parsed.article):
            yield Refused(member, "it holds nothing to read" if member else _NOTHING)
        else:
            article = _with_language(parsed.article)
            yield Page(
                source=fetched.source,
                raw=raw,
                encoding=parsed.encoding,
                article=article,
                member=member,
                assets=tuple({asset.name: asset for asset in parsed.assets}.values()),
                media_type=fetched.media_type,
            )
    if not members:
        raise UnreadableSource(_NOTHING)


def parse(raw: bytes, source: str) -> Page:
    """The article in the bytes of a file; the first one if there are several.

    Raises:
        UnreadableSource: it cannot be read.
    """
    page = next(read(Fetched(source, raw)))
    if isinstance(page, Refused):
        raise UnreadableSource(page.reason)
    return page


def _told_apart(member: str, members: dict[str, int]) -> str:
    name = member
    while name in members:
        members[member] += 1
        name = f"{member} ({members[member]})".lstrip()
    members[name] = 1
    return name


def _is_empty(article: Article) -> bool:
    return not (article.blocks or article.note or article.links or article.title_from == "page")


def _with_language(article: Article) -> Article:
    if article.lang:
        return article
    from reader.language import of_article  # whoever only reads does without

    return replace(article, lang=of_article(article))
