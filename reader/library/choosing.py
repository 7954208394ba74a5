"""Which highlights a query finds. A query about articles is asked about each highlight with its article."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from reader.colors import has_color
from reader.facts import Passage
from reader.library.filtering import is_dated, plain
from reader.search.passages import marks
from reader.search.query import And, Filter, Node, Not, Or, Phrase, Query, Word, relaxing, spans

Admits = Callable[[Filter, int], bool]
"""Whether an article passes a filter."""


def chosen(passages: Iterable[Passage], query: Query, admits: Admits) -> tuple[Passage, ...]:
    """The highlights that a query finds, in the same order; none if it asks for nothing.

    ``admits`` answers the filters that are about articles. Words are compared as everywhere in the search: in
    any inflection of the language of the article; stop words beside other words do not count.
    """
    node = relaxing.telling(query).node
    return () if node is None else tuple(one for one in passages if _fits(node, one, admits))


def _fits(node: Node, passage: Passage, admits: Admits) -> bool:
    match node:
        case And(nodes):
            return all(_fits(child, passage, admits) for child in nodes)
        case Or(nodes):
            return any(_fits(child, passage, admits) for child in nodes)
        case Not(inner):
            return not _fits(inner, passage, admits)
        case Filter():
            return _passes(node, passage, admits)
        case Word() | Phrase():
            return bool(marks(_text(passage, node.field), Query(node.text, node), passage.lang))


def _text(passage: Passage, field: str) -> str:
    """The text in which a word is looked for."""
    one = passage.stored.highlight
    match field:
        case "title":
            return passage.title
        case "note":
            return one.note
        case _:
            # The full stops keep phrases from running on from one part into the next.
            return "\n.\n".join((one.quote, one.note, " ".join(one.tags), passage.title))


def _passes(wanted: Filter, passage: Passage, admits: Admits) -> bool:
    one = passage.stored.highlight
    match wanted.name:
        case "highlight":
            return plain("highlight", wanted.value) in plain("highlight", f"{one.quote}\n{one.note}")
        case "color":
            return has_color(one.color, wanted.value)
        case "highlighted":
            span = spans.times(wanted.value, datetime.now())
            return span is not None and is_dated(one.created, span)
        case _:
            return admits(wanted, passage.article)
