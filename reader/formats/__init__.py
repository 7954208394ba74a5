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

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from reader.errors import ReaderError, UnreadableSource
from reader.formats import (
    archivebox,
    clipper,
    evernote,
    feeds,
    joplin,
    json_lines,
    markdown,
    org,
    record,
    restructured,
    saved_page,
)
from reader.formats.bookmarks import chrome, firefox, netscape, safari
from reader.formats.books import epub
from reader.formats.crawls import wacz, warc
from reader.formats.decoding import decode
from reader.formats.exports import (
    accounts,
    goodlinks,
    instapaper,
    karakeep,
    karakeep_dump,
    linkwarden,
    matter,
    mymind,
    omnivore,
    onetab,
    pinboard,
    pocket,
    pocket_exporter,
    raindrop,
    readeck,
    readwise,
    starred,
    unknown,
    wallabag,
)
from reader.formats.exports.json_records import shape_of
from reader.formats.feeds import opml
from reader.formats.parsed import Parsed, PassedOver, Refused, Subscription
from reader.formats.tidy import tidy
from reader.formats.web import mhtml, pages
from reader.formats.zotero import reading as zotero
from reader.model import Article, Page
from reader.sources import Fetched, Names

__all__ = [
    "FORMATS",
    "Format",
    "Parsed",
    "PassedOver",
    "Refused",
    "Subscription",
    "UnknownFormat",
    "data_in",
    "decode",
    "format_of",
    "is_format_of_its_own",
    "is_last_resort",
    "named",
    "page_of",
    "parse",
    "read",
    "saved_page",
]

_NOTHING = "the file holds nothing to read"


class UnknownFormat(ReaderError):
    """There is no format with the name that was asked for."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way of storing articles in a file.

    Attributes:
        name: what ``reader add --as`` and messages call it.
        sniff: whether a file is in this format.
        read: its articles.
        takes: given the path of a file and the paths of all files in the folder or archive that was named,
            returns those that would belong to it if it is in this format; they are not read by themselves.
            It is asked about every file before ``sniff`` is, so it should look at the name first and return
            () for most. The paths are :class:`reader.sources.Names`: sorted, and ``names.under(folder)`` is
            quick where looking at each of them for each file would not be. None: nothing ever belongs to it.
        keeps: whether the bytes of the file are stored with its articles. The export of a service may hold
            mail addresses and tokens, so what was read of each article is stored instead. The same applies
            to a file that is too large for the memory.
    """

    name: str
    sniff: Callable[[Fetched], bool]
    read: Callable[[Fetched], Iterable[Parsed | Refused | Subscription | PassedOver]]
    takes: Callable[[str, Names], Collection[str]] | None = None
    keeps: bool = True


