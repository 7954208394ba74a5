"""From links, backlinks and similar articles to the entries of the related pane. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.model import Backlink, Related, ResolvedLink
from reader.tui.actions import DIGITS
from reader.tui.view import Entry, Group


def entries(
    links: Sequence[ResolvedLink], backlinks: Sequence[Backlink], similar: Sequence[Related] | None = None
) -> tuple[Entry, ...]:
    """The entries in the order of the pane: previous, next, recommended, similar, linked from.

    The first previous and next get ``[`` and ``]``; everything below is numbered from 1. An article
    stands only once: what is linked is not repeated as similar or as linked from. While similar articles
    are not known yet (None), what comes after them has no numbers: a digit never changes its meaning.
    """
    neighbours = [
        *_from_links(links, "previous", "["),
        *_from_links(links, "next", "]"),
    ]
    listed = [*_from_links(links, "recommended"), *_from_links(links, "inline")]
    seen = {entry.target for entry in neighbours + listed if entry.target is not None}
    listed += [
        Entry("similar", other.title, target=other.id, read=other.read, detail=_shared(other.why))
        for other in similar or ()
        if other.id not in seen
    ]
    seen.update(entry.target for entry in listed if entry.target is not None)
    linked_from = [
        Entry("linked from", link.title, target=link.id, read=link.read, detail=_kinds(link.kinds))
        for link in backlinks
        if link.id not in seen
    ]
    if similar is None:
        return (*neighbours, *_numbered(listed), *linked_from)
    return (*neighbours, *_numbered([*listed, *linked_from]))


def _from_links(links: Iterable[ResolvedLink], kind: str, key: str = "") -> list[Entry]:
    group: Group = "recommended" if kind in ("recommended", "inline") else kind  # type: ignore[assignment]
    found = [
        Entry(
            group,
            link.target_title or link.link.title or link.link.teaser,
            target=link.target,
            read=link.target_read,
            detail=link.link.teaser,
        )
        for link in links
        if link.link.kind == kind
    ]
    return [_with_key(found[0], key), *found[1:]] if found and key else found


def _numbered(found: Iterable[Entry]) -> list[Entry]:
    return [
        _with_key(entry, str(number)) if number <= DIGITS else entry
        for number, entry in enumerate(found, start=1)
    ]


def _with_key(entry: Entry, key: str) -> Entry:
    return Entry(entry.group, entry.title, key, entry.target, entry.read, entry.detail)


def _shared(terms: Sequence[str]) -> str:
    return "both: " + ", ".join(terms) if terms else ""


def _kinds(kinds: Sequence[str]) -> str:
    return "as " + ", ".join(kinds)
