"""Every key of the reader, in one table. Bindings, help, hints, palette and docs/keys.md come from it.

To add a key: one row here, and a method ``action_<name>`` on every widget or screen named in ``where``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding, BindingType
from textual.keys import Keys

Where = Literal["app", "screen", "list", "article", "related", "search"]
"""Where an action can be called: at any time, whatever is open; anywhere on the main screen; or in one pane
while it has the focus."""

Group = Literal["Moving", "Reading", "Following", "Searching", "Keeping", "The reader"]

GROUPS: tuple[Group, ...] = ("Moving", "Reading", "Following", "Searching", "Keeping", "The reader")


DIGITS = 9
"""How many related articles can be followed by a digit."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do.

    Attributes:
        name: the name in the configuration file; ``action_<name>`` is called unless ``method`` says else.
        keys: its keys, comma separated, in Textual's spelling.
        help: what it does, as the help screen says it.
        group: under which heading help lists it.
        where: the places that answer to it.
        shown: the keys as people write them; "" derives them from ``keys``.
        palette: whether the command palette offers it.
        method: what is called, where that is not ``name``.
    """

    name: str
    keys: str
    help: str
    group: Group
    where: tuple[Where, ...] = ("screen",)
    shown: str = ""
    palette: bool = True
    method: str = ""

    @property
    def call(self) -> str:
        """The action string Textual is given."""
        return self.method or self.name


_PANES: tuple[Where, ...] = ("list", "article", "related")


def _move(name: str, keys: str, help: str) -> Action:
    return Action(name, keys, help, "Moving", _PANES, palette=False)


ACTIONS: tuple[Action, ...] = (
    _move("down", "j,down", "One line or row down"),
    _move("up", "k,up", "One line or row up"),
    _move("page_down", "space,pagedown,ctrl+f", "One page down"),
    _move("page_up", "b,pageup,ctrl+b", "One page up"),
    _move("half_down", "ctrl+d", "Half a page down"),
    _move("half_up", "ctrl+u", "Half a page up"),
    _move("top", "g,home", "To the beginning"),
    _move("bottom", "G,end", "To the end"),
    Action("next_pane", "tab", "To the next pane", "Moving"),
    Action("previous_pane", "shift+tab", "To the pane before", "Moving", palette=False),
    Action("choose", "enter", "Open the article under the cursor", "Reading", ("list", "related")),
    Action("begin", "enter", "In an empty library: take the tour", "Reading", palette=False),
    Action("show_list", "l", "To the list of articles", "Reading"),
    Action("contents", "t", "Table of contents of the article", "Reading"),
    Action("open_source", "o", "Open the page the article was read from", "Reading"),
    Action("edit", "e", "Open the page in your editor; changes are read in again", "Reading"),
    Action("copy", "y", "Copy the selection, or the whole article", "Reading"),
    *(
        Action(
            f"follow_{digit}",
            str(digit),
            f"Follow link {digit}",
            "Following",
            palette=False,
            method=f"follow({digit})",
        )
        for digit in range(1, DIGITS + 1)
    ),
    Action(
        "follow_far",
        "0",
        "Follow a related article past 9: its two digits come next",
        "Following",
        palette=False,
    ),
    Action("follow_previous", "left_square_bracket", "To the previous article", "Following", shown="["),
    Action("follow_next", "right_square_bracket", "To the next article", "Following", shown="]"),
    Action("back", "backspace,H,alt+left", "Back to where you were", "Following"),
    Action("forward", "L,shift+right,alt+right", "Forward again", "Following"),
    Action("trail", "h", "The trail: where you have been, to jump to", "Following"),
    Action("related", "r", "Show or leave the related articles", "Following"),
    Action("wanted", "w", "Wanted titles: what your articles name and you lack", "Following"),
    Action("search", "slash", "Search as you type", "Searching"),
    Action(
        "list_down", "down,ctrl+n", "While typing: the next result", "Searching", ("search",), palette=False
    ),
    Action("list_up", "up", "While typing: the result before", "Searching", ("search",), palette=False),
    Action(
        "leave_box",
        "escape",
        "End the search; the list is as it was",
        "Searching",
        ("search",),
        palette=False,
    ),
    Action("take_suggestion", "ctrl+y", "Search for what “did you mean” offers", "Searching"),
    Action("unfold", "plus", "List the copies that results (+2) stand for, or fold them again", "Searching"),
    Action("save_search", "ctrl+s", "Save the search under a name", "Searching"),
    Action("searches", "ctrl+r,f", "Saved and recent searches", "Searching"),
    Action("next_match", "n", "To the next match in the article", "Searching"),
    Action("previous_match", "N", "To the match before", "Searching"),
    Action(
        "leave", "escape", "Take the marks away; end the search; leave a pane", "Searching", palette=False
    ),
    Action("toggle_star", "s", "Star the article, or take the star away", "Keeping"),
    Action("tag", "number_sign", "Tag the article, or change its tags", "Keeping"),
    Action("toggle_read", "u", "Mark the article unread, or read", "Keeping"),
    Action("only_unread", "U", "Unread articles only, or all again", "Keeping"),
    Action("only_starred", "S", "Starred articles only, or all again", "Keeping"),
    Action("tour", "T", "Take the tour, or return from it", "The reader", method="app.tour"),
    Action("help", "question_mark,f1", "All keys", "The reader"),
    Action("palette", "ctrl+p", "Command palette", "The reader", palette=False, method="app.command_palette"),
    Action(
        "suspend",
        "ctrl+z",
        "Back to the shell; its fg comes back here",
        "The reader",
        ("app",),
        palette=False,
    ),
    Action("quit", "q,ctrl+q", "Quit", "The reader", palette=False, method="app.quit"),
)
"""All actions, in the order of help."""

BY_NAME: Mapping[str, Action] = {action.name: action for action in ACTIONS}


def bindings(where: Where) -> list[BindingType]:
    """The Textual bindings of one place. Their ids are the actions' names, so a keymap can move them."""
    return [
        Binding(action.keys, action.call, action.help, show=False, id=action.name, priority=where == "app")
        for action in ACTIONS
        if where in action.where
    ]


