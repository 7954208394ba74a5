"""How changes and their facts are written in the journal (JSON) and read back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_args

from reader.changes import Aspect, Change, Fact, FactsById, Put, grouped
from reader.facts import highlight_in

_KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Change)}


def to_json(change: Change) -> dict[str, Any]:
    """The change as an object for JSON, without its articles and their facts."""
    stated = {f.name: getattr(change, f.name) for f in fields(change) if f.name not in ("articles", "facts")}
    return {"kind": type(change).__name__, **stated}


def from_json(value: object, facts: FactsById) -> Change:
    """The change that :func:`to_json` turned into an object.

    ``facts`` are the new facts of the articles that it changed. Whatever the object contains, the result is
    one of the known changes.

    Raises:
        ValueError: it is not one of them.
    """
    kind = _KINDS.get(str(value.get("kind"))) if isinstance(value, dict) else None
    if kind is None or not isinstance(value, dict):
        raise ValueError("not a change that this version knows")
    if kind is Put:
        return Put(_aspect(value.get("aspect")), grouped(facts))
    names = [field.name for field in fields(kind) if field.name != "articles"]
    change: Change = kind(tuple(facts), **{name: _FIELDS[name](value.get(name)) for name in names})
    return change


def fact_from_json(aspect: Aspect, value: object) -> Fact:
    """A fact from its JSON value. Raises ValueError if the aspect has no such facts."""
    if aspect in ("tags", "page"):
        return _texts(value)
    if aspect == "highlights":
        for text in _texts(value):
            highlight_in(text)
        return _texts(value)
    if aspect == "remark":
        return _text(value)
    if aspect in ("read", "archive"):
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            return None if value is None else float(value)
        raise ValueError("not a time")
    return _bool(value)


def _aspect(value: object) -> Aspect:
    for aspect in get_args(Aspect):
        if aspect == value:
            known: Aspect = aspect
            return known
    raise ValueError("not an aspect that this version knows")


def _bool(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("not a list of texts")
    return tuple(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


_FIELDS: dict[str, Callable[[object], Any]] = {
    **{"on": _bool, "text": _text},
    **dict.fromkeys(("old", "new"), _text),
    **dict.fromkeys(("add", "remove", "tags"), _texts),
}
