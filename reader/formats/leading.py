"""Links between articles that are written into files together, and found again when the files are added.

The library knows where a link leads by the path of a file, by an address on the web or by a title. The path
means nothing once the article stands in another file. So in every format a link of the text, or one that
states a path,

* leads to the place of its article in the same export: ``./Fog.html``, relative to the file that it is in,
  with ``#`` and the member if that file holds several articles;
* else to the address of its article on the web, if it has one;
* else stays as it is.

A link that states an address on the web keeps it. Pure functions.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote

from reader.addresses import is_web
from reader.blocks import Span
from reader.formats.parsed import Parsed
from reader.model import Article, Link
from reader.text import fold

_HERE = "./"
# What means something in an address, in a pair of brackets or quotes, or in a file name of Windows.
_SIGNS = re.compile(r"[\x00-\x20\x7f-\xa0%&#?<>\"'()\[\]{}\\^`|:\u2028\u2029]")
_NAME = re.compile("[/#]")
_WITH_HEADINGS = (".md", ".markdown", ".mkd", ".org", ".rst")


def place_of(name: str, member: str = "") -> str:
    """The place of an article: the name of a file beside this one ("": this one), and the member in it."""
    return f"{_HERE}{_quoted(name)}" + (f"#{_quoted(member)}" if member else "")


def is_place(address: str) -> bool:
    """Whether an address of an exported article is a place in its export."""
    return address.startswith(_HERE)


def _quoted(name: str) -> str:
    return _SIGNS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), name)


def led(parsed: Parsed, destinations: Mapping[Link, str]) -> Parsed:
    """An article whose links lead to where their articles are in an export.

    Args:
        parsed: the article as the library knows it.
        destinations: for links of the article, a place or an address on the web.
    """
    article = parsed.article
    found = {link: _with_heading(link, place) for link, place in destinations.items()}
    places = _by_href((span for span in _linking(article) if not is_web(span.href)), found)
    links = (
        replace(link, address=found[link])
        if link in found and (link.address or link.kind == "inline")
        else link
        for link in article.links
    )
    # Only what this module has written begins like a place.
    return _with(parsed, links, lambda href: places.get(href) or href.removeprefix(_HERE))


def _linking(article: Article) -> Iterator[Span]:
    return (span for block in article.blocks for span in block.spans if "link" in span.styles)


def _with(parsed: Parsed, links: Iterable[Link], at: Callable[[str], str]) -> Parsed:
    """The same with other links, and with other addresses of the words that lead somewhere."""
    blocks = parsed.article.blocks
    if any(at(span.href) != span.href for span in _linking(parsed.article)):
        blocks = tuple(
            replace(
                block,
                spans=tuple(
                    replace(span, href=at(span.href)) if "link" in span.styles else span
                    for span in block.spans
                ),
            )
            for block in blocks
        )
    return replace(parsed, article=replace(parsed.article, links=tuple(links), blocks=blocks))


def _by_href(spans: Iterable[Span], found: Mapping[Link, str]) -> dict[str, str]:
    """Where the words of links lead, by their ``href``: an address, the end of one, or a title."""
    addresses = {link.address: place for link, place in found.items() if link.address}
    names: dict[str, list[str]] = {}
    for address in addresses:
        names.setdefault(_NAME.split(address)[-1], []).append(address)
    titles: dict[str, str] = {}
    for link, place in found.items():
        titles.setdefault(fold(link.title), place)
    by_href: dict[str, str] = {}
    for span in spans:
        href = span.href
        if href and href not in by_href:
            place = addresses.get(href) or _of_path(href, names, addresses)
            if place := place or titles.get(fold(href), ""):
                by_href[href] = place
    return by_href


def _of_path(href: str, names: Mapping[str, Sequence[str]], addresses: Mapping[str, str]) -> str:
    """The place that a relative path means, as the pages of a site and the chapters of a book state it."""
    for path in dict.fromkeys((href, href.partition("#")[0])):
        end = posixpath.normpath(unquote(path)).lstrip("./")
        for address in names.get(_NAME.split(end)[-1], ()) if end else ():
            if address.endswith((f"/{end}", f"#{end}")):
                return addresses[address]
    return ""


def _with_heading(link: Link, place: str) -> str:
    """The place of an article, with the heading that a link between notes names if it is in a note again."""
    file, sign, heading = link.address.partition("#")
    keeps = sign and file.lower().endswith(_WITH_HEADINGS) and place.endswith(_WITH_HEADINGS)
    return f"{place}#{_quoted(heading)}" if keeps and is_place(place) else place


def found_again(parsed: Parsed, source_of: Callable[[str], str]) -> Parsed:
    """An article whose links state the source of another file where they state a place in their export.

    ``source_of`` returns the source of a file by its name relative to the file that was read, "" for that.
    """

    def at(address: str) -> str:
        if not is_place(address):
            return address
        name, sign, member = address.removeprefix(_HERE).partition("#")
        return source_of(unquote(name)) + sign + unquote(member)

    links = (replace(link, address=at(link.address)) for link in parsed.article.links)
    return _with(parsed, links, at)
