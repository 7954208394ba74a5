"""Turns links, backlinks and similar articles into the entries of the related pane. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reader.library.view import Entry, Group
from reader.model import Backlink, Related, ResolvedLink, Similar, Summary
from reader.store.pictures import without_pictures
from reader.text import collapse

MOST = 99
"""The highest number of an entry: it takes three keys, a zero and two digits."""


def entries(
    links: Sequence[ResolvedLink], backlinks: Sequence[Backlink], similar: Sequence[Related] | None = None
) -> tuple[Entry, ...]:
    """The entries in the order of the pane: previous, next, recommended, similar, copies, linked from.

    The first previous and next entries get ``[`` and ``]``; everything else is numbered from 1. Each article
    appears only once: linked articles are not repeated as similar or as linked from. While similar articles
    are not known yet (None), the entries after them have no numbers, so that a digit never changes its
    meaning. There are never more entries than can be numbered: if a thousand others link to an article, only
    the first of them are shown.
    """
    from_page = [
        *_from_links(links, "previous", "["),
        *_from_links(links, "next", "]"),
        *_from_links(links, "recommended"),
        *_from_links(links, "inline"),
    ]
    seen = {entry.target for entry in from_page if entry.target is not None}
    alike = [
        Entry(
            "copies" if other.kind == "copy" else "similar",
            other.title,
            target=other.id,
            read=other.read,
            why="" if other.kind == "copy" else _shared(other.why),
        )
        for other in similar or ()
        if other.id not in seen
    ]
    seen.update(entry.target for entry in alike if entry.target is not None)
    linked_from = [
        Entry("linked from", link.title, target=link.id, read=link.read, why=_kinds(link.kinds))
        for link in backlinks
        if link.id not in seen
    ]
    if similar is None:
        return (*_numbered(from_page), *linked_from[:MOST])
    return tuple(_numbered([*from_page, *alike, *linked_from]))


def described(similar: Iterable[Similar], known: Mapping[int, Summary]) -> list[Related]:
    """Similar articles with their summaries (``known``, by id), without those that have none."""
    return [
        Related(
            id=one.id,
            title=known[one.id].title,
            kind="copy" if one.copy else "similar",
            score=one.score,
            source=known[one.id].source,
            read=known[one.id].read is not None,
            why=one.shared,
            alike=len(one.alike),
        )
        for one in similar
        if one.id in known
    ]


def linking(backlink: Backlink) -> Related:
    """An article that links to another, as one of the articles related to that."""
    return Related(
        id=backlink.id,
        title=backlink.title,
        kind="backlink",
        score=0.0,
        source=backlink.source,
        read=backlink.read,
        why=backlink.kinds,
    )


def with_leads(found: Sequence[Entry], leads: Mapping[int, str]) -> tuple[Entry, ...]:
    """The entries; those without a teaser get the first words of the article (``leads``, by id)."""
    return tuple(
        replace(entry, detail=leads.get(entry.target, ""))
        if entry.target is not None and not entry.detail
        else entry
        for entry in found
    )


def shown_teaser(teaser: str) -> str:
    """A teaser as it is shown: without the marks of pictures (``[[126216]]``) that the page has in it."""
    return collapse(without_pictures(teaser))


def _from_links(links: Iterable[ResolvedLink], kind: str, key: str = "") -> list[Entry]:
    group: Group = "recommended" if kind in ("recommended", "inline") else kind  # type: ignore[assignment]
    found = [
        Entry(
            group,
            link.target_title or link.link.title or shown_teaser(link.link.teaser),
            target=link.target,
            read=link.target_read,
            detail=shown_teaser(link.link.teaser),
            candidates=link.candidates,
        )
        for link in links
        if link.link.kind == kind
    ]
    return [replace(found[0], key=key), *found[1:]] if found and key else found


def _numbered(found: Iterable[Entry]) -> list[Entry]:
    number = 0
    numbered: list[Entry] = []
    for entry in found:
        if not entry.key:
            number += 1
            entry = replace(entry, key=str(number))
        if number > MOST:
            break
        numbered.append(entry)
    return numbered


def _shared(terms: Sequence[str]) -> str:
    return "both: " + ", ".join(terms) if terms else ""


def _kinds(kinds: Sequence[str]) -> str:
    return "as " + ", ".join(kinds)