FORMATS: tuple[Format, ...] = (
    # The first format whose sniff returns True reads the file.
    Format("records", record.sniff, record.read, keeps=False),
    Format("Pocket", pocket.sniff, pocket.read, takes=pocket.takes, keeps=False),
    Format("Pocket highlights", pocket.sniff_marks, pocket.read_marks, keeps=False),
    Format("Pocket HTML", pocket.sniff_page, pocket.read_page, keeps=False),
    Format(
        "Pocket exporter",
        pocket_exporter.sniff,
        pocket_exporter.read,
        takes=pocket_exporter.takes,
        keeps=False,
    ),
    Format("Omnivore", omnivore.sniff, omnivore.read, takes=omnivore.takes, keeps=False),
    Format("Instapaper", instapaper.sniff, instapaper.read, keeps=False),
    Format("Instapaper HTML", instapaper.sniff_page, instapaper.read_page, keeps=False),
    Format("wallabag", wallabag.sniff, wallabag.read, keeps=False),
    Format("wallabag CSV", wallabag.sniff_csv, wallabag.read_csv, keeps=False),
    Format("Readeck", readeck.sniff, readeck.read, takes=readeck.takes, keeps=False),
    Format("Karakeep", karakeep.sniff, karakeep.read, keeps=False),
    Format("Karakeep dump", karakeep_dump.sniff, karakeep_dump.read, takes=karakeep_dump.takes, keeps=False),
    Format("Linkwarden", linkwarden.sniff, linkwarden.read, keeps=False),
    Format("Matter", matter.sniff, matter.read, takes=matter.takes, keeps=False),
    Format("Matter highlights", matter.sniff_highlights, matter.read_highlights, keeps=False),
    Format("Readwise highlights", readwise.sniff_highlights, readwise.read_highlights, keeps=False),
    Format("Readwise Reader", readwise.sniff_reader, readwise.read_reader, keeps=False),
    Format("Raindrop", raindrop.sniff, raindrop.read, keeps=False),
    Format("mymind", mymind.sniff, mymind.read, takes=mymind.takes, keeps=False),
    Format("Pinboard", pinboard.sniff, pinboard.read, keeps=False),
    Format("GoodLinks", goodlinks.sniff, goodlinks.read, keeps=False),
    Format("Google Reader", starred.sniff_google, starred.read_google, keeps=False),
    Format("Feedbin", starred.sniff_feedbin, starred.read_feedbin, keeps=False),
    Format("account data", accounts.sniff, accounts.read, keeps=False),
    Format("Evernote", evernote.sniff, evernote.read, keeps=False),
    Format("Joplin", joplin.sniff, joplin.read, keeps=False),
    Format("Joplin folder", joplin.sniff_item, joplin.read_folder, takes=joplin.takes, keeps=False),
    Format("Obsidian highlights", clipper.sniff, clipper.read, keeps=False),
    Format("ArchiveBox", archivebox.sniff, archivebox.read, takes=archivebox.takes, keeps=False),
    Format("Zotero", zotero.sniff, zotero.read, takes=zotero.takes, keeps=False),
    Format("WACZ", wacz.sniff, wacz.read, keeps=False),
    Format("WACZ pages", wacz.sniff_pages, wacz.read_pages, keeps=False),
    Format("WARC", warc.sniff, warc.read, keeps=False),
    Format("JSON Lines", json_lines.sniff, json_lines.read, keeps=False),
    Format("EPUB", epub.sniff, epub.read, takes=epub.takes),
    # Bookmarks as HTML come before all other HTML.
    Format("bookmarks", netscape.sniff, netscape.read, keeps=False),
    Format("Firefox bookmarks", firefox.sniff, firefox.read, keeps=False),
    Format("Chrome bookmarks", chrome.sniff, chrome.read, keeps=False),
    Format("Safari bookmarks", safari.sniff, safari.read, keeps=False),
    Format("OneTab", onetab.sniff, onetab.read, keeps=False),
    Format("OPML", opml.sniff, opml.read, keeps=False),
    Format("feed", feeds.sniff, feeds.read, keeps=False),
    # What nothing above is known to write: these take any records and rows with addresses.
    Format("other JSON", unknown.sniff_json, unknown.read_json, keeps=False),
    Format("other CSV", unknown.sniff_csv, unknown.read_csv, keeps=False),
    # Notes may begin with HTML.
    Format("Markdown", markdown.sniff, markdown.read),
    Format("reStructuredText", restructured.sniff, restructured.read),
    Format("Org", org.sniff, org.read),
    Format("web archive", mhtml.sniff, mhtml.read),
    Format("HTML page", pages.sniff, pages.read, takes=pages.takes),
    # Saved pages accept any text and come last.
    Format("saved page", saved_page.sniff, saved_page.read),
)


def format_of(fetched: Fetched) -> Format:
    """The format that a file is in: the first one that recognises it."""
    return next(format for format in FORMATS if _is_in(format, fetched))


def is_format_of_its_own(fetched: Fetched) -> bool:
    """Whether a format knows a file that holds other files, so that it is not opened as an archive."""
    return any(_is_in(format, fetched) for format in FORMATS[:-1])


def _is_in(format: Format, fetched: Fetched) -> bool:
    if isinstance(fetched.content, bytes):
        return format.sniff(fetched)
    try:
        return format.sniff(fetched)
    except UnreadableSource:
        # It is too large for a format that looks at all of it.
        return False


