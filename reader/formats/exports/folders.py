"""Folders, lists and collections of an export: the path that leads to each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reader.formats.exports.json_records import Record, text_in
from reader.formats.tags import path_of

_DEEPEST = 50


def paths_of(records: Iterable[Record]) -> Mapping[str, str]:
    """The path of each folder by its id, given records with ``id``, ``name`` and ``parentId``.

    A folder may come before the one that it is in. If folders lie in each other, or in one that the export
    lacks, their paths begin with the last that is known.
    """
    known = {text_in(record, "id"): record for record in records if text_in(record, "id", "name")}
    return {each: path_of(reversed(_names(each, known))) for each in known}


def _names(each: str, known: Mapping[str, Record]) -> list[str]:
    names: list[str] = []
    passed: set[str] = set()
    while each in known and each not in passed and len(names) < _DEEPEST:
        passed.add(each)
        names.append(text_in(known[each], "name"))
        each = text_in(known[each], "parentId")
    return names
