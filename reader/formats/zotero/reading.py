"""The format of Zotero's folder: an item is an article, with the text of its snapshot."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from reader.formats.exports.entries import PDF, Body, address, completed, entry, highlight, names_of
from reader.formats.parsed import Parsed, Refused
from reader.formats.snapshots import KeptPage, snapshot_of, text_of
from reader.formats.zotero.database import NAME, opened
from reader.formats.zotero.library import ZoteroItem, items_of, published
from reader.model import Facts, Highlight
from reader.sources import Fetched, Names

_MAGIC = b"SQLite format 3\0"
_FOLDERS = ("storage", "styles", "translators", "locate", "pipes", "cache", "logs", "tmp")
_READ_BY_THEMSELVES = (".epub",)

_PARTS = ("attachment", "annotation")
_SITES = (
    *("websiteTitle", "publicationTitle", "blogTitle", "forumTitle", "encyclopediaTitle", "dictionaryTitle"),
    *("bookTitle", "proceedingsTitle", "programTitle"),
)
_TITLES = ("title", "caseName", "nameOfAct", "subject")
_HIGHLIGHTS = (1, 5)
"""The types of annotations that mark text: highlights and underlines."""

_IN_STORAGE = "storage:"
_LINKED_ADDRESS = 3
_EMBEDDED = 4


def sniff(fetched: Fetched) -> bool:
    """Whether a file is Zotero's database."""
    return fetched.name.lower() == NAME and fetched.head(16) == _MAGIC


def takes(name: str, names: Names) -> Collection[str]:
    """The files in Zotero's folder, without books: those are read by themselves."""
    folder, slash, file = name.rpartition("/")
    if file.lower() != NAME:
        return ()
    within = [path for each in _FOLDERS for path in names.under(f"{folder}{slash}{each}")]
    logs = [path for path in names.under(folder) if path.startswith((f"{name}.", f"{name}-"))]
    return [path for path in (*within, *logs) if not path.lower().endswith(_READ_BY_THEMSELVES)]


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The items that belong to no other, in the order in which they were added.

    Raises:
        UnreadableSource: the database is damaged.
        OSError: it cannot be read.
    """
    with opened(fetched) as tables:
        items = items_of(tables)
    for item in items:
        if item.kind == "annotation":
            continue
        attachments = [item] if item.kind == "attachment" else []
        attachments += [child for child in item.children if child.kind == "attachment"]
        found = KeptPage()
        for attachment in attachments:
            snapshot, refused = _snapshot(fetched, attachment, _url(item) or _url(attachment))
            if refused:
                yield refused
            if not (found.body.blocks or found.body.text):
                found = snapshot
        if item.kind != "attachment" or found.body.blocks or found.body.text or _url(item):
            yield _article(item, attachments, found)


def _article(item: ZoteroItem, attachments: Sequence[ZoteroItem], found: KeptPage) -> Parsed:
    marks = [one for attachment in attachments for one in attachment.children if one.kind == "annotation"]
    marks.sort(key=lambda one: one.text("sortIndex"))
    notes = [child for child in item.children if child.kind == "note"]
    facts = Facts(
        url=_url(item),
        site=item.value(*_SITES),
        author=names_of(item.authors),
        published=published(item.value("date")),
        saved=item.added,
        excerpt=item.value("abstractNote"),
        remark="\n\n".join(filter(None, (*map(_note, notes), *map(_loose_note, marks)))),
        highlights=tuple(_highlights(marks)),
    )
    body = Body(html=item.text("note")) if item.kind == "note" else found.body
    return entry(
        item.key,
        completed(facts, found.facts),
        title=item.value(*_TITLES) or item.text("title"),
        tags=[*item.tags, *item.folders],
        lang=item.value("language") or found.lang,
        body=body,
    )


def _url(item: ZoteroItem) -> str:
    url, doi = address(item.value("url")), item.value("DOI")
    if not url and doi.startswith("10."):
        return f"https://doi.org/{doi}"
    return url


def _note(note: ZoteroItem) -> str:
    """The words of a note, which is HTML."""
    from reader.formats.markup import blocks_of_html

    return "\n\n".join(block.text for block in blocks_of_html(note.text("note")).blocks)


def _loose_note(mark: ZoteroItem) -> str:
    """A comment that stands at a place and not at a passage."""
    return "" if mark.row.get("type") in _HIGHLIGHTS and mark.text("text") else mark.text("comment")


def _highlights(marks: Sequence[ZoteroItem]) -> Iterator[Highlight]:
    for mark in marks:
        if mark.row.get("type") in _HIGHLIGHTS:
            yield from highlight(
                mark.text("text"),
                mark.text("comment"),
                color=mark.text("color"),
                created=mark.added,
                tags=mark.tags,
            )


def _snapshot(fetched: Fetched, attachment: ZoteroItem, url: str) -> tuple[KeptPage, Refused | None]:
    """The text of an attachment, or why it has none."""
    path, kind = attachment.text("path"), attachment.text("contentType").lower()
    mode = attachment.row.get("linkMode")
    if mode in (_LINKED_ADDRESS, _EMBEDDED) or not path:
        return KeptPage(), None
    name = path.removeprefix(_IN_STORAGE)
    stored = path.startswith(_IN_STORAGE)
    member = f"storage/{attachment.key}/{name}" if stored else name.rpartition("/")[2]
    file = fetched.neighbour(member) if stored else None
    if kind.startswith(("image/", "audio/", "video/", "application/epub")):
        return KeptPage(), None
    if file is None:
        return KeptPage(), Refused(member, f"{PDF}, and it is missing" if "pdf" in kind else "it is missing")
    if "html" in kind:
        return snapshot_of(file, url), None
    if kind.startswith("text/"):
        return text_of(file), None
    unread = f"it is of the type {kind or 'unknown'}, which is not read"
    return KeptPage(), Refused(member, PDF if "pdf" in kind else unread)
