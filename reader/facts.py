"""What is known about an article beside its text: where it is from, when it was saved, what was marked in it.

Frozen, standard library only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Literal

from reader.blocks import Position

TitleFrom = Literal["page", "link", "text", "address"]
"""Where a title comes from: the page itself, a link that names the article, or what stands for a title that
is missing: the article's first words, or its address."""

UNTITLED = "Untitled"
"""What an article is called that has neither title nor address nor words."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A passage that someone marked, as a file has it.

    Attributes:
        quote: its words.
        note: what the person wrote about it, or "".
        color: the name of its colour (``yellow``), or "".
        created: when it was made, as :mod:`reader.moments` writes times; "" if unknown.
        tags: tags of the passage alone.
    """

    quote: str
    note: str = ""
    color: str = ""
    created: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says about an article beside its text. Everything that it does not say is empty or None.

    Times are written as :mod:`reader.moments` writes them: in UTC, and only as exact as they are known.

    Attributes:
        url: the address of the article on the web.
        site: the name of the site, magazine or book that it is part of.
        author: its authors, joined by ", ".
        published: when it was published.
        saved: when the person saved it.
        excerpt: a summary by the site or the service.
        remark: what the person wrote about the whole article.
        feed: the address of the feed that it came from.
        read: whether the person has read it.
        archived: whether it was put away in an archive.
        starred: whether it was marked as a favourite.
        progress: how much of it was read, 0.0 to 1.0.
        highlights: the passages that the person marked, in the order of the file.
        own: whether the file is the person's own note: tags and highlights that it stated once and states no
            longer have been taken out of it. What others export may be a part of what they know.
    """

    url: str = ""
    site: str = ""
    author: str = ""
    published: str = ""
    saved: str = ""
    excerpt: str = ""
    remark: str = ""
    feed: str = ""
    read: bool | None = None
    archived: bool | None = None
    starred: bool | None = None
    progress: float | None = None
    highlights: tuple[Highlight, ...] = ()
    own: bool = field(default=False, compare=False)


NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class StoredHighlight:
    """A highlight of an article in the library, and where its words are in the text.

    Attributes:
        highlight: the passage with what was written about it.
        start: where it starts; None while its words are not found in the text.
        end: where it ends: after the last character.
        anchor: how its words are found again, as the library keeps it; "" for none.
        waiting: whether the library has no text of its article yet.
    """

    highlight: Highlight
    start: Position | None = None
    end: Position | None = None
    anchor: str = ""
    waiting: bool = False

    @property
    def lost(self) -> bool:
        """Whether the article has a text, and its words are not in it."""
        return self.start is None and not self.waiting


@dataclass(frozen=True, slots=True)
class Passage:
    """A highlight together with what is known of its article.

    Attributes:
        article: the id of the article.
        title: its title.
        stored: the highlight.
        url: the address of the article, or "".
        site: its site, or "".
        author: its authors, or "".
        published: when it was published, as :mod:`reader.moments` writes times, or "".
        lang: its language, or "".
        tags: its tags.
        title_from: where its title comes from.
        added: when the article was added, in seconds since the epoch.
    """

    article: int
    title: str
    stored: StoredHighlight
    url: str = ""
    site: str = ""
    author: str = ""
    published: str = ""
    lang: str = ""
    tags: tuple[str, ...] = ()
    title_from: TitleFrom = "page"
    added: float = 0.0


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def written_anchor(anchor: tuple[object, ...]) -> str:
    """An anchor (see :mod:`reader.anchors`) as the library keeps it: a JSON list."""
    return _encode(anchor)


def fact_of(stored: StoredHighlight) -> str:
    """A highlight as changes keep it (JSON): everything except its place, which the text decides."""
    one = stored.highlight
    return json.dumps([one.quote, one.note, one.color, one.created, [*one.tags], stored.anchor])


def highlight_in(fact: str) -> StoredHighlight:
    """The highlight that :func:`fact_of` wrote, without its place. Raises ValueError if it is not one."""
    match json.loads(fact):
        case [str(quote), str(note), str(color), str(created), [*tags], str(anchor)]:
            one = Highlight(quote=quote, note=note, color=color, created=created, tags=tuple(map(str, tags)))
            return StoredHighlight(one, anchor=anchor)
        case _:
            raise ValueError("not a highlight")
