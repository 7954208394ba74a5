"""How a word on the command line may go on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.colors import COLORS
from reader.library.view import TagCount
from reader.orders import ORDER_NAMES
from reader.tui.commandline.parsing import PATHS, CommandSpot, spot_at
from reader.tui.commandline.verbs import ALL, EVERYTHING, VERBS, plain

STATES = (
    *("unread", "read", "starred", "archived", "started", "finished", "highlighted", "changed", "empty"),
)
FIELDS = (
    *("title", "note", "like", "tag", "lang", "source", "site", "author", "url", "feed"),
    *("highlight", "color", "id"),
)
RANGES = ("added", "published", "saved", "read", "highlighted", "words", "progress")
"""What a query can ask for; docs/search.md explains it."""

COPIES = ("title", "address", "link", "passage", "markdown", "text")
"""What can be copied of an article."""

HIGHLIGHTS = "highlights"
"""Stands for a format of an export: not the articles are written, but what is highlighted."""


class Choice(NamedTuple):
    """What a word may become, and a few words about it; ``name`` is shown in place of a long text."""

    text: str
    about: str = ""
    name: str = ""


class Choices(NamedTuple):
    """What the text from ``start`` to the cursor may become; ``ending`` follows a word that is complete."""

    start: int
    choices: Sequence[Choice] = ()
    ending: str = " "


@dataclass(frozen=True, slots=True)
class Nameable:
    """What can be named: the tags there are, saved searches, formats of exports, ways to share."""

    tags: Sequence[TagCount] = ()
    saved: Sequence[str] = ()
    formats: Sequence[str] = ()
    shares: Sequence[str] = ()
    orders: Sequence[str] = ORDER_NAMES


def completions(line: str, cursor: int, known: Nameable) -> Choices:
    """What the word before the cursor may become, the likeliest first."""
    spot = spot_at(line, cursor)
    if spot.verb is None:
        colon = len(spot.word) - len(spot.word.removeprefix(":"))
        return Choices(spot.start + colon, _verbs(spot.word[colon:]) if spot.kind is None else ())
    match spot.kind:
        case "query":
            return _query(spot, known)
        case "tags":
            return _tags(spot, known)
        case "tag":
            return Choices(spot.start, _of_tags(spot.word, known.tags))
        case "order":
            sign = "-" if spot.word.startswith("-") else ""
            return Choices(spot.start + len(sign), _fitting(spot.word.removeprefix(sign), known.orders))
        case "format":
            return Choices(spot.start, _fitting(spot.word, (*known.formats, HIGHLIGHTS)))
        case "share":
            return Choices(spot.start, _fitting(spot.word, known.shares))
        case "what":
            return Choices(spot.start, _fitting(spot.word, COPIES))
        case _:
            return Choices(spot.start)


class TypedPath(NamedTuple):
    """A path that is being typed: as far as it is, without quotes, and where it begins in the line."""

    text: str
    start: int


def path_at(line: str, cursor: int) -> TypedPath | None:
    """The path before the cursor; None if it is no path that is being typed there.

    A file may follow a search, whose words are no paths as long as they do not look like one.
    """
    spot = spot_at(line, cursor)
    path = spot.word.replace('"', "")
    addressed = path.lower().startswith(("http:", "https:"))
    return TypedPath(path, spot.start) if spot.kind in PATHS and path and not addressed else None


def quoted(path: str) -> str:
    """A path as the command line takes it; that of a folder can be gone on with."""
    if " " not in path:
        return path
    return f'"{path}' if path.endswith("/") else f'"{path}"'


def _verbs(word: str) -> list[Choice]:
    """The commands that a word may become: those with parameters first, then the actions of the keys."""
    wanted = plain(word)
    begin = [verb for verb in ALL if verb.name.startswith(wanted)]
    alias = [
        verb for verb in VERBS if verb not in begin and any(name.startswith(wanted) for name in verb.aliases)
    ]
    inside = [verb for verb in ALL if wanted in verb.name and verb not in begin and verb not in alias]
    return [
        Choice(verb.name, _about(verb.usage.removeprefix(verb.name).strip(), verb.help))
        for verb in (*begin, *alias, *inside)
    ]


def _about(parameters: str, help: str) -> str:
    return f"{parameters} · {help}" if parameters else help


def _fitting(word: str, names: Iterable[str]) -> list[Choice]:
    wanted = word.casefold()
    return [Choice(name) for name in names if name.casefold().startswith(wanted)]


def _of_tags(word: str, tags: Sequence[TagCount], before: str = "") -> list[Choice]:
    wanted = word.lower()
    fits = [one for one in tags if wanted in one.tag]
    fits.sort(key=lambda one: (not one.tag.startswith(wanted), -one.articles, one.tag))
    return [Choice(before + one.tag, f"{one.articles:,}") for one in fits]


def _tags(spot: CommandSpot, known: Nameable) -> Choices:
    """Tags with commas between them, each with or without a sign."""
    head, comma, last = spot.word.rpartition(",")
    sign = last[:1] if last[:1] in ("+", "-") else ""
    return Choices(
        spot.start + len(head) + len(comma) + len(sign), _of_tags(last.removeprefix(sign), known.tags)
    )


def _query(spot: CommandSpot, known: Nameable) -> Choices:
    sign = "-" if spot.word.startswith("-") else ""
    word = spot.word.removeprefix(sign)
    start = spot.start + len(sign)
    name, colon, value = word.partition(":")
    if colon and name == "is":
        return Choices(start + 3, _fitting(value, STATES))
    if colon and name == "tag":
        return Choices(start + 4, _of_tags(value, known.tags))
    if colon and name == "color":
        return Choices(start + 6, _fitting(value, COLORS))
    if word.startswith("@"):
        return Choices(start + 1, _fitting(word[1:], known.saved))
    if not word:
        every = Choice(EVERYTHING, "all that the list shows")
        ends_with_path = spot.verb is not None and spot.verb.parameters[-1].kind in PATHS
        paths = [Choice("~/", "a path"), Choice("./", "a path from here")] if ends_with_path else []
        return Choices(start, [*paths, every, *(Choice(f"is:{state}") for state in STATES[:5])])
    states = [Choice(f"is:{state}") for state in STATES if f"is:{state}".startswith(word)]
    names = [Choice(f"{name}:") for name in (*FIELDS, *RANGES) if name.startswith(word)]
    # A field goes on with its value, without a space.
    return Choices(start, [*states, *names], "" if names and not states else " ")
