"""What a Zotero library says about its items, gathered from the tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from reader import moments
from reader.formats.tags import path_of
from reader.formats.zotero.database import DatabaseRow, ZoteroTables

_PARTLY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DEEPEST = 50


@dataclass(slots=True)
class ZoteroItem:
    """An item: a reference, an attachment, a note or an annotation.

    Attributes:
        number: its id in the database.
        key: its name, also of its folder in ``storage/``.
        kind: ``webpage``, ``attachment`` …
        added: when it was added, as :mod:`reader.moments` writes times.
        values: its fields by name.
        authors: the names of its authors.
        tags: the tags that the person gave it.
        folders: the paths of the collections that it is in.
        parent: the id of the item that it belongs to, or None.
        row: what the table of its kind says about it.
        children: the items that belong to it.
    """

    number: int
    key: str
    kind: str
    added: str
    values: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    parent: int | None = None
    row: DatabaseRow = field(default_factory=dict)
    children: list[ZoteroItem] = field(default_factory=list)

    def value(self, *names: str) -> str:
        """The first of some fields that is not empty, or ""."""
        return next((value for name in names if (value := self.values.get(name, "").strip())), "")

    def text(self, column: str) -> str:
        """A text of the table of its kind, or ""."""
        value = self.row.get(column)
        return value if isinstance(value, str) else ""


def items_of(tables: ZoteroTables) -> list[ZoteroItem]:
    """The items that belong to no other, in the order in which they were added, with what belongs to them.

    What lies in the bin is left out, and what came from a feed that Zotero follows.
    """
    kinds = _named(tables, "itemTypes", "itemTypeID", "typeName")
    gone = {_id(row, "itemID") for row in tables.rows("deletedItems")}
    feeds = {_id(row, "libraryID") for row in tables.rows("feeds")} - {None}
    items: dict[int, ZoteroItem] = {}
    for row in tables.rows("items", "itemID"):
        number = _id(row, "itemID")
        if number is None or number in gone or _id(row, "libraryID") in feeds:
            continue
        kind = kinds.get(_id(row, "itemTypeID"), "")
        items[number] = ZoteroItem(
            number=number, key=_text(row, "key"), kind=kind, added=moments.from_text(_text(row, "dateAdded"))
        )
    _add_values(tables, items)
    _add_authors(tables, items)
    _add_tags(tables, items)
    _add_folders(tables, items)
    return list(_tree(tables, items))


def _tree(tables: ZoteroTables, items: dict[int, ZoteroItem]) -> Iterator[ZoteroItem]:
    for table in ("itemAttachments", "itemNotes", "itemAnnotations"):
        for row in tables.rows(table):
            item = items.get(_id(row, "itemID") or 0)
            if item is not None:
                item.parent, item.row = _id(row, "parentItemID"), row
    for item in items.values():
        if item.parent is None:
            yield item
        elif (parent := items.get(item.parent)) is not None and parent is not item:
            parent.children.append(item)


def _add_values(tables: ZoteroTables, items: dict[int, ZoteroItem]) -> None:
    names = _named(tables, "fields", "fieldID", "fieldName")
    values = {_id(row, "valueID"): row.get("value") for row in tables.rows("itemDataValues")}
    for row in tables.rows("itemData"):
        item, name = items.get(_id(row, "itemID") or 0), names.get(_id(row, "fieldID"))
        value = values.get(_id(row, "valueID"))
        if item is not None and name and value is not None:
            item.values[name] = str(value)


def _add_authors(tables: ZoteroTables, items: dict[int, ZoteroItem]) -> None:
    kinds = _named(tables, "creatorTypes", "creatorTypeID", "creatorType")
    names = {
        _id(row, "creatorID"): f"{_text(row, 'firstName')} {_text(row, 'lastName')}".strip()
        for row in tables.rows("creators")
    }
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in sorted(tables.rows("itemCreators"), key=lambda row: _id(row, "orderIndex") or 0):
        if name := names.get(_id(row, "creatorID")):
            found[_id(row, "itemID") or 0].append((kinds.get(_id(row, "creatorTypeID"), "author"), name))
    for number, creators in found.items():
        if number in items:
            authors = [name for kind, name in creators if kind == "author"]
            items[number].authors = authors or [name for _, name in creators]


def _add_tags(tables: ZoteroTables, items: dict[int, ZoteroItem]) -> None:
    names = _named(tables, "tags", "tagID", "name")
    for row in tables.rows("itemTags"):
        item, name = items.get(_id(row, "itemID") or 0), names.get(_id(row, "tagID"))
        # Those of type 1 came with the item from its site.
        if item is not None and name and _id(row, "type") != 1:
            item.tags.append(name)


def _add_folders(tables: ZoteroTables, items: dict[int, ZoteroItem]) -> None:
    gone = {_id(row, "collectionID") for row in tables.rows("deletedCollections")}
    known = {_id(row, "collectionID"): row for row in tables.rows("collections")}
    for row in tables.rows("collectionItems"):
        item, collection = items.get(_id(row, "itemID") or 0), _id(row, "collectionID")
        names: list[str] = []
        while collection in known and collection not in gone and len(names) < _DEEPEST:
            names.append(_text(known[collection], "collectionName"))
            collection = _id(known[collection], "parentCollectionID")
        if item is not None and names and collection not in gone:
            item.folders.append(path_of(reversed(names)))


def published(date: str) -> str:
    """A date as Zotero writes it: ``2017-03-00 March 2017``, with zeros for what is not known."""
    match = _PARTLY.match(date.strip())
    if match is None:
        return moments.from_text(date)
    parts = [part for part in match.groups() if part]
    known = parts[: next((at for at, part in enumerate(parts) if not int(part)), len(parts))]
    return moments.from_text("-".join(known))


def _named(tables: ZoteroTables, table: str, number: str, name: str) -> dict[int | None, str]:
    return {_id(row, number): _text(row, name) for row in tables.rows(table)}


def _id(row: DatabaseRow, column: str) -> int | None:
    value = row.get(column)
    return value if isinstance(value, int) else None


def _text(row: DatabaseRow, column: str) -> str:
    value = row.get(column)
    return value if isinstance(value, str) else ""
