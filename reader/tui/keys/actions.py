"""Every key of the reader, in one table. Bindings, help, hints, palette and docs/keys.md come from it.

To add a key: one row here, and a method ``action_<name>`` on every widget or screen named in ``where``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType
from textual.keys import key_to_character

from reader.tui.keys.action import GROUPS, Action, KeyGroup, Where
from reader.tui.keys.adding import ADDING, IMPORTS
from reader.tui.keys.finding import FINDING, JUMPING, LINKING, PAGE, TYPING
from reader.tui.keys.highlighting import HIGHLIGHTING
from reader.tui.keys.life import LIFE, NEWS, STATISTICS
from reader.tui.keys.naming import key_name
from reader.tui.keys.passages import PASSAGES
from reader.tui.keys.pictures import PICTURE, PICTURES
from reader.tui.keys.trash import RESTORING, TRASH

WITHIN: Mapping[Where, Where] = {
    "empty": "screen",
    "list": "screen",
    "shelves": "screen",
    "article": "screen",
    "related": "screen",
    "search": "screen",
    "searches": "sheet",
    "tags": "sheet",
    "settings": "sheet",
    "keys": "sheet",
    "imports": "sheet",
    "statistics": "sheet",
    "trash": "sheet",
    "line": "prompt",
    "find": "screen",
    "note": "prompt",
    "passages": "sheet",
    "review": "sheet",
}
"""The place that a place is part of: its actions can be called there too."""

DIGITS = 9
"""How many related articles can be followed by a digit."""

_MOVED: tuple[Where, ...] = ("list", "shelves", "article", "related", "sheet")

_STEPPED: tuple[Where, ...] = (*_MOVED, "selecting")

_CHOSEN: tuple[Where, ...] = ("list", "shelves", "related", "search", "sheet")

_CANCELLED: tuple[Where, ...] = ("prompt", "number", "letter", "label")


def _move(name: str, keys: str, help: str, where: tuple[Where, ...] = _STEPPED) -> Action:
    return Action(name, keys, help, "Moving", where, palette=False)


def _in(where: Where, name: str, keys: str, help: str, group: KeyGroup = "Sheets and prompts") -> Action:
    return Action(name, keys, help, group, (where,), palette=False)


ACTIONS: tuple[Action, ...] = (
    _move("down", "j,down", "One line or row down"),
    _move("up", "k,up", "One line or row up"),
    _move("page_down", "space,pagedown", "One page down"),
    _move("page_up", "b,pageup,ctrl+b", "One page up", _MOVED),
    _move("half_down", "ctrl+d", "Half a page down"),
    _move("half_up", "ctrl+u", "Half a page up"),
    _move("top", "g,home", "To the beginning"),
    _move("bottom", "G,end", "To the end"),
    *JUMPING,
    *NEWS,
    Action("next_pane", "tab", "Next pane", "Moving"),
    Action("previous_pane", "shift+tab", "Previous pane", "Moving", palette=False),
    Action("order", "o", "Sort the list: newest, published, title, length …", "The list", opens=True),
    Action("shelves", "B", "Shelves: inbox, unread, starred, tags, saved searches", "The list", opens=True),
    Action("preview", "P", "Show or hide the preview beside the list", "The list"),
    Action("wider", "greater_than_sign", "Make the focused pane wider", "The list"),
    Action("narrower", "less_than_sign", "Make the focused pane narrower", "The list"),
    Action("close_pane", "c", "Close the focused pane; the others take its room", "The list"),
    Action("choose", "enter", "Open what is selected", "Reading", _CHOSEN),
    Action("begin", "enter", "Take the tour, in an empty library", "Reading", ("empty",), palette=False),
    Action("show_list", "l", "Go to the list of articles", "Reading"),
    *LIFE,
    Action("contents", "t", "Table of contents of the article", "Reading", opens=True),
    *PAGE,
    Action("open_source", "O", "Open the page that the article came from", "Reading"),
    Action("edit", "e", "Edit the page in your editor; the article is reloaded", "Reading"),
    Action("copy", "y", "Copy the title, address, passage or article: a second key says which", "Reading"),
    Action("pipe", "vertical_line", "Give the article to a command, as Markdown", "Reading"),
    Action("browser", "exclamation_mark", "Open the address of the article in the browser", "Reading"),
    Action("share", "ampersand", "Share the article with a command of the configuration", "Reading"),
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
        "Follow a related article by a number of two digits",
        "Following",
        palette=False,
    ),
    *LINKING,
    *PICTURES,
    Action("next_article", "J", "Next article of the list, also from inside an article", "Following"),
    Action("previous_article", "K", "Previous article of the list", "Following"),
    Action("follow_previous", "left_square_bracket", "Previous article in the series", "Following"),
    Action("follow_next", "right_square_bracket", "Next article in the series", "Following"),
    Action("back", "backspace,ctrl+o,H,alt+left", "Back to where you were", "Following"),
    Action("forward", "L,ctrl+i,shift+right,alt+right", "Forward again", "Following"),
    Action("trail", "h", "Trail: the places you have been to", "Following", opens=True),
    Action("related", "r", "Go to the related articles, or back from them", "Following"),
    Action("wanted", "w", "Wanted: articles that yours link to and you don't have", "Following", opens=True),
    Action("search", "slash", "Search as you type", "Searching"),
    _in("search", "list_down", "down,ctrl+n", "While typing: next result", "Searching"),
    _in("search", "list_up", "up", "While typing: previous result", "Searching"),
    _in("search", "leave_box", "escape", "While typing: end the search; the list is as before", "Searching"),
    Action("take_suggestion", "ctrl+y", "Search for the “did you mean” suggestion", "Searching"),
    Action("unfold", "plus", "Show or hide the copies (+2) of results", "Searching"),
    Action("save_search", "ctrl+s", "Save the search under a name", "Searching"),
    Action("searches", "ctrl+r", "Saved and recent searches", "Searching", opens=True),
    Action("next_match", "n", "Next match in the article; without matches, next unread article", "Searching"),
    Action("previous_match", "N", "Previous match in the article, or unread article", "Searching"),
    Action(
        "leave",
        "escape",
        "Clear what is marked in the text, end the search, clear the marks, then leave the pane",
        "Searching",
        palette=False,
    ),
    *FINDING,
    *HIGHLIGHTING,
    *PASSAGES,
    Action("toggle_star", "s", "Star the article, or remove the star", "Keeping"),
    Action("tag", "number_sign", "Edit the tags of the article", "Keeping"),
    Action("tags", "ctrl+t", "All tags: rename, merge, delete", "Keeping", opens=True),
    Action("toggle_read", "u", "Mark the article as unread, or as read", "Keeping"),
    Action("toggle_archive", "a", "Put the article into the archive, or take it out", "Keeping"),
    Action("remove", "d,delete", "Remove the article: it moves to the trash", "Keeping"),
    TRASH,
    Action("mark", "x", "Mark the article for the next change, or unmark it; one row down", "Keeping"),
    Action("mark_range", "X", "Mark everything from the last mark to here", "Keeping"),
    Action("mark_all", "ctrl+a", "Mark all articles of the list, or unmark them", "Keeping"),
    Action("undo", "z", "Undo the last change", "Keeping"),
    Action("redo", "Z", "Redo the change that was undone", "Keeping"),
    Action("only_unread", "U", "Show unread articles only, or all", "Keeping"),
    Action("only_starred", "S", "Show starred articles only, or all", "Keeping"),
    *ADDING,
    _in("sheet", "filter", "slash", "Filter: show only the lines that contain what you type"),
    _in("sheet", "close", "escape,q", "Close the sheet"),
    _in("searches", "delete_search", "d,delete", "Delete the saved search"),
    _in("searches", "rename_search", "n", "Rename the saved search"),
    _in("tags", "delete_tag", "d,delete", "Delete the tag from all articles"),
    _in("tags", "rename_tag", "n", "Rename the tag, or make it part of another"),
    _in("settings", "setting_less", "left", "In the settings: less, or the value before"),
    _in("settings", "setting_more", "right", "In the settings: more, or the next value"),
    _in("keys", "add_key", "a", "In the list of keys: give the action one more key"),
    _in("keys", "reset_keys", "d,delete", "In the list of keys: back to the usual keys"),
    *IMPORTS,
    STATISTICS[1],
    RESTORING,
    _in("prompt", "accept", "enter", "Save what you typed"),
    _in("line", "complete", "tab", "Complete the word; again: with the next offer"),
    _in("line", "complete_back", "shift+tab", "Complete the word with the offer before"),
    _in("line", "earlier", "up", "What you typed before"),
    _in("line", "later", "down,ctrl+n", "What you typed after that"),
    *TYPING,
    *PICTURE,
    Action("cancel", "escape", "Cancel", "Sheets and prompts", _CANCELLED, palette=False),
    Action("tour", "f2", "Take the tour, or return from it", "The reader", method="app.tour"),
    Action(
        "settings",
        "comma",
        "Settings: width of text, columns, keys …",
        "The reader",
        method="app.settings",
        opens=True,
    ),
    Action("theme", "T", "Colours: choose a theme", "The reader", method="app.theme", opens=True),
    STATISTICS[0],
    Action("help", "question_mark,f1", "All keys", "The reader", opens=True),
    Action("command", "colon", "Type a command: every action, on anything that a search finds", "The reader"),
    Action(
        "palette",
        "ctrl+p",
        "Command palette",
        "The reader",
        ("app",),
        palette=False,
        method="app.command_palette",
    ),
    Action(
        "suspend",
        "ctrl+z",
        "Back to the shell; its fg command returns here",
        "The reader",
        ("app",),
        palette=False,
    ),
    Action("redraw", "ctrl+l", "Paint the screen again", "The reader", ("app",), palette=False),
    Action("quit", "q,ctrl+q", "Quit", "The reader", palette=False, method="app.quit"),
)
"""All actions, in the order of help."""

BY_NAME: Mapping[str, Action] = {action.name: action for action in ACTIONS}


TYPED_INTO: frozenset[Where] = frozenset({"search", "prompt", "line", "find", "note"})
"""Where text is typed: a key that is a character goes into the text there."""

WHILE_TYPING = frozenset(
    {"close", *(action.name for action in ACTIONS if not TYPED_INTO.isdisjoint(action.where))}
)
"""Actions that are used while text is typed; ``close`` among them, because it ends the filter of a sheet."""


def bindings(where: Where) -> list[BindingType]:
    """The Textual bindings of one place. Their ids are the actions' names, so a keymap can change them."""
    return [
        Binding(action.keys, action.call, action.help, show=False, id=action.name, priority=where == "app")
        for action in ACTIONS
        if where in action.where
    ]


