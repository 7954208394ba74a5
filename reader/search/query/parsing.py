r"""Parses the query language into a tree. Pure, and never fails: odd input gets its most likely meaning, and
:attr:`Query.notes` says so.

Grammar (white space separates; anything that does not fit is a word)::

    query   = all { "OR" all }            either side; "|" is the same
    all     = item { ["AND"] item }       all items
    item    = [ "-" | "NOT" ] part        "-": must not match
    part    = "(" query ")"
            | field ":" ( word | phrase | "(" query ")" )
            | filter ":" ( value | "(" values ")" )
            | "@" name                    a saved search, as if its text were here in brackets
            | "#" name                    a tag, if there is one with that name
            | phrase
            | word
    phrase  = '"' text '"'                these words, adjacent
    word    = text [ "*" | "~" ]          any inflection; "*": starts with; "~": near spellings
    field   = "title" | "note" | "like"   "like": titles like this one, most similar first
    filter  = "is" | "tag" | "feed" | "lang" | "source" | "site" | "author" | "url" | "highlight"
            | "added" | "published" | "saved" | "read" | "words" | "progress" | "id"
    value   = text | phrase               "is": see ``filters.STATES``; dates and numbers: see ``spans``
    values  = value { [ "OR" ] value }    as in a query

While the query is being typed, its last word counts as a prefix. docs/search.md explains it to users.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from reader.search.analysis.words import asked, locate
from reader.search.query.filters import FIELDS, FILTERS, NAMES, meant, wrong
from reader.search.query.groups import OpenGroup, words_of_titles_like
from reader.search.query.limits import (
    MAX_DEPTH,
    MAX_FILTERS,
    MAX_FUZZY,
    MAX_LENGTH,
    MAX_SAVED_IN_SAVED,
    MAX_WORDS,
    Used,
)
from reader.search.query.nodes import (
    Filter,
    Node,
    Or,
    Phrase,
    Query,
    Word,
    all_of,
    negated,
)
from reader.search.query.noting import QueryNotes
from reader.search.query.relaxing import in_capitals
from reader.search.query.tokens import as_typed, quoted, tokens

UNREAD = Filter("is", "unread")

Saved = Callable[[str], str | None]
"""Returns the text of the saved search with a name, or None if there is none."""

Tagged = Callable[[str], bool]
"""Whether there is a tag with a name."""


def parse(text: str, typing: bool = False, saved: Saved | None = None, tagged: Tagged | None = None) -> Query:
    """Parses a query; see the module for the grammar.

    Args:
        text: anything.
        typing: whether the last word may be unfinished, so that it counts as a prefix.
        saved: looks up the saved searches that ``@name`` refers to; without it there are none.
        tagged: knows the tags that ``#name`` may mean; without it, this is a word.
    """
    return _Parser(text, typing, saved, tagged).query()


# --- reading ----------------------------------------------------------------------------------------

_OPERATORS = re.compile(r"\s*(?:OR|AND|NOT)(?:\s+(?:OR|AND|NOT))*\s*")
_LIKE_OPTION = re.compile(r"(?:[A-Za-z]{2}|(?i:[b-df-hj-np-tv-xz]{3,5})|[0-9]+(?:[.,][0-9]+)?)(?![^\s)])")
"""Text that is more likely an option of a command, or a negative number, than a word to exclude."""
_FUZZY = re.compile(r"~[0-9]?$")


class _Parser:
    """One pass over the tokens with its own stack of open brackets, so depth needs no recursion."""

    def __init__(
        self,
        text: str,
        typing: bool,
        saved: Saved | None,
        tagged: Tagged | None = None,
        used: Used | None = None,
    ) -> None:
        """``used``: what a query has already used of its limits, for a saved search that is part of it."""
        self._asked = text
        self._text = as_typed(text)
        self._typing = typing
        self._saved = saved
        self._tagged = tagged
        self._notes = QueryNotes()
        self._used = used or Used()
        self._stack = [OpenGroup()]
        self._ignored = 0  # brackets beyond the depth limit that are still open
        self._like: list[str] = []
        # What has been read and is waiting for the part it belongs to.
        self._minus = ""
        self._operator = ""
        self._field = ""
        self._filter = ""
        self._value = ""  # the beginning of a filter's value
        self._spaced = False  # white space came after the field or filter
        # Inside a saved search: its name and those it is nested in, outermost first; the nodes made so far.
        self._names: tuple[str, ...] = ()
        self._resolved: dict[str, Node | None] = {}

    def query(self) -> Query:
        if len(self._text) > MAX_LENGTH:
            self._notes.cut(f"only the first {MAX_LENGTH} characters are read")
        shouted = in_capitals(self._text[:MAX_LENGTH])
        for match in tokens(self._text[:MAX_LENGTH]):
            if shouted and match.lastgroup in ("or", "and", "not"):
                if match.lastgroup != "and":  # AND needs no note: all words are required anyway
                    self._notes.note(f"the query is in capitals: {match[0]} is searched for as a word")
                self._on_word(match)
                continue
            getattr(self, f"_on_{match.lastgroup}")(match)  # the outermost group closes last
        self._drop_unfinished(at_end=True)
        if len(self._stack) > 1 and not self._typing:
            self._notes.note("a bracket is not closed")
        while len(self._stack) > 1:
            self._close_group()
        node = self._stack[0].node()
        if node is None and _OPERATORS.fullmatch(self._text):
            return Query(self._asked, Word(self._text.strip()))  # only operators: they are words
        notes, left_out = self._notes.written()
        return Query(self._asked, node, notes, left_out, like=" ".join(self._like))

    # One method for each kind of token.

    def _on_space(self, _match: re.Match[str]) -> None:
        self._spaced = bool(self._field or self._filter)

    def _on_quote(self, match: re.Match[str]) -> None:
        begin, text, closed = quoted(match[0])
        unfinished = not closed
        if unfinished and not self._typing:
            self._notes.note("a quotation mark is not closed")
        if self._in_filter():
            self._add_filter(text, match.end())
        else:
            prefix = unfinished and self._typing and not text[-1:].isspace()
            at = match.start() + begin
            self._add_text(Phrase(text, self._current_field(), prefix, at=at))

    def _on_open(self, _match: re.Match[str]) -> None:
        if len(self._stack) > MAX_DEPTH:
            self._drop_unfinished()
            self._ignored += 1
            self._notes.leave_out("too many brackets: the inner ones are ignored")
            return
        filtering = self._filter if self._field or self._filter else self._stack[-1].filter
        self._stack.append(OpenGroup(self._current_field(), filtering, bool(self._minus)))
        self._begin_part()

    def _on_close(self, _match: re.Match[str]) -> None:
        self._drop_unfinished()
        if self._ignored:
            self._ignored -= 1
        elif len(self._stack) > 1:
            self._close_group()
        else:
            self._notes.note("a closing bracket has no opening bracket")

    def _on_minus(self, match: re.Match[str]) -> None:
        self._drop_unfinished()
        self._minus = match[0]
        option = _LIKE_OPTION.match(self._text, match.end())
        if option and not (self._typing and option.end() == len(self._text)):
            word = option[0]
            self._notes.note(f'-{word} means "without {word}"; to search for it, put it in quotation marks')

    def _on_option(self, match: re.Match[str]) -> None:
        self._drop_unfinished()
        option = match[0]
        word = option.lstrip("-")
        at = match.start() + len(option) - len(word)
        if self._in_filter():
            self._minus = "-"
            self._add_filter(word, match.end(), at)
            return
        unfinished = self._unfinished(match)
        if unfinished and option[1] != "-":
            self._minus = "-"  # -c is on the way to -cat
        else:
            self._notes.note(f"{option} is searched for as a word; to exclude it, write NOT {word}")
        self._add_text(Word(word, self._current_field(), unfinished and not self._minus, at=at))

    def _unfinished(self, match: re.Match[str]) -> bool:
        """Whether the token may still be typed on."""
        return self._typing and match.end() == len(self._text)

    def _on_number(self, match: re.Match[str]) -> None:
        """A number in groups of three digits, or a list of numbers."""
        if self._in_filter():
            self._add_filter(match[0], match.end(), match.start())
            return
        field, at = self._current_field(), match.start()
        whole = Word(match[0], field, self._unfinished(match), at=at)
        words = all_of([Word(group, field) for group in match[0].split()])
        self._used.words += len(match[0].split())
        self._tell_space(match[0])
        self._add(Or((replace(whole, at=self._place(at)), words)) if words and words != whole else whole)

    _on_not = _on_minus

    def _on_or(self, match: re.Match[str]) -> None:
        self._drop_unfinished()
        alternatives = self._stack[-1].alternatives
        if alternatives[-1]:
            alternatives.append([])
            self._operator = match[0]
        else:
            self._stands_between(match[0])

    def _on_and(self, match: re.Match[str]) -> None:
        self._drop_unfinished()
        if self._stack[-1].alternatives[-1]:
            self._operator = match[0]  # all items are needed anyway
        else:
            self._stands_between(match[0])

    def _on_saved(self, match: re.Match[str]) -> None:
        self._drop_unfinished(keep_minus=True)
        name = match["name"] if match["name"] is not None else match[0][1:]
        unfinished = self._unfinished(match)
        text = self._saved(name) if self._saved else None
        if text is None:
            if self._saved and not unfinished:
                self._notes.leave_out(f"there is no saved search {name}; it is searched for as words")
            # No position: near spellings of it are not what was meant.
            self._add_text(Word(name, self._current_field(), unfinished))
        elif (node := self._resolve(name, text)) is not None:
            self._add(node)
        else:
            self._begin_part()

    def _resolve(self, name: str, text: str) -> Node | None:
        """The node of a saved search. Where one refers to itself, directly or indirectly, it adds nothing."""
        if name in self._names or len(self._names) >= MAX_SAVED_IN_SAVED:
            self._notes.leave_out(
                f"the saved search {name} contains itself, or is nested too deeply; it is ignored"
            )
            return None
        if name not in self._resolved:
            inner = _Parser(text, False, self._saved, self._tagged, self._used)
            inner._names, inner._resolved = (*self._names, name), self._resolved
            query = inner.query()
            self._resolved[name] = query.node
            self._notes.take(query, f"in @{name}: ")
        return self._resolved[name]

    def _on_field(self, match: re.Match[str]) -> None:
        name = match[0][:-1].lower()
        before = self._text[match.start() - 1 : match.start()]
        starts_item = not before or before.isspace() or before in "-("
        if starts_item:
            self._drop_unfinished(keep_minus=True)
        if starts_item and name in FIELDS:
            self._field = name
        elif starts_item and name in FILTERS:
            self._filter = name
        elif self._in_filter():
            self._value += match[0]  # a value may contain a colon (source:C:\saved)
            if not re.match(r"[^\s()]", self._text[match.end() :][:1]):
                self._add_filter("", match.end())
        else:
            # A word with a colon; the rest of it comes as the next token.
            after, at = self._text[match.end() : match.end() + 1], match.start()
            if starts_item and after and not after.isspace() and name not in (*FIELDS, *FILTERS):
                self._notes.leave_out(f"there is no field {name}:{meant(name)}; it is searched for as a word")
                at = -1  # the note suggests what was meant; near spellings of it are not
            self._add_text(Word(match[0][:-1], self._current_field(), at=at))

    def _on_word(self, match: re.Match[str]) -> None:
        if self._in_filter():
            self._add_filter(match[0], match.end(), match.start())
            return
        word = match[0]
        tag = word[1:].lower() if word.startswith("#") and not self._current_field() else ""
        if tag and self._tagged is not None and self._tagged(tag):
            self._notes.note(f"{word} is read as tag:{tag}")
            self._filter = "tag"
            self._add_filter(tag, match.end())
            return
        unfinished = self._unfinished(match) and not self._minus  # -ca on its way to -cat excludes no car
        star = word.endswith("*")
        near = _FUZZY.search(word)
        text = (word[: near.start()] if near else word).rstrip("*~")
        at = match.start() + len(text) - len(text.lstrip("*"))
        text = text.lstrip("*")
        fuzzy = near is not None and self._used.may_be_fuzzy(word, text, self._notes)
        prefix = star or (unfinished and near is None)
        self._add_text(Word(text, self._current_field(), prefix, itself=not star, fuzzy=fuzzy, at=at))

    # Putting the parts together.

    def _current_field(self) -> str:
        return self._field or self._stack[-1].field

    def _in_filter(self) -> bool:
        return bool(self._filter or (self._stack[-1].filter and not self._field))

    def _place(self, at: int) -> int:
        """The position of a part in the query; -1 if it is in a saved search."""
        return -1 if self._names else at

    def _add_text(self, part: Word | Phrase) -> None:
        size = asked(part.text).size
        if not size:
            self._begin_part()  # punctuation alone asks for nothing
            return
        room = self._used.room(size)
        if size > room:
            self._notes.cut(f"only the first {MAX_WORDS} words are searched for")
            if not room:
                self._begin_part()
                return
            raw = locate(part.text)[:room]
            part = replace(part, text=part.text[: raw[-1][2] if raw else 0], prefix=False)
        self._tell_space(part.text)
        if part.field == "like":
            self._add_like(part.text)
        else:
            self._add(replace(part, at=self._place(part.at)))

    def _add_like(self, title: str) -> None:
        node, fuzzy = words_of_titles_like(title, MAX_FUZZY - self._used.fuzzy)
        self._used.fuzzy += fuzzy
        if not self._minus:
            self._like.append(title)
        if node is not None:
            self._add(node)

    def _add_filter(self, value: str, end: int, start: int = -1) -> None:
        name, value = self._filter or self._stack[-1].filter, (self._value + value).strip()
        if name == "tag":
            value = value.removeprefix("#")  # as tags are shown
        problem = wrong(name, value)
        if not problem and value:
            self._tell_space(value)
            self._used.filters += 1
            if self._used.filters > MAX_FILTERS:
                self._notes.cut(f"only the first {MAX_FILTERS} filters are used")
                self._begin_part()
                return
            self._add(Filter(name, value if name in NAMES else value.lower()))
        elif problem and self._spaced and start >= 0:
            # "words: a list" is not a filter but ordinary writing.
            self._filter, self._spaced = "", False
            self._add_text(Word(name))
            self._add_text(Word(value, self._current_field(), at=start))
        else:
            if problem and not (self._typing and end == len(self._text)):
                self._notes.leave_out(f"{problem}; {name}:{value} is ignored")
            self._begin_part()

    def _tell_space(self, value: str) -> None:
        if self._spaced:
            name = self._field or self._filter
            self._notes.note(f"{name}: {value} is read as {name}:{value}")

    def _add(self, node: Node) -> None:
        self._stack[-1].alternatives[-1].append(negated(node) if self._minus else node)
        self._begin_part()

    def _begin_part(self) -> None:
        """Nothing that has been read is waiting for a part any more."""
        self._minus = self._operator = self._field = self._filter = self._value = ""
        self._spaced = False

    def _drop_unfinished(self, at_end: bool = False, keep_minus: bool = False) -> None:
        """Drops what is waiting for its part when a bracket, an operator or the end comes instead."""
        if not (at_end and self._typing):
            if self._field or self._filter:
                self._notes.leave_out(f"{self._field or self._filter}: has nothing after it and is ignored")
            if not keep_minus and self._minus == "NOT":
                self._notes.leave_out("NOT needs something after it; here it is ignored")
            if at_end and self._operator:
                self._stands_between(self._operator)
        minus, operator = self._minus if keep_minus else "", self._operator
        self._begin_part()
        self._minus, self._operator = minus, operator

    def _stands_between(self, operator: str) -> None:
        # Other signs are probably punctuation, and a truncated query may end with anything.
        if operator in ("OR", "AND") and not self._notes.is_cut:
            self._notes.leave_out(f"{operator} needs something on both sides; here it is ignored")

    def _close_group(self) -> None:
        if self._operator:
            self._stands_between(self._operator)
            self._operator = ""
        node = self._stack.pop().node()
        if node is not None:
            self._stack[-1].alternatives[-1].append(node)
