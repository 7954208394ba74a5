"""The values that all layers share: articles, blocks, links, hits. Frozen, standard library only.

Nothing here reads a file, a database or a clock. A layer that knows more of an article has a type of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from reader.blocks import Block as Block
from reader.blocks import BlockKind as BlockKind
from reader.blocks import Position as Position
from reader.blocks import Span as Span
from reader.blocks import SpanStyle as SpanStyle
from reader.facts import NO_FACTS as NO_FACTS
from reader.facts import UNTITLED as UNTITLED
from reader.facts import Facts as Facts
from reader.facts import Highlight as Highlight
from reader.facts import StoredHighlight as StoredHighlight
from reader.facts import TitleFrom as TitleFrom
from reader.shares import per_cent_of

LinkKind = Literal["previous", "next", "recommended", "inline"]
"""How a page names another article."""

LINK_KINDS: tuple[LinkKind, ...] = ("previous", "next", "recommended", "inline")


@dataclass(frozen=True, slots=True)
class Link:
    """What a page says about another article: its title and, for a recommended one, its first words.

    A link is kept forever as written. The article that it leads to (its target) is computed elsewhere.
    """

    kind: LinkKind
    title: str
    teaser: str = ""
    address: str = ""
    """Where the other article is, if the page says so: its address on the web, or the ``source`` of another
    file (with ``#`` and the member, if the file holds several articles)."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article as a parser returns it; it says nothing about the library that it may end up in.

    Attributes:
        title: never empty; see ``title_from`` for where it comes from.
        note: the editor's note without its label, or "".
        note_label: the label as the page writes it (``Editor's note:``), or "".
        blocks: the body.
        links: links as written, in page order.
        lang: the ISO 639 code (two letters if one exists) that the page states or the text suggests;
            "" if neither does.
        tags: lower-case labels that the user chose.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    note: str = ""
    note_label: str = ""
    title_from: TitleFrom = "page"
    lang: str = ""
    tags: tuple[str, ...] = ()

    def text(self) -> str:
        """The body as plain text, with markers: a paragraph for each block, and blank lines between."""
        return "\n\n".join(self.paragraphs())

    def paragraphs(self) -> Iterator[str]:
        """Each block that holds text, as one string with its marker."""
        for block in self.blocks:
            text = block.text
            if text.strip():
                yield text


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture or another file that belongs to an article.

    Attributes:
        name: the name that the article uses; an image of that name is shown with it.
        raw: its bytes.
        media_type: its type (``image/png``), or "" if unknown.
    """

    name: str
    raw: bytes
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One article as a format found it in a file.

    Attributes:
        source: where the file is: an absolute path, an address, or ``stdin:`` and the start of its digest.
        raw: the bytes of the whole file.
        encoding: the name of the encoding they were decoded with.
        article: the article that the format read from it.
        member: identifies the article in its file; "" if the file is one article.
        assets: the pictures and files that belong to the article, each name once.
        media_type: the type of the file that the source stated (``text/html``); "" if it stated none.
        facts: what the file says about the article beside its text.
        record: what is stored in place of ``raw`` if the file is the export of a service: the article alone.
    """

    source: str
    raw: bytes
    encoding: str
    article: Article
    member: str = ""
    assets: tuple[Asset, ...] = ()
    media_type: str = ""
    facts: Facts = NO_FACTS
    record: bytes | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """One row of the article list: everything a list shows, and nothing else.

    Times are seconds since the epoch; ``read`` is None while it is unread, ``archived`` unless it was put
    away, ``vanished`` (noticed by an import) while a source has it. ``progress``: the share above the last
    line read. ``damage``: which stored values are invalid; the nearest valid ones are shown. ``opened``: when
    the person last had it open. ``changed``: when the text that they read was replaced, if they know no newer
    one. ``highlights``: their number. ``empty``: the library has no text. The others: see ``Facts``.
    """

    id: int
    title: str
    title_from: TitleFrom
    source: str
    words: int
    added: float
    read: float | None = None
    starred: bool = False
    progress: float = 0.0
    tags: tuple[str, ...] = ()
    lang: str = ""
    lead: str = ""
    damage: str = ""
    vanished: float | None = None
    url: str = ""
    site: str = ""
    author: str = ""
    published: str = ""
    saved: str = ""
    excerpt: str = ""
    remark: str = ""
    archived: float | None = None
    highlights: int = 0
    empty: bool = False
    opened: float | None = None
    changed: float | None = None

    @property
    def per_cent(self) -> int:
        """How much of it was read, 0 to 100: see :func:`per_cent_of`."""
        return per_cent_of(self.progress)


@dataclass(frozen=True, slots=True)
class ResolvedLink:
    """A link of an article in the library, with its target.

    ``target`` is the id of the article meant, or None while the link is unresolved; ``target_title``,
    ``target_source``, ``target_read`` describe it. If the link is unresolved because several articles fit
    equally well, ``candidates`` holds their ids.
    """

    article: int
    source: str
    link: Link
    target: int | None = None
    target_title: str = ""
    target_source: str = ""
    target_read: bool = False
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Backlink:
    """An article that links to another: its id, title and state, and the kinds of link that lead there."""

    id: int
    title: str
    source: str
    kinds: tuple[LinkKind, ...]
    read: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A title that links name and the library lacks, with a teaser and the number of articles that name it.

    ``wanted_by`` holds the ids of these articles.
    """

    title: str
    teaser: str
    count: int
    wanted_by: tuple[int, ...] = ()


Focus = Literal["list", "search", "article", "related"]
"""The part of the screen that has the focus."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The state of the screen around an article.

    Attributes:
        query: the search that was open; "" if none was.
        selected: the article selected in the list; None if the list was empty.
        focus: the part of the screen that had the focus.
        match: the number of the current match of the search, counted from 1; 0 if there was none.
        marked: whether the matches were marked; False if the user had cleared the marks.
        matched: where the current match starts; None if there is none or its place is not known. Unlike
            ``match``, it stays right when the article changes.
        more: further details as (name, JSON text). A new detail of the screen needs no field here: see
            :meth:`detail` and :meth:`with_detail`. The details of other versions are kept.
    """

    query: str = ""
    selected: int | None = None
    focus: Focus = "article"
    match: int = 0
    marked: bool = True
    matched: Position | None = None
    more: tuple[tuple[str, str], ...] = ()

    def detail(self, name: str, default: object = None) -> object:
        """A further detail, or ``default``. It is a JSON value read from a file, so check its type."""
        return next((json.loads(text) for known, text in self.more if known == name), default)

    def with_detail(self, name: str, value: object) -> Scene:
        """The scene with a further detail, any JSON value; it replaces a detail with the same name."""
        others = tuple(one for one in self.more if one[0] != name)
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return replace(self, more=(*others, (name, text)))


@dataclass(frozen=True, slots=True)
class Visit:
    """One step of the trail: an article, the reader's place in it, and the screen around it.

    ``at`` is when the step was taken, in seconds since the epoch.
    """

    article: int
    position: Position = Position()
    scene: Scene = Scene()
    at: float = 0.0
    id: int = 0
    parent: int | None = None


class MarkedPlace(NamedTuple):
    """A place in an article that the person wants to come back to, kept under a letter."""

    letter: str
    position: Position


@dataclass(frozen=True, slots=True)
class Document:
    """What the search index stores about one article.

    ``mark`` is a 64-bit number computed from all of it, for comparing the library with the index.
    """

    id: int
    title: str
    note: str
    body: str
    lang: str = ""
    tags: tuple[str, ...] = ()
    mark: int = 0


@dataclass(frozen=True, slots=True)
class IndexChange:
    """One entry of the change queue: an article to index, or to forget if ``document`` is None.

    ``seq`` is 0 for an article that is not in the queue. ``error`` says why a damaged article cannot be
    indexed as it is.
    """

    seq: int
    article: int
    document: Document | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of an article and the parts that a search matched.

    ``marks`` are (start, end) character offsets into ``text``, ascending, not overlapping.
    """

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result. If it is ``partial``, it lacks some of the words searched for.

    ``alike`` is the number of nearly identical articles that it stands for.
    """

    id: int
    title: str
    score: float
    snippet: Snippet
    source: str = ""
    partial: bool = False
    alike: int = 0


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search with a name; ``unread`` is how many unread articles it finds, if that was asked for."""

    name: str
    query: str
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Similar:
    """An article related by content: its id, a score (0.0 to 1.0, higher is closer) and the shared terms.

    ``alike`` holds nearly identical articles, which this one stands for. ``copy`` says that it is nearly
    identical to the article that it is related to.
    """

    id: int
    score: float
    shared: tuple[str, ...] = ()
    alike: tuple[int, ...] = ()
    copy: bool = False


RelatedKind = Literal["similar", "copy", "backlink"]


@dataclass(frozen=True, slots=True)
class Related:
    """An article related to another one, and how: by content, as a copy, or because it links there.

    ``score`` is 0.0 for a backlink. ``why`` gives the reason: shared terms, or the kinds of link.
    ``alike`` is the number of nearly identical articles that it stands for.
    """

    id: int
    title: str
    kind: RelatedKind
    score: float
    source: str
    read: bool = False
    why: tuple[str, ...] = ()
    alike: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be added, and the reason, worded for the user.

    ``member`` says which part of the source failed: a file in an archive, an article in a file; "" for all.
    """

    source: str
    error: str
    member: str = ""

    @property
    def what(self) -> str:
        """The source and the member, to be shown before the reason."""
        return f"{self.source} ({self.member})" if self.member else self.source


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a long task: what it does (``reading``, ``indexing``), and how much is done.

    ``total`` is 0 while it is unknown; ``current`` names the current item, or is "".
    """

    phase: str
    done: int
    total: int = 0
    current: str = ""


@dataclass(frozen=True, slots=True)
class AddReport:
    """The result of an import: how many articles are new, changed and unchanged, and what failed.

    ``same``: unchanged ones that are new sources of a known text; ``left_out``: removed before; ``notes``.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: tuple[Failure, ...] = field(default=())
    same: int = 0
    left_out: int = 0
    notes: tuple[str, ...] = ()
