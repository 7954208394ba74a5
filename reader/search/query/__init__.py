"""The query language: what a person types, as a tree. Pure. This is the door.

``parsing`` turns text into a tree; ``tokens`` first cuts the text into tokens; ``filters`` lists the fields
and filters; ``nodes`` defines the tree. ``limits`` says how much of a query is used, and ``noting`` what a
person is told of how it was understood. ``spans`` reads the dates and numbers in filters; ``relaxing``
relaxes a query if few articles have all its words.
"""

from reader.search.query.filters import FIELDS, FILTERS
from reader.search.query.limits import MAX_DEPTH, MAX_FILTERS, MAX_WORDS
from reader.search.query.nodes import And, Filter, Node, Not, Or, Phrase, Query, Word
from reader.search.query.parsing import UNREAD, parse

__all__ = [
    "FIELDS",
    "FILTERS",
    "MAX_DEPTH",
    "MAX_FILTERS",
    "MAX_WORDS",
    "UNREAD",
    "And",
    "Filter",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "Query",
    "Word",
    "parse",
]