def toggle(name: str, call: str) -> BindingType:
    """The binding by which the keys that open a sheet close it again; ``call`` is what they call there."""
    action = BY_NAME[name]
    return Binding(action.keys, call, action.help, show=False, id=name)


def keys_of(action: Action, keymap: Mapping[str, str] | None = None) -> list[str]:
    """The keys of an action as people write them, the user's own if the configuration names any."""
    return [key_name(key) for key in _keys(action, keymap)]


def _keys(action: Action, keymap: Mapping[str, str] | None) -> list[str]:
    """The keys of an action in Textual's spelling."""
    keys = (keymap or {}).get(action.name, action.keys)
    return [key.strip() for key in keys.split(",") if key.strip()]


def first_key(name: str, keymap: Mapping[str, str] | None = None, *, typing: bool = False) -> str:
    """The first key of an action as people write it, for a text on screen; "" if it has none.

    ``typing``: the first that works while text is typed.
    """
    keys = [key for key in _keys(BY_NAME[name], keymap) if not (typing and is_typed(key))]
    return key_name(keys[0]) if keys else ""


def with_key(words: str, name: str, keymap: Mapping[str, str] | None = None, *, typing: bool = False) -> str:
    """A key and what it does: ``z undoes``; "" if the action has no key. ``typing``: see ``first_key``."""
    key = first_key(name, keymap, typing=typing)
    return f"{key} {words}" if key else ""


