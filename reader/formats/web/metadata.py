"""What a page says about its article: address, title, authors, times, site, language, summary."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader import moments
from reader.formats.markup.addresses import joined_address, tidy_address
from reader.formats.markup.elements import language_code, language_of, tag_of
from reader.formats.web.bylines import head_of, only_bylines, text_of, time_in, visible_authors, visible_time
from reader.formats.web.dates import day_in
from reader.formats.web.linked_data import LinkedData
from reader.formats.web.origins import PageOrigin, origin_of, script_date
from reader.formats.web.people import names_of, one_name
from reader.formats.web.titles import title_of
from reader.text import bare, collapse, unescape

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TITLES = (
    "og:title",
    "citation_title",
    "dc.title",
    "dcterms.title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
)
_AUTHORS = (
    "citation_author",
    "author",
    "article:author",
    "og:article:author",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.personalname",
    "parsely-author",
    "sailthru.author",
    "byl",
    "citation_authors",
    "authors",
    "creator",
    "twitter:creator:name",
)
_TIMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "published",
    "sailthru.date",
    "parsely-pub-date",
    "article.published",
    "published-date",
    "og:pubdate",
    "rnews:datepublished",
    "timestamp",
    "release_date",
)
_SITES = (
    "og:site_name",
    "citation_journal_title",
    "dc.publisher",
    "application-name",
    "apple-mobile-web-app-title",
)
_EXCERPTS = ("og:description", "description", "dc.description", "twitter:description", "dcterms.abstract")
_LANGUAGES = ("content-language", "language", "dc.language", "dcterms.language", "og:locale")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says about its article; "" for what it does not say.

    Attributes:
        base: what addresses in the page are relative to.
        bylines: the elements above the text that only name authors and days.
    """

    url: str = ""
    base: str = ""
    title: str = ""
    author: str = ""
    published: str = ""
    saved: str = ""
    site: str = ""
    lang: str = ""
    excerpt: str = ""
    remark: str = ""
    bylines: set[Element] = field(default_factory=set)


class Metadata:
    """Reads what a page says; the text's own head is read once the article has been found."""

    def __init__(self, root: Element, url: str = "") -> None:
        self._root = root
        self._meta: dict[str, list[str]] = {}
        for meta in root.iter("meta"):
            content = meta.get("content")
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                if content and (name := meta.get(attribute)):
                    self._meta.setdefault(name.strip().lower(), []).append(content)
        self._data = LinkedData(root)
        self._origin: PageOrigin = origin_of(root)
        self._stated = url
        self.url, self.base = self._addresses()

    @property
    def body_text(self) -> str:
        """The text of the article, if the page repeats it for machines."""
        return self._data.body()

    def facts(self, container: Element) -> PageFacts:
        """Everything that the page says about the article in ``container``."""
        site = self._one(_SITES) or next(iter(self._data.names("publisher", "isPartOf")), "")
        title = self._title(container, site)
        head = head_of(container, self._root, title)
        bylines: set[Element] = set()
        authors = self._authors(site)
        seen = visible_authors(head, bylines)
        published = self._published()
        day = visible_time(head, bylines)
        author = ", ".join(authors or seen)
        return PageFacts(
            url=self.url,
            base=self.base,
            title=title,
            author=author,
            published=published or day,
            saved=self._origin.saved,
            site=site,
            lang=self._language(container),
            excerpt=self._one(_EXCERPTS) or self._data.text("description"),
            remark=self._origin.remark,
            bylines=only_bylines(bylines, ", ".join((author, *seen))),
        )

    def _one(self, names: tuple[str, ...]) -> str:
        for name in names:
            for value in self._meta.get(name, ()):
                if text := collapse(unescape(value)):
                    return text
        return ""

    # --- addresses ------------------------------------------------------------------------------

    def _addresses(self) -> tuple[str, str]:
        known = self._stated or self._origin.url
        links: dict[str, str] = {}
        for link in self._root.iter("link"):
            for name in (link.get("rel") or "").lower().split():
                links.setdefault(name, link.get("href") or "")
        canonical = ""
        for written in (
            links.get("canonical", ""),
            self._one(("og:url",)),
            self._data.text("url", "mainEntityOfPage", "@id"),
        ):
            address = joined_address(known, tidy_address(written))
            if _is_page(address) and not (known and _is_home(address) and not _is_home(known)):
                canonical = address
                break
        url = canonical or known
        base = next(
            (element.get("href") or "" for element in self._root.iter("base") if element.get("href")), ""
        )
        return url, joined_address(known or url, tidy_address(base)) if base else (known or url)

    # --- title ----------------------------------------------------------------------------------

    def _title(self, container: Element, site: str) -> str:
        titles = (element for element in self._root.iter("title") if not _in_drawing(element))
        title = next(map(text_of, titles), "")
        if not title:
            title = self._one(("title", "savepage-title"))
        headings = [
            text for element in islice(self._root.iter("h1", "h2", "h3"), 200) if (text := text_of(element))
        ]
        first = next((text_of(element) for element in container.iter("h1") if text_of(element)), "")
        stated = [self._one((name,)) for name in _TITLES[:4]]
        stated += [self._data.text("headline"), *(self._one((name,)) for name in _TITLES[4:])]
        return title_of(stated=stated, title=title, headings=headings, first=first, site=site, url=self.url)

    # --- people and times -----------------------------------------------------------------------

    def _authors(self, site: str) -> list[str]:
        """The authors that the page states; not the site itself, which many pages name."""
        found = [one for one in self._data.names("author", "creator") if bare(one) != bare(site)]
        if found:
            return _each(found)
        for name in _AUTHORS:
            values = [
                one
                for value in self._meta.get(name, ())
                if (one := one_name(unescape(value))) and bare(one) != bare(site)
            ]
            if values:
                return _each(values)
        return []

    def _published(self) -> str:
        for written in (self._data.text("datePublished"), self._data.text("dateCreated")):
            if moment := moments.from_text(written):
                return moment
        for name in _TIMES:
            for value in self._meta.get(name, ()):
                moments_in = (moments.from_text(value), script_date(value), day_in(value))
                if moment := max(moments_in, key=len):
                    return moment
        for element in self._root.iter():
            if "datePublished" in (element.get("itemprop") or "") and (moment := time_in(element)):
                return moment
        return ""

    def _language(self, container: Element) -> str:
        element: Element | None = container
        while element is not None:
            if code := language_of(element):
                return code
            element = element.getparent()
        stated = self._one(_LANGUAGES) or self._data.text("inLanguage")
        return language_code(stated)


def _each(values: list[str]) -> list[str]:
    """The names in values that each hold one or several."""
    found = [name for value in values for name in (names_of(value) if len(values) == 1 else [value])]
    return list(dict.fromkeys(found))


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _is_home(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    return parts.path in ("", "/") and not parts.query


def _in_drawing(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and tag_of(parent) == "svg"
