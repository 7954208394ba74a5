r"""The query language: text to a tree. Pure, and never an error: what is odd is taken as what it most
likely means, and :attr:`Query.notes` says so.

Grammar (white space separates; anything that does not fit is a word)::

    query   = all { "OR" all }            either side; "|" is the same
    all     = item { ["AND"] item }       every item
    item    = [ "-" | "NOT" ] part        "-": must not match
    part    = "(" query ")"
            | field ":" ( word | phrase | "(" query ")" )
            | filter ":" ( word | phrase )
            | phrase
            | word
    phrase  = '"' text '"'                these words next to each other
    word    = text [ "*" ]                "*": begins with; found in any inflection without it
    field   = "title" | "note"
    filter  = "is" | "tag" | "source" | "lang"          "is": unread, read or starred

While the query is being typed its last word counts as a prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reader.search.words import split

FIELDS = ("title", "note")
"""Parts of an article that a word can be looked for in alone."""

FILTERS = ("is", "tag", "source", "lang")
"""What an article can be filtered by; who holds the articles resolves them."""

STATES = ("unread", "read", "starred")
"""What ``is:`` knows."""

MAX_DEPTH = 40
MAX_WORDS = 100
MAX_LENGTH = 5000


@dataclass(frozen=True, slots=True)
class Word:
    """A word, found in any inflection, or (``prefix``) any word that begins so.

    Its text can be more than one word to the index (``e-mail``): then they stand next to each other.
    A prefix that is a word being typed is found as ``itself`` too, in any inflection; ``micros*`` is not.
    """

    text: str
    field: str = ""
    prefix: bool = False
    itself: bool = True


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other in this order; the last one may be unfinished (``prefix``)."""

    text: str
    field: str = ""
    prefix: bool = False
    itself: bool = True


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on an article that is not about its text."""

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
    """

    text: str
    node: Node | None = None
    notes: tuple[str, ...] = ()

    def positive(self) -> tuple[Word | Phrase, ...]:
        """The words and phrases that a match contains (any of them), in the order written."""
        return tuple(_positive(self.node)) if self.node else ()

    def relaxed(self) -> Query | None:
        """The same query content with any of its words, for when no article has them all.

        What excludes or filters still holds. None where there are not several words to choose from.
        """
        if not isinstance(self.node, And):
            return None
        words = tuple(node for node in self.node.nodes if isinstance(node, Word | Phrase))
        if len(words) < 2:
            return None
        rest = tuple(node for node in self.node.nodes if node not in words)
        any_of = Or(words)
        node = And((any_of, *rest)) if rest else any_of
        return Query(self.text, node, (*self.notes, "No article has all these words; these have some."))


def _positive(node: Node) -> Iterator[Word | Phrase]:
    if isinstance(node, Word | Phrase):
        yield node
    elif isinstance(node, And | Or):
        for child in node.nodes:
            yield from _positive(child)


def parse(text: str, typing: bool = False) -> Query:
    """Parses a query; see the module for the grammar.

    Args:
        text: anything.
        typing: whether the last word may be unfinished, so that it counts as a prefix.
    """
    return _Parser(text, typing).query()


# --- tokens -----------------------------------------------------------------------------------------

_QUOTES = '"\u201c\u201d\u201e\uff02'
_TOKEN = re.compile(
    rf"""
    (?P<space>   \s+ )
  | (?P<quote>   [{_QUOTES}] (?P<quoted>[^{_QUOTES}]*) (?P<closed>[{_QUOTES}]?) )
  | (?P<open>    [(\uff08] )
  | (?P<close>   [)\uff09] )
  | (?P<minus>   (?<![^\s(\uff08]) [-\u2212]+ (?=[^\s)]) )
  | (?P<or>      (?<!\S) (?: OR | \|{{1,2}} ) (?=[\s(]|$) )
  | (?P<and>     (?<!\S) (?: AND | && ) (?=[\s(]|$) )
  | (?P<not>     (?<!\S) NOT (?=\s+\S) )
  | (?P<field>   [A-Za-z]+ : (?!//) )
  | (?P<word>    [^\s(){_QUOTES}\uff08\uff09]+ )
    """,
    re.VERBOSE,
)


_OPERATORS = re.compile(r"\s*(?:OR|AND|NOT)(?:\s+(?:OR|AND|NOT))*\s*")


