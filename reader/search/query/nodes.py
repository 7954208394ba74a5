"""What a query means: the tree that ``query`` makes of a text, and ``planning`` carries out. Plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as attribute


@dataclass(frozen=True, slots=True)
class Word:
    """A word, found in any inflection, or (``prefix``) any word that begins so.

    Its text can be more than one word to the index (``e-mail``): then they stand next to each other.
    A prefix that is a word being typed is found as ``itself`` too, in any inflection; ``micros*`` is not.
    ``fuzzy``: words spelt nearly so are found as well. ``at`` is where it stands in the query, -1 where it
    does not.
    """

    text: str
    field: str = ""
    prefix: bool = False
    itself: bool = True
    fuzzy: bool = False
    at: int = attribute(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other in this order; the last one may be unfinished (``prefix``)."""

    text: str
    field: str = ""
    prefix: bool = False
    itself: bool = True
    at: int = attribute(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on an article that is not about its text; ``value`` as written, but for case.

    Dates and numbers stay text here, for what ``<7d`` means depends on when it is asked: see ``spans``.
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
        node: what it means, or None where it asks for nothing (an empty query finds nothing).
        notes: where it was not taken literally, in words for the user.
        like: the title that those of the articles found are to be like, "" if none was given.
    """

    text: str
    node: Node | None = None
    notes: tuple[str, ...] = ()
    like: str = ""

    def positive(self) -> tuple[Word | Phrase, ...]:
        """The words and phrases that a match contains (any of them), in the order written."""
        return tuple(_positive(self.node)) if self.node else ()

    def asks_for_text(self) -> bool:
        """Whether any word or phrase is asked for or ruled out; else there are filters alone, or nothing."""
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
    """One node for all of them, flat and without repetition; None for none."""
    flat = dict.fromkeys(n for node in nodes for n in (node.nodes if isinstance(node, And) else (node,)))
    return next(iter(flat), None) if len(flat) < 2 else And(tuple(flat))


def any_of(nodes: list[Node]) -> Node | None:
    """One node for any of them, flat and without repetition; None for none."""
    flat = dict.fromkeys(n for node in nodes for n in (node.nodes if isinstance(node, Or) else (node,)))
    return next(iter(flat), None) if len(flat) < 2 else Or(tuple(flat))


def negated(node: Node) -> Node:
    """Everything a node does not match; of what is ruled out twice, the thing itself."""
    return node.node if isinstance(node, Not) else Not(node)