_KEY_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "plus": "+",
    "number_sign": "#",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "backspace": "Backspace",
    "tab": "Tab",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def key_name(key: str) -> str:
    """A key in Textual's spelling as people write it: ``ctrl+p`` is ``Ctrl+P``."""
    *modifiers, last = key.split("+")
    if last in _KEY_NAMES:
        last = _KEY_NAMES[last]
    elif len(last) > 1 or modifiers:
        last = last.capitalize()
    return "+".join([*(modifier.capitalize() for modifier in modifiers), last])


def keys_of(action: Action, keymap: Mapping[str, str] | None = None) -> list[str]:
    """The keys of an action as people write them, the user's own if the configuration names any."""
    keys = (keymap or {}).get(action.name, action.keys)
    return [key_name(key.strip()) for key in keys.split(",") if key.strip()]


_NAMED_KEYS = {key.value for key in Keys} | {"question_mark", "slash", "minus", "plus", "comma", "semicolon"}


def usable_keymap(keymap: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What of the user's keys can be used, and what is wrong with the rest, in words.

    An action that does not exist, a key that no terminal sends, and a key that another action has in the
    same place are left out: the action keeps its own keys.
    """
    usable: dict[str, str] = {}
    complaints: list[str] = []
    for name, keys in keymap.items():
        wrong = _wrong(name, [key.strip() for key in keys.split(",")], keymap)
        if wrong:
            complaints.append(wrong)
        else:
            usable[name] = keys
    return usable, complaints


def _wrong(name: str, keys: list[str], keymap: Mapping[str, str]) -> str:
    if name not in BY_NAME:
        return f"there is no action {name!r}"
    for key in keys:
        if not _is_key(key):
            return f"{name}: there is no key {key!r}"
        for other in ACTIONS:
            theirs = keymap.get(other.name, other.keys).replace(" ", "").split(",")
            if other.name != name and key in theirs and _meet(other, BY_NAME[name]):
                return f"{name}: {key_name(key)} is the key of {other.name}"
    return ""


def _meet(one: Action, other: Action) -> bool:
    """Whether one key cannot stand for both: they are called in one place, or one of them everywhere."""
    return bool(set(one.where) & set(other.where)) or bool({"app", "screen"} & {*one.where, *other.where})


def _is_key(key: str) -> bool:
    *modifiers, last = key.split("+")
    known = len(last) == 1 or last in _NAMED_KEYS or _is_character(last)
    return known and all(modifier in ("ctrl", "shift", "alt", "super") for modifier in modifiers)


def _is_character(name: str) -> bool:
    """Whether Textual's name of a key is that of a character: ``left_square_bracket``."""
    try:
        unicodedata.lookup(name.replace("_", " ").upper())
    except KeyError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One row of a key table: the keys, what they do, and the action's name in the configuration."""

    keys: str
    help: str
    name: str


def key_table(keymap: Mapping[str, str] | None = None) -> list[tuple[Group, list[KeyRow]]]:
    """The table of all keys by group, for the help screen and docs/keys.md; digits take one row."""
    return [(group, list(_rows(group, keymap))) for group in GROUPS]


def _rows(group: Group, keymap: Mapping[str, str] | None) -> Iterable[KeyRow]:
    for action in ACTIONS:
        if action.group != group:
            continue
        if action.method.startswith("follow("):
            if action.name == "follow_1":
                digits = [keys_of(BY_NAME[f"follow_{digit}"], keymap) for digit in (1, DIGITS)]
                keys = " … ".join(" ".join(key) for key in digits)
                yield KeyRow(keys, "Follow the related article with that number", "follow_1 … follow_9")
            continue
        yield KeyRow(" ".join(keys_of(action, keymap)), action.help, action.name)


@dataclass(frozen=True, slots=True)
class Hint:
    """A key and what it does, in a word or two; ``action`` is what a click on it calls."""

    key: str
    word: str
    action: str


_HINTS: Mapping[Where, tuple[tuple[str, str], ...]] = {
    "list": (
        ("choose", "open"), ("search", "search"), ("toggle_star", "star"), ("toggle_read", "read/unread"),
        ("only_unread", "only unread"), ("back", "back"), ("next_pane", "article"), ("quit", "quit"),
        ("help", "help"),
    ),
    "article": (
        ("page_down", "page"), ("follow", "follow"), ("search", "search"), ("follow_previous", "previous"),
        ("follow_next", "next"), ("back", "back"), ("show_list", "list"), ("related", "related"),
        ("toggle_star", "star"), ("quit", "quit"), ("help", "help"),
    ),
    "related": (
        ("choose", "follow"), ("follow", "follow"), ("related", "leave"), ("back", "back"),
        ("search", "search"), ("quit", "quit"), ("help", "help"),
    ),
    "search": (
        ("list_up", ""), ("list_down", "choose"), ("choose", "open"), ("leave_box", "end search"),
        ("searches", "searches"), ("save_search", "save"),
    ),
}  # fmt: skip
"""What the bottom line offers in each place, the most useful first: (action, word)."""


def hints(where: Where, keymap: Mapping[str, str] | None = None) -> tuple[Hint, ...]:
    """The hints for one place, with the keys as they are set now."""
    return tuple(_hint(name, word, keymap) for name, word in _HINTS[where])


def _hint(name: str, word: str, keymap: Mapping[str, str] | None) -> Hint:
    if name == "follow":
        first, last = (keys_of(BY_NAME[f"follow_{digit}"], keymap) for digit in (1, DIGITS))
        return Hint(f"{first[0]}-{last[0]}" if first and last else "", word, "")
    action = BY_NAME[name]
    keys = keys_of(action, keymap)
    return Hint(keys[0] if keys else "", word, action.call)
