"""The meaning of a query: the tree that ``parsing`` makes and ``planning`` executes. Plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as attribute


@dataclass(frozen=True, slots=True)
class Word:
    """A word, found in any inflection, or (``prefix``) any word that starts with it.

    The index may see its text as several words (``e-mail``): then they must be adjacent. A prefix that is
    still being typed is also found as ``itself``, in any inflection; ``micros*`` is not. ``fuzzy``: near
    spellings are found as well. ``at`` is its position in the query, -1 if it does not appear there.
    """

    text: str
    field: str = ""
    prefix: bool = False
    itself: bool = True
    fuzzy: bool = False
    at: int = attribute(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Adjacent words in this order; the last one may be unfinished (``prefix``)."""

    text: str
    field: str = ""
    prefix: bool = False
    itself: bool = True
    at: int = attribute(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on an article that is not about its text; ``value`` as written, apart from case.

    Dates and numbers are kept as text, because the meaning of ``<7d`` depends on the time: see ``spans``.
    """

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """Everything the node does not match."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    """Everything that all nodes match."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Everything that any node matches."""

    nodes: tuple[Node, ...]


Node = Word | Phrase | Filter | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query.

    Attributes:
        text: as written.
        node: what it means, or None if it asks for nothing (an empty query finds nothing).
        notes: where it was not taken literally, in words for the user.
        ignored: those of the notes that say that a part of it has not the effect it was meant to have.
        like: the title that the titles found should resemble; "" if none was given.
    """

    text: str
    node: Node | None = None
    notes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    like: str = ""

    def positive(self) -> tuple[Word | Phrase, ...]:
        """The words and phrases that a match may contain, in the order written."""
        return tuple(_positive(self.node)) if self.node else ()

    def asks_for_text(self) -> bool:
        """Whether any word or phrase is required or excluded; if not, there are only filters, or nothing."""
        return self.node is not None and _has_text(self.node)


def _positive(node: Node) -> Iterator[Word | Phrase]:
    if isinstance(node, Word | Phrase):
        yield node
    elif isinstance(node, And | Or):
        for child in node.nodes:
            yield from _positive(child)


def _has_text(node: Node) -> bool:
    if isinstance(node, And | Or):
        return any(map(_has_text, node.nodes))
    return _has_text(node.node) if isinstance(node, Not) else isinstance(node, Word | Phrase)


def all_of(nodes: list[Node]) -> Node | None:
    """One node for all of them, flat and without repetition; None if there are none."""
    flat = dict.fromkeys(n for node in nodes for n in (node.nodes if isinstance(node, And) else (node,)))
    return next(iter(flat), None) if len(flat) < 2 else And(tuple(flat))


def any_of(nodes: list[Node]) -> Node | None:
    """One node for any of them, flat and without repetition; None if there are none."""
    flat = dict.fromkeys(n for node in nodes for n in (node.nodes if isinstance(node, Or) else (node,)))
    return next(iter(flat), None) if len(flat) < 2 else Or(tuple(flat))


def negated(node: Node) -> Node:
    """Everything a node does not match; a double negation is the node itself."""
    return node.node if isinstance(node, Not) else Not(node)
