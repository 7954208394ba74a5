"""Keys as people write them."""

from __future__ import annotations

from textual.keys import key_to_character

_KEY_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "plus": "+",
    "full_stop": ".",
    "colon": ":",
    "circumflex_accent": "^",
    "minus": "-",
    "percent_sign": "%",
    "apostrophe": "'",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "comma": ",",
    "vertical_line": "|",
    "exclamation_mark": "!",
    "ampersand": "&",
    "greater_than_sign": ">",
    "number_sign": "#",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "less_than_sign": "<",
    "semicolon": ";",
    "quotation_mark": '"',
    "asterisk": "*",
    "dollar_sign": "$",
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


_SIGN_NAMES = {"at": "@", "backslash": "\\", "minus": "-", "underscore": "_"}
"""Characters that Textual names otherwise than Unicode does."""


def key_name(key: str) -> str:
    """A key in Textual's spelling as people write it: ``ctrl+p`` is ``Ctrl+P``."""
    *modifiers, last = key.split("+")
    sign = _SIGN_NAMES.get(last) or key_to_character(last)
    if last in _KEY_NAMES:
        last = _KEY_NAMES[last]
    elif len(last) > 1 and sign and sign.isprintable():
        last = sign
    elif len(last) > 1 or modifiers:
        last = last.capitalize()
    return "+".join([*(modifier.capitalize() for modifier in modifiers), last])
