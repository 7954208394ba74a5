"""What may narrow a search: the rows of help, and what is said while such a word is being typed. Pure."""

from __future__ import annotations

from typing import NamedTuple

from reader.text import display, truncate
from reader.tui.commandline.completing import STATES, Nameable, completions
from reader.tui.commandline.parsing import words_of


class Narrowing(NamedTuple):
    """A part of a search before a colon.

    Attributes:
        name: what stands before the colon.
        takes: what may stand after it.
        about: what it does, as help says it.
    """

    name: str
    takes: str
    about: str


_DATE = "2014, 2014-03, 2014..2016, ..2013, <7d, >2w or today"
_NAME = "a part of the name; in quotation marks if it has spaces"

NARROWINGS = (
    Narrowing("is", ", ".join(STATES), "Articles in that state: " + ", ".join(STATES)),
    Narrowing("tag", "the name of a tag", "Articles with that tag; #energy is short for tag:energy"),
    Narrowing("title", "a word, or words in quotation marks", "A word in the title"),
    Narrowing("note", "a word, or words in quotation marks", "A word in your notes"),
    Narrowing("highlight", "a part of what is highlighted", "Articles with that in a highlight or its note"),
    Narrowing("color", "yellow, green, blue, red or purple", "Articles with a highlight in that colour"),
    Narrowing("author", _NAME, "A part of the name of an author"),
    Narrowing("site", _NAME, "A part of the name or the address of the site"),
    Narrowing("url", "a part of the address", "A part of the address"),
    Narrowing(
        "source", "a part of the name of the file", "A part of the name of the file or address it is from"
    ),
    Narrowing("feed", _NAME, "A part of the name of the feed"),
    Narrowing("lang", "a language in two letters, such as en or de", "The language"),
    Narrowing("added", _DATE, f"When it was added: {_DATE}"),
    Narrowing("published", _DATE, "When it was published, written in the same way"),
    Narrowing("saved", _DATE, "When it was saved by the service that it came from"),
    Narrowing("read", _DATE, "When you read it"),
    Narrowing("highlighted", _DATE, "When you highlighted something in it"),
    Narrowing("words", ">1000, <500 or 500..800", "How many words it has: >1000, <500 or 500..800"),
    Narrowing("progress", ">50, <=10 or 10..90", "How far it is read, in per cent: >50, <=10 or 10..90"),
    Narrowing("like", "a title in quotation marks", "Titles like this one"),
    Narrowing("id", "12, <100 or 12..40", "The number of the article"),
)
"""All of them, the most used first; docs/search.md explains them."""

_BY_NAME = {one.name: one for one in NARROWINGS}
_LISTED = ("is", "tag", "color")
"""Those whose values are known, so that the fitting ones can be listed."""
_SIGNS = ("-", "(")
_MOST_TAGS = 12
_LONGEST = 30
"""Cells of the name of a tag in the list of them."""


def asks_for_tags(text: str) -> bool:
    """Whether the tags must be known to say how a search may go on."""
    return _last(text)[0] == "tag"


def may_follow(text: str, known: Nameable) -> str:
    """What may stand after the colon at the end of a search that is being typed.

    "" where nothing needs saying: there is no colon, or a whole value follows it.
    """
    name, value = _last(text)
    one = _BY_NAME.get(name)
    if one is None:
        return ""
    if name not in _LISTED:
        return "" if value else f"{name}: takes {one.takes}"
    if '"' in value or "(" in value:
        return ""
    value = value.removeprefix("#") if name == "tag" else value
    line = f"search {name}:{value}"
    fitting = completions(line, len(line), known).choices
    if any(choice.text == value.lower() for choice in fitting):
        return ""
    if name == "tag":
        return _tags(value, known, [f"{truncate(one.text, _LONGEST)} {one.about}" for one in fitting])
    if fitting:
        return f"{name}: {', '.join(choice.text for choice in fitting)}"
    # A colour may also be called as its file calls it.
    return f"{name}: takes {one.takes}; {name}:{value} is ignored" if name == "is" else ""


def _tags(value: str, known: Nameable, fitting: list[str]) -> str:
    if not known.tags:
        return "There are no tags yet"
    if not fitting:
        return f"No tag contains “{display(value)}”"
    more = len(fitting) - _MOST_TAGS
    rest = f" and {more:,} more" if more > 0 else ""
    return display(f"tag: {', '.join(fitting[:_MOST_TAGS])}{rest}")


def _last(text: str) -> tuple[str, str]:
    """The name and the value of the word at the end of a search; two empty strings where it has no colon."""
    if not text or text[-1].isspace():
        return "", ""
    words = words_of(text)
    last = words[-1].text if words else ""
    while last.startswith(_SIGNS):
        last = last[1:]
    name, colon, value = last.partition(":")
    return (name.lower(), value) if colon else ("", "")
