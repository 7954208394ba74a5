"""Files to articles: one module per format, and the registry that picks one.

A new format is one new file with two functions, and one line in ``FORMATS``:

* ``sniff(fetched)`` says whether a file is in that format. It must be quick; it may look at the bytes, the
  name and the media type.
* ``read(fetched)`` yields each article of the file as a :class:`Parsed`, or as a :class:`Refused` with the
  reason, and each feed that the file names as a :class:`Subscription`. It raises UnreadableSource if nothing
  in the file can be read. As a generator, it need not keep all articles of a large file in memory at once.

Formats do not know the library. The only other files that they open are those beside the file that they
read, through ``fetched.neighbour``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reader.errors import UnreadableSource
from reader.formats import evernote, markdown, org, restructured, saved_page
from reader.formats.decoding import decode
from reader.formats.parsed import Parsed, Refused, Subscription
from reader.formats.web import mhtml, pages
from reader.model import Article, Page
from reader.sources import Fetched

__all__ = ["FORMATS", "Format", "Parsed", "Refused", "Subscription", "decode", "parse", "read", "saved_page"]

_NOTHING = "the file holds nothing to read"


@dataclass(frozen=True, slots=True)
class Format:
    """One way of storing articles in a file.

    Attributes:
        name: what ``reader add --as`` and messages call it.
        sniff: whether a file is in this format.
        read: its articles.
        takes: given the path of a file in this format and the paths of all files in its folder or archive,
            returns those that belong to it, which are not read by themselves. None: there are none.
        keeps: whether the bytes of the file are stored with its articles. The export of a service may hold
            mail addresses and tokens, so what was read of each article is stored instead.
    """

    name: str
    sniff: Callable[[Fetched], bool]
    read: Callable[[Fetched], Iterable[Parsed | Refused | Subscription]]
    takes: Callable[[str, Sequence[str]], Collection[str]] | None = None
    keeps: bool = True


FORMATS: tuple[Format, ...] = (
    Format("evernote", evernote.sniff, evernote.read, keeps=False),
    Format("markdown", markdown.sniff, markdown.read),
    Format("restructuredtext", restructured.sniff, restructured.read),
    Format("org", org.sniff, org.read),
    # The first format whose sniff returns True reads the file. Saved pages accept any text and come last.
    Format("web archive", mhtml.sniff, mhtml.read),
    Format("HTML page", pages.sniff, pages.read, takes=pages.takes),
    Format("saved page", saved_page.sniff, saved_page.read),
)


def read(fetched: Fetched) -> Iterator[Page | Refused]:
    """Each article of a file, in order. If the file does not state its language, the text is examined.

    If two articles have the same member name, the second one gets a number.

    Raises:
        UnreadableSource: the file is empty, holds nothing to read, or is not in any format known here.
        OSError: the file cannot be read.
    """
    raw = fetched.raw
    chosen = next(format for format in FORMATS if format.sniff(fetched))
    members: dict[str, int] = {}
    feeds = False
    for parsed in chosen.read(fetched):
        if isinstance(parsed, Subscription):
            feeds = True
            continue
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
                facts=parsed.facts,
            )
    if not members and not feeds:
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
    from reader.language import of_article  # imported here: only needed when articles are added

    return replace(article, lang=of_article(article))
