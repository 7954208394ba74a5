"""What a typed command means. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from reader.tui.commandline.verbs import ALL, BY_NAME, LONG, Parameter, ParameterKind, Verb, plain

PATHS = ("file", "source")
"""The kinds of parameters that are paths."""


@dataclass(frozen=True, slots=True)
class Call:
    """A command with what it was given: by the names of its parameters, "" for those left out."""

    verb: Verb
    given: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """What was given for a parameter; "" if nothing was."""
        return self.given.get(name, "")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Why a line is no command, in words."""

    words: str


@dataclass(frozen=True, slots=True)
class CommandWord:
    """A word of the line, and where it stands."""

    text: str
    start: int
    end: int


def words_of(line: str) -> list[CommandWord]:
    """The words of a line: what spaces separate, unless the spaces are in double quotes."""
    return list(_words(line))


def _words(line: str) -> Iterator[CommandWord]:
    start, quoted = None, False
    for at, character in enumerate(line):
        if character == " " and not quoted:
            if start is not None:
                yield CommandWord(line[start:at], start, at)
                start = None
            continue
        if start is None:
            start = at
        if character == '"':
            quoted = not quoted
    if start is not None:
        yield CommandWord(line[start:], start, len(line))


def looks_like_path(word: str) -> bool:
    """Whether a word is the beginning of a path and of nothing else: no search and no format begins so."""
    return word.lstrip('"').startswith(("/", "~", "./", "../"))


def _with_path(verb: Verb, line: str, words: list[CommandWord]) -> list[CommandWord]:
    """The words after the verb; those from the first that looks like a path on are one, spaces and all.

    A path is the last thing that a command is given, so what stands behind its beginning belongs to it.
    """
    if not verb.parameters or verb.parameters[-1].kind not in PATHS:
        return words
    for number, word in enumerate(words):
        if looks_like_path(word.text):
            return [*words[:number], CommandWord(line[word.start :], word.start, len(line))]
    return words


def parse(line: str) -> Call | Mistake:
    """The command that a line names, with or without the colon."""
    line = line.strip().removeprefix(":").strip()
    words = words_of(line)
    if not words:
        return Mistake("Type a command; Tab shows what there is.")
    verb = BY_NAME.get(plain(words[0].text))
    if verb is None:
        return Mistake(_unknown(words[0].text))
    return _call(verb, line, _with_path(verb, line, words[1:]))


def _call(verb: Verb, line: str, words: list[CommandWord]) -> Call | Mistake:
    given: dict[str, str] = {}
    left = list(words)
    long = next((number for number, one in enumerate(verb.parameters) if one.kind in LONG), None)
    last = len(verb.parameters)
    before = verb.parameters[:long]
    after = verb.parameters[long + 1 :] if long is not None else ()
    for parameter in before:
        if not left:
            return _missing(verb, parameter) if not parameter.optional else Call(verb, given)
        given[parameter.name] = unquoted(left.pop(0).text)
    for parameter in reversed(after):
        if not left:
            return _missing(verb, parameter)
        given[parameter.name] = unquoted(left.pop().text)
    if long is None:
        if left:
            extra = line[left[0].start :]
            return Mistake(f"{verb.name} takes nothing after {_before(verb, last)}: {extra}")
        return Call(verb, given)
    parameter = verb.parameters[long]
    if left:
        given[parameter.name] = line[left[0].start : left[-1].end]
    elif not parameter.optional:
        return _missing(verb, parameter)
    return Call(verb, given)


def _before(verb: Verb, number: int) -> str:
    return verb.parameters[number - 1].name if verb.parameters else "its name"


def _missing(verb: Verb, parameter: Parameter) -> Mistake:
    return Mistake(f"{parameter.name} is missing: {verb.usage}")


def unquoted(word: str) -> str:
    """A word without the double quotes around its parts: ``"my file".md`` is ``my file.md``."""
    return word.replace('"', "")


def _unknown(name: str) -> str:
    close = (
        get_close_matches(plain(name), list(BY_NAME), 1, 0.6)
        or [verb.name for verb in ALL if plain(name) in verb.name][:1]
    )
    said = f"There is no command “{name}”"
    return f"{said}; did you mean {close[0]}?" if close else f"{said}. Tab shows what there is."


@dataclass(frozen=True, slots=True)
class CommandSpot:
    """What is being typed at the cursor: the verb so far (None: the verb itself), and the kind of parameter.

    ``start`` is where the word begins, ``word`` is the part of it before the cursor.
    """

    verb: Verb | None
    kind: ParameterKind | None
    start: int
    word: str


def spot_at(line: str, cursor: int) -> CommandSpot:
    """What the word before the cursor is."""
    head = line[:cursor]
    words = words_of(head)
    if words and (path_of := BY_NAME.get(plain(words[0].text.removeprefix(":")))):
        words = [words[0], *_with_path(path_of, head, words[1:])]
    typing = bool(words) and words[-1].end == len(head)
    word, start = (words[-1].text, words[-1].start) if typing else ("", cursor)
    number = len(words) - typing
    if not number:
        return CommandSpot(None, None, start, word)
    verb = BY_NAME.get(plain(words[0].text.removeprefix(":")))
    if verb is None:
        return CommandSpot(None, "words", start, word)
    kind = _kind(verb, number - 1)
    if verb.parameters and verb.parameters[-1].kind in PATHS and looks_like_path(word):
        kind = verb.parameters[-1].kind
    return CommandSpot(verb, kind, start, word)


def _kind(verb: Verb, number: int) -> ParameterKind | None:
    """The kind of the parameter that the word with this number belongs to."""
    for at, parameter in enumerate(verb.parameters):
        if parameter.kind in LONG:
            return parameter.kind
        if at == number:
            return parameter.kind
    return None
