"""The title of an article, without the name of the site that most pages put beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from reader.text import bare

_SEPARATORS = re.compile(r"\s+(?:[|·•»«›‹–—:]+|-+|::|//|~|⋆|\|\|)\s+|\s*[｜|]\s*|\s*[»«]\s+|：(?=\S{2,12}$)")
_PLAIN = re.compile(r"\s+[|·•»«›｜]\s+|\s*[｜]\s*|\s+\|\s*")
_LONGEST = 300
_GENERIC = frozenset(
    ("untitled", "home", "index", "article", "document", "no title", "untitled document", "start", "page")
)


def title_of(
    *, stated: Sequence[str], title: str, headings: Sequence[str], first: str, site: str, url: str
) -> str:
    """The title of an article; "" if nothing names it.

    Args:
        stated: what the page's metadata say the title is, the most reliable first.
        title: the text of its ``title`` element.
        headings: the texts of its headings, in order.
        first: the main heading in the text of the article, or "".
        site: the name of the site, or "".
        url: the address of the page.
    """
    for text in stated:
        if text and not _is_generic(text) and bare(text) != bare(site):
            return without_site(text, site, url, [title, *headings])
    if not title or _is_generic(title) or bare(title) == bare(site):
        return first or next(iter(headings), "") or title
    parts = _parts(title)
    known = {bare(heading): heading for heading in reversed(headings) if heading}
    if first:
        known[bare(first)] = first
    # The longest part of the title that is also a heading; not one that names the site.
    named = [part for part in parts if bare(part) in known and bare(part) and not _is_site(part, site, url)]
    if named:
        return max(named, key=len)
    return without_site(title, site, url, headings)


def without_site(title: str, site: str, url: str, others: Iterable[str] = ()) -> str:
    """A title without the name of the site before or behind it."""
    found = list(_SEPARATORS.finditer(title[:_LONGEST]))
    if not found:
        return title
    first, last = title[: found[0].start()].strip(), title[found[-1].end() :].strip()
    before, after = title[: found[-1].start()].strip(), title[found[0].end() :].strip()
    known = {bare(other) for other in others}
    if before and _is_site(last, site, url):
        return before
    if after and _is_site(first, site, url):
        return after
    if bare(before) in known and bare(before):
        return before
    if bare(after) in known and bare(after):
        return after
    # A bar or a dot between two words is hardly ever part of a title.
    plain = list(_PLAIN.finditer(title))
    if plain and len(last.split()) <= 4 and len(before) > len(last):
        return title[: plain[-1].start()].strip() or title
    return title


def _parts(title: str) -> list[str]:
    """The title, and everything that is left of it if parts at its beginning or end are left out."""
    cuts = [
        (0, 0),
        *((match.start(), match.end()) for match in _SEPARATORS.finditer(title[:_LONGEST])),
        (len(title),) * 2,
    ]
    if len(cuts) > 12:
        return [title]
    return [
        part
        for at, (_, start) in enumerate(cuts)
        for end, _ in cuts[at + 1 :]
        if (part := title[start:end].strip())
    ]


def _is_site(part: str, site: str, url: str) -> bool:
    name = bare(part)
    if not name:
        return False
    if site and name == bare(site):
        return True
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    together = re.sub(r"[\W_]+", "", name.removeprefix("the "))
    labels = host.split(".")
    return len(together) >= 3 and (
        together in (re.sub(r"\W", "", host), *(re.sub(r"\W", "", label) for label in labels[:-1]))
    )


def _is_generic(title: str) -> bool:
    return bare(title) in _GENERIC or not bare(title)
