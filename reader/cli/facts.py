"""What commands show of an article beside its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

from reader.cli.output import timestamp

if TYPE_CHECKING:
    from reader.model import StoredHighlight, Summary, TitleFrom

FACTS = (
    "url, site, author, published, saved (times in UTC, as exact as they are known), excerpt, remark (what"
    " you wrote about the article), lang, progress (per cent), archived, empty (whether there is no text"
    " of it)"
)
"""The fields of :func:`fact_fields`, for the help."""


TITLE = "title (null if the article has none), label (what it is called on screen)"
"""The fields of :func:`title_fields`, for the help."""


class Titled(Protocol):
    """What goes by the title of an article."""

    @property
    def title(self) -> str:
        """The title, or what stands for it."""

    @property
    def title_from(self) -> TitleFrom:
        """Where that comes from."""


def title_fields(one: Titled | None) -> dict[str, str | None]:
    """The title of an article, as ``--json`` shows it: null if its address or its first words stand for it.

    Nothing is known of an article that is neither in the library nor in the trash (None).
    """
    if one is None:
        return {"title": None, "label": ""}
    # A whole first line that is no sentence is a heading, and so the title of its text.
    headed = one.title_from == "text" and one.title[-1:].isalnum() and one.title != "Untitled"
    has_one = headed or one.title_from in ("page", "link")
    return {"title": one.title if has_one else None, "label": one.title}


def fact_fields(summary: Summary) -> dict[str, Any]:
    """What is known of an article, as ``--json`` shows it; null if it is not known."""
    return {
        "url": summary.url or None,
        "site": summary.site or None,
        "author": summary.author or None,
        "published": summary.published or None,
        "saved": summary.saved or None,
        "excerpt": summary.excerpt or None,
        "remark": summary.remark or None,
        "lang": summary.lang or None,
        "progress": summary.per_cent,
        "archived": summary.archived is not None,
        "empty": summary.empty,
    }


def state_fields(summary: Summary) -> dict[str, Any]:
    """What the person has done with an article, as ``--json`` shows it."""
    return {
        "read": timestamp(summary.read),
        "starred": summary.starred,
        "tags": list(summary.tags),
    }


def highlight_fields(stored: StoredHighlight) -> dict[str, Any]:
    """A highlight as ``--json`` shows it."""
    one = stored.highlight
    return {
        "quote": one.quote,
        "note": one.note,
        "color": one.color or None,
        "created": one.created or None,
        "tags": list(one.tags),
        "lost": stored.lost,
    }


def fact_lines(summary: Summary) -> Iterator[str]:
    """What is known of an article, in words, line by line."""
    published = summary.published[:10]
    if described := " · ".join(part for part in (summary.site, summary.author, published) if part):
        yield described
    if summary.url and summary.url != summary.source:
        yield summary.url
