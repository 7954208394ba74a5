"""What a page says about its article: address, title, authors, times, site, language, summary."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader import moments
from reader.formats.markup.addresses import joined_address, tidy_address
from reader.formats.markup.elements import is_unseen, language_code, language_of, tag_of
from reader.formats.web.clutter import words_in
from reader.formats.web.dates import day_in
from reader.formats.web.linked_data import LinkedData
from reader.formats.web.origins import PageOrigin, origin_of, script_date
from reader.formats.web.people import authors_in, names_of, one_name
from reader.formats.web.titles import title_of
from reader.text import bare, clean, collapse, unescape

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

_AUTHOR_WORDS = frozenset(
    ("author", "authors", "byline", "autor", "autore", "auteur", "verfasser", "signature", "vcard", "creator")
)
_TIME_WORDS = frozenset(
    ("published", "date", "dateline", "pubdate", "datum", "timestamp", "posted", "time", "datetime")
)
_NOT_NEAR = frozenset(
    ("comment", "comments", "related", "sidebar", "widget", "teaser", "recommended", "bio", "box", "respond")
)
_LONG_TEXT = 150
_MOST_LINES = 14
_LONGEST_BYLINE = 200


@dataclass(slots=True)
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
    body: str = ""
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

    def facts(self, container: Element, left_out: set[Element]) -> PageFacts:
        """Everything that the page says about the article in ``container``."""
        site = self._one(_SITES) or next(iter(self._data.names("publisher", "isPartOf")), "")
        head = _head_of(container, self._root, left_out)
        found = PageFacts(
            url=self.url, base=self.base, site=site, remark=self._origin.remark, body=self.body_text
        )
        found.title = self._title(container, site)
        found.saved = self._origin.saved
        authors = self._authors(site) or _visible_authors(head, found.bylines)
        found.author = ", ".join(authors)
        found.published = self._published() or _visible_time(head, found.bylines)
        _only_bylines(head, found)
        found.lang = self._language(container)
        found.excerpt = self._one(_EXCERPTS) or self._data.text("description")
        return found

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
        title = next((_text(element) for element in self._root.iter("title") if not _in_drawing(element)), "")
        if not title:
            title = self._one(("title", "savepage-title"))
        headings = [
            text for element in islice(self._root.iter("h1", "h2", "h3"), 200) if (text := _text(element))
        ]
        first = next((_text(element) for element in container.iter("h1") if _text(element)), "")
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
                if moment := moments.from_text(value) or script_date(value) or day_in(value):
                    return moment
        for element in self._root.iter():
            if "datePublished" in (element.get("itemprop") or "") and (moment := _time_in(element)):
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


def _text(element: Element) -> str:
    return collapse(clean("".join(element.itertext())))


def _in_drawing(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and tag_of(parent) == "svg"


# --- what stands above the text ---------------------------------------------------------------------


def _head_of(container: Element, root: Element, left_out: set[Element]) -> list[Element]:
    """The elements at the beginning of an article, up to its first long paragraph; and what is near them."""
    head: list[Element] = []
    lines = 0
    for element in container.iter():
        tag = tag_of(element)
        if not tag or tag in ("script", "style", "noscript"):
            continue
        head.append(element)
        if tag in ("p", "div", "td", "blockquote", "li", "span"):
            text = collapse(element.text or "")
            lines += bool(text)
            if len(text) > _LONG_TEXT and len(head) > 1:
                break
        if lines > 60 or len(head) > 600:
            break
    # Some pages write author and day below the text, or beside it.
    for element in root.iter():
        if (
            element.get("rel") == "author"
            or "author" in (element.get("itemprop") or "")
            or _said(element, _AUTHOR_WORDS)
            or (
                tag_of(element) in ("time", "abbr")
                and (element.get("pubdate") is not None or _said(element, {"published"}))
            )
        ):
            head.append(element)
        if len(head) > 1000:
            break
    return [element for element in dict.fromkeys(head) if not _is_elsewhere(element)]


def _is_elsewhere(element: Element) -> bool:
    around: Element | None = element
    for _ in range(6):
        if around is None or tag_of(around) in ("body", "article", "main"):
            return False
        if not _NOT_NEAR.isdisjoint(words_in(around)[0]) or tag_of(around) in ("footer", "aside", "nav"):
            return True
        around = around.getparent()
    return False


def _said(element: Element, words: frozenset[str] | set[str]) -> bool:
    return bool(element.get("class") or element.get("id")) and not words.isdisjoint(words_in(element)[0])


def _visible_authors(head: list[Element], bylines: set[Element]) -> list[str]:
    for element in head:
        tag = tag_of(element)
        said = (
            "author" in (element.get("rel") or "").split()
            or "author" in (element.get("itemprop") or "")
            or _said(element, _AUTHOR_WORDS)
        )
        if (
            not said
            or tag in ("meta", "link", "html", "body", "article", "main", "section", "img")
            or is_unseen(element, tag)
        ):
            continue
        if names := authors_in(_without_times(element), said=True):
            bylines.add(element)
            return names
    lines = 0
    for element in head:
        if tag_of(element) not in (
            "p",
            "div",
            "span",
            "address",
            "small",
            "em",
            "i",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "td",
            "li",
        ):
            continue
        text = _without_times(element)
        lines += bool(text)
        if lines > _MOST_LINES:
            break
        names = authors_in(text, said=False) if text else []
        if names and all(_is_like_a_name(name) for name in names):
            bylines.add(element)
            return names
    return []


def _is_like_a_name(name: str) -> bool:
    return (
        not name[0].islower()
        and len(name.split()) <= 5
        and name[-1] not in ".!?。"
        and not any(map(str.isdigit, name))
    )


def _without_times(element: Element) -> str:
    """The text of an element up to the first time in it."""
    parts: list[str] = []
    size = 0
    for inner in element.iter():
        if tag_of(inner) in ("time", "abbr", "br") and parts:
            break
        if isinstance(inner.tag, str) and tag_of(inner) not in ("script", "style", "time"):
            parts.append(inner.text or "")
        if inner is not element:
            parts.append(inner.tail or "")
        size += len(parts[-1]) if parts else 0
        if size > 5 * _LONGEST_BYLINE:
            break
    return collapse("".join(parts))


def _visible_time(head: list[Element], bylines: set[Element]) -> str:
    for element in head:
        if tag_of(element) in ("time", "abbr") and (moment := _time_in(element)):
            bylines.add(element)
            return moment
    for element in (*bylines, *head):
        if (element in bylines or _said(element, _TIME_WORDS)) and tag_of(element) not in (
            "body",
            "article",
            "main",
            "html",
        ):
            around = (
                element.getparent()
                if tag_of(element) in ("span", "a", "b", "strong", "em") and element in bylines
                else element
            )
            text = _text(element if around is None else around)
            if len(text) <= _LONGEST_BYLINE and (day := day_in(text)):
                bylines.add(element)
                return day
    return ""


def _time_in(element: Element) -> str:
    for name in ("datetime", "content", "title"):
        if moment := moments.from_text(element.get(name)):
            return moment
    return day_in(_text(element)) if tag_of(element) != "meta" else ""


def _only_bylines(head: list[Element], found: PageFacts) -> None:
    """Widens each byline to the element around it that holds nothing else; drops those that hold more."""
    del head
    widened: set[Element] = set()
    for element in found.bylines:
        whole = element
        around = element.getparent()
        while around is not None and tag_of(around) in (
            "p",
            "div",
            "span",
            "address",
            "small",
            "header",
            "li",
            "ul",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
        ):
            if len(_text(around)) > _LONGEST_BYLINE or any(True for _ in around.iter("h1", "img", "h2")):
                break
            if not _is_byline(_text(around), found):
                break
            whole, around = around, around.getparent()
        if _is_byline(_text(whole), found):
            widened.add(whole)
    found.bylines = widened


def _is_byline(text: str, found: PageFacts) -> bool:
    """Whether a line holds little beside authors and days."""
    rest = text
    for name in found.author.split(", "):
        rest = rest.replace(name, " ")
    words = [word for word in bare(rest).split() if not any(map(str.isdigit, word))]
    return len(words) <= 6 and len("".join(words)) <= 40