def is_last_resort(chosen: Format) -> bool:
    """Whether a format reads what no other format recognises."""
    return chosen is FORMATS[-1]


def data_in(fetched: Fetched) -> str:
    """What a file of data is that no format recognises: ``JSON`` or ``CSV``; "" if it is no data."""
    ending = fetched.name.lower().rpartition(".")[2]
    if ending in ("json", "jsonl", "ndjson") or shape_of(fetched):
        return "JSON"
    return "CSV" if ending in ("csv", "tsv") else ""


def named(name: str) -> Format:
    """The format with a name, as ``--as`` takes it: the case does not matter, nor ``-`` for a space.

    Raises:
        UnknownFormat: there is none of that name.
    """
    wanted = name.casefold().replace("-", " ").replace("_", " ").strip()
    for format in FORMATS:
        if format.name.casefold() == wanted:
            return format
    known = ", ".join(format.name.replace(" ", "-") for format in FORMATS)
    raise UnknownFormat(f"there is no format {name!r}; there are: {known}", setting="--as")


def read(
    fetched: Fetched,
    chosen: Format | None = None,
    subscribe: Callable[[Subscription], object] = lambda _: None,
    pass_over: Callable[[PassedOver], object] = lambda _: None,
) -> Iterator[Page | Refused]:
    """Each article of a file, in order. If the file does not state its language, the text is examined.

    If two articles have the same member name, the second one gets a number.

    Args:
        fetched: the file.
        chosen: the format to read it in; None for the first one that recognises it.
        subscribe: called with each feed that the file names.
        pass_over: called with links that are no articles.

    Raises:
        UnreadableSource: the file is empty, holds nothing to read, or is not in any format known here.
        OSError: the file cannot be read.
    """
    chosen = chosen or format_of(fetched)
    # What does not fit into the memory is not kept either, if the format can read it at all.
    fits = isinstance(fetched.content, bytes)
    raw = fetched.raw if fits or is_last_resort(chosen) else b""
    members: dict[str, int] = {}
    has_feeds = False
    for parsed in chosen.read(fetched):
        if isinstance(parsed, Subscription):
            has_feeds = True
            subscribe(parsed)
            continue
        if isinstance(parsed, PassedOver):
            pass_over(parsed)
            continue
        member = _told_apart(parsed.member, members)
        if isinstance(parsed, Refused):
            yield replace(parsed, member=member)
        elif _is_empty(parsed):
            yield Refused(member, "it holds nothing to read" if member else _NOTHING)
        else:
            yield page_of(replace(parsed, member=member), fetched, raw, keeps=chosen.keeps and fits)
    if not members and not has_feeds:
        raise UnreadableSource(_NOTHING)


def page_of(parsed: Parsed, fetched: Fetched, raw: bytes, *, keeps: bool) -> Page:
    """An article as the library takes it.

    Args:
        parsed: the article as it was read.
        fetched: the file that it is from.
        raw: the bytes of the file.
        keeps: whether these are stored; otherwise the record of the article is.
    """
    assets = tuple({asset.name: asset for asset in parsed.assets}.values())
    parsed = replace(parsed, article=_with_language(parsed.article), facts=tidy(parsed.facts), assets=assets)
    return Page(
        source=fetched.source,
        raw=raw,
        encoding=parsed.encoding,
        article=parsed.article,
        member=parsed.member,
        assets=assets,
        media_type=fetched.media_type,
        facts=parsed.facts,
        record=None if keeps else record.encode(parsed),
    )


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


def _is_empty(parsed: Parsed) -> bool:
    article, facts = parsed.article, parsed.facts
    has_text = article.blocks or article.note or article.links
    return not (has_text or article.title_from == "page" or facts.url or facts.highlights or facts.excerpt)


def _with_language(article: Article) -> Article:
    if article.lang:
        return article
    from reader.language import of_article  # imported here: only needed when articles are added

    return replace(article, lang=of_article(article))
