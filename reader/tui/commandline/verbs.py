"""The commands that can be typed on the command line, in one table.

Each action of the table of keys is a command as well; those here take something more, or are no actions.
To add one: a row here, and a method of the same name in
:class:`reader.tui.controllers.commanding.Commanding`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from reader.tui.keys.action import Action
from reader.tui.keys.actions import ACTIONS

ParameterKind = Literal[
    "tags", "tag", "query", "order", "format", "file", "source", "what", "share", "words", "command"
]
"""What a parameter is, which decides how it is completed. ``query``, ``words`` and ``command`` may contain
spaces: they take all that is left for them."""

LONG: frozenset[ParameterKind] = frozenset({"query", "words", "command"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a command: its kind, its name in the usage, and whether it can be left out.

    ``subjects``: without it the command is about the marked articles, or else the selected one.
    """

    kind: ParameterKind
    name: str
    optional: bool = False
    subjects: bool = False

    @property
    def shown(self) -> str:
        """As the usage writes it."""
        return f"[{self.name}]" if self.optional else self.name


@dataclass(frozen=True, slots=True)
class Verb:
    """One command.

    Attributes:
        name: as it is typed.
        help: what it does.
        parameters: in their order; at most one of them may contain spaces.
        aliases: other names.
        action: the action that it calls, if it is one of the table of keys.
    """

    name: str
    help: str
    parameters: tuple[Parameter, ...] = ()
    aliases: tuple[str, ...] = ()
    action: Action | None = None

    @property
    def usage(self) -> str:
        """How it is typed: ``tag TAGS [QUERY]``."""
        return " ".join((self.name, *(parameter.shown for parameter in self.parameters)))


EVERYTHING = "*"
"""Stands for a query: all articles that the list shows."""

_OF = (Parameter("query", "QUERY", optional=True, subjects=True),)
_NARROWED = (Parameter("query", "QUERY", optional=True),)
_TAGS = Parameter("tags", "TAGS")
_QUERY = (Parameter("query", "QUERY"),)

VERBS: tuple[Verb, ...] = (
    Verb("open", "Open the best article that a search finds", _QUERY),
    Verb("search", "Show what a search finds", _NARROWED, ("find", "filter")),
    Verb("star", "Star articles", _OF, ("favourite", "favorite")),
    Verb("unstar", "Remove the star", _OF),
    Verb("read", "Mark articles as read", _OF, ("mark-read",)),
    Verb("unread", "Mark articles as unread", _OF, ("mark-unread",)),
    Verb("archive", "Put articles into the archive", _OF),
    Verb("unarchive", "Take articles out of the archive", _OF, ("inbox",)),
    Verb("tag", "Add tags, or remove those with a minus: tag travel,-later", (_TAGS, *_OF)),
    Verb("untag", "Remove tags", (_TAGS, *_OF)),
    Verb("remove", "Move articles to the trash", _OF, ("delete",)),
    Verb("mark", "Mark articles for the next change", _OF, ("select",)),
    Verb("unmark", "Unmark articles; without a query all", _NARROWED),
    Verb("sort", "Sort the list; a minus turns the order round: sort -published",
         (Parameter("order", "ORDER"),), ("order-by",)),
    Verb("tags", "All tags: rename, merge, delete"),
    Verb("highlights", "All highlights, or those that a search finds", _NARROWED),
    Verb("rename-tag", "Rename a tag; if the new name exists, both become one",
         (Parameter("tag", "TAG"), Parameter("tag", "NEW")), ("merge-tag",)),
    Verb("save", "Save the search under a name", (Parameter("words", "NAME"),)),
    Verb("add", "Add a file, a folder, an archive or an address",
         (Parameter("source", "PATH", optional=True),), ("import",)),
    Verb("fetch", "Fetch the texts of bookmarks; without a query, of all that lack their text", _NARROWED),
    Verb("feeds", "Fetch what is new in your feeds"),
    Verb("export", "Write articles into a folder or file; the format highlights writes what you marked",
         (Parameter("format", "FORMAT"), *_OF, Parameter("file", "FILE"))),
    Verb("pipe", "Give articles to a command as Markdown",
         (Parameter("command", "COMMAND", optional=True),)),
    Verb("share", "Share the article with a command of the configuration",
         (Parameter("share", "NAME", optional=True),), ("send",)),
    Verb("browser", "Open the address of the article in the browser", (), ("www",)),
    Verb("copy", "Copy something of the article", (Parameter("what", "WHAT", optional=True),), ("yank",)),
    Verb("continue", "Go on with the article that you began last and have not finished", (), ("resume",)),
    Verb("statistics", "What you have read: time, words by week, sites", (), ("stats",)),
    Verb("changes", "What has changed in the article since you read it", (), ("diff",)),
    Verb("help", "Help on what contains a word", (Parameter("words", "WORD", optional=True),)),
    Verb("quit", "Quit", (), ("q", "exit", "x", "wq")),
)  # fmt: skip

_NO_COMMANDS = frozenset(
    {"search", "sheet", "searches", "imports", "statistics", "trash", "prompt", "line", "number", "picture"}
)
"""Places whose actions have nothing to act on when a command is typed."""


def _of_action(action: Action) -> Verb:
    return Verb(action.name.replace("_", "-"), action.help, action=action)


ACTION_VERBS: tuple[Verb, ...] = tuple(
    _of_action(action)
    for action in ACTIONS
    if not _NO_COMMANDS.issuperset(action.where)
    and action.name not in {verb.name.replace("-", "_") for verb in VERBS}
    and action.name not in ("leave", "command", "begin")
    and not action.method.startswith("follow(")
)

ALL: tuple[Verb, ...] = (*VERBS, *ACTION_VERBS)

BY_NAME: Mapping[str, Verb] = {
    **{alias: verb for verb in ALL for alias in verb.aliases},
    **{verb.name: verb for verb in ALL},
}
"""Every command by each of its names."""


def plain(name: str) -> str:
    """A name in the form in which commands are known: ``Next_Match`` is ``next-match``."""
    return name.lower().replace("_", "-")
