"""Which keys of a person can be used: keys that exist, for actions that exist, none with two meanings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.keys import Keys

from reader.tui.keys.action import Action, Where
from reader.tui.keys.actions import ACTIONS, BY_NAME, WHILE_TYPING, WITHIN, is_typed
from reader.tui.keys.naming import key_name

_NAMED_KEYS = {key.value for key in Keys}


def split_keymap(
    keymap: Mapping[str, str],
    preset: Mapping[str, str] | None = None,
    *,
    named: Callable[[Action], str] = lambda action: action.name,
) -> tuple[dict[str, str], dict[str, str]]:
    """The keys that count, and what is wrong with those of ``keymap`` that do not: action -> problem.

    An action that does not exist, a key that no terminal sends, and a key that another action has in the same
    place are left out: the action keeps the keys of ``preset``, else its own. ``named`` is how another action
    is called in a problem.
    """
    preset = preset or {}
    wrong: dict[str, str] = {}
    while True:
        usable = {**preset, **{name: keys for name, keys in keymap.items() if name not in wrong}}
        problems = {name: _wrong(name, usable, named) for name in keymap if name not in wrong}
        more = {name: problem for name, problem in problems.items() if problem}
        if not more:
            return usable, wrong
        # What is left out gives its keys back, which may be too many for another.
        wrong |= more


def _wrong(name: str, keymap: Mapping[str, str], named: Callable[[Action], str]) -> str:
    if name not in BY_NAME:
        # Imported only for this: nobody waits for it.
        from difflib import get_close_matches

        close = [one for one in BY_NAME if name in one] or get_close_matches(name, BY_NAME, 1)
        return f"there is no action {name!r}{f'; did you mean {close[0]}?' if close else ''}"
    keys = [key.strip() for key in keymap[name].split(",")]
    for key in keys:
        if not _is_key(key):
            return f"there is no key {key!r}"
        for other in ACTIONS:
            theirs = keymap.get(other.name, other.keys).replace(" ", "").split(",")
            if other.name != name and key in theirs and clash(BY_NAME[name], other):
                return f"{key_name(key)} already belongs to {named(other)}"
    if name in WHILE_TYPING and all(map(is_typed, keys)):
        return "needs a key that is not a character, because it is also used while you type"
    return ""


def clash(one: Action, other: Action) -> bool:
    """Whether a key cannot stand for both: both work in the same place, and share none by default."""
    shared = set(one.keys.split(",")) & set(other.keys.split(","))
    return not shared and meet(one, other)


def meet(one: Action, other: Action) -> bool:
    """Whether both can be called in some place."""
    return any(
        "app" in (here, there) or here == there or WITHIN.get(here) == there or WITHIN.get(there) == here
        for here in _places(one)
        for there in _places(other)
    )


def _places(action: Action) -> set[Where]:
    return {*action.where, "sheet"} if action.opens else {*action.where}


def _is_key(key: str) -> bool:
    *modifiers, last = key.split("+")
    known = last in _NAMED_KEYS or is_typed(last)
    return known and all(modifier in ("ctrl", "shift", "alt", "super") for modifier in modifiers)
