"""What a row of the table of actions says: an action, its keys, and where it can be called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Where = Literal[
    "app",
    "screen",
    "empty",
    "list",
    "shelves",
    "article",
    "related",
    "search",
    "sheet",
    "searches",
    "tags",
    "settings",
    "keys",
    "imports",
    "statistics",
    "trash",
    "prompt",
    "line",
    "number",
    "find",
    "letter",
    "label",
    "picture",
    "selecting",
    "highlight",
    "note",
    "passages",
    "review",
]
"""Where an action can be called: at any time; anywhere on the main screen; there while the library is
empty; in one pane or in the search box
while it has the focus; in every sheet; in the sheet of searches, tags, settings, keys, imports, statistics,
the trash; in a prompt; in one that completes words; while a number is typed; in the line that finds in the
article; while a letter is asked for, and while letters stand for the links in sight; while a picture has the
whole screen; while a cursor is in the text; in what is shown of one highlight, and while a note is written;
in the sheet of all highlights, and in the review."""

KeyGroup = Literal[
    "Moving",
    "The list",
    "Reading",
    "Following",
    "Searching",
    "Highlights",
    "Keeping",
    "Adding",
    "Sheets and prompts",
    "The reader",
]

GROUPS: tuple[KeyGroup, ...] = get_args(KeyGroup)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do.

    Attributes:
        name: the name in the configuration file; ``action_<name>`` is called unless ``method`` names another.
        keys: its keys, comma separated, in Textual's spelling.
        help: what it does, as the help screen says it.
        group: under which heading help lists it.
        where: the places that answer to it.
        palette: whether the command palette offers it.
        method: what is called, if that is not ``name``.
        opens: whether it opens a sheet, which its keys close again.
    """

    name: str
    keys: str
    help: str
    group: KeyGroup
    where: tuple[Where, ...] = ("screen",)
    palette: bool = True
    method: str = ""
    opens: bool = False

    @property
    def call(self) -> str:
        """The action string Textual is given."""
        return self.method or self.name
