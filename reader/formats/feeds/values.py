"""What a feed says: plain values, whatever kind of feed it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

from reader.formats.authors import without_mail
from reader.text import clean, collapse


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that belongs to an entry: the sound of a podcast, a picture.

    Attributes:
        url: its address.
        media_type: its type (``audio/mpeg``), or "".
        title: its name, or "".
    """

    url: str
    media_type: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry of a feed.

    Attributes:
        id: what identifies it in its feed, the same in every version of the feed; "" if nothing does.
        url: the address of its page, or "".
        title: its title, or "".
        author: its authors, joined by ", ".
        published: when it was published, else when it was changed, as :mod:`reader.moments` writes times.
        excerpt: a summary beside the text.
        html: its text as HTML, or "".
        text: its text as plain text, if there is no HTML.
        base: the address that those in the HTML are relative to.
        lang: the language that the entry itself states.
        categories: what the site calls its subjects.
        enclosures: the files that belong to it.
    """

    id: str = ""
    url: str = ""
    title: str = ""
    author: str = ""
    published: str = ""
    excerpt: str = ""
    html: str = ""
    text: str = ""
    base: str = ""
    lang: str = ""
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as it was read.

    Attributes:
        title: its title, or "".
        site: the address of its site, or "".
        url: its own address, as it states it; else where it was read from; "" if unknown.
        entries: its entries, in its order.
        lang: the language that it states for all of them.
        broken: what is wrong with its XML, in words; "" if nothing is. Its entries were read all the same.
    """

    title: str = ""
    site: str = ""
    url: str = ""
    entries: tuple[FeedEntry, ...] = ()
    lang: str = ""
    broken: str = ""


_LONGEST_NAME = 500


def person(text: str) -> str:
    """The name of an author without the mail address that many feeds write beside it; "" if it is all."""
    return without_mail(collapse(clean(text))[:_LONGEST_NAME])


def people(texts: Iterable[str]) -> str:
    """The names of several authors, each once, joined by ", "."""
    return ", ".join(dict.fromkeys(filter(None, map(person, texts))))


def absolute(base: str, address: str) -> str:
    """An address made absolute, as far as the base is; "" if there is none."""
    address = "".join(clean(address).split("\n")).strip().replace("\t", "").replace(" ", "%20")
    if not address:
        return ""
    try:
        return urljoin(base, address)
    except ValueError:
        return address
