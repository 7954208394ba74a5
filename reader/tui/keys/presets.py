"""Sets of keys to begin with, for people whose hands know another program."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import get_args

from reader.settings.declared import KeyPreset
from reader.tui.keys.actions import ACTIONS, BY_NAME
from reader.tui.keys.keymap import clash

_VIM = {
    "page_down": "ctrl+f,space,pagedown",
    "page_up": "ctrl+b,b,pageup",
    "next_pane": "tab,ctrl+w",
    "undo": "u",
    "redo": "ctrl+r",
    "toggle_read": "R",
    "statistics": "W",
    "searches": "Q",
    "find": "backslash",
}

_NEWSBOAT = {
    "next_match": "n",
    "previous_match": "p",
    "toggle_read": "N",
    "leave": "q,escape",
    "quit": "Q,ctrl+q",
    "browser": "o,exclamation_mark",
    "order": "g",
    "top": "home",
    "remove": "D,delete",
    "imports": "E",
    "changes": "W",
    "related": "u,r",
    "tag": "ctrl+e,number_sign",
    "picture": "ctrl+k",
}

_EMACS = {
    "down": "ctrl+n,j,down",
    "up": "ctrl+p,k,up",
    "list_up": "up,ctrl+p",
    "earlier": "up,ctrl+p",
    "page_down": "ctrl+v,space,pagedown",
    "page_up": "alt+v,b,pageup",
    "top": "alt+less_than_sign,home",
    "bottom": "alt+greater_than_sign,end",
    "find": "ctrl+s,ctrl+f",
    "find_up": "up,ctrl+p",
    "leave_find": "ctrl+g,escape",
    "save_search": "alt+s",
    "leave": "ctrl+g,escape",
    "leave_box": "ctrl+g,escape",
    "close": "ctrl+g,escape,q",
    "cancel": "ctrl+g,escape",
    "command": "alt+x,colon",
    "palette": "alt+p",
    "next_pane": "alt+o,tab",
    "copy": "alt+w,y",
    "copy_passage": "alt+w,y",
    "leave_selecting": "ctrl+g,escape,q",
    "close_highlight": "ctrl+g,escape,q,enter",
    "undo": "ctrl+underscore,z",
}

_OWN: Mapping[KeyPreset, Mapping[str, str]] = {
    "default": {},
    "vim": _VIM,
    "newsboat": _NEWSBOAT,
    "emacs": _EMACS,
}
"""What each preset is about: action -> keys, separated by commas."""

PRESETS: tuple[KeyPreset, ...] = get_args(KeyPreset)


@cache
def preset_keys(preset: KeyPreset) -> Mapping[str, str]:
    """The keys of a preset that differ from the table of actions: action -> keys, separated by commas.

    An action of which the preset says nothing gives the keys that the preset needs elsewhere up.
    """
    own = _OWN[preset]
    keys = dict(own)
    for action in ACTIONS:
        if action.name in own:
            continue
        before = action.keys.split(",")
        left = [
            key
            for key in before
            if not any(
                key in theirs.split(",") and clash(action, BY_NAME[name]) for name, theirs in own.items()
            )
        ]
        if left != before:
            keys[action.name] = ",".join(left)
    return keys