class _Parser:
    """One pass over the tokens with a stack of open brackets of its own: depth costs no recursion."""

    def __init__(self, text: str, typing: bool) -> None:
        self._text = text
        self._typing = typing
        self._notes: dict[str, None] = {}
        self._stack: list[tuple[str, bool, list[list[Node]]]] = [("", False, [[]])]
        self._ignored = 0  # brackets beyond the depth limit that are still open
        self._words = 0
        # What was read and waits for the part it belongs to.
        self._minus = False
        self._field = ""
        self._filter = ""

    def query(self) -> Query:
        if len(self._text) > MAX_LENGTH:
            self._note(f"only the first {MAX_LENGTH} characters are looked at")
        for match in _TOKEN.finditer(self._text[:MAX_LENGTH]):
            kind = match.lastgroup if match["quote"] is None else "quote"
            if kind == "space":
                self._drop_unfinished()
            elif kind:
                getattr(self, f"_on_{kind}")(match)
        self._drop_unfinished()
        if len(self._stack) > 1:
            self._note("a bracket is not closed")
        while len(self._stack) > 1:
            self._close_group()
        node = self._joined(self._stack[0][2])
        if node is None and _OPERATORS.fullmatch(self._text):
            return Query(self._text, Word(self._text.strip()))  # nothing but operators: they are words
        return Query(self._text, node, tuple(self._notes))

    def _note(self, note: str) -> None:
        self._notes[note] = None

    # Each kind of token.

    def _on_quote(self, match: re.Match[str]) -> None:
        unfinished = not match["closed"]
        if unfinished and not self._typing:
            self._note("a quotation mark is not closed")
        if self._filter:
            self._add_filter(match["quoted"])
        else:
            prefix = unfinished and self._typing and not match["quoted"][-1:].isspace()
            self._add_text(Phrase(match["quoted"], self._current_field(), prefix))

    def _on_open(self, _match: re.Match[str]) -> None:
        if self._filter:
            self._drop_unfinished()
        if len(self._stack) > MAX_DEPTH:
            self._ignored += 1
            self._note("too many brackets: the inner ones are ignored")
            return
        self._stack.append((self._current_field(), self._minus, [[]]))
        self._minus, self._field = False, ""

    def _on_close(self, _match: re.Match[str]) -> None:
        self._drop_unfinished()
        if self._ignored:
            self._ignored -= 1
        elif len(self._stack) > 1:
            self._close_group()
        else:
            self._note("a bracket is closed that was not opened")

    def _on_minus(self, _match: re.Match[str]) -> None:
        self._minus = True

    def _on_not(self, _match: re.Match[str]) -> None:
        self._minus = True

    def _on_or(self, match: re.Match[str]) -> None:
        alternatives = self._stack[-1][2]
        if alternatives[-1]:
            alternatives.append([])
        else:
            self._note(f"{match[0]} stands between two things: here it is ignored")

    def _on_and(self, _match: re.Match[str]) -> None:
        pass  # all items are needed anyway

    def _on_field(self, match: re.Match[str]) -> None:
        name = match[0][:-1].lower()
        before = self._text[match.start() - 1 : match.start()]
        starts_item = not before or before.isspace() or before in "-\u2212(\uff08"
        if starts_item and name in FIELDS and not self._field:
            self._field = name
        elif starts_item and name in FILTERS and not self._filter:
            self._filter = name
        else:
            # A word with a colon; the rest of it comes as the next token.
            after = self._text[match.end() : match.end() + 1]
            if starts_item and after and not after.isspace() and name not in (*FIELDS, *FILTERS):
                self._note(f"there is no {name}: to search in; it is looked for as a word")
            self._add_text(Word(match[0][:-1], self._current_field()))

    def _on_word(self, match: re.Match[str]) -> None:
        word, last = match[0], match.end() == len(self._text)
        if self._filter:
            self._add_filter(word)
            return
        star = word.endswith("*")
        unfinished = last and self._typing and not self._minus  # -ca on the way to -cat excludes no car
        self._add_text(Word(word.strip("*"), self._current_field(), star or unfinished, itself=not star))

    # What they add up to.

    def _current_field(self) -> str:
        return self._field or self._stack[-1][0]

    def _add_text(self, part: Word | Phrase) -> None:
        if not split(part.text):
            self._minus, self._field = False, ""  # punctuation alone asks for nothing
            return
        self._words += 1
        if self._words > MAX_WORDS:
            self._note(f"only the first {MAX_WORDS} words are looked for")
            return
        self._add(part)

    def _add_filter(self, value: str) -> None:
        name, self._filter = self._filter, ""
        value = value.strip()
        if name == "is" and value.lower() not in STATES:
            if not (self._typing and any(state.startswith(value.lower()) for state in STATES)):
                self._note(f"is: knows {', '.join(STATES)}; is:{value} is ignored")
            self._minus, self._field = False, ""
        elif value:
            self._add(Filter(name, value.lower() if name in ("is", "lang", "tag") else value))

    def _add(self, node: Node) -> None:
        self._stack[-1][2][-1].append(Not(node) if self._minus else node)
        self._minus, self._field = False, ""

    def _drop_unfinished(self) -> None:
        """White space or the end where a field or a minus waits for its part."""
        if (self._field or self._filter) and not self._typing:
            self._note(f"{self._field or self._filter}: has nothing after it and is ignored")
        if self._field or self._filter:
            self._minus, self._field, self._filter = False, "", ""

    def _close_group(self) -> None:
        _, negated, alternatives = self._stack.pop()
        node = self._joined(alternatives)
        if node is not None:
            self._stack[-1][2][-1].append(Not(node) if negated else node)

    @staticmethod
    def _joined(alternatives: list[list[Node]]) -> Node | None:
        nodes: list[Node] = []
        for items in alternatives:
            flat = [n for item in items for n in (item.nodes if isinstance(item, And) else (item,))]
            if flat:
                nodes.append(flat[0] if len(flat) == 1 else And(tuple(flat)))
        nodes = [n for node in nodes for n in (node.nodes if isinstance(node, Or) else (node,))]
        if not nodes:
            return None
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))