_SIGNS = {"at", "backslash", "minus", "plus", "slash", "underscore"}
"""Characters that Textual names otherwise than Unicode does."""


def is_typed(key: str) -> bool:
    """Whether a key puts a character into a text: ``j``, ``space``, ``left_square_bracket``."""
    if len(key) == 1 or key in _SIGNS:
        return True
    character = key_to_character(key)
    return character is not None and character.isprintable()


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One row of a key table: the keys, what they do, and the action's name in the configuration."""

    keys: str
    help: str
    name: str


def key_table(keymap: Mapping[str, str] | None = None) -> list[tuple[KeyGroup, list[KeyRow]]]:
    """The table of all keys by group, for the help screen and docs/keys.md; digits take one row."""
    return [(group, list(_rows(group, keymap, None))) for group in GROUPS]


def keys_at(where: Where, keymap: Mapping[str, str] | None = None) -> list[tuple[str, list[KeyRow]]]:
    """The same table as it is used in a place: first the keys that act there, in the end all others."""
    here: frozenset[Where] = frozenset({"app", "screen", where})
    groups: list[tuple[str, list[KeyRow]]] = [
        (group, list(_rows(group, keymap, lambda action: not here.isdisjoint(action.where))))
        for group in GROUPS
    ]
    elsewhere = [
        row for group in GROUPS for row in _rows(group, keymap, lambda action: here.isdisjoint(action.where))
    ]
    return [*((group, rows) for group, rows in groups if rows), (ELSEWHERE, elsewhere)]


ELSEWHERE = "In other panes, sheets and lines"
"""The heading of the keys that do not act where help was opened."""


def _rows(
    group: KeyGroup, keymap: Mapping[str, str] | None, holds: Callable[[Action], bool] | None
) -> Iterable[KeyRow]:
    for action in ACTIONS:
        if action.group != group or (holds is not None and not holds(action)):
            continue
        if action.method.startswith("follow("):
            if action.name == "follow_1":
                digits = [keys_of(BY_NAME[f"follow_{digit}"], keymap) for digit in (1, DIGITS)]
                keys = " … ".join(" ".join(key) for key in digits)
                yield KeyRow(keys, "Follow the related article with that number", "follow_1 … follow_9")
            continue
        yield KeyRow(" ".join(keys_of(action, keymap)), action.help, action.name)
